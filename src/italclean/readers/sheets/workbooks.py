"""Workbooks of every kind as lists: the visible sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from italclean.errors import EmptyInput
from italclean.messages.text import Text, said
from italclean.readers.base import File, Found
from italclean.readers.cells import judge
from italclean.readers.sheets.book import EXTRA, Book, Sheet, open_book
from italclean.readers.sheets.kinds import kind_of
from italclean.readers.sheets.seen import Seen
from italclean.settings import Reading


class Workbooks:
    """Workbooks of Excel and LibreOffice."""

    name = "spreadsheet"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
    holds = "workbooks of Excel and LibreOffice: every visible sheet, or the one that is named behind `#`"
    example = "clienti.xlsx#Foglio1"
    extra = EXTRA
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
        book = open_book(file.take(), file.path, file.part)
        found: list[Found] = []
        empty: dict[str, EmptyInput] = {}
        for sheet, seen in book.sheets:
            try:
                found.append(_list(book, sheet, seen, reading))
            except EmptyInput as error:
                empty[sheet.name] = error
        if not found and book.hidden:
            raise EmptyInput(path=file.path, reason=said("sheet.only_hidden", names=", ".join(book.hidden)))
        if not found:
            raise next(iter(empty.values()))
        notices = _told_of_sheets(found, list(empty), book.hidden)
        for place, one in enumerate(found):
            called = one if len(found) > 1 or file.part is not None else replace(one, part="")
            yield replace(called, notices=(*notices, *one.notices)) if place == 0 else called


def _list(book: Book, sheet: Sheet, seen: Seen, reading: Reading) -> Found:
    cells = book.cells(sheet, seen)
    lines = pl.int_range(1, cells.height + 1, dtype=pl.UInt32, eager=True)
    found = judge(cells, lines, f"{book.path}#{sheet.name}", skip_rows=reading.skip_rows)
    return replace(
        found, facts={"sheet": sheet.name}, notices=(*seen.notices(sheet.name), *found.notices), part=sheet.name
    )


def _told_of_sheets(found: Sequence[Found], empty: Sequence[str], hidden: Sequence[str]) -> tuple[Text, ...]:
    notices: list[Text] = []
    if len(found) > 1:
        notices.append(said("sheet.several", names=", ".join(one.part for one in found)))
    if empty:
        notices.append(said("sheet.empty", names=", ".join(empty)))
    if hidden:
        notices.append(said("sheet.hidden", names=", ".join(hidden)))
    return tuple(notices)
