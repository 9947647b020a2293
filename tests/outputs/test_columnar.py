"""Tables as Parquet, part by part."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from italclean.outputs.columnar import Parquet

PART = pl.DataFrame({"text": ["x", None, ""], "kind": ["a", "b", "a"], "row": [1, 2, 3]}).cast(
    {"kind": pl.Categorical(), "row": pl.UInt32}
)


def written(parts: list[pl.DataFrame]) -> pl.DataFrame:
    file = io.BytesIO()
    Parquet().write(parts, file)
    return pl.read_parquet(file.getvalue())


@settings(max_examples=10)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=5))
def test_parts_come_back_in_their_order(lengths: list[int]) -> None:
    parts = [PART.head(length) for length in lengths]
    again = written(parts)
    assert again.equals(pl.concat(parts))
    assert again.schema == PART.schema


def test_parts_are_taken_one_by_one() -> None:
    """The whole is never in memory: a part is laid out when those before it are given."""
    laid_out = 0

    def parts() -> Iterator[pl.DataFrame]:
        nonlocal laid_out
        for _ in range(4):
            laid_out += 1
            yield PART

    coming = parts()
    assert laid_out == 0
    Parquet().write(coming, io.BytesIO())
    assert laid_out == 4


def test_a_table_is_the_same_at_every_time() -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        Parquet().write([PART, PART], file)
    assert files[0].getvalue() == files[1].getvalue()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_full_disk_is_told_as_one() -> None:
    long = pl.DataFrame({"n": range(300_000)}).cast(pl.String)
    with Path("/dev/full").open("wb") as file, pytest.raises(OSError, match="No space left"):
        Parquet().write([long, long], file)


def test_what_fails_while_a_part_is_laid_out_is_told_as_it_is() -> None:
    def parts() -> Iterator[pl.DataFrame]:
        yield PART
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        Parquet().write(parts(), io.BytesIO())
