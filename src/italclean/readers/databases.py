"""Lists that stand in a database, read as the server writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from italclean.databases.address import Address, is_address, parse, refuse_as_path, split_name
from italclean.databases.base import Column, Database, Origin
from italclean.databases.cells import plain_moments
from italclean.databases.opening import opened
from italclean.errors import BadOption, EmptyInput, FileMissing, TableMissing
from italclean.messages.text import Text, argument, said
from italclean.readers.base import Found
from italclean.readers.frames import as_text
from italclean.readers.table import Table, table_of
from italclean.settings import Reading

_ORDER = re.compile(r"\border\s+by\b", re.IGNORECASE)
_SELECTS = re.compile(
    r"(?:\s|\(|--[^\n]*(?:\n|$)|/\*(?!!).*?\*/)*(?:select|with|values|table)\b", re.IGNORECASE | re.DOTALL
)
_INTO_FILE = re.compile(r"\binto\s+(?:outfile|dumpfile)\b", re.IGNORECASE)
_DOWN = re.compile(r"\s+(asc|desc)$", re.IGNORECASE)
_NAMED = 30


def is_database(source: object) -> bool:
    """Tell whether a source is the address of a database; a file of such a name is a file.

    Args:
        source: A path, an address or a frame.
    """
    return isinstance(source, str) and is_address(source) and not _is_file(source)


def _is_file(source: str) -> bool:
    try:
        return Path(source).is_file()
    except (OSError, ValueError):
        return False


def name_of(given: str) -> str:
    """Return what a database is called as a source that nobody named: as its table.

    Args:
        given: Its address.

    Raises:
        BadAddress: It cannot be read.
    """
    return parse(given).name


def check_query(sources: Sequence[object], reading: Reading) -> None:
    """Make sure that a query is of one database.

    Args:
        sources: What is read.
        reading: How.

    Raises:
        BadOption: There is a query, and not one database.
    """
    if reading.query is None and reading.query_file is None:
        return
    count = sum(map(is_database, sources))
    if count != 1:
        raise _bad_query(reading, said("database.query_of_one", count=count))


def _bad_query(reading: Reading, reason: Text) -> BadOption:
    name = "query" if reading.query is not None else "query_file"
    # A query may name people, and who knows what else.
    return BadOption(value=reading.query_file or "SELECT…", option=argument(name), reason=reason)


def from_database(name: str, given: str, reading: Reading) -> Table:
    """Read a table or the answer to a query; all of it text, in the words of the server.

    Args:
        name: The source's name.
        given: The address.
        reading: What is asked, where it is not a table.

    Raises:
        BadAddress: The address cannot be read.
        DatabaseUnreadable: The database cannot be reached or read.
        TableMissing: There is no such table, or none is named.
        EmptyInput: It has no rows.
        ExtraMissing: The driver is not installed.
    """
    address = parse(given)
    query = _query(address, reading)
    with opened(address, "read") as database:
        origin, columns, notices = _origin(database, address, query)
        frame = _frame(database, origin, columns)
        notices = [*notices, *database.notices()]
    if frame.is_empty():
        raise EmptyInput(path=str(address), reason=said("database.no_rows"))
    if address.is_typed:
        notices.insert(0, said("database.typed_password"))
    frame, renamed = as_text(frame)
    told = tuple(said("read.of", source=str(address), said=notice) for notice in (*notices, *renamed))
    return table_of(name, Found(frame, notices=told), str(address))


def _query(address: Address, reading: Reading) -> str:
    query = reading.query
    if reading.query_file is not None:
        refuse_as_path(reading.query_file)
        try:
            query = reading.query_file.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise FileMissing(path=reading.query_file, reason=reason) from None
    if query is None:
        return ""
    query = query.strip().rstrip(";").rstrip()
    if not query or "\0" in query:
        raise _bad_query(reading, said("database.query_empty"))
    if _SELECTS.match(query) is None or _INTO_FILE.search(query):
        # Some servers end a transaction that can write nothing where a table is dropped, or write a file in it.
        raise _bad_query(reading, said("database.query_no_select"))
    if address.table:
        raise _bad_query(reading, said("database.query_alone"))
    return query


def _origin(database: Database, address: Address, query: str) -> tuple[Origin, list[Column], list[Text]]:
    """Find what is read, and by what its rows are sorted, so that their numbers stay."""
    unordered = [said("database.unordered")]
    if query:
        origin = Origin(query=query)
        return origin, database.columns(origin), [] if _ORDER.search(query) else unordered
    table = _resolved(database, address)
    columns = database.columns(Origin(table))
    if address.order_by:
        return Origin(table, order=_asked_order(address, columns)), columns, []
    key = database.key(table)
    if key is None:
        key = tuple(column.name for column in columns if column.name.lower() == "id")[:1] or None
    order = tuple((name, False) for name in key or ())
    return Origin(table, order=order), columns, unordered if key is None else []


def _resolved(database: Database, address: Address) -> tuple[str, ...]:
    """Find a table as it is called in the database: exactly so, else but for capitals."""
    tables = database.tables()
    shown = ", ".join(".".join(table) for table in tables[:_NAMED]) or said("database.no_tables")
    if not address.table:
        raise TableMissing(path=address.place, reason=said("database.which_table"), tables=shown)
    wanted = split_name(address.table)
    folded = tuple(part.casefold() for part in wanted)
    for fits in (
        [table for table in tables if table == wanted],
        [table for table in tables if tuple(part.casefold() for part in table) == folded],
        # A schema that need not be said may be.
        [table for table in tables if len(wanted) == 2 and len(table) == 1 and table[0].casefold() == folded[1]],
    ):
        if len(fits) == 1:
            return wanted if len(fits[0]) < len(wanted) else fits[0]
    raise TableMissing(path=address.place, reason=said("database.no_table", table=address.table), tables=shown)


def _asked_order(address: Address, columns: Sequence[Column]) -> tuple[tuple[str, bool], ...]:
    names = [column.name for column in columns]
    order = []
    for typed in (address.order_by or "").split(","):
        down = _DOWN.search(typed)
        wanted = (typed[: down.start()] if down else typed).strip().strip('"`')
        fits = [name for name in names if name == wanted] or [
            name for name in names if name.casefold() == wanted.casefold()
        ]
        if not fits:
            reason = said("database.no_column", name=wanted, names=", ".join(names[:_NAMED]))
            raise BadOption(value=wanted, option="order_by", reason=reason)
        order.append((fits[0], down is not None and down[1].lower() == "desc"))
    return tuple(order)


def _frame(database: Database, origin: Origin, columns: Sequence[Column]) -> pl.DataFrame:
    names = _distinct([column.name for column in columns])
    parts = list(database.batches(origin, columns))
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    frame = pl.concat(
        [pl.DataFrame([values.alias(name) for name, values in zip(names, part, strict=True)]) for part in parts],
        rechunk=False,
    )
    moments = [name for name, column in zip(names, columns, strict=True) if column.kind == "moment"]
    return frame.with_columns(plain_moments(frame[name]) for name in moments)


def _distinct(names: Sequence[str]) -> list[str]:
    """Number the columns of a query that bear the name of an earlier one."""
    made: list[str] = []
    for name in names:
        chosen, copy = name, 2
        while chosen in made:
            chosen, copy = f"{name}_{copy}", copy + 1
        made.append(chosen)
    return made
