"""Firms and bodies with a life: form, name and seat change; branches, sisters, groups, administrators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from second_generator.codes import numbers
from second_generator.firm_names import Namer
from second_generator.people import NEVER, Bools, Homes, People
from second_generator.tables import Ints

COMPANY, SISTER, GROUP, CONDOMINIUM, SCHOOL, PARISH, PUBLIC, CLUB = range(8)


@dataclass
class Firms:
    """One position a firm; addresses, lines and mails are numbers of the directory."""

    kind: Ints
    town: Ints
    """Three columns: the seats, or the sites of a firm with branches."""
    unit: Ints
    owner: Ints
    """A person, -1 for none."""
    names: list[list[str]]
    """Two lists: the first name and the later one, without form."""
    forms: list[list[str]]
    renamed: Ints
    moved: Ints
    branches: Bools
    start: Ints
    end: Ints
    piva: list[str]
    cf: list[str]
    keeper: Ints
    """The administrator or accountant whose mail and phone the firm gives, -1 for none."""
    at_keeper: Bools
    """The address, too, is the keeper's."""
    has_mail: Bools

    def __len__(self) -> int:
        return len(self.kind)


def _units(rng: np.random.Generator, wanted: int) -> tuple[Ints, Ints]:
    """The kind and the unit of every firm: sisters, groups and the bodies of one comune come together."""
    kinds = rng.choice(8, wanted, p=[0.655, 0.035, 0.011, 0.15, 0.032, 0.037, 0.025, 0.055])
    size = np.ones(wanted, dtype=np.int64)
    size[kinds == SISTER] = rng.integers(2, 4, int((kinds == SISTER).sum()))
    size[kinds == GROUP] = rng.integers(3, 7, int((kinds == GROUP).sum()))
    together = np.isin(kinds, (SCHOOL, PARISH))
    size[together] = rng.integers(1, 4, int(together.sum()))
    return np.repeat(kinds, size), np.repeat(np.arange(wanted), size)


def _owners(rng: np.random.Generator, people: People, unit: Ints) -> Ints:
    """The person behind the firm: one for all the sisters of a unit."""
    able = np.flatnonzero((people.year < 1992) & (people.year > 1938) & (people.place >= 0))
    heads: Ints = rng.choice(able, unit.max() + 1)
    return heads[unit]


def establish(rng: np.random.Generator, people: People, homes: Homes, namer: Namer, trade: Ints, wanted: int) -> Firms:
    """``wanted`` units with what they are called and where they sit."""
    kind, unit = _units(rng, wanted)
    n = len(kind)
    company = kind <= GROUP
    owner = np.where(company, _owners(rng, people, unit), -1)
    home = np.maximum(people.own, people.home)[np.maximum(owner, 0)]
    seat = np.where((owner >= 0) & (home >= 0), homes.town[home, 0], rng.choice(trade, unit.max() + 1)[unit])
    seats = np.stack([seat] * 3, axis=1)
    branches = company & (rng.random(n) < 0.06)
    for i in (1, 2):
        elsewhere = rng.random(n) < np.where(branches, 0.8, 0.3)
        seats[:, i] = np.where(elsewhere, rng.choice(trade, n), seats[:, i - 1])
    start = rng.integers(1975, 2021, n)
    moved = np.where(company & (rng.random(n) < 0.42), start + rng.geometric(0.05, n), NEVER)
    renamed = np.where(company & (rng.random(n) < 0.21), start + rng.geometric(0.06, n), NEVER)
    renamed = np.where(kind == SCHOOL, np.where(rng.random(n) < 0.3, 2012, NEVER), renamed)
    end = np.where(company & (rng.random(n) < 0.25), start + rng.geometric(0.05, n), NEVER)
    places = np.unique(unit, return_index=True)[1]
    rank = np.arange(n) - places[unit]
    names, forms = namer.names(kind, owner, seat, rank, unit, renamed)
    end = np.where(_twice(kind, seat, names), start - 1, end)
    office = rng.integers(1, 101, n)
    serial = 2 * ((np.arange(n) * 1_368_791 + 1_003) % 3_900_000)  # traders have the odd ones
    piva = numbers(serial, office)
    body = kind >= CONDOMINIUM
    other = (kind == GROUP) | (company & (rng.random(n) < 0.03))
    numeric = numbers((np.arange(n) * 611_953) % 1_900_000 + 8_000_000, office)
    cf = [b if o else a for a, b, o in zip(piva, numeric, body | other, strict=True)]
    group_vat = (kind == GROUP) & (unit % 3 == 0)
    shared = piva.copy()
    for i in np.flatnonzero(group_vat).tolist():
        shared[i] = piva[places[unit[i]]]
    with_vat = ~body | (np.isin(kind, (CLUB, PUBLIC)) & (rng.random(n) < 0.4))
    keeper = _keepers(rng, kind, seat)
    return Firms(
        kind,
        seats,
        unit,
        owner,
        names,
        forms,
        renamed,
        moved,
        branches,
        start,
        end,
        [p if w else "" for p, w in zip(shared, with_vat, strict=True)],
        cf,
        keeper,
        (keeper >= 0) & (rng.random(n) < np.where(kind == CONDOMINIUM, 0.3, 0.55)),
        rng.random(n) < 0.86,
    )


def _twice(kind: Ints, seat: Ints, names: list[list[str]]) -> Bools:
    """Bodies that are there already: one comune has one parish of a name, one town hall."""
    frame = pl.DataFrame({"k": kind, "t": seat, "a": names[0], "b": names[1]})
    again = pl.col("a").is_first_distinct().over("t") & pl.col("b").is_first_distinct().over("t")
    found: Bools = frame.select(~again & (pl.col("k") >= SCHOOL)).to_series().to_numpy()
    return found


def _keepers(rng: np.random.Generator, kind: Ints, seat: Ints) -> Ints:
    """An administrator of the town for every condominium, an accountant for some of its companies.

    Numbered by town and turn: an administrator has some thirty buildings, an accountant a dozen firms.
    """
    keeper = np.full(len(kind), -1, dtype=np.int64)
    code = np.full(len(kind), -1, dtype=np.int64)
    for sort, (some, each) in enumerate(
        ((kind == CONDOMINIUM, 30), ((kind == COMPANY) & (rng.random(len(kind)) < 0.09), 12))
    ):
        here = np.flatnonzero(some)
        towns, inverse, counts = np.unique(seat[here], return_inverse=True, return_counts=True)
        del towns
        offices = np.maximum(1, np.ceil(counts / each)).astype(np.int64)[inverse]
        code[here] = (seat[here] * 10_000 + (rng.random(len(here)) * offices).astype(np.int64)) * 2 + sort
    known = np.flatnonzero(code >= 0)
    keeper[known] = np.unique(code[known], return_inverse=True)[1]
    return keeper
