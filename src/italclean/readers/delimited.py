"""Delimited text to a frame of text, without losing a line.

Every line that says something is in the frame, in the names of the columns, or among the rejected lines with its
number and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from italclean.core.columns import rows_where
from italclean.errors import BadDelimiter, EmptyInput
from italclean.messages.text import Text, said
from italclean.readers import asides
from italclean.readers.apart import ABOVE, EMPTY, PIECE, REPEATED, SCHEMA, SHIFTED, SKIPPED, TOTAL, WIDTH
from italclean.readers.base import Found
from italclean.readers.charset import to_utf8
from italclean.readers.cutting import Cutter
from italclean.readers.header import Header, column_names, find_header
from italclean.readers.layout import SHOWN, Layout, find_layout
from italclean.readers.line_ends import even, line_ends, part_at_returns
from italclean.readers.records import Records, line_text, read_records
from italclean.settings import Reading

_TOLD = {
    EMPTY: "read.told_empty",
    REPEATED: "read.told_repeated",
    TOTAL: "read.told_total",
    SKIPPED: "read.told_skipped",
}
"""What is said of lines that were set apart for a reason."""


class Delimited:
    """Delimited text: CSV with any delimiter, in any encoding."""

    name = "delimited"
    suffixes: tuple[str, ...] = (".csv", ".txt", ".tsv", ".tab")

    def recognises(self, data: bytes) -> bool:  # noqa: ARG002 - what is no text is told in `read`
        """Take any file: it stands last, and says what it cannot take."""
        return True

    def read(self, data: bytes, path: str, reading: Reading) -> Iterator[Found]:
        """Read the one list of a file.

        Args:
            data: What stands in the file.
            path: The file's name, for messages.
            reading: How the user says that it is read.

        Raises:
            BinaryInput: It is no text.
            BadEncoding: The bytes are not text in the encoding.
            BadDelimiter: The text should have several columns and falls into one, or most of its lines are malformed.
            EmptyInput: No line holds a customer.
        """
        content, encoding = to_utf8(data, reading.encoding, path)
        del data
        found = parse(content, reading.delimiter, path, skip_rows=reading.skip_rows)
        del content
        yield replace(found, facts={"encoding": encoding, **found.facts})


@dataclass(slots=True)
class _Apart:
    """Lines that are set apart, by number from 0 in the whole file, and how many of which kind."""

    lines: list[tuple[int, str, str | None, str]] = field(default_factory=list)
    frames: list[pl.DataFrame] = field(default_factory=list)
    malformed: int = 0

    def add(self, line: int, reason: str, text: str, detail: str | None = None) -> None:
        self.lines.append((line + 1, reason, detail, text))

    def frame(self) -> pl.DataFrame:
        own = pl.DataFrame(self.lines, schema=SCHEMA, orient="row")
        return pl.concat([own, *self.frames]).sort("line", maintain_order=True)


def parse(data: bytes, delimiter: str | None, path: str, *, skip_rows: int | None = None) -> Found:
    """Parse delimited text.

    Args:
        data: UTF-8 text.
        delimiter: The delimiter, or None to find it.
        path: The file's name, for error messages.
        skip_rows: How many lines stand above the header, or None to find it.

    Raises:
        EmptyInput: There is no text, or no record after the header.
        BadDelimiter: The text should have several columns and falls into one, or most of its lines are malformed.
    """
    apart = _Apart()
    data = even(data)
    start, above = _skip(data, skip_rows or 0, apart)
    blank = re.match(rb"(?:[\r\n \t]|\xc2\xa0|\xef\xbb\xbf|\x00|\x1a)*[\r\n]", data[start:])
    if blank:
        above += blank.group().count(b"\n")
        start += blank.end()
    marked = re.match(rb"\"?sep=(.)\"?\r?\n", data[start : start + 12], re.IGNORECASE)
    if marked and marked.group(1).isascii():
        delimiter = delimiter or marked.group(1).decode()
        start, above = start + marked.end(), above + 1
    body = data[start:] if start else data
    del data
    if not body.strip(b"\r\n \t\x00\x1a\x0b\x0c"):
        raise EmptyInput(path=path, reason=said("read.empty_file"))
    layout = find_layout(body, delimiter, path)
    body = part_at_returns(body, layout.delimiter, layout.width)
    header = find_header(body, layout, titles=skip_rows is None)
    for line, text in header.titles:
        apart.add(above + line, asides.is_aside(text) or ABOVE, text)
    names, notices = column_names(header)
    body, above = body[header.bytes :], above + header.lines
    records = read_records(body, Cutter(layout.delimiter, layout.quote), names)
    if records.frame.is_empty() and not records.broken:
        raise EmptyInput(path=path, reason=said("read.only_header"))
    frame = _set_apart(records, header, body, layout, above, apart)
    if apart.malformed > len(frame):
        raise _malformed(path, layout, apart.malformed, len(frame), len(names))
    if frame.is_empty():
        raise EmptyInput(path=path, reason=said("read.no_customer"))
    notices += _remarks(records, apart)
    return Found(frame, {"delimiter": layout.shown}, apart.frame(), tuple(notices))


def _skip(data: bytes, count: int, apart: _Apart) -> tuple[int, int]:
    """Skip lines at the top; return where the next one begins and how many there were."""
    start = 0
    for line in range(count):
        if start >= len(data):
            break
        end = data.find(b"\n", start) + 1 or len(data)
        text = data[start:end].decode(errors="replace").rstrip("\r\n")
        if text.strip():
            apart.add(line, SKIPPED, text)
        start = end
    return start, count


def _set_apart(
    records: Records, header: Header, body: bytes, layout: Layout, above: int, apart: _Apart
) -> pl.DataFrame:
    """Take the rows that are no customers out of the frame."""
    for line, text in records.broken:
        if (reason := asides.is_aside(text)) is not None:
            apart.add(above + line, reason, text)
            continue
        apart.malformed += 1
        apart.add(above + line, WIDTH, text, f"{text.count(layout.delimiter) + 1}/{records.frame.width}")
    frame = records.frame
    reasons = asides.why_aside(frame, header.typed)
    for rows, reason in ((asides.pieces(records), PIECE), (asides.shifted(records), SHIFTED)):
        rows = rows[reasons.gather(rows).is_null().to_numpy()] if len(rows) else rows  # noqa: PLW2901
        if len(rows):
            apart.malformed += len(rows)
            reasons = reasons.scatter(rows, [reason] * len(rows))
    out = reasons.is_not_null()
    if not out.any():
        return frame
    rows = rows_where(out).to_numpy()
    ends = line_ends(np.frombuffer(body, dtype=np.uint8))
    # Spreadsheets leave a million empty rows: their text is made from their cells.
    few = rows[:_FEW_LINES]
    texts = [line_text(body, ends, line, records.spans.get(line, 1)) for line in records.lines[few].tolist()]
    rest = frame[rows[_FEW_LINES:]].select(
        pl.concat_str(pl.all().fill_null(""), separator=layout.delimiter).alias("text")
    )
    told = pl.DataFrame(
        {
            "line": pl.Series(records.lines[rows] + above + 1).cast(pl.UInt32),
            "reason": reasons.filter(out),
            "detail": pl.Series([None], dtype=pl.String).new_from_index(0, len(rows)),
            "text": pl.concat([pl.Series("text", texts, dtype=pl.String), rest["text"]]),
        }
    )
    # Of a list of one column, a line of nothing is a blank line.
    apart.frames.append(told.filter(pl.col("text").str.strip_chars() != "") if frame.width == 1 else told)
    return frame.filter(~out)


_FEW_LINES = 20_000


def _remarks(records: Records, apart: _Apart) -> list[Text]:
    """Say what was done to the lines."""
    notices: list[Text] = []
    reasons = dict(apart.frame()["reason"].value_counts().iter_rows())
    padded = len(records.short) - reasons.get(PIECE, 0)
    if padded > 0:
        notices.append(said("read.padded", count=padded))
    trimmed = len(records.trimmed) - reasons.get(SHIFTED, 0)
    if trimmed > 0:
        notices.append(said("read.trimmed", count=trimmed))
    if titles := reasons.get(ABOVE, 0):
        notices.append(said("read.titles", count=titles))
    notices += [said(told, count=count) for reason, told in _TOLD.items() if (count := reasons.get(reason, 0))]
    if apart.malformed:
        notices.append(said("read.malformed", count=apart.malformed))
    return notices


def _malformed(path: str, layout: Layout, refused: int, good: int, width: int) -> BadDelimiter:
    other = layout.width if layout.width != width else None
    return BadDelimiter(
        path=path,
        delimiter=SHOWN.get(layout.delimiter, layout.delimiter),
        reason=said("read.mostly_malformed", refused=refused, lines=refused + good, width=width),
        hint=said("read.mend_header", width=width, other=other) if other else said("read.export_again"),
    )
