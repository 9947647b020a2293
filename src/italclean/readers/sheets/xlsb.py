"""What a person saw in a sheet of .xlsb ([MS-XLSB]): records as in .xls, in the parts of an .xlsx."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from italclean.readers.sheets.formats import Shown, of_styles
from italclean.readers.sheets.package import Package
from italclean.readers.sheets.seen import FALSE, TRUE, Places, Seen, Texts, error_of, fractions, joined

_ROW, _BLANK, _RK, _ERROR, _TRUTH, _NUMBER = 0, 1, 2, 3, 4, 5
_COMPUTED_NUMBER, _COMPUTED_TRUTH, _COMPUTED_ERROR = 9, 10, 11
_LAST_CELL = 11
_COLUMNS, _SHEET, _MERGED, _FORMAT, _STYLE = 60, 156, 176, 44, 47
_STYLES_BEGIN, _STYLES_END = 617, 618
_NUMBERS = (_RK, _NUMBER, _COMPUTED_NUMBER)
_LAST_COLUMN = 16_383


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        name: Its name.
        hidden: Whether it is hidden.
        member: Where its cells stand in the file.
    """

    name: str
    hidden: bool
    member: str


class Xlsb:
    """The records of a workbook.

    Args:
        data: The file.

    Raises:
        KeyError: It lacks a part.
        struct.error: A record is cut off.
    """

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._masks: dict[int, Shown] = {}
        self._dates: set[int] = set()
        self._sheets = list(self._find_sheets())
        if (styles := self._package.styles()) is not None:
            self._read_styles(styles)

    def sheets(self) -> list[Sheet]:
        """Return the sheets of cells, in their order."""
        return self._sheets

    def _part(self, name: str) -> bytes:
        with self._package.open(name) as part:
            return part.read()

    def _find_sheets(self) -> Iterator[Sheet]:
        related = self._package.related(self._package.book)
        book = self._part(self._package.book)
        for kind, begin, _ in _records(book):
            if kind == _SHEET:
                state = struct.unpack_from("<I", book, begin)[0]
                key, after = _text(book, begin + 8)
                sort, target = related.get(key, ("", ""))
                if sort.endswith("/worksheet") and self._package.has(target):
                    yield Sheet(_text(book, after)[0], state != 0, target)

    def _read_styles(self, name: str) -> None:
        part = self._part(name)
        codes: dict[int, str] = {}
        styles: list[int] = []
        inside = False
        for kind, begin, _ in _records(part):
            inside = kind == _STYLES_BEGIN or (inside and kind != _STYLES_END)
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", part, begin)[0]] = _text(part, begin + 2)[0]
            elif kind == _STYLE and inside:
                styles.append(struct.unpack_from("<H", part, begin + 2)[0])
        self._masks, self._dates = of_styles(styles, codes)

    def look(self, sheet: Sheet) -> Seen:
        """Look at a sheet.

        Args:
            sheet: The sheet.
        """
        part = self._part(sheet.member)
        seen = Seen()
        kinds: list[int] = []
        begins: list[int] = []
        rows: list[int] = []
        row = 0
        # Where a record begins is known only from the one before.
        for kind, begin, _ in _records(part):
            if kind == _ROW:
                row = struct.unpack_from("<I", part, begin)[0]
                seen.hidden_rows += part[begin + 11] >> 4 & 1
            elif kind <= _LAST_CELL:
                kinds.append(kind)
                begins.append(begin)
                rows.append(row)
            elif kind == _MERGED:
                seen.merged += 1
            elif kind == _COLUMNS:
                first, last, _, _, flags = struct.unpack_from("<IIIIH", part, begin)
                seen.hidden_columns += (last - first + 1) if flags & 1 and last < _LAST_COLUMN else 0
        self._look_at_cells(
            seen, part, np.array(kinds, dtype=np.int64), np.array(begins, dtype=np.int64), np.array(rows)
        )
        return seen

    def _look_at_cells(self, seen: Seen, part: bytes, kinds: Places, begins: Places, rows: Places) -> None:
        signs = np.frombuffer(part, dtype=np.uint8).astype(np.int64)
        columns, styles = _little(signs, begins, 4), _little(signs, begins + 4, 3)
        filled = kinds != _BLANK
        if filled.any():
            seen.filled = int(filled.sum())
            seen.origin = (int(rows[filled].min()), int(columns[filled].min()))
            seen.corner = (int(rows[filled].max()), int(columns[filled].max()))
        number = np.isin(kinds, _NUMBERS)
        dates = number & np.isin(styles, list(self._dates))
        seen.dates = rows[dates], columns[dates]
        doubles = np.isin(kinds, (_NUMBER, _COMPUTED_NUMBER)) & ~dates
        raw = np.frombuffer(part, dtype=np.uint8)[begins[doubles][:, None] + 8 + np.arange(8)]
        long = fractions(rows[doubles], columns[doubles], raw.view("<f8").reshape(-1).astype(np.float64))
        seen.numbers = rows[number & ~dates], columns[number & ~dates]
        seen.shape(self._masks, styles[number], rows[number], columns[number])
        wrong, truth = np.isin(kinds, (_ERROR, _COMPUTED_ERROR)), np.isin(kinds, (_TRUTH, _COMPUTED_TRUTH))
        words = [error_of(int(value)) for value in signs[begins[wrong] + 8]]
        words += [TRUE if value else FALSE for value in signs[begins[truth] + 8]]
        at = np.concatenate([np.flatnonzero(wrong), np.flatnonzero(truth)])
        seen.texts = joined(long, Texts(rows[at], columns[at], pl.Series(words, dtype=pl.String)))


def _little(signs: Places, places: Places, size: int) -> Places:
    """Read numbers whose lowest byte comes first."""
    numbers = np.zeros(len(places), dtype=np.int64)
    for place in range(size):
        numbers |= signs[places + place] << (8 * place)
    return numbers


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Walk the records of a part: kind, where the content begins, its length; a byte has seven bits of a number."""
    place, size = 0, len(part)
    while place < size:
        kind = part[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[place] & 0x7F) << 7
            place += 1
        length = shift = 0
        while True:
            byte = part[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        if place + length > size:
            raise struct.error
        yield kind, place, length
        place += length


def _text(part: bytes, begin: int) -> tuple[str, int]:
    """Read a text with the number of its letters in front; return it and where it ends."""
    letters = struct.unpack_from("<I", part, begin)[0]
    end = begin + 4 + 2 * letters
    return part[begin + 4 : end].decode("utf-16-le"), end
