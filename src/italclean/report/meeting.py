"""Pictures of the merges: how sources overlap, how many rows customers have, what decided, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from italclean.report import figures
from italclean.report.charts.bars import Line, bars
from italclean.report.charts.chart import Chart
from italclean.report.charts.columns import columns
from italclean.report.markup import short

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_MOST_SOURCES = 20
_EDGES = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
"""Between which probabilities pairs are counted; those that decide are added to them."""


def overlap(result: Result, words: Words) -> list[Chart]:
    """Draw what each source alone has, and what each two have in common; nothing where there is but one."""
    if result.deduped is None or len(result.sources) < 2:
        return []
    held = result.deduped.sources.head(_MOST_SOURCES).rows()
    most = max((customers for _, _, customers, _ in held), default=0) or 1
    lines = [
        Line(
            source,
            [[("plain", only / most), ("shared", (customers - only) / most)]],
            words.number(customers),
        )
        for source, _, customers, only in held
    ]
    charts = [
        Chart(
            words("meeting"),
            "",
            bars(lines, words("meeting")),
            [words(name) for name in ("source", "rows", "customers", "only_here", "within")],
            [
                [short(source), *map(words.number, (rows, customers, only, rows - customers))]
                for source, rows, customers, only in held
            ],
            [("plain", words("only_here")), ("shared", words("elsewhere"))],
        )
    ]
    links = result.deduped.links.sort("customers", descending=True, maintain_order=True).head(_MOST_SOURCES).rows()
    if links:
        most = max(customers for *_, customers in links) or 1
        two = [(f"{short(one)} · {short(other)}", customers) for one, other, customers in links]
        charts.append(
            Chart(
                words("in_common"),
                "",
                bars(
                    [Line(name, [[("shared", count / most)]], words.number(count)) for name, count in two],
                    words("in_common"),
                ),
                [words("two_sources"), words("in_common")],
                [[name, words.number(count)] for name, count in two],
            )
        )
    return charts


def sizes(result: Result, words: Words) -> Chart:
    """Draw of how many rows customers are made."""
    found = figures.cluster_sizes(result.golden)
    most, total = max(customers for _, customers in found), result.golden.height
    named = [(f"{size} {words('one_row' if size == '1' else 'size')}", customers) for size, customers in found]
    return Chart(
        words("sizes"),
        "",
        bars([Line(name, [[("plain", count / most)]], words.number(count)) for name, count in named], words("sizes")),
        [words("rows"), words("customers"), words("share")],
        [[name, words.number(count), words.share(count, total)] for name, count in named],
    )


def rules(counted: Sequence[tuple[str, int]], total: int, words: Words) -> Chart:
    """Draw the share of each rule in the merges."""
    lines = [Line(name, [[("plain", rows / total)]], words.share(rows, total)) for name, rows in counted]
    return Chart(
        words("grounds"),
        words("grounds_intro"),
        bars(lines, words("grounds")),
        [words("rule"), words("merged_rows"), words("share")],
        [[short(name, 160), words.number(rows), words.share(rows, total)] for name, rows in counted],
    )


def probabilities(result: Result, merged: pl.DataFrame, words: Words) -> Chart:
    """Draw how sure merges and doubtful pairs are, and from where on pairs are asked about and merged."""
    assert result.deduped is not None  # the caller asked
    limits = result.deduped.expected.thresholds
    asked, joined = limits.review_from, limits.merge_from
    edges = sorted({*_EDGES, *(edge for edge in (asked, joined) if 0 < edge < 1)})
    names = [f"<{_written(edges[0], words)}", *(f"≥{_written(edge, words)}" for edge in edges)]
    numbers = [_between(merged["probability"], edges), _between(result.review["probability"], edges)]
    drawn = [
        (name, [("plain", rows), ("suspect", pairs)], "") for name, rows, pairs in zip(names, *numbers, strict=True)
    ]
    marks = [
        (edges.index(edge) + 1, words(f"threshold_{name}", edge=_written(edge, words)))
        for name, edge in (("review", asked), ("merge", joined))
        if edge in edges
    ]
    return Chart(
        words("probabilities"),
        words("probabilities_intro"),
        columns(drawn, words("probabilities"), marks, logarithmic=True),
        [words("likelihood"), words("merged_rows"), words("figure_review")],
        [[name, words.number(rows), words.number(pairs)] for name, rows, pairs in zip(names, *numbers, strict=True)],
        [("plain", words("merged_rows")), ("suspect", words("figure_review"))],
    )


def _between(probability: pl.Series, edges: Sequence[float]) -> list[int]:
    """Count the values below the first edge, from each to the next, and from the last on."""
    known = probability.drop_nulls()
    least = [len(known), *(int((known >= edge).sum()) for edge in edges)]
    return [more - fewer for more, fewer in zip(least, [*least[1:], 0], strict=True)]


def _written(edge: float, words: Words) -> str:
    return f"{edge:g}".replace(".", "," if words.language == "it" else ".")
