"""A sample of differences to look at: as many of each kind and field as there is room for, the same for one seed."""

from __future__ import annotations

import polars as pl

from italclean.core.stable_hash import hashed

_STRATUM = ("kind", "field")


def sampled(differences: pl.DataFrame, most: int, seed: int) -> pl.DataFrame:
    """Draw a sample, kind by kind and field by field in turn: the rare ones are seen, too.

    The rates are not those of the list: they stand in the counts of all fields.

    Args:
        differences: The list of differences.
        most: How many at most.
        seed: Another seed gives another sample.

    Returns:
        Rows of the list, in its order.
    """
    if differences.is_empty():
        return differences
    told = pl.concat_str(
        pl.lit(str(seed)), "golden_id", *(pl.col(name).cast(pl.String) for name in _STRATUM), separator="\n"
    )
    drawn = differences.select(*_STRATUM).with_row_index("at")
    drawn = drawn.with_columns(lot=pl.Series(hashed(differences.select(told).to_series())))
    turn = pl.col("lot").rank("ordinal").over(_STRATUM)
    # In each turn the worst kinds come first, as they stand in the list.
    chosen = drawn.with_columns(turn=turn).sort("turn", "at").head(most)["at"].sort()
    return differences[chosen]


def side_by_side(sample: pl.DataFrame) -> pl.DataFrame:
    """Lay a sample out for a person: both sides beside each other, with a place for what was found out.

    Args:
        sample: What `sampled` returned.
    """
    return sample.select(
        "golden_id",
        "name",
        pl.col("kind").cast(pl.String),
        "field",
        "typed_a",
        "typed_b",
        "value_a",
        "value_b",
        "proposed",
        "rule",
        "owner",
        "behind",
        "days",
        "source_a",
        "row_a",
        "id_a",
        "source_b",
        "row_b",
        "id_b",
        note=pl.lit(None, dtype=pl.String),
    )
