"""What does not fit one column and goes on in the next: Business Central's Name and Name 2."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from italclean.errors import Language
from italclean.exports.preflight import Finds, nothing_found
from italclean.exports.target import Column, TargetObject


def moved(
    one: TargetObject, columns: Sequence[Column], rows: pl.DataFrame, language: Language
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Move the end of what is too long into the column that takes it, parted at a blank, and tell of it.

    Where the other column is filled already, or what is left does not fit it either, nothing is moved: the pre-flight
    then holds the row.

    Args:
        one: The object.
        columns: Its columns that are written.
        rows: What is written.
        language: The language of the messages.

    Returns:
        The rows, and what is told of them.
    """
    told = [nothing_found()]
    known = {column.name: column for column in columns}
    for column in columns:
        other, most = known.get(column.overflow or ""), column.fact.max_length
        if other is None or most is None:
            continue
        cell = pl.col(column.name)
        # One character more, so that a word that ends at the last one stays whole.
        begin = cell.str.slice(0, most + 1).str.extract(r"^(.*\S)\s", 1)
        rest = cell.str.slice(begin.str.len_chars()).str.strip_chars_start()
        fits = rest.str.len_chars() <= (other.fact.max_length or most)
        moves = (cell.str.len_chars() > most) & pl.col(other.name).is_null() & fits & begin.is_not_null()
        told.append(_told(Finds(rows, one.name, language), moves, column, other, most))
        rows = rows.with_columns(
            pl.when(moves).then(begin).otherwise(cell).alias(column.name),
            pl.when(moves).then(rest).otherwise(pl.col(other.name)).alias(other.name),
        )
    return rows, pl.concat(told)


def _told(finds: Finds, moves: pl.Expr, column: Column, other: Column, most: int) -> pl.DataFrame:
    why = finds.told("export.why_moved", field=column.name, most=most, other=other.name)
    return finds.where(moves.fill_null(value=False), column.name, "moved", holds=False, why=why)
