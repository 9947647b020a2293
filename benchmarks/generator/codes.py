"""Codice fiscale and partita IVA, computed for whole columns."""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt

Arr = npt.NDArray[Any]

_ODD_DIGIT = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
_ODD_LETTER = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
_MONTHS = np.frombuffer(b"ABCDEHLMPRST", dtype=np.uint8)
_OMOCODE = np.frombuffer(b"LMNPQRSTUV", dtype=np.uint8)
_LAST_SERIAL = 1_500_000  # most numbers start with 0, some with 1
_DIGIT_PLACES = [14, 13, 12, 10, 9, 7, 6]  # rightmost first

_odd = np.zeros(256, dtype=np.int64)
_even = np.zeros(256, dtype=np.int64)
for _i in range(10):
    _odd[48 + _i], _even[48 + _i] = _ODD_DIGIT[_i], _i
for _i in range(26):
    _odd[65 + _i], _even[65 + _i] = _ODD_LETTER[_i], _i


def letters(text: str) -> str:
    """Capital letters A-Z only, accents dropped."""
    plain = unicodedata.normalize("NFKD", text).upper()
    return "".join(c for c in plain if "A" <= c <= "Z")


def surname_code(surname: str) -> str:
    """First three letters of the code."""
    text = letters(surname)
    consonants = [c for c in text if c not in "AEIOU"]
    vowels = [c for c in text if c in "AEIOU"]
    return ("".join(consonants + vowels) + "XXX")[:3]


def given_code(given: str) -> str:
    """Letters four to six of the code."""
    consonants = [c for c in letters(given) if c not in "AEIOU"]
    if len(consonants) >= 4:
        return consonants[0] + consonants[2] + consonants[3]
    return surname_code(given)


def _to_bytes(values: Arr, width: int) -> Arr:
    return np.array(values, dtype=f"S{width}").view(np.uint8).reshape(len(values), width)


def _check(body: Arr) -> Arr:
    total = _odd[body[:, 0::2]].sum(axis=1) + _even[body[:, 1::2]].sum(axis=1)
    return (65 + total % 26).astype(np.uint8)


def _to_text(matrix: Arr) -> Arr:
    width = matrix.shape[1]
    flat = np.ascontiguousarray(matrix).view(f"S{width}").ravel()
    return flat.astype(f"U{width}").astype(object)


def codici_fiscali(surname: Arr, given: Arr, female: Arr, birth: Arr, place: Arr) -> Arr:
    """Codes of persons; ``birth`` counts days since 1970. Equal codes get omocodia letters."""
    surname_map = {s: surname_code(s) for s in set(surname.tolist())}
    given_map = {g: given_code(g) for g in set(given.tolist())}
    day = birth.astype("datetime64[D]")
    year = day.astype("datetime64[Y]").astype(np.int64) + 1970
    month = day.astype("datetime64[M]").astype(np.int64) % 12
    dom = (day - day.astype("datetime64[M]")).astype(np.int64) + 1 + 40 * female.astype(np.int64)
    body = np.empty((len(surname), 15), dtype=np.uint8)
    body[:, 0:3] = _to_bytes(np.array([surname_map[s] for s in surname]), 3)
    body[:, 3:6] = _to_bytes(np.array([given_map[g] for g in given]), 3)
    body[:, 6], body[:, 7] = 48 + year % 100 // 10, 48 + year % 10
    body[:, 8] = _MONTHS[month]
    body[:, 9], body[:, 10] = 48 + dom // 10, 48 + dom % 10
    body[:, 11:15] = _to_bytes(place.astype("U4"), 4)
    _resolve_omocodes(body)
    return _to_text(np.column_stack([body, _check(body)]))


def _resolve_omocodes(body: Arr) -> None:
    """Second, third ... owner of one base code get letters for digits, rightmost first."""
    key = np.ascontiguousarray(body).view("S15").ravel()
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    same = np.r_[False, ordered[1:] == ordered[:-1]]
    level = 0
    while same.any() and level < len(_DIGIT_PLACES):
        owners = order[same]
        place = _DIGIT_PLACES[level]
        body[owners, place] = _OMOCODE[body[owners, place] - 48]
        same = same & np.r_[False, same[:-1]]
        level += 1


def _with_luhn(digits: Arr) -> Arr:
    doubled = digits[:, 1::2] * 2
    doubled = np.where(doubled > 9, doubled - 9, doubled)
    total = digits[:, 0::2].sum(axis=1) + doubled.sum(axis=1)
    check = (10 - total % 10) % 10
    return _to_text((np.column_stack([digits, check]) + 48).astype(np.uint8))


def partite_iva(rng: np.random.Generator, office: Arr) -> Arr:
    """Unique valid 11-digit numbers; ``office`` is the province number (1 to 107)."""
    n = len(office)
    serial = rng.integers(0, _LAST_SERIAL, n)
    for _ in range(20):
        number = serial * 1000 + office
        order = np.argsort(number, kind="stable")
        again = order[np.r_[False, number[order][1:] == number[order][:-1]]]
        if not len(again):
            break
        serial[again] = rng.integers(0, _LAST_SERIAL, len(again))
    number = serial * 1000 + office
    digits = number[:, None] // 10 ** np.arange(9, -1, -1) % 10
    return _with_luhn(digits)
