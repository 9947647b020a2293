"""The weights of one pair as a waterfall: from two random rows, field by field, to how sure the pair is."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import polars as pl

from italclean.messages.text import said
from italclean.pairs.reasons import say_level
from italclean.report.markup import Content, Markup, short, table, tag
from italclean.report.words import Words

if TYPE_CHECKING:
    from italclean.pairs.explain import Explanation

_CELL = 40
_CERTAIN = 0.9999
_FOR, _AGAINST, _START = "var(--valid,#2e8b57)", "var(--invalid,#c8433c)", "var(--soft,#5b6675)"
_LEAST_SEEN = 0.4


def waterfall(given: Explanation) -> Markup:
    """Return the waterfall of an explanation; the styles are inline, as notebooks want them."""
    words = Words(given.language)
    compared = given.fields.filter(pl.col("level") != "missing").rows()
    steps: list[tuple[Content, str, str, float]] = [(tag("i", words("two_random_rows")), "", "", given.prior)]
    steps += [
        ([tag("code", name), f" {say_level(level, given.language)}"], one or "–", other or "–", bits)
        for name, one, other, level, bits in compared
    ]
    steps += [
        (tag("i", said(f"explain.{key}").text(given.language)), "", "", bits) for key, bits in given.further.items()
    ]
    ends = list(accumulate((bits for *_, bits in steps), initial=0.0))
    least, most = min(ends), max(ends)
    rows: list[list[Content]] = []
    for place, (label, one, other, bits) in enumerate(steps):
        shade = _START if place == 0 else _FOR if bits > 0 else _AGAINST
        drawn = _bar(min(ends[place : place + 2]), abs(bits), shade, (least, most))
        rows.append([label, short(one, _CELL), short(other, _CELL), drawn, f"{bits:+.1f}"])
    drawn = _bar(min(ends[-1], 0.0), abs(ends[-1]), _START, (least, most))
    likely = words.share(min(given.probability, _CERTAIN), 1)
    rows.append([tag("b", words("together")), "", "", drawn, tag("b", f"{ends[-1]:+.1f}")])
    headings = ["", *(_row_name(row, words) for row in (given.one, given.other)), "", words("bits")]
    told = [tag("b", given.reason), f" · {words(f'verdict_{given.verdict}')} · {words('likelihood')} {likely}"]
    if given.same_customer and given.verdict != "merge":
        by = ", ".join(_row_name(row, words) for row in given.through)
        told.append(f" · {words('through', rows=by)}" if by else f" · {words('joined_anyway')}")
    return Markup(tag("p", *told) + table(headings, rows, numbers=(4,), class_="records waterfall"))


def _row_name(row: tuple[str, int], words: Words) -> str:
    return f"{short(row[0], 24)} · {words('row_number', row=row[1])}"


def _bar(start: float, width: float, shade: str, scale: tuple[float, float]) -> Markup:
    """Return a cell with a bar from one end to the other, and a line where nothing speaks for either."""
    least, most = scale
    span = max(most - least, 1.0)
    left, wide, zero = (100 * part / span for part in (start - least, max(width, _LEAST_SEEN), -least))
    place = f"position:absolute;top:0;bottom:0;left:{left:.1f}%;width:{wide:.1f}%;background:{shade}"
    line = f"position:absolute;top:-2px;bottom:-2px;left:{zero:.1f}%;border-left:1px solid {_START}"
    inner = tag("div", tag("span", style=place), tag("span", style=line), style="position:relative;height:12px")
    return tag("td", inner, style="width:38%;min-width:180px")
