"""What stands in an address and has a column of its own: house number, CAP, comune, province."""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.columns import flags_at, is_true, no_text, rows_where
from italclean.core.reference import table
from italclean.fields.catalogue import ADDRESS
from italclean.places.today import renamed
from italclean.rows.places import are_abroad
from italclean.rows.step import step
from italclean.rows.worksheet import Worksheet

_ADDRESS = "indirizzo"
_PLACES = ("cap", "comune", "provincia")
_PARTS = [name for name in ADDRESS if name != "regione"]


@step(writes=_PARTS)
def part_addresses(sheet: Worksheet) -> None:
    """Give the parts of addresses their columns, where these are empty.

    What the columns beside say too is left out of the address. Addresses abroad are left alone. Those that say
    otherwise than the columns beside them, as these stand, are left to `settle_conflicts`.
    """
    if _ADDRESS not in sheet.cells:
        return
    cells, abroad = sheet.cells[_ADDRESS], are_abroad(sheet)
    changed = cells.verdict["issue"].is_not_null() | (cells.value != cells.raw)
    cells.leave(abroad & changed, "place_abroad")
    found = _found(sheet)
    other = _others(sheet, found, ~abroad)
    # A place that bears the name of a comune elsewhere is a part of the address.
    alone = found["cap"].is_null() & found["provincia"].is_null()
    _put_back(sheet, other["comune"] & alone, found["comune"])
    other["comune"] &= ~alone
    conflict = pl.select(pl.any_horizontal(list(other.values()))).to_series()
    home = ~abroad & ~conflict
    _tell_comuni(sheet, home, found["comune"])
    for name, values in found.items():
        sheet.fill(name, home, values, _ADDRESS)
    sheet.conflicts = conflict


@step(writes=_PARTS)
def settle_conflicts(sheet: Worksheet) -> None:
    """Leave addresses as typed that say otherwise than their row; the row may have been mended since."""
    conflict = sheet.conflicts
    if conflict is None or not conflict.any():
        return
    cells, found = sheet.cells[_ADDRESS], _found(sheet)
    other = _others(sheet, found, conflict)
    still = pl.select(pl.any_horizontal(list(other.values()))).to_series()
    said = pl.DataFrame(other).select(
        pl.concat_str((pl.when(name).then(pl.lit(name)) for name in other), separator=", ", ignore_nulls=True)
    )
    cells.leave(still, "indirizzo_conflict", said.to_series())
    for name, values in found.items():
        sheet.fill(name, conflict & ~still, values, _ADDRESS)


def _found(sheet: Worksheet) -> dict[str, pl.Series]:
    """What addresses hold that has a column of its own."""
    found = {name: sheet.finding(_ADDRESS, name) for name in _PLACES}
    found["civico"] = _whole_number(sheet.finding(_ADDRESS, "civico"), sheet.finding(_ADDRESS, "interno"))
    found["nazione"] = sheet.finding(_ADDRESS, "nazione")
    return found


def _others(sheet: Worksheet, found: dict[str, pl.Series], where: pl.Series) -> dict[str, pl.Series]:
    """Tell for each column where it says otherwise than the address."""
    return {name: is_true((sheet.value(name) != found[name]) & where) for name in ("civico", *_PLACES)}


@step(reads=["comune"], writes=[_ADDRESS])
def keep_localities(sheet: Worksheet) -> None:
    """Put behind the street what the comune's column says beyond the comune: a frazione, a comune of the past.

    One comune has many a Via Roma: without its frazione a letter may not arrive.
    """
    if _ADDRESS not in sheet.cells or "comune" not in sheet.cells:
        return
    cells, comuni = sheet.cells[_ADDRESS], sheet.cells["comune"]
    former = is_true(comuni.verdict["issue"] == "comune_former")
    # Ionadi is the whole comune of Jonadi, which changed its name; Nicastro is a part of Lamezia Terme.
    former &= ~is_true(comuni.verdict["detail"].is_in(renamed()["renamed"].implode()))
    part = pl.DataFrame(
        {"former": former, "name": comuni.verdict["detail"], "part": sheet.finding("comune", "frazione")}
    )
    place = part.select(pl.coalesce("part", pl.when("former").then("name")).alias("place")).to_series()
    settled = cells.value.is_not_null() & (cells.verdict["status"] != "suspect")
    rows = rows_where(place.is_not_null() & settled)
    if rows.is_empty():
        return
    part = pl.DataFrame({"street": cells.value.gather(rows), "place": place.gather(rows)})
    part = part.with_columns(comuni.value.gather(rows).rename("comune"))
    known = text.words(pl.col("street")).str.contains(text.words(pl.col("place")), literal=True)
    # Abetone Cutigliano says it already.
    known |= text.words(pl.col("comune")).str.contains(text.words(pl.col("place")), literal=True)
    missing = part.select(~known).to_series().fill_null(value=False)
    where = flags_at(sheet.height, rows.filter(missing))
    # What is no street stands behind the place, as the line would be read.
    behind = pl.col("street").str.contains("^(?:Casella Postale|c/o) ")
    line = (
        pl.when(behind)
        .then(pl.concat_str("place", pl.lit(", "), "street"))
        .otherwise(pl.concat_str("street", pl.lit(", "), "place"))
    )
    joined = part.filter(missing).select(value=line)["value"]
    value = cells.value.clone().scatter(rows.filter(missing), joined)
    places = no_text(sheet.height).scatter(rows.filter(missing), part["place"].filter(missing))
    cells.decide(where, value, "indirizzo_locality", places)


def _whole_number(civico: pl.Series, interno: pl.Series) -> pl.Series:
    """The house number with what is behind it, which few have."""
    some = rows_where(interno.is_not_null())
    both = pl.DataFrame([civico[some], interno[some]])
    joined = both.select(pl.concat_str("civico", "interno", separator=" ", ignore_nulls=True)).to_series()
    return civico.clone().scatter(some, joined)


def _put_back(sheet: Worksheet, where: pl.Series, names: pl.Series) -> None:
    """Leave names in the address, behind the street."""
    if not where.any():
        return
    cells = sheet.cells[_ADDRESS]
    value = pl.select(pl.when(where & names.is_not_null()).then(cells.value + ", " + names).otherwise(cells.value))
    cells.verdict = cells.verdict.with_columns(value.to_series().alias("value"))


def _tell_comuni(sheet: Worksheet, where: pl.Series, names: pl.Series) -> None:
    """Note the code of the comuni that addresses bring into their empty column."""
    if "comune" not in sheet.cells or "belfiore" not in sheet.findings["comune"].columns:
        return
    unique = table("comuni").unique("nome", keep="none").select("nome", code="belfiore")
    codes = names.to_frame("nome").join(unique, on="nome", how="left", maintain_order="left")["code"]
    findings = sheet.findings["comune"]
    filled = where & sheet.cells["comune"].empty
    sheet.findings["comune"] = findings.with_columns(
        belfiore=pl.when(filled).then(pl.coalesce("belfiore", codes)).otherwise("belfiore")
    )
