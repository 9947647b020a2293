"""Lists that come as cells instead of lines of text: sheets, tables of a database of old, columns of fixed width.

They go through the same judgement as delimited text does: the header is found under titles, rows that are no customers
are set apart, columns get names.

>>> sheet = pl.DataFrame({"0": ["Elenco clienti", "Cognome", "Rossi", "TOTALE 1"], "1": [None, "Nome", "Ida", None]})
>>> found = judge(sheet, pl.Series([1, 3, 4, 5]), "clienti.xlsx")
>>> found.frame.rows(), found.frame.columns
([('Rossi', 'Ida')], ['Cognome', 'Nome'])
>>> found.rejected["line"].to_list(), found.rejected["text"].to_list()
([1, 5], ['Elenco clienti;', 'TOTALE 1;'])
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from italclean.errors import EmptyInput
from italclean.messages.text import said
from italclean.readers import asides
from italclean.readers.apart import ABOVE, SKIPPED, Apart
from italclean.readers.base import Found
from italclean.readers.header import LOOKED_AT, Header, Record, column_names, find_header

_SHOWN = ";"
"""What stands between the cells of a row that was set apart."""


def judge(
    cells: pl.DataFrame,
    lines: pl.Series,
    path: str,
    *,
    names: Sequence[str] | None = None,
    skip_rows: int | None = None,
    apart: Apart | None = None,
) -> Found:
    """Find the customers among rows of cells.

    Args:
        cells: Every row, every column text.
        lines: The number of each row in the file, from 1.
        path: The file's name, for messages.
        names: The names of the columns, where the file has them; else they are looked for in the rows.
        skip_rows: How many rows stand above the header, or None to find it.
        apart: What was set apart already.

    Raises:
        EmptyInput: There is no row, or none that holds a customer.
    """
    apart = apart or Apart()
    cells, lines = _skip(cells, lines, skip_rows or 0, apart)
    if names is None:
        cells, lines = _trimmed(cells, lines)
        if cells.is_empty():
            raise EmptyInput(path=path, reason=said("read.empty_file"))
        header, cells, lines = _below_header(cells, lines, apart, titles=skip_rows is None)
        cells, lines = _told(cells, lines)
    else:
        header = Header(list(names), cells.width)
    columns, notices = column_names(header)
    cells.columns = columns
    if cells.is_empty():
        raise EmptyInput(path=path, reason=said("read.only_header"))
    reasons = asides.why_aside(cells, header.typed)
    out = reasons.is_not_null()
    if out.any():
        apart.add_all(lines.filter(out), reasons.filter(out), text_of_rows(cells.filter(out)))
        cells = cells.filter(~out)
    if cells.is_empty():
        raise EmptyInput(path=path, reason=said("read.no_customer"))
    return Found(cells, {}, apart.frame(), (*notices, *apart.notices()))


def text_of_rows(cells: pl.DataFrame) -> pl.Series:
    """Return rows in one text each, as a delimited file would hold them.

    Args:
        cells: Every column text.
    """
    return cells.select(pl.concat_str(pl.all().fill_null(""), separator=_SHOWN)).to_series()


def _skip(cells: pl.DataFrame, lines: pl.Series, count: int, apart: Apart) -> tuple[pl.DataFrame, pl.Series]:
    """Skip the rows that stand in the first lines of the file."""
    if not count:
        return cells, lines
    above = lines <= count
    skipped, numbers = _told(cells.filter(above), lines.filter(above))
    reasons = pl.Series([SKIPPED]).new_from_index(0, skipped.height)
    apart.add_all(numbers, reasons, text_of_rows(skipped))
    return cells.filter(~above), lines.filter(~above)


def _trimmed(cells: pl.DataFrame, lines: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Leave out empty rows, and the empty columns at both edges: a list may begin in B3."""
    cells, lines = _told(cells, lines)
    if cells.is_empty():
        return cells, lines
    longest = cells.select(pl.all().str.len_bytes().max()).row(0)
    filled = [place for place, length in enumerate(longest) if length]
    return cells[:, filled[0] : filled[-1] + 1] if filled else cells.clear(), lines


def _told(cells: pl.DataFrame, lines: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Leave out rows of nothing at all, which are blank lines in a text."""
    if cells.is_empty():
        return cells, lines
    says = cells.select(pl.any_horizontal(pl.all().str.len_bytes() > 0).fill_null(value=False)).to_series()
    return (cells, lines) if says.all() else (cells.filter(says), lines.filter(says))


def _below_header(
    cells: pl.DataFrame, lines: pl.Series, apart: Apart, *, titles: bool
) -> tuple[Header, pl.DataFrame, pl.Series]:
    """Find the header; return it and the rows below it."""
    top = cells.head(LOOKED_AT).fill_null("")
    records = [Record(list(row), place) for place, row in enumerate(top.iter_rows())]
    header = find_header(records, cells.width, titles=titles)
    for line, record, text in zip(lines.head(header.above), records, text_of_rows(top), strict=False):
        if record.says:
            apart.add(line - 1, asides.is_aside(" ".join(record.filled)) or ABOVE, text)
    return header, cells[header.first :], lines[header.first :]
