"""Can a careful reader tie the rows of an entity? Rows that nothing ties are mended, and the rest rationed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from second_generator.meetings import Rows
from second_generator.people import Bools
from second_generator.shows import FULL, GIVEN_ONLY, NO_NAME, Shown
from second_generator.tables import Ints

BARE = 0.006
"""At most this share of the rows stays untied."""


def _keys(rows: Rows, shown: Shown, namesake: Bools, first_firm: int, *, codes: bool) -> list[tuple[Ints, Bools]]:
    """What ties two rows of an entity when both show it: values and where they count."""
    named = ~np.isin(shown.name, (NO_NAME, GIVEN_ONLY))
    # Who shares name and door with father or son is not told from him by what the house has in common.
    alone = np.ones(len(rows), dtype=bool)
    people = rows.entity < first_firm
    alone[people] = ~namesake[rows.entity[people]]
    firm = ~people
    found = [
        (shown.mail, (shown.mail >= 0) & (~shown.shared_mail | (named & alone))),
        (shown.mobile, (shown.mobile >= 0) & named),
        (shown.line, (shown.line >= 0) & named & alone),
        (shown.address, (shown.address >= 0) & named & alone),
        (shown.version, firm & named & (shown.address >= 0)),
    ]
    if codes:
        zero = np.zeros(len(rows), dtype=np.int64)
        found += [
            (zero, (shown.code_of == rows.entity) & (people | (shown.code_of >= 0))),
            (zero, shown.piva),
            (zero, shown.birth & named),
        ]
    return found


def untied(rows: Rows, shown: Shown, namesake: Bools, first_firm: int, *, codes: bool) -> tuple[Bools, Ints]:
    """Rows outside the largest group of tied rows of their entity, and a row of that group for each row."""
    n = len(rows)
    label = np.arange(n, dtype=np.int64)
    base = pl.DataFrame({"e": rows.entity})
    keys = [(v, np.flatnonzero(on)) for v, on in _keys(rows, shown, namesake, first_firm, codes=codes)]
    frames = [(base[on].with_columns(v=pl.Series(v[on])), on) for v, on in keys]
    for _ in range(8):
        before = label.copy()
        for frame, on in frames:
            low = (
                frame.with_columns(l=pl.Series(label[on]))
                .select(pl.col("l").min().over("e", "v"))
                .to_series()
                .to_numpy()
            )
            label[on] = np.minimum(label[on], low)
        label = label[label]
        if np.array_equal(before, label):
            break
    groups = base.with_columns(l=pl.Series(label)).with_columns(size=pl.len().over("e", "l").cast(pl.Int64))
    best = groups.select((pl.col("size") * 10_000_000_000 - pl.col("l")).cast(pl.Int64).max().over("e")).to_series()
    main = (-best.to_numpy().astype(np.int64)) % 10_000_000_000
    return label != main, main


def rationed(rng: np.random.Generator, bare: Bools) -> npt.NDArray[np.int64]:
    """Positions to keep: all tied rows and of the untied as many as the ration allows."""
    loose = rng.permutation(np.flatnonzero(bare))
    spare = loose[round(BARE * len(bare)) :]
    kept = np.ones(len(bare), dtype=bool)
    kept[spare] = False
    return np.flatnonzero(kept)


def bare_name(shown: Shown) -> Bools:
    """Rows that show a name and nothing else."""
    some = (shown.mail >= 0) | (shown.mobile >= 0) | (shown.line >= 0) | (shown.address >= 0) | (shown.code_of >= 0)
    return (shown.name >= FULL) & ~some & ~shown.piva & ~shown.birth
