"""Cells that a spreadsheet would run."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.core.formula import count_risky, defused, in_frame, risky, undone

# OWASP's list, what DDE and HYPERLINK attacks look like, and how such a cell comes to lists.
RUN = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.it?"&A2;"clicca")',
    "@SUM(A1:A9)",
    "+A1",
    "-A1",
    "-2+3+cmd|' /C calc'!A0",
    "+39+cmd|'/C calc'!A0",
    "\t=1",
    "\r=1",
    "\n=1",
    "\trossi",
    "\rrossi",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b@x",
    "\x00=1",
    "＝1+1",
    "＋A1",
    "－A1",
    "＠A1",
    "﹦1",
    "@mariorossi",
    "- via Roma",
    "--",
    "-5-A1",
    "=",
    "+",
    "+39 02 1234567 int. 5",
]
NOT_RUN = [
    "",
    "Rossi",
    "-",
    "-5",
    "+5",
    "-1.234,50",
    "+12%",
    "+39 02 1234567",
    "+393331234567",
    "+39 (0)2 123-4567",
    "+39.333.1234567",
    "+39 333/1234567",
    "a=b",
    "m@x.it",
    "'Ndrangheta",
    "' '",
    "'",
    "1-2",
    "−5",
    "'-5",
]


def changed(change: object, cells: list[str]) -> list[str]:
    return change(pl.Series(cells, dtype=pl.String)).to_list()  # type: ignore[operator]


def test_what_would_run_gets_an_apostrophe() -> None:
    assert changed(defused, RUN) == [f"'{cell}" for cell in RUN]
    assert changed(undone, changed(defused, RUN)) == RUN
    assert risky(pl.Series(RUN)).all()


def test_numbers_telephones_and_text_stay() -> None:
    assert changed(defused, NOT_RUN) == NOT_RUN
    assert changed(undone, NOT_RUN) == NOT_RUN
    assert not risky(pl.Series(NOT_RUN)).any()


@pytest.mark.parametrize("cell", ["'=1", "''@x", "'''- a"])
def test_an_apostrophe_that_was_there_stays_one(cell: str) -> None:
    assert changed(defused, [cell]) == [f"'{cell}"]
    assert changed(undone, [f"'{cell}"]) == [cell]


CELLS = st.one_of(
    st.text(),
    st.text(alphabet="'=+-@ \t\r\n＝＋－＠\u00a0\u200b\x00059A.,%()/", max_size=8),
    st.sampled_from([*RUN, *NOT_RUN]).map("'".__add__),
)


@given(st.lists(st.none() | CELLS, max_size=20))
def test_undoing_gives_every_cell_back(cells: list[str | None]) -> None:
    typed = pl.Series("cell", cells, dtype=pl.String)
    made = defused(typed)
    assert undone(made).to_list() == cells
    assert made.null_count() == typed.null_count()
    for cell in made.drop_nulls().to_list():
        # Slow and obvious: no sign in front, whatever nobody sees before it.
        seen = re.sub("^[\\s\\x00-\\x1f\\x7f\u00ad\u200b-\u200f\u2060\ufeff]+", "", cell)
        if seen[:1] and seen[0] in "=+-@＝＋－＠﹦﹢﹣﹫":
            assert not re.search("[A-Za-z=@|!\"']", cell), cell
            assert seen == "-" or seen[0] in "+-", cell
        assert cell[:1] not in ("\t", "\r", "\n")


def test_a_table_changes_in_its_text_alone() -> None:
    table = pl.DataFrame({"a": ["=1", None, "x"], "n": [-1, 2, 3], "k": ["a", "b", "c"]}).with_columns(
        pl.col("k").cast(pl.Categorical())
    )
    assert in_frame(table)["a"].to_list() == ["'=1", None, "x"]
    assert in_frame(in_frame(table), undo=True).equals(table)
    assert in_frame(table.head(0)).equals(table.head(0))
    assert count_risky(table) == {"a": 1}


@pytest.mark.parametrize("undo", [False, True])
@given(
    columns=st.lists(st.lists(st.one_of(st.none(), st.sampled_from([*RUN, *NOT_RUN, "'=1"])), min_size=3, max_size=3))
)
def test_a_table_is_its_columns_one_by_one(undo: bool, columns: list[list[str | None]]) -> None:
    table = pl.DataFrame({str(number): pl.Series(cells, dtype=pl.String) for number, cells in enumerate(columns)})
    table = table.with_columns(pl.lit(1).alias("row")) if columns else table
    change = undone if undo else defused
    for height in (0, 3):
        some = table.head(height)
        alone = [change(cells) if cells.dtype == pl.String else cells for cells in some.get_columns()]
        assert in_frame(some, undo=undo).equals(pl.DataFrame(alone))


def test_categories_are_text_as_well() -> None:
    # The names of columns stand in tables of issues: `=cmd()` may be a header.
    names = pl.Series("column", ["Cliente", "=cmd()", None], dtype=pl.Categorical())
    table = pl.DataFrame([names, pl.Series("role", ["Via", "Nome", None], dtype=pl.Categorical())])
    assert in_frame(table)["column"].to_list() == ["Cliente", "'=cmd()", None]
    assert in_frame(table)["role"].dtype == pl.Categorical
