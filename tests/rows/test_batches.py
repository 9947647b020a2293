"""Cleaned whole or in any batches, a list is the same; and so it is by facts that were found before."""

from __future__ import annotations

import random
from itertools import pairwise

import polars as pl
import pytest

from italclean.fields.plan import Plan, make_plan
from italclean.readers.sources import read
from italclean.readers.table import Table
from italclean.rows import Cleaned, clean_batch, clean_batches
from italclean.rows.batches import Batch, together
from tests.rows.cells import EVERY, WITHOUT_ROLE

CELLS = {**EVERY, **WITHOUT_ROLE}
LOG = ["source", "row", "column", "original", "cleaned", "issue", "message"]
REWRITTEN = ["source", "row", "column", "original", "cleaned", "issue", "detail"]


def some_list(seed: int, height: int = 40) -> tuple[list[Table], Plan]:
    """One source or two, of some of the columns, few of whose cells are filled."""
    chance = random.Random(seed)
    filled = chance.choice([0.1, 0.5, 1.0])
    names = [name for name in CELLS if chance.random() < chance.choice([0.2, 0.8])] or ["telefono"]
    frames = {}
    for source in ("a", "b")[: chance.choice([1, 2])]:
        own = [name for name in names if chance.random() < 0.8] or names[:1]
        rows = {
            name: [chance.choice(CELLS[name]) if chance.random() < filled else None for _ in range(height)]
            for name in own
        }
        frames[source] = pl.DataFrame(rows, schema=dict.fromkeys(own, pl.String)).with_columns(
            codice=pl.int_range(pl.len()).cast(pl.String)
        )
    tables = read(frames)
    mapping = {name: name for name in names if name in EVERY} | {"codice": "id"}
    there = {name for frame in frames.values() for name in frame.columns}
    return tables, make_plan(tables, {name: role for name, role in mapping.items() if name in there})


def cut(tables: list[Table], chance: random.Random) -> list[Batch]:
    """Cut a list into batches, each of rows of one source or of the end of one and the start of the next."""
    pieces = []
    for table in tables:
        places = sorted(chance.sample(range(1, table.frame.height), chance.randint(0, 3)))
        ends = [0, *places, table.frame.height]
        pieces += [table.part(start, end - start) for start, end in pairwise(ends)]
    batches: list[list[Table]] = [[pieces[0]]]
    for piece in pieces[1:]:
        if piece.name not in {other.name for other in batches[-1]} and chance.random() < 0.5:
            batches[-1].append(piece)
        else:
            batches.append([piece])
    return batches


def assert_same(one: Cleaned, other: Cleaned) -> None:
    assert one.frame.columns == other.frame.columns
    for name in one.frame.columns:
        assert one.frame[name].equals(other.frame[name], null_equal=True), name
    assert one.derived == other.derived
    assert one.counts.equals(other.counts)
    assert set(one.hints.columns) == set(other.hints.columns)
    assert one.hints.equals(other.hints.select(one.hints.columns), null_equal=True)
    assert one.overdue.equals(other.overdue)
    for named, part in ((LOG, "issues"), (REWRITTEN, "rewritten")):
        logs = [getattr(some.log, part).select(pl.col(named).cast(pl.String)).sort(named) for some in (one, other)]
        assert logs[0].equals(logs[1], null_equal=True), part


@pytest.mark.parametrize("seed", range(6))
def test_a_list_in_batches_is_the_whole(seed: int) -> None:
    tables, plan = some_list(seed)
    whole = clean_batch(tables, plan)
    batches = cut(tables, random.Random(seed))
    assert_same(whole, clean_batches(batches, plan))
    # With the facts of the list at hand each batch can be cleaned by itself, in another process or tomorrow.
    assert_same(whole, together([clean_batch(batch, plan, facts=whole.facts) for batch in batches]))


@pytest.mark.parametrize("seed", range(2))
def test_facts_may_be_put_together_in_any_grouping(seed: int) -> None:
    """What is dormant, shared, doubted … in a list depends on no cut: also not on one into single rows."""
    tables, plan = some_list(100 + seed, height=5)
    single = [[table.part(row, 1)] for table in tables for row in range(table.frame.height)]
    assert_same(clean_batch(tables, plan), clean_batches(single, plan))


def test_the_log_tells_the_first_entries_of_the_whole_list() -> None:
    tables, plan = some_list(3)
    whole, parts = clean_batch(tables, plan), clean_batches(cut(tables, random.Random(3)), plan)
    columns = ["column", "issue", "source", "row"]
    firsts = [cleaned.log.first(2).select(pl.col(columns).cast(pl.String)).sort(columns) for cleaned in (whole, parts)]
    assert firsts[0].equals(firsts[1])
