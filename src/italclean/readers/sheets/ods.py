"""What a person saw in a sheet of .ods: beside each value the file holds the text that was shown."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO

import numpy as np
import polars as pl

from italclean.readers.sheets.seen import FALSE, KEPT_DIGITS, TRUE, Places, Seen, Texts, error_word, plain

_TABLE = re.compile(rb"<table:table [^>]*>")
_HIDDEN_STYLE = re.compile(
    rb'<style:style style:name="([^"]*)" style:family="table"[^>]*><style:table-properties[^>]*table:display="false"'
)
_SHOWN_OTHERWISE = re.compile(
    rb'office:value-type="(?:float|currency)" office:value="([^"]*)"[^>]*><text:p>(?!\1</text:p>)([^<]*)</text:p>'
)
_LONG = re.compile(rb'office:value="(-?[0-9]*\.[0-9]{10,}|-?[0-9]{8,}\.[0-9]+|-?[0-9]{16,}|[^"]*E[^"]*)"')
_ERROR = re.compile(rb'calcext:value-type="error"[^>]*><text:p>([^<]*)')
_TRUTH = re.compile(rb'office:boolean-value="(true|false)"')
_MOMENT = re.compile(rb'office:date-value="([0-9-]+T[0-9:.,]+)"')
_TIME = re.compile(rb'office:time-value="PT([0-9]+)H([0-9]+)M([0-9]+)')
_SIGN = re.compile(rb"<text:(?:tab|line-break)\b")
_UNVALUED = re.compile(rb'<table:table-cell(?![^>]*office:value-type)[^>]*table:formula="[^>]*/>')
_ROW = re.compile(rb"<table:table-row\b[^>]*>")
_REPEATED_CELL = re.compile(rb'table:number-columns-repeated="([0-9]+)"')
_REPEATED_ROW = re.compile(rb'table:number-rows-repeated="([0-9]+)"')
_MERGED = re.compile(rb'<table:table-cell[^>]*table:number-(?:columns|rows)-spanned="(?:[2-9]|[1-9][0-9]+)"')
_MASKED = re.compile(r"[0-9 ()+-]*0*[0-9 ()+-]*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        name: Its name.
        hidden: Whether it is hidden.
        begin: Where it begins in the XML.
        end: Where it ends.
    """

    name: str
    hidden: bool
    begin: int
    end: int


class Ods:
    """The XML of a workbook.

    Args:
        data: The file.

    Raises:
        KeyError: It lacks a part.
    """

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as whole:
            self._xml = whole.read("content.xml")
        self._sheets = list(self._find_sheets())

    def sheets(self) -> list[Sheet]:
        """Return the sheets, in their order."""
        return self._sheets

    def _find_sheets(self) -> Iterator[Sheet]:
        hidden = set(_HIDDEN_STYLE.findall(self._xml))
        for tag in _TABLE.finditer(self._xml):
            name = re.search(rb'table:name="([^"]*)"', tag[0])
            style = re.search(rb'table:style-name="([^"]*)"', tag[0])
            end = self._xml.find(b"</table:table>", tag.end())
            called = unescape(name[1].decode()) if name else ""
            yield Sheet(called, style is not None and style[1] in hidden, tag.end(), end if end > 0 else len(self._xml))

    def look(self, sheet: Sheet) -> Seen:
        """Look at a sheet.

        Args:
            sheet: The sheet.
        """
        return _Look(self._xml[sheet.begin : sheet.end]).seen()


class _Look:
    """The XML of one sheet, and where its cells stand."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._signs = np.frombuffer(xml + b" " * 32, dtype=np.uint8)
        self._rows, self._cells = self._tags()
        row_times = self._times(self._rows, _REPEATED_ROW)
        self._cell_times = self._times(self._cells, _REPEATED_CELL)
        of_row = np.searchsorted(self._rows, self._cells) - 1
        first_row = np.cumsum(row_times) - row_times
        before = np.cumsum(self._cell_times) - self._cell_times
        first_of_row = np.searchsorted(self._cells, self._rows)
        start = np.append(before, before[-1] + self._cell_times[-1] if len(before) else 0)[first_of_row]
        self._column = before - start[of_row] if len(of_row) else before
        self._row = first_row[of_row] if len(of_row) else before
        self._row_times = row_times[of_row] if len(of_row) else before
        self._of_row = row_times

    def _tags(self) -> tuple[Places, Places]:
        """Find where the rows and the cells begin: `<table:table-row`, `<table:table-cell`, `<table:covered-`."""
        signs = self._signs
        tags = np.flatnonzero(signs == ord("<"))
        tags = tags[(signs[tags + 1] == ord("t")) & (signs[tags + 2] == ord("a")) & (signs[tags + 6] == ord(":"))]
        kind, first, second, last = (signs[tags + offset] for offset in (7, 13, 14, 16))
        is_table = kind == ord("t")
        # Behind <table:table-row may stand -group.
        is_row = is_table & (first == ord("r")) & (second == ord("o")) & (last != ord("-"))
        is_cell = is_table & (first == ord("c")) & (second == ord("e"))
        is_covered = (kind == ord("c")) & (signs[tags + 9] == ord("v"))
        return tags[is_row], tags[is_cell | is_covered]

    def _times(self, tags: Places, repeated: re.Pattern[bytes]) -> Places:
        """How many times each row or cell stands there."""
        times = np.ones(len(tags), dtype=np.int64)
        for found in repeated.finditer(self._xml):
            place = int(np.searchsorted(tags, found.start())) - 1
            if place >= 0:
                times[place] = int(found[1])
        return times

    def seen(self) -> Seen:
        """Return what was seen."""
        xml = self._xml
        seen = Seen()
        # Most sheets hold none of these: to look for a word is quicker than for a pattern.
        seen.merged = len(_MERGED.findall(xml)) if b"-spanned=" in xml else 0
        seen.unvalued = len(_UNVALUED.findall(xml)) if b"table:formula=" in xml else 0
        self._measure(seen)
        texts = [
            self._found(_LONG, b"office:value=", lambda found: plain(found[1].decode())),
            self._found(_SHOWN_OTHERWISE, b"office:value=", self._shown),
            self._found(_ERROR, b'"error"', lambda found: error_word(unescape(found[1].decode()))),
            self._found(_TRUTH, b"boolean-value", lambda found: TRUE if found[1] == b"true" else FALSE),
            self._found(_MOMENT, b"date-value", lambda found: _moment(found[1].decode())),
            self._found(_TIME, b"time-value", lambda found: b":".join(found.groups()).decode()),
            self._found(_SIGN, b"<text:", self._whole),
        ]
        rows, columns, given = zip(*texts, strict=True)
        seen.texts = Texts(np.concatenate(rows), np.concatenate(columns), pl.concat(given))
        long = re.findall(rb'office:value="([0-9]{16,}|[0-9.]+E[+0-9]+)"', self._xml)
        seen.damaged = sum(len(plain(value.decode())) > KEPT_DIGITS for value in long)
        return seen

    def _measure(self, seen: Seen) -> None:
        """Find the hidden rows and columns, and the first and last cell that hold anything."""
        for row in _ROW.finditer(self._xml) if b"table:visibility=" in self._xml else ():
            if b"table:visibility=" in row[0] and b'"visible"' not in row[0]:
                seen.hidden_rows += int(self._of_row[np.searchsorted(self._rows, row.start())])
        head = self._xml[: int(self._rows[0])] if len(self._rows) else self._xml
        for column in re.findall(rb"<table:table-column[^>]*table:visibility=\"(?:collapse|filter)\"[^>]*>", head):
            times = _REPEATED_CELL.search(column)
            count = int(times[1]) if times else 1
            seen.hidden_columns += count if count < _MANY else 0
        ends = np.flatnonzero(self._signs == ord(">"))
        filled = self._signs[ends[np.searchsorted(ends, self._cells)] - 1] != ord("/")
        if filled.any():
            seen.filled = int((self._row_times * self._cell_times)[filled].sum())
            last = (self._row + self._row_times - 1)[filled].max(), (self._column + self._cell_times - 1)[filled].max()
            seen.origin = (int(self._row[filled].min()), int(self._column[filled].min()))
            seen.corner = (int(last[0]), int(last[1]))

    def _found(
        self, what: re.Pattern[bytes], word: bytes, write: Callable[[re.Match[bytes]], str | None]
    ) -> tuple[Places, Places, pl.Series]:
        """The cells in which something stands, and their text; those that are repeated as often as they are."""
        places, texts = [], []
        for found in what.finditer(self._xml) if word in self._xml else ():
            text = write(found)
            if text is not None:
                places.append(found.start())
                texts.append(text)
        at = np.searchsorted(self._cells, np.array(places, dtype=np.int64)) - 1
        wide, high = self._cell_times[at], self._row_times[at]
        times = np.where(wide * high < _MANY, wide * high, 0)
        which = np.repeat(np.arange(len(at)), times)
        step = np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
        rows = self._row[at][which] + step // np.maximum(wide[which], 1)
        columns = self._column[at][which] + step % np.maximum(wide[which], 1)
        return rows, columns, pl.Series(texts, dtype=pl.String)[which]

    @staticmethod
    def _shown(found: re.Match[bytes]) -> str | None:
        """What a number is shown as where its format adds zeros or parts its digits; other formats show the number."""
        value, shown = found[1].decode(), unescape(found[2].decode())
        if shown in _TRUTHS and value in ("0", "1"):
            return TRUE if value == "1" else FALSE
        digits = re.sub(r"[ ()+-]", "", shown)
        if (
            value.isdigit()
            and digits.isdigit()
            and digits.lstrip("0") == value.lstrip("0")
            and not shown.startswith("-")
        ):
            return shown
        return None

    def _whole(self, found: re.Match[bytes]) -> str:
        """The text of a cell with tabs and line breaks."""
        begin = int(self._cells[np.searchsorted(self._cells, found.start()) - 1])
        end = self._xml.find(b"</table:table-cell>", begin)
        cell = re.sub(rb"<office:annotation\b.*?</office:annotation>", b"", self._xml[begin:end], flags=re.DOTALL)
        text = re.sub(rb"<text:tab[^>]*>", b"\t", cell)
        text = re.sub(rb"</text:p><text:p\b[^>]*>|<text:line-break[^>]*>", b"\n", text)
        text = re.sub(rb'<text:s text:c="([0-9]+)"/>', lambda blanks: b" " * min(int(blanks[1]), 1000), text)
        return unescape(re.sub(rb"<[^>]*>", b"", text.replace(b"<text:s/>", b" ")).decode())


_TRUTHS = ("TRUE", "FALSE", "VERO", "FALSO")
_MANY = 10_000_000


def _moment(typed: str) -> str:
    """Write a moment as the other kinds of workbooks have it."""
    day, _, hour = typed.partition("T")
    hour = hour.partition(".")[0].partition(",")[0]
    return day if hour == "00:00:00" else f"{day} {hour}"
