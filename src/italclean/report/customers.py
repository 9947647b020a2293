"""The section on duplicates: what was merged and why, and what is worth a look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from italclean.fields.catalogue import CODES, SHOWN_NAME
from italclean.pairs.reasons import say
from italclean.report import figures, meeting
from italclean.report.figures import Row
from italclean.report.markup import Content, Markup, short, tag
from italclean.report.templating import render
from italclean.report.thresholds import thresholds
from italclean.report.waterfall import waterfall

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_LARGEST = 8
_REASONS = 12
_CLUSTERS = 6
_CELL = 48


def duplicates(result: Result, words: Words, *, examples: bool) -> Markup:
    """Return the section on what was merged.

    Args:
        result: The result, deduplicated.
        words: The report's texts.
        examples: Whether customers may be shown.
    """
    assert result.deduped is not None  # the caller asked
    merged = figures.merged_rows(result)
    overlap = meeting.overlap(result, words)
    if merged.is_empty():
        return render("alone", words, charts=overlap)
    rules, reasons = figures.grounds(merged, _REASONS)
    charts = [
        *overlap,
        meeting.sizes(result, words),
        meeting.rules([(say(rule, words.language), rows) for rule, rows in rules], merged.height, words),
        meeting.probabilities(result, merged, words),
    ]
    clusters = figures.cluster_examples(result, merged, _CLUSTERS) if examples else []
    named = [name for name in (*CODES, "comune") if name in result.golden.columns]
    return render(
        "duplicates",
        words,
        charts=charts,
        reasons=[
            (tag("td", short(reason, 160), class_="long"), words.number(rows), words.share(rows, merged.height))
            for reason, rows in reasons
        ],
        largest=_largest(result, named, words) if examples else [],
        largest_headings=[words("rows"), words("customer"), words("name"), *named],
        contacts=[(kind, words.number(count)) for kind, count in result.deduped.book.counts().items() if count],
        thresholds=thresholds(result, words),
        clusters=[_cluster(say(rule, words.language), golden, rows, words) for rule, golden, rows in clusters],
        hardest=[waterfall(explained) for explained in result.deduped.hardest] if examples else [],
        examples=examples,
    )


def _largest(result: Result, fields: Sequence[str], words: Words) -> list[list[Content]]:
    return [
        [
            words.number(row["records"]),
            short(row["golden_id"], _CELL),
            _name(row),
            *(short(row[name], _CELL) for name in fields),
        ]
        for row in figures.largest(result.golden, _LARGEST)
    ]


def _name(row: Row) -> str:
    return short(" ".join(str(row[part]) for part in SHOWN_NAME if row.get(part)), _CELL)


def _cluster(rule: str, golden: Row, rows: Sequence[Row], words: Words) -> dict[str, Any]:
    """Return a customer and the rows that it is made of: each cell, and whether it says something else."""
    present = [
        name for name in figures.shown_fields(list(golden)) if golden[name] or any(row.get(name) for row in rows)
    ]
    fields = [name for name in present if name not in SHOWN_NAME]
    names = any(name in present for name in SHOWN_NAME)

    def cells(row: Row) -> list[object]:
        return [*([_name(row)] if names else []), *(row.get(name) for name in fields)]

    result = cells(golden)
    return {
        "rule": rule,
        "headings": ["", *([words("name")] if names else []), *fields, words("reason")],
        "result": [short(value, _CELL) for value in result],
        "rows": [
            {
                "place": place(row["source"], row["row"], words),
                "cells": [(short(one, _CELL), one != other) for one, other in zip(cells(row), result, strict=True)],
                "reason": short(row["reason"], 160),
            }
            for row in rows
        ],
    }


def place(source: object, row: object, words: Words) -> str:
    """Return where a row stands."""
    return f"{short(source, 24)} · {words('row_number', row=row)}"
