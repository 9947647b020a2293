"""Logistic regression, against slow and obvious ways to the same."""

from __future__ import annotations

import numpy as np
import pytest

from italclean.pairs.logistic import Floats, fit


def some(seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    generator = np.random.default_rng(seed)
    rows = np.concatenate([np.ones((40, 1)), generator.integers(0, 2, (40, 3)).astype(np.float64)], axis=1)
    counts = generator.integers(1, 60, 40).astype(np.float64)
    cases = np.floor(counts * generator.random(40))
    return rows, generator.normal(0, 2, 40), cases, counts


def slope(weights: Floats, rows: Floats, offset: Floats, cases: Floats, counts: Floats, ridge: float) -> Floats:
    held = np.array([1e-3, *[ridge] * (rows.shape[1] - 1)])
    share = 1 / (1 + np.exp(-(offset + rows @ weights)))
    return np.asarray(rows.T @ (cases - counts * share) - held * weights)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_fits_better(seed: int) -> None:
    """The slope of the likelihood is nothing where it is greatest; its curvature tells the covariance."""
    given = some(seed)
    found = fit(*given, 2.0)
    assert slope(found.weights, *given, 2.0) == pytest.approx(0, abs=1e-3)
    step = 1e-5
    bend = [
        (slope(found.weights - step * one, *given, 2.0) - slope(found.weights + step * one, *given, 2.0)) / (2 * step)
        for one in np.eye(4)
    ]
    assert np.linalg.inv(np.array(bend)) == pytest.approx(found.covariance, rel=1e-3, abs=1e-6)


def test_counted_rows_are_as_good_as_rows_one_by_one() -> None:
    rows, offset, cases, counts = some(7)
    every = np.repeat(np.arange(len(rows)), counts.astype(int))
    is_case = np.concatenate([np.arange(int(n)) < k for n, k in zip(counts, cases, strict=True)]).astype(np.float64)
    one_by_one = fit(rows[every], offset[every], is_case, np.ones(len(every)), 2.0)
    assert fit(rows, offset, cases, counts, 2.0).weights == pytest.approx(one_by_one.weights, abs=1e-5)


def test_what_always_holds_gives_no_endless_weights() -> None:
    rows = np.array([[1.0, 0.0], [1.0, 1.0]])
    found = fit(rows, np.zeros(2), np.array([0.0, 1000.0]), np.array([1000.0, 1000.0]), 0.5)
    assert np.isfinite(found.weights).all()
    assert found.added(rows)[0] < -3 < 3 < found.added(rows)[1]


def test_an_offset_that_says_all_leaves_nothing_to_add() -> None:
    rows = np.ones((2, 1))
    offset = np.log(np.array([0.25 / 0.75, 0.9 / 0.1]))
    found = fit(rows, offset, np.array([250.0, 900.0]), np.array([1000.0, 1000.0]), 1.0)
    assert found.weights == pytest.approx(0, abs=1e-4)


def test_the_more_rows_the_surer() -> None:
    rows = np.ones((1, 1))
    few, many = (fit(rows, np.zeros(1), np.array([n * 0.7]), np.array([float(n)]), 1.0) for n in (10, 10_000))
    assert few.deviation(rows)[0] > 10 * many.deviation(rows)[0]
    assert many.deviation(rows)[0] == pytest.approx(1 / np.sqrt(10_000 * 0.7 * 0.3), rel=1e-3)
