"""The check characters of codici fiscali and partite IVA (DM 23 December 1976, DPR 633/1972), column by column."""

from __future__ import annotations

import numpy as np
import polars as pl

_ODD_DIGITS = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
_ODD_LETTERS = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
_FISCAL_CODE = r"^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$"


def _signs(values: pl.Series, width: int) -> np.ndarray:
    text = values.to_numpy().astype(f"S{width}")
    return text.view(np.uint8).reshape(len(text), width).astype(np.int64)


def wrong_fiscal_code(values: pl.Series) -> pl.Series:
    """Which of the values are no codice fiscale of a person: 16 characters, the last of them as the others have it."""
    shaped = values.str.contains(_FISCAL_CODE)
    signs = _signs(pl.select(pl.when(shaped).then(values).otherwise(pl.lit("A" * 16))).to_series(), 16)
    letter = signs >= ord("A")
    rank = np.where(letter, signs - ord("A"), signs - ord("0"))
    odd = np.where(letter, np.take(_ODD_LETTERS, rank), np.take([*_ODD_DIGITS, *[0] * 16], rank))
    total = odd[:, 0:15:2].sum(axis=1) + rank[:, 1:15:2].sum(axis=1)
    return pl.Series(~shaped.to_numpy() | (total % 26 != rank[:, 15]))


def wrong_vat_number(values: pl.Series) -> pl.Series:
    """Which of the values are no partita IVA: 11 digits whose last one follows from the others."""
    shaped = values.str.contains(r"^[0-9]{11}$")
    digits = _signs(pl.select(pl.when(shaped).then(values).otherwise(pl.lit("0" * 11))).to_series(), 11) - ord("0")
    doubled = digits[:, 1:10:2] * 2
    total = digits[:, 0:10:2].sum(axis=1) + np.where(doubled > 9, doubled - 9, doubled).sum(axis=1)
    return pl.Series(~shaped.to_numpy() | ((10 - total % 10) % 10 != digits[:, 10]))
