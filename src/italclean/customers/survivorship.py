"""What a merge kept of each field and what it lost: the winner, the rule, the losing values with their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import gathered, no_text, only_where
from italclean.core.copies import parted
from italclean.customers.contact_columns import KINDS, MOST, slot
from italclean.customers.contacts import ContactBook
from italclean.customers.ranking import Ranking, Rows

RULES = (
    "only_value",
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
)
"""Why a value stands in a golden record; docs/files.md says what each means."""

_RULE = pl.Enum(RULES)
_ONLY, _FIRST, _TOGETHER = (RULES.index(name) for name in ("only_value", "first_in_row", "same_record"))
# The rules of the keys that rows are ranked by stand in the order of the keys.
_BY_KEY = RULES.index("fiscally_validated")
_SPECIAL = r"[\\|\[\],]"
_PARTS = re.compile(r"((?:[^\\|\[\]]|\\.)*) \[((?:[^\\|\[\]]|\\.)*)\](?: \| |$)", re.DOTALL)

Ints = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule that decided a field of some customers.

    Attributes:
        rule: Its code.
        customers: Of which customers it decided; None where of all who had several values.
    """

    rule: str
    customers: Rows | None = None


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
        ruled: Mapping[str, Ruled],
        book: ContactBook,
    ) -> None:
        """Keep what is needed to tell.

        Args:
            frame: The cleaned list.
            golden: The golden records.
            ranking: The rows of each customer.
            chosen: For each field and each customer the row that it was taken from, -1 for none.
            ruled: The fields that a rule of their own decided.
            book: The contacts.
        """
        self._frame, self._golden, self._book = frame, golden, book
        self._ranked, self._merged, self._base = ranking.ranked, ranking.merged, ranking.base
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
        self._ruled = {
            name: (rule.rule, None if rule.customers is None else number[rule.customers])
            for name, rule in ruled.items()
        }
        slots = {slot(kind, place) for kind in KINDS for place in range(MOST)}
        self._slots = [name for name in golden.columns if name in slots]
        held = {column.name for column in book.columns}
        # What has no place in golden, as the state of a third mailbox, is lost with its row.
        left = [name for name in frame.columns if name not in golden.columns and name not in held | _IDENTITY]
        self._fields = [name for name in (*golden.columns, *left) if name not in ("golden_id", "records")]

    def parts(self) -> Iterator[pl.DataFrame]:
        """Lay out what is known, one field after the other."""
        yield self._lines("", np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64), _NOTHING_LOST)
        for name in self._fields:
            yield self._contact(name) if name in self._slots else self._field(name)

    def taken_from(self, name: str) -> npt.NDArray[np.int64]:
        """Return the row of the list that each golden record has a field from, -1 where from none.

        Args:
            name: The field.
        """
        rows = self._base.copy()
        rows[self._merged] = self._chosen.get(name, np.full(len(self._merged), -1, dtype=np.int32))
        return rows

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row for each field of a customer of several rows: its value, where from, by which rule, what was lost."""
        return pl.concat(self.parts())

    def _field(self, name: str) -> pl.DataFrame:
        count = len(self._merged)
        chosen = self._chosen.get(name, np.full(count, -1, dtype=np.int32))
        won = self._won(name)
        values = self._typed(name)
        both = pl.DataFrame({"value": values, "won": won[self._owners]})
        lost = (
            both.select(pl.col("value").is_not_null() & pl.col("value").ne_missing(pl.col("won")))
            .to_series()
            .to_numpy()
        )
        # What was told anew of the golden record, from its own fields, comes from no row.
        anew = name in self._golden.columns and name not in self._chosen
        rule, decided = self._ruled.get(name, ("derived" if anew else "", None))
        if rule == "joined" and decided is not None:
            joined = np.zeros(count, dtype=np.bool_)
            joined[decided] = True
            lost &= ~joined[self._owners]
        at = np.flatnonzero(lost)
        losers = pl.DataFrame(
            {
                "customer": self._owners[at],
                "value": values[at],
                "row": self._ranked[at],
            }
        )
        contested, first = np.unique(self._owners[at], return_index=True)
        rules = np.full(count, _ONLY, dtype=np.uint8)
        rules[contested] = self._reasons(chosen[contested], at[first])
        if rule:
            rules[contested if decided is None else decided] = RULES.index(rule)
        told = won.is_not_null().to_numpy() & (not anew)
        told[contested] = True
        some = np.flatnonzero(told)
        return self._lines(name, some, chosen[some], rules[some], _lost(self._frame, losers))

    def _contact(self, name: str) -> pl.DataFrame:
        kind, place = parted(name)[0], 0 if name in KINDS else MOST - 1
        held = self._book.held.filter(pl.col("slot") == KINDS.index(kind))
        held = held.with_columns(customer=self._number[held["customer"].to_numpy()]).filter(pl.col("customer") >= 0)
        ours = held.filter(pl.col("place") == place)
        rivals = held.filter(pl.col("place") == place + 1)
        owners, rows = ours["customer"].to_numpy(), self._book.rows(ours)
        rules = np.full(len(self._merged), _ONLY, dtype=np.uint8)
        row = np.full(len(self._merged), -1, dtype=np.int64)
        row[owners] = rows
        contested = rivals["customer"].to_numpy()
        rules[contested] = self._reasons(row[contested], self._place[self._book.rows(rivals)])
        beaten = held.filter(pl.col("place") >= MOST) if place == MOST - 1 else held.clear()
        losers = pl.DataFrame(
            {
                "customer": beaten["customer"].cast(pl.Int32),
                "value": self._book.values(beaten),
                "row": self._book.rows(beaten),
            }
        )
        return self._lines(name, owners, rows, rules[owners], _lost(self._frame, losers))

    def _typed(self, name: str) -> pl.Series:
        """What the rows say; nothing of what only golden records have, as the state of a second mailbox."""
        if name not in self._frame.columns:
            return no_text(len(self._ranked))
        return self._frame[name][self._ranked]

    def _won(self, name: str) -> pl.Series:
        if name not in self._golden.columns:
            return no_text(len(self._merged))
        return self._golden[name][self._merged]

    def _reasons(self, chosen: Ints, rivals: Ints) -> npt.NDArray[np.uint8]:
        """Say why rows won over those at some places of the ranking: the first key in which they differ."""
        ours = np.where(chosen >= 0, self._place[chosen], -1)
        reasons = np.full(len(ours), _TOGETHER, dtype=np.uint8)
        for number in reversed(range(len(self._keys))):
            key = self._keys[number]
            differs = (ours >= 0) & (key[ours] != key[rivals])
            reasons[differs] = _BY_KEY + number
        reasons[ours == rivals] = _FIRST
        # A better row lacks what leads the fields that travel together.
        reasons[(ours > rivals) | (ours < 0)] = _TOGETHER
        return reasons

    def _lines(self, name: str, owners: Ints, rows: Ints, rules: Ints, lost: pl.DataFrame) -> pl.DataFrame:
        count = len(owners)
        where = rows.astype(np.int64)
        lines = pl.DataFrame(
            {
                "golden_id": self._golden["golden_id"][self._merged[owners]],
                "field": pl.Series([name], dtype=pl.Categorical()).new_from_index(0, count),
                "value": self._won(name)[owners] if name else no_text(0),
                "source": gathered(self._frame["source"], where),
                "row": gathered(self._frame["row"], where),
                "rule": pl.Series(RULES, dtype=_RULE)[rules.astype(np.uint32)],
            }
        )
        if lost.is_empty():
            return lines.hstack([no_text(count, "lost")])
        told = pl.DataFrame({"customer": owners.astype(np.int32)})
        return lines.hstack(told.join(lost, on="customer", how="left", maintain_order="left").select("lost"))


_IDENTITY = {"source", "row", "source_id", "golden_id", "records"}
_NOTHING_LOST = pl.DataFrame(schema={"customer": pl.Int32, "lost": pl.String})


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
