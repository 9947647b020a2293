"""Rows put into a workbook: the cells of a sheet and the range of its table are written, all else stays as it is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl

from italclean.errors import BadTemplate
from italclean.exports.matching import MOST_ROWS, Matched, matched
from italclean.exports.target import Target
from italclean.exports.template import Place, Table, Template, letters_of, number_of, read_template
from italclean.messages.text import said

_PIECE = 20_000
_LARGE = 500_000
"""From so many rows on a part may have more than 2 GiB, which a zip file has to know before."""
_RANGED = re.compile(rb"(<(?:\w+:)?(?:table|autoFilter)(?:\s[^>]*?)?\sref=)(\"[^\"]*\"|'[^']*')")
_DIMENSION = re.compile(rb"(<(?:\w+:)?dimension\s+ref=\")([^\"]*)(\")")
_ESCAPE = r"_(x[0-9A-Fa-f]{4}_)"
"""What Excel takes for a character: `_x000D_` typed as text is written `_x005F_x000D_` (ECMA-376, 22.9.2.19)."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A workbook and which of its tables take what.

    Attributes:
        template: The workbook.
        matches: The table of each object that has one.
    """

    template: Template
    matches: Mapping[str, Matched]

    def file(self, name: str) -> str:
        """Return by which name the rows of an object are known: the workbook's, `#`, and that of the sheet.

        Args:
            name: The object.
        """
        return f"{self.template.name}#{self.matches[name].table.sheet}"

    def ordered(self, name: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Return what is written of an object, in the order of its table.

        Args:
            name: The object.
            rows: What is written.

        Raises:
            BadTemplate: There are more rows than a sheet takes.
        """
        match = self.matches[name]
        room = MOST_ROWS - match.table.row
        if rows.height > room:
            reason = said("template.too_many", sheet=match.table.sheet, rows=rows.height, most=room)
            raise BadTemplate(path=self.template.path, reason=reason)
        return rows.select(column for column in match.letters if column in rows.columns)

    def content(self, frames: Mapping[str, pl.DataFrame]) -> bytes:
        """Return the filled workbook.

        Args:
            frames: The rows, by the name of `file`.
        """
        filled = [
            (match, rows)
            for name, match in self.matches.items()
            if (rows := frames.get(self.file(name))) is not None and not rows.is_empty()
        ]
        sheets = {match.table.member.lower(): (match, rows) for match, rows in filled}
        parts = {match.table.part.lower(): (match.table, rows.height) for match, rows in filled}
        made = BytesIO()
        with (
            zipfile.ZipFile(BytesIO(self.template.data)) as old,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            new.comment = old.comment
            for member in old.infolist():
                own = _copied(member)
                name = member.filename.replace("\\", "/").lower()
                if name in sheets:
                    match, rows = sheets[name]
                    own.compress_type = zipfile.ZIP_DEFLATED
                    with new.open(own, "w", force_zip64=rows.height > _LARGE) as part:
                        for piece in _sheet(old.read(member), match, rows, self.template.style):
                            part.write(piece)
                elif name in parts:
                    new.writestr(own, self._ranged(old.read(member), *parts[name]))
                else:
                    new.writestr(own, old.read(member))
        return made.getvalue()

    def _ranged(self, raw: bytes, table: Table, height: int) -> bytes:
        """Give a table its new range, its filter too."""
        first, last = table.columns[0].letters, table.columns[-1].letters
        wanted = f"{first}{table.row}:{last}{table.row + height}"
        changed = _RANGED.sub(rb'\g<1>"%s"' % wanted.encode(), raw)
        if ET.fromstring(changed).get("ref") != wanted:  # noqa: S314 - it was read before
            raise BadTemplate(path=self.template.path, reason=said("template.damaged"))
        return changed


def _copied(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    own = zipfile.ZipInfo(member.filename, member.date_time)
    own.compress_type = zipfile.ZIP_STORED if member.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    own.external_attr, own.create_system, own.comment = member.external_attr, member.create_system, member.comment
    return own


def _sheet(raw: bytes, match: Matched, rows: pl.DataFrame, style: str) -> Iterator[bytes]:
    table = match.table
    place = table.place
    last = table.row + rows.height

    def lengthened(found: re.Match[bytes]) -> bytes:
        """The range that a sheet says it has, which some readers believe."""
        end = re.sub(r"[^A-Z]", "", found[2].decode().rpartition(":")[2])
        widest = letters_of(max(number_of(end), number_of(table.columns[-1].letters)))
        return found[1] + f"A1:{widest}{last}".encode() + found[3]

    yield _DIMENSION.sub(lengthened, raw[: place.begin], count=1)
    for begin in range(0, rows.height, _PIECE):
        piece = rows[begin : begin + _PIECE]
        written = rows_of(piece, match, table.row + begin + 1, style)
        yield written.str.join("").item().encode()
    yield raw[place.end :]


def rows_of(rows: pl.DataFrame, match: Matched, first: int, style: str) -> pl.Series:
    """Write rows as XML.

    A text stands as the value of its cell (`t="str"`), without the list that texts share, which is another part; where
    the headers are texts in their cells, so are the others, since the system reads what it wrote. Such a cell is
    text: it keeps its zeros, and is no formula.

    Args:
        rows: What is written.
        match: The table.
        first: The number of the first row.
        style: The style of text, empty for none.
    """
    place = match.table.place
    tag = place.prefix
    number = pl.int_range(first, first + pl.len()).cast(pl.String)
    start = match.table.columns[0].letters
    cells = []
    for name in rows.columns:
        letters = match.letters[name]
        cell = pl.concat_str(pl.lit(f'<{tag}c r="{letters}'), number, pl.lit(_opened(place, style)), _escaped(name),
                             pl.lit(_closed(place)))  # fmt: skip
        there = pl.col(name).is_not_null()
        cells.append(cell if letters == start else pl.when(there).then(cell).otherwise(pl.lit("")))
    if start not in {match.letters[name] for name in rows.columns}:
        # Business Central takes a row for the first one if it has a cell in the first column.
        empty = _opened(place, style) + _closed(place)
        cells.insert(0, pl.concat_str(pl.lit(f'<{tag}c r="{start}'), number, pl.lit(empty)))
    whole = pl.concat_str(pl.lit(f'<{tag}row r="'), number, pl.lit('">'), *cells, pl.lit(f"</{tag}row>"))
    return rows.select(whole.alias("row")).to_series()


def _opened(place: Place, style: str) -> str:
    tag, styled = place.prefix, f' s="{style}"' if style else ""
    if place.inline:
        return f'"{styled} t="inlineStr"><{tag}is><{tag}t xml:space="preserve">'
    return f'"{styled} t="str"><{tag}v>'


def _closed(place: Place) -> str:
    tag = place.prefix
    return f"</{tag}t></{tag}is></{tag}c>" if place.inline else f"</{tag}v></{tag}c>"


def _escaped(name: str) -> pl.Expr:
    text = pl.col(name).fill_null("").str.replace_all(_ESCAPE, "_x005F_$1")
    text = text.str.replace_all("&", "&amp;", literal=True).str.replace_all("<", "&lt;", literal=True)
    # A bare `\r` becomes a line feed when XML is read.
    return text.str.replace_all(">", "&gt;", literal=True).str.replace_all("\r", "&#13;", literal=True)


def filling_of(target: Target, template: str | Path) -> Filling:
    """Read a workbook that is to be filled for a target.

    Args:
        target: The target.
        template: The workbook.

    Raises:
        BadTemplate: It cannot be filled, or the target takes no workbook.
        FileMissing: There is no such file.
        UnreadableFile: It is packed so tightly that it would fill the memory.
    """
    if not any(one.table for one in target.objects):
        raise BadTemplate(path=str(template), reason=said("template.not_taken", title=target.title))
    read: Template = read_template(template)
    return Filling(read, matched(target, read))


def fillings(chosen: Sequence[Target], template: Path | None) -> dict[str, Filling]:
    """Read the workbook for those of several targets that take one.

    Args:
        chosen: The targets.
        template: The workbook, or None.

    Raises:
        BadTemplate: It cannot be filled, or no target takes one.
        FileMissing: There is no such file.
        UnreadableFile: It is packed so tightly that it would fill the memory.
    """
    if template is None:
        return {}
    takers = [target for target in chosen if any(one.table for one in target.objects)]
    return {target.name: filling_of(target, template) for target in takers or chosen[:1]}
