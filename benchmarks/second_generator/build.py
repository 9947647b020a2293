"""From a seed to a list: population, meetings, what rows show, what can be tied, cells, mistakes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from second_generator.area import trade_area
from second_generator.clean import Texts, clean
from second_generator.directory import habits, mails
from second_generator.dirt import Dirt
from second_generator.firm_names import Namer
from second_generator.firms import Firms, establish
from second_generator.meetings import SOURCES, Rows, cut, meet, taken
from second_generator.people import Bools, People, World, sliced
from second_generator.places import lay_out, settle
from second_generator.shows import Population, Shown, Traits, chain, of_firms, of_people, pick
from second_generator.styles import write
from second_generator.tables import Ints, Names, Towns, names, towns
from second_generator.ties import bare_name, rationed, untied
from second_generator.traders import incorporate, set_up

FOUNDERS = 0.52
"""Founding couples a row: each brings three generations, of whom some become customers."""
FIRMS = 0.19
"""Firms (or units of firms) a row."""


@dataclass
class Made:
    """A list with its truth and the world behind it."""

    cells: pl.DataFrame
    """One row a record; the columns of ``styles.COLUMNS`` and ``source``."""
    rows: Rows
    shown: Shown
    world: Population
    bare: Bools
    """Nothing ties them to the other rows of their entity."""
    mended: Bools
    """Nothing did, until they showed what another row shows."""
    name_only: Bools


def without_strangers(people: People, firms: Firms, met: Rows) -> tuple[People, Ints]:
    """The people a row shows something of, numbered anew, and who they were; changes ``firms`` and ``met``."""
    n = len(people)
    ours = met.entity < n
    needed = np.zeros(n + 1, dtype=bool)  # the last place is that of nobody, -1
    needed[met.entity[ours]] = True
    needed[people.spouse[met.entity[ours]]] = True
    needed[firms.owner[met.entity[~ours] - n]] = True
    needed[-1] = False
    kept = np.flatnonzero(needed)
    anew = np.where(needed, np.cumsum(needed) - 1, -1)
    few = sliced(people, kept)
    for relation in (few.father, few.mother, few.spouse, firms.owner):
        relation[:] = anew[relation]
    met.entity = np.where(ours, anew[np.where(ours, met.entity, -1)], met.entity - n + len(kept))
    return few, kept


def populate(
    rng: np.random.Generator, known: Towns, called: Names, rows: int, most: int, juniors: float
) -> tuple[Population, Texts, Rows] | None:
    """The world and ``most`` of its meetings; nothing when there are fewer."""
    trade, shops = trade_area(rng, known, rows)
    people, homes = World(rng, known, called, trade, juniors).grow(max(60, round(FOUNDERS * rows)))
    namer = Namer(rng, people, called, known)
    firms = establish(rng, people, homes, namer, trade, max(40, round(FIRMS * rows)))
    traders = set_up(rng, people, homes, called)
    came = incorporate(rng, firms, traders)
    since, switch = habits(rng, people)
    met = meet(rng, people, homes, traders.of, since, firms, shops)
    if len(met) < most:
        return None
    met = taken(met, cut(rng, met, most))
    people, kept = without_strangers(people, firms, met)
    traders.of = traders.of[kept]
    keepers = int(firms.keeper.max()) + 1
    book = mails(rng, people, homes, firms, called, keepers, since[kept], switch[kept])
    world = Population(people, homes, firms, traders, book, came)
    office = np.zeros(keepers, dtype=np.int64)
    some = firms.keeper >= 0
    office[firms.keeper[some]] = firms.town[some, 0]
    addresses = lay_out(rng, np.concatenate([homes.town.ravel(), firms.town.ravel(), traders.town, office]), known)
    settle(addresses, firms.names[0], world.firm_sites)
    return world, Texts(rng, world, addresses, known, called), met


def show(seed: int, world: Population, traits: Traits, rows: Rows, full: Bools, poisoned: Bools) -> Shown:
    """What the rows show; the same seed, the same choices, whatever ``full`` and the years."""
    person = rows.entity < len(world.people)
    ours, theirs = np.flatnonzero(person), np.flatnonzero(~person)
    both = chain(
        of_people(np.random.default_rng([seed, 11]), world, traits, taken(rows, ours), poisoned, full[ours]),
        of_firms(np.random.default_rng([seed, 12]), world, traits, taken(rows, theirs), full[theirs]),
    )
    return pick(both, np.argsort(np.concatenate([ours, theirs]), kind="stable"))


def make(rows: int, seed: int, *, codeless: bool = False, poisoned: bool = False) -> Made:
    """A list of ``rows`` records."""
    rng = np.random.default_rng([seed, 1])
    known = towns()
    called = names(known)
    wanted, size = round(1.06 * rows) + 50, rows
    while not (made := populate(rng, known, called, size, wanted, 0.22 if poisoned else 0.05)):
        size = round(1.3 * size) + 100  # a small world may happen to meet too few
    world, texts, met = made
    people = world.people
    traits = Traits(rng, world)
    namesake = people.junior.copy()
    parent = np.where(people.female, people.mother, people.father)
    namesake[parent[people.junior & (parent >= 0)]] = True
    blank = people.junior & poisoned
    full = np.zeros(len(met), dtype=bool)
    shown = show(seed, world, traits, met, full, blank)
    loose, main = untied(met, shown, namesake, len(people), codes=not codeless)
    # Most of those who come back give what they gave before.
    full[loose] = full[main[loose]] = True
    met.told[loose] = met.told[main[loose]]
    shown = show(seed, world, traits, met, full, blank)
    again, _ = untied(met, shown, namesake, len(people), codes=not codeless)
    mended = loose & ~again
    kept = rationed(rng, again)
    kept = kept[cut(rng, taken(met, kept), rows)]
    if len(kept) < rows:
        raise RuntimeError(f"{len(kept)} rows met, {rows} wanted: raise FOUNDERS and FIRMS")
    met, shown, mended = taken(met, kept), pick(shown, kept), mended[kept]
    order = np.lexsort((met.entity, met.day, met.year, met.source))
    met, shown, mended = taken(met, order), pick(shown, order), mended[order]
    loose, _ = untied(met, shown, namesake, len(people), codes=not codeless)
    parts = []
    for source, name in enumerate(SOURCES):
        here = np.flatnonzero(met.source == source)
        some, theirs = taken(met, here), pick(shown, here)
        plain = clean(rng, texts, some, theirs, codes=not codeless)
        female = pl.Series(people.female[np.where(some.entity < len(people), some.entity, 0)])
        written = write(rng, source, plain, some, female)
        dirty = Dirt(rng, source, written, some.year).all()
        parts.append(pl.DataFrame(dirty).with_columns(source=pl.lit(name)))
    return Made(pl.concat(parts), met, shown, world, loose, mended, bare_name(shown))
