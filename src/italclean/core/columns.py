"""Whole columns: made of nothing, asked once for each distinct value, changed only where something holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.remembered import SHORT


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
    flags = np.zeros(height, dtype=np.bool_)
    if len(places):  # an empty one may be of any type
        flags[places.to_numpy()] = True
    return pl.Series(flags)


def is_true(flags: pl.Series) -> pl.Series:
    """Take what is unknown as false: of most columns nothing is, and nothing needs to be asked.

    Args:
        flags: Booleans.

    Examples:
        >>> is_true(pl.Series([True, None])).to_list()
        [True, False]
    """
    return flags.fill_null(value=False) if flags.null_count() else flags


def rows_where(flags: pl.Series) -> pl.Series:
    """Find the rows, from 0, at which something is true.

    `arg_true` would be a query of its own.

    Args:
        flags: Booleans; what is unknown is not true.

    Examples:
        >>> rows_where(pl.Series([False, True, None])).to_list()
        [1]
    """
    return pl.Series(np.arange(len(flags), dtype=np.uint32)).filter(flags)


def gathered(values: pl.Series, rows: npt.NDArray[np.signedinteger[Any]]) -> pl.Series:
    """Take values by row; a row below 0 gives null.

    Args:
        values: The values.
        rows: Which of them, from 0.

    Examples:
        >>> gathered(pl.Series(["a", "b"]), np.array([1, -1])).to_list()
        ['b', None]
    """
    places = pl.Series(rows)
    none = rows < 0
    if not none.any():
        return values[places]
    nowhere = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(places))
    return values[pl.Series(np.maximum(rows, 0).astype(np.uint32)).zip_with(pl.Series(~none), nowhere)]


class OnlyWhere:
    """Changes the values of which something holds; the others, nearly all as a rule, are spared the work.

    `when` and `then` would work on every value, and on each as often as it is named.
    """

    def __init__(
        self, holds: Callable[[pl.Expr], pl.Expr], change: Callable[[pl.Expr], pl.Expr], *, signs: str | None = None
    ) -> None:
        """Keep what is asked and what is changed: expressions that are made once, when a value first needs them.

        Args:
            holds: What holds of the values that are changed.
            change: What they become.
            signs: A pattern of signs of which each of these has one: a short column without any needs no query.
        """
        self._holds = cache(lambda: holds(pl.col("value")))
        self._change = cache(lambda: change(pl.col("value")))
        self._signs = re.compile(signs) if signs else None

    def __call__(self, value: pl.Expr) -> pl.Expr:
        """Return the values as changed."""
        return value.map_batches(self._changed, return_dtype=pl.String, is_elementwise=True)

    def _changed(self, values: pl.Series) -> pl.Series:
        if values.is_empty() or self._has_no_sign(values):
            return values
        frame = values.to_frame("value")
        held = frame.select(self._holds()).to_series()
        # Of nearly every column that is asked nothing needs to be changed.
        if not held.any():
            return values
        some = rows_where(held)
        # scatter changes the Series that it is called on.
        return values.clone().scatter(some, frame[some].select(self._change()).to_series())

    def _has_no_sign(self, values: pl.Series) -> bool:
        if self._signs is None or len(values) > SHORT:
            return False
        return not self._signs.search("".join(value for value in values.to_list() if value))


def only_where(value: pl.Expr, holds: Callable[[pl.Expr], pl.Expr], change: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Change the values of which something holds, as `OnlyWhere` does; for what is asked in one place."""
    return OnlyWhere(holds, change)(value)


def once(values: pl.Series, tell: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Ask something of each distinct text once; null where nothing is told.

    Args:
        values: Text, in which many values stand again and again.
        tell: What is asked: an expression of text.
    """
    distinct = values.drop_nulls().unique().to_frame("value")
    answers = distinct.with_columns(told=tell(pl.col("value")).replace("", None))
    return values.to_frame("value").join(answers, on="value", how="left", maintain_order="left")["told"]
