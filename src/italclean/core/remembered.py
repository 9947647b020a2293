"""What was asked of a value in a run is known until its end.

A short list is asked the same questions again and again: the plan reads its columns before the cleaning does, the
deduplication reads names and addresses once more, and each answer costs as much as one about a thousand values. When no
run is going on nothing is remembered: what customers are called is nobody's business afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from itertools import takewhile
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
import polars as pl

Args = ParamSpec("Args")
Found = TypeVar("Found")

SHORT = 2_000
"""Longer columns are asked as they are: looking their values up would take longer than asking once more."""
_MOST = 10_000
"""How many answers to one question are kept; then it begins anew."""

_QUESTIONS = 32
"""How many questions are kept, one for each name of the columns and each option; those of another day are not."""

_Answers = tuple[dict[Any, int], Any]
"""The row of each value that was asked, and the answers by row; never changed, as several threads may ask at a time."""

_lock = Lock()
_runs = 0
"""How many runs are going on."""

_everything: list[dict[tuple[Hashable, ...], _Answers]] = []
"""What all functions know."""


@contextmanager
def remembering() -> Iterator[None]:
    """Remember what is asked; when the last run has ended, all is forgotten."""
    global _runs  # noqa: PLW0603 - runs of other threads count, too
    with _lock:
        _runs += 1
    try:
        yield
    finally:
        with _lock:
            _runs -= 1
            if not _runs:
                for known in _everything:
                    known.clear()


def is_remembered(values: pl.Series) -> bool:
    """Tell whether what is asked of some values now is known when they are asked again.

    Args:
        values: A column.

    Examples:
        >>> values = pl.Series(["a"])
        >>> with remembering():
        ...     is_remembered(values)
        True
        >>> is_remembered(values)
        False
    """
    return _runs > 0 and len(values) <= SHORT


def remembers(work: Callable[Args, Found]) -> Callable[Args, Found]:
    """Let a function work once on each value, and give that answer until the end of the run (`remembering`).

    Args:
        work: A function whose first arguments are columns of one length, and whose answer (a Series, an array or a
            frame) has a row for each of theirs, which depends on this row, the further arguments and the day alone.

    Examples:
        >>> @remembers
        ... def length(values):
        ...     print("asked", values.to_list())
        ...     return values.str.len_chars()
        >>> with remembering():
        ...     length(pl.Series(["a", "bb", "a"])).to_list()
        ...     length(pl.Series(["ccc", "bb", None])).to_list()
        asked ['a', 'bb']
        [1, 2, 1]
        asked ['ccc', None]
        [3, 2, None]
    """
    known: dict[tuple[Hashable, ...], _Answers] = {}
    _everything.append(known)

    @wraps(work)
    def answer(*args: Args.args, **kwargs: Args.kwargs) -> Found:
        columns = [*takewhile(lambda given: isinstance(given, pl.Series), args)]
        if not _runs or not columns or len(cast("pl.Series", columns[0])) > SHORT:
            return work(*args, **kwargs)
        shape = tuple((column.name, column.dtype) for column in cast("list[pl.Series]", columns))
        others = args[len(columns) :]
        asked = (date.today(), shape, others, *kwargs.items())
        try:
            rows, found = known.get(asked, ({}, None))
        except TypeError:
            # An option that is no key, as a list.
            return work(*args, **kwargs)
        values = [column.to_list() for column in cast("list[pl.Series]", columns)]
        keys = values[0] if len(values) == 1 else list(zip(*values, strict=True))
        new = [key for key in dict.fromkeys(keys) if key not in rows]
        if new or found is None:
            if len(rows) + len(new) > _MOST:
                rows, found, new = {}, None, list(dict.fromkeys(keys))
            parts: list[Any] = [new] if len(values) == 1 else list(zip(*new, strict=True)) or [[]] * len(values)
            few = [pl.Series(name, part, dtype=dtype) for (name, dtype), part in zip(shape, parts, strict=True)]
            told = cast("Callable[..., Any]", work)(*few, *others, **kwargs)
            rows = rows | {key: row for row, key in enumerate(new, len(rows))}
            found = told if found is None else _together(found, told)
            if len(known) > _QUESTIONS or any(question[0] != asked[0] for question in list(known)):
                known.clear()
            known[asked] = rows, found
        return cast("Found", found[np.fromiter(map(rows.__getitem__, keys), np.uint32, len(keys))])

    return answer


def _together(one: Any, other: Any) -> Any:
    return np.concatenate([one, other]) if isinstance(one, np.ndarray) else pl.concat([one, other], rechunk=True)
