"""Tables as CSV: UTF-8, in the delimiter of the input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import polars as pl


class Delimited:
    """CSV with a delimiter of one's own.

    Args:
        delimiter: One character.

    Examples:
        >>> import io
        >>> file = io.BytesIO()
        >>> Delimited(";").write([pl.DataFrame({"a": ["x;y"]}), pl.DataFrame({"a": [None]})], file)
        >>> file.getvalue().decode().splitlines()
        ['a', '"x;y"', '']
    """

    suffix = ".csv"
    is_text = True
    holds = "CSV, UTF-8, in the delimiter of the input"
    extra = ""
    example = "clienti.csv --out pulito"

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter

    def write(self, parts: Iterable[pl.DataFrame], file: BinaryIO) -> None:
        """Write a table; the header stands above the first part.

        Args:
            parts: The table, some rows at a time, all of the same columns.
            file: Where to.
        """
        for place, part in enumerate(parts):
            part.write_csv(
                file,
                include_header=place == 0,
                separator=self.delimiter,
                quote_style="necessary",
                line_terminator="\n",
            )
