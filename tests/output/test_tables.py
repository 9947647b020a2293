"""Results to files: all of them or none."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.errors import OutputExists, OutputNotWritable
from italclean.output import tables

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

    monkeypatch.setattr(tables, "_write_csv", full)
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
