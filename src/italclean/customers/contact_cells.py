"""Where the contacts of a list stand: its columns, and the further values of their cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.cleaners.email import email
from italclean.core.columns import is_true, rows_where
from italclean.customers.contact_columns import (
    _FAX,
    _MOBILE,
    _PEC,
    EMAIL,
    KINDS,
    PHONE,
    contact_columns,
    kind_of,
    state_of,
)
from italclean.customers.ranking import Rows

# The hints that hold the further values of a cell, and the kind that they have if they do not say themselves.
_FURTHER = (("other_emails", EMAIL), ("other_phones", PHONE), ("other_faxes", _FAX))


@dataclass(frozen=True, slots=True)
class ContactColumn:
    """Where contacts stand: a column of the list, or the further values of its cells.

    Attributes:
        name: The column, or the hint.
        kind: The kind of contact that it is for.
        values: The contacts.
        certified: Which of them are certified mail, in a column of mailboxes.
        rows: The rows of further values; None for a column of the list, whose cells are the rows.
        places: The places of these rows in the order of the customers.
    """

    name: str
    kind: int
    values: pl.Series
    certified: npt.NDArray[np.bool_] | None = None
    rows: Rows | None = None
    places: Rows | None = None

    def kinds(self, values: pl.Series, cells: Rows) -> tuple[pl.Series, pl.Series]:
        """Tell the kind of some values, and for which of them it is the value that tells it."""
        if self.kind in (PHONE, _MOBILE):
            told = values.to_frame("value").select(
                pl.when(pl.col("value").str.starts_with("+393"))
                .then(pl.lit(_MOBILE, dtype=pl.UInt8))
                .when(pl.col("value").str.starts_with("+390"))
                .then(pl.lit(PHONE, dtype=pl.UInt8))
                .alias("kind")
            )["kind"]
            return told.fill_null(self.kind), told.is_not_null()
        kind = np.full(len(values), self.kind, dtype=np.uint8)
        if self.certified is not None:
            kind[self.certified[cells]] = _PEC
        return pl.Series(kind), pl.Series([True]).new_from_index(0, len(values))


def cells_of_contacts(frame: pl.DataFrame, hints: pl.DataFrame | None, order: Rows) -> list[ContactColumn]:
    """List where contacts stand: the columns of the list, then the further values of cells.

    Args:
        frame: The cleaned list.
        hints: What the cleaning knows beyond the list, row by row.
        order: All rows, customer by customer.
    """
    columns = []
    for name in contact_columns(frame.columns):
        kind = KINDS.index(kind_of(name))
        certified = _certified(frame[name], frame.get_column(state_of(name), default=None)) if kind == EMAIL else None
        columns.append(ContactColumn(name, kind, frame[name], certified))
    places = np.empty(0, dtype=np.int64)
    if hints is None:
        return columns
    for name, kind in _FURTHER:
        if name not in hints.columns or hints[name].null_count() == hints.height:
            continue
        if not len(places):
            places = np.empty(len(order), dtype=np.int64)
            places[order] = np.arange(len(order))
        filled = rows_where(hints[name].is_not_null())
        cells = pl.DataFrame({"row": filled, "value": hints[name][filled].str.split(" ")}).explode("value")
        cells = cells.with_columns(place=places[cells["row"].to_numpy()]).sort("place", maintain_order=True)
        if kind == EMAIL:
            # What stands behind the first address of a cell has not been judged.
            read = email.series(cells["value"]).struct.unnest()
            cells = cells.with_columns(read["value"], read["pec"].fill_null(value=False)).drop_nulls("value")
        else:
            cells = cells.with_columns(pec=False)
        rows, placed = (cells[name].to_numpy().astype(np.int64) for name in ("row", "place"))
        columns.append(ContactColumn(name, kind, cells["value"], cells["pec"].to_numpy(), rows, placed))
    return columns


def _certified(addresses: pl.Series, state: pl.Series | None) -> npt.NDArray[np.bool_]:
    """Tell the addresses of certified mail, by what is known of them, else by their domains."""
    if state is not None:
        return is_true(state == "pec").to_numpy()
    domains = addresses.str.extract("(@[^@]*)$")
    known = domains.drop_nulls().unique()
    certified = known.filter(email.series("casella" + known).struct.field("pec").fill_null(value=False))
    return domains.is_in(certified.implode()).fill_null(value=False).to_numpy()
