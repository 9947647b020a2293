"""Which pairs of records are worth comparing.

Several passes, each joining the records that share a key. A block over its budget is refined by further
keys; what stays too large is walked in the order of the names, each record meeting its nearest neighbours.
Nothing is dropped in silence: every pass reports its blocks, its pairs and what it had to refine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]

BUDGET = 40
"""The most records that a block may hold: each then meets at most 39 others."""

_WINDOW = 8


@dataclass(frozen=True, slots=True)
class Pass:
    """What one blocking pass gave.

    Attributes:
        name: The fields of its key.
        pairs: How many pairs it proposed.
        largest: The size of its largest block, before refinement.
        refined: How many records stood in blocks over the budget.
        windowed: How many records were, after all refinements, only compared with their neighbours.
    """

    name: str
    pairs: int
    largest: int
    refined: int
    windowed: int


def candidates(features: pl.DataFrame, budget: int = BUDGET) -> tuple[Rows, Rows, list[Pass]]:
    """Propose the pairs of records to compare.

    Args:
        features: As `make_features` makes them.
        budget: The most records that a block may hold.

    Returns:
        The lower and the higher row of each pair, each pair once, in order; and a report of the passes.
    """
    finer = [_key(features, *names) for names in (("full", "company"), ("birth",), ("cap",), ("street", "number"), ("given_first",))]
    order = features.select(pl.concat_str("full", "company", "birth", separator="|", ignore_nulls=True).rank("ordinal"))
    rank = order.to_series().to_numpy().astype(np.int64)
    found: list[npt.NDArray[np.uint64]] = []
    report: list[Pass] = []
    everyone = np.arange(features.height, dtype=np.int64)
    passes = [(name, everyone, key) for name, key in _passes(features)]
    passes.append(("telefono", *_phone_keys(features)))
    passes.extend(_near_codes(features))
    for name, rows, key in passes:
        low, high, outcome = _block(name, rows, key, finer, rank, budget)
        found.append((low.astype(np.uint64) << np.uint64(32)) | high.astype(np.uint64))
        report.append(outcome)
    together = np.unique(np.concatenate(found))
    return (together >> np.uint64(32)).astype(np.int64), (together & np.uint64(0xFFFFFFFF)).astype(np.int64), report


def _passes(features: pl.DataFrame) -> list[tuple[str, Keys]]:
    prefix = features.select(
        surname_4=pl.col("surname").str.slice(0, 4),
        given_3=pl.col("given_first").str.slice(0, 3),
        company_6=pl.col("company").str.slice(0, 6),
        initial=pl.col("given_first").str.slice(0, 1),
    )
    wide = pl.concat([features, prefix], how="horizontal")
    recipes: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("codice_fiscale", ("cf",)),
        ("partita_iva", ("piva",)),
        ("email", ("email",)),
        ("nome+nascita (come nel CF)", ("born",)),
        ("cognome+nascita", ("surname", "birth")),
        ("nome+nascita+provincia", ("given_first", "birth", "provincia")),
        ("nome completo", ("full",)),
        ("inizio del nome+cap", ("surname_4", "given_3", "cap")),
        ("inizio del nome+comune", ("surname_4", "initial", "comune")),
        ("inizio del nome+via", ("surname_4", "street_last", "number")),
        ("nome+via", ("given_first", "street_last", "number")),
        ("ragione sociale", ("company",)),
        ("inizio della ragione sociale+comune", ("company_6", "comune")),
        ("inizio della ragione sociale+cap", ("company_6", "cap")),
        ("ragione sociale+via", ("company_6", "street_last", "number")),
    )
    return [(name, _key(wide, *columns)) for name, columns in recipes]


def _key(features: pl.DataFrame, *names: str) -> Keys:
    """One number for each combination of values; zero where a value is missing (or all, for alternatives)."""
    alternatives = names == ("full", "company")
    joined = (
        pl.coalesce("full", "company") if alternatives else pl.concat_str(*(pl.col(name) for name in names), separator="|")
    )
    hashed = features.select(pl.when(joined.str.len_bytes() > 0).then(joined).hash(seed=7).alias("hash"), missing=joined.is_null())
    keys: Keys = hashed["hash"].to_numpy().copy()
    keys[hashed["missing"].to_numpy()] = 0
    return keys


def _phone_keys(features: pl.DataFrame) -> tuple[Rows, Keys]:
    places = pl.int_range(pl.len(), dtype=pl.Int64).alias("at")
    phones = pl.concat(
        features.select(places, phone=pl.col(name)).drop_nulls() for name in ("phone_1", "phone_2", "phone_3")
    ).unique(maintain_order=True)
    return phones["at"].to_numpy(), phones["phone"].hash(seed=7).to_numpy()


def _near_codes(features: pl.DataFrame) -> list[tuple[str, Rows, Keys]]:
    """Codici fiscali one or two characters off, one of them refused: two of three segments are the same."""
    if features["cf_typed"].is_null().all():
        return []
    code = pl.coalesce("cf", "cf_typed")
    segments = features.select(pl.int_range(pl.len()).alias("at"), code.alias("code"), refused=pl.col("cf_typed").is_not_null())
    segments = segments.filter(pl.col("code").str.len_bytes().is_between(15, 17))
    first, middle, last = pl.col("code").str.slice(0, 6), pl.col("code").str.slice(6, 5), pl.col("code").str.tail(5)
    passes = []
    for name, one, other in (("inizio+nascita", first, middle), ("inizio+luogo", first, last), ("nascita+luogo", middle, last)):
        keyed = segments.select("at", "refused", key=pl.concat_str(one, other).hash(seed=7))
        # Only blocks with a refused code matter: two sound codes are compared elsewhere.
        wanted = keyed.filter("refused")["key"].unique()
        keyed = keyed.filter(pl.col("key").is_in(wanted.implode()))
        passes.append((f"CF simili ({name})", keyed["at"].to_numpy().astype(np.int64), keyed["key"].to_numpy()))
    return passes


def _block(
    name: str, rows: Rows, key: Keys, finer: Sequence[Keys], rank: Rows, budget: int
) -> tuple[Rows, Rows, Pass]:
    present = key != 0
    rows, key = rows[present], key[present]
    lows, highs = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    largest = refined = 0
    for depth in range(len(finer) + 1):
        if len(rows) == 0:
            break
        order = np.argsort(key, kind="stable")
        rows, key = rows[order], key[order]
        begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        sizes = np.diff(np.append(begins, len(key)))
        largest = max(largest, int(sizes.max()))
        size = np.repeat(sizes, sizes)
        fits = size <= budget
        low, high = _all_pairs(rows[fits], sizes[sizes <= budget])
        lows.append(low)
        highs.append(high)
        rows, key = rows[~fits], key[~fits]
        if depth == 0:
            refined = len(rows)
        if depth < len(finer) and len(rows):
            # A record without the finer key stays in the block of those without it.
            mixed = key * np.uint64(0x9E3779B97F4A7C15) + finer[depth][rows]
            rows, key = rows, np.where(mixed == 0, np.uint64(1), mixed)
    windowed = len(rows)
    if windowed:
        order = np.lexsort((rank[rows], key))
        rows, key = rows[order], key[order]
        for step in range(1, _WINDOW + 1):
            near = key[step:] == key[:-step]
            lows.append(rows[:-step][near])
            highs.append(rows[step:][near])
    low, high = np.concatenate(lows), np.concatenate(highs)
    low, high = np.minimum(low, high), np.maximum(low, high)
    different = low != high
    low, high = low[different], high[different]
    return low, high, Pass(name, len(low), largest, refined, windowed)


def _all_pairs(rows: Rows, sizes: npt.NDArray[np.int64]) -> tuple[Rows, Rows]:
    """All pairs within consecutive blocks of the given sizes."""
    if len(rows) == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    ends = np.repeat(np.cumsum(sizes), sizes)
    place = np.arange(len(rows))
    partners = ends - place - 1
    first = np.repeat(place, partners)
    offset = np.arange(len(first)) - np.repeat(np.cumsum(partners) - partners, partners)
    return rows[first], rows[first + 1 + offset]
