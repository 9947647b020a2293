"""Sesso: `M` or `F`, from the letters and words of Italian exports.

>>> from italclean import sesso
>>> sesso.check("femmina").value
'F'
"""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner

_WORDS = {
    **dict.fromkeys(("M", "MASCHIO", "MASCHILE", "UOMO", "MALE", "MAN", "U", "SIG", "SIGNORE"), "M"),
    **dict.fromkeys(("F", "FEMMINA", "FEMMINILE", "DONNA", "FEMALE", "WOMAN", "D", "SIGRA", "SIG RA", "SIGNORA"), "F"),
}


@cleaner()
def sesso(values: pl.Series) -> pl.DataFrame:
    """Read the sex: the value is `M` or `F`."""
    word = text.words(pl.col("typed"))
    return (
        values.to_frame("typed")
        .select(value=word.replace_strict(_WORDS, default=None, return_dtype=pl.String))
        .with_columns(
            issue=pl.when(pl.col("value").is_null()).then(pl.lit("sex_unknown")),
            detail=pl.lit(None, dtype=pl.String),
        )
    )
