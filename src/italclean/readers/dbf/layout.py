"""The head of a table of dBase: its fields, how many records there are, and in which encoding they are."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_KINDS = frozenset("CNFDLMGPBIYT@+OVQW0")
_VERSIONS = frozenset(
    (0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x7B, 0x83, 0x8B, 0x8C, 0x8E, 0xCB, 0xE5, 0xF5, 0xFB)
)
_CODE_PAGES = {
    **dict.fromkeys((0x01, 0x09, 0x0B, 0x0D, 0x0F, 0x11, 0x15, 0x18, 0x19, 0x1B), "cp437"),
    **dict.fromkeys((0x02, 0x0A, 0x0E, 0x10, 0x12, 0x14, 0x16, 0x1A, 0x1D, 0x25, 0x37), "cp850"),
    **dict.fromkeys((0x03, 0x57, 0x58, 0x59), "cp1252"),
    **dict.fromkeys((0x1F, 0x22, 0x23, 0x40, 0x64), "cp852"),
    **dict.fromkeys((0x08, 0x17, 0x66), "cp865"),
    **dict.fromkeys((0x26, 0x65), "cp866"),
    0x04: "mac_roman",
    0x1C: "cp863",
    0x24: "cp860",
    0x6A: "cp737",
    0x6B: "cp857",
    0x96: "mac_cyrillic",
    0x97: "mac_latin2",
    0x98: "mac_greek",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0xCA: "cp1254",
    0xCB: "cp1253",
}
"""The language driver of byte 29 (Visual FoxPro, "Code Pages Supported"; dBase IV, language drivers)."""
_END_OF_FIELDS = b"\r"
_BINARY, _NULLABLE, _SYSTEM = 4, 2, 1


@dataclass(frozen=True, slots=True)
class Field:
    """A field of each record.

    Attributes:
        name: Its name, in the bytes of the file.
        kind: Its type: `C` text, `N` number, `D` day, `L` truth, `M` memo …
        begin: Where it begins in a record.
        width: How many bytes it takes.
        nullable: Whether a bit elsewhere in the record says that it is empty.
        hidden: Whether it is the program's own.
    """

    name: bytes
    kind: str
    begin: int
    width: int
    nullable: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What the head of a table says.

    Attributes:
        version: The first byte.
        records: How many records there should be.
        begin: Where the first one begins.
        width: How many bytes each takes.
        fields: Their fields.
        encoding: A Python codec, or None where the file does not say.
    """

    version: int
    records: int
    begin: int
    width: int
    fields: tuple[Field, ...]
    encoding: str | None

    @property
    def is_foxpro(self) -> bool:
        """Whether Visual FoxPro wrote it: its `B` is a number, that of dBase a memo."""
        return self.version in (0x30, 0x31, 0x32)


def layout_of(data: bytes) -> Layout | None:
    """Read the head of a table; None where the file is none.

    Args:
        data: What stands in the file, at least its head.
    """
    if len(data) < 65 or data[0] not in _VERSIONS or data[2] > 12 or data[3] > 31:
        return None
    records, begin, width = struct.unpack_from("<IHH", data, 4)
    fields = _fields(data, begin)
    if not fields or width != 1 + sum(field.width for field in fields):
        return None
    return Layout(data[0], records, begin, width, fields, _CODE_PAGES.get(data[29]))


def _fields(data: bytes, begin: int) -> tuple[Field, ...]:
    """Read the descriptions of the fields; nothing where one makes no sense."""
    # dBase 7 gives names of 32 letters, and itself more room.
    first, size, name = (68, 48, 32) if data[0] & 7 == 4 and data[0] != 0x8C else (32, 32, 11)
    found: list[Field] = []
    at, place = first, 1
    while at + size <= min(begin, len(data)) and data[at : at + 1] != _END_OF_FIELDS:
        kind = chr(data[at + name])
        length, more = (data[at + 33], data[at + 34]) if size == 48 else (data[at + 16], data[at + 17])
        flags = data[at + 18] if data[0] in (0x30, 0x31, 0x32) else 0
        # Clipper and FoxPro write texts of more than 255 letters with the rest in the place of the decimals.
        width = length + (more << 8 if kind == "C" else 0)
        if kind not in _KINDS or not width:
            return ()
        called = data[at : at + name].split(b"\0")[0].strip()
        hidden = kind == "0" or bool(flags & _SYSTEM)
        found.append(Field(called, kind, place, width, bool(flags & _NULLABLE), hidden))
        at += size
        place += width
    return tuple(found)
