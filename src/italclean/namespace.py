"""`pl.col("prov").ital.provincia()`: every registered cleaner as a method of polars expressions and Series."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, overload

import polars as pl

if TYPE_CHECKING:
    from italclean.core.cleaner import Cleaner


def _cleaners() -> dict[str, Cleaner]:
    """Every cleaner by its name, imported when the first is asked for."""
    from italclean.registry import CLEANERS

    return CLEANERS


def _named(name: str) -> Cleaner:
    if name.startswith("_") or name not in _cleaners():
        raise AttributeError(f"no cleaner {name!r}; there are {', '.join(_cleaners())}")
    return _cleaners()[name]


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
        cleaner = _named(name)
        return lambda **options: cleaner.clean(self._expression, **options)

    def __dir__(self) -> list[str]:
        return list(_cleaners())


@pl.api.register_series_namespace("ital")
class ItalSeriesNamespace:
    """The cleaners as methods of a Series."""

    def __init__(self, values: pl.Series) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Callable[..., pl.Series]:
        cleaner = _named(name)
        return lambda **options: cleaner.series(self._values, **options)

    def __dir__(self) -> list[str]:
        return list(_cleaners())


@overload
def ital(values: pl.Expr) -> ItalNamespace: ...
@overload
def ital(values: pl.Series) -> ItalSeriesNamespace: ...
def ital(values: pl.Expr | pl.Series) -> ItalNamespace | ItalSeriesNamespace:
    """Return the namespace `ital` of an expression or a Series, for code that is checked for types.

    polars learns of namespaces when it runs, so that a type checker does not know `pl.col("prov").ital`.

    Args:
        values: The expression or the Series.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> ic.ital(pl.Series(["milano"])).provincia().struct.field("value").to_list()
        ['MI']
    """
    return ItalNamespace(values) if isinstance(values, pl.Expr) else ItalSeriesNamespace(values)
