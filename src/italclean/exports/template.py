"""The workbook that a system exported, to be filled: its tables, their columns, and where their rows stand.

Business Central knows the columns of a configuration package by the XML map behind each table (`xl/xmlMaps.xml`, an
XPath at each column), which every library that writes workbooks loses. So nothing is written anew but the rows.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from italclean.errors import BadTemplate
from italclean.messages.text import said
from italclean.readers.limits import check_zip
from italclean.readers.sheets.kinds import kind_of
from italclean.readers.sheets.package import Package
from italclean.readers.sources import bytes_of

_RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]+):\$?([A-Z]{1,3})\$?([0-9]+)$")
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, ET.ParseError, expat.ExpatError, LookupError, ValueError, OSError),
    *(NotImplementedError, RuntimeError, EOFError),
)
"""What a workbook that is cut off or written wrongly makes of its reading."""
_AS_TEXT = "49"
"""The number of the format `@`, by which a cell stays text when somebody types into it."""


@dataclass(frozen=True, slots=True)
class Header:
    """A column of a table.

    Attributes:
        name: Its header, in the language of the user's system.
        path: The last step of its XPath: the name of the field, whatever the language; empty without an XML map.
        letters: By which letters its cells are known.
    """

    name: str
    path: str
    letters: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows of a sheet go, in the bytes of its XML.

    Attributes:
        begin: Behind the row of the headers.
        end: Where the cells end.
        prefix: What stands before each tag (`x:`), empty for nothing.
        filled: How many rows below the headers hold something.
        inline: Whether the headers are texts in their cells: then the system reads such.
        first: What stands in the first row, by the letters of the column.
    """

    begin: int
    end: int
    prefix: str
    filled: int
    inline: bool
    first: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the workbook.

    Attributes:
        sheet: The name of its sheet.
        member: The part with the sheet's cells.
        part: The part that says where the table stands.
        row: The row of its headers.
        columns: Its columns, in order.
        place: Where its rows go.
        number: What stands in C1: of a configuration package the number of the system's table.
    """

    sheet: str
    member: str
    part: str
    row: int
    columns: tuple[Header, ...]
    place: Place
    number: str


@dataclass(frozen=True, slots=True, repr=False)
class Template:
    """A workbook to be filled.

    Attributes:
        path: What it is called, for messages.
        data: What stands in the file.
        tables: Its tables.
        style: The style by which a cell is text; empty where it has none.
    """

    path: str
    data: bytes = field(repr=False)
    tables: tuple[Table, ...]
    style: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return Path(self.path).name

    def __repr__(self) -> str:
        return f"<Template {self.name}: {', '.join(table.sheet for table in self.tables)}>"


def read_template(path: str | Path) -> Template:
    """Read a workbook that is to be filled.

    Args:
        path: The workbook, .xlsx.

    Raises:
        BadTemplate: It is no such workbook, it is locked or damaged, or no sheet of it holds a table.
        FileMissing: There is no such file.
        UnreadableFile: It is packed so tightly that it would fill the memory.
    """
    name = str(path)
    data = bytes_of(name)
    kind = kind_of(data)
    if kind != "xlsx":
        reason = {None: "no_workbook", "locked": "locked", "damaged": "damaged"}.get(kind, "other_kind")
        raise BadTemplate(path=name, reason=said(f"template.{reason}"))
    check_zip(data, name)
    with zipfile.ZipFile(BytesIO(data)) as whole:
        if any(member.flag_bits & 1 for member in whole.infolist()):
            raise BadTemplate(path=name, reason=said("template.locked"))
    try:
        # Every part is copied in the end: one that is broken is told now, and not after the work.
        with zipfile.ZipFile(BytesIO(data)) as whole:
            if whole.testzip() is not None:
                raise BadTemplate(path=name, reason=said("template.damaged"))
        package = Package(data)
        tables = tuple(_tables(package))
        style = _text_style(package)
    except BadTemplate:
        raise
    except _UNREADABLE:
        raise BadTemplate(path=name, reason=said("template.damaged")) from None
    if not tables:
        raise BadTemplate(path=name, reason=said("template.no_table"))
    return Template(name, data, tables, style)


def _tables(package: Package) -> Iterator[Table]:
    texts: list[str] | None = None
    related = package.related(package.book)
    shared = next((target for kind, target in related.values() if kind.endswith("/sharedStrings")), "")
    for sheet in package.tree(package.book).iter():
        if _local(sheet.tag) != "sheet":
            continue
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        kind, member = related.get(key, ("", ""))
        if not kind.endswith("/worksheet") or not package.has(member):
            continue
        parts = [part for kind, part in package.related(member).values() if kind.endswith("/table")]
        for part in parts:
            root = package.tree(part)
            bounds = _RANGE.match(root.get("ref", ""))
            if bounds is None or root.get("headerRowCount", "1") == "0" or root.get("totalsRowCount", "0") != "0":
                continue
            if texts is None:
                texts = _shared(package, shared)
            with package.open(member) as stream:
                place = _Scan(int(bounds[2]), texts).scan(stream.read())
            columns = tuple(_headers(root, bounds[1]))
            yield Table(
                sheet.get("name", ""), member, part, int(bounds[2]), columns, place, place.first.get("C", "").strip()
            )


def _headers(table: ET.Element, letters: str) -> Iterator[Header]:
    first = number_of(letters)
    columns = [one for one in table.iter() if _local(one.tag) == "tableColumn"]
    for place, one in enumerate(columns):
        mapped = next((child.get("xpath", "") for child in one if _local(child.tag) == "xmlColumnPr"), "")
        # Line breaks of a header stand as `_x000a_` in the table.
        name = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), one.get("name", ""))
        yield Header(name, mapped.rpartition("/")[2], letters_of(first + place))


def _shared(package: Package, name: str) -> list[str]:
    if not name or not package.has(name):
        return []
    return [
        "".join(piece.text or "" for piece in one.iter() if _local(piece.tag) == "t")
        for one in package.tree(name)
        if _local(one.tag) == "si"
    ]


def _text_style(package: Package) -> str:
    """Find the style of text among those that the workbook has: another would change one more part."""
    name = package.styles()
    if name is None:
        return ""
    styles = next((one for one in package.tree(name) if _local(one.tag) == "cellXfs"), ET.Element("none"))
    return next((str(at) for at, style in enumerate(styles) if style.get("numFmtId") == _AS_TEXT), "")


class _Scan:
    """Reads the XML of a sheet once, for where its rows stand: the bytes around them stay as they are.

    Args:
        header: The row of the headers.
        texts: The texts that cells share.
    """

    def __init__(self, header: int, texts: Sequence[str]) -> None:
        self._header, self._texts = header, texts
        self._row = self._column = 0
        self._begin = self._end = -1
        self._prefix = ""
        self._kind = ""
        self._kinds: set[str] = set()
        self._typed: list[str] | None = None
        self._first: dict[str, str] = {}
        self._filled: set[int] = set()

    def scan(self, data: bytes) -> Place:
        """Read a sheet.

        Args:
            data: Its XML.

        Raises:
            ValueError: It is not in UTF-8, it has a document type, or no row of headers stands in it.
            expat.ExpatError: It is no XML.
        """
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise ValueError
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.XmlDeclHandler = _in_utf8
        parser.StartDoctypeDeclHandler = _no_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._stop
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)
        if self._begin < 0 or self._end < self._begin or not self._kinds:
            raise ValueError
        inline = self._kinds == {"inlineStr"}
        return Place(self._begin, self._end, self._prefix, len(self._filled), inline, self._first)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        prefix, _, name = tag.rpartition(":")
        if name == "row":
            row = int(attributes.get("r", self._row + 1))
            if row <= self._row:
                raise ValueError
            self._row, self._column = row, 0
            if row > self._header and self._begin < 0:
                self._begin = self._parser.CurrentByteIndex
            self._prefix = f"{prefix}:" if prefix else ""
        elif name == "c":
            letters = re.sub(r"[0-9]+$", "", attributes.get("r", "")) or letters_of(self._column + 1)
            self._column = number_of(letters)
            self._kind = attributes.get("t", "n")
        elif name in ("v", "t", "f"):
            self._typed = []

    def _text(self, text: str) -> None:
        if self._typed is not None:
            self._typed.append(text)

    def _stop(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "sheetData":
            self._end = self._parser.CurrentByteIndex
            self._begin = self._end if self._begin < 0 else self._begin
        elif name in ("v", "t", "f") and self._typed is not None:
            text, self._typed = "".join(self._typed), None
            if self._end >= 0 or not text:
                return
            if self._row == 1 and name != "f":
                known = self._texts[int(text)] if self._kind == "s" else text
                self._first[letters_of(self._column)] = known
            if self._row == self._header:
                self._kinds.add(self._kind)
            if self._row > self._header and self._is_said(text):
                self._filled.add(self._row)

    def _is_said(self, text: str) -> bool:
        return (self._texts[int(text)] if self._kind == "s" else text).strip() != ""


def _in_utf8(_: str, encoding: str | None, __: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
        raise ValueError(encoding)


def _no_type(*_: object) -> None:
    raise ValueError


def letters_of(number: int) -> str:
    """Return the letters of a column.

    Args:
        number: Its number, from 1.

    Examples:
        >>> letters_of(1), letters_of(26), letters_of(27), letters_of(16384)
        ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_of(letters: str) -> int:
    """Return the number of a column, from 1.

    Args:
        letters: Its letters.

    Examples:
        >>> number_of("A"), number_of("XFD")
        (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
