"""Shares and their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from italclean.evaluation.estimate import expected, f_of_pairs, interval, of_groups, share, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Robert G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(part: int, whole: int, low: float, high: float) -> None:
    found = share(part, whole)
    assert (found.part, found.whole) == (part, whole)
    assert (round(found.low or 0, 4), round(found.high or 0, 4)) == (low, high)


def test_nothing_is_no_share() -> None:
    assert share(0, 0).value is None
    assert f_of_pairs(0, 0).value is None
    assert of_groups(np.zeros(3), np.zeros(3)).value is None


def test_groups_of_one_are_a_plain_sample() -> None:
    right = np.array([1.0] * 80 + [0.0] * 20)
    found = of_groups(right, np.ones(100))
    low, high = wilson(0.8, 100)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.003), pytest.approx(high, abs=0.003))


def test_what_goes_together_says_less() -> None:
    alone = of_groups(np.array([1.0] * 80 + [0.0] * 20), np.ones(100))
    together = of_groups(np.array([10.0] * 8 + [0.0] * 2), np.full(10, 10.0))
    assert together.value == alone.value
    assert (together.low or 0) < (alone.low or 0) - 0.1


@pytest.mark.parametrize("groups", [1, 5, 1000])
def test_all_right_says_so_once_for_each_group(groups: int) -> None:
    assert interval(1.0, np.zeros(groups)) == wilson(1.0, groups)


def test_f1_is_a_share_in_disguise() -> None:
    found = f_of_pairs(8, 2)
    assert found.value == pytest.approx(2 * 8 / (2 * 8 + 2))
    assert f_of_pairs(0, 5).value == 0
    assert f_of_pairs(5, 0).high == 1


def test_expected_is_within_what_is_open() -> None:
    assert expected([]).value == 0
    some = expected([(10, share(3, 3)), (5, share(0, 3))])
    assert (some.value, some.high) == (10, pytest.approx(12.8, abs=0.1))
    assert expected([(4, share(0, 0))]).value is None
