"""The pairs that a person must decide; how they come back is in `decisions.py`."""

from __future__ import annotations

import polars as pl

from italclean.pairs.anchor import anchors

KEY_FIELDS = ("nominativo", "codice_fiscale", "partita_iva", "data_nascita", "indirizzo", "comune", "email", "telefono")
COLUMNS = (
    "pair_id",
    "source_a",
    "row_a",
    "id_a",
    "source_b",
    "row_b",
    "id_b",
    "probability",
    "reason",
    "decision",
    *(f"{name}_{side}" for name in KEY_FIELDS for side in ("a", "b")),
    "anchor_a",
    "anchor_b",
)


def make_review(frame: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Lay out the pairs for a spreadsheet, in their order.

    Args:
        frame: The cleaned list.
        pairs: `low`, `high` (rows of the frame), `probability`, `reason` (its number).
    """
    fields = [shown(frame, name) for name in KEY_FIELDS]
    sides = []
    for side, column in (("a", "low"), ("b", "high")):
        rows = frame[pairs[column]].select("source", "row", pl.col("source_id").alias("id"), *fields)
        rows = rows.with_columns(anchor=anchors(frame, pairs[column]))
        sides.append(rows.rename({name: f"{name}_{side}" for name in rows.columns}))
    return (
        pl.concat([pairs.select("probability", "reason"), *sides], how="horizontal")
        .with_columns(pair_id=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32), decision=pl.lit(None, dtype=pl.String))
        .select(COLUMNS)
    )


def shown(frame: pl.DataFrame, name: str) -> pl.Expr:
    """Return a key field of each row as the review shows it.

    Args:
        frame: Rows of a cleaned list.
        name: One of `KEY_FIELDS`.
    """
    if name == "nominativo":
        parts = [part for part in ("ragione_sociale", "cognome", "nome") if part in frame.columns]
        return pl.concat_str(parts, separator=" ", ignore_nulls=True).alias(name) if parts else pl.lit("").alias(name)
    if name == "telefono":
        numbers = [part for part in ("cellulare", "telefono") if part in frame.columns]
        return pl.coalesce(numbers).alias(name) if numbers else pl.lit(None, dtype=pl.String).alias(name)
    return pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.String).alias(name)
