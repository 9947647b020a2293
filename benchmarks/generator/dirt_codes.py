"""Damage to codice fiscale, partita IVA and dates."""

from __future__ import annotations

import numpy as np

from generator.dirt_base import Arr, Rng, change, change_r, chosen

# rates over filled cells
CF = {"typo": 0.055, "confusion": 0.015, "lower": 0.06, "blanks": 0.04, "cut": 0.004}
PIVA = {"typo": 0.030, "no_zeros": 0.06, "prefix": 0.10, "float": 0.02, "blanks": 0.03}
SWAP_DAY_MONTH, DATE_TYPO = 0.012, 0.02


def _wrong_char(text: str, r: float) -> str:
    """One wrong letter or digit, or two neighbours swapped."""
    if len(text) < 3:
        return text
    i = int(r * len(text))
    r = r * len(text) % 1.0
    c = text[i]
    if r < 0.25 and i + 1 < len(text) and text[i + 1] != c:
        return text[:i] + text[i + 1] + c + text[i + 2 :]
    step = 1 + int(r * 1000) % 8
    new = chr(48 + (ord(c) - 48 + step) % 10) if c.isdigit() else chr(65 + (ord(c) - 65 + step) % 26)
    return text[:i] + new + text[i + 1 :]


def _confusion(text: str, r: float) -> str:
    """Letters typed for digits and the reverse: O/0, I/1."""
    pairs = {"0": "O", "O": "0", "1": "I", "I": "1"}
    places = [i for i, c in enumerate(text) if c in pairs]
    if not places:
        return text
    i = places[int(r * len(places))]
    return text[:i] + pairs[text[i]] + text[i + 1 :]


def _blanks(text: str, r: float) -> str:
    if len(text) == 16:
        if r < 0.7:
            return " ".join((text[:3], text[3:6], text[6:11], text[11:15], text[15:]))
        return text + " " if r < 0.9 else text[:6] + " " + text[6:]
    return text[:2] + " " + text[2:] if r < 0.3 else " " + text if r < 0.6 else text + "  "


def dirty_cf(rng: Rng, column: Arr) -> None:
    """Typos, confusions, lower case and blanks; firms also lose leading zeros."""
    filled = column != ""
    change_r(rng, column, chosen(rng, CF["typo"], filled), _wrong_char)
    change_r(rng, column, chosen(rng, CF["confusion"], filled), _confusion)
    change(column, chosen(rng, CF["cut"], filled), lambda v: v[:-1])
    change(
        column, chosen(rng, PIVA["no_zeros"], filled & np.char.isdigit(column.astype("U16"))), lambda v: v.lstrip("0")
    )
    change(column, chosen(rng, CF["lower"], filled), str.lower)
    change_r(rng, column, chosen(rng, CF["blanks"], filled), _blanks)


def dirty_piva(rng: Rng, column: Arr, excel: Arr) -> None:
    """Typos, lost zeros, ``IT`` prefix, spreadsheet damage."""
    filled = column != ""
    change_r(rng, column, chosen(rng, PIVA["typo"], filled), _wrong_char)
    hit = filled & excel
    change(column, np.flatnonzero(hit), lambda v: f"{float(v):.5E}".replace("E+0", "E+"))
    plain = filled & ~hit
    r = rng.random(len(column))
    change(column, np.flatnonzero(plain & (r < PIVA["no_zeros"])), lambda v: v.lstrip("0"))
    change(column, np.flatnonzero(plain & (r > 1 - PIVA["float"])), lambda v: v.lstrip("0") + ".0")
    rest = plain & (r >= PIVA["no_zeros"]) & (r <= 1 - PIVA["float"])
    change_r(
        rng,
        column,
        chosen(rng, PIVA["prefix"], rest),
        lambda v, q: ("IT" if q < 0.7 else "it" if q < 0.75 else "IT ") + v,
    )
    change_r(rng, column, chosen(rng, PIVA["blanks"], rest), _blanks)


def format_dates(rng: Rng, days: Arr, filled: Arr, style: Arr, filler: float) -> Arr:
    """Dates as text; ``style`` 0 dd/mm/yyyy, 1 yyyy-mm-dd, 2 dd.mm.yy, 3 dd-mm-yyyy."""
    moved = days.copy()
    wrong = chosen(rng, DATE_TYPO, filled)
    moved[wrong] += rng.choice([-1, 1, 10, -10, 365, -365, 30, -31, 3652], len(wrong))
    iso = moved.astype("datetime64[D]").astype(str)
    swap = (rng.random(len(days)) < SWAP_DAY_MONTH).tolist()
    forms = style.tolist()
    out = []
    for text, ok, back, how in zip(iso.tolist(), filled.tolist(), swap, forms, strict=True):
        if not ok:
            out.append("")
            continue
        y, m, d = text[:4], text[5:7], text[8:10]
        if back and d <= "12":
            m, d = d, m
        out.append(
            f"{d}/{m}/{y}"
            if how == 0
            else f"{y}-{m}-{d}"
            if how == 1
            else f"{d}.{m}.{y[2:]}"
            if how == 2
            else f"{d}-{m}-{y}"
        )
    column = np.array(out, dtype=object)
    blank = chosen(rng, filler, ~filled)
    column[blank] = np.where(rng.random(len(blank)) < 0.8, "01/01/1900", "00/00/0000")
    return column
