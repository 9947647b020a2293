"""Lines that are set apart: the keys of the reasons while a run goes on, the reasons in words when it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from italclean.messages.text import said

if TYPE_CHECKING:
    from italclean.errors import Language

SCHEMA = {"line": pl.UInt32, "reason": pl.String, "detail": pl.String, "text": pl.String}
"""`reason` is the key of a sentence, `detail` how many fields a line has and should have, as `5/3`."""

EMPTY = "read.apart_empty"
REPEATED = "read.apart_repeated"
TOTAL = "read.apart_total"
PIECE = "read.apart_piece"
SHIFTED = "read.apart_shifted"
ABOVE = "read.apart_above"
SKIPPED = "read.apart_skipped"
WIDTH = "read.apart_width"


def in_words(rejected: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Say the reasons of lines in words, once for each that there is.

    Args:
        rejected: Lines with `reason` and `detail`, as `SCHEMA` has them.
        language: The language of the words.

    Returns:
        The same lines, `reason` in words, without `detail`.

    Examples:
        >>> lines = pl.DataFrame([(7, WIDTH, "5/3", "a;b;c;d;e"), (9, EMPTY, None, ";;")], SCHEMA, orient="row")
        >>> in_words(lines, "en").rows()
        [(7, '5 fields instead of 3', 'a;b;c;d;e'), (9, 'empty row', ';;')]
    """
    distinct = rejected.select("reason", "detail").unique()
    words = [_said(key, detail, language) for key, detail in distinct.iter_rows()]
    told = distinct.with_columns(pl.Series("words", words, dtype=pl.String))
    found = rejected.select("reason", "detail").join(
        told, on=["reason", "detail"], how="left", nulls_equal=True, maintain_order="left"
    )
    return rejected.with_columns(reason=found["words"]).drop("detail")


def _said(key: str, detail: str | None, language: Language) -> str:
    count, _, width = (detail or "").partition("/")
    return said(key, count=count, width=width).text(language)
