"""Small tools to damage some cells of a column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Arr = npt.NDArray[Any]
Rng = np.random.Generator

_NEAR = {
    "a": "sqe",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "f": "dg",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "j": "hk",
    "k": "jl",
    "l": "kp",
    "m": "n",
    "n": "bm",
    "o": "ip",
    "p": "o",
    "q": "wa",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "w": "qe",
    "x": "zc",
    "y": "tu",
    "z": "xs",
    "0": "9",
    "1": "2",
    "2": "13",
    "3": "24",
    "4": "35",
    "5": "46",
    "6": "57",
    "7": "68",
    "8": "79",
    "9": "80",
}


def chosen(rng: Rng, rate: float, among: Arr) -> Arr:
    """Row numbers where the mask ``among`` holds, kept with probability ``rate``."""
    return np.flatnonzero(among & (rng.random(len(among)) < rate))


def change(column: Arr, where: Arr, function: Callable[[str], str]) -> None:
    """Apply ``function`` to the cells at ``where``."""
    if len(where):
        column[where] = np.array([function(v) for v in column[where].tolist()], dtype=object)


def change_r(rng: Rng, column: Arr, where: Arr, function: Callable[[str, float], str]) -> None:
    """Like :func:`change`, with one random number per cell."""
    if len(where):
        draws = rng.random(len(where)).tolist()
        values = [function(v, r) for v, r in zip(column[where].tolist(), draws, strict=True)]
        column[where] = np.array(values, dtype=object)


def typo(text: str, r: float) -> str:
    """One edit: a neighbouring key, a lost, doubled or swapped character."""
    places = [i for i, c in enumerate(text) if c.isalnum()]
    if len(places) < 4:
        return text
    r *= len(places) - 1
    i = places[1 + int(r)]
    r = (r % 1.0) * 4
    kind, r = int(r), r % 1.0
    c = text[i]
    if kind == 0:
        near = _NEAR.get(c.lower(), "e")
        new = near[int(r * len(near))]
        return text[:i] + (new.upper() if c.isupper() else new) + text[i + 1 :]
    if kind == 1:
        return text[:i] + text[i + 1 :]
    if kind == 2:
        if c.isdigit():
            return text[:i] + str((int(c) + 1 + int(r * 8)) % 10) + text[i + 1 :]
        return text[:i] + c + text[i:]
    if i + 1 < len(text) and text[i + 1].isalnum():
        return text[:i] + text[i + 1] + c + text[i + 2 :]
    return text[: i - 1] + c + text[i - 1] + text[i + 1 :] if text[i - 1].isalnum() else text[:i] + c + text[i:]


def mojibake(text: str, r: float) -> str:
    """UTF-8 or cp850 bytes read as cp1252."""
    codec = "utf-8" if r < 0.7 else "cp850"
    return text.encode(codec, "ignore").decode("cp1252", "replace").replace("\ufffd", "?")


_APOSTROPHES = str.maketrans(
    {
        "à": "a'",
        "è": "e'",
        "é": "e'",
        "ì": "i'",
        "ò": "o'",
        "ù": "u'",
        "À": "A'",
        "È": "E'",
        "É": "E'",
        "Ì": "I'",
        "Ò": "O'",
        "Ù": "U'",
    }
)
_BARE = str.maketrans("àèéìòùÀÈÉÌÒÙüöä", "aeeiouAEEIOUuoa")


def apostrophes(text: str) -> str:
    """Accents as apostrophes: ``NICOLO'``."""
    return text.translate(_APOSTROPHES)


def accents(rng: Rng, column: Arr, apostrophe: float = 0.5, bare: float = 0.15, broken: float = 0.12) -> None:
    """Write accented letters as Italian keyboards and bad imports do."""
    accented = np.array([not v.isascii() for v in column.tolist()])
    r = rng.random(len(column))
    change(column, np.flatnonzero(accented & (r < apostrophe)), apostrophes)
    change(column, np.flatnonzero(accented & (r >= apostrophe) & (r < apostrophe + bare)), lambda v: v.translate(_BARE))
    change_r(rng, column, np.flatnonzero(accented & (r > 1 - broken)), mojibake)


def recase(rng: Rng, column: Arr, upper: Arr, lower: Arr) -> None:
    """Upper or lower case with the given chance per row; else as it is."""
    r = rng.random(len(column))
    change(column, np.flatnonzero(r < upper), str.upper)
    change(column, np.flatnonzero((r >= upper) & (r < upper + lower)), str.lower)


def by_channel(channel: Arr, *values: float) -> Arr:
    """A rate per row from a rate per channel."""
    return np.array(values)[channel]
