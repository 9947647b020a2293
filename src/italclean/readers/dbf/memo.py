"""The notes of a table of dBase, which stand in a file beside it: .dbt of dBase III and IV, .fpt of FoxPro."""

from __future__ import annotations

import struct

SUFFIXES = (".fpt", ".dbt")
_BLOCK = 512
_DBASE4 = b"\xff\xff\x08\x00"
_END = b"\x1a"
_TEXT = 1
_SOFT = b"\x8d\n"


class Memo:
    """A file of notes.

    Args:
        data: What stands in it.
        suffix: How its name ends.
    """

    def __init__(self, data: bytes, suffix: str) -> None:
        self._data = data
        self._foxpro = suffix == ".fpt"
        size = struct.unpack_from(">H", data, 6)[0] if self._foxpro and len(data) >= 8 else 0
        if not self._foxpro and len(data) >= 22:
            size = struct.unpack_from("<H", data, 20)[0]
        # dBase III says nothing of the size.
        self._size = size or (64 if self._foxpro else _BLOCK)

    def text(self, block: int) -> bytes | None:
        """Return the note that begins in a block; None where there is none.

        Args:
            block: The number of the block.
        """
        found = self._text(block)
        # dBase ends the lines that it broke itself with a carriage return of its own, which cp850 would read as `ì`.
        return found if found is None or self._foxpro else found.replace(_SOFT, b"\n")

    def _text(self, block: int) -> bytes | None:
        begin = block * self._size
        if block <= 0:
            return None
        if self._foxpro:
            if begin + 8 > len(self._data):
                return None
            kind, length = struct.unpack_from(">II", self._data, begin)
            return self._data[begin + 8 : begin + 8 + length] if kind == _TEXT else None
        if self._data[begin : begin + 4] == _DBASE4:
            length = struct.unpack_from("<I", self._data, begin + 4)[0] if begin + 8 <= len(self._data) else 0
            return self._data[begin + 8 : begin + max(length, 8)]
        begin = block * _BLOCK
        end = self._data.find(_END, begin)
        return self._data[begin : end if end >= 0 else len(self._data)] or None
