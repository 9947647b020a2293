"""Persons and sole traders: households, twins, homonyms, omocodes and other hard cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.codes import codici_fiscali, partite_iva
from generator.contacts import mobiles, person_emails
from generator.names import FOREIGN, NICKNAMES, draw_given, draw_surnames, given_names
from generator.places import (
    Addresses,
    draw_addresses,
    draw_towns,
    gazetteer,
    nearby_towns,
)

Arr = npt.NDArray[Any]

# Share of the person entities put in each situation (see the module docstring of generate.py).
SHARES = {
    "family": 0.12,
    "couple": 0.11,
    "parent_child": 0.06,
    "siblings": 0.03,
    "twins": 0.010,
    "same_name_father_son": 0.008,
    "grandfather_name": 0.006,
    "homonyms": 0.04,
    "omocodes": 0.003,
}
TWO_CODES = 0.005
FOREIGN_BORN = 0.04
SECOND_NAME = 0.14
SHARED_EMAIL = 0.17
MARRIED_NAME = 0.18


@dataclass
class People:
    """Columns over persons; the first ``traders`` of them are sole traders."""

    traders: int
    surname: Arr
    given: Arr
    second: Arr
    female: Arr
    birth: Arr
    place_code: Arr
    place_name: Arr
    cf: Arr
    cf_other: Arr
    piva: Arr
    married: Arr
    sign: Arr
    home: Addresses
    home_other: Addresses
    mobile: Arr
    mobile_other: Arr
    email: Arr
    email_other: Arr
    partner: Arr
    delicate: Arr


def _pairs(order: Arr, start: int, size: int, width: int) -> tuple[list[Arr], int]:
    size = size // width * width
    return list(order[start : start + size].reshape(-1, width).T), start + size


_TRADES = (
    "Bar",
    "Bar",
    "Pizzeria",
    "Ristorante",
    "Trattoria",
    "Panificio",
    "Pasticceria",
    "Macelleria",
    "Edicola",
    "Tabaccheria",
    "Parrucchiere",
    "Acconciature",
    "Estetica",
    "Autofficina",
    "Officina",
    "Carrozzeria",
    "Gommista",
    "Falegnameria",
    "Idraulica",
    "Impianti Elettrici",
    "Tinteggiature",
    "Ferramenta",
    "Fioreria",
    "Lavanderia",
    "Ottica",
    "Gioielleria",
    "Calzature",
    "Abbigliamento",
    "Alimentari",
    "Minimarket",
    "Frutta e Verdura",
    "Pescheria",
    "Enoteca",
    "Azienda Agricola",
    "Agriturismo",
    "Autotrasporti",
    "Edilizia",
    "Studio Tecnico",
    "Farmacia",
    "Cartoleria",
    "Copisteria",
    "Gelateria",
    "Palestra",
    "B&B",
    "Affittacamere",
    "Vivaio",
    "Informatica",
    "Fotografia",
)
_SIGNS = (
    "Sport",
    "Centrale",
    "Roma",
    "Italia",
    "Moderna",
    "La Piazzetta",
    "Da Gino",
    "Il Girasole",
    "Stella",
    "Aurora",
    "Europa",
    "Del Corso",
    "Delle Rose",
    "Mediterraneo",
    "Azzurra",
    "Il Quadrifoglio",
    "Elite",
    "Paradiso",
    "La Perla",
    "Nuova",
    "Antica",
    "Al Ponte",
    "Due Torri",
    "La Fenice",
    "Arcobaleno",
    "Tre Stelle",
    "Jolly",
    "Garden",
    "Capriccio",
    "L'Angolo",
    "La Rosa",
    "Il Gabbiano",
    "Primavera",
    "San Marco",
    "Del Borgo",
    "Smeraldo",
    "Fantasy",
    "Class",
    "Vecchio Mulino",
    "Bellavista",
)


def _signs(rng: np.random.Generator, surname: Arr, given: Arr) -> Arr:
    """Business names of sole traders; one in four has none."""
    n = len(surname)
    out = []
    how = rng.random(n)
    trade, word = rng.integers(0, len(_TRADES), n), rng.integers(0, len(_SIGNS), n)
    for h, t, w, s, g in zip(how, trade, word, surname, given, strict=True):
        if h < 0.25:
            out.append("")
        elif h < 0.45:
            out.append(f"{_TRADES[t]} {s}")
        elif h < 0.52:
            out.append(f"{_TRADES[t]} da {g}")
        else:
            out.append(f"{_TRADES[t]} {_SIGNS[w]}")
    return np.array(out, dtype=object)


def _births(rng: np.random.Generator, n: int) -> Arr:
    age = np.clip(rng.normal(49, 17, n), 18, 95)
    return 20_089 - (age * 365.25).astype(np.int64) - rng.integers(0, 365, n)


def _foreigners(rng: np.random.Generator, p: dict[str, Arr]) -> None:
    where = np.flatnonzero(rng.random(len(p["given"])) < FOREIGN_BORN)
    share = np.array([f[5] for f in FOREIGN])
    country = rng.choice(len(FOREIGN), len(where), p=share / share.sum())
    for i, c in zip(where.tolist(), country.tolist(), strict=True):
        code, name, last, male, female, _ = FOREIGN[c]
        if c < 5 or rng.random() < 0.35:
            p["surname"][i] = str(rng.choice(last.split())).replace("_", " ")
            p["given"][i] = str(rng.choice((female if p["female"][i] else male).split()))
            p["second"][i] = ""
        p["place_code"][i], p["place_name"][i] = code, name


def build_people(rng: np.random.Generator, n: int, traders: int) -> tuple[People, dict[str, int]]:
    """Draw ``n`` persons, then tie some of them together."""
    g = gazetteer()
    female = rng.random(n) < 0.47
    female[:traders] = rng.random(traders) < 0.3
    home = draw_addresses(rng, draw_towns(rng, n))
    town = home.town
    born = nearby_towns(rng, np.where(rng.random(n) < 0.75, town, draw_towns(rng, n)), 0.65)
    p: dict[str, Arr] = {
        "female": female,
        "surname": draw_surnames(rng, g.province_no[town]),
        "given": draw_given(rng, female),
        "second": np.where(rng.random(n) < SECOND_NAME, draw_given(rng, female), ""),
        "birth": _births(rng, n),
        "place_code": g.code[born],
        "place_name": g.name[born],
        "married": np.full(n, "", dtype=object),
    }
    p["second"][p["second"] == p["given"]] = ""
    _foreigners(rng, p)
    p["delicate"] = np.zeros(n, dtype=bool)
    p["partner"] = np.full(n, -1)
    mobile = mobiles(rng, n)
    counts = _tie(rng, p, home, mobile, n)
    wed = np.flatnonzero(p["female"] & (rng.random(n) < MARRIED_NAME) & (p["married"] == ""))
    p["married"][wed] = draw_surnames(rng, g.province_no[home.town[wed]])
    full = np.where(p["second"] == "", p["given"], p["given"] + " " + p["second"])
    cf = codici_fiscali(p["surname"], full, p["female"], p["birth"], p["place_code"])
    again = rng.random(n) < TWO_CODES
    other_place = g.code[nearby_towns(rng, town, 0.0)]
    cf_two = codici_fiscali(p["surname"], full, p["female"], p["birth"], other_place)
    counts["two_codes"] = int(again.sum())
    email = person_emails(rng, p["given"], p["surname"], p["birth"])
    shared = np.flatnonzero((p["partner"] >= 0) & (rng.random(n) < SHARED_EMAIL))
    email[shared] = email[p["partner"][shared]]
    counts["shared_family_email"] = len(shared)
    piva = np.full(n, "", dtype=object)
    piva[:traders] = partite_iva(rng, g.province_no[home.town[:traders]])
    sign = np.full(n, "", dtype=object)
    sign[:traders] = _signs(rng, p["surname"][:traders], p["given"][:traders])
    people = People(
        traders=traders,
        surname=p["surname"],
        given=p["given"],
        second=p["second"],
        female=p["female"],
        birth=p["birth"],
        place_code=p["place_code"],
        place_name=p["place_name"],
        cf=cf,
        cf_other=np.where(again, cf_two, cf),
        piva=piva,
        married=p["married"],
        sign=sign,
        home=home,
        home_other=draw_addresses(rng, nearby_towns(rng, home.town, 0.75)),
        mobile=mobile,
        mobile_other=mobiles(rng, n),
        email=email,
        email_other=person_emails(rng, p["given"], p["surname"], p["birth"]),
        partner=p["partner"],
        delicate=p["delicate"],
    )
    return people, counts


def _tie(rng: np.random.Generator, p: dict[str, Arr], home: Addresses, mobile: Arr, n: int) -> dict[str, int]:
    """Copy attributes inside disjoint groups of persons."""
    order = rng.permutation(n)
    at = 0
    counts: dict[str, int] = {}

    def group(name: str, width: int) -> list[Arr]:
        nonlocal at
        members, at = _pairs(order, at, round(SHARES[name] * n), width)
        counts[name] = len(members[0]) * width
        return members

    def live_together(a: Arr, b: Arr) -> None:
        home.put(b, home.take(a))
        p["partner"][b], p["partner"][a] = a, b
        same = b[rng.random(len(b)) < 0.07]
        mobile[same] = mobile[p["partner"][same]]

    def set_sex(who: Arr, flag: Arr | bool) -> None:
        wrong = who[p["female"][who] != flag]
        p["female"][wrong] = ~p["female"][wrong]
        p["given"][wrong] = draw_given(rng, p["female"][wrong])
        p["second"][wrong] = ""

    def marry(man: Arr, woman: Arr) -> None:
        set_sex(man, False)
        set_sex(woman, True)
        live_together(man, woman)
        p["birth"][woman] = p["birth"][man] + rng.normal(800, 1400, len(man)).astype(np.int64)
        wed = rng.random(len(man)) < 0.5
        p["married"][woman[wed]] = p["surname"][man[wed]]

    def descend(parent: Arr, child: Arr) -> None:
        p["surname"][child] = p["surname"][parent]
        _not_after(rng, p["birth"], parent, 1_500)
        p["birth"][child] = p["birth"][parent] + rng.integers(8_000, 12_000, len(child))
        live_together(parent, child)

    man, woman, child = group("family", 3)
    marry(man, woman)
    descend(man, child)
    marry(*group("couple", 2))
    descend(*group("parent_child", 2))
    a, b = group("siblings", 2)
    p["surname"][b] = p["surname"][a]
    p["birth"][b] = p["birth"][a] + rng.integers(400, 3_500, len(a))
    live_together(a, b)
    a, b = group("twins", 2)
    _copy(p, a, b, ("surname", "birth", "place_code", "place_name"))
    clash = b[p["given"][a] == p["given"][b]]
    for sex, flag in (("M", False), ("F", True)):
        which = clash[p["female"][clash] == flag]
        p["given"][which] = given_names(sex)[60 + np.arange(len(which)) % 40]
    live_together(a, b)
    a, b = group("same_name_father_son", 2)
    set_sex(a, False)
    set_sex(b, False)
    descend(a, b)
    _copy(p, a, b, ("given", "second"))
    p["delicate"][a] = p["delicate"][b] = True
    a, b = group("grandfather_name", 2)
    _copy(p, a, b, ("surname", "given", "second", "female", "place_code", "place_name"))
    _not_after(rng, p["birth"], a, -4_000)
    p["birth"][b] = p["birth"][a] + rng.integers(15_000, 23_000, len(a))
    home.put(b, draw_addresses(rng, home.town[a]))
    _homonyms(rng, p, home, *group("homonyms", 2))
    a, b = group("omocodes", 2)
    _copy(p, a, b, ("surname", "given", "second", "female", "birth", "place_code", "place_name"))
    half = b[rng.random(len(b)) < 0.5]
    home.put(half, draw_addresses(rng, home.town[a[np.isin(b, half)]]))
    counts["nickname_possible"] = int(np.isin(p["given"], list(NICKNAMES)).sum())
    _not_after(rng, p["birth"], np.arange(n), 13_800)
    old = p["birth"] < -17_000
    p["birth"][old] = -17_000 + rng.integers(0, 5_000, int(old.sum()))
    return counts


def _not_after(rng: np.random.Generator, birth: Arr, who: Arr, limit: int) -> None:
    """Move births after ``limit`` to a random day of the 16 years before it."""
    late = who[birth[who] > limit]
    birth[late] = limit - rng.integers(0, 6_000, len(late))


def _copy(p: dict[str, Arr], a: Arr, b: Arr, fields: tuple[str, ...]) -> None:
    for f in fields:
        p[f][b] = p[f][a]


def _homonyms(rng: np.random.Generator, p: dict[str, Arr], home: Addresses, a: Arr, b: Arr) -> None:
    """Different people of one name: 40% in one city, 25% born in one year."""
    _copy(p, a, b, ("surname", "given", "female"))
    p["second"][b] = np.where(rng.random(len(b)) < 0.7, p["second"][a], p["second"][b])
    city = np.flatnonzero(rng.random(len(a)) < 0.4)
    home.put(b[city], draw_addresses(rng, home.town[a[city]]))
    year = np.flatnonzero(rng.random(len(a)) < 0.25)
    day = p["birth"][a[year]].astype("datetime64[D]")
    start = day.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    p["birth"][b[year]] = start + rng.integers(0, 365, len(year))
