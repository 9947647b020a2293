"""Every distinct contact of every customer: the best two of each kind in its golden record, all of them in a book.

A merge must lose none: a customer's second mailbox, the switchboard of another branch, the third number of a cell.
A number is a mobile or a landline by what it is, whatever column it stands in, and the same number in two columns
is one; an address of certified mail is a PEC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import gathered, no_text, rows_where
from italclean.core.parallel import each
from italclean.customers.contact_cells import ContactColumn, cells_of_contacts
from italclean.customers.contact_columns import (
    _MOBILE,
    _PEC,
    EMAIL,
    KINDS,
    MOST,
    PHONE,
    SAID,
    contact_columns,
    kind_of,
    number_of,
    own_consents,
    slot,
    state_of,
)
from italclean.customers.contact_orders import ContactOrders
from italclean.customers.ranking import Ranking, Rows
from italclean.customers.seats import seats
from italclean.fields.catalogue import SEAT

_ROWS = 1 << 17
"""How many rows are looked through at a time."""
_LINES = 1 << 18
"""How many lines of the book are laid out at a time."""


class ContactBook:
    """All contacts of all customers, laid out when asked for.

    Attributes:
        entries: One row for each line of the book: the `column` and `cell` in which the contact stands, its `kind`
            and the `consent` of the customer's rows that bear it, as numbers.
        columns: Where contacts stand.
        shared: Whose contacts are placed anew in the golden record: those of several rows, or of three numbers.
        held: Their distinct contacts: `customer`, `slot` (the kind of the golden record's column), `place` (0 is the
            first), `column`, `cell`.
        orders: The orders of the kinds on which something was agreed.
    """

    def __init__(
        self,
        frame: pl.DataFrame,
        ranking: Ranking,
        golden_ids: pl.Series,
        unread: Mapping[str, pl.Series] | None = None,
        hints: pl.DataFrame | None = None,
        orders: ContactOrders | None = None,
    ) -> None:
        self._frame, self._ids, self.orders = frame, golden_ids, orders
        order = ranking.order()
        self.columns = cells_of_contacts(frame, hints, order)
        self.shared = ranking.records > 1
        for third in (column for column in contact_columns(frame.columns) if number_of(column) > MOST):
            self.shared[ranking.numbers[frame[third].is_not_null().to_numpy()]] = True
        names = {column.name for column in self.columns}
        slots = np.array([_slot_kind(kind, names) for kind in range(len(KINDS))], dtype=np.uint8)
        consents = _consents(frame, unread or {})
        customers = ranking.numbers[order]
        seat = [name for name in SEAT if name in frame.columns]

        def look(part: slice) -> tuple[pl.DataFrame, pl.DataFrame]:
            found = _found(self.columns, order, customers, part)
            rows = order[found["at"].to_numpy()]
            said = np.zeros(len(rows), dtype=np.uint8)
            for kind, consent in consents.items():
                bearing = found["kind"].to_numpy() == kind
                said[bearing] = consent[rows[bearing]]
            found = found.with_columns(consent=said, seat=seats(frame.select(seat), rows, ranking))
            if orders:
                at, kinds, columns = (found[name].to_numpy() for name in ("at", "kind", "column"))
                found = found.with_columns(asked=orders.asked(at, slots[kinds], rows, columns, self.columns))
            return _distinct(found, slots, self.shared)

        looked = list(each(look, _parts(customers), most=2))
        self.entries = pl.concat([_NO_ENTRIES, *(entries for entries, _ in looked)])
        self.held = pl.concat([_NO_HELD, *(held for _, held in looked)])

    def rows(self, entries: pl.DataFrame) -> Rows:
        """Return the row of the list that each entry stands in."""
        rows = entries["cell"].to_numpy().astype(np.int64)
        columns = entries["column"].to_numpy()
        for number, column in enumerate(self.columns):
            if column.rows is not None:
                here = columns == number
                rows[here] = column.rows[rows[here]]
        return rows

    def values(self, entries: pl.DataFrame) -> pl.Series:
        """Return the contact that each entry stands for."""
        columns, cells = entries["column"].to_numpy(), entries["cell"].to_numpy()
        places = [np.flatnonzero(columns == number) for number in range(len(self.columns))]
        parts = [column.values[cells[at]] for column, at in zip(self.columns, places, strict=True)]
        back = np.empty(len(columns), dtype=np.int64)
        back[np.concatenate([np.empty(0, np.int64), *places])] = np.arange(len(columns))
        return pl.concat([no_text(0, "value"), *(part.rename("value") for part in parts)])[back]

    def disputed(self, kind: int) -> Rows:
        """Return the customers of whom several records bear different contacts of a kind, by those that may write it.

        Args:
            kind: The number of the kind of the golden record's column.
        """
        held = self.held.filter(pl.col("slot") == kind)
        rows = self.rows(held)
        order = self.orders.by_kind[kind] if self.orders else None
        if order is not None and order.allowed is not None:
            held, rows = held.filter(pl.Series(order.allowed[rows])), rows[order.allowed[rows]]
        # The second mailbox of a record's own does not compete with its first.
        pairs = pl.DataFrame({"customer": held["customer"], "row": rows}).unique()
        several = pairs.group_by("customer").agg(pl.len()).filter(pl.col("len") > 1)
        return several["customer"].sort().to_numpy().astype(np.int64)

    def parts(self) -> Iterator[pl.DataFrame]:
        """Lay out the book some lines at a time, customer by customer."""
        for start in range(0, max(self.entries.height, 1), _LINES):
            yield self._lines(self.entries.slice(start, _LINES))

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The whole book: `golden_id`, `kind`, `value`, `seat`, `source`, `row`, `consent`."""
        return pl.concat(self.parts())

    def counts(self) -> dict[str, int]:
        """Count the lines of the book of each kind."""
        found = np.bincount(self.entries["kind"].to_numpy(), minlength=len(KINDS)).tolist()
        return dict(zip(KINDS, found, strict=True))

    def _lines(self, entries: pl.DataFrame) -> pl.DataFrame:
        rows = pl.Series(self.rows(entries))
        parts = [[name for name in names if name in self._frame.columns] for names in (SEAT[:2], SEAT[2:])]
        seat = [pl.concat_str(names, separator=" ", ignore_nulls=True).replace("", None) for names in parts if names]
        located = (
            self._frame.select(name for names in parts for name in names)[rows].select(
                seat=pl.concat_str(seat, separator=", ", ignore_nulls=True).replace("", None)
            )["seat"]
            if seat
            else no_text(len(rows), "seat")
        )
        return pl.DataFrame(
            [
                self._ids[rows].rename("golden_id"),
                _named(entries["kind"], KINDS).rename("kind"),
                self.values(entries),
                located,
                self._frame["source"][rows],
                self._frame["row"][rows],
                _named(entries["consent"], (None, "si", None, "no", "revocato")).rename("consent"),
            ]
        )


def place_contacts(
    frame: pl.DataFrame, book: ContactBook, ranking: Ranking
) -> tuple[dict[str, pl.Series], dict[str, Rows]]:
    """Give each customer its best two contacts of each kind; one of a single row keeps them where they stand.

    Args:
        frame: The cleaned list.
        book: The contacts.
        ranking: The rows of each customer.

    Returns:
        The columns of the golden records, among them what is known of an address beside it (`email_stato`), and for
        each the rows that it was taken from, -1 for none.
    """
    placed: dict[str, pl.Series] = {}
    chosen: dict[str, Rows] = {}
    for kind, name, place in [(kind, slot(kind, place), place) for kind in KINDS for place in range(MOST)]:
        held = book.held.filter((pl.col("slot") == KINDS.index(kind)) & (pl.col("place") == place))
        known = name in frame.columns
        if not known and held.is_empty():
            continue
        rows = np.where(book.shared, -1, ranking.base) if known else np.full(len(ranking.base), -1, dtype=np.int64)
        names = np.array([column.name for column in book.columns], dtype=np.str_)[held["column"].to_numpy()]
        customers, theirs = held["customer"].to_numpy(), book.rows(held)
        here = names == name
        # A PEC that stood among the mailboxes leaves their state behind.
        states = {one for one in set(names.tolist()) if kind_of(one) == kind and state_of(one) in frame.columns}
        rows[customers[here]] = theirs[here]
        column = gathered(frame[name], rows) if known else no_text(len(rows))
        placed[name] = _put(column.rename(name), customers[~here], book.values(held.filter(~here)))
        state = state_of(name)
        if state in frame.columns or states:
            told = gathered(frame[state], rows) if state in frame.columns else no_text(len(rows))
            for other in sorted(states - {name}):
                from_there = names == other
                told = _put(told, customers[from_there], frame[state_of(other)][theirs[from_there]])
            placed[state] = told.rename(state)
        rows[customers] = theirs
        chosen |= {column: rows for column in (name, state) if column in placed}
    return placed, chosen


def _put(column: pl.Series, places: Rows, values: pl.Series) -> pl.Series:
    return column.scatter(places, values) if len(places) else column


_NO_ENTRIES = pl.DataFrame(schema={"column": pl.UInt16, "cell": pl.UInt32, "kind": pl.UInt8, "consent": pl.UInt8})
_NO_HELD = pl.DataFrame(
    schema={"customer": pl.UInt32, "slot": pl.UInt8, "place": pl.UInt32, "column": pl.UInt16, "cell": pl.UInt32}
)
_NOTHING_FOUND = pl.DataFrame(
    schema={
        "kind": pl.UInt8, "sure": pl.Boolean, "at": pl.Int64, "cell": pl.UInt32, "column": pl.UInt16,
        "stands_as": pl.UInt8, "hash": pl.UInt64, "customer": pl.UInt32,
    }
)  # fmt: skip


def _slot_kind(kind: int, names: set[str]) -> int:
    """Tell the kind of the golden column that holds a kind of contact: a list without mobiles has telephones only."""
    stands_in = {_MOBILE: PHONE, PHONE: _MOBILE, _PEC: EMAIL}
    if kind in stands_in and KINDS[kind] not in names and KINDS[stands_in[kind]] in names:
        return stands_in[kind]
    return kind


def _consents(frame: pl.DataFrame, unread: Mapping[str, pl.Series]) -> dict[int, npt.NDArray[np.uint8]]:
    """Return what each row says of each kind of contact, as numbers, the gravest the highest."""
    grave = {said: weight for weight, said in enumerate(SAID, start=1)}
    found = {}
    for kind, name in enumerate(KINDS):
        said = own_consents(frame, name, unread)
        if said.null_count() < len(said):
            weighed = said.replace_strict(grave, default=0, return_dtype=pl.UInt8)
            found[kind] = weighed.fill_null(0).to_numpy()
    return found


def _parts(customers: Rows) -> list[slice]:
    """Part the rows, which are in the order of their customers, between customers."""
    ends = np.append(np.flatnonzero(np.diff(customers)) + 1, len(customers))
    wanted = np.arange(_ROWS, len(customers), _ROWS)
    cuts = np.unique([0, *ends[np.searchsorted(ends, wanted)], len(customers)]).tolist()
    return [slice(low, high) for low, high in pairwise(cuts)]


def _found(columns: Sequence[ContactColumn], order: Rows, customers: Rows, part: slice) -> pl.DataFrame:
    """Find the contacts of some customers, each as often as it stands there."""
    rows = order[part]
    found = []
    for number, column in enumerate(columns):
        if column.rows is None or column.places is None:
            values = column.values[pl.Series(rows)]
            at = rows_where(values.is_not_null()).to_numpy().astype(np.int64)
            values, cells, at = values.drop_nulls(), rows[at], at + part.start
        else:
            low, high = np.searchsorted(column.places, [part.start, part.stop])
            values, cells, at = column.values[low:high], np.arange(low, high), column.places[low:high]
        kind, sure = column.kinds(values, cells)
        found.append(
            pl.DataFrame(
                {
                    "kind": kind,
                    "sure": sure,
                    "at": at,
                    "cell": cells.astype(np.uint32),
                    "column": np.full(len(at), number, dtype=np.uint16),
                    "stands_as": np.full(len(at), column.kind, dtype=np.uint8),
                    "hash": values.hash(seed=5),
                    "customer": customers[at].astype(np.uint32),
                }
            )
        )
    return _settled(pl.concat([_NOTHING_FOUND, *found]))


def _settled(found: pl.DataFrame) -> pl.DataFrame:
    """Give a number that does not tell its kind, a foreign one, the kind of the customer's first column with it."""
    unsure = found.filter(~pl.col("sure"))
    if unsure.is_empty():
        return found.drop("sure")
    kinds = (
        unsure.sort("at", "column").unique(["customer", "hash"], keep="first").select("customer", "hash", kept="kind")
    )
    joined = found.join(kinds, on=["customer", "hash"], how="left", maintain_order="left")
    foreign = ~pl.col("sure") & pl.col("kept").is_not_null()
    return joined.with_columns(kind=pl.when(foreign).then("kept").otherwise("kind")).drop("sure", "kept")


def _distinct(
    found: pl.DataFrame, slots: npt.NDArray[np.uint8], shared: npt.NDArray[np.bool_]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the distinct contacts of some customers by seat, and those of customers of several rows as such."""
    # Of the columns of a row that of the contact's own kind comes first.
    found = found.with_columns(strange=pl.col("kind") != pl.col("stands_as"))
    found = found.sort("customer", "kind", "hash", "at", "strange", "column")
    keys = [found[name].to_numpy() for name in ("customer", "kind", "hash")]
    new = np.ones(found.height, dtype=np.bool_)
    new[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    first, group = np.flatnonzero(new), np.cumsum(new) - 1
    strictest = np.maximum.reduceat(found["consent"].to_numpy(), first) if len(first) else np.empty(0, np.uint8)
    found = found.with_columns(group=group, consent=strictest[group])
    seated = found.filter(pl.col("seat").is_not_null())["group"].to_numpy()
    has_seat = np.bincount(seated, minlength=len(first)) > 0
    # A row without an address says nothing more of a contact whose seat is known.
    several = np.bincount(group, minlength=len(first))[group] > 1
    listed = pl.concat(
        [
            found.filter(~several),
            found.filter(several & (found["seat"].is_not_null().to_numpy() | ~has_seat[group])).unique(
                ["group", "seat"], keep="first", maintain_order=True
            ),
        ]
    )
    entries = listed.sort("customer", "kind", "at", "strange", "column").select(_NO_ENTRIES.columns)
    held = found[first]
    if "asked" in found.columns:
        # A contact stands where the first of its rows stands, by what was agreed.
        found = found.with_columns(at="asked").sort("customer", "kind", "hash", "at", "strange", "column")
        held = found.unique(["customer", "kind", "hash"], keep="first", maintain_order=True)
    held = held.filter(shared[held["customer"].to_numpy()])
    held = held.with_columns(slot=slots[held["kind"].to_numpy()]).sort("customer", "slot", "at", "strange", "column")
    held = held.with_columns(place=pl.int_range(pl.len(), dtype=pl.UInt32).over("customer", "slot"))
    return entries, held.select(_NO_HELD.columns)


def _named(numbers: pl.Series, names: Sequence[str | None]) -> pl.Series:
    """Name what is numbered."""
    known = pl.Enum([name for name in names if name is not None])
    return pl.Series(list(names), dtype=known)[numbers.cast(pl.UInt32)]
