"""What is asked of a database of any kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Protocol, Self

import polars as pl

from italclean.databases.address import Address
from italclean.messages.text import Text

CELLS_AT_ONCE = 400_000
"""How many cells come from a server at a time: as tuples of Python they take some 30 MB."""

HELD = ("review", "decisions")
"""The tables that people write into."""

NEW, OLD = "__new", "__old"
"""What a table's name ends with while it takes another one's place."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read.

    Attributes:
        name: Its name.
        kind: What stands in it, where text alone does not tell: moments have a time that may be midnight throughout,
            bytes may be text.
    """

    name: str
    kind: Literal["text", "moment", "bytes", "bits"] = "text"


@dataclass(frozen=True, slots=True)
class Origin:
    """What is read of a database.

    Attributes:
        table: The schema, if it is said, and the name of a table, as the database has them; empty for a query.
        query: The query, where there is one.
        order: The columns by which it is sorted, each with whether downwards.
    """

    table: tuple[str, ...] = ()
    query: str = ""
    order: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A table that stands where results are to go.

    Attributes:
        name: Its name.
        columns: The names of its columns.
        mark: What we wrote at it when we made it; None where we did not.
    """

    name: str
    columns: tuple[str, ...]
    mark: str | None

    @property
    def is_ours(self) -> bool:
        """Whether we made it, and nobody gave it other columns since."""
        return self.mark is not None and self.mark == mark_of(self.columns)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A table that is to be written.

    Attributes:
        name: Its name.
        columns: The names of its columns, as the database can bear them.
        parts: Its rows, some at a time, every column text; made while it is written.
        types: What columns are of, one of `terms.TYPES`, where it is not text.
    """

    name: str
    columns: tuple[str, ...]
    parts: Iterable[pl.DataFrame]
    types: Mapping[str, str] = field(default_factory=dict)

    def declared(self, types: Mapping[str, str], column: str) -> str:
        """Return what a column is declared as.

        Args:
            types: What a database calls each type.
            column: The column.
        """
        return types[self.types.get(column, "text")]


def mark_of(columns: Sequence[str]) -> str:
    """Return what a table is marked with: that it is ours, and by which columns it is known again.

    Args:
        columns: The names of its columns, in any order.
    """
    known = hashlib.sha256("\0".join(sorted(columns)).encode()).hexdigest()[:12]
    return f"italclean: replaced by the next run [{known}]"


class Database(Protocol):
    """An open connection; every error of the driver comes as one of italclean's.

    Attributes:
        address: Where it is.
        name_limit: How many bytes a name may have.
        takes_null: Whether a cell may hold the character NUL.
        keeps_writers_out: Whether nobody else writes to the tables that people write into from when `write` has begun.
    """

    address: Address
    name_limit: int
    takes_null: bool
    keeps_writers_out: bool

    def __enter__(self) -> Self:
        """Return it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; what was not finished is undone."""

    def notices(self) -> list[Text]:
        """Return what is to be said of the connection."""

    def tables(self) -> list[tuple[str, ...]]:
        """Return the tables and views that can be read, each with its schema where that must be said."""

    def columns(self, origin: Origin) -> list[Column]:
        """Return the columns of a table or query."""

    def key(self, table: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the columns of a table's primary key; empty where the rows have an order without, None for neither."""

    def batches(self, origin: Origin, columns: Sequence[Column]) -> Iterator[pl.DataFrame]:
        """Yield the rows, some at a time, as text of the server's own, in the order of the columns."""

    def standing(self, names: Iterable[str]) -> dict[str, Standing]:
        """Return those of some tables that stand where results go."""

    def write(self, deliveries: Iterable[Delivery], names: Sequence[str]) -> dict[str, int]:
        """Write tables, all of them or none.

        Args:
            deliveries: The tables, which are laid out one after the other.
            names: All tables that a run may write: those of an earlier run that this one has nothing for are emptied.

        Returns:
            How many rows each table has.
        """
