"""How alike two texts are, letter by letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from italclean.core.columns import is_true
from italclean.core.empty import remembers_empty

_FEW = 2_000

Flags = npt.NDArray[np.bool_]
Answers = TypeVar("Answers", npt.NDArray[Any], pl.Series)


def _hands(pairs: pl.Series) -> int:
    """All cores; for a few pairs one, since the others would be later at work than it is done."""
    return -1 if len(pairs) > _FEW else 1


@remembers_empty
def edits(a: pl.Series, b: pl.Series, most: int) -> npt.NDArray[np.int32]:
    """Return the Damerau-Levenshtein distance of each pair; beyond `most` it is only known to be more."""
    return process.cpdist(
        a.to_list(),
        b.to_list(),
        scorer=DamerauLevenshtein.distance,
        score_cutoff=most,
        dtype=np.int32,
        workers=_hands(a),
    )


@remembers_empty
def likeness(a: pl.Series, b: pl.Series) -> npt.NDArray[np.float32]:
    """Return the Jaro-Winkler similarity of each pair, from 0 to 1."""
    return process.cpdist(
        a.to_list(), b.to_list(), scorer=JaroWinkler.normalized_similarity, dtype=np.float32, workers=_hands(a)
    )


def lengths(a: pl.Series, b: pl.Series) -> npt.NDArray[np.int64]:
    """Return the length of the shorter text of each pair."""
    return np.asarray(np.minimum(a.str.len_bytes().to_numpy(), b.str.len_bytes().to_numpy()), dtype=np.int64)


def flags(frame: pl.DataFrame) -> list[Flags]:
    """Return columns of truth values as arrays; null is no."""
    return [is_true(frame[name]).to_numpy().astype(np.bool_) for name in frame.columns]


@remembers_empty
def contains(a: pl.Series, b: pl.Series) -> Flags:
    """Tell the pairs of which one text stands in the other."""
    inside = pl.DataFrame({"a": a, "b": b}).select(
        pl.col("a").str.contains(pl.col("b"), literal=True) | pl.col("b").str.contains(pl.col("a"), literal=True)
    )
    return flags(inside)[0]


def ratio(a: pl.Series, b: pl.Series, scorer: Callable[..., float], least: float = 85) -> npt.NDArray[np.float32]:
    """Return the likeness of each pair by a scorer of rapidfuzz, from 0 to 100; what is less than `least` is 0."""
    return process.cpdist(
        a.to_list(), b.to_list(), scorer=scorer, score_cutoff=least, dtype=np.float32, workers=_hands(a)
    )


def of_both(ask: Callable[[pl.Series], Answers], a: pl.Series, b: pl.Series) -> tuple[Answers, Answers]:
    """Ask something of the texts of either side of pairs at once: a question costs more than a hundred texts.

    Args:
        ask: Gives an answer for each text, which depends on this text alone.
        a: The texts of one side.
        b: Those of the other.

    Examples:
        >>> one, other = of_both(lambda texts: texts.str.len_bytes(), pl.Series(["a"]), pl.Series(["bcd"]))
        >>> one.to_list(), other.to_list()
        ([1], [3])
    """
    told = ask(pl.concat([a.rename("text"), b.rename("text")]))
    return told[: len(a)], told[len(a) :]


def either_way(tell: Callable[[pl.Series, pl.Series], Flags], a: pl.Series, b: pl.Series) -> Flags:
    """Ask something of pairs as they stand and turned round, at once; true where it holds of either.

    Args:
        tell: Tells of each pair whether something holds, which depends on this pair alone.
        a: The texts of one side.
        b: Those of the other.

    Examples:
        >>> either_way(lambda a, b: (a < b).to_numpy(), pl.Series([1, 3]), pl.Series([2, 3])).tolist()
        [True, False]
    """
    one, other = a.rename("text"), b.rename("text")
    told = tell(pl.concat([one, other]), pl.concat([other, one]))
    return told[: len(a)] | told[len(a) :]


def crossed(pairs: pl.DataFrame) -> pl.DataFrame:
    """Put each word of `few` (its `slot`) beside each of `many` (its `place`), of pairs with two words and more."""
    words = pairs.filter(pl.col("few").list.len() >= 2)
    words = words.with_columns(slot=pl.int_ranges(pl.col("few").list.len())).explode("few", "slot")
    return words.with_columns(place=pl.int_ranges(pl.col("many").list.len())).explode("many", "place")


def is_whole(a: pl.Series, b: pl.Series) -> pl.Series:
    """Tell the pairs of words that are the same, or a slip away, and long enough to say so."""
    size = lengths(a, b)
    same = (a == b).to_numpy()
    return pl.Series((same & (size >= 3)) | ((edits(a, b, 1) <= 1) & (size >= 5)), dtype=pl.Boolean)
