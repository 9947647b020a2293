"""Delimited text to a frame of text, without losing a line.

Every line that says something is in the frame, in the names of the columns, or among the rejected lines with its
number and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from italclean.core.columns import rows_where
from italclean.errors import BadDelimiter, EmptyInput
from italclean.messages.text import Text, said
from italclean.readers import asides
from italclean.readers.apart import ABOVE, PIECE, SHIFTED, SKIPPED, WIDTH, Apart
from italclean.readers.base import File, Found
from italclean.readers.charset import to_utf8
from italclean.readers.cutting import Cutter
from italclean.readers.header import Header, column_names, find_header, first_records
from italclean.readers.layout import SHOWN, Layout, find_layout
from italclean.readers.line_ends import even, line_ends, part_at_returns
from italclean.readers.records import Records, line_text, read_records
from italclean.settings import Reading

_WINDOW = 1 << 20
"""How much of a text is looked at for its header."""


class Delimited:
    """Delimited text: CSV with any delimiter, in any encoding."""

    name = "delimited"
    suffixes: tuple[str, ...] = (".csv", ".txt", ".tsv", ".tab")
    holds = "delimited text: any delimiter, any encoding, titles and totals and broken lines among it"
    example = "clienti.csv"
    extra = ""
    several = False

    def recognises(self, data: bytes, reading: Reading) -> bool:  # noqa: ARG002 - what is no text is told in `read`
        """Take any file: it stands last, and says what it cannot take."""
        return True

    def read(self, file: File, reading: Reading) -> Iterator[Found]:
        """Read the one list of a file.

        Args:
            file: The file.
            reading: How the user says that it is read.

        Raises:
            BinaryInput: It is no text.
            BadEncoding: The bytes are not text in the encoding.
            BadDelimiter: The text should have several columns and falls into one, or most of its lines are malformed.
            EmptyInput: No line holds a customer.
        """
        content, encoding = to_utf8(file.take(), reading.encoding, file.path)
        found = parse(content, reading.delimiter, file.path, skip_rows=reading.skip_rows)
        del content
        yield replace(found, facts={"encoding": encoding, **found.facts})


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
    apart = Apart()
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
    header, body, lines = _below_header(body, layout, above, apart, titles=skip_rows is None)
    names, notices = column_names(header)
    above += lines
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


def _below_header(body: bytes, layout: Layout, above: int, apart: Apart, *, titles: bool) -> tuple[Header, bytes, int]:
    """Find the header; return it, the text below it, and how many lines stand above that."""
    window = body[:_WINDOW].decode(errors="replace")
    records = first_records(window, layout)
    header = find_header(records, layout.width, titles=titles)
    for record in records[: header.above]:
        if record.says:
            text = window[record.begin : record.end].rstrip("\r\n")
            apart.add(above + record.line, asides.is_aside(text) or ABOVE, text)
    last = records[max(header.first, 1) - 1]
    begin, lines = (last.end, last.line + last.lines) if header.first else (0, 0)
    return header, body[len(window[:begin].encode()) :], lines


def _skip(data: bytes, count: int, apart: Apart) -> tuple[int, int]:
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


def _set_apart(records: Records, header: Header, body: bytes, layout: Layout, above: int, apart: Apart) -> pl.DataFrame:
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
    lines, said_of = pl.Series(records.lines[rows] + above + 1), reasons.filter(out)
    told = pl.concat([pl.Series("text", texts, dtype=pl.String), rest["text"]])
    # Of a list of one column, a line of nothing is a blank line.
    says = (told.str.strip_chars() != "") if frame.width == 1 else pl.Series([True]).new_from_index(0, len(told))
    apart.add_all(lines.filter(says), said_of.filter(says), told.filter(says))
    return frame.filter(~out)


_FEW_LINES = 20_000


def _remarks(records: Records, apart: Apart) -> list[Text]:
    """Say what was done to the lines."""
    notices: list[Text] = []
    reasons = apart.counts()
    padded = len(records.short) - reasons.get(PIECE, 0)
    if padded > 0:
        notices.append(said("read.padded", count=padded))
    trimmed = len(records.trimmed) - reasons.get(SHIFTED, 0)
    if trimmed > 0:
        notices.append(said("read.trimmed", count=trimmed))
    notices += apart.notices()
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
