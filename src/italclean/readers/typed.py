"""Files whose cells have types: Parquet, and what is the same for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import polars as pl

from italclean.errors import EmptyInput, UnreadableFile
from italclean.messages.text import said
from italclean.readers.apart import Apart
from italclean.readers.base import File, Found
from italclean.readers.cells import judge
from italclean.readers.frames import as_text
from italclean.settings import Reading

PARQUET = b"PAR1"
"""How a Parquet file begins."""
_LOCKED_PARQUET = b"PARE"
FAILURES: tuple[type[BaseException], ...] = (
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
        frame = parquet_of(data, file.path)
        del data
        yield found_in(frame, file.path, pl.int_range(1, frame.height + 1, dtype=pl.UInt32, eager=True))


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
    except FAILURES:
        raise UnreadableFile(path=path, reason=said("typed.damaged"), hint=said("typed.try_again")) from None


def found_in(frame: pl.DataFrame, path: str, lines: pl.Series, apart: Apart | None = None) -> Found:
    """Find the customers among typed rows: those of nothing are set apart, as in text.

    Args:
        frame: The rows.
        path: The file's name, for messages.
        lines: The number of each in the file, from 1.
        apart: What was set apart already.

    Raises:
        EmptyInput: There are no rows, or none that holds a customer.
    """
    if frame.is_empty():
        raise EmptyInput(path=path, reason=said("read.empty_frame"))
    cells, notices = as_text(frame)
    found = judge(cells, lines, path, names=cells.columns, apart=apart)
    return replace(found, notices=(*notices, *found.notices))
