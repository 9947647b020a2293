"""Results to a database: all tables or none, and no table that is somebody else's is replaced."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import polars as pl

from italclean.customers.decisions import merged, read_decisions
from italclean.databases.address import Address, is_address, parse, split_name
from italclean.databases.base import CELLS_AT_ONCE, Database, Delivery, Origin, Standing
from italclean.databases.cells import bearable
from italclean.databases.faults import busy, refuse_foreign, shown_target
from italclean.databases.opening import opened
from italclean.errors import BadAddress, DatabaseExists, InputInTheWay
from italclean.messages.text import Text, said
from italclean.outputs.base import OutputTable
from italclean.outputs.state import check_unmoved
from italclean.outputs.tables import TABLES
from italclean.outputs.typed import typed_tables
from italclean.result import Result

DECISIONS, REVIEW, RUN = "decisions", "review", "run"
NAMES = (*(table.name for table in TABLES), DECISIONS, RUN)
"""Every table that a run may write and another replaces; what a run has nothing for is emptied."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where in a database results go.

    Attributes:
        address: The database, and its schema.
        force: Whether the tables of an earlier run may be replaced.
        decisions: What a person decided in the tables that are there.
        notices: What is to be said of the connection.
    """

    address: Address
    force: bool
    decisions: pl.DataFrame
    notices: tuple[Text, ...] = ()

    def __str__(self) -> str:
        return shown_target(self.address)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was written to a database.

    Attributes:
        rows: How many rows each table has.
        notices: What is to be said of it.
    """

    rows: Mapping[str, int]
    notices: tuple[Text, ...]


def find_target(given: str, *, force: bool, inputs: Iterable[str] = ()) -> Target:
    """Make sure that results can go to a database, before hours of work.

    Args:
        given: Its address.
        force: Whether the tables of an earlier run may be replaced.
        inputs: What is read.

    Raises:
        BadAddress: The address cannot be read.
        DatabaseExists: There are results, and `force` is not given.
        DatabaseForeign: A table in the way is somebody's own, or was given other columns.
        DatabaseNotWritable: The database cannot be reached.
        InputInTheWay: A table that would be replaced is read.
        ExtraMissing: The driver is not installed.
    """
    address = parse(given)
    if address.table or address.order_by:
        raise BadAddress(address=f"{address.kind}://", reason=said("database.target_table"))
    _keep_inputs(address, inputs)
    with opened(address, "write") as database:
        standing = database.standing(NAMES)
        refuse_foreign(address, standing)
        if standing and not force:
            raise DatabaseExists(path=shown_target(address))
        decisions = _decisions(address, standing)
        notices = database.notices()
    if address.is_typed:
        notices.insert(0, said("database.typed_password"))
    told = tuple(said("read.of", source=shown_target(address), said=notice) for notice in notices)
    return Target(address, force, decisions, told)


def _keep_inputs(address: Address, inputs: Iterable[str]) -> None:
    """Refuse to replace a table that is read."""
    for given in inputs:
        path = given if is_address(given) else given.partition("=")[2]
        if not is_address(path):
            continue
        read = parse(path)
        table = split_name(read.table) if read.table else ("",)
        same = (read.kind, read.host, read.port, read.database) == (
            address.kind,
            address.host,
            address.port,
            address.database,
        )
        schemas = {address.schema or table[0], *table[:-1]}
        if same and table[-1].lower() in NAMES and (len(table) == 1 or len(schemas) == 1 or address.kind == "mysql"):
            raise InputInTheWay(input=str(read), path=f"{shown_target(address)}: {table[-1]}")


def _decisions(address: Address, standing: Mapping[str, Standing]) -> pl.DataFrame:
    """Return what a person decided in the tables of an earlier run: in `decisions`, then in `review`."""
    tables = [_whole(address, name) for name in (DECISIONS, REVIEW) if name in standing]
    return read_decisions(tables).table if tables else pl.DataFrame()


def _whole(address: Address, name: str) -> pl.DataFrame:
    table = Origin(tuple(filter(None, (address.schema, name))))
    with opened(address, "read") as database:
        columns = database.columns(table)
        parts = list(database.batches(table, columns))
    names = [column.name for column in columns]
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    frame = pl.concat(parts)
    return frame.rename(dict(zip(frame.columns, names, strict=True)))


def write_database(result: Result, target: Target) -> Delivered:
    """Write all tables of a result to a database that `find_target` found.

    Args:
        result: The result.
        target: Where to.

    Raises:
        DatabaseNotWritable: They cannot be written; the tables are as they were.
        DatabaseBusy: Another run is writing there.
        DatabaseForeign: A table in the way is somebody's own.
        MasterMovedOn: The master that the result was made of was written to since.
    """
    check_unmoved(result)
    # Before anything is written: a cell may not fit the type of its column.
    typed = typed_tables(result, result.types, str(target))
    with opened(target.address, "write") as database:
        remarks: dict[Text, None] = {}
        rows = database.write(_all_deliveries(result, database, target, remarks, typed), NAMES)
    return Delivered(rows, tuple(remarks))


def _all_deliveries(
    result: Result,
    database: Database,
    target: Target,
    remarks: dict[Text, None],
    typed: Mapping[str, pl.DataFrame],
) -> Iterator[Delivery]:
    """Lay all tables out, with what was decided while the run went on: it is read when the writing has begun."""
    standing = database.standing(NAMES)
    now = _decisions(target.address, standing)
    decisions = _all_decisions(result, target.decisions, now)
    tables = (*TABLES, *_own_tables(result, decisions))
    yield from _deliveries(result, tables, database, str(target), remarks, typed)
    # All is there, and nothing is in its place yet: what was written meanwhile would be lost.
    if not database.keeps_writers_out and not _decisions(target.address, standing).equals(now):
        raise busy(target.address)


def _all_decisions(result: Result, before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    known = set(before.rows()) if before.width else set()
    late = pl.DataFrame([row for row in now.rows() if row not in known], schema=now.schema, orient="row")
    taken = result.decisions if result.decisions.width else pl.DataFrame()
    return merged([table for table in (before, taken, late) if table.height]).table


def _own_tables(result: Result, decisions: pl.DataFrame) -> Iterator[OutputTable]:
    """Lay out what files have besides the tables: the decisions, and the summary as `run.json` holds it."""
    yield OutputTable(DECISIONS, lambda _: [decisions] if decisions.height else ())
    summary = json.dumps(result.summary(), ensure_ascii=False, default=str)
    yield OutputTable(RUN, lambda _: [pl.DataFrame({"summary": [summary]})])


def _deliveries(
    result: Result,
    tables: Iterable[OutputTable],
    database: Database,
    target: str,
    remarks: dict[Text, None],
    typed: Mapping[str, pl.DataFrame],
) -> Iterator[Delivery]:
    for table in tables:
        parts = iter([typed[table.name]] if table.name in typed else table.parts(result))
        first = next(parts, None)
        if first is None:
            continue
        names = bearable(first.columns, database.name_limit)
        other = [name for name, old in zip(names, first.columns, strict=True) if name != old]
        if other:
            remarks[said("database.renamed", database=target, names=", ".join(other))] = None
        whole = chain([first], parts)
        types = {
            name: result.types[old]
            for name, old in zip(names, first.columns, strict=True)
            if table.name in typed and result.types.get(old, "text") != "text"
        }
        yield Delivery(table.name, names, _as_text(whole, names, database, target, remarks), types)


def _as_text(
    parts: Iterable[pl.DataFrame], names: tuple[str, ...], database: Database, target: str, remarks: dict[Text, None]
) -> Iterator[pl.DataFrame]:
    for part in (piece for whole in parts for piece in whole.iter_slices(max(100, CELLS_AT_ONCE // len(names)))):
        text = part.rename(dict(zip(part.columns, names, strict=True))).cast(pl.String)
        if not database.takes_null and _holds_null(text):
            remarks[said("database.without_null", database=target)] = None
            text = text.with_columns(pl.all().str.replace_all("\0", "\u2400", literal=True))
        yield text


def _holds_null(text: pl.DataFrame) -> bool:
    return any(text.select(pl.all().str.contains("\0", literal=True).any()).row(0))
