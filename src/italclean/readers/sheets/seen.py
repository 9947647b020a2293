"""What a person saw in a sheet that a library of spreadsheets does not tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import rows_where
from italclean.errors import UnreadableFile
from italclean.messages.text import Text, said
from italclean.readers.sheets.formats import Shown, Words, shown

Places = npt.NDArray[np.int64]
_WIDEST, _SPARSE, _FILLED = 400_000_000, 64_000_000, 20
"""How many places a sheet may span, and how many if fewer than one of so many is filled.

A library makes room for each of them, filled or not: 32 bytes.
"""
TRUE, FALSE = "VERO", "FALSO"
"""What an Italian spreadsheet shows for truth values, as it shows #N/D for errors."""
_ERRORS = {
    "#N/A": "#N/D",
    "#VALUE!": "#VALORE!",
    "#REF!": "#RIF!",
    "#NAME?": "#NOME?",
    "#NULL!": "#NULLO!",
}
_WHOLE, _EXACT, _LIBRARY_DECIMALS = 1e15, 1e7, 9
KEPT_DIGITS = 15
"""How many digits of a number a spreadsheet keeps."""
NO_PLACES: Places = np.empty(0, dtype=np.int64)


@dataclass(slots=True)
class Texts:
    """Cells whose text is known better than a library tells it.

    Attributes:
        rows: Their rows, from 0.
        columns: Their columns, from 0.
        texts: What stands in them.
    """

    rows: Places = field(default_factory=NO_PLACES.copy)
    columns: Places = field(default_factory=NO_PLACES.copy)
    texts: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.String))


@dataclass(slots=True)
class Seen:
    """What stands in a sheet beside its plain cells.

    Attributes:
        texts: The cells that are put in place as they are here.
        dates: The rows and columns of numbers that may be shown as days or times.
        shaped: Formats that show more than a number, or words in its place, and the rows and columns of the numbers.
        numbers: The rows and columns of numbers that a library may write with digits that nobody saw.
        corner: The last row and column that hold anything, from 0; (-1, -1) where none does.
        origin: The first row and column that hold anything.
        filled: How many cells hold anything.
        hidden_rows: How many rows are hidden.
        hidden_columns: How many columns are hidden.
        merged: How many areas of cells are merged.
        unvalued: How many formulas have no value, because no spreadsheet ever computed them.
        zeros: How many formulas are 0 in columns in which every formula is: perhaps none was ever computed.
        damaged: How many numbers have more digits than a spreadsheet keeps.
    """

    texts: Texts = field(default_factory=Texts)
    dates: tuple[Places, Places] = (NO_PLACES, NO_PLACES)
    shaped: list[tuple[Shown, Places, Places]] = field(default_factory=list)
    numbers: tuple[Places, Places] = (NO_PLACES, NO_PLACES)
    corner: tuple[int, int] = (-1, -1)
    origin: tuple[int, int] = (0, 0)
    filled: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    merged: int = 0
    unvalued: int = 0
    zeros: int = 0
    damaged: int = 0

    def refuse_corner(self, path: str, sheet: str) -> None:
        """Refuse a sheet whose last cell stands so far away that the room for the cells between would fill the memory.

        Args:
            path: The file's name.
            sheet: The sheet's name.

        Raises:
            UnreadableFile: It is such a sheet.
        """
        row, column = self.corner
        height, width = row - self.origin[0] + 1, column - self.origin[1] + 1
        places = height * width
        if places > _WIDEST or (places > _SPARSE and places > self.filled * _FILLED):
            reason = said("sheet.corner", sheet=sheet, cell=name_of(row, column))
            raise UnreadableFile(path=path, reason=reason, hint=said("sheet.try_corner"))

    def shape(self, formats: Mapping[int, Shown], styles: Places, rows: Places, columns: Places) -> None:
        """Note the numbers whose formats show more than a number, or words in its place.

        Args:
            formats: Such formats, by the styles that have them.
            styles: The style of each number.
            rows: Its row, from 0.
            columns: Its column, from 0.
        """
        for style, format_ in formats.items():
            own = styles == style
            if own.any():
                self.shaped.append((format_, rows[own], columns[own]))

    def apply(self, frame: pl.DataFrame, first: int) -> pl.DataFrame:
        """Put the cells in place.

        Args:
            frame: The sheet as a library read it, every column text, from its first row.
            first: Which column of the sheet the first one of the frame is, from 0.
        """
        columns = frame.get_columns()
        for rows, column in _by_column(*self.dates, frame, first):
            columns[column] = _as_days(columns[column], rows)
        for rows, column in _by_column(*self.numbers, frame, first):
            columns[column] = self._shortened(columns[column], rows)
        for format_, shaped_rows, shaped_columns in self.shaped:
            for rows, column in _by_column(shaped_rows, shaped_columns, frame, first):
                columns[column] = _as_shown(columns[column], rows, format_)
        known = self.texts
        order = pl.Series(np.arange(len(known.rows)))
        for rows, column in _by_column(known.rows, known.columns, frame, first, order):
            columns[column] = columns[column].scatter(known.rows[rows], known.texts[rows])
        return pl.DataFrame(columns)

    def _shortened(self, cells: pl.Series, rows: Places) -> pl.Series:
        """Write long numbers with the digits that a spreadsheet keeps, and count those that had more."""
        asked = cells[rows]
        long = rows_where((asked.str.len_bytes() > KEPT_DIGITS).fill_null(value=False))
        if not len(long):
            return cells
        written = once(asked[long], lambda number: plain(repr(float(number))))
        self.damaged += int(written.str.contains(rf"^-?[0-9]{{{KEPT_DIGITS + 1},}}$").sum())
        return cells.scatter(pl.Series(rows)[long], written)

    def notices(self, sheet: str) -> tuple[Text, ...]:
        """Say what a user should know of the sheet.

        Args:
            sheet: The sheet's name.
        """
        told = {
            "sheet.hidden_rows": self.hidden_rows,
            "sheet.hidden_columns": self.hidden_columns,
            "sheet.merged": self.merged,
            "sheet.unvalued": self.unvalued,
            "sheet.zeros": self.zeros,
            "sheet.damaged": self.damaged,
        }
        return tuple(said(key, sheet=sheet, count=count) for key, count in told.items() if count)


_NUMBERED_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!"}


def error_of(number: int) -> str:
    """Return the word for the number of an error, as the binary kinds of workbooks have it.

    Args:
        number: The number.

    Examples:
        >>> error_of(0x07), error_of(0x2A)
        ('#DIV/0!', '#N/D')
    """
    return error_word(_NUMBERED_ERRORS.get(number, "#N/A"))


def error_word(typed: str) -> str:
    """Return the word that an Italian spreadsheet shows for an error.

    Args:
        typed: The word that stands in the file, which is English.

    Examples:
        >>> error_word("#N/A"), error_word("#DIV/0!")
        ('#N/D', '#DIV/0!')
    """
    return _ERRORS.get(typed, typed)


def once(texts: pl.Series, write: Callable[[str], str]) -> pl.Series:
    """Write texts, each distinct one once.

    Args:
        texts: Text, nothing empty.
        write: What is done to one.
    """
    distinct = texts.unique()
    return texts.replace_strict(distinct, pl.Series([write(text) for text in distinct], dtype=pl.String))


def plain(number: str) -> str:
    """Write a number without an exponent: a whole one digit by digit, a fraction as far as a spreadsheet shows it.

    Args:
        number: The number, as it stands in the file.

    Examples:
        >>> plain("1.2345678901234E+16"), plain("0.30000000000000004"), plain("1234567890123456")
        ('12345678901234000', '0.3', '1234567890123456')
    """
    try:
        exact = Decimal(number)
    except ArithmeticError:
        return number
    if exact != exact.to_integral_value():
        exact = Decimal(f"{float(number):.{KEPT_DIGITS}g}")
    return f"{exact.normalize():f}" if abs(exact.adjusted()) < 400 else number


def all_plain(numbers: pl.Series) -> pl.Series:
    """Write numbers as `plain` does, many at a time.

    Args:
        numbers: Numbers, as they stand in the file.

    Examples:
        >>> all_plain(pl.Series(["0.30000000000000004", "1.5E+15", "0.00001234567890123456"])).to_list()
        ['0.3', '1500000000000000', '0.0000123456789012346']
    """
    # Whole numbers that a spreadsheet keeps need nothing.
    # Of such a fraction C writes the digits that a spreadsheet shows, and no exponent.
    usual = numbers.str.contains(r"^-?(?:[1-9][0-9]{0,13}|0)\.[0-9]+$") & ~numbers.str.contains(r"^-?0\.0000")
    rows, others = rows_where(usual), rows_where(~usual & ~numbers.str.contains(r"^-?[1-9][0-9]{0,14}$"))
    if len(others):
        numbers = numbers.scatter(others, once(numbers[others], plain))
    if len(rows):
        written = np.char.mod(f"%.{KEPT_DIGITS}g", numbers[rows].cast(pl.Float64).to_numpy())
        numbers = numbers.scatter(rows, pl.Series(written.tolist(), dtype=pl.String))
    return numbers


def fractions(rows: Places, columns: Places, values: npt.NDArray[np.float64]) -> Texts:
    """Return the fractions of which a library writes nine decimals, too few or too many, as a spreadsheet keeps them.

    Args:
        rows: The rows of numbers.
        columns: Their columns.
        values: The numbers.
    """
    with np.errstate(invalid="ignore"):
        cut = np.isfinite(values) & (np.abs(values) < _WHOLE) & (values != np.round(values))
        cut &= (np.abs(values) >= _EXACT) | (values != np.round(values, _LIBRARY_DECIMALS))
    written = np.char.mod(f"%.{KEPT_DIGITS}g", values[cut])
    return Texts(rows[cut], columns[cut], all_plain(pl.Series(written.tolist(), dtype=pl.String)))


def joined(*parts: Texts) -> Texts:
    """Put the cells of several together.

    Args:
        *parts: Some cells each.
    """
    rows, columns = (np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "columns"))
    return Texts(rows, columns, pl.concat([part.texts for part in parts]))


def name_of(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell.

    Args:
        row: Its row, from 0.
        column: Its column, from 0.

    Examples:
        >>> name_of(0, 0), name_of(1_048_575, 16_383)
        ('A1', 'XFD1048576')
    """
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _by_column(
    rows: Places, columns: Places, frame: pl.DataFrame, first: int, given: pl.Series | None = None
) -> list[tuple[Places, int]]:
    """Group cells by their column in the frame; cells outside of it are left out."""
    inside = (rows < frame.height) & (columns >= first) & (columns < first + frame.width)
    rows, columns = rows[inside], columns[inside] - first
    what = rows if given is None else given.to_numpy()[inside]
    # Older versions of polars want the places of a column in their order.
    order = np.lexsort((rows, columns))
    what, columns = what[order], columns[order]
    edges = np.flatnonzero(np.diff(columns, prepend=-1))
    parts = np.split(what, edges[1:])
    return [(part, int(columns[edge])) for part, edge in zip(parts, edges, strict=False)]


def _as_shown(cells: pl.Series, rows: Places, format_: Shown) -> pl.Series:
    """Write the numbers among some cells as a format shows them: digits of whole ones alone."""
    asked = cells[rows]
    are = r"^-?[0-9]+(?:\.[0-9]+)?$" if isinstance(format_, Words) else r"^[0-9]+$"
    which = asked.str.contains(are).fill_null(value=False)
    numbers = asked.filter(which)
    if not len(numbers):
        return cells
    zeros = format_.zeros
    written = once(numbers, lambda number: shown(number, format_)) if zeros is None else numbers.str.zfill(zeros)
    return cells.scatter(pl.Series(rows).filter(which), written)


def _as_days(cells: pl.Series, rows: Places) -> pl.Series:
    """Write the moments among some cells as they were typed: a day without the hour 0, an hour without the day 0."""
    asked = cells[rows]
    moment = asked.str.contains(r"^-?[0-9]+-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}").fill_null(value=False)
    day = asked.str.strip_suffix(" 00:00:00")
    day = day.str.replace(r"^(?:1899-12-3[01]|1904-01-01) ", "")
    return cells.scatter(rows, day.zip_with(moment, asked))
