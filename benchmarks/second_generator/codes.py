"""Codici fiscali and partite IVA with right check digits, for whole columns at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

IntArray = npt.NDArray[np.int64]
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        [
            1,
            0,
            5,
            7,
            9,
            13,
            15,
            17,
            19,
            21,
            1,
            0,
            5,
            7,
            9,
            13,
            15,
            17,
            19,
            21,
            2,
            4,
            18,
            20,
            11,
            3,
            6,
            8,
            12,
            14,
            16,
            10,
            22,
            25,
            24,
            23,
        ],
        strict=True,
    )
)
_MONTHS = "ABCDEHLMPRST"
_SWAPPED = "LMNPQRSTUV"


def _letters(word: str) -> tuple[str, str]:
    plain = [c for c in word if "A" <= c <= "Z"]
    return "".join(c for c in plain if c not in "AEIOU"), "".join(c for c in plain if c in "AEIOU")


def surname_letters(word: str) -> str:
    """The three letters of a surname."""
    consonants, vowels = _letters(word)
    return (consonants + vowels + "XXX")[:3]


def given_letters(word: str) -> str:
    """The three letters of a given name: the second of four consonants falls out."""
    consonants, vowels = _letters(word)
    if len(consonants) > 3:
        consonants = consonants[0] + consonants[2:]
    return (consonants + vowels + "XXX")[:3]


def check_letter(first15: str) -> str:
    """The sixteenth character."""
    total = sum(_ODD[c] if i % 2 == 0 else (int(c) if c.isdigit() else ord(c) - 65) for i, c in enumerate(first15))
    return chr(65 + total % 26)


def _check_letters(codes: list[str]) -> list[str]:
    """The codes with their check letters."""
    if not codes:
        return []
    cells = np.array(codes, dtype="S15").view(np.uint8).reshape(-1, 15)
    odd = np.zeros(128, dtype=np.int64)
    even = np.zeros(128, dtype=np.int64)
    for char, value in _ODD.items():
        odd[ord(char)] = value
        even[ord(char)] = int(char) if char.isdigit() else ord(char) - 65
    total = odd[cells[:, 0::2]].sum(axis=1) + even[cells[:, 1::2]].sum(axis=1)
    last = [chr(65 + int(t)) for t in total % 26]
    return [a + b for a, b in zip(codes, last, strict=True)]


def omocode(first15: str, digits: int) -> str:
    """The code with its last ``digits`` digits as letters, as the tax office does for the second of two."""
    chars = list(first15)
    for place in (14, 13, 12, 10, 9, 7, 6)[:digits]:
        chars[place] = _SWAPPED[int(chars[place])]
    return "".join(chars)


def codici_fiscali(
    surnames: list[str],
    givens: list[str],
    born: npt.NDArray[np.datetime64],
    female: npt.NDArray[np.bool_],
    places: list[str],
    swapped: npt.NDArray[np.bool_],
) -> list[str]:
    """One code a person; whoever would get a code that is taken, and ``swapped``, has letters for digits."""
    frame = pl.DataFrame({"s": surnames, "g": givens, "d": born.astype("datetime64[D]"), "f": female, "p": places})
    triplets = {w: surname_letters(w) for w in frame["s"].unique()}
    names = {w: given_letters(w) for w in frame["g"].unique()}
    months = {i + 1: m for i, m in enumerate(_MONTHS)}
    base = frame.select(
        pl.col("s").replace_strict(triplets)
        + pl.col("g").replace_strict(names)
        + pl.col("d").dt.strftime("%y")
        + pl.col("d").dt.month().cast(pl.Int64).replace_strict(months, return_dtype=pl.String)
        + (pl.col("d").dt.day().cast(pl.Int64) + 40 * pl.col("f").cast(pl.Int64)).cast(pl.String).str.zfill(2)
        + pl.col("p")
    ).to_series()
    groups = pl.DataFrame({"b": base, "s": swapped})
    order = (
        groups.select(pl.int_range(pl.len()).over("b") + pl.col("s").any().over("b").cast(pl.Int64))
        .to_series()
        .to_numpy()
    )
    codes = base.to_list()
    for i in np.flatnonzero(order):
        codes[i] = omocode(codes[i], min(int(order[i]), 7))
    return _check_letters(codes)


def luhn_digit(first10: str) -> str:
    """The eleventh digit of a partita IVA or of a numeric codice fiscale."""
    total = 0
    for i, char in enumerate(first10):
        value = int(char) * (1 + i % 2)
        total += value - 9 if value > 9 else value
    return str((10 - total % 10) % 10)


def numbers(serials: IntArray, offices: IntArray) -> list[str]:
    """Eleven digits each: seven of the serial, three of the office, the check digit."""
    firsts = [f"{s % 10_000_000:07d}{o:03d}" for s, o in zip(serials.tolist(), offices.tolist(), strict=True)]
    return [f + luhn_digit(f) for f in firsts]
