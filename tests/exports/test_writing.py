"""The folder of an export, the command, and files that are cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.exports.files import as_bytes, cut
from italclean.exports.target import Form, targets
from tests.exports.lists import traps

LIST = "Codice;Cliente;CF;Mail\n1;Rossi Mario;RSSMRA85T10A562S;mario@rossi.it\n2;Alfa S.r.l.;;info@alfa.it\n"
EXPECTED = Path(__file__).parent / "expected"


def italclean(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "italclean", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


@pytest.mark.parametrize("name", targets())
def test_each_target_writes_what_was_looked_at(name: str) -> None:
    """The files of the list of traps, as somebody read them; ITALCLEAN_REWRITE=1 writes them anew, to be read again."""
    made = ic.export(traps(), name, language="en")
    parts = [f"== {file}\n{made.content(file).decode()}" for file in made.files]
    checks = made.preflight.select("golden_id", "object", "field", "check", "held", "why").write_csv()
    aside = made.aside.write_csv()
    found = "\n".join([*parts, f"== preflight\n{checks}", f"== aside\n{aside}"]).replace("\r\n", "\n")
    path = EXPECTED / f"{name}.txt"
    if os.environ.get("ITALCLEAN_REWRITE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_from_an_ugly_list_to_files_of_two_systems(tmp_path: Path) -> None:
    (tmp_path / "clienti.csv").write_text(LIST, encoding="utf-8")
    run = italclean("run", "erp=clienti.csv", "--out", "uno", "--for", "hubspot", "--lang", "en", folder=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "HubSpot: 2 customers, 3 rows in 2 files; 0 held" in run.stderr
    assert (
        (tmp_path / "uno" / "hubspot" / "1_companies.csv").read_text(encoding="utf-8").startswith("company_golden_id")
    )

    both = (
        "export",
        "uno",
        "--for",
        "business_central",
        "--for",
        "salesforce",
        "--out",
        "due",
        "--lang",
        "it",
        "--json",
    )
    done = italclean(*both, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["salesforce"]["rows"] == 2
    names = {path.name for path in (tmp_path / "due" / "business_central").iterdir()}
    assert names == {
        "1_customer_18.csv", "preflight.csv", "held.csv", "aside.csv", "keys.csv", "LEGGIMI.md", "export.json",
    }  # fmt: skip
    # Nothing is replaced unless it is said, and nothing at all that a person changed.
    assert italclean(*both, folder=tmp_path).returncode == 2
    assert italclean(*both, "--force", folder=tmp_path).returncode == 0
    file = tmp_path / "due" / "salesforce" / "1_account.csv"
    file.write_text(file.read_text(encoding="utf-8") + "x\n", encoding="utf-8")
    foreign = italclean(*both, "--force", folder=tmp_path)
    assert (foreign.returncode, "1_account.csv" in foreign.stderr) == (2, True)
    assert file.read_text(encoding="utf-8").endswith("x\n")

    alone = italclean(
        "export", "uno/golden.csv", "--for", "fatturapa", "--dry-run", "--fail-on", "held=0", folder=tmp_path
    )
    assert alone.returncode == 1, alone.stderr
    assert italclean("export", "uno", "--out", "tre", folder=tmp_path).returncode == 2
    assert italclean("export", "uno", "--for", "hubspot", folder=tmp_path).returncode == 2
    assert italclean("run", "clienti.csv", "--stdout", "golden", "--for", "hubspot", folder=tmp_path).returncode == 2
    assert italclean("clean", "clienti.csv", "--out", "tre", "--for", "hubspot", folder=tmp_path).returncode == 2
    assert italclean("export", "uno", "--for", "x", "--dry-run", folder=tmp_path).returncode == 2
    assert italclean("export", "nulla", "--for", "odoo", "--dry-run", folder=tmp_path).returncode == 3
    assert not (tmp_path / "tre").exists()


def test_a_master_a_result_and_its_golden_table_give_the_same(tmp_path: Path) -> None:
    result = ic.run({"erp": pl.DataFrame({"Codice": ["1", "2"], "Cliente": ["Rossi Mario", "Alfa S.r.l."]})})
    result.write(tmp_path / "uno")
    made = [ic.export(given_, "salesforce") for given_ in (result, tmp_path / "uno", tmp_path / "uno" / "golden.csv")]
    assert made[0].files.keys() == made[1].files.keys() == made[2].files.keys()
    for name, frame in made[0].files.items():
        assert frame.rows() == made[1].files[name].rows() == made[2].files[name].rows()


def test_what_people_open_runs_no_formula_and_what_programs_read_is_as_it_was(tmp_path: Path) -> None:
    made = ic.export(traps(), "hubspot")
    made.write(tmp_path / "h")
    everything = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "h").glob("2_*.csv"))
    assert ",=1+1," in everything
    held = ic.export(traps(), "business_central")
    held.write(tmp_path / "b")
    assert "'=1+1" in (tmp_path / "b" / "held.csv").read_text(encoding="utf-8")
    mode = (tmp_path / "b" / "1_customer_18.csv").stat().st_mode & 0o777
    assert mode == 0o600


def test_files_that_are_no_more_go_with_force(tmp_path: Path) -> None:
    ic.export(traps(), "hubspot").write(tmp_path / "h")
    few = traps().filter(pl.col("tipo") == "azienda")
    ic.export(few, "hubspot").write(tmp_path / "h", force=True)
    assert not (tmp_path / "h" / "2_contacts_si.csv").exists() or few.height
    names = {path.name for path in (tmp_path / "h").glob("*_*.csv")}
    assert names == set(ic.export(few, "hubspot").files)


def test_the_fields_with_an_owner_are_to_be_locked(tmp_path: Path) -> None:
    contract = '[sources.erp]\nkind = "erp"\n[fields.ragione_sociale]\nowner = "erp"\nrule = "owner"\n'
    (tmp_path / "contratto.toml").write_text(contract, encoding="utf-8")
    listed = {"erp": pl.DataFrame({"Codice": ["1"], "Cliente": ["Alfa S.r.l."]})}
    result = ic.run(listed, contract=tmp_path / "contratto.toml")
    result.write(tmp_path / "uno")
    for given_ in (result, tmp_path / "uno"):
        assert "- `Name` (ragione_sociale): lo scrive erp" in ic.export(given_, "salesforce").readme


@pytest.mark.parametrize(
    "listed",
    [
        pl.DataFrame({"cognome": ["Rossi"]}),
        pl.DataFrame({"golden_id": ["a.1", "a.1"]}),
        pl.DataFrame({"golden_id": [None]}),
    ],
)
def test_a_list_without_ids_is_refused(listed: pl.DataFrame) -> None:
    with pytest.raises(ic.UsageError, match="golden_id"):
        ic.export(listed, "generic")


def test_an_empty_list_gives_no_files() -> None:
    made = ic.export(traps().clear(), "salesforce")
    assert (made.files, made.figures()["rows"]) == ({}, 0)


CELL = st.one_of(st.none(), st.text(max_size=6), st.sampled_from(['a"b', "à;è", "x" * 30]))


@given(
    st.lists(st.tuples(st.sampled_from(["A", "B", "C", None]), CELL), max_size=30),
    st.one_of(st.none(), st.integers(1, 9)),
    st.one_of(st.none(), st.integers(40, 200)),
)
def test_cut_files_keep_every_row_and_every_limit(
    rows: list[tuple[str | None, str | None]], most: int | None, size: int | None
) -> None:
    rows.sort(key=lambda row: row[0] or "")
    frame = pl.DataFrame(rows, schema={"account": pl.String, "text": pl.String}, orient="row")
    form = Form(delimiter=";", max_rows=most, max_bytes=size)
    parts = cut(frame, form, frame["account"])
    assert [row for part in parts for row in part.rows()] == frame.rows()
    for part in parts:
        assert most is None or part.height <= most
        assert size is None or len(as_bytes(part, form)) <= size or part.height == 1
    # An account is only on two files where it does not fit one.
    for before, behind in pairwise(parts):
        last, first = before["account"][-1], behind["account"][0]
        if last is not None and last == first:
            assert before["account"][0] == last
