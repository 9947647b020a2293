"""What the README says is written: every example of it is typed."""

from __future__ import annotations

import shlex
import sqlite3
from pathlib import Path

import pytest

from italclean.cli.app import main
from italclean.databases.opening import ENGINES
from italclean.outputs import FORMATS, TableFormat

LIST = "Codice;Cognome;Nome\n1;Rossi;Mario\n2;Verdi;Ida\n"


@pytest.mark.parametrize("form", FORMATS)
def test_the_example_of_each_format_runs(
    form: type[TableFormat], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if form.extra:
        pytest.importorskip("xlsxwriter", reason=f"the extra {form.extra} is not installed")
    monkeypatch.chdir(tmp_path)
    Path("clienti.csv").write_text(LIST, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["run", *shlex.split(form.example), "--quiet"])
    assert ended.value.code == 0
    written = [path.suffix for path in Path().rglob("*")]
    if "--stdout" in form.example:
        assert capsys.readouterr().out.count("\n") == 2
        assert written == [".csv"]
    else:
        assert form.suffix in written


def test_the_example_of_a_database_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("clienti.csv").write_text(LIST, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["run", "clienti.csv", "--to", ENGINES["sqlite"].target, "--quiet"])
    assert ended.value.code == 0
    with sqlite3.connect("pulito.db") as database:
        assert database.execute("SELECT cognome FROM golden ORDER BY cognome").fetchall() == [("Rossi",), ("Verdi",)]
