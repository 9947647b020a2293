"""The issue log, laid out as a whole, part by part, or only its first entries."""

from __future__ import annotations

import polars as pl
import pytest

import italclean as ic
from italclean.rows import log

ROWS = pl.DataFrame({"CF": ["x", None, "y", "rssmra85t10a562s"] * 5, "Prov": ["(MI)", "Narnia", "RM", None] * 5})


def test_parts_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ic.clean(ROWS).issues
    monkeypatch.setattr(log, "_ROWS", 3)
    parts = list(ic.clean(ROWS).log.parts())
    assert len(parts) > 4
    assert pl.concat(parts).equals(whole)


def test_first_entries_of_each_issue() -> None:
    result = ic.clean(ROWS)
    first = result.log.first(2)
    counts = first.group_by("column", "issue").len()
    assert counts["len"].max() == 2
    issues = result.issues.filter(pl.col("issue").is_not_null())
    assert set(counts.select("column", "issue").rows()) == set(issues.select("column", "issue").unique().rows())
    expected = issues.filter(pl.int_range(pl.len()).over("column", "issue") < 2)
    assert first.drop("detail").sort("column", "row").equals(expected.sort("column", "row"))


def test_a_list_without_rows_to_log() -> None:
    assert ic.clean(pl.DataFrame({"Prov": ["MI"], "Note": ["x"]})).issues.is_empty()
