"""In which order the rows of a customer are asked for a field, by what was agreed on it.

A rule puts keys of its own before those of trust (`ranking.py`): the owner's rows first, cells without doubt first,
what came first. Values of sources that may not write a field are never taken. Where nothing was agreed the order is
that of trust.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import is_true
from italclean.customers.amounts import read_amounts
from italclean.customers.arrivals import Arrivals
from italclean.customers.blocks import Block
from italclean.customers.ranking import Ranking, Rows, as_if_none_came_again
from italclean.rows.hints import SUSPECT
from italclean.terms import FieldTerms

Flags = npt.NDArray[np.bool_]
Key = npt.NDArray[np.integer[Any]]

NEWER = "newer_version"
_OWNER, SOUND, _RECENT, _COMPLETE, _MAX, _KEPT, _REVIEW = (
    "owner", "valid-then-owner", "most-recent", "most-complete", "max", "never-overwrite", "review",
)  # fmt: skip
_UNORDERED = (None, "strictest")
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?$"


@dataclass(frozen=True, slots=True)
class FieldOrder:
    """The rows of customers of several, in the order in which they are asked for a field.

    Attributes:
        ranking: Whose rows they are, and how far they are trusted.
        ranked: They, customer by customer, the first to be asked first.
        allowed: The rows whose values may be taken; None for all.
        denied: The rule by which those of others are not.
        keys: What stands above trust, the gravest first: the rule that it is, and for each row of the list a number,
            the least the best.
        versions: Whether the older version of a record stands behind, in trust too; not where what came first stays.
    """

    ranking: Ranking
    ranked: Rows
    allowed: Flags | None = None
    denied: str = _OWNER
    keys: tuple[tuple[str, Key], ...] = ()
    versions: bool = True

    def first_of(self, present: pl.Series) -> Rows:
        """For each customer its first row in this order where something is present that may be taken, else -1.

        Args:
            present: For each row whether it is.
        """
        if self.allowed is None:
            return self.ranking.first_of(present, self.ranked)
        where = self.ranking.first_of(present & pl.Series(self.allowed), self.ranked)
        return np.where(self.allowed[where], where, -1)

    def disputed(self, values: pl.Series) -> Rows:
        """Return the customers of several rows for whom several values that may be taken compete.

        Args:
            values: A column.
        """
        present = values.is_not_null()
        first = self.first_of(present)
        here = present.to_numpy() if self.allowed is None else present.to_numpy() & self.allowed
        rows = self.ranked[here[self.ranked]]
        owners = self.ranking.numbers[rows]
        return np.unique(owners[(values[rows] != values[first[owners]]).to_numpy()])

    def places(self) -> Rows:
        """For each row of the list its place in this order, those of customers of one row among them."""
        order = self.ranking.order(self.ranked)
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        return places


@dataclass(slots=True)
class FieldOrders:
    """Makes the order of each field, each one once.

    Attributes:
        ranking: The rows of each customer.
        source: The source of each row.
        arrivals: When the rows came.
        hints: What the cleaning knows beyond the list, row by row: which cells it doubts.
    """

    ranking: Ranking
    source: pl.Series
    arrivals: Arrivals
    hints: pl.DataFrame | None = None
    _made: dict[tuple[FieldTerms, tuple[str, ...]], FieldOrder] = field(default_factory=dict)

    def of(self, block: Block, frame: pl.DataFrame) -> FieldOrder:
        """Return the order for a block of fields.

        Args:
            block: The fields, and what was agreed on them.
            frame: The list, whose values some rules compare.
        """
        # Only these rules ask what stands in the fields.
        asked = block.members if block.terms.rule in (SOUND, _COMPLETE, _MAX) else ()
        if (block.terms, asked) not in self._made:
            self._made[block.terms, asked] = self._order(block, frame)
        return self._made[block.terms, asked]

    def doubted(self, names: Sequence[str]) -> Flags:
        """Tell the rows of which the cleaning doubts a cell of some columns.

        Args:
            names: The columns.
        """
        doubted = np.zeros(len(self.source), dtype=np.bool_)
        for name in names:
            if self.hints is not None and SUSPECT + name in self.hints.columns:
                doubted |= is_true(self.hints[SUSPECT + name]).to_numpy()
        return doubted

    def _order(self, block: Block, frame: pl.DataFrame) -> FieldOrder:
        terms, ranking = block.terms, self.ranking
        rule = terms.rule
        names = self.source.unique().to_list()
        allowed = self._by_source({name: terms.may_write(name) for name in names}).astype(np.bool_)
        owned = rule if rule in (_OWNER, SOUND) else _OWNER
        keys: list[tuple[str, Key]] = []
        versions = rule not in (_KEPT, _REVIEW)
        if not versions:
            # What came first stays, though it be an older version: that is what was agreed. Of what came together,
            # too: the agent of the ERP's first row does not give way to that of its second since the first came again.
            keys.append((_KEPT, self.arrivals.load))
        if rule not in _UNORDERED:
            if versions:
                keys.append((NEWER, self.arrivals.superseded.astype(np.uint8)))
            keys += [(rule, key) for key in self._compared(block, frame)]
            first = [terms.owner, *(terms.writers or ())]
            ranks = {name: first.index(name) if name in first else len(first) for name in names}
            keys.append((owned, self._by_source(ranks).astype(np.uint16)))
        rows = ranking.ranked if versions else as_if_none_came_again(ranking)
        # The last key is the gravest; what stands as it stood is settled by trust.
        by = [key[rows] for _, key in reversed(keys)] + [~allowed[rows], ranking.numbers[rows]]
        ranked = rows[np.lexsort((np.arange(len(rows)), *by))]
        return FieldOrder(ranking, ranked, None if allowed.all() else allowed, owned, tuple(keys), versions)

    def _compared(self, block: Block, frame: pl.DataFrame) -> list[Key]:
        """What a rule compares beyond the sources, the least the best."""
        if block.terms.rule == SOUND:
            return [self.doubted(block.members).astype(np.uint8)]
        if block.terms.rule == _RECENT:
            latest = np.zeros(len(self.source), dtype=np.int64)
            latest[self.ranking.ranked] = self.ranking.keys["latest"].to_numpy()
            return [-latest]
        if block.terms.rule == _COMPLETE:
            return [-_fullness(frame.select(block.members))]
        if block.terms.rule == _MAX:
            return _greatest_first(frame[block.leads[0]], self.source)
        return []

    def _by_source(self, told: dict[str, Any]) -> npt.NDArray[np.int64]:
        return self.source.replace_strict(told, return_dtype=pl.Int64).to_numpy()


def _fullness(block: pl.DataFrame) -> Key:
    """How many fields of a block each row fills; of one field how long its text is."""
    if block.width == 1:
        return block.to_series().cast(pl.String).str.len_chars().fill_null(0).to_numpy().astype(np.int64)
    return block.select(pl.sum_horizontal(pl.all().is_not_null()).cast(pl.Int64)).to_series().to_numpy()


def _greatest_first(values: pl.Series, source: pl.Series) -> list[Key]:
    """Order amounts, then days, then what is neither, each from the greatest to the least."""
    amounts = read_amounts(values, source)
    told = amounts.with_columns(value=values.cast(pl.String)).select(
        # Amounts stand before days: a column holds one or the other.
        other=pl.col("whole").is_null().cast(pl.Int64),
        whole=-pl.col("whole").fill_null(0),
        fraction=-pl.col("fraction").fill_null(0),
        day=-pl.when(pl.col("value").str.contains(_DAY)).then("value").rank("dense").cast(pl.Int64).fill_null(0),
    )
    return [told[name].to_numpy() for name in ("other", "whole", "fraction", "day")]
