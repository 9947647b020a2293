"""Which rows are of which of the two systems, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.customers.ranking import Rows
from italclean.result import Result

A, B = 0, 1


@dataclass(frozen=True)
class Sides:
    """The rows of both systems.

    Attributes:
        names: What the systems are called.
        tables: The tables that each consists of.
        side: For each row of the list its system, 0 or 1.
        numbers: For each row the number of its customer, as the golden records stand.
        places: For each row its place among all rows, customer by customer, the most trusted first.
        customers: How many customers there are.
    """

    names: tuple[str, str]
    tables: tuple[frozenset[str], frozenset[str]]
    side: npt.NDArray[np.int8]
    numbers: Rows
    places: Rows
    customers: int

    @classmethod
    def of(
        cls,
        result: Result,
        names: tuple[str, str],
        tables: tuple[frozenset[str], frozenset[str]],
        rows: tuple[int, int],
    ) -> Sides:
        """Part a result of two systems.

        Args:
            result: The result: the rows of the first system, then those of the second.
            names: What they are called.
            tables: The tables of each.
            rows: How many rows each has.
        """
        assert result.deduped is not None  # an audit looks for customers
        ranking = result.deduped.kept.ranking
        order = ranking.order()
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        side = np.repeat(np.array([A, B], dtype=np.int8), rows)
        return cls(names, tables, side, ranking.numbers, places, len(ranking.records))

    def counted(self, side: int) -> npt.NDArray[np.int64]:
        """Return how many rows of a system each customer has.

        Args:
            side: The system.
        """
        return np.bincount(self.numbers[self.side == side], minlength=self.customers).astype(np.int64)

    @cached_property
    def shared(self) -> npt.NDArray[np.bool_]:
        """Which customers both systems know."""
        return (self.counted(A) > 0) & (self.counted(B) > 0)

    @cached_property
    def both(self) -> int:
        """How many customers both systems know."""
        return int(self.shared.sum())

    @cached_property
    def _rows(self) -> tuple[Rows, Rows]:
        known = self.shared[self.numbers]
        a, b = (np.flatnonzero((self.side == side) & known) for side in (A, B))
        return a.astype(np.int64), b.astype(np.int64)

    def rows(self, side: int) -> Rows:
        """Return the rows of a system whose customers the other knows, too.

        Args:
            side: The system.
        """
        return self._rows[side]

    @cached_property
    def _whose(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        a, b = (self._whose_of(rows) for rows in self._rows)
        return a, b

    def _whose_of(self, rows: Rows) -> pl.DataFrame:
        told: dict[str, Any] = {"n": self.numbers[rows], "place": self.places[rows], "at": rows}
        return pl.DataFrame({name: pl.Series(values.astype(np.uint32)) for name, values in told.items()})

    def whose(self, side: int) -> pl.DataFrame:
        """Return whose these rows are: `n`, the customer, `place` in the order of trust, `at`, the row of the list.

        Args:
            side: The system.
        """
        return self._whose[side]
