"""The sample list against its truth."""

from __future__ import annotations

import itertools
from pathlib import Path

import polars as pl

import italclean as ic
from italclean.core.reference import folder


def pairs(groups: dict[int, str]) -> set[tuple[int, int]]:
    members: dict[str, list[int]] = {}
    for row, group in groups.items():
        members.setdefault(group, []).append(row)
    return {pair for rows in members.values() for pair in itertools.combinations(sorted(rows), 2)}


def test_precision_and_recall_on_the_sample() -> None:
    demo = Path(str(folder() / "demo"))
    result = ic.run(str(demo / "clienti.csv"))
    truth = pl.read_csv(demo / "verita.csv", infer_schema=False)
    expected = pairs({int(row): group for row, group in truth.iter_rows()})
    found = pairs(dict(result.crosswalk.select("row", "golden_id").iter_rows()))
    assert result.crosswalk.height == truth.height == 309
    assert result.rejected.height == 2
    precision, recall = len(found & expected) / len(found), len(found & expected) / len(expected)
    assert precision >= 0.97, sorted(found - expected)
    assert recall >= 0.80, sorted(expected - found)


def test_all_valid_codes_of_a_customer_are_one() -> None:
    result = ic.run(str(folder() / "demo" / "clienti.csv"))
    persons = result.cleaned.filter(pl.col("codice_fiscale").str.len_bytes() == 16)
    assert persons.group_by("golden_id").agg(pl.col("codice_fiscale").n_unique())["codice_fiscale"].max() == 1
