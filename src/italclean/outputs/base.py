"""What a result is written as: which tables there are, and how a table becomes a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import polars as pl

from italclean.result import Result


@dataclass(frozen=True, slots=True)
class OutputTable:
    """One of the tables that a result is written as.

    Attributes:
        name: The file's name without its ending.
        parts: Lays the table out, some rows at a time where it is long; nothing where the result has none.
        opened: Whether people open it in a spreadsheet: then no cell is left that it would run. The rest is for
            programs, as it is.
        by_hand: Whether a person fills it or works it off: then it is a text that every program opens, whatever the
            others are written as.
    """

    name: str
    parts: Callable[[Result], Iterable[pl.DataFrame]]
    opened: bool = False
    by_hand: bool = False


class TableFormat(Protocol):
    """How a table becomes a file.

    Attributes:
        suffix: How the file's name ends, with the dot.
        is_text: Whether a spreadsheet opens such a file, and would run its cells.
        holds: What such files are, for the docs.
        extra: The extra of the package that it needs, or nothing.
        example: What is typed to have it, behind `run`.
    """

    suffix: str
    is_text: bool
    holds: str
    extra: str
    example: str

    def write(self, parts: Iterable[pl.DataFrame], file: BinaryIO) -> None:
        """Write a table.

        Args:
            parts: The table, some rows at a time, all of the same columns.
            file: Where to.
        """
