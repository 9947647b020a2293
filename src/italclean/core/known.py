"""Texts that are listed, in a table of places or of names, and whether others are among them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl

from italclean.core.remembered import SHORT


def among(value: pl.Expr, listed: Callable[[], pl.Series]) -> pl.Expr:
    """Tell which texts are among those of a list; null stays null.

    `is_in` gets its own ready for each question: of a list of ten thousand names that takes longer than to ask of a
    short column which of its texts are among them.

    Args:
        value: Text.
        listed: What gives the list, always the same.

    Examples:
        >>> def vowels():
        ...     return pl.Series(["A", "E", "I", "O", "U"])
        >>> pl.DataFrame({"sign": ["A", "B", None]}).select(among(pl.col("sign"), vowels)).to_series().to_list()
        [True, False, None]
    """

    def told(values: pl.Series) -> pl.Series:
        if len(values) > SHORT:
            return values.is_in(listed().implode())
        held = _held(listed)
        answers = [None if text is None else text in held for text in values.to_list()]
        return pl.Series(values.name, answers, dtype=pl.Boolean)

    return value.map_batches(told, return_dtype=pl.Boolean, is_elementwise=True)


@cache
def _held(listed: Callable[[], pl.Series]) -> frozenset[str]:
    return frozenset(listed().to_list())
