"""What a row is known by when its list comes again, sorted otherwise or exported anew.

The number of a row says nothing of it. Its source and id do; where it has no id, all that tells its customer does.
Both are written as letters, because a spreadsheet makes `123` of the id `00123` and `3,93E+11` of a telephone
number, and leaves `bqkzuvmphwoxna` alone.

An anchor is two hashes of fourteen letters with a full stop between them: of source and id (`noid` where there
is none), and of what the row says. Rows that are alike in both are told apart by their order: `….2.3` is the second of
three. If then there are three no more, none of them is meant for sure.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import rows_where
from italclean.core.stable_hash import LETTERS, as_letters, hashed
from italclean.fields.catalogue import IDENTITY

_ROWS = 1 << 16
"""How many rows are looked at at a time."""
NO_ID = "noid"
_ANCHOR = rf"^(?:{NO_ID}|([a-z]{{{LETTERS}}}))\.([a-z]{{{LETTERS}}})(?:\.([0-9]+)\.([0-9]+))?$"
PARTS = {"named": pl.UInt64, "told": pl.UInt64, "twin": pl.UInt32, "twins": pl.UInt32}
"""What an anchor says: the hash of source and id, that of the content, and which of how many rows alike."""


def named(frame: pl.DataFrame, source: str = "source", row_id: str = "source_id") -> pl.Series:
    """Return the hash of source and id of each row, null where it has no id.

    Args:
        frame: Has both columns.
        source: The column of the source.
        row_id: The column of the id.
    """
    known = pl.when(pl.col(row_id).str.len_bytes() > 0).then(pl.col(row_id))
    texts = frame.select(pl.concat_str(source, known, separator="\n")).to_series()
    whole = pl.Series("named", hashed(texts.fill_null("")), dtype=pl.UInt64)
    return pl.select(pl.when(texts.is_not_null()).then(whole)).to_series().alias("named")


def told(frame: pl.DataFrame) -> pl.Series:
    """Return the hash of what each row says of its customer, null where it says nothing.

    A column more that says nothing of a row changes nothing.

    Args:
        frame: Rows of a cleaned list.
    """
    said = [
        pl.when(pl.col(name).str.len_bytes() > 0).then(pl.lit(f"{name}=") + pl.col(name)).alias(name)
        for name in IDENTITY
        if name in frame.columns
    ]
    if not said:
        return pl.Series("told", [None] * frame.height, dtype=pl.UInt64)
    texts = frame.select(pl.concat_str(said, separator="\n", ignore_nulls=True)).to_series().fill_null("")
    whole = pl.Series("told", hashed(texts), dtype=pl.UInt64)
    return pl.select(pl.when(texts != "").then(whole)).to_series().alias("told")


def anchors(frame: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """Return the anchors of some rows of a cleaned list.

    Args:
        frame: The cleaned list.
        rows: Which rows.
    """
    if rows.is_empty():
        return pl.Series([], dtype=pl.String)
    # Twins of a row have all that tells it in common. Hashes find the few that need a closer look.
    said = [name for name in ("source", "source_id", *IDENTITY) if name in frame.columns]
    known = [pl.when(pl.col(name).str.len_bytes() > 0).then(pl.col(name)).alias(name) for name in said]
    # Some rows at a time: all that tells a million rows is a quarter of a gigabyte.
    parts = (frame.slice(start, _ROWS).select(known) for start in range(0, frame.height, _ROWS))
    whole = pl.concat(part.hash_rows() for part in parts)
    near = rows_where(whole.is_in(whole[rows.unique()].unique().implode()))
    counted = (
        frame[near]
        .select(known)
        .with_columns(at=near.cast(pl.UInt32))
        .select("at", twin=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over(said), twins=pl.len().over(said))
    )
    wanted = rows.cast(pl.UInt32).unique(maintain_order=True).alias("at").to_frame()
    one = frame[wanted["at"]]
    held = wanted.join(counted, on="at", how="left", maintain_order="left").with_columns(named(one), told(one))
    ids = as_letters(held["named"]).fill_null(NO_ID)
    texts = held.select(
        "at",
        anchor=pl.concat_str(ids, as_letters(held["told"]).fill_null("a" * LETTERS), separator=".")
        + pl.when(pl.col("twins") > 1).then(pl.format(".{}.{}", "twin", "twins")).otherwise(pl.lit("")),
    )
    asked = rows.cast(pl.UInt32).alias("at").to_frame()
    return asked.join(texts, on="at", how="left", maintain_order="left")["anchor"]


def read_anchors(texts: pl.Series) -> pl.DataFrame:
    """Return what anchors say, in the columns of `PARTS`; all null where a text is none.

    Args:
        texts: Anchors as a file has them.
    """
    groups = (
        texts.str.strip_chars()
        .str.to_lowercase()
        .alias("text")
        .to_frame()
        .select(
            *(pl.col("text").str.extract(_ANCHOR, number).alias(name) for number, name in enumerate(PARTS, start=1))
        )
    )
    return groups.select(
        _number(groups["named"]),
        _number(groups["told"]),
        *(pl.col(name).cast(pl.UInt32, strict=False) for name in ("twin", "twins")),
    ).with_columns(told=pl.when(pl.col("told") != 0).then("told"))


def _number(texts: pl.Series) -> pl.Series:
    given = texts.fill_null("a" * LETTERS)
    signs: npt.NDArray[np.uint8] = (
        np.frombuffer(given.str.join("").item().encode(), dtype=np.uint8).reshape(-1, LETTERS) - ord("a")
        if len(given)
        else np.empty((0, LETTERS), np.uint8)
    )
    total = np.zeros(len(given), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for place in range(LETTERS):
            total = total * np.uint64(26) + signs[:, place].astype(np.uint64)
    numbers = pl.Series(total, dtype=pl.UInt64)
    return pl.select(pl.when(texts.is_not_null()).then(numbers)).to_series().alias(texts.name)
