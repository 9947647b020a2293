"""Plain tables: what italclean wrote or a person filled in, whose first line names the columns.

Such a table is taken at its word. A customer list as an old program exported it has titles, totals and broken lines,
which `delimited.py` looks for.
"""

from __future__ import annotations

import io

import polars as pl

from italclean.errors import BadDelimiter, EmptyInput
from italclean.messages.text import said
from italclean.readers.charset import to_utf8
from italclean.readers.frames import as_text
from italclean.readers.sheets.book import open_book
from italclean.readers.sheets.kinds import kind_of
from italclean.readers.typed import PARQUET, parquet_of

DELIMITERS = ";,\t|"
"""The delimiters that such a table may have."""


def read_plain(data: bytes, path: str) -> pl.DataFrame:
    r"""Read a table of any encoding and delimiter, a Parquet file or the first sheet of a workbook, all as text.

    Args:
        data: What stands in the file.
        path: The file's name, for messages.

    Raises:
        BinaryInput: It is no text.
        BadEncoding: It is text that cannot be read.
        EmptyInput: There is nothing in it.
        BadDelimiter: Its lines do not have the fields of the first one.
        UnreadableFile: It is a workbook that is locked or damaged, or a damaged Parquet file.
        ExtraMissing: It is a workbook, and the library that reads those is not installed.

    Examples:
        >>> read_plain(b"row;entity\r\n1;007\r\n", "truth.csv").rows()
        [('1', '007')]
    """
    if data.startswith(PARQUET):
        return as_text(parquet_of(data, path))[0]
    if kind_of(data) is not None:
        return _sheet(data, path)
    return parse_plain(to_utf8(data, None, path)[0], path)


def _sheet(data: bytes, path: str) -> pl.DataFrame:
    """Read the first visible sheet of a workbook that holds anything."""
    book = open_book(data, path)
    filled = (cells for cells in (book.cells(sheet, seen) for sheet, seen in book.sheets) if not cells.is_empty())
    cells = next(filled, None)
    if cells is None:
        raise EmptyInput(path=path, reason=said("read.empty_file"))
    cells = cells.filter(pl.any_horizontal(pl.all().str.len_bytes() > 0))
    names: list[str] = []
    for place, name in enumerate(cells.row(0), start=1):
        # A name that is not there, or there already, still holds what somebody wrote below it.
        names.append(name if name and name not in names else f"{name or 'colonna'}_{place}")
    cells.columns = names
    return cells[1:]


def parse_plain(content: bytes, path: str) -> pl.DataFrame:
    """Parse a table that is UTF-8 already, as `read_plain` does.

    Args:
        content: The text.
        path: The file's name, for messages.

    Raises:
        EmptyInput: There is nothing in it.
        BadDelimiter: Its lines do not have the fields of the first one.
    """
    lines = content.lstrip(b"\r\n \t")
    marked = lines[:6].lower()
    if marked.startswith(b"sep=") and (end := lines.find(b"\n")) > 0:
        lines = lines[end + 1 :]
    if not lines.strip():
        raise EmptyInput(path=path, reason=said("read.empty_file"))
    if b"\n" not in lines:
        lines = lines.replace(b"\r", b"\n")
    header = lines.split(b"\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda mark: header.count(mark.encode()))
    try:
        return pl.read_csv(io.BytesIO(lines), separator=delimiter, infer_schema=False)
    except pl.exceptions.PolarsError:
        shown = "TAB" if delimiter == "\t" else f"«{delimiter}»"
        raise BadDelimiter(
            path=path, delimiter=shown, reason=said("read.ragged"), hint=said("read.mend_lines")
        ) from None
