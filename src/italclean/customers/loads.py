"""The deliveries that a list is made of: which rows of which source came when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.settings import Periods

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Load:
    """The rows of one source that came together.

    Attributes:
        number: The number of the delivery, 0 for the first; sources that came together have one.
        day: The day, ISO 8601.
        table: What the file or table was called as a source.
        source: The source of the rows: the table, or what a column of it says.
        path: Where it came from, or None for a frame.
        first: The number of the first of its rows.
        last: The number of the last: rows of a source go on counting from delivery to delivery.

    Examples:
        >>> Load(0, "2026-11-30", "crm", "crm", None, 1, 300).as_dict()["last"]
        300
    """

    number: int
    day: str
    table: str
    source: str
    path: str | None
    first: int
    last: int

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def loads_of(frame: pl.DataFrame, sources: Sequence[Mapping[str, Any]], number: int, day: str) -> tuple[Load, ...]:
    """Tell the delivery that rows came in.

    Args:
        frame: `source` and `row` of each row.
        sources: What is told of each table: `source` (its name) and `path`.
        number: The number of the delivery.
        day: The day, ISO 8601.
    """
    paths = {str(told["source"]): told["path"] for told in sources}
    found = frame.group_by("source", maintain_order=True).agg(first=pl.col("row").min(), last=pl.col("row").max())
    loads = []
    for source, first, last in found.iter_rows():
        # A source that a column of the table names is `table/name`, or the name alone where there is one table.
        named = (name for name in sorted(paths, key=len, reverse=True) if f"{source}/".startswith(f"{name}/"))
        table = next(iter((*named, *paths, source)))
        loads.append(Load(number, day, table, source, paths.get(table), first, last))
    return tuple(loads)


def load_numbers(frame: pl.DataFrame, loads: Sequence[Load]) -> Rows:
    """Tell for each row the number of its delivery.

    Args:
        frame: `source` and `row` of each row.
        loads: The deliveries.
    """
    numbers = np.zeros(frame.height, dtype=np.int64)
    rows = frame["row"].to_numpy()
    by_source: dict[str, list[Load]] = {}
    for load in loads:
        by_source.setdefault(load.source, []).append(load)
    for source, held in by_source.items():
        held.sort(key=lambda load: load.first)
        theirs = np.flatnonzero((frame["source"] == source).to_numpy())
        begins = np.array([load.first for load in held])
        place = np.maximum(np.searchsorted(begins, rows[theirs], side="right") - 1, 0)
        numbers[theirs] = np.array([load.number for load in held])[place]
    return numbers


def day_of(periods: Periods) -> str:
    """Return the day of a delivery, ISO 8601.

    Args:
        periods: Their `today` is that day, if it is said.
    """
    return (periods.today or date.today()).isoformat()


def names_within(table: str, loads: Sequence[Load]) -> bool | None:
    """Tell whether the sources that a column of a table names were called as sources of that table before.

    `lead` stood beside another table in the first delivery, and comes alone in the next: its records are still those of
    `lead/web`.

    Args:
        table: What the table is called as a source.
        loads: The deliveries until now.

    Returns:
        None where no column of it named any.

    Examples:
        >>> names_within("lead", [Load(0, "2026-11-30", "lead", "lead/web", None, 1, 300)])
        True
    """
    named = [load.source for load in loads if load.table == table and load.source != table]
    return any(source.startswith(f"{table}/") for source in named) if named else None


def last_numbers(loads: Sequence[Load]) -> dict[str, int]:
    """Tell the number of the last row of each source and table, so that those of the next delivery go on counting.

    Args:
        loads: The deliveries until now.

    Examples:
        >>> last_numbers([Load(0, "2026-11-30", "lead", "lead/web", None, 1, 300)])
        {'lead': 300, 'lead/web': 300}
    """
    last: dict[str, int] = {}
    for load in loads:
        for name in (load.table, load.source):
            last[name] = max(last.get(name, 0), load.last)
    return last
