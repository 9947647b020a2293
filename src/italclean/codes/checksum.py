"""Check characters over whole columns: bytes in, look-up tables, bytes out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

# DM 23 December 1976 (n. 13813), the values of the characters in odd positions; digits weigh as the
# letters A-J.
_ODD_VALUES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
WEIGHTS = np.zeros((2, 256), dtype=np.uint16)
"""What each character (ASCII) adds to the sum: row 0 in odd positions (counted from 1), row 1 in even ones."""
for _value in range(26):
    WEIGHTS[0, ord("A") + _value] = _ODD_VALUES[_value]
    WEIGHTS[1, ord("A") + _value] = _value
for _value in range(10):
    WEIGHTS[0, ord("0") + _value] = _ODD_VALUES[_value]
    WEIGHTS[1, ord("0") + _value] = _value


def as_bytes(values: pl.Series, width: int) -> Bytes:
    """View a column of ASCII text, all of one width, as a matrix of bytes without a copy.

    Args:
        values: Text of exactly `width` bytes each, without nulls.
        width: The number of bytes of each value.

    Returns:
        A matrix of shape (rows, width).
    """
    if values.is_empty():
        return np.empty((0, width), dtype=np.uint8)
    cells = values.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, width))
    return cells.to_numpy()


def as_text(cells: Bytes) -> pl.Series:
    """Turn a matrix of ASCII bytes back into a column of text."""
    flat = np.ascontiguousarray(cells)
    if flat.shape[0] == 0:
        return pl.Series(dtype=pl.String)
    return pl.Series(flat.view(f"S{flat.shape[1]}").ravel().astype(f"U{flat.shape[1]}"), dtype=pl.String)


def check_letters(cells: Bytes) -> Bytes:
    """Compute the check letter of codici fiscali (15 characters) or the CIN of IBANs (22 characters).

    Args:
        cells: Upper-case characters, shape (rows, width).

    Returns:
        The ASCII code of each row's letter.

    Source: DM 23 December 1976, art. 8; the CIN uses the same tables.
    """
    total = WEIGHTS[0][cells[:, 0::2]].sum(axis=1) + WEIGHTS[1][cells[:, 1::2]].sum(axis=1)
    return np.asarray(total % 26 + ord("A"), dtype=np.uint8)


def luhn(cells: Bytes) -> Flags:
    """Tell which rows of digits pass Luhn's test, the check of the partita IVA.

    Args:
        cells: ASCII digits, shape (rows, width), the last one being the check digit.
    """
    digits = cells.astype(np.int16) - ord("0")
    twice = digits[:, -2::-2] * 2
    twice -= 9 * (twice > 9)
    return np.asarray((digits[:, ::-2].sum(axis=1) + twice.sum(axis=1)) % 10 == 0)
