"""Whole columns: made of nothing, asked once for each distinct value, changed only where something holds."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl


def no_text(height: int, name: str = "") -> pl.Series:
    """Make a column of nulls: text where none was given or found.

    Args:
        height: How many rows.
        name: The column's name.

    Examples:
        >>> no_text(2, "cap").to_list()
        [None, None]
    """
    return pl.Series(name, [None], dtype=pl.String).new_from_index(0, height)


def flags_at(height: int, places: pl.Series) -> pl.Series:
    """Make a column of booleans, true at some rows.

    Args:
        height: How many rows.
        places: The rows, from 0.

    Examples:
        >>> flags_at(3, pl.Series([1])).to_list()
        [False, True, False]
    """
    where = pl.Series([False]).new_from_index(0, height)
    return where.scatter(places, [True] * len(places)) if len(places) else where


def only_where(value: pl.Expr, holds: Callable[[pl.Expr], pl.Expr], change: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Change the values of which something holds; the others, nearly all as a rule, are spared the work.

    `when` and `then` would work on every value, and on each as often as it is named.
    """

    def changed(values: pl.Series) -> pl.Series:
        if values.is_empty():
            return values
        frame = values.to_frame("value")
        held = frame.select(holds(pl.col("value"))).to_series()
        # Of nearly every column that is asked nothing needs to be changed.
        if not held.any():
            return values
        some = held.fill_null(value=False).arg_true()
        # scatter changes the Series that it is called on.
        return values.clone().scatter(some, frame[some].select(change(pl.col("value"))).to_series())

    return value.map_batches(changed, return_dtype=pl.String, is_elementwise=True)


def once(values: pl.Series, tell: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Ask something of each distinct text once; null where nothing is told.

    Args:
        values: Text, in which many values stand again and again.
        tell: What is asked: an expression of text.
    """
    distinct = values.drop_nulls().unique().to_frame("value")
    answers = distinct.with_columns(told=tell(pl.col("value")).replace("", None))
    return values.to_frame("value").join(answers, on="value", how="left", maintain_order="left")["told"]
