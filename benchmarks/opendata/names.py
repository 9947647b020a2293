"""How names are written the second time: moderate damage to real names."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from generator.dirt_base import change, change_r, chosen, typo
from opendata.source import Arr

TYPO = 0.02
FIRST_GIVEN_ONLY, INITIAL, GIVEN_FIRST = 0.25, 0.015, 0.15
SHORTER = 0.30
_QUALITIES = r"[ ,\-]+(O\.?D\.?V\.?|A\.?P\.?S\.?|E\.?T\.?S\.?|ONLUS|A\.?S\.?D\.?)\s*$"
# What offices make of the names of bodies: each with its share of the rows.
_WAYS: tuple[tuple[str, str, float], ...] = (
    (r"ASSOCIAZIONE SPORTIVA DILETTANTISTICA", "ASD", 0.30),
    (r"ASSOCIAZIONE SPORTIVA DILETTANTISTICA", "A.S.D.", 0.30),
    (r"SOCIETA' COOPERATIVA SOCIALE", "SOC. COOP. SOC.", 0.30),
    (r"COOPERATIVA SOCIALE", "COOP. SOCIALE", 0.25),
    (r"ORGANIZZAZIONE DI VOLONTARIATO", "ODV", 0.30),
    (r"^ASSOCIAZIONE ", "ASS. ", 0.20),
    (r"^ASSOCIAZIONE ", "", 0.10),
    (_QUALITIES, "", SHORTER),
    (r"\"", "", 0.40),
    (r"^(.{30,40})\b.*$", r"\1", 0.06),
)
COMUNE_DI = 0.5


def write_people(rng: np.random.Generator, cognome: Arr, nome: Arr, *, one_cell: bool) -> dict[str, Arr]:
    """Write people's names: a further given name is left out, a letter mistyped, the case is as it comes."""
    surname, given = cognome.astype(object), nome.astype(object)
    every = np.ones(len(given), dtype=bool)
    several = np.array([" " in name for name in given.tolist()], dtype=bool)
    change(given, chosen(rng, FIRST_GIVEN_ONLY, several), lambda name: name.split()[0])
    change(given, chosen(rng, INITIAL, every), lambda name: f"{name[0]}.")
    change_r(rng, given, chosen(rng, TYPO / 2, every), typo)
    change_r(rng, surname, chosen(rng, TYPO / 2, every), typo)
    small = chosen(rng, 0.35, every)
    for column in (surname, given):
        change(column, small, str.title)
    if not one_cell:
        return {"COGNOME": surname, "NOME": given}
    turned = rng.random(len(given)) < GIVEN_FIRST
    return {"NOMINATIVO": np.where(turned, given + " " + surname, surname + " " + given)}


def write_bodies(rng: np.random.Generator, name: Arr, town: Arr) -> dict[str, Arr]:
    """Write names of bodies as offices do: qualities left out or shortened, cut off, a letter mistyped.

    A body that bears the bare name of its town is its comune, and is often called so.
    """
    ways = pl.DataFrame({"name": pl.Series(name.tolist(), dtype=pl.String)})
    for pattern, short, share in _WAYS:
        hit = pl.Series(rng.random(len(name)) < share)
        shorter = pl.col("name").str.replace(pattern, short).str.strip_chars()
        ways = ways.with_columns(pl.when(hit & (shorter.str.len_chars() >= 4)).then(shorter).otherwise("name"))
    written = np.array(ways["name"].to_list(), dtype=object)
    bare = np.array([one == two for one, two in zip(name.tolist(), town.tolist(), strict=True)], dtype=bool)
    change(written, chosen(rng, COMUNE_DI, bare), lambda one: f"COMUNE DI {one}")
    every = np.ones(len(name), dtype=bool)
    change_r(rng, written, chosen(rng, TYPO, every), typo)
    change(written, chosen(rng, 0.3, every), lambda one: re.sub(r"[A-Z]{4,}", lambda word: word[0].title(), one))
    return {"RAGIONE SOCIALE": written}


def as_typed(rng: np.random.Generator, name: Arr) -> dict[str, Arr]:
    """Leave real spellings as they are, all but a rare slip."""
    written = name.astype(object)
    change_r(rng, written, chosen(rng, TYPO / 2, np.ones(len(name), dtype=bool)), typo)
    return {"RAGIONE SOCIALE": written}
