"""How a step of the cleaning is declared: what it reads and writes of a row, and what it needs of the whole list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from italclean.rows.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Fact:
    """Something of the whole list, put together from what its batches say of it.

    The parts may be put together in any order and grouping, so that batches, threads and machines can be combined.

    Attributes:
        name: Its name; `Worksheet.facts` holds it by it.
        found: What one batch says of it.
        together: What several batches say together, of the same kind as what one says.
        concluded: What follows from all of them; None where that is the fact.
    """

    name: str
    found: Callable[[Worksheet], Any]
    together: Callable[[Sequence[Any]], Any]
    concluded: Callable[[Any], Any] | None = None

    def of(self, sheets: Sequence[Worksheet]) -> Any:
        """Return the fact of a list.

        Args:
            sheets: The list's batches.
        """
        whole = self.together([self.found(sheet) for sheet in sheets])
        return whole if self.concluded is None else self.concluded(whole)


def distinct(parts: Sequence[pl.Series]) -> pl.Series:
    """Return the distinct values of several columns of text, without nulls.

    Examples:
        >>> sorted(distinct([pl.Series(["a", "b"]), pl.Series(["b", None])]))
        ['a', 'b']
    """
    return pl.concat([part.drop_nulls().unique() for part in parts]).unique() if parts else pl.Series(dtype=pl.String)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done to each row by what stands in it.

    Attributes:
        run: What is done.
        reads: The fields whose values, verdicts or findings it reads, as others may have left them. What was typed into
            a cell never changes, and need not be said.
        writes: The fields whose values or verdicts it may change; it reads these, too.
        needs: The facts of the whole list that it asks for.
    """

    run: Callable[[Worksheet], None]
    reads: frozenset[str]
    writes: frozenset[str]
    needs: frozenset[str]

    @property
    def name(self) -> str:
        """The name of what is done."""
        return self.run.__name__

    def __call__(self, sheet: Worksheet) -> None:
        """Do it to every row of a batch."""
        self.run(sheet)


def step(
    *, reads: Sequence[str] = (), writes: Sequence[str] = (), needs: Sequence[Fact] = ()
) -> Callable[[Callable[[Worksheet], None]], Step]:
    """Declare a function as a `Step`; a family of fields (`consenso_sms`) is named by its first."""

    def declare(run: Callable[[Worksheet], None]) -> Step:
        named = frozenset(fact.name for fact in needs)
        return Step(run, frozenset((*reads, *writes)), frozenset(writes), named)

    return declare
