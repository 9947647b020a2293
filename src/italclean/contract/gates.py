"""Gates: figures that may not be over a maximum, so that a nightly job fails where a list has become worse."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from italclean.errors import BadGate

NAMES = (
    "rejected", "fixed", "repaired", "suspect", "invalid", "missing", "retention", "duplicates", "review", "conflicts",
    "decisions_unplaced",
)  # fmt: skip
"""The figures that can be held against a maximum."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A maximum of one figure.

    Attributes:
        name: The figure, one of `NAMES`.
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

    def held(self, figures: Mapping[str, float]) -> dict[str, Any]:
        """Hold the figures of a run against it.

        Args:
            figures: `Result.figures()`.

        Returns:
            `name`, `most` (as typed), `figure`, and whether it is `over`.

        Examples:
            >>> Gate("rejected", 1, True).held({"rows": 500, "rejected": 6})
            {'name': 'rejected', 'most': '1%', 'figure': 6, 'over': True}
        """
        figure = figures.get(self.name, 0)
        limit = self.most * figures["rows"] / 100 if self.is_share else self.most
        return {"name": self.name, "most": self.shown, "figure": figure, "over": figure > limit}


def read_gates(given: Sequence[str] | None) -> tuple[Gate, ...]:
    """Read what was typed as `--fail-on NAME=MAX`; of one figure the last counts.

    Args:
        given: What was typed, each time.

    Raises:
        BadGate: It cannot be understood.
    """
    gates = {}
    for typed in given or ():
        name, sign, most = typed.partition("=")
        if not sign or name.strip() not in NAMES or not re.fullmatch(r"\s*[0-9]+(?:\.[0-9]+)?\s*%?\s*", most):
            raise BadGate(gate=typed, names=", ".join(NAMES))
        gates[name.strip()] = Gate(name.strip(), float(most.strip().rstrip("% ")), "%" in most)
    return tuple(gates.values())
