"""Only what changed: an export and the exports of changes on top of it are the export of the whole."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

import polars as pl
import pytest

import italclean as ic
from italclean.exports.target import find_target
from tests.exports.masters import BIANCHI, ROSSI, delivery, frames, write_master
from tests.exports.test_export import object_of
from tests.exports.test_writing import italclean

NEXT = {
    "crm": pl.DataFrame(
        {
            # A new mailbox, a new customer, one who shares a mailbox, a row that joins nothing.
            "Codice": ["003D", "003N", "003S", "003B"],
            "Cliente": ["Bianchi Anna", "Verdi Ida", "Rossi Ugo", "Rossi Mario"],
            "CF": [BIANCHI, None, None, ROSSI],
            "P.IVA": [None] * 4,
            "Email": ["anna@nuova.it", "ida@verdi.it", "mario@rossi.it", None],
            "Telefono": [None, None, None, "333 1234567"],
            "Newsletter": ["si", "si", "si", None],
        }
    )
}
LATER = {
    "marketing": pl.DataFrame(
        {"Email": ["ida@verdi.it"], "CF": [None], "Nome": ["Ida"], "Cognome": ["Verdi"], "Newsletter": ["no"],
         "Data consenso": ["2026-02-02"]}, schema=dict.fromkeys(
            ("Email", "CF", "Nome", "Cognome", "Newsletter", "Data consenso"), pl.String)
    )
}  # fmt: skip


@cache
def deliveries() -> list[ic.Result]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        first = ic.run(frames())
        first.write(Path(folder, "a"))
        second = ic.add(Path(folder, "a"), NEXT)
        second.write(Path(folder, "b"))
        return [first, second, ic.add(Path(folder, "b"), LATER)]


def loaded(made: ic.Export) -> dict[tuple[str, str], dict[str, str | None]]:
    """What a system that is given the files holds, by object and key; which file (of which consent) is told, too."""
    held: dict[tuple[str, str], dict[str, str | None]] = {}
    for file, frame in made.files.items():
        one = object_of(made, file)
        for row in frame.to_dicts():
            held[one.name, row[one.key]] = {**row, "@file": file}
    return held


@pytest.mark.parametrize("target", ["salesforce", "hubspot", "mailchimp", "business_central", "odoo", "marketo"])
def test_changes_on_top_of_the_first_are_the_whole(target: str) -> None:
    first, *later = deliveries()
    system = loaded(ic.export(first, target))
    for result in later:
        made = ic.export(result, target, changes=True)
        system |= loaded(made)
        assert made.beside.retired is not None
        for gone in made.beside.retired.to_dicts():
            system = {place: row for place, row in system.items() if gone["old_key"] not in row.values()}
        whole = loaded(ic.export(result, target))
        assert set(whole) <= set(system)
        for place, row in whole.items():
            # A field that nobody had before has no column in the earlier file.
            assert {name: cell for name, cell in system[place].items() if cell} == {
                name: cell for name, cell in row.items() if cell
            }, place
        assert len(loaded(made)) < len(whole) or target in ("business_central", "mailchimp", "marketo")
        # Where each customer went is told of all.
        assert set(made.keys["golden_id"]) == set(result.golden["golden_id"])


@pytest.mark.parametrize("seed", range(4))
def test_any_deliveries_on_top_of_each_other_are_the_whole(seed: int, tmp_path: Path) -> None:
    chance, roles = Random(seed), {"Azienda": "azienda_di_appartenenza"}
    now = ic.run({"crm": delivery(chance, 7)}, mapping=roles)
    systems = {name: loaded(ic.export(now, name)) for name in ("salesforce", "hubspot", "business_central")}
    for number in range(2):
        now.write(tmp_path / str(number))
        now = ic.add(tmp_path / str(number), {chance.choice(["crm", "erp"]): delivery(chance, 4)})
        for name, system in systems.items():
            system.update(loaded(ic.export(now, name, changes=True)))
            for place, row in loaded(ic.export(now, name)).items():
                filled = {header: cell for header, cell in row.items() if cell}
                assert {header: cell for header, cell in system[place].items() if cell} == filled, (name, place)


def test_who_did_not_change_is_in_no_file() -> None:
    made = ic.export(deliveries()[1], "salesforce", changes=True)
    ids = {row["Golden_Id__c"] for frame in made.files.values() for row in frame.to_dicts()}
    assert "crm.001X" not in ids
    assert {"crm.003N", "crm.003D", "crm.003S"} <= ids
    # Rossi Mario shares his mailbox with one who came.
    assert "crm.003A" in ids
    assert made.keys.filter(pl.col("golden_id") == "crm.001X")["outcome"].to_list() == ["unchanged"]


def test_a_first_delivery_has_no_changes() -> None:
    with pytest.raises(ic.UsageError, match="changes"):
        ic.export(deliveries()[0], "salesforce", changes=True)
    with pytest.raises(ic.UsageError):
        ic.export(deliveries()[0].golden, "salesforce", changes=True)


def test_customers_that_are_one_now_and_one_that_was_forgotten(tmp_path: Path) -> None:
    listed = {
        "Codice": ["1", "2", "3"], "Cliente": ["Rossi Mario", "Rossi M.", "Verdi Ida"], "CF": [ROSSI, None, None],
        "Email": [None, "m@rossi.it", "ida@verdi.it"],
    }  # fmt: skip
    first = {"erp": pl.DataFrame(listed)}
    master = tmp_path / "uno"
    ic.run(first).write(master)
    ic.export(master, "salesforce").write(tmp_path / "sf")
    bridge = {"crm": pl.DataFrame({"Codice": ["9"], "Cliente": ["Rossi Mario"], "CF": [ROSSI]})}
    decisions = pl.DataFrame(
        {"decision": ["same"], "source_a": ["erp"], "row_a": ["1"], "id_a": ["1"], "source_b": ["erp"], "row_b": ["2"],
         "id_b": ["2"]}
    )  # fmt: skip
    ic.add(master, bridge, decisions=decisions).write(tmp_path / "due")
    made = ic.export(tmp_path / "due", "salesforce", changes=True)
    assert made.beside.retired is not None
    told = made.beside.retired.select("old_key", "new_key", "what").rows()
    assert told == [("erp.2", "erp.1", "unire")]
    ic.forget(tmp_path / "due", ["erp.3"], key=tmp_path / "key").write(tmp_path / "tre")
    later = ic.export(tmp_path / "tre", "salesforce", since=tmp_path / "sf")
    assert later.beside.retired is not None
    rows = later.beside.retired.select("object", "old_key", "new_key", "what").rows()
    assert sorted(rows) == [("Contact", "erp.2", "erp.1", "unire"), ("Contact", "erp.3", None, "cancellare")]
    with pytest.raises(ic.UsageError, match=r"keys\.csv"):
        ic.export(tmp_path / "tre", "salesforce", since=tmp_path)


def test_command_writes_changes(tmp_path: Path) -> None:
    write_master(tmp_path / "uno")
    pl.concat(NEXT.values()).write_csv(tmp_path / "crm.csv")
    assert italclean("export", "uno", "--for", "odoo", "--changes", "--out", "x", folder=tmp_path).returncode == 2
    added = italclean("add", "uno", "crm.csv", "--out", "due", folder=tmp_path)
    assert added.returncode == 0, added.stderr
    done = italclean(
        "export", "due", "--for", "salesforce", "--changes", "--out", "sf", "--json", "--lang", "it", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["salesforce"]
    assert told["rows"] < told["customers"] + 1
    assert {"ritirati.csv", "consensi.csv"} <= {path.name for path in (tmp_path / "sf").iterdir()}
    assert "## Solo ciò che è cambiato" in (tmp_path / "sf" / "LEGGIMI.md").read_text(encoding="utf-8")
    assert find_target("salesforce").name == "salesforce"
