"""E-mail addresses and telephone numbers of a row: each in the column of its kind, read by what the row proves."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from italclean.cleaners.email import email
from italclean.cleaners.telefono import telefono
from italclean.cleaning.worksheet import Cells, Worksheet
from italclean.core import text
from italclean.core.luoghi import country_codes
from italclean.core.reference import table

_EMAIL, _PEC, _STATE = "email", "pec", "email_stato"
_PHONE, _MOBILE, _FAX = "telefono", "cellulare", "fax"
# What a mailbox is good for, by the issue of its cell; the kind of its domain tells the rest.
_STATES = {
    "email_suspect_domain": "sospesa",
    "email_maybe_discontinued": "sospesa",
    "email_tld": "sospesa",
    "email_no_reply": "sospesa",
    "email_accents": "sospesa",
    "email_maybe_pec": "sospesa",
    "contact_doubted": "sospesa",
    "email_discontinued": "chiusa",
    "email_disposable": "usa e getta",
    "email_is_pec": "pec",
    "email_no_domain": "inesistente",
    "email_no_mail": "inesistente",
}
_USABLE, _OLD, _UNCHECKED = "utilizzabile", "storica", "non verificata"
_UNANSWERED = ["servfail", "timeout", "inattendibile"]
_LONGEST_LANDLINE = 10
_CODE_LENGTHS = (4, 3, 2)


def settle_mailboxes(sheet: Worksheet) -> None:
    """Put certified addresses and the second ones of a cell in columns of their own."""
    if _PEC in sheet.cells:
        _settle_pec(sheet)
    if _EMAIL not in sheet.cells:
        return
    _move_pec(sheet)
    second = _second(sheet, _EMAIL)
    if second.null_count() < sheet.height:
        read = email.series(second).struct.unnest()
        sound = read["status"].is_in(["valid", "fixed"])
        _place(sheet, _EMAIL, second.zip_with(sound, text.nothing(sheet.height)), read["pec"], _EMAIL, _PEC)


def _move_pec(sheet: Worksheet) -> None:
    """Move certified addresses from the e-mail column to that of the PEC, where it is free.

    Source: Garante, provv. 52 of 1 February 2018: no marketing to a PEC without a consent of its own.
    """
    cells = sheet.cells[_EMAIL]
    certified = sheet.finding(_EMAIL, "pec").fill_null(value=False) & cells.value.is_not_null()
    if not certified.any():
        return
    free = sheet.value(_PEC).is_null() | (sheet.value(_PEC) == cells.value)
    moved = certified & free
    sheet.fill(_PEC, moved, cells.value, _EMAIL)
    cells.decide(moved, text.nothing(sheet.height), "email_pec_moved", "fixed")
    cells.decide(certified & ~free, None, "email_is_pec", "suspect")


def _settle_pec(sheet: Worksheet) -> None:
    """Flag ordinary mail in the column of the PEC; where the certified address stands behind it, take that one."""
    cells = sheet.cells[_PEC]
    ordinary = sheet.finding(_PEC, "genere").is_in(["gratuita", "storica", "chiusa", "usa e getta"])
    second = _second(sheet, _PEC)
    if second.null_count() < sheet.height:
        read = email.series(second).struct.unnest()
        sound = read["status"].is_in(["valid", "fixed"])
        first_is = sheet.finding(_PEC, "pec").fill_null(value=False)
        first = cells.value
        turned = sound & read["pec"] & ~first_is & first.is_not_null()
        sheet.fill(_EMAIL, turned, first, _PEC)
        cells.decide(turned, read["value"], "several_placed", "fixed", _EMAIL)
        behind = sound & first_is & ~read["pec"]
        sheet.fill(_EMAIL, behind, second, _PEC)
        cells.decide(behind, None, "several_placed", "fixed", _EMAIL)
        ordinary &= ~turned
    kept = cells.verdict["status"].is_in(["valid", "fixed"]) & cells.value.is_not_null()
    cells.decide(ordinary & kept, None, "email_not_pec", "suspect")


def _second(sheet: Worksheet, name: str) -> pl.Series:
    """The second value of cells that hold two; a cell of more stays doubtful."""
    return sheet.finding(name, "altri").str.extract(r"^(\S+)$")


def _place(sheet: Worksheet, name: str, second: pl.Series, special: pl.Series, base: str, kind: str) -> None:
    """Put the second value of a cell into the column of its kind, else into a second column.

    Args:
        sheet: The list.
        name: The column of the cells.
        second: Their second values.
        special: Which of these are of the special kind (a PEC, a mobile).
        base: The column of the others.
        kind: The column of the special kind.
    """
    cells = sheet.cells[name]
    several = cells.verdict["issue"].is_in(["email_several", "tel_several"]).fill_null(value=False)
    left = cells.empty  # the first value went to the column of its kind
    special = special.fill_null(value=False)
    for known in (base, kind):
        # It stands in its column already.
        again = (sheet.value(known) == second).fill_null(value=False)
        cells.decide(again & several, None, "several_placed", "fixed", known)
        second = second.zip_with(~again, text.nothing(sheet.height))
    for target, where in ((base, ~special), (kind, special), (f"{base}_2", several | left)):
        here = where & second.is_not_null()
        if target == name:
            here &= left
            cells.decide(here, second, "split", "fixed")
        else:
            here &= sheet.value(target).is_null()
            sheet.fill(target, here, second, name)
            cells.decide(here & several, None, "several_placed", "fixed", target)
        second = second.zip_with(~here, text.nothing(sheet.height))


def mail_domains(sheet: Worksheet) -> pl.Series:
    """The distinct domains of all e-mail addresses."""
    found = [sheet.finding(name, "dominio") for name, cells in sheet.cells.items() if cells.role in (_EMAIL, _PEC)]
    return pl.concat(found).drop_nulls().unique() if found else pl.Series(dtype=pl.String)


def hold_dead_domains(sheet: Worksheet, outcomes: pl.DataFrame, dead: Mapping[str, str]) -> None:
    """Hold the addresses of domains that take no mail.

    Args:
        sheet: The list.
        outcomes: The columns `dominio` and `esito`, what the DNS said.
        dead: The issue of each outcome that means that no mail gets there.
    """
    for name, cells in sheet.cells.items():
        if cells.role not in (_EMAIL, _PEC):
            continue
        domain = sheet.finding(name, "dominio").rename("dominio").to_frame()
        outcome = domain.join(outcomes, on="dominio", how="left", maintain_order="left")["esito"]
        sheet.findings[name] = sheet.findings[name].with_columns(outcome)
        sound = cells.verdict["status"].is_in(["valid", "fixed"]) & cells.value.is_not_null()
        for said, issue in dead.items():
            cells.decide(sound & (outcome == said), None, issue, "suspect", said)


def tell_mailboxes(sheet: Worksheet) -> None:
    """Say what each e-mail address is good for, beside it: the import must not send to what is held."""
    if _EMAIL not in sheet.cells:
        return
    cells = sheet.cells[_EMAIL]
    issue = cells.verdict["issue"].cast(pl.String)
    frame = pl.DataFrame(
        {
            "issue": issue,
            "kind": sheet.finding(_EMAIL, "genere"),
            "outcome": sheet.finding(_EMAIL, "esito"),
            "value": cells.value,
        }
    )
    told = frame.select(
        pl.when(pl.col("value").is_not_null()).then(
            pl.coalesce(
                pl.col("issue").replace_strict(_STATES, default=None, return_dtype=pl.String),
                pl.when(pl.col("outcome").is_in(_UNANSWERED)).then(pl.lit(_UNCHECKED)),
                pl.when(pl.col("kind") == _OLD).then(pl.lit(_OLD)),
                pl.lit(_USABLE),
            )
        )
    )
    sheet.fill(_STATE, cells.value.is_not_null(), told.to_series(), _EMAIL)


def settle_numbers(sheet: Worksheet) -> None:
    """Read telephone numbers by the row's state and province, and put each in the column of its kind."""
    columns = [name for name, cells in sheet.cells.items() if cells.role in (_PHONE, _MOBILE, _FAX)]
    for name in columns:
        _read_abroad(sheet, sheet.cells[name])
        _restore_area_code(sheet, name)
    for name in (_PHONE, _MOBILE):
        _part_faxes(sheet, name)
    if _MOBILE in sheet.cells:
        _doubt_zero_mobiles(sheet.cells[_MOBILE])
    if {_PHONE, _MOBILE} <= sheet.cells.keys():
        _swap(sheet, sheet.cells[_PHONE], sheet.cells[_MOBILE])
    for name in (_PHONE, _MOBILE):
        second = _second(sheet, name)
        if second.null_count() < sheet.height:
            _place(sheet, name, second, second.str.starts_with("+393"), _PHONE, _MOBILE)


def _read_abroad(sheet: Worksheet, cells: Cells) -> None:
    """Read numbers without a country code as those of the row's state, where it is a foreign one."""
    if "nazione" not in sheet.cells:
        return
    country = country_codes(sheet.value("nazione"))
    national = ~cells.raw.str.contains(r"^[^0-9]*(?:\+|00)").fill_null(value=True)
    rows = ((country != "IT") & national & (cells.verdict["status"] != "missing")).fill_null(value=False).arg_true()
    if rows.is_empty():
        return
    asked = pl.DataFrame({"at": rows, "raw": cells.raw.gather(rows), "country": country.gather(rows)})
    read = pl.concat(
        [
            part.with_columns(telefono.series(part["raw"], region=code).struct.unnest()["value", "status"])
            for (code,), part in asked.partition_by("country", as_dict=True).items()
        ]
    )
    read = read.filter(pl.col("status").is_in(["valid", "fixed"])).sort("at")
    if read.is_empty():
        return
    ours = cells.verdict["status"].is_in(["valid", "fixed"])
    mobile = cells.value.str.starts_with("+393").fill_null(value=False)
    there = text.nothing(sheet.height).scatter(read["at"], read["value"])
    found = there.is_not_null()
    before = cells.value
    cells.decide(found & ~ours, there, "tel_country", "fixed", country)
    # Both countries have such a number: a mobile dialled as in Italy more likely is one of ours.
    cells.decide(found & ours & mobile, None, "tel_country_maybe", "suspect", there)
    cells.decide(found & ours & ~mobile, there, "tel_country_maybe", "suspect", before)


def _restore_area_code(sheet: Worksheet, name: str) -> None:
    """Restore the zero of landlines where the area code is that of the row's province; suggest a whole code."""
    cells = sheet.cells[name]
    unread = cells.verdict["issue"].is_in(["tel_zero", "tel_unassigned"]).fill_null(value=False)
    province = sheet.value("provincia")
    _doubt_short_mobiles(cells, province)
    rows = (unread & province.is_not_null()).arg_true()
    if rows.is_empty():
        return
    frame = pl.DataFrame(
        {
            "at": rows,
            "province": province.gather(rows),
            "maybe": sheet.finding(name, "forse").gather(rows),
            "digits": cells.value.gather(rows).str.extract(r"^\+39([1-9][0-9]{4,})$"),
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
    where = text.rows(sheet.height, proven["at"])
    number = text.nothing(sheet.height).scatter(proven["at"], proven["maybe"]) if proven.height else None
    detail = text.nothing(sheet.height).scatter(proven["at"], proven["province"]) if proven.height else None
    cells.decide(where, number, "tel_zero_restored", "fixed", detail)
    offered = frame.filter(pl.col("wholes").is_not_null()).with_columns(
        said=pl.concat_str("maybe", "wholes", separator=" / ", ignore_nulls=True)
    )
    if offered.height:
        said = text.nothing(sheet.height).scatter(offered["at"], offered["said"])
        cells.decide(said.is_not_null(), None, "tel_prefix", "suspect", said)


def _doubt_short_mobiles(cells: Cells, province: pl.Series) -> None:
    """Doubt mobiles of nine digits that are a landline of the row's province without its zero (`332…` in Varese)."""
    short = cells.value.str.extract(r"^\+39(3[0-9]{8})$")
    if short.null_count() == len(short):
        return
    frame = pl.DataFrame({"zero": "0" + short, "province": province})
    here = frame.select(_district(pl.col("zero")) == pl.col("province")).to_series().fill_null(value=False)
    cells.decide(here, None, "tel_zero", "suspect", "+39" + frame["zero"])


def _doubt_zero_mobiles(cells: Cells) -> None:
    """Doubt landlines in the column of the mobiles that are a mobile with the zero dialled until 2001."""
    mobile = cells.value.str.extract(r"^\+390(3[2-9][0-9]{8})$")
    cells.decide(mobile.is_not_null(), None, "tel_maybe", "suspect", "+39" + mobile)


def _district(number: pl.Expr) -> pl.Expr:
    """The province whose town a landline's area code is named after; the longest code that fits is the number's."""
    known = table("prefissi")
    return pl.coalesce(
        number.str.slice(0, length).replace_strict(
            known["prefisso"], known["sigla"], default=None, return_dtype=pl.String
        )
        for length in _CODE_LENGTHS
    )


def _part_faxes(sheet: Worksheet, name: str) -> None:
    """Put fax numbers among the telephones into a column of their own."""
    fax = sheet.finding(name, "fax").str.extract(r"^(\S+)$")
    if fax.null_count() == sheet.height:
        return
    cells = sheet.cells[name]
    free = sheet.value(_FAX).is_null() & fax.is_not_null()
    alone = (cells.verdict["issue"] == "tel_fax").fill_null(value=False)
    sheet.fill(_FAX, free, fax, name)
    cells.decide(alone & free, text.nothing(sheet.height), "moved", "fixed", _FAX)


def _swap(sheet: Worksheet, phones: Cells, mobiles: Cells) -> None:
    """Put a mobile of the telephone column and a landline of the mobile one into each other's place."""
    # The first of several numbers is sound.
    sure = [
        cells.verdict["status"].is_in(["valid", "fixed"]) | (cells.verdict["issue"] == "tel_several")
        for cells in (phones, mobiles)
    ]
    is_mobile = sure[0] & (sheet.finding(_PHONE, "genere") == "mobile")
    is_landline = sure[1] & (sheet.finding(_MOBILE, "genere") == "fisso")
    both = (is_mobile & is_landline).fill_null(value=False)
    mobile, landline = phones.value, mobiles.value
    nothing = text.nothing(sheet.height)
    to_mobiles = (is_mobile & mobiles.empty & (mobiles.verdict["status"] == "missing")).fill_null(value=False)
    to_phones = (is_landline & phones.empty & (phones.verdict["status"] == "missing")).fill_null(value=False)
    phones.decide(both, landline, "tel_swapped", "fixed")
    mobiles.decide(both, mobile, "tel_swapped", "fixed")
    phones.decide(to_mobiles, nothing, "moved", "fixed", _MOBILE)
    mobiles.decide(to_mobiles, mobile, "derived", "fixed", _PHONE)
    mobiles.decide(to_phones, nothing, "moved", "fixed", _PHONE)
    phones.decide(to_phones, landline, "derived", "fixed", _MOBILE)
