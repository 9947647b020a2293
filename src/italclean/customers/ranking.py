"""The rows of each customer, the most trusted first.

A row is trusted for: being no older version of a record that came again, a validated codice fiscale or partita IVA,
the source's priority, the most recent change or order, the fullest record, and at last its content, so that the order
of the rows plays no part. What a contract says of single fields stands above this (`field_orders.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.customers.source_kinds import source_rank
from italclean.fields.catalogue import ACTIVITY, CODES

Rows = npt.NDArray[np.int64]

KEYS = ("superseded", "trusted", "source_rank", "latest", "fullness")
"""What rows are ranked by, one after the other."""

_ROWS = 1 << 16
"""How many rows are ranked at a time."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Which rows are whose, and which of them are trusted most.

    Attributes:
        numbers: For each row the number of its customer; customers are numbered as they come.
        base: For each customer the first of its rows; the only one where there is only one.
        records: For each customer how many rows it has.
        ranked: The rows of customers of several, customer by customer, the most trusted first.
        keys: For each of these what it was ranked by (`KEYS` and `tie`), as numbers.
    """

    numbers: Rows
    base: Rows
    records: Rows
    ranked: Rows
    keys: pl.DataFrame

    @property
    def merged(self) -> Rows:
        """The customers of several rows."""
        return np.flatnonzero(self.records > 1)

    def first_of(self, present: pl.Series, ranked: Rows | None = None) -> Rows:
        """For each customer its first ranked row where something is present, else -1; a customer of one has its row.

        Args:
            present: For each row whether it is.
            ranked: The rows in another order than that of trust.
        """
        rows = self.ranked if ranked is None else ranked
        where = self.base.copy()
        where[self.numbers[rows]] = -1
        fits = rows[present.to_numpy()[rows]][::-1]
        where[self.numbers[fits]] = fits
        return where

    def order(self, ranked: Rows | None = None) -> Rows:
        """All rows, customer by customer, the most trusted first.

        Args:
            ranked: Those of customers of several in another order than that of trust.
        """
        rows = np.empty(len(self.numbers), dtype=np.int64)
        several = np.repeat(self.records > 1, self.records)
        rows[~several] = self.base[self.records == 1]
        rows[several] = self.ranked if ranked is None else ranked
        return rows


def as_if_none_came_again(ranking: Ranking) -> Rows:
    """Return the rows of customers of several in the order of trust, as if no record had come again.

    What stood before a delivery is chosen as it was chosen then: that a record has a newer version by now says nothing
    of who was trusted more when both were new.

    Args:
        ranking: The rows of each customer.
    """
    told = ranking.keys.with_columns(pl.col(KEYS).cast(pl.Int64))
    _, trusted, source_rank, latest, fullness = (told[name].to_numpy() for name in KEYS)
    owners = ranking.numbers[ranking.ranked]
    return ranking.ranked[np.lexsort((told["tie"].to_numpy(), -fullness, -latest, source_rank, -trusted, owners))]


def rank(
    frame: pl.DataFrame,
    labels: pl.Series,
    priority: Sequence[str] = (),
    kinds: Mapping[str, str] | None = None,
    superseded: npt.NDArray[np.bool_] | None = None,
) -> Ranking:
    """Rank the rows of every customer.

    Args:
        frame: The cleaned list.
        labels: The cluster of each row.
        priority: The sources from the most to the least trusted; without it an ERP stands above a CRM,
            a CRM above a marketing platform, by their kinds.
        kinds: The kinds of sources that were said; those of others are told by their names.
        superseded: The rows of which a later delivery brought a newer version; None where there are none.
    """
    first = (
        labels.to_frame("cluster")
        .with_row_index("at")
        .group_by("cluster", maintain_order=True)
        .agg(pl.col("at").first(), records=pl.len())
    )
    numbers = (
        labels.to_frame("cluster")
        .join(first.select("cluster").with_row_index("number"), on="cluster", how="left", maintain_order="left")[
            "number"
        ]
        .to_numpy()
        .astype(np.int64)
    )
    records = first["records"].to_numpy().astype(np.int64)
    several = np.flatnonzero(records[numbers] > 1)
    older = np.zeros(len(numbers), dtype=np.bool_) if superseded is None else superseded
    ranked = _ranked(frame, several, numbers, older, lambda source: source_rank(source, priority, kinds))
    keys = ranked.select(pl.col(KEYS).cast(pl.UInt32).fill_null(0), "tie")
    return Ranking(numbers, first["at"].to_numpy().astype(np.int64), records, ranked["at"].to_numpy(), keys)


def _ranked(
    frame: pl.DataFrame,
    several: Rows,
    numbers: Rows,
    superseded: npt.NDArray[np.bool_],
    ranks: Callable[[pl.Series], pl.Series],
) -> pl.DataFrame:
    columns = frame.columns
    latest = [pl.col(name) for name in ACTIVITY if name in columns]
    trusted = [pl.col(name).is_not_null() for name in CODES if name in columns]
    # A file that is only called otherwise gives the same customers.
    content = [name for name in columns if name not in ("row", "source", "golden_id")]
    asked = {
        "trusted": pl.any_horizontal(trusted) if trusted else pl.lit(value=False),
        "latest": pl.max_horizontal(latest) if latest else pl.lit(None, dtype=pl.String),
        "fullness": pl.sum_horizontal(pl.col(name).is_not_null() for name in content),
        "tie": pl.struct(content).hash(seed=11),
    }
    # Of all columns a few numbers are taken, of some rows at a time: a copy of the rows would be the largest table.
    told = pl.concat(
        frame[several[start : start + _ROWS]].select("source", "row", **asked)
        for start in range(0, max(len(several), 1), _ROWS)
    )
    source = told["source"]
    keys = told.select(
        pl.Series("cluster", numbers[several]),
        pl.Series("at", several),
        pl.Series("superseded", superseded[several]),
        "trusted",
        source_rank=ranks(source),
        latest=pl.col("latest").rank("dense") if latest else pl.lit(None, dtype=pl.UInt32),
        fullness="fullness",
        tie="tie",
        # Of two rows alike in everything the source's name decides, not the order in which the files were given.
        called=source.replace_strict(
            {name: place for place, name in enumerate(sorted(source.unique()))}, return_dtype=pl.Int32
        ),
        row="row",
    )
    return keys.sort(
        "cluster",
        *KEYS,
        "tie",
        "called",
        "row",
        descending=[False, False, True, False, True, True, False, False, False],
        nulls_last=True,
    )
