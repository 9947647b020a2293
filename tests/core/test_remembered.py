"""What was asked lately is known: the same answers, whatever was asked before."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_series_equal

from italclean.core.known import among
from italclean.core.remembered import SHORT, remembers

TEXTS = st.lists(st.one_of(st.none(), st.text(max_size=2)), max_size=8)
LISTED = ["", "A", "b", "ç"]


@remembers
def longer(values: pl.Series, by: int = 0) -> pl.Series:
    return values.str.len_chars() + by


@remembers
def same(a: pl.Series, b: pl.Series) -> np.ndarray:
    return a.eq_missing(b).to_numpy()


def text(values: list[str | None]) -> pl.Series:
    return pl.Series("text", values, dtype=pl.String)


@given(TEXTS, st.integers(0, 2))
def test_the_answer_is_that_of_the_work(values: list[str | None], by: int) -> None:
    assert_series_equal(longer(text(values), by), longer.__wrapped__(text(values), by))


@given(st.lists(st.tuples(st.text(max_size=1), st.text(max_size=1)), max_size=8))
def test_pairs_are_known_as_pairs(pairs: list[tuple[str, str]]) -> None:
    one, other = text([a for a, _ in pairs]), text([b for _, b in pairs])
    assert same(one, other).tolist() == [a == b for a, b in pairs]


def test_each_value_is_asked_once() -> None:
    asked: list[list[str]] = []

    @remembers
    def noted(values: pl.Series) -> pl.Series:
        asked.append(values.to_list())
        return values

    assert noted(text(["a", "a", "b"])).to_list() == ["a", "a", "b"]
    assert noted(text(["b", "c"])).to_list() == ["b", "c"]
    assert asked == [["a", "b"], ["c"]]


def test_what_is_given_may_be_changed() -> None:
    longer(text(["a"])).scatter(0, 99)
    assert longer(text(["a"])).to_list() == [1]


def test_more_than_is_kept_is_asked_anew() -> None:
    for start in range(0, 30_000, 1_500):
        values = [str(number) for number in range(start, start + 1_500)]
        assert longer(text(values)).to_list() == [len(value) for value in values]


@given(TEXTS)
def test_among_is_what_is_in_tells(values: list[str | None]) -> None:
    def listed() -> pl.Series:
        return text([*LISTED])

    for column in (text(values), text(values * (SHORT + 1)).head(SHORT + 1)):
        found = column.to_frame().select(among(pl.col("text"), listed)).to_series()
        assert_series_equal(found, column.is_in(LISTED))
