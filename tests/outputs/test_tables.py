"""Results to files: all of them or none."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.core import formula
from italclean.errors import OutputExists, OutputNotWritable
from italclean.outputs import hold, tables
from italclean.outputs.delimited import Delimited
from italclean.outputs.folder import FILES
from tests.customers.test_promises import ROSSI, ROSSI_ELSEWHERE

FRAME = pl.DataFrame(
    {"Cognome": ["Rossi", "Rossi"], "Nome": ["Mario", "Mario"], "Codice Fiscale": ["RSSMRA85T10A562S"] * 2}
)


def test_all_files_are_written_into_new_folders(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    written = ic.run(FRAME).write(folder)
    assert {path.name for path in written} >= {
        "golden.csv",
        "cleaned.csv",
        "crosswalk.csv",
        "issues.csv",
        "rewritten.parquet",
        "review.csv",
        "report.html",
        "run.json",
    }
    assert sorted(folder.iterdir()) == sorted(written)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_existing_output_is_kept_without_force(tmp_path: Path) -> None:
    result = ic.run(FRAME)
    (tmp_path / "mio.txt").write_text("x", encoding="utf-8")
    with pytest.raises(OutputExists):
        result.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mio.txt"]
    result.write(tmp_path, force=True)
    assert (tmp_path / "mio.txt").read_text(encoding="utf-8") == "x"
    assert (tmp_path / "golden.csv").exists()


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    for folder in (tmp_path / "out", tmp_path / "out" / "dentro"):
        with pytest.raises(OutputNotWritable):
            ic.clean(FRAME).write(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_failure_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Delimited, "write", full)
    with pytest.raises(OutputNotWritable, match="No space"):
        ic.clean(FRAME).write(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_force_run_takes_stale_files_away(tmp_path: Path) -> None:
    bad = tmp_path / "in.csv"
    bad.write_text("Cognome;Nome\nRossi;Mario\nVerdi;Ida\nrotta\n", encoding="utf-8")
    out = tmp_path / "out"
    ic.run(str(bad)).write(out)
    assert (out / "rejected.csv").exists()
    ic.run(FRAME).write(out, force=True)
    assert not (out / "rejected.csv").exists(), "rejected.csv of the earlier run lies beside the new results"


def test_output_is_utf8_text_in_the_delimiter_of_the_input(tmp_path: Path) -> None:
    source = tmp_path / "x.csv"
    source.write_bytes('Cognome|Nome|Note\nNicolò|Mario|"a|b\nc"\nRossi|Anna|\' "\n'.encode("cp1252"))
    ic.run(str(source)).write(tmp_path / "out")
    text = (tmp_path / "out" / "cleaned.csv").read_bytes().decode("utf-8")
    assert text.splitlines()[0].split("|")[:4] == ["source", "row", "source_id", "golden_id"]
    again = pl.read_csv(tmp_path / "out" / "cleaned.csv", separator="|", infer_schema=False)
    assert again["Note"].to_list() == ["a|b\nc", "' \""]


EVIL = pl.DataFrame(
    {
        "Codice": ["=1+1", "-7", "'=2", "@4"],
        "Cognome": ["Rossi", "Rossi", "Verdi", "Bianchi"],
        "Nome": ["Mario", "Mario", "Ida", "Anna"],
        "Codice Fiscale": [ROSSI, ROSSI_ELSEWHERE, None, None],
        "Prov": ["=cmd|' /C calc'!A0", "MI", "+A1", "-"],
        "Telefono": ["+39 02 1234567", "@x", "-5", ""],
        "Note": ['=HYPERLINK("http://x.it")', "+39 333 1234567", "\t=1", "＝1"],
    }
)


def test_no_cell_runs_in_what_people_open_and_none_is_changed_in_what_programs_read(tmp_path: Path) -> None:
    result = ic.run({"=erp": EVIL})
    review = result.review.with_columns(decision=pl.lit("same"))
    result.write(tmp_path)
    for name in ("issues", "review", "survivorship"):
        table = pl.read_csv(tmp_path / f"{name}.csv", infer_schema=False)
        assert not formula.count_risky(table), name
    assert pl.read_csv(tmp_path / "review.csv", infer_schema=False)["id_a"].to_list() == ["'=1+1"]
    cleaned = pl.read_csv(tmp_path / "cleaned.csv", infer_schema=False)
    assert cleaned["Note"].to_list() == EVIL["Note"].to_list()
    # The mark of text before '=2 is undone by the reader, as in every column.
    assert cleaned["source_id"].to_list() == [typed.removeprefix("'") for typed in EVIL["Codice"].to_list()]
    undone = formula.in_frame(pl.read_csv(tmp_path / "issues.csv", infer_schema=False), undo=True)
    assert undone["original"].fill_null("").to_list() == result.issues["original"].fill_null("").to_list()
    assert any("fogli" in notice.italian and "Note" in notice.italian for notice in result.notices)
    # What was made harmless on the way out is the same id on the way in.
    formula.in_frame(review).write_csv(tmp_path / "d.csv")
    assert ic.run({"=erp": EVIL}, decisions=tmp_path / "d.csv").figures()["decisions_applied"] == 1


def test_a_list_without_formulas_has_no_notice_of_them() -> None:
    assert not [notice for notice in ic.run(FRAME).notices if "foglio di calcolo" in notice.italian]


KILLED = """
import os, signal, sys
import polars as pl
import italclean as ic
left, real = int(sys.argv[2]), os.replace
def replace(source, target):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(source, target)
os.replace = replace
frame = pl.DataFrame({"Cognome": ["Neri"], "Nome": ["Ugo"], "Email": ["u@x.it"]})
ic.run(frame).write(sys.argv[1], force=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("replaced", [0, 1, 6])
def test_a_run_that_is_killed_while_it_writes(tmp_path: Path, replaced: int) -> None:
    ic.run(FRAME).write(tmp_path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(replaced)], check=False)
    assert done.returncode == -signal.SIGKILL
    with hold(tmp_path, force=True):
        golden = pl.read_csv(tmp_path / "golden.csv", infer_schema=False)["cognome"].to_list()
        cleaned = pl.read_csv(tmp_path / "cleaned.csv", infer_schema=False)["cognome"].to_list()
        assert (golden, cleaned) == ((["Neri"], ["Neri"]) if replaced else (["Rossi"], ["Rossi", "Rossi"]))
        # Still ours: the next run may replace them.
    ic.run(FRAME).write(tmp_path, force=True)
    assert not [entry for entry in tmp_path.iterdir() if entry.name.startswith(".")]


def test_every_table_is_known_to_the_folder() -> None:
    """What one run writes another must replace, also where that one writes none."""
    ways = [tables.Written(*formats) for formats in itertools.product(tables.OF_TABLES, repeat=2)]
    assert {f"{table.name}.{way.of(table)}" for table in tables.TABLES for way in ways} <= set(FILES)


def test_what_was_rewritten_is_kept_in_one_form_or_the_other(tmp_path: Path) -> None:
    result = ic.run(EVIL)
    result.write(tmp_path)
    parquet = pl.read_parquet(tmp_path / "rewritten.parquet")
    assert parquet.equals(result.rewritten)
    result.write(tmp_path, force=True, rewritten="csv")
    assert not (tmp_path / "rewritten.parquet").exists(), "of the earlier run"
    table = pl.read_csv(tmp_path / "rewritten.csv", infer_schema=False).fill_null("")
    assert not formula.count_risky(table)
    assert formula.in_frame(table, undo=True).equals(parquet.cast(pl.String).fill_null(""))
    result.write(tmp_path, force=True)
    assert not (tmp_path / "rewritten.csv").exists(), "of the earlier run"
    with pytest.raises(ic.UsageError, match="csv, parquet"):
        result.write(tmp_path, force=True, rewritten="xls")  # type: ignore[arg-type]
    assert (tmp_path / "rewritten.parquet").exists()


def test_a_run_without_rows_over_their_time_writes_no_file_of_them(tmp_path: Path) -> None:
    old = pl.DataFrame({"Cognome": ["Rossi"], "Nome": ["Ugo"], "Data ultimo ordine": ["01/01/2001"]})
    ic.run(old).write(tmp_path)
    assert pl.read_csv(tmp_path / "retention.csv")["last_sign"].to_list() == ["2001-01-01"]
    ic.run(FRAME).write(tmp_path, force=True)
    assert not (tmp_path / "retention.csv").exists()
