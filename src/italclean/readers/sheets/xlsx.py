"""What a person saw in a sheet of .xlsx or .xlsm, from the XML of the file.

A library gives 184 for a CAP that the format `00000` shows as 00184, nothing for #N/D, and an hour for each day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl

from italclean.readers.sheets.cell_tags import Cells, Flags, Irregular, cells_of, regular
from italclean.readers.sheets.formats import Shown, of_styles
from italclean.readers.sheets.package import Package
from italclean.readers.sheets.seen import FALSE, KEPT_DIGITS, TRUE, Places, Seen, Texts, all_plain, error_word, once

_PIECE = 8 << 20
_SHEET = "/worksheet"


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


class Xlsx:
    """The XML of a workbook.

    Args:
        data: The file.

    Raises:
        KeyError: It lacks a part.
        ET.ParseError: A part is no XML.
    """

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._sheets = list(self._find_sheets())
        self._masks: dict[int, Shown] = {}
        self._dates: set[int] = set()
        if (styles := self._package.styles()) is not None:
            self._read_styles(styles)

    def sheets(self) -> list[Sheet]:
        """Return the sheets of cells, in their order."""
        return self._sheets

    def look(self, sheet: Sheet) -> Seen:
        """Look at a sheet.

        Args:
            sheet: The sheet.
        """
        try:
            return self._look(self._pieces(sheet))
        except Irregular:
            with self._package.open(sheet.member) as stream:
                return self._look(iter([regular(stream)]))

    def _find_sheets(self) -> Iterator[Sheet]:
        related = self._package.related(self._package.book)
        for sheet in self._package.tree(self._package.book).iter():
            if _local(sheet) != "sheet":
                continue
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            kind, target = related.get(key, ("", ""))
            if kind.endswith(_SHEET) and self._package.has(target):
                yield Sheet(sheet.get("name", ""), sheet.get("state", "visible") != "visible", target)

    def _read_styles(self, name: str) -> None:
        """Find the styles that show dates, and those that show more digits than a number has."""
        root = self._package.tree(name)
        codes = {
            int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in root.iter() if _local(one) == "numFmt"
        }
        styles = next((one for one in root if _local(one) == "cellXfs"), ET.Element("none"))
        self._masks, self._dates = of_styles([int(style.get("numFmtId", "0")) for style in styles], codes)

    def _pieces(self, sheet: Sheet) -> Iterator[bytes]:
        """The XML of a sheet in pieces of whole rows."""
        with self._package.open(sheet.member) as stream:
            left = b""
            while read := stream.read(_PIECE):
                left += read
                cut = left.rfind(b"<row")
                # What stands above the first row may say anything.
                if cut > 0:
                    yield left[:cut]
                    left = left[cut:]
            yield left

    def _look(self, pieces: Iterator[bytes]) -> Seen:
        seen = _Collected(self._masks, self._dates)
        for number, piece in enumerate(pieces):
            if not number and re.search(rb"<worksheet[\s>]", piece) is None:
                raise Irregular
            seen.add(piece)
        return seen.finish()


class _Collected:
    """What was seen so far of a sheet."""

    def __init__(self, masks: dict[int, Shown], dates: set[int]) -> None:
        self._masks, self._dates = masks, dates
        self._most = max([*masks, *dates, 0])
        self._is_date = self._flags(dates)
        self._is_masked = self._flags(masks)
        self._texts: list[tuple[Places, Places, pl.Series]] = []
        self._days: list[tuple[Places, Places]] = []
        self._shaped: dict[Shown, list[tuple[Places, Places]]] = {}
        self._first = [np.iinfo(np.int64).max] * 2
        self._last = [-1, -1]
        self._seen = Seen()

    def _flags(self, styles: dict[int, Shown] | set[int]) -> Flags:
        flags = np.zeros(self._most + 2, dtype=np.bool_)
        flags[list(styles)] = True
        return flags

    def add(self, piece: bytes) -> None:
        """Look at a piece of whole rows."""
        seen = self._seen
        if b"hidden=" in piece:
            seen.hidden_rows += len(_HIDDEN_ROW.findall(piece))
            seen.hidden_columns += sum(high - low + 1 for low, high in _hidden_columns(piece))
        # Behind the last row.
        seen.merged += len(_MERGED.findall(piece, piece.rfind(b"</row>") + 1))
        cells = cells_of(piece)
        filled = cells.filled
        if not len(cells.rows):
            return
        # A formula whose text is empty has a value; one that nobody computed has none.
        seen.unvalued += int((cells.formulas & (cells.begins < 0) & (cells.kinds != ord("f"))).sum())
        seen.filled += int(filled.sum())
        for place, found in enumerate((cells.rows, cells.columns)):
            if filled.any():
                self._first[place] = min(self._first[place], int(found[filled].min()))
                self._last[place] = max(self._last[place], int(found[filled].max()))
        valued = cells.begins >= 0
        style = np.minimum(cells.styles, self._most + 1)
        number = valued & (cells.kinds == ord("n"))
        self._days.append(_at(cells, number & self._is_date[style]))
        # Of 0.1234567890123 the library gives nine decimals, of 123456789.1 a few too many.
        long = (cells.lengths > KEPT_DIGITS) | cells.exponents | cells.fractions
        long &= number & ~self._is_date[style]
        self._put(cells, np.flatnonzero(long), piece, self._written)
        self._mask(cells, number & self._is_masked[style], style)
        self._put(cells, np.flatnonzero(valued & (cells.kinds == ord("e"))), piece, _as_errors)
        self._put(cells, np.flatnonzero(valued & (cells.kinds == ord("b"))), piece, _as_words)

    def finish(self) -> Seen:
        """Return all that was seen."""
        seen = self._seen
        if self._texts:
            rows, columns, texts = zip(*self._texts, strict=True)
            seen.texts = Texts(np.concatenate(rows), np.concatenate(columns), pl.concat(texts))
        if self._days:
            seen.dates = _joined(self._days)
        seen.shaped = [(mask, *_joined(places)) for mask, places in self._shaped.items()]
        if self._last[0] >= 0:
            seen.origin, seen.corner = (self._first[0], self._first[1]), (self._last[0], self._last[1])
        return seen

    def _put(self, cells: Cells, which: Places, piece: bytes, write: Callable[[pl.Series], pl.Series]) -> None:
        if len(which):
            texts = pl.Series(_texts(cells, which, piece), dtype=pl.String)
            self._texts.append((cells.rows[which], cells.columns[which], write(texts)))

    def _mask(self, cells: Cells, which: Flags, style: Places) -> None:
        """Find the numbers whose formats show more than the number."""
        for number in np.unique(style[which]).tolist():
            own = which & (style == number)
            self._shaped.setdefault(self._masks[number], []).append(_at(cells, own))

    def _written(self, numbers: pl.Series) -> pl.Series:
        """Write numbers of many digits: whole ones digit by digit, others as they are shown."""
        damaged = numbers.filter(numbers.str.contains(_BEYOND))
        told = all_plain(numbers.clone())
        self._seen.damaged += int(once(damaged, _is_damaged).eq("1").sum()) if len(damaged) else 0
        return told


_BEYOND = r"^-?[0-9]{16,}(?:\.0*)?$|[eE]\+?[0-9]"


def _is_damaged(number: str) -> str:
    """Say whether a whole number has more digits than are known: `1` or nothing."""
    digits = f"{Decimal(number).normalize():f}".lstrip("-")
    whole = "." not in digits and len(digits) > KEPT_DIGITS
    return "1" if whole and (digits[KEPT_DIGITS:].strip("0") == "" or len(digits) > KEPT_DIGITS + 1) else ""


def _as_errors(texts: pl.Series) -> pl.Series:
    return once(texts, error_word)


def _as_words(texts: pl.Series) -> pl.Series:
    return (texts == "1").replace_strict({True: TRUE, False: FALSE}, return_dtype=pl.String)


def _texts(cells: Cells, which: Places, piece: bytes) -> list[str]:
    begins = cells.begins[which].tolist()
    ends = (cells.begins[which] + cells.lengths[which]).tolist()
    return [piece[begin:end].decode() for begin, end in zip(begins, ends, strict=True)]


def _at(cells: Cells, which: Flags) -> tuple[Places, Places]:
    return cells.rows[which], cells.columns[which]


def _joined(places: list[tuple[Places, Places]]) -> tuple[Places, Places]:
    rows, columns = zip(*places, strict=True)
    return np.concatenate(rows), np.concatenate(columns)


_HIDDEN_ROW = re.compile(rb"<row\b[^>]*?\bhidden=\"(?:1|true)\"")
_MERGED = re.compile(rb"<mergeCell[ /]")


def _hidden_columns(piece: bytes) -> Iterator[tuple[int, int]]:
    if b"<col " not in piece:
        return
    for tag in re.findall(rb"<col [^>]*hidden=\"(?:1|true)\"[^>]*>", piece):
        bounds = [re.search(rb'\b%s="([0-9]+)"' % name, tag) for name in (b"min", b"max")]
        if all(bounds):
            low, high = (int(found[1]) for found in bounds if found)
            # Everything to the right of a list is often hidden: that is no column of it.
            if high < _LAST_COLUMN:
                yield low, high


_LAST_COLUMN = 16_384


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
