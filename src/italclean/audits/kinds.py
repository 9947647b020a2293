"""What two systems can say of one thing, the worst first. `_a` and `_b` name the system that it is about."""

from __future__ import annotations

import polars as pl

CONFLICTS = ("refused_a_yes_b", "refused_b_yes_a")
"""One system holds a refusal, the other a consent: whoever writes by the latter writes to somebody who said no."""
UNKNOWN = ("refused_a_unknown_b", "refused_b_unknown_a")
"""One system holds a refusal of which the other knows nothing."""
DIFFERENT = ("different", "older_a", "older_b")
"""Both say something, and not the same; of dates of orders, which of the two is behind."""
INVALID = ("invalid_a", "invalid_b", "invalid_both")
"""What stands in one of them is no value: a codice fiscale with a wrong check letter."""
MISSING = ("missing_a", "missing_b")
"""One says something, the other has the column and nothing in it."""
REWRITTEN, EQUAL, NEITHER = "rewritten", "equal", "neither"

KINDS = (*CONFLICTS, *UNKNOWN, *DIFFERENT, *INVALID, *MISSING, REWRITTEN, EQUAL, NEITHER)
"""Every kind, the worst first. `rewritten`: the same, written otherwise. `neither`: nobody says anything."""

KIND = pl.Enum(KINDS)

LISTED = KINDS[: KINDS.index(EQUAL)]
"""The kinds that stand in the list of differences."""


def mirrored(kind: str) -> str:
    """Return what a kind is called when the two systems change places.

    Args:
        kind: One of `KINDS`.

    Examples:
        >>> mirrored("refused_a_yes_b"), mirrored("missing_b"), mirrored("equal")
        ('refused_b_yes_a', 'missing_a', 'equal')
    """
    swapped = {"a": "b", "b": "a"}
    return "_".join(swapped.get(word, word) for word in kind.split("_"))
