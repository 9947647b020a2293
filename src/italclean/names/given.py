"""What given names tell: that they are some, the sex of who bears them, the name that a short form stands for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import polars as pl

from italclean.core import text
from italclean.core.known import among
from italclean.core.reference import table
from italclean.core.remembered import SHORT, remembers

# fmt: off
PARTICLES = [
    "DE", "DI", "DEL", "DELLA", "DELLE", "DELLO", "DEGLI", "DEI", "DAL", "DALLA", "DALLE", "DALLO", "DALL", "DA", "DAI",
    "DAGLI", "LO", "LA", "LI", "LE", "D", "MC", "MAC", "VAN", "VON", "DER", "DEN", "EL", "AL", "BEN", "ABU",
    "DOS", "DAS", "ABOU", "DELA", "LOS", "LAS",
    "DU",
]
# fmt: on
"""Words that belong to the surname they stand before."""
_TELLING = 1.1
"""Log-odds of one sex from which a name tells it: three to one."""
_SHORTEST_UNKNOWN = 4
# fmt: off
_NO_NAMES = [
    "JR", "SR", "FTO", "VED", "ED", "OK",
    "AFRICA", "AID", "ANIMA", "ARCO", "ART", "ARTI", "ASSISI", "BLU", "BLUE", "CE", "CORSO", "DON", "DONNA", "EN",
    "EURO", "FARO", "GEO", "GIOVANI", "IMPERIA", "LUCCA", "MADONNA", "MONTAGNA", "NON", "OMNIA", "PI", "PO", "RI",
    "RIO", "ROMA", "SANI", "SCALA", "SI", "SIENA", "VI", "VICO",
]
# fmt: on
"""Words beside names, and of signs and places, that the lists have by mistake."""
UNKNOWN_WORD = -1.0
"""Log-odds of a word in neither list: Italy has some 300,000 surnames and far fewer given names."""
_CLEARLY_GIVEN = 1.0


@remembers
def sex_of_given_names(names: pl.Series) -> pl.Series:
    """Tell the sex of whoever bears some given names.

    The first name that tells it decides (Maria Giovanni is a woman, Giovanni Maria a man). Names in no list tell it by
    their ending, -a or -o, which holds of Italian names but for those that the list has (Andrea, Luca).

    Args:
        names: Given names, several of them parted by blanks.

    Returns:
        `M`, `F`, or null where the names do not tell.

    Source: the men and women counted in `data/nomi.csv`.
    """
    distinct, words = _words_of(names)
    words = words.join(_odds(), on="key", how="left", maintain_order="left")
    unknown = pl.col("odds").is_null() & (pl.col("key").str.len_bytes() >= _SHORTEST_UNKNOWN)
    told = (
        pl.when(pl.col("odds") >= _TELLING)
        .then(pl.lit("M"))
        .when(pl.col("odds") <= -_TELLING)
        .then(pl.lit("F"))
        .when(unknown & pl.col("key").str.ends_with("O"))
        .then(pl.lit("M"))
        .when(unknown & pl.col("key").str.ends_with("A"))
        .then(pl.lit("F"))
    )
    first = words.select("at", told=told).group_by("at").agg(sex=pl.col("told").drop_nulls().first()).sort("at")
    return _told_of_each(names, distinct, first["sex"])


def _words_of(names: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
    """Part distinct names into words: the names, and of each word the place of its name, `at`, and its `key`."""
    # What is remembered comes with each name once.
    once = len(names) <= SHORT and not names.null_count() and names.n_unique() == len(names)
    distinct = names if once else names.drop_nulls().unique(maintain_order=True)
    words = distinct.to_frame("name").with_row_index("at").with_columns(pl.col("name").str.split(" "))
    return distinct, words.explode("name").select("at", key=_key_of_word())


@cache
def _key_of_word() -> pl.Expr:
    return text.key(pl.col("name"))


def _told_of_each(names: pl.Series, distinct: pl.Series, told: pl.Series) -> pl.Series:
    if distinct is names:
        return told.rename("told")
    found = pl.DataFrame({"name": distinct, "told": told})
    return names.to_frame("name").join(found, on="name", how="left", maintain_order="left")["told"]


@cache
def _odds() -> pl.DataFrame:
    """Log-odds of each listed name to be a man's, and how many people bear it."""
    men, women = pl.col("maschi").cast(pl.Float64), pl.col("femmine").cast(pl.Float64)
    counted = table("nomi").select(key=text.key(pl.col("nome")), men=men, women=women)
    summed = counted.group_by("key").agg(pl.col("men", "women").sum())
    return summed.select(
        "key", odds=((pl.col("men") + 0.5) / (pl.col("women") + 0.5)).log(), people=pl.col("men") + pl.col("women")
    ).sort("key")


@remembers
def are_given_names(names: pl.Series, least: int = 0) -> pl.Series:
    """Tell which texts are given names throughout, as the lists have them; null where there is no text.

    Args:
        names: Given names, several of them parted by blanks.
        least: How many people at least bear each of them: rare ones may be slips of other names.
    """
    distinct, words = _words_of(names)
    listed = among(pl.col("key"), _common(least))
    known = words.select("at", listed=listed).group_by("at", maintain_order=True).agg(pl.col("listed").all())
    return _told_of_each(names, distinct, known["listed"])


@cache
def _common(least: int) -> Callable[[], pl.Series]:
    return partial(common_given_names, least)


@cache
def common_given_names(least: int) -> pl.Series:
    """Return the keys of the given names that at least so many people of the lists bear."""
    return _odds().filter((pl.col("people") >= least) & ~pl.col("key").is_in(_NO_NAMES))["key"]


@remembers
def full_names(names: pl.Series) -> pl.Series:
    """Name what short forms may stand for: `Beppe` is Giuseppe.

    Args:
        names: Given names; the first word of each is looked up.

    Returns:
        The full names, parted by a comma where there are several; null for what is no short form.

    Source: `data/diminutivi.csv`.
    """
    first = names.to_frame("name").select(key=text.key(pl.col("name").str.extract(r"^(\S+)")))
    return first.join(_full(), on="key", how="left", maintain_order="left")["full"]


@cache
def _full() -> pl.DataFrame:
    printed = pl.col("nome").str.to_titlecase()
    return table("diminutivi").group_by(key="diminutivo").agg(full=printed.unique().sort().str.join(", "))


def is_given_name(key: pl.Expr) -> pl.Expr:
    """Tell which folded words are rather given names than surnames."""
    return among(key, _clearly_given)


@cache
def _clearly_given() -> pl.Series:
    return leanings().filter((pl.col("score") > _CLEARLY_GIVEN) & ~pl.col("key").is_in(_NO_NAMES))["key"]


@cache
def leanings() -> pl.DataFrame:
    """Log-odds of each known word to be a given name rather than a surname, from -6 to 6: `key`, `score`."""
    given = table("nomi").select(
        key=text.key(pl.col("nome")), given=pl.col("maschi").cast(pl.Float64) + pl.col("femmine").cast(pl.Float64)
    )
    surnames = table("cognomi").select(key=text.key(pl.col("cognome")), surname=pl.col("peso").cast(pl.Float64))
    given = given.group_by("key").agg(pl.col("given").sum())
    surnames = surnames.group_by("key").agg(pl.col("surname").sum())
    odds = (
        ((pl.col("given").fill_null(0) + 0.1) / pl.col("given").sum())
        / ((pl.col("surname").fill_null(0) + 0.02) / (pl.col("surname").sum() * 20))
    ).log()
    return (
        given.join(surnames, on="key", how="full", coalesce=True).select("key", score=odds.clip(-6.0, 6.0)).sort("key")
    )
