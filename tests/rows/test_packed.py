"""Columns kept small come back as they were."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.rows import packed
from italclean.rows.packed import Findings, Squeezed, joined, pack

CELLS = st.one_of(st.none(), st.sampled_from(["", "Roma", "MILANO"]), st.text(max_size=20))


@given(st.lists(CELLS, max_size=40), st.sampled_from([0, 3, 50]))
def test_text_comes_back(cells: list[str | None], nulls: int) -> None:
    values = pl.Series("note", [*cells, *[None] * nulls, *cells], dtype=pl.String)
    assert pack(values).series().to_list() == values.to_list()


@given(st.lists(st.lists(CELLS, max_size=12), min_size=1, max_size=4), st.sampled_from([0, 3, 50]))
def test_parts_come_back_joined(parts: list[list[str | None]], nulls: int) -> None:
    columns = [pl.Series("note", [*cells, *[None] * nulls, *cells], dtype=pl.String) for cells in parts]
    whole = joined([pack(column) for column in columns])
    assert whole.series().to_list() == pl.concat(columns).to_list()
    assert whole.height == sum(map(len, columns))


@given(st.lists(CELLS, max_size=12), st.sampled_from([0, 60]), st.sampled_from([1, 1000]))
def test_text_comes_back_squeezed(cells: list[str | None], nulls: int, long: int) -> None:
    values = pl.Series("note", [*cells, *[None] * nulls], dtype=pl.String)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "_LONG", long)
        back = Squeezed.of(pack(values)).packed()
    assert back.series().equals(values, null_equal=True)
    rows = pl.Series(range(len(values)), dtype=pl.UInt32)
    assert back.at(rows).to_list() == values.to_list()


def test_what_is_sparse_or_repeated_takes_less() -> None:
    sparse = pack(pl.Series([None] * 99 + ["x"], dtype=pl.String))
    assert len(sparse.kept) == 1
    repeated = pack(pl.Series(["Roma", "Milano"] * 50))
    assert repeated.kept.dtype == pl.Categorical
    assert pack(pl.Series([str(number) for number in range(100)])).kept.dtype == pl.String


def test_flags_stay_flags() -> None:
    assert pack(pl.Series([True, None, False])).series().to_list() == [True, None, False]


def test_findings_come_back_by_name() -> None:
    findings = Findings()
    frame = pl.DataFrame({"sesso": ["F", None, "M"], "sure": [True, False, True]})
    findings["nome"] = frame
    assert "nome" in findings
    assert findings["nome"].equals(frame)
    found = findings.find("nome", "sesso")
    assert found is not None
    assert found.to_list() == ["F", None, "M"]
    assert findings.find("nome", "altro") is None
    assert findings.find("altro", "sesso") is None
