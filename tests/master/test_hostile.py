"""A master under deliveries, decisions, kills and neighbours that nobody thought of: what must hold in every case."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import italclean as ic
from italclean.errors import ItalcleanError, MasterMovedOn, MasterUnreadable, OutputBusy
from italclean.outputs import switch
from italclean.outputs.lock import locked
from italclean.result import Result
from tests.master.test_adding import BASE, MARIO, Row, customers, frame, master, person, told

PARTED = [person(str(number), "Rossi", "Mario", CF=MARIO) for number in (1, 2)]
LEAD = frame(person("7", "Blu", "Pia", Sistema="erp"), person("8", "Neri", "Ugo", Sistema="crm"))
ODD_FOLDERS = ("a b è#1", "x;y|z", "-m", "a\nb")


def add(folder: Path, new: dict[str, pl.DataFrame] | None, **options: Any) -> Result:
    found = ic.add(folder, new, **options)
    found.write(folder, force=True)
    return found


def test_of_two_deliveries_added_at_once_none_takes_the_other_away(tmp_path: Path) -> None:
    kept = master(tmp_path / "m")
    one, other = (ic.add(kept, {name: frame(person("9", "Gialli", "Eva"))}) for name in ("crm", "web"))
    one.write(kept, force=True)
    standing = (kept / "crosswalk.csv").read_bytes()
    # What it says of earlier deliveries is read from there, so it goes nowhere else either.
    for folder in (kept, tmp_path / "other"):
        with pytest.raises(MasterMovedOn) as stopped:
            other.write(folder, force=True)
    assert (kept / "crosswalk.csv").read_bytes() == standing
    for language in ("it", "en"):
        assert str(kept) in stopped.value.text(language)


def test_a_result_may_be_written_twice_and_nothing_is_told_twice(tmp_path: Path) -> None:
    kept = master(tmp_path / "m", ("erp", BASE.with_columns(CF=pl.lit("sbagliato"))))
    now = ic.add(kept, {"crm": frame(person("9", "Gialli", "Eva", CF="sbagliato", Email="eva @x.it"))})
    now.write(kept, force=True)
    issues = pl.read_csv(kept / "issues.csv", infer_schema=False)
    rewritten = pl.read_parquet(kept / "rewritten.parquet")
    now.write(kept, force=True, format="parquet")
    now.write(tmp_path / "copy")
    assert pl.read_parquet(kept / "issues.parquet").cast(pl.String).equals(issues)
    assert pl.read_csv(tmp_path / "copy" / "issues.csv", infer_schema=False).equals(issues)
    assert pl.read_parquet(tmp_path / "copy" / "rewritten.parquet").equals(rewritten)


@pytest.mark.parametrize("after", [1, 4, 12, 25])
def test_a_master_killed_while_it_was_written_is_whole_when_it_is_read(
    after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = master(tmp_path)
    now = ic.add(kept, {"crm": frame(person("9", "Gialli", "Eva"))})
    steps, replace = iter(range(1000)), Path.replace

    def killed(path: Path, target: Path) -> Path:
        # The journal is the first that is put in its place.
        if next(steps) == after:
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        # A process that is killed tidies nothing up.
        patched.setattr(switch, "_go_back", lambda *_: None)
        patched.setattr(switch, "_forget", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            now.write(kept, force=True)
    with locked(kept), pytest.raises(OutputBusy):
        ic.explain(kept, "erp.1", "erp.2")
    assert ic.explain(kept, "erp.1", "crm.9").verdict
    assert [entry.name for entry in kept.iterdir() if switch.is_scratch(entry.name)] == []
    assert ic.add(kept).crosswalk.height == 4


def test_rows_of_a_source_that_a_column_names_go_on_counting_behind_those_of_its_own_table(tmp_path: Path) -> None:
    kept = master(tmp_path)
    named = {"Sistema": "source"}
    add(kept, {"lead": LEAD}, mapping=named)
    add(kept, {"erp": BASE})
    now = add(kept, {"lead": LEAD}, mapping=named)
    assert now.crosswalk.select("source", "row").is_unique().all()
    assert now.crosswalk.height == 3 + 2 + 3 + 2
    mixed = ic.run({"a": LEAD.with_columns(Sistema=pl.lit("b")), "a/b": BASE}, mapping=named)
    assert mixed.crosswalk.select("source", "row").is_unique().all()
    assert mixed.rewritten.select("source", "row", "column").is_unique().all()


def test_sources_that_a_column_names_are_called_as_before(tmp_path: Path) -> None:
    """`lead` stood beside another table, and comes alone: its `erp:7` is not the `erp:7` of the table `erp`."""
    named = {"Sistema": "source"}
    kept = master(tmp_path, ("lead", LEAD), ("erp", frame(person("7", "Blu", "Pia"))), mapping=named)
    now = add(kept, {"lead": LEAD.with_columns(Email=pl.lit("pia@blu.it"))}, mapping=named)
    assert now.crosswalk["source"].to_list() == ["lead/erp", "lead/crm", "erp", "lead/erp", "lead/crm"]
    found = customers(now)
    assert found[("lead/erp", 1)] == found[("lead/erp", 3)] != found[("erp", 1)]


@pytest.mark.parametrize("identical", [False, True])
def test_what_a_person_parted_stays_parted_when_both_come_again(identical: bool, tmp_path: Path) -> None:
    """With ids each is known by its own; without, the second of two is the second of three."""
    rows = [{**row, "ID": None} for row in PARTED] if identical else PARTED
    kept = master(tmp_path, ("erp", frame(*rows, person("3", "Verdi", "Ida"))))
    ic.split(kept, next(iter(customers(ic.add(kept)).values())), ["erp#2"]).write(kept, force=True)
    parted = customers(ic.add(kept))
    assert parted[("erp", 1)] != parted[("erp", 2)]
    for again in ([rows[0]], rows, rows[::-1]):
        now = add(kept, {"erp": frame(*again), "crm": frame(person("2", "Rossi", "Mario", CF=MARIO))})
        found = customers(now)
        assert {row: found[row] for row in parted} == parted
        assert not told(now, "merged")
        assert now.decisions["state"].to_list() == ["applied"]
    if not identical:
        by_id = now.crosswalk.filter(source="erp").group_by("source_id").agg(pl.col("golden_id").n_unique())
        assert by_id["golden_id"].to_list() == [1, 1, 1]


def test_an_id_that_somebody_else_has_now_parts_nobody_from_himself(tmp_path: Path) -> None:
    """`erp:1` and `erp:2` were parted; `erp:1` is a stranger in the next delivery, and like nobody."""
    kept = master(tmp_path, ("erp", frame(*PARTED)))
    ic.split(kept, "erp.1", ["erp:2"]).write(kept, force=True)
    parted = customers(ic.add(kept))
    stranger = person("1", "Esposito", "Carmela", Email="carmela@esposito.it")
    found = customers(add(kept, {"erp": frame(stranger, PARTED[1])}))
    assert found[("erp", 1)] == parted[("erp", 1)]
    assert found[("erp", 2)] == found[("erp", 4)] == parted[("erp", 2)]
    assert found[("erp", 3)] not in parted.values()


def test_ids_of_rows_that_say_nothing_stay_short(tmp_path: Path) -> None:
    nobody = frame({"Cognome": "Neri", "Nome": "Ada"}, {"Cognome": "Neri", "Nome": "Ada"})
    kept = master(tmp_path, ("erp", pl.concat([nobody, frame({"Cognome": "Verdi", "Nome": "Ida"})])))
    for _ in range(4):
        now = add(kept, {"erp": nobody})
    numbered = now.golden["golden_id"].str.extract(r"^erp\.~[a-z]{14}(?:-(\d+))?$").cast(pl.Int64)
    assert sorted(numbered.drop_nulls()) == list(range(2, 11))
    assert now.golden["golden_id"].is_unique().all()


BROKEN = {
    "changed": lambda folder: (folder / "issues.csv").write_text("source,row\n"),
    "gone": lambda folder: (folder / "rewritten.parquet").unlink(),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_had_been_typed_is_not_lost_in_silence(broken: Any, tmp_path: Path) -> None:
    kept = master(tmp_path, ("erp", BASE.with_columns(CF=pl.lit("sbagliato"), Nome=pl.lit(" mario"))))
    broken(kept)
    with pytest.raises(MasterUnreadable) as stopped:
        ic.add(kept, {"crm": BASE})
    assert re.search(r"issues\.csv|rewritten\.parquet", stopped.value.text("en"))


def test_a_file_of_somebody_that_is_called_as_one_of_ours_is_not_read(tmp_path: Path) -> None:
    kept = master(tmp_path / "m", ("erp", BASE.with_columns(CF=pl.lit("sbagliato"))))
    (kept / "issues.parquet").write_bytes(b"di Ugo")
    ic.add(kept, {"crm": frame(person("9", "Gialli", "Eva"))}).write(tmp_path / "other")
    assert pl.read_csv(tmp_path / "other" / "issues.csv", infer_schema=False).height >= 3


def test_a_row_without_an_id_of_a_source_free_of_duplicates_is_the_one_of_the_month_before(tmp_path: Path) -> None:
    """The register had ids once: that it holds nobody twice says nothing of two deliveries."""
    base = frame(person("1", "Rossi", "Mario", CF=MARIO, Consenso="no"), person("2", "Verdi", "Ida"))
    kept = master(tmp_path, ("erp", base), unique=["erp"])
    bare = frame({"Cognome": "Rossi", "Nome": "Mario", "CF": MARIO, "Consenso": "si"})
    now = add(kept, {"erp": bare})
    assert now.golden.select("golden_id", "records").rows() == [("erp.1", 2), ("erp.2", 1)]
    # Two rows of one delivery are two customers, as the user said.
    again = customers(add(kept, {"erp": pl.concat([bare, bare])}))
    assert again[("erp", 4)] != again[("erp", 5)]


def test_two_customers_are_parted_of_which_other_things_are_known(tmp_path: Path) -> None:
    ida = [person(str(number), "Verdi", "Ida", CF="VRDDIA80A41F205C", Email="ida@verdi.it") for number in (3, 4)]
    kept = master(tmp_path, ("erp", frame(*({**row, "Note": "x"} for row in PARTED), *ida)))
    told_of = []
    for golden_id, row in (("erp.1", "erp:2"), ("erp.3", "erp:4")):
        ic.split(kept, golden_id, [row]).write(kept, force=True)
        told_of.append(pl.read_csv(kept / "restore.csv", infer_schema=False))
    first, both = told_of
    assert both[: first.height].select(first.columns).equals(first)
    assert both[first.height :]["was"].unique().to_list() == ["erp.3"]
    assert both[first.height :]["email"].drop_nulls().unique().to_list() == ["ida@verdi.it"]


@pytest.mark.parametrize("name", ODD_FOLDERS)
def test_a_master_in_a_folder_of_an_odd_name(name: str, tmp_path: Path) -> None:
    kept = master(tmp_path / name)
    add(kept, {"crm": BASE})
    ic.split(kept, "erp.1", ["crm:1"]).write(kept, force=True)
    ic.forget(kept, ["erp.2"], key=tmp_path / "key").write(kept, force=True)
    assert ic.add(kept, {"crm": BASE}, key=tmp_path / "key").golden.height == 3


MONTHS: tuple[tuple[str, Row, str], ...] = (
    ("an undated yes", {"Consenso": "si"}, "no"),
    ("no column of consents", {"Email": "mario@rossi.it"}, "no"),
    ("an empty cell", {"Consenso": "", "Email": ""}, "no"),
    ("another role", {"Opt-out": "no"}, "no"),
    ("a later yes", {"Consenso": "si", "Data consenso": "01/02/2026"}, "no"),
)


def test_a_refusal_outlives_its_record_and_its_column(tmp_path: Path) -> None:
    """The first month refuses without a date: nothing that comes later undoes it."""
    first = person("1", "Rossi", "Mario", CF=MARIO, Consenso="no")
    kept = master(tmp_path, ("erp", frame(first, person("2", "Verdi", "Ida"))))
    for month, says, stands in MONTHS:
        now = add(kept, {"erp": frame(person("1", "Rossi", "Mario", CF=MARIO, **says))})
        assert now.golden.filter(golden_id="erp.1")["consenso_marketing"].to_list() == [stands], month


# A list of a few people, so that they meet again and again.
PEOPLE: tuple[Row, ...] = (
    person(None, "Rossi", "Mario", CF=MARIO, Email="mario@rossi.it", Cellulare="3331234567", Indirizzo="Via Po 1"),
    person(None, "Rossi", "Mario", CF="RSSMRA80A01H501U", Email="m2@rossi.it", Indirizzo="Via Po 1"),
    person(None, "Verdi", "Ida", CF="VRDDIA80A41F205C", Email="ida@verdi.it", Cellulare="3397654321"),
    person(None, "D'Angelo", "Ugo", Email="ugo@x.it", Indirizzo="Corso Roma 9"),
    person(None, "Bianchi", "Anna", CF="BNCNNA80A41F205U", Email="casa@x.it"),
    person(None, "Bianchi", "Luca", Email="casa@x.it", Cellulare="3401112223"),
)
SOURCES = ("erp", "ERP", "a", "a/b")
COLUMNS = ("CF", "Email", "Cellulare", "Indirizzo", "Consenso", "Data consenso", "Opt-out")
REFUSED = {"no", "revocato"}


def delivery(chance: random.Random) -> dict[str, pl.DataFrame]:
    """Some rows of people, with ids that come twice, none, or ones full of signs; columns come and go."""
    found = {}
    for source in chance.sample(SOURCES, chance.choice([1, 1, 2])):
        columns = [name for name in COLUMNS if chance.random() < 0.7]
        rows = []
        for _ in range(chance.randint(1, 6)):
            who = chance.randrange(len(PEOPLE))
            consents = {
                "Consenso": chance.choice(["si", "no", "", "revocato", "forse"]),
                "Data consenso": chance.choice(["", "01/02/2024", "05/06/2025"]),
                "Opt-out": chance.choice(["", "", "x", "no"]),
            }
            told_of = {**PEOPLE[who], **consents}
            kept = {name: told_of.get(name) for name in columns if chance.random() < 0.7}
            ids = [str(who), str(who), "", " ", f"{who}.0", f"A:{who}", f"a:{who}", f"#{who}", f"{who}~", "0"]
            rows.append({**PEOPLE[who], **dict.fromkeys(COLUMNS), **kept, "ID": chance.choice(ids)})
        if chance.random() < 0.2:
            rows += rows[:2]
        named = chance.random() < 0.15
        more = [{"Sistema": chance.choice(["erp", "b", ""])} if named else {} for _ in rows]
        found[source] = frame(*({**row, **extra} for row, extra in zip(rows, more, strict=True))).drop(
            [name for name in COLUMNS if name not in columns]
        )
    return found


def read(found: Result, kept: Iterable[dict[str, pl.DataFrame]]) -> int:
    """Hold what must be true of every master against a result; returns how many rows came in."""
    count = sum(part.height for parts in kept for part in parts.values())
    rows = found.crosswalk.select("source", "row")
    assert rows.height == count
    assert rows.is_unique().all()
    assert found.cleaned.select("source", "row").equals(rows)
    assert found.golden["golden_id"].is_unique().all()
    assert set(found.golden["golden_id"]) == set(found.crosswalk["golden_id"])
    return count


def refusals_stand(found: Result) -> None:
    """An undated refusal is never beaten, a dated one by a later yes alone: said once more, row by row."""
    answers = [name for name in found.cleaned.columns if re.fullmatch(r"consenso_marketing(_\d+)?", name)]
    for (golden_id,), rows in found.cleaned.group_by("golden_id"):
        said = [
            (row[name], row.get("data_consenso"))
            for row in rows.iter_rows(named=True)
            for name in answers
            if row[name] is not None
        ]
        refused = [day for answer, day in said if answer in REFUSED]
        stands = {found.golden.filter(golden_id=golden_id)[name].item() for name in answers} - {None}
        if not refused or (stands and stands <= REFUSED):
            continue
        latest = max((day for answer, day in said if answer == "si" and day), default="")
        assert stands == {"si"}, (golden_id, said)
        assert all(day is not None and day < latest for day in refused), (golden_id, said)


def codes_apart(found: Result) -> None:
    if "codice_fiscale" in found.cleaned.columns:
        valid = found.cleaned.filter(pl.col("codice_fiscale").is_in([row.get("CF") for row in PEOPLE]))
        assert (valid.group_by("golden_id").agg(pl.col("codice_fiscale").n_unique())["codice_fiscale"] == 1).all()


@pytest.mark.parametrize("seed", range(8))
def test_whatever_comes_no_row_no_id_and_no_refusal_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        kept = [delivery(chance)]
        named = {"Sistema": "source"}

        def roles() -> dict[str, str]:
            return named if any("Sistema" in part.columns for part in kept[-1].values()) else {}

        now = ic.run(kept[-1], mapping=roles())
        given: set[str] = set()
        for step in range(4):
            read(now, kept)
            refusals_stand(now)
            codes_apart(now)
            now.write(folder, force=True, format=("csv", "parquet")[seed % 2])  # type: ignore[arg-type]
            before, given = customers(now), given | set(now.golden["golden_id"])
            # The same file again, once: nothing changes but rows.
            kept.append(kept[-1] if step == 1 else delivery(chance))
            now = ic.add(folder, kept[-1], mapping=roles(), refit=seed % 3 == 0)
            found = customers(now)
            gone = {old: new for new, *_, old in told(now, "merged")}
            assert not told(now, "split")
            for row, golden_id in before.items():
                assert found[row] == gone.get(golden_id, golden_id)
            fresh = {golden_id for row, golden_id in found.items() if row not in before} - set(before.values())
            assert not fresh & given
        read(now, kept)


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_codes_come_the_customers_are_the_same(seed: int, tmp_path: Path) -> None:
    """Rules on codes know no order: what one run over everything joins by a code, three deliveries join as well."""
    chance = random.Random(seed)
    coded = [row for row in PEOPLE if row.get("CF")]
    parts = [
        frame(*({**chance.choice(coded), "ID": f"{name}{number}"} for number in range(6))) for name in ("a", "b", "c")
    ]

    def partition(result: Result) -> set[frozenset[str]]:
        held = result.crosswalk.group_by("golden_id").agg("source_id")["source_id"]
        return {frozenset(ids) for ids in held.to_list()}

    # The slow way: rows of one code and name are one customer.
    rows = pl.concat(parts, how="diagonal")
    expected = {frozenset(ids) for ids in rows.group_by("CF").agg("ID")["ID"].to_list()}
    assert partition(ic.run({"erp": rows})) == expected
    for order in ((0, 1, 2), (2, 1, 0)):
        kept = master(tmp_path / str(order), ("erp", parts[order[0]]))
        for place in order[1:]:
            now = add(kept, {"erp": parts[place]})
        assert partition(now) == expected


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    """No delivery brings the command down: what cannot be taken is an error that says why."""
    kept = master(tmp_path)
    for new in ({"erp": BASE.clear()}, {"erp": frame({"a": "1"})}, {"erp": BASE.select("ID")}):
        with pytest.raises(ItalcleanError) as stopped:
            ic.add(kept, new)
        assert stopped.value.exit_code in (2, 3)
