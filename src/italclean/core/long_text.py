"""Cells that hold a whole text where a name or a line belongs: they are kept, and not read.

Taking a line apart looks at every word and sign of it again and again; a letter of a hundred pages pasted into a cell
must not hold up the list.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl


def read_short(values: pl.Series, longest: int, issue: str, read: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """Read what is short enough; what is longer stays as typed, under an issue.

    Args:
        values: Text without nulls.
        longest: How many letters a value may have to be read.
        issue: The issue of what is longer.
        read: A core: a frame of `value`, `issue` … for a Series of values.
    """
    short = values.str.len_chars() <= longest
    if short.all():
        return read(values)
    found = read(values.filter(short)).with_row_index("at")
    places = pl.select(pl.when(short).then(short.cast(pl.UInt32).cum_sum() - 1)).to_series()
    whole = pl.DataFrame({"typed": values, "short": short, "at": places.cast(pl.UInt32)})
    whole = whole.join(found, on="at", how="left", maintain_order="left")
    return whole.with_columns(
        value=pl.when("short").then("value").otherwise("typed"),
        issue=pl.when("short").then("issue").otherwise(pl.lit(issue)),
    ).select(name for name in found.columns if name != "at")
