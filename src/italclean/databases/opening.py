"""Opens a database by its address; the drivers are imported when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from italclean.databases.address import SCHEMES, Address, Kind
from italclean.databases.base import Database
from italclean.databases.faults import Purpose


@dataclass(frozen=True, slots=True)
class Engine:
    """A kind of database.

    Attributes:
        name: Its class, in the module that is called as the kind.
        holds: What is read of it, for the docs.
        extra: What brings its driver; empty where Python does.
        example: A source, as it is typed.
        target: Where results go, as it is typed behind `--to`.
    """

    name: str
    holds: str
    extra: str
    example: str
    target: str


ENGINES: Mapping[Kind, Engine] = {
    "postgresql": Engine(
        "PostgreSQL",
        "PostgreSQL: a table, a view or a query",
        "postgres",
        "erp=postgresql://ida@localhost/erp?table=clienti",
        "postgresql://ida@localhost/crm?schema=pulito",
    ),
    "mysql": Engine(
        "MySQL",
        "MariaDB and MySQL: the same",
        "mysql",
        "erp=mariadb://ida@localhost/erp?table=clienti&order_by=codice",
        "mariadb://ida@localhost/pulito",
    ),
    "sqlite": Engine("SQLite", "SQLite: the same", "", "erp=sqlite:///erp.db?table=clienti", "sqlite:///pulito.db"),
}
"""The kinds of databases that are read and written."""


def schemes_of(kind: Kind) -> list[str]:
    """Return what addresses of a kind of database begin with.

    Args:
        kind: The kind.

    Examples:
        >>> schemes_of("mysql")
        ['mysql://', 'mariadb://']
    """
    return [f"{scheme}://" for scheme, of in SCHEMES.items() if of == kind]


def opened(address: Address, purpose: Purpose) -> Database:
    """Connect to a database.

    Args:
        address: Where it is.
        purpose: Whether it is read, in a transaction that can write nothing, or written.

    Raises:
        ExtraMissing: Its driver is not installed.
        FileMissing: It was to be read, and there is no such file.
        DatabaseUnreadable: It was to be read, and cannot be reached.
        DatabaseNotWritable: It was to be written, and cannot be reached.
    """
    module = import_module(f"italclean.databases.{address.kind}")
    made: Callable[..., Any] = getattr(module, ENGINES[address.kind].name)
    database: Database = made(address, purpose)
    return database
