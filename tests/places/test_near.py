"""Names one slip apart, against comparing all with all."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from italclean.places import near
from italclean.places.near import one_slip, rests


def near_ones(typed: list[str], known: list[str]) -> pl.DataFrame:
    names = pl.Series(known, dtype=pl.String)
    return one_slip(pl.Series(typed, dtype=pl.String), names, lambda: rests(names))


NAMES = st.lists(st.text("ABC", min_size=1, max_size=6), min_size=1, max_size=8, unique=True)


@pytest.mark.parametrize("few", [0, 3, 100])
@given(typed=NAMES, known=NAMES)
def test_finds_what_comparing_all_finds(few: int, typed: list[str], known: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near, "_FEW", few)
        found = near_ones(typed, known).rows()
    assert found == sorted((one, other) for one in typed for other in known if OSA.distance(one, other) == 1)


@pytest.mark.parametrize("few", [0, 100])
def test_nothing_is_near_nothing(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "_FEW", few)
    assert near_ones([], ["A"]).is_empty()
    assert near_ones(["", "A" * 60], ["A" * 59]).is_empty()
    assert near_ones(["A"], []).schema == {"typed": pl.String, "known": pl.String}
