"""Workbooks of every kind: the visible sheets, every cell as a person saw it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

import polars as pl

from italclean.core.late import of_extra
from italclean.errors import EmptyInput, UnknownPart, UnreadableFile
from italclean.messages.text import Text, said
from italclean.readers.base import File, Found
from italclean.readers.cells import judge
from italclean.readers.limits import check_zip
from italclean.readers.sheets.kinds import Kind, kind_of
from italclean.readers.sheets.ods import Ods
from italclean.readers.sheets.ole import Damaged
from italclean.readers.sheets.seen import Seen
from italclean.readers.sheets.xls import Locked, Xls
from italclean.readers.sheets.xlsx import Xlsx
from italclean.settings import Reading

_DAMAGED = (
    Damaged,
    struct.error,
    KeyError,
    ValueError,
    IndexError,
    ET.ParseError,
    ExpatError,
    zipfile.BadZipFile,
    EOFError,
    OSError,
)
"""What a file that is cut off or written wrongly makes of its reading."""


class Sheet(Protocol):
    """A sheet of a workbook."""

    name: str
    hidden: bool


class Book(Protocol):
    """What looks at the sheets of a kind of workbook."""

    def sheets(self) -> Sequence[Any]:
        """Return the sheets of cells, in their order."""

    def look(self, sheet: Any) -> Seen:
        """Look at one of them."""


class Workbooks:
    """Workbooks of Excel and LibreOffice."""

    name = "spreadsheet"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
    holds = "workbooks of Excel and LibreOffice, every visible sheet; `clienti.xlsx#Foglio1` picks one"
    extra = "excel"
    several = True

    def recognises(self, data: bytes, reading: Reading) -> bool:  # noqa: ARG002 - its content tells
        """Tell whether a file is a workbook.

        Args:
            data: What stands in the file.
            reading: How the user says that it is read.
        """
        return kind_of(data) is not None

    def read(self, file: File, reading: Reading) -> Iterator[Found]:
        """Read the visible sheets of a workbook, or the one that is wanted.

        Args:
            file: The file.
            reading: How the user says that it is read.

        Raises:
            UnreadableFile: It is locked or damaged, or a cell stands too far away from the others.
            UnknownPart: There is no such sheet.
            ExtraMissing: The library that reads workbooks is not installed.
            EmptyInput: No sheet holds a customer.
        """
        fastexcel = of_extra("fastexcel", self.extra)
        data, path = file.take(), file.path
        kind = kind_of(data)
        if kind in ("locked", "damaged", None):
            raise _locked(path) if kind == "locked" else _damaged(path)
        if kind != "xls":
            check_zip(data, path)
        try:
            book = _book(kind, data, fastexcel)
            wanted, hidden = _wanted(book.sheets(), file.part, path)
            looked = [(sheet, book.look(sheet)) for sheet in wanted]
            for sheet, seen in looked:
                seen.refuse_corner(path, sheet.name)
            reader = fastexcel.read_excel(data)
        except Locked:
            raise _locked(path) from None
        except (*_DAMAGED, fastexcel.FastExcelError):
            raise _damaged(path) from None
        del data, book
        found: list[Found] = []
        empty: list[str] = []
        for sheet, seen in looked:
            try:
                found.append(_read_sheet(reader, sheet, seen, path, reading))
            except fastexcel.FastExcelError:
                raise _damaged(path) from None
            except EmptyInput as error:
                if len(wanted) == 1:
                    raise
                empty.append(sheet.name)
                last = error
        if not found:
            raise last
        notices = _told_of_sheets(found, empty, hidden)
        for place, one in enumerate(found):
            called = one if len(found) > 1 or file.part is not None else replace(one, part="")
            yield replace(called, notices=(*notices, *one.notices)) if place == 0 else called


def _book(kind: Kind | None, data: bytes, fastexcel: Any) -> Book:
    if kind == "xlsx":
        return Xlsx(data)
    if kind == "ods":
        return Ods(data)
    return Xls(data) if kind == "xls" else _Unseen(data, fastexcel)


class _Unseen:
    """A workbook of a kind that the library alone looks into: .xlsb.

    Args:
        data: The file.
        fastexcel: The library.
    """

    def __init__(self, data: bytes, fastexcel: Any) -> None:
        self._reader = fastexcel.read_excel(data)

    def sheets(self) -> list[_Plain]:
        """Return the sheets, in their order."""
        visible = {name: self._reader.load_sheet(name, n_rows=0).visible for name in self._reader.sheet_names}
        return [_Plain(name, state != "visible") for name, state in visible.items()]

    def look(self, sheet: _Plain) -> Seen:  # noqa: ARG002 - nothing is seen
        """Say that nothing was seen."""
        return Seen(unseen=True)


@dataclass(frozen=True, slots=True)
class _Plain:
    name: str
    hidden: bool


def _wanted(sheets: Sequence[Sheet], part: str | None, path: str) -> tuple[list[Sheet], list[str]]:
    """Return the sheets to be read, and the names of those that are hidden."""
    if part is not None:
        named = [sheet for sheet in sheets if sheet.name == part]
        named = named or [sheet for sheet in sheets if sheet.name.strip().casefold() == part.strip().casefold()]
        if not named:
            raise UnknownPart(path=path, part=part, names=", ".join(sheet.name for sheet in sheets))
        return named[:1], []
    visible = [sheet for sheet in sheets if not sheet.hidden]
    if not visible:
        raise EmptyInput(path=path, reason=said("sheet.none"))
    return visible, [sheet.name for sheet in sheets if sheet.hidden]


def _read_sheet(reader: Any, sheet: Sheet, seen: Seen, path: str, reading: Reading) -> Found:
    loaded = reader.load_sheet(sheet.name, header_row=None, skip_rows=0, dtypes="string")
    columns = loaded.available_columns()
    frame = seen.apply(pl.DataFrame(loaded), columns[0].absolute_index if columns else 0)
    del loaded
    lines = pl.int_range(1, frame.height + 1, dtype=pl.UInt32, eager=True)
    found = judge(frame, lines, f"{path}#{sheet.name}", skip_rows=reading.skip_rows)
    return replace(found, notices=(*seen.notices(sheet.name), *found.notices), part=sheet.name)


def _told_of_sheets(found: Sequence[Found], empty: Sequence[str], hidden: Sequence[str]) -> tuple[Text, ...]:
    notices: list[Text] = []
    if len(found) > 1:
        notices.append(said("sheet.several", names=", ".join(one.part for one in found)))
    if empty:
        notices.append(said("sheet.empty", names=", ".join(empty)))
    if hidden:
        notices.append(said("sheet.hidden", names=", ".join(hidden)))
    return tuple(notices)


def _damaged(path: str) -> UnreadableFile:
    return UnreadableFile(path=path, reason=said("sheet.damaged_file"), hint=said("sheet.try_saving"))


def _locked(path: str) -> UnreadableFile:
    return UnreadableFile(path=path, reason=said("sheet.locked"), hint=said("sheet.try_unlocking"))
