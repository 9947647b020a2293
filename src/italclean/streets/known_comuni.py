"""The comuni and CAP that may stand in the line of an address."""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.reference import table
from italclean.streets.words import (
    SIGN,
    TYPES,
)


@cache
def patterns_of_places() -> list[str]:
    """How places stand in a line: behind a CAP, behind a sign, beside a sigla in front or behind."""
    sigla = rf"(?P<provincia>{'|'.join(table('province')['sigla'].sort())})"
    end = r"[\s|.)-]*$"
    beside = rf"(?:[\s,|(-]+{sigla})?"
    cap = r"(?:\b(?:c\.?a\.?p\.?|i|it)\b)?[\s.:-]*\b(?P<cap>[0-9]{5})\b"
    city = r"(?P<comune>\p{L}[^0-9|,;]*?)"
    return [
        rf"(?i)^(?P<before>.+?)[\s,|;-]+{cap}[\s,|;-]*(?:{city})?{beside}{end}",
        rf"(?i)^{cap}[\s,|-]+{city}{beside}\s*(?:{SIGN})\s*(?P<before>.+)$",
        rf"(?i)^(?P<before>.*(?:[0-9]|snc|s\.n\.).*?)\s*[,|;]\s*{city}{beside}{end}",
        rf"(?i)^(?P<before>.+?)\s*[,|;]\s*{city}[\s,|(-]+{sigla}{end}",
        rf"(?i)^(?P<before>.*[0-9].*?)(?:\s[-–]\s?|\s?[-–]\s){city}{beside}{end}",
        rf"(?i)^(?P<before>.*[0-9](?:\s?/?\s?[a-z])?)\s+{city}{beside}{end}",
        rf"(?i)^{cap}[\s,|-]+{city}{beside}[\s,|)-]+(?P<before>(?:{TYPES})[\s.].+)$",
        rf"(?i)^{city}[\s,|(-]+{sigla}[\s,|)-]+(?P<before>(?:{TYPES})[\s.].+)$",
        rf"(?i)^(?P<before>.+?)[\s,-]*(?:[|]\s*|[,-]\s*){sigla}{end}",
    ]


@cache
def _both_languages() -> pl.Series:
    """The names of comuni that have two, in either order."""
    both = table("comuni").select("nome", "nome_altra_lingua").drop_nulls()
    orders = (("nome", "nome_altra_lingua"), ("nome_altra_lingua", "nome"))
    return pl.concat(_words(both.select(pl.concat_str(order, separator=" ")).to_series()) for order in orders)


def _words(names: pl.Series) -> pl.Series:
    return names.to_frame("name").select(text.words(pl.col("name"))).to_series()


@cache
def _caps() -> pl.Series:
    """The CAPs of today, and the generic ones that the big cities had."""
    known = table("cap")["cap"].unique()
    cities = table("cap").filter(pl.len().over("istat") > 1)
    return pl.concat([known, cities["cap"].str.slice(0, 3) + "00"]).unique()
