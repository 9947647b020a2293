"""Check characters against the definition, one character at a time."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.codes.checksum import as_bytes, as_text, check_letters, luhn

# DM 23 December 1976, art. 8: the table of the odd positions as published, digits and letters apart.
ODD = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True)) | dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def slow_letter(code: str) -> str:
    total = 0
    for position, character in enumerate(code, start=1):
        if position % 2:
            total += ODD[character]
        else:
            total += int(character) if character.isdigit() else LETTERS.index(character)
    return LETTERS[total % 26]


def slow_luhn(number: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if position % 2 else 1)
        total += sum(map(int, str(doubled)))
    return total % 10 == 0


@given(st.lists(st.text(LETTERS + "0123456789", min_size=15, max_size=15), min_size=1, max_size=30))
def test_letters_of_codici_fiscali(codes: list[str]) -> None:
    letters = check_letters(as_bytes(pl.Series(codes), 15))
    assert [chr(letter) for letter in letters] == [slow_letter(code) for code in codes]


@pytest.mark.parametrize(
    ("bban", "cin"),
    # The example IBANs of Italy and San Marino: IT60X0542811101000000123456, SM86U0322509800000000270100.
    [("0542811101000000123456", "X"), ("0322509800000000270100", "U")],
)
def test_letter_of_an_iban(bban: str, cin: str) -> None:
    assert chr(check_letters(as_bytes(pl.Series([bban]), 22))[0]) == cin


@given(
    st.integers(1, 16).flatmap(
        lambda width: st.lists(st.text("0123456789", min_size=width, max_size=width), min_size=1, max_size=20)
    )
)
def test_luhn(numbers: list[str]) -> None:
    assert luhn(as_bytes(pl.Series(numbers), len(numbers[0]))).tolist() == [slow_luhn(number) for number in numbers]


@given(st.lists(st.text(LETTERS, min_size=5, max_size=5), max_size=20))
def test_bytes_and_back(codes: list[str]) -> None:
    cells = as_bytes(pl.Series(codes, dtype=pl.String), 5)
    assert cells.shape == (len(codes), 5)
    assert cells.dtype == np.uint8
    assert as_text(cells).to_list() == codes
