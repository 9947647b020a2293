"""The notes of all records, and what is said of those that could not be read.

A note may say NON CHIAMARE: one that cannot be read leaves in its cell the number by which the record points to it,
and a notice tells of it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.messages.text import Text, said
from italclean.readers.dbf.layout import Field, Layout
from italclean.readers.dbf.memo import Memo, Note

_MEMOS = frozenset("MGPW")
_BLANKS = " \x00"
_FILLING = "\x00\x1a\r\n "
_NOTHING = (0, ord(" "), ord("0"))


def is_memo(field: Field, layout: Layout) -> bool:
    """Tell whether a field points to notes.

    Args:
        field: The field.
        layout: The table's.
    """
    return field.kind in _MEMOS or (field.kind == "B" and not layout.is_foxpro)


class Notes:
    """The notes of a table.

    Args:
        memo: The file that they stand in, or None if there is none.
        decode: Turns bytes of the file into text.
    """

    def __init__(self, memo: Memo | None, decode: Callable[[bytes], str]) -> None:
        self._memo = memo
        self._decode = decode
        self._lost: list[tuple[str, npt.NDArray[np.int64]]] = []

    def column(self, cells: npt.NDArray[np.uint8], field: Field) -> pl.Series:
        """Return the notes of a field, each looked up once; of one that cannot be read what points to it.

        Args:
            cells: The bytes of the field, one record a row.
            field: The field.
        """
        pointers = _pointers(cells)
        distinct = pointers.unique()
        notes = [self._note(pointer) for pointer in distinct]
        texts = [None if note.text is None else self._decode(note.text).rstrip(_FILLING) for note in notes]
        kept = [
            text if text or note.whole else pointer for text, note, pointer in zip(texts, notes, distinct, strict=True)
        ]
        lost = distinct.filter(pl.Series([not note.whole for note in notes], dtype=pl.Boolean))
        rows = np.flatnonzero(pointers.is_in(lost.implode()).fill_null(value=False).to_numpy())
        if len(rows):
            self._lost.append((self._decode(field.name), rows))
        found = pl.Series(kept, dtype=pl.String).str.replace_all("\r\n", "\n", literal=True)
        return pointers.replace_strict(distinct, found, return_dtype=pl.String)

    def _note(self, pointer: str | None) -> Note:
        if pointer is None:
            return Note(None, whole=True)
        if self._memo is None or not pointer.isdecimal():
            return Note(None, whole=False)
        return self._memo.note(int(pointer))

    def notices(self) -> tuple[Text, ...]:
        """Say which notes could not be read."""
        if not self._lost:
            return ()
        names = ", ".join(name for name, _ in self._lost)
        if self._memo is None:
            return (said("dbf.no_memo", names=names),)
        count = sum(len(rows) for _, rows in self._lost)
        first = min(int(rows[0]) for _, rows in self._lost) + 1
        return (said("dbf.lost_memo", count=count, names=names, first=first),)


def _pointers(cells: npt.NDArray[np.uint8]) -> pl.Series:
    """Return what points to the notes, as text; null where nothing does."""
    empty = pl.Series(np.isin(cells, _NOTHING).all(axis=1))
    if cells.shape[1] == 4:
        typed = pl.Series(cells.view("<u4").reshape(-1).astype(np.int64)).cast(pl.String)
    else:
        # Whatever stands there instead of a number is kept as it is: a byte is a letter of Latin-1.
        letters = np.ascontiguousarray(cells.astype("<u4")).view(f"<U{cells.shape[1]}").reshape(-1)
        typed = pl.Series(letters, dtype=pl.String).str.strip_chars(_BLANKS)
    return typed.to_frame("typed").select(pl.when(~empty).then("typed").alias("typed")).to_series()
