"""E-mail addresses and telephone numbers of everybody, by number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from second_generator.firms import Firms
from second_generator.people import NEVER, Homes, People
from second_generator.tables import Ints, Names, part
from second_generator.words import MAIL_CERTIFIED, MAIL_NEW, MAIL_OLD, MOBILE_STARTS, NICKNAMES


def letters(words: pl.Series) -> pl.Series:
    """Small letters without blanks, apostrophes and accents."""
    plain = words.str.to_lowercase().str.normalize("NFKD")
    return plain.str.replace_all(r"[^a-z0-9]", "")


@dataclass
class Mails:
    """All addresses; where those of whom begin. -1 in a row is none."""

    text: pl.Series
    """First those of the people, then their second ones."""
    home: int
    firm: int
    keeper: int
    certified: pl.Series
    """One a firm."""
    since: Ints
    """The year a person has an address, NEVER for none."""
    switch: Ints
    """The year a person changes provider, NEVER for none."""


def _drawn(rng: np.random.Generator, table: dict[str, int], n: int) -> list[str]:
    words = list(table)
    return [words[i] for i in rng.choice(len(words), n, p=part(np.array(list(table.values()), dtype=float)))]


def _locals(rng: np.random.Generator, people: People, names: Names) -> tuple[list[str], list[str]]:
    """Two local parts a person: that of the first address and one for those who start anew."""
    surname = letters(pl.Series(names.surname)).gather(people.surname).to_list()
    given = letters(pl.Series(names.given)).gather(people.given).to_list()
    nick = [n.lower() for n in NICKNAMES]
    out: list[list[str]] = [[], []]
    shorts = {i: letters(pl.Series(s)).to_list() for i, s in names.short.items()}
    for kind in out:
        turns, picks, filed = rng.random(len(people)), rng.random(len(people)), people.filed_as
        for i, (s, g, year) in enumerate(zip(surname, given, people.year.tolist(), strict=True)):
            turn, pick = turns[i], picks[i]
            if turn < 0.3:
                local = f"{g}.{s}"
            elif turn < 0.4:
                local = f"{s}.{g}" if filed[i] < 0 or pick < 0.5 else f"{g}.{letters_of(names, int(filed[i]))}"
            elif turn < 0.5:
                local = f"{g}{s}"
            elif turn < 0.58:
                local = f"{g[0]}.{s}"
            elif turn < 0.7:
                local = f"{g}{s}{year % 100:02d}"
            elif turn < 0.78:
                local = f"{g}.{s}{int(pick * 99) + 1}"
            elif turn < 0.86:
                short = shorts.get(int(people.given[i]), [g])
                local = f"{short[int(pick * len(short))]}{year % 100:02d}"
            elif turn < 0.93:
                local = f"{s[:4]}{g[:3]}{int(pick * 90) + 10}"
            else:
                local = f"{nick[int(pick * len(nick))]}{year % 100:02d}{s[:1]}"
            kind.append(local)
    return out[0], out[1]


def letters_of(names: Names, surname: int) -> str:
    """A surname as it stands in an address."""
    return "".join(c for c in names.surname[surname].lower() if c.isalnum() and c.isascii())


def habits(rng: np.random.Generator, people: People) -> tuple[Ints, Ints]:
    """Since when people have an address, and when they change provider; NEVER for those who do not."""
    n, year = len(people), people.year
    edges = np.searchsorted([1935, 1945, 1955, 1965], year, side="right")
    has = rng.random(n) < np.array([0.05, 0.25, 0.55, 0.78, 0.94])[edges]
    since = np.where(has, np.maximum(year + 15, 1999 + rng.integers(0, 14, n)), NEVER)
    switch = np.where(rng.random(n) < np.where(since < 2008, 0.5, 0.2), since + 2 + rng.geometric(0.11, n), NEVER)
    return since, switch


def mails(
    rng: np.random.Generator,
    people: People,
    homes: Homes,
    firms: Firms,
    names: Names,
    keepers: int,
    since: Ints,
    switch: Ints,
) -> Mails:
    """Everybody's addresses, no two alike."""
    n = len(people)
    first, anew = _locals(rng, people, names)
    old, new = _drawn(rng, MAIL_OLD, n), _drawn(rng, MAIL_NEW, n)
    keeps = rng.random(n) < 0.66
    young = since >= 2009
    one = [f"{a}@{w if y else o}" for a, o, w, y in zip(first, old, new, young.tolist(), strict=True)]
    later = _drawn(rng, MAIL_NEW, n)
    two = [f"{a if k else b}@{d}" for a, b, k, d in zip(first, anew, keeps.tolist(), later, strict=True)]
    h = len(homes.start)
    lead = np.zeros(h, dtype=np.int64)
    lead[people.own[people.own >= 0]] = np.flatnonzero(people.own >= 0)
    family = letters(pl.Series(names.surname)).gather(people.surname[lead]).to_list()
    shapes = ("famiglia{0}{1}", "fam.{0}{1}", "{0}family{1}", "casa{0}{1}")
    numbers = rng.integers(1, 99, h).tolist()
    house = [
        f"{shapes[i % 4].format(s, k)}@{d}"
        for i, (s, k, d) in enumerate(zip(family, numbers, _drawn(rng, MAIL_OLD, h), strict=True))
    ]
    firm, certified = _firm_mails(rng, firms)
    sorts = ("amministrazioni", "studio", "geom", "rag", "studioassociato")
    offices = [
        f"{'info@' if i % 2 else ''}{sorts[i % 5]}{names.surname[int(s)].lower().replace(' ', '').replace(chr(39), '')}"
        f"{'.it' if i % 2 else '@' + d}"
        for i, (s, d) in enumerate(zip(rng.integers(0, 2000, keepers), _drawn(rng, MAIL_NEW, keepers), strict=True))
    ]
    text = _unlike(pl.Series(one + two + house + firm + offices), rng)
    return Mails(text, 2 * n, 2 * n + h, 2 * n + h + 2 * len(firms), certified, since, switch)


def _firm_mails(rng: np.random.Generator, firms: Firms) -> tuple[list[str], pl.Series]:
    """Two addresses a firm, from its two names, and the certified one."""
    roles = (
        ["info"] * 60
        + ["amministrazione"] * 12
        + ["ufficio"] * 6
        + ["commerciale"] * 8
        + ["segreteria"] * 8
        + ["vendite"] * 6
    )
    out: list[str] = []
    stems = [letters(pl.Series(n).str.replace(r" (DI|E|&) .*$", "")).str.slice(0, 22).to_list() for n in firms.names]
    domain = rng.random(len(firms)) < np.where(firms.kind >= 3, 0.25, 0.58)
    for stem in stems:
        provider, role = _drawn(rng, MAIL_OLD, len(firms)), rng.integers(0, len(roles), len(firms)).tolist()
        out.extend(
            f"{roles[r]}@{s}.{'it' if r % 9 else 'com'}" if d else f"{s}@{p}"
            for s, p, r, d in zip(stem, provider, role, domain.tolist(), strict=True)
        )
    certified = [f"{s}@{p}" for s, p in zip(stems[0], _drawn(rng, MAIL_CERTIFIED, len(firms)), strict=True)]
    return out, _unlike(pl.Series(certified), rng)


def _unlike(text: pl.Series, rng: np.random.Generator) -> pl.Series:
    """Who finds an address taken adds a number."""
    frame = pl.DataFrame({"m": text, "n": rng.integers(1, 9, len(text))})
    turn = pl.int_range(pl.len()).over("m")
    number = (turn * 9 + pl.col("n")).cast(pl.String)
    parts = pl.col("m").str.split_exact("@", 1)
    later = parts.struct.field("field_0") + number + "@" + parts.struct.field("field_1")
    return frame.select(pl.when(turn == 0).then("m").otherwise(later)).to_series().rename("mail")


def mobiles(ids: Ints) -> list[str]:
    """A mobile number for each id (-1: none); no two ids have the same."""
    span = len(MOBILE_STARTS) * 10_000_000
    spread = (ids * 48_271 + 90_001) % span
    return [
        "" if i < 0 else f"{MOBILE_STARTS[s // 10_000_000]}{s % 10_000_000:07d}"
        for i, s in zip(ids.tolist(), spread.tolist(), strict=True)
    ]


def landlines(ids: Ints, prefix: list[str]) -> list[str]:
    """A landline for each id (-1: none) behind the prefix of its town."""
    out = []
    for i, start in zip(ids.tolist(), prefix, strict=True):
        width = 8 if len(start) == 2 else 7 if len(start) == 3 else 6
        out.append("" if i < 0 else f"{start}{(i * 7919 + 13) % (8 * 10 ** (width - 1)) + 10 ** (width - 1)}")
    return out
