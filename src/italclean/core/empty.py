"""What is asked about nothing is answered at once.

Most steps are there for what few cells hold: a second number, a misspelt comune. A short list asks each of them about
no value at all, and every answer would cost as much as one about a thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import polars as pl

Args = ParamSpec("Args")
Found = TypeVar("Found")


def remembers_empty(work: Callable[Args, Found]) -> Callable[Args, Found]:
    """Let a function work once on empty input of each type, and give that answer from then on.

    Args:
        work: A function whose first argument holds the values, and whose answer is as long as they are and depends on
            its arguments alone.

    Examples:
        >>> @remembers_empty
        ... def length(values):
        ...     print("asked")
        ...     return values.str.len_chars()
        >>> for _ in range(3):
        ...     found = length(pl.Series("name", [], dtype=pl.String))
        asked
        >>> found.dtype
        UInt32
    """
    known: dict[Any, Found] = {}

    @wraps(work)
    def answer(*args: Args.args, **kwargs: Args.kwargs) -> Found:
        if not args or len(cast("pl.Series", args[0])):
            return work(*args, **kwargs)
        asked = (*map(_type_of, args), *((name, _type_of(value)) for name, value in kwargs.items()))
        try:
            found = known.get(asked)
        except TypeError:
            # An option that is no key, as a list.
            return work(*args, **kwargs)
        if found is None:
            found = known[asked] = work(*args, **kwargs)
        # What is done to a Series may change it.
        return cast("Found", found.clone()) if isinstance(found, pl.Series | pl.DataFrame) else found

    return answer


def _type_of(value: object) -> object:
    if isinstance(value, pl.Series):
        return value.name, value.dtype
    return tuple(value.schema.items()) if isinstance(value, pl.DataFrame) else value
