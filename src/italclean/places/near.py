"""Names that are one slip of the finger away from known ones, found without comparing all with all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from italclean.core.empty import remembers_empty

_LONGEST = 40
_FEW = 100
"""How many typed names are sooner compared with each known one than the rests of all of these are made."""


@remembers_empty
def one_slip(typed: pl.Series, known: pl.Series, rests_of_known: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """Pair typed names with known names that one wrong, lost, doubled or swapped letter leads to.

    Two names one slip apart share what is left when one letter is taken out of either (or of both), so only names
    that share such a rest are compared: the cost grows with the number of names and not with its square. A few are
    compared with each.

    Args:
        typed: Distinct names, folded to what is to be compared.
        known: Known names, folded alike.
        rests_of_known: What gives their `rests`, which are asked for where many names are typed: who asks often keeps
            them.

    Returns:
        The columns `typed` and `known`, a row for each pair at a distance of exactly one.

    Examples:
        >>> cities = pl.Series(["MILANO", "MERANO"])
        >>> one_slip(pl.Series(["MLIANO", "MELANO", "ROMA"]), cities, lambda: rests(cities)).rows()
        [('MELANO', 'MERANO'), ('MELANO', 'MILANO'), ('MLIANO', 'MILANO')]
    """
    pairs = _each_with_each(typed, known) if len(typed) <= _FEW else _by_rests(typed, rests_of_known())
    return pairs.sort("typed", "known")


def _each_with_each(typed: pl.Series, known: pl.Series) -> pl.DataFrame:
    asked, known = _of_fit_length(typed), _of_fit_length(known)
    # Beyond the cut-off it says 2, of whatever distance.
    slips = process.cdist(
        asked.to_list(), known.to_list(), scorer=OSA.distance, score_cutoff=1, dtype=np.uint8, workers=1
    )
    at, of = np.nonzero(slips == 1)
    return pl.DataFrame({"typed": asked[at.astype(np.uint32)], "known": known[of.astype(np.uint32)]})


def _by_rests(typed: pl.Series, known: pl.DataFrame) -> pl.DataFrame:
    pairs = rests(typed).join(known, on="rest", how="inner").select(typed="name", known="name_right").unique()
    if pairs.is_empty():
        return pairs
    slips = process.cpdist(pairs["typed"].to_list(), pairs["known"].to_list(), scorer=OSA.distance)
    return pairs.filter(pl.Series(slips) == 1)


def _of_fit_length(names: pl.Series) -> pl.Series:
    return names.filter(names.str.len_chars().is_between(1, _LONGEST)).unique(maintain_order=True)


def rests(names: pl.Series) -> pl.DataFrame:
    """Each of some distinct `name`s with itself and all that is left of it without one letter (`rest`)."""
    name = pl.col("name")
    length = name.str.len_chars()
    frame = _of_fit_length(names).to_frame("name")
    longest = int(frame.select(length.max().fill_null(0)).item())
    without = [
        pl.when(length > place).then(name.str.slice(0, place) + name.str.slice(place + 1)) for place in range(longest)
    ]
    left = frame.select(name, rest=pl.concat_list(name, *without).list.drop_nulls().list.unique())
    return left.explode("rest")
