"""The section on the pairs that a person decides."""

from __future__ import annotations

import shlex
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from italclean.pairs.review import KEY_FIELDS
from italclean.report import figures
from italclean.report.customers import place
from italclean.report.figures import Row
from italclean.report.markup import Markup, short, tag
from italclean.report.templating import render

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_PAIRS = 20
_CELL = 48
_CERTAIN = 0.9999


def pairs(result: Result, words: Words, *, examples: bool) -> Markup:
    """Return the section on the pairs that a person decides.

    Args:
        result: The result, deduplicated.
        words: The report's texts.
        examples: Whether what stands in the rows may be shown.
    """
    first = result.review.head(_PAIRS).to_dicts()
    if not first:
        return tag("p", words("review_none"))
    fields = [name for name in KEY_FIELDS if any(pair[f"{name}_a"] or pair[f"{name}_b"] for pair in first)]
    shown = words("review_all")
    if result.review.height > len(first):
        shown = words("review_first", shown=words.number(len(first)), count=words.number(result.review.height))
    return render(
        "review",
        words,
        gain=_gain(result, words),
        how=words("review_how_xlsx" if words.review.endswith(".xlsx") else "review_how"),
        command=_command(result, words.review),
        shown=shown,
        headings=[words("name") if name == "nominativo" else name for name in fields],
        pairs=[_pair(pair, fields, words) for pair in first],
        examples=examples,
    )


def _pair(pair: Row, fields: list[str], words: Words) -> dict[str, Any]:
    title = words("pair", number=words.number(pair["pair_id"]))
    share = words.share(min(pair["probability"], _CERTAIN), 1)
    rows = [
        {
            "place": place(pair[f"source_{side}"], pair[f"row_{side}"], words),
            "cells": [_cell(pair[f"{name}_{side}"], pair[f"{name}_{other}"]) for name in fields],
        }
        for side, other in (("a", "b"), ("b", "a"))
    ]
    return {"said": f"{title} · {short(pair['reason'], 160)} · {words('likelihood')} {share}", "rows": rows}


def _cell(value: object, other: object) -> tuple[str, bool]:
    """Return a cell, and whether the other row says something else; where it says nothing they do not differ."""
    return short(value, _CELL), bool(other) and value != other


def _gain(result: Result, words: Words) -> str:
    """Return what answering is worth, where the list's own codes tell."""
    if result.deduped is None or not result.deduped.expected.is_learned:
        return ""
    gain = words.number(result.deduped.expected.chosen.gain)
    return words("review_gain", count=words.number(result.review.height), gain=gain)


def _command(result: Result, review: str) -> str:
    paths = [(source["source"], figures.shown_name(source["path"])) for source in result.sources if source["path"]]
    files = [shlex.quote(path if PurePath(path).stem == name else f"{name}={path}") for name, path in paths]
    given = short(" ".join(files), 240) or "FILE"
    return f"python -m italclean run {given} --out DIR --decisions {review}"
