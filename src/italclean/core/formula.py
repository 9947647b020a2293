"""Cells that a spreadsheet would run as formulas, made harmless and back.

A list may hold `=HYPERLINK("http://…"&A2)` where a name should be: whoever opens the file in a spreadsheet runs it
(OWASP, "CSV Injection"). An apostrophe before such a cell makes it text; a cell that has one already gets one
more, so that taking one away gives every cell back as it was.

>>> cells = pl.Series(["=1+1", "'=1+1", "+39 02 1234567", "-5", "-", "Rossi"])
>>> defused(cells).to_list()
["'=1+1", "''=1+1", '+39 02 1234567', '-5', '-', 'Rossi']
>>> undone(defused(cells)).to_list() == cells.to_list()
True
"""

from __future__ import annotations

import polars as pl

from italclean.core.columns import rows_where
from italclean.core.remembered import SHORT

_BLANKS = r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]*"
# Full-width and small signs too: a spreadsheet of an East Asian language takes them for the narrow ones.
_SIGNS = "[=+@＝＋－＠﹦﹢﹣﹫-]"
_STARTS = rf"^(?:[\t\r\n]|{_BLANKS}{_SIGNS})"
_QUOTED = rf"^'*(?:[\t\r\n]|{_BLANKS}{_SIGNS})"
# A signed number, a telephone number as people type it, or the filler `-`: without letters nothing can be run.
_NUMBER = r"^'* *(?:[+-] ?[0-9]+(?:[.,][0-9]+)*%?|\+ ?\(?[0-9][0-9 ()./-]{5,}|-) *$"


def risky(cells: pl.Series) -> pl.Series:
    """Return which cells a spreadsheet could run.

    Args:
        cells: Text.
    """
    return _found(cells, _STARTS)


def defused(cells: pl.Series) -> pl.Series:
    """Return the cells as a spreadsheet may open them.

    Args:
        cells: Text.
    """
    found = _found(cells, _QUOTED)
    return _where(found, pl.lit("'") + pl.col("cell"), cells) if found.any() else cells


def undone(cells: pl.Series) -> pl.Series:
    """Return the cells as they were before `defused`.

    Args:
        cells: Text.
    """
    found = _found(cells, _QUOTED) & cells.str.starts_with("'")
    return _where(found, pl.col("cell").str.slice(1), cells) if found.any() else cells


def count_risky(frame: pl.DataFrame) -> dict[str, int]:
    """Return for each column of text how many cells a spreadsheet could run, of those that have any.

    Args:
        frame: A table.
    """
    counted = {cells.name: int(risky(cells).sum()) for cells in frame.get_columns() if cells.dtype == pl.String}
    return {name: count for name, count in counted.items() if count}


def in_frame(frame: pl.DataFrame, *, undo: bool = False) -> pl.DataFrame:
    """Return a table with all of its text made harmless, or given back.

    Args:
        frame: The table.
        undo: Whether to give it back.

    Examples:
        >>> in_frame(pl.DataFrame({"nome": ["=1+1", "Anna"], "row": [1, 2], "note": [None, "-5"]})).rows()
        [("'=1+1", 1, None), ('Anna', 2, '-5')]
    """
    # Names of columns stand as categories in tables of issues and fields: a header may be a formula, too.
    named = [cells for cells in frame.get_columns() if cells.dtype == pl.Categorical]
    frame = frame.with_columns(cells.cast(pl.String) for cells in named if risky(cells.unique().cast(pl.String)).any())
    change = undone if undo else defused
    texts = [cells for cells in frame.get_columns() if cells.dtype == pl.String]
    if len(texts) > 1 and frame.height <= SHORT:
        # Of a short table all columns are asked as one: each question takes longer than a hundred cells.
        stacked = pl.concat([cells.rename("") for cells in texts], rechunk=True)
        after = change(stacked)
        if after is stacked:
            return frame
        return frame.with_columns(
            after.slice(number * frame.height, frame.height).rename(cells.name) for number, cells in enumerate(texts)
        )
    changed = [after for before in texts if (after := change(before)) is not before]
    return frame.with_columns(changed) if changed else frame


def _where(found: pl.Series, then: pl.Expr, cells: pl.Series) -> pl.Series:
    return (
        pl.DataFrame({"cell": cells, "found": found})
        .select(pl.when("found").then(then).otherwise("cell"))
        .to_series()
        .alias(cells.name)
    )


def _found(cells: pl.Series, pattern: str) -> pl.Series:
    """Look closely only at cells that begin with neither a letter of ASCII nor nothing: few do not."""
    nothing = pl.Series([False]).new_from_index(0, len(cells))
    places = rows_where((cells < "A") | (cells > "\x7e"))
    if places.is_empty():
        return nothing
    near = cells[places]
    hits = near.str.contains(pattern)
    if not hits.any():
        return nothing
    return nothing.scatter(places, hits & ~near.str.contains(_NUMBER))
