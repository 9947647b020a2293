"""Results into a database: all tables or none, nothing of somebody else's, whatever becomes of the process."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import italclean as ic
from italclean.cli.app import main
from italclean.databases.address import parse
from italclean.databases.base import Delivery, mark_of
from italclean.databases.cells import bearable
from italclean.databases.opening import opened
from italclean.errors import (
    BadAddress,
    DatabaseBusy,
    DatabaseExists,
    DatabaseForeign,
    DatabaseNotWritable,
    InputInTheWay,
    OutputForeign,
)
from italclean.outputs import database as database_output
from italclean.outputs.database import NAMES, find_target, write_database
from italclean.readers.sources import read
from tests.databases.conftest import Place
from tests.databases.test_reading import start

# The addresses of the tests have their password in them.
pytestmark = pytest.mark.filterwarnings("ignore:.*password:UserWarning")
LIST = pl.DataFrame(
    {
        "Cliente": ["Rossi Mario", "Sig. Mario Rossi", "Verdi Luca", "Verdi Luca", "Bianchi Anna", "TOTALE"],
        "CF": ["RSSMRA85T10A562S", "rssmra85t10a562s", None, None, None, None],
        "E-mail": [None, "m@rossi.it", "luca@verdi.it", None, None, None],
        "Comune": ["Roma", "Roma", "Milano", "Milano", "Milano", None],
        "Indirizzo": ["Via Po 3", "via po, 3", "Via Verdi 1", "Via Verdi 1", "Via Dante 2", None],
    }
)
FOREIGN = "CREATE TABLE golden (mio VARCHAR(9))", "INSERT INTO golden VALUES ('resta')"


@pytest.fixture(scope="module")
def result() -> ic.Result:
    return ic.run(LIST, language="en")


def whole(place: Place, name: str) -> pl.DataFrame:
    (table,) = read(place.table(name))
    return table.frame


def empty_as_null(frame: pl.DataFrame) -> pl.DataFrame:
    text = frame.cast(pl.String)
    return text.select(pl.when(pl.all().str.len_bytes() > 0).then(pl.all()).name.keep())


def test_every_table_holds_what_the_result_holds(place: Place, result: ic.Result) -> None:
    rows = result.write_database(place.target)
    assert set(rows) <= set(NAMES)
    for name in ("golden", "cleaned", "crosswalk", "issues", "rewritten", "contatti", "survivorship", "review"):
        wanted = empty_as_null(getattr(result, "contacts" if name == "contatti" else name))
        assert rows[name] == wanted.height > 0, name
        found = whole(place, name)
        assert found.columns == wanted.columns
        assert sorted(map(str, found.rows())) == sorted(map(str, wanted.rows())), name
    summary = json.loads(str(whole(place, "run")["summary"][0]))
    assert summary["figures"] == result.figures()
    assert not place.password or place.password not in json.dumps(summary)


def test_results_are_replaced_only_when_that_is_said(place: Place, result: ic.Result) -> None:
    result.write_database(place.target)
    with pytest.raises(DatabaseExists, match="force"):
        result.write_database(place.target)
    cleaned = ic.clean(LIST.head(2))
    rows = cleaned.write_database(place.target, force=True)
    assert rows["cleaned"] == 2
    # What this run has nothing for is emptied: no golden record of another list stands beside it.
    assert whole_rows(place, "golden") == 0
    assert whole_rows(place, "cleaned") == 2
    assert {name for name in place.tables() if "__" in name} == set()


def whole_rows(place: Place, name: str) -> int:
    return int(place.run(f"SELECT COUNT(*) FROM {name}")[0][0])


def test_a_table_of_somebody_else_is_never_replaced(place: Place, result: ic.Result) -> None:
    place.run(*FOREIGN)
    for force in (False, True):
        with pytest.raises(OutputForeign, match="golden"):
            result.write_database(place.target, force=force)
    assert place.run("SELECT mio FROM golden") == [("resta",)]
    assert place.tables() == {"golden"}


@pytest.mark.parametrize("name", ["Contatti", "GOLDEN", "Review"])
def test_capitals_make_no_other_table_where_a_database_sees_none(name: str, place: Place, result: ic.Result) -> None:
    quote = "`" if place.kind == "mariadb" else '"'
    place.run(
        f"CREATE TABLE {quote}{name}{quote} (mio VARCHAR(9))", f"INSERT INTO {quote}{name}{quote} VALUES ('resta')"
    )
    if place.kind == "sqlite":
        with pytest.raises(DatabaseForeign):
            result.write_database(place.target, force=True)
    else:
        with contextlib.suppress(DatabaseForeign):
            result.write_database(place.target, force=True)
    assert place.run(f"SELECT mio FROM {quote}{name}{quote}") == [("resta",)]


def test_a_table_that_inherits_from_ours_is_left_alone(postgresql: Place, result: ic.Result) -> None:
    result.write_database(postgresql.target)
    postgresql.run("CREATE TABLE archivio () INHERITS (golden)", "INSERT INTO archivio SELECT * FROM ONLY golden")
    kept = postgresql.run("SELECT COUNT(*) FROM archivio")
    result.write_database(postgresql.target, force=True)
    assert postgresql.run("SELECT COUNT(*) FROM archivio") == kept
    assert postgresql.run("SELECT COUNT(*) FROM ONLY golden") == kept


def test_a_decision_taken_while_tables_are_written_is_not_lost(
    place: Place, result: ic.Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits until they are there, or the run does not put them there."""
    result.write_database(place.target)
    target = find_target(place.target, force=True)
    tried: list[str] = []
    laid = database_output._deliveries

    def slowly(*given: Any) -> Iterator[Delivery]:
        yield from laid(*given)
        try:
            # Nobody waits for ever.
            wait = "SET lock_timeout = 300" if place.kind == "postgresql" else "SELECT 1"
            place.run(wait, "UPDATE review SET decision = 'same'")
            tried.append("written")
        except Exception as error:  # noqa: BLE001 - each driver has its own
            tried.append(type(error).__name__)

    monkeypatch.setattr(database_output, "_deliveries", slowly)
    with contextlib.suppress(DatabaseBusy):
        write_database(result, target)
    assert len(tried) == 1
    if tried == ["written"]:
        assert {decision for (decision,) in place.run("SELECT decision FROM review")} == {"same"}


def test_a_view_in_the_way_is_somebody_elses(place: Place, result: ic.Result) -> None:
    place.run("CREATE TABLE x (a VARCHAR(9))", "CREATE VIEW golden AS SELECT a FROM x")
    with pytest.raises(DatabaseForeign):
        result.write_database(place.target, force=True)


def test_a_table_made_meanwhile_is_not_replaced_either(place: Place, result: ic.Result) -> None:
    target = find_target(place.target, force=True)
    place.run(*FOREIGN)
    with pytest.raises(DatabaseForeign):
        write_database(result, target)
    assert place.run("SELECT mio FROM golden") == [("resta",)]
    assert place.tables() == {"golden"}


def test_a_table_that_was_given_another_column_is_somebodys(place: Place, result: ic.Result) -> None:
    result.write_database(place.target)
    place.run("ALTER TABLE golden ADD COLUMN venditore VARCHAR(9)", "UPDATE golden SET venditore = 'Ida'")
    with pytest.raises(DatabaseForeign):
        result.write_database(place.target, force=True)
    assert ("Ida",) in place.run("SELECT venditore FROM golden")


def broken(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield frame
    raise RuntimeError("in the middle")


def test_what_fails_in_the_middle_leaves_what_was_there(place: Place, result: ic.Result) -> None:
    result.write_database(place.target)
    before = {name: place.run(f"SELECT * FROM {name}") for name in ("golden", "cleaned", "crosswalk")}
    address = parse(place.target)
    some = pl.DataFrame({"a": ["x"]})
    with opened(address, "write") as database, pytest.raises(RuntimeError):
        database.write([Delivery("cleaned", ("a",), [some]), Delivery("golden", ("a",), broken(some))], NAMES)
    assert {name: place.run(f"SELECT * FROM {name}") for name in before} == before
    assert {name for name in place.tables() if "__" in name} == set()


def test_cells_come_back_as_they_are(place: Place) -> None:
    odd = [
        "a\nb",
        "it's",
        '"q"',
        "\\.",
        "\\N",
        "NULL",
        "\\'",
        "a;b,c",
        "😀 è",
        " x ",
        "--",
        "%s",
        "\t",
        "{}",
        "'; DROP",
        "\r\n",
    ]
    frame = pl.DataFrame({"n": [str(number) for number in range(len(odd))], 'Il "mio" `a`': odd})
    names = bearable(frame.columns, 63)
    with opened(parse(place.target), "write") as database:
        database.write(
            [Delivery("cleaned", names, [frame.rename(dict(zip(frame.columns, names, strict=True)))])], NAMES
        )
    found = whole(place, "cleaned")
    assert found.sort(pl.col("n").cast(pl.Int32)).rows() == frame.rows()


def test_a_character_that_postgresql_cannot_bear_is_told(place: Place) -> None:
    result = ic.run(LIST.with_columns(pl.lit("a\0b").alias("Listino")))
    written = write_database(result, find_target(place.target, force=False))
    kept = whole(place, "cleaned")["Listino"][0]
    if place.kind == "postgresql":
        assert (kept, [notice.key for notice in written.notices]) == ("a\u2400b", ["database.without_null"])
    else:
        assert (kept, written.notices) == ("a\0b", ())


def test_names_that_a_database_cannot_bear_are_told(place: Place) -> None:
    long = "Colonna con un nome lunghissimo che nessuno leggerà mai fino in fondo"
    odd = LIST.with_columns(pl.lit("1").alias(long), pl.lit("2").alias("NOTE 1"), pl.lit("3").alias("Note 1"))
    result = ic.run(odd)
    written = write_database(result, find_target(place.target, force=False))
    assert "database.renamed" in [notice.key for notice in written.notices]
    found = whole(place, "cleaned")
    assert found.width == result.cleaned.width
    assert found["NOTE 1"][0] == "2"
    assert found["Note 1_2"][0] == "3"


@pytest.mark.parametrize(
    ("names", "limit", "wanted"),
    [
        (["a", "A", "a_2"], 9, ("a", "A_2", "a_2_2")),
        (["città" * 4], 6, ("città",)),
        (["x ", "😀", "\0"], 9, ("x", "_", "__2")),
    ],
)
def test_names_made_bearable(names: list[str], limit: int, wanted: tuple[str, ...]) -> None:
    assert bearable(names, limit) == wanted


def test_an_input_is_not_replaced(place: Place, result: ic.Result) -> None:
    result.write_database(place.target)
    again = ic.run({"erp": place.table("cleaned")})
    with pytest.raises(InputInTheWay):
        again.write_database(place.target, force=True)
    with pytest.raises(BadAddress):
        again.write_database(place.table("golden"), force=True)


def test_decisions_are_kept(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "clienti.csv"
    LIST.write_csv(file, separator=";")
    arguments = ["run", str(file), "--to", place.target, "--lang", "en", "--json"]
    with pytest.raises(SystemExit, match="0"):
        main(arguments)
    ((pair,),) = place.run("SELECT pair_id FROM review")
    place.run(f"UPDATE review SET decision = 'different' WHERE pair_id = '{pair}'")
    for _ in range(2):
        capsys.readouterr()
        with pytest.raises(SystemExit, match="0"):
            main([*arguments, "--force"])
        assert json.loads(capsys.readouterr().out)["figures"]["decisions_applied"] == 1
        assert place.run("SELECT decision, state FROM decisions") == [("different", "applied")]


def test_a_decision_taken_while_the_run_goes_on_is_kept(place: Place, result: ic.Result) -> None:
    result.write_database(place.target)
    target = find_target(place.target, force=True)
    place.run("UPDATE review SET decision = 'same'")
    write_database(result, target)
    assert {decision for (decision,) in place.run("SELECT decision FROM decisions")} == {"same"}


def test_two_runs_at_once_are_refused(place: Place, result: ic.Result) -> None:
    result.write_database(place.target)
    address = replace(parse(place.target), timeout=0.2)

    def waiting(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
        with opened(address, "write") as other, pytest.raises(DatabaseBusy):
            other.write([Delivery("cleaned", ("a",), [frame])], NAMES)
        yield frame

    some = pl.DataFrame({"a": ["x"]})
    with opened(address, "write") as database:
        database.write([Delivery("cleaned", ("a",), waiting(some))], NAMES)
    assert place.run("SELECT a FROM cleaned") == [("x",)]


def test_what_cannot_be_reached_is_told_before_the_work(remote: Place, tmp_path: Path) -> None:
    file = tmp_path / "clienti.csv"
    LIST.write_csv(file)
    bad = remote.target.replace(f":{remote.password}@", ":sbagliata@")
    done = start(["run", str(file), "--to", bad, "--lang", "en"])
    assert (done.returncode, "sbagliata" in done.stderr) == (2, False)
    assert "Cannot write to" in done.stderr
    assert "reading" not in done.stderr


def test_views_and_grants_stay(remote: Place, result: ic.Result) -> None:
    result.write_database(remote.target)
    # Of another server's users nothing is left behind.
    reader = f"lettore_{os.getpid()}"
    if remote.kind == "postgresql":
        remote.run(f"CREATE ROLE {reader}", f"GRANT SELECT ON golden TO {reader}")
    else:
        remote.run(f"CREATE USER {reader}", f"GRANT SELECT ON golden TO {reader}")
    remote.run("CREATE VIEW soci AS SELECT golden_id FROM golden", "CREATE VIEW aziende AS SELECT cognome FROM golden")
    try:
        other = ic.run(LIST.head(2).with_columns(pl.lit("x").alias("Agente")))
        assert other.golden.columns != result.golden.columns
        for one in (result, other):
            one.write_database(remote.target, force=True)
            assert len(remote.run("SELECT * FROM soci")) == one.golden.height
            if remote.kind == "postgresql":
                assert remote.run(f"SELECT has_table_privilege('{reader}', 'golden', 'SELECT')") == [(True,)]
            else:
                assert any("golden" in grant for (grant,) in remote.run(f"SHOW GRANTS FOR {reader}"))
    finally:
        remote.run(f"DROP OWNED BY {reader}" if remote.kind == "postgresql" else "SELECT 1")
        remote.run(f"DROP {'ROLE' if remote.kind == 'postgresql' else 'USER'} {reader}")


def test_a_view_that_needs_a_column_that_goes_is_named(postgresql: Place, result: ic.Result) -> None:
    result.write_database(postgresql.target)
    postgresql.run("CREATE VIEW contatti_mail AS SELECT email FROM golden")
    before = postgresql.run("SELECT * FROM golden")
    with pytest.raises(DatabaseNotWritable, match="contatti_mail"):
        ic.run(LIST.drop("E-mail")).write_database(postgresql.target, force=True)
    assert postgresql.run("SELECT * FROM golden") == before


def test_what_hangs_on_a_table_of_mariadb_is_named(mariadb: Place, result: ic.Result) -> None:
    result.write_database(mariadb.target)
    mariadb.run("CREATE TRIGGER nota BEFORE INSERT ON golden FOR EACH ROW SET NEW.golden_id = NEW.golden_id")
    with pytest.raises(DatabaseNotWritable, match="nota"):
        result.write_database(mariadb.target, force=True)


def test_a_table_whose_columns_came_and_went_too_often_is_made_anew(
    postgresql: Place, result: ic.Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("italclean.databases.postgresql._MOST_PLACES", 10)
    result.write_database(postgresql.target)
    other = ic.run(LIST.drop("E-mail"))
    other.write_database(postgresql.target, force=True)
    assert whole(postgresql, "golden").columns == other.golden.columns


def test_python_is_told_by_a_warning(tmp_path: Path) -> None:
    result = ic.run(LIST.with_columns(pl.lit("1").alias("NOTE 1"), pl.lit("2").alias("Note 1")), language="en")
    with pytest.warns(UserWarning, match="cannot bear, called Note 1_2"):
        result.write_database(f"sqlite:///{tmp_path / 'x.db'}")
    if os.name == "posix":
        assert (tmp_path / "x.db").stat().st_mode & 0o077 == 0


def test_an_index_stays_where_the_columns_do(place: Place, result: ic.Result) -> None:
    result.write_database(place.target)
    column = "golden_id(40)" if place.kind == "mariadb" else "golden_id"
    place.run(f"CREATE INDEX mio ON golden ({column})")
    result.write_database(place.target, force=True)
    place.run("DROP INDEX mio ON golden" if place.kind == "mariadb" else "DROP INDEX mio")


def test_a_user_without_rights_is_told(postgresql: Place, result: ic.Result) -> None:
    reader = f"estraneo_{os.getpid()}"
    postgresql.run(
        f"CREATE ROLE {reader} LOGIN PASSWORD 'straniero'", f"GRANT USAGE ON SCHEMA {postgresql.schema} TO {reader}"
    )
    try:
        with pytest.raises(DatabaseNotWritable) as caught:
            result.write_database(postgresql.target.replace(f"italclean:{postgresql.password}", f"{reader}:straniero"))
        assert "straniero" not in str(caught.value)
    finally:
        postgresql.run(f"DROP OWNED BY {reader}", f"DROP ROLE {reader}")


def test_the_command_line_writes_to_a_database_alone(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clienti.csv"
    LIST.write_csv(file, separator=";")
    done = start(["clean", str(file), "--to", "env:DOVE", "--lang", "en"], DOVE=place.target)
    assert done.returncode == 0, done.stderr
    assert "add --out DIR" in done.stderr
    assert not place.password or place.password not in done.stderr
    assert whole_rows(place, "rejected") == 1
    out = tmp_path / "out"
    done = start(["run", str(file), "--to", place.target, "--out", str(out), "--quiet", "--force"])
    assert (done.returncode, done.stderr) == (0, "")
    assert (out / "report.html").exists()
    assert whole_rows(place, "golden") == pl.read_csv(out / "golden.csv", separator=";").height
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(file), "--to", place.target])
    assert (stopped.value.code, "--force" in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize(
    ("address", "code"),
    [("sqlite:////nessuna/cartella/x.db", 2), ("oracle://sa:geheim@h/d", 3), ("postgresql://sa:geheim@h/d?x=y", 2)],
)
def test_where_nothing_can_go_is_told(
    address: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clienti.csv"
    LIST.write_csv(file)
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(file), "--to", address])
    assert (stopped.value.code, "geheim" in capsys.readouterr().err) == (code, False)
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(file), "--to", address, "--dry-run", "--quiet"])
    assert stopped.value.code == 0


KILLS = 20
ROWS = 3000
WRITER = """
import sys
import polars as pl
from italclean.cli.app import main
from italclean.databases.address import parse
from italclean.databases.base import Delivery
from italclean.databases.opening import opened
from italclean.outputs.database import NAMES

address, begun = parse(sys.argv[1]), int(sys.argv[2])
for turn in range(begun, begun + 1000):
    # Columns come and go, so that tables are both refilled and laid out anew.
    columns = ("giro", "n", "a") if turn % 3 else ("giro", "n")
    frame = pl.DataFrame({"giro": [str(turn)], "n": ["x"], "a": ["y" * 50]}).select(columns)
    part = pl.concat([frame] * (ROWS // 10))
    print(turn, flush=True)
    with opened(address, "write") as database:
        database.write([Delivery(name, columns, [part] * 10) for name in ("cleaned", "golden", "review")], NAMES)
"""


def test_a_kill_at_any_moment_leaves_whole_tables(place: Place) -> None:
    """Killed again and again: all tables are of one run and have all of its rows, and the next run goes on."""
    place.run("CREATE TABLE crosswalk_mio (a VARCHAR(9))", "INSERT INTO crosswalk_mio VALUES ('resta')")
    chance, turn, took = random.Random(20), 0, 0.0
    # A file is always at hand, and each kill takes a second: less of them where all tests run.
    for kill in range(KILLS // 3 if place.kind == "sqlite" else KILLS):
        code = WRITER.replace("ROWS", str(ROWS))
        with subprocess.Popen([sys.executable, "-c", code, place.target, str(turn)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            if not kill:
                # How long it takes on this machine, so that the kills fall anywhere into it.
                begun = time.perf_counter()
                writer.stdout.readline()
                took = time.perf_counter() - begun
            time.sleep(chance.uniform(0, 1.5 * took))
            writer.send_signal(signal.SIGKILL)
            turn += 2 + len(writer.stdout.read().split())
        check_whole(place)
    # What was left over goes with the next run that ends.
    with opened(parse(place.target), "write") as database:
        settle(database)
    assert {name for name in place.tables() if "__" in name} == set()
    assert place.run("SELECT * FROM crosswalk_mio") == [("resta",)]


def check_whole(place: Place) -> None:
    """Hold the tables against each other."""
    wanted = ["cleaned", "golden", "review"]
    statement = " UNION ALL ".join(f"SELECT '{name}', giro, COUNT(*) FROM {name} GROUP BY giro" for name in wanted)
    found: list[tuple[object, ...]] = []
    for _ in range(200):
        # A server goes on with the statement of a client that was killed: it may still rename, and hold its locks,
        # and its list of tables shows a rename half done, which no query ever sees.
        with contextlib.suppress(Exception):
            found = place.run(statement)
            if place.tables() >= set(wanted):
                break
        time.sleep(0.05)
    assert place.tables() >= set(wanted)
    assert len(found) == 3
    assert {int(rows) for _, _, rows in found} == {ROWS}
    assert len({turn for _, turn, _ in found}) == 1


def settle(database: Any) -> None:
    for _ in range(100):
        try:
            database.write([Delivery("cleaned", ("a",), [pl.DataFrame({"a": ["x"]})])], NAMES)
        except DatabaseBusy:
            # The server has not noticed yet that the last one is gone.
            time.sleep(0.05)
        else:
            return
    raise AssertionError("busy for good")


def test_the_mark_tells_columns_whatever_their_order() -> None:
    assert mark_of(["a", "b"]) == mark_of(["b", "a"]) != mark_of(["a", "c"])
