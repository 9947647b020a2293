"""Ids of customers that stay the same when the same records come again."""

from __future__ import annotations

import numpy as np
import polars as pl

from italclean.core.columns import rows_where
from italclean.core.stable_hash import hashed
from italclean.fields.catalogue import CODES, IDENTITY

_TELLING = tuple(name for name in IDENTITY if name not in CODES)

_ROWS = 1 << 16
"""How many rows are looked at at a time."""


def golden_ids(frame: pl.DataFrame, labels: pl.Series) -> pl.Series:
    """Name each customer after the first of its records, by source and id.

    A record without an id is known by its codice fiscale or partita IVA, or by what it says: wherever it stands in
    the file when it comes again, and whatever else has been added to it.

    Args:
        frame: The cleaned list: `source`, `source_id`, `row` and canonical columns.
        labels: The cluster of each row.

    Returns:
        The golden id of each row: the source, a colon and the id, or a colon, a tilde and twelve digits.
    """
    named = frame.select("source", "source_id", "row", unnamed=pl.col("source_id").is_null()).with_columns(
        cluster=labels
    )
    # The first record of a customer is one with an id, if there is any.
    places = rows_where(named.select(pl.col("unnamed").all().over("cluster")).to_series())
    # Of whole rows only some at a time are needed: all of them would be the largest table.
    parts = (places.slice(start, _ROWS) for start in range(0, max(len(places), 1), _ROWS))
    known = pl.DataFrame({"at": places, "known": pl.concat(_fingerprints(frame[part]) for part in parts)})
    first = (
        named.with_row_index("at")
        .join(known, on="at", how="left", maintain_order="left")
        .sort("unnamed", "source", "source_id", "known", "row")
        .unique("cluster", keep="first", maintain_order=True)
        .with_columns(golden_id=pl.concat_str("source", pl.coalesce("source_id", "known"), separator=":"))
    )
    # Ids come twice in old lists, and one may look like another's numbered copy: the row tells them apart.
    while first["golden_id"].n_unique() < first.height:
        again = pl.col("golden_id").is_first_distinct().not_()
        numbered = pl.concat_str("golden_id", pl.lit("#"), pl.col("row").cast(pl.String))
        first = first.with_columns(golden_id=pl.when(again).then(numbered).otherwise("golden_id"))
    return labels.to_frame().join(
        first.select("cluster", "golden_id"), on="cluster", how="left", maintain_order="left"
    )["golden_id"]


def _fingerprints(frame: pl.DataFrame) -> pl.Series:
    """Twelve digits for the codice fiscale or partita IVA of each row, or for all that tells its customer."""
    codes = [name for name in CODES if name in frame.columns]
    telling = [name for name in _TELLING if name in frame.columns]
    # Rows of a list that tells nothing (consents alone) are told apart by their number.
    blank = pl.Series("blank", [""]).new_from_index(0, frame.height)
    said = [pl.col(name).fill_null("") for name in telling] or [pl.col("blank")]
    texts = frame.with_columns(blank).select(pl.coalesce(*codes, pl.concat_str(said, separator="|"))).to_series()
    digits = pl.Series(hashed(texts) % np.uint64(10**12)).cast(pl.String).str.zfill(12)
    return pl.select(pl.lit("~") + digits).to_series()
