"""Addresses of databases: what they say, and what of it may be shown.

A password never leaves this module but to the driver. Passwords are typed as they are, with `@`, `/`, `?` or `#` in
them: where such an address can be read in two ways, it is read in the one that shows less.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import quote, quote_plus, unquote

from italclean.errors import BadAddress, UnknownDatabase
from italclean.messages.text import Text, said

Kind = Literal["postgresql", "mysql", "sqlite"]

SCHEMES: Mapping[str, Kind] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
}
"""What an address may begin with; `postgresql+psycopg`, as SQLAlchemy writes it, is `postgresql`."""

OPTIONS: Mapping[str, str] = {
    "table": "the table or view to read, with its schema where that is not the usual one",
    "order_by": "the columns that the rows are sorted by, so that their numbers stay: `order_by=codice` or "
    "`order_by=anno,numero desc`; by default the primary key, else a column `id`",
    "schema": "the schema that results are written to (PostgreSQL); it is made if it is not there",
    "user": "who connects, where the address does not say it before `@`",
    "password_env": "the environment variable that holds the password",
    "password": "the password; better in the environment",
    "timeout": "seconds to wait for the server, 15 where nothing is said",
    "sslmode": "`disable`, `prefer`, `require`, `verify-ca` or `verify-full`",
    "sslrootcert": "the file with the certificates that the server's is checked against",
}
"""The options of an address, and what they say."""

_SQLITE_OPTIONS = ("table", "order_by", "timeout")
_SSL_MODES = ("disable", "prefer", "require", "verify-ca", "verify-full")
_BEGINNING = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_AS_PATH = re.compile(r"(?:.*=)?\s*([A-Za-z][A-Za-z0-9]*)(?:\+\w*)?:/(?=.*@|/)", re.DOTALL)
_OTHERS = ("mssql", "oracle", "db2", "sqlserver")
_HOST = re.compile(r"(?:(\[[0-9A-Fa-f:.%]+\]|[\w.-]*)(?::([0-9]{1,5}))?)(?:/([^/]*))?")
_PASSWORD = re.compile(r":[^:@\s]*[^:@\s/\\][^:@\s]*@")
_DRIVE = re.compile(r"^[A-Za-z]:(?=[\\/])")
_ENVIRONMENT = "env:"
_LOCAL = ("", "localhost", "127.0.0.1", "::1")
_WAIT = 15.0
_LONGEST = 300


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """Where a database is. Its text has neither user nor password.

    Attributes:
        kind: Which engine it is.
        database: The database's name, or the file of SQLite.
        host: The server; empty for the one of this machine.
        port: Its port, or None for the usual one.
        user: Who connects, or None where the driver knows it.
        password: The password, or None where the driver knows it.
        is_typed: Whether the password stood in an address that was typed, for others to see.
        table: The table to read, or None.
        order_by: What its rows are sorted by, or None.
        schema: Where results are written to, or None for the usual one.
        timeout: How many seconds to wait for the server.
        sslmode: How TLS is asked for, or None for what the driver does.
        sslrootcert: The certificates that the server's is checked against, or None.

    Examples:
        >>> address = parse("postgresql://ida:geheim@db.example.it/erp?table=vendite.clienti")
        >>> str(address), address.password
        ('postgresql://db.example.it/erp?table=vendite.clienti', 'geheim')
    """

    kind: Kind
    database: str
    host: str = ""
    port: int | None = None
    user: str | None = None
    password: str | None = None
    is_typed: bool = False
    table: str | None = None
    order_by: str | None = None
    schema: str | None = None
    timeout: float = _WAIT
    sslmode: str | None = None
    sslrootcert: str | None = None
    hidden: frozenset[str] = field(default=frozenset())

    def __str__(self) -> str:
        if self.kind == "sqlite":
            shown = f"sqlite:///{self.database}"
        else:
            host = f"[{self.host}]" if ":" in self.host else self.host
            shown = f"{self.kind}://{host}{f':{self.port}' if self.port else ''}/{_encoded(self.database)}"
        return f"{shown}?table={_encoded(self.table)}" if self.table else shown

    def __repr__(self) -> str:
        return f"<Address {self}>"

    @property
    def place(self) -> str:
        """The database without its table, as it is shown."""
        return str(replace(self, table=None))

    @property
    def name(self) -> str:
        """What a source is called that nobody gave a name: as its table, else as its database."""
        return split_name(self.table)[-1] if self.table else re.split(r"[/\\]", self.database)[-1]

    def scrubbed(self, told: str) -> str | None:
        """Return what a driver says without user and password, on one line.

        Args:
            told: What it says.

        Returns:
            None where it holds the password, in whatever form: what is left of it may still tell.
        """
        line = " ".join(told.split())
        if any(form in told or form in line for form in self.hidden if form):
            return None
        for user in {self.user, quote(self.user or "", safe="")} - {None, ""}:
            line = re.sub(rf"(?<!\w){re.escape(str(user))}(?!\w)", "***", line)
        return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def is_local(host: str) -> bool:
    """Tell whether a server is on this machine.

    Args:
        host: Its name or number; empty, or a path, for a socket.

    Examples:
        >>> is_local("127.0.0.1"), is_local("/run/postgresql"), is_local("db.example.it")
        (True, True, False)
    """
    return host.lower() in _LOCAL or host.startswith(("127.", "/"))


def is_address(given: str) -> bool:
    """Tell whether a text is meant as the address of a database, whether or not it can be read as one.

    Examples:
        >>> is_address("mysql://host/db"), is_address("env:ERP_URL"), is_address("clienti.csv")
        (True, True, False)
    """
    return given.startswith(_ENVIRONMENT) or _BEGINNING.match(given) is not None


def refuse_as_path(given: str | Path) -> None:
    """Refuse an address where the path of a file or folder belongs, before its password is told as a part of it.

    Args:
        given: What is taken for a path; as one, `//` has become `/`.

    Raises:
        BadAddress: It is an address, perhaps behind a name.
    """
    text = str(given)
    found = _AS_PATH.match(text)
    if found is not None and found[1].lower() in (*SCHEMES, *_OTHERS):
        raise BadAddress(address=f"{found[1]}://", reason=said("database.no_path"))
    # jdbc:postgresql://ida:geheim@host/db, postgresql:ida:geheim@host: mistyped, and the password would be told.
    if _PASSWORD.search(_DRIVE.sub("", text)) is not None and not _is_there(text):
        raise BadAddress(address=text.partition(":")[0].rpartition("=")[2], reason=said("database.no_path"))


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def parse(given: str) -> Address:
    """Read an address, `scheme://user:password@host:port/database?options` or `env:NAME` for one in the environment.

    Args:
        given: What was typed.

    Raises:
        BadAddress: It cannot be read. What is said of it holds nothing of it that may be secret.
        UnknownDatabase: It is one of an engine that is not read here.

    Examples:
        >>> parse("mysql://ida:p@ss/w?rd@localhost/erp?table=clienti").password
        'p@ss/w?rd'
        >>> parse("sqlite:///archivio.db?table=clienti").database
        'archivio.db'
    """
    if given.startswith(_ENVIRONMENT):
        name = given.removeprefix(_ENVIRONMENT)
        return replace(_parsed(_from_environment(name)), is_typed=False)
    return _parsed(given)


def split_name(name: str) -> tuple[str, ...]:
    """Return the schema and the name of a table; a dot in either stands between quotes.

    Examples:
        >>> split_name("vendite.clienti"), split_name("clienti"), split_name('"a.b".clienti')
        (('vendite', 'clienti'), ('clienti',), ('a.b', 'clienti'))
    """
    parts = re.findall(r'"((?:[^"]|"")*)"|`([^`]*)`|([^.]+)', name)
    found = tuple(one[0].replace('""', '"') or one[1] or one[2] for one in parts)
    return found if 1 <= len(found) <= 2 else (name,)


def _from_environment(name: str) -> str:
    value = os.environ.get(name, "").strip()
    # A file's path in a variable is no secret, but whatever it is stays unsaid.
    if not value:
        raise BadAddress(address=f"env:{name}", reason=said("database.no_variable", name=name))
    if _BEGINNING.match(value) is None:
        raise BadAddress(address=f"env:{name}", reason=said("database.no_address"))
    return value


def _parsed(given: str) -> Address:
    begun = _BEGINNING.match(given)
    if begun is None:
        raise BadAddress(address="", reason=said("database.no_address"))
    scheme = begun[1].lower()
    kind = SCHEMES.get(scheme.partition("+")[0])
    if kind is None:
        raise UnknownDatabase(scheme=scheme.partition("+")[0])
    rest, options = _options(kind, begun[2])
    return _file(rest, options) if kind == "sqlite" else _server(kind, rest, options)


def _options(kind: Kind, rest: str) -> tuple[str, dict[str, str]]:
    """Part an address from its options: behind the last question mark, if known ones stand there.

    A password may have a question mark in it; then what is behind it are no options.
    """
    before, sign, typed = rest.rpartition("?")
    pairs = [pair.partition("=") for pair in typed.split("&")] if sign else []
    if not pairs or not all(name in OPTIONS and equals for name, equals, _ in pairs):
        if kind == "sqlite" and sign:
            raise _bad(kind, said("database.unknown_option", names=", ".join(_SQLITE_OPTIONS)))
        return rest, {}
    if kind == "sqlite" and any(name not in _SQLITE_OPTIONS for name, _, _ in pairs):
        raise _bad(kind, said("database.unknown_option", names=", ".join(_SQLITE_OPTIONS)))
    if any("@" in value for name, _, value in pairs if name != "password"):
        # mysql://u:1?table=x@host/db: the question mark belonged to the password.
        raise _bad(kind, said("database.unreadable"))
    return before, {name: _decoded(value) for name, _, value in pairs}


def _file(rest: str, options: Mapping[str, str]) -> Address:
    if len(rest) < 2 or not rest.startswith("/") or "\0" in rest:
        raise _bad("sqlite", said("database.sqlite_path"))
    return Address(
        "sqlite", rest[1:], table=options.get("table"), order_by=options.get("order_by"), timeout=_wait(options)
    )


def _server(kind: Kind, rest: str, options: Mapping[str, str]) -> Address:
    who, _, where = rest.rpartition("@")
    if "?" in where:
        raise _bad(kind, said("database.unknown_option", names=", ".join(OPTIONS)))
    found = _HOST.fullmatch(where)
    if found is None or int(found[2] or 1) not in range(1, 1 << 16):
        raise _bad(kind, said("database.unreadable"))
    database = _decoded(found[3] or "")
    if not database or "\0" in database:
        raise _bad(kind, said("database.no_database"))
    user, colon, typed = who.partition(":")
    secret = options.get("password", _decoded(typed) if colon else None)
    password = _from_variable(kind, options["password_env"]) if "password_env" in options else secret
    mode = options.get("sslmode")
    if mode is not None and mode not in _SSL_MODES:
        raise _bad(kind, said("database.sslmode", names=", ".join(_SSL_MODES)))
    return Address(
        kind,
        database,
        found[1].strip("[]"),
        int(found[2]) if found[2] else None,
        _decoded(user) or options.get("user") or None,
        password,
        secret is not None,
        options.get("table"),
        options.get("order_by"),
        options.get("schema"),
        _wait(options),
        mode,
        options.get("sslrootcert"),
        _forms(typed, secret, password, *map(os.environ.get, ("PGPASSWORD", "MYSQL_PWD"))),
    )


def _bad(kind: Kind, reason: Text) -> BadAddress:
    return BadAddress(address=f"{kind}://", reason=reason)


def _wait(options: Mapping[str, str]) -> float:
    typed = options.get("timeout")
    if typed is None:
        return _WAIT
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", typed) or float(typed) <= 0:
        raise BadAddress(address="timeout=", reason=said("error.not_a_number"))
    return float(typed)


def _from_variable(kind: Kind, name: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise BadAddress(address=f"{kind}://", reason=said("database.no_variable", name=name))
    return value


def _encoded(name: str) -> str:
    """Write a name so that it is read as the same again; letters stay what they are."""
    return re.sub(r"[%&?#@/]", lambda sign: quote(sign[0], safe=""), name)


def _decoded(typed: str) -> str:
    """Undo `%40` and the like; what is no such code, or no text, stays as it was typed."""
    try:
        return unquote(typed, errors="strict")
    except UnicodeDecodeError:
        return typed


def _forms(*passwords: str | None) -> frozenset[str]:
    """The forms in which a password may turn up in what a driver says."""
    forms: set[str] = set()
    for password in passwords:
        if password:
            told = password.encode("utf-8", "replace").decode()
            bare = repr(told)[1:-1]
            forms |= {password, told, bare, quote(told), quote(told, safe=""), quote_plus(told), " ".join(told.split())}
    return frozenset(forms - {""})
