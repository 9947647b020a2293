"""Columns side by side, in parts, with marks between them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from italclean.report.charts.chart import WIDTH, box, label, picture
from italclean.report.markup import Markup, tag

_HEIGHT, _TOP, _FOOT = 200, 42, 22
_GAP = 0.16


def columns(
    named: Sequence[tuple[str, Sequence[tuple[str, float]], str]],
    said: str,
    marks: Sequence[tuple[int, str]] = (),
    *,
    logarithmic: bool = False,
) -> Markup:
    """Draw columns.

    Args:
        named: Of each column its name, its parts, which stand side by side (style and number), and what stands on top.
        said: What the picture shows.
        marks: Lines between columns: before which column, and what they say.
        logarithmic: Whether the heights are logarithms, where a tenth matters as much as the whole.
    """
    scale: Callable[[float], float] = math.log1p if logarithmic else float
    most = scale(max((number for _, parts, _ in named for _, number in parts), default=0)) or 1
    high = _HEIGHT - _TOP - _FOOT
    foot = _HEIGHT - _FOOT
    step = WIDTH / max(len(named), 1)
    drawn: list[Markup] = []
    for place, (name, parts, figure) in enumerate(named):
        wide = step * (1 - _GAP) / max(len(parts), 1)
        left, top = place * step + step * _GAP / 2, float(foot)
        for number_of, (style, number) in enumerate(parts):
            # What is there is seen, however little it is.
            tall = max(high * scale(number) / most, 1.0) if number > 0 else 0.0
            top = min(top, foot - tall)
            if tall:
                drawn.append(box(left + number_of * wide, foot - tall, wide, tall, style))
        middle = place * step + step / 2
        drawn += [label(figure, middle, top - 4, "middle", "figure"), label(name, middle, _HEIGHT - 7, "middle")]
    drawn.append(tag("line", x1=0, x2=WIDTH, y1=foot, y2=foot, class_="axis"))
    for line, (before, mark) in enumerate(marks):
        # One below the other, each on the side where there is room.
        x, y, is_right = before * step, 11 + 14 * line, before * step > WIDTH / 2
        drawn.append(tag("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=y - 9, y2=foot, class_="mark"))
        drawn.append(label(mark, x - 4 if is_right else x + 4, y, "end" if is_right else "start"))
    return picture(drawn, _HEIGHT, said)
