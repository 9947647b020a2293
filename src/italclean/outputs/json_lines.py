"""Tables as JSON Lines: one object a line, for the next step of a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import polars as pl


class JsonLines:
    r"""JSON Lines, UTF-8; every record has every column, an empty cell is null.

    Examples:
        >>> import io
        >>> file = io.BytesIO()
        >>> JsonLines().write([pl.DataFrame({"nome": ["Anna"], "righe": [2]})], file)
        >>> file.getvalue()
        b'{"nome":"Anna","righe":2}\n'
    """

    suffix = ".jsonl"
    is_text = False
    holds = "JSON Lines on standard output, one record a line"
    extra = ""
    example = "clienti.csv --stdout golden --json-lines"

    def write(self, parts: Iterable[pl.DataFrame], file: BinaryIO) -> None:
        """Write a table.

        Args:
            parts: The table, some rows at a time, all of the same columns.
            file: Where to.
        """
        for part in parts:
            part.write_ndjson(file)
