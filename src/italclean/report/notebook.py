"""The view of a result in a notebook: a compact HTML fragment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from italclean.report import figures
from italclean.report.markup import Content, Markup, short, tag
from italclean.report.words import Words

if TYPE_CHECKING:
    from italclean.result import Result

_MOST_COLUMNS = 40
_FIRST_ROWS = 5
_COLOURS = {"valid": "#2e8b57", "fixed": "#3b82c4", "suspect": "#d99a1b", "invalid": "#c8433c", "missing": "#c9cfd8"}
_PART = "display:inline-block;height:.8em"
_LEFT, _RIGHT = "text-align:left", "text-align:right"


def notebook_view(result: Result) -> str:
    """Return headline figures, the columns' status shares and the first customers (or rows, after `clean`).

    The styles are inline, as notebooks want them.
    """
    words = Words(result.language)
    found = result.figures()
    order = ("rows", "rejected", "customers", "duplicates", "review", "fixed", "repaired", "suspect", "invalid")
    headline = [
        tag(
            "span",
            tag("b", words.number(found[name])),
            f" {words(f'figure_{name}')}",
            style="margin-right:1.4em;white-space:nowrap",
        )
        for name in order
        if name in found and (name != "rejected" or found[name])
    ]
    frame, title = (
        (result.cleaned, words("first_rows")) if result.deduped is None else (result.golden, words("first_customers"))
    )
    return tag(
        "div",
        tag("div", *headline, style="margin-bottom:.6em"),
        _columns(result, words),
        tag("div", tag("b", title), style="margin:.6em 0 .2em"),
        _first(frame),
    )


def _columns(result: Result, words: Words) -> Markup:
    head = tag(
        "tr",
        tag("th", words("column"), style=_LEFT),
        tag("th"),
        *(tag("th", words(status), style=_RIGHT) for status in _COLOURS),
    )
    rows = []
    for column in figures.quality(result)[:_MOST_COLUMNS]:
        counts = figures.statuses(column.cells)
        shares = [words.share(cells, column.total) if cells else "–" for _, cells in counts]
        label = ", ".join(
            f"{share} {words(status)}" for share, (status, _) in zip(shares, counts, strict=True) if share != "–"
        )
        drawn = [
            tag(
                "span",
                style=f"{_PART};width:{100 * cells / column.total:.1f}%;background:{_COLOURS[status]}",
            )
            for status, cells in counts
            if cells
        ]
        bar = tag(
            "div",
            *drawn,
            role="img",
            aria_label=label,
            style="width:12em;line-height:0;white-space:nowrap;overflow:hidden",
        )
        cells: list[Content] = [tag("td", share, style=_RIGHT) for share in shares]
        rows.append(tag("tr", tag("td", short(column.column), style=_LEFT), tag("td", bar), *cells))
    return tag("table", tag("thead", head), tag("tbody", *rows))


def _first(frame: pl.DataFrame) -> Markup:
    names = frame.columns[:_MOST_COLUMNS]
    head = tag("tr", *(tag("th", short(name), style=_LEFT) for name in names))
    rows = [
        tag("tr", *(tag("td", short(value, 40), style=f"{_LEFT};white-space:nowrap") for value in row))
        for row in frame.select(names).head(_FIRST_ROWS).iter_rows()
    ]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows)), style="overflow-x:auto")
