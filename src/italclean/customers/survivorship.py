"""What a merge kept of each field and what it lost: the winner, the rule, the losing values with their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import gathered, no_text, only_where
from italclean.core.copies import parted
from italclean.customers.contact_columns import KINDS, MOST, slot
from italclean.customers.contact_orders import ContactOrders
from italclean.customers.contacts import ContactBook
from italclean.customers.field_orders import FieldOrder, Flags
from italclean.customers.ranking import Ranking, Rows
from italclean.terms import RULES as AGREED

RULES = (
    "only_value",
    "newer_version",
    "fiscally_validated",
    "source_priority",
    "most_recent",
    "most_complete",
    "content",
    "first_in_row",
    "same_record",
    "same_street",
    "strictest",
    "evidence",
    "joined",
    "derived",
    *(rule for rule in AGREED if rule != "strictest"),
    "not_summed",
)
"""Why a value stands in a golden record; docs/files.md says what each means."""

_RULE = pl.Enum(RULES)
_ONLY, _FIRST, _TOGETHER = (RULES.index(name) for name in ("only_value", "first_in_row", "same_record"))
# The rules of the keys that rows are ranked by stand in the order of the keys.
_BY_KEY = RULES.index("newer_version")
_SPECIAL = r"[\\|\[\],]"
_PARTS = re.compile(r"((?:[^\\|\[\]]|\\.)*) \[((?:[^\\|\[\]]|\\.)*)\](?: \| |$)", re.DOTALL)

Ints = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule that decided a field of some customers.

    Attributes:
        rule: Its code.
        customers: Of which customers it decided; None where of all who had several values.
        within: The rows whose values stand in what was joined; None for all of them.
    """

    rule: str
    customers: Rows | None = None
    within: Flags | None = None


def parse_lost(lost: str | None) -> list[tuple[str, list[tuple[str, int]]]]:
    r"""Read a cell of the column `lost` back: each losing value with the rows (source and number) that hold it.

    Examples:
        >>> parse_lost(r"Via Po 3 [crm row 12, erp row 7] | A\|B \[sic\] [crm row 13]")
        [('Via Po 3', [('crm', 12), ('erp', 7)]), ('A|B [sic]', [('crm', 13)])]
    """
    found = []
    for value, rows in _PARTS.findall(lost or ""):
        # A comma in a source's name has its backslash; that between two rows stands behind a number.
        named = [row.rpartition(" row ") for row in re.split(r"(?<!\\), ", rows)]
        found.append((_plain(value), [(_plain(source), int(number)) for source, _, number in named]))
    return found


def _plain(escaped: str) -> str:
    return re.sub(r"\\(.)", r"\1", escaped, flags=re.DOTALL)


class Survivorship:
    """What the golden records of several rows took and lost, laid out field by field when asked for."""

    def __init__(
        self,
        frame: pl.DataFrame,
        golden: pl.DataFrame,
        ranking: Ranking,
        chosen: Mapping[str, Rows],
        ruled: Mapping[str, Sequence[Ruled]],
        book: ContactBook,
        orders: Mapping[str, FieldOrder],
        reached: ContactOrders,
    ) -> None:
        """Keep what is needed to tell.

        Args:
            frame: The cleaned list.
            golden: The golden records.
            ranking: The rows of each customer.
            chosen: For each field and each customer the row that it was taken from, -1 for none.
            ruled: The fields that rules of their own decided, each with these.
            book: The contacts.
            orders: The orders of the fields on which something was agreed.
            reached: Those of the contacts.
        """
        self._frame, self._golden, self._book = frame, golden, book
        self._orders, self._reached, self._ranking = orders, reached, ranking
        self._trusted = FieldOrder(ranking, ranking.ranked)
        self._ranked, self._merged = ranking.ranked, ranking.merged
        number = np.full(len(ranking.base), -1, dtype=np.int32)
        number[self._merged] = np.arange(len(self._merged))
        self._number = number
        self._owners = number[ranking.numbers[ranking.ranked]]
        self._place = np.full(len(ranking.numbers), -1, dtype=np.int32)
        self._place[ranking.ranked] = np.arange(len(ranking.ranked))
        self._keys = [values.to_numpy() for values in ranking.keys.get_columns()]
        # Fields that travel together share one array.
        arrays = {id(rows): rows[self._merged].astype(np.int32) for rows in chosen.values()}
        self._chosen = {name: arrays[id(rows)] for name, rows in chosen.items()}
        self._ruled = ruled
        slots = {slot(kind, place) for kind in KINDS for place in range(MOST)}
        self._slots = [name for name in golden.columns if name in slots]
        held = {column.name for column in book.columns}
        # What has no place in golden, as the state of a third mailbox, is lost with its row.
        left = [name for name in frame.columns if name not in golden.columns and name not in held | _IDENTITY]
        self._fields = [name for name in (*golden.columns, *left) if name not in ("golden_id", "records")]

    @property
    def ranking(self) -> Ranking:
        """The rows of each customer, the most trusted first; customers are numbered as the golden records stand."""
        return self._ranking

    def parts(self) -> Iterator[pl.DataFrame]:
        """Lay out what is known, one field after the other."""
        nothing = np.empty(0, np.int64)
        yield self._lines("", nothing, nothing, nothing, _NOTHING_LOST)
        for name in self._fields:
            yield self._contact(name) if name in self._slots else self._field(name)
            order = self._orders.get(name)
            if order is not None and order.allowed is not None and name in self._frame.columns:
                yield self._denied(name, order, order.allowed)

    def taken_from(self, name: str) -> npt.NDArray[np.int64]:
        """Return the row of the list that each golden record has a field from, -1 where from none.

        Args:
            name: The field.
        """
        rows = self._ranking.base.copy()
        rows[self._merged] = self._chosen.get(name, np.full(len(self._merged), -1, dtype=np.int32))
        return rows

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row for each field of a customer of several rows: its value, where from, by which rule, what was lost."""
        return pl.concat(self.parts())

    def _field(self, name: str) -> pl.DataFrame:
        count = len(self._merged)
        order = self._orders.get(name, self._trusted)
        chosen = self._chosen.get(name, np.full(count, -1, dtype=np.int32))
        won = self._won(name)
        values = self._typed(name, order.ranked)
        both = pl.DataFrame({"value": values, "won": won[self._owners]})
        lost = (
            both.select(pl.col("value").is_not_null() & pl.col("value").ne_missing(pl.col("won")))
            .to_series()
            .to_numpy()
            .copy()
        )
        # What was told anew of the golden record, from its own fields, comes from no row.
        anew = name in self._golden.columns and name not in self._chosen
        ruled = self._ruled.get(name, (Ruled("derived"),) if anew else ())
        for rule in ruled:
            if rule.rule in _JOINED and rule.customers is not None:
                joined = np.zeros(count, dtype=np.bool_)
                joined[self._number[rule.customers]] = True
                within = joined[self._owners]
                lost &= ~(within if rule.within is None else within & rule.within[order.ranked])
        at = np.flatnonzero(lost)
        losers = pl.DataFrame(
            {
                "customer": self._owners[at],
                "value": values[at],
                "row": order.ranked[at],
            }
        )
        contested, first = np.unique(self._owners[at], return_index=True)
        rules = np.full(count, _ONLY, dtype=np.uint8)
        rules[contested] = self._reasons(chosen[contested], order.ranked[at[first]], order)
        for rule in ruled:
            decided = contested if rule.customers is None else self._number[rule.customers]
            rules[decided] = RULES.index(rule.rule)
        told = won.is_not_null().to_numpy() & (not anew)
        told[contested] = True
        some = np.flatnonzero(told)
        return self._lines(name, self._merged[some], chosen[some], rules[some], self._lost_by(losers))

    def _denied(self, name: str, order: FieldOrder, allowed: Flags) -> pl.DataFrame:
        """Lay out what customers of one row lost, since its source may not write the field."""
        alone = np.flatnonzero(self._ranking.records == 1)
        rows = self._ranking.base[alone]
        here = ~allowed[rows] & self._frame[name][rows].is_not_null().to_numpy()
        alone, rows = alone[here], rows[here]
        lost = _lost(self._frame, pl.DataFrame({"customer": alone, "value": self._frame[name][rows], "row": rows}))
        rules = np.full(len(alone), RULES.index(order.denied), dtype=np.uint8)
        return self._lines(name, alone, np.full(len(alone), -1, dtype=np.int32), rules, lost)

    def _contact(self, name: str) -> pl.DataFrame:
        kind, place = parted(name)[0], 0 if name in KINDS else MOST - 1
        slot = KINDS.index(kind)
        order = self._reached.by_kind.get(slot, self._trusted)
        held = self._book.held.filter(pl.col("slot") == slot)
        held = held.with_columns(customer=self._number[held["customer"].to_numpy()]).filter(pl.col("customer") >= 0)
        ours = held.filter(pl.col("place") == place)
        rivals = held.filter(pl.col("place") == place + 1)
        owners, rows = ours["customer"].to_numpy(), self._book.rows(ours)
        rules = np.full(len(self._merged), _ONLY, dtype=np.uint8)
        row = np.full(len(self._merged), -1, dtype=np.int64)
        row[owners] = rows
        contested = rivals["customer"].to_numpy()
        beating = self._book.rows(rivals)
        rules[contested] = self._reasons(row[contested], beating, order)
        if self._reached.is_sound_first(slot):
            doubted = np.zeros(len(self._merged), dtype=np.bool_)
            doubted[owners] = self._reached.doubted(rows, ours["column"].to_numpy(), self._book.columns)
            theirs = self._reached.doubted(beating, rivals["column"].to_numpy(), self._book.columns)
            rules[contested[theirs & ~doubted[contested]]] = RULES.index(order.denied)
        for rule in self._ruled.get(name, ()):
            if rule.customers is not None:
                rules[self._number[rule.customers]] = RULES.index(rule.rule)
        beaten = held.filter(pl.col("place") >= MOST) if place == MOST - 1 else held.clear()
        losers = pl.DataFrame(
            {
                "customer": beaten["customer"].cast(pl.Int32),
                "value": self._book.values(beaten),
                "row": self._book.rows(beaten),
            }
        )
        return self._lines(name, self._merged[owners], rows, rules[owners], self._lost_by(losers))

    def _lost_by(self, losers: pl.DataFrame) -> pl.DataFrame:
        """Tell what each customer of several rows lost."""
        return _lost(self._frame, losers.with_columns(customer=pl.Series(self._merged[losers["customer"].to_numpy()])))

    def _typed(self, name: str, rows: Rows) -> pl.Series:
        """What the rows say; nothing of what only golden records have, as the state of a second mailbox."""
        if name not in self._frame.columns:
            return no_text(len(rows))
        return self._frame[name][rows]

    def _won(self, name: str) -> pl.Series:
        if name not in self._golden.columns:
            return no_text(len(self._merged))
        return self._golden[name][self._merged]

    def _reasons(self, chosen: Ints, rivals: Rows, order: FieldOrder) -> npt.NDArray[np.uint8]:
        """Say why rows won over others: the first key in which they differ, what was agreed before trust."""
        known = chosen >= 0
        ours, theirs = self._place[chosen], self._place[rivals]
        reasons = np.full(len(ours), _TOGETHER, dtype=np.uint8)
        for number in reversed(range(0 if order.versions else 1, len(self._keys))):
            key = self._keys[number]
            reasons[known & (key[ours] != key[theirs])] = _BY_KEY + number
        for rule, by in reversed(order.keys):
            reasons[known & (by[chosen] != by[rivals])] = RULES.index(rule)
        reasons[known & (ours == theirs)] = _FIRST
        places = self._place if order is self._trusted else order.places()
        # A better row lacks what leads the fields that travel together.
        reasons[~known | (places[chosen] > places[rivals])] = _TOGETHER
        if order.allowed is not None:
            reasons[~order.allowed[rivals] & (~known | order.allowed[chosen])] = RULES.index(order.denied)
        return reasons

    def _lines(self, name: str, customers: Rows, rows: Ints, rules: Ints, lost: pl.DataFrame) -> pl.DataFrame:
        count = len(customers)
        where = rows.astype(np.int64)
        held = name in self._golden.columns
        lines = pl.DataFrame(
            {
                "golden_id": self._golden["golden_id"][customers],
                "field": pl.Series([name], dtype=pl.Categorical()).new_from_index(0, count),
                "value": self._golden[name][customers] if held else no_text(count),
                "source": gathered(self._frame["source"], where),
                "row": gathered(self._frame["row"], where),
                "rule": pl.Series(RULES, dtype=_RULE)[rules.astype(np.uint32)],
            }
        )
        if lost.is_empty():
            return lines.hstack([no_text(count, "lost")])
        told = pl.DataFrame({"customer": customers})
        return lines.hstack(told.join(lost, on="customer", how="left", maintain_order="left").select("lost"))


_IDENTITY = {"source", "row", "source_id", "golden_id", "records"}
_NOTHING_LOST = pl.DataFrame(schema={"customer": pl.Int64, "lost": pl.String})
_JOINED = ("joined", "join")


def _lost(frame: pl.DataFrame, losers: pl.DataFrame) -> pl.DataFrame:
    """Tell what each customer lost: the losing values, each with its rows, the most trusted first."""
    if losers.is_empty():
        return _NOTHING_LOST
    owners = losers["customer"].to_numpy()
    rows = losers["row"]
    told = losers.select(
        "customer",
        "value",
        place=pl.concat_str(
            _escaped(pl.lit(frame["source"][rows])),
            pl.lit(" row "),
            pl.lit(frame["row"][rows]).cast(pl.String),
        ),
    )
    said = pl.concat_str(_escaped(pl.col("value")), pl.lit(" ["), "place", pl.lit("]"))
    # Most customers lost one value of one row.
    new = np.append(np.diff(owners) != 0, True)
    alone = new & np.insert(new[:-1], 0, True)
    if alone.all():
        return told.select("customer", lost=said)
    several = (
        told.filter(~alone)
        .group_by("customer", "value", maintain_order=True)
        .agg("place")
        # Lists are joined all at once, groups one by one.
        .with_columns(pl.col("place").list.join(", "))
        .select("customer", lost=said)
        .group_by("customer", maintain_order=True)
        .agg("lost")
        .with_columns(pl.col("lost").list.join(" | "))
    )
    return pl.concat([told.filter(alone).select("customer", lost=said), several])


def _escaped(value: pl.Expr) -> pl.Expr:
    """Put a backslash before the signs that part what was lost."""
    return only_where(
        value.cast(pl.String),
        lambda any_: any_.str.contains(_SPECIAL),
        lambda odd: odd.str.replace_all(f"({_SPECIAL})", r"\$1"),
    )
