"""Files whose cells have types: Parquet and JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import polars as pl

from italclean.errors import EmptyInput, UnreadableFile
from italclean.messages.text import said
from italclean.readers.base import File, Found
from italclean.readers.frames import as_text
from italclean.settings import Reading

PARQUET = b"PAR1"
"""How a Parquet file begins."""
_LOCKED_PARQUET = b"PARE"
_MARK = b"\xef\xbb\xbf"
_FAILURES: tuple[type[BaseException], ...] = (
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    OSError,
    ValueError,
)
"""What polars raises of a file that is damaged; its message may hold cells."""


class Parquet:
    """Parquet: every column with its type."""

    name = "parquet"
    suffixes: tuple[str, ...] = (".parquet",)
    holds = "Parquet, types as a person would write them"
    example = "clienti.parquet"
    extra = ""
    several = False

    def recognises(self, data: bytes, reading: Reading) -> bool:  # noqa: ARG002 - its content tells
        """Tell whether a file is Parquet.

        Args:
            data: What stands in the file.
            reading: How the user says that it is read.
        """
        return data.startswith((PARQUET, _LOCKED_PARQUET))

    def read(self, file: File, reading: Reading) -> Iterator[Found]:  # noqa: ARG002 - nothing is to be said
        """Read the table of a file.

        Args:
            file: The file.
            reading: How the user says that it is read.

        Raises:
            UnreadableFile: It is damaged or locked.
            EmptyInput: It has no rows.
        """
        data = file.take()
        if data.startswith(_LOCKED_PARQUET):
            raise UnreadableFile(path=file.path, reason=said("sheet.locked"), hint=said("typed.try_again"))
        yield _found(parquet_of(data, file.path), file.path)


def parquet_of(data: bytes, path: str) -> pl.DataFrame:
    """Read Parquet, every column with its type.

    Args:
        data: What stands in the file.
        path: What it is called, for messages.

    Raises:
        UnreadableFile: It is damaged.
    """
    try:
        return pl.read_parquet(BytesIO(data))
    except _FAILURES:
        raise UnreadableFile(path=path, reason=said("typed.damaged"), hint=said("typed.try_again")) from None


class JsonLines:
    """JSON Lines: an object a line."""

    name = "json lines"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    holds = "JSON Lines: one object a line"
    example = "clienti.jsonl"
    extra = ""
    several = False

    def recognises(self, data: bytes, reading: Reading) -> bool:  # noqa: ARG002 - its content tells
        """Tell whether the first line of a file is a JSON object.

        Args:
            data: What stands in the file.
            reading: How the user says that it is read.
        """
        begin = data[:4096].removeprefix(_MARK).lstrip()
        if not begin.startswith(b"{"):
            return False
        start = data.index(b"{")
        end = data.find(b"\n", start)
        return isinstance(_object(data[start : end if end >= 0 else len(data)]), dict)

    def read(self, file: File, reading: Reading) -> Iterator[Found]:  # noqa: ARG002 - nothing is to be said
        """Read the objects of a file, each a row; numbers keep all of their digits.

        Args:
            file: The file.
            reading: How the user says that it is read.

        Raises:
            UnreadableFile: A line is no object.
            EmptyInput: It has no rows.
        """
        data = file.take().removeprefix(_MARK)
        try:
            frame = pl.read_ndjson(BytesIO(data), schema=_schema(data))
        except _FAILURES:
            raise UnreadableFile(path=file.path, reason=said("typed.json_line"), hint=said("typed.try_again")) from None
        yield _found(frame, file.path)


def _found(frame: pl.DataFrame, path: str) -> Found:
    if frame.is_empty():
        raise EmptyInput(path=path, reason=said("read.empty_frame"))
    written, notices = as_text(frame)
    return Found(written, notices=notices)


def _object(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _schema(data: bytes) -> dict[str, Any]:
    """Return the columns of some objects: text but for lists and objects in objects.

    A number read as one would lose digits, and a column of numbers and texts (184, "00184") would be of neither kind.
    """
    try:
        kinds = dict(pl.read_ndjson(BytesIO(data), infer_schema_length=None).schema)
    except _FAILURES:
        return _schema_line_by_line(data)
    return {name: kind if kind.is_nested() else pl.String for name, kind in kinds.items()}


def _schema_line_by_line(data: bytes) -> dict[str, Any]:
    """Return the columns of objects that contradict each other: each line is asked for its names."""
    listed: dict[str, set[bool]] = {}
    for line in filter(None, map(bytes.strip, data.splitlines())):
        for name, value in json.loads(line).items():
            kinds = listed.setdefault(name, set())
            if value is not None:
                kinds.add(isinstance(value, list) and not any(isinstance(one, list | dict) for one in value))
    return {name: pl.List(pl.String) if kinds == {True} else pl.String for name, kinds in listed.items()}
