"""Who is a customer, who sleeps, who has been silent for too long."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import italclean as ic
from italclean.fields.plan import make_plan
from italclean.pipeline import clean_with
from italclean.readers.sources import read
from italclean.rows import clean_batch, clean_batches
from italclean.settings import Settings
from italclean.terms import Terms
from tests.logged import logged
from tests.rows.rows import Row

PERIODS = ic.Periods(dormant=24, retention=120, today=date(2026, 6, 30))


def judged(row: Row, periods: ic.Periods = PERIODS) -> tuple[str | None, list[str]]:
    names = {"Nominativo": "ROSSI MARIO"} | row
    # In a list that keeps its orders.
    others = [names | {name: "01/02/2026" if name.startswith("Data") else "" for name in row}] * 2
    result = ic.clean(pl.DataFrame([names, *others], schema=dict.fromkeys(names, pl.String)), periods=periods)
    issues = logged(result).filter(pl.col("row") == 1)["issue"].cast(pl.String).to_list()
    return result.cleaned.to_dicts()[0].get("stato"), issues


def kept_too_long(row: Row, periods: ic.Periods = PERIODS) -> list[tuple[str, str]]:
    """The last sign of life of a row over its time, and the column that says so."""
    frame = pl.DataFrame([{"Nominativo": "ROSSI MARIO"} | row] * 2)
    result = ic.clean(frame.with_columns(Prov=pl.lit("(MI)")), periods=periods)
    counted = result.counts.filter(pl.col("status").is_in(["suspect", "invalid"]))["cells"].sum()
    assert counted == 0
    assert result.issues.filter(~pl.col("issue").is_in(["data_filler"])).is_empty()
    assert result.figures()["retention"] == result.retention.height
    return result.retention.filter(pl.col("row") == 2).select("last_sign", pl.col("column").cast(pl.String)).rows()


@pytest.mark.parametrize(
    ("ordered", "state"),
    [
        ("30/06/2024", "cliente attivo"),
        ("29/06/2024", "cliente dormiente"),
        ("01/01/2026", "cliente attivo"),
        ("", "lead"),
        # Nobody orders tomorrow, and 1/1/1900 is no order: nothing is said.
        ("01/01/2030", None),
        ("01/01/1900", None),
        # An order whose date cannot be read is an order.
        ("31/02/2020", None),
        ("boh", None),
    ],
)
def test_the_state_follows_from_the_last_order(ordered: str, state: str | None) -> None:
    assert judged({"Data ultimo ordine": ordered})[0] == state


def test_empty_orders_say_nothing_where_most_are_empty() -> None:
    rows = pl.DataFrame({"Nominativo": ["ROSSI MARIO"] * 3, "Data ultimo ordine": ["01/01/2026", "", ""]})
    assert ic.clean(rows, periods=PERIODS).cleaned["stato"].to_list() == ["cliente attivo", None, None]


def test_the_threshold_is_an_option() -> None:
    row: Row = {"Data ultimo ordine": "01/01/2026"}
    assert judged(row, ic.Periods(dormant=3, today=PERIODS.today))[0] == "cliente dormiente"


@pytest.mark.parametrize(
    ("typed", "ordered", "state", "doubtful"),
    [
        ("Attivo", "01/01/2026", "cliente attivo", False),
        ("Attivo", "01/01/2018", "cliente attivo", True),
        ("Prospect", "01/01/2026", "lead", True),
        ("Prospect", "", "lead", False),
        ("Attivo", "", "cliente attivo", False),
        ("Cessato", "01/01/2026", "cliente cessato", False),
        ("", "01/01/2026", "cliente attivo", False),
    ],
)
def test_a_typed_state_stays_and_is_doubted(typed: str, ordered: str, state: str, doubtful: bool) -> None:
    found, issues = judged({"Stato cliente": typed, "Data ultimo ordine": ordered})
    assert (found, "state_conflict" in issues) == (state, doubtful)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"Data ultimo ordine": "01/01/2016"}, [("2016-01-01", "Data ultimo ordine")]),
        ({"Data ultimo ordine": "01/07/2016"}, []),
        ({"Data ultimo ordine": "01/01/2010", "Data modifica": "01/01/2020"}, []),
        ({"Data ultimo ordine": "01/01/2010", "Data modifica": "01/01/2012"}, [("2012-01-01", "Data modifica")]),
        ({"Data ultimo ordine": "01/01/2012", "Data modifica": "01/01/2012"}, [("2012-01-01", "Data ultimo ordine")]),
        ({"Data ultimo ordine": ""}, []),
        ({"Data ultimo ordine": "01/01/1900"}, []),
    ],
)
def test_long_silence_is_told_beside_the_list_and_is_no_fault_of_a_cell(row: Row, told: list[tuple[str, str]]) -> None:
    assert kept_too_long(row) == told
    assert kept_too_long(row, ic.Periods(retention=None, today=PERIODS.today)) == []


def test_a_row_over_its_time_names_its_customer_and_is_found_in_any_batch() -> None:
    old, new = {"Data ultimo ordine": "01/01/2010"}, {"Data ultimo ordine": "01/01/2026"}
    frames = {
        "erp": pl.DataFrame([{"Cod. Cliente": "7", "Nominativo": "VERDI IDA"} | new, {"Nominativo": "NERI UGO"} | old]),
        "crm": pl.DataFrame([{"Nominativo": "BIANCHI ANNA"} | old]),
    }
    result = ic.run(frames, periods=PERIODS, language="en")
    found = result.retention
    assert found.columns == ["source", "row", "source_id", "golden_id", "last_sign", "column", "purpose", "message"]
    assert found["purpose"].null_count() == 2
    assert found.select("source", "row").rows() == [("erp", 2), ("crm", 1)]
    owners = result.cleaned.join(found, on=["source", "row"], how="semi")["golden_id"]
    assert found["golden_id"].to_list() == owners.to_list()
    assert found["message"][0] == "No sign of life after 2010-01-01: over the retention limit."


def test_a_purpose_has_a_clock_of_its_own() -> None:
    days = ["2010-01-01", "2024-01-01", "2025-03-01", "2026-06-01", None]
    rows = pl.DataFrame({"Nominativo": ["ROSSI MARIO"] * 5, "Data ultimo ordine": days})
    terms = Terms(retention={"marketing": 24, "profilazione": 12, "mai": 0})
    result = clean_with(rows, Settings(periods=PERIODS, language="en", terms=terms))
    found = result.retention.select("row", "last_sign", pl.col("purpose").cast(pl.String)).rows()
    assert found == [
        (1, "2010-01-01", None),
        (1, "2010-01-01", "marketing"),
        (1, "2010-01-01", "profilazione"),
        (2, "2024-01-01", "marketing"),
        (2, "2024-01-01", "profilazione"),
        (3, "2025-03-01", "profilazione"),
    ]
    assert result.retention["message"][-1] == (
        "No sign of life after 2025-03-01: over the retention limit for the purpose “profilazione”."
    )
    # Rows are counted, not clocks.
    assert result.figures()["retention"] == 3
    unlimited = Settings(periods=ic.Periods(retention=0, today=PERIODS.today), terms=terms)
    assert clean_with(rows, unlimited).retention["purpose"].null_count() == 0


def test_the_clocks_of_purposes_are_the_same_in_batches() -> None:
    tables = read(pl.DataFrame({"Nominativo": ["A B", "C D"], "Data ultimo ordine": ["2010-01-01", "2024-01-01"]}))
    plan = make_plan(tables, {})
    retention = {"marketing": 24}
    whole = clean_batch(tables, plan, periods=PERIODS, retention=retention)
    cut = [[tables[0].part(0, 1)], [tables[0].part(1, 1)]]
    parts = clean_batches(cut, plan, periods=PERIODS, retention=retention)
    assert whole.overdue["at"].to_list() == [0, 0, 1]
    assert whole.overdue.equals(parts.overdue)
