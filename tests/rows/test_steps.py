"""The steps of a row: what they read and write is what they say, and who reads what a later one writes is known."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl
import pytest

from italclean.core.copies import parted
from italclean.fields.catalogue import FIELDS, field_of
from italclean.fields.plan import make_plan
from italclean.readers.sources import read
from italclean.rows.opening import open_sheet
from italclean.rows.step import Fact, Step
from italclean.rows.steps import even_columns, order
from italclean.rows.worksheet import Cells, Worksheet
from italclean.settings import Periods
from tests.rows.cells import EVERY

STEPS = [item for item in order() if isinstance(item, Step)]

# Each step that reads what a later one writes, which field it is, and why what it reads is what it means.
_STATE = "the state as stated decides; what cities say of it is only filled in where nothing was stated"
_KIND = "a code that is there tells the kind of a name; which of two and how it is mended does not change the kind"
_CODE_FIRST = "the code decides on the order of names, so it is settled first, and fits names in both orders"
_FILLED = "the fields hold the code as they were typed; what the code then fills in cannot speak for it"
_OWN_NAME = "a code is held against the names of its row before these go to a contact or an employer"
_DOUBT = "only a doubt about the number is added; the number stays"
PERMITTED: dict[tuple[str, str], tuple[list[str], str]] = {
    ("separate_codes", "part_addresses"): (["nazione"], _STATE),
    ("separate_codes", "settle_places"): (["nazione"], _STATE),
    ("separate_codes", "settle_conflicts"): (["nazione"], _STATE),
    ("settle_names", "choose_codes"): (["codice_fiscale"], _KIND),
    ("settle_names", "mend_codes"): (["codice_fiscale"], _KIND),
    ("settle_names", "check_codes"): (["codice_fiscale", "data_nascita"], _KIND),
    ("settle_names", "report_shared_numbers"): (["partita_iva"], _DOUBT),
    ("choose_codes", "settle_order"): (["cognome", "nome"], _CODE_FIRST),
    ("choose_codes", "check_codes"): (["data_nascita", "luogo_nascita", "sesso"], _FILLED),
    ("choose_codes", "part_kinds"): (["cognome", "nome"], _OWN_NAME),
    ("choose_codes", "tell_sex"): (["sesso"], _FILLED),
    ("mend_codes", "settle_order"): (["cognome", "nome"], _CODE_FIRST),
    ("mend_codes", "check_codes"): (["data_nascita", "luogo_nascita", "sesso"], _FILLED),
    ("mend_codes", "part_kinds"): (["cognome", "nome"], _OWN_NAME),
    ("mend_codes", "tell_sex"): (["sesso"], _FILLED),
    ("settle_order", "check_codes"): (["codice_fiscale"], "a code that only becomes doubtful keeps its letters"),
    ("check_codes", "part_kinds"): (["cognome", "forma_giuridica", "nome"], _OWN_NAME),
    ("check_codes", "report_shared_numbers"): (["partita_iva"], _DOUBT),
    ("tell_sex", "greet"): (["saluto"], "a greeting of an earlier run that is empty was left so on purpose"),
}


def field_named(column: str) -> str:
    """The field of a column, a family by its first: `telefono_2` is `telefono`, `consenso_sms` `consenso_marketing`."""
    name = parted(column)[0]
    if name.endswith("_stato"):
        return "email_stato"
    if name in FIELDS:
        return name
    held = field_of(name)
    assert held is not None, column
    if name.startswith("consenso_"):
        return "consenso_marketing"
    return next(family for family, field in FIELDS.items() if field.family and name.startswith(f"{family}_"))


class Trace:
    """What a step has touched."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.written: set[str] = set()
        self.paused = False

    def reads(self, column: str) -> None:
        if not self.paused:
            self.read.add(field_named(column))

    @contextmanager
    def pause(self) -> Iterator[None]:
        before, self.paused = self.paused, True
        yield
        self.paused = before


class TracedCells(Cells):
    """A column that notes who reads its verdict."""

    def __init__(self, cells: Cells, name: str, trace: Trace) -> None:
        super().__init__(cells.role, cells.output, cells.names, cells.raw, cells.verdict, cells.parts)
        self.known_as, self.trace = name, trace

    def __getattribute__(self, name: str) -> Any:
        if name in ("verdict", "value", "empty"):
            object.__getattribute__(self, "trace").reads(object.__getattribute__(self, "known_as"))
        return super().__getattribute__(name)

    def decide(self, *args: Any, **named: Any) -> None:
        with self.trace.pause():
            super().decide(*args, **named)

    def leave(self, *args: Any, **named: Any) -> None:
        with self.trace.pause():
            super().leave(*args, **named)


class TracedSheet(Worksheet):
    """A worksheet that notes what is asked of it."""

    def __init__(self, sheet: Worksheet, trace: Trace) -> None:
        cells: dict[str, Cells] = {name: TracedCells(some, name, trace) for name, some in sheet.cells.items()}
        super().__init__(sheet.identity, cells, sheet.findings, sheet.derived, sheet.passed_on, sheet.periods)
        self.trace = trace

    def value(self, name: str) -> pl.Series:
        if name != "-":
            self.trace.reads(name)
        with self.trace.pause():
            return super().value(name)

    def finding(self, name: str, extra: str) -> pl.Series:
        self.trace.reads(name)
        return super().finding(name, extra)

    def fill(self, *args: Any, **named: Any) -> None:
        with self.trace.pause():
            super().fill(*args, **named)

    def annotate(self, notes: pl.Series) -> None:
        with self.trace.pause():
            super().annotate(notes)


def lists() -> list[pl.DataFrame]:
    made = []
    for seed in range(2):
        chance = random.Random(seed)
        names = [name for name in EVERY if seed == 0 or chance.random() < 0.8]
        rows = {name: [chance.choice(EVERY[name]) for _ in range(300)] for name in names}
        made.append(pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String)))
    return made


@pytest.fixture(scope="module")
def touched() -> dict[str, Trace]:
    """What each step reads and writes on lists of every kind of cell."""
    traces = {step.name: Trace() for step in STEPS}
    for frame in lists():
        tables = read(frame)
        opened = open_sheet(tables, make_plan(tables, {name: name for name in frame.columns}), Periods())
        trace = Trace()
        sheet = TracedSheet(opened, trace)
        for item in order():
            if isinstance(item, Fact):
                sheet.facts[item.name] = item.of([sheet])
                continue
            with trace.pause():
                before = {name: some.verdict for name, some in sheet.cells.items()}
                derived = dict(sheet.derived)
            trace.read.clear()
            item(sheet)
            found = traces[item.name]
            found.read |= trace.read
            with trace.pause():
                found.written |= {
                    field_named(name)
                    for name, some in sheet.cells.items()
                    if some.verdict is not before[name] and not some.verdict.equals(before[name])
                }
                found.written |= {
                    field_named(name)
                    for name, values in sheet.derived.items()
                    if item is not even_columns and (name not in derived or not derived[name].equals(values))
                }
    return traces


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_reads_and_writes_what_it_says(step: Step, touched: dict[str, Trace]) -> None:
    found = touched[step.name]
    assert found.written - step.writes == set(), "writes"
    assert found.read - step.reads == set(), "reads"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_what_a_step_declares_exists(step: Step) -> None:
    assert step.reads <= FIELDS.keys()
    assert step.writes <= step.reads


def test_no_step_reads_what_a_later_one_writes_but_those_with_a_reason() -> None:
    found = {
        (one.name, later.name): sorted((one.reads - one.writes) & later.writes)
        for place, one in enumerate(STEPS)
        for later in STEPS[place + 1 :]
        if (one.reads - one.writes) & later.writes
    }
    assert found == {pair: fields for pair, (fields, _) in PERMITTED.items()}


def test_facts_stand_before_the_steps_that_need_them() -> None:
    known: set[str] = set()
    for item in order():
        if isinstance(item, Fact):
            known.add(item.name)
        else:
            assert item.needs <= known, item.name
    assert known == set().union(*(step.needs for step in STEPS))
