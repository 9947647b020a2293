"""Bars from left to right: one a line, whole or in parts, or several under one name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from italclean.report.charts.chart import WIDTH, box, label, picture
from italclean.report.markup import Markup, short

_LINE, _BAR, _TEXT = 22, 13, 16
_LONGEST = 44


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart.

    Attributes:
        name: What it is of.
        bars: One bar or several, each of parts: a style and a share (0 to 1) of the whole width.
        figure: What stands at its end.
    """

    name: str
    bars: Sequence[Sequence[tuple[str, float]]]
    figure: str


def bars(lines: Sequence[Line], said: str) -> Markup:
    """Draw lines under each other: a name and a figure, and the bars below them.

    Args:
        lines: The lines.
        said: What the picture shows.
    """
    drawn: list[Markup] = []
    y = 0.0
    for line in lines:
        drawn += [label(short(line.name, _LONGEST), 0, y + 12), label(line.figure, WIDTH, y + 12, "end", "figure")]
        y += _TEXT
        thick = _BAR / (1 if len(line.bars) == 1 else 1.6)
        for parts in line.bars:
            drawn.append(box(0, y, WIDTH, thick, "ground"))
            x = 0.0
            for style, share in parts:
                # What is there is seen, however little it is.
                wide = max(share * WIDTH, 1.0) if share > 0 else 0.0
                if wide:
                    drawn.append(box(x, y, min(wide, WIDTH - x), thick, style))
                x = min(x + wide, WIDTH - 1.0)
            y += thick + 1
        y += _LINE - _BAR - 1
    return picture(drawn, max(y, 1), said)
