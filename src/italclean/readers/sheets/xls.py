"""What a person saw in a sheet of .xls (BIFF8, [MS-XLS]): the formats of numbers, errors, hidden rows.

A workbook is a stream of records, each with its kind and length in front: where one begins is known only from the one
before. They are walked once, and everything else is done for all records of a kind at once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.readers.sheets.formats import Shown, of_styles
from italclean.readers.sheets.ole import Ole
from italclean.readers.sheets.seen import FALSE, TRUE, Places, Seen, Texts, error_of, fractions, joined

_BOF, _EOF = 0x0809, 0x000A
_BOUND, _FORMAT, _XF, _LOCKED = 0x0085, 0x041E, 0x00E0, 0x002F
_NUMBER, _RK, _MULTI_RK, _FORMULA, _TRUTH = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_ROW, _COLUMNS, _MERGED = 0x0208, 0x007D, 0x00E5
_ASKED = frozenset((_NUMBER, _RK, _MULTI_RK, _FORMULA, _TRUTH, _ROW, _COLUMNS, _MERGED))
_SUBSTREAM_OF_CELLS = 0


class Locked(Exception):
    """The workbook is locked with a password."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        name: Its name.
        hidden: Whether it is hidden.
        begin: Where its records begin.
    """

    name: str
    hidden: bool
    begin: int


class Xls:
    """The records of a workbook.

    Args:
        data: The file.

    Raises:
        Locked: It is locked with a password.
        Damaged: It is cut off.
    """

    def __init__(self, data: bytes) -> None:
        ole = Ole(data)
        # Excel 5 and 95 called it otherwise, and wrote texts of one byte a letter.
        self._stream = ole.stream("Workbook") if "Workbook" in ole.names() else ole.stream("Book")
        self._signs = np.frombuffer(self._stream, dtype=np.uint8)
        self._is_wide = len(self._stream) > 6 and self._stream[4:6] == b"\x00\x06"
        self._sheets: list[Sheet] = []
        self._masks: dict[int, Shown] = {}
        self._dates: set[int] = set()
        self._read_globals()

    def sheets(self) -> list[Sheet]:
        """Return the sheets of cells, in their order."""
        return self._sheets

    def _records(self, begin: int) -> Iterator[tuple[int, int, int]]:
        """Walk the records from a place to the end of what begins there: kind, place of the content, length.

        A chart within a sheet is a stream of its own, which is passed over.
        """
        stream, place, last, depth = self._stream, begin, len(self._stream) - 4, 0
        unpack = struct.Struct("<HH").unpack_from
        while place <= last:
            kind, length = unpack(stream, place)
            place += 4
            depth += (kind == _BOF) - (kind == _EOF)
            if depth == 0:
                return
            if depth == 1:
                yield kind, place, length
            place += length

    def _read_globals(self) -> None:
        codes: dict[int, str] = {}
        styles: list[int] = []
        for kind, place, length in self._records(0):
            content = self._stream[place : place + length]
            if kind == _LOCKED:
                raise Locked
            if kind == _BOUND:
                begin, state, sort = struct.unpack_from("<IBB", content)
                if sort == _SUBSTREAM_OF_CELLS:
                    self._sheets.append(Sheet(self._text(content[6:], 1), bool(state & 3), begin))
            elif kind == _FORMAT:
                codes[int.from_bytes(content[:2], "little")] = self._text(content[2:], 2 if self._is_wide else 1)
            elif kind == _XF:
                styles.append(int.from_bytes(content[2:4], "little"))
        self._masks, self._dates = of_styles(styles, codes)

    def _text(self, content: bytes, size: int) -> str:
        """Read a text with its length in front."""
        length = int.from_bytes(content[:size], "little")
        if not self._is_wide:
            return content[size : size + length].decode("cp1252", errors="replace")
        wide = content[size] & 1
        text = content[size + 1 : size + 1 + length * (2 if wide else 1)]
        return text.decode("utf-16-le" if wide else "latin-1", errors="replace")

    def look(self, sheet: Sheet) -> Seen:
        """Look at a sheet.

        Args:
            sheet: The sheet.
        """
        found: dict[int, list[int]] = {kind: [] for kind in _ASKED}
        lengths: list[int] = []
        for kind, place, length in self._records(sheet.begin):
            if kind in _ASKED:
                found[kind].append(place)
                if kind == _MULTI_RK:
                    lengths.append(length)
        places = {kind: np.array(listed, dtype=np.int64) for kind, listed in found.items()}
        seen = Seen()
        self._look_at_numbers(seen, places, np.array(lengths, dtype=np.int64))
        self._look_at_words(seen, places)
        seen.hidden_rows = int(((self._short(places[_ROW] + 12) & 0x20) != 0).sum())
        for place in found[_COLUMNS]:
            first, last, _, _, options = struct.unpack_from("<5H", self._stream, place)
            seen.hidden_columns += (last - first + 1) if options & 1 and last < 0xFF else 0
        seen.merged = int(self._short(places[_MERGED]).sum())
        return seen

    def _short(self, places: Places) -> Places:
        return np.asarray(self._signs[places].astype(np.int64) | (self._signs[places + 1].astype(np.int64) << 8))

    def _look_at_numbers(self, seen: Seen, places: dict[int, Places], lengths: Places) -> None:
        """Find the numbers whose formats show more than the number."""
        formulas = self._numeric_formulas(places[_FORMULA])
        seen.zeros = self._zeros(places[_FORMULA])
        plain = np.concatenate([places[_NUMBER], formulas, places[_RK]])
        doubles = self._doubles(plain[: len(places[_NUMBER]) + len(formulas)] + 6)
        rows, columns, styles = (self._short(plain + offset) for offset in (0, 2, 4))
        many, counts = places[_MULTI_RK], (lengths - 6) // 6
        which = np.repeat(np.arange(len(many)), counts)
        step = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = np.concatenate([rows, self._short(many)[which]])
        columns = np.concatenate([columns, self._short(many + 2)[which] + step])
        styles = np.concatenate([styles, self._short(many[which] + 4 + 6 * step)])
        is_date = np.isin(styles, list(self._dates))
        exact = np.flatnonzero(~is_date[: len(doubles)])
        seen.texts = fractions(rows[exact], columns[exact], doubles[exact])
        seen.dates = rows[is_date], columns[is_date]
        seen.numbers = rows[~is_date], columns[~is_date]
        seen.shape(self._masks, styles, rows, columns)

    def _doubles(self, places: Places) -> npt.NDArray[np.float64]:
        """Read the numbers that begin at some places."""
        return np.asarray(self._signs[places[:, None] + np.arange(8)].view("<f8").reshape(-1).astype(np.float64))

    def _numeric_formulas(self, places: Places) -> Places:
        return np.asarray(places[self._short(places + 12) != 0xFFFF])

    def _zeros(self, places: Places) -> int:
        """Count the formulas that are 0, in columns in which all are: what LibreOffice writes of one never computed."""
        is_zero = ~self._signs[places[:, None] + np.arange(6, 14)].any(axis=1)
        columns = self._short(places + 2)
        other = np.unique(columns[~is_zero])
        return int((is_zero & ~np.isin(columns, other)).sum())

    def _look_at_words(self, seen: Seen, places: dict[int, Places]) -> None:
        """Put truth values and errors in place, typed or computed."""
        typed, computed = places[_TRUTH], places[_FORMULA]
        special = computed[self._short(computed + 12) == 0xFFFF]
        sort = self._signs[special + 6]
        words = np.concatenate([typed, special[(sort == 1) | (sort == 2)]])
        values = np.concatenate([self._signs[typed + 6], self._signs[special + 8][(sort == 1) | (sort == 2)]])
        wrong = np.concatenate([self._signs[typed + 7] == 1, sort[(sort == 1) | (sort == 2)] == 2])
        texts = [_word(int(value), bool(is_error)) for value, is_error in zip(values, wrong, strict=True)]
        found = Texts(self._short(words), self._short(words + 2), pl.Series(texts, dtype=pl.String))
        seen.texts = joined(seen.texts, found)


def _word(value: int, is_error: bool) -> str:
    if is_error:
        return error_of(value)
    return TRUE if value else FALSE
