"""Delimited text to a frame of text, without losing a line.

Well-formed lines, recognised over the whole file by counting delimiters outside quotes, go to polars as they
are. The few others are read one by one: a quoted field may span lines, a stray quote is a plain character;
what still has the wrong number of fields is rejected with its line number and the reason.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.notice import Notice
from italclean.errors import BadDelimiter, EmptyInput

DELIMITERS = (";", ",", "\t", "|")
_NAMES = {";": "«;»", ",": "«,»", "\t": "TAB", "|": "«|»"}
_LONGEST_RECORD = 500
_CHUNK = 1 << 25
_DATA_LIKE = re.compile(
    r"@|^[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]$|^\d{5,}$|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$"
    r"|^\+?\d[\d /.-]{6,}$"
)

csv.field_size_limit(1 << 30)

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Delimited:
    """A delimited file as read.

    Attributes:
        frame: Every well-formed record, every column text.
        delimiter: The delimiter used.
        rejected: The malformed lines: `line` (in the file, from 1), `reason`, `text`.
        notices: What a user should know about the reading.
    """

    frame: pl.DataFrame
    delimiter: str
    rejected: pl.DataFrame
    notices: tuple[Notice, ...] = field(default=())


def parse(data: bytes, delimiter: str | None, path: str) -> Delimited:
    """Parse delimited text.

    Args:
        data: UTF-8 text.
        delimiter: The delimiter, or None to find it.
        path: The file's name, for error messages.

    Raises:
        EmptyInput: There is no text, or no record after the header.
        BadDelimiter: The text falls into one column, or most of its lines are malformed.
    """
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    start = len(data) - len(re.sub(rb"\A(?:[\r\n ]|\xc2\xa0)+", b"", data))
    skipped = data[:start].count(b"\n")
    marked = re.match(rb"sep=(.)\r?\n", data[start : start + 10], re.IGNORECASE)
    if marked:
        delimiter = delimiter or marked.group(1).decode()
        start, skipped = start + marked.end(), skipped + 1
    body = data[start:] if start else data
    if not body.strip():
        raise EmptyInput(path=path, reason="il file è vuoto / the file is empty")
    likely = _likely_delimiter(body[: 1 << 16].decode(errors="replace"))
    chosen = delimiter or likely
    header, header_lines, header_bytes = _first_record(body, chosen)
    if len(header) < 2:
        raise _one_column(path, chosen, likely)
    notices: list[Notice] = []
    if sum(bool(_DATA_LIKE.search(cell.strip())) for cell in header) >= 2:
        names = [f"colonna_{number}" for number in range(1, len(header) + 1)]
        notices.append(
            Notice(
                "La prima riga contiene dati: le colonne non hanno nome.",
                "The first line holds data: the columns have no names.",
            )
        )
        header_lines = header_bytes = 0
    else:
        names = _column_names(header, notices)
    content, rejected = _well_formed(body[header_bytes:], chosen, len(names), skipped + header_lines + 1)
    if len(rejected) > content.count(b"\n") and _ends_in_delimiter(rejected["text"], chosen, len(names)):
        # Every record closes with a delimiter, as some exports do: one nameless, empty column more.
        names = [*names, f"colonna_{len(names) + 1}"]
        content, rejected = _well_formed(body[header_bytes:], chosen, len(names), skipped + header_lines + 1)
    records = len(content) > 0 and content.strip(b"\r\n") != b""
    if not records and rejected.is_empty():
        raise EmptyInput(path=path, reason="c'è solo l'intestazione / there is only the header")
    quoted = b'"' in content
    frame = (
        pl.read_csv(
            content,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=chosen,
            quote_char='"' if quoted else None,
        )
        if records
        else pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    )
    if len(rejected) > len(frame):
        raise BadDelimiter(
            path=path,
            delimiter=_NAMES.get(chosen, chosen),
            reason=f"{len(rejected)} righe su {len(rejected) + len(frame)} non hanno {len(names)} campi",
            reason_en=f"{len(rejected)} lines of {len(rejected) + len(frame)} do not have {len(names)} fields",
            hint="Riesporta il file, o indica il separatore giusto con --delimiter."
            if likely == chosen
            else f"Prova --delimiter {_NAMES[likely]}, o riesporta il file.",
            hint_en="Export the file again, or give the right delimiter with --delimiter."
            if likely == chosen
            else f"Try --delimiter {_NAMES[likely]}, or export the file again.",
        )
    return Delimited(frame, chosen, rejected, tuple(notices))


def _ends_in_delimiter(lines: pl.Series, delimiter: str, width: int) -> bool:
    one_more = lines.str.count_matches(delimiter, literal=True) == width
    return bool((one_more & lines.str.ends_with(delimiter)).mean() == 1.0)


def _one_column(path: str, chosen: str, likely: str) -> BadDelimiter:
    other = likely if likely != chosen else None
    return BadDelimiter(
        path=path,
        delimiter=_NAMES.get(chosen, f"«{chosen}»"),
        reason="tutto finisce in una sola colonna",
        reason_en="everything falls into one column",
        hint=f"Il separatore sembra {_NAMES[other]}: togli --delimiter o scrivi quello giusto."
        if other
        else "Un elenco di clienti ha più colonne: riesportalo con un separatore (per esempio «;»).",
        hint_en=f"The delimiter seems to be {_NAMES[other]}: leave --delimiter out or give the right one."
        if other
        else "A customer list has several columns: export it with a delimiter (such as “;”).",
    )


def _likely_delimiter(sample: str) -> str:
    """Return the delimiter that cuts most lines of the sample into one same number of fields above one."""
    lines = sample.splitlines()[:200]
    lines = lines[:-1] if len(lines) > 2 else lines

    def quality(candidate: str) -> tuple[float, int]:
        counts = [re.sub(r'"[^"]*"', "", line).count(candidate) for line in lines if line.strip()]
        expected = counts[0] if counts else 0
        agreeing = sum(count == expected for count in counts) / max(len(counts), 1)
        return (agreeing if expected else 0.0) + min(expected, 20) / 40, -DELIMITERS.index(candidate)

    return max(DELIMITERS, key=quality)


def _first_record(body: bytes, delimiter: str) -> tuple[list[str], int, int]:
    """Return the fields of the first record, its number of lines, and its length in bytes."""
    lines = _lines_from(body, 0)
    consumed: list[bytes] = []

    def feed() -> Iterator[str]:
        for line in lines:
            consumed.append(line)
            yield line.decode(errors="replace")

    fields = next(csv.reader(feed(), delimiter=delimiter), [])
    return fields, len(consumed), sum(map(len, consumed))


def _lines_from(body: bytes, start: int) -> Iterator[bytes]:
    while start < len(body):
        end = body.find(b"\n", start)
        end = len(body) if end < 0 else end + 1
        yield body[start:end]
        start = end


def _column_names(header: list[str], notices: list[Notice]) -> list[str]:
    """Give every column a name of its own: blanks are numbered, repeated names too."""
    names: list[str] = []
    repeated: list[str] = []
    for number, cell in enumerate(header, start=1):
        wanted = cell.strip("\ufeff \t\r\n\u00a0") or f"colonna_{number}"
        name, copy = wanted, 2
        while name in names:
            name, copy = f"{wanted}_{copy}", copy + 1
        if name != wanted:
            repeated.append(f"{wanted} → {name}")
        names.append(name)
    if repeated:
        notices.append(
            Notice(
                f"Colonne con lo stesso nome, rinominate: {', '.join(repeated)}.",
                f"Columns of the same name, renamed: {', '.join(repeated)}.",
            )
        )
    return names


def _well_formed(body: bytes, delimiter: str, width: int, first_line: int) -> tuple[bytes, pl.DataFrame]:
    """Return the body with only well-formed records, and the rejected lines."""
    cells = np.frombuffer(body, dtype=np.uint8)
    ends, fine = _judge_lines(cells, ord(delimiter), width)
    rejected: list[tuple[int, str, str]] = []
    if not fine.all():
        pieces: list[bytes] = []
        done = 0
        for line in np.flatnonzero(~fine).tolist():
            if line < done:
                continue
            pieces.append(body[_start(ends, done) : _start(ends, line)])
            record, used, reason = _read_odd(body, ends, line, delimiter, width)
            if reason:
                text = body[_start(ends, line) : ends[line]].decode(errors="replace").rstrip("\r\n")
                rejected.append((first_line + line, reason, text))
            pieces.append(record)
            done = line + used
        pieces.append(body[_start(ends, done) :])
        body = b"".join(pieces)
    return body, pl.DataFrame(
        rejected, schema={"line": pl.UInt32, "reason": pl.String, "text": pl.String}, orient="row"
    )


def _start(ends: Positions, line: int) -> int:
    return int(ends[line - 1]) if line else 0


def _judge_lines(cells: npt.NDArray[np.uint8], delimiter: int, width: int) -> tuple[Positions, npt.NDArray[np.bool_]]:
    """Find where each physical line ends, and which lines are surely one record of `width` fields."""
    ends = np.flatnonzero(cells == ord("\n")) + 1
    if len(cells) and (len(ends) == 0 or ends[-1] != len(cells)):
        ends = np.append(ends, len(cells))
    fine = np.empty(len(ends), dtype=np.bool_)
    line = 0
    while line < len(ends):
        begin = _start(ends, line)
        after = max(int(np.searchsorted(ends, begin + _CHUNK, side="right")), line + 1)
        fine[line:after] = _judge_chunk(cells[begin : ends[after - 1]], ends[line:after] - begin, delimiter, width)
        line = after
    return ends, fine


def _judge_chunk(cells: npt.NDArray[np.uint8], ends: Positions, delimiter: int, width: int) -> npt.NDArray[np.bool_]:
    marks = np.flatnonzero(cells == delimiter)
    quotes = np.flatnonzero(cells == ord('"'))
    if len(quotes) == 0:
        return np.asarray(np.diff(np.searchsorted(marks, ends), prepend=0) == width - 1)
    upto = np.searchsorted(quotes, ends)
    first_quote = np.concatenate([[0], upto[:-1]])
    line_of_quote = np.repeat(np.arange(len(ends)), upto - first_quote)
    opening = (np.arange(len(quotes)) - first_quote[line_of_quote]) % 2 == 0
    before = np.where(quotes > 0, cells[np.maximum(quotes - 1, 0)], ord("\n"))
    after = np.where(quotes + 1 < len(cells), cells[np.minimum(quotes + 1, len(cells) - 1)], ord("\n"))
    neighbour = np.where(opening, before, after)
    placed = np.isin(neighbour, (delimiter, ord("\n"), ord("\r"), ord('"')))
    # A quote beside a quote is an escape only inside a field: an opening one needs a closing one before it.
    misplaced = np.bincount(line_of_quote[~placed], minlength=len(ends)) > 0
    line_of_mark = np.searchsorted(ends, marks, side="right")
    outside = (np.searchsorted(quotes, marks) - first_quote[line_of_mark]) % 2 == 0
    counted = np.bincount(line_of_mark[outside], minlength=len(ends))
    even = (upto - first_quote) % 2 == 0
    return np.asarray(~misplaced & even & (counted == width - 1))


def _read_odd(body: bytes, ends: Positions, line: int, delimiter: str, width: int) -> tuple[bytes, int, str]:
    """Read one irregular record: its regular form, how many lines it takes, and why it is refused if it is."""
    text = body[_start(ends, line) : ends[line]].decode(errors="replace").rstrip("\r\n")
    if not text.strip(" "):
        return b"", 1, ""
    fields, used = _read_quoted(body, ends, line, delimiter)
    if len(fields) == width:
        return _write(fields, delimiter), used, ""
    literal = text.split(delimiter)
    if len(literal) == width:
        return _write(literal, delimiter), 1, ""
    return b"", 1, f"{len(fields) or len(literal)} campi invece di {width} / fields instead of {width}"


def _read_quoted(body: bytes, ends: Positions, line: int, delimiter: str) -> tuple[list[str], int]:
    last = min(line + _LONGEST_RECORD, len(ends))
    used = 0

    def feed() -> Iterator[str]:
        nonlocal used
        for number in range(line, last):
            used += 1
            yield body[_start(ends, number) : ends[number]].decode(errors="replace")

    try:
        return next(csv.reader(feed(), delimiter=delimiter, strict=True), []), used
    except csv.Error:
        return [], 1


def _write(fields: list[str], delimiter: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(fields)
    return out.getvalue().encode()
