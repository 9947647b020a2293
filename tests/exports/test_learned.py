"""What each source does not know yet of consents: every refusal is told to every record that does not say it."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.exports.learned import consents_to_learn
from italclean.exports.records import records_of
from tests.exports.masters import BIANCHI, ROSSI, result, write_master
from tests.exports.test_writing import italclean


def learned(listed: ic.Result) -> pl.DataFrame:
    return consents_to_learn(listed.golden.cast(pl.String), records_of(listed))


def person(**cells: str | None) -> pl.DataFrame:
    whole = {"Codice": "1", "Cliente": "Rossi Mario", "CF": ROSSI, "Email": "m@rossi.it", **cells}
    return pl.DataFrame({name: [cell] for name, cell in whole.items()}, schema=dict.fromkeys(whole, pl.String))


CASES: dict[str, tuple[dict[str, pl.DataFrame], list[tuple[str, ...]]]] = {
    "a refusal in one source": (
        {"crm": person(Newsletter="si"), "mkt": person(Newsletter="no")},
        [("rifiuto", "crm", "consenso_marketing", "si", "no", "mkt")],
    ),
    "silence learns a refusal": (
        {"crm": person(Newsletter=None), "mkt": person(Newsletter="no")},
        [("rifiuto", "crm", "consenso_marketing", None, "no", "mkt")],
    ),
    "both refuse": ({"crm": person(Newsletter="no"), "mkt": person(Newsletter="no")}, []),
    "a withdrawal and a no are both refusals": (
        {"crm": person(Newsletter="no"), "mkt": person(Disiscritto="x")},
        [],
    ),
    "a later yes with its proof": (
        {
            "crm": person(**{"Newsletter": "no", "Data consenso": "2024-01-01"}),
            "mkt": person(**{"Newsletter": "si", "Data consenso": "2025-01-01"}),
        },
        [("permesso", "crm", "consenso_marketing", "no", "si", "mkt")],
    ),
    "a yes with another mailbox is none": (
        {"crm": person(Newsletter=None, Email="altro@rossi.it"), "mkt": person(Newsletter="si")},
        [],
    ),
    "a note": (
        {"crm": person(Note=None, Newsletter="si"), "erp": person(Note="NON CONTATTARE", Newsletter=None)},
        [("rifiuto", "crm", "contattabile_email", "si", "nota_non_contattare", "erp")],
    ),
    "one source alone": ({"crm": person(Newsletter="no")}, []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_source_learns(name: str) -> None:
    lists, told = CASES[name]
    found = learned(ic.run(lists)).select("change", "source", "field", "says", "master", "said_by").rows()
    kept = [row for row in found if row[2] in {one[2] for one in told} or not told]
    assert kept == told


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]), st.sampled_from([ROSSI, BIANCHI]), st.sampled_from([None, "si", "no"])
        ),
        min_size=2,
        max_size=8,
    )
)
@settings(max_examples=25, deadline=None)
def test_a_customer_who_refused_anywhere_is_told_to_every_record_that_does_not_say_so(
    rows: list[tuple[str, str, str | None]],
) -> None:
    lists = {}
    for source in dict.fromkeys(source for source, _, _ in rows):
        mine = [(f"{at}", code, said) for at, (of, code, said) in enumerate(rows) if of == source]
        lists[source] = pl.DataFrame(
            mine, schema=dict.fromkeys(("Codice", "CF", "Newsletter"), pl.String), orient="row"
        )
        lists[source] = lists[source].with_columns(
            Cliente=pl.col("CF").replace_strict({ROSSI: "Rossi Mario", BIANCHI: "Bianchi Anna"})
        )
    told = learned(ic.run(lists))
    refusals = told.filter(pl.col("field") == "consenso_marketing", pl.col("change") == "rifiuto")
    refusing = {code for _, code, said in rows if said == "no"}
    wanted = {(of, f"{at}") for at, (of, code, said) in enumerate(rows) if code in refusing and said != "no"}
    assert set(refusals.select("source", "record_id").rows()) == wanted
    assert refusals["said_by"].null_count() == 0


def test_refusals_stand_first_and_of_a_record_the_newest_row_counts(tmp_path: Path) -> None:
    folder = write_master(tmp_path / "uno")
    again = {"crm": pl.DataFrame({"Codice": ["003A"], "Cliente": ["Rossi Mario"], "CF": [ROSSI], "Newsletter": ["no"]})}
    before, after = learned(result()), learned(ic.add(folder, again))
    assert before["change"].is_sorted(descending=True) or before["change"].n_unique() == 1
    assert "003A" in before["record_id"]
    # By now the CRM says so itself.
    assert "003A" not in after["record_id"]


def test_command_writes_consents_with_and_without_a_system(tmp_path: Path) -> None:
    write_master(tmp_path / "uno")
    done = italclean("export", "uno", "--consents", "--out", "c", "--json", "--lang", "it", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["to_learn"] == 5  # three refusals; a yes for two records without a mailbox
    assert {path.name for path in (tmp_path / "c").iterdir()} == {"consensi.csv", "export.json"}
    rows = pl.read_csv(tmp_path / "c" / "consensi.csv", infer_schema=False)
    assert rows.select("change", "source", "record_id", "said_by").rows()[0] == ("rifiuto", "crm", "003A", "marketing")
    again = ("export", "uno", "--consents", "--out", "c")
    assert italclean(*again, folder=tmp_path).returncode == 2
    assert italclean(*again, "--force", folder=tmp_path).returncode == 0
    both = italclean("export", "uno", "--consents", "--for", "odoo", "--out", "d", folder=tmp_path)
    assert (both.returncode, (tmp_path / "d" / "consensi.csv").is_file()) == (0, True)
    assert italclean("export", "uno/golden.csv", "--consents", "--out", "e", folder=tmp_path).returncode == 2
