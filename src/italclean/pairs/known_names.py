"""Which words are names that people bear, and which of two is the other one mistyped."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import is_true
from italclean.core.known import among
from italclean.core.reference import table
from italclean.core.remembered import remembers
from italclean.names.given import are_given_names, sex_of_given_names
from italclean.pairs.strings import Flags, edits, flags, lengths, of_both

LONG = 6
"""From how many letters on two slips of the pen leave a name to be recognised."""
SHORTEST = 3
"""How many letters a given name has at least that is looked for in another."""
_COMMON = 1000
"""How many people bear a name that is too common to be another one mistyped: MARCO and MARIO are brothers."""
_OF_ITS_OWN = 100
"""How many people bear a name that is given for itself, whatever it is short for."""
_HARDLY_ANYBODY, _SO_MANY_MORE, _MANY_MORE = 25, 100, 50
"""Under how many people, and beside a name of how many times as many, a name a slip away may be that one mistyped."""
BORNE = 10
"""How many people bear a name that is surely one: rarer ones of the lists may be slips themselves."""
_OTHER_SPELLINGS = (
    ("(?:CH|K|Q)", "C"),
    ("PH", "F"),
    ("H", ""),
    ("W", "V"),
    ("[YJ]", "I"),
    ("X", "SS"),
    ("AA", "A"),
    ("EE", "E"),
    ("II", "I"),
    ("OO", "O"),
    ("UU", "U"),
    ("BB", "B"),
    ("CC", "C"),
    ("DD", "D"),
    ("FF", "F"),
    ("GG", "G"),
    ("LL", "L"),
    ("MM", "M"),
    ("NN", "N"),
    ("PP", "P"),
    ("RR", "R"),
    ("SS", "S"),
    ("TT", "T"),
    ("ZZ", "Z"),
    ("([LNRS])E?$", "$1"),
)
"""What one name is also written with: `ERIKA`, `KATIA`, `CHRISTIAN`, `RAFAEL`, `DANIEL`."""


@cache
def _spelling(side: str) -> pl.Expr:
    """Reduce the names of a column to what their spellings have in common."""
    name = pl.col(side)
    for written, read in _OTHER_SPELLINGS:
        name = name.str.replace_all(written, read)
    return name


@remembers
def are_two_names(a: pl.Series, b: pl.Series) -> Flags:
    """Tell two known given names that are not one another's short form or other spelling, nor one a part of the other.

    `MARCO`, `MIRCO`; `GIOVANNI`, `GIOVANNA`. A name that nobody bears (`SERGOI`) may be the other one mistyped, and so
    may one that hardly anybody bears beside one that very many do: `FARNCESCO` is in the lists, too.
    """
    pairs = pl.DataFrame({"a": a, "b": b}).with_row_index("at")
    short = pl.col("a").str.len_bytes() < pl.col("b").str.len_bytes()
    pairs = pairs.filter(is_known(pl.col("a")) & is_known(pl.col("b")) & (pl.col("a") != pl.col("b"))).with_columns(
        few=pl.when(short).then("a").otherwise("b"), many=pl.when(short).then("b").otherwise("a")
    )
    pairs = pairs.filter(_spelling("a") != _spelling("b"))
    pairs = pairs.filter(~is_part(pl.col("few"), pl.col("many")))
    people = of_both(people_of, pairs["a"], pairs["b"])
    rare, common = np.minimum(*people), np.maximum(*people)
    doubtful = (rare > 0) & (rare < _HARDLY_ANYBODY) & (common > rare * _SO_MANY_MORE)
    # Two letters in each other's place are the commonest slip: MAIRA, but not CLARA beside CARLA.
    swapped = pairs.select((letters(pl.col("a")) == letters(pl.col("b"))).fill_null(value=False))
    doubtful |= (rare > 0) & (common > rare * _MANY_MORE) & swapped.to_series().to_numpy()
    two = ~of_one_group(pairs["a"], pairs["b"])
    at = pl.Series(np.flatnonzero(doubtful))
    two[doubtful] &= edits(pairs["a"][at], pairs["b"][at], 1) > 1
    # LUIS is no Italian's whole name: cut off, it may be that of a man with one letter more, not of LUISA.
    sexes = of_both(sex_of_given_names, pairs["a"], pairs["b"])
    cut = pairs.select(
        pl.col("many").str.starts_with(pl.col("few"))
        & (pl.col("many").str.len_bytes() == pl.col("few").str.len_bytes() + 1)
        & ~pl.col("few").str.contains("[AEIOU]$")
    )
    two &= ~(flags(cut)[0] & is_true(sexes[0] == sexes[1]).to_numpy())
    found = np.zeros(len(a), dtype=np.bool_)
    found[pairs["at"].to_numpy()[two]] = True
    return found


def letters(name: pl.Expr) -> pl.Expr:
    """Return the letters of a name in their order: those of CARLA and CLARA are the same."""
    return name.str.split("").list.sort().list.join("")


@remembers
def people_of(names: pl.Series) -> npt.NDArray[np.int64]:
    """Return how many people bear each name; 0 for names in no list."""
    counted = table("nomi").select(name="nome", people=pl.sum_horizontal(pl.col("maschi", "femmine").cast(pl.Int64)))
    found = names.to_frame("name").join(counted, on="name", how="left", maintain_order="left")["people"]
    return np.asarray(found.fill_null(0).to_numpy(), dtype=np.int64)


def is_known(word: pl.Expr) -> pl.Expr:
    """Tell the given names that some people bear, and their short forms."""
    return among(word, known)


@cache
def known() -> pl.Series:
    """Every given name that some people bear, and every short form."""
    borne = table("nomi").filter(pl.sum_horizontal(pl.col("maschi", "femmine").cast(pl.Int64)) >= BORNE)
    return pl.concat([borne["nome"], groups()["form"].rename("nome")]).unique()


@remembers
def is_slip(a: pl.Series, b: pl.Series) -> Flags:
    """Tell pairs that differ by a slip of the pen, and not as two names do (`MARIO`, `MARIA`; `SARA`, `MARA`)."""
    slip = edits(a, b, 1) <= 1
    at = np.flatnonzero(slip)
    near = pl.DataFrame({"a": a[pl.Series(at)], "b": b[pl.Series(at)]})
    last_a, last_b = pl.col("a").str.tail(1), pl.col("b").str.tail(1)
    stem = pl.col("a").str.head(-1) == pl.col("b").str.head(-1)
    looks = near.select(
        sexes=stem & last_a.is_in(["A", "O"]) & last_b.is_in(["A", "O"]),
        endings=stem & last_a.str.contains("[AEIO]") & last_b.str.contains("[AEIO]"),
        same_length=pl.col("a").str.len_bytes() == pl.col("b").str.len_bytes(),
    )
    sexes, endings, same_length = flags(looks)
    two_names, two_common = (
        np.logical_and(*of_both(partial(are_names, least=least), near["a"], near["b"])) for least in (BORNE, _COMMON)
    )
    shortest = lengths(near["a"], near["b"])
    # What is no name is the other one mistyped, however short: SARQ, ALNA.
    long_enough = (shortest >= 5) | (~same_length & (shortest >= 4)) | (~two_names & (shortest >= 3))
    slip[at] = long_enough & ~sexes & ~(endings & two_names) & ~two_common
    return slip


@remembers
def are_names(texts: pl.Series, least: int) -> Flags:
    """Tell which are names that so many people bear."""
    return np.asarray(is_true(are_given_names(texts, least)).to_numpy(), dtype=np.bool_)


@remembers
def of_one_group(a: pl.Series, b: pl.Series) -> Flags:
    """Tell short forms and their names, and two short forms of one name (`MASINO`, `TOMMY`)."""
    pairs = pl.DataFrame({"a": a, "b": b}).with_row_index("at")
    met = pairs.join(forms_beside(), left_on=["a", "b"], right_on=["form", "b"], how="semi")
    found = np.zeros(len(a), dtype=np.bool_)
    found[met["at"].to_numpy()] = True
    return found


@cache
def groups() -> pl.DataFrame:
    """Every form of every name that has short ones: the columns `form` and `name`."""
    pairs = table("diminutivi")
    return pl.concat([pairs.select(form="diminutivo", name="nome"), pairs.select(form="nome", name="nome")]).unique(
        maintain_order=True
    )


@cache
def forms_beside() -> pl.DataFrame:
    """Every form of a name (`b`) with each form of the same name, itself among them (`form`)."""
    named = groups()
    return named.rename({"form": "b"}).join(named, on="name").select("b", "form").unique(maintain_order=True)


def is_part(few: pl.Expr, many: pl.Expr) -> pl.Expr:
    """Tell one of two names that were typed as one: `ANNA` of `ANNAMARIA`, `MARIA` of `MARIANNA`."""
    behind, before = many.str.strip_prefix(few), many.str.strip_suffix(few)
    begins, ends = many.str.starts_with(few), many.str.ends_with(few)
    shared = few.str.tail(1) + behind
    return (
        (begins & is_known(behind) & (behind.str.len_bytes() >= SHORTEST))
        | (begins & is_known(shared) & (shared.str.len_bytes() > SHORTEST))
        | (ends & is_known(before) & (before.str.len_bytes() >= SHORTEST))
    )
