"""Tables as Parquet: by columns, compressed, each column with its type."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

import polars as pl
from polars.io.plugins import register_io_source


class Parquet:
    """Parquet, written part by part: the table is never whole in memory.

    Examples:
        >>> import io
        >>> file = io.BytesIO()
        >>> Parquet().write([pl.DataFrame({"a": ["x"]}), pl.DataFrame({"a": [None]}, schema={"a": pl.String})], file)
        >>> pl.read_parquet(file.getvalue())["a"].to_list()
        ['x', None]
    """

    suffix = ".parquet"
    is_text = False
    holds = "Parquet, for lists that no spreadsheet opens; the cells that were merely rewritten in any case"
    extra = ""
    example = "clienti.csv --out pulito --format parquet"

    def write(self, parts: Iterable[pl.DataFrame], file: BinaryIO) -> None:
        """Write a table.

        Args:
            parts: The table, some rows at a time, all of the same columns.
            file: Where to.

        Raises:
            OSError: The file cannot be written.
        """
        coming = iter(parts)
        first = next(coming)

        def given(columns: list[str] | None, *_: Any) -> Iterator[pl.DataFrame]:
            whole = chain([first], coming)
            return whole if columns is None else (part.select(columns) for part in whole)

        table = register_io_source(given, schema=first.schema)
        try:
            # A higher level takes a tenth more time and saves a twentieth of the size.
            table.sink_parquet(file, compression_level=1)
        except pl.exceptions.ComputeError as error:
            number = re.search(r"\(os error ([0-9]+)\)", str(error))
            if number is None:
                raise
            raise OSError(int(number[1]), os.strerror(int(number[1]))) from error
