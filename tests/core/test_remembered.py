"""What was asked lately is known: the same answers, whatever was asked before."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_series_equal

import italclean as ic
from italclean.core import remembered
from italclean.core.known import among
from italclean.core.remembered import SHORT, remembering, remembers

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
    with remembering():
        for _ in range(2):
            assert_series_equal(longer(text(values), by), longer.__wrapped__(text(values), by))


@given(st.lists(st.tuples(st.text(max_size=1), st.text(max_size=1)), max_size=8))
def test_pairs_are_known_as_pairs(pairs: list[tuple[str, str]]) -> None:
    one, other = text([a for a, _ in pairs]), text([b for _, b in pairs])
    with remembering():
        assert same(one, other).tolist() == [a == b for a, b in pairs]


def test_each_value_is_asked_once() -> None:
    asked: list[list[str]] = []

    @remembers
    def noted(values: pl.Series) -> pl.Series:
        asked.append(values.to_list())
        return values

    with remembering():
        assert noted(text(["a", "a", "b"])).to_list() == ["a", "a", "b"]
        with remembering():
            assert noted(text(["b", "c"])).to_list() == ["b", "c"]
        assert noted(text(["c"])).to_list() == ["c"]
    assert asked == [["a", "b"], ["c"]]
    # Nothing of a run is left when it has ended, and nothing is kept where there is none.
    for _ in range(2):
        assert noted(text(["a", "b", "a"])).to_list() == ["a", "b", "a"]
    assert asked == [["a", "b"], ["c"], ["a", "b", "a"], ["a", "b", "a"]]


def test_no_value_of_a_list_outlives_its_run() -> None:
    ic.run(pl.DataFrame({"Cognome": ["Zzyzxrossi"], "Nome": ["Mario"], "Indirizzo": ["Via Zzyzx 7"]}))
    assert all(not known for known in remembered._everything)
    assert len(remembered._everything) > 10


def test_what_is_given_may_be_changed() -> None:
    with remembering():
        longer(text(["a"])).scatter(0, 99)
        assert longer(text(["a"])).to_list() == [1]


def test_more_than_is_kept_is_asked_anew() -> None:
    with remembering():
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
