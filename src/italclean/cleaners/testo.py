"""Testo: any other text, tidied and mended but otherwise as typed.

>>> from italclean import testo
>>> testo.check("  via  Nicol&ograve; ").value
'via Nicolò'
"""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner


def _prepare(value: pl.Expr) -> pl.Expr:
    return text.tidy(text.mend(value))


@cleaner(prepare=_prepare)
def testo(values: pl.Series) -> pl.DataFrame:
    """Tidy text: blanks, invisible characters, wrong encodings and HTML entities; fillers are missing."""
    nothing = pl.lit(None, dtype=pl.String)
    return values.to_frame("value").with_columns(issue=nothing, detail=nothing)
