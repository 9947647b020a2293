"""Systems that a contract names: each run writes their files, with gates; and forgotten persons stay out of a run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.errors import MasterUnreadable
from tests.exports.workbooks import Sheet, package, parts_of

ERP = (
    "Codice;Cliente;CF;Mail;Newsletter\n"
    "1;Rossi Mario;RSSMRA85T10A562S;mario@rossi.it;si\n2;Alfa S.r.l.;;info@alfa.it;\n"
)
CRM = (
    "Codice;Cliente;CF;Mail;Newsletter\n7;ROSSI MARIO;RSSMRA85T10A562S;mario@rossi.it;no\n"
    "8;Rossi Mario;RSSMRA85T10A562S;;\n9;Verdi Ida;;ida@verdi.it;si\n"
)
AGREED = """
[sources.erp]
file = "erp.csv"
[sources.crm]
file = "crm.csv"
[fields.cognome]
owner = "erp"
writers = []
rule = "owner"
[fields.email]
owner = "crm"
writers = ["erp"]
rule = "owner"
[fields.codice_fiscale]
owner = "erp"
writers = ["crm"]
rule = "owner"
"""
TARGETS = """
[targets]
names = ["odoo"]
[targets.salesforce]
sources = ["crm"]
merge_plan = true
changes = true
consents = true
held = 0
[targets.mio]
file = "mio.toml"
"""
OWN = """
[target]
name = "altro"
[[objects]]
name = "Clienti"
file = "clienti"
key = "K"
columns = [{ name = "K", from = "@key" }, { name = "N", from = "@name", required = true }]
"""


def italclean(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "italclean", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    for name, text in {"erp.csv": ERP, "crm.csv": CRM, "mio.toml": OWN, "contratto.toml": AGREED + TARGETS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


FAULTS = {
    "an unknown one": ('[targets]\nnames = ["hubspott"]', "targets.names[0]", "Did you mean “hubspot”?"),
    "capitals": ('[targets]\nnames = ["HubSpot"]', "targets.names[0]", "Did you mean “hubspot”?"),
    "an unknown table": ("[targets.salesforse]\nchanges = true", "targets.salesforse", "Did you mean “salesforce”?"),
    "a key that is none": ('[targets]\nnams = ["odoo"]', "targets.nams", "Did you mean “names”?"),
    "an unknown option": ("[targets.odoo]\nchange = true", "targets.odoo.change", "Did you mean “changes”?"),
    "no such source": ('[targets.odoo]\nsources = ["cmr"]', "targets.odoo.sources[0]", "Did you mean “crm”?"),
    "a plan of nothing": ("[targets.odoo]\nmerge_plan = true", "targets.odoo.sources", "which one is this system"),
    "no gate": ('[targets.odoo]\nheld = "few"', "targets.odoo.held", "few"),
    "no TOML": ('[targets.mio]\nfile = "mio.json"', "targets.mio.file", ".toml"),
    "no name of a folder": ('[targets."a/b"]\nfile = "mio.toml"', 'targets."a/b"', "slashes"),
    "fingerprints without a key": ('[privacy]\nforgotten_in = "a"', "privacy.key_file", "missing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_told(name: str, there: Path) -> None:
    text, key, told = FAULTS[name]
    (there / "contratto.toml").write_text(AGREED + text, encoding="utf-8")
    with pytest.raises(ic.UsageError) as error:
        ic.Contract.read(there / "contratto.toml")
    sentence = error.value.text("en")
    assert key in sentence
    assert told in sentence


def test_a_run_and_an_adding_write_what_was_agreed(there: Path) -> None:
    assert italclean("contract", "check", "contratto.toml", folder=there).returncode == 0
    done = italclean("run", "--contract", "contratto.toml", "--out", "uno", "--lang", "en", folder=there)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (there / "uno").iterdir() if path.is_dir()} == {"odoo", "salesforce", "mio"}
    plan = pl.read_csv(there / "uno" / "salesforce" / "merge_plan.csv", infer_schema=False)
    assert plan.select("winner_id", "loser_id").rows() == [("7", "8")]
    assert (there / "uno" / "salesforce" / "consensi.csv").is_file()
    assert not (there / "uno" / "odoo" / "consensi.csv").exists()
    assert (there / "uno" / "mio" / "1_clienti.csv").read_text(encoding="utf-8").startswith("K,N")
    gates = json.loads((there / "uno" / "run.json").read_text(encoding="utf-8"))["gates"]
    assert [gate["name"] for gate in gates] == ["held (salesforce)"]
    # What is typed means no other.
    typed = italclean("run", "--contract", "contratto.toml", "--out", "x", "--for", "brevo", folder=there)
    assert typed.returncode == 0, typed.stderr
    assert {path.name for path in (there / "x").iterdir() if path.is_dir()} == {"brevo"}
    # Whoever asks for a table alone is told that files are not written.
    piped = italclean("run", "--contract", "contratto.toml", "--stdout", "golden", "--lang", "en", folder=there)
    assert (piped.returncode, "are not written" in piped.stderr) == (0, True)

    (there / "piu.csv").write_text(CRM.splitlines()[0] + "\n10;Neri Ugo;;ugo@neri.it;si\n", encoding="utf-8")
    added = italclean("add", "uno", "crm=piu.csv", "--contract", "contratto.toml", "--out", "due", folder=there)
    assert added.returncode == 0, added.stderr
    rows = pl.read_csv(there / "due" / "salesforce" / "1_contact.csv", infer_schema=False) if (
        there / "due" / "salesforce" / "1_contact.csv"
    ).exists() else pl.read_csv(there / "due" / "salesforce" / "2_contact.csv", infer_schema=False)  # fmt: skip
    assert rows["Golden_Id__c"].to_list() == ["crm.10"]
    assert pl.read_csv(there / "due" / "odoo" / "keys.csv")["outcome"].unique().to_list() == ["import"]


def test_a_workbook_of_a_contract_is_filled(there: Path) -> None:
    text = AGREED + '[targets.business_central]\ntemplate = "pacchetto.xlsx"\n'
    (there / "contratto.toml").write_text(text, encoding="utf-8")
    missing = italclean("contract", "check", "contratto.toml", folder=there)
    assert (missing.returncode, "pacchetto.xlsx" in missing.stderr) == (3, True)
    (there / "pacchetto.xlsx").write_bytes(package(Sheet()))
    assert italclean("contract", "check", "contratto.toml", folder=there).returncode == 0
    done = italclean("run", "--contract", "contratto.toml", "--out", "uno", folder=there)
    assert done.returncode == 0, done.stderr
    written = there / "uno" / "business_central" / "pacchetto.xlsx"
    assert b"ROSSI" in b"".join(parts_of(written.read_bytes()).values()).upper()
    # Another system takes no workbook.
    (there / "contratto.toml").write_text(text.replace("business_central", "hubspot"), encoding="utf-8")
    assert italclean("contract", "check", "contratto.toml", folder=there).returncode == 2


def test_a_gate_of_one_system_stops_the_night(there: Path) -> None:
    text = (AGREED + TARGETS).replace("held = 0", "").replace('file = "mio.toml"', 'file = "mio.toml"\nheld = 0')
    (there / "contratto.toml").write_text(text, encoding="utf-8")
    (there / "erp.csv").write_text(ERP + "3;;;anonimo@x.it;\n", encoding="utf-8")
    done = italclean("run", "--contract", "contratto.toml", "--out", "uno", "--lang", "en", folder=there)
    assert (done.returncode, "held (mio)" in done.stderr) == (1, True)
    (there / "mio.toml").write_text("[target]\nname = 3\n", encoding="utf-8")
    assert italclean("contract", "check", "contratto.toml", folder=there).returncode == 2


def test_fields_to_lock_where_the_system_is_one_of_the_sources(there: Path) -> None:
    result = ic.run(contract=there / "contratto.toml")
    other = ic.export(result, "salesforce").readme
    assert "- `LastName` (cognome): lo scrive erp" in other
    # The given name travels with the surname, and is its owner's, too.
    assert "- `FirstName` (nome): lo scrive erp" in other
    assert "Campi che si scrivono qui" not in other
    ours = ic.export(result, "salesforce", merge_plan=["crm"], language="it").readme
    italian = ours[: ours.index("# Importing into")]
    locked, open_ = italian.split("## Campi che si scrivono qui")
    assert "Questo sistema è crm." in locked
    assert "- `LastName` (cognome): lo scrive erp\n" in locked
    assert "- `Email` (email): lo scrive crm, e anche erp" in open_
    # The owner is another one, but this system may write it as well.
    assert "- `Codice_Fiscale__c` (codice_fiscale): lo scrive erp, e anche crm" in open_
    assert "codice_fiscale" not in locked.split("## Campi da bloccare")[1]


def with_key(there: Path, more: str = "") -> Path:
    text = AGREED + f'[privacy]\nkey_file = "chiave"\n{more}[outputs]\nout = "clienti"\n'
    (there / "contratto.toml").write_text(text, encoding="utf-8")
    return there / "contratto.toml"


def test_a_run_by_a_contract_keeps_forgotten_persons_out(there: Path) -> None:
    with_key(there)
    first = italclean("run", "--contract", "contratto.toml", folder=there)
    assert first.returncode == 0, first.stderr
    gone = italclean("forget", "clienti", "RSSMRA85T10A562S", "--key", "chiave", folder=there)
    assert gone.returncode == 0, gone.stderr
    again = italclean("run", "--contract", "contratto.toml", "--force", "--lang", "en", folder=there)
    assert again.returncode == 0, again.stderr
    assert "of forgotten persons" in again.stderr
    golden = (there / "clienti" / "golden.csv").read_text(encoding="utf-8")
    assert "RSSMRA85T10A562S" not in golden
    assert "Alfa" in golden
    out = pl.read_csv(there / "clienti" / "suppressed.csv", separator=";")
    assert sorted(out.select("source", "row").rows()) == [("crm", 1), ("crm", 2), ("erp", 1)]
    before = (there / "clienti" / "forgotten.csv").read_bytes()
    assert before.count(b"\n") > 2
    # In Python, too; and what comes of it can be gone on with.
    result = ic.run(contract=there / "contratto.toml")
    assert "RSSMRA85T10A562S" not in (result.golden["codice_fiscale"].to_list())
    assert set(result.beside) == {"suppressed", "forgotten"}
    result.write(there / "altrove")
    assert (there / "altrove" / "forgotten.csv").read_bytes() == before
    # Without the key nobody is kept out by accident: the run stops.
    (there / "chiave").rename(there / "via")
    assert italclean("run", "--contract", "contratto.toml", "--force", folder=there).returncode == 2
    (there / "chiave").write_bytes(b"x" * 32)
    assert italclean("run", "--contract", "contratto.toml", "--force", folder=there).returncode == 2


def test_an_id_of_a_forgotten_person_is_given_to_nobody(there: Path) -> None:
    with_key(there)
    ic.run(contract=there / "contratto.toml").write(there / "clienti")
    ic.forget(there / "clienti", ["erp:2"], key=there / "chiave").write(there / "clienti", force=True)
    (there / "erp.csv").write_text(
        ERP.replace("Alfa S.r.l.;;info@alfa.it", "Beta S.p.A.;;info@beta.it"), encoding="utf-8"
    )
    result = ic.run(contract=there / "contratto.toml")
    beta = result.golden.filter(pl.col("ragione_sociale") == "Beta S.p.A.")["golden_id"].to_list()
    assert len(beta) == 1
    assert beta[0].startswith("erp.2~")


def test_fingerprints_in_the_master_of_another_folder(there: Path) -> None:
    ic.run(contract=with_key(there)).write(there / "vecchio")
    ic.forget(there / "vecchio", ["ida@verdi.it"], key=there / "chiave").write(there / "vecchio", force=True)
    assert "ida@verdi.it" in ic.run(contract=there / "contratto.toml").golden["email"].to_list()
    result = ic.run(contract=with_key(there, 'forgotten_in = "vecchio"\n'))
    assert "ida@verdi.it" not in result.golden["email"].to_list()
    with_key(there, 'forgotten_in = "nulla"\n')
    with pytest.raises(MasterUnreadable):
        ic.run(contract=there / "contratto.toml")
