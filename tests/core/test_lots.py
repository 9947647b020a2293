"""Small pieces of a table put together."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from italclean.core.lots import in_lots


@given(st.lists(st.integers(0, 7), max_size=12), st.integers(1, 9))
def test_no_row_is_lost_and_no_piece_is_small_but_the_last(heights: list[int], least: int) -> None:
    whole = pl.DataFrame({"row": pl.int_range(sum(heights), eager=True)})
    ends = [sum(heights[: number + 1]) for number in range(len(heights))]
    parts = [whole.slice(end - height, height) for end, height in zip(ends, heights, strict=True)]
    lots = list(in_lots(iter(parts), least))
    assert bool(lots) == bool(parts)
    assert all(lot.height >= least for lot in lots[:-1])
    assert pl.concat([whole.clear(), *lots]).equals(whole)


def test_categories_that_differ_from_piece_to_piece_stay_what_they_are() -> None:
    parts = [pl.DataFrame({"column": pl.Series([name, name], dtype=pl.Categorical())}) for name in ("cap", "comune")]
    (lot,) = in_lots(parts, 9)
    assert lot["column"].cast(pl.String).to_list() == ["cap", "cap", "comune", "comune"]
