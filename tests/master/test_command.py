"""The commands on a master, in fresh interpreters: run, add, explain, split."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl

FIRST = "Codice;Cliente;CF;Mail\n1;ROSSI MARIO;RSSMRA85T10A562S;mario@rossi.it\n2;Verdi Ida;;ida@verdi.it\n"
LATER = "Codice;Cliente;CF;Mail\n77;Mario Rossi;rssmra85t10a562s;altro@rossi.it\n78;Neri Ada;;ada@neri.it\n"


def italclean(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "italclean", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", separator=";", infer_schema=False)


def test_a_list_is_kept_added_to_explained_and_parted(tmp_path: Path) -> None:
    (tmp_path / "clienti.csv").write_text(FIRST, encoding="utf-8")
    (tmp_path / "contatti.csv").write_text(LATER, encoding="utf-8")
    assert italclean("run", "erp=clienti.csv", "--out", "uno", "--quiet", folder=tmp_path).returncode == 0
    added = italclean("add", "uno", "crm=contatti.csv", "--out", "due", "--lang", "en", folder=tmp_path)
    assert added.returncode == 0, added.stderr
    assert "2 rows added: 1 new customers, 1 rows of known customers" in added.stderr
    due = tmp_path / "due"
    assert table(due, "crosswalk")["golden_id"].to_list() == ["erp.1", "erp.2", "erp.1", "crm.78"]
    assert table(due, "changes")["change"].to_list()[:2] == ["new", "absorbed"]
    assert {path.name for path in due.iterdir()} >= {"master.json", "model.json", "master.parquet", "report.html"}

    # In place only if it is said.
    again = italclean("add", "due", "crm=contatti.csv", "--out", "due", folder=tmp_path)
    assert (again.returncode, "--force" in again.stderr) == (2, True)

    why = italclean("explain", "due", "erp:1", "crm#1", "--json", folder=tmp_path)
    told = json.loads(why.stdout)
    assert (told["verdict"], told["rule_name"], told["same_customer"]) == ("merge", "one_code", True)
    assert "mario@rossi.it | ada@neri.it" in italclean("explain", "due", "erp.1", "crm.78", folder=tmp_path).stdout

    parted = italclean("split", "due", "erp.1", "--rows", "crm:77", "--quiet", folder=tmp_path)
    assert parted.returncode == 0, parted.stderr
    assert table(due, "crosswalk")["golden_id"].to_list() == ["erp.1", "erp.2", "crm.77", "crm.78"]
    restore = table(due, "restore")
    assert restore.select("golden_id", "action", "what").rows() == [
        ("crm.77", "create", "customer"), ("crm.77", "create", "record"),
        ("erp.1", "keep", "customer"), ("erp.1", "keep", "record"),
    ]  # fmt: skip
    assert table(due, "decisions")["decision"].to_list() == ["different"]

    # The record comes again, and stays apart; ids that were given stay given.
    (tmp_path / "contatti.csv").write_text(LATER.replace("altro@", "terzo@"), encoding="utf-8")
    assert italclean("add", "due", "crm=contatti.csv", "--out", "tre", "--quiet", folder=tmp_path).returncode == 0
    ids = table(tmp_path / "tre", "crosswalk")["golden_id"].to_list()
    assert ids == ["erp.1", "erp.2", "crm.77", "crm.78", "crm.77", "crm.78"]


def test_what_is_no_master_exits_with_3(tmp_path: Path) -> None:
    (tmp_path / "clienti.csv").write_text(FIRST, encoding="utf-8")
    (tmp_path / "vecchia").mkdir()
    for arguments in (["add", "vecchia", "clienti.csv", "--out", "x"], ["explain", "vecchia", "a:1", "a:2"],
                      ["split", "vecchia", "erp.1", "--rows", "erp:1"]):  # fmt: skip
        done = italclean(*arguments, "--lang", "en", folder=tmp_path)
        assert (done.returncode, "master.json" in done.stderr) == (3, True), done.stderr
    assert not (tmp_path / "x").exists()


def test_names_that_are_of_nobody_are_told(tmp_path: Path) -> None:
    (tmp_path / "clienti.csv").write_text(FIRST, encoding="utf-8")
    italclean("run", "erp=clienti.csv", "--out", "uno", "--quiet", folder=tmp_path)
    for arguments in (["explain", "uno", "erp:1", "crm:9"], ["explain", "uno", "erp:1", "erp#1"],
                      ["split", "uno", "erp.9", "--rows", "erp:1"], ["split", "uno", "erp.1", "--rows", "erp:2"],
                      ["split", "uno", "erp.1", "--rows", "erp:1"]):  # fmt: skip
        done = italclean(*arguments, folder=tmp_path)
        assert done.returncode == 2, done.stderr
    assert table(tmp_path / "uno", "crosswalk").height == 2
