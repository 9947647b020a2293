"""For every row its customer, how sure, and why."""

from __future__ import annotations

import numpy as np
import polars as pl

from italclean.pairs.decide import Verdicts
from italclean.pairs.encode import Rows
from italclean.pairs.reasons import number_of
from italclean.pairs.rules import MERGE


def make_crosswalk(
    frame: pl.DataFrame,
    golden_ids: pl.Series,
    labels: pl.Series,
    places: tuple[Rows, Rows],
    low: Rows,
    high: Rows,
    verdicts: Verdicts,
    reasons: pl.Series,
) -> pl.DataFrame:
    """Name for each row its customer, and the number of the reason of the strongest link that put it there.

    `places` holds for each row its distinct record, and for each distinct record its cluster.
    """
    record, label = places
    linked = np.flatnonzero((verdicts.verdict == MERGE) & (label[low] == label[high]))
    best = (
        pl.DataFrame(
            {
                "record": np.concatenate([low[linked], high[linked]]),
                "probability": np.concatenate([verdicts.probability[linked]] * 2),
                "pair": np.concatenate([linked, linked]),
            }
        )
        .sort("record", "probability", "pair", descending=[False, True, False])
        .unique("record", keep="first", maintain_order=True)
    )
    best = best.with_columns(reason=reasons[best["pair"]])
    twins = np.bincount(record)[record]
    return (
        frame.select("source", "row", "source_id")
        .with_columns(golden_id=golden_ids, cluster=labels, record=pl.Series(record), twins=pl.Series(twins))
        .with_columns(size=pl.len().over("cluster"))
        .join(best.select("record", "probability", "reason"), on="record", how="left", maintain_order="left")
        .select(
            "source",
            "row",
            "source_id",
            "golden_id",
            pl.when((pl.col("size") == 1) | (pl.col("twins") > 1))
            .then(1.0)
            .otherwise(pl.col("probability"))
            .fill_null(1.0)
            .round(4)
            .alias("probability"),
            pl.when(pl.col("size") == 1)
            .then(pl.lit(number_of("single")))
            .when(pl.col("reason").is_not_null())
            .then("reason")
            .when(pl.col("twins") > 1)
            .then(pl.lit(number_of("identical")))
            .otherwise(pl.lit(number_of("decided")))
            .cast(pl.Int32)
            .alias("reason"),
        )
    )
