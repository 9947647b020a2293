"""The log of a cleaning: what a person should look at, and beside it what was merely rewritten.

The catalogue of issues parts it (`Issue.rewriting`). Together the two hold the original of every cell that does not
stand verbatim in the cleaned list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

import polars as pl

from italclean.core import text
from italclean.core.columns import flags_at
from italclean.core.lots import in_lots
from italclean.core.parallel import each
from italclean.errors import Language
from italclean.issues.outcome import STATUS, messages
from italclean.issues.registry import issue_dtype, rewriting_codes
from italclean.rows.packed import Packed, Squeezed, pack
from italclean.rows.worksheet import Cells

_ROWS = 1 << 18
"""How many entries of a column are laid out at a time."""


_REWRITTEN = ("source", "row", "source_id", "column", "role", "original", "cleaned", "issue", "detail")


def no_unwrapped() -> pl.DataFrame:
    """No cell: the shape of the cells of columns without a cleaner that were unwrapped, by their row from 0."""
    texts = dict.fromkeys(("column", "role", "original", "value"), pl.String)
    return pl.DataFrame(schema={"at": pl.UInt32, **texts, "status": STATUS, "issue": issue_dtype()})


def tell_replaced(cells: Cells) -> None:
    """Tell the cells filled in from elsewhere in which something was typed from those that were empty.

    Args:
        cells: A column that nothing more is done to.
    """
    filled = (cells.verdict["issue"] == "derived").fill_null(value=False) & cells.raw.is_not_null()
    places = filled.arg_true()
    if not len(places):
        return
    typed = cells.raw.gather(places).to_frame("typed").select(text.tidy(text.undo(pl.col("typed"))))
    said = typed.select((~text.is_filler(pl.col("typed"))).fill_null(value=False)).to_series()
    replaced = places.filter(said)
    if len(replaced):
        # Both issues have the status of what is fixed.
        cells.verdict = cells.verdict.with_columns(
            issue=pl.when(flags_at(len(filled), replaced))
            .then(pl.lit("replaced", dtype=issue_dtype()))
            .otherwise("issue")
        )


class IssueLog:
    """The log of a cleaned list, laid out when it is asked for.

    A list of a million rows has some seven million entries: laid out at once they would be the largest table of
    all. What they are made of is there anyway.

    Attributes:
        batches: What is kept of each batch of the list.
        language: The language of the messages.
    """

    def __init__(self, batches: Sequence[_Batch], language: Language) -> None:
        self.batches = tuple(batches)
        self.language = language

    @classmethod
    def of(
        cls, identity: pl.DataFrame, cells: Sequence[Cells], language: Language, unwrapped: pl.DataFrame
    ) -> IssueLog:
        """Keep the log of one batch.

        Args:
            identity: Which rows they are: `source`, `row`, `source_id`.
            cells: The columns as they were cleaned.
            language: The language of the messages.
            unwrapped: The cells of columns without a cleaner that were unwrapped.
        """
        columns = tuple(column for some in each(_Column.all_of, cells, most=2) for column in some)
        return cls([_Batch(identity, columns, unwrapped, tuple(rewriting_codes()))], language)

    @classmethod
    def joined(cls, logs: Sequence[IssueLog]) -> IssueLog:
        """Put the logs of several batches of one list together."""
        return cls([batch for log in logs for batch in log.batches], logs[0].language)

    def without(self, gone: pl.Series) -> IssueLog:
        """Return the log of the other rows.

        Args:
            gone: Which rows of the list are left out, those of all batches one after the other.
        """
        starts = [0, *accumulate(batch.identity.height for batch in self.batches)]
        parts = (gone.slice(start, batch.identity.height) for start, batch in zip(starts, self.batches, strict=False))
        batches = [replace(batch, gone=part) for batch, part in zip(self.batches, parts, strict=True)]
        return IssueLog(batches, self.language)

    @property
    def rewriting(self) -> tuple[str, ...]:
        """The issues that are mere rewriting."""
        return self.batches[0].rewriting

    @cached_property
    def issues(self) -> pl.DataFrame:
        """What a person should look at, batch by batch and column by column."""
        return pl.concat(self.issue_parts())

    @cached_property
    def rewritten(self) -> pl.DataFrame:
        """What was merely rewritten, batch by batch and column by column."""
        return pl.concat(self.rewritten_parts())

    def issue_parts(self) -> Iterator[pl.DataFrame]:
        """Lay out what a person should look at, one column after the other, some entries at a time."""
        found = (part for batch in self.batches for part in batch.parts(rewritten=False))
        return (_issues(part, self.language).drop("detail") for part in in_lots(_one_at_least(found)))

    def rewritten_parts(self) -> Iterator[pl.DataFrame]:
        """Lay out what was merely rewritten, one column after the other, some entries at a time."""
        found = (part for batch in self.batches for part in batch.parts(rewritten=True))
        return (part.select(_REWRITTEN) for part in in_lots(_one_at_least(found)))

    def said(self, name: str) -> pl.DataFrame | None:
        """Return what the rows themselves say in a column, None where no source has it.

        Args:
            name: The column of the cleaned list, or the role of one whose values went to others (`nominativo`).

        Returns:
            `typed`, the cells as they came, those of several joined columns with a blank between them; null where
            nothing stood there, or a filler whose place was filled from elsewhere. `refused`: whether it has no value.
        """
        found = [
            [column.said() for column in batch.columns if name in (column.output, column.output or column.role)]
            for batch in self.batches
        ]
        if not all(found):
            return None
        return pl.concat(map(_joined, found))

    def first(self, most: int) -> pl.DataFrame:
        """Lay out the first entries of each issue of each column, with what fills each message (`detail`).

        Args:
            most: How many of each.
        """
        found = [_issues(batch.first(most), self.language) for batch in self.batches]
        if len(found) == 1:
            return found[0]
        return pl.concat(found).group_by("column", "issue", maintain_order=True).head(most)


def _joined(columns: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Join what several columns of one name say."""
    first = columns[0]
    if len(columns) == 1:
        return first
    typed = pl.DataFrame([column["typed"].rename(str(place)) for place, column in enumerate(columns)])
    return typed.select(
        typed=pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).replace("", None), refused=first["refused"]
    )


def _one_at_least(parts: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Leave out parts without entries, all but one where there is no other: a table has its columns in any case."""
    empty, found = None, False
    for part in parts:
        if part.height:
            found = True
            yield part
        elif empty is None:
            empty = part
    if empty is not None and not found:
        yield empty


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the log keeps of some rows, and which issues are mere rewriting."""

    identity: pl.DataFrame
    columns: tuple[_Column, ...]
    unwrapped: pl.DataFrame
    rewriting: tuple[str, ...]
    gone: pl.Series | None = None

    def parts(self, *, rewritten: bool) -> Iterator[pl.DataFrame]:
        unwrapped = self._kept_cells()
        laid_out = False
        for column in self.columns:
            places = self._kept(column.places(self.rewriting, rewritten=rewritten))
            # One without entries is enough to tell what columns the table has.
            if laid_out and places.is_empty():
                continue
            laid_out = True
            opened = column.opened()
            for start in range(0, max(len(places), 1), _ROWS):
                yield _entries(opened, self.identity, places.slice(start, _ROWS))
        if unwrapped.height:
            chosen = _is_rewriting(unwrapped["issue"], self.rewriting) == rewritten
            yield self._passed_on(unwrapped.filter(chosen))

    def first(self, most: int) -> pl.DataFrame:
        passed_on = self._kept_cells().group_by("column", "issue", maintain_order=True).head(most)
        found = [_entries(column.opened(), self.identity, column.first(most, self.gone)) for column in self.columns]
        return pl.concat([*found, self._passed_on(passed_on)])

    def _kept(self, places: pl.Series) -> pl.Series:
        return places if self.gone is None else places.filter(~self.gone.gather(places))

    def _kept_cells(self) -> pl.DataFrame:
        return self.unwrapped if self.gone is None else self.unwrapped.filter(~self.gone.gather(self.unwrapped["at"]))

    def _passed_on(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Lay out what was done to cells of columns without a cleaner."""
        return pl.concat([self.identity[cells["at"]], cells], how="horizontal").select(
            "source",
            "row",
            "source_id",
            pl.col("column", "role").cast(pl.Categorical()),
            "original",
            pl.col("value").alias("cleaned"),
            "status",
            "issue",
            pl.lit(None, dtype=pl.String).alias("detail"),
        )


@dataclass(frozen=True, slots=True)
class _Column:
    """What the log keeps of a cleaned column."""

    role: str
    output: str | None
    names: pl.Series
    cells: pl.DataFrame
    changed: pl.Series
    typed: Squeezed
    detail: Squeezed

    is_added: bool = False

    @property
    def has_output(self) -> bool:
        """Whether a column of the cleaned list holds its values."""
        return self.output is not None and not self.is_added

    def said(self) -> pl.DataFrame:
        """Return what its source says in it: the cells as they came, and which of them were refused."""
        typed = self.typed.packed().series()
        cells = self.cells.select(
            pl.when(self.changed).then(typed).otherwise("value").str.strip_chars().replace("", None).alias("typed"),
            filled=(pl.col("issue") == "derived").fill_null(value=False),
            refused=(pl.col("status") == "invalid") & pl.col("value").is_null(),
        )
        return cells.select(typed=pl.when(~pl.col("filled")).then("typed"), refused="refused")

    @classmethod
    def all_of(cls, cells: Cells) -> list[_Column]:
        """Return the column, or each of the columns that were joined."""
        columns = cells.parts or ((cells.names, cells.raw),)
        return [cls._of(cells, names, raw, added=number > 0) for number, (names, raw) in enumerate(columns)]

    @classmethod
    def _of(cls, cells: Cells, names: pl.Series, raw: pl.Series, *, added: bool) -> _Column:
        # One name where all sources have the same.
        names = names.head(1) if names.n_unique() == 1 else names
        kept = cells.verdict.select("value", "status", "issue")
        # The cells as they came are those of `value` but where these were changed.
        changed = raw.ne_missing(kept["value"])
        originals = pl.select(pl.when(changed).then(raw)).to_series()
        typed, detail = (Squeezed.of(pack(column)) for column in (originals, cells.verdict["detail"]))
        return cls(cells.role, cells.output, names, kept, changed, typed, detail, added)

    def named(self) -> pl.Series:
        """Return the column's name in the input, row by row."""
        height = self.cells.height
        return self.names if len(self.names) == height else self.names.new_from_index(0, height)

    def places(self, rewriting: Sequence[str], *, rewritten: bool) -> pl.Series:
        """Tell which cells are merely rewritten, or which of the others have an issue.

        A cell is in the log when its value is not what was typed, or when it has an issue, so that every input
        cell stands verbatim either in the cleaned list or in the log as `original`. Of a column that was joined to
        another one every cell is in the log that is not empty.
        """
        issue = self.cells["issue"]
        looked_at = issue.is_not_null() & ~_is_rewriting(issue, rewriting)
        whole = self.is_added or not self.has_output
        chosen = (whole | self.changed | issue.is_not_null()) & ~looked_at if rewritten else looked_at
        if self.names.null_count():
            # A source without the column has no cells of it.
            chosen &= self.named().is_not_null()
        return chosen.arg_true()

    def first(self, most: int, gone: pl.Series | None = None) -> pl.Series:
        """Tell the first cells of each issue, those of rows that are left out apart."""
        issues = pl.DataFrame({"column": self.named(), "issue": self.cells["issue"]}).with_row_index("at")
        return (
            (issues if gone is None else issues.filter(~gone))
            .drop_nulls()
            .group_by("column", "issue", maintain_order=True)
            .agg(pl.col("at").head(most))
            .explode("at")["at"]
        )

    def opened(self) -> _Opened:
        """Return the column with its texts at hand."""
        return _Opened(self, self.typed.packed(), self.detail.packed())


@dataclass(frozen=True, slots=True)
class _Opened:
    """A column of the log that is being laid out."""

    column: _Column
    typed: Packed
    detail: Packed

    def some(self, rows: pl.Series) -> pl.DataFrame:
        """Return what the log says of some cells."""
        column = self.column
        whole = len(column.names) == column.cells.height
        names = column.names.gather(rows) if whole else column.names.new_from_index(0, len(rows))
        cells, changed, typed = column.cells[rows], column.changed.gather(rows), self.typed.at(rows)
        if not changed.all():
            typed = typed.zip_with(changed, cells["value"])
        return cells.with_columns(typed.alias("original"), names.alias("column"), self.detail.at(rows).alias("detail"))


def _is_rewriting(issue: pl.Series, rewriting: Sequence[str]) -> pl.Series:
    return issue.is_in(rewriting).fill_null(value=False)


def _entries(opened: _Opened, identity: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """Lay out some cells of a column, but those that neither were nor are anything."""
    column = opened.column
    cells = pl.concat([identity[places], opened.some(places)], how="horizontal")
    if column.is_added:
        cells = cells.filter(pl.col("original").fill_null("") != "")
    elif cells["issue"].null_count():
        # Without an issue a cell is here for what it was or is: a text that is empty and none at all are the same.
        value, original = pl.col("value").fill_null(""), pl.col("original").fill_null("")
        moved = (original != "") if not column.has_output else pl.lit(value=False)
        cells = cells.filter((value != original) | pl.col("issue").is_not_null() | moved)
    return cells.select(
        "source",
        "row",
        "source_id",
        "column",
        pl.lit(column.role, dtype=pl.Categorical()).alias("role"),
        "original",
        pl.col("value").alias("cleaned"),
        "status",
        "issue",
        "detail",
    )


def _issues(entries: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Explain entries in words."""
    return entries.select(pl.exclude("detail"), messages(language).alias("message"), "detail")
