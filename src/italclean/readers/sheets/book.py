"""A workbook that is opened: its sheets, and the cells of each as a person saw them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

import polars as pl

from italclean.core.late import of_extra
from italclean.errors import EmptyInput, UnknownPart, UnreadableFile
from italclean.messages.text import said
from italclean.readers.limits import check_zip
from italclean.readers.sheets.kinds import Kind, kind_of
from italclean.readers.sheets.ods import Ods
from italclean.readers.sheets.ole import Damaged
from italclean.readers.sheets.seen import Seen
from italclean.readers.sheets.xls import Locked, Xls
from italclean.readers.sheets.xlsb import Xlsb
from italclean.readers.sheets.xlsx import Xlsx

EXTRA = "excel"
"""The extra that brings the libraries of spreadsheets."""
_DAMAGED = (
    *(Damaged, struct.error, zlib.error, zipfile.BadZipFile, ET.ParseError, ExpatError),
    *(LookupError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError),
)
"""What a file that is cut off or written wrongly makes of its reading."""


class Sheet(Protocol):
    """A sheet of a workbook."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def hidden(self) -> bool:
        """Whether it is hidden."""


class Looker(Protocol):
    """What looks at the sheets of a kind of workbook."""

    def sheets(self) -> Sequence[Any]:
        """Return the sheets of cells, in their order."""

    def look(self, sheet: Any) -> Seen:
        """Look at one of them."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that is opened.

    Attributes:
        path: What it is called, for messages.
        sheets: The sheets that are to be read, and what was seen in each.
        hidden: The names of the sheets that are hidden.
        library: The library that reads the cells, as it holds the file.
    """

    path: str
    sheets: Sequence[tuple[Sheet, Seen]]
    hidden: Sequence[str]
    library: Any

    def cells(self, sheet: Sheet, seen: Seen) -> pl.DataFrame:
        """Return the cells of a sheet, every row from its first one, every column text.

        Args:
            sheet: The sheet.
            seen: What was seen in it.

        Raises:
            UnreadableFile: It is damaged.
        """
        with _reading(self.path):
            loaded = self.library.load_sheet(sheet.name, header_row=None, skip_rows=0, dtypes="string")
            columns = loaded.available_columns()
            return seen.apply(pl.DataFrame(loaded), columns[0].absolute_index if columns else 0)


def open_book(data: bytes, path: str, part: str | None = None) -> Book:
    """Open a workbook.

    Args:
        data: What stands in the file.
        path: What it is called, for messages.
        part: The sheet that is wanted; None for all that are visible.

    Raises:
        UnreadableFile: It is locked or damaged, or a cell stands too far away from the others.
        UnknownPart: There is no such sheet.
        ExtraMissing: The library that reads workbooks is not installed.
        EmptyInput: All sheets are hidden.
    """
    kind = kind_of(data)
    if kind == "locked":
        raise _locked(path)
    if kind in ("damaged", None):
        raise _damaged(path)
    if kind != "xls":
        check_zip(data, path)
    fastexcel = of_extra("fastexcel", EXTRA)
    with _reading(path):
        looker = _looker(kind, data)
        wanted, hidden = _wanted(looker.sheets(), part, path)
        looked = [(sheet, looker.look(sheet)) for sheet in wanted]
        for sheet, seen in looked:
            seen.refuse_corner(path, sheet.name)
        return Book(path, looked, hidden, fastexcel.read_excel(data))


@contextmanager
def _reading(path: str) -> Iterator[None]:
    """Tell what a damaged file makes of its reading as what it is."""
    try:
        yield
    except Locked:
        raise _locked(path) from None
    except _DAMAGED:
        raise _damaged(path) from None
    except BaseException as error:
        # The library's own errors, and the panics of what it is made of, are no class of ours to name.
        if type(error).__module__.partition(".")[0] not in ("_fastexcel", "pyo3_runtime"):
            raise
        raise _damaged(path) from None


def _looker(kind: Kind, data: bytes) -> Looker:
    return _LOOKERS[kind](data)


_LOOKERS: dict[Kind, Callable[[bytes], Looker]] = {"xlsx": Xlsx, "xlsb": Xlsb, "xls": Xls, "ods": Ods}


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


def _damaged(path: str) -> UnreadableFile:
    return UnreadableFile(path=path, reason=said("sheet.damaged_file"), hint=said("sheet.try_saving"))


def _locked(path: str) -> UnreadableFile:
    return UnreadableFile(path=path, reason=said("sheet.locked"), hint=said("sheet.try_unlocking"))
