"""Which entity each row shows, which fields it fills, and from which version of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Arr = npt.NDArray[Any]

CLUSTER_SIZES = np.array([0.68, 0.17, 0.08, 0.04, 0.017, 0.008, 0.003, 0.002])
KINDS = {"person": 0.70, "company": 0.22, "sole_trader": 0.08}
CHANNELS = [0.50, 0.30, 0.20]  # accounting package, web shop, counter or paper form
MEAN_SIZE = float((CLUSTER_SIZES * np.arange(1, 9)).sum())

FIELDS = ("cf", "piva", "birth", "place", "address", "tel", "mob", "mail")
# share of rows with the field, per kind (person, company, sole trader) and channel
_FILLED: dict[str, list[list[float]]] = {
    "cf": [[0.85, 0.50, 0.60], [0.50, 0.20, 0.30], [0.80, 0.35, 0.50]],
    "piva": [[0.0, 0.0, 0.0], [0.88, 0.62, 0.62], [0.80, 0.50, 0.50]],
    "birth": [[0.64, 0.38, 0.50], [0.0, 0.0, 0.0], [0.40, 0.15, 0.25]],
    "place": [[0.55, 0.20, 0.40], [0.0, 0.0, 0.0], [0.35, 0.05, 0.20]],
    "address": [[0.95, 0.85, 0.92], [0.96, 0.88, 0.93], [0.95, 0.85, 0.92]],
    "tel": [[0.50, 0.12, 0.65], [0.72, 0.45, 0.78], [0.65, 0.30, 0.70]],
    "mob": [[0.50, 0.85, 0.45], [0.25, 0.40, 0.20], [0.50, 0.75, 0.50]],
    "mail": [[0.55, 0.97, 0.35], [0.60, 0.95, 0.35], [0.55, 0.95, 0.35]],
}
# chance that a row shows the second version: first row of an entity, later rows
OTHER = {"address": (0.08, 0.20), "mob": (0.06, 0.16), "mail": (0.08, 0.20), "cf": (0.5, 0.5)}
WRONG_CF_HOUSEHOLD, WRONG_CF_STRANGER = 0.006, 0.0008
EXCEL_PIVA = 0.015
UNDECIDABLE = 0.004


@dataclass
class Plan:
    """Row-level decisions, all arrays of one length."""

    entity: Arr
    kind: Arr
    channel: Arr
    has: dict[str, Arr]
    other: dict[str, Arr]
    wrong_cf: Arr  # 0 own code, 1 code of a household member, 2 code of a stranger
    excel: Arr


def entity_counts(rows: int) -> dict[str, int]:
    """Entities of each kind for about ``rows`` rows."""
    total = max(10, round(rows / MEAN_SIZE))
    trader = round(total * KINDS["sole_trader"])
    company = round(total * KINDS["company"])
    return {"person": total - trader - company, "company": company, "sole_trader": trader}


def _cluster_sizes(rng: np.random.Generator, total: int, rows: int) -> Arr:
    size = rng.choice(8, total, p=CLUSTER_SIZES) + 1
    while (gap := rows - int(size.sum())) != 0:
        step = 1 if gap > 0 else -1
        able = np.flatnonzero((size < 8) if gap > 0 else (size > 1))
        chosen = rng.choice(able, min(abs(gap), len(able)), replace=False)
        size[chosen] += step
    return size


def build_plan(rng: np.random.Generator, rows: int, traders: int, persons: int, total: int, delicate: Arr) -> Plan:
    """Entities are ordered: sole traders, other persons, companies."""
    size = _cluster_sizes(rng, total, rows)
    entity = np.repeat(np.arange(total), size)
    first = np.repeat(np.cumsum(size) - size, size)
    later = np.arange(rows) != first
    kind = np.where(entity < traders, 2, np.where(entity < persons, 0, 1))
    channel = rng.choice(3, rows, p=CHANNELS)
    has = {f: rng.random(rows) < np.array(_FILLED[f])[kind, channel] for f in FIELDS}
    has["mob"] |= (kind != 1) & ~has["mob"] & ~has["tel"] & ~has["mail"]
    other = {f: rng.random(rows) < np.where(later, p[1], p[0]) for f, p in OTHER.items()}
    wrong = np.where(rng.random(rows) < WRONG_CF_HOUSEHOLD / 0.35, 1, 0)
    wrong = np.where(rng.random(rows) < WRONG_CF_STRANGER, 2, wrong)
    plan = Plan(entity, kind, channel, has, other, wrong, rng.random(rows) < EXCEL_PIVA)
    _make_decidable(rng, plan, np.flatnonzero(later), first, delicate[entity])
    _tie_neighbours(rng, plan, np.flatnonzero(later), delicate[entity])
    return plan


def _evidence(plan: Plan, row: Arr, anchor: Arr, delicate: Arr) -> Arr:
    """How much a careful reader can compare between two rows of one entity, names aside."""

    def both(field: str) -> Arr:
        same = plan.has[field][row] & plan.has[field][anchor]
        if field in ("address", "tel"):
            return same & (plan.other["address"][row] == plan.other["address"][anchor])
        if field in plan.other and field != "cf":
            return same & (plan.other[field][row] == plan.other[field][anchor])
        return same

    firm = plan.kind[row] == 1
    own = (plan.wrong_cf[row] == 0) & (plan.wrong_cf[anchor] == 0)
    plain = ~plan.excel[row] & ~plan.excel[anchor]
    home = np.where(delicate, 0.0, np.where(firm, 2.0, 1.5))
    return (
        3.0 * (both("cf") & own)
        + 3.0 * (both("piva") & plain)
        + 1.7 * both("birth")
        + home * both("address")
        + home * both("tel")
        + 2.2 * both("mob")
        + 2.2 * both("mail")
        + 0.6 * both("place")
    )


def _make_decidable(rng: np.random.Generator, plan: Plan, row: Arr, first: Arr, delicate: Arr) -> None:
    """Fill fields of rows that share too little with the first row of their entity."""
    anchor = first[row]
    need = np.where(plan.kind[row] == 2, 4.0, np.where(plan.kind[row] == 1, 2.0, 2.9))
    left = rng.random(len(row)) < UNDECIDABLE
    # one missing piece at a time: address, then birth date, mobile or e-mail, then the code
    steps: list[tuple[str, float]] = [
        ("address", 0.7),
        ("birth", 0.6),
        ("mob", 0.5),
        ("mail", 0.5),
        ("address", 1.0),
        ("birth", 1.0),
        ("piva", 0.6),
        ("mob", 1.0),
        ("mail", 1.0),
    ]
    for field, rate in steps:
        short = (_evidence(plan, row, anchor, delicate[row]) < need) & ~left & (rng.random(len(row)) < rate)
        if field == "birth":
            short &= plan.kind[row] != 1
        if field == "piva":
            short &= plan.kind[row] != 0
        if field == "address":
            short &= ~delicate[row]
        for where in (row[short], anchor[short]):
            plan.has[field][where] = True
            if field == "piva":
                plan.excel[where] = False
        if field in plan.other:
            plan.other[field][row[short]] = plan.other[field][anchor[short]]


def _tie_neighbours(rng: np.random.Generator, plan: Plan, row: Arr, delicate: Arr) -> None:
    """Most pairs of later rows share a birth date or a P.IVA too, not only a link through the first row."""
    bare = (_evidence(plan, row, row - 1, delicate[row]) < 0.5) & (rng.random(len(row)) < 0.8)
    for field, kinds in (("birth", (0,)), ("piva", (1, 2))):
        which = row[bare & np.isin(plan.kind[row], kinds)]
        plan.has[field][which] = plan.has[field][which - 1] = True
