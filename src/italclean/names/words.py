"""The words of a person's name as they are typed: their keys, their print, and which of them are titles."""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.names.given import (
    PARTICLES,
    UNKNOWN_WORD,
    is_given_name,
    leanings,
)
from italclean.names.lettering import one_case, print_name
from italclean.names.parting import INITIAL_SCORE
from italclean.names.titles import CALLED, DROPPED_KINDS, PLAIN_TITLES, title_words

_SIGNS = "*_;:/+-"


def words_of(cells: pl.DataFrame) -> pl.DataFrame:
    """One row for each word, in order: its key, its print, and how much rather it is a given name than a surname."""
    tokens = (
        cells.select(
            "at",
            token=pl.col("bare").str.replace_all(",", " ").str.strip_chars(" ").str.split(" "),
            shouted=one_case(pl.col("bare")),
        )
        .explode("token")
        .filter(pl.col("token").str.strip_chars(_SIGNS + ".").str.len_bytes() > 0)
    )
    distinct = tokens["token"].unique(maintain_order=True)
    # Signs at the ends are not the name's; a dot is, after an initial.
    bare = distinct.str.strip_chars(_SIGNS).str.replace(r"^(.{3,}?)\.+$", "$1")
    known = pl.DataFrame({"token": distinct, "printed": print_name(bare)}).with_columns(key=text.key(pl.col("token")))
    known = known.join(leanings(), on="key", how="left", maintain_order="left").join(
        title_words(), on="key", how="left", maintain_order="left"
    )
    # GENTILE is a salutation and a surname: such a word is a title only when written with a dot.
    sure = pl.col("token").str.contains(".", literal=True) | pl.col("kind").is_in(PLAIN_TITLES)
    sure |= pl.col("key").is_in(CALLED)
    plain = pl.col("score").is_null() & (pl.col("kind").is_in(["professional", *DROPPED_KINDS]))
    known = known.with_columns(
        is_title=pl.col("titolo").is_not_null() & (sure | plain),
        particle=pl.col("key").is_in([*PARTICLES, "SAN"]),
        # An initial stands for a given name: ROSSI M.
        score=pl.when(pl.col("key").str.len_bytes() == 1)
        .then(INITIAL_SCORE)
        .otherwise(pl.col("score").fill_null(UNKNOWN_WORD)),
    )
    tokens = tokens.join(known, on="token", how="left", maintain_order="left")
    tokens = tokens.with_columns(particle=_bound_saints(tokens))
    # de' Medici, dal Verme: a particle typed small among capitals is meant so. The first of two is no numeral (Xi).
    small = pl.col("particle") & pl.col("token").str.contains(r"^\p{Ll}") & ~pl.col("shouted")
    first = (pl.col("at") != pl.col("at").shift(1)).fill_null(value=True)
    numeral = first & pl.col("printed").str.contains("^[IVX]{2,}$")
    tokens = tokens.with_columns(
        printed=pl.when(small).then("token").when(numeral).then(pl.col("token").str.to_titlecase()).otherwise("printed")
    )
    alone = (pl.col("at") != pl.col("at").shift(1)).fill_null(value=True) & (
        pl.col("at") != pl.col("at").shift(-1)
    ).fill_null(value=True)
    # DAL MEDICO is a surname: what follows a particle belongs to it.
    bound = (pl.col("particle") & (pl.col("at") == pl.col("at").shift(-1))).shift(1, fill_value=False)
    return tokens.with_columns(pl.col("is_title") & ~alone & ~bound)


def _bound_saints(tokens: pl.DataFrame) -> pl.Series:
    """Bind SANTA to the name behind it where a given name follows: SANTA MARIA LUIGI, but not SANTA ROSSI."""
    santa = tokens["key"] == "SANTA"
    if not santa.any():
        return tokens["particle"]
    at, given = pl.col("at"), is_given_name(pl.col("key"))
    bound = (
        (pl.col("key") == "SANTA")
        & (at != at.shift(1)).fill_null(value=True)
        & (at == at.shift(-2))
        & (at != at.shift(-3)).fill_null(value=True)
        & given.shift(-1)
        & given.shift(-2)
    )
    return tokens.select(pl.col("particle") | bound.fill_null(value=False)).to_series()
