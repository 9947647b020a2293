"""The parts of .xlsx, .xlsm and .xlsb: members of a zip file that lead to each other (ECMA-376, part 2)."""

from __future__ import annotations

import zipfile
from io import BytesIO
from posixpath import join, normpath
from typing import IO
from xml.etree import ElementTree as ET


class Package:
    """A workbook's parts.

    Args:
        data: The file.

    Raises:
        zipfile.BadZipFile: It is no zip file.
        KeyError: It lacks a part.
        ET.ParseError: A part is no XML.
    """

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(BytesIO(data))
        # Some writers part folders with a backslash, or call a member otherwise in capitals.
        self._members = {name.replace("\\", "/").lower(): name for name in self._zip.namelist()}
        self.book = next(iter(self.related("").values()), ("", "xl/workbook.xml"))[1]

    def has(self, name: str) -> bool:
        """Tell whether there is a part.

        Args:
            name: Its name.
        """
        return name.lower() in self._members

    def open(self, name: str) -> IO[bytes]:
        """Open a part.

        Args:
            name: Its name.
        """
        return self._zip.open(self._members[name.lower()])

    def tree(self, name: str) -> ET.Element:
        """Read a part that is XML.

        Args:
            name: Its name.
        """
        with self.open(name) as part:
            return ET.parse(part).getroot()  # noqa: S314 - expat expands no entity beyond its limits

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the parts that a part leads to, by id: their kind and name.

        Args:
            part: Its name; empty for the whole, which leads to the workbook.
        """
        folder, _, name = part.rpartition("/")
        relations = join(folder, "_rels", f"{name}.rels")
        if not self.has(relations):
            return {}
        found = {}
        for one in self.tree(relations):
            target = one.get("Target", "").replace("\\", "/")
            whole = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            kind = one.get("Type", "")
            if part or kind.endswith("/officeDocument"):
                found[one.get("Id", "")] = (kind, whole)
        return found

    def styles(self) -> str | None:
        """Return the name of the part that holds the formats of numbers."""
        found = (target for kind, target in self.related(self.book).values() if kind.endswith("/styles"))
        name = next(found, None)
        return name if name is not None and self.has(name) else None
