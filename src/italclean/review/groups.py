"""Who hangs together by open pairs: the customers of each group, and their rows for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from italclean.customers.deduped import Deduped
from italclean.pairs.cluster import components
from italclean.pairs.review import KEY_FIELDS, shown

MOST_ROWS = 30
"""How many rows of a group are shown: the rest is counted."""
_LONGEST_CELL = 120
_MOST_CHARACTERS = 4_000_000
"""Of all groups of a page together; those behind are counted alone."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of some pairs.

    Attributes:
        of_pair: For each pair the number of its group, and the numbers of its two customers.
        groups: For each group how many rows it has (`rows`), and those that are `shown`: the customer, source, row, id
            and key fields of each.
    """

    of_pair: list[tuple[int, int, int]]
    groups: list[dict[str, Any]]


def groups_of(deduped: Deduped, pairs: pl.DataFrame) -> Groups:
    """Find the groups that pairs are of.

    Args:
        deduped: The customers.
        pairs: `source_a`, `row_a`, `source_b`, `row_b` of rows that are there.
    """
    crosswalk, frame = deduped.crosswalk.select("source", "row", "golden_id"), deduped.explainer.frame
    sides = []
    for side in ("a", "b"):
        named = pairs.select(source=pl.col(f"source_{side}").cast(pl.String), row=f"row_{side}")
        named = named.cast({"row": crosswalk.schema["row"]})
        sides.append(named.join(crosswalk, on=["source", "row"], how="left", maintain_order="left")["golden_id"])
    numbers = pl.concat(sides).unique(maintain_order=True).alias("golden_id").to_frame().with_row_index("customer")
    one, other = (
        side.to_frame().join(numbers, on="golden_id", how="left", maintain_order="left")["customer"].to_numpy()
        for side in (side.rename("golden_id") for side in sides)
    )
    label = components(numbers.height, one.astype(np.int64), other.astype(np.int64))
    _, group = np.unique(label, return_inverse=True)
    theirs = (
        crosswalk.select("golden_id")
        .with_row_index("at")
        .join(numbers, on="golden_id", how="inner", maintain_order="left")
        .with_columns(group=pl.lit(pl.Series(group)).gather("customer"))
        .sort("group", "customer", "at")
    )
    fields = [shown(frame, name) for name in KEY_FIELDS]
    few = theirs.filter(pl.int_range(pl.len()).over("group") < MOST_ROWS, pl.len().over("group") > 2)
    cells = frame[few["at"]].select("source", "row", pl.col("source_id").alias("id"), *fields)
    cells = cells.with_columns(
        pl.when(pl.col(name).str.len_chars() > _LONGEST_CELL)
        .then(pl.col(name).str.head(_LONGEST_CELL - 1) + "…")
        .otherwise(name)
        .alias(name)
        for name, dtype in cells.schema.items()
        if dtype == pl.String
    )
    size = cells.select(pl.sum_horizontal(pl.col(pl.String).str.len_chars()).cum_sum()).to_series()
    held = size <= _MOST_CHARACTERS
    lines = pl.concat([few.select("customer"), cells], how="horizontal").filter(held).rows()
    found: list[dict[str, Any]] = [{"rows": rows, "shown": []} for rows in np.bincount(theirs["group"]).tolist()]
    for number, line in zip(few["group"].filter(held).to_list(), lines, strict=True):
        found[number]["shown"].append(line)
    return Groups(list(zip(group[one].tolist(), one.tolist(), other.tolist(), strict=True)), found)
