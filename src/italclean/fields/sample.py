"""Some values of a column, by which it is told what the column is."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from italclean.core import text
from italclean.core.columns import is_true
from italclean.core.remembered import SHORT

ENOUGH = 5
"""How many different values a column must have before they tell anything."""
_SAMPLE = 2_000
_COUNTED = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """Some of a column's values.

    Attributes:
        values: Distinct values from all over the column, tidy; fillers do not speak.
        unique: How many of the filled cells looked at are the only one of their text, from 0 to 1.
        rising: Whether the values are numbers that count up from row to row, as codes do.
        cells: All that stands in the cells of a short column, as it came; of a long one nothing.
    """

    values: pl.Series
    unique: float
    rising: bool
    cells: pl.Series

    @property
    def speaks(self) -> bool:
        """Whether there are enough different values to tell anything."""
        return len(self.values) >= ENOUGH


def take_sample(values: pl.Series) -> Sample:
    """Take a sample of a column."""
    spread = values.gather_every(max(len(values) // (_SAMPLE * 4), 1)).drop_nulls()
    distinct = spread.unique(maintain_order=True)
    tidy = distinct.to_frame("value").select(text.tidy(pl.col("value")))
    spoken = tidy.filter(pl.col("value").is_not_null() & ~text.is_filler(pl.col("value"))).head(_SAMPLE).to_series()
    unique = len(distinct) / len(spread) if len(spread) else 0.0
    return Sample(
        spoken, unique, _counts_up(spoken), (values if len(values) <= SHORT else values.clear()).rename("value")
    )


def _counts_up(values: pl.Series) -> bool:
    if len(values) < _COUNTED or not bool(values.str.contains(r"^[0-9]{1,18}$").all()):
        return False
    steps = values.cast(pl.Int64).diff().drop_nulls()
    return share_of(steps > 0) > 0.95


def share_of(flags: pl.Series) -> float:
    """Return the share of true values, 0 for none."""
    return int(is_true(flags).sum()) / len(flags) if len(flags) else 0.0
