"""What an evaluation found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from italclean.errors import Language
from italclean.evaluation.estimate import LEVEL, Estimate
from italclean.messages.text import Text, said

Kind = Literal["rows", "pairs", "review"]
Calibration = Literal["fits", "too_low", "too_high"]


@dataclass(frozen=True, slots=True)
class Band:
    """The pairs of a review whose probabilities lie in one band.

    Attributes:
        low: The least probability.
        high: The probability below which they lie; 1 is in the last band.
        pairs: How many pairs were asked.
        decided: How many of them a person decided.
        probability: The mean probability of those decided; None where there is none.
        same: The share of those decided that was one customer.
    """

    low: float
    high: float
    pairs: int
    decided: int
    probability: float | None
    same: Estimate

    @property
    def calibration(self) -> Calibration | None:
        """Whether the mean probability lies in the interval of what was found; None where nothing was decided.

        It is `too_low` where more pairs are one customer than the probability says, `too_high` where fewer are.

        Examples:
            >>> from italclean.evaluation.estimate import share
            >>> Band(0.9, 1.0, 50, 50, 0.95, share(48, 50)).calibration
            'fits'
            >>> Band(0.9, 1.0, 50, 50, 0.95, share(20, 50)).calibration
            'too_high'
        """
        if self.probability is None or self.same.low is None or self.same.high is None:
            return None
        if self.probability < self.same.low:
            return "too_low"
        return "too_high" if self.probability > self.same.high else "fits"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "low": self.low,
            "high": self.high,
            "pairs": self.pairs,
            "decided": self.decided,
            "probability": self.probability,
            "same": self.same.as_dict(),
            "calibration": self.calibration,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """How good a crosswalk is, with 95% intervals; shows itself in a notebook.

    A figure is None where the truth says nothing of it.

    Attributes:
        kind: What the truth is: labelled `rows`, labelled `pairs`, or a filled `review`.
        precision: Of the pairs of rows that were merged, the share that is one customer.
        recall: Of the pairs of rows that are one customer, the share that was merged.
        f1: The harmonic mean of the two.
        bcubed_precision: For a row, how much of its customer is one entity, on average.
        bcubed_recall: For a row, how much of its entity is in one customer, on average.
        bcubed_f1: The harmonic mean of the two.
        over_merged: The customers (golden ids) that hold several entities.
        split: The entities that are spread over several customers.
        pile: Of a review, all of its pairs.
        bands: Of a review, its pairs by their probability.
        gain: Of a review, how many of the pairs that are still open can be expected to be one customer.
        counts: What was counted, by name.
        by: By what the rows were found: `source` and `row`, `id` …
        column: The column of the truth that says which rows are one customer.
        notices: What a user should know to read the figures rightly.
        language: The language of messages.
    """

    kind: Kind
    precision: Estimate | None = None
    recall: Estimate | None = None
    f1: Estimate | None = None
    bcubed_precision: Estimate | None = None
    bcubed_recall: Estimate | None = None
    bcubed_f1: Estimate | None = None
    over_merged: Estimate | None = None
    split: Estimate | None = None
    pile: Band | None = None
    bands: tuple[Band, ...] = ()
    gain: Estimate | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    column: str = ""
    notices: tuple[Text, ...] = ()
    language: Language = "it"

    def __repr__(self) -> str:
        told = [
            f"{name} {found.value:.4f}"
            for name in ("precision", "recall", "f1")
            if (found := getattr(self, name)) is not None and found.value is not None
        ]
        if self.pile is not None and self.pile.same.value is not None:
            told = [f"{self.pile.decided} of {self.pile.pairs} pairs decided", f"{self.pile.same.value:.4f} same"]
        return f"<Evaluation of {self.kind}: {', '.join(told) or 'nothing to measure'}>"

    @property
    def estimates(self) -> dict[str, Estimate]:
        """The figures that the truth says something of, by name."""
        named = {name: getattr(self, name) for name in ESTIMATES}
        return {name: found for name, found in named.items() if found is not None}

    @property
    def method(self) -> Text:
        """How the intervals were made."""
        return said(f"evaluate.method_{self.kind}")

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, as `--json` prints it."""
        return {
            "kind": self.kind,
            "by": list(self.by),
            "column": self.column,
            "figures": {name: found.as_dict() for name, found in self.estimates.items()},
            "pile": None if self.pile is None else self.pile.as_dict(),
            "bands": [band.as_dict() for band in self.bands],
            "gain": None if self.gain is None else self.gain.as_dict(),
            "counts": dict(self.counts),
            "interval": {"level": LEVEL, "it": self.method.italian, "en": self.method.english},
            "notices": [{"it": notice.italian, "en": notice.english} for notice in self.notices],
        }

    def _repr_html_(self) -> str:
        from italclean.evaluation.shown import notebook_view

        return notebook_view(self)


ESTIMATES = (
    "precision",
    "recall",
    "f1",
    "bcubed_precision",
    "bcubed_recall",
    "bcubed_f1",
    "over_merged",
    "split",
)
"""The figures of an evaluation, in the order in which they are shown."""
