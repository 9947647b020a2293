"""Names one slip apart, against comparing all with all."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from italclean.places.near import one_slip, rests

NAMES = st.lists(st.text("ABC", min_size=1, max_size=6), min_size=1, max_size=8, unique=True)


@given(NAMES, NAMES)
def test_finds_what_comparing_all_finds(typed: list[str], known: list[str]) -> None:
    found = set(one_slip(pl.Series(typed), rests(pl.Series(known))).iter_rows())
    assert found == {(one, other) for one in typed for other in known if OSA.distance(one, other) == 1}


def test_nothing_is_near_nothing() -> None:
    assert one_slip(pl.Series(dtype=pl.String), rests(pl.Series(["A"]))).is_empty()
    assert one_slip(pl.Series(["", "A" * 60]), rests(pl.Series(["A" * 59]))).is_empty()
