"""The tables of ``data``, ready to draw from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from second_generator.words import FOREIGN, OLD_NAMES

DATA = Path(__file__).resolve().parents[2] / "data"
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
SOUTH = {"Campania", "Puglia", "Calabria", "Sicilia", "Basilicata", "Sardegna", "Molise", "Abruzzo"}
COHORTS = (1950, 1970, 1988)
"""Births before these years: three ways to name a child, and a fourth after."""


def read(name: str) -> pl.DataFrame:
    """One table, every cell text."""
    return pl.read_csv(DATA / f"{name}.csv", infer_schema=False)


def part(weights: Floats) -> Floats:
    """Weights as probabilities."""
    return np.asarray(weights / weights.sum(), dtype=np.float64)


@dataclass
class Towns:
    """Comuni of today, by position."""

    name: list[str]
    belfiore: list[str]
    sigla: list[str]
    province: list[str]
    caps: list[list[str]]
    prefix: list[str]
    size: Floats
    south: npt.NDArray[np.bool_]
    seat: npt.NDArray[np.bool_]
    province_id: Ints
    seat_of: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass
class Names:
    """Surnames and given names by position; the foreign ones stand at the end."""

    surname: list[str]
    surname_p: Floats
    given: list[str]
    given_p: dict[tuple[int, int], Floats]
    short: dict[int, list[str]]
    accents: dict[str, str]
    states: list[str]
    state_codes: list[str]
    state_p: Floats
    foreign: list[tuple[Ints, Ints, Ints]]


def towns() -> Towns:
    """The comuni with their CAP; how many people live there is not in the tables: CAP zones stand in for it."""
    frame = read("comuni").join(
        read("cap").group_by("istat", maintain_order=True).agg("cap"), on="istat", how="inner", maintain_order="left"
    )
    prefixes = read("prefissi")
    by_district = dict(zip(prefixes["distretto"], prefixes["prefisso"], strict=True))
    by_sigla = dict(zip(reversed(prefixes["sigla"].to_list()), reversed(prefixes["prefisso"].to_list()), strict=True))
    seats = frame["capoluogo"].to_numpy() == "1"
    zones = frame["cap"].list.len().to_numpy().astype(float)
    names, siglas = frame["nome"].to_list(), frame["sigla"].to_list()
    numbered = {s: i for i, s in enumerate(dict.fromkeys(siglas))}
    ids = np.array([numbered[s] for s in siglas])
    first: dict[int, int] = {}
    for i in [*np.flatnonzero(seats).tolist(), *range(len(names))]:
        first.setdefault(int(ids[i]), i)
    return Towns(
        name=names,
        belfiore=frame["belfiore"].to_list(),
        sigla=siglas,
        province=frame["provincia"].to_list(),
        caps=frame["cap"].to_list(),
        prefix=[by_district.get(n) or by_sigla.get(s) or "06" for n, s in zip(names, siglas, strict=True)],
        size=1 + 9 * seats + 4.0 * (zones - 1),
        south=frame["regione"].is_in(list(SOUTH)).to_numpy(),
        seat=seats,
        province_id=ids,
        seat_of=np.array([first[int(i)] for i in ids]),
    )


def _given(frame: pl.DataFrame, mine: str, other: str, old: dict[str, int], words: dict[str, int]) -> list[Floats]:
    """Probabilities of the given names of one sex in the four cohorts: the counts of the table are the last's."""
    count, rest = pl.col(mine).cast(pl.Int64), pl.col(other).cast(pl.Int64)
    kept = frame.filter((count >= 4) & (count > 4 * rest))
    young = np.zeros(len(words))
    for word, number in zip(kept["nome"], kept[mine].cast(pl.Int64), strict=True):
        young[words[word]] = number
    aged = np.zeros(len(words))
    for word, weight in old.items():
        aged[words[word]] = weight
    common = part(young)
    return [part(share * part(aged) + (1 - share) * common) for share in (0.9, 0.68, 0.25, 0.06)]


def names(known: Towns) -> Names:
    """Surnames, given names by sex and cohort, short forms, accents, and the families from abroad."""
    frame = read("cognomi")
    weight = frame["peso"].cast(pl.Float64).to_numpy()
    tail = sorted({n.upper() for n in known.name if n.isascii() and n.isalpha() and len(n) > 4} - set(frame["cognome"]))
    surname = frame["cognome"].to_list() + tail
    # peso ranks the surnames of the provinces: its root comes near to how many bear them; towns name families, too.
    chance = np.concatenate([0.9 * part(weight**0.6), np.full(len(tail), 0.1 / len(tail))])
    table = read("nomi")
    given = list(dict.fromkeys(table["nome"].to_list() + list(OLD_NAMES[0]) + list(OLD_NAMES[1])))
    words = {w: i for i, w in enumerate(given)}
    chances = {}
    for sex, (mine, other) in enumerate((("maschi", "femmine"), ("femmine", "maschi"))):
        for cohort, p in enumerate(_given(table, mine, other, OLD_NAMES[sex], words)):
            chances[sex, cohort] = p
    short: dict[int, list[str]] = {}
    for row in read("diminutivi").iter_rows():
        if row[0] in words:
            short.setdefault(words[row[0]], []).append(row[1])
    states = read("stati")
    codes = dict(zip(states["nome"], states["codice"], strict=True))
    foreign = []
    for _, family, men, women in FOREIGN.values():
        lists = []
        for text, pool in ((family, surname), (men, given), (women, given)):
            parts = (text.split("|") if "|" in text else text.split()) if text else []
            lists.append(np.arange(len(pool), len(pool) + len(parts)))
            pool.extend(parts)
        foreign.append((lists[0], lists[1], lists[2]))
    accents = {a: n.upper() for a, n, only in read("nomi_accentati").iter_rows() if only != "yes"}
    found = [name for name in FOREIGN if name in codes]
    return Names(
        surname,
        chance,
        given,
        chances,
        short,
        accents,
        found,
        [codes[n] for n in found],
        part(np.array([FOREIGN[n][0] for n in found], dtype=float)),
        [f for n, f in zip(FOREIGN, foreign, strict=True) if n in codes],
    )
