"""JSON: an object a line, or whole documents, each object a row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import polars as pl

from italclean.errors import EmptyInput, UnreadableFile
from italclean.messages.text import Text, said
from italclean.readers.apart import ABOVE, Apart
from italclean.readers.base import File, Found
from italclean.readers.charset import to_utf8
from italclean.readers.json_text import BadJson, Names, blocks_of, named_apart, object_of, objects_in, refuse_deep
from italclean.readers.typed import FAILURES, found_in
from italclean.settings import Reading

_BEGINS = re.compile(rb'\s*(?:\{\s*(?:"|\}\s*(?:[\r\n,{]|\Z))|\[\s*(?:\{|\[\s*"))')
"""How JSON begins; `[Nome];[Cognome]` and `{GUID};Rossi` are delimited text."""
_FAILURES: tuple[type[BaseException], ...] = (*FAILURES, AttributeError, RecursionError)
_LINE = re.compile(rb"\S[^\n]*")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class JsonLines:
    """JSON Lines, and documents of JSON that hold a list."""

    name = "json lines"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".json")
    holds = "JSON Lines: one object a line; or a JSON array of objects"
    example = "clienti.jsonl"
    extra = ""
    several = False

    def recognises(self, data: bytes, reading: Reading) -> bool:  # noqa: ARG002 - its content tells
        """Tell whether a file begins as JSON, in whatever encoding.

        Args:
            data: What stands in the file.
            reading: How the user says that it is read.
        """
        begin = data[:4096]
        for mark in _MARKS:
            begin = begin.removeprefix(mark)
        # In UTF-16 every other byte is a zero.
        return _BEGINS.match(begin.replace(b"\0", b"")) is not None

    def read(self, file: File, reading: Reading) -> Iterator[Found]:
        """Read the objects of a file, each a row; numbers keep all of their digits.

        Args:
            file: The file.
            reading: How the user says that it is read.

        Raises:
            UnreadableFile: A line is no object; the message says which one.
            BadEncoding: The bytes are not text in the encoding.
            EmptyInput: It has no rows.
        """
        path, apart = file.path, Apart()
        data, encoding = to_utf8(file.take(), reading.encoding, path, json=True)
        try:
            data, begins = _one_a_line(_plain_lines(data), apart)
            data, lines, names = named_apart(data)
            frame = _frame(data)
        except BadJson as bad:
            reason = said("typed.json_line", line=bad.line, why=bad.why)
            raise UnreadableFile(path=path, reason=reason, hint=said("read.try_json_lines")) from None
        del data
        if begins is not None:
            lines = begins
        if frame.width == 0:
            raise EmptyInput(path=path, reason=said("read.no_customer"))
        found = found_in(frame, path, lines, apart)
        notices = (*_repeated(names), *found.notices)
        yield replace(found, facts={"encoding": encoding}, notices=notices)


def _plain_lines(data: bytes) -> bytes:
    """End lines in one way; files that were put one behind the other have marks in the middle."""
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    return data.replace(b"\n\xef\xbb\xbf", b"\n").strip(b"\0\x1a")


def _one_a_line(data: bytes, apart: Apart) -> tuple[bytes, pl.Series | None]:
    """Bring a file to one object a line; return in which line each began, if it was not so already."""
    first = _LINE.search(data)
    # An array is read element by element: it may be all of the file in one line.
    if first is None or first.group().startswith(b"["):
        first = second = None
    else:
        second = _LINE.search(data, first.end())
        if second is not None and _is_object(first.group()):
            return data, None
    try:
        found = objects_in(data.decode())
    except BadJson:
        if first is None or second is None or not _is_object(second.group()):
            raise
        # One line is broken, and the next one is whole.
        object_of(first.group().decode(), data.count(b"\n", 0, first.start()) + 1)
        raise
    if found.around is not None:
        number, text = found.around
        apart.add(number - 1, ABOVE, text)
    return "\n".join(found.texts).encode(), pl.Series(found.lines, dtype=pl.UInt32)


def _is_object(line: bytes) -> bool:
    try:
        object_of(line.decode())
    except BadJson:
        return False
    return True


def _repeated(names: Names) -> tuple[Text, ...]:
    told = [f"{key} → {name}" for (key, _), name in names.given.items()]
    return (said("read.same_name", names=", ".join(told)),) if told else ()


def _frame(data: bytes) -> pl.DataFrame:
    """Parse one object a line."""
    if not data.strip():
        return pl.DataFrame()
    refuse_deep(data)
    try:
        schema = _schema(data)
        frame = pl.read_ndjson(BytesIO(data), schema=schema) if schema else pl.DataFrame()
    except _FAILURES:
        raise _bad_line(data) from None
    if frame.width == 1 and frame.dtypes[0] == pl.List(pl.Struct):
        # Pages of an interface, one a line: a row of each would be one customer.
        raise BadJson(1, said("typed.json_lists", names=frame.columns[0]))
    return frame


def _bad_line(data: bytes) -> BadJson:
    """Find the first line that cannot be read, and what is wrong with it."""
    lines = data.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                object_of(line.decode(), number)
            except BadJson as bad:
                return bad
    # Only the library knows: halves are read until one line is left.
    low, high = 0, len(lines)
    while high - low > 1:
        middle = (low + high) // 2
        if _reads(b"\n".join(lines[low:middle])):
            low = middle
        else:
            high = middle
    return BadJson(low + 1, said("typed.json_unknown"))


def _reads(data: bytes) -> bool:
    try:
        pl.read_ndjson(BytesIO(data), schema=_schema(data) or {"": pl.String})
    except FAILURES:
        return False
    return True


def _schema(data: bytes) -> dict[str, Any]:
    """Return the columns of some objects: text but for lists and objects in objects.

    A number read as one would lose digits, and a column of numbers and texts (184, "00184") would be of neither kind.
    """
    try:
        kinds = dict(pl.read_ndjson(BytesIO(data), infer_schema_length=None).schema)
    except FAILURES:
        return _schema_line_by_line(data)
    return {name: kind if kind.is_nested() else pl.String for name, kind in kinds.items()}


def _schema_line_by_line(data: bytes) -> dict[str, Any]:
    """Return the columns of objects that contradict each other: each line is asked for its names."""
    listed: dict[str, set[bool]] = {}
    for block in blocks_of(data):
        for line in filter(None, map(bytes.strip, block.split(b"\n"))):
            for name, value in json.loads(line).items():
                kinds = listed.setdefault(name, set())
                if value is not None:
                    kinds.add(isinstance(value, list) and not any(isinstance(one, list | dict) for one in value))
    return {name: pl.List(pl.String) if kinds == {True} else pl.String for name, kinds in listed.items()}
