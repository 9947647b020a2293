"""Which addresses of a customer are one seat."""

from __future__ import annotations

import numpy as np
import polars as pl

from italclean.customers.ranking import Ranking, Rows


def seats(address: pl.DataFrame, rows: Rows, ranking: Ranking) -> pl.Series:
    """Number the addresses of customers of several rows; null where a row has none."""
    seats = pl.Series("seat", [None], dtype=pl.UInt64).new_from_index(0, len(rows))
    several = np.flatnonzero(ranking.records[ranking.numbers[rows]] > 1)
    if not address.columns or not len(several):
        return seats
    some = address[rows[several]].select(
        pl.when(pl.any_horizontal(pl.all().is_not_null())).then(pl.struct(pl.all()).hash(seed=7)).alias("seat")
    )
    return seats.scatter(several, some["seat"])
