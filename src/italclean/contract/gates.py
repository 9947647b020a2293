"""Gates: figures that may not be over a maximum, so that a nightly job fails where a list has become worse."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from italclean.errors import BadGate

NAMES = (
    "rejected", "fixed", "repaired", "suspect", "invalid", "missing", "retention", "duplicates", "review", "conflicts",
    "decisions_unplaced", "held",
)  # fmt: skip
"""The figures of a run that can be held against a maximum."""

AUDITED = (
    "consent_conflict", "refusal_unknown", "different", "one_invalid", "one_missing", "written_otherwise", "stale",
    "status", "only_a", "only_b", "repeated_a", "repeated_b",
)  # fmt: skip
"""Those of an audit, beside the ones of a run but `held`."""
OF_AUDITS = (*AUDITED, *(name for name in NAMES if name != "held"))


@dataclass(frozen=True, slots=True)
class Gate:
    """A maximum of one figure.

    Attributes:
        name: The figure, one of `NAMES` or `AUDITED`.
        most: The maximum, a count or a share of the rows in percent.
        is_share: Whether it is a share.
    """

    name: str
    most: float
    is_share: bool

    @property
    def shown(self) -> str:
        """The maximum as it was typed."""
        return f"{self.most:g}%" if self.is_share else f"{self.most:g}"

    def held(self, figures: Mapping[str, float], *, of: float | None = None) -> dict[str, Any]:
        """Hold the figures of a run against it.

        Args:
            figures: `Result.figures()`.
            of: What a share is one of; None for the rows.

        Returns:
            `name`, `most` (as typed), `figure`, and whether it is `over`.

        Examples:
            >>> Gate("rejected", 1, True).held({"rows": 500, "rejected": 6})
            {'name': 'rejected', 'most': '1%', 'figure': 6, 'over': True}
        """
        figure = figures.get(self.name, 0)
        limit = self.most * (figures["rows"] if of is None else of) / 100 if self.is_share else self.most
        return {"name": self.name, "most": self.shown, "figure": figure, "over": figure > limit}


def read_gates(given: Sequence[str] | None, names: Sequence[str] = NAMES) -> tuple[Gate, ...]:
    """Read what was typed as `--fail-on NAME=MAX`; of one figure the last counts.

    Args:
        given: What was typed, each time.
        names: The figures that there are.

    Raises:
        BadGate: It cannot be understood.
    """
    gates = {}
    for typed in given or ():
        name, sign, most = typed.partition("=")
        if not sign or name.strip() not in names or not re.fullmatch(r"\s*[0-9]+(?:\.[0-9]+)?\s*%?\s*", most):
            raise BadGate(gate=typed, names=", ".join(names))
        gates[name.strip()] = Gate(name.strip(), float(most.strip().rstrip("% ")), "%" in most)
    return tuple(gates.values())
