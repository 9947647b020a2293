"""The section on who is in the list: where customers are, how long ago they ordered, the most frequent values."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from italclean.core.reference import table as reference
from italclean.report.charts.bars import Line, bars
from italclean.report.charts.chart import Chart
from italclean.report.charts.columns import columns
from italclean.report.charts.regions import regions
from italclean.report.markup import Markup, short
from italclean.report.templating import render

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_YEARS = (1, 2, 3, 5, 10)
_ORDERED = "data_ultimo_ordine"
_TOP = {"provincia": 12, "comune": 12, "forma_giuridica": 10, "source": 10}
"""The columns that tell of no single person, and how many of their values are shown."""
_MOST_VALUES = 200
"""More than there are provinces; of values that anybody may type no more are asked for."""
_FREE = ("comune", "forma_giuridica")
_FEWEST = 5
"""A value of those that anybody may type is shown without examples only where so many customers have it."""

Counted = Sequence[tuple[str, int]]


def portrait(result: Result, words: Words, *, examples: bool) -> Markup:
    """Return the section on who is in the list.

    Args:
        result: The result.
        words: The report's texts.
        examples: Whether rare values may be shown, which somebody may have typed anything into.
    """
    frame = result.cleaned if result.deduped is None else result.golden
    charts = [*ages(frame, words), *lands(frame, words)]
    for name, most in _TOP.items():
        counted = counts(frame, name)
        if name == "source" and len(result.sources) < 2:
            continue
        if not examples and name in _FREE:
            counted = [(value, count) for value, count in counted if count >= _FEWEST]
        if counted:
            charts.append(_top(words(f"frequent_{name}"), counted[:most], frame.height, words))
    return render("portrait", words, charts=charts) if charts else Markup("")


def counts(frame: pl.DataFrame, name: str) -> Counted:
    """Return how often each value of a column stands, the most frequent first."""
    if name not in frame.columns:
        return []
    counted = frame[name].drop_nulls().value_counts(name="times")
    counted = counted.cast({name: pl.String}).sort("times", name, descending=[True, False])
    return counted.head(_MOST_VALUES).rows()


def _top(title: str, counted: Counted, whole: int, words: Words) -> Chart:
    most = max(count for _, count in counted)
    lines = [Line(value, [[("plain", count / most)]], words.number(count)) for value, count in counted]
    return Chart(
        title,
        "",
        bars(lines, title),
        [words("value"), words("times"), words("share")],
        [[short(value), words.number(count), words.share(count, whole)] for value, count in counted],
    )


def ages(frame: pl.DataFrame, words: Words) -> list[Chart]:
    """Draw how long ago the last orders were; that they are old is no fault of the list."""
    if _ORDERED not in frame.columns:
        return []
    today = datetime.date.today().isoformat()
    # Days as ISO writes them stand in the order of their text; 29 February of a year that has none, too.
    past = [f"{int(today[:4]) - years}{today[4:]}" for years in _YEARS]
    day = pl.col(_ORDERED).cast(pl.String)
    bounds = [today, *past]
    counted = frame.select(
        pl.len().alias("all"), day.count().alias("dated"), *((day > bound).sum().alias(bound) for bound in bounds)
    ).row(0, named=True)
    if not counted["dated"]:
        return []
    within = [int(counted[bound]) for bound in bounds]
    numbers = [within[0], *(after - before for before, after in pairwise(within))]
    numbers += [counted["dated"] - within[-1], counted["all"] - counted["dated"]]
    spans = [f"{one}–{other}" for one, other in zip((0, *_YEARS), _YEARS, strict=False)]
    short_names = [words("age_future"), *spans, f"{_YEARS[-1]}+", words("age_none")]
    named = [(name, count) for name, count in zip(short_names, numbers, strict=True)]
    # A day that has not come yet is there only where something is wrong.
    named = named if numbers[0] else named[1:]
    styles = ["before" if name == words("age_none") else "plain" for name, _ in named]
    drawn = [(name, [(style, count)], words.number(count)) for style, (name, count) in zip(styles, named, strict=True)]
    return [
        Chart(
            words("ages"),
            words("ages_intro"),
            columns(drawn, words("ages")),
            [words("years_ago"), words("times"), words("share")],
            [[name, words.number(count), words.share(count, counted["all"])] for name, count in named],
        )
    ]


def lands(frame: pl.DataFrame, words: Words) -> list[Chart]:
    """Draw in which regions the customers are, by their provinces."""
    counted = counts(frame, "provincia")
    if not counted:
        return []
    region = dict(reference("province").select("sigla", "regione").iter_rows())
    by_region: dict[str, int] = {}
    for province, count in counted:
        if province in region:
            by_region[region[province]] = by_region.get(region[province], 0) + count
    placed = sum(by_region.values())
    if not placed:
        return []
    ordered = sorted(by_region.items(), key=lambda one: (-one[1], one[0]))
    return [
        Chart(
            words("regions"),
            words("regions_intro", placed=words.number(placed), whole=words.number(frame.height)),
            regions(
                {name: count / placed for name, count in ordered},
                {name: words.number(count) for name, count in ordered},
                words("regions"),
            ),
            [words("region"), words("times"), words("share")],
            [[name, words.number(count), words.share(count, placed)] for name, count in ordered],
        )
    ]
