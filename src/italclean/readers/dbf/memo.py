"""The notes of a table of dBase, which stand in a file beside it: .dbt of dBase III and IV, .fpt of FoxPro."""

from __future__ import annotations

import struct
from dataclasses import dataclass

SUFFIXES = (".fpt", ".dbt")
_BLOCK = 512
_DBASE4 = b"\xff\xff\x08\x00"
_HEAD = 8
"""How many bytes stand before a note that says its length: in dBase IV they count as its own."""
_END = b"\x1a"
_TEXT = 1
_SOFT = b"\x8d\n"
_CONTROLS = bytes((*range(9), *range(14, 26), *range(27, 32)))
"""What no note holds: bytes of a program or a picture do."""
_FEW = 10


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was found.

    Attributes:
        text: Its bytes; None where none could be read.
        whole: Whether that is all of it, as far as the file tells.
    """

    text: bytes | None
    whole: bool


_NONE = Note(None, whole=False)


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
        # In dBase IV every note begins so: where one does not, the pointer is of another file.
        self._marked = not self._foxpro and data.find(_DBASE4, _BLOCK) >= 0

    def note(self, block: int) -> Note:
        """Return the note that begins in a block.

        Args:
            block: The number of the block.

        Examples:
            >>> memo = Memo(bytes(512) + b"moroso" + bytes([26, 26]), ".dbt")
            >>> memo.note(1), memo.note(9)
            (Note(text=b'moroso', whole=True), Note(text=None, whole=False))
        """
        found = self._foxpro_note(block) if self._foxpro else self._dbase_note(block)
        if found.text is None or _is_garbage(found.text):
            return _NONE
        # dBase ends the lines that it broke itself with a carriage return of its own, which cp850 would read as `ì`.
        return found if self._foxpro else Note(found.text.replace(_SOFT, b"\n"), found.whole)

    def _foxpro_note(self, block: int) -> Note:
        begin = block * self._size
        if block <= 0 or begin + _HEAD > len(self._data):
            return _NONE
        kind, length = struct.unpack_from(">II", self._data, begin)
        return self._counted(begin + _HEAD, length) if kind == _TEXT else _NONE

    def _dbase_note(self, block: int) -> Note:
        begin = block * self._size
        if block > 0 and self._data[begin : begin + len(_DBASE4)] == _DBASE4 and begin + _HEAD <= len(self._data):
            length = struct.unpack_from("<I", self._data, begin + len(_DBASE4))[0]
            return self._counted(begin + _HEAD, length - _HEAD) if length >= _HEAD else _NONE
        begin = block * _BLOCK
        if block <= 0 or self._marked or begin >= len(self._data):
            return _NONE
        end = self._data.find(_END, begin)
        # Some programs fill up with zeros instead of an end mark.
        whole = end >= 0 or self._data.endswith(b"\0")
        return Note(self._data[begin : end if end >= 0 else len(self._data)], whole)

    def _counted(self, begin: int, length: int) -> Note:
        """Return a note that says its length, of which the file may hold less."""
        return Note(self._data[begin : begin + length], whole=begin + length <= len(self._data))


def _is_garbage(text: bytes) -> bool:
    bare = text.rstrip(b"\0")
    return (len(bare) - len(bare.translate(None, _CONTROLS))) * _FEW > len(bare)
