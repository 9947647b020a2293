"""Which source met whom and when: every meeting, and every one the source did not recognise, is a row."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from second_generator.firms import CLUB, CONDOMINIUM, Firms
from second_generator.people import TODAY, Bools, Homes, People
from second_generator.tables import Ints

ERP, CRM, CARDS, SHOP, NEWSLETTER = range(5)
SOURCES = ("erp", "crm", "cards", "shop", "newsletter")
FROM = (2004, 2009, 2006, 2011, 2012)
"""The first year of each source."""
AGAIN = (0.10, 0.12, 0.17, 0.19, 0.13)
"""Chance that a known customer comes as a new one: lost card, guest order, another agent."""


@dataclass
class Rows:
    """One position a row; numbers of the directory, -1 for none."""

    entity: Ints
    """A person, or the number of people and a firm."""
    source: Ints
    year: Ints
    told: Ints
    """The year whose address, numbers and name the customer gives: mostly this one."""
    day: Ints
    unit: Ints
    """Who is cut off together: a clan or a firm's unit."""

    def __len__(self) -> int:
        return len(self.entity)


def taken(rows: Rows, kept: npt.NDArray[np.int64] | Bools) -> Rows:
    """Some of the rows."""
    return Rows(*(getattr(rows, f.name)[kept] for f in fields(Rows)))


def _times(rng: np.random.Generator, met: Bools, again: float) -> Ints:
    """How many rows a source holds of each of those it met."""
    extra = rng.geometric(1 - again, len(met)) - 1
    return np.where(met, 1 + np.minimum(extra, 4), 0)


def _rows(rng: np.random.Generator, met: Bools, source: int, low: Ints, high: Ints, first: int, unit: Ints) -> Rows:
    low, high = np.maximum(low, FROM[source]), np.minimum(high, TODAY)
    times = _times(rng, met & (low <= high), AGAIN[source])
    who = np.repeat(np.arange(len(met)), times)
    span = (high - low + 1)[who]
    year = low[who] + (rng.random(len(who)) ** 0.8 * span).astype(np.int64)
    return Rows(who + first, np.full(len(who), source), year, year.copy(), rng.integers(0, 365, len(who)), unit[who])


def meet(
    rng: np.random.Generator, people: People, homes: Homes, trade_start: Ints, has_mail: Ints, firms: Firms, shops: Ints
) -> Rows:
    """All the rows, grouped by source and in the order of time within it."""
    n, home = len(people), np.maximum(people.own, people.home)
    town = homes.town[np.maximum(home, 0), 0]
    near = np.isin(town, shops)
    # Half of the households never come near this company; within the others, one comes more than another.
    house = (rng.random(len(homes.start)) < 0.52) * rng.gamma(2.2, 1 / 2.2, len(homes.start))
    keen = house[np.maximum(home, 0)] * rng.gamma(1.1, 1 / 1.1, n)
    trader = trade_start >= 0
    age = 2016 - people.year
    online = np.clip((78 - age) / 60, 0.02, 0.75) * (has_mail <= TODAY)
    chances = (
        np.where(near, 0.25, 0.14) + 0.45 * trader,
        0.025 + 0.35 * trader,
        np.where(near, 0.42, 0.13) * np.where(people.female, 1.25, 0.8),
        np.where(near, 0.16, 0.27) * online,
        0.21 * online,
    )
    out = [
        _rows(
            rng,
            rng.random(n) < chance * keen,
            source,
            np.maximum(people.year + 17, has_mail * (source >= SHOP)),
            people.died,
            0,
            people.clan,
        )
        for source, chance in enumerate(chances)
    ]
    f = len(firms)
    good = rng.gamma(3, 1 / 3, f)
    body = firms.kind >= CONDOMINIUM
    rates = (
        np.full(f, 0.66),
        np.where(body, 0.22, 0.42),
        np.zeros(f),
        np.where(body, 0.05, 0.17),
        np.where(firms.kind == CLUB, 0.2, np.where(body, 0.06, 0.15)),
    )
    unit = firms.unit + int(people.clan.max()) + 1
    out += [
        _rows(rng, rng.random(f) < rate * good, source, firms.start, firms.end, n, unit)
        for source, rate in enumerate(rates)
        if source != CARDS
    ]
    rows = Rows(*(np.concatenate([getattr(r, c.name) for r in out]) for c in fields(Rows)))
    return taken(rows, np.lexsort((rows.entity, rows.day, rows.year, rows.source)))


def cut(rng: np.random.Generator, rows: Rows, wanted: int) -> Ints:
    """Positions of exactly ``wanted`` rows: whole clans and units in chance order, the last one in part."""
    turn = rng.permutation(int(rows.unit.max()) + 1)[rows.unit]
    order = np.lexsort((np.arange(len(rows)), turn))[:wanted]
    return np.sort(order)
