"""The report's section on import files: what each system takes, what was held, and what was found on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from italclean.messages.text import said
from italclean.report.markup import Content, Markup, short, tag
from italclean.report.templating import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from italclean.report.words import Words
    from italclean.result import Result

_FIGURES = ("files", "rows", "held", "aside", "warnings")
_MOST_FOUND = 30


def exports(result: Result, words: Words) -> Markup:
    """Return the figures of each system, and what the pre-flight found.

    Args:
        result: The result, with `exports`.
        words: The report's texts.
    """
    rows: list[list[Content]] = [
        [tag("b", short(one["title"])), *(words.number(one["figures"][name]) for name in _FIGURES)]
        for one in result.exports
    ]
    found = [(one, check) for one in result.exports for check in one["checks"]]
    found.sort(key=lambda pair: (-pair[1]["held"], -pair[1]["warned"]))
    more = ""
    if len(found) > _MOST_FOUND:
        more = words("first_of", shown=words.number(_MOST_FOUND), count=words.number(len(found)))
    return render(
        "exports",
        words,
        headings=[words("export_system"), *(words(f"export_{name}") for name in _FIGURES)],
        rows=rows,
        line_headings=[words(f"export_{name}") for name in ("system", "field", "found", "held", "warned")],
        lines=[_line(one, check, words) for one, check in found[:_MOST_FOUND]],
        more=more,
        told=[short(one[words.language], 400) for told in result.exports for one in told["told"]],
    )


def _line(one: Mapping[str, Any], check: Mapping[str, Any], words: Words) -> list[Content]:
    return [
        short(one["title"]),
        short(f"{check['object']}, {check['field']}"),
        said(f"export.check_{check['check']}").text(words.language),
        words.number(check["held"]),
        words.number(check["warned"]),
    ]
