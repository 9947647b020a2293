"""The issue log: one row for each cell that was changed, doubtful or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from italclean.errors import Language
from italclean.issues.outcome import STATUS, messages
from italclean.issues.registry import issue_dtype
from italclean.rows.packed import Packed, pack
from italclean.rows.worksheet import Cells

_ROWS = 1 << 18
"""How many rows of a column are laid out at a time."""


def no_unwrapped() -> pl.DataFrame:
    """No cell: the shape of the cells of columns without a cleaner that were unwrapped, by their row from 0."""
    text = dict.fromkeys(("column", "role", "original", "value"), pl.String)
    return pl.DataFrame(schema={"at": pl.UInt32, **text, "status": STATUS, "issue": issue_dtype()})


class IssueLog:
    """The issue log of a cleaned list, laid out when it is asked for.

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
        columns = tuple(column for some in cells for column in _Column.all_of(some))
        return cls([_Batch(identity, columns, unwrapped)], language)

    @classmethod
    def joined(cls, logs: Sequence[IssueLog]) -> IssueLog:
        """Put the logs of several batches of one list together."""
        return cls([batch for log in logs for batch in log.batches], logs[0].language)

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The whole log, batch by batch and column by column."""
        return pl.concat(self.parts())

    def parts(self) -> Iterator[pl.DataFrame]:
        """Lay out the log one column after the other, some rows at a time."""
        for batch in self.batches:
            yield from batch.parts(self.language)

    def first(self, most: int) -> pl.DataFrame:
        """Lay out the first entries of each issue of each column, with what fills each message (`detail`).

        Args:
            most: How many of each.
        """
        found = [batch.first(most, self.language) for batch in self.batches]
        if len(found) == 1:
            return found[0]
        return pl.concat(found).group_by("column", "issue", maintain_order=True).head(most)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the log keeps of some rows."""

    identity: pl.DataFrame
    columns: tuple[_Column, ...]
    unwrapped: pl.DataFrame

    def parts(self, language: Language) -> Iterator[pl.DataFrame]:
        for column in self.columns:
            frame = column.frame()
            for start in range(0, max(len(frame), 1), _ROWS):
                some = frame.slice(start, _ROWS)
                yield _entries(column, self.identity.slice(start, _ROWS), some, language).drop("detail")
        if self.unwrapped.height:
            yield self._passed_on(self.unwrapped, language).drop("detail")

    def first(self, most: int, language: Language) -> pl.DataFrame:
        passed_on = self.unwrapped.group_by("column", "issue", maintain_order=True).head(most)
        found = [self._first(column, most, language) for column in self.columns]
        return pl.concat([*found, self._passed_on(passed_on, language)])

    def _passed_on(self, cells: pl.DataFrame, language: Language) -> pl.DataFrame:
        """Lay out what was done to cells of columns without a cleaner."""
        return pl.concat(
            [self.identity[cells["at"]], cells.with_columns(detail=pl.lit(None, dtype=pl.String))], how="horizontal"
        ).select(
            "source",
            "row",
            "source_id",
            pl.col("column").cast(pl.Categorical()),
            pl.col("role").cast(pl.Categorical()),
            "original",
            pl.col("value").alias("cleaned"),
            "status",
            "issue",
            messages(language).alias("message"),
            "detail",
        )

    def _first(self, column: _Column, most: int, language: Language) -> pl.DataFrame:
        issues = pl.DataFrame({"column": column.named(), "issue": column.cells["issue"]})
        places = (
            issues.with_row_index("at")
            .drop_nulls()
            .group_by("column", "issue", maintain_order=True)
            .agg(pl.col("at").head(most))
            .explode("at")["at"]
        )
        return _entries(column, self.identity[places], column.some(places), language)


@dataclass(frozen=True, slots=True)
class _Column:
    """What the log keeps of a cleaned column."""

    role: str
    has_output: bool
    names: pl.Series
    cells: pl.DataFrame
    changed: pl.Series
    typed: Packed
    detail: Packed

    is_added: bool = False

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
        typed = pl.select(pl.when(changed).then(raw)).to_series()
        has_output = cells.output is not None and not added
        return cls(cells.role, has_output, names, kept, changed, pack(typed), pack(cells.verdict["detail"]), added)

    def named(self) -> pl.Series:
        """Return the column's name in the input, row by row."""
        height = self.cells.height
        return self.names if len(self.names) == height else self.names.new_from_index(0, height)

    def frame(self) -> pl.DataFrame:
        """Return what the log says of every cell."""
        typed, detail = self.typed.series(), self.detail.series()
        return _laid_out(self.cells, self.named(), self.changed, typed, detail)

    def some(self, rows: pl.Series) -> pl.DataFrame:
        """Return what the log says of some cells."""
        typed, detail = self.typed.at(rows), self.detail.at(rows)
        return _laid_out(self.cells[rows], self.named().gather(rows), self.changed.gather(rows), typed, detail)


def _laid_out(
    cells: pl.DataFrame, names: pl.Series, changed: pl.Series, typed: pl.Series, detail: pl.Series
) -> pl.DataFrame:
    return cells.with_columns(
        pl.when(changed).then(typed).otherwise("value").alias("original"),
        names.alias("column"),
        detail.alias("detail"),
    )


def _entries(column: _Column, identity: pl.DataFrame, cells: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Return the log of one column.

    A cell is logged when its value is not what was typed, or when it has an issue, so that every input
    cell stands verbatim either in `cleaned` or here as `original`. Of a column that was joined to another one every
    cell is logged that is not empty.
    """
    value, original = pl.col("value").fill_null(""), pl.col("original").fill_null("")
    moved_out = pl.lit(value=not column.has_output)
    logged = pl.col("column").is_not_null() & (
        (original != "")
        if column.is_added
        else (value != original) | pl.col("issue").is_not_null() | (moved_out & (original != ""))
    )
    return (
        pl.concat([identity, cells], how="horizontal")
        .filter(logged)
        .select(
            "source",
            "row",
            "source_id",
            "column",
            pl.lit(column.role, dtype=pl.Categorical()).alias("role"),
            "original",
            pl.col("value").alias("cleaned"),
            "status",
            "issue",
            messages(language).alias("message"),
            "detail",
        )
    )
