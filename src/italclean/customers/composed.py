"""What no single record says: notes and values of several joined, amounts summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from italclean.core.columns import gathered
from italclean.customers.amounts import carried, read_amounts, write_amounts
from italclean.customers.arrivals import Arrivals
from italclean.customers.field_orders import FieldOrder, Flags
from italclean.customers.notes import join_notes
from italclean.customers.ranking import Rows
from italclean.customers.survivorship import Ruled


@dataclass(frozen=True, slots=True)
class Composed:
    """A column of the golden records.

    Attributes:
        values: A value for each customer.
        chosen: For each customer the first row that it is made of, -1 for none.
        ruled: What decided where.
    """

    values: pl.Series
    chosen: Rows
    ruled: tuple[Ruled, ...]


def join(values: pl.Series, order: FieldOrder, superseded: Flags, rule: str) -> Composed:
    """Join the distinct texts of each customer; an older version of a record adds its own only where no newer says any.

    Args:
        values: The column, row by row.
        order: The order in which the rows are asked.
        superseded: The rows that are older versions.
        rule: What the joining is called.
    """
    ranking, present = order.ranking, values.is_not_null()
    chosen = order.first_of(present)
    within = None
    if order.allowed is not None or superseded.any():
        taken = present.to_numpy() if order.allowed is None else present.to_numpy() & order.allowed
        current = np.zeros(len(ranking.base), dtype=np.bool_)
        current[ranking.numbers[taken & ~superseded]] = True
        within = taken & ~(superseded & current[ranking.numbers])
        values = values.set(pl.Series(~within), None)
    notes, customers = join_notes(values, chosen, order)
    joined = gathered(values, chosen).scatter(customers, notes)
    return Composed(joined, chosen, (Ruled(rule, customers, within),))


def add_up(
    values: pl.Series, records: pl.DataFrame, order: FieldOrder, arrivals: Arrivals, sources: Sequence[str]
) -> Composed:
    """Sum the amounts of each customer, those of each record once; what is read is written plainly, summed or not.

    Nothing is summed for a customer of whom something is no amount: the value of its first row stays. An older version
    of a record adds nothing, nor does a record that the export repeats: the same id of the same source with the same
    amount. Of a source whose rows have no ids nothing tells which are versions of one: for each customer those of its
    latest delivery count, as a full export that comes each month is no second turnover.

    Args:
        values: The column, row by row.
        records: The `source` and the `source_id` of each row.
        order: The order in which the rows are asked.
        arrivals: In which delivery each row came, and which are older versions.
        sources: The sources over which the sum goes; none for all that may write.
    """
    ranking, present = order.ranking, values.is_not_null()
    added = present.to_numpy() & ~arrivals.superseded
    if order.allowed is not None:
        added &= order.allowed
    if sources:
        added &= records["source"].is_in(list(sources)).to_numpy()
    added &= ~_delivered_anew(added, records, ranking.numbers, arrivals)
    several = ranking.records > 1
    first = ranking.first_of(pl.Series(added), order.ranked)
    chosen = np.where(several & (first >= 0), first, order.first_of(present))
    amounts = read_amounts(values, records["source"])
    plain = write_amounts(amounts["whole"], amounts["fraction"])
    alone = np.flatnonzero(~several & (chosen >= 0))
    alone = alone[plain.is_not_null().to_numpy()[chosen[alone]]]
    column = gathered(values, chosen)
    column = column.scatter(alone, plain[chosen[alone]]) if len(alone) else column
    rows = order.ranked[added[order.ranked]]
    if not len(rows):
        return Composed(column, chosen, ())
    told = pl.DataFrame({"customer": ranking.numbers[rows], "row": rows}).hstack(amounts[rows]).hstack(records[rows])
    # A row without an id is a record of its own.
    told = told.with_columns(row=pl.when(pl.col("source_id").is_null()).then("row"))
    told = told.unique(
        ["customer", "source", "source_id", "row", "whole", "fraction"], keep="first", maintain_order=True
    )
    owners = told["customer"].to_numpy()
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    customers, count = owners[begins], np.diff(begins, append=len(owners))
    read = np.logical_and.reduceat(told["whole"].is_not_null().to_numpy(), begins)
    whole, fraction = carried(
        *(np.add.reduceat(told[name].fill_null(0).to_numpy(), begins) for name in ("whole", "fraction"))
    )
    sums = write_amounts(pl.Series(whole), pl.Series(fraction))
    summed = customers[read]
    column = column.scatter(summed, sums.filter(pl.Series(read)))
    anew = (column[summed] != gathered(values, chosen[summed])).to_numpy()
    made = Ruled("sum", summed[anew | (count[read] > 1)])
    return Composed(column, chosen, (made, Ruled("not_summed", customers[~read & (count > 1)])))


def _delivered_anew(added: Flags, records: pl.DataFrame, numbers: Rows, arrivals: Arrivals) -> Flags:
    """Tell the rows without an id of whose source a later delivery has an amount of the same customer."""
    rows = np.flatnonzero(added & records["source_id"].is_null().to_numpy())
    latest = pl.DataFrame({"source": records["source"][rows], "customer": numbers[rows], "load": arrivals.load[rows]})
    earlier = latest.select(pl.col("load") < pl.col("load").max().over("source", "customer")).to_series()
    anew = np.zeros(len(added), dtype=np.bool_)
    anew[rows[earlier.to_numpy()]] = True
    return anew
