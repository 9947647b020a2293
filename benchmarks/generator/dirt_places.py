"""Addresses, postcodes, cities, provinces."""

from __future__ import annotations

import numpy as np

from generator.dirt_base import Arr, Rng, accents, change, change_r, chosen, typo
from generator.places import Addresses, gazetteer, streets

STREET_TYPO, CITY_TYPO, CAP_TYPO = 0.04, 0.02, 0.015
_SHORT = {
    "Via": ["V.", "V.", "via"],
    "Viale": ["V.le", "Vle", "VIALE"],
    "Piazza": ["P.zza", "P.za", "Pzza"],
    "Corso": ["C.so", "Cso", "CORSO"],
    "Largo": ["L.go", "Largo", "L.GO"],
    "Strada": ["Str.", "S.da", "Strada"],
    "Contrada": ["C.da", "Contr.", "c.da"],
    "Vicolo": ["Vic.", "V.lo", "Vicolo"],
    "Località": ["Loc.", "Loc.tà", "LOC."],
}
_LETTERS = " ABCDE"
_ROMAN = {
    "XX Settembre": "20 Settembre",
    "IV Novembre": "4 Novembre",
    "XXV Aprile": "25 Aprile",
    "2 Giugno": "Due Giugno",
    "Primo Maggio": "1° Maggio",
    "Papa Giovanni XXIII": "Papa Giovanni 23",
}


def _number(number: int, suffix: int, r: float) -> str:
    letter = ""
    if suffix:
        tail = _LETTERS[suffix]
        letter = "/" + tail if r * 7 % 1 < 0.55 else tail if r * 7 % 1 < 0.8 else "/" + tail.lower()
    text = f"{number}{letter}"
    if r < 0.38:
        return f", {text}"
    if r < 0.78:
        return f" {text}"
    if r < 0.86:
        return f" n. {text}"
    if r < 0.91:
        return f", n.{text}"
    if r < 0.94:
        return f" n° {text}"
    if r < 0.96:
        return f" {text} int. {1 + int(r * 1e5) % 12}"
    return ", snc" if r > 0.996 else f" {text}" if r < 0.985 else ""


def render_address(rng: Rng, at: Addresses, channel: Arr) -> Arr:
    """Street, first name and number in the ways people write them."""
    kind, first, core = (column[at.street] for column in streets())
    n = len(core)
    how, name, civic = rng.random(n).tolist(), rng.random(n).tolist(), rng.random(n).tolist()
    out = []
    for k, f, c, num, suf, h, m, q in zip(
        kind.tolist(),
        first.tolist(),
        core.tolist(),
        at.number.tolist(),
        at.suffix.tolist(),
        how,
        name,
        civic,
        strict=True,
    ):
        head = _SHORT[k][int(h * 1000) % 3] if h < 0.22 else k
        if h > 0.99:
            head = ""
        if c in _ROMAN and m < 0.3:
            c = _ROMAN[c]
        if f and m > 0.45:
            whole = f"{f[0]}. {c}" if m > 0.8 else f"{f[0]}.{c}" if m > 0.77 else f"{f} {c}" if m > 0.5 else f"{c} {f}"
        else:
            whole = c
        if whole.startswith(("Santa ", "San ", "Sant'")) and m < 0.3:
            whole = "S. " + whole.split("'")[-1] if "'" in whole else "S. " + whole.split(" ", 1)[1]
        out.append(f"{head} {whole}".strip() + _number(num, suf, q))
    column = np.array(out, dtype=object)
    change_r(rng, column, chosen(rng, STREET_TYPO, np.ones(n, dtype=bool)), lambda v, r: typo(v, r * 0.7))
    accents(rng, column)
    r = rng.random(n)
    change(column, np.flatnonzero(r < np.array([0.62, 0.2, 0.4])[channel]), str.upper)
    change(column, np.flatnonzero(r > np.array([0.97, 0.85, 0.95])[channel]), str.lower)
    change(column, chosen(rng, 0.02, np.ones(n, dtype=bool)), lambda v: v.replace(" ", "  ", 1))
    return column


def dirty_cap(rng: Rng, column: Arr) -> None:
    """Missing, without leading zeros, wrong digit, generic."""
    column[rng.random(len(column)) < 0.10] = ""
    filled = column != ""
    change_r(rng, column, chosen(rng, CAP_TYPO, filled), typo)
    change(column, chosen(rng, 0.04, filled), lambda v: v[:3] + "00")
    change(column, chosen(rng, 0.35, filled), lambda v: v.lstrip("0"))
    change(column, chosen(rng, 0.01, filled), lambda v: v + ".0")


def _abbreviate(city: str, r: float) -> str:
    for long, short in (
        ("San ", "S. "),
        ("Santa ", "S. "),
        ("Santo ", "S. "),
        ("Sant'", "S. "),
        ("Monte ", "M.te "),
        ("Castel ", "C. "),
        ("Reggio ", "R. "),
        ("Villa ", "V. "),
        ("Santa Maria ", "S.M. "),
    ):
        if long in city:
            new = city.replace(long, short, 1)
            return new.replace(". ", ".", 1) if r < 0.3 else new
    return city


def render_city(rng: Rng, town: Arr, channel: Arr) -> Arr:
    """City names in any case, abbreviated, with typos or with the province."""
    g = gazetteer()
    n = len(town)
    column = g.name[town].copy()
    every = np.ones(n, dtype=bool)
    change_r(rng, column, chosen(rng, 0.35, every), _abbreviate)
    change_r(rng, column, chosen(rng, CITY_TYPO, every), typo)
    accents(rng, column, 0.6)
    r = rng.random(n)
    change(column, np.flatnonzero(r < np.array([0.65, 0.25, 0.4])[channel]), str.upper)
    change(column, np.flatnonzero(r > np.array([0.98, 0.85, 0.95])[channel]), str.lower)
    where = chosen(rng, 0.02, every)
    column[where] = column[where] + " (" + g.province[town[where]] + ")"
    column[chosen(rng, 0.03, every)] = ""
    return column


def render_province(rng: Rng, town: Arr) -> Arr:
    """Sigla, sigla in brackets, full name, or nothing."""
    g = gazetteer()
    sigla, full = g.province[town], g.province_name[town]
    r = rng.random(len(town))
    column = np.where(r < 0.70, sigla, np.where(r < 0.76, "(" + sigla + ")", np.where(r < 0.82, full, "")))
    column = column.astype(object)
    change(column, np.flatnonzero((r >= 0.79) & (r < 0.82)), str.upper)
    column = np.where((r >= 0.82) & (r < 0.84), "prov. di " + full, column)
    column = np.where((r >= 0.84) & (r < 0.87), np.array([s.lower() for s in sigla], dtype=object), column)
    return np.where((r >= 0.87) & (r < 0.885), sigla + " ", column).astype(object)
