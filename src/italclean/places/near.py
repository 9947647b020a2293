"""Names that are one slip of the finger away from known ones, found without comparing all with all."""

from __future__ import annotations

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from italclean.core.empty import remembers_empty

_LONGEST = 40


@remembers_empty
def one_slip(typed: pl.Series, known: pl.DataFrame) -> pl.DataFrame:
    """Pair typed names with known names that one wrong, lost, doubled or swapped letter leads to.

    Two names one slip apart share what is left when one letter is taken out of either (or of both), so only names
    that share such a rest are compared: the cost grows with the number of names and not with its square.

    Args:
        typed: Distinct names, folded to what is to be compared.
        known: The `rests` of distinct known names, folded alike: who asks often keeps them.

    Returns:
        The columns `typed` and `known`, a row for each pair at a distance of exactly one.
    """
    pairs = rests(typed).join(known, on="rest", how="inner").select(typed="name", known="name_right").unique()
    if pairs.is_empty():
        return pairs
    slips = process.cpdist(pairs["typed"].to_list(), pairs["known"].to_list(), scorer=OSA.distance)
    return pairs.filter(pl.Series(slips) == 1).sort("typed", "known")


def rests(names: pl.Series) -> pl.DataFrame:
    """Each of some distinct `name`s with itself and all that is left of it without one letter (`rest`)."""
    name = pl.col("name")
    length = name.str.len_chars()
    frame = names.to_frame("name").filter(length.is_between(1, _LONGEST))
    longest = int(frame.select(length.max().fill_null(0)).item())
    without = [
        pl.when(length > place).then(name.str.slice(0, place) + name.str.slice(place + 1)) for place in range(longest)
    ]
    left = frame.select(name, rest=pl.concat_list(name, *without).list.drop_nulls().list.unique())
    return left.explode("rest")
