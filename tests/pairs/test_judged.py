"""Verdicts on pairs of values are those of the judge, whatever was asked before; each pair is judged once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from italclean.pairs.judged import Judged


@given(st.lists(st.sets(st.integers(min_value=0, max_value=30)), max_size=6))
def test_whatever_was_asked_before(asked: list[set[int]]) -> None:
    judged, seen = Judged(), []

    def judge(pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        seen.extend(pairs.tolist())
        return pairs % 7

    for pairs in asked:
        keys = np.array(sorted(pairs), dtype=np.int64)
        assert judged.of(keys, judge).tolist() == [pair % 7 for pair in sorted(pairs)]
    assert sorted(seen) == sorted(set().union(*asked))
