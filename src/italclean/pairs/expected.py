"""How many wrong merges and missed duplicates to expect on this list, from what its own codes taught.

The sum of the chances that merged pairs are two customers is what to expect of wrong merges; that of the pairs left
apart, of missed ones. Both are estimates: records without a code are not quite like those with one. On lists with known
truth the wrong merges were between a third of the estimate and three and a half times as many, so that is the range
that is told; no bound is promised.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from italclean.pairs.decide import Verdicts
from italclean.pairs.encode import Rows
from italclean.pairs.learned import Taught
from italclean.pairs.odds import Flags, Thresholds, probable
from italclean.pairs.rules import APART, MERGE

LEAST_TIMES, MOST_TIMES = 1 / 3, 3.5
"""Between how many times the estimate the wrong merges were, on lists with known truth."""

CHOICES = (0.50, 0.80, 0.90, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999, 1.0)
"""The thresholds of which is told what each would give."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a threshold of merging would give.

    Attributes:
        merge_from: The threshold.
        merged: How many pairs of rows it merges by their likeness.
        review: How many of the others are doubtful enough to be shown to a person; of several pairs of the same two
            customers one is shown.
        wrong: How many wrong merges are to be expected among them.
        missed: How many duplicates stay apart, in the review or not.
        gain: How many of them are shown to a person.
    """

    merge_from: float
    merged: int
    review: int
    wrong: float
    missed: float
    gain: float

    @property
    def wrong_from(self) -> int:
        """How many wrong merges there are at least, as a range."""
        return math.floor(self.wrong * LEAST_TIMES)

    @property
    def wrong_to(self) -> int:
        """How many wrong merges there are at most, as a range."""
        return min(math.ceil(self.wrong * MOST_TIMES), self.merged)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        told = {name: getattr(self, name) for name in ("merge_from", "merged", "review", "wrong_from", "wrong_to")}
        return {**told, **{name: round(getattr(self, name), 1) for name in ("wrong", "missed", "gain")}}


@dataclass(frozen=True, slots=True)
class Expected:
    """What to expect of the merges by likeness, and of other thresholds.

    Attributes:
        thresholds: The thresholds that were used.
        chosen: What they give.
        choices: What others would give.
        blocking_recall: Which share of the pairs with one code is also proposed by something else; None without any.
        learned: Which share of the pairs open to likeness something was learned of.
        taught: What was learned of persons and of companies, and from how many labels.
    """

    thresholds: Thresholds
    chosen: Choice
    choices: tuple[Choice, ...]
    blocking_recall: float | None
    learned: float
    taught: tuple[Taught, ...]

    @property
    def is_learned(self) -> bool:
        """Whether enough was learned for the figures to mean something: of half of the pairs."""
        return self.learned >= 0.5

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, as `run.json` holds it."""
        return {
            "learned": self.is_learned,
            "share_learned": round(self.learned, 4),
            "labels": {taught.kind: taught.as_dict() for taught in self.taught},
            "review_from": self.thresholds.review_from,
            **self.chosen.as_dict(),
            "blocking_recall": None if self.blocking_recall is None else round(self.blocking_recall, 4),
            "choices": [choice.as_dict() for choice in self.choices],
        }


def expect(
    verdicts: Verdicts,
    label: Rows,
    pairs: tuple[Rows, Rows],
    times: npt.NDArray[np.int64],
    known: tuple[Flags, Flags],
    taught: tuple[Taught, ...],
    thresholds: Thresholds,
) -> Expected:
    """Tell what to expect.

    Args:
        verdicts: What was decided on the pairs.
        label: The cluster of each record.
        pairs: The first and the second record of each pair.
        times: How many identical rows each record stands for.
        known: Which pairs have one code, and which of the pairs were proposed by something else.
        taught: What was learned of persons and of companies.
        thresholds: The thresholds that were used.
    """
    low, high = pairs
    decided = np.flatnonzero(verdicts.open)
    probability, mean = (probable(bits[decided]) for bits in (verdicts.bits, verdicts.mean))
    learned = verdicts.learned[decided]
    together = label[low[decided]] == label[high[decided]]
    rows = (times[low[decided]] * times[high[decided]]).astype(np.float64)
    merged = verdicts.verdict[decided] == MERGE
    # What others joined is neither missed nor merged by its likeness.
    counted = merged | ~together
    unsure, sure = (1 - mean) * rows, mean * rows

    def give(merge_from: float | None) -> Choice:
        joined = counted & (probability >= (thresholds.merging(learned) if merge_from is None else merge_from))
        asked = counted & ~joined & (probability >= thresholds.review_from)
        return Choice(
            thresholds.merge_from if merge_from is None else merge_from,
            int(rows[joined].sum()),
            int(rows[asked].sum()),
            float(unsure[joined].sum()),
            float(sure[counted & ~joined].sum()),
            float(sure[asked].sum()),
        )

    one_code, by_likeness = known
    recall = float(by_likeness[one_code].mean()) if one_code.any() else None
    not_apart = verdicts.verdict[decided] != APART
    share = float(learned[not_apart].mean()) if not_apart.any() else 0.0
    return Expected(thresholds, give(None), tuple(give(choice) for choice in CHOICES), recall, share, taught)
