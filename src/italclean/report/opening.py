"""The first screen, in plain words: from rows to customers who can be reached, what to do, what costs in vain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from italclean.fields.catalogue import CONTACTS
from italclean.report.attention import Item
from italclean.report.markup import Markup
from italclean.report.templating import render

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_TODO = 3
_REACHED = ("contattabile_email", "contattabile_telefono", "contattabile_posta")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the funnel.

    Attributes:
        count: How many are left.
        text: Of what.
        share: How many these are of all rows, 0 to 1.
        said: The same in words.
    """

    count: int
    text: str
    share: float
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is paid for and brings nothing.

    Attributes:
        count: How many.
        text: Of what, and why.
    """

    count: int
    text: str


def opening(result: Result, found: list[Item], words: Words) -> Markup:
    """Return the first screen.

    Args:
        result: The result.
        found: What is to be looked at, the most urgent first.
        words: The report's texts.
    """
    return render("opening", words, funnel=funnel(result, words), todo=to_do(found), ballast=ballast(result, words))


def to_do(found: list[Item]) -> list[Item]:
    """Return the first things to do, each kind once."""
    kinds = {item.todo: item for item in reversed(found)}
    return list(reversed(kinds.values()))[:_TODO]


def funnel(result: Result, words: Words) -> list[Step]:
    """Return how many rows came in, how many customers they are, and how many of these can be reached."""
    figures = result.figures()
    rows = int(figures["rows"])
    counts = [("rows", rows)]
    if result.deduped is not None:
        counts.append(("customers", int(figures["customers"])))
    counts.append(("reached", reached(result)))
    allowed = addressable(result)
    if allowed is not None:
        counts.append(("addressable", allowed))
    return [
        Step(count, words(f"funnel_{name}"), count / rows if rows else 0.0, words.share(count, rows))
        for name, count in counts
    ]


def reached(result: Result) -> int:
    """Return how many customers (or rows, after `clean`) have an e-mail, a telephone or a whole address."""
    frame = _people(result)
    # Second ones (`email_2`) stand only where there is a first one.
    held = [name for name in CONTACTS if name in frame.columns and name != "fax"]
    ways = [pl.col(held).is_not_null()] if held else []
    where = [name for name in ("comune", "cap") if name in frame.columns]
    if "indirizzo" in frame.columns and where:
        ways.append(pl.col("indirizzo").is_not_null() & pl.any_horizontal(pl.col(where).is_not_null()))
    return int(frame.select(pl.any_horizontal(ways).sum()).item() or 0) if ways else 0


def addressable(result: Result) -> int | None:
    """Return how many may be written to or called for marketing; None where the list says nothing of consent."""
    frame = _people(result)
    ways = [name for name in _REACHED if name in frame.columns]
    return int(frame.select(pl.any_horizontal(pl.col(ways) == "si").sum()).item() or 0) if ways else None


def ballast(result: Result, words: Words) -> list[Line]:
    """Return what a system that charges by the record would be paid for in vain."""
    figures = result.figures()
    lines = [
        Line(int(figures.get("duplicates", 0)), words("ballast_duplicates")),
        Line(result.rejected.height, words("ballast_rejected")),
        Line(_people(result).height - reached(result), words("ballast_unreached")),
        Line(int(figures["retention"]), words("ballast_retention")),
    ]
    return [line for line in lines if line.count > 0]


def _people(result: Result) -> pl.DataFrame:
    return result.cleaned if result.deduped is None else result.golden
