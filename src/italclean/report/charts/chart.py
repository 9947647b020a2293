"""A chart: a picture, what it says, and the figures behind it for whoever cannot see or would rather read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from italclean.report.markup import Content, Markup, tag, text

WIDTH = 360
"""How wide pictures are drawn: on the narrowest screens a letter of 12 then is 12 px."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its title, its key and its figures.

    Attributes:
        title: What it shows.
        intro: How to read it.
        picture: The SVG.
        headings: The headings of the table behind it.
        rows: Its rows.
        key: The style and the meaning of each colour; empty where there is but one.
    """

    title: str
    intro: str
    picture: Markup
    headings: Sequence[str]
    rows: Sequence[Sequence[Content]]
    key: Sequence[tuple[str, str]] = ()

    @property
    def numbers(self) -> range:
        """The places of the columns of the table that hold numbers: all but the first."""
        return range(1, len(self.headings))


def picture(parts: Sequence[Markup], height: float, said: str) -> Markup:
    """Return an SVG.

    Args:
        parts: What is drawn, on a ground that is `WIDTH` wide.
        height: How high it is.
        said: What it shows, for those who do not see it.
    """
    return tag("svg", tag("title", said), *parts, viewBox=f"0 0 {WIDTH} {height:g}", role="img")


def label(said: str, x: float, y: float, anchor: str = "start", style: str | None = None) -> Markup:
    """Return a line of text; `anchor` is `start`, `middle` or `end`."""
    named = f' class="{style}"' if style else ""
    return Markup(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{text(said)}</text>')


def box(x: float, y: float, width: float, height: float, style: str) -> Markup:
    """Return a rectangle of a style."""
    # There are hundreds of them, of numbers and our own words alone.
    return Markup(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{style}"></rect>')
