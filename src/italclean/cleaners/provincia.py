"""Provincia: any way of writing an Italian province, to its two-letter sigla.

    >>> from italclean import provincia
    >>> [provincia.check(typed).value for typed in ("MI", "milano", "(MI)", "prov. di Milano")]
    ['MI', 'MI', 'MI', 'MI']
    >>> provincia.check("Reggio").issue
    'prov_ambiguous'

Source: the aliases of `data/province_alias.csv` (ISTAT's list, former sigle and their decrees).
"""

from __future__ import annotations

import polars as pl

from italclean.core.cleaner import cleaner
from italclean.places.provinces import prepare, read_provinces


@cleaner(
    extras={"nome": pl.String, "regione": pl.String, "cap": pl.String, "al": pl.String}, fillers=False, prepare=prepare
)
def provincia(values: pl.Series) -> pl.DataFrame:
    """Find the province that a text names.

    The value is the sigla (`EE` for a place abroad); what is ambiguous keeps its text. Extras: the province's official
    `nome` and its `regione`, the `cap` typed beside it, and until when a former sigla or name was in force (`al`:
    a day, or a year where only that is known).
    """
    return read_provinces(values)
