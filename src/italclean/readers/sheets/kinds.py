"""Which kind of workbook a file is, by its content: what it is called says little."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Literal

from italclean.readers.sheets.ole import MAGIC, Damaged, Ole

Kind = Literal["xlsx", "xlsb", "ods", "xls", "locked", "damaged"]

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OLD_BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00\x00\x05",
    b"\x09\x08\x10\x00\x00\x06",
)
"""How a sheet begins that no file of streams is around: those of Excel 2 to 5."""


def kind_of(data: bytes) -> Kind | None:
    """Return which kind of workbook a file is, None where it is none.

    Args:
        data: The file.
    """
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(MAGIC):
        return _kind_of_streams(data)
    return "damaged" if data.startswith(_OLD_BIFF) else None


def _kind_of_zip(data: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as whole:
            names = {name.replace("\\", "/").lower() for name in whole.namelist()}
            if "mimetype" in names and whole.read("mimetype").startswith(_ODS):
                listed = whole.read("META-INF/manifest.xml") if "meta-inf/manifest.xml" in names else b""
                return "locked" if b"encryption-data" in listed else "ods"
            if "xl/workbook.bin" in names:
                return "xlsb"
            types = whole.read("[Content_Types].xml") if "[Content_Types].xml" in whole.namelist() else b""
            return "xlsx" if "xl/workbook.xml" in names or b"spreadsheetml.sheet" in types else None
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError):
        # A workbook that was cut off still begins as one.
        return "damaged" if b"[Content_Types].xml" in data[:4096] or b"xl/" in data[:4096] else None


def _kind_of_streams(data: bytes) -> Kind | None:
    try:
        names = Ole(data).names()
    except (Damaged, IndexError, ValueError):
        return "damaged"
    if {"Workbook", "Book"} & names:
        return "xls"
    return "locked" if "EncryptedPackage" in names else None
