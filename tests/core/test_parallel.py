"""Independent pieces of work side by side."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import polars as pl
import pytest

from italclean.core.parallel import each


def test_results_come_in_the_order_of_the_items_however_long_each_takes() -> None:
    first_may_end = threading.Event()

    def work(item: int) -> int:
        if item == 0 and pl.thread_pool_size() > 1:
            assert first_may_end.wait(60)
        first_may_end.set()
        return item * 10

    assert list(each(work, range(5))) == [0, 10, 20, 30, 40]


@pytest.mark.parametrize("items", [[], [1], [1, 2]])
def test_a_failure_comes_out(items: list[int]) -> None:
    def fail(_: int) -> int:
        raise ValueError("broken")

    found: Iterator[int] = each(fail, items)
    if not items:
        assert list(found) == []
        return
    with pytest.raises(ValueError, match="broken"):
        list(found)
