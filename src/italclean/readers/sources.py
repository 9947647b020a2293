"""Any accepted input to named tables of text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from italclean.core import text
from italclean.core.text import encodable
from italclean.errors import EmptyInput, FileMissing, UnsupportedInput
from italclean.messages.text import Text, said
from italclean.readers.apart import SCHEMA
from italclean.readers.charset import to_utf8
from italclean.readers.delimited import parse
from italclean.readers.frames import as_text, is_frame, to_polars
from italclean.settings import Reading

Frame = pl.DataFrame | pl.LazyFrame
Source = str | Path | Frame
"""One list: a path, or a frame of polars, pandas or Arrow."""
Input = Source | Sequence[Source] | Mapping[str, Source]


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


@dataclass(frozen=True, slots=True)
class Table:
    """One source as read.

    Attributes:
        name: The source's name, as in the column `source` of every output.
        frame: Every record, every column text, empty cells null, without what spreadsheets wrap around text.
        path: Where it came from, or None for a frame.
        encoding: The encoding that the file was read in, or None for a frame.
        delimiter: The delimiter that the file was read with, or None for a frame.
        rejected: The lines that are no customers, as `apart.SCHEMA` has them.
        notices: What a user should know about the reading.
        undone: The cells that were unwrapped, by column.
        before: How many records of the source stand before the first of this part of it.
    """

    name: str
    frame: pl.DataFrame
    path: str | None
    encoding: str | None
    delimiter: str | None
    rejected: pl.DataFrame
    notices: tuple[Text, ...]
    undone: Mapping[str, Undone] = field(default_factory=dict)
    before: int = 0

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
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "rows": self.frame.height,
            "rejected": self.rejected.height,
        }


def read(given: Input, reading: Reading | None = None) -> list[Table]:
    """Read the sources of a run.

    Args:
        given: A path (`-` is standard input, `name=path` names the source), a polars frame, several of
            them in a list, or a mapping of names to them.
        reading: How files are read; what is not said is found out.

    Raises:
        InputError: A source cannot be read; the message says why and what to try.
    """
    reading = reading or Reading()
    named = _named_sources(given)
    tables: list[Table] = []
    for wanted, source in named:
        taken = {table.name for table in tables}
        name, copy = wanted, 2
        while name in taken:
            name, copy = f"{wanted}_{copy}", copy + 1
        if is_frame(source):
            tables.append(_from_frame(name, source))
        else:
            tables.append(_from_file(name, str(source), reading))
    # One frame without rows stands beside others; a run of nothing is a mistake.
    if tables and all(table.frame.is_empty() and table.rejected.is_empty() for table in tables):
        raise EmptyInput(path=tables[0].name, reason=said("read.empty_frame"))
    return tables


def _named_sources(given: Any) -> list[tuple[str, Source]]:
    """Name every source, and refuse what is none."""
    if isinstance(given, str | Path) or is_frame(given):
        given = [given]
    if isinstance(given, Mapping):
        named = [(encodable(str(name)), source) for name, source in given.items()]
    elif isinstance(given, Iterable) and not isinstance(given, bytes):
        named = [_name(source) for source in given]
    else:
        raise UnsupportedInput(kind=type(given).__name__)
    if not named:
        raise UnsupportedInput(kind="[]")
    for _, source in named:
        if not isinstance(source, str | Path) and not is_frame(source):
            raise UnsupportedInput(kind=type(source).__name__)
    return named


def _name(source: Source) -> tuple[str, Source]:
    if not isinstance(source, str | Path):
        return "frame", source
    path = str(source)
    name, sign, rest = path.partition("=")
    if sign and not Path(path).exists():
        return encodable(name), rest
    return ("stdin" if path == "-" else encodable(Path(path).stem)), path


def _from_frame(name: str, frame: Any) -> Table:
    written, notices = as_text(to_polars(frame))
    return _table(name, written, notices=notices)


def _from_file(name: str, path: str, reading: Reading) -> Table:
    data = _bytes(path)
    path = encodable(path)
    if not data.strip():
        raise EmptyInput(path=path, reason=said("read.empty_file"))
    content, used = to_utf8(data, reading.encoding, path)
    del data
    found = parse(content, reading.delimiter, path, skip_rows=reading.skip_rows)
    del content
    notices = tuple(said("read.of", source=path, said=notice) for notice in found.notices)
    return _table(name, found.frame, path, used, found.delimiter, found.rejected, notices)


def _table(
    name: str,
    frame: pl.DataFrame,
    path: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    rejected: pl.DataFrame | None = None,
    notices: tuple[Text, ...] = (),
) -> Table:
    """Unwrap the cells of a source, and keep what was there."""
    frame = _emptied(frame)
    found = frame.select(text.is_idiom(pl.all()).arg_true().implode())
    undone: dict[str, Undone] = {}
    changed: list[pl.Series] = []
    for column, rows in found.to_dict().items():
        values = frame[column]
        asked = rows.explode().drop_nulls()
        if not len(asked):
            continue
        typed = values.gather(asked)
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
    rejected = pl.DataFrame(schema=SCHEMA) if rejected is None else rejected
    return Table(name, frame, path, encoding, delimiter, rejected, notices, undone)


def _bytes(path: str) -> bytes:
    try:
        if path == "-":
            if sys.stdin is None:
                raise FileMissing(path=path, reason=said("read.stdin_closed"))
            return sys.stdin.buffer.read()
        return Path(path).read_bytes()
    except OSError as error:
        raise FileMissing(path=encodable(path), reason=error.strerror or type(error).__name__) from None
    except ValueError:
        # A null byte in the name.
        raise FileMissing(path=encodable(path), reason=said("read.no_path")) from None


def _emptied(frame: pl.DataFrame) -> pl.DataFrame:
    """Empty text and null are the same cell in a file: both become null."""
    return frame.with_columns(pl.when(pl.all().str.len_bytes() > 0).then(pl.all()).name.keep())
