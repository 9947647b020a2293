"""Tables of dBase as lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from italclean.errors import EmptyInput, UnreadableFile
from italclean.messages.text import Text, said
from italclean.readers.apart import DELETED, Apart
from italclean.readers.base import File, Found
from italclean.readers.cells import judge, text_of_rows
from italclean.readers.charset import decoder, detect
from italclean.readers.dbf.layout import Layout, layout_of
from italclean.readers.dbf.memo import SUFFIXES, Memo
from italclean.readers.dbf.notes import Notes
from italclean.readers.dbf.values import Records, columns_of
from italclean.settings import Reading

_DELETED, _KEPT = ord("*"), ord(" ")
_END = b"\x1a"
_FILLING = b" \x00\x1a"
_SAMPLE = 4 << 20


class Dbf:
    """Tables of dBase III to 7, Clipper and FoxPro."""

    name = "dbf"
    suffixes: tuple[str, ...] = (".dbf",)
    holds = "tables of dBase, Clipper and FoxPro; memos from the `.dbt` or `.fpt` beside"
    example = "clienti.dbf"
    extra = ""
    several = False

    def recognises(self, data: bytes, reading: Reading) -> bool:  # noqa: ARG002 - its content tells
        """Tell whether a file is such a table.

        Args:
            data: What stands in the file.
            reading: How the user says that it is read.
        """
        return layout_of(data) is not None

    def read(self, file: File, reading: Reading) -> Iterator[Found]:
        """Read the one table of a file.

        Args:
            file: The file.
            reading: How the user says that it is read.

        Raises:
            UnreadableFile: It is cut off.
            BadEncoding: There is no such encoding.
            EmptyInput: It has no records, or all are deleted.
        """
        data, path = file.take(), file.path
        layout = layout_of(data)
        assert layout is not None  # it was recognised
        records, ends = _records(data, layout, path)
        del data
        sample = records[: max(_SAMPLE // layout.width, 1)].tobytes()
        encoding = reading.encoding or layout.encoding or detect(sample)
        decode = decoder(encoding, path)
        notes = Notes(_memo(file), decode)
        columns = columns_of(records, layout, decode, notes)
        shown = [field for field in layout.fields if not field.hidden]
        cells = pl.DataFrame([column.alias(str(place)) for place, column in enumerate(columns)])
        apart = Apart()
        lines = pl.int_range(1, cells.height + 1, dtype=pl.UInt32, eager=True)
        cells, lines = _without_deleted(cells, lines, pl.Series(records[:, 0] == _DELETED), apart)
        if cells.is_empty():
            raise EmptyInput(path=path, reason=said("read.no_customer"))
        found = judge(cells, lines, path, names=[decode(field.name) for field in shown], apart=apart)
        yield replace(found, facts={"encoding": encoding}, notices=(*ends, *notes.notices(), *found.notices))


def _records(data: bytes, layout: Layout, path: str) -> tuple[Records, tuple[Text, ...]]:
    """Return the records, one a row, and what is to be said of where they end."""
    there = max(len(data) - layout.begin, 0) // layout.width
    if there < layout.records:
        reason = said("dbf.cut", there=there, records=layout.records)
        raise UnreadableFile(path=path, reason=reason, hint=said("dbf.try_again"))
    cells = np.frombuffer(data, dtype=np.uint8, count=there * layout.width, offset=layout.begin)
    cells = cells.reshape(there, layout.width)
    count = layout.records + _uncounted(cells[layout.records :])
    if not count:
        raise EmptyInput(path=path, reason=said("read.only_header"))
    notices: list[Text] = []
    if count > layout.records:
        notices.append(said("dbf.more", records=layout.records, count=count))
    behind = data[layout.begin + count * layout.width :]
    if not behind.startswith(_END) and (odd := len(behind.strip(_FILLING))):
        notices.append(said("dbf.behind", count=odd))
    return cells[:count], tuple(notices)


def _uncounted(behind: Records) -> int:
    """Count the records behind those that the head counts: a program that crashed had not told it of the last ones."""
    flags = behind[:, 0]
    others = np.flatnonzero((flags != _KEPT) & (flags != _DELETED))
    begun = behind[: others[0]] if len(others) else behind
    filled = np.flatnonzero(np.isin(begun, list(_FILLING), invert=True).any(axis=1))
    return int(filled[-1]) + 1 if len(filled) else 0


def _memo(file: File) -> Memo | None:
    for suffix in SUFFIXES:
        data = file.beside(suffix)
        if data is not None:
            return Memo(data, suffix)
    return None


def _without_deleted(
    cells: pl.DataFrame, lines: pl.Series, deleted: pl.Series, apart: Apart
) -> tuple[pl.DataFrame, pl.Series]:
    """Set apart the records that the program had marked as deleted."""
    if not deleted.any():
        return cells, lines
    gone = cells.filter(deleted)
    apart.add_all(lines.filter(deleted), pl.Series([DELETED]).new_from_index(0, gone.height), text_of_rows(gone))
    return cells.filter(~deleted), lines.filter(~deleted)
