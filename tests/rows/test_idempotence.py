"""A cleaning of its own output changes no place, address or code."""

from __future__ import annotations

import random

import polars as pl
import pytest

import italclean as ic
from tests.rows.cells import PLACES_AND_CODES as CELLS

OWN = ["source", "row", "source_id"]


@pytest.mark.parametrize("seed", range(8))
def test_the_second_cleaning_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    names = [name for name in CELLS if chance.random() < 0.7] or ["comune"]
    rows = pl.DataFrame(
        {name: [chance.choice(CELLS[name]) for _ in range(400)] for name in names},
        schema=dict.fromkeys(names, pl.String),
    ).with_columns(nominativo=pl.lit("Rossi Mario"))
    once = ic.clean(rows).cleaned.drop(OWN)
    again = ic.clean(once).cleaned.drop(OWN)
    assert again.columns == once.columns
    for name in once.columns:
        changed = once[name].ne_missing(again[name])
        told = rows.filter(changed).with_columns(
            once[name].filter(changed).alias("once"), again[name].filter(changed).alias("again")
        )
        assert told.to_dicts() == [], name
