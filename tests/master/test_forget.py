"""Persons removed from a master, and kept out of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.cli.app import main
from italclean.errors import KeyNeeded, MasterUnreadable
from italclean.master.reading import read_master
from italclean.master.seeking import sought

MARIO = "RSSMRA85T10A562S"
OMOCODE = "RSSMRA85T10A56NH"
"""The same code by omocodia: the last digit of the place as a letter, with the check letter of that."""

NAMES = ["ID", "Cognome", "Nome", "CF", "Mail", "Mail 2", "Tel", "Data di nascita", "Note"]
PEOPLE = [
    ("1", "ROSSI", "MARIO", MARIO, "mario.rossi@x.it", "solo@rossimario.it", "02 1234567", "10/12/1985", "cliente"),
    ("2", "Rossi", "Mario", MARIO, None, None, "347 1234567", None, "chiamare Mario"),
    ("3", "Bianchi", "Anna", None, "anna@x.it", None, "02 1234567", "01/02/1990", "moglie"),
    ("4", "Verdi", "Luca", None, "luca@libero.it", None, "333 7654321", None, None),
    ("5", "Neri", "Ugo", None, "ugo@libero.it", None, None, None, "n.d."),
]


def listed(*rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(NAMES, pl.String), orient="row")


def row(number: str, surname: str | None = None, given_name: str | None = None, **more: str) -> tuple[Any, ...]:
    cells = {"CF": None, "Mail": None, "Mail 2": None, "Tel": None, "Data di nascita": None, "Note": None, **more}
    return (number, surname, given_name, *cells.values())


def made(folder: Path, people: pl.DataFrame | None = None) -> Path:
    ic.run({"erp": listed(*PEOPLE) if people is None else people}, language="en").write(folder / "clienti")
    return folder / "clienti"


@pytest.fixture(name="whole", scope="module")
def whole_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master that no test writes to."""
    return made(tmp_path_factory.mktemp("whole"))


@pytest.fixture(name="left", scope="module")
def left_fixture(whole: Path) -> Path:
    """The same without Mario; no test writes to it."""
    (whole.parent / "left").mkdir()
    ic.forget(whole, ["mario.rossi@x.it"], key=whole.parent / "left" / "key").write(whole.parent / "left" / "clienti")
    return whole.parent / "left" / "clienti"


@pytest.fixture(name="without_mario")
def without_mario_fixture(left: Path, tmp_path: Path) -> Path:
    shutil.copytree(left.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "clienti"


def decoded(folder: Path) -> str:
    """Everything in a folder as text, whatever it is written as."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            texts.append(pl.read_parquet(path).with_columns(pl.all().cast(pl.String)).write_csv())
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                texts += [book.read(name).decode() for name in book.namelist()]
        elif path.is_file():
            texts.append(path.read_bytes().decode("utf-8", errors="replace"))
    return "\n".join(texts)


def held(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False)


# Removing.


def test_a_person_leaves_no_trace_and_the_others_stay(tmp_path: Path) -> None:
    master = made(tmp_path)
    before = held(master, "golden")
    left = ic.forget(master, ["mario.rossi@x.it"], key=tmp_path / "key")
    assert left.erased is not None
    assert (left.erased.customers, left.erased.rows.height, left.erased.missing) == (1, 2, ())
    left.write(master, force=True)
    found = decoded(master)
    for trace in (
        MARIO,
        "mario.rossi",
        "rossimario",
        "3471234567",
        "347 1234567",
        "MARIO",
        "Mario",
        "1985-12",
        "12/1985",
        "erp.1",
    ):
        assert trace not in found, trace
    # The family's number is the wife's, too.
    assert "+39021234567" in found
    # A second column of numbers is there where a customer needs it.
    after = held(master, "golden")
    assert after.equals(before.filter(pl.col("golden_id") != "erp.1").select(after.columns))
    for name in ("cleaned", "crosswalk"):
        assert held(master, name)["row"].to_list() == ["3", "4", "5"]


@pytest.mark.parametrize(
    "name",
    ["erp.1", "erp:1", "erp:2", "erp#2", MARIO, "rss mra 85t10 a562s", "MARIO.ROSSI@X.IT", "solo@rossimario.it",
     "+39 347 1234567", "0039 347/1234567", "3471234567"],
)  # fmt: skip
def test_any_name_of_a_person_finds_all_of_it(whole: Path, name: str) -> None:
    found = sought(read_master(whole), [name])
    assert (found.customers, found.missing) == (("erp.1",), ())


def test_an_id_that_a_customer_had_before_finds_it(tmp_path: Path) -> None:
    master = made(tmp_path, listed(PEOPLE[0], *PEOPLE[2:]))
    once = pl.DataFrame(
        {"ID": ["9", "8"], "Cognome": ["Verdi"] * 2, "Nome": ["Luca"] * 2, "Mail": ["l@v.it", "a@a.it"]}
    )
    ic.add(master, {"crm": once}).write(master, force=True)
    pairs = {"decision": ["same"], "source_a": ["crm"], "id_a": ["9"], "source_b": ["erp"], "id_b": ["4"]}
    ic.add(master, decisions=pl.DataFrame(pairs)).write(master, force=True)
    crosswalk = held(master, "crosswalk")
    if "former_ids" not in crosswalk.columns:
        pytest.skip("the two were one by likeness")
    former = crosswalk["former_ids"].drop_nulls()[0]
    left = ic.forget(master, [former], key=tmp_path / "key")
    left.write(master, force=True)
    assert former not in decoded(master)


def test_a_contact_of_several_customers_asks_for_a_narrower_name(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(ic.UsageError, match=r"erp\.1, erp\.3"):
        ic.forget(whole, ["02/1234567"], key=tmp_path / "key")
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("name", ["Rossi", "ufficio", "xyz:1", "12"])
def test_what_is_no_kind_of_name_is_said(whole: Path, name: str) -> None:
    with pytest.raises(ic.UsageError, match="codice fiscale"):
        sought(read_master(whole), [name])


@pytest.mark.parametrize("name", ["nobody@x.it", "erp:99", "erp#99", "erp.99", "BNCNNA90B41F205X", "06 7654321"])
def test_nobody_found_is_told(whole: Path, name: str) -> None:
    found = sought(read_master(whole), [name])
    assert (found.customers, found.missing) == ((), (name,))


def test_without_anybody_nothing_changes(whole: Path, tmp_path: Path) -> None:
    left = ic.forget(whole, ["nobody@x.it"], key=tmp_path / "key")
    assert left.erased is not None
    assert (left.erased.customers, left.erased.missing, "forgotten" in left.beside) == (0, ("nobody@x.it",), False)
    assert not (tmp_path / "key").exists()
    assert left.golden.height == 4


def test_the_last_customer_cannot_be_forgotten(tmp_path: Path) -> None:
    with pytest.raises(ic.UsageError, match="delete the folder"):
        ic.forget(made(tmp_path, listed(PEOPLE[0])), ["erp.1"], key=tmp_path / "key")


def test_decisions_and_reviews_of_a_person_go_and_those_of_others_stay(tmp_path: Path) -> None:
    twins = [row("6", "Gialli", "Ida", Tel="06 5550001"), row("7", "Gialli", "Ida", Mail="ida@g.it")]
    master = made(tmp_path, listed(*PEOPLE, *twins))
    sides = [("1", "4"), ("4", "5"), ("6", "7"), ("2", "7")]
    decided = pl.DataFrame(
        {
            "decision": ["different"] * 4,
            "source_a": ["erp"] * 4,
            "id_a": [a for a, _ in sides],
            "source_b": ["erp"] * 4,
            "id_b": [b for _, b in sides],
        }
    )
    ic.add(master, decisions=decided).write(master, force=True)
    aside = held(master, "decisions").with_columns(appunti=pl.lit("mio"))
    aside.write_csv(master / "review-1.csv")
    (master / "appunti.txt").write_text("x")
    left = ic.forget(master, ["erp.1"], key=tmp_path / "key", language="en")
    left.write(master, force=True)
    kept = [("4", "5"), ("6", "7")]
    assert held(master, "decisions").select("id_a", "id_b").rows() == kept
    assert held(master, "review-1.csv"[:-4]).select("id_a", "id_b", "appunti").rows() == [(*ids, "mio") for ids in kept]
    told = json.loads((master / "run.json").read_text())["notices"]
    assert any("appunti.txt" in notice["en"] and "review-1" not in notice["en"] for notice in told)


def test_a_broken_line_that_speaks_of_a_person_goes(tmp_path: Path) -> None:
    sound = [f"8{place};Gialli Ida{place};;ida{place}@gialli.it" for place in range(9)]
    lines = ["ID;Cliente;CF;Mail", *sound, f"1;Rossi Mario;{MARIO};m@rossi.it", "2;Verdi Ida;;ida@verdi.it",
             "3;Neri Ugo;;ugo@neri.it;x;y;z", "4;MARIO  rossi;;;x;y;z", "5;Bianchi Ada;;M@ROSSI.IT;x;y;z"]  # fmt: skip
    (tmp_path / "erp.csv").write_text("\n".join(lines) + "\n")
    ic.run(tmp_path / "erp.csv").write(tmp_path / "clienti")
    rejected = tmp_path / "clienti" / "rejected.csv"
    assert "MARIO" in rejected.read_text()
    left = ic.forget(tmp_path / "clienti", ["m@rossi.it"], key=tmp_path / "key", language="en")
    left.write(tmp_path / "clienti", force=True)
    assert "Neri Ugo" in rejected.read_text()
    assert not {"mario", "m@rossi.it"} & set(rejected.read_text().lower().replace(";", " ").split())
    assert any("2 malformed lines" in notice.english for notice in left.notices)
    assert str(tmp_path / "erp.csv") in left.erased.paths  # type: ignore[union-attr]


def test_mail_domains_that_only_the_person_used_leave_the_cache(tmp_path: Path) -> None:
    master = made(tmp_path)
    cache = master / "dns-cache.sqlite"
    with sqlite3.connect(cache) as base:
        base.execute("CREATE TABLE domains (domain TEXT PRIMARY KEY, outcome TEXT NOT NULL, asked REAL NOT NULL)")
        base.executemany("INSERT INTO domains VALUES (?, 'mx', 1)", [("x.it",), ("rossimario.it",), ("libero.it",)])
    ic.forget(master, ["erp.1"], key=tmp_path / "key").write(master, force=True)
    with sqlite3.connect(cache) as base:
        assert sorted(base.execute("SELECT domain FROM domains")) == [("libero.it",), ("x.it",)]
    assert b"rossimario" not in cache.read_bytes()


def test_what_cannot_be_reached_is_listed(tmp_path: Path) -> None:
    master = made(tmp_path)
    ic.run({"erp": listed(*PEOPLE)}).write(tmp_path / "vecchia")
    ic.run({"altro": listed(*PEOPLE)}).write(tmp_path / "di_altri")
    left = ic.forget(master, ["erp.1"], key=tmp_path / "key")
    assert left.erased is not None
    assert list(left.erased.paths) == [str((tmp_path / "vecchia").resolve())]
    assert len(left.erased.unreached) == 2


def test_one_that_was_parted_from_a_person_keeps_no_id_of_theirs(tmp_path: Path) -> None:
    master = made(tmp_path)
    ic.split(master, "erp.1", ["erp:2"]).write(master, force=True)
    assert "erp.1" in decoded(master)
    ic.forget(master, ["erp.1"], key=tmp_path / "key").write(master, force=True)
    assert "erp.1" not in decoded(master)
    restored = held(master, "restore")
    assert set(restored["golden_id"]) == {"erp.2"}
    assert "erp.2" in held(master, "golden")["golden_id"]


# The key.


def test_the_key_is_the_owners_alone_and_made_once(without_mario: Path) -> None:
    key = without_mario.parent / "key"
    assert len(key.read_bytes()) == 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    ic.forget(without_mario, ["erp.4"], key=key).write(without_mario, force=True)
    assert key.read_bytes() == before


def test_fingerprints_are_the_hmac_of_identifiers_and_tell_nothing_else(without_mario: Path) -> None:
    key = (without_mario.parent / "key").read_bytes()
    table = held(without_mario, "forgotten")
    assert table.columns == ["kind", "fingerprint", "date"]
    assert table["fingerprint"].is_sorted()
    assert table["fingerprint"].str.contains("^[0-9a-f]{64}$").all()
    for kind, value in [("codice_fiscale", MARIO), ("email", "mario.rossi@x.it"), ("telefono", "+393471234567"),
                        ("id", "erp\n2"), ("golden_id", "erp.1")]:  # fmt: skip
        expected = hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()
        assert (kind, expected) in table.select("kind", "fingerprint").rows()
    shared = hmac.new(key, b"telefono\0+39021234567", hashlib.sha256).hexdigest()
    assert shared not in table["fingerprint"]


def test_another_key_or_none_or_one_in_the_master_is_refused(without_mario: Path) -> None:
    new = listed(PEOPLE[3])
    with pytest.raises(KeyNeeded, match="come back"):
        ic.add(without_mario, {"erp": new})
    (without_mario.parent / "other").write_bytes(b"x" * 32)
    (without_mario.parent / "short").write_bytes(b"x")
    for name, said in (("other", "another key"), ("short", "fewer than"), ("none", "cannot be read"),
                       ("clienti/key", "in the master")):  # fmt: skip
        key = without_mario.parent / name
        with pytest.raises(ic.UsageError, match=said):
            ic.add(without_mario, {"erp": new}, key=key)
        with pytest.raises(ic.UsageError, match=said):
            ic.forget(without_mario, ["erp.4"], key=key)
        assert name in ("other", "short") or not key.exists()


def test_fingerprints_are_not_lost(without_mario: Path) -> None:
    before = held(without_mario, "forgotten").rows()
    key = without_mario.parent / "key"
    ic.add(without_mario, {"erp": listed(PEOPLE[3])}, key=key).write(without_mario, force=True)
    assert held(without_mario, "forgotten").rows() == before
    ic.add(without_mario, {"erp": listed(row("9", "Rosa", "Ida"))}, key=key).write(without_mario.parent / "due")
    assert held(without_mario.parent / "due", "forgotten").rows() == before
    # A run that is told nothing of them brings the persons back, and says so; they stay known.
    ic.run({"erp": listed(*PEOPLE)}).write(without_mario, force=True)
    assert held(without_mario, "forgotten").rows() == before
    told = json.loads((without_mario / "run.json").read_text())["notices"]
    assert any("forgotten.csv stays" in notice["en"] for notice in told)
    (without_mario / "forgotten.csv").unlink()
    with pytest.raises(MasterUnreadable, match=r"forgotten\.csv"):
        ic.add(without_mario, {"erp": listed(PEOPLE[3])}, key=key)


# Keeping out.

KEPT_OUT = {
    "code": row("70", "Rossi", "Mario", CF=MARIO),
    "code in small letters with blanks": row("70", None, None, CF="rss mra 85t10 a562s"),
    "code of a row with another name": row("70", "Rosi", "Maro", CF=MARIO),
    "mailbox": row("70", "Rossi", "Mario", Mail="mario.rossi@x.it"),
    "mailbox in capitals": row("70", "ROSSI", "MARIO", Mail=" MARIO.ROSSI@X.IT"),
    "mailbox alone": row("70", Mail="mario.rossi@x.it"),
    "mailbox as the second one": row("70", "Mario", "Rossi", Mail="altra@x.it", **{"Mail 2": "solo@RossiMario.it"}),
    "mailbox of two given names": row("70", "Rossi", "Mario Luca", Mail="mario.rossi@x.it"),
    "mailbox and an initial": row("70", "Rossi", "M.", Mail="mario.rossi@x.it"),
    "number": row("70", "Rossi", "Mario", Tel="347 1234567"),
    "number with +39": row("70", "Rossi", "Mario", Tel="+39 347-1234567"),
    "number with 0039": row("70", "Rossi", "Mario", Tel="0039347/1234567"),
    "name and birth": row("70", "Rossi", "Mario", **{"Data di nascita": "10.12.1985"}),
    "name and birth, parts turned": row("70", "MARIO", "ROSSI", **{"Data di nascita": "1985-12-10"}),
    "id": row("1", "Rossi", "Mario"),
    "id and a slip in the name": row("2", "Rosi", "Mario"),
    "another code by omocodia, and the mailbox": row("70", "Rossi", "Mario", CF=OMOCODE, Mail="mario.rossi@x.it"),
}
LET_IN = {
    "the wife with the family's number": row("70", "Bianchi", "Anna", Tel="02 1234567"),
    "another name and the mailbox": row("70", "Bianchi", "Anna", Mail="mario.rossi@x.it"),
    "a son and the mobile": row("70", "Rossi", "Luca", Tel="347 1234567"),
    "another code and the mailbox": row("70", "Rossi", "Mario", CF="RSSMRA80A01F205X", Mail="mario.rossi@x.it"),
    "the name alone": row("70", "Rossi", "Mario"),
    "a dot less in the mailbox": row("70", "Rossi", "Mario", Mail="mariorossi@x.it"),
    "an id that somebody else has now": row("1", "Gialli", "Ida"),
    "a code by omocodia of a homonym": row("70", "Rossi", "Mario", CF=OMOCODE, **{"Data di nascita": "10/12/1985"}),
    "another day of birth": row("70", "Rossi", "Mario", **{"Data di nascita": "11/12/1985"}),
}


# Rows of one delivery, numbered on from the five that there were.
_CASES = {**KEPT_OUT, **LET_IN}
_ROW_OF = {case: place for place, case in enumerate(_CASES, start=6)}


@pytest.fixture(name="delivered", scope="module")
def delivered_fixture(left: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[ic.Result, Path]:
    numbered = [
        (number if number != "70" else f"7{place}", *cells) for place, (number, *cells) in enumerate(_CASES.values())
    ]
    now = ic.add(left, {"erp": listed(*numbered)}, key=left.parent / "key", language="en")
    folder = tmp_path_factory.mktemp("delivered")
    now.write(folder / "due")
    return now, folder / "due"


@pytest.mark.parametrize("case", KEPT_OUT)
def test_a_forgotten_person_stays_out(delivered: tuple[ic.Result, Path], case: str) -> None:
    now, folder = delivered
    number = _ROW_OF[case]
    assert now.beside["suppressed"].filter(pl.col("row") == number).select("source", "row").rows() == [("erp", number)]
    for name in ("cleaned", "crosswalk", "issues"):
        assert str(number) not in held(folder, name)["row"].to_list()
    assert number not in pl.read_parquet(folder / "rewritten.parquet")["row"].to_list()


@pytest.mark.parametrize("case", LET_IN)
def test_nobody_else_vanishes(delivered: tuple[ic.Result, Path], case: str) -> None:
    now, folder = delivered
    assert _ROW_OF[case] not in now.beside["suppressed"]["row"]
    assert str(_ROW_OF[case]) in held(folder, "crosswalk")["row"].to_list()


def test_rows_that_stay_out_leave_no_trace(left: Path, tmp_path: Path) -> None:
    ic.add(left, {"erp": listed(*KEPT_OUT.values())}, key=left.parent / "key").write(tmp_path / "due")
    found = decoded(tmp_path / "due").lower()
    traces = {str(cell).lower().strip() for case in KEPT_OUT.values() for cell in case[1:] if cell and len(cell) > 5}
    assert len(traces) > 10
    assert not {trace for trace in traces if trace in found}
    assert held(tmp_path / "due", "suppressed").columns == ["source", "row", "line", "matched"]


def test_a_person_without_a_code_stays_out_with_one(tmp_path: Path) -> None:
    master = made(tmp_path)
    ic.forget(master, ["erp.4"], key=tmp_path / "key").write(master, force=True)
    back = row("70", "Verdi", "Luca", CF="VRDLCU80A01F205J", Mail="luca@libero.it")
    now = ic.add(master, {"erp": listed(back)}, key=tmp_path / "key")
    assert now.beside["suppressed"]["matched"].to_list() == ["email"]


def test_a_mailbox_without_a_name_stays_out_with_one(tmp_path: Path) -> None:
    master = made(tmp_path, listed(*PEOPLE, row("9", Mail="news@letter.it")))
    ic.forget(master, ["news@letter.it"], key=tmp_path / "key").write(master, force=True)
    now = ic.add(master, {"erp": listed(row("70", "Gialli", "Ida", Mail="news@letter.it"))}, key=tmp_path / "key")
    assert now.beside["suppressed"].height == 1


def test_a_broken_line_of_a_forgotten_person_is_not_kept(without_mario: Path) -> None:
    lines = [";".join(NAMES[:5]), *(f"8{place};Gialli;Ida{place};;ida{place}@gialli.it" for place in range(9)),
             f"71;Rossi;Mario;{MARIO};;x;y;z;;", "72;Neri;Ada;;ada@neri.it;x;y;z;;"]  # fmt: skip
    file = without_mario.parent / "erp.csv"
    file.write_text("\n".join(lines) + "\n")
    now = ic.add(without_mario, {"erp": file}, key=without_mario.parent / "key")
    assert now.rejected.height == 1
    assert now.beside["suppressed"].select("source", "row", "line", "matched").rows() == [
        ("erp", None, "11", "codice_fiscale")
    ]


def test_who_wants_back_in_comes_in_and_stays_in(without_mario: Path) -> None:
    key = without_mario.parent / "key"
    new = {"erp": listed(row("70", "Rossi", "Mario", CF=MARIO, Mail="mario.rossi@x.it"), row("1", "Neri", "Mario"))}
    back = ic.add(without_mario, new, key=key, allow=["Mario.Rossi@X.it"])
    assert back.beside["suppressed"]["matched"].to_list() == ["id"]
    assert "erp.70" in back.golden["golden_id"]
    back.write(without_mario, force=True)
    later = {"erp": listed(row("75", "Rossi", "Mario", CF=MARIO))}
    assert "suppressed" not in ic.add(without_mario, later, key=key).beside


def test_an_identifier_is_allowed_before_its_row_comes(without_mario: Path) -> None:
    key = without_mario.parent / "key"
    ic.add(without_mario, key=key, allow=[MARIO]).write(without_mario, force=True)
    now = ic.add(without_mario, {"erp": listed(row("70", "Rossi", "Mario", CF=MARIO))}, key=key)
    assert "codice_fiscale" not in now.beside.get("suppressed", pl.DataFrame({"matched": [""]}))["matched"][0]


def test_an_id_is_never_given_again(without_mario: Path) -> None:
    now = ic.add(without_mario, {"erp": listed(row("1", "Gialli", "Ida"))}, key=without_mario.parent / "key")
    fresh = now.crosswalk.filter(pl.col("row") == 6)["golden_id"][0]
    assert fresh.startswith("erp.1~")


def test_all_of_a_delivery_may_be_forgotten(without_mario: Path) -> None:
    now = ic.add(without_mario, {"erp": listed(PEOPLE[0], PEOPLE[1])}, key=without_mario.parent / "key")
    assert now.golden["golden_id"].to_list() == ["erp.3", "erp.4", "erp.5"]
    now.write(without_mario, force=True)
    assert held(without_mario, "suppressed").height == 2


# Over lists of any people.

_SURNAMES = ["Rossi", "Bianchi", "Verdi", "De Luca", "Colombo", "Ferrari", "Esposito"]
_GIVEN = ["Mario", "Anna", "Luca", "Maria Teresa", "Ugo", "Ida"]


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[dict[str, str | None]], int]:
    count = draw(st.integers(2, 8))
    people = []
    for number in range(count):
        surname, name = draw(st.sampled_from(_SURNAMES)), draw(st.sampled_from(_GIVEN))
        own = f"{surname}.{name}{number}".lower().replace(" ", "")
        people.append(
            {
                "ID": f"k{number:03}",
                "Cliente": draw(st.sampled_from([f"{surname} {name}", f"{surname} {name}".upper()])),
                "Mail": draw(st.sampled_from([f"{own}@libero.it", f"{own}@{own}.it", None])),
                "Tel": draw(st.sampled_from([f"347 55{number}0{number}12", "02 55501234", None])),
                "Nato": draw(st.sampled_from([f"1{number}/03/1970", None])),
                "Note": draw(st.sampled_from(["buon cliente", None])),
            }
        )
    return people, draw(st.integers(0, count - 1))


@given(lists())
@settings(max_examples=8)
def test_no_decoded_file_holds_a_forgotten_person(
    tmp_path_factory: pytest.TempPathFactory, given_list: tuple[list[dict[str, str | None]], int]
) -> None:
    people, who = given_list
    folder = tmp_path_factory.mktemp("forget")
    master, key = folder / "clienti", folder / "key"
    frame = pl.DataFrame(people, schema=dict.fromkeys(people[0], pl.String)).rename({"Nato": "Data di nascita"})
    first = ic.run({"erp": frame})
    first.write(master, xlsx=True)
    golden_id = first.crosswalk["golden_id"][who]
    if first.golden.height == 1:
        return
    gone = (first.crosswalk["golden_id"] == golden_id).to_list()
    left = ic.forget(master, [f"erp:k{who:03}"], key=key)
    left.write(master, force=True, xlsx=True)
    found = decoded(master)
    others = " ".join(
        str(cell) for person, out in zip(people, gone, strict=True) if not out for cell in person.values()
    )
    for person, out in zip(people, gone, strict=True):
        for cell in person.values() if out else ():
            if cell is not None and cell not in others:
                assert cell not in found, cell
        if out:
            assert golden_id not in found
    # Everybody else is as before, but for what may hang on a contact that is shared no more.
    assert left.golden["golden_id"].to_list() == [one for one in first.golden["golden_id"] if one != golden_id]
    same = [name for name in left.golden.columns if not name.startswith("contattabile")]
    before = first.golden.filter(pl.col("golden_id") != golden_id)
    assert left.golden.select(same).equals(before.select(name for name in same if name in before.columns))
    # The whole list comes again: the forgotten stay out, and nobody else does.
    again = ic.add(master, {"erp": frame}, key=key)
    out = again.beside["suppressed"]["row"].to_list()
    assert out == [len(people) + place + 1 for place, is_gone in enumerate(gone) if is_gone]
    assert again.golden["golden_id"].sort().to_list() == left.golden["golden_id"].sort().to_list()


# By the command line.


def italclean(*arguments: str, folder: Path, typed: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "italclean", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, input=typed)


def test_a_person_is_forgotten_and_stays_out_by_the_command_line(tmp_path: Path) -> None:
    listed(*PEOPLE).write_csv(tmp_path / "clienti.csv")
    listed(KEPT_OUT["mailbox in capitals"], LET_IN["a son and the mobile"]).write_csv(tmp_path / "nuovi.csv")
    run = italclean("run", "erp=clienti.csv", "--out", "m", "--format", "parquet", "--quiet", folder=tmp_path)
    assert run.returncode == 0, run.stderr
    done = italclean(
        "forget", "m", "--from", "-", "--key", "chiave", "--json", "--lang", "en", folder=tmp_path,
        typed=f"{MARIO}\n\nnobody@x.it\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 of 2 were not found" in done.stderr
    assert "clienti.csv" in done.stderr
    told = json.loads(done.stdout)["erased"]
    assert (told["customers"], told["rows"], told["not_found"], told["paths"]) == (1, 2, 1, ["clienti.csv"])
    assert all(set(line) == {"it", "en"} for line in told["unreached"])
    assert "nobody@x.it" not in decoded(tmp_path / "m")
    # It lies as it did.
    assert (tmp_path / "m" / "golden.parquet").is_file()
    assert not (tmp_path / "m" / "golden.csv").exists()

    refused = italclean("add", "m", "erp=nuovi.csv", "--out", "m2", "--lang", "en", folder=tmp_path)
    assert (refused.returncode, "--key" in refused.stderr) == (2, True)
    added = italclean("add", "m", "erp=nuovi.csv", "--out", "m2", "--key", "chiave", "--lang", "en", folder=tmp_path)
    assert added.returncode == 0, added.stderr
    assert "1 rows and 0 malformed lines are of forgotten persons" in added.stderr
    assert "mario.rossi" not in decoded(tmp_path / "m2").lower()
    allowed = italclean("add", "m", "erp=nuovi.csv", "--out", "m3", "--key", "chiave", "--allow", "mario.rossi@x.it",
                        folder=tmp_path)  # fmt: skip
    assert allowed.returncode == 0, allowed.stderr
    assert "mario.rossi" in decoded(tmp_path / "m3").lower()
    inside = italclean("forget", "m", "erp.4", "--key", "m/chiave", folder=tmp_path)
    assert (inside.returncode, (tmp_path / "m" / "chiave").exists()) == (2, False)


def test_nobody_found_writes_nothing_and_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    master = made(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in master.iterdir()}
    with pytest.raises(SystemExit) as stop:
        main(["forget", str(master), "nobody@x.it", "--key", str(tmp_path / "key"), "--json"])
    assert stop.value.code == 0
    assert json.loads(capsys.readouterr().out)["erased"] == {"customers": 0, "rows": 0, "not_found": 1}
    assert {path.name: path.stat().st_mtime_ns for path in master.iterdir()} == before


def test_a_trial_writes_nothing_and_another_folder_is_written_with_out(tmp_path: Path) -> None:
    master = made(tmp_path)
    before = decoded(master)
    key = tmp_path / "key"
    with pytest.raises(SystemExit) as stop:
        main(["forget", str(master), "erp.1", "--key", str(key), "--dry-run", "--quiet"])
    assert (stop.value.code, key.exists(), decoded(master) == before) == (0, False, True)
    with pytest.raises(SystemExit) as stop:
        main(["forget", str(master), "erp.1", "--key", str(key), "--out", str(tmp_path / "due"), "--quiet"])
    assert (stop.value.code, decoded(master) == before) == (0, True)
    assert MARIO not in decoded(tmp_path / "due")
    told = json.loads((tmp_path / "due" / "run.json").read_text())["erased"]["paths"]
    assert told == [str(master)]


def test_a_master_whose_folder_has_a_name_that_is_no_text(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/usc\xecta"))
    master = made(folder)
    ic.forget(master, ["mario.rossi@x.it"], key=tmp_path / "key").write(master, force=True)
    later = ic.add(master, {"crm": pl.DataFrame({"Cliente": ["Neri Ada"]})}, key=tmp_path / "key")
    assert "erp.1" not in later.golden["golden_id"]
