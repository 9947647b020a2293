"""Opens a database by its address; the drivers are imported when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from italclean.databases.address import Address, Kind
from italclean.databases.base import Database
from italclean.databases.faults import Purpose

ENGINES: Mapping[Kind, str] = {"postgresql": "PostgreSQL", "mysql": "MySQL", "sqlite": "SQLite"}
"""The class of each engine, in the module of its name."""


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
    module = import_module(f"italclean.databases.{address.kind}")
    made: Callable[..., Any] = getattr(module, ENGINES[address.kind])
    database: Database = made(address, purpose)
    return database
