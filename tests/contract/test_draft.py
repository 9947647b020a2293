"""What `contract init` writes passes the check, and replays to what a plain run gives."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import italclean as ic
from italclean.contract.draft import Draft, offered
from italclean.core.reference import folder
from italclean.fields.plan import make_plan
from italclean.messages.text import TEXTS
from italclean.readers.sources import read
from italclean.settings import Reading, Settings
from tests.contract.lists import AGREED, write_lists

FRAMES = ("golden", "cleaned", "crosswalk", "issues", "review", "survivorship", "contacts", "rewritten", "retention")


def drafted(
    path: Path,
    files: list[str],
    reading: Reading | None = None,
    mapping: dict[str, str] | None = None,
    lang: str = "it",
) -> ic.Contract:
    """Draft a contract as the command does, and read it."""
    lists = offered(files, reading or Reading())
    plan = make_plan([one.table for one in lists], mapping, usable=False)
    draft = Draft(lists, plan, path.stem, path.parent, lang, reading or Reading(), mapping or {})  # type: ignore[arg-type]
    path.write_text(draft.text(), encoding="utf-8")
    return ic.Contract.read(path)


def assert_replays(contract: ic.Contract, plain: ic.Result) -> None:
    again = ic.run(contract=contract)
    for name in FRAMES:
        assert_frame_equal(getattr(again, name), getattr(plain, name))
    shown = [[(c.name, c.role, c.output, c.joins) for c in one.plan.columns] for one in (again, plain)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_sample_is_replayed(tmp_path: Path, lang: str) -> None:
    sample = folder() / "demo" / "clienti.csv"
    contract = drafted(tmp_path / "c.toml", [str(sample)], lang=lang)
    assert contract.language == lang
    assert_replays(contract, ic.run(str(sample), language=lang))  # type: ignore[arg-type]


def test_two_systems_are_replayed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lists(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "accordi").mkdir()
    contract = drafted(tmp_path / "accordi" / "c.toml", ["erp.csv", "marketing.csv"])
    plain = ic.run(["erp.csv", "marketing.csv"])
    assert {name: one.file for name, one in contract.sources.items()} == {
        "erp": "../erp.csv",
        "marketing": "../marketing.csv",
    }
    assert contract.terms.kinds == {"erp": "erp", "marketing": "marketing"}
    # Nothing that was drafted changes what golden records do by themselves.
    told = {name: (terms.rule, terms.owner) for name, terms in contract.terms.fields.items()}
    assert told["email"] == (None, "marketing")
    assert told["indirizzo"] == (None, "erp")
    assert told["consenso_marketing"] == ("strictest", "marketing")
    assert told["Fatturato"] == (None, "erp")
    monkeypatch.chdir("/")
    assert_replays(contract, plain)


ODD = {
    "joined": "RAGSOC1;RAGSOC2;CF\nROSSI;MARIO;RSSMRA85T10A562S\nBIANCHI IMPIANTI;SRL;\n",
    "two addresses": "Cliente;Indirizzo;CAP;Città;Indirizzo spedizione;CAP spedizione;Città spedizione\n"
    "Rossi Mario;Via Roma 1;20121;Milano;Via Po 2;10123;Torino\n",
    "refusals": "Cognome;Nome;Opt-out;Non contattare;Consenso SMS\nRossi;Mario;si;no;si\nNeri;Ada;no;si;no\n",
    "told by the content": "Cognome;b;c\n" + "Rossi;RSSMRA85T10A562S;x\nBianchi;BNCNNA80A41F205U;y\n" * 20,
    "a role twice": "Cognome;Nome;CF;Codice Fiscale\nRossi;Mario;RSSMRA85T10A562S;\nNeri;Ada;;BNCNNA80A41F205U\n",
    "telephones": "Nome;Cognome;Tel;Tel 2;Cell\nAda;Neri;02 55507676;02 55507677;333 1234567\n",
    "signs": 'Cognome;Nome;"a.b ""c"" # \\";[x];"è = 1"\nRossi;Mario;1;2;3\n',
    "names of fields": "Cognome;Nome;consenso_fiera;email_orig;golden\nRossi;Mario;si;2;3\n",
}


@pytest.mark.parametrize("case", ODD)
def test_odd_lists_are_replayed(case: str, tmp_path: Path) -> None:
    (tmp_path / "lista.csv").write_text(ODD[case], encoding="utf-8")
    contract = drafted(tmp_path / "c.toml", [str(tmp_path / "lista.csv")])
    assert_replays(contract, ic.run(str(tmp_path / "lista.csv")))


HEADERS = [
    "Cognome", "Nome", "Cliente", "Rag_Soc", "RAGSOC1", "RAGSOC2", "CF", "P.IVA", "Codice", "Indirizzo", "Indirizzo 2",
    "Nr", "CAP", "CAP 2", "Città", "Prov", "Email", "Email 2", "PEC", "Tel", "Tel 2", "Cell", "Opt-out", "Newsletter",
    "Consenso 1", "Privacy", "Data consenso", "Stato", "Note", "Ultimo ordine", "x y", "id", "Fonte", "Auguri",
]  # fmt: skip
CELLS = st.sampled_from(
    ["", "Rossi", "Mario Rossi", "RSSMRA85T10A562S", "00743110157", "Via Roma 1", "12", "20121", "Milano", "MI", "si",
     "no", "a@b.it", "333 1234567", "02 55507676", "01/02/2024", "disiscritto", "nota lunga", "Via"]
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> str:
    headers = draw(st.lists(st.sampled_from(HEADERS), min_size=2, max_size=8, unique=True))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), min_size=1, max_size=5))
    return "\n".join(";".join(row) for row in [headers, *rows]) + "\n"


@given(tables())
def test_the_plan_of_any_list_is_replayed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lista.csv"
    path.write_text(text, encoding="utf-8")
    try:
        plan = make_plan(read(str(path)), usable=False)
    except ic.InputError:
        return
    contract = drafted(tmp_path / "c.toml", [str(path)])
    again = make_plan(read(str(path)), usable=False, agreed=contract.settings().agreed)
    shown = [[(c.name, c.role, c.output, c.joins, c.options) for c in made.columns] for made in (again, plan)]
    assert shown[0] == shown[1]
    plain = Settings(terms=contract.terms, contract=contract.settings().contract)
    assert contract.settings() == plain
    known = {**contract.terms.fields}
    assert all(terms.rule in (None, "strictest") for terms in known.values())


def test_what_was_typed_stands_in_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "lista.txt"
    path.write_text("titolo\nRossi     Mario     nota\nNeri      Ada       \n", encoding="utf-8")
    reading = Reading(widths="10,10,8", skip_rows=1, encoding="cp1252")
    table = read(str(path), reading)[0]
    mapping = dict(zip(table.frame.columns, ["cognome", "nome", "-"], strict=True))
    contract = drafted(tmp_path / "c.toml", [f"soci={path}"], reading, mapping)
    assert contract.settings().reading == reading
    assert contract.settings().agreed == {"soci": mapping}
    plain = ic.run(f"soci={path}", mapping=mapping, widths="10,10,8", skip_rows=1, encoding="cp1252")
    assert_replays(contract, plain)


def test_every_sheet_and_every_table_is_found_again(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for name, rows in {"Clienti": [("Cognome", "Nome"), ("Rossi", "Mario")], "Soci": [("Cognome",), ("Neri",)]}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "lista.xlsx")
    with sqlite3.connect(tmp_path / "a.db") as base:
        base.execute("CREATE TABLE vecchi (Cognome TEXT, Nome TEXT)")
        base.execute("INSERT INTO vecchi VALUES ('Verdi', 'Luca')")
    base.close()
    files = [str(tmp_path / "lista.xlsx"), f"sqlite:///{tmp_path}/a.db?table=vecchi"]
    contract = drafted(tmp_path / "c.toml", files)
    assert contract.sources["lista_Soci"].file == "lista.xlsx#Soci"
    assert_replays(contract, ic.run(files))


def test_what_cannot_be_read_again_is_left_open(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "liste.zip", "w") as archive:
        archive.writestr("a.csv", "Cognome;Nome\nRossi;Mario\n")
        archive.writestr("b.csv", "Cognome;Nome\nNeri;Ada\n")
    contract = drafted(tmp_path / "c.toml", [str(tmp_path / "liste.zip")])
    assert [one.file for one in contract.sources.values()] == [None, None]
    assert_plan = ic.clean([str(tmp_path / "liste.zip")], contract=contract)
    assert [notice for notice in assert_plan.notices if "contract" in notice.english] == []


def test_an_address_is_kept_without_its_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(tmp_path / "a.db") as base:
        base.execute("CREATE TABLE clienti (Cognome TEXT, Nome TEXT)")
        base.execute("INSERT INTO clienti VALUES ('Verdi', 'Luca')")
    base.close()
    monkeypatch.setenv("ELENCO", f"sqlite:///{tmp_path}/a.db?table=clienti")
    contract = drafted(tmp_path / "c.toml", ["erp=env:ELENCO"])
    assert contract.sources["erp"].file == "env:ELENCO"
    assert ic.run(contract=contract).golden.height == 1


def test_each_kind_of_field_has_its_words() -> None:
    from italclean.contract.draft import _why
    from italclean.fields.catalogue import FIELDS

    assert {f"contract.why_{_why(name)}" for name in (*FIELDS, "Fatturato", "Disiscritto")} == {
        key for key in TEXTS if key.startswith("contract.why_")
    }


_FRESH = "import sys, italclean as ic; print(*ic.run(contract=sys.argv[1]).golden['golden_id'].to_list())"


def test_fresh_interpreters_replay_the_lists_of_next_month(tmp_path: Path) -> None:
    write_lists(tmp_path)
    (tmp_path / "c.toml").write_text(AGREED, encoding="utf-8")
    erp = (tmp_path / "erp.csv").read_text(encoding="utf-8")
    (tmp_path / "erp.csv").write_text(
        erp + "104;NERI LUCA;;;;;;;340 1112223;luca.neri@gmail.com;;5\n", encoding="utf-8"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", _FRESH, str(tmp_path / "c.toml")], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(told) == 1
    assert "erp.104" in told.pop().split()


def test_the_priorities_that_are_proposed_can_all_be_taken(tmp_path: Path) -> None:
    write_lists(tmp_path)
    files = [f"{name}={tmp_path / name}.csv" for name in ("marketing", "erp")]
    contract = drafted(tmp_path / "contratto.toml", files)
    text = (tmp_path / "contratto.toml").read_text(encoding="utf-8")
    (tmp_path / "taken.toml").write_text(text.replace("# priority", "priority"), encoding="utf-8")
    taken = ic.Contract.read(tmp_path / "taken.toml")
    assert {name: one.priority for name, one in taken.sources.items()} == {"erp": 1, "marketing": 2}
    assert_replays(taken, ic.run(contract=contract))
