"""A source as read: a table of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from italclean.core import text
from italclean.messages.text import Text, said
from italclean.readers.base import Found


@dataclass(frozen=True, slots=True)
class Undone:
    """The cells of a column that a spreadsheet had wrapped (`="00184"`, `'00184`, `#N/D`), as they came.

    Attributes:
        rows: Where they stand.
        typed: What stood there.
    """

    rows: pl.Series
    typed: pl.Series

    def part(self, offset: int, length: int) -> Undone:
        """Return those among some rows, counted from the first of these."""
        here = self.rows.is_between(offset, offset + length, closed="left")
        return Undone(self.rows.filter(here) - offset, self.typed.filter(here))


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """One source as read.

    Attributes:
        name: The source's name, as in the column `source` of every output.
        frame: Every record, every column text, empty cells null, without what spreadsheets wrap around text.
        path: Where it came from, or None for a frame.
        facts: How the file was read: `encoding`, `delimiter` and the like; empty for a frame.
        rejected: The lines that are no customers, as `apart.SCHEMA` has them.
        notices: What a user should know about the reading.
        undone: The cells that were unwrapped, by column.
        before: How many records of the source stand before the first of this part of it.
        within: Whether the sources that a column of it names are called as sources of this table (`lead/web`); None
            where that depends on whether it stands alone.
    """

    name: str
    frame: pl.DataFrame
    path: str | None
    facts: Mapping[str, str]
    rejected: pl.DataFrame
    notices: tuple[Text, ...]
    undone: Mapping[str, Undone] = field(default_factory=dict)
    before: int = 0
    within: bool | None = None
    given: int = 0

    def __repr__(self) -> str:
        return f"<Table {self.name}: {self.frame.height} rows, {self.frame.width} columns>"

    def part(self, offset: int, length: int) -> Table:
        """Return some records of the source; their numbers stay what they are.

        Args:
            offset: How many records to leave out.
            length: How many to take.
        """
        undone = {name: some.part(offset, length) for name, some in self.undone.items()}
        return replace(self, frame=self.frame.slice(offset, length), undone=undone, before=self.before + offset)

    def typed(self, name: str) -> pl.Series:
        """Return a column as it came, with what spreadsheets wrapped around its cells."""
        values = self.frame[name]
        undone = self.undone.get(name)
        return values if undone is None else values.clone().scatter(undone.rows, undone.typed)

    def as_dict(self) -> dict[str, Any]:
        """Return how the source was read as plain data, as `run.json` holds it."""
        return {
            "source": self.name,
            "path": self.path,
            # Of a frame these are null, so that every source has them.
            "encoding": None,
            "delimiter": None,
            **self.facts,
            "rows": self.frame.height,
            "rejected": self.rejected.height,
        }


def table_of(name: str, found: Found, path: str | None = None) -> Table:
    """Make a source of a list: its cells unwrapped, what was there kept.

    Args:
        name: The source's name.
        found: The list as it was read.
        path: Where it came from, or None for a frame.
    """
    frame, notices = _emptied(found.frame), found.notices
    idioms = frame.select(text.is_idiom(pl.all()).arg_true().implode())
    undone: dict[str, Undone] = {}
    changed: list[pl.Series] = []
    for column, rows in idioms.to_dict().items():
        values = frame[column]
        asked = rows.explode().drop_nulls()
        if not len(asked):
            continue
        typed = values[asked]
        bare = typed.to_frame("typed").select(text.undo(pl.col("typed")).replace("", None)).to_series()
        unlike = bare.ne_missing(typed)
        if unlike.any():
            at = asked.filter(unlike)
            undone[column] = Undone(at, typed.filter(unlike))
            changed.append(values.clone().scatter(at, bare.filter(unlike)))
    if undone:
        cells = sum(len(column.rows) for column in undone.values())
        frame = frame.with_columns(changed)
        notices = (*notices, said("read.unwrapped", source=path or name, count=cells))
    return Table(name, frame, path, found.facts, found.rejected, notices, undone)


def _emptied(frame: pl.DataFrame) -> pl.DataFrame:
    """Empty text and null are the same cell in a file: both become null."""
    return frame.with_columns(pl.when(pl.all().str.len_bytes() > 0).then(pl.all()).name.keep())
