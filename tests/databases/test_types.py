"""Columns of other types than text, as a contract wants them: whole columns that fit, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.errors import DatabaseNotWritable
from italclean.outputs.typed import typed_tables
from italclean.pipeline import run_with
from italclean.result import Result
from italclean.settings import Settings
from italclean.terms import Terms
from tests.databases.conftest import Place

# The addresses of the tests hold passwords, which is told.
pytestmark = pytest.mark.filterwarnings("ignore:.*password stands in the address:UserWarning")

LIST = pl.DataFrame(
    {
        "Codice": ["1", "2"],
        "Cliente": ["Rossi Mario", "Verdi Ida"],
        "Ultimo ordine": ["31/01/2024", None],
        "Newsletter": ["sì", "no"],
        "Fatturato": ["1.250,50", "80"],
        "Ordini": ["12", "3"],
        "Zona": ["007", "1"],
    }
)
TYPES = {
    "data_ultimo_ordine": "date",
    "consenso_marketing": "boolean",
    "Fatturato": "numeric",
    "Ordini": "integer",
    "records": "integer",
}


def cleaned(types: Mapping[str, str], frame: pl.DataFrame = LIST) -> Result:
    mapping = {"Newsletter": "consenso_marketing", **dict.fromkeys(("Fatturato", "Ordini", "Zona"), "-")}
    told = Settings(mapping=mapping, terms=Terms(types=types), language="en")
    return run_with({"erp": frame}, told)


def rows(place: Place) -> list[tuple[Any, ...]]:
    quote = "`" if place.kind == "mariadb" else '"'
    names = ", ".join(f"{quote}{name}{quote}" for name in TYPES)
    return place.run(f"SELECT {names} FROM golden ORDER BY golden_id")


EXPECTED: dict[str, list[tuple[Any, ...]]] = {
    "postgresql": [(date(2024, 1, 31), True, Decimal("1250.5"), 12, 1), (None, False, Decimal(80), 3, 1)],
    "mariadb": [(date(2024, 1, 31), 1, Decimal("1250.5"), 12, 1), (None, 0, Decimal(80), 3, 1)],
    "sqlite": [("2024-01-31", 1, 1250.5, 12, 1), (None, 0, 80, 3, 1)],
}


def test_columns_are_of_the_types_that_were_agreed_on(place: Place) -> None:
    result = cleaned(TYPES)
    result.write_database(place.target)
    assert rows(place) == EXPECTED[place.kind]
    # A second run keeps them, one without types leaves the tables be or makes them text.
    result.write_database(place.target, force=True)
    assert rows(place) == EXPECTED[place.kind]


def test_a_table_of_text_becomes_one_of_types(place: Place) -> None:
    cleaned({}).write_database(place.target)
    cleaned(TYPES).write_database(place.target, force=True)
    assert rows(place) == EXPECTED[place.kind]


@pytest.mark.parametrize(
    ("column", "kind", "example"),
    [("Zona", "integer", "007"), ("Fatturato", "integer", "1.250,50"), ("Fatturato", "date", "1.250,50"),
     ("Ordini", "boolean", "12"), ("Zona", "date", "007")],
)  # fmt: skip
def test_a_cell_that_does_not_fit_stops_the_writing_before_it_begins(
    column: str, kind: str, example: str, place: Place
) -> None:
    cleaned({}).write_database(place.target)
    before = place.run("SELECT * FROM golden ORDER BY golden_id")
    with pytest.raises(DatabaseNotWritable) as stopped:
        cleaned({column: kind}).write_database(place.target, force=True)
    for language in ("it", "en"):
        assert column in stopped.value.text(language)
        assert example in stopped.value.text(language)
    assert place.run("SELECT * FROM golden ORDER BY golden_id") == before


CELLS = st.lists(
    st.one_of(
        st.none(),
        st.sampled_from(
            ["", "0", "-1", "007", "1.250", "1,5", "si", "No", "2024-02-30", "2024-02-29", "x", "1e5", "٣"]
        ),
        st.integers(-(10**11), 10**11).map(str),
        st.dates().map(str),
        st.text(max_size=4),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=120)
@given(CELLS, st.sampled_from(["date", "integer", "numeric", "boolean"]))
def test_what_fits_is_what_it_was(cells: list[str | None], kind: str) -> None:
    """A column is written whole with the values that its cells say, or refused with one that does not fit."""
    frame = pl.DataFrame({"source": ["erp"] * len(cells), "x": cells}, schema={"source": pl.String, "x": pl.String})
    result = replace(ic.clean(pl.DataFrame({"CF": ["RSSMRA85T10A562S"]})), cleaned=frame)
    try:
        written = typed_tables(result, {"x": kind}, "qui")["cleaned"]["x"].to_list()
    except DatabaseNotWritable:
        assert any(cell and cell.strip() for cell in cells)
        return
    for cell, value in zip(cells, written, strict=True):
        if cell is None or not cell.strip():
            assert value is None
        elif kind == "date":
            assert date.fromisoformat(value) == date.fromisoformat(cell.strip())
        elif kind == "boolean":
            assert value in ("0", "1")
        elif kind == "integer":
            assert str(int(value)) == value
            assert cell.strip().lstrip("+-").replace(".", "").replace(",", "").strip("€ ").isascii()
        else:
            assert Decimal(value) == Decimal(value)
