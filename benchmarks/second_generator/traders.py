"""Sole traders: people with a sign, a partita IVA and a shop, who are private customers too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from second_generator.codes import numbers
from second_generator.firms import COMPANY, Firms
from second_generator.people import TODAY, Bools, Homes, People
from second_generator.tables import Ints, Names
from second_generator.words import SIGNS, TRADES

TITLES = ["STUDIO TECNICO GEOM.", "STUDIO LEGALE AVV.", "STUDIO DENTISTICO DOTT.", "ARCH.", "STUDIO RAG.", "ING."]


@dataclass
class Traders:
    """One position a trade."""

    person: Ints
    sign: list[str]
    piva: list[str]
    town: Ints
    at_home: Bools
    start: Ints
    end: Ints
    of: Ints
    """The trade of each person, -1 for most."""


def set_up(rng: np.random.Generator, people: People, homes: Homes, names: Names) -> Traders:
    """A trade for about one adult in twenty."""
    able = (people.year > 1930) & (people.year < 1998) & ((people.own >= 0) | (people.home >= 0))
    chance = np.where(people.female, 0.035, 0.075) * able
    person = np.flatnonzero(rng.random(len(people)) < chance)
    n = len(person)
    home = np.where(people.own >= 0, people.own, people.home)[person]
    signs = []
    for p, turn, pick in zip(person.tolist(), rng.random(n).tolist(), rng.random((n, 2)).tolist(), strict=True):
        surname, given = names.surname[people.surname[p]], names.given[people.given[p]]
        trade, sign = TRADES[int(pick[0] * len(TRADES))], SIGNS[int(pick[0] * len(SIGNS))]
        if turn < 0.33:
            signs.append(f"{sign} DI {surname} {given}")
        elif turn < 0.55:
            signs.append(f"{trade} {surname} DI {surname} {given}")
        elif turn < 0.67:
            signs.append(f"{trade} {surname} {given}")
        elif turn < 0.74:
            signs.append(f"AZIENDA AGRICOLA {surname} {given}")
        elif turn < 0.88:
            signs.append(f"{TITLES[int(pick[1] * len(TITLES))]} {surname} {given}")
        else:
            signs.append(f"{surname} {given}")
    start = people.year[person] + rng.integers(20, 45, n)
    of = np.full(len(people), -1, dtype=np.int64)
    of[person] = np.arange(n)
    piva = numbers(2 * ((np.arange(n) * 1_999_993) % 3_900_000) + 1, rng.integers(1, 101, n))
    at_home = rng.random(n) < 0.36
    end = np.where(rng.random(n) < 0.35, start + rng.geometric(0.06, n), TODAY + 1)
    return Traders(person, signs, piva, homes.town[home, 0], at_home, start, end, of)


def incorporate(rng: np.random.Generator, firms: Firms, traders: Traders) -> Ints:
    """A few trades become companies: another partita IVA, another entity, the rest stays.

    Changes ``firms`` and the ends of ``traders``; gives the trade each firm came from, -1 for none.
    """
    came = np.full(len(firms), -1, dtype=np.int64)
    shops = np.flatnonzero(~traders.at_home & (traders.start < TODAY - 12))
    takers = np.flatnonzero((firms.kind == COMPANY) & ~firms.branches & (firms.keeper < 0))
    number = min(len(shops) // 25, len(takers))
    for trade, firm in zip(
        rng.choice(shops, number, replace=False), rng.choice(takers, number, replace=False), strict=True
    ):
        came[firm] = trade
        firms.owner[firm] = traders.person[trade]
        firms.start[firm] = max(int(traders.start[trade]) + 4, 2006)
        firms.end[firm] = TODAY + 1
        traders.end[trade] = firms.start[firm]
        firms.town[firm] = traders.town[trade]
        sign = traders.sign[trade].split(" DI ")[0]
        for i in (0, 1):
            firms.names[i][firm] = sign
            firms.forms[i][firm] = "SRL" if rng.random() < 0.5 else "SRLS"
    return came
