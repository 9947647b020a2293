"""`review.html`: the pairs that a person decides, on one page that needs no network and no other file.

The page is made of three files beside this module: `page.html`, `page.css` and `page.js`, which are put into each other
as they are. Its policy names the hashes of the script and of the style, so that nothing else runs, whatever stands
in a cell, and lets it reach no address. Cells stand in a block of JSON alone, and come onto the page as text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from importlib.resources import files
from string import Template
from typing import Any

import polars as pl

from italclean.core import formula
from italclean.customers.decision_files import COLUMNS
from italclean.customers.deduped import Deduped
from italclean.errors import Language
from italclean.messages.text import said
from italclean.pairs.reasons import grounds_of, say
from italclean.pairs.review import KEY_FIELDS
from italclean.readers.plain import DELIMITERS
from italclean.result import Result
from italclean.review.groups import groups_of

REVIEW_PAGE = "review.html"
MOST_PAIRS = 5_000
"""More pairs than anybody decides in one sitting; those behind stand in the table."""
_MOST_BYTES = 12_000_000
"""Of the cells of all pairs, which a browser opens at once: cells of many thousand characters make them fewer."""
_EARLIER = "earlier"
_WRITTEN_BY_PAGE = ("decision", "date", "state")
_CELLS = tuple(name for name in COLUMNS if name not in _WRITTEN_BY_PAGE)

WORDS = (
    "review.title", "review.intro", "review.private", "review.how", "review.cut", "review.kept", "review.not_kept",
    "review.progress", "review.place", "review.place_filtered", "review.none_found", "review.all_decided",
    "review.pair", "review.earlier", "review.why", "review.likelihood", "review.record", "review.field", "review.row",
    "review.id", "review.nothing", "review.differs", "review.alike", "review.one_side", "review.same",
    "review.different", "review.later", "review.undo", "review.previous", "review.next", "review.open",
    "review.is_same", "review.is_different", "review.is_later", "review.undone", "review.group", "review.group_more",
    "review.customer", "review.of_record", "review.another", "review.search", "review.reason", "review.all_reasons",
    "review.state", "review.all_states", "review.state_open", "review.state_decided", "review.state_later",
    "review.keys", "review.download", "review.nothing_to_download", "review.downloaded", "review.clear",
    "review.clear_sure", "review.cleared", "review.filters", "review.decision",
)  # fmt: skip
"""The sentences that the page says, by their keys; what stands behind the full stop is the name in the script."""
_BLANKS = {
    name: f"{{{name}}}"
    for name in ("shown", "count", "review", "done", "later", "open", "place", "number", "side", "row", "id", "file")
}


def review_page(result: Result, review: str = "review.csv") -> str | None:
    """Return the page on which the pairs of a result are decided, in its language; None where there are none.

    Args:
        result: The result.
        review: What the table of the pairs is called.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> rows = {"Cliente": ["Rossi Mario", "Rossi Mario"], "CF": ["RSSMRA85T10A562S", "RSSMRA85T10H501O"]}
        >>> page = review_page(ic.run(pl.DataFrame(rows)))
        >>> page.startswith("<!DOCTYPE html>"), "default-src 'none'" in page, "http:" in page
        (True, True, False)
        >>> review_page(ic.clean(pl.DataFrame(rows))) is None
        True
    """
    deduped = result.deduped
    if deduped is None:
        return None
    pairs = _pairs(deduped, result.beside.get("review_earlier"))
    return None if pairs.is_empty() else _page(_data(result, deduped, pairs, review), result.language)


def _pairs(deduped: Deduped, earlier: pl.DataFrame | None) -> pl.DataFrame:
    """The pairs in their order, those of earlier deliveries behind, with the `ground` on which each is asked."""
    new = deduped.review.with_columns(ground=grounds_of(deduped.reasons.review))
    tables = [new] if earlier is None else [new, earlier.with_columns(ground=pl.lit(_EARLIER))]
    return pl.concat(
        table.select(
            pl.col("probability").cast(pl.Float64, strict=False).fill_nan(None), "reason", "ground", *_CELLS
        ).cast(dict.fromkeys(_CELLS, pl.String))
        for table in tables
    )


def _data(result: Result, deduped: Deduped, pairs: pl.DataFrame, review: str) -> dict[str, Any]:
    """What the script of the page reads."""
    first = pairs.head(MOST_PAIRS)
    size = first.select(pl.sum_horizontal(pl.col(*_CELLS, "reason").str.len_bytes()).cum_sum()).to_series()
    first = first.filter((size <= _MOST_BYTES) | (pl.int_range(pl.len()) == 0))
    grounds = first["ground"].unique(maintain_order=True).to_list()
    places = {ground: place for place, ground in enumerate(grounds)}
    groups = groups_of(deduped, first)
    cells = first.select(_CELLS)
    told = first.select("probability", "reason", pl.col("ground").replace_strict(places, return_dtype=pl.Int64))
    language = result.language
    return {
        "run": _fingerprint(first),
        "language": language,
        "words": _words(language),
        "review": review,
        "count": pairs.height,
        "fields": [[name, said(f"review.field_{name}").text(language)] for name in KEY_FIELDS],
        "columns": list(COLUMNS),
        "delimiter": result.delimiter if result.delimiter in DELIMITERS else DELIMITERS[0],
        "grounds": [_called(ground, language) for ground in grounds],
        "earlier": places.get(_EARLIER, -1),
        "pairs": [
            {"told": line, "group": group, "cells": row}
            for line, group, row in zip(told.rows(), groups.of_pair, cells.rows(), strict=True)
        ],
        "apostrophes": _risky(cells),
        "groups": groups.groups,
    }


def _called(ground: str, language: Language) -> str:
    return said("review.earlier").text(language) if ground == _EARLIER else say(ground, language)


def _words(language: Language) -> dict[str, str]:
    """The sentences of the page, whose blanks the script fills."""
    return {key.partition(".")[2]: said(key, **_BLANKS).text(language) for key in WORDS}


def _risky(cells: pl.DataFrame) -> list[tuple[int, int]]:
    """The pairs and columns of cells that a spreadsheet would run: in the file of decisions each gets an apostrophe."""
    changed = formula.in_frame(cells)
    if changed is cells:
        return []
    unlike = cells.select(
        (pl.col(name) != changed[name]).fill_null(value=False).arg_true().implode().alias(name)
        for name in cells.columns
    )
    return [(row, place) for place, name in enumerate(cells.columns) for row in unlike[name][0].to_list()]


def _fingerprint(pairs: pl.DataFrame) -> str:
    """What the progress of a person is kept under: other pairs, or pairs in another order, are another run's."""
    whole = json.dumps(pairs.select("probability", "ground", *_CELLS).rows(), ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _page(data: dict[str, Any], language: Language) -> str:
    beside = files("italclean.review")
    style, script, template = ((beside / f"page.{kind}").read_text(encoding="utf-8") for kind in ("css", "js", "html"))
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    )
    return Template(template).substitute(
        language=language,
        policy=html.escape(policy, quote=False),
        title=html.escape(data["words"]["title"]),
        no_script=html.escape(said("review.no_script", review=data["review"]).text(language)),
        style=style,
        data=embedded(data),
        script=script,
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def embedded(data: Any) -> str:
    r"""Return data as JSON that no cell can break out of, wherever it stands in a page.

    Args:
        data: Plain data.

    Examples:
        >>> embedded(["</script>", "a&b"])
        '["\\u003c/script\\u003e","a\\u0026b"]'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPED)


_SIGNS: Sequence[str] = ("<", ">", "&", "\u2028", "\u2029")
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in _SIGNS}
