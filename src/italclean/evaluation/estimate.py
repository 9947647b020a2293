"""Shares with the interval in which they lie with 95% probability.

Every interval is Wilson's (Edwin B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
1927): it stays within 0 and 1, and says something where all of a sample is right. What is no simple share of
independent things is given the number of independent things that would be as uncertain: the *effective sample size* of
survey statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

LEVEL = 0.95
_Z = 1.959963984540054
DIGITS = 12
"""Sums of many fractions differ in the last places by the order of the rows; nobody needs those."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95% interval.

    Attributes:
        value: The figure; None where there is nothing to measure it on.
        low: The lower end of the interval.
        high: Its upper end.
        part: What was counted, where the figure is a share of counts.
        whole: Of how many.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    part: int | None = None
    whole: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"value": self.value, "low": self.low, "high": self.high, "part": self.part, "whole": self.whole}


def share(part: int, whole: int) -> Estimate:
    """Estimate a share from independent cases.

    Args:
        part: The cases of which it holds.
        whole: All of them.

    Examples:
        >>> some = share(8, 10)
        >>> some.value, round(some.low, 3), round(some.high, 3)
        (0.8, 0.49, 0.943)
        >>> share(0, 0).value is None
        True
    """
    if not whole:
        return Estimate(None, part=0, whole=0)
    value = part / whole
    return Estimate(value, *wilson(value, whole), part=part, whole=whole)


def wilson(value: float, cases: float) -> tuple[float, float]:
    """Return Wilson's interval of a share.

    Args:
        value: The share.
        cases: On how many independent cases; may be a fraction.
    """
    square = _Z * _Z
    middle = (value + square / (2 * cases)) / (1 + square / cases)
    half = _Z / (1 + square / cases) * sqrt(value * (1 - value) / cases + square / (4 * cases * cases))
    # Nothing lies beyond a share of none or of all, whatever the last digit says.
    low = 0.0 if value <= 0 else max(0.0, middle - half)
    high = 1.0 if value >= 1 else min(1.0, middle + half)
    return round(low, DIGITS), round(high, DIGITS)


def f_of_pairs(both: int, one_alone: int) -> Estimate:
    """Estimate F1 from a sample of independent pairs.

    F1 is 2J / (1 + J), where J is the share of right merges among the pairs that are merged, one customer, or both: a
    plain share, whose interval is carried over.

    Args:
        both: The pairs that are merged and one customer.
        one_alone: The pairs that are only one of the two.

    Examples:
        >>> some = f_of_pairs(80, 30)
        >>> round(some.value, 4), round(some.low, 3), round(some.high, 3)
        (0.8421, 0.779, 0.89)
    """
    found = share(both, both + one_alone)
    if found.value is None or found.low is None or found.high is None:
        return Estimate(None)
    value, low, high = (2 * one / (1 + one) for one in (found.value, found.low, found.high))
    return Estimate(round(value, DIGITS), round(low, DIGITS), round(high, DIGITS))


def of_groups(part: Floats, whole: Floats, *, counts: bool = True) -> Estimate:
    """Estimate a share from groups that are independent of each other, while what is in a group is not.

    The error is that of a ratio of two sums over groups (the linearised estimator of cluster samples: William G.
    Cochran, "Sampling Techniques", ch. 6 and 9): no resampling, no seed, one pass.

    Args:
        part: For each group, what is counted.
        whole: For each group, of how much.
        counts: Whether both are counts, which are then told.

    Examples:
        >>> import numpy as np
        >>> some = of_groups(np.array([1.0, 1.0, 0.0, 3.0]), np.array([1.0, 1.0, 1.0, 3.0]))
        >>> round(some.value, 3), some.part, some.whole
        (0.833, 5, 6)
    """
    total = fsum(whole)
    if not total:
        return Estimate(None, part=0, whole=0) if counts else Estimate(None)
    value = fsum(part) / total
    told = (round(fsum(part)), round(total)) if counts else (None, None)
    errors = (part - value * whole) / total
    low, high = interval(value, errors[whole > 0])
    return Estimate(round(value, DIGITS), low, high, *told)


def interval(value: float, errors: Floats) -> tuple[float, float]:
    """Return the interval of a figure between 0 and 1 that is made of sums over independent groups.

    Args:
        value: The figure.
        errors: For each group, by how much it moves the figure (its linearised residual; their sum is 0).
    """
    groups = len(errors)
    spread = value * (1 - value)
    variance = groups / (groups - 1) * fsum(errors * errors) if groups > 1 else 0.0
    if spread <= 0 or variance <= 0:
        # All right, all wrong, or all alike: each group says so once.
        return wilson(min(max(value, 0.0), 1.0), groups)
    # A spread that is itself estimated from few groups says less: Student's t instead of the normal.
    return wilson(value, spread / variance * (_Z / _student(groups - 1)) ** 2)


def _student(freedom: int) -> float:
    """The quantile of Student's t that leaves 2.5% above it, by Cornish and Fisher's expansion."""
    terms = (
        (_Z**3 + _Z) / 4,
        (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / 96,
        (3 * _Z**7 + 19 * _Z**5 + 17 * _Z**3 - 15 * _Z) / 384,
    )
    return _Z + fsum(term / freedom**power for power, term in enumerate(terms, start=1))


def expected(estimates: Sequence[tuple[int, Estimate]]) -> Estimate:
    """Estimate how many of several groups of open cases something holds of, from shares of each group.

    The interval is put together from those of the shares (MOVER: G. Y. Zou and A. Donner, "Construction of confidence
    limits about effect measures", 2008).

    Args:
        estimates: For each group how many cases are open, and the share.

    Examples:
        >>> some = expected([(100, share(8, 10)), (50, share(5, 10))])
        >>> some.value, round(some.low), round(some.high)
        (105.0, 71, 124)
    """
    value = lower = upper = 0.0
    for cases, found in estimates:
        if found.value is None or found.low is None or found.high is None:
            return Estimate(None)
        value += cases * found.value
        lower += (cases * (found.value - found.low)) ** 2
        upper += (cases * (found.high - found.value)) ** 2
    most = sum(cases for cases, _ in estimates)
    return Estimate(
        round(value, DIGITS),
        round(max(0.0, value - sqrt(lower)), DIGITS),
        round(min(float(most), value + sqrt(upper)), DIGITS),
    )
