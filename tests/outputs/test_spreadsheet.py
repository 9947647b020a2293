"""Tables as workbooks: what a person works on, and finds again in the next run."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.core import late
from italclean.core.reference import folder
from italclean.customers.decisions import read_decisions
from italclean.errors import BadDecisions, ExtraMissing, OutputForeign
from italclean.outputs import spreadsheet
from italclean.outputs.spreadsheet import Spreadsheet, why_not
from italclean.readers.plain import read_plain

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl opens the workbooks of these tests")
pytest.importorskip("xlsxwriter", reason="the extra excel is not installed")
pytest.importorskip("fastexcel", reason="the extra excel is not installed")

DEMO = str(folder() / "demo" / "clienti.csv")
RESULT = ic.run(DEMO)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def decide(path: Path, *decisions: str | None) -> None:
    """Fill the first cells of the column of decisions, as a person does."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    place = [cell.value for cell in sheet[1]].index("decision") + 1
    for row, decision in enumerate(decisions, start=2):
        sheet.cell(row, place, decision)
    book.save(path)


def test_the_review_is_a_workbook_in_which_one_chooses(tmp_path: Path) -> None:
    assert RESULT.review.height
    written = {path.name for path in RESULT.write(tmp_path, xlsx=True)}
    assert {"review.xlsx", "golden.xlsx", "golden.csv"} <= written
    assert "review.csv" not in written
    sheet = openpyxl.load_workbook(tmp_path / "review.xlsx").active
    (choice,) = sheet.data_validations.dataValidation
    head = [cell.value for cell in sheet[1]]
    letter = sheet.cell(1, head.index("decision") + 1).column_letter
    assert (choice.formula1, str(choice.sqref)) == ('"same,different"', f"{letter}2:{letter}{sheet.max_row}")
    assert choice.allow_blank
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)
    assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row if cell.has_style} == {"@"}
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None} == {"s"}


def test_cells_that_differ_are_marked(tmp_path: Path) -> None:
    table = pl.DataFrame({"a": ["x", "x", "x", None], "b": ["y", "x ", "", "z"]})
    with (tmp_path / "t.xlsx").open("wb") as file:
        Spreadsheet(compared=[("a", "b")]).write([table], file)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    marked = [
        cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row if cell.fill.fgColor.rgb == "FFFCE4D6"
    ]
    assert marked == ["A2", "B2"]


def test_the_golden_records_are_the_same_in_both_files(tmp_path: Path) -> None:
    RESULT.write(tmp_path, xlsx=True)
    of_text = read_plain((tmp_path / "golden.csv").read_bytes(), "golden.csv")
    of_sheet = read_plain((tmp_path / "golden.xlsx").read_bytes(), "golden.xlsx")
    assert of_sheet.equals(of_text)


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=20),
    st.sampled_from(
        [
            "=1+1",
            "http://x.it",
            "00184",
            "_x000D_",
            "_x0041_",
            "1e5",
            " a ",
            "TRUE",
            "#N/D",
            "'x",
            "mailto:a@b",
            "{=A1}",
            "\r",
            "a\r\nb",
        ]
    ),
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_whatever_stands_in_a_cell_comes_back_as_text(rows: list[tuple[str | None, str | None]]) -> None:
    table = pl.DataFrame([("k", "v"), *rows], schema={"a": pl.String, "b": pl.String}, orient="row")
    file = io.BytesIO()
    Spreadsheet().write([table], file)
    with zipfile.ZipFile(io.BytesIO(file.getvalue())) as whole:
        sheet = whole.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet.lower()
        assert not any("rels" in name and "sheet" in name for name in whole.namelist())
    back = read_plain(file.getvalue(), "t.xlsx")
    filled = table.with_columns(pl.all().replace("", None)).filter(pl.any_horizontal(pl.all().is_not_null()))
    assert back.with_columns(pl.all().replace("", None)).equals(filled)


def test_the_same_table_is_the_same_file() -> None:
    one, other = io.BytesIO(), io.BytesIO()
    for file in (one, other):
        Spreadsheet().write([RESULT.review], file)
    assert one.getvalue() == other.getvalue()


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_decisions_are_taken_back_from_either_kind(tmp_path: Path, suffix: str) -> None:
    RESULT.write(tmp_path, xlsx=True)
    path = tmp_path / "review.xlsx"
    decide(path, "same")
    if suffix == ".csv":
        read_plain(path.read_bytes(), "review").write_csv(tmp_path / "review.csv")
        path = tmp_path / "review.csv"
    again = ic.run(DEMO, decisions=path)
    assert again.decisions["state"].to_list() == ["applied"]


@pytest.mark.parametrize("xlsx", [True, False])
def test_a_filled_workbook_of_the_folder_is_taken_over(tmp_path: Path, xlsx: bool) -> None:
    RESULT.write(tmp_path, xlsx=True)
    decide(tmp_path / "review.xlsx", "different")
    RESULT.write(tmp_path, force=True, xlsx=xlsx)
    assert read_decisions(tmp_path / "decisions.csv").table["decision"].to_list() == ["different"]
    assert ("review.xlsx" in names(tmp_path), "review.csv" in names(tmp_path)) == (xlsx, not xlsx)
    assert ("golden.xlsx" in names(tmp_path)) is xlsx


def test_notes_beside_the_decisions_are_kept(tmp_path: Path) -> None:
    RESULT.write(tmp_path, xlsx=True)
    book = openpyxl.load_workbook(tmp_path / "review.xlsx")
    book.active.cell(1, book.active.max_column + 1, "appunti")
    book.active.cell(2, book.active.max_column, "chiedere a Ugo")
    book.save(tmp_path / "review.xlsx")
    before = (tmp_path / "review.xlsx").read_bytes()
    RESULT.write(tmp_path, force=True, xlsx=True)
    assert (tmp_path / "review-1.xlsx").read_bytes() == before


def test_a_review_saved_as_a_workbook_beside_is_taken_over_once(tmp_path: Path) -> None:
    RESULT.write(tmp_path)
    book = tmp_path / "review.xlsx"
    with book.open("wb") as file:
        Spreadsheet().write([read_plain((tmp_path / "review.csv").read_bytes(), "review.csv")], file)
    decide(book, "same")
    RESULT.write(tmp_path, force=True)
    assert read_decisions(tmp_path / "decisions.csv").table["decision"].to_list() == ["same"]
    assert "review-1.xlsx" in names(tmp_path)
    assert "review.xlsx" not in names(tmp_path)


def test_workbooks_of_a_person_are_never_lost(tmp_path: Path) -> None:
    for name in ("golden.xlsx", "review.xlsx"):
        (tmp_path / name).write_bytes(b"di Ugo")
    RESULT.write(tmp_path, force=True)
    assert (tmp_path / "golden.xlsx").read_bytes() == (tmp_path / "review.xlsx").read_bytes() == b"di Ugo"
    RESULT.write(tmp_path, force=True, xlsx=True)
    assert (tmp_path / "golden-1.xlsx").read_bytes() == (tmp_path / "review-1.xlsx").read_bytes() == b"di Ugo"


def test_a_changed_golden_workbook_is_kept_aside(tmp_path: Path) -> None:
    RESULT.write(tmp_path, xlsx=True)
    with (tmp_path / "golden.xlsx").open("ab") as file:
        file.write(b"di Ugo")
    RESULT.write(tmp_path, force=True, xlsx=True)
    assert (tmp_path / "golden-1.xlsx").read_bytes().endswith(b"di Ugo")


def test_a_review_that_cannot_be_read_any_longer_stops_the_run(tmp_path: Path) -> None:
    RESULT.write(tmp_path, xlsx=True)
    locked = Path(__file__).parents[1] / "readers" / "workbooks" / "chiuso.xlsx"
    shutil.copy(locked, tmp_path / "review.xlsx")
    before = names(tmp_path)
    with pytest.raises(OutputForeign, match=r"review\.xlsx"):
        RESULT.write(tmp_path, force=True, xlsx=True)
    assert names(tmp_path) == before
    with pytest.raises(BadDecisions, match="password"):
        read_decisions(tmp_path / "review.xlsx")


def test_long_tables_and_long_cells_stay_text_with_a_word_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    assert RESULT.golden.height > 3
    written = {path.name for path in RESULT.write(tmp_path, xlsx=True)}
    assert "golden.xlsx" not in written
    told = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["notices"]
    assert any("golden" in notice["en"] and "rows" in notice["en"] for notice in told)
    assert why_not(pl.DataFrame({"a": ["x" * 32_767]}), "t") is None
    refused = why_not(pl.DataFrame({"a": ["x" * 32_768]}), "t")
    assert refused is not None
    assert "32767 characters" in refused.english


def test_the_report_names_the_file_that_was_written(tmp_path: Path) -> None:
    RESULT.write(tmp_path, xlsx=True)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "review.xlsx" in page
    assert "review.csv" not in page


def test_a_missing_extra_is_told_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(late, "library", missing)
    with pytest.raises(ExtraMissing, match=r"italclean\[excel\]"):
        RESULT.write(tmp_path / "out", xlsx=True)
    assert not (tmp_path / "out").exists()
