"""What to look at first: the findings that cost most when overlooked, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from italclean.fields.catalogue import CODES
from italclean.messages.text import said
from italclean.pairs.reasons import grounds_of, say
from italclean.report import figures

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_MANY_ROWS = 10
_RULES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at.

    Attributes:
        count: How many lines, pairs, cells or customers it concerns.
        text: What it is, and why it matters.
        place: Where to find them.
        todo: What to do, in plain words, without the name of a column or a file.
    """

    count: int
    text: str
    place: str
    todo: str


def items(result: Result, words: Words) -> list[Item]:
    """Return what to look at first."""
    return [item for item in _all(result, words) if item.count > 0]


def _all(result: Result, words: Words) -> Iterator[Item]:
    def item(name: str, count: int, place: str, **values: object) -> Item:
        text, todo = (said(f"{part}.{name}", **values).text(words.language) for part in ("look", "todo"))
        return Item(count, text, place, todo)

    def named(counts: list[tuple[str, int]]) -> str:
        return ", ".join(f"{name} {words.number(count)}" for name, count in counts)

    issues = figures.issue_cells(result)
    yield item("rejected", result.rejected.height, "rejected.csv")
    yield item("disagrees", issues.get("cf_disagrees", 0), _in_log("cf_disagrees"))
    if result.deduped is not None:
        for column in CODES:
            values, customers = figures.shared(result.golden, column)
            place = f"golden.csv, {column}"
            yield item("shared", values, place, column=column, customers=words.number(customers))
        yield item("review", result.review.height, words.review, rules=named(_review_rules(result)))
        disputed = int(str(result.deduped.figures["conflicts"]))
        yield item("conflicts", disputed, "survivorship.csv, rule = review")
    refused = [(column.column, column.cells.get("invalid", 0)) for column in figures.quality(result)]
    codes = sum(cells for column, cells in refused if column in CODES)
    others = sorted(
        ((column, cells) for column, cells in refused if cells and column not in CODES),
        key=lambda pair: -pair[1],
    )
    yield item("refused_codes", codes, "issues.csv, status = invalid")
    cells = sum(cells for _, cells in others)
    yield item("refused", cells, "issues.csv, status = invalid", columns=named(others[:_RULES_SHOWN]))
    yield item("consent_unknown", issues.get("consent_unknown", 0), _in_log("consent_unknown"))
    if result.deduped is not None:
        yield item("consent_contradiction", figures.contradicting_consents(result), "cleaned.csv, golden_id")
    undated_place = "golden.csv" if result.deduped is not None else "cleaned.csv"
    yield item("consent_undated", figures.undated_consents(result), f"{undated_place}, data_consenso")
    mail = ("email_suspect_domain", "email_discontinued")
    yield item("mail", sum(issues.get(code, 0) for code in mail), _in_log(*mail))
    yield item("pec", issues.get("email_is_pec", 0), _in_log("email_is_pec"))
    names = ("name_several", "name_order")
    yield item("names", sum(issues.get(code, 0) for code in names), _in_log(*names))
    yield item("retention", result.overdue["at"].n_unique(), "retention.csv")
    if result.deduped is not None:
        large = result.golden.filter(pl.col("records") >= _MANY_ROWS).height
        yield item("large", large, "golden.csv, records", many=_MANY_ROWS)
        yield item("windowed", sum(given.windowed for given in result.deduped.passes), "run.json, passes")


def _in_log(*codes: str) -> str:
    return f"issues.csv, issue = {', '.join(codes)}"


def _review_rules(result: Result) -> list[tuple[str, int]]:
    assert result.deduped is not None  # only what was deduplicated has a review
    grounds = grounds_of(result.deduped.reasons.review).value_counts().sort("count", "ground", descending=[True, False])
    return [(say(name, result.language), count) for name, count in grounds.head(_RULES_SHOWN).iter_rows()]
