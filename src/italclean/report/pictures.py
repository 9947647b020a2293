"""Pictures of quality: how full the columns are before and after, and what was done to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from italclean.issues.registry import ISSUES
from italclean.report.charts.bars import Line, bars
from italclean.report.charts.chart import Chart
from italclean.report.figures import Quality
from italclean.report.markup import short

if TYPE_CHECKING:
    from italclean.report.words import Words

_MOST = 24
_FILLED_IN = "derived"
"""The issue of a cell that was empty and was filled from the rest of its row."""
_DONE = ("rewritten", "repaired", "suspect", "invalid")
"""What was done to a cell: merely rewritten, repaired, doubted, refused."""


def completeness(found: Sequence[Quality], words: Words) -> Chart:
    """Draw how many cells of each column hold something as they came, and how many can be used after the cleaning."""
    lines, rows = [], []
    for column in found[:_MOST]:
        total = column.total or 1
        before, after = filled_before(column), filled_after(column)
        shares = f"{words.share(before, total)} → {words.share(after, total)}"
        lines.append(Line(column.column, [[("before", before / total)], [("plain", after / total)]], shares))
        rows.append([short(column.column), *(words.number(count) for count in (column.total, before, after))])
    names = ("cells", "filled_before", "filled_after")
    return Chart(
        words("completeness"),
        words("completeness_intro"),
        bars(lines, words("completeness")),
        [words("column"), *(words(name) for name in names)],
        rows,
        [("before", words("filled_before")), ("plain", words("filled_after"))],
    )


def filled_before(column: Quality) -> int:
    """Return how many cells held something as they came; a filler that stands for nothing does not count."""
    return column.filled - sum(cells for issue, _, cells in column.issues if issue == _FILLED_IN)


def filled_after(column: Quality) -> int:
    """Return how many cells hold a value after the cleaning: what was refused is empty."""
    return column.filled - column.cells.get("invalid", 0)


def done(column: Quality) -> dict[str, int]:
    """Return to how many cells of a column was done what, those of `_DONE` in their order.

    A date that is old or a province that was typed in another way is no fault: that is rewritten, not repaired.
    """
    counts = dict.fromkeys(_DONE, 0)
    for issue, status, cells in column.issues:
        kind = status if status != "fixed" else "rewritten" if ISSUES[issue].rewriting else "repaired"
        if kind in counts:
            counts[kind] += cells
    return counts


def issues(found: Sequence[Quality], words: Words) -> list[Chart]:
    """Draw what was done to the cells of each column, the columns with the most to look at first."""
    counted = [(column, done(column)) for column in found]
    told = [(column, counts) for column, counts in counted if any(counts.values())]
    told.sort(key=lambda one: (-sum(one[1].values()) + one[1]["rewritten"], -one[1]["rewritten"]))
    if not told:
        return []
    lines = [
        Line(
            column.column,
            [[(kind, count / (column.total or 1)) for kind, count in counts.items()]],
            words("looked_at", count=words.number(sum(counts.values()) - counts["rewritten"])),
        )
        for column, counts in told[:_MOST]
    ]
    kinds = [words(f"handled_{kind}") for kind in _DONE]
    return [
        Chart(
            words("issues"),
            words("issues_intro"),
            bars(lines, words("issues")),
            [words("column"), *kinds],
            [[short(column.column), *map(words.number, counts.values())] for column, counts in told[:_MOST]],
            list(zip(_DONE, kinds, strict=True)),
        )
    ]
