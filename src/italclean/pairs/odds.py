"""How likely pairs are, and from which probability on they are merged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a pair decided by its likeness is merged, or shown to a person.

    Attributes:
        merge_from: The probability from which a pair is merged, the lower bound of what the list's own codes taught.
        by_model: The same of pairs of which nothing was learned: the model's probability, which knows no bound.
        review_from: The probability from which a pair that is not merged is shown to a person.
    """

    merge_from: float = 0.95
    by_model: float = 0.90
    review_from: float = 0.50

    @classmethod
    def given(cls, merge_from: float | None, review_from: float) -> Thresholds:
        """Return those that a user set; None for what they are by default."""
        if merge_from is None:
            return cls(review_from=review_from)
        return cls(merge_from, merge_from, review_from)

    def merging(self, learned: Flags) -> Floats:
        """Return the probability from which each pair is merged."""
        return np.where(learned, self.merge_from, self.by_model)


DEFAULT = Thresholds()

_SUREST = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Odds:
    """The log-odds of pairs, in bits.

    Attributes:
        model: What the model says.
        learned: What the list's own codes add.
        caution: What is taken off for how unsure that is.
        is_learned: Of which pairs anything was learned.
    """

    model: Floats
    learned: Floats
    caution: Floats
    is_learned: Flags

    def part(self, rows: slice) -> Odds:
        """Return those of some of the pairs."""
        return Odds(*(getattr(self, name)[rows] for name in Odds.__slots__))


def probable(bits: Floats) -> Floats:
    """Return the probability of log-odds in bits, never quite 1: what is only alike is never sure."""
    return np.minimum(np.round(1.0 / (1.0 + np.exp2(-np.clip(bits, -60, 60))), 9), _SUREST)
