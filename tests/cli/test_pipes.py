"""A table on standard output and tables as Parquet, in an interpreter of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import italclean as ic

LIST = """Cod;Nominativo;CF;Email;Note
1;ROSSI MARIO;rssmra85t10a562s;m.rossi@gmail.con;"a
b"
2;Mario Rossi;RSSMRA85T10A562S;m.rossi@gmail.com;=1+1
3;Bianchi Nicolò;;;
Totale;;;;
"""
TABLES = ("golden", "cleaned", "issues", "crosswalk", "review")


def italclean(folder: Path, *arguments: str, given: str = LIST) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "italclean", *arguments, "--lang", "en"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    return subprocess.run(command, cwd=folder, input=given.encode(), capture_output=True, check=False, env=environment)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_that_of_its_file(tmp_path: Path, table: str) -> None:
    """Also where standard output is said to take no accents: data is UTF-8."""
    written = italclean(tmp_path, "run", "-", "--out", "out", "--stdout", table, "--quiet")
    assert (written.returncode, written.stderr) == (0, b"")
    assert written.stdout == (tmp_path / "out" / f"{table}.csv").read_bytes()
    alone = italclean(tmp_path, "run", "-", "--stdout", table)
    assert alone.stdout == written.stdout
    assert b"1 lines of the file are no customers" in alone.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("table", TABLES)
def test_one_record_a_line(tmp_path: Path, table: str) -> None:
    done = italclean(tmp_path, "run", "-", "--stdout", table, "--json-lines", "--quiet")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    (tmp_path / "stdin.csv").write_text(LIST, encoding="utf-8")
    frame: pl.DataFrame = getattr(ic.run(tmp_path / "stdin.csv", language="en"), table)
    assert records == json.loads(frame.write_json())


def test_clean_pipes_too(tmp_path: Path) -> None:
    done = italclean(tmp_path, "clean", "-", "--stdout", "cleaned", "--quiet")
    cleaned = pl.read_csv(io.BytesIO(done.stdout), separator=";", infer_schema=False)
    assert cleaned["codice_fiscale"].to_list() == ["RSSMRA85T10A562S", "RSSMRA85T10A562S", None]
    assert cleaned["Note"].to_list() == ["a\nb", "=1+1", None]


def test_steps_of_a_pipe_fit_each_other(tmp_path: Path) -> None:
    """What one step wrote the next one reads: the golden records of golden records are these."""
    first = italclean(tmp_path, "run", "-", "--stdout", "golden", "--quiet")
    second = italclean(tmp_path, "run", "-", "--stdout", "golden", "--quiet", given=first.stdout.decode())
    assert second.returncode == 0, second.stderr
    named = [
        pl.read_csv(io.BytesIO(done.stdout), separator=";", infer_schema=False)["codice_fiscale"].to_list()
        for done in (first, second)
    ]
    assert named[0] == named[1] == ["RSSMRA85T10A562S", None]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "-", "--stdout", "golden", "--json"], b"--json"),
        (["run", "-", "--stdout", "golden", "--dry-run"], b"--dry-run"),
        (["run", "-", "--json-lines", "--out", "out"], b"--stdout"),
        (["clean", "-", "--stdout", "golden"], b"cleaned"),
        (["clean", "-", "--stdout", "review", "--out", "out"], b"cleaned"),
        (["run", "-", "--stdout", "tutto"], b"golden"),
        (["run", "-"], b"--stdout"),
    ],
)
def test_what_does_not_go_together(tmp_path: Path, arguments: list[str], says: bytes) -> None:
    done = italclean(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_codes_of_a_pipe(tmp_path: Path) -> None:
    over = italclean(tmp_path, "run", "-", "--stdout", "golden", "--fail-on", "rejected=0")
    assert over.returncode == 1
    assert over.stdout.startswith(b"golden_id;")
    empty = italclean(tmp_path, "run", "-", "--stdout", "golden", given="")
    assert (empty.returncode, empty.stdout) == (3, b"")


@pytest.mark.skipif(os.name != "posix", reason="streams are closed with a shell's redirections")
@pytest.mark.parametrize(
    ("stream", "code"), [(">&-", "2"), (">/dev/full", "2"), ("--json-lines | true", "0"), ("| head -n 1", "0")]
)
def test_nobody_reads(tmp_path: Path, stream: str, code: str) -> None:
    (tmp_path / "clienti.csv").write_text(LIST, encoding="utf-8")
    command = f"{{ {sys.executable} -m italclean run clienti.csv --stdout golden {stream}; echo $? >code; }}"
    if "|" in stream:
        piped, _, reader = command.partition(" | ")
        command = f"{piped}; echo $? >code; }} | {reader.partition(';')[0]}"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert (tmp_path / "code").read_text().strip() == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_tables_as_parquet(tmp_path: Path) -> None:
    """Those of programs; what a person fills stays text, and of an earlier run nothing is left beside."""
    (tmp_path / "clienti.csv").write_text(LIST, encoding="utf-8")
    out = tmp_path / "out"
    assert italclean(tmp_path, "run", "clienti.csv", "--out", "out", "--quiet").returncode == 0
    as_csv = {path.stem: path for path in out.iterdir()}
    done = italclean(tmp_path, "run", "clienti.csv", "--out", "out", "--force", "--format", "parquet", "--quiet")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in out.iterdir()}
    assert {"golden.parquet", "cleaned.parquet", "crosswalk.parquet", "issues.parquet", "contatti.parquet"} <= names
    assert {"review.csv", "rejected.csv", "rewritten.parquet", "report.html", "run.json"} <= names
    assert not names & {"golden.csv", "cleaned.csv", "issues.csv"}
    assert {name.partition(".")[0] for name in names} == set(as_csv)
    result = ic.run(tmp_path / "clienti.csv", language="en")
    assert pl.read_parquet(out / "golden.parquet").equals(result.golden)
    # A cell that a spreadsheet would run is as it is: no spreadsheet opens this file.
    assert "=1+1" in pl.read_parquet(out / "cleaned.parquet")["Note"].to_list()
    # Such a folder is evaluated, and written to again, as any other.
    truth = tmp_path / "truth.csv"
    truth.write_text("row;entity\n1;a\n2;a\n3;b\n", encoding="utf-8")
    recall = ic.evaluate(out, truth).recall
    assert recall is not None
    assert recall.value == 1
    result.write(out, force=True, format="parquet", rewritten="csv")
    assert {"golden.parquet", "rewritten.csv"} <= {path.name for path in out.iterdir()}
    with pytest.raises(ic.UsageError, match="csv, parquet"):
        result.write(tmp_path / "other", format="xml")  # type: ignore[arg-type]
    assert not (tmp_path / "other").exists()
