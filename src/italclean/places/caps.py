"""A CAP in a text: put in front of a place, or behind it."""

from __future__ import annotations

import polars as pl

_IN_FRONT = r"(?i)^(?:(?:cap|i|it)[\s.:-]*)?([0-9]{5})[\s,-]+(\p{L}.*)$"
_BEHIND = r"^(\p{L}.*?)[\s,(-]+([0-9]{5})\)?$"


def cap_beside(place: pl.Expr) -> pl.Expr:
    """The CAP that stands in front of a place's name or behind it: `20121 Milano`."""
    return pl.coalesce(place.str.extract(_IN_FRONT, 1), place.str.extract(_BEHIND, 2))


def without_cap(place: pl.Expr) -> pl.Expr:
    """The place's name without the CAP beside it."""
    return place.str.replace(_IN_FRONT, "$2").str.replace(_BEHIND, "$1")
