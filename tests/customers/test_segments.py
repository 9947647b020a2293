"""Who is in which segment: a slow oracle in plain Python, hostile cells, and tasks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.customers.segments import in_segments
from italclean.customers.tasks import COLUMNS, tasks_of
from italclean.segment import Condition, Segment, Segments
from italclean.settings import Periods

TODAY = Periods(today=date(2026, 6, 30))
NUMBERS: dict[str | None, Decimal | None] = {
    "12.000,50": Decimal("12000.50"),
    "1.250,50": Decimal("1250.50"),
    "€ 300": Decimal(300),
    "-5,5": Decimal("-5.5"),
    "0": Decimal(0),
    "10000": Decimal(10000),
    "vedi scheda": None,
    "1e5": None,
    "=1+1": None,
    "__import__('os')": None,
    None: None,
    "  ": None,
}
DAYS: dict[str | None, str | None] = {
    "2024-06-30": "2024-06-30",
    "2024-06-29": "2024-06-29",
    "25/12/2025": "2025-12-25",
    "31/02/2025": None,
    "mai": None,
    None: None,
}
WORDS: dict[str | None, str | None] = dict.fromkeys([None, "  "]) | {
    one: one for one in ("Lead", " lead ", "cliente attivo", ".*", "a|b", "LEADER")
}
KNOWN: dict[str, dict[str | None, Any]] = {"number": NUMBERS, "day": DAYS, "text": WORDS}
VALUES = {
    "number": ["10000", "0", "-5.5", "12000.5", "12000.500000001"],
    "day": ["2024-06-30", "2025-12-25"],
    "text": ["lead", "CLIENTE ATTIVO", ".*", "|"],
}
OPERATORS = {
    "number": ["is", "is-not", "in", "not-in", "at-least", "at-most"],
    "day": ["is", "is-not", "in", "not-in", "at-least", "at-most", "before", "after"],
    "text": ["is", "is-not", "in", "not-in", "contains"],
}


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    kind = draw(st.sampled_from(["number", "day", "text"]))
    operator = draw(st.sampled_from([*OPERATORS[kind], "present", "absent"]))
    if operator in ("present", "absent"):
        return Condition(kind, operator)
    most = 3 if operator in ("in", "not-in") else 1
    return Condition(
        kind, operator, kind, tuple(draw(st.lists(st.sampled_from(VALUES[kind]), min_size=1, max_size=most)))
    )


def fold(word: Any) -> str:
    return str(word).strip().lower()


def meets_slowly(condition: Condition, cell: str | None) -> bool:
    """Hold one cell against one condition."""
    filled = cell is not None and bool(cell.strip())
    if condition.operator == "present":
        return filled
    if condition.operator == "absent":
        return not filled
    kind, operator = condition.kind, condition.operator
    value = KNOWN[kind][cell]
    wanted: list[Any] = [Decimal(one) if kind == "number" else one for one in condition.values]
    if kind == "text":
        value = fold(value) if filled else None
        wanted = [fold(one) for one in wanted]
    if operator in ("is-not", "not-in"):
        return not filled or (value is not None and value not in wanted)
    if value is None:
        return False
    return {
        "is": lambda: value in wanted,
        "in": lambda: value in wanted,
        "contains": lambda: wanted[0] in value,
        "at-least": lambda: value >= wanted[0],
        "at-most": lambda: value <= wanted[0],
        "before": lambda: value < wanted[0],
        "after": lambda: value > wanted[0],
    }[operator]()


ROWS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(list(known)) for name, known in KNOWN.items()}),
    min_size=1,
    max_size=12,
)
SEGMENTS = st.lists(
    st.tuples(st.lists(conditions(), max_size=2), st.lists(conditions(), max_size=2)).filter(any),
    min_size=1,
    max_size=3,
)


@given(ROWS, SEGMENTS)
def test_segments_are_those_of_the_slow_oracle(rows: list[dict[str, Any]], made: list[Any]) -> None:
    # What shows how amounts and days are written stands in every column.
    rows = [*rows, {"number": "1.250,50", "day": "25/12/2025", "text": None}]
    golden = pl.DataFrame(rows, schema=dict.fromkeys(KNOWN, pl.String)).with_row_index("golden_id")
    listed = tuple(Segment(f"s{number}", tuple(every), tuple(some)) for number, (every, some) in enumerate(made))
    wanted = []
    for row in rows:
        first = None
        for segment in listed:
            every = all(meets_slowly(one, row[one.field]) for one in segment.every)
            some = not segment.some or any(meets_slowly(one, row[one.field]) for one in segment.some)
            if every and some:
                first = segment.name
                break
        wanted.append(first)
    found = in_segments(golden, Segments(listed), TODAY)
    assert found.golden["segmento"].to_list() == wanted
    assert found.golden["azione"].null_count() == wanted.count(None)
    assert found.golden.drop("segmento", "azione").equals(golden)


def placed(cells: list[str | None], *conditions: Condition, name: str = "x") -> list[bool]:
    golden = pl.DataFrame({"golden_id": list(map(str, range(len(cells)))), name: pl.Series(cells, dtype=pl.String)})
    found = in_segments(golden, Segments((Segment("s", conditions),)), TODAY)
    return found.golden["segmento"].is_not_null().to_list()


def test_months_are_counted_from_the_day_of_the_run() -> None:
    cells = ["2024-06-29", "2024-06-30", "2026-01-01", None]
    assert placed(cells, Condition("x", "older-than", "months", ("24",))) == [True, False, False, False]
    assert placed(cells, Condition("x", "within", "months", ("24",))) == [False, True, True, False]


def test_a_yes_is_any_yes_of_a_consent() -> None:
    cells = ["si", "SÌ", "revocato", "no", "forse mai chissà", None]
    assert placed(cells, Condition("x", "is", "truth", ("true",))) == [True, True, False, False, False, False]
    assert placed(cells, Condition("x", "is", "truth", ("false",))) == [False, False, True, True, False, False]
    assert placed(cells, Condition("x", "is-not", "truth", ("true",))) == [False, False, True, True, False, True]


def test_an_amount_that_may_be_two_is_read_as_the_others_show() -> None:
    thousand = Condition("x", "at-least", "number", ("1000",))
    assert placed(["1.250", "3,50"], thousand) == [True, False]
    assert placed(["1.250", "3.50"], thousand) == [False, False]
    assert placed(["1.250", None], thousand) == [False, False]


def test_what_cannot_be_read_is_told_with_its_number() -> None:
    golden = pl.DataFrame({"golden_id": ["a", "b", "c", "d"], "Fatturato": ["5", "vedi\nscheda", "n.d.", None]})
    less = Condition("Fatturato", "at-most", "number", ("1000",))
    gone = Condition("Zona", "absent")
    found = in_segments(golden, Segments((Segment("{piccoli}", (less,)), Segment("senza zona", (gone,)))), TODAY)
    assert found.golden["segmento"].to_list() == ["{piccoli}", *["senza zona"] * 3]
    assert [notice.italian for notice in found.notices] == [
        "Segmento «{piccoli}»: 2 valori di Fatturato non si leggono come numeri (per esempio «vedi scheda»): quei "
        "clienti non soddisfano la condizione.",
        "Segmento «senza zona»: l'elenco non ha la colonna Zona, che conta come vuota.",
    ]
    assert "2 values of Fatturato" in found.notices[0].english


def test_the_columns_stand_behind_the_records_and_only_once() -> None:
    golden = pl.DataFrame({"golden_id": ["a"], "records": [2], "Zona": ["x"]}, schema_overrides={"records": pl.UInt32})
    several = Segments((Segment("s", (Condition("records", "at-least", "number", ("2",)),), action="personal"),))
    once = in_segments(golden, several, TODAY).golden
    assert once.columns == ["golden_id", "records", "segmento", "azione", "Zona"]
    assert once["azione"].to_list() == ["personale"]
    assert in_segments(once, several, TODAY).golden.equals(once)
    assert in_segments(golden.clear(), several, TODAY).golden.height == 0


CUSTOMERS = pl.DataFrame(
    [
        ("a", "Rossi", "Mario", None, "Gentile Mario Rossi", "2026-05-01", "=1+1", "Verdi", "vip", "personale"),
        ("b", None, None, "Alfa S.r.l.", None, "2020-03-12", "x" * 200, "Neri", "grandi", "personale"),
        ("c", "Bianchi", None, None, None, "mai", " a \n b ", None, "vip", "personale"),
        ("d", "Gialli", "Ada", None, "Gentile Ada Gialli", None, None, "Neri", "vip", "automatica"),
        ("e", "Viola", "Ugo", None, None, None, None, "Neri", "vip", "personale"),
    ],
    schema=[
        "golden_id", "cognome", "nome", "ragione_sociale", "saluto", "data_ultimo_ordine", "Zona", "Agente", "segmento",
        "azione",
    ],
    orient="row",
)  # fmt: skip
ASKED = Segments((Segment("vip"), Segment("grandi")), "Agente", ("data_ultimo_ordine", "Zona", "manca"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "it",
            {
                "a": "ultimo ordine: 1 maggio 2026; Zona: =1+1",
                "b": f"ultimo ordine: 12 marzo 2020, in ritardo; Zona: {'x' * 80}…",
                "c": "ultimo ordine: mai; Zona: a b",
                "e": None,
            },
        ),
        (
            "en",
            {
                "a": "last order of 1 May 2026; Zona: =1+1",
                "b": f"last order of 12 March 2020, late; Zona: {'x' * 80}…",
                "c": "last order of mai; Zona: a b",
                "e": None,
            },
        ),
    ],
)
def test_tasks_by_manager_with_a_line_of_context(language: Any, said: dict[str, str | None]) -> None:
    tasks = tasks_of(CUSTOMERS, ASKED, TODAY, language)
    assert tuple(tasks.columns) == COLUMNS
    assert tasks.select("responsabile", "segmento", "golden_id").rows() == [
        ("Neri", "vip", "e"),
        ("Neri", "grandi", "b"),
        ("Verdi", "vip", "a"),
        (None, "vip", "c"),
    ]
    assert dict(tasks.select("golden_id", "contesto").rows()) == said
    assert dict(tasks.select("golden_id", "cliente").rows())["b"] == "Alfa S.r.l."
    assert dict(tasks.select("golden_id", "saluto").rows()) == {
        "a": "Gentile Mario Rossi", "b": None, "c": None, "e": None,
    }  # fmt: skip


def test_tasks_of_a_list_that_has_hardly_anything() -> None:
    bare = pl.DataFrame({"golden_id": ["a"], "segmento": ["vip"], "azione": ["personale"]})
    tasks = tasks_of(bare, ASKED, TODAY, "it")
    assert tasks.row(0, named=True) == dict.fromkeys(COLUMNS) | {"golden_id": "a", "segmento": "vip"}
    assert tasks_of(bare.with_columns(azione=pl.lit("automatica")), ASKED, TODAY, "it").is_empty()
