"""Records of a delimited text: the regular ones as they are, the others made regular, the broken ones apart.

Lines are judged over the whole text by counting delimiters outside quotes. A regular line goes to polars as it is; one
that lacks its last fields is filled up, one with empty fields too many is trimmed. Only lines whose quotes say
something else are read one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.readers.cutting import Cutter
from italclean.readers.line_ends import Positions, line_ends

_CHUNK = 1 << 25
_WINDOWS = (1, 8, 64, 512)
"""How many lines a quoted cell is looked for in, one after the other."""

_BLANKS = " \t\r\n\v\f\x00\x1a\ufeff\u00a0\u200b"
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]


@dataclass(slots=True)
class Records:
    """The records of a text.

    Attributes:
        frame: A row for each record, every column text.
        lines: In which line of the text each record begins, from 0.
        short: Which records lack fields, by their place.
        missing: How many fields each of these lacks.
        trimmed: Which records had empty fields too many.
        broken: The lines that are no record: their number from 0, and their text.
        spans: How many lines a record takes, of those that take several, by the line it begins in.
    """

    frame: pl.DataFrame
    lines: Positions
    short: Positions
    missing: npt.NDArray[np.int32]
    trimmed: Positions
    broken: list[tuple[int, str]]
    spans: dict[int, int]


def read_records(body: bytes, cutter: Cutter, names: list[str]) -> Records:
    """Read the records of a text.

    Args:
        body: The text, from its first record.
        cutter: What cuts a record of it.
        names: The names of its columns.
    """
    width = len(names)
    cells = np.frombuffer(body, dtype=np.uint8)
    ends = line_ends(cells)
    judged = _judge(cells, ends, cutter, width)
    odd = _read_odd(body, ends, np.flatnonzero(judged.odd), cutter, width)
    short = judged.short & ~odd.taken
    trimmed = judged.long & ~odd.taken
    regular = ~(judged.odd | odd.taken | judged.blank)
    is_record = regular.copy()
    is_record[list(odd.records)] = True
    lines = np.flatnonzero(is_record)
    short[list(odd.short)] = True
    judged.missing[list(odd.short)] = list(odd.short.values())
    cut = trimmed & regular
    cut[odd.trimmed] = True
    content = _assemble(body, ends, regular, short & regular, trimmed & regular, judged, odd, cutter.delimiter)
    frame = _to_frame(content, cutter, names, len(lines))
    return Records(
        frame=frame,
        lines=lines,
        short=np.flatnonzero(short[lines]),
        missing=judged.missing[lines[short[lines]]],
        trimmed=np.flatnonzero(cut[lines]),
        broken=odd.broken,
        spans=odd.spans,
    )


def line_text(body: bytes, ends: Positions, line: int, span: int = 1) -> str:
    """Return a line, or several, as they came."""
    return body[_start(ends, line) : ends[line + span - 1]].decode(errors="replace").rstrip("\r\n")


def _start(ends: Positions, line: int) -> int:
    return int(ends[line - 1]) if line else 0


@dataclass(slots=True)
class _Judged:
    """What counting tells of every line: `odd` ones must be read one by one.

    `missing` says how many fields a short line lacks, `keep` where a long one is cut.
    """

    odd: Flags
    blank: Flags
    short: Flags
    long: Flags
    missing: npt.NDArray[np.int32]
    keep: Positions


def _judge(cells: Bytes, ends: Positions, cutter: Cutter, width: int) -> _Judged:
    height = len(ends)
    odd, blank, short, long = (np.zeros(height, dtype=np.bool_) for _ in range(4))
    judged = _Judged(odd, blank, short, long, np.zeros(height, dtype=np.int32), np.zeros(height, dtype=np.int64))
    line = 0
    while line < height:
        begin = _start(ends, line)
        after = max(int(np.searchsorted(ends, begin + _CHUNK, side="right")), line + 1)
        _judge_chunk(cells[begin : ends[after - 1]], ends[line:after] - begin, begin, cutter, width, judged, line)
        line = after
    return judged


def _judge_chunk(
    cells: Bytes, ends: Positions, begin: int, cutter: Cutter, width: int, judged: _Judged, line: int
) -> None:
    here = slice(line, line + len(ends))
    delimiter, quote = ord(cutter.delimiter), ord(cutter.quote)
    marks = np.flatnonzero(cells == delimiter)
    quotes = np.flatnonzero(cells == quote)
    raw = np.diff(np.searchsorted(marks, ends), prepend=0) + 1
    counted, odd = raw, np.zeros(len(ends), dtype=np.bool_)
    if len(quotes):
        counted, odd, marks = _outside_quotes(cells, ends, marks, quotes, delimiter)
    odd |= _with_lone_returns(cells, ends)
    lengths = np.diff(ends, prepend=0)
    last = cells[np.maximum(ends - 2, 0)]
    blank = (lengths == 1) & (cells[ends - 1] == ord("\n")) | (
        (lengths == 2) & (last == ord("\r")) & (cells[ends - 1] == ord("\n"))
    )
    # A line without any delimiter is no record of several fields; one whose quotes hide delimiters may be.
    odd |= ~blank & (counted != width) & ((counted == 1) | (raw == width))
    short = ~odd & ~blank & (counted < width)
    long = ~odd & (counted > width)
    if long.any():
        keep, empty = _beyond(cells, ends, marks, np.flatnonzero(long), (delimiter, quote), width)
        places = np.flatnonzero(long)
        odd[places[~empty]] = True
        long[places[~empty]] = False
        judged.keep[line + places] = keep + begin
        # Of ;;; in a list of one column nothing is left, and a line of nothing is no record there.
        void = places[(keep == np.where(places > 0, ends[places - 1], 0)) & (width == 1)]
        blank[void], long[void] = True, False
    judged.odd[here] = odd
    judged.blank[here] = blank
    judged.short[here] = short
    judged.long[here] = long
    judged.missing[here] = np.where(short, width - counted, 0)


def _outside_quotes(
    cells: Bytes, ends: Positions, marks: Positions, quotes: Positions, delimiter: int
) -> tuple[Positions, Flags, Positions]:
    """Count the fields of each line by the delimiters outside quotes; say which lines have quotes out of place."""
    sign = cells[quotes[0]]
    upto = np.searchsorted(quotes, ends)
    first_quote = np.concatenate([[0], upto[:-1]])
    line_of_quote = np.repeat(np.arange(len(ends)), upto - first_quote)
    opening = (np.arange(len(quotes)) - first_quote[line_of_quote]) % 2 == 0
    before = np.where(quotes > 0, cells[np.maximum(quotes - 1, 0)], ord("\n"))
    after = np.where(quotes + 1 < len(cells), cells[np.minimum(quotes + 1, len(cells) - 1)], ord("\n"))
    neighbour = np.where(opening, before, after)
    placed = np.isin(neighbour, (delimiter, ord("\n"), ord("\r"), sign))
    # A quote beside a quote is an escape only inside a field: an opening one needs a closing one before it.
    misplaced = np.bincount(line_of_quote[~placed], minlength=len(ends)) > 0
    line_of_mark = np.searchsorted(ends, marks, side="right")
    outside = (np.searchsorted(quotes, marks) - first_quote[line_of_mark]) % 2 == 0
    counted = np.bincount(line_of_mark[outside], minlength=len(ends)) + 1
    odd = misplaced | ((upto - first_quote) % 2 == 1)
    return counted, np.asarray(odd), marks[outside]


def _with_lone_returns(cells: Bytes, ends: Positions) -> Flags:
    """Tell the lines that hold a carriage return before anything but their end."""
    returns = np.flatnonzero(cells == ord("\r"))
    found = np.zeros(len(ends), dtype=np.bool_)
    if len(returns):
        at_end = returns + 1 < len(cells)
        alone = returns[~at_end | (cells[np.minimum(returns + 1, len(cells) - 1)] != ord("\n"))]
        found[np.searchsorted(ends, alone, side="right")] = True
    return found


def _beyond(
    cells: Bytes, ends: Positions, marks: Positions, lines: Positions, signs: tuple[int, int], width: int
) -> tuple[Positions, Flags]:
    """Return where the fields too many of some lines begin, and whether they are empty."""
    begins = np.where(lines > 0, ends[lines - 1], 0)
    cut = marks[np.searchsorted(marks, begins) + width - 1]
    content = np.flatnonzero(~np.isin(cells, (*signs, *b" \t\r\n")))
    last = np.searchsorted(content, ends[lines]) - 1
    empty = (last < 0) | (content[np.maximum(last, 0)] < cut) if len(content) else np.ones(len(lines), dtype=np.bool_)
    return cut, np.asarray(empty)


@dataclass(slots=True)
class _Odd:
    """What became of the lines that were read one by one."""

    taken: Flags
    records: dict[int, bytes] = field(default_factory=dict)
    short: dict[int, int] = field(default_factory=dict)
    trimmed: list[int] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    spans: dict[int, int] = field(default_factory=dict)


def _read_odd(body: bytes, ends: Positions, lines: Positions, cutter: Cutter, width: int) -> _Odd:
    odd = _Odd(np.zeros(len(ends), dtype=np.bool_))
    done = 0
    for line in lines.tolist():
        if line < done:
            continue
        done = line + 1
        first = line_text(body, ends, line)
        if not first.strip(_BLANKS):
            odd.taken[line] = True
            continue
        fields, used = _cut_at(body, ends, line, cutter, width)
        beyond = fields[width:]
        if len(fields) > width and not any(cell.strip(_BLANKS) for cell in beyond):
            fields = fields[:width]
            odd.trimmed.append(line)
        if len(fields) > width or (len(fields) == 1 and width > 1):
            odd.taken[line] = True
            odd.broken.append((line, first))
            continue
        if len(fields) < width:
            odd.short[line] = width - len(fields)
            fields += [""] * (width - len(fields))
        odd.records[line] = cutter.write(fields)
        done = line + used
        if used > 1:
            odd.spans[line] = used
        odd.taken[line:done] = True
    return odd


def _cut_at(body: bytes, ends: Positions, line: int, cutter: Cutter, width: int) -> tuple[list[str], int]:
    """Cut the record that begins in a line; a quoted cell may span the next ones."""
    for size in _WINDOWS:
        last = min(line + size, len(ends))
        text = body[_start(ends, line) : ends[last - 1]].decode(errors="replace")
        cut = cutter.record(text, width)
        if not cut.starved or last == len(ends):
            break
    return cut.fields, max(text[: cut.end].rstrip("\n").count("\n") + 1, 1)


def _assemble(
    body: bytes,
    ends: Positions,
    regular: Flags,
    short: Flags,
    long: Flags,
    judged: _Judged,
    odd: _Odd,
    delimiter: str,
) -> bytes:
    """Put the records together: regular lines as they are, the others as they were made regular."""
    if regular.all() and not short.any() and not long.any():
        return body
    if not short.any() and not long.any():
        return b"".join(_runs(body, ends, regular, odd))
    begins = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    cells = np.frombuffer(body, dtype=np.uint8)
    closed = ends - _terminators(cells, ends)
    gone_from = np.where(long, judged.keep, begins)
    gone_to = np.where(long, closed, ends)
    gone = ~regular | long
    gone_from, gone_to = gone_from[gone], gone_to[gone]
    lost = np.concatenate([[0], np.cumsum(gone_to - gone_from)])
    inside = np.zeros(len(cells) + 1, dtype=np.int8)
    np.add.at(inside, gone_from, 1)
    np.add.at(inside, gone_to, -1)
    kept = cells[np.cumsum(inside[:-1], dtype=np.int8) == 0]
    missing = judged.missing[short]
    # Where a position comes to stand once what goes is gone.
    filled_at = closed[short] - lost[np.searchsorted(gone_to, closed[short], side="right")]
    if len(missing):
        kept = np.insert(kept, np.repeat(filled_at, missing), ord(delimiter))
    if not odd.records:
        return bytes(kept.tobytes())
    where = begins[list(odd.records)]
    where = where - lost[np.searchsorted(gone_to, where, side="right")]
    added = np.concatenate([[0], np.cumsum(missing)])
    where = where + added[np.searchsorted(filled_at, where, side="left")]
    whole = kept.tobytes()
    pieces: list[bytes] = []
    done = 0
    for place, record in zip(where.tolist(), odd.records.values(), strict=True):
        pieces += (whole[done:place], record)
        done = place
    return b"".join([*pieces, whole[done:]])


def _runs(body: bytes, ends: Positions, regular: Flags, odd: _Odd) -> Iterator[bytes]:
    """Yield the runs of regular lines, and between them the records that were read one by one."""
    edges = np.flatnonzero(np.diff(regular)) + 1
    for begin, end in zip([0, *edges.tolist()], [*edges.tolist(), len(ends)], strict=True):
        if regular[begin]:
            yield body[_start(ends, begin) : ends[end - 1]]
        else:
            yield from (odd.records[line] for line in range(begin, end) if line in odd.records)


def _terminators(cells: Bytes, ends: Positions) -> Positions:
    """Return how many signs end each line: a line feed, with or without a carriage return before it, or nothing."""
    feed = cells[ends - 1] == ord("\n")
    returned = feed & (cells[np.maximum(ends - 2, 0)] == ord("\r")) & (np.diff(ends, prepend=0) > 1)
    return np.asarray(feed.astype(np.int64) + returned)


def _to_frame(content: bytes, cutter: Cutter, names: list[str], height: int) -> pl.DataFrame:
    schema = dict.fromkeys(names, pl.String)
    if height == 0:
        return pl.DataFrame(schema=schema)
    quote = cutter.quote if cutter.quote.encode() in content else None
    try:
        frame = pl.read_csv(content, has_header=False, schema=schema, separator=cutter.delimiter, quote_char=quote)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):  # its message holds cells
        frame = pl.DataFrame(schema=schema)
    # No text is known that polars reads otherwise; a record must not be lost if there is one.
    return frame if frame.height == height else _cut_all(content, cutter, names)


def _cut_all(content: bytes, cutter: Cutter, names: list[str]) -> pl.DataFrame:
    rows: list[list[str]] = []
    text, place = content.decode(errors="replace"), 0
    while place < len(text):
        cut = cutter.cut(text, place)
        rows.append((cut.fields + [""] * len(names))[: len(names)])
        place = cut.end
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
