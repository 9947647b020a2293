"""The state of a cleaning: for each canonical column its values, and the verdict on each cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from italclean.core import text
from italclean.core.columns import is_true, no_text, rows_where
from italclean.issues.outcome import STATUS
from italclean.issues.registry import ISSUES, issue_dtype
from italclean.rows.packed import Findings
from italclean.settings import Periods

_NOTES = "annotazione"


@dataclass(slots=True)
class Cells:
    """One column being cleaned.

    Attributes:
        role: The role that it plays.
        output: The column of `cleaned` that holds its values, or None when they went to other columns
            (a `nominativo` becomes `cognome`, `nome` …).
        names: The column's name in the input, row by row (sources may name it differently); null where the
            row's source has no such column.
        raw: The cells as they came.
        verdict: The columns `value`, `status`, `issue`, `detail`.
        parts: Where several columns were joined, the name and the cells of each, as they came; that of `names` first.
    """

    role: str
    output: str | None
    names: pl.Series
    raw: pl.Series
    verdict: pl.DataFrame
    parts: tuple[tuple[pl.Series, pl.Series], ...] = ()

    def decide(
        self, where: pl.Series, value: pl.Series | None, issue: str, detail: pl.Series | str | None = None
    ) -> None:
        """Overrule the verdict of some cells.

        Args:
            where: Which cells.
            value: Their new values; None keeps the values that they have.
            issue: The issue's code, from which the status follows.
            detail: What fills the issue's message.
        """
        if not where.any():
            return
        given = pl.lit(detail, dtype=pl.String) if isinstance(detail, str | None) else detail
        mask = is_true(where)
        self.verdict = self.verdict.with_columns(
            value=pl.when(mask).then(value if value is not None else pl.col("value")).otherwise("value"),
            status=pl.when(mask).then(pl.lit(ISSUES[issue].status, dtype=STATUS)).otherwise("status"),
            issue=pl.when(mask).then(pl.lit(issue, dtype=issue_dtype())).otherwise("issue"),
            detail=pl.when(mask).then(given).otherwise("detail"),
        )

    def leave(self, where: pl.Series, issue: str, detail: pl.Series | None = None) -> None:
        """Leave some cells as they were typed, but for blanks that nobody sees.

        Args:
            where: Which cells.
            issue: The issue's code.
            detail: What fills the issue's message.
        """
        some = is_true(where & self.raw.is_not_null())
        if some.any():
            places = rows_where(some)
            tidy = self.raw[places].to_frame("raw").select(text.tidy(text.undo(pl.col("raw")))).to_series()
            self.decide(some, self.value.clone().scatter(places, tidy), issue, detail)

    @property
    def value(self) -> pl.Series:
        """The values as they stand."""
        return self.verdict["value"]

    @property
    def empty(self) -> pl.Series:
        """Which cells have no value."""
        return self.verdict["value"].is_null()


def none_overdue() -> pl.DataFrame:
    """No row: the shape of the rows that have been silent for too long, by their place from 0.

    Each stands there for the general clock (`purpose` is null) and for each purpose over whose time it is.
    """
    names = pl.Categorical()
    return pl.DataFrame(schema={"at": pl.UInt32, "last_sign": pl.String, "column": names, "purpose": names})


@dataclass(slots=True)
class Worksheet:
    """A whole list being cleaned.

    Attributes:
        identity: The columns `source`, `row`, `source_id`.
        cells: The columns that have a role, by the name of their output (or role).
        findings: What cleaners found beyond the values, by the same names.
        derived: Canonical columns that no input column holds.
        passed_on: The columns without a role.
        periods: After how long a customer is silent.
        retention: After how many months of silence a row is over its time for a purpose with a clock of its own.
        unread: For each purpose of consent the rows on which something stands that could not be read.
        only_email: The rows whose consent to marketing was given to a newsletter; None where there are none.
        marks: What is noted of each row about contacting it (`consent.notes.Mark`).
        conflicts: Which addresses say otherwise than the columns beside them, until that is settled.
        loose: What cells of contacts hold beyond their first value, until it is placed.
        facts: What is known of the whole list, by the name of the fact.
        overdue: The rows that have been silent for longer than they may be kept.
    """

    identity: pl.DataFrame
    cells: dict[str, Cells]
    findings: Findings
    derived: dict[str, pl.Series]
    passed_on: pl.DataFrame
    periods: Periods = field(default_factory=Periods)
    retention: Mapping[str, int] = field(default_factory=dict)
    unread: dict[str, pl.Series] = field(default_factory=dict)
    only_email: pl.Series | None = None
    marks: pl.Series | None = None
    conflicts: pl.Series | None = None
    loose: pl.DataFrame | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    overdue: pl.DataFrame = field(default_factory=none_overdue)

    @property
    def height(self) -> int:
        """How many records there are."""
        return self.identity.height

    def value(self, name: str) -> pl.Series:
        """Return a canonical column's values, null where nothing holds them."""
        if name in self.cells and self.cells[name].output is not None:
            return self.cells[name].value.rename(name)
        if name in self.derived:
            return self.derived[name].rename(name)
        return no_text(self.height, name)

    def finding(self, name: str, extra: str) -> pl.Series:
        """Return an extra of a column's cleaner, null where the column is absent."""
        found = self.findings.find(name, extra)
        return no_text(self.height, extra) if found is None else found

    def fill(
        self,
        name: str,
        where: pl.Series,
        values: pl.Series,
        origin: str,
        issue: str = "derived",
    ) -> None:
        """Put derived values into empty cells of a column, adding the column where the input has none.

        Args:
            name: The canonical column.
            where: Which rows may be filled.
            values: What to fill in; null fills nothing.
            origin: Where the values come from, as the issue's message says.
            issue: The issue of filled cells.
        """
        empty = self.value(name).is_null() & values.is_not_null() & is_true(where)
        if name in self.cells and self.cells[name].output is not None:
            self.cells[name].decide(empty, values, issue, origin)
        elif empty.any():
            current = self.value(name)
            self.derived[name] = pl.select(pl.when(empty).then(values).otherwise(current)).to_series().rename(name)

    def annotate(self, notes: pl.Series) -> None:
        """Add what stands beside a value in its cell (`EREDI`, `chiedere di Ugo`) to the row's `annotazione`.

        Args:
            notes: A note for each row; null adds nothing, and so does what the row's annotation says already.
        """
        current = self.value(_NOTES)
        known = pl.DataFrame({"current": current, "note": notes})
        new = known.select(
            pl.col("note").is_not_null()
            & ~pl.col("current").str.contains(pl.col("note"), literal=True).fill_null(value=False)
        ).to_series()
        if not new.any():
            return
        joined = known.select(
            pl.when(new)
            .then(pl.concat_str("current", "note", separator=" | ", ignore_nulls=True))
            .otherwise("current")
            .alias(_NOTES)
        ).to_series()
        if _NOTES in self.cells:
            self.cells[_NOTES].decide(new, joined, "derived", "note")
        else:
            self.derived[_NOTES] = joined
