"""`pl.col("prov").ital.provincia()`: every registered cleaner as a method of polars expressions and Series."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from italclean.registry import CLEANERS, cleaner_named


@pl.api.register_expr_namespace("ital")
class ItalNamespace:
    """The cleaners as methods of an expression.

    Examples:
        >>> import polars as pl
        >>> import italclean
        >>> frame = pl.DataFrame({"prov": ["milano", "(RM)"]})
        >>> frame.select(pl.col("prov").ital.provincia().struct.field("value"))["value"].to_list()
        ['MI', 'RM']
    """

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def __getattr__(self, name: str) -> Callable[..., pl.Expr]:
        if name.startswith("_") or name not in CLEANERS:
            raise AttributeError(f"no cleaner {name!r}; there are {', '.join(CLEANERS)}")
        cleaner = cleaner_named(name)
        return lambda **options: cleaner.clean(self._expression, **options)

    def __dir__(self) -> list[str]:
        return list(CLEANERS)


@pl.api.register_series_namespace("ital")
class ItalSeriesNamespace:
    """The cleaners as methods of a Series."""

    def __init__(self, values: pl.Series) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Callable[..., pl.Series]:
        if name.startswith("_") or name not in CLEANERS:
            raise AttributeError(f"no cleaner {name!r}; there are {', '.join(CLEANERS)}")
        cleaner = cleaner_named(name)
        return lambda **options: cleaner.series(self._values, **options)

    def __dir__(self) -> list[str]:
        return list(CLEANERS)
