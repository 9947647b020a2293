"""How the customers of several sources meet."""

from __future__ import annotations

import polars as pl


def count_sources(crosswalk: pl.DataFrame) -> pl.DataFrame:
    """Count for each source its rows, its customers, and those that no other source has.

    Args:
        crosswalk: `source` and `golden_id` of each row.

    Returns:
        `source`, `rows`, `customers`, `only_here`, in the order in which the sources come.

    Examples:
        >>> rows = pl.DataFrame({"source": ["erp", "erp", "crm"], "golden_id": ["1", "2", "1"]})
        >>> count_sources(rows).rows()
        [('erp', 2, 2, 1), ('crm', 1, 1, 0)]
    """
    rows = crosswalk.group_by("source", maintain_order=True).agg(rows=pl.len())
    if rows.height == 1:
        count = pl.lit(crosswalk["golden_id"].n_unique(), dtype=pl.UInt32)
        return rows.with_columns(customers=count, only_here=count)
    customers = crosswalk.select("source", "golden_id").unique()
    alone = customers.select("source", only=pl.len().over("golden_id") == 1)
    found = alone.group_by("source").agg(customers=pl.len(), only_here=pl.col("only").sum())
    return rows.join(found, on="source", how="left", maintain_order="left")


def count_links(crosswalk: pl.DataFrame) -> pl.DataFrame:
    """Count the customers that two sources have in common, for each two sources.

    Args:
        crosswalk: `source` and `golden_id` of each row.

    Returns:
        `source_a`, `source_b`, `customers`, in the order in which the sources come; sources without a common
        customer are told, too.

    Examples:
        >>> rows = pl.DataFrame({"source": ["erp", "erp", "crm"], "golden_id": ["1", "2", "1"]})
        >>> count_links(rows).rows()
        [('erp', 'crm', 1)]
    """
    names = crosswalk.select(source_b=pl.col("source").unique(maintain_order=True)).with_row_index("b")
    pairs = names.rename({"source_b": "source_a", "b": "a"}).join(names, how="cross").filter(pl.col("a") < pl.col("b"))
    if pairs.is_empty():
        return pairs.select("source_a", "source_b", customers=pl.lit(0, dtype=pl.UInt32))
    several = crosswalk.select("source", "golden_id").unique().filter(pl.len().over("golden_id") > 1)
    met = several.rename({"source": "source_a"}).join(several.rename({"source": "source_b"}), on="golden_id")
    counts = met.group_by("source_a", "source_b").agg(customers=pl.len())
    return (
        pairs.sort("a", "b")
        .join(counts, on=["source_a", "source_b"], how="left", maintain_order="left")
        .select("source_a", "source_b", pl.col("customers").fill_null(0))
    )
