"""CAP: the Italian postal code, five digits, the first of which may be zeros.

    >>> from italclean import cap
    >>> cap.check("184").value
    '00184'
    >>> cap.check("20100").issue
    'cap_generic'

Source: the CAPs by comune of `data/cap.csv`; the generic CAPs of the big cities were abolished in 2006.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.reference import table

_IN_FRONT = r"(?i)^(?:(?:cap|i|it)[\s.:-]*)?([0-9]{5})[\s,-]+(\p{L}.*)$"
_BEHIND = r"^(\p{L}.*?)[\s,(-]+([0-9]{5})\)?$"


def cap_beside(place: pl.Expr) -> pl.Expr:
    """The CAP that stands in front of a place's name or behind it: `20121 Milano`."""
    return pl.coalesce(place.str.extract(_IN_FRONT, 1), place.str.extract(_BEHIND, 2))


def without_cap(place: pl.Expr) -> pl.Expr:
    """The place's name without the CAP beside it."""
    return place.str.replace(_IN_FRONT, "$2").str.replace(_BEHIND, "$1")


def _prepare(value: pl.Expr) -> pl.Expr:
    tidy = text.tidy(value.str.normalize("NFKC")).str.to_uppercase()
    # '20121 MI', "C.A.P. 20121", an apostrophe of a spreadsheet.
    tidy = tidy.str.replace(r"^(?:C\.?A\.?P\.?)?['\"\s.:]*([0-9]{5})(?:['\"]|\s+\p{L}.*)?$", "$1")
    tidy = tidy.str.replace(r"^(?:I|IT|CAP)[\s.:-]*([0-9]{5})$", "$1").str.replace(r"^([0-9]{3,5})[.,]0+$", "$1")
    return tidy.str.replace(r"^([0-9]{2})[\s.]([0-9]{3})$", "$1$2")


@cleaner(extras={}, prepare=_prepare)
def cap(values: pl.Series) -> pl.DataFrame:
    """Judge postal codes.

    The value is five digits; foreign codes are kept as typed.
    """
    typed = values.to_frame("typed").with_columns(padded=pl.col("typed").str.zfill(5))
    typed = typed.join(_abolished(), left_on="typed", right_on="generic", how="left", maintain_order="left")
    known = pl.col("padded").is_in(_known().implode())
    digits = pl.col("typed").str.contains(r"^[0-9]{5}$")
    short = pl.col("typed").str.contains(r"^[0-9]{2,4}$")
    issue = (
        pl.when(digits & known)
        .then(pl.lit(None, dtype=pl.String))
        .when(digits & pl.col("zones").is_not_null())
        .then(pl.lit("cap_generic"))
        .when(digits)
        .then(pl.lit("cap_unknown"))
        .when(short & known)
        .then(pl.lit("cap_zeros"))
        .when(
            pl.col("typed").str.contains(r"^(?:[A-Z]{1,3}[\s-]*)?[0-9]{3,4}$|^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$")
        )
        .then(pl.lit("cap_foreign"))
        .when(
            pl.col("typed").str.contains(
                r"^[A-Z]{1,3}[\s-]+[0-9]{4,6}$|^[0-9]{6}$|^[0-9]{4} ?[A-Z]{2}$|^[0-9]{3} [0-9]{2}$"
            )
        )
        .then(pl.lit("cap_foreign"))
        .otherwise(pl.lit("cap_format"))
    )
    return typed.with_columns(issue=issue).select(
        value=pl.when(pl.col("issue") == "cap_zeros")
        .then("padded")
        .when(pl.col("issue").ne_missing("cap_format"))
        .then("typed"),
        issue="issue",
        detail=pl.when(pl.col("issue") == "cap_generic").then("zones"),
    )


@cache
def _abolished() -> pl.DataFrame:
    """The generic CAPs of the cities that have one for each zone (20100), and the first and last of those."""
    several = table("cap").filter(pl.len().over("istat") > 1)
    return (
        several.with_columns(generic=pl.col("cap").str.slice(0, 3) + "00")
        .filter(~pl.col("generic").is_in(_known().implode()))
        .group_by("generic")
        .agg(first=pl.col("cap").min(), last=pl.col("cap").max())
        .select("generic", zones=pl.concat_str("first", pl.lit("-"), "last"))
    )


@cache
def _known() -> pl.Series:
    return table("cap")["cap"].unique()
