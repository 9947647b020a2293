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
from italclean.core.known import among
from italclean.core.reference import table

# Postal codes of other countries, with or without their letters in front: MC98000, D-80331, 00-950, H91 E2K3, SW1A 1AA.
_COUNTRY = r"(?:[A-Z]{1,3}[\s-]*)?"
_FOREIGN = (
    r"[0-9]{3,6}|[0-9]{2,5}[\s-][0-9]{2,4}|[0-9]{4} ?[A-Z]{2}|[A-Z][0-9]{4}[A-Z]{3}|"
    r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|GIR ?0AA|[A-Z][0-9][0-9W] ?[0-9A-Z]{4}|"
    r"[A-Z][0-9][A-Z][ -]?[0-9][A-Z][0-9]|[A-Z]{2}[0-9]-[0-9]{4}"
)
_FOREIGN_CODE = rf"^〒?(?:{_COUNTRY}(?:{_FOREIGN})|AD[0-9]{{3}})(?:[\s,]+\p{{L}}[^0-9]*(?:[0-9]{{1,2}})?)?$"
_LABEL = r"^(?:C\.?A\.?P\b\.?[\s:.-]*)?"
# San Marino's codes are of the Italian system, and so is that of the Vatican, which Rome's list holds.
_SAN_MARINO = "^4789[0-9]$"


def _prepare(value: pl.Expr) -> pl.Expr:
    tidy = text.tidy(value.str.normalize("NFKC")).str.to_uppercase()
    # "C.A.P. 20121", an apostrophe of a spreadsheet, (20121), 20121.0
    tidy = tidy.str.replace(_LABEL, "").str.strip_chars("'\" .,;:()/-").str.replace(r"^([0-9]{3,5})[.,]0+$", "$1")
    tidy = tidy.str.replace(r"^(?:I|IT|CAP)[\s.:-]*([0-9]{5})(\D.*)?$", "$1$2")
    tidy = tidy.str.replace(r"^(?:SM|RSM)[\s-]*(4789[0-9])$|^(?:V|VA|SCV)[\s-]*(00120)$", "$1$2")
    return tidy.str.replace(r"^([0-9]{2})[\s.]([0-9]{3})$", "$1$2")


@cleaner(extras={"accanto": pl.String}, prepare=_prepare, regular="^[0-9]{5}$")
def cap(values: pl.Series) -> pl.DataFrame:
    """Judge postal codes.

    The value is five digits; foreign codes are kept as typed. Extra: what stands beside the five digits (`accanto`).
    """
    typed = values.to_frame("typed").with_columns(
        code=pl.coalesce(pl.col("typed").str.extract(r"^([0-9]{3,5})[\s,-]+\p{L}.*$"), "typed"),
        accanto=pl.col("typed").str.extract(r"^[0-9]{5}[\s,-]+(\p{L}.*)$"),
    )
    typed = typed.with_columns(padded=pl.col("code").str.zfill(5))
    typed = typed.join(_abolished(), left_on="padded", right_on="generic", how="left", maintain_order="left")
    known = among(pl.col("padded"), _known) | pl.col("padded").str.contains(_SAN_MARINO)
    digits = pl.col("code").str.contains(r"^[0-9]{5}$")
    short = pl.col("code").str.contains(r"^[0-9]{2,4}$") & (pl.col("code") == pl.col("typed"))
    issue = (
        pl.when(digits & known)
        .then(pl.when(pl.col("accanto").is_not_null()).then(pl.lit("cap_words")))
        .when((digits | short) & pl.col("zones").is_not_null())
        .then(pl.lit("cap_generic"))
        .when(digits)
        .then(pl.lit("cap_unknown"))
        .when(short & known)
        .then(pl.lit("cap_zeros"))
        .when(pl.col("typed").str.contains(_FOREIGN_CODE))
        .then(pl.lit("cap_foreign"))
        .otherwise(pl.lit("cap_format"))
    )
    return typed.with_columns(issue=issue).select(
        value=pl.when(pl.col("issue").is_in(["cap_zeros", "cap_generic"]))
        .then("padded")
        # 75001 PARIS
        .when(
            (pl.col("issue") == "cap_foreign") | ((pl.col("issue") == "cap_unknown") & pl.col("accanto").is_not_null())
        )
        .then("typed")
        .when(pl.col("issue").ne_missing("cap_format"))
        .then("code"),
        issue="issue",
        detail=pl.when(pl.col("issue") == "cap_generic")
        .then("zones")
        .when(pl.col("issue") == "cap_words")
        .then("accanto"),
        accanto="accanto",
    )


@cache
def _abolished() -> pl.DataFrame:
    """The generic CAPs of the cities that have one for each zone (20100), and the first and last of those."""
    several = table("cap").filter(pl.len().over("istat") > 1)
    return (
        several.with_columns(generic=pl.col("cap").str.slice(0, 3) + "00")
        .filter(~among(pl.col("generic"), _known))
        .group_by("generic")
        .agg(first=pl.col("cap").min(), last=pl.col("cap").max())
        .select("generic", zones=pl.concat_str("first", pl.lit("-"), "last"))
    )


@cache
def _known() -> pl.Series:
    return table("cap")["cap"].unique()
