"""The merge plan: applied to the source it leaves one record a customer, and no refusal is lost."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.exports.merge_plan import MergePlan
from italclean.exports.target import find_target, targets
from tests.exports.masters import BIANCHI, CRM, ROSSI, frames, result, write_master
from tests.exports.test_writing import italclean


@cache
def known() -> ic.Result:
    return result()


def plan_of(source: ic.Result | Path, target: str, *sources: str) -> MergePlan:
    merge = ic.export(source, target, merge_plan=sources or ("crm",), language="en").beside.merge
    assert merge is not None
    return merge


def test_what_is_merged_into_what_and_in_which_order() -> None:
    made = plan_of(known(), "salesforce")
    assert made.plan.select("step", "object", "call", "winner_id", "loser_id", "why").rows() == [
        (3, "Account", 1, "001X", "001Y", "complete"),
        (4, "Contact", 2, "003A", "003C", "complete"),
        (4, "Contact", 2, "003A", "003B", "complete"),
    ]
    # Of a lead and a contact neither goes: a lead is converted. Who has no id cannot be named.
    assert not {"003D", "00QL"} & {*made.plan["loser_id"], *made.plan["winner_id"]}
    assert made.left.select("golden_id", "why").rows() == [
        ("crm.003D", "without an id in the system: it cannot be named")
    ]


@pytest.mark.parametrize(
    ("target", "calls"),
    [("salesforce", [1, 2, 2]), ("dynamics_sales", [1, 2, 3, 4]), ("hubspot", [1, 2, 3, 4]), ("odoo", [1, 2, 2, 3])],
)
def test_a_call_takes_what_the_system_takes(target: str, calls: list[int]) -> None:
    """Salesforce two, Dataverse and HubSpot one, Odoo two: the sources stand in the targets' files."""
    plan = plan_of(known(), target).plan
    rules = find_target(target).merge
    assert rules is not None
    assert sorted(plan["call"].to_list()) == calls
    assert plan.group_by("call").len()["len"].max() <= rules.losers_per_call
    assert plan.group_by("call").agg(pl.col("winner_id").n_unique())["winner_id"].to_list() == [1] * len(set(calls))
    assert plan["step"].is_sorted()


def test_refusals_are_set_before_anything_else() -> None:
    values = plan_of(known(), "salesforce").values
    mine = values.filter(pl.col("record_id") == "003A").select("step", "column", "old", "new").rows()
    assert (1, "HasOptedOutOfEmail", "false", "true") in mine
    assert (1, "DoNotCall", None, "true") in mine
    assert (2, "Phone", None, "+393331234567") in mine
    # A key that no two records may share is set when the others are gone.
    assert (6, "Golden_Id__c", None, "crm.003A") in mine
    # HubSpot keeps the more permissive of two: there the refusal is set on those that go, too.
    opted = plan_of(known(), "hubspot").values.filter(pl.col("why") == "refusal")
    assert set(opted["record_id"]) == {"003A", "003C"}
    assert set(opted["step"]) == {1}


def test_a_refusal_that_is_not_known_is_not_taken_for_one_that_is_set() -> None:
    """An unknown consent is written as a refusal: were it told as set already, the system would go on writing."""
    rows = pl.DataFrame(
        {"Codice": ["1", "2"], "Cliente": ["Rossi Mario"] * 2, "CF": [ROSSI] * 2, "Email": ["a@b.it", None]}
    )
    made = plan_of(ic.run({"crm": rows}), "marketo")
    told = made.values.filter(pl.col("column") == "unsubscribed").select("old", "new").rows()
    assert told == [(None, "true")]


@pytest.mark.parametrize("target", ["mailchimp", "brevo"])
def test_where_nothing_is_merged_it_is_said_what_to_do(target: str) -> None:
    made = ic.export(known(), target, merge_plan=["crm"])
    assert made.beside.merge is not None
    assert made.beside.merge.plan["call"].null_count() == made.beside.merge.plan.height > 0
    assert "Il sistema non fonde" in made.readme
    assert "The system does not merge" in made.readme


def test_objects_by_what_is_said_of_a_source() -> None:
    rows = pl.DataFrame({"Codice": ["1", "2"], "Cliente": ["Rossi Mario"] * 2, "CF": [ROSSI] * 2})
    listed = ic.run({"contatti": rows, "lead": rows.with_columns(Codice=pl.Series(["7", "8"]))})
    made = plan_of(listed, "dynamics_sales", "contact=contatti", "lead=lead")
    assert made.plan.select("object", "loser_id").to_series(0).to_list() == ["contact", "lead"]
    for wrong in ("lead=nessuna", "account=", "cosa=contatti", "nessuna"):
        with pytest.raises(ic.UsageError):
            plan_of(listed, "dynamics_sales", wrong)
    for target in ("generic", "fatturapa"):
        with pytest.raises(ic.UsageError, match="merge"):
            plan_of(listed, target, "contatti")


def test_what_a_person_parted_or_is_asked_about_is_left_alone(tmp_path: Path) -> None:
    folder = write_master(tmp_path / "uno")
    decisions = pl.DataFrame(
        {
            "decision": ["different"], "source_a": ["crm"], "row_a": ["1"], "id_a": ["003A"], "source_b": ["crm"],
            "row_b": ["2"], "id_b": ["003B"],
        }
    )  # fmt: skip
    ic.run(frames()).write(tmp_path / "due")
    decisions.write_csv(folder / "decisions.csv")
    made = plan_of(folder, "salesforce")
    assert "003A" not in made.plan["winner_id"]
    assert set(made.left.filter(pl.col("object") == "Contact")["record_id"]) == {"003A", "003B", "003C"}
    assert "003A" in plan_of(tmp_path / "due", "salesforce").plan["winner_id"]


def test_open_pairs_are_told(tmp_path: Path) -> None:
    folder = write_master(tmp_path / "uno")
    pairs = pl.DataFrame(
        {
            "pair_id": ["1", "2"], "source_a": ["crm", "crm"], "row_a": ["1", "4"], "source_b": ["crm", "crm"],
            "row_b": ["6", "5"], "id_a": ["003A", "001X"], "id_b": ["003D", "001Y"], "decision": [None, ""],
        }
    )  # fmt: skip
    pairs.write_csv(folder / "review.csv")
    made = plan_of(folder, "salesforce")
    # A pair of two customers is told; where both are of one, nothing is merged until somebody answers.
    assert made.plan.select("winner_id", "asked").unique().rows() == [("003A", "crm:003D")]
    assert set(made.left.filter(pl.col("object") == "Account")["record_id"]) == {"001X", "001Y"}


def test_an_id_that_came_again_is_one_record_by_its_newest_row(tmp_path: Path) -> None:
    folder = write_master(tmp_path / "uno")
    again = pl.DataFrame(
        {"Codice": ["003B", "003D"], "Cliente": ["Rossi Mario", "Bianchi Anna"], "CF": [ROSSI, BIANCHI]}
    )
    now = ic.add(folder, {"crm": again})
    plan = plan_of(now, "salesforce").plan
    assert plan["loser_id"].is_unique().all()
    assert set(plan["loser_id"]) | set(plan["winner_id"]) == {"001X", "001Y", "003A", "003B", "003C"}
    now.write(tmp_path / "due")
    assert plan_of(tmp_path / "due", "salesforce").plan.rows() == plan.rows()


PERSON = st.fixed_dictionaries(
    {
        "CF": st.sampled_from([ROSSI, BIANCHI, None]),
        "Cliente": st.sampled_from(["Rossi Mario", "Bianchi Anna"]),
        "Email": st.sampled_from([None, "m@rossi.it", "a@bianchi.it"]),
        "Telefono": st.sampled_from([None, "333 1234567", "02 55507676"]),
        "Newsletter": st.sampled_from([None, "si", "no"]),
        "Fax consenso": st.none(),
    }
)


@pytest.mark.parametrize("target", [name for name in targets() if find_target(name).merge is not None])
@given(crm=st.lists(PERSON, min_size=2, max_size=7), other=st.lists(PERSON, min_size=1, max_size=3))
@settings(max_examples=6, deadline=None)
def test_applied_it_leaves_one_record_and_no_refusal_is_lost(target: str, crm: list[dict], other: list[dict]) -> None:
    listed = ic.run(
        {
            "crm": pl.DataFrame(crm, schema=dict.fromkeys(crm[0], pl.String)).with_columns(
                Codice=pl.Series([f"c{at}" for at in range(len(crm))])
            ),
            "altro": pl.DataFrame(other, schema=dict.fromkeys(other[0], pl.String)),
        }
    )
    made = plan_of(listed, target)
    rules = find_target(target).merge
    assert rules is not None
    records = {f"c{at}": at for at in range(len(crm))}
    owner = dict(listed.crosswalk.filter(source="crm").select("source_id", "golden_id").rows())
    alive, values = set(records), {(row["record_id"], row["column"]): row["new"] for row in made.values.to_dicts()}
    for row in made.plan.to_dicts():
        # Applied one after the other, in the order of the file: each loser once, into a record that is still there.
        assert row["loser_id"] in alive
        assert row["winner_id"] in alive
        assert owner[row["loser_id"]] == owner[row["winner_id"]] == row["golden_id"]
        alive.remove(row["loser_id"])
    left = [owner[one] for one in alive]
    assert len(left) == len(set(left))
    refuses = set(listed.golden.filter(pl.col("consenso_marketing").is_in(["no", "revocato"]))["golden_id"]) if (
        "consenso_marketing" in listed.golden.columns
    ) else set()  # fmt: skip
    one = find_target(target).objects[0 if target != "salesforce" else 1]
    flags = [column for column in one.columns if column.kind == "refusal" and column.given == ("@state",)]
    for winner in set(made.plan["winner_id"]):
        if owner[winner] in refuses and flags:
            said = crm[records[winner]]["Newsletter"]
            for column in flags:
                assert values.get((winner, column.name), column.words[0] if said == "no" else None) == column.words[0]


def test_command_writes_a_plan(tmp_path: Path) -> None:
    write_master(tmp_path / "uno")
    asked = ("export", "uno", "--for", "salesforce", "--merge-plan", "crm", "--out", "sf", "--lang", "en", "--json")
    done = italclean(*asked, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["salesforce"]
    assert (told["merge_losers"], told["merge_winners"], told["merge_calls"]) == (3, 2, 2)
    assert "merge plan: 3 records into 2, 2 calls" in done.stderr
    plan = pl.read_csv(tmp_path / "sf" / "merge_plan.csv")
    assert plan.height == 3
    readme = (tmp_path / "sf" / "LEGGIMI.md").read_text(encoding="utf-8")
    assert "## Fondere i doppioni che ci sono già" in readme
    assert "1. Set the refusals: 3 rows" in readme
    # Made anew it is the same, and without it its files go.
    before = (tmp_path / "sf" / "merge_values.csv").read_bytes()
    assert italclean(*asked, "--force", folder=tmp_path).returncode == 0
    assert (tmp_path / "sf" / "merge_values.csv").read_bytes() == before
    assert italclean("export", "uno", "--for", "salesforce", "--out", "sf", "--force", folder=tmp_path).returncode == 0
    assert not (tmp_path / "sf" / "merge_plan.csv").exists()
    alone = ("export", "uno/golden.csv", "--for", "salesforce", "--merge-plan", "crm", "--out", "tre")
    assert italclean(*alone, folder=tmp_path).returncode == 2
    unknown = italclean(*asked[:4], "--merge-plan", "erp", "--out", "tre", folder=tmp_path)
    assert (unknown.returncode, "--merge-plan" in unknown.stderr) == (2, True)
    assert len(CRM["Codice"]) == 8
