"""Rows that come later: known customers keep their ids, and likeness alone joins no two of them."""

from __future__ import annotations

import random
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Literal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.core.stable_hash import as_letters, hashed
from italclean.errors import MasterUnreadable
from italclean.result import Result
from tests.pairs.lists import crowd

MARIO = "RSSMRA85T10A562S"
Row = dict[str, str | None]


def frame(*rows: Row) -> pl.DataFrame:
    names = dict.fromkeys(name for row in rows for name in row)
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    )


def person(row_id: str | None, surname: str, given: str, **more: str | None) -> Row:
    return {"ID": row_id, "Cognome": surname, "Nome": given, **more}


BASE = frame(
    person("1", "Rossi", "Mario", CF=MARIO, Email="mario@rossi.it", Cellulare="3331234567", Consenso="si"),
    person("2", "Verdi", "Luca", Email="luca@verdi.it", Indirizzo="Via Po 3", Comune="Torino", Consenso="si"),
    person("3", "Neri", "Ada", Email="ada@neri.it", Cellulare="3397654321"),
)


def master(folder: Path, *sources: tuple[str, pl.DataFrame], **options: Any) -> Path:
    ic.run(dict(sources) or {"erp": BASE}, **options).write(folder)
    return folder


def customers(result: Result) -> dict[tuple[str, int], str]:
    return {(source, row): found for source, row, found in result.crosswalk.select("source", "row", "golden_id").rows()}


def told(result: Result, change: str) -> list[tuple[Any, ...]]:
    changes = result.changes.filter(pl.col("change") == change)
    return changes.drop("change").rows()


def test_known_customers_keep_their_ids_and_new_rows_are_absorbed_or_open_one(tmp_path: Path) -> None:
    new = frame(
        person("77", "Rossi", "M.", CF=MARIO.lower(), Email="altro@rossi.it"),
        person("78", "Bianchi", "Anna", Email="anna@bianchi.it"),
    )
    now = ic.add(master(tmp_path), {"crm": new})
    assert customers(now) == {
        ("erp", 1): "erp.1", ("erp", 2): "erp.2", ("erp", 3): "erp.3", ("crm", 1): "erp.1", ("crm", 2): "crm.78",
    }  # fmt: skip
    assert told(now, "new") == [("crm.78", None, None, None, "crm", 2, None)]
    assert told(now, "absorbed") == [("erp.1", None, None, None, "crm", 1, None)]
    assert ("erp.1", "email_2", None, "altro@rossi.it", "crm", 1, None) in told(now, "field")
    golden = now.golden.filter(pl.col("golden_id") == "erp.1")
    assert golden.select("email", "email_2", "records").rows() == [("mario@rossi.it", "altro@rossi.it", 2)]


def test_rows_of_a_source_go_on_counting(tmp_path: Path) -> None:
    now = ic.add(master(tmp_path), {"erp": frame(person("9", "Gialli", "Eva", Email="eva@gialli.it"))})
    assert ("erp", 4) in customers(now)
    assert any("4" in notice.text("it") and "erp" in notice.text("it") for notice in now.notices)
    now.write(tmp_path, force=True)
    later = ic.add(tmp_path, {"erp": frame(person("10", "Viola", "Ugo"))})
    assert customers(later)[("erp", 5)] == "erp.10"
    assert [load.number for load in later.loads] == [0, 1, 2]


def test_what_is_alike_joins_no_two_known_customers(tmp_path: Path) -> None:
    """A new row fits two records that are two customers: a person is asked, and none of the three is joined."""
    one = person(
        "1", "Rossi", "Mario", Email="mario@rossi.it", Indirizzo="Via Po 3", Comune="Torino", Data="1950-01-02"
    )
    two = person(
        "2", "Rossi", "Mario", Email="mario@rossi.it", Indirizzo="Via Po 3", Comune="Torino", Data="1980-03-04"
    )
    others = [
        {"ID": f"c{n}", "Cognome": row["cognome"], "Nome": row["nome"], "Email": row["email"]}
        for n, row in enumerate(crowd())
    ]
    kept = master(tmp_path, ("erp", frame(one, two, *others)), mapping={"Data": "data_nascita"})
    bare = person("9", "Rossi", "Mario", Email="mario@rossi.it", Indirizzo="Via Po 3", Comune="Torino")
    now = ic.add(kept, {"crm": frame(bare)})
    found = customers(now)
    assert found[("erp", 1)] == "erp.1"
    assert found[("erp", 2)] == "erp.2"
    asked = {(a, b) for a, b in now.review.select("id_a", "id_b").rows()}
    assert asked == {("1", "9"), ("2", "9")} or found[("crm", 1)] in ("erp.1", "erp.2")


def test_a_rule_on_codes_joins_two_known_customers_and_the_old_id_points_forward(tmp_path: Path) -> None:
    by_code = person("1", "Rossi", "Mario", CF=MARIO)
    by_number = {"ID": "2", "Cognome": "Rossi", "Nome": "Mario", "PIVA": "00743110157"}
    kept = master(tmp_path, ("erp", frame(by_code, by_number)))
    assert ic.run({"erp": frame(by_code, by_number)}).golden.height == 2
    both = {**person("9", "Rossi", "Mario", CF=MARIO), "PIVA": "00743110157"}
    now = ic.add(kept, {"crm": frame(both)})
    assert set(customers(now).values()) == {"erp.1"}
    assert told(now, "merged") == [("erp.1", None, None, None, None, None, "erp.2")]
    assert now.crosswalk.filter(pl.col("row") == 2)["former_ids"].to_list() == ["erp.2"]
    # The id is never given again, and still leads to the customer.
    now.write(tmp_path, force=True)
    later = ic.add(tmp_path, {"erp": frame(person("2", "Blu", "Pia", Email="pia@blu.it"))})
    assert customers(later)[("erp", 3)] not in ("erp.1", "erp.2")
    assert later.crosswalk.filter(pl.col("former_ids") == "erp.2").height == 1


def test_a_person_joins_and_parts_known_customers(tmp_path: Path) -> None:
    kept = master(tmp_path)
    same = pl.DataFrame({"source_a": ["erp"], "id_a": ["2"], "source_b": ["erp"], "id_b": ["3"], "decision": ["same"]})
    joined = ic.add(kept, decisions=same)
    assert customers(joined)[("erp", 3)] == "erp.2"
    joined.write(tmp_path, force=True)
    later = ic.add(tmp_path, decisions=same.with_columns(decision=pl.lit("different")))
    assert customers(later)[("erp", 2)] == "erp.2"
    assert customers(later)[("erp", 3)] not in ("erp.2", "erp.1")


def test_not_a_match_holds_for_rows_that_come_later(tmp_path: Path) -> None:
    twins = [
        person(str(n), "Verdi", "Luca", Email="casa@verdi.it", Indirizzo="Via Po 3", Comune="Torino") for n in (1, 2)
    ]
    different = {"source_a": "erp", "id_a": "1", "source_b": "erp", "id_b": "2", "decision": "different"}
    kept = master(tmp_path, ("erp", frame(*twins)), decisions=pl.DataFrame([different]))
    now = ic.add(
        kept, {"crm": frame(person("9", "Verdi", "Luca", Email="casa@verdi.it", Indirizzo="Via Po 3", Comune="Torino"))}
    )
    found = customers(now)
    assert found[("erp", 1)] != found[("erp", 2)]
    now.write(tmp_path, force=True)
    # The records come again, sorted otherwise and with another telephone.
    again = [{**row, "Cellulare": "3331112223"} for row in reversed(twins)]
    later = customers(ic.add(tmp_path, {"erp": frame(*again)}))
    assert later[("erp", 1)] == later[("erp", 4)]
    assert later[("erp", 2)] == later[("erp", 3)]
    assert later[("erp", 1)] != later[("erp", 2)]


def test_a_record_that_comes_again_is_the_newer_version_of_itself(tmp_path: Path) -> None:
    moved = person("2", "Verdi", "Luca", Email="nuovo@verdi.it", Indirizzo="Corso Roma 9", Comune="Milano")
    now = ic.add(master(tmp_path), {"erp": frame(moved)})
    assert customers(now)[("erp", 4)] == "erp.2"
    golden = now.golden.filter(pl.col("golden_id") == "erp.2")
    assert golden.select("indirizzo", "comune", "email", "email_2").rows() == [
        ("Corso Roma", "Milano", "nuovo@verdi.it", "luca@verdi.it")
    ]
    assert ("erp.2", "comune", "Torino", "Milano", "erp", 4, None) in told(now, "field")


def test_a_newer_version_stays_with_what_a_person_joined(tmp_path: Path) -> None:
    def decided(one: str, other: str) -> pl.DataFrame:
        sides = {"source_a": one[:3], "id_a": one[4:], "source_b": other[:3], "id_b": other[4:]}
        return pl.DataFrame([{**sides, "decision": "same"}])

    angela = {"CF": "CSTNGL98L59C900D", "Data": "1998-07-19"}
    ours = frame(person("1", "Costantino", "Angela", **angela, Tel="3683838449"))
    # One of her records bears another's code, so that it contradicts the newer version of the first.
    theirs = frame(
        person("1", "Costantino", "Angela", CF=None, Data="1998-07-19", Email=None, Tel="3683838449"),
        person("2", "Costantino", "Angela", CF="CRSGPP06E06B963U", Data="1998-07-19", Email="angela@costantino.it"),
    )
    kept = master(
        tmp_path,
        ("erp", ours),
        ("crm", theirs),
        mapping={"Data": "data_nascita", "Tel": "telefono"},
        decisions=decided("crm:1", "crm:2"),
    )
    joined = ic.add(kept, decisions=decided("erp:1", "crm:1"))
    assert set(customers(joined).values()) == {"erp.1"}
    joined.write(tmp_path, force=True)
    later = ic.add(tmp_path, {"erp": frame(person("1", "Costantino", "Angela", **angela, Tel="3971515229"))})
    assert set(customers(later).values()) == {"erp.1"}


def test_an_id_that_was_given_to_somebody_else_is_no_version(tmp_path: Path) -> None:
    other = person("2", "Esposito", "Carmela", Email="carmela@esposito.it", Cellulare="3401112223")
    now = ic.add(master(tmp_path), {"erp": frame(other)})
    found = customers(now)
    assert found[("erp", 2)] == "erp.2"
    assert found[("erp", 4)].startswith("erp.2~")


def test_a_withdrawn_consent_is_told(tmp_path: Path) -> None:
    now = ic.add(master(tmp_path), {"crm": frame(person("8", "Rossi", "Mario", CF=MARIO, Consenso="no"))})
    assert [line[:4] for line in told(now, "consent_withdrawn")] == [("erp.1", "consenso_marketing", "si", "no")]
    assert now.golden.filter(pl.col("golden_id") == "erp.1")["consenso_marketing"].to_list() == ["no"]


def test_a_lead_becomes_a_customer(tmp_path: Path) -> None:
    lead = person("1", "Rossi", "Mario", CF=MARIO, Stato="lead")
    kept = master(tmp_path, ("crm", frame(lead, person("2", "Verdi", "Ida", Stato="cliente attivo"))))
    now = ic.add(kept, {"erp": frame(person("5", "Rossi", "Mario", CF=MARIO, Stato="cliente attivo"))})
    assert [line[0] for line in told(now, "lead_became_customer")] == ["crm.1"]


FORMATS: tuple[Literal["csv", "parquet"], ...] = ("csv", "parquet")


def test_a_master_of_csv_and_one_of_parquet_are_one(tmp_path: Path) -> None:
    odd = person("4", 'D\'Angelo; "il" Vecchio', "Ugo", Email="=HYPERLINK(1)", Note="riga 1\nriga 2", Vuota="")
    base = pl.concat([BASE, frame(odd, person("5", "=2+2", "-1", Note="'x"))], how="diagonal")
    first = ic.run({"erp": base})
    new = {"crm": frame(person("8", "Rossi", "Mario", CF=MARIO, Note="=1+1"))}
    found = []
    for form in FORMATS:
        first.write(tmp_path / form, format=form)
        found.append(ic.add(tmp_path / form, new))
    one, other = found
    for name in ("cleaned", "golden", "crosswalk", "review", "contacts", "survivorship", "changes", "hints"):
        assert getattr(one, name).equals(getattr(other, name)), name
    written = [
        {table: pl.concat(parts()).cast(pl.String) for table, parts in result.earlier.items()} for result in found
    ]
    assert written[0].keys() == written[1].keys()
    for table, text in written[0].items():
        assert text.equals(written[1][table]), table


def test_nothing_of_an_earlier_delivery_is_lost(tmp_path: Path) -> None:
    first = ic.run({"erp": BASE.with_columns(CF=pl.lit("rssmra85t10a562x"))})
    first.write(tmp_path)
    for number in (1, 2):
        row = person(str(number), "Blu", "Pia", CF="sbagliato", Email="pia @blu.it")
        ic.add(tmp_path, {f"crm{number}": frame(row)}).write(tmp_path, force=True)
    issues = pl.read_csv(tmp_path / "issues.csv", infer_schema=False)
    rewritten = pl.read_parquet(tmp_path / "rewritten.parquet")
    assert set(issues["source"]) == {"erp", "crm1", "crm2"}
    assert first.issues.height == issues.filter(pl.col("source") == "erp").height
    assert rewritten.filter(pl.col("source") == "erp").height == first.rewritten.height
    cleaned = pl.read_csv(tmp_path / "cleaned.csv", infer_schema=False)
    assert cleaned.height == 5
    assert cleaned.select("source", "row").is_unique().all()


def test_pairs_that_nobody_answered_are_kept(tmp_path: Path) -> None:
    father = person("1", "Verdi", "Luca", Indirizzo="Via Po 3", Comune="Torino", CAP="10100")
    son = person("2", "Verdi", "Luca", Indirizzo="Via Po 3", Comune="Torino", CAP="10100", Cellulare="3331112223")
    others = [
        {"ID": f"c{n}", "Cognome": row["cognome"], "Nome": row["nome"], "Email": row["email"]}
        for n, row in enumerate(crowd())
    ]
    first = ic.run({"erp": frame(father, son, *others)}, merge_from=1.0)
    asked = first.review.height
    assert asked
    first.write(tmp_path)
    new = {"crm": frame(person("9", "Gialli", "Eva"))}
    now = ic.add(tmp_path, new)
    assert now.review.is_empty()
    now.write(tmp_path, force=True)
    kept = pl.read_csv(tmp_path / "review_earlier.csv", infer_schema=False)
    assert kept.height == asked
    # Answered there, the decision is taken; then it is asked no more.
    kept.with_columns(decision=pl.lit("same")).write_csv(tmp_path / "review_earlier.csv")
    later = ic.add(tmp_path)
    assert customers(later)[("erp", 1)] == customers(later)[("erp", 2)]
    assert "review_earlier" not in later.beside
    assert later.decisions.height == asked


BROKEN = {
    "no folder": lambda folder: folder / "niente",
    "no master.json": lambda folder: (folder / "master.json").unlink(),
    "no model.json": lambda folder: (folder / "model.json").unlink(),
    "no master.parquet": lambda folder: (folder / "master.parquet").unlink(),
    "no cleaned": lambda folder: (folder / "cleaned.csv").unlink(),
    "no run.json": lambda folder: (folder / "run.json").unlink(),
    "cleaned changed": lambda folder: (folder / "cleaned.csv").write_text("a,b\n"),
    "golden changed": lambda folder: (folder / "golden.csv").write_text("golden_id\nx\n"),
    "master.json no JSON": lambda folder: (folder / "master.json").write_text("{"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_no_master_is_told(broken: Any, tmp_path: Path) -> None:
    master(tmp_path)
    other = broken(tmp_path)
    with pytest.raises(MasterUnreadable) as stopped:
        ic.add(other if isinstance(other, Path) else tmp_path, {"crm": BASE})
    assert stopped.value.exit_code == 3
    for language in ("it", "en"):
        assert str(tmp_path) in stopped.value.text(language)


def test_a_copied_master_is_one(tmp_path: Path) -> None:
    """A copy has other times, and is as it was written."""
    kept = master(tmp_path / "a")
    shutil.copytree(kept, tmp_path / "b", copy_function=shutil.copy)
    assert ic.add(tmp_path / "b", {"crm": BASE}).golden.height == 3


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.integers(20, 60))
def test_known_customers_stay_together_and_keep_their_ids(seed: int, cut: int) -> None:
    """Whatever comes later: no customer falls apart, each id stays or points to where its rows went."""

    chance = random.Random(seed)
    people = [
        {"ID": str(number), "Cognome": row["cognome"], "Nome": row["nome"], "Nascita": row["data_nascita"],
         "Email": row["email"], "Indirizzo": row["indirizzo"], "Comune": row["comune"], "Cellulare": row["cellulare"]}
        for number, row in enumerate(crowd(30) * 3)
    ]  # fmt: skip
    for row in people:
        for name in ("Nascita", "Email", "Indirizzo", "Cellulare"):
            if chance.random() < 0.4:
                row[name] = ""
    chance.shuffle(people)
    with tempfile.TemporaryDirectory() as folder:
        first = ic.run({"erp": frame(*people[:cut])})
        first.write(folder)
        now = ic.add(folder, {"erp": frame(*people[cut:])})
    was, found = customers(first), customers(now)
    gone = {old: new for new, *_, old in told(now, "merged")}
    for row, golden_id in was.items():
        assert found[row] == golden_id or gone[golden_id] == found[row]
    assert len(found) == len(people)
    assert now.golden["golden_id"].is_unique().all()
    assert set(found.values()) == set(now.golden["golden_id"])
    assert now.golden["records"].sum() == len(people)


def test_five_million_content_ids_are_all_different() -> None:
    numbers = pl.int_range(0, 5_000_000, eager=True).cast(pl.String)
    texts = pl.select(pl.lit("RSSMRA85T10A562S|Rossi|Mario ") + numbers).to_series()
    told_apart = hashed(texts)
    assert len(set(told_apart.tolist())) == len(texts)
    assert as_letters(pl.Series(told_apart[:3])).str.len_bytes().to_list() == [14, 14, 14]


def test_time_passes_for_rows_that_came_before(tmp_path: Path) -> None:
    """Who ordered in January 2024 is active in 2025 and dormant in 2027, unless the source says what she is."""
    base = frame(
        person("1", "Rossi", "Mario", CF=MARIO, Ordine="2024-01-31"),
        person("2", "Verdi", "Ida", Ordine="2024-01-31", Stato="cessato"),
        person("3", "Neri", "Ada", Ordine="2014-01-31"),
    )
    options = {"mapping": {"Ordine": "data_ultimo_ordine"}}
    kept = master(tmp_path, ("erp", base), **options, periods=ic.Periods(today=date(2025, 1, 1)))
    states = pl.read_csv(kept / "golden.csv", infer_schema=False)["stato"].to_list()
    assert states == ["cliente attivo", "cliente cessato", "cliente dormiente"]
    later = ic.add(kept, {"crm": frame(person("9", "Blu", "Pia"))}, periods=ic.Periods(today=date(2027, 1, 1)))
    assert later.golden["stato"].to_list()[:3] == ["cliente dormiente", "cliente cessato", "cliente dormiente"]
    assert later.retention.select("source", "row", "last_sign").rows() == [("erp", 3, "2014-01-31")]
    assert ("erp.1", "stato", "cliente attivo", "cliente dormiente", "erp", 1, None) in told(later, "field")


def said_of(result: Result) -> list[str]:
    return [notice.key for notice in result.notices if notice.key in ("master.new_source", "master.not_agreed")]


def test_a_delivery_whose_source_was_not_named_is_told(tmp_path: Path) -> None:
    kept = master(tmp_path / "master")
    assert said_of(ic.add(kept, {"erp": BASE})) == []
    added = ic.add(kept, {"erp_dicembre": BASE}, language="en")
    assert said_of(added) == ["master.new_source"]
    told_of = next(notice.text("en") for notice in added.notices if notice.key == "master.new_source")
    assert "erp_dicembre is a new source" in told_of
    assert "{name: file}" in told_of
    added.write(tmp_path / "next")
    # Whoever is there is no stranger any more.
    assert said_of(ic.add(tmp_path / "next", {"erp_dicembre": BASE})) == []


def test_one_name_is_one_name_and_not_its_letters(tmp_path: Path) -> None:
    kept = master(tmp_path / "master", ("erp", BASE), ("crm", frame(person("7", "Rossi", "Mario", CF=MARIO))))
    assert ic.split(kept, "erp.1", "crm:7").golden.height == 4
    left = ic.forget(kept, "mario@rossi.it", key=tmp_path / "key")
    assert left.golden["golden_id"].to_list() == ["erp.2", "erp.3"]
    left.write(tmp_path / "left")
    back = ic.add(tmp_path / "left", {"erp": BASE}, key=tmp_path / "key", allow=MARIO)
    assert MARIO in back.golden["codice_fiscale"].to_list()


def test_what_a_person_decided_is_no_riddle_to_explain(tmp_path: Path) -> None:
    kept = master(tmp_path / "master", ("erp", BASE), ("crm", frame(person("7", "Rossi", "Mario", CF=MARIO))))
    assert ic.explain(kept, "erp:1", "crm:7").end.key == "explain.one_customer"
    assert ic.explain(kept, "erp:1", "erp:2").end.key == "explain.two_customers"
    # Who is kept apart by a contradiction is not told to be alike.
    names = ic.add(kept, {"web": frame(person("9", "Rossi", "Ada", Email="mario@rossi.it", Cellulare="3331234567"))})
    names.write(tmp_path / "family")
    family = ic.explain(tmp_path / "family", "erp:1", "web:9", language="en")
    assert (family.verdict, family.rule_name) == ("apart", "contradiction")
    assert family.reason.startswith("codes, given names or birth dates exclude each other")
    ic.split(kept, "erp.1", "crm:7").write(tmp_path / "parted")
    # By the codes they are one, and they are two: that must not read as if they were one.
    parted = ic.explain(tmp_path / "parted", "erp:1", "crm:7", language="en")
    assert (parted.verdict, parted.end.key) == ("merge", "explain.two_otherwise")
    assert str(parted).endswith("rules it out.")
    decided = frame({"decision": "same", "source_a": "erp", "row_a": "2", "id_a": "2", "source_b": "erp", "row_b": "3",
                     "id_b": "3"})  # fmt: skip
    decided.write_csv(tmp_path / "mine.csv")
    joined = ic.add(kept, decisions=tmp_path / "mine.csv")
    assert joined.figures()["decisions_applied"] == 1
    joined.write(tmp_path / "joined")
    assert ic.explain(tmp_path / "joined", "erp:2", "erp:3").end.key == "explain.one_otherwise"
