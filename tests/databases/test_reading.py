"""Lists out of a database: every cell as the server writes it, every row in its place, every mistake told."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.core.late import library
from italclean.databases.address import Address
from italclean.databases.opening import ENGINES
from italclean.errors import (
    BadOption,
    DatabaseUnreadable,
    EmptyInput,
    ExtraMissing,
    FileMissing,
    ItalcleanError,
    TableMissing,
)
from italclean.readers.sources import read
from italclean.readers.table import Table
from italclean.settings import Reading
from tests.databases.conftest import Place, server

PEOPLE = "CREATE TABLE clienti (id INTEGER PRIMARY KEY, nome VARCHAR(40), cap VARCHAR(5))"


def one(given: str, reading: Reading | None = None) -> Table:
    (table,) = read(given, reading)
    return table


def keys(table: Table) -> list[str]:
    return [dict(notice.details).get("said", notice).key for notice in table.notices]


def quiet(table: Table) -> list[str]:
    """What is said besides the password in the address of the tests."""
    return [key for key in keys(table) if key != "database.typed_password"]


def test_rows_come_in_the_order_of_the_key_and_not_of_its_text(place: Place) -> None:
    place.run(
        PEOPLE, "INSERT INTO clienti VALUES (10, 'Rossi', '00184'), (9, '', NULL), (2, 'Nicolò D''Angelo', '20121')"
    )
    table = one("erp=" + place.table("clienti"))
    assert table.name == "erp"
    assert table.frame.to_dict(as_series=False) == {
        "id": ["2", "9", "10"],
        "nome": ["Nicolò D'Angelo", None, "Rossi"],
        "cap": ["20121", None, "00184"],
    }
    assert quiet(table) == []
    assert table.path is not None
    assert place.password not in table.path or not place.password
    assert table.path.endswith("clienti")
    assert one(place.table("clienti")).name == "clienti"


def test_rows_of_more_than_one_batch_stay_in_order(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in ("postgresql", "mysql", "sqlite"):
        monkeypatch.setattr(f"italclean.databases.{engine}.CELLS_AT_ONCE", 300)
    rows = ", ".join(f"({number}, NULL, '{number:05}')" for number in range(750, 0, -1))
    place.run(PEOPLE, f"INSERT INTO clienti VALUES {rows}")
    frame = one(place.table("clienti")).frame
    assert frame["cap"].to_list() == [f"{number:05}" for number in range(1, 751)]
    assert frame["nome"].null_count() == 750


def test_the_asked_order_counts(place: Place) -> None:
    place.run(PEOPLE, "INSERT INTO clienti VALUES (1, 'b', '2'), (2, 'a', '1'), (3, 'a', '2')")
    assert one(place.table("clienti", order_by="nome,ID desc")).frame["id"].to_list() == ["3", "2", "1"]
    with pytest.raises(BadOption, match="id, nome, cap"):
        read(place.table("clienti", order_by="cognome"))


def test_without_a_key_an_id_will_do_and_else_a_notice_is_given(place: Place) -> None:
    place.run(
        "CREATE TABLE a (nome VARCHAR(9), Id INTEGER)",
        "INSERT INTO a VALUES ('x', 10), ('y', 9)",
        "CREATE TABLE b (nome VARCHAR(9))",
        "INSERT INTO b VALUES ('x')",
        "CREATE VIEW c AS SELECT nome FROM b",
    )
    if place.kind != "sqlite":
        # SQLite has the rows of a table in order, whatever their columns.
        assert one(place.table("a")).frame["nome"].to_list() == ["y", "x"]
        assert quiet(one(place.table("b"))) == ["database.unordered"]
    assert quiet(one(place.table("a"))) == []
    assert quiet(one(place.table("c"))) == ["database.unordered"]
    assert quiet(one(place.table("c", order_by="nome"))) == []


def test_a_query_is_read_as_it_is_asked(place: Place, tmp_path: Path) -> None:
    place.run(PEOPLE, "INSERT INTO clienti VALUES (1, 'b%s', '2'), (2, 'a', '1'), (3, NULL, '2')")
    table = f"{place.schema}.clienti" if place.schema else "clienti"
    query = (
        f"WITH q AS (SELECT * FROM {table}) SELECT id, q.id, nome, nome LIKE 'b%' AS b "
        "FROM q ORDER BY cap, id -- fine;\n;"
    )
    read_ = one(f"erp={place.url}", Reading(query=query))
    assert read_.frame.columns == ["id", "id_2", "nome", "b"]
    assert read_.frame["id"].to_list() == ["2", "1", "3"]
    assert read_.frame["nome"].to_list() == ["a", "b%s", None]
    assert quiet(read_) == []
    file = tmp_path / "query.sql"
    file.write_text(f"\ufeffSELECT nome FROM {table} WHERE id = 1\n", encoding="utf-8")
    read_ = one(f"erp={place.url}", Reading(query_file=file))
    assert (read_.frame.rows(), quiet(read_)) == ([("b%s",)], ["database.unordered"])


def test_a_query_must_fit(place: Place, tmp_path: Path) -> None:
    place.run(PEOPLE)
    for sources, reading in (
        ([place.url, place.url], Reading(query="SELECT 1")),
        ([pl.DataFrame({"a": ["x"]})], Reading(query="SELECT 1")),
        ([place.table("clienti")], Reading(query="SELECT 1")),
        ([place.url], Reading(query=" ; ")),
    ):
        with pytest.raises(BadOption):
            read(sources, reading)
    with pytest.raises(FileMissing):
        read(place.url, Reading(query_file=tmp_path / "nessuna.sql"))
    with pytest.raises(BadOption):
        Reading(query="SELECT 1", query_file=tmp_path)
    with pytest.raises(DatabaseUnreadable):
        read(place.url, Reading(query="SELECT nulla FROM nessuna"))


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM {} RETURNING id",
        "DROP TABLE {}",
        "SELECT 1; DROP TABLE {}",
        "INSERT INTO {} VALUES (2, 'x', 'y')",
        # A parenthesis that ends what the query is put into.
        "SELECT 1) AS t; COMMIT; DELETE FROM {}; SELECT * FROM (SELECT 1",
        "SELECT * FROM {} INTO OUTFILE '/tmp/clienti_of_italclean.csv'",
    ],
)
def test_a_query_changes_nothing(place: Place, query: str) -> None:
    place.run(PEOPLE, "INSERT INTO clienti VALUES (1, 'b', '2')")
    table = f"{place.schema}.clienti" if place.schema else "clienti"
    with pytest.raises(ItalcleanError):
        read(place.url, Reading(query=query.format(table)))
    assert place.run("SELECT * FROM clienti") == [(1, "b", "2")]


def test_which_table_is_asked(place: Place) -> None:
    place.run("CREATE TABLE x (id INTEGER)", "DROP TABLE x")
    with pytest.raises(TableMissing):
        read(place.table("clienti"))
    place.run(PEOPLE, "CREATE TABLE fornitori (id INTEGER PRIMARY KEY)", "INSERT INTO clienti VALUES (1, 'b', '2')")
    for bad in (place.url, place.table("cleinti")):
        with pytest.raises(TableMissing) as caught:
            read(bad)
        for name in ("clienti", "fornitori"):
            assert name in str(caught.value)
        assert caught.value.exit_code == 3
    assert one(place.table("CLIENTI")).frame.height == 1
    with pytest.raises(EmptyInput) as empty:
        read(place.table("fornitori"))
    assert (empty.value.exit_code, "fornitori" in str(empty.value)) == (3, True)


def test_odd_names(place: Place) -> None:
    q = "`" if place.kind == "mariadb" else '"'
    place.run(
        f"CREATE TABLE {q}Anagrafica; clienti%s{q} ({q}Città (sede){q} VARCHAR(9), {q}100%{q} VARCHAR(9), "
        f"{q}a'b;--{q} VARCHAR(9))",
        f"INSERT INTO {q}Anagrafica; clienti%s{q} VALUES ('x', 'y', 'z')",
    )
    table = one(place.table(quote("Anagrafica; clienti%s"), order_by=quote("Città (sede)")))
    assert table.frame.to_dict(as_series=False) == {"Città (sede)": ["x"], "100%": ["y"], "a'b;--": ["z"]}


def test_the_examples_of_the_docs(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    example = ENGINES["mysql" if place.kind == "mariadb" else place.kind].example  # type: ignore[index]
    if place.kind == "sqlite":
        place = replace(place, url="sqlite:///erp.db")
    elif place.kind == "postgresql":
        example = example.replace("=clienti", f"={place.schema}.clienti")
    place.run("CREATE TABLE clienti (codice VARCHAR(9) PRIMARY KEY)", "INSERT INTO clienti VALUES ('x')")
    told = re.sub(r"=\w+://[^?]+", f"={place.url}", example)
    assert "?table=" in told
    assert (one(told).name, quiet(one(told))) == ("erp", [])


def test_what_passwords_are_said_of(remote: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    remote.run(PEOPLE, "INSERT INTO clienti VALUES (1, 'b', '2')")
    given = remote.table("clienti")
    assert keys(one(given)) == ["database.typed_password"]
    bare = given.replace(f":{remote.password}@", "@")
    variable = "PGPASSWORD" if remote.kind == "postgresql" else "MYSQL_PWD"
    monkeypatch.setenv(variable, remote.password)
    assert keys(one(bare)) == []
    monkeypatch.delenv(variable)
    monkeypatch.setenv("ERP_WORD", remote.password)
    assert keys(one(f"{bare}&password_env=ERP_WORD")) == []
    monkeypatch.setenv("ERP_URL", given)
    assert (keys(one("erp=env:ERP_URL")), one("env:ERP_URL").name) == ([], "clienti")
    assert remote.password not in str(one("env:ERP_URL").as_dict())
    # The drivers' own files.
    monkeypatch.setenv("HOME", str(tmp_path))
    host, port = remote.url.rpartition("@")[2].partition("/")[0].split(":")
    if remote.kind == "postgresql":
        own = tmp_path / ".pgpass"
        own.write_text(f"{host}:{port}:*:*:{remote.password}\n", encoding="utf-8")
        monkeypatch.setenv("PGPASSFILE", str(own))
    else:
        own = tmp_path / ".my.cnf"
        own.write_text(f"[client]\npassword={remote.password}\n", encoding="utf-8")
    own.chmod(0o600)
    assert keys(one(bare)) == []


def test_what_cannot_be_reached_is_told(remote: Place) -> None:
    remote.run(PEOPLE, "INSERT INTO clienti VALUES (1, 'b', '2')")
    good = remote.table("clienti")
    where = remote.url.rpartition("@")[2].partition("/")[0]
    port = where.rpartition(":")[2]
    for bad, hint in (
        (good.replace(f":{remote.password}@", ":sbagliata@"), ""),
        (good.replace(f"{where}/", f"{where}/nessuno_"), "nessuno_"),
        (good.replace(where, f"nessuno.invalid:{port}"), "nessuno.invalid"),
        (good.replace(where, "127.0.0.1:1"), ""),
        (good.replace("italclean:", "nessuno:"), ""),
    ):
        with pytest.raises(DatabaseUnreadable) as caught:
            read(bad)
        told = f"{caught.value}{caught.value.text('it')}{caught.value.__cause__}"
        assert hint in told
        assert caught.value.exit_code == 3
        assert "PGPASSWORD" in told
        for secret in (remote.password, "sbagliata", '"italclean"', "'italclean'@"):
            assert secret not in told


def test_a_server_that_never_answers_is_given_up(remote: Place) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        where = remote.url.rpartition("@")[2].partition("/")[0]
        given = remote.url.replace(where, f"127.0.0.1:{silent.getsockname()[1]}") + "?table=t&timeout=1"
        with pytest.raises(DatabaseUnreadable):
            read(given)


@settings(max_examples=15)
@given(st.text(min_size=3, max_size=12), st.sampled_from(["postgresql", "mysql"]))
def test_drivers_that_fail_tell_no_password(password: str, kind: str) -> None:
    pytest.importorskip("psycopg" if kind == "postgresql" else "pymysql", reason="the extra is missing")
    known = Address(kind, "d", "127.0.0.1", 1, "ida", password)  # type: ignore[arg-type]
    given = f"{kind}://ida:{quote(password, safe='')}@127.0.0.1:1/d?table=t"
    with pytest.raises(ItalcleanError) as caught:
        read(given)
    assert known.place in str(caught.value)
    assert password not in str(caught.value).replace(known.place, "").replace("PGPASSWORD", "").split("Check")[0]
    assert caught.value.__suppress_context__


def test_an_open_connection_is_told(remote: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    remote.run(PEOPLE, "INSERT INTO clienti VALUES (1, 'b', '2')")
    for engine in ("postgresql", "mysql"):
        monkeypatch.setattr(f"italclean.databases.{engine}.is_local", lambda _: False)
    assert quiet(one(remote.table("clienti", sslmode="disable"))) == ["database.no_tls"]
    certificate = os.environ.get("ITALCLEAN_TEST_CERTIFICATE")
    if certificate is None:
        with pytest.raises(DatabaseUnreadable):
            read(remote.table("clienti", sslmode="require"))
        return
    for options in (
        {},
        {"sslmode": "require"},
        {"sslmode": "verify-ca", "sslrootcert": certificate},
        {"sslmode": "verify-full", "sslrootcert": certificate},
    ):
        assert quiet(one(remote.table("clienti", **options))) == [], options
    # Nobody's authority, and no file at all.
    for options in ({"sslmode": "verify-full"}, {"sslmode": "verify-full", "sslrootcert": "nessuno.pem"}):
        with pytest.raises(DatabaseUnreadable):
            read(remote.table("clienti", **options))


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for driver in ("psycopg", "pymysql"):
        monkeypatch.setitem(sys.modules, driver, None)
    library.cache_clear()
    for address, extra in (("postgresql://h/d?table=t", "postgres"), ("mariadb://h/d?table=t", "mysql")):
        with pytest.raises(ExtraMissing, match=rf"pip install 'italclean\[{extra}\]'"):
            read(address)


def test_types_of_postgresql(postgresql: Place) -> None:
    postgresql.run(
        "CREATE TYPE stato AS ENUM ('attivo', 'chiuso')",
        """CREATE TABLE t (id bigint PRIMARY KEY, n numeric(12,4), f float8, b boolean, d date, ts timestamp,
        tz timestamptz, u uuid, j jsonb, a text[], y bytea, c char(6), s stato, i interval,
        giorno timestamp, z bytea)""",
        """INSERT INTO t VALUES (9007199254740993, 0, 184, true, '2024-05-01', '2024-05-01 10:30:00.25',
        '2024-05-01 10:30:00+00', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": 1}', '{x,"y z"}',
        '\\x4e69636f6cc3b2', 'ab', 'attivo', '1 day 2 hours', '2024-05-01', '\\xff00')""",
        "INSERT INTO t (id) VALUES (9007199254740994)",
        f"ALTER ROLE CURRENT_USER IN DATABASE {postgresql.url.rpartition('/')[2]} SET datestyle = 'German'",
    )
    try:
        frame = one(postgresql.table("t")).frame
    finally:
        postgresql.run(f"ALTER ROLE CURRENT_USER IN DATABASE {postgresql.url.rpartition('/')[2]} RESET datestyle")
    first = dict(zip(frame.columns, frame.row(0), strict=True))
    assert first.pop("tz")[:10] == "2024-05-01"
    assert "+" not in str(frame["tz"][0])
    assert first == {
        "id": "9007199254740993",
        "n": "0.0000",
        "f": "184",
        "b": "true",
        "d": "2024-05-01",
        "ts": "2024-05-01 10:30:00",
        "u": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "j": '{"a": 1}',
        "a": '{x,"y z"}',
        "y": "Nicolò",
        "c": "ab",
        "s": "attivo",
        "i": "1 day 02:00:00",
        "giorno": "2024-05-01",
        "z": "0xff00",
    }
    assert frame.row(1)[1:] == (None,) * 15
    assert frame.columns[0] == "id"


def test_types_of_mariadb(mariadb: Place) -> None:
    mariadb.run(
        """CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, n DECIMAL(12,4), f DOUBLE, b BOOLEAN, d DATE, ts DATETIME(3),
        giorno DATETIME, y BLOB, z VARBINARY(4), e ENUM('attivo', 'chiuso'), bit8 BIT(8), t TIME, anno YEAR, j JSON,
        l VARCHAR(20) CHARACTER SET latin1)""",
        """INSERT INTO t VALUES (18446744073709551615, 0, 184, true, '2024-05-01', '2024-05-01 10:30:00.25',
        '2024-05-01', 'Nicolò', x'ff00', 'attivo', b'101', '10:30', 2024, '{"a": 1}', 'città')""",
        "INSERT INTO t (id) VALUES (1)",
    )
    frame = one(mariadb.table("t", order_by="id desc")).frame
    assert dict(zip(frame.columns, frame.row(0), strict=True)) == {
        "id": "18446744073709551615",
        "n": "0.0000",
        "f": "184",
        "b": "1",
        "d": "2024-05-01",
        "ts": "2024-05-01 10:30:00",
        "giorno": "2024-05-01",
        "y": "Nicolò",
        "z": "0xff00",
        "e": "attivo",
        "bit8": "5",
        "t": "10:30:00",
        "anno": "2024",
        "j": '{"a": 1}',
        "l": "città",
    }
    assert frame.row(1)[1:] == (None,) * 14


def test_cells_of_sqlite(tmp_path: Path) -> None:
    """SQLite has a type for each cell: whole numbers that pandas left as fractions, bytes, text of old programs."""
    path = tmp_path / "archivio.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a, b)")
        connection.executemany(
            "INSERT INTO t VALUES (?, ?)",
            [
                (184.0, 1),
                (0.5, "00184"),
                (3331234567.0, b"Nicol\xc3\xb2"),
                (-7.0, b"\xff\x00"),
                (None, 1e300),
                (2**53, ""),
            ],
        )
        connection.execute("INSERT INTO t VALUES ('x', CAST(x'63697474e0' AS TEXT))")
    connection.close()
    table = one(f"sqlite:///{path}?table=t")
    assert table.frame["a"].to_list() == ["184", "0.5", "3331234567", "-7", None, "9007199254740992", "x"]
    assert table.frame["b"].to_list() == ["1", "00184", "Nicolò", "0xff00", "1.0e+300", None, "città"]
    assert keys(table) == ["database.odd_bytes"]
    # With two ways to close: what was opened to be read leaves no trace.
    assert [entry.name for entry in tmp_path.iterdir()] == ["archivio.db"]


def test_files_that_are_none_of_sqlite(tmp_path: Path) -> None:
    missing = tmp_path / "nessuno.db"
    with pytest.raises(FileMissing):
        read(f"sqlite:///{missing}?table=t")
    assert not missing.exists()
    (tmp_path / "elenco.db").write_text("Cognome;Nome\n", encoding="utf-8")
    with pytest.raises(DatabaseUnreadable):
        read(f"sqlite:///{tmp_path / 'elenco.db'}?table=t")


def test_old_encodings_of_postgresql() -> None:
    base = server("postgresql")
    name = f"vecchio_{os.getpid()}"
    base.run(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    try:
        url = base.url.rpartition("/")[0] + f"/{name}"
        old = Place("postgresql", url)
        old.run(
            "SET client_encoding = 'SQL_ASCII'",
            "CREATE TABLE t (id int PRIMARY KEY, a text)",
            "INSERT INTO t VALUES (1, convert_from('\\x63697474e0', 'SQL_ASCII'))",
            "INSERT INTO t VALUES (2, convert_from('\\x63697474c3a0', 'SQL_ASCII'))",
        )
        table = one(f"{url}?table=t")
        assert table.frame["a"].to_list() == ["città", "città"]
        assert quiet(table) == ["database.odd_bytes"]
    finally:
        base.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize(
    ("given", "name"),
    [("anno=2024.csv", "anno=2024"), ("il mio=elenco.csv", "il mio=elenco"), ("a.b=c.csv", "a.b=c")],
)
def test_files_with_an_equals_sign(given: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(given).write_text("Cognome;Nome\nRossi;Mario\n", encoding="utf-8")
    assert one(given).name == name
    assert one(f"città-1_b={given}").name == "città-1_b"


def test_a_name_has_letters_digits_and_two_signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("elenco.csv").write_text("Cognome;Nome\nRossi;Mario\n", encoding="utf-8")
    with pytest.raises(FileMissing, match=r"il mio=elenco\.csv"):
        read("il mio=elenco.csv")


def test_other_databases_by_way_of_polars(tmp_path: Path) -> None:
    """The recipe for SQL Server and Oracle: any driver's connection, polars, a run."""
    with sqlite3.connect(tmp_path / "erp.db") as connection:
        connection.execute("CREATE TABLE clienti (id INTEGER PRIMARY KEY, Cliente TEXT, CF TEXT, ordine DATE)")
        connection.execute("INSERT INTO clienti VALUES (1, 'Rossi Mario', 'RSSMRA85T10A562S', '2024-05-01')")
        frame = pl.read_database("SELECT * FROM clienti ORDER BY id", connection, infer_schema_length=None)
    connection.close()
    result = ic.run({"erp": frame})
    assert result.golden["codice_fiscale"].to_list() == ["RSSMRA85T10A562S"]
    assert result.cleaned["source"].to_list() == ["erp"]


def test_the_command_line_reads_a_database_and_shows_no_password(place: Place, tmp_path: Path) -> None:
    place.run(
        "CREATE TABLE clienti (id INTEGER PRIMARY KEY, Cliente VARCHAR(40), CF VARCHAR(20))",
        "INSERT INTO clienti VALUES (1, 'Rossi Mario', 'RSSMRA85T10A562S')",
        "INSERT INTO clienti VALUES (2, 'Sig. Mario Rossi', 'RSSMRA85T10A562S')",
    )
    out = tmp_path / "out"
    arguments = ["run", "erp=" + place.table("clienti"), "--out", str(out), "--json", "--lang", "en"]
    done = start(arguments)
    assert done.returncode == 0, done.stderr
    shown = (
        done.stdout
        + done.stderr
        + "".join(file.read_text() for file in out.iterdir() if file.suffix in (".json", ".html", ".csv"))
    )
    assert not place.password or place.password not in shown
    assert "clienti" in (out / "run.json").read_text(encoding="utf-8")
    done = start(["run", "erp=" + place.table("nessuna"), "--out", str(tmp_path / "no")])
    assert done.returncode == 3, done.stderr
    assert not (tmp_path / "no").exists()


def start(arguments: list[str], **environment: str) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "italclean", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
