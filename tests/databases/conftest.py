"""Databases to try: each test gets an empty place of its own, in SQLite and in every server that is at hand.

`.ci/databases` starts the servers and says where they are.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

VARIABLES = {"postgresql": "ITALCLEAN_TEST_POSTGRESQL", "mariadb": "ITALCLEAN_TEST_MARIADB"}
_numbers = count()


@dataclass(frozen=True)
class Place:
    """An empty place for tables.

    Attributes:
        kind: The engine.
        url: The address of the database, password and all.
        schema: The schema of PostgreSQL.
        password: What must never be shown.
    """

    kind: str
    url: str
    schema: str = ""
    password: str = ""

    def table(self, name: str, **options: str) -> str:
        """Return the address of a table."""
        told = {"table": f"{self.schema}.{name}" if self.schema else name, **options}
        return f"{self.url}?{'&'.join(f'{key}={value}' for key, value in told.items())}"

    @property
    def target(self) -> str:
        """The address for results."""
        return f"{self.url}?schema={self.schema}" if self.schema else self.url

    def connect(self) -> Any:
        """Connect as anybody would; autocommit."""
        if self.kind == "sqlite":
            return sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None)
        at = urlsplit(self.url)
        who = {"host": at.hostname, "port": at.port, "user": at.username, "password": unquote(at.password or "")}
        if self.kind == "postgresql":
            import psycopg

            connection = psycopg.connect(dbname=at.path[1:], autocommit=True, **who)
            if self.schema:
                connection.execute(f"SET search_path = {self.schema}")
            return connection
        import pymysql

        return pymysql.connect(database=at.path[1:], autocommit=True, **who)

    def run(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements; return the rows of the last one."""
        connection = self.connect()
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def tables(self) -> set[str]:
        """Return the names of the tables."""
        if self.kind == "sqlite":
            return {name for (name,) in self.run("SELECT name FROM sqlite_master WHERE type = 'table'")}
        schema = f"'{self.schema}'" if self.schema else "DATABASE()"
        return {
            name
            for (name,) in self.run(f"SELECT table_name FROM information_schema.tables WHERE table_schema = {schema}")
        }


def server(kind: str) -> Place:
    """Return a server, or skip the test."""
    url = os.environ.get(VARIABLES[kind])
    if not url:
        pytest.skip(f"no {kind}: {VARIABLES[kind]} says where one is, .ci/databases starts one")
    pytest.importorskip("psycopg" if kind == "postgresql" else "pymysql", reason=f"the extra for {kind} is missing")
    return Place(kind, url, password=urlsplit(url).password or "")


def emptied(kind: str, folder: Path) -> Iterator[Place]:
    """Yield a place of one's own."""
    if kind == "sqlite":
        yield Place(kind, f"sqlite:///{folder / 'archivio.db'}")
        return
    base, name = server(kind), f"prova_{os.getpid()}_{next(_numbers)}"
    if kind == "postgresql":
        base.run(f"CREATE SCHEMA {name}")
        yield replace(base, schema=name)
        base.run(f"DROP SCHEMA {name} CASCADE")
    else:
        base.run(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        yield replace(base, url=base.url.rpartition("/")[0] + f"/{name}")
        base.run(f"DROP DATABASE {name}")


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty place in each engine."""
    yield from emptied(request.param, tmp_path)


@pytest.fixture(params=["postgresql", "mariadb"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty place in each server."""
    yield from emptied(request.param, tmp_path)


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[Place]:
    """An empty place in PostgreSQL."""
    yield from emptied("postgresql", tmp_path)


@pytest.fixture
def mariadb(tmp_path: Path) -> Iterator[Place]:
    """An empty place in MariaDB."""
    yield from emptied("mariadb", tmp_path)
