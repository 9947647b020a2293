"""The issue log: one row for each cell that was changed, doubtful or refused."""

from __future__ import annotations

import polars as pl

from italclean.cleaning.worksheet import Cells
from italclean.core.outcome import messages
from italclean.errors import Language


def entries(identity: pl.DataFrame, cells: Cells, language: Language) -> pl.DataFrame:
    """Return the log of one column.

    A cell is logged when its value is not what was typed, or when it has an issue, so that every input
    cell stands verbatim either in `cleaned` or here as `original`.
    """
    value, original = pl.col("value").fill_null(""), pl.col("original").fill_null("")
    moved_out = pl.lit(value=cells.output is None)
    logged = pl.col("column").is_not_null() & (
        (value != original) | pl.col("issue").is_not_null() | (moved_out & (original != ""))
    )
    frame = pl.concat(
        [identity, pl.DataFrame({"column": cells.names, "original": cells.raw}), cells.verdict], how="horizontal"
    )
    return frame.filter(logged).select(
        "source",
        "row",
        "source_id",
        "column",
        pl.lit(cells.role, dtype=pl.Categorical()).alias("role"),
        "original",
        pl.col("value").alias("cleaned"),
        "status",
        "issue",
        messages(language).alias("message"),
    )
