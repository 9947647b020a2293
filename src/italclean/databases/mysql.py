"""MariaDB and MySQL, by PyMySQL."""

from __future__ import annotations

import os
import ssl
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl

from italclean.core.late import of_extra
from italclean.databases.address import Address, is_local
from italclean.databases.base import CELLS_AT_ONCE, NEW, OLD, Column, Delivery, Origin, Standing, mark_of
from italclean.databases.cells import from_bytes
from italclean.databases.faults import Purpose, busy, failed, miscounted, refuse_foreign
from italclean.errors import DatabaseNotWritable, ItalcleanError
from italclean.messages.text import Text, said

_TIMESTAMP, _DATETIME, _BIT = 7, 12, 16
_TYPES = {
    "text": "LONGTEXT",
    "date": "DATE",
    "integer": "BIGINT",
    "numeric": "DECIMAL(38, 9)",
    "boolean": "BOOLEAN",
}
_BYTES_AT_ONCE = 1 << 20
"""How long a statement may be: servers take 16 MB at the least, unless somebody set them lower."""

_LOCK_WAIT = 30


class MySQL:
    """A connection to MariaDB or MySQL.

    Args:
        address: Where it is.
        purpose: Whether it is read or written.
    """

    name_limit = 64
    takes_null = True
    keeps_writers_out = False

    def __init__(self, address: Address, purpose: Purpose) -> None:
        self.address = address
        self._purpose = purpose
        self._driver: Any = of_extra("pymysql", "mysql")
        converters = self._driver.converters.conversions
        with self._faults(ValueError, TypeError, RuntimeError):
            self._connection = self._driver.connect(
                database=address.database,
                connect_timeout=max(2, round(address.timeout)),
                read_timeout=max(2, round(address.timeout)),
                charset="utf8mb4",
                # Values stay the text that the server sends.
                conv={kind: made for kind, made in converters.items() if not isinstance(kind, int)},
                # A server that asks for files of this machine gets none.
                local_infile=False,
                autocommit=purpose == "write",
                **_known(address),
                **_tls(address),
            )
            # The server has answered; a query may take hours.
            self._connection._read_timeout = None  # noqa: SLF001 - there is no other way to say so
            # A slow reader is no reason to hang up.
            self._execute("SET SESSION net_write_timeout = 3600")
            if purpose == "read":
                self._execute("START TRANSACTION READ ONLY")
            else:
                # Within quotes a backslash is a backslash, and nothing is cut off to fit.
                self._execute("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'")
                self._execute(f"SET SESSION lock_wait_timeout = {_LOCK_WAIT}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Not asked to: in the middle of a result the server would have to send all of it first.
        self._connection._force_close()  # noqa: SLF001 - `close` waits for an answer of a server that may be gone

    @contextmanager
    def _faults(self, *others: type[Exception]) -> Iterator[None]:
        try:
            yield
        except self._driver.MySQLError as error:
            told = str(error.args[-1]) if error.args else ""
            raise failed(self.address, self._purpose, told, type(error).__name__) from None
        except OSError as error:
            raise failed(self.address, self._purpose, error.strerror or "", type(error).__name__) from None
        except others as error:
            # What the driver cannot encode it may quote, in a form of its own.
            told = str(error) if isinstance(error, RuntimeError) else ""
            raise failed(self.address, self._purpose, told, type(error).__name__) from None

    def _execute(self, statement: str, given: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        with self._faults(), self._connection.cursor() as cursor:
            cursor.execute(statement, given)
            return list(cursor.fetchall())

    def notices(self) -> list[Text]:
        """Return what is to be said of the connection."""
        if is_local(self.address.host):
            return []
        rows = self._execute("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
        return [] if rows and rows[0][1] else [said("database.no_tls", database=self.address.place)]

    def tables(self) -> list[tuple[str, ...]]:
        """Return the tables and views of the database."""
        statement = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1"
        return [(str(name),) for (name,) in self._execute(statement)]

    def columns(self, origin: Origin) -> list[Column]:
        """Return the columns of a table or query."""
        # A query is run as it is: as a table of another one it would lose its order, and may have no two columns of
        # one name. Its rows wait until they are asked for.
        self._cursor = self._connection.cursor(self._driver.cursors.SSCursor)
        with self._faults():
            self._cursor.execute(origin.query or f"SELECT * FROM {quoted(*origin.table)} LIMIT 0")
            if not origin.query:
                self._cursor.fetchall()
            kinds: dict[int, Any] = {_TIMESTAMP: "moment", _DATETIME: "moment", _BIT: "bits"}
            return [Column(name, kinds.get(kind, "text")) for name, kind, *_ in self._cursor.description or ()]

    def key(self, table: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the columns of a table's primary key."""
        statement = (
            "SELECT column_name FROM information_schema.key_column_usage WHERE constraint_name = 'PRIMARY' "
            "AND table_schema = COALESCE(%s, DATABASE()) AND table_name = %s ORDER BY ordinal_position"
        )
        rows = self._execute(statement, (table[0] if len(table) > 1 else None, table[-1]))
        return tuple(str(name) for (name,) in rows) or None

    def batches(self, origin: Origin, columns: Sequence[Column]) -> Iterator[pl.DataFrame]:
        """Yield the rows as the text that the server sends."""
        with self._faults():
            if not origin.query:
                order = ", ".join(f"{quoted(name)}{' DESC' if down else ''}" for name, down in origin.order)
                statement = f"SELECT * FROM {quoted(*origin.table)}{f' ORDER BY {order}' if order else ''}"
                self._cursor.execute(statement)
            while rows := self._cursor.fetchmany(max(100, CELLS_AT_ONCE // max(1, len(columns)))):
                frame = pl.DataFrame(rows, orient="row", infer_schema_length=None)
                yield pl.DataFrame([_written(column, values) for column, values in zip(columns, frame, strict=True)])

    def standing(self, names: Iterable[str]) -> dict[str, Standing]:
        """Return those of some tables that are there."""
        wanted = list(names)
        places = ", ".join(["%s"] * len(wanted))
        marks = self._execute(
            "SELECT table_name, table_comment, table_type FROM information_schema.tables "
            f"WHERE table_schema = DATABASE() AND table_name IN ({places})",
            wanted,
        )
        rows = self._execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            f"WHERE table_schema = DATABASE() AND table_name IN ({places}) ORDER BY table_name, ordinal_position",
            wanted,
        )
        return {
            name: Standing(name, tuple(column for table, column in rows if table == name), comment or None)
            for name, comment, _ in marks
        }

    def write(self, deliveries: Iterable[Delivery], names: Sequence[str]) -> dict[str, int]:
        """Fill new tables, then put all of them in the place of the old ones by one statement."""
        counts: dict[str, int] = {}
        self._take()
        self._clear(names)
        standing = self.standing(names)
        refuse_foreign(self.address, standing)
        self._refuse_hanging(list(standing))
        try:
            for delivery in deliveries:
                self._lay(delivery, standing.get(delivery.name))
                counts[delivery.name] = self._fill(delivery)
            emptied = [name for name in standing if name not in counts]
            for name in emptied:
                self._execute(f"CREATE TABLE {quoted(name + NEW)} LIKE {quoted(name)}")
            self._switch([*counts, *emptied], standing)
        except BaseException:
            # What went wrong is told, not that nothing can be taken away over a connection that is gone.
            with suppress(ItalcleanError):
                self._clear(names)
            raise
        self._clear(names)
        return counts

    def _take(self) -> None:
        """Take the database for this run, until its connection ends however it ends."""
        name = f"italclean {zlib.crc32(self.address.database.encode()):08x}"
        if str(self._execute("SELECT GET_LOCK(%s, 0)", (name,))[0][0]) != "1":
            raise busy(self.address)

    def _clear(self, names: Sequence[str]) -> None:
        """Take away what a run left that was killed: new tables half filled, or old ones that had been replaced."""
        over = self.standing(name + end for name in names for end in (NEW, OLD))
        for name, table in over.items():
            if table.mark is not None and table.mark.startswith("italclean"):
                self._execute(f"DROP TABLE {quoted(name)}")
            else:
                refuse_foreign(self.address, {name: Standing(name, (), None)})

    def _refuse_hanging(self, names: list[str]) -> None:
        """Refuse to replace a table that others point to by a foreign key, or that has a trigger: both would go."""
        if not names:
            return
        places = ", ".join(["%s"] * len(names))
        rows = self._execute(
            "SELECT constraint_name FROM information_schema.referential_constraints "
            f"WHERE unique_constraint_schema = DATABASE() AND referenced_table_name IN ({places}) UNION "
            "SELECT trigger_name FROM information_schema.triggers "
            f"WHERE event_object_schema = DATABASE() AND event_object_table IN ({places})",
            names * 2,
        )
        if rows:
            reason = said("database.hanging", names=", ".join(str(name) for (name,) in rows))
            raise DatabaseNotWritable(path=self.address.place, reason=reason)

    def _lay(self, delivery: Delivery, standing: Standing | None) -> None:
        target = quoted(delivery.name + NEW)
        if standing is not None and set(standing.columns) == set(delivery.columns):
            # With whatever index somebody gave it.
            self._execute(f"CREATE TABLE {target} LIKE {quoted(delivery.name)}")
            changes = [f"MODIFY {quoted(name)} {_TYPES[kind]}" for name, kind in delivery.types.items()]
            if changes:
                self._execute(f"ALTER TABLE {target} {', '.join(changes)}")
            return
        columns = ", ".join(f"{quoted(name)} {delivery.declared(_TYPES, name)}" for name in delivery.columns)
        self._execute(
            f"CREATE TABLE {target} ({columns}) CHARACTER SET utf8mb4 COMMENT = '{mark_of(delivery.columns)}'"
        )

    def _fill(self, delivery: Delivery) -> int:
        """Insert rows by statements that polars writes: none of them is touched one by one."""
        target, written = quoted(delivery.name + NEW), 0
        names = ", ".join(map(quoted, delivery.columns))
        begin = f"INSERT INTO {target} ({names}) VALUES "
        for part in delivery.parts:
            for statement in _statements(part, begin):
                self._execute(statement)
            written += part.height
        if int(self._execute(f"SELECT COUNT(*) FROM {target}")[0][0]) != written:
            raise miscounted(self.address, delivery.name)
        return written

    def _switch(self, names: Sequence[str], standing: dict[str, Standing]) -> None:
        moves = [f"{quoted(name)} TO {quoted(name + OLD)}" for name in names if name in standing]
        moves += [f"{quoted(name + NEW)} TO {quoted(name)}" for name in names]
        if moves:
            self._execute(f"RENAME TABLE {', '.join(moves)}")


def _known(address: Address) -> dict[str, Any]:
    """What the driver is told of who connects; the rest it finds in its own file."""
    password = address.password if address.password is not None else os.environ.get("MYSQL_PWD")
    given = {"host": address.host or "localhost", "port": address.port, "user": address.user, "password": password}
    own = Path("~/.my.cnf").expanduser()
    if own.is_file():
        given["read_default_file"] = str(own)
    return {name: value for name, value in given.items() if value is not None}


def _tls(address: Address) -> dict[str, Any]:
    """How TLS is asked for; the driver's own way of saying so checks no name where no authority is given."""
    if address.sslmode == "disable":
        return {"ssl_disabled": True}
    if address.sslmode in (None, "prefer") and not address.sslrootcert:
        return {}
    context = ssl.create_default_context(cafile=address.sslrootcert)
    context.check_hostname = address.sslmode in (None, "prefer", "verify-full")
    if address.sslmode == "require":
        context.verify_mode = ssl.CERT_NONE
    return {"ssl": context}


def quoted(*names: str) -> str:
    """Write the name of a table or column as MariaDB does, whatever is in it.

    Args:
        *names: The name, and the database before it.

    Examples:
        >>> quoted("archivio", "il `nome`")
        '`archivio`.`il ``nome```'
    """
    return ".".join("`" + name.replace("`", "``") + "`" for name in names)


def _written(column: Column, values: pl.Series) -> pl.Series:
    if column.kind == "bits":
        return pl.Series([None if value is None else str(int.from_bytes(value)) for value in values], dtype=pl.String)
    if values.dtype != pl.Binary:
        return values.cast(pl.String)
    return from_bytes(values)


def _statements(part: pl.DataFrame, begin: str) -> Iterator[str]:
    """Write rows as statements of a length that every server takes."""
    cells = [
        pl.when(pl.col(name).is_null())
        .then(pl.lit("NULL"))
        .otherwise(pl.concat_str(pl.lit("'"), pl.col(name).str.replace_all("'", "''", literal=True), pl.lit("'")))
        for name in part.columns
    ]
    rows = part.select(
        pl.concat_str(pl.lit("("), pl.concat_str(cells, separator=","), pl.lit(")")).alias("row")
    ).with_columns(piece=pl.col("row").str.len_bytes().cum_sum() // _BYTES_AT_ONCE)
    for _, piece in rows.group_by("piece", maintain_order=True):
        yield begin + ",".join(piece["row"])
