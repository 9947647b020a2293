"""Three generations of households: who is whose child, who bears whose name, who lives where and when."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from second_generator.tables import COHORTS, Ints, Names, Towns, part
from second_generator.words import MIDDLE

NEVER = 9999
TODAY = 2025
Bools = npt.NDArray[np.bool_]


@dataclass
class People:
    """One position a person; -1 where there is none."""

    female: Bools
    born: Ints
    """Days since 1970."""
    year: Ints
    place: Ints
    """Town of birth; -1, -2 ... the states."""
    surname: Ints
    given: Ints
    middle: Ints
    father: Ints
    mother: Ints
    spouse: Ints
    home: Ints
    """The parents' household; -1 where it is outside the world."""
    own: Ints
    own_from: Ints
    second: Ints
    """The household after a separation."""
    second_from: Ints
    died: Ints
    clan: Ints
    junior: Bools
    """Bears the name of the father (or mother) he grew up with."""
    filed_as: Ints
    """The husband's surname a wife goes by, -1 for most."""

    def __len__(self) -> int:
        return len(self.born)


@dataclass
class Homes:
    """One position a household: up to three dwellings, one after the other."""

    town: Ints
    """Three columns."""
    start: Ints
    moves: Ints
    """Two columns: the years of the moves, NEVER for none."""


class World:
    """Grows the population; ``trade`` is the weight of every town in the trade area."""

    def __init__(self, rng: np.random.Generator, towns: Towns, names: Names, trade: Ints, juniors: float) -> None:
        self.rng, self.towns, self.names, self.trade, self.juniors = rng, towns, names, trade, juniors
        self.parts: list[People] = []
        self.homes: list[Homes] = []
        self.count = self.home_count = 0
        self.local: dict[int, npt.NDArray[np.float64]] = {}

    def surnames(self, places: Ints) -> Ints:
        """Surnames by place of birth: every province has its own favourites."""
        out = np.zeros(len(places), dtype=np.int64)
        provinces = self.towns.province_id[np.maximum(places, 0)]
        for province in np.unique(provinces).tolist():
            if province not in self.local:
                taste = np.random.default_rng(province).gamma(0.35, 1 / 0.35, len(self.names.surname_p))
                self.local[province] = part(self.names.surname_p * taste)
            here = np.flatnonzero(provinces == province)
            out[here] = self.rng.choice(len(self.names.surname_p), size=len(here), p=self.local[province])
        return out

    def givens(self, female: Bools, year: Ints) -> Ints:
        """Given names by sex and the fashion of the year."""
        out = np.zeros(len(year), dtype=np.int64)
        cohort = np.searchsorted(COHORTS, year, side="right")
        for (sex, time), p in self.names.given_p.items():
            here = np.flatnonzero((female == sex) & (cohort == time))
            out[here] = self.rng.choice(len(p), size=len(here), p=p)
        return out

    def person(self, female: Bools, year: Ints, place: Ints, clan: Ints) -> People:
        """People without family: name by place and year, a foreign one for some of those born abroad."""
        n, rng = len(year), self.rng
        start = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
        surname, given = self.surnames(place), self.givens(female, year)
        for i, (family, men, women) in enumerate(self.names.foreign):
            for sex, pool in enumerate((men, women)):
                here = np.flatnonzero((place == -1 - i) & (female == sex))
                if len(here) and len(family) and len(pool):
                    surname[here], given[here] = rng.choice(family, len(here)), rng.choice(pool, len(here))
        words = {w: i for i, w in reversed(list(enumerate(self.names.given)))}
        middle = np.full(n, -1, dtype=np.int64)
        for sex, pool_words in enumerate(MIDDLE):
            share = np.where(year < 1965, 0.1, 0.05) * (1 + sex) * (place >= 0)
            here = np.flatnonzero((female == sex) & (rng.random(n) < share))
            middle[here] = rng.choice([words[w] for w in pool_words], len(here))
        middle[middle == given] = -1
        age = 55 + 42 * rng.beta(5, 2.2, n) + 3 * female
        minus, never = np.full(n, -1, dtype=np.int64), np.full(n, NEVER, dtype=np.int64)
        return People(
            female.copy(),
            start + rng.integers(0, 365, n),
            year.copy(),
            place.copy(),
            surname,
            given,
            middle,
            minus.copy(),
            minus.copy(),
            minus.copy(),
            minus.copy(),
            minus.copy(),
            never.copy(),
            minus.copy(),
            never.copy(),
            (year + age).astype(np.int64),
            clan.copy(),
            np.zeros(n, dtype=bool),
            minus.copy(),
        )

    def add(self, people: People) -> Ints:
        """Numbers for new people."""
        self.parts.append(people)
        self.count += len(people)
        return np.arange(self.count - len(people), self.count)

    def found(self, town: Ints, start: Ints) -> Ints:
        """Numbers for new households."""
        n, rng = len(town), self.rng
        first = start + rng.geometric(0.045, n)
        moves = np.stack([np.where(rng.random(n) < 0.75, first, NEVER), first + rng.geometric(0.05, n)], axis=1)
        moves[:, 1] = np.where(moves[:, 0] == NEVER, NEVER, moves[:, 1])
        towns = np.stack([town] * 3, axis=1)
        for i in (1, 2):
            far = rng.random(n) < 0.38
            towns[:, i] = np.where(far, self.near(towns[:, i - 1]), towns[:, i - 1])
        self.homes.append(Homes(towns, start, np.where(moves > TODAY, NEVER, moves)))
        self.home_count += n
        return np.arange(self.home_count - n, self.home_count)

    def near(self, town: Ints) -> Ints:
        """Where one moves: mostly to a town of the trade area, sometimes to the seat of the province."""
        pick = self.rng.choice(self.trade, len(town))
        return np.where(self.rng.random(len(town)) < 0.5, self.towns.seat_of[town], pick)

    def born_in(self, town: Ints) -> Ints:
        """The hospital stands in the seat of the province."""
        return np.where(self.rng.random(len(town)) < 0.6, self.towns.seat_of[town], town)

    def couples(self, people: People, ids: Ints, partner_of: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """A partner and a household for the ``partner_of`` among ``people``: their, the partners', home and year."""
        rng, n = self.rng, len(partner_of)
        female = people.female[partner_of]
        year = people.year[partner_of] + np.where(female, -1, 1) * np.rint(rng.normal(3, 3.5, n)).astype(np.int64)
        abroad = people.place[partner_of] < 0
        town = rng.choice(self.trade, n)
        mixed = rng.random(n) < 0.04
        foreign = -1 - rng.choice(len(self.names.state_p), n, p=self.names.state_p)
        place = np.where(abroad, people.place[partner_of], np.where(mixed, foreign, self.born_in(town)))
        partner = self.person(~female, year, place, people.clan[partner_of])
        wed = np.maximum(year, people.year[partner_of]) + rng.integers(21, 36, n)
        home = self.found(town, wed)
        partner_ids = self.add(partner)
        partner.own[:], partner.own_from[:], partner.spouse[:] = home, wed, ids[partner_of]
        people.own[partner_of], people.own_from[partner_of], people.spouse[partner_of] = home, wed, partner_ids
        apart = np.flatnonzero(rng.random(n) < 0.13)
        when = wed[apart] + rng.integers(3, 25, len(apart))
        partner.second[apart], partner.second_from[apart] = self.found(self.near(town[apart]), when), when
        wives, husbands = (female, people.surname[partner_of]), (~female, partner.surname)
        files = (rng.random(n) < np.where(wed < 1995, 0.26, 0.07)) & ~abroad & ~mixed
        partner.filed_as[:] = np.where(files & husbands[0], wives[1], -1)
        people.filed_as[partner_of] = np.where(files & wives[0], husbands[1], -1)
        return ids[partner_of], partner_ids, home, wed

    def children(self, one: Ints, other: Ints, home: Ints, wed: Ints, mean: float) -> tuple[People, Ints]:
        """The children of couples: spaced births, twins, names handed down."""
        rng, world = self.rng, joined(self.parts)
        number = np.minimum(rng.poisson(mean, len(one)), 5)
        pair = np.repeat(np.arange(len(one)), number)
        rank = np.arange(len(pair)) - np.repeat(np.cumsum(number) - number, number)
        mother = np.where(world.female[one], one, other)[pair]
        father = np.where(world.female[one], other, one)[pair]
        gap = rng.integers(1, 5, len(pair))
        twin = (rank > 0) & (rng.random(len(pair)) < 0.016)
        gap[twin] = 0
        total = np.cumsum(gap)
        first = np.flatnonzero(rank == 0)
        year = wed[pair] + total - np.repeat((total - gap)[first], number[number > 0])
        female = rng.random(len(pair)) < 0.487
        town = joined_homes(self.homes).town[home[pair], 0]
        child = self.person(female, year, self.born_in(town), world.clan[father])
        child.surname, child.father, child.mother, child.home = world.surname[father], father, mother, home[pair]
        child.born[twin] = child.born[np.flatnonzero(twin) - 1]
        child.place[twin] = child.place[np.flatnonzero(twin) - 1]
        model = np.where(female, world.mother[mother], world.father[father])
        grand = (rank <= 1) & (model >= 0) & (rng.random(len(pair)) < np.where(self.towns.south[town], 0.32, 0.09))
        child.given = np.where(grand, world.given[np.maximum(model, 0)], child.given)
        parent = np.where(female, mother, father)
        same = (rank == 0) & (rng.random(len(pair)) < np.where(female, 0.1, 1) * self.juniors) & ~twin
        child.given = np.where(same, world.given[parent], child.given)
        child.middle = np.where(same, world.middle[parent], child.middle)
        child.junior = same & (world.surname[parent] == child.surname)
        # No two children of a couple bear one name.
        again = (rank > 0) & (child.given == np.roll(child.given, 1))
        child.given[again] = self.givens(female[again], np.maximum(year[again], 1990))
        child.junior &= child.given == world.given[parent]
        kept = np.flatnonzero(year <= TODAY - 16)
        return sliced(child, kept), kept

    def leave(self, child: People, share: float) -> tuple[Ints, Ints]:
        """Who leaves to marry, and who alone."""
        grown = np.flatnonzero(child.year <= 1999)
        fate = self.rng.random(len(grown))
        return grown[fate < share], grown[(fate >= share) & (fate < share + 0.18)]

    def alone(self, people: People, who: Ints, low: int, high: int) -> None:
        """A household of one's own."""
        when = people.year[who] + self.rng.integers(low, high, len(who))
        people.own[who], people.own_from[who] = self.found(self.rng.choice(self.trade, len(who)), when), when

    def grow(self, founders: int) -> tuple[People, Homes]:
        """Founding couples, immigrants and singles; children; grandchildren."""
        rng, clan = self.rng, np.arange(founders)
        year = np.clip(np.rint(rng.normal(1949, 13, founders)), 1922, 1984).astype(np.int64)
        abroad = rng.random(founders) < 0.07
        place = self.born_in(rng.choice(self.trade, founders))
        place = np.where(abroad, -1 - rng.choice(len(self.names.state_p), founders, p=self.names.state_p), place)
        founder = self.person(np.zeros(founders, dtype=bool), np.where(abroad, year + 18, year), place, clan)
        ids = self.add(founder)
        single = rng.random(founders) < 0.14
        founder.female[:] = False
        self.alone(founder, np.flatnonzero(single), 20, 40)
        pairs = self.couples(founder, ids, np.flatnonzero(~single))
        for mean, share in ((1.75, 0.58), (1.25, 0.4)):
            child, _ = self.children(*pairs, mean)
            child_ids = self.add(child)
            wed, alone = self.leave(child, share)
            self.alone(child, alone, 20, 38)
            pairs = self.couples(child, child_ids, wed)
        return joined(self.parts), joined_homes(self.homes)


def sliced(people: People, kept: Ints) -> People:
    """Some of the people."""
    return People(*(getattr(people, f.name)[kept] for f in fields(People)))


def joined(parts: list[People]) -> People:
    """All the people."""
    return People(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(People)))


def joined_homes(parts: list[Homes]) -> Homes:
    """All the households."""
    return Homes(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Homes)))
