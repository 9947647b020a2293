"""Addresses: what they say, and that no password is ever shown, however odd it is."""

from __future__ import annotations

import contextlib
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.databases.address import OPTIONS, Address, is_address, parse, split_name
from italclean.databases.faults import failed
from italclean.errors import BadAddress, ItalcleanError, UnknownDatabase
from italclean.messages.text import speak_flags

SIGNS = st.sampled_from(
    [*"@:/?#%&= ;'\"\\[]{}", "%40", "%zz", "?table=", "@host/", "://", "è", "漢", "\n", "a", "9", "*"]
)
PASSWORDS = st.one_of(st.text(min_size=1, max_size=12), st.lists(SIGNS, min_size=1, max_size=8).map("".join))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("postgresql://ida@db.example.it/erp", {"host": "db.example.it", "user": "ida", "database": "erp"}),
        ("postgres://h/d", {"kind": "postgresql", "host": "h", "user": None, "password": None, "port": None}),
        ("PostgreSQL+psycopg://h/d", {"kind": "postgresql"}),
        ("mariadb://u:p@h:3307/d?table=t", {"kind": "mysql", "port": 3307, "password": "p", "table": "t"}),
        ("mysql+pymysql://u:p%40%2F@h/d", {"password": "p@/"}),
        ("mysql://u:a@b:c/d?e#f@h/d?table=t", {"password": "a@b:c/d?e#f", "host": "h", "table": "t"}),
        ("mysql://u:100%25@h/d", {"password": "100%"}),
        ("mysql://u:100%@h/d", {"password": "100%"}),
        ("mysql://u:%ff@h/d", {"password": "%ff"}),
        ("mysql://:p@h/d?user=u", {"user": "u", "password": "p"}),
        ("mysql://h/d?user=u&password=p%26q", {"user": "u", "password": "p&q", "is_typed": True}),
        ("postgresql://u@[::1]:5433/d", {"host": "::1", "port": 5433}),
        ("postgresql:///erp", {"host": "", "database": "erp"}),
        ("postgresql://h/anagrafica%20clienti", {"database": "anagrafica clienti"}),
        (
            "postgresql://h/d?order_by=a,b desc&schema=s&timeout=2.5&sslmode=require",
            {"order_by": "a,b desc", "timeout": 2.5},
        ),
        ("sqlite:///a/b.db?table=t", {"kind": "sqlite", "database": "a/b.db", "table": "t"}),
        ("sqlite:////a/b.db", {"database": "/a/b.db"}),
        ("sqlite:///C:\\dati\\100%.db", {"database": "C:\\dati\\100%.db"}),
    ],
)
def test_what_an_address_says(given: str, wanted: dict[str, Any]) -> None:
    address = parse(given)
    assert {name: getattr(address, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("postgresql://", "no_database"),
        ("postgresql://h", "no_database"),
        ("postgresql://h:x/d", "unreadable"),
        ("postgresql://h:99999/d", "unreadable"),
        ("postgresql://h/a/b", "unreadable"),
        ("postgresql://h/d?tabel=t", "unknown_option"),
        ("postgresql://h/d?table=t&x=y", "unknown_option"),
        ("mysql://u:1?table=x@h/d", "unreadable"),
        ("postgresql://h/d?sslmode=si", "sslmode"),
        ("postgresql://h/d?timeout=presto", "not_a_number"),
        ("postgresql://h/d?password_env=NESSUNA_DI_CERTO", "no_variable"),
        ("sqlite://a.db", "sqlite_path"),
        ("sqlite:///", "sqlite_path"),
        ("sqlite:///a.db?tabel=t", "unknown_option"),
        ("sqlite:///a.db?schema=t", "unknown_option"),
        ("env:NESSUNA_DI_CERTO", "no_variable"),
    ],
)
def test_what_cannot_be_read_is_told(given: str, key: str) -> None:
    with pytest.raises(BadAddress) as caught:
        parse(given)
    assert caught.value.details["reason"].key.partition(".")[2] == key
    assert caught.value.text("it") != caught.value.text("en")


@pytest.mark.parametrize("scheme", ["mssql", "mssql+pyodbc", "oracle", "oracle+oracledb", "db2", "postgre"])
def test_other_databases_are_told_where_to_look(scheme: str) -> None:
    with pytest.raises(UnknownDatabase) as caught:
        parse(f"{scheme}://sa:geheim@host/db")
    assert "docs/databases.md" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("clienti", ("clienti",)),
        ("vendite.clienti", ("vendite", "clienti")),
        ('"a.b"."c ""d"""', ("a.b", 'c "d"')),
        ("`a.b`.c", ("a.b", "c")),
        ("anagrafica clienti", ("anagrafica clienti",)),
        ("a.b.c", ("a.b.c",)),
    ],
)
def test_names_of_tables(name: str, parts: tuple[str, ...]) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize("given", ["clienti.csv", "C:/dati/clienti.csv", "C:\\dati", "-", "a=b.csv", "environment", ""])
def test_paths_are_no_addresses(given: str) -> None:
    assert not is_address(given)


def test_the_environment_holds_addresses_and_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERP_URL", "mysql://u:geheim@h/d?table=t")
    monkeypatch.setenv("ERP_WORD", "tief")
    assert (parse("env:ERP_URL").password, parse("env:ERP_URL").is_typed) == ("geheim", False)
    assert (parse("mysql://u@h/d?password_env=ERP_WORD").password, parse("mysql://u@h/d").is_typed) == ("tief", False)
    monkeypatch.setenv("ERP_URL", "segreto.csv")
    with pytest.raises(BadAddress) as caught:
        parse("env:ERP_URL")
    assert "segreto" not in str(caught.value)


SHOWN = {"postgresql": "postgresql://db.example.it:5433/erp", "mysql": "mysql://db.example.it:5433/erp"}


@given(
    PASSWORDS, st.sampled_from(sorted(SHOWN)), st.booleans(), st.sampled_from(["", "?table=clienti", "?tabel=clienti"])
)
def test_what_is_shown_of_an_address_does_not_depend_on_its_password(
    password: str, kind: str, is_quoted: bool, options: str
) -> None:
    typed = quote(password, safe="") if is_quoted else password
    given = f"{kind}://ida:{typed}@db.example.it:5433/erp{options}"
    wanted = SHOWN[kind] + ("?table=clienti" if options == "?table=clienti" else "")
    address = told = None
    try:
        address = parse(given)
    except BadAddress as error:
        told = error.details
    if address is None:
        assert told is not None
        # What is told of an address that cannot be read is the same for all of them.
        assert told["address"] == f"{kind}://"
        assert told["reason"].details in ((), (("names", ", ".join(OPTIONS)),))
        assert options == "?tabel=clienti" or not is_quoted
        return
    assert str(address) == wanted
    assert repr(address) == f"<Address {wanted}>"
    if is_quoted:
        assert address.password == password


@given(PASSWORDS, st.sampled_from(["read", "write"]), st.integers(0, 5), st.text(max_size=20))
def test_what_a_driver_says_is_told_without_the_password(password: str, purpose: Any, form: int, around: str) -> None:
    address = parse(f"postgresql://ida:{quote(password, safe='')}@h/d")
    forms = [
        password,
        repr(password),
        quote(password),
        f"postgresql://ida:{password}@h/d",
        quote(password, safe=""),
        "",
    ]
    error = failed(address, purpose, f'{around}FATAL: "{forms[form]}" {around}', "OperationalError")
    other = failed(parse("postgresql://h/d"), purpose, f"{around}FATAL", "OperationalError")
    if form < 5:
        hidden = failed(address, purpose, password, "OperationalError")
        assert (str(error), error.text("it")) == (str(hidden), hidden.text("it"))
    assert type(error) is type(other)
    assert "ida" not in error.details.get("reason", "") if isinstance(error.details["reason"], str) else True


def test_a_password_in_the_environment_is_hidden_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "geheim")
    told = failed(parse("postgresql://h/d"), "read", 'invalid connection option "geheim"', "ProgrammingError")
    assert "geheim" not in str(told)
    assert "ProgrammingError" in str(told)


def test_a_user_is_not_told() -> None:
    address = Address("postgresql", "d", "h", user="ida")
    assert address.scrubbed('password authentication failed\nfor user "ida"') == (
        'password authentication failed for user "***"'
    )
    assert address.scrubbed("la candida") == "la candida"


@given(PASSWORDS)
def test_no_trace_of_an_error_shows_a_password(password: str) -> None:
    class Odd(Exception):
        pass

    address = parse(f"mysql://ida:{quote(password, safe='')}@h/d")
    marked = f"<{password}>"
    try:
        try:
            raise Odd(marked)
        except Odd as error:
            raise failed(address, "read", str(error), "Odd") from None
    except ItalcleanError as error:
        with speak_flags():
            shown = "".join(traceback.format_exception_only(error)) + error.text("it") + repr(error.details)
        assert marked not in shown


@pytest.mark.parametrize("kind", ["postgresql", "mysql+pymysql", "mssql", "oracle"])
@pytest.mark.parametrize("before", ["", "il mio=", "a.b="])
def test_an_address_where_a_path_belongs_is_no_path(kind: str, before: str, tmp_path: Path) -> None:
    """Whoever mixes up the arguments finds the password in no message, and no folder is made of it."""
    address = f"{before}{kind}://ida:geheim@h/d"
    result = ic.run(pl.DataFrame({"CF": ["RSSMRA85T10A562S"]}))
    with contextlib.chdir(tmp_path):
        for wrong in (
            lambda: ic.run(address),
            lambda: ic.run({"erp": address}),
            lambda: result.write(address),
            lambda: ic.run(pl.DataFrame({"CF": ["RSSMRA85T10A562S"]}), decisions=address),
            lambda: ic.evaluate(address, address),
            lambda: ic.run("env:NESSUNA", query_file=Path(address)),
        ):
            with pytest.raises(ItalcleanError) as caught:
                wrong()
            assert "geheim" not in str(caught.value) + caught.value.text("it")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "mistyped",
    ["jdbc:postgresql://u:geheim@h/db", "postgresql:u:geheim@h/db", "postgresql//u:geheim@h/db", "u:geheim@h/db"],
)
def test_a_mistyped_address_tells_no_password(mistyped: str, tmp_path: Path) -> None:
    result = ic.run(pl.DataFrame({"CF": ["RSSMRA85T10A562S"]}))
    with contextlib.chdir(tmp_path):
        for wrong in (
            lambda: ic.run(mistyped),
            lambda: ic.run(f"erp={mistyped}"),
            lambda: result.write(mistyped),
            lambda: ic.run(pl.DataFrame({"CF": ["RSSMRA85T10A562S"]}), decisions=mistyped),
        ):
            with pytest.raises(ItalcleanError) as caught:
                wrong()
            assert "geheim" not in str(caught.value) + caught.value.text("it")
        assert list(tmp_path.iterdir()) == []


def test_a_file_may_have_such_signs_in_its_name(tmp_path: Path) -> None:
    file = tmp_path / "lista 10:30@sede.csv"
    file.write_text("CF\nRSSMRA85T10A562S\n", encoding="utf-8")
    assert ic.clean(file).cleaned.height == 1


@given(
    st.sampled_from(["postgresql", "mysql"]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.sampled_from(["db.example.it", "::1", ""]),
)
def test_what_is_shown_is_read_as_the_same_again(kind: Any, database: str, table: str, host: str) -> None:
    address = Address(kind, database, host, 5433, user="ida", password="geheim", table=table)
    again = parse(str(address))
    assert (again.kind, again.host, again.port, again.database, again.table) == (kind, host, 5433, database, table)
    assert (again.user, again.password) == (None, None)
