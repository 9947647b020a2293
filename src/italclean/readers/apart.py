"""Lines that are set apart: the keys of the reasons while a run goes on, the reasons in words when it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from italclean.messages.text import Text, said

if TYPE_CHECKING:
    from italclean.errors import Language

SCHEMA = {"line": pl.UInt32, "reason": pl.String, "detail": pl.String, "text": pl.String}
"""`reason` is the key of a sentence, `detail` how many fields a line has and should have, as `5/3`."""

EMPTY = "read.apart_empty"
REPEATED = "read.apart_repeated"
TOTAL = "read.apart_total"
PIECE = "read.apart_piece"
SHIFTED = "read.apart_shifted"
ABOVE = "read.apart_above"
SKIPPED = "read.apart_skipped"
WIDTH = "read.apart_width"
DELETED = "read.apart_deleted"

_TOLD = {
    ABOVE: "read.titles",
    EMPTY: "read.told_empty",
    REPEATED: "read.told_repeated",
    TOTAL: "read.told_total",
    SKIPPED: "read.told_skipped",
    DELETED: "read.told_deleted",
}
"""What is said of lines that were set apart for a reason."""


@dataclass(slots=True)
class Apart:
    """Lines that are set apart, by number from 0 in the whole file.

    Attributes:
        lines: Single ones: their number from 1, the reason, its detail, their text.
        frames: Many at a time, as `SCHEMA` has them.
        malformed: How many of them should have been customers.
    """

    lines: list[tuple[int, str, str | None, str]] = field(default_factory=list)
    frames: list[pl.DataFrame] = field(default_factory=list)
    malformed: int = 0

    def add(self, line: int, reason: str, text: str, detail: str | None = None) -> None:
        """Set a line apart.

        Args:
            line: Its number from 0.
            reason: The key of the reason.
            text: What stands in it.
            detail: What fills the reason.
        """
        self.lines.append((line + 1, reason, detail, text))

    def add_all(self, lines: pl.Series, reasons: pl.Series, texts: pl.Series) -> None:
        """Set many lines apart.

        Args:
            lines: Their numbers from 1.
            reasons: The keys of the reasons.
            texts: What stands in them.
        """
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(lines))
        columns = {"line": lines.cast(pl.UInt32), "reason": reasons, "detail": nothing, "text": texts}
        self.frames.append(pl.DataFrame(columns))

    def frame(self) -> pl.DataFrame:
        """Return them all, in their order."""
        own = pl.DataFrame(self.lines, schema=SCHEMA, orient="row")
        return pl.concat([own, *self.frames]).sort("line", maintain_order=True)

    def counts(self) -> dict[str, int]:
        """Return how many were set apart for each reason."""
        return dict(self.frame()["reason"].value_counts().iter_rows())

    def notices(self) -> list[Text]:
        """Say how many were set apart that are no customers, and why."""
        counts = self.counts()
        return [said(told, count=count) for reason, told in _TOLD.items() if (count := counts.get(reason, 0))]


def in_words(rejected: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Say the reasons of lines in words, once for each that there is.

    Args:
        rejected: Lines with `reason` and `detail`, as `SCHEMA` has them.
        language: The language of the words.

    Returns:
        The same lines, `reason` in words, without `detail`.

    Examples:
        >>> lines = pl.DataFrame([(7, WIDTH, "5/3", "a;b;c;d;e"), (9, EMPTY, None, ";;")], SCHEMA, orient="row")
        >>> in_words(lines, "en").rows()
        [(7, '5 fields instead of 3', 'a;b;c;d;e'), (9, 'empty row', ';;')]
    """
    distinct = rejected.select("reason", "detail").unique()
    words = [_said(key, detail, language) for key, detail in distinct.iter_rows()]
    told = distinct.with_columns(pl.Series("words", words, dtype=pl.String))
    found = rejected.select("reason", "detail").join(
        told, on=["reason", "detail"], how="left", nulls_equal=True, maintain_order="left"
    )
    return rejected.with_columns(reason=found["words"]).drop("detail")


def _said(key: str, detail: str | None, language: Language) -> str:
    count, _, width = (detail or "").partition("/")
    return said(key, count=count, width=width).text(language)
