"""Tipo: whether a record is a person's or a company's, from the words and letters of Italian exports.

>>> from italclean import tipo
>>> tipo.check("Persona Giuridica").value
'azienda'
"""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner

_WORDS = {
    **dict.fromkeys(
        (
            "PERSONA",
            "PERSONA FISICA",
            "PF",
            "P",
            "F",
            "PRIVATO",
            "PRIVATI",
            "CONSUMATORE",
            "B2C",
            "CONTATTO",
            "INDIVIDUO",
        ),
        "persona",
    ),
    **dict.fromkeys(
        (
            "AZIENDA",
            "AZIENDE",
            "PERSONA GIURIDICA",
            "PG",
            "G",
            "A",
            "SOCIETA",
            "IMPRESA",
            "DITTA",
            "ENTE",
            "B2B",
            "PA",
            "COMPANY",
            "ASSOCIAZIONE",
        ),
        "azienda",
    ),
}


@cleaner()
def tipo(values: pl.Series) -> pl.DataFrame:
    """Read the kind of record: the value is `persona` or `azienda`."""
    word = text.words(pl.col("typed"))
    return (
        values.to_frame("typed")
        .select("typed", found=word.replace_strict(_WORDS, default=None, return_dtype=pl.String))
        .select(
            value=pl.coalesce("found", "typed"),
            issue=pl.when(pl.col("found").is_null()).then(pl.lit("kind_unknown")),
            detail=pl.lit(None, dtype=pl.String),
        )
    )
