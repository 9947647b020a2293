"""Text of fixed width: columns that begin at the same place in every line, without delimiters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from italclean.errors import EmptyInput
from italclean.messages.text import said
from italclean.readers.apart import REPEATED, TOTAL, Apart
from italclean.readers.asides import why_aside
from italclean.readers.base import File, Found
from italclean.readers.cells import judge
from italclean.readers.charset import to_utf8
from italclean.readers.line_ends import even
from italclean.readers.widths import Column, columns_of
from italclean.settings import Reading

_BLANKS = " \t\x00\x1a\u00a0"


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
        rest_of_lines, numbers = _without_headers(rest_of_lines, numbers, columns, apart)
        cells = rest_of_lines.to_frame("line").select(
            pl.col("line").str.slice(column.begin, column.width).str.strip_chars(_BLANKS).alias(str(place))
            for place, column in enumerate(columns)
        )
        cells, rest = _with_rest(cells, rest_of_lines, columns)
        names = None if columns[0].name is None else [*(str(column.name) for column in columns), *rest]
        if names is not None:
            cells, numbers = _filled(cells, numbers, file.path, apart)
        found = judge(cells, numbers, file.path, names=names, skip_rows=reading.skip_rows, apart=apart)
        # What is set apart is told as it came, and not as it was cut.
        rejected = found.rejected.with_columns(text=lines[found.rejected["line"].cast(pl.Int64) - 1])
        yield replace(found, facts={"encoding": encoding}, rejected=rejected)


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


def _without_headers(
    lines: pl.Series, numbers: pl.Series, columns: Sequence[Column], apart: Apart
) -> tuple[pl.Series, pl.Series]:
    """Set apart the lines in which the names of described columns stand, as above each page of a printed list."""
    described = [(str(column.name), column) for column in columns if column.name is not None]
    if not described:
        return lines, numbers
    name, first = min(described, key=lambda pair: pair[1].begin)
    begins = rf"(?i)^\s*{re.escape(name.split()[0][: first.width])}"
    asked = lines.to_frame("line").with_row_index().filter(pl.col("line").str.contains(begins))
    whole = _same(pl.col("line"), "".join(name for name, _ in described))
    # A name longer than its column is cut there.
    cut = pl.all_horizontal(
        _same(cell := pl.col("line").str.slice(column.begin, column.width), name) | _same(cell, name[: column.width])
        for name, column in described
    )
    header = asked.filter(whole | cut)["index"]
    if header.is_empty():
        return lines, numbers
    apart.add_all(numbers[header], pl.Series([REPEATED]).new_from_index(0, len(header)), lines[header])
    others = ~pl.int_range(len(lines), dtype=pl.UInt32, eager=True).is_in(header.implode())
    return lines.filter(others), numbers.filter(others)


def _same(typed: pl.Expr, name: str) -> pl.Expr:
    """Compare without blanks and capitals: names that fill their columns touch each other."""
    return typed.str.replace_all(r"\s", "").str.to_lowercase() == "".join(name.split()).lower()


def _with_rest(cells: pl.DataFrame, lines: pl.Series, columns: Sequence[Column]) -> tuple[pl.DataFrame, list[str]]:
    """Keep what stands behind the last column in one of its own."""
    last = max(column.begin + column.width for column in columns)
    rest = lines.str.slice(last).str.strip_chars(_BLANKS)
    if not (rest.str.len_bytes() > 0).any():
        return cells, []
    return cells.with_columns(rest.alias("rest")), [""]


def _filled(cells: pl.DataFrame, numbers: pl.Series, path: str, apart: Apart) -> tuple[pl.DataFrame, pl.Series]:
    """Leave out blank lines."""
    says = cells.select(pl.any_horizontal(pl.all().str.len_bytes() > 0)).to_series()
    if not says.any():
        raise EmptyInput(path=path, reason=said("read.no_customer" if apart.counts() else "read.empty_file"))
    return cells.filter(says), numbers.filter(says)
