"""Independent pieces of work side by side: polars, NumPy and RapidFuzz let go of the interpreter while they work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import polars as pl

# polars imports NumPy when it first needs it, and two threads that need it at once break that import: the second one
# finds a module of NumPy's own where polars kept its names. So it needs it here, once and alone.
pl.Series(np.zeros(1))

Item = TypeVar("Item")
Found = TypeVar("Found")


def each(work: Callable[[Item], Found], items: Iterable[Item], *, most: int | None = None) -> Iterator[Found]:
    """Work on each item, on as many at a time as there are cores; the results come in the order of the items.

    Args:
        work: What is done with each.
        items: The items.
        most: How many at a time at most, where each needs much memory.

    Examples:
        >>> list(each(str.upper, ["a", "b"]))
        ['A', 'B']
    """
    items = list(items)
    # Where there is one thread, a second one would only wait for it.
    if len(items) < 2 or pl.thread_pool_size() < 2:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(max_workers=min(most or len(items), pl.thread_pool_size())) as pool:
        yield from pool.map(work, items)
