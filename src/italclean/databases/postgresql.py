"""PostgreSQL, by psycopg 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from zlib import crc32

import polars as pl

from italclean.core.late import of_extra
from italclean.databases.address import Address, is_local
from italclean.databases.base import CELLS_AT_ONCE, HELD, Column, Delivery, Origin, Standing, mark_of
from italclean.databases.cells import decoded, from_bytes
from italclean.databases.faults import Purpose, busy, failed, miscounted, refuse_foreign
from italclean.errors import DatabaseNotWritable
from italclean.messages.text import Text, said

_BYTEA, _TIMESTAMP, _TIMESTAMPTZ = 17, 1114, 1184
_LOCK_WAIT = "30s"

_TABLES = """
SELECT n.nspname, c.relname, pg_table_is_visible(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\\_%%' AND has_schema_privilege(n.oid, 'USAGE')
ORDER BY 3 DESC, 1, 2
"""
_KEY = """
SELECT a.attname FROM pg_index i
CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
WHERE i.indisprimary AND i.indrelid = %s::regclass ORDER BY k.place
"""
_STANDING = """
SELECT c.relname, obj_description(c.oid, 'pg_class'),
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = COALESCE(%s, current_schema()) AND c.relname = ANY(%s)
  AND c.relkind IN ('r', 'v', 'm', 'f', 'p', 'S', 'i', 'c')
"""
_TYPES = {"text": "text", "date": "date", "integer": "bigint", "numeric": "numeric", "boolean": "boolean"}
_STANDING_TYPES = """
SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""
_PLACES = "SELECT max(attnum) FROM pg_attribute WHERE attrelid = %s::regclass"
_MOST_PLACES = 1200
_LEANING = """
SELECT string_agg(DISTINCT v.oid::regclass::text, ', ')
FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
  AND d.refobjid = %s::regclass AND a.attname = ANY(%s)
"""


class PostgreSQL:
    """A connection to PostgreSQL.

    Args:
        address: Where it is.
        purpose: Whether it is read or written.
    """

    name_limit = 63
    takes_null = False
    keeps_writers_out = True

    def __init__(self, address: Address, purpose: Purpose) -> None:
        self.address = address
        self._purpose = purpose
        self._driver: Any = of_extra("psycopg", "postgres")
        # Names of parameters as libpq has them; what is None is left to it (PGPASSWORD, .pgpass, a service file).
        given = {
            "host": address.host or None,
            "port": address.port,
            "dbname": address.database,
            "user": address.user,
            "password": address.password,
            "connect_timeout": max(2, round(address.timeout)),
            "sslmode": address.sslmode,
            "sslrootcert": address.sslrootcert,
            "application_name": "italclean",
            "client_encoding": "UTF8",
        }
        with self._faults(ValueError):
            self._connection = self._driver.connect(**{name: one for name, one in given.items() if one is not None})
            # What is written has a transaction of its own; what is read stays in one that can write nothing.
            self._connection.autocommit = purpose == "write"
            self._connection.read_only = purpose == "read"
            # A program of twenty years ago has a database without an encoding: its bytes come as they are.
            self._is_bytes = self._connection.info.parameter_status("server_encoding") == "SQL_ASCII"
            self._odd = False
            with self._connection.cursor() as cursor:
                if self._is_bytes and purpose == "read":
                    cursor.execute("SET client_encoding = 'SQL_ASCII'")
                cursor.execute("SET datestyle = 'ISO, YMD'")
                cursor.execute("SET bytea_output = 'hex'")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    @contextmanager
    def _faults(self, *others: type[Exception]) -> Iterator[None]:
        try:
            yield
        except self._driver.Error as error:
            # The primary message alone: libpq's whole text quotes the statement.
            told = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
            raise failed(self.address, self._purpose, told, type(error).__name__) from None
        except others as error:
            raise failed(self.address, self._purpose, "", type(error).__name__) from None

    def notices(self) -> list[Text]:
        """Return what is to be said of the connection."""
        notices = []
        # The host may come from the environment, or from a file of services.
        if not is_local(self._connection.info.host) and not self._connection.pgconn.ssl_in_use:
            notices.append(said("database.no_tls", database=self.address.place))
        if self._odd:
            notices.append(said("database.odd_bytes"))
        return notices

    def tables(self) -> list[tuple[str, ...]]:
        """Return the tables and views that can be read."""
        rows = self._rows(_TABLES)
        return [(name,) if visible else (schema, name) for schema, name, visible in rows]

    def columns(self, origin: Origin) -> list[Column]:
        """Return the columns of a table or query."""
        kinds: dict[int, Any] = {_BYTEA: "bytes", _TIMESTAMP: "moment", _TIMESTAMPTZ: "moment"}
        with self._faults(), self._connection.cursor() as cursor:
            # A binary answer is asked for by a protocol that takes one statement: no `COMMIT` hides in a query.
            cursor.execute(f"SELECT * FROM {_source(origin)} AS t LIMIT 0".encode(), binary=True)
            return [Column(column.name, kinds.get(column.type_code, "text")) for column in cursor.description or ()]

    def key(self, table: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the columns of a table's primary key."""
        return tuple(name for (name,) in self._rows(_KEY, (quoted(*table),))) or None

    def batches(self, origin: Origin, columns: Sequence[Column]) -> Iterator[pl.DataFrame]:
        """Yield the rows as text of the server's own."""
        places = {column.name: place for place, column in reversed(list(enumerate(columns)))}
        cells = ", ".join(_as_text(place, column) for place, column in enumerate(columns))
        # The columns are numbered, as a query may have two of one name. `ORDER BY id` alone would sort by the text.
        numbered = ", ".join(f"c{place}" for place in range(len(columns)))
        statement = f"SELECT {cells} FROM {_source(origin)} AS t({numbered})"
        if origin.order:
            order = (f"t.c{places[name]}{' DESC' if down else ''}" for name, down in origin.order)
            statement += f" ORDER BY {', '.join(order)}"
        schema = {str(place): pl.Binary if self._is_bytes else pl.String for place in range(len(columns))}
        with self._faults(), self._connection.cursor(name="italclean") as cursor:
            cursor.execute(statement.encode())
            while rows := cursor.fetchmany(max(100, CELLS_AT_ONCE // max(1, len(columns)))):
                frame = pl.DataFrame(rows, schema=schema, orient="row")
                yield self._written(frame, columns)

    def _written(self, frame: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
        made = []
        for column, values in zip(columns, frame, strict=True):
            text = values
            if self._is_bytes:
                text, odd = decoded(values)
                self._odd = self._odd or odd
            made.append(from_bytes(text.str.decode("hex")) if column.kind == "bytes" else text)
        return pl.DataFrame(made)

    def standing(self, names: Iterable[str]) -> dict[str, Standing]:
        """Return those of some tables that stand where results go."""
        rows = self._rows(_STANDING, (self.address.schema, list(names)))
        return {name: Standing(name, tuple(columns or ()), mark) for name, mark, columns in rows}

    def write(self, deliveries: Iterable[Delivery], names: Sequence[str]) -> dict[str, int]:
        """Write tables in one transaction: a killed run leaves what was there."""
        counts: dict[str, int] = {}
        with self._faults(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '" + _LOCK_WAIT + "'")
            self._take(cursor)
            standing = self.standing(names)
            refuse_foreign(self.address, standing)
            for name in set(HELD) & set(standing):
                # Others read what a person decides, and nobody writes it, from before we read it.
                cursor.execute(f"LOCK TABLE ONLY {self._target(name)} IN EXCLUSIVE MODE".encode())
            for delivery in deliveries:
                self._lay(cursor, delivery, standing.get(delivery.name))
                counts[delivery.name] = self._fill(cursor, delivery)
            for name in standing.keys() - counts.keys():
                cursor.execute(f"TRUNCATE ONLY {self._target(name)}".encode())
        return counts

    def _take(self, cursor: Any) -> None:
        """Take the schema for this run, until its transaction ends however it ends."""
        schema = self.address.schema
        if schema is not None:
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,))
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}".encode())
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, hashtext(COALESCE(%s, current_schema())))",
            (crc32(b"italclean") - (1 << 31), schema),
        )
        if not cursor.fetchone()[0]:
            raise busy(self.address)

    def _lay(self, cursor: Any, delivery: Delivery, standing: Standing | None) -> None:
        """Make an empty table of the wanted columns.

        One that is there stays, so that views, grants and indexes stay with it; its columns come and go.
        """
        target = self._target(delivery.name)
        if standing is None:
            columns = ", ".join(f"{quoted(name)} {delivery.declared(_TYPES, name)}" for name in delivery.columns)
            cursor.execute(f"CREATE TABLE {target} ({columns})".encode())
        else:
            cursor.execute(f"TRUNCATE ONLY {target}".encode())
            gone = [name for name in standing.columns if name not in delivery.columns]
            views = self._rows(_LEANING, (target, gone))[0][0] if gone else None
            if views:
                reason = said("database.views", table=delivery.name, views=views, columns=", ".join(gone))
                raise DatabaseNotWritable(path=self.address.place, reason=reason)
            if gone and self._rows(_PLACES, (target,))[0][0] > _MOST_PLACES:
                # A column that was dropped keeps its place, and a table has 1,600 of them.
                cursor.execute(f"DROP TABLE {target}".encode())
                self._lay(cursor, delivery, None)
                return
            changes = [f"DROP COLUMN {quoted(name)}" for name in gone]
            new = [name for name in delivery.columns if name not in standing.columns]
            changes += [f"ADD COLUMN {quoted(name)} {delivery.declared(_TYPES, name)}" for name in new]
            changes += self._retyped(target, delivery, new)
            if changes:
                cursor.execute(f"ALTER TABLE {target} {', '.join(changes)}".encode())
        mark = mark_of(delivery.columns).replace("'", "''")
        cursor.execute(f"COMMENT ON TABLE {target} IS '{mark}'".encode())

    def _retyped(self, target: str, delivery: Delivery, new: Sequence[str]) -> list[str]:
        """The changes of columns that are to be of another type than text, and are not yet; the table is empty."""
        standing = dict(self._rows(_STANDING_TYPES, (target,)))
        wanted = {name: _TYPES[kind] for name, kind in delivery.types.items() if name not in new}
        return [
            f"ALTER COLUMN {quoted(name)} TYPE {kind} USING NULL"
            for name, kind in wanted.items()
            if standing.get(name) != kind
        ]

    def _fill(self, cursor: Any, delivery: Delivery) -> int:
        target, written = self._target(delivery.name), 0
        columns = ", ".join(map(quoted, delivery.columns))
        with cursor.copy(f"COPY {target} ({columns}) FROM STDIN (FORMAT csv, ENCODING 'UTF8')".encode()) as copy:
            for part in delivery.parts:
                # Quotes around all text: a bare \. would end the data.
                copy.write(part.write_csv(include_header=False, quote_style="non_numeric").encode())
                written += part.height
        cursor.execute(f"SELECT count(*) FROM ONLY {target}".encode())
        if cursor.fetchone()[0] != written:
            raise miscounted(self.address, delivery.name)
        return written

    def _target(self, name: str) -> str:
        return quoted(*filter(None, (self.address.schema, name)))

    def _rows(self, statement: str, given: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._faults(), self._connection.cursor() as cursor:
            cursor.execute(statement, given)
            return [tuple(map(_text, row)) for row in cursor.fetchall()]


def quoted(*names: str) -> str:
    """Write the name of a table or column as SQL does, whatever is in it.

    Args:
        *names: The name, and the schema before it.

    Examples:
        >>> quoted("pulito", 'la "mia" lista')
        '"pulito"."la ""mia"" lista"'
    """
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def _source(origin: Origin) -> str:
    # The line end closes a comment at the end of the query.
    return f"({origin.query}\n)" if origin.query else quoted(*origin.table)


def _as_text(place: int, column: Column) -> str:
    if column.kind == "bytes":
        return f"encode(t.c{place}, 'hex')"
    # A moment with a zone is told in the server's own.
    return f"t.c{place}::timestamp::text" if column.kind == "moment" else f"t.c{place}::text"


def _text(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
