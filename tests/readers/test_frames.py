"""Frames of any types and libraries become text, or an error of the library's own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from polars.testing.parametric import dataframes

import italclean as ic
from italclean.errors import InputError, ItalcleanError, UnsupportedInput
from italclean.readers.frames import as_text

NAMES = {"Cliente": ["Rossi Mario", "Bianchi Anna"]}

TYPED = {
    "list": (pl.Series([["a", "b"], []]), ["a | b", ""]),
    "list of numbers": (pl.Series([[1, None, 2], None]), ["1 | 2", None]),
    "array": (pl.Series([[1, 2], [3, 4]], dtype=pl.Array(pl.Int8, 2)), ["1 | 2", "3 | 4"]),
    "binary": (pl.Series([b"ab", b"\xff\x00"]), ["ab", "0xff00"]),
    "duration": (pl.Series([timedelta(days=1), None]), ["P1D", None]),
    "object": (pl.Series([object, None], dtype=pl.Object), ["<class 'object'>", None]),
    "struct": (pl.Series([{"a": 1}, {"a": None}]), ['{"a": 1}', '{"a": null}']),
    "day": (pl.Series([date(2024, 5, 1), None]), ["2024-05-01", None]),
    "midnight": (pl.Series([datetime(2024, 5, 1), None]), ["2024-05-01", None]),  # noqa: DTZ001
    "moment": (pl.Series([datetime(2024, 5, 1, 10, 2), None]), ["2024-05-01 10:02:00", None]),  # noqa: DTZ001
    "time": (pl.Series([time(10, 2), None]), None),
    "decimal": (pl.Series([Decimal("1.50"), None]), ["1.50", None]),
    "boolean": (pl.Series([True, None]), ["true", None]),
    "category": (pl.Series(["MI", None], dtype=pl.Categorical), ["MI", None]),
    "nothing": (pl.Series([None, None]), [None, None]),
}


@pytest.mark.parametrize("kind", TYPED)
def test_columns_of_all_types(kind: str) -> None:
    values, expected = TYPED[kind]
    frame = pl.DataFrame({**NAMES, "Altro": values})
    text, notices = as_text(frame)
    assert text.schema == {"Cliente": pl.String, "Altro": pl.String}
    assert expected is None or text["Altro"].to_list() == expected
    assert notices == ()
    assert ic.run(frame).cleaned.height == 2


@given(dataframes(max_cols=5, max_size=6))
def test_any_frame_becomes_text(frame: pl.DataFrame) -> None:
    text, _ = as_text(frame)
    assert text.height == frame.height or frame.width == 0
    assert set(text.dtypes) <= {pl.String}
    for name in frame.columns:
        if not isinstance(frame[name].dtype, pl.List | pl.Array | pl.Struct):
            assert text[name].null_count() == frame[name].null_count()


@pytest.mark.parametrize("names", [["", "Cliente"], [" ", "Cliente"], ["", "colonna_1"]])
def test_columns_without_a_name(names: list[str]) -> None:
    frame = pl.DataFrame({names[0]: ["x", "y"], names[1]: ["Rossi Mario", "Bianchi Anna"]})
    result = ic.run(frame, mapping={names[1]: "nominativo"})
    assert len(set(result.cleaned.columns)) == result.cleaned.width
    assert any("colonna" in notice.italian for notice in result.notices)


@pytest.mark.parametrize(
    "given_", [[], {}, None, 42, [None], {"crm": None}, object(), [[]], b"clienti.csv", {"a": [1, 2]}]
)
def test_what_is_no_list_of_customers(given_: object) -> None:
    for call in (ic.run, ic.clean):
        with pytest.raises(ItalcleanError):
            call(given_)  # type: ignore[arg-type]


@pytest.mark.parametrize("given_", [None, 42, "clienti.csv", [1]])
def test_what_cannot_be_deduplicated(given_: object) -> None:
    with pytest.raises(UnsupportedInput):
        ic.dedupe(given_)  # type: ignore[arg-type]


def test_frames_without_rows_or_columns() -> None:
    for frame in (pl.DataFrame(), pl.DataFrame({"Cliente": []}), pl.LazyFrame({"Cliente": []})):
        with pytest.raises(InputError):
            ic.run(frame)


def test_a_failing_query_names_no_cell() -> None:
    query = pl.LazyFrame({"Cliente": ["SEGRETO"]}).with_columns(pl.col("Cliente").cast(pl.Int64))
    with pytest.raises(InputError) as caught:
        ic.run(query)
    assert "SEGRETO" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_result_is_deduplicated_again() -> None:
    result = ic.run(pl.DataFrame({"Cliente": ["Rossi Mario"] * 2, "CF": ["RSSMRA85T10A562S"] * 2}))
    again = ic.dedupe(result)
    assert again.golden.equals(result.golden)
    assert ic.dedupe(result.cleaned).golden.height == result.golden.height
    assert ic.dedupe(result.cleaned.lazy()).golden.height == result.golden.height


def test_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "Cliente": ["Rossi Mario", None, "Bianchi Anna"],
            "CAP": [20121, None, 184],
            "Nato": pandas.to_datetime(["1985-12-10", None, "1970-01-02"]),
            7: ["a", "b", "c"],
            "Saldo": [1.5, 2.25, None],
        }
    )
    result = ic.clean(frame)
    assert result.cleaned["cap"].to_list() == ["20121", None, "00184"]
    assert result.cleaned["7"].to_list() == ["a", "b", "c"]
    assert result.cleaned["Saldo"].to_list() == ["1.5", "2.25", None]


def test_arrow() -> None:
    class Stream:
        """What any Arrow library hands over."""

        def __init__(self, frame: pl.DataFrame) -> None:
            self._frame = frame

        def __arrow_c_stream__(self, requested: object = None) -> object:
            return self._frame.__arrow_c_stream__(requested)

    result = ic.clean(Stream(pl.DataFrame({"Cliente": ["Rossi Mario"], "Prov": ["(MI)"]})))  # type: ignore[arg-type]
    assert result.cleaned["provincia"].to_list() == ["MI"]


@pytest.mark.parametrize("name", ["*", "^.*$", "^x.*$", "^$"])
def test_names_that_stand_for_columns_in_general(name: str, tmp_path: Path) -> None:
    frame = pl.DataFrame({"Cognome": ["Rossi", "Rossi"], "Email": ["a@libero.it"] * 2, name: ["z", "y"]})
    result = ic.run(frame)
    assert f"({name})" in result.cleaned.columns
    assert sorted(result.cleaned[f"({name})"]) == ["y", "z"]
    path = tmp_path / "clienti.csv"
    frame.write_csv(path)
    assert ic.run(str(path)).cleaned[f"({name})"].to_list() == ["z", "y"]
