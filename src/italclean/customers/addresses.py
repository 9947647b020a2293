"""Addresses that say less than another of the same customer: without the street, or without its CAP."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from italclean.core.columns import gathered
from italclean.customers.field_orders import FieldOrder
from italclean.customers.ranking import Rows
from italclean.fields.catalogue import PLACED

_STREET, *_PLACE = PLACED


def street_of_the_place(frame: pl.DataFrame, members: Sequence[str], chosen: Rows, order: FieldOrder) -> Rows:
    """Where a chosen address has no street, take the first that has one and contradicts it nowhere.

    A platform that knows no more than `Pisa` does not take the street from a customer whose `Via Roma 1, 56126 Pisa`
    stands in the ERP, however recent it is: it says the same, and less. Where it says `Lucca` the customer has moved,
    and a street of Pisa would be wrong.

    Args:
        frame: The cleaned list.
        members: The fields that travel together; without a street among them nothing changes.
        chosen: For each customer the row that they are from, -1 for none.
        order: The order in which the rows are asked.

    Returns:
        For each customer the row that they are from now.
    """
    place = [name for name in _PLACE if name in members]
    if _STREET not in members or not place:
        return chosen
    ranked = order.ranked if order.allowed is None else order.ranked[order.allowed[order.ranked]]
    ours = chosen[order.ranking.numbers[ranked]]
    street = frame[_STREET].is_not_null().to_numpy()
    asked = (ours >= 0) & ~street[ours] & street[ranked]
    rows, ours = ranked[asked], ours[asked]
    if not len(rows):
        return chosen
    agreed, fits = np.zeros(len(rows), dtype=np.bool_), np.ones(len(rows), dtype=np.bool_)
    for name in members:
        one, other = gathered(frame[name], ours), gathered(frame[name], rows)
        fits &= (one == other).fill_null(value=True).to_numpy()
        if name in place:
            agreed |= (one == other).fill_null(value=False).to_numpy()
    found = chosen.copy()
    rows = rows[fits & agreed][::-1]
    found[order.ranking.numbers[rows]] = rows
    return found


def cap_of_the_address(frame: pl.DataFrame, chosen: Rows, order: FieldOrder) -> Rows:
    """Where a chosen address lacks its CAP, find the first record of the customer that has it for the same street.

    Args:
        frame: The cleaned list.
        chosen: For each customer the row that its address is from, -1 for none.
        order: The order in which the rows are asked.

    Returns:
        For each customer a row, -1 where there is none or nothing is missing.
    """
    address = ["comune", "indirizzo"]
    numbers = order.ranking.numbers
    ranked = order.ranked if order.allowed is None else order.ranked[order.allowed[order.ranked]]
    filled = np.full(len(chosen), -1, dtype=np.int64)
    asked = np.unique(numbers[ranked])
    asked = asked[chosen[asked] >= 0]
    asked = asked[frame["cap"][pl.Series(chosen[asked])].is_null().to_numpy()]
    wanted = np.zeros(len(chosen), dtype=np.bool_)
    wanted[asked] = True
    rows = ranked[wanted[numbers[ranked]]]
    known = frame.select(*address, "cap")[rows].with_columns(cluster=pl.Series(numbers[rows]), at=pl.Series(rows))
    known = known.drop_nulls().unique(["cluster", *address], keep="first", maintain_order=True)
    typed = frame.select(address)[chosen[asked]].with_columns(cluster=pl.Series(asked))
    met = typed.join(known, on=["cluster", *address], how="inner")
    filled[met["cluster"].to_numpy()] = met["at"].to_numpy()
    return filled
