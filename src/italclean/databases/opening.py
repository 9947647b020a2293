"""Opens a database by its address; the drivers are imported when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from italclean.databases.address import Address, Kind
from italclean.databases.base import Database
from italclean.databases.faults import Purpose
from italclean.errors import ExtraMissing

ENGINES: Mapping[Kind, tuple[str, str, str]] = {
    "postgresql": ("PostgreSQL", "psycopg", "postgres"),
    "mysql": ("MySQL", "pymysql", "mysql"),
    "sqlite": ("SQLite", "sqlite3", ""),
}
"""The class of each engine, in the module of its name; its driver, and the extra that brings it."""


def opened(address: Address, purpose: Purpose) -> Database:
    """Connect to a database.

    Args:
        address: Where it is.
        purpose: Whether it is read, in a transaction that can write nothing, or written.

    Raises:
        ExtraMissing: Its driver is not installed.
        DatabaseUnreadable: It was to be read, and cannot be reached.
        DatabaseNotWritable: It was to be written, and cannot be reached.
    """
    name, driver, extra = ENGINES[address.kind]
    if find_spec(driver) is None:
        raise ExtraMissing(what=name, package=driver, extra=extra)
    made: Callable[..., Any] = getattr(import_module(f"italclean.databases.{address.kind}"), name)
    database: Database = made(address, purpose)
    return database
