"""Telephones, e-mails, consent, last order and notes."""

from __future__ import annotations

import numpy as np

from generator.dirt_base import Arr, Rng, change, change_r, chosen, typo
from generator.placedata import PREFIXES

PHONE_TYPO, PHONE_FILLER = 0.015, 0.02
MAIL = {"domain": 0.02, "typo": 0.02, "upper": 0.06, "blank": 0.02, "broken": 0.006, "filler": 0.012}

_CODES = sorted(set(PREFIXES.values()), key=len, reverse=True)


def _split(number: str) -> tuple[str, str]:
    if number[:1] == "3":
        return number[:3], number[3:]
    for width in (4, 3, 2):
        if number[:width] in _PREFIX_SET:
            return number[:width], number[width:]
    return number[:4], number[4:]


_PREFIX_SET = set(_CODES)
_FILLERS = ("0", "000000", "-", "n.d.", "0000000000", "ND", "/", "3330000000", "999999999")


def _phone(number: str, r: float) -> str:
    head, tail = _split(number)
    if r < 0.42:
        return number
    if r < 0.54:
        return f"{head} {tail}"
    if r < 0.66:
        return f"{head}/{tail}"
    if r < 0.72:
        return f"{head}-{tail}"
    if r < 0.80:
        return f"+39 {head} {tail}"
    if r < 0.86:
        return f"+39{number}"
    if r < 0.90:
        return f"0039{number}"
    if r < 0.93:
        return f"{head} {tail[:3]} {tail[3:]}"
    if r < 0.95:
        return f"({head}) {tail}"
    if r < 0.97:
        return f"{head}.{tail[:2]}.{tail[2:4]}.{tail[4:]}"
    if r < 0.985:
        return f"39{number}" if number[0] == "3" else f"tel. {number}"
    return number[1:] if number[0] == "0" else f"+39.{number}"


def dirty_phone(rng: Rng, column: Arr) -> None:
    """Wrong digits and every way to write a number; fillers where it is missing."""
    filled = column != ""
    change_r(rng, column, chosen(rng, PHONE_TYPO, filled), typo)
    change_r(rng, column, np.flatnonzero(filled), _phone)
    blank = chosen(rng, PHONE_FILLER, ~filled)
    column[blank] = np.array(_FILLERS, dtype=object)[rng.integers(0, len(_FILLERS), len(blank))]


_DOMAIN_SLIPS = {
    "gmail.com": ["gmial.com", "gmail.it", "gmai.com", "gmail.con", "gamil.com"],
    "libero.it": ["libero.com", "lbero.it", "libeo.it"],
    "hotmail.it": ["hotmial.it", "hotmai.it"],
    "yahoo.it": ["yaho.it", "yahoo.ti"],
    "alice.it": ["alce.it", "alice.ti"],
}


def _domain_slip(mail: str, r: float) -> str:
    local, _, host = mail.partition("@")
    slips = _DOMAIN_SLIPS.get(host)
    if not slips:
        return f"{local}@{typo(host, r)}"
    return f"{local}@{slips[int(r * len(slips))]}"


def _blank(mail: str, r: float) -> str:
    return (
        " " + mail
        if r < 0.3
        else mail + " "
        if r < 0.6
        else mail.replace("@", " @")
        if r < 0.8
        else mail.replace("@", "@ ")
    )


def _broken(mail: str, r: float) -> str:
    return (
        mail.replace("@", "")
        if r < 0.3
        else mail.replace("@", "(at)")
        if r < 0.5
        else mail.replace(".", ",", 1)
        if r < 0.8
        else mail.split("@", maxsplit=1)[0] + "@"
    )


def dirty_mail(rng: Rng, column: Arr) -> None:
    """Slips in the domain and the local part, capitals, blanks, fillers."""
    filled = column != ""
    change_r(rng, column, chosen(rng, MAIL["domain"], filled), _domain_slip)
    change_r(
        rng, column, chosen(rng, MAIL["typo"], filled), lambda v, r: typo(v.split("@")[0], r) + "@" + v.split("@")[-1]
    )
    change(column, chosen(rng, MAIL["upper"], filled), str.upper)
    change(column, chosen(rng, 0.03, filled), lambda v: v[:1].upper() + v[1:])
    change_r(rng, column, chosen(rng, MAIL["blank"], filled), _blank)
    change_r(rng, column, chosen(rng, MAIL["broken"], filled), _broken)
    blank = chosen(rng, MAIL["filler"], ~filled)
    fill = np.array(["nomail@nomail.it", "no@mail.it", "-", "nd", "mancante@mancante.it"], dtype=object)
    column[blank] = fill[rng.integers(0, len(fill), len(blank))]


def consents(rng: Rng, n: int) -> Arr:
    """Marketing consent as different offices write it."""
    values = np.array(["S", "SI", "1", "N", "NO", "0", "", "REVOCATO", "si", "X"], dtype=object)
    share = [0.20, 0.16, 0.10, 0.14, 0.12, 0.04, 0.17, 0.025, 0.03, 0.015]
    return values[rng.choice(len(values), n, p=np.array(share) / sum(share))]


_NOTES = (
    "cliente storico",
    "paga a 60 gg",
    "RiBa 30/60",
    "chiamare prima di consegnare",
    "NON SPEDIRE A MEZZO CORRIERE",
    'detto "il Moro"',
    "vecchio codice 4471; vedi nuovo",
    "sconto 10%; no spese",
    "consegna solo mattina\nsuonare al 2° piano",
    "attenzione: doppione?",
    'insegna "DA MARIO"',
    "fattura elettronica; PEC da chiedere",
    "ex cliente",
    "Referente: sig.ra Paola\nint. 12",
    "contanti",
    "IBAN da aggiornare",
    "trasferito",
    "insoluto 2019",
    "consegna c/o portineria",
    "agente 07",
    "listino B",
)


def notes(rng: Rng, n: int) -> Arr:
    """Mostly empty; some with quotes, semicolons or line breaks."""
    out = np.full(n, "", dtype=object)
    where = np.flatnonzero(rng.random(n) < 0.06)
    out[where] = np.array(_NOTES, dtype=object)[rng.integers(0, len(_NOTES), len(where))]
    return out
