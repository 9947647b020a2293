"""Workbooks from end to end: read, decided on, taken over, each time in an interpreter of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl fills the review of these tests")
pytest.importorskip("fastexcel", reason="the extra excel is not installed")
pytest.importorskip("xlsxwriter", reason="the extra excel is not installed")

MADE = Path(__file__).parents[1] / "readers" / "workbooks"
LIKE = {
    "Cognome": ["Gasparetti", "Gasparetti", "Verdi"],
    "Nome": ["Olindo", "Olinda", "Ida"],
    "Indirizzo": ["Via Cavour 8", "Via Cavour 8", "Via Po 1"],
    "Comune": ["Mantova", "Mantova", "Torino"],
    "Telefono": ["0376 123456", "0376 123456", "011 765432"],
}


def italclean(folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "italclean", *arguments, "--lang", "en"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_a_workbook_is_read_decided_on_and_taken_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    frame = pl.DataFrame(LIKE)
    for row in (["Elenco clienti"], frame.columns, *frame.rows()):
        book.active.append(list(row))
    book.save(tmp_path / "clienti.xlsx")
    run = ("run", "clienti.xlsx", "--out", "out", "--review-from", "0.05", "--merge-from", "1", "--xlsx")
    code, said = italclean(tmp_path, *run)
    assert code == 0, said
    review = tmp_path / "out" / "review.xlsx"
    filled = openpyxl.load_workbook(review)
    place = [cell.value for cell in filled.active[1]].index("decision") + 1
    assert filled.active.max_row > 1
    filled.active.cell(2, place, "same")
    filled.save(review)
    code, said = italclean(tmp_path, *run, "--force")
    assert code == 0, said
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert told["figures"]["decisions_applied"] == 1
    assert told["sources"][0]["sheet"] == "Sheet"
    assert (told["figures"]["rows"], told["figures"]["rejected"]) == (3, 1)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("clienti.xlsx#Nessuno", "There are: Clienti, Vuoto, Nascosto"),
        ("chiuso.xlsx", "password"),
        ("rotto.xls", "damaged or incomplete"),
    ],
)
def test_a_workbook_that_cannot_be_read_ends_with_3_and_leaves_nothing(tmp_path: Path, given: str, says: str) -> None:
    for name in ("clienti.xlsx", "chiuso.xlsx"):
        shutil.copy(MADE / name, tmp_path)
    (tmp_path / "rotto.xls").write_bytes((MADE / "clienti.xls").read_bytes()[:3000])
    code, said = italclean(tmp_path, "run", given, "--out", "out")
    assert (code, says in said) == (3, True), said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "out").exists()
