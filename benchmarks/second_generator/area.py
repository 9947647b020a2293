"""Where the customers of one company live: around its shops, not all over Italy."""

from __future__ import annotations

import numpy as np

from second_generator.tables import Ints, Towns, part


def trade_area(rng: np.random.Generator, towns: Towns, rows: int) -> tuple[Ints, Ints]:
    """Towns to draw customers from, each as often as it has customers, and the towns with a shop."""
    shops = max(3, round(0.9 * rows**0.26))
    seats = np.flatnonzero(towns.seat)
    places = rng.choice(seats, size=min(shops, len(seats)), replace=False)
    drawn = []
    for shop in places.tolist():
        province = np.flatnonzero(towns.province_id == towns.province_id[shop])
        around = rng.choice(province, size=min(25, len(province)), replace=False)
        drawn.append(np.full(420, shop))
        drawn.append(rng.choice(around, 440, p=part(towns.size[around])))
    far = rng.choice(len(towns.name), size=round(140 * len(places)), p=part(towns.size))
    return np.concatenate([*drawn, far]).astype(np.int64), places.astype(np.int64)
