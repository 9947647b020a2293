"""A hash that anchors and golden ids of last year still fit."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from italclean.core.stable_hash import hashed

KNOWN = {
    "": 2657318924197916598,
    "Rossi": 10532917515204272401,
    "è": 707343553498579122,
    "a" * 1000: 7786648421444412894,
}


def by_hand(text: str) -> int:
    """Letter by letter, as slow as can be."""
    total, power = 0, 1
    for sign in (text + "\n").encode():
        power = power * 0x9E3779B97F4A7C15 % 2**64
        total = (total + (sign + 1) * power) % 2**64
    total ^= total >> 32
    total = total * 0xD6E8FEB86659FD93 % 2**64
    return total ^ (total >> 32)


def test_it_never_changes() -> None:
    assert hashed(pl.Series(list(KNOWN))).tolist() == list(KNOWN.values())
    assert hashed(pl.Series([], dtype=pl.String)).tolist() == []


@given(st.lists(st.text(max_size=20), max_size=10))
def test_it_is_what_it_says(texts: list[str]) -> None:
    assert hashed(pl.Series(texts, dtype=pl.String)).tolist() == [by_hand(text) for text in texts]
