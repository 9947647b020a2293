"""Addresses by number: street, house number, CAP; all that show one number show one door."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from second_generator.tables import Ints, Towns
from second_generator.words import STREET_TYPES, STREETS


@dataclass
class Addresses:
    """One position an address."""

    town: Ints
    street: Ints
    number: Ints
    mark: Ints
    """0 none, 1-3 a letter, 4 bis, 5 no number."""
    cap: Ints
    """Which CAP of the town."""

    def extended(self, other: Addresses) -> Addresses:
        """These, then the others."""
        return Addresses(
            np.concatenate([self.town, other.town]),
            np.concatenate([self.street, other.street]),
            np.concatenate([self.number, other.number]),
            np.concatenate([self.mark, other.mark]),
            np.concatenate([self.cap, other.cap]),
        )


def lay_out(rng: np.random.Generator, town: Ints, towns: Towns) -> Addresses:
    """An address in each of the towns: small towns have few streets."""
    n = len(town)
    streets = np.minimum(12 + 6 * towns.size[town], 420).astype(np.int64)
    local = (rng.random(n) ** 1.3 * streets).astype(np.int64)
    spread = (town * 7919 + local * 104_729) % (len(STREETS) * len(STREET_TYPES))
    number = 1 + rng.geometric(0.022, n) % 190
    mark = rng.choice(6, n, p=[0.84, 0.07, 0.03, 0.01, 0.02, 0.03])
    zones = np.array([len(c) for c in towns.caps])[town]
    return Addresses(town, spread, number, mark, (local % zones).astype(np.int64))


def settle(addresses: Addresses, names: list[str], first: int) -> None:
    """Condominiums stand where their name says: ``VIA VERDI 12``. ``first`` is the address of the first firm."""
    known = {name: i for i, name in enumerate(street_names())}
    for i, name in enumerate(names):
        _, via, rest = name.partition("CONDOMINIO ")[2].rpartition("VIA ")
        street, _, number = rest.rpartition(" ")
        if via and number.isdigit() and f"VIA {street}" in known:
            here = slice(first + 3 * i, first + 3 * i + 3)
            addresses.street[here], addresses.number[here], addresses.mark[here] = (
                known[f"VIA {street}"],
                int(number),
                0,
            )


def street_names() -> list[str]:
    """All the streets, by the number of ``Addresses.street``."""
    return [f"{kind} {name}" for kind in STREET_TYPES for name in STREETS]
