"""Which pairs of records are worth comparing.

Several passes, each joining the records that share a key. A block over its budget is refined by further
keys; what stays too large is walked in the order of the names, each record meeting its nearest neighbours.
Records that share an identifying key (a codice fiscale, a partita IVA, an e-mail) are besides joined along a chain,
however many they are: budgets are for likeness.
Nothing is dropped in silence: every pass reports its blocks, its pairs and what it had to refine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.parallel import each
from italclean.pairs.encode import ODD, Codes, Encoded, Keys, Rows, mixed

BUDGET = 40
"""The most records that a block may hold: each then meets at most 39 others."""

_WINDOW = 8

_IDENTIFYING = ("codice_fiscale", "partita_iva", "email")
"""The passes whose key says by itself whose a record is."""

_OF_CODES = (
    "codice_fiscale",
    "partita_iva",
    "nome+nascita (come nel CF)",
    "cognome+nascita",
    "nome+nascita+provincia",
    "nascita+comune",
)
"""The passes whose key holds a code or a birth date; those of similar codes besides."""

_ONE = np.uint64(1)


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


@dataclass(frozen=True, slots=True)
class Candidates:
    """The pairs worth comparing, each once, in order.

    Attributes:
        low: The lower row of each pair.
        high: The higher row of each pair.
        by_likeness: Which pairs some pass proposed whose key holds nothing of a code or a birth date. Of these alone
            can be learned what the other fields are worth: that two codes met is no likeness of names and contacts.
        passes: A report of the passes.
    """

    low: Rows
    high: Rows
    by_likeness: npt.NDArray[np.bool_]
    passes: tuple[Pass, ...]

    def where(self, kept: npt.NDArray[np.bool_]) -> Candidates:
        """Return some of the pairs."""
        return replace(self, low=self.low[kept], high=self.high[kept], by_likeness=self.by_likeness[kept])

    def joined(self, low: Rows, high: Rows) -> Candidates:
        """Return the pairs and some more, which no likeness proposed.

        Args:
            low: The lower row of each further pair.
            high: The higher row.
        """
        if not len(low):
            return self
        pairs = pl.DataFrame(
            {
                "low": np.concatenate([self.low, low]),
                "high": np.concatenate([self.high, high]),
                "by_likeness": np.concatenate([self.by_likeness, np.zeros(len(low), dtype=np.bool_)]),
            }
        )
        pairs = pairs.unique(["low", "high"], keep="first", maintain_order=True).sort("low", "high")
        low, high, by_likeness = (pairs[name].to_numpy() for name in pairs.columns)
        return replace(self, low=low, high=high, by_likeness=by_likeness)


def candidates(data: Encoded, budget: int = BUDGET) -> Candidates:
    """Propose the pairs of records to compare.

    Args:
        data: The encoded features.
        budget: The most records that a block may hold.
    """
    codes = data.codes
    name = np.where(
        codes["full"] >= 0,
        codes["full"],
        np.where(codes["company"] >= 0, codes["company"] + len(data.values["full"]), -1),
    )
    street = np.where(codes["number"] >= 0, codes["street"], -1)
    finer = [_mix(part) for part in (name, codes["birth"], codes["cap"], street, codes["given_first"])]
    everyone = np.arange(len(name), dtype=np.int64)
    passes = [(title, everyone, _mix(*parts)) for title, parts in _passes(data)]
    passes.append(("telefono", *_keys_of_several(data.phones)))
    passes = [one if one[0] != "email" else ("email", *_keys_of_several(data.mails)) for one in passes]
    of_likeness = {title for title, _, _ in passes} - set(_OF_CODES)
    passes.extend(_near_codes(data))
    found: list[Keys] = []
    report: list[Pass] = []

    def block(given: tuple[str, Rows, Keys]) -> tuple[Rows, Rows, Pass]:
        title, rows, key = given
        low, high, outcome = _block(title, rows, key, finer, name, budget)
        if title not in _IDENTIFYING or outcome.refined == 0:
            return low, high, outcome
        chain_low, chain_high = _chain(rows, key, _alike_first(data), budget)
        low, high = np.concatenate([low, chain_low]), np.concatenate([high, chain_high])
        return low, high, replace(outcome, pairs=len(low))

    for low, high, outcome in each(block, passes):
        # Two row numbers of 31 bits, and one that sorts a pair's likeness first.
        pair = ((low.astype(np.uint64) << np.uint64(31)) | high.astype(np.uint64)) << _ONE
        found.append(pair if outcome.name in of_likeness else pair | _ONE)
        report.append(outcome)
    # Sorting is several times faster here than what numpy.unique does.
    together = np.concatenate(found)
    del found
    together.sort()
    pair = together >> _ONE
    first = np.concatenate([np.ones(min(len(pair), 1), dtype=np.bool_), pair[1:] != pair[:-1]])
    by_likeness = (together[first] & _ONE) == 0
    del together
    pair = pair[first]
    low, high = (pair >> np.uint64(31)).astype(np.int64), (pair & np.uint64(0x7FFFFFFF)).astype(np.int64)
    return Candidates(low, high, by_likeness, tuple(report))


def _alike_first(data: Encoded) -> Sequence[Codes]:
    """By what the records of one key are ordered, so that those which are most alike stand side by side."""
    code = data.codes
    return code["words"], code["cf"], code["piva"], code["birth"], code["email"]


def _chain(rows: Rows, key: Keys, alike: Sequence[Codes], budget: int) -> tuple[Rows, Rows]:
    """Join the records of blocks over the budget: each with the next one of its name, and names with names.

    Args:
        rows: The records of the pass.
        key: Their keys; zero where a record has none.
        alike: What says how alike they are, the name first.
        budget: The most records that a block may hold.
    """
    rows, key = rows[key != 0], key[key != 0]
    order = np.lexsort((*(codes[rows].astype(np.int64) for codes in reversed(alike)), key.view(np.int64)))
    rows, key = rows[order], key[order]
    begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    sizes = np.diff(np.append(begins, len(key)))
    over = np.repeat(sizes, sizes) > budget
    rows, key = rows[over], key[over]
    name = alike[0][rows]
    next_one = (key[1:] == key[:-1]) & (name[1:] == name[:-1])
    first = np.concatenate([[True], ~next_one])
    # The first record of each name meets those of the other names.
    low, high, _ = _block("", rows[first], key[first], (), alike[0], budget)
    return (
        np.concatenate([np.minimum(rows[:-1], rows[1:])[next_one], low]),
        np.concatenate([np.maximum(rows[:-1], rows[1:])[next_one], high]),
    )


def _passes(data: Encoded) -> list[tuple[str, tuple[Codes, ...]]]:
    code = data.codes
    surname, given, firm = data.shortened("surname", 4), data.shortened("given_first", 3), data.shortened("company", 6)
    initial, place = data.shortened("given_first", 1), (code["street"], code["number"])
    return [
        ("codice_fiscale", (code["cf"],)),
        ("partita_iva", (code["piva"],)),
        ("email", (code["email"],)),
        ("nome+nascita (come nel CF)", (code["born"],)),
        ("cognome+nascita", (code["surname"], code["birth"])),
        ("nome+nascita+provincia", (code["given_first"], code["birth"], code["provincia"])),
        ("nome completo", (code["full"],)),
        ("inizio del nome+cap", (surname, given, code["cap"])),
        ("inizio del nome+comune", (surname, initial, code["comune"])),
        ("inizio del nome+via", (surname, *place)),
        ("nome+via", (code["given_first"], *place)),
        ("ragione sociale", (code["company"],)),
        ("inizio della ragione sociale+comune", (firm, code["comune"])),
        ("inizio della ragione sociale+cap", (firm, code["cap"])),
        ("ragione sociale+via", (firm, *place)),
        ("via+comune", (*place, code["comune"])),
        ("nascita+comune", (code["birth"], code["comune"])),
    ]


def _mix(*parts: Codes) -> Keys:
    """One number for each combination of values; zero where a value is missing."""
    key = mixed(*parts)
    for part in parts:
        key[part < 0] = 0
    return key


def _keys_of_several(codes: Codes) -> tuple[Rows, Keys]:
    """The records and the keys of a field that a record may have several of."""
    rows, place = np.nonzero(codes >= 0)
    return rows.astype(np.int64), _mix(codes[rows, place])


def _near_codes(data: Encoded) -> list[tuple[str, Rows, Keys]]:
    """Codici fiscali one or two characters off, one of them refused: two of three segments are the same."""
    refused = data.codes["cf_typed"] >= 0
    if not refused.any():
        return []
    rows = np.flatnonzero(refused | (data.codes["cf"] >= 0)).astype(np.int64)
    code = data.text("cf", rows)
    code = pl.select(pl.coalesce(code, data.text("cf_typed", rows)).alias("code")).to_series()
    segments = pl.DataFrame({"at": rows, "code": code, "refused": refused[rows]})
    segments = segments.filter(pl.col("code").str.len_bytes().is_between(15, 17))
    first, middle, last = pl.col("code").str.slice(0, 6), pl.col("code").str.slice(6, 5), pl.col("code").str.tail(5)
    passes = []
    for title, one, other in (
        ("inizio+nascita", first, middle),
        ("inizio+luogo", first, last),
        ("nascita+luogo", middle, last),
    ):
        keyed = segments.select("at", "refused", key=pl.concat_str(one, other).hash(seed=7))
        # Only blocks with a refused code matter: two sound codes are compared elsewhere.
        wanted = keyed.filter("refused")["key"].unique()
        keyed = keyed.filter(pl.col("key").is_in(wanted.implode()))
        passes.append((f"CF simili ({title})", keyed["at"].to_numpy().astype(np.int64), keyed["key"].to_numpy()))
    return passes


def _block(
    name: str, rows: Rows, key: Keys, finer: Sequence[Keys], rank: Codes, budget: int
) -> tuple[Rows, Rows, Pass]:
    present = key != 0
    rows, key = rows[present], key[present]
    lows, highs = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    largest = refined = 0
    for depth in range(len(finer) + 1):
        if len(rows) == 0:
            break
        order = np.argsort(key)
        rows, key = rows[order], key[order]
        begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        sizes = np.diff(np.append(begins, len(key)))
        largest = max(largest, int(sizes.max()))
        size = np.repeat(sizes, sizes)
        fits = size <= budget
        low, high = all_pairs(rows[fits], sizes[sizes <= budget])
        lows.append(low)
        highs.append(high)
        rows, key = rows[~fits], key[~fits]
        if depth == 0:
            refined = len(rows)
        if depth < len(finer) and len(rows):
            # A record without the finer key stays in the block of those without it.
            key = key * ODD + finer[depth][rows]
            key[key == 0] = 1
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


def all_pairs(rows: Rows, sizes: npt.NDArray[np.int64]) -> tuple[Rows, Rows]:
    """All pairs within consecutive blocks of the given sizes."""
    if len(rows) == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    ends = np.repeat(np.cumsum(sizes), sizes)
    place = np.arange(len(rows))
    partners = ends - place - 1
    first = np.repeat(place, partners)
    offset = np.arange(len(first)) - np.repeat(np.cumsum(partners) - partners, partners)
    return rows[first], rows[first + 1 + offset]
