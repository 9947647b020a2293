"""Titles in front of a name: what they are, how they are printed, and which sex they tell."""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.reference import table

TITLE_KINDS = ("honorific", "academic", "professional", "honour", "political", "religious", "military")
PLAIN_TITLES = ("honorific", "academic")
"""Titles that are no names, so that they need no dot."""
CALLED = ["DON", "SUOR", "SUORA", "MONSIGNOR", "MONSIGNORE"]
"""Titles that stand without a dot as well; CARDINALE and CONTE are surnames."""
DROPPED_KINDS = ("salutation",)


def read_titles(typed: pl.Series) -> pl.DataFrame:
    """Read titles that stand alone: their canonical spelling (`titolo`) and the `sesso` that they tell.

    Both are null for what is no title.
    """
    words = typed.to_frame("typed").select(key=text.key(pl.col("typed")))
    read = words.join(title_words(), on="key", how="left", maintain_order="left")
    title = pl.when(pl.col("kind").is_in(TITLE_KINDS)).then("titolo")
    man = pl.col("titolo") == "Sig."
    return read.select(
        titolo=title, sesso=pl.when(pl.col("title_sex") == "F").then(pl.lit("F")).when(man).then(pl.lit("M"))
    )


@cache
def title_words() -> pl.DataFrame:
    """Titles that may be taken off, by the key of their form."""
    return (
        table("titoli")
        .filter(pl.col("categoria").is_in(TITLE_KINDS + DROPPED_KINDS))
        .select(
            key=text.key(pl.col("forma")),
            titolo="canonica",
            kind="categoria",
            title_sex="sesso",
            sure=pl.col("confidenza") == "high",
        )
        # Sr. is senior as often as signore: it stays with the name.
        .filter((pl.col("key").str.len_bytes() > 1) & (pl.col("key") != "SR"))
        .sort("key", ~pl.col("sure"))
        .unique("key", keep="first", maintain_order=True)
        .drop("sure")
    )
