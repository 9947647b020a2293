"""The section on quality: for each column the shares of its statuses, its issues and a few examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from italclean.issues.issue import STATUSES
from italclean.issues.registry import ISSUES, message
from italclean.report import figures
from italclean.report.figures import Example, Quality
from italclean.report.markup import Content, Markup, bar, short, table, tag

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_MOST_COLUMNS = 60
_MOST_ISSUES = 240
_MANY_ISSUES = 90
_EXAMPLES, _FEWER_EXAMPLES = 5, 2


def columns(result: Result, words: Words) -> Markup:
    """Return the section on quality."""
    found = figures.quality(result)
    shown = found[:_MOST_COLUMNS]
    many = sum(len(column.issues) for column in shown) > _MANY_ISSUES
    examples = figures.examples(result, _FEWER_EXAMPLES if many else _EXAMPLES)
    parts: list[Content] = [_key(words), shares(shown, words), tag("h3", words("found"))]
    parts.append(tag("p", words("kept_where"), class_="soft"))
    left = _MOST_ISSUES
    for column in shown:
        if column.issues and left > 0:
            parts.append(_column(column, examples, left, words))
            left -= len(column.issues)
    if left == _MOST_ISSUES:
        parts.append(tag("p", words("nothing_found")))
    if len(found) > len(shown):
        parts.append(tag("p", words("more_columns", count=words.number(len(found) - len(shown))), class_="soft"))
    return Markup("".join(str(part) for part in parts))


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


def _key(words: Words) -> Markup:
    entries = [
        tag(
            "span",
            tag("i", class_=status, aria_hidden="true"),
            tag("b", words(status)),
            f": {words(f'{status}_means')}",
        )
        for status in STATUSES
    ]
    return tag("div", *entries, class_="key")


def _column(column: Quality, examples: dict[tuple[str, str], list[Example]], most: int, words: Words) -> Markup:
    usable = (
        words("usable", share=words.share(column.usable, column.filled), filled=words.number(column.filled))
        if column.filled
        else words("nothing_filled")
    )
    rows = [
        (_said(issue, status, words), words.number(cells), _examples(examples.get((column.column, issue), []), words))
        for issue, status, cells in column.issues[:most]
    ]
    return tag(
        "details",
        tag("summary", short(column.column), tag("span", usable, class_="soft")),
        table([words("found"), words("cells"), words("examples")], rows, numbers=(1,)),
        open="open",
    )


def _said(issue: str, status: str, words: Words) -> Markup:
    explanation = message(issue, "…", words.language).replace("….", "…")
    aside = f" · {words('not_in_issues')}" if ISSUES[issue].rewriting else ""
    code = tag("span", f"{issue} · {words(status)}{aside}", class_="code")
    return tag("td", tag("b", explanation), code, class_=f"said {status}")


def _examples(found: list[Example], words: Words) -> Markup:
    empty = tag("span", words("nothing"), class_="none")
    listed = [
        tag(
            "li",
            tag("s", short(example.original)) if example.original else empty,
            " → ",
            tag("span", short(example.cleaned)) if example.cleaned else empty,
            tag("span", f"  ({short(example.detail)})", class_="soft")
            if example.detail and example.detail != example.original
            else None,
        )
        for example in found
    ]
    return tag("ul", *listed, class_="examples") if listed else Markup("")
