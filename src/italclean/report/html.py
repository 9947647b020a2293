"""The HTML report: one self-contained page on what came in, what was done and what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from italclean.errors import Language
from italclean.report import overview
from italclean.report.columns import columns
from italclean.report.customers import duplicates, pairs
from italclean.report.exports import exports
from italclean.report.markup import Markup, tag
from italclean.report.method import method
from italclean.report.style import STYLE
from italclean.report.words import Words

if TYPE_CHECKING:
    from italclean.result import Result


def report_page(result: Result, review: str = "review.csv") -> str:
    """Return the report as one HTML page that needs nothing else, in the result's language.

    Args:
        result: The result.
        review: What the file of pairs to decide is called.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> page = report_page(ic.clean(pl.DataFrame({"CF": ["<b>"], "Prov": ["(MI)"]})))
        >>> page.startswith("<!DOCTYPE html>"), "&lt;b&gt;" in page, "<b><b>" in page
        (True, True, False)
    """
    words = Words(result.language, review)
    sections = [
        ("attention", overview.to_look_at(result, words)),
        ("quality", columns(result, words)),
        *(
            [("duplicates", duplicates(result, words)), ("review", pairs(result, words))]
            if result.deduped is not None
            else []
        ),
        *([("exports", exports(result, words))] if result.exports else []),
        *([("rejected_lines", overview.rejected(result, words))] if result.rejected.height else []),
        ("plan", overview.plan(result, words)),
        ("method", method(result, words)),
    ]
    links = [tag("a", words(name), href=f"#{name}") for name, _ in sections]
    body = tag(
        "main",
        overview.heading(result, words),
        tag("nav", *links, aria_label=words("contents")),
        *(tag("section", tag("h2", words(name)), content, id=name) for name, content in sections),
        tag("footer", words("private")),
    )
    return whole_page(words("title"), body, result.language)


def whole_page(title: str, body: Markup, language: Language, *, policy: str | None = None) -> str:
    """Return a page that needs nothing else.

    Args:
        title: Its title.
        body: What it shows.
        language: Its language.
        policy: What the browser may load for it (Content-Security-Policy).
    """
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy) if policy else None,
        tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Markup(STYLE)),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', body), lang=language)}\n"
