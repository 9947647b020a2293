"""Files within a file of old Microsoft programs (OLE2, [MS-CFB]): what streams there are, and what stands in one."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST = 0xFFFFFFFA
"""Sector numbers from here on say that a chain ends."""


class Damaged(Exception):
    """The file is cut off, or no such file."""


class Ole:
    """A file of streams.

    Args:
        data: The file.

    Raises:
        Damaged: It is cut off, or no such file.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC) or len(data) < 512:
            raise Damaged
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        tables, first_folder = struct.unpack_from("<II", data, 44)
        self._small, first_mini, minis, first_more = struct.unpack_from("<IIII", data, 56)
        if not 7 <= shift <= 16 or mini_shift >= shift:
            raise Damaged
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._next = self._table(self._sectors_of_table(tables, first_more))
        folder = self._chain(first_folder)
        self._streams = dict(self._entries(folder))
        root = self._streams.get("Root Entry", (0xFFFFFFFE, 0))
        self._mini_next = self._table(self._walk(first_mini, self._next)) if minis else []
        self._mini = self._chain(root[0]) if minis else b""

    def names(self) -> set[str]:
        """Return what the streams and folders are called."""
        return set(self._streams)

    def stream(self, name: str) -> bytes:
        """Return what stands in a stream.

        Args:
            name: Its name.
        """
        first, length = self._streams[name]
        if length >= self._small:
            return self._chain(first)[:length]
        size = self._mini_size
        pieces = (self._mini[number * size : (number + 1) * size] for number in self._walk(first, self._mini_next))
        return b"".join(pieces)[:length]

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        if begin >= len(self._data):
            raise Damaged
        return self._data[begin : begin + self._size]

    def _sectors_of_table(self, count: int, first_more: int) -> list[int]:
        """The sectors in which the table stands that says which sector follows which."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        seen = set()
        while first_more < _LAST and first_more not in seen:
            seen.add(first_more)
            numbers = np.frombuffer(self._sector(first_more).ljust(self._size, b"\xff"), dtype="<u4")
            sectors += numbers[:-1].tolist()
            first_more = int(numbers[-1])
        return [number for number in sectors if number < _LAST][:count]

    def _table(self, sectors: list[int]) -> list[int]:
        whole = b"".join(self._sector(number).ljust(self._size, b"\xff") for number in sectors)
        numbers: list[int] = np.frombuffer(whole, dtype="<u4").tolist()
        return numbers

    def _walk(self, first: int, following: list[int]) -> list[int]:
        sectors: list[int] = []
        number = first
        while number < _LAST:
            if number >= len(following) or len(sectors) > len(following):
                raise Damaged
            sectors.append(number)
            number = following[number]
        return sectors

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._walk(first, self._next)))

    def _entries(self, folder: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for begin in range(0, len(folder) - _ENTRY + 1, _ENTRY):
            entry = folder[begin : begin + _ENTRY]
            length = int.from_bytes(entry[64:66], "little")
            if 2 < length <= 64 and entry[66]:
                name = entry[: length - 2].decode("utf-16-le", errors="replace")
                first, size = struct.unpack_from("<II", entry, 116)
                yield name, (first, size)
