"""What is decided on a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from italclean.messages.text import Text

UNTOUCHED = (None, "source")
"""Columns without a role stay as they are; so does one of source names, which also names the rows' sources."""


@dataclass(frozen=True, slots=True)
class Column:
    """What was decided on one column.

    Attributes:
        source: The name of the source that it comes from.
        name: Its name in the input.
        role: Its role, or None.
        output: The column of `cleaned` that holds it; for a `nominativo` the role itself. One that is joined to another
            has none of its own: its cells stand in the log.
        why: The reason.
        options: What the column as a whole says about how to read it, for its cleaner.
        joins: The output of the column of its source that its cells are joined to (`RAGSOC2` to `RAGSOC1`), or None.
    """

    source: str
    name: str
    role: str | None
    output: str
    why: Text
    options: Mapping[str, Any]
    joins: str | None = None

    @property
    def cells(self) -> str:
        """The output that its cells become."""
        return self.joins or self.output
