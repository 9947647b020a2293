"""What became of the customers of a master when rows were added, customers parted or joined: `changes.csv`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.cleaners.stato import LEAD
from italclean.consent.purposes import CONSENT
from italclean.core.columns import gathered, no_text

Rows = npt.NDArray[np.int64]

CHANGES = ("new", "absorbed", "merged", "split", "lead_became_customer", "consent_withdrawn", "field")
"""What a line of `changes.csv` can tell; docs/files.md says what each means."""

COLUMNS = ("golden_id", "change", "field", "old", "new", "source", "row", "other_id")

_ID, _STATE = "golden_id", "stato"
_NOT_TOLD = (_ID, "records")
_REFUSED = ("no", "revocato")


def changes(
    before: pl.DataFrame,
    after: pl.DataFrame,
    crosswalk: pl.DataFrame,
    was: pl.Series,
    new: npt.NDArray[np.bool_],
    taken_from: Callable[[str], Rows],
) -> pl.DataFrame:
    """Tell what became of the customers.

    Args:
        before: The golden records as they were.
        after: The golden records as they are.
        crosswalk: `source`, `row` and `golden_id` of each row.
        was: The golden id that each row had, null for a new one.
        new: Which rows are new.
        taken_from: For a field the row that each golden record has it from, -1 where from none.

    Returns:
        `golden_id`, `change` (one of `CHANGES`), for a changed field `field`, `old` and `new`; `source` and `row` of
        the row that it came from; `other_id`, the customer that is no more, or that it was parted from.
    """
    lines = [
        *_of_rows(before, crosswalk, new),
        *_of_ids(crosswalk, was),
        *_of_fields(before, after, crosswalk, taken_from),
    ]
    order = pl.Enum(CHANGES)
    whole = pl.concat([line.with_columns(pl.col("change").cast(order)) for line in lines])
    return whole.sort("change", maintain_order=True).with_columns(pl.col("change").cast(pl.String))


def _line(frame: pl.DataFrame, change: pl.Expr | str, **known: pl.Expr) -> pl.DataFrame:
    """Lay lines out; what is not known is null."""
    types = dict.fromkeys(COLUMNS, pl.String) | {"row": pl.UInt32}
    told = {name: known.get(name, pl.lit(None)).cast(types[name]).alias(name) for name in COLUMNS}
    told["change"] = (pl.lit(change) if isinstance(change, str) else change).cast(pl.String).alias("change")
    return frame.select(told.values())


def _of_rows(before: pl.DataFrame, crosswalk: pl.DataFrame, new: npt.NDArray[np.bool_]) -> list[pl.DataFrame]:
    """The customers that there were not, each with its first row, and the new rows of those that there were."""
    rows = crosswalk.filter(pl.Series(new))
    known = pl.col(_ID).is_in(before[_ID].implode())
    told = {name: pl.col(name) for name in (_ID, "source", "row")}
    opened = rows.filter(~known).unique(_ID, keep="first", maintain_order=True)
    return [_line(opened, "new", **told), _line(rows.filter(known), "absorbed", **told)]


def _of_ids(crosswalk: pl.DataFrame, was: pl.Series) -> list[pl.DataFrame]:
    """The customers that are no more, each with the one that has its rows, and the parts of those that were parted."""
    moved = crosswalk.select(_ID).with_columns(was=was).filter(pl.col("was") != pl.col(_ID)).unique(maintain_order=True)
    gone = ~pl.col("was").is_in(crosswalk[_ID].unique().implode())
    told = {_ID: pl.col(_ID), "other_id": pl.col("was")}
    return [_line(moved.filter(gone), "merged", **told), _line(moved.filter(~gone), "split", **told)]


def _of_fields(
    before: pl.DataFrame, after: pl.DataFrame, crosswalk: pl.DataFrame, taken_from: Callable[[str], Rows]
) -> list[pl.DataFrame]:
    """The fields of customers of before that are others now, with the row that each came from."""
    places = (
        after.select(_ID)
        .with_row_index("after")
        .join(before.select(_ID).with_row_index("before"), on=_ID, how="inner", maintain_order="left")
    )
    ours, theirs = places["after"], places["before"]
    lines = []
    for name in dict.fromkeys((*after.columns, *before.columns)):
        if name in _NOT_TOLD:
            continue
        old = before[name][theirs] if name in before.columns else no_text(len(theirs), name)
        now = after[name][ours] if name in after.columns else no_text(len(ours), name)
        other = old.ne_missing(now)
        if not other.any():
            continue
        at = ours.filter(other)
        rows = taken_from(name)[at.to_numpy()]
        told = pl.DataFrame(
            {
                _ID: after[_ID][at],
                "old": old.filter(other),
                "new": now.filter(other),
                "source": gathered(crosswalk["source"], rows),
                "row": gathered(crosswalk["row"], rows),
            }
        )
        lines.append(
            _line(
                told,
                _kind(name),
                golden_id=pl.col(_ID),
                field=pl.lit(name),
                old=pl.col("old"),
                new=pl.col("new"),
                source=pl.col("source"),
                row=pl.col("row"),
            )
        )
    return lines


def _kind(name: str) -> pl.Expr:
    """What the change of a field is called."""
    if name == _STATE:
        became = (pl.col("old") == LEAD) & pl.col("new").is_not_null()
        return pl.when(became).then(pl.lit("lead_became_customer")).otherwise(pl.lit("field"))
    if name.startswith(CONSENT):
        withdrawn = pl.col("new").is_in(_REFUSED) & ~pl.col("old").is_in(_REFUSED).fill_null(value=False)
        return pl.when(withdrawn).then(pl.lit("consent_withdrawn")).otherwise(pl.lit("field"))
    return pl.lit("field")
