"""What a list teaches about itself: how often records that are so alike are one customer, by the codes of some of them.

The model (`model`) takes the fields for independent of each other, which they are not: father and son share a name, a
home and a telephone. How often that happens stands in the list: in the pairs whose codes are known (`labels`). A
logistic regression learns from them what is to be added to the model's likeness, for each pattern of agreement
(`patterns`), and how sure that is. A pair without codes is then taken for one customer if even the cautious end of what
was learned, its lower 95% bound, says so.

Who has a code is not always like who has none: where sons without a code bear their fathers' names, the labels know no
such pair. A guard compares how often the contacts of two records of one name and address contradict each other, among
labelled pairs and others; where that differs, or labels are few, nothing is learned, and the rules alone decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.pairs import logistic
from italclean.pairs.compare import FIELDS
from italclean.pairs.levels import CONFLICT, PARTLY, SAME, Levels
from italclean.pairs.patterns import Patterns, likeness_of, names_of, rows_of

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LEAST_LABELS, LEAST_OF_A_CLASS = 450, 20
"""From how many labels on what is learned is at least as right as the rules, on lists where both were tried."""

MOST_UNLIKE = 2.0
"""How many times likelier contacts may contradict each other where codes are missing; 0.2 to 1.0 where all is well."""

_RIDGE = 2.0
_SURE = 1.645
"""The standard deviations between the mean and the lower bound of 95%."""
_BIT = float(np.log(2))
_BEYOND = (-40.0, 60.0)


@dataclass(frozen=True, slots=True)
class Taught:
    """What was learned of one kind of records, or why nothing was.

    Attributes:
        kind: `P` for persons, `A` for companies.
        labels: How many pairs are labelled.
        same: How many of them are one customer.
        unlike: How many times likelier contacts contradict each other where codes are missing; None where no pair
            tells.
        seen: The ways in which names agree of which enough pairs are labelled: of others nothing is learned, as of
            records without a surname where no labelled one is.
        regression: What was learned; None where the rules alone decide.
    """

    kind: str
    labels: int
    same: int
    unlike: float | None
    seen: Patterns
    regression: logistic.Logistic | None

    @property
    def why_not(self) -> str:
        """Why nothing was learned: `few_labels`, `unlike_labels`, or empty."""
        if self.regression is not None:
            return ""
        return "unlike_labels" if _are_enough(self.labels, self.same) else "few_labels"

    def as_dict(self) -> dict[str, Any]:
        """Return what was learned as plain data, as `run.json` holds it."""
        return {
            "labels": self.labels,
            "same": self.same,
            "unlike": None if self.unlike is None else round(self.unlike, 2),
            "used": self.regression is not None,
            "why_not": self.why_not or None,
        }

    def added(self, patterns: Patterns) -> tuple[Floats, Floats, Flags]:
        """Return what is added to the model's likeness of patterns, what caution takes off, and where it was learned.

        Both are in bits.
        """
        nothing = np.zeros(len(patterns))
        learned = np.isin(names_of(patterns), self.seen)
        if self.regression is None:
            return nothing, nothing, learned
        rows = rows_of(patterns)
        added, deviation = self.regression.added(rows) / _BIT, self.regression.deviation(rows) / _BIT
        return np.where(learned, added, nothing), np.where(learned, _SURE * deviation, nothing), learned


@dataclass(frozen=True, slots=True)
class Learned:
    """What a list taught.

    Attributes:
        kinds: What was learned of each kind.
        common: The parts of addresses before the @ that say nothing of whose they are.
    """

    kinds: tuple[Taught, ...]
    common: pl.Series

    def of(self, kind: str) -> Taught | None:
        """Return what was learned of a kind, if anything was."""
        return next((taught for taught in self.kinds if taught.kind == kind and taught.regression is not None), None)


def learn(kind: str, patterns: Patterns, same: Flags, unlike: float | None) -> Taught:
    """Learn from labelled pairs.

    Args:
        kind: `P` or `A`.
        patterns: The patterns of the labelled pairs.
        same: Which of them are one customer.
        unlike: What `times_likelier` gave.
    """
    nothing = np.empty(0, dtype=np.int64)
    taught = Taught(kind, len(patterns), int(same.sum()), unlike, nothing, None)
    if not _are_enough(taught.labels, taught.same) or (unlike is not None and unlike > MOST_UNLIKE):
        return taught
    distinct, place = np.unique(patterns, return_inverse=True)
    counts = np.bincount(place).astype(np.float64)
    cases = np.bincount(place, weights=same).astype(np.float64)
    offset = np.clip(likeness_of(distinct), *_BEYOND) * _BIT
    fitted = logistic.fit(rows_of(distinct), offset, cases, counts, _RIDGE)
    names, labelled = np.unique(names_of(patterns), return_counts=True)
    return replace(taught, seen=names[labelled >= LEAST_OF_A_CLASS], regression=fitted)


def times_likelier(levels: Levels, labelled: Flags, others: Flags) -> float | None:
    """Tell how many times likelier the contacts of two records of one name and address contradict each other elsewhere.

    Args:
        levels: The pairs' levels.
        labelled: The labelled pairs.
        others: The pairs that what is learned would decide.

    Returns:
        The odds among the others over those among the labelled; None where no pair of one of them tells.
    """
    at = {name: levels[:, place] for place, name in enumerate(FIELDS)}
    one_name = ((at["cognome"] == SAME) & (at["nome"] == SAME)) | (at["ragione_sociale"] == SAME)
    asked = one_name & (at["luogo"] == SAME)
    agree = (at["email"] == SAME) | np.isin(at["telefono"], (SAME, PARTLY))
    contradict = ~agree & ((at["email"] == CONFLICT) | (at["telefono"] == CONFLICT))
    # Half a pair is added to each, so that none is nothing.
    odds = []
    for among in (others, labelled):
        counted = [int((asked & among & told).sum()) for told in (contradict, agree)]
        if sum(counted) < LEAST_OF_A_CLASS:
            return None
        odds.append((counted[0] + 0.5) / (counted[1] + 0.5))
    return odds[0] / odds[1]


def _are_enough(labels: int, same: int) -> bool:
    return labels >= LEAST_LABELS and min(same, labels - same) >= LEAST_OF_A_CLASS
