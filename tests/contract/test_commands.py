"""The commands: `contract init`, `check`, `export`, and `--contract` of the others."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import yaml

from italclean.cli.app import main
from tests.contract.lists import AGREED, write_contract, write_lists

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line in this process, in a folder with both lists: exit code, standard output, standard error."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    write_lists(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_from_the_files_to_a_run_without_files(run: Run, tmp_path: Path) -> None:
    code, out, err = run("contract", "init", "erp.csv", "marketing.csv", "--lang", "it")
    assert (code, out) == (0, "")
    assert "una proposta da discutere" in err
    text = (tmp_path / "contratto.toml").read_text(encoding="utf-8")
    assert "# Dove vanno merce e fatture" in text
    code, out, err = run("contract", "check", "contratto.toml")
    assert (code, err) == (0, "")
    assert "is sound (2 sources" in out
    assert run("run", "--contract", "contratto.toml", "--out", "per contratto", "--quiet")[0] == 0
    assert run("run", "erp.csv", "marketing.csv", "--out", "senza", "--quiet", "--lang", "it")[0] == 0
    for name in ("golden", "cleaned", "crosswalk", "issues", "review", "survivorship", "contatti"):
        one, other = (tmp_path / folder / f"{name}.csv" for folder in ("per contratto", "senza"))
        assert one.read_bytes() == other.read_bytes(), name


def test_a_contract_that_is_there_stays(run: Run, tmp_path: Path) -> None:
    path = write_contract(tmp_path)
    code, _, err = run("contract", "init", "erp.csv")
    assert code == 2
    assert "--force" in err
    assert path.read_text(encoding="utf-8") == AGREED
    assert run("contract", "init", "erp.csv", "--force")[0] == 0
    assert path.read_text(encoding="utf-8") != AGREED
    # A list that was read is replaced in no case.
    before = (tmp_path / "erp.csv").read_bytes()
    assert run("contract", "init", "erp.csv", "--out", "erp.csv", "--force")[0] == 2
    assert (tmp_path / "erp.csv").read_bytes() == before
    assert run("contract", "init", "erp.csv", "--out", "nowhere/c.toml")[0] == 2
    assert run("contract", "init", "erp.csv", "--out", "sqlite:///c.toml")[0] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contratto.toml", "erp.csv", "marketing.csv"]


def test_what_is_wrong_is_told_and_exits_with_2(run: Run, tmp_path: Path) -> None:
    write_contract(
        tmp_path, AGREED.replace('rule = "strictest"', 'rule = "owner"').replace("unique = true", "unique = 1")
    )
    for command in (
        ("contract", "check", "contratto.toml"),
        ("run", "--contract", "contratto.toml", "--dry-run"),
        ("clean", "--contract", "contratto.toml", "--dry-run"),
        ("plan", "--contract", "contratto.toml"),
        ("contract", "export", "contratto.toml", "--odcs"),
    ):
        code, out, err = run(*command)
        assert (code, out) == (2, ""), command
        assert "line 9, sources.erp.unique: true or false belongs here" in err
        assert "fields.consenso_email.rule: consents and refusals take only strictest or review" in err
        assert "Traceback" not in err
    code, out, err = run("contract", "check", "contratto.toml", "--json")
    told = json.loads(out)
    assert (code, err, told["sound"]) == (2, "", False)
    assert [(fault["key"], fault["line"]) for fault in told["faults"]] == [
        ("sources.erp.unique", 9),
        ("fields.consenso_email.rule", 36),
    ]
    assert run("contract", "check", "no.toml")[0] == 3


def test_what_is_typed_wins_though_it_is_the_default(run: Run, tmp_path: Path) -> None:
    write_contract(tmp_path, AGREED.replace("duplicates = 0", "duplicates = 9"))
    code, out, _ = run("run", "--contract", "contratto.toml", "--dry-run", "--json", "--quiet")
    agreed = json.loads(out)
    assert (code, agreed["options"]["dormant"], agreed["options"]["review_from"]) == (0, 12, 0.6)
    assert [(gate["name"], gate["most"]) for gate in agreed["gates"]] == [("rejected", "1%"), ("duplicates", "9")]
    typed = ("--dormant-after", 24, "--review-from", 0.5, "--fail-on", "duplicates=0", "--lang", "it", "--unique", "")
    code, out, _ = run("run", "--contract", "contratto.toml", "--dry-run", "--json", "--quiet", *typed)
    told = json.loads(out)
    assert (code, told["options"]["dormant"], told["options"]["review_from"]) == (1, 24, 0.5)
    assert (told["options"]["language"], told["options"]["unique"]) == ("it", [])
    assert (told["options"]["merge_from"], told["options"]["priority"]) == (0.97, ["erp", "marketing"])
    assert [(gate["name"], gate["most"]) for gate in told["gates"]] == [("rejected", "1%"), ("duplicates", "0")]


def test_other_files_are_the_sources_that_they_are_called(run: Run, tmp_path: Path) -> None:
    write_contract(tmp_path, AGREED.replace("duplicates = 0", "duplicates = 9"))
    (tmp_path / "erp.csv").rename(tmp_path / "export.csv")
    code, out, _ = run("run", "erp=export.csv", "--contract", "contratto.toml", "--dry-run", "--json", "--quiet")
    told = json.loads(out)
    assert (code, [source["source"] for source in told["sources"]]) == (0, ["erp"])
    # A source that is not there this time is told, and its place among the others is no mistake.
    assert any("not there this time: marketing" in notice["en"] for notice in told["notices"])
    code, _, err = run("run", "export.csv", "--contract", "contratto.toml", "--dry-run")
    assert code == 2
    assert "NAME=FILE" in err


def test_where_results_go_may_stand_in_the_contract(run: Run, tmp_path: Path) -> None:
    outputs = '[outputs]\nout = "esito"\nformat = "parquet"\n'
    write_contract(tmp_path, AGREED.replace("duplicates = 0", "duplicates = 9") + outputs)
    assert run("run", "--contract", "contratto.toml", "--quiet")[0] == 0
    assert pl.read_parquet(tmp_path / "esito" / "golden.parquet").height == 4
    assert run("clean", "--contract", "contratto.toml", "--quiet", "--out", "altro", "--format", "csv")[0] == 0
    assert (tmp_path / "altro" / "cleaned.csv").is_file()
    code, out, _ = run("run", "--contract", "contratto.toml", "--quiet", "--stdout", "golden")
    assert (code, len(out.splitlines())) == (0, 5)


def test_no_file_and_no_contract(run: Run) -> None:
    for command in ("run", "clean", "plan"):
        code, _, err = run(command)
        assert code == 2
        assert "--contract" in err


def test_a_plan_by_contract(run: Run, tmp_path: Path) -> None:
    write_contract(tmp_path)
    code, out, _ = run("plan", "--contract", "contratto.toml", "--json")
    assert code == 0
    assert {"consenso_email"} <= {column["role"] for column in json.loads(out)["plan"]}


def test_the_export_goes_to_a_file_or_out(run: Run, tmp_path: Path) -> None:
    write_contract(tmp_path)
    code, out, _ = run("contract", "export", "contratto.toml", "--odcs")
    assert (code, yaml.safe_load(out)["id"]) == (0, "clienti")
    assert run("contract", "export", "contratto.toml", "--odcs", "--out", "c.yaml")[0] == 0
    assert yaml.safe_load((tmp_path / "c.yaml").read_text(encoding="utf-8")) == yaml.safe_load(out)
    assert run("contract", "export", "contratto.toml", "--odcs", "--out", "c.yaml")[0] == 2
    assert run("contract", "export", "contratto.toml", "--odcs", "--out", "contratto.toml", "--force")[0] == 2
    assert (tmp_path / "contratto.toml").read_text(encoding="utf-8") == AGREED
    assert run("contract", "export", "contratto.toml")[0] == 2


@pytest.mark.parametrize("command", ["init", "check", "export"])
def test_each_command_tells_its_options(run: Run, command: str) -> None:
    code, out, _ = run("contract", command, "--help")
    assert code == 0
    assert "--lang" in out
