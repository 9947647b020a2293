"""How alike two records are, field by field, as levels that mean something for the field.

Strings are compared once for each distinct pair of values, never for each pair of rows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from italclean.core.reference import table
from italclean.dedup.encode import PHONES, Encoded, Rows

Levels = npt.NDArray[np.uint8]

_SWAPPED = 0.88

MISSING, SAME, CLOSE, PARTLY, CONFLICT = 0, 1, 2, 3, 4
"""The levels: a side is missing; the same; the same but for a slip of the pen; in part the same; different."""

FIELDS = (
    "cognome",
    "nome",
    "ragione_sociale",
    "data_nascita",
    "codice_fiscale",
    "partita_iva",
    "email",
    "telefono",
    "luogo",
)


def compare(data: Encoded, low: Rows, high: Rows) -> Levels:
    """Compare pairs of records.

    Args:
        data: The encoded features.
        low: The first row of each pair.
        high: The second row of each pair.

    Returns:
        The level of each field, shape (pairs, fields), in the order of `FIELDS`.
    """
    levels = np.zeros((len(low), len(FIELDS)), dtype=np.uint8)
    column = {name: place for place, name in enumerate(FIELDS)}
    levels[:, column["cognome"]] = _compare_distinct(data, "surname", low, high, _surnames)
    levels[:, column["nome"]] = _compare_distinct(data, "given", low, high, _given_names)
    _forgive_swaps(data, levels, low, high)
    levels[:, column["ragione_sociale"]] = _compare_distinct(data, "company", low, high, _companies)
    # Two people are compared as people, whatever else their names could be.
    people = ((data.codes["surname"][low] >= 0) & (data.codes["surname"][high] >= 0)) & ~_both_firms(data, low, high)
    levels[people, column["ragione_sociale"]] = MISSING
    levels[~people, column["cognome"]] = MISSING
    levels[~people, column["nome"]] = MISSING
    levels[:, column["data_nascita"]] = _compare_distinct(data, "birth", low, high, _dates)
    levels[:, column["codice_fiscale"]] = _codes(data, low, high)
    levels[:, column["partita_iva"]] = _equal(data, "piva", low, high)
    levels[:, column["email"]] = _emails(data, low, high)
    levels[:, column["telefono"]] = _phones(data, low, high)
    levels[:, column["luogo"]] = _places(data, low, high)
    return levels


def _both_firms(data: Encoded, low: Rows, high: Rows) -> npt.NDArray[np.bool_]:
    """Tell pairs of which one is surely a firm."""
    firm = (data.codes["company"] >= 0) & (data.codes["surname"] < 0)
    return np.asarray(firm[low] | firm[high])


def _equal(data: Encoded, field: str, low: Rows, high: Rows) -> Levels:
    a, b = data.codes[field][low], data.codes[field][high]
    return np.where((a < 0) | (b < 0), MISSING, np.where(a == b, SAME, CONFLICT)).astype(np.uint8)


def _compare_distinct(
    data: Encoded, field: str, low: Rows, high: Rows, judge: Callable[[pl.Series, pl.Series], Levels]
) -> Levels:
    """Judge each distinct pair of unequal values once."""
    levels = _equal(data, field, low, high)
    differ = np.flatnonzero(levels == CONFLICT)
    if len(differ) == 0:
        return levels
    a, b = data.codes[field][low[differ]].astype(np.int64), data.codes[field][high[differ]].astype(np.int64)
    pairs = (np.minimum(a, b) << 32) | np.maximum(a, b)
    distinct, places = np.unique(pairs, return_inverse=True)
    values = data.values[field]
    verdict = judge(values.gather(pl.Series(distinct >> 32)), values.gather(pl.Series(distinct & 0xFFFFFFFF)))
    levels[differ] = verdict[places]
    return levels


def _edits(a: pl.Series, b: pl.Series, most: int) -> npt.NDArray[np.int32]:
    return process.cpdist(
        a.to_list(), b.to_list(), scorer=DamerauLevenshtein.distance, score_cutoff=most, dtype=np.int32, workers=-1
    )


def likeness(a: pl.Series, b: pl.Series) -> npt.NDArray[np.float32]:
    """Return the Jaro-Winkler similarity of each pair, from 0 to 1."""
    return process.cpdist(
        a.to_list(), b.to_list(), scorer=JaroWinkler.normalized_similarity, dtype=np.float32, workers=-1
    )


def _lengths(a: pl.Series, b: pl.Series) -> npt.NDArray[np.int64]:
    return np.asarray(np.minimum(a.str.len_bytes().to_numpy(), b.str.len_bytes().to_numpy()), dtype=np.int64)


def _contains(a: pl.Series, b: pl.Series) -> npt.NDArray[np.bool_]:
    frame = pl.DataFrame({"a": a, "b": b})
    inside = frame.select(
        pl.col("a").str.contains(pl.col("b"), literal=True) | pl.col("b").str.contains(pl.col("a"), literal=True)
    )
    return inside.to_series().to_numpy().astype(np.bool_)


def _surnames(a: pl.Series, b: pl.Series) -> Levels:
    shortest = _lengths(a, b)
    close = (_edits(a, b, 2) <= np.where(shortest >= 8, 2, 1)) & (shortest >= 4)
    partly = _contains(a, b) & (shortest >= 4)
    return np.where(close, CLOSE, np.where(partly, PARTLY, CONFLICT)).astype(np.uint8)


def _given_names(a: pl.Series, b: pl.Series) -> Levels:
    shortest = _lengths(a, b)
    one_edit = _edits(a, b, 1) <= 1
    looks = pl.DataFrame({"a": a, "b": b}).select(
        # MARIO and MARIA, PAOLO and PAOLA differ by one letter and are two people.
        gender=(pl.col("a").str.head(-1) == pl.col("b").str.head(-1))
        & pl.col("a").str.contains("[AEIO]$")
        & pl.col("b").str.contains("[AEIO]$"),
        same_length=pl.col("a").str.len_bytes() == pl.col("b").str.len_bytes(),
        begins=pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a")),
        # M. GRAZIA, MARIA GRAZIA
        initial=(pl.col("a").str.head(1) == pl.col("b").str.head(1))
        & (pl.col("a").str.tail(4) == pl.col("b").str.tail(4)),
        nick=pl.concat_str("a", "b", separator="|").is_in(_nicknames().implode()),
    )
    gender, same_length, begins, initial, nick = (looks[name].to_numpy().astype(np.bool_) for name in looks.columns)
    close = one_edit & ~gender & ((shortest >= 5) | (~same_length & (shortest >= 4)))
    # MARIA LUISA, LUISA: one of two given names used alone.
    inside = _contains(a, b) & (shortest >= 4)
    partly = (begins & ((shortest >= 4) | (shortest == 1))) | inside | nick | (initial & (shortest >= 6))
    level = np.where(close, CLOSE, np.where(partly, PARTLY, CONFLICT))
    # MARIO JR is not MARIO SR, and may or may not be MARIO.
    suffixes = pl.DataFrame({"a": a, "b": b}).select(pl.all().str.extract("(J|S)(?:R|UNIOR|ENIOR)$"))
    apart = suffixes.select(
        both=(pl.col("a") != pl.col("b")).fill_null(value=False), one=pl.col("a").is_null() != pl.col("b").is_null()
    )
    both, one = (apart[name].to_numpy().astype(np.bool_) for name in ("both", "one"))
    level = np.where(one & (level == CLOSE), PARTLY, level)
    return np.where(both, CONFLICT, level).astype(np.uint8)


@cache
def _nicknames() -> pl.Series:
    """Every name with each of its short forms, both ways round, as `NAME|SHORT`."""
    pairs = table("diminutivi")
    return pl.concat(
        pairs.select(pl.concat_str(one, other, separator="|"))[one]
        for one, other in (("nome", "diminutivo"), ("diminutivo", "nome"))
    )


def _companies(a: pl.Series, b: pl.Series) -> Levels:
    """Same: but for blanks; close: one slip, or the words in another order; partly: most words in common."""
    one, other = a.str.replace_all(" ", ""), b.str.replace_all(" ", "")
    same = (one == other).to_numpy()
    shortest = _lengths(one, other)
    close = (_edits(one, other, 2) <= np.where(shortest >= 10, 2, 1)) & (shortest >= 5)
    reordered = _ratio(a, b, fuzz.token_sort_ratio) >= 92
    like = (_ratio(a, b, fuzz.token_set_ratio) >= 90) | (_ratio(one, other, fuzz.partial_ratio) >= 90)
    like |= likeness(one, other) >= 0.93
    level = np.where(close | (reordered & (shortest >= 5)), CLOSE, np.where(like & (shortest >= 6), PARTLY, CONFLICT))
    return np.where(same, SAME, level).astype(np.uint8)


def _ratio(a: pl.Series, b: pl.Series, scorer: Callable[..., float]) -> npt.NDArray[np.float32]:
    return process.cpdist(a.to_list(), b.to_list(), scorer=scorer, score_cutoff=85, dtype=np.float32, workers=-1)


def _dates(a: pl.Series, b: pl.Series) -> Levels:
    """Close: a slip in day, month or last digit of the year, or day and month swapped; partly: a slip in the decade.

    A wrong decade may be a slip of the pen, or a father and his son.
    """
    year_a, year_b = pl.col("a").str.slice(0, 4), pl.col("b").str.slice(0, 4)
    frame = pl.DataFrame({"a": a, "b": b}).select(
        swapped=(year_a == year_b)
        & (pl.col("a").str.slice(5, 2) == pl.col("b").str.slice(8, 2))
        & (pl.col("a").str.slice(8, 2) == pl.col("b").str.slice(5, 2)),
        near=pl.col("a").str.slice(0, 3) == pl.col("b").str.slice(0, 3),
    )
    swapped, near = (frame[name].to_numpy().astype(np.bool_) for name in ("swapped", "near"))
    one_slip = _edits(a, b, 1) <= 1
    return np.where(swapped | (one_slip & near), CLOSE, np.where(one_slip, PARTLY, CONFLICT)).astype(np.uint8)


def _forgive_swaps(data: Encoded, levels: Levels, low: Rows, high: Rows) -> None:
    """Surname and given name in the other order are the same name, also with a slip of the pen in one of them."""
    conflict = (levels[:, 0] == CONFLICT) | (levels[:, 1] == CONFLICT)
    full = data.codes["full"]
    same = np.flatnonzero(conflict & (full[low] == full[high]) & (full[low] >= 0))
    levels[same, 0] = SAME
    levels[same, 1] = SAME
    crossed = np.flatnonzero((levels[:, 0] == CONFLICT) & (levels[:, 1] == CONFLICT))
    if len(crossed) == 0:
        return
    one, other = low[crossed], high[crossed]
    surname, given = data.text("surname", one).fill_null(""), data.text("given", one).fill_null("")
    there, here = data.text("given", other).fill_null(""), data.text("surname", other).fill_null("")
    fits = (likeness(surname, there) >= _SWAPPED) & (likeness(given, here) >= _SWAPPED)
    levels[crossed[fits], 0] = CLOSE
    levels[crossed[fits], 1] = CLOSE


def _codes(data: Encoded, low: Rows, high: Rows) -> Levels:
    """Close: one code is refused and one or two characters off; partly: the same person but for the place."""
    levels = _equal(data, "cf", low, high)
    born = _equal(data, "born", low, high)
    conflict = levels == CONFLICT
    a_len = data.values["cf"].str.len_bytes().to_numpy() if len(data.values["cf"]) else np.zeros(1)
    personal = (
        conflict
        & (a_len[np.maximum(data.codes["cf"][low], 0)] == 16)
        & (a_len[np.maximum(data.codes["cf"][high], 0)] == 16)
    )
    levels[personal & (born == SAME)] = PARTLY
    a_typed, b_typed = data.codes["cf_typed"][low] >= 0, data.codes["cf_typed"][high] >= 0
    a_code, b_code = data.codes["cf"][low] >= 0, data.codes["cf"][high] >= 0
    near = np.flatnonzero((a_typed | b_typed) & (a_typed | a_code) & (b_typed | b_code))
    if len(near):
        one = _either(data, low[near])
        other = _either(data, high[near])
        close = (
            (_edits(one, other, 2) <= 2)
            & (one.str.len_bytes() >= 15).to_numpy()
            & (other.str.len_bytes() >= 15).to_numpy()
        )
        levels[near[close]] = CLOSE
    return levels


def _either(data: Encoded, rows: Rows) -> pl.Series:
    code, typed = data.text("cf", rows), data.text("cf_typed", rows)
    has = pl.Series(data.codes["cf"][rows] >= 0)
    return pl.select(pl.when(has).then(code).otherwise(typed)).to_series()


def _emails(data: Encoded, low: Rows, high: Rows) -> Levels:
    levels = _equal(data, "email", low, high)
    first, second = data.codes["email"], data.codes["email_2"]
    distinct = data.values["email"], data.values["email_2"]
    if (second >= 0).any():
        # The two fields are numbered apart: bring the second's numbers to the first's.
        bridge = (
            (
                distinct[1]
                .to_frame("value")
                .join(
                    distinct[0].to_frame("value").with_row_index("code"), on="value", how="left", maintain_order="left"
                )
            )["code"]
            .cast(pl.Int32)
            .fill_null(-2)
            .to_numpy()
        )
        other = np.where(second >= 0, bridge[np.maximum(second, 0)], -3)
        shared = (other[low] == first[high]) | (other[high] == first[low])
        levels[shared & (levels == CONFLICT)] = SAME
    return levels


def _phones(data: Encoded, low: Rows, high: Rows) -> Levels:
    """Same: a mobile number in common; partly: only a landline."""
    a, b = data.phones[low], data.phones[high]
    any_a, any_b = (a >= 0).any(axis=1), (b >= 0).any(axis=1)
    shared_mobile = np.zeros(len(low), dtype=np.bool_)
    shared = np.zeros(len(low), dtype=np.bool_)
    for one in range(PHONES):
        for other in range(PHONES):
            same = (a[:, one] == b[:, other]) & (a[:, one] >= 0)
            shared |= same
            shared_mobile |= same & data.mobile[low, one]
    level = np.where(shared_mobile, SAME, np.where(shared, PARTLY, CONFLICT))
    return np.where(any_a & any_b, level, MISSING).astype(np.uint8)


def _places(data: Encoded, low: Rows, high: Rows) -> Levels:
    """Same: street and number; close: the street; partly: the comune or CAP; conflict: elsewhere."""
    street = _equal(data, "street", low, high)
    number = _equal(data, "number", low, high)
    cap, comune, provincia = (_equal(data, field, low, high) for field in ("cap", "comune", "provincia"))
    known = (cap != MISSING) | (comune != MISSING) | (street != MISSING)
    near = (cap == SAME) | (comune == SAME)
    far = ~near & ((comune == CONFLICT) | (provincia == CONFLICT) | (cap == CONFLICT))
    level = np.where(
        (street == SAME) & (number == SAME) & ~far,
        SAME,
        np.where((street == SAME) & (number != CONFLICT) & near, CLOSE, np.where(near, PARTLY, CONFLICT)),
    )
    return np.where(known, level, MISSING).astype(np.uint8)
