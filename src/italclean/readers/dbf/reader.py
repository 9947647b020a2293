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
from italclean.readers.dbf.values import MEMOS, Records, columns_of
from italclean.settings import Reading

_DELETED = ord("*")
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
        records = _records(data, layout, path)
        del data
        sample = records[: max(_SAMPLE // layout.width, 1)].tobytes()
        encoding = reading.encoding or layout.encoding or detect(sample)
        decode = decoder(encoding, path)
        memo = _memo(file)
        columns = columns_of(records, layout, decode, memo)
        shown = [field for field in layout.fields if not field.hidden]
        cells = pl.DataFrame([column.alias(str(place)) for place, column in enumerate(columns)])
        apart = Apart()
        lines = pl.int_range(1, cells.height + 1, dtype=pl.UInt32, eager=True)
        cells, lines = _without_deleted(cells, lines, pl.Series(records[:, 0] == _DELETED), apart)
        if cells.is_empty():
            raise EmptyInput(path=path, reason=said("read.no_customer"))
        found = judge(cells, lines, path, names=[decode(field.name) for field in shown], apart=apart)
        notices = _notices(layout, records, memo)
        yield replace(found, facts={"encoding": encoding}, notices=(*notices, *found.notices))


def _records(data: bytes, layout: Layout, path: str) -> Records:
    """Return the records, one a row."""
    if not layout.records:
        raise EmptyInput(path=path, reason=said("read.only_header"))
    there = (len(data) - layout.begin) // layout.width
    if there < layout.records:
        reason = said("dbf.cut", there=max(there, 0), records=layout.records)
        raise UnreadableFile(path=path, reason=reason, hint=said("dbf.try_again"))
    cells = np.frombuffer(data, dtype=np.uint8, count=layout.records * layout.width, offset=layout.begin)
    return cells.reshape(layout.records, layout.width)


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


def _notices(layout: Layout, records: Records, memo: Memo | None) -> tuple[Text, ...]:
    """Say which notes are not there."""
    lost = []
    for field in layout.fields:
        is_memo = field.kind in MEMOS or (field.kind == "B" and not layout.is_foxpro)
        if memo is None and is_memo and not field.hidden:
            cells = records[:, field.begin : field.begin + field.width]
            if np.isin(cells, (0, ord(" "), ord("0")), invert=True).any():
                lost.append(field.name.decode("ascii", errors="replace"))
    return (said("dbf.no_memo", names=", ".join(lost)),) if lost else ()
