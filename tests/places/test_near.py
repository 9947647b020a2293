"""Names one slip apart, against comparing all with all."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from italclean.places import near
from italclean.places.near import KnownNames, one_slip

NAMES = st.lists(st.text("ABC", min_size=1, max_size=6), min_size=1, max_size=8, unique=True)


@pytest.mark.parametrize("few", [0, 3, 100])
@given(typed=NAMES, known=NAMES)
def test_finds_what_comparing_all_finds(few: int, typed: list[str], known: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near, "_FEW", few)
        found = one_slip(pl.Series(typed), KnownNames(pl.Series(known))).rows()
    assert found == sorted((one, other) for one in typed for other in known if OSA.distance(one, other) == 1)


@pytest.mark.parametrize("few", [0, 100])
def test_nothing_is_near_nothing(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "_FEW", few)
    assert one_slip(pl.Series(dtype=pl.String), KnownNames(pl.Series(["A"]))).is_empty()
    assert one_slip(pl.Series(["", "A" * 60]), KnownNames(pl.Series(["A" * 59]))).is_empty()
    nothing = one_slip(pl.Series(["A"]), KnownNames(pl.Series([], dtype=pl.String)))
    assert nothing.schema == {"typed": pl.String, "known": pl.String}
