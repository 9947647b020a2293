"""Text of fixed width: columns that begin at the same place in every line, without delimiters."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeGuard

import polars as pl

from italclean.errors import BadOption, EmptyInput
from italclean.messages.text import argument, said
from italclean.readers.apart import TOTAL, Apart
from italclean.readers.asides import why_aside
from italclean.readers.base import File, Found
from italclean.readers.cells import judge
from italclean.readers.charset import to_utf8
from italclean.readers.line_ends import even
from italclean.settings import Reading

_BLANKS = " \t\x00\x1a\u00a0"
_NOTHING = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: Its name; None where the file has it, or nobody.
        begin: At which character of a line it begins, from 0.
        width: How many characters it takes.
    """

    name: str | None
    begin: int
    width: int


class FixedWidth:
    """Text of fixed width, where the user gives the widths."""

    name = "fixed width"
    suffixes: tuple[str, ...] = (".txt", ".dat", ".asc")
    holds = "text of fixed width, whose columns are given as numbers or in a TOML file"
    example = "clienti.txt --widths 10,30,16"
    extra = ""
    several = False

    def recognises(self, data: bytes, reading: Reading) -> bool:  # noqa: ARG002 - the user says so
        """Tell whether files of text are of fixed width.

        Args:
            data: What stands in the file.
            reading: How the user says that it is read.
        """
        return bool(reading.widths)

    def read(self, file: File, reading: Reading) -> Iterator[Found]:
        """Read the one list of a file.

        Args:
            file: The file.
            reading: How the user says that it is read.

        Raises:
            BadOption: The widths make no sense.
            BinaryInput: It is no text.
            BadEncoding: The bytes are not text in the encoding.
            EmptyInput: No line holds a customer.
        """
        columns = columns_of(tuple(map(str, reading.widths)))  # type: ignore[arg-type]
        content, encoding = to_utf8(file.take(), reading.encoding, file.path)
        lines = _lines(content, max(column.begin + column.width for column in columns))
        del content
        numbers = pl.int_range(1, len(lines) + 1, dtype=pl.UInt32, eager=True)
        apart, (rest_of_lines, numbers) = _without_totals(lines, numbers)
        cells = rest_of_lines.to_frame("line").select(
            pl.col("line").str.slice(column.begin, column.width).str.strip_chars(_BLANKS).alias(str(place))
            for place, column in enumerate(columns)
        )
        cells, rest = _with_rest(cells, rest_of_lines, columns)
        names = None if columns[0].name is None else [*(str(column.name) for column in columns), *rest]
        if names is not None:
            cells, numbers = _filled(cells, numbers, file.path)
        found = judge(cells, numbers, file.path, names=names, skip_rows=reading.skip_rows, apart=apart)
        # What is set apart is told as it came, and not as it was cut.
        rejected = found.rejected.with_columns(text=lines[found.rejected["line"].cast(pl.Int64) - 1])
        yield replace(found, facts={"encoding": encoding}, rejected=rejected)


def columns_of(widths: Sequence[str]) -> list[Column]:
    """Read the widths of columns, or the file that describes them.

    Args:
        widths: A number for each column, or the name of one TOML file.

    Raises:
        BadOption: They make no sense.

    Examples:
        >>> columns_of(["10", "30"])
        [Column(name=None, begin=0, width=10), Column(name=None, begin=10, width=30)]
    """
    if len(widths) == 1 and not widths[0].isdecimal():
        return _described(widths[0])
    columns: list[Column] = []
    for width in widths:
        if not width.isdecimal() or int(width) == _NOTHING:
            raise _wrong(",".join(widths))
        columns.append(Column(None, _end(columns), int(width)))
    return columns


def _described(path: str) -> list[Column]:
    """Read a TOML file: `[[column]]` with `name`, `width`, and `start` (from 1) where it is not behind the last one."""
    try:
        described = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("column")
    except (OSError, ValueError):
        raise _wrong(path) from None
    if not isinstance(described, list) or not described:
        raise _wrong(path)
    columns: list[Column] = []
    for one in described:
        if not isinstance(one, dict) or not one.get("name"):
            raise _wrong(path)
        begin, width = one.get("start", _end(columns) + 1), one.get("width")
        if not _is_number(begin) or not _is_number(width):
            raise _wrong(path)
        columns.append(Column(str(one["name"]), int(begin) - 1, int(width)))
    return columns


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > _NOTHING


def _end(columns: Sequence[Column]) -> int:
    return columns[-1].begin + columns[-1].width if columns else 0


def _wrong(value: str) -> BadOption:
    return BadOption(value=value, option=argument("widths"), reason=said("error.widths"))


def _lines(content: bytes, width: int) -> pl.Series:
    """Return the lines of a text; one without line ends is cut where the columns end."""
    text = even(content).decode(errors="replace")
    if "\n" not in text and len(text) > width:
        return pl.Series([text[begin : begin + width] for begin in range(0, len(text), width)], dtype=pl.String)
    return pl.Series([text]).str.split("\n").explode().str.strip_chars_end("\r")


def _without_totals(lines: pl.Series, numbers: pl.Series) -> tuple[Apart, tuple[pl.Series, pl.Series]]:
    """Set apart the totals and page lines, which know nothing of the columns."""
    apart = Apart()
    totals = (why_aside(lines.to_frame(), None) == TOTAL).fill_null(value=False)
    apart.add_all(numbers.filter(totals), pl.Series([TOTAL]).new_from_index(0, int(totals.sum())), lines.filter(totals))
    return apart, (lines.filter(~totals), numbers.filter(~totals))


def _with_rest(cells: pl.DataFrame, lines: pl.Series, columns: Sequence[Column]) -> tuple[pl.DataFrame, list[str]]:
    """Keep what stands behind the last column in one of its own."""
    last = max(column.begin + column.width for column in columns)
    rest = lines.str.slice(last).str.strip_chars(_BLANKS)
    if not (rest.str.len_bytes() > 0).any():
        return cells, []
    return cells.with_columns(rest.alias("rest")), [""]


def _filled(cells: pl.DataFrame, numbers: pl.Series, path: str) -> tuple[pl.DataFrame, pl.Series]:
    """Leave out blank lines."""
    says = cells.select(pl.any_horizontal(pl.all().str.len_bytes() > 0)).to_series()
    if not says.any():
        raise EmptyInput(path=path, reason=said("read.empty_file"))
    return cells.filter(says), numbers.filter(says)
