"""Who is a customer, who sleeps, who has been silent for too long."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import italclean as ic
from tests.rows.rows import Row

PERIODS = ic.Periods(dormant=24, retention=120, today=date(2026, 6, 30))


def judged(row: Row, periods: ic.Periods = PERIODS) -> tuple[str | None, list[str]]:
    names = {"Nominativo": "ROSSI MARIO"} | row
    # In a list that keeps its orders.
    others = [names | {name: "01/02/2026" if name.startswith("Data") else "" for name in row}] * 2
    result = ic.clean(pl.DataFrame([names, *others], schema=dict.fromkeys(names, pl.String)), periods=periods)
    issues = result.issues.filter(pl.col("row") == 1)["issue"].cast(pl.String).to_list()
    return result.cleaned.to_dicts()[0].get("stato"), issues


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
    ("row", "flagged"),
    [
        ({"Data ultimo ordine": "01/01/2016"}, True),
        ({"Data ultimo ordine": "01/07/2016"}, False),
        ({"Data ultimo ordine": "01/01/2010", "Data modifica": "01/01/2020"}, False),
        ({"Data ultimo ordine": "01/01/2010", "Data modifica": "01/01/2012"}, True),
        ({"Data ultimo ordine": ""}, False),
        ({"Data ultimo ordine": "01/01/1900"}, False),
    ],
)
def test_long_silence_is_flagged_once(row: Row, flagged: bool) -> None:
    assert judged(row)[1].count("retention_over") == flagged
    assert "retention_over" not in judged(row, ic.Periods(retention=None, today=PERIODS.today))[1]
