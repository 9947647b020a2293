"""Acquired, maiden and fathers' names: ROSSI ANNA in BIANCHI, ved. VERDI, nata NERI, fu UGO."""

from __future__ import annotations

import polars as pl

from italclean.names.given import (
    PARTICLES,
)
from italclean.names.lettering import print_name
from italclean.names.parting import LEANING, joined, split
from italclean.names.words import words_of

# DALLA VEDOVA is a surname.
_ACQUIRED = r"(?i)^(.*?\S)\s+(?:in|ved\.?|vedova|v\.va|con\.|cgt\.?)\s+([^\s].+)$"
_WIDOW = r"(?i)\s(?:ved\.?|vedova|v\.va)\s"
_MARRIED_SIGN = r"(?i) con\. "
_NO_WIDOW = r"(?i)\b(?:dalla|della|la)$"
_FATHER = r"(?i)\s+fu\s+(\p{L}+)$"
_PARTICLE_BEFORE = rf"(?i)\b(?:{'|'.join(PARTICLES)})\s"
_MAIDEN = r"(?i)\s+nata\s+([^\s].+)$"


def without_acquired(cells: pl.DataFrame) -> pl.DataFrame:
    """Take a husband's surname off: ROSSI MARIA IN BIANCHI, and ROSSI IN BIANCHI MARIA."""
    married = pl.col("own").str.contains(_ACQUIRED) & ~pl.col("own").str.extract(_ACQUIRED, 1).str.contains(_NO_WIDOW)
    cells = cells.with_columns(married=married)
    if not cells["married"].any():
        return cells.with_columns(bare="own", cognome_acquisito=pl.lit(None, dtype=pl.String))
    parts = cells.select(
        "at",
        before=pl.when("married").then(pl.col("own").str.extract(_ACQUIRED, 1)).otherwise("own"),
        behind=pl.when("married").then(pl.col("own").str.extract(_ACQUIRED, 2)),
    )
    # A surname alone before it: the given names are behind the husband's.
    behind = parts.filter(pl.col("behind").is_not_null()).select("at", bare="behind")
    read = split(words_of(behind), LEANING).select("at", theirs="cognome", given="nome")
    units = pl.col("before").str.replace_all(_PARTICLE_BEFORE, "").str.count_matches(" ", literal=True)
    parts = parts.join(read, on="at", how="left", maintain_order="left")
    lone = (units == 0) & pl.col("given").is_not_null()
    parts = parts.with_columns(
        bare=pl.when(lone).then(pl.concat_str("before", pl.lit(" "), "given")).otherwise("before"),
        cognome_acquisito=pl.when(lone).then("theirs").otherwise("behind"),
    )
    return pl.concat([cells, parts.select("bare", "cognome_acquisito")], how="horizontal")


def without_maiden(cells: pl.DataFrame) -> pl.DataFrame:
    """The surname after `nata` is the legal one: a married woman keeps her own."""
    named = (
        cells.filter(pl.col("nubile").is_not_null())
        .select("at", token=pl.col("nubile").str.split(" "))
        .explode("token")
    )
    distinct = named["token"].unique(maintain_order=True)
    printed = pl.DataFrame(
        {"token": distinct, "printed": print_name(distinct)}, schema={"token": pl.String, "printed": pl.String}
    )
    return joined(named.join(printed, on="token", how="left", maintain_order="left"), "cognome_nubile")
