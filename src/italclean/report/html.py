"""The HTML report: one self-contained page on what came in, what was done and what to look at."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from italclean.errors import Language
from italclean.report import attention, overview
from italclean.report.columns import columns
from italclean.report.customers import duplicates
from italclean.report.exports import exports
from italclean.report.markup import Markup
from italclean.report.method import method
from italclean.report.opening import opening
from italclean.report.portrait import portrait
from italclean.report.questions import pairs
from italclean.report.style import STYLE
from italclean.report.templating import render
from italclean.report.words import Words

if TYPE_CHECKING:
    from italclean.result import Result

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load for a page: nothing that does not stand in it, and no script at all."""


def report_page(result: Result, review: str = "review.csv", *, examples: bool = True) -> str:
    """Return the report as one HTML page that needs nothing else, in the result's language.

    Args:
        result: The result.
        review: What the file of pairs to decide is called.
        examples: Whether what stands in cells may be shown: without, the page holds counts and no personal data.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> result = ic.clean(pl.DataFrame({"CF": ["<b>"], "Prov": ["(MI)"]}))
        >>> page = report_page(result)
        >>> page.startswith("<!DOCTYPE html>"), "&lt;b&gt;" in page, "<b><b>" in page
        (True, True, False)
        >>> "&lt;b&gt;" in report_page(result, examples=False)
        False
    """
    words = Words(result.language, review)
    found = attention.items(result, words)
    sections = [
        ("attention", overview.to_look_at(found, words)),
        ("sources", overview.sources(result, words)),
        ("quality", columns(result, words, examples=examples)),
        ("portrait", portrait(result, words, examples=examples)),
        *(
            [
                ("duplicates", duplicates(result, words, examples=examples)),
                ("review", pairs(result, words, examples=examples)),
            ]
            if result.deduped is not None
            else []
        ),
        *([("exports", exports(result, words))] if result.exports else []),
        *([("rejected_lines", overview.rejected(result, words, examples=examples))] if result.rejected.height else []),
        ("plan", overview.plan(result, words)),
        ("method", method(result, words)),
    ]
    body = render(
        "report",
        words,
        made=words.date(datetime.date.today()),
        files=overview.files(result, words),
        headline=overview.headline(result, words),
        opening=opening(result, found, words),
        sections=[(name, content) for name, content in sections if content],
        examples=examples,
    )
    return whole_page(words("title"), body, result.language)


def whole_page(title: str, body: Markup, language: Language, *, policy: str = POLICY) -> str:
    """Return a page that needs nothing else.

    Args:
        title: Its title.
        body: What it shows.
        language: Its language.
        policy: What the browser may load for it (Content-Security-Policy).
    """
    return render("shell", Words(language), title=title, body=body, policy=policy, style=Markup(STYLE))
