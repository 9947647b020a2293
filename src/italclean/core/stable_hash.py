"""A hash of text that is the same on every machine, in every process and with every version of any library."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

LETTERS = 14
"""How many letters 64 bits take."""
_CHUNK = 1 << 16
_ODD = 0x9E3779B97F4A7C15


def hashed(texts: pl.Series) -> npt.NDArray[np.uint64]:
    """Return 64 bits for each text.

    Args:
        texts: Text without nulls.
    """
    parts = [_hash(texts.slice(start, _CHUNK)) for start in range(0, len(texts), _CHUNK)]
    return np.concatenate([np.empty(0, np.uint64), *parts])


def _hash(texts: pl.Series) -> npt.NDArray[np.uint64]:
    """A polynomial hash of each text, mixed."""
    ended = pl.select(texts + "\n").to_series()
    lengths = ended.str.len_bytes().to_numpy().astype(np.int64)
    signs = np.frombuffer(ended.str.join("").item().encode(), dtype=np.uint8)
    starts = np.cumsum(lengths) - lengths
    with np.errstate(over="ignore"):
        powers = np.cumprod(np.full(int(lengths.max()), _ODD, dtype=np.uint64))
        places = np.arange(len(signs)) - np.repeat(starts, lengths)
        total = np.add.reduceat((signs.astype(np.uint64) + np.uint64(1)) * powers[places], starts)
        total ^= total >> np.uint64(32)
        total *= np.uint64(0xD6E8FEB86659FD93)
        total ^= total >> np.uint64(32)
    return np.asarray(total, dtype=np.uint64)


def as_letters(numbers: pl.Series) -> pl.Series:
    """Write numbers of 64 bits as fourteen letters, which no spreadsheet takes for a number; null stays null.

    Examples:
        >>> as_letters(pl.Series([0, 27, None], dtype=pl.UInt64)).to_list()
        ['aaaaaaaaaaaaaa', 'aaaaaaaaaaaabb', None]
    """
    left = numbers.fill_null(0).to_numpy().astype(np.uint64)
    signs = np.empty((len(left), LETTERS), dtype=np.uint8)
    for place in range(LETTERS - 1, -1, -1):
        left, digit = np.divmod(left, np.uint64(26))
        signs[:, place] = digit.astype(np.uint8) + ord("a")
    texts = pl.Series(np.ascontiguousarray(signs).view(f"S{LETTERS}").ravel().astype("U"), dtype=pl.String)
    return pl.select(pl.when(numbers.is_not_null()).then(texts)).to_series()
