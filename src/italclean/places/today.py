"""The comuni of today by their names: whole, begun, abbreviated, and what became of those of the past."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.empty import remembers_empty
from italclean.core.reference import table
from italclean.places.index import (
    SAINTS,
    known_places,
    loose,
)
from italclean.places.register import ABROAD, places

SHORTEST_MISSPELT = 5
_PAST = date(1940, 1, 1)
"""Comuni that ceased before are known to few lists, and their names are many words: Acqua, Alone, Banco, Barra."""
_LONGEST_CHAIN = 4
MOST_WORDS = 6
"""Of how many words the longest names are that are looked for."""
_STILL_USED = "1970-01-01"
"""Names that were in force since then are in lists that are kept by computer."""


@cache
def beginnings() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The comuni by the first words of their name, and by these and the first letter of the next."""
    italian = current_names().with_columns(tokens=pl.col("words").str.replace_all(SAINTS, "S").str.split(" "))
    tokens = pl.col("tokens")
    begun = [
        italian.filter(tokens.list.len() > length).select(
            pl.all().exclude("tokens"),
            head=tokens.list.head(length).list.join(" "),
            letter=tokens.list.get(length).str.head(1),
        )
        for length in range(1, MOST_WORDS)
    ]
    every = pl.concat(begun)
    return every.with_columns(key="head"), every.with_columns(key=pl.concat_str("head", pl.lit(" "), "letter"))


@cache
def current_names() -> pl.DataFrame:
    """The names of the comuni of today, as they are called today."""
    places = known_places().filter(~pl.col("siglas").str.starts_with(ABROAD) & ~pl.col("is_city"))
    return places.filter(pl.col("living") & pl.col("last_name"))


@remembers_empty
def of_province(near: pl.DataFrame, manner: str) -> pl.DataFrame:
    """Keep the comuni that lie in the province beside them, and say in which manner each was found."""
    fits = pl.col("siglas").str.contains(pl.col("beside_sigla"), literal=True).fill_null(value=True)
    return near.filter(fits).select(
        "at",
        "codice",
        "living",
        "last_name",
        "printed",
        manner=pl.lit(manner),
        accented=False,
        is_city=False,
        elsewhere=False,
        clear=pl.col("clear") if "clear" in near.columns else pl.lit(value=False),
    )


@cache
def renamed() -> pl.DataFrame:
    """The names that comuni of today bore until not long ago: lists still hold them."""
    bore = table("luoghi").filter(pl.col("al") >= _STILL_USED).select("codice", renamed="nome")
    bore = bore.join(current_names().select("codice").unique(), on="codice", how="semi")
    words = text.words(text.straight(pl.col("renamed")).str.replace_all("'", " "))
    spelled = bore.with_columns(words=words).join(current_names(), on=["codice", "words"], how="anti")
    return spelled.select("codice", "renamed", spelling=loose(pl.col("words"))).unique(
        ["codice", "spelling"], keep="last", maintain_order=True
    )


@cache
def comuni_today() -> pl.DataFrame:
    """The comuni of today that each code stands for: itself, or those that took a ceased one in."""
    known = places().select("codice", "luogo", "printed", "living", "ended")
    heirs = table("luoghi_soppressi").select(
        "codice", oggi=pl.concat_str("erede", "altri_eredi", separator=" ", ignore_nulls=True).str.split(" ")
    )
    ceased = known.filter(~pl.col("living")).select("codice").join(heirs.explode("oggi"), on="codice", how="left")
    alive = known.filter("living").select("codice", oggi="codice")
    # An heir may have been taken in by another in its turn.
    for _ in range(_LONGEST_CHAIN):
        further = ceased.join(heirs.explode("oggi"), left_on="oggi", right_on="codice", how="left", suffix="_next")
        ceased = further.select("codice", oggi=pl.coalesce("oggi_next", "oggi")).unique()
    today = pl.concat([alive, ceased]).with_columns(oggi=pl.coalesce(pl.col("oggi").replace("", None), "codice"))
    named = known.select(oggi="codice", oggi_nome="luogo", oggi_printed="printed")
    ended = known.select("codice", "ended")
    return today.unique().join(named, on="oggi", how="left").join(ended, on="codice", how="left").sort("codice", "oggi")
