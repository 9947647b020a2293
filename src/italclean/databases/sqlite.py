"""SQLite, by Python's own library."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import polars as pl

from italclean.databases.address import Address
from italclean.databases.base import CELLS_AT_ONCE, Column, Delivery, Origin, Standing, mark_of
from italclean.databases.cells import decoded, shown
from italclean.databases.faults import Purpose, busy, failed, miscounted, refuse_foreign
from italclean.errors import FileMissing
from italclean.messages.text import Text, said

MARKS = "italclean_tables"
"""The table that says which tables are ours: SQLite knows no comments."""

# Whole numbers in a column of fractions, as pandas leaves them where a cell is empty: 184.0 was 184.
_TYPES = {"text": "TEXT", "date": "DATE", "integer": "INTEGER", "numeric": "NUMERIC", "boolean": "BOOLEAN"}
_AS_TEXT = """CASE typeof(t.{0}) WHEN 'text' THEN t.{0} WHEN 'blob' THEN italclean_bytes(t.{0})
WHEN 'real' THEN CASE WHEN abs(t.{0}) < 1e15 AND t.{0} = CAST(t.{0} AS INTEGER)
THEN CAST(CAST(t.{0} AS INTEGER) AS TEXT) ELSE CAST(t.{0} AS TEXT) END ELSE CAST(t.{0} AS TEXT) END"""


class SQLite:
    """A file of SQLite.

    Args:
        address: Where it is.
        purpose: Whether it is read or written; only what is written is made.
    """

    name_limit = 200
    takes_null = True
    keeps_writers_out = True

    def __init__(self, address: Address, purpose: Purpose) -> None:
        self.address = address
        self._purpose = purpose
        self._odd = False
        path = Path(address.database)
        self._made = purpose == "write" and not path.exists()
        if purpose == "read" and not path.is_file():
            raise FileMissing(path=address.place, reason=os.strerror(errno.ENOENT))
        mode = "ro" if purpose == "read" else "rwc"
        with self._faults():
            # A path with a question mark or a percent sign is one of them, too.
            self._connection = sqlite3.connect(
                f"file:{quote(str(path.absolute()))}?mode={mode}",
                uri=True,
                isolation_level=None,
                timeout=address.timeout,
                check_same_thread=False,
            )
            self._connection.create_function("italclean_bytes", 1, shown, deterministic=True)
            if purpose == "read":
                self._connection.text_factory = bytes
                self._connection.execute("BEGIN")
            if self._made:
                # Customers' data: the owner's alone, as results of a database are in a folder.
                path.chmod(0o600)
            # Tells a file that is none of SQLite's.
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        path = Path(self.address.database)
        if self._made and path.exists() and path.stat().st_size == 0:
            path.unlink()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise failed(self.address, self._purpose, str(error), type(error).__name__) from None
        except OSError as error:
            raise failed(self.address, self._purpose, error.strerror or "", type(error).__name__) from None

    def notices(self) -> list[Text]:
        """Return what is to be said of the file."""
        return [said("database.odd_bytes")] if self._odd else []

    def tables(self) -> list[tuple[str, ...]]:
        """Return the tables and views that can be read."""
        rows = self._rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
        return [(name,) for (name,) in rows if name != MARKS and not name.startswith("sqlite_")]

    def columns(self, origin: Origin) -> list[Column]:
        """Return the columns of a table or query."""
        with self._faults():
            cursor = self._connection.execute(origin.query or f"SELECT * FROM {_source(origin)} LIMIT 0")
            return [Column(name) for name, *_ in cursor.description or ()]

    def key(self, table: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the columns of a table's primary key; a table without has its rows in order, a view has not."""
        found = [(place, name) for _, name, *_, place in self._rows(f"PRAGMA table_info({quoted(table[-1])})") if place]
        if found:
            return tuple(name for _, name in sorted(found))
        kinds = self._rows("SELECT type FROM sqlite_master WHERE name = ?", (table[-1],))
        return () if ("table",) in kinds else None

    def batches(self, origin: Origin, columns: Sequence[Column]) -> Iterator[pl.DataFrame]:
        """Yield the rows as text of SQLite's own."""
        places = {column.name: place for place, column in reversed(list(enumerate(columns)))}
        numbered = [f"c{place}" for place in range(len(columns))]
        cells = ", ".join(map(_AS_TEXT.format, numbered))
        # Numbered, as a query may have two of one name; nobody has a table that is called as this one.
        named = f'"italclean rows"({", ".join(numbered)})'
        statement = f'WITH {named} AS (SELECT * FROM {_source(origin)}) SELECT {cells} FROM "italclean rows" AS t'
        if origin.order:
            order = (f"t.c{places[name]}{' DESC' if down else ''}" for name, down in origin.order)
            statement += f" ORDER BY {', '.join(order)}"
        with self._faults():
            cursor = self._connection.execute(statement)
            schema = dict.fromkeys(map(str, range(len(columns))), pl.Binary)
            while rows := cursor.fetchmany(max(100, CELLS_AT_ONCE // max(1, len(columns)))):
                made = [decoded(values) for values in pl.DataFrame(rows, schema=schema, orient="row")]
                self._odd = self._odd or any(odd for _, odd in made)
                yield pl.DataFrame([text for text, _ in made])

    def standing(self, names: Iterable[str]) -> dict[str, Standing]:
        """Return those of some tables that are there."""
        wanted = set(names)
        # To SQLite `Contatti` is the table `contatti`.
        rows = self._rows("SELECT name FROM sqlite_master")
        there = {name.lower(): name for (name,) in rows if name.lower() in wanted}
        has_marks = bool(self._rows("SELECT 1 FROM sqlite_master WHERE name = ?", (MARKS,)))
        marks = dict(self._rows(f"SELECT name, mark FROM {MARKS}")) if has_marks else {}
        columns = {name: self._rows(f"PRAGMA table_info({quoted(name)})") for name in there.values()}
        return {
            wanted: Standing(name, tuple(row[1] for row in columns[name]), marks.get(name))
            for wanted, name in there.items()
        }

    def write(self, deliveries: Iterable[Delivery], names: Sequence[str]) -> dict[str, int]:
        """Write tables in one transaction: a killed run leaves what was there."""
        counts: dict[str, int] = {}
        with self._faults():
            self._take()
            try:
                standing = self.standing(names)
                refuse_foreign(self.address, standing)
                self._connection.execute(
                    f"CREATE TABLE IF NOT EXISTS {MARKS} (name TEXT PRIMARY KEY, mark TEXT NOT NULL)"
                )
                for delivery in deliveries:
                    counts[delivery.name] = self._replace(delivery, standing.get(delivery.name))
                for name in standing.keys() - counts.keys():
                    self._connection.execute(f"DELETE FROM {quoted(name)}")
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        return counts

    def _take(self) -> None:
        """Take the file for this run: others read, but nobody else writes."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise busy(self.address) from None

    def _replace(self, delivery: Delivery, standing: Standing | None) -> int:
        table, names = quoted(delivery.name), list(map(quoted, delivery.columns))
        kinds = {name: delivery.declared(_TYPES, name) for name in delivery.columns}
        if standing is not None and self._fits(delivery, kinds):
            # Somebody's index stays with it.
            self._connection.execute(f"DELETE FROM {table}")
        else:
            self._connection.execute(f"DROP TABLE IF EXISTS {table}")
            self._connection.execute(
                f"CREATE TABLE {table} ({', '.join(f'{quoted(name)} {kind}' for name, kind in kinds.items())})"
            )
        self._connection.execute(
            f"INSERT OR REPLACE INTO {MARKS} VALUES (?, ?)", (delivery.name, mark_of(delivery.columns))
        )
        written = 0
        insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        for part in delivery.parts:
            self._connection.executemany(insert, part.rows())
            written += part.height
        if self._rows(f"SELECT count(*) FROM {table}") != [(written,)]:
            raise miscounted(self.address, delivery.name)
        return written

    def _fits(self, delivery: Delivery, kinds: Mapping[str, str]) -> bool:
        """Whether the table that stands there has the columns of a delivery, of the types that it is to have."""
        standing = {name: kind for _, name, kind, *_ in self._rows(f"PRAGMA table_info({quoted(delivery.name)})")}
        return standing.keys() == kinds.keys() and all(standing[name] == kinds[name] for name in delivery.types)

    def _rows(self, statement: str, given: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._faults():
            return [tuple(map(_text, row)) for row in self._connection.execute(statement, given).fetchall()]


def quoted(name: str) -> str:
    """Write the name of a table or column as SQL does, whatever is in it.

    Args:
        name: The name.

    Examples:
        >>> quoted('la "mia" lista')
        '"la ""mia"" lista"'
    """
    return '"' + name.replace('"', '""') + '"'


def _source(origin: Origin) -> str:
    # The line end closes a comment at the end of the query.
    return f"({origin.query}\n)" if origin.query else quoted(origin.table[-1])


def _text(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
