"""Telephone numbers read by what the row proves: its state, its province."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.telefono import telefono
from italclean.core.columns import flags_at, is_true, no_text, rows_where
from italclean.core.reference import table
from italclean.fields.catalogue import PHONES
from italclean.places.register import country_codes
from italclean.rows.mailboxes import note_findings
from italclean.rows.step import step
from italclean.rows.worksheet import Cells, Worksheet

PHONE, MOBILE, FAX = PHONES
_LONGEST_LANDLINE = 10
_CODE_LENGTHS = (4, 3, 2)
ZERO_MOBILE = r"^\+390(3[2-9][0-9]{8})$"
"""A landline that is as likely a mobile with the zero dialled until 2001."""


@step(reads=["nazione", "provincia"], writes=PHONES)
def read_numbers(sheet: Worksheet) -> None:
    """Read the numbers of foreign rows as their country's, restore lost zeros, doubt what has two readings."""
    for name, cells in sheet.cells.items():
        if cells.role not in (PHONE, MOBILE, FAX):
            continue
        before = cells.value
        _read_abroad(sheet, name)
        _restore_area_code(sheet, name)
        _tell_kinds(sheet, name, cells.value.ne_missing(before))
        if cells.role == MOBILE:
            _doubt_zero_mobiles(cells)


def _tell_kinds(sheet: Worksheet, name: str, changed: pl.Series) -> None:
    """Tell the kind of numbers that were read anew."""
    rows = rows_where(changed)
    if rows.is_empty():
        return
    kinds = telefono.series(sheet.value(name)[rows]).struct.field("genere")
    note_findings(sheet, name, genere=sheet.finding(name, "genere").scatter(rows, kinds))


def _read_abroad(sheet: Worksheet, name: str) -> None:
    """Read numbers without a country code as those of the row's state, where it is a foreign one."""
    if "nazione" not in sheet.cells:
        return
    cells = sheet.cells[name]
    country = country_codes(sheet.value("nazione"))
    national = ~cells.raw.str.contains(r"^[^0-9]*(?:\+|00)").fill_null(value=True)
    rows = rows_where((country != "IT") & national & (cells.verdict["status"] != "missing"))
    if rows.is_empty():
        return
    asked = pl.DataFrame({"at": rows, "raw": cells.raw.gather(rows), "country": country.gather(rows)})
    found = ("value", "status", "altri", "fax")
    read = pl.concat(
        [
            part.with_columns(telefono.series(part["raw"], region=code).struct.unnest().select(found))
            for (code,), part in asked.partition_by("country", as_dict=True).items()
        ]
    )
    # Of several, the first is read as well as one alone.
    read = read.filter(
        pl.col("value").is_not_null() & (pl.col("status").is_in(["valid", "fixed"]) | pl.col("altri").is_not_null())
    )
    read = read.sort("at")
    if read.is_empty():
        return
    ours = cells.verdict["status"].is_in(["valid", "fixed"]) | sheet.finding(name, "altri").is_not_null()
    mobile = cells.value.str.starts_with("+393").fill_null(value=False)
    there = no_text(sheet.height).scatter(read["at"], read["value"])
    is_there = there.is_not_null()
    before = cells.value
    cells.decide(is_there & ~ours, there, "tel_country", country)
    # Both countries have such a number: a mobile dialled as in Italy more likely is one of ours.
    cells.decide(is_there & ours & mobile, None, "tel_country_maybe", there)
    cells.decide(is_there & ours & ~mobile, there, "tel_country_maybe", before)
    # The other numbers of the cell are dialled there as well.
    taken = read.filter((~(ours & mobile)).gather(read["at"]))
    if taken.height and "altri" in sheet.findings[name].columns:
        more = {extra: sheet.finding(name, extra).scatter(taken["at"], taken[extra]) for extra in ("altri", "fax")}
        note_findings(sheet, name, **more)


def _restore_area_code(sheet: Worksheet, name: str) -> None:
    """Restore the zero of landlines where the area code is that of the row's province; suggest a whole code."""
    cells = sheet.cells[name]
    unread = is_true(cells.verdict["issue"].is_in(["tel_zero", "tel_unassigned"]))
    province = sheet.value("provincia")
    _doubt_short_mobiles(cells, province)
    rows = rows_where(unread & province.is_not_null())
    if rows.is_empty():
        return
    frame = pl.DataFrame(
        {
            "at": rows,
            "province": province[rows],
            "maybe": sheet.finding(name, "forse")[rows],
            "digits": cells.value[rows].str.extract(r"^\+39([1-9][0-9]{4,})$"),
        }
    )
    with_zero = pl.col("maybe").str.strip_prefix("+39")
    district = _district(with_zero)
    codes = table("prefissi").group_by("sigla").agg(codes=pl.col("prefisso"))
    frame = frame.with_columns(district=district).join(
        codes, left_on="province", right_on="sigla", how="left", maintain_order="left"
    )
    # 2 6701234 in Milano is 02 6701234, or 26701234 without its 02.
    whole = frame.explode("codes").with_columns(whole=pl.col("codes") + pl.col("digits"))
    whole = whole.filter(pl.col("whole").str.len_bytes().is_between(8, _LONGEST_LANDLINE))
    whole = whole.group_by("at").agg(wholes=pl.format("+39{}", "whole").sort().str.join(" / "))
    frame = frame.join(whole, on="at", how="left", maintain_order="left")
    proven = frame.filter((pl.col("district") == pl.col("province")) & pl.col("wholes").is_null())
    where = flags_at(sheet.height, proven["at"])
    number = no_text(sheet.height).scatter(proven["at"], proven["maybe"]) if proven.height else None
    detail = no_text(sheet.height).scatter(proven["at"], proven["province"]) if proven.height else None
    cells.decide(where, number, "tel_zero_restored", detail)
    offered = frame.filter(pl.col("wholes").is_not_null()).with_columns(
        said=pl.concat_str("maybe", "wholes", separator=" / ", ignore_nulls=True)
    )
    if offered.height:
        said = no_text(sheet.height).scatter(offered["at"], offered["said"])
        cells.decide(said.is_not_null(), None, "tel_prefix", said)


def _doubt_short_mobiles(cells: Cells, province: pl.Series) -> None:
    """Doubt mobiles of nine digits that are a landline of the row's province without its zero (`332…` in Varese)."""
    short = cells.value.str.extract(r"^\+39(3[0-9]{8})$")
    if short.null_count() == len(short):
        return
    frame = pl.DataFrame({"zero": "0" + short, "province": province})
    here = is_true(frame.select(_district(pl.col("zero")) == pl.col("province")).to_series())
    cells.decide(here, None, "tel_zero", "+39" + frame["zero"])


def _doubt_zero_mobiles(cells: Cells) -> None:
    """Doubt landlines in the column of the mobiles that are a mobile with the zero dialled until 2001."""
    mobile = cells.value.str.extract(ZERO_MOBILE)
    cells.decide(mobile.is_not_null(), None, "tel_maybe", "+39" + mobile)


def _district(number: pl.Expr) -> pl.Expr:
    """The province whose town a landline's area code is named after; the longest code that fits is the number's."""
    known = table("prefissi")
    return pl.coalesce(
        number.str.slice(0, length).replace_strict(
            known["prefisso"], known["sigla"], default=None, return_dtype=pl.String
        )
        for length in _CODE_LENGTHS
    )
