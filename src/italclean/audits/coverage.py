"""Whom each of two systems knows: here alone, there alone, in both; and how often within each."""

from __future__ import annotations

import numpy as np
import polars as pl

from italclean.audits.findings import shown_names
from italclean.audits.kinds import KIND, REWRITTEN
from italclean.audits.sides import A, B, Sides
from italclean.customers.blocks import KIND as TYPE
from italclean.fields.catalogue import CODES, columns_in
from italclean.result import Result

BOTH, ONLY_A, ONLY_B = "both", "only_a", "only_b"
WHERE = pl.Enum([ONLY_A, ONLY_B, BOTH])
UNKNOWN = "?"
"""The kind of a customer of whom nobody says whether it is a person or a firm."""


def cover(result: Result, sides: Sides, differences: pl.DataFrame) -> pl.DataFrame:
    """Tell for each customer who knows it.

    Args:
        result: The list and its customers.
        sides: The two systems.
        differences: The list of differences.

    Returns:
        `golden_id`, `name`, `tipo`, the codes, `email`, `where`, `rows_a`, `rows_b`, `differences` (of those that are
        more than writing) and the `worst` of them.
    """
    golden = result.golden
    counts = [sides.counted(side) for side in (A, B)]
    where = np.where(counts[B] == 0, ONLY_A, np.where(counts[A] == 0, ONLY_B, BOTH))
    kind = pl.col(TYPE) if TYPE in golden.columns else pl.lit(None, dtype=pl.String)
    shown = [name for name in (*CODES, *columns_in(golden.columns, "email")[:1]) if name in golden.columns]
    told = golden.select("golden_id", kind.fill_null(UNKNOWN).alias("tipo"), *shown).with_columns(
        shown_names(golden),
        pl.Series("where", where.tolist(), dtype=WHERE),
        pl.Series("rows_a", counts[A]),
        pl.Series("rows_b", counts[B]),
    )
    worst = (
        differences.filter(pl.col("kind") != REWRITTEN)
        .group_by("golden_id")
        .agg(differences=pl.len().cast(pl.Int64), worst=pl.col("kind").min())
    )
    order = ["golden_id", "name", "tipo", *shown, "where", "rows_a", "rows_b", "differences", "worst"]
    joined = told.join(worst, on="golden_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("differences").fill_null(0), pl.col("worst").cast(KIND)).select(order)


def count_covered(coverage: pl.DataFrame) -> pl.DataFrame:
    """Count customers and rows by where they are and by kind.

    Args:
        coverage: What `cover` returned.

    Returns:
        `where`, `tipo`, `customers`, `rows_a`, `rows_b`, and how many customers stand several times in each system
        (`repeated_a`, `repeated_b`).
    """
    return (
        coverage.group_by("where", "tipo")
        .agg(
            customers=pl.len().cast(pl.Int64),
            rows_a=pl.col("rows_a").sum(),
            rows_b=pl.col("rows_b").sum(),
            repeated_a=(pl.col("rows_a") > 1).sum().cast(pl.Int64),
            repeated_b=(pl.col("rows_b") > 1).sum().cast(pl.Int64),
        )
        .sort("where", "tipo")
    )
