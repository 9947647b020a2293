"""Logistic regression with an offset, on counted rows: what a few hundred labelled pairs add to what is known already.

Source: Nelder and Wedderburn, "Generalized Linear Models", JRSS A 135 (1972), for iteratively reweighted least squares;
le Cessie and van Houwelingen, "Ridge Estimators in Logistic Regression", Applied Statistics 41 (1992).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_ROUNDS = 60
_SETTLED = 1e-9
_FREE = 1e-3
"""How strongly the first column, the constant, is held to zero: hardly."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted regression.

    Attributes:
        weights: What each column adds to the log-odds, in nats.
        covariance: How unsure the weights are, and together.
    """

    weights: Floats
    covariance: Floats

    def added(self, rows: Floats) -> Floats:
        """Return what each row adds to its offset, in nats."""
        return np.asarray(rows @ self.weights)

    def deviation(self, rows: Floats) -> Floats:
        """Return the standard deviation of what each row adds, in nats."""
        return np.asarray(np.sqrt(np.einsum("ij,ij->i", rows @ self.covariance, rows)))


def fit(rows: Floats, offset: Floats, cases: Floats, counts: Floats, ridge: float) -> Logistic:
    """Fit a regression by Newton's steps, each halved until it helps.

    Args:
        rows: One row for each distinct pattern, shape (patterns, columns); the first column is the constant.
        offset: What is known of each pattern without the regression, as log-odds in nats.
        cases: How many of each pattern are cases.
        counts: How many of each pattern there are.
        ridge: How strongly the weights are held to zero: one over the variance that is expected of them.

    Examples:
        >>> import numpy as np
        >>> found = fit(np.ones((1, 1)), np.zeros(1), np.array([75.0]), np.array([100.0]), 1.0)
        >>> round(float(1 / (1 + np.exp(-found.weights[0]))), 2)
        0.75
    """
    held = np.full(rows.shape[1], ridge)
    held[0] = _FREE
    weights = np.zeros(rows.shape[1])

    def loss(weights: Floats) -> float:
        odds = offset + rows @ weights
        return float((counts * np.logaddexp(0, odds) - cases * odds).sum() + 0.5 * (held * weights * weights).sum())

    def curvature(weights: Floats) -> tuple[Floats, Floats]:
        share = 1.0 / (1.0 + np.exp(-np.clip(offset + rows @ weights, -500, 500)))
        bend = (rows * (counts * share * (1.0 - share))[:, None]).T @ rows + np.diag(held)
        return rows.T @ (cases - counts * share) - held * weights, bend

    least = loss(weights)
    for _ in range(_ROUNDS):
        slope, bend = curvature(weights)
        step = np.linalg.solve(bend, slope)
        found = loss(weights + step)
        while found > least and np.abs(step).max() > _SETTLED:
            step /= 2
            found = loss(weights + step)
        if found >= least:
            break
        weights, gained, least = weights + step, least - found, found
        if gained < _SETTLED * max(abs(least), 1.0):
            break
    return Logistic(weights, np.asarray(np.linalg.inv(curvature(weights)[1]), dtype=np.float64))
