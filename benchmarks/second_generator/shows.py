"""What a row shows: who has given what to which source, and what was true on the day."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from second_generator.directory import Mails
from second_generator.firms import CONDOMINIUM, GROUP, SISTER, Firms
from second_generator.meetings import CARDS, CRM, ERP, NEWSLETTER, SHOP, Rows
from second_generator.people import NEVER, TODAY, Bools, Homes, People
from second_generator.tables import Floats, Ints
from second_generator.traders import Traders

NO_NAME, FULL, GIVEN_ONLY, HUSBANDS = range(4)


@dataclass
class Population:
    """Everybody, and where the numbers of their addresses begin."""

    people: People
    homes: Homes
    firms: Firms
    traders: Traders
    mails: Mails
    came_from: Ints
    """The trade each firm was, -1 for none."""

    @property
    def firm_sites(self) -> int:
        """Three addresses a household come first."""
        return 3 * len(self.homes.start)

    @property
    def trade_sites(self) -> int:
        """Then three a firm."""
        return self.firm_sites + 3 * len(self.firms)

    @property
    def keeper_sites(self) -> int:
        """Then one a trade; then one a keeper."""
        return self.trade_sites + len(self.traders.person)


@dataclass
class Shown:
    """One position a row; -1 or False where the row does not show it."""

    address: Ints
    line: Ints
    mobile: Ints
    mail: Ints
    shared_mail: Bools
    """More than one entity gives this address."""
    code_of: Ints
    """The entity whose codice fiscale it is."""
    piva: Bools
    birth: Bools
    name: Ints
    version: Ints
    """A firm's first or second name."""
    business: Bools
    """A sole trader as a firm."""
    certified: Bools


class Traits:
    """What a person or firm does everywhere alike."""

    def __init__(self, rng: np.random.Generator, world: Population) -> None:
        people, homes, firms = world.people, world.homes, world.firms
        n, h, f = len(people), len(homes.start), len(firms)
        self.invoiced = rng.random(n) < np.where(world.traders.of >= 0, 0.9, 0.38)
        self.open = rng.beta(6, 2, n + f)
        self.mobile_from = np.where(
            rng.random(n) < np.where(people.year < 1940, 0.5, 0.97), np.maximum(1999, people.year + 14), NEVER
        )
        self.mobile_moves = np.cumsum(rng.geometric(0.045, (n, 2)), axis=1) + self.mobile_from[:, None]
        self.line = rng.random(h) < np.select([homes.start < 2000, homes.start < 2010], [0.92, 0.55], 0.15)
        self.keeps_line = rng.random(h) < 0.6
        self.family_mail = rng.random(h) < 0.14
        self.scans = rng.random(int(homes.town.max()) + 1) < 0.35
        self.owner_mobile = rng.random(f) < 0.55
        self.owner_mail = rng.random(f) < 0.1


def _dwelling(world: Population, who: Ints, year: Ints) -> tuple[Ints, Ints]:
    """The household of people at a time, and which of its dwellings."""
    people, homes = world.people, world.homes
    home = np.where(
        (people.own[who] >= 0) & ((year >= people.own_from[who]) | (people.home[who] < 0)),
        people.own[who],
        people.home[who],
    )
    home = np.where((people.second[who] >= 0) & (year >= people.second_from[who]), people.second[who], home)
    home = np.maximum(home, 0)
    return home, (year[:, None] >= homes.moves[home]).sum(axis=1)


def _chance(rng: np.random.Generator, source: Ints, table: tuple[float, ...], openness: Floats) -> Bools:
    return rng.random(len(source)) < np.array(table)[source] * (0.72 + 0.37 * openness)


def of_people(
    rng: np.random.Generator, world: Population, traits: Traits, rows: Rows, poisoned: Bools, full: Bools
) -> Shown:
    """The rows of people; ``full`` rows show all that their source asks for."""
    people, homes, mails, trades = world.people, world.homes, world.mails, world.traders
    who, year, source, n = rows.entity, rows.told, rows.source, len(rows)
    home, dwelling = _dwelling(world, who, year)
    trade = trades.of[who]
    in_trade = (trade >= 0) & (year >= trades.start[trade]) & (year <= trades.end[trade])
    business = in_trade & np.isin(source, (ERP, CRM)) & (rng.random(n) < 0.78)
    address = home * 3 + dwelling
    moved = homes.town[home, dwelling] != homes.town[home, 0]
    line = np.where(moved | ~traits.keeps_line[home], address, home * 3)
    shop = business & ~trades.at_home[np.maximum(trade, 0)]
    address, line = np.where(shop, world.trade_sites + trade, address), np.where(shop, world.trade_sites + trade, line)
    has_line = (traits.line[home] | shop) & ~((year > 2017) & (who % 10 < 4) & ~shop)
    version = (year[:, None] >= traits.mobile_moves[who]).sum(axis=1)
    mobile = np.where(year >= traits.mobile_from[who], who * 3 + version, -1)
    spouse = people.spouse[who]
    lends = (mobile < 0) & (spouse >= 0) & (who % 3 == 0) & (year >= traits.mobile_from[spouse])
    mobile = np.where(lends, spouse * 3, mobile)
    own = np.where(year >= mails.since[who], np.where(year >= mails.switch[who], who + len(people), who), -1)
    family = traits.family_mail[home] & (year > 2000) & ((own < 0) | (rng.random(n) < 0.22))
    mail = np.where(family, mails.home + home, own)
    lent = (mail < 0) & (spouse >= 0) & (mails.since[spouse] <= year) & (who % 2 == 0)
    mail = np.where(lent, spouse, mail)
    openness, see = traits.open[who], _chance
    always = np.isin(source, (SHOP, NEWSLETTER))
    mail_chance = (0.28, 0.5, 0.0, 2.0, 1.99)
    has_mail = (see(rng, source, mail_chance, openness) | always) & (rng.random(n) > 0.006 * (source == NEWSLETTER))
    scans = traits.scans[homes.town[home, 0]] & (source == CARDS) & (year >= 2012)
    asked = ((source == ERP) & (traits.invoiced[who] | (rng.random(n) < np.where(year >= 2019, 0.45, 0.04)))) | scans
    code = (
        (asked & (rng.random(n) < 0.93))
        | ((source == CRM) & (rng.random(n) < 0.12))
        | ((source == CARDS) & (rng.random(n) < 0.03))
    )
    birth = see(rng, source, (0.06, 0.02, 0.95, 0.07, 0.0), openness) | ((source == ERP) & code & (rng.random(n) < 0.3))
    wrong = code & (spouse >= 0) & (rng.random(n) < 0.006)
    filed = (people.filed_as[who] >= 0) & (year >= people.own_from[who]) & np.isin(source, (ERP, CARDS, CRM))
    turn = rng.random(n)
    name = np.where(filed & (turn < 0.8), HUSBANDS, FULL)
    name = np.where(source == NEWSLETTER, np.select([turn < 0.62, turn < 0.8], [FULL, GIVEN_ONLY], NO_NAME), name)
    name = np.where((name != FULL) & (source == NEWSLETTER) & ~has_mail, FULL, name)
    piva = business & (rng.random(n) < np.where(source == ERP, 0.95, 0.4))
    blank = poisoned[who]
    return Shown(
        np.where(
            see(rng, source, (0.97, 0.68, 0.82, 0.96, 0.0), openness) | (full & (source != NEWSLETTER)), address, -1
        ),
        np.where(
            has_line & (see(rng, source, (0.5, 0.4, 0.22, 0.06, 0.0), openness) | (full & np.isin(source, (ERP, CRM)))),
            line,
            -1,
        ),
        np.where(
            see(rng, source, (0.5, 0.88, 0.86, 0.72, 0.0), openness) | (full & (source != NEWSLETTER)), mobile, -1
        ),
        np.where(has_mail | (full & np.isin(source, (ERP, CRM))), mail, -1),
        family | lent,
        np.where(code & ~blank, np.where(wrong, spouse, who), -1),
        piva & ~blank,
        birth & ~blank,
        name,
        np.zeros(n, dtype=np.int64),
        business,
        np.zeros(n, dtype=bool),
    )


def of_firms(rng: np.random.Generator, world: Population, traits: Traits, rows: Rows, full: Bools) -> Shown:
    """The rows of firms and bodies; ``rows.entity`` counts after the people."""
    firms, mails, people = world.firms, world.mails, world.people
    who, year, source, n = rows.entity - len(people), rows.told, rows.source, len(rows)
    site = np.where(firms.branches[who], rng.integers(0, 3, n), (year >= firms.moved[who]).astype(np.int64))
    _, first, inverse = np.unique(firms.unit, return_index=True, return_inverse=True)
    head = first[inverse]
    together = np.isin(firms.kind, (SISTER, GROUP))
    place = np.where(together, head, np.arange(len(firms)))[who]
    address = world.firm_sites + 3 * place + site
    line = np.where(firms.town[who, site] == firms.town[who, 0], world.firm_sites + 3 * place, address)
    came = world.came_from[who]
    address, line = (
        np.where(came >= 0, world.trade_sites + came, address),
        np.where(came >= 0, world.trade_sites + came, line),
    )
    keeper, kept = firms.keeper[who], firms.keeper[who] >= 0
    condominium = firms.kind[who] == CONDOMINIUM
    office = kept & firms.at_keeper[who]
    address = np.where(office, world.keeper_sites + keeper, address)
    line = np.where(kept & (condominium | (rng.random(n) < 0.3)), world.keeper_sites + keeper, line)
    owner = firms.owner[who]
    mobile = np.where(
        (owner >= 0) & traits.owner_mobile[who], owner * 3, np.where(condominium, -1, 3 * len(people) + who)
    )
    mobile = np.where(rng.random(n) < np.where(firms.kind[who] > CONDOMINIUM, 0.2, 0.8), mobile, -1)
    version = (year >= firms.renamed[who]).astype(np.int64)
    mail = mails.firm + who + len(firms) * version * (rng.random(n) < 0.75)
    by_owner = (owner >= 0) & traits.owner_mail[who] & (mails.since[owner] <= TODAY)
    mail = np.where(by_owner, owner, mail)
    mail = np.where(kept & (condominium | (who % 2 == 0)), mails.keeper + keeper, mail)
    mail = np.where((kept | firms.has_mail[who] | np.isin(source, (SHOP, NEWSLETTER))) & (year > 1999), mail, -1)
    openness = traits.open[len(people) + who]
    mails_shown = (
        _chance(rng, source, (0.4, 0.62, 0.0, 2.0, 2.0), openness)
        | np.isin(source, (SHOP, NEWSLETTER))
        | (full & np.isin(source, (ERP, CRM)))
    )
    code = (source == ERP) & (rng.random(n) < np.where(firms.kind[who] >= CONDOMINIUM, 0.9, 0.75))
    return Shown(
        np.where(
            _chance(rng, source, (0.99, 0.72, 0.0, 0.95, 0.0), openness) | (full & (source != NEWSLETTER)), address, -1
        ),
        np.where(
            _chance(rng, source, (0.8, 0.75, 0.0, 0.6, 0.0), openness) | (full & (source != NEWSLETTER)), line, -1
        ),
        np.where(_chance(rng, source, (0.22, 0.6, 0.0, 0.35, 0.0), openness), mobile, -1),
        np.where(mails_shown, mail, -1),
        (kept | by_owner),
        np.where(code, rows.entity, -1),
        np.isin(source, (ERP, CRM)) & (rng.random(n) < np.where(source == ERP, 0.965, 0.3)),
        np.zeros(n, dtype=bool),
        np.where((source == NEWSLETTER) & (rng.random(n) < 0.45), NO_NAME, FULL),
        version,
        np.ones(n, dtype=bool),
        (source == ERP) & (year >= 2013) & (rng.random(n) < 0.4),
    )


def pick(shown: Shown, kept: Ints | Bools) -> Shown:
    """Some of the rows."""
    return Shown(*(getattr(shown, f.name)[kept] for f in fields(Shown)))


def chain(one: Shown, other: Shown) -> Shown:
    """These rows, then the others."""
    return Shown(*(np.concatenate([getattr(one, f.name), getattr(other, f.name)]) for f in fields(Shown)))
