"""What the command line writes of changed cells, in an interpreter of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

LIST = """Cod;Nominativo;CF;Prov;Tel;Email;Ultimo ordine;Note
1;ROSSI MARIO;rssmra85t10a562s;Milano;02 55507676;m.rossi@gmail.con;01/02/2024;a
2;Bianchi Anna;BNCNNA80A41H501X;(MI);333 1234567;anna@bianchi.it;03/04/2009;="7"
3;Verdi Ida;;n.d.;;ida@verdi.it;;=1+1
"""
COLUMNS = ["source", "row", "source_id", "column", "role", "original", "cleaned", "issue", "detail"]


def italclean(folder: Path, *arguments: str) -> tuple[int, Any, str]:
    (folder / "clienti.csv").write_text(LIST, encoding="utf-8")
    command = [sys.executable, "-m", "italclean", *arguments, "--today", "2026-01-02", "--lang", "en", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


@pytest.mark.parametrize("command", ["run", "clean"])
@pytest.mark.parametrize("kept_as", ["parquet", "csv"])
def test_issues_are_to_be_looked_at_and_the_rest_is_kept(tmp_path: Path, command: str, kept_as: str) -> None:
    code, told, stderr = italclean(tmp_path, command, "clienti.csv", "--out", "out", "--rewritten", kept_as)
    assert code == 0, stderr
    out = tmp_path / "out"
    issues = pl.read_csv(out / "issues.csv", separator=";", infer_schema=False)
    assert set(issues.select("row", "issue").rows()) == {("1", "email_typo"), ("2", "cf_check_letter")}
    assert issues["message"].null_count() == 0
    rewritten = (
        pl.read_parquet(out / "rewritten.parquet")
        if kept_as == "parquet"
        else pl.read_csv(out / "rewritten.csv", separator=";", infer_schema=False)
    )
    assert rewritten.columns == COLUMNS
    cells = rewritten.select(pl.col("row", "column", "original", "issue").cast(pl.String))
    expected = {
        ("1", "Nominativo", "ROSSI MARIO", "split"),
        ("1", "CF", "rssmra85t10a562s", "format"),
        ("1", "Prov", "Milano", "format"),
        ("1", "Tel", "02 55507676", "format"),
        ("1", "Ultimo ordine", "01/02/2024", "format"),
        ("3", "Prov", "n.d.", "filler"),
    }
    assert expected <= set(cells.rows())
    assert ("2", "Note") in cells.select("row", "column").rows()
    assert not [name for name in ("rewritten.parquet", "rewritten.csv") if (out / name).exists() != (kept_as in name)]
    # The counts are those of both, and what is kept for too long is no fault of its date.
    counted = {cell["issue"]: cell["cells"] for cell in told["cells"] if cell["column"] == "data_ultimo_ordine"}
    assert counted == {"format": 2, None: 1}
    figures = told["figures"]
    assert (figures["repaired"], figures["suspect"], figures["invalid"], figures["retention"]) == (1, 0, 1, 1)
    kept = pl.read_csv(out / "retention.csv", separator=";", infer_schema=False)
    assert kept.select("row", "last_sign", "column").rows() == [("2", "2009-04-03", "Ultimo ordine")]
    assert ("golden_id" in kept.columns) == (command == "run")
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "retention.csv" in report
    assert "format · fixed · not in issues.csv" in report
    assert "email_typo · fixed<" in report


@pytest.mark.parametrize(
    ("gate", "code"),
    [("suspect=0", 0), ("retention=0", 1), ("retention=1", 0), ("repaired=0", 1), ("repaired=1", 0), ("fixed=1", 1)],
)
def test_gates_of_what_is_told_beside_the_issues(tmp_path: Path, gate: str, code: int) -> None:
    found, told, stderr = italclean(tmp_path, "clean", "clienti.csv", "--dry-run", "--fail-on", gate)
    assert found == code, stderr
    assert told["gates"] == [] or told["gates"][0]["name"] == gate.partition("=")[0]


def test_a_format_that_there_is_not(tmp_path: Path) -> None:
    code, told, stderr = italclean(tmp_path, "run", "clienti.csv", "--out", "out", "--rewritten", "none")
    assert (code, told) == (2, None)
    assert "parquet" in stderr
    assert not (tmp_path / "out").exists()
