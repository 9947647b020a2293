"""Names that are one slip of the finger away from known ones, found without comparing all with all."""

from __future__ import annotations

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

_LONGEST = 40


def one_slip(typed: pl.Series, known: pl.Series) -> pl.DataFrame:
    """Pair typed names with known names that one wrong, lost, doubled or swapped letter leads to.

    Two names one slip apart share what is left when one letter is taken out of either (or of both), so only names
    that share such a rest are compared: the cost grows with the number of names and not with its square.

    Args:
        typed: Distinct names, folded to what is to be compared.
        known: Distinct names, folded alike.

    Returns:
        The columns `typed` and `known`, a row for each pair at a distance of exactly one.
    """
    rests = _rests(typed.rename("typed"))
    pairs = rests.join(_rests(known.rename("known")), on="rest", how="inner").select("typed", "known").unique()
    if pairs.is_empty():
        return pairs
    slips = process.cpdist(pairs["typed"].to_list(), pairs["known"].to_list(), scorer=OSA.distance)
    return pairs.filter(pl.Series(slips) == 1).sort("typed", "known")


def _rests(names: pl.Series) -> pl.DataFrame:
    """Each name with itself and all that is left of it without one letter."""
    name = pl.col(names.name)
    length = name.str.len_chars()
    without = [
        pl.when(length > place).then(name.str.slice(0, place) + name.str.slice(place + 1)) for place in range(_LONGEST)
    ]
    frame = names.to_frame().filter(length.is_between(1, _LONGEST))
    rests = frame.select(name, rest=pl.concat_list(name, *without).list.drop_nulls().list.unique())
    return rests.explode("rest")
