"""Which contact of a customer comes first, where that was agreed; none is lost, and none left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.customers.blocks import NOTHING_AGREED, Block, terms_of
from italclean.customers.contact_cells import ContactColumn
from italclean.customers.contact_columns import KINDS
from italclean.customers.field_orders import SOUND, FieldOrder, FieldOrders
from italclean.customers.ranking import Rows
from italclean.terms import Terms

# Rules on one value make no order of contacts, all of which are kept: there the owner's comes first.
_BY_OWNER = ("most-complete", "join", "sum", "max")


class ContactOrders:
    """The orders of the kinds of contacts on which something was agreed.

    Attributes:
        by_kind: For the number of each such kind the order of its rows.
        reviewed: The kinds of which a person must see those that compete.
    """

    def __init__(self, orders: FieldOrders, frame: pl.DataFrame, terms: Terms) -> None:
        """Make the orders.

        Args:
            orders: Makes them.
            frame: The cleaned list.
            terms: What was agreed.
        """
        self.by_kind: dict[int, FieldOrder] = {}
        self.reviewed: list[int] = []
        self._sound: list[int] = []
        self._doubted, self._superseded = orders.doubted, orders.arrivals.superseded
        for kind, name in enumerate(KINDS):
            agreed = terms_of(terms, name)
            if agreed == NOTHING_AGREED:
                continue
            if agreed.rule in _BY_OWNER:
                agreed = replace(agreed, rule="owner")
            # What is doubted is asked cell by cell: a row may have two mailboxes, and one that is sound.
            self.by_kind[kind] = orders.of(Block((name,), (), agreed), frame)
            if agreed.rule == SOUND:
                self._sound.append(kind)
            if agreed.rule == "review":
                self.reviewed.append(kind)
        self._places = {kind: order.places() for kind, order in self.by_kind.items()}

    def __bool__(self) -> bool:
        return bool(self.by_kind)

    def asked(
        self,
        at: Rows,
        kinds: npt.NDArray[np.uint8],
        rows: Rows,
        columns: npt.NDArray[np.uint16],
        held: Sequence[ContactColumn],
    ) -> Rows:
        """Number some contacts in the order in which they are asked for; those of a kind without terms as they stand.

        Args:
            at: Their places in the order of trust.
            kinds: The kinds of the golden columns that they are for.
            rows: Their rows.
            columns: The numbers of their columns.
            held: The columns.
        """
        asked = at.copy()
        for kind, order in self.by_kind.items():
            here = kinds == kind
            asked[here] = self._places[kind][rows[here]]
            if kind in self._sound:
                doubted = self.doubted(rows[here], columns[here], held)
                refused = 0 if order.allowed is None else ~order.allowed[rows[here]] * 4
                asked[here] += (refused + self._superseded[rows[here]] * 2 + doubted) * len(self._superseded)
        return asked

    def doubted(
        self, rows: Rows, columns: npt.NDArray[np.uint16], held: Sequence[ContactColumn]
    ) -> npt.NDArray[np.bool_]:
        """Tell the contacts that the cleaning doubts.

        Args:
            rows: Their rows.
            columns: The numbers of their columns.
            held: The columns.
        """
        doubted = np.zeros(len(rows), dtype=np.bool_)
        for number, column in enumerate(held):
            here = columns == number
            if here.any():
                doubted[here] = self._doubted([column.name])[rows[here]]
        return doubted

    def is_sound_first(self, kind: int) -> bool:
        """Tell whether what is without doubt comes first in a kind."""
        return kind in self._sound
