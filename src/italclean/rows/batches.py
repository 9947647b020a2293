"""The one way rows are cleaned: a batch of rows by a plan, the whole list being the batch of a run.

Rows are cleaned by what stands in them. What a row needs to know of the others (`step.Fact`) is put together from what
each batch says: so a list may be cut into batches in any way, and the batches be cleaned side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from italclean.core.parallel import each
from italclean.errors import Language
from italclean.fields.catalogue import canonical_position
from italclean.fields.plan import Plan
from italclean.readers.table import Table
from italclean.rows.hints import hints_of
from italclean.rows.log import IssueLog, tell_replaced
from italclean.rows.mailboxes import CheckDomains
from italclean.rows.opening import Told, open_sheet, unwrapped
from italclean.rows.step import Fact
from italclean.rows.steps import order
from italclean.rows.worksheet import Cells, Worksheet, none_overdue
from italclean.settings import Periods

Batch = Sequence[Table]
"""Some rows of a list: its sources, or a part of each (`Table.part`)."""


@dataclass(frozen=True, slots=True, repr=False)
class Cleaned:
    """Cleaned rows.

    Attributes:
        frame: One row for each input row: `source`, `row`, `source_id`, the canonical columns that apply,
            then the columns without a role.
        log: What a person should look at, and what was merely rewritten.
        counts: How many cells of each column have which status and issue.
        plan: What was decided on the columns.
        hints: What the deduplication may use beyond the frame, row by row: refused codes as typed, second
            phones of a cell, the words of firms' names, consents that could not be read.
        derived: The canonical columns that no input column holds, and how many of their cells are filled.
        facts: What is known of the whole list, by the name of the fact.
        overdue: The rows that have been silent for longer than they may be kept, by their place in the frame (`at`),
            with their `last_sign` of life, the `column` that it stands in and the `purpose` whose time it is, null for
            the general one.
    """

    frame: pl.DataFrame
    log: IssueLog
    counts: pl.DataFrame
    plan: Plan
    hints: pl.DataFrame
    derived: dict[str, int]
    facts: Mapping[str, Any] = field(default_factory=dict)
    overdue: pl.DataFrame = field(default_factory=none_overdue)

    def without(self, gone: pl.Series) -> Cleaned:
        """Leave rows out, and what the log says of them; they stay in the counts.

        Args:
            gone: Which rows.
        """
        places = (~gone).arg_true()
        moved = pl.DataFrame({"at": places, "place": pl.int_range(len(places), dtype=pl.UInt32, eager=True)})
        at = self.overdue.schema["at"]
        overdue = self.overdue.join(moved.cast({"at": at}), on="at", how="inner", maintain_order="left")
        return replace(
            self,
            frame=self.frame[places],
            log=self.log.without(gone),
            hints=self.hints[places],
            overdue=overdue.with_columns(pl.col("place").cast(at).alias("at")).drop("place"),
        )

    def __repr__(self) -> str:
        return f"<Cleaned: {self.frame.height} rows, {self.frame.width} columns>"


def clean_batch(
    batch: Batch,
    plan: Plan,
    *,
    facts: Mapping[str, Any] | None = None,
    language: Language = "it",
    progress: Told | None = None,
    periods: Periods | None = None,
    retention: Mapping[str, int] | None = None,
    check_domains: CheckDomains | None = None,
) -> Cleaned:
    """Clean some rows of a list as planned.

    Args:
        batch: The rows.
        plan: What was decided on the columns of the list.
        facts: What is known of the whole list (`Cleaned.facts`); what is not given is found in the batch, which is then
            taken for the list.
        language: The language of the messages in the issue log.
        progress: Called with what is being done, how many steps are done and how many there are.
        periods: After how long a customer is dormant, a row over its time.
        retention: After how many months a row is over its time for a purpose with a clock of its own.
        check_domains: Asks which domains of e-mail addresses take no mail; without it nobody is asked.
    """
    return _cleaned([batch], plan, facts or {}, language, progress, (periods, retention), check_domains)[0]


def clean_batches(
    batches: Iterable[Batch],
    plan: Plan,
    *,
    language: Language = "it",
    periods: Periods | None = None,
    retention: Mapping[str, int] | None = None,
    check_domains: CheckDomains | None = None,
) -> Cleaned:
    """Clean a list that is cut into batches; the outcome is that of the whole list.

    Args:
        batches: The rows, in the order of the list.
        plan: What was decided on its columns.
        language: The language of the messages in the issue log.
        periods: After how long a customer is dormant, a row over its time.
        retention: After how many months a row is over its time for a purpose with a clock of its own.
        check_domains: Asks which domains of e-mail addresses take no mail; without it nobody is asked.
    """
    return together(_cleaned(list(batches), plan, {}, language, None, (periods, retention), check_domains))


def _cleaned(
    batches: Sequence[Batch],
    plan: Plan,
    facts: Mapping[str, Any],
    language: Language,
    progress: Told | None,
    clocks: tuple[Periods | None, Mapping[str, int] | None],
    check_domains: CheckDomains | None,
) -> list[Cleaned]:
    periods, retention = clocks
    sheets = list(each(lambda batch: open_sheet(batch, plan, periods or Periods(), progress, retention), batches))
    for item in order(check_domains):
        if isinstance(item, Fact):
            fact = facts[item.name] if item.name in facts else item.of(sheets)
            for sheet in sheets:
                sheet.facts[item.name] = fact
        else:
            list(each(item, sheets))
    return [_closed(sheet, plan, batch, language) for sheet, batch in zip(sheets, batches, strict=True)]


def _closed(sheet: Worksheet, plan: Plan, batch: Batch, language: Language) -> Cleaned:
    hints = hints_of(sheet)
    for cells in sheet.cells.values():
        tell_replaced(cells)
    counts = pl.concat([_counts(name, cells) for name, cells in sheet.cells.items()])
    log = IssueLog.of(sheet.identity, tuple(sheet.cells.values()), language, unwrapped(batch, plan))
    derived = {name: len(values) - values.null_count() for name, values in sheet.derived.items()}
    return Cleaned(_frame(sheet), log, counts, plan, hints, derived, sheet.facts, sheet.overdue)


def together(parts: Sequence[Cleaned]) -> Cleaned:
    """Put the batches of one list together.

    Args:
        parts: What became of each, in their order, cleaned by one plan and with the same facts.
    """
    if len(parts) == 1:
        return parts[0]
    counts = pl.concat([part.counts for part in parts])
    columns = {name: place for place, name in enumerate(dict.fromkeys(counts["column"]))}
    return Cleaned(
        frame=pl.concat([part.frame for part in parts]),
        log=IssueLog.joined([part.log for part in parts]),
        counts=counts.group_by("column", "status", "issue")
        .agg(pl.col("cells").sum())
        .sort(pl.col("column").replace_strict(columns, return_dtype=pl.UInt32), "status", "issue", nulls_last=False)
        .select(counts.columns),
        plan=parts[0].plan,
        hints=hints_together([part.hints for part in parts]),
        derived={name: sum(part.derived[name] for part in parts) for name in parts[0].derived},
        facts=parts[0].facts,
        overdue=_overdue(parts),
    )


def hints_together(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put hints of several batches, or deliveries, below each other: what is not said of some rows holds of none.

    Args:
        parts: The hints of each.
    """
    hints = pl.concat(parts, how="diagonal_relaxed")
    flags = [name for name, dtype in hints.schema.items() if dtype == pl.Boolean]
    return hints.with_columns(pl.col(flags).fill_null(value=False))


def _overdue(parts: Sequence[Cleaned]) -> pl.DataFrame:
    before, found = 0, []
    for part in parts:
        found.append(part.overdue.with_columns(pl.col("at") + before))
        before += part.frame.height
    return pl.concat(found)


def _counts(name: str, cells: Cells) -> pl.DataFrame:
    return (
        cells.verdict.group_by("status", "issue")
        .agg(cells=pl.len())
        .select(pl.lit(name).alias("column"), "status", "issue", "cells")
        .sort("status", "issue", nulls_last=False)
    )


def _frame(sheet: Worksheet) -> pl.DataFrame:
    held = {cells.output: cells.value for cells in sheet.cells.values() if cells.output is not None}
    canonical = {name: series.rename(name) for name, series in {**sheet.derived, **held}.items()}
    ordered = sorted(canonical, key=canonical_position)
    columns = [sheet.identity, pl.DataFrame([canonical[name] for name in ordered]), sheet.passed_on]
    # Rows are taken from these columns again and again: three times as fast where each is of one piece.
    return pl.concat([some for some in columns if some.width], how="horizontal").rechunk()
