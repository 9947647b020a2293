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
    """

    count: int
    text: str
    place: str


def items(result: Result, words: Words) -> list[Item]:
    """Return what to look at first."""
    return [item for item in _all(result, words) if item.count > 0]


def _all(result: Result, words: Words) -> Iterator[Item]:
    def look(name: str, **values: object) -> str:
        return said(f"look.{name}", **values).text(words.language)

    def named(counts: list[tuple[str, int]]) -> str:
        return ", ".join(f"{name} {words.number(count)}" for name, count in counts)

    issues = figures.issue_cells(result)
    yield Item(result.rejected.height, look("rejected"), "rejected.csv")
    yield Item(issues.get("cf_disagrees", 0), look("disagrees"), _in_log("cf_disagrees"))
    if result.deduped is not None:
        for column in CODES:
            values, customers = figures.shared(result.golden, column)
            yield Item(
                values, look("shared", column=column, customers=words.number(customers)), f"golden.csv, {column}"
            )
        yield Item(result.review.height, look("review", rules=named(_review_rules(result))), words.review)
        disputed = int(str(result.deduped.figures["conflicts"]))
        yield Item(disputed, look("conflicts"), "survivorship.csv, rule = review")
    refused = [(column.column, column.cells.get("invalid", 0)) for column in figures.quality(result)]
    codes = sum(cells for column, cells in refused if column in CODES)
    others = sorted(
        ((column, cells) for column, cells in refused if cells and column not in CODES),
        key=lambda pair: -pair[1],
    )
    yield Item(codes, look("refused_codes"), "issues.csv, status = invalid")
    yield Item(
        sum(cells for _, cells in others),
        look("refused", columns=named(others[:_RULES_SHOWN])),
        "issues.csv, status = invalid",
    )
    yield Item(issues.get("consent_unknown", 0), look("consent_unknown"), _in_log("consent_unknown"))
    if result.deduped is not None:
        yield Item(figures.contradicting_consents(result), look("consent_contradiction"), "cleaned.csv, golden_id")
    undated_place = "golden.csv" if result.deduped is not None else "cleaned.csv"
    yield Item(figures.undated_consents(result), look("consent_undated"), f"{undated_place}, data_consenso")
    mail = ("email_suspect_domain", "email_discontinued")
    yield Item(sum(issues.get(code, 0) for code in mail), look("mail"), _in_log(*mail))
    yield Item(issues.get("email_is_pec", 0), look("pec"), _in_log("email_is_pec"))
    names = ("name_several", "name_order")
    yield Item(sum(issues.get(code, 0) for code in names), look("names"), _in_log(*names))
    yield Item(result.overdue["at"].n_unique(), look("retention"), "retention.csv")
    if result.deduped is not None:
        large = result.golden.filter(pl.col("records") >= _MANY_ROWS).height
        yield Item(large, look("large", many=_MANY_ROWS), "golden.csv, records")
        yield Item(sum(given.windowed for given in result.deduped.passes), look("windowed"), "run.json, passes")


def _in_log(*codes: str) -> str:
    return f"issues.csv, issue = {', '.join(codes)}"


def _review_rules(result: Result) -> list[tuple[str, int]]:
    assert result.deduped is not None  # only what was deduplicated has a review
    grounds = grounds_of(result.deduped.reasons.review).value_counts().sort("count", "ground", descending=[True, False])
    return [(say(name, result.language), count) for name, count in grounds.head(_RULES_SHOWN).iter_rows()]
