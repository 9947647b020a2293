"""Municipalities with sizes, postcodes, telephone prefixes, and streets."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
from faker.providers.address.it_IT import Provider

from generator.names import mandelbrot, surnames
from generator.placedata import CITY_SIZES, PREFIXES, PROVINCES, STREETS

Arr = npt.NDArray[Any]


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(c for c in plain if c.isalnum())


@dataclass(frozen=True)
class Gazetteer:
    """Columns over all municipalities."""

    name: Arr
    code: Arr
    province: Arr
    province_no: Arr
    province_name: Arr
    prefix: Arr
    population: Arr
    caps: Arr
    cap_start: Arr
    cap_count: Arr


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Active municipalities with a size drawn once and for all."""
    raw = json.loads(files("codicefiscale").joinpath("data/municipalities.json").read_text("utf-8"))
    rows = {(m["code"]): m for m in raw if m["active"] and m["province"] in PROVINCES}
    towns = sorted(rows.values(), key=lambda m: (m["province"], m["name"]))
    rng = np.random.default_rng(1948)
    drawn = np.clip(np.exp(rng.normal(7.9, 1.1, len(towns))), 150, 38_000)
    sizes = [CITY_SIZES.get(m["name"], 0) * 1000 for m in towns]
    population = np.where(np.array(sizes) > 0, sizes, drawn)
    by_town: dict[tuple[str, str], list[str]] = {}
    by_province: dict[str, list[str]] = {}
    for cap, entries in Provider.cap_city_province.items():
        for town, province in entries:
            by_town.setdefault((_key(town), province), []).append(cap)
            by_province.setdefault(province, []).append(cap)
    caps: list[str] = []
    start, count = [], []
    for m in towns:
        found = sorted(set(by_town.get((_key(m["name"]), m["province"]), [])))
        found = found[1:] if len(found) > 3 else found  # drop the generic one
        if not found:
            found = [max(by_province[m["province"]])]
        start.append(len(caps))
        count.append(len(found))
        caps.extend(found)
    sigla = [m["province"] for m in towns]
    index = {p: i + 1 for i, p in enumerate(sorted(PROVINCES))}
    name = [
        m["name"]
        .split("/")[0]
        .replace(" Di ", " di ")
        .replace(" Del ", " del ")
        .replace(" Della ", " della ")
        .replace(" Dell'", " dell'")
        .replace(" Nell'", " nell'")
        .replace(" D'", " d'")
        .replace(" In ", " in ")
        .replace(" Sul ", " sul ")
        for m in towns
    ]
    return Gazetteer(
        np.array(name, dtype=object),
        np.array([m["code"] for m in towns], dtype=object),
        np.array(sigla, dtype=object),
        np.array([index[p] for p in sigla]),
        np.array([PROVINCES[p] for p in sigla], dtype=object),
        np.array([PREFIXES[p] for p in sigla], dtype=object),
        population.astype(np.int64),
        np.array(caps, dtype=object),
        np.array(start),
        np.array(count),
    )


@lru_cache(maxsize=1)
def streets() -> tuple[Arr, Arr, Arr]:
    """Type, first name (may be empty) and core of each street, most common first."""
    rng = np.random.default_rng(1870)
    listed = []
    for line in STREETS.strip().splitlines():
        kind, first, core = (part.strip() for part in line.split("|"))
        listed.append((kind, first, core))
    firsts = [
        "Giovanni",
        "Luigi",
        "Antonio",
        "Pietro",
        "Carlo",
        "Enrico",
        "Alfredo",
        "Cesare",
        "Aldo",
        "Maria",
        "Paolo",
        "Ugo",
    ]
    kinds = ["Via"] * 14 + ["Viale"] * 2 + ["Piazza", "Vicolo", "Largo", "Strada", "Contrada", "Corso"]
    pool = surnames()[100:1600]
    for i in rng.permutation(len(pool)):
        first = str(rng.choice(firsts)) if rng.random() < 0.75 else ""
        listed.append((str(rng.choice(kinds)), first, str(pool[i])))
    columns = list(zip(*listed, strict=True))
    return tuple(np.array(c, dtype=object) for c in columns)  # type: ignore[return-value]


@dataclass
class Addresses:
    """One address per entity: town, street, number, suffix, postcode and landline."""

    town: Arr
    street: Arr
    number: Arr
    suffix: Arr
    cap: Arr
    landline: Arr

    def take(self, index: Arr) -> Addresses:
        """Addresses at ``index``."""
        return Addresses(*(getattr(self, f)[index] for f in _FIELDS))

    def copy(self) -> Addresses:
        """A copy that can be changed."""
        return replace(self, **{f: getattr(self, f).copy() for f in _FIELDS})

    def put(self, index: Arr, other: Addresses) -> None:
        """Overwrite the addresses at ``index``."""
        for f in _FIELDS:
            getattr(self, f)[index] = getattr(other, f)


_FIELDS = ("town", "street", "number", "suffix", "cap", "landline")


def draw_towns(rng: np.random.Generator, n: int) -> Arr:
    """Towns by size."""
    weight = gazetteer().population.astype(float)
    return rng.choice(len(weight), n, p=weight / weight.sum())


def nearby_towns(rng: np.random.Generator, town: Arr, stay: float = 0.7) -> Arr:
    """The same town with probability ``stay``, else another one of the province."""
    g = gazetteer()
    first = np.searchsorted(g.province, g.province[town], side="left")
    last = np.searchsorted(g.province, g.province[town], side="right")
    other = first + (rng.random(len(town)) * (last - first)).astype(np.int64)
    return np.where(rng.random(len(town)) < stay, town, other)


def draw_addresses(rng: np.random.Generator, town: Arr) -> Addresses:
    """A random address in each town."""
    g = gazetteer()
    n = len(town)
    total = len(streets()[0])
    limit = np.clip(g.population[town] // 120, 18, total)
    street = rng.choice(total, n, p=mandelbrot(total, 12.0, 0.8)) % limit
    number = np.clip(rng.geometric(1 / 32, n), 1, 400)
    suffix = np.where(rng.random(n) < 0.09, rng.integers(1, 6, n), 0)
    cap = g.caps[g.cap_start[town] + (rng.random(n) * g.cap_count[town]).astype(np.int64)]
    # one street lies in one postcode: derive the choice from town and street
    fixed = g.caps[g.cap_start[town] + (street * 31 + town) % g.cap_count[town]]
    cap = np.where(rng.random(n) < 0.9, fixed, cap)
    prefix = g.prefix[town]
    width = np.array([len(p) for p in prefix])
    size = np.where(width == 2, 8, np.where(width == 3, 7, 6))
    line = (rng.random(n) * 0.85 + 0.1) * 10.0**size
    landline = np.array(
        [p + str(int(x)).zfill(int(s)) for p, x, s in zip(prefix, line, size, strict=True)], dtype=object
    )
    return Addresses(town, street, number, suffix, cap, landline)
