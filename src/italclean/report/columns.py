"""The section on quality: how full each column is, the shares of its statuses, its issues and a few examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from italclean.issues.issue import STATUSES
from italclean.issues.registry import ISSUES, message
from italclean.report import figures, pictures
from italclean.report.figures import Example, Quality
from italclean.report.markup import Content, Markup, bar, short, table, tag
from italclean.report.templating import render

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_MOST_COLUMNS = 60
_MOST_ISSUES = 240
_MANY_ISSUES = 90
_EXAMPLES, _FEWER_EXAMPLES = 5, 2
_OPENED = 4
"""How many columns show their issues without being asked: the page is read from its top."""

_Examples = dict[tuple[str, str], list[Example]]


def columns(result: Result, words: Words, *, examples: bool) -> Markup:
    """Return the section on quality.

    Args:
        result: The result.
        words: The report's texts.
        examples: Whether cells may be shown.
    """
    found = figures.quality(result)
    shown = found[:_MOST_COLUMNS]
    many = sum(len(column.issues) for column in shown) > _MANY_ISSUES
    cells = figures.examples(result, _FEWER_EXAMPLES if many else _EXAMPLES) if examples else {}
    left = _MOST_ISSUES
    told = []
    for column in shown:
        if column.issues and left > 0:
            told.append(_column(column, cells, left, words))
            left -= len(column.issues)
    return render(
        "quality",
        words,
        charts=[pictures.completeness(shown, words), *pictures.issues(shown, words)],
        statuses=[(status, words(f"{status}_means")) for status in STATUSES],
        shares=shares(shown, words),
        columns=told,
        opened=_OPENED,
        examples=examples,
        nothing=words("nothing"),
        more=len(found) - len(shown),
    )


def shares(found: list[Quality], words: Words) -> Markup:
    """Return a table with a bar for each column."""
    rows: list[list[Content]] = []
    for column in found:
        counts = figures.statuses(column.cells)
        rows.append(
            [
                tag("b", short(column.column)),
                tag("td", status_bar(column, words), class_="wide"),
                *(words.number(cells) if cells else "–" for _, cells in counts),
            ]
        )
    return table([words("column"), "", *(words(status) for status in STATUSES)], rows, numbers=(2, 3, 4, 5, 6))


def status_bar(column: Quality, words: Words) -> Markup:
    """Return the bar of a column's statuses."""
    counts = [(status, cells) for status, cells in figures.statuses(column.cells) if cells]
    label = ", ".join(f"{words.share(cells, column.total)} {words(status)}" for status, cells in counts)
    return bar([(status, cells / column.total) for status, cells in counts], f"{column.column}: {label}")


def _column(column: Quality, examples: _Examples, most: int, words: Words) -> dict[str, Any]:
    usable = (
        words("usable", share=words.share(column.usable, column.filled), filled=words.number(column.filled))
        if column.filled
        else words("nothing_filled")
    )
    issues = [
        {
            "status": status,
            "text": message(issue, "…", words.language).replace("….", "…"),
            "code": _code(issue, status, words),
            "cells": words.number(cells),
            "examples": examples.get((column.column, issue), []),
        }
        for issue, status, cells in column.issues[:most]
    ]
    return {"name": column.column, "usable": usable, "issues": issues}


def _code(issue: str, status: str, words: Words) -> str:
    aside = f" · {words('not_in_issues')}" if ISSUES[issue].rewriting else ""
    return f"{issue} · {words(status)}{aside}"
