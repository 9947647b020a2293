"""How alike two records are, field by field, as levels that mean something for the field.

Strings are compared once for each distinct pair of values, never for each pair of rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.pairs import person_names as names
from italclean.pairs.company_names import companies
from italclean.pairs.encode import Codes, Encoded, Rows
from italclean.pairs.levels import CLOSE, CONFLICT, MISSING, PARTLY, SAME, Levels
from italclean.pairs.strings import edits, likeness

Verdict = TypeVar("Verdict", bound=np.generic)

_SWAPPED, _SURE = 0.88, 0.92
MISTYPED = 2
"""How many characters off a refused code may be from the one that was meant."""
_DAYS, _FAR = 31, 10**6
"""Nobody in a household is born within a month of another, but for twins, who share the day."""

Flags = npt.NDArray[np.bool_]

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
    levels[:, column["cognome"]] = _compare_distinct(data, "surname", low, high, names.surnames)
    levels[:, column["nome"]] = _compare_distinct(data, "given", low, high, names.given_names)
    _forgive_swaps(data, levels, low, high)
    _forgive_parting(data, levels, low, high)
    levels[:, column["ragione_sociale"]] = _compare_distinct(data, "company", low, high, companies)
    # Two people are compared as people, whatever else their names could be.
    named = (data.codes["surname"] >= 0) | (data.codes["given"] >= 0)
    firms = data.firms
    people = named[low] & named[high] & ~firms[low] & ~firms[high]
    levels[people, column["ragione_sociale"]] = MISSING
    levels[~people, column["cognome"]] = MISSING
    levels[~people, column["nome"]] = MISSING
    levels[:, column["data_nascita"]] = _compare_distinct(data, "birth", low, high, _dates)
    levels[:, column["codice_fiscale"]] = _codes(data, low, high)
    levels[:, column["partita_iva"]] = _numbers(data, low, high)
    levels[:, column["email"]] = _emails(data, low, high)
    levels[:, column["telefono"]] = _phones(data, low, high)
    levels[:, column["luogo"]] = _places(data, low, high)
    return levels


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
    levels[differ] = _judge_once(data, field, low[differ], high[differ], judge)
    return levels


def _judge_once(
    data: Encoded, field: str, low: Rows, high: Rows, judge: Callable[[pl.Series, pl.Series], npt.NDArray[Verdict]]
) -> npt.NDArray[Verdict]:
    """Judge each distinct pair of values once, whichever of the two comes first."""
    a, b = data.codes[field][low].astype(np.int64), data.codes[field][high].astype(np.int64)
    distinct, places = np.unique((np.minimum(a, b) << 32) | np.maximum(a, b), return_inverse=True)
    values = data.printed.get(field, data.values[field])

    def judged(pairs: Rows) -> npt.NDArray[Verdict]:
        return judge(values.gather(pl.Series(pairs >> 32)), values.gather(pl.Series(pairs & 0xFFFFFFFF)))

    return data.judged[field].of(distinct, judged)[places]


def _dates(a: pl.Series, b: pl.Series) -> Levels:
    """Close: one slip, day and month swapped, or a month at most between them; partly: a slip in the decade.

    A wrong decade may be a slip of the pen, or a father and his son. The day before or behind says no more: exports
    turn a date at midnight into the evening before.
    """
    year_a, year_b = pl.col("a").str.slice(0, 4), pl.col("b").str.slice(0, 4)
    frame = pl.DataFrame({"a": a, "b": b}).select(
        swapped=(year_a == year_b)
        & (pl.col("a").str.slice(5, 2) == pl.col("b").str.slice(8, 2))
        & (pl.col("a").str.slice(8, 2) == pl.col("b").str.slice(5, 2)),
        near=pl.col("a").str.slice(0, 3) == pl.col("b").str.slice(0, 3),
        same_month=pl.col("a").str.slice(5, 2) == pl.col("b").str.slice(5, 2),
    )
    swapped, near, same_month = (frame[name].to_numpy().astype(np.bool_) for name in frame.columns)
    one_slip = edits(a, b, 1) <= 1
    days = pl.DataFrame({"a": a, "b": b}).select(pl.all().str.to_date("%Y-%m-%d", strict=False))
    apart = days.select((pl.col("a") - pl.col("b")).dt.total_days().abs().fill_null(_FAR)).to_series().to_numpy()
    years = days.select(pl.all().dt.to_string("%Y").fill_null(""))
    days_of_month = days.select((pl.col("a").dt.day().cast(pl.Int16) - pl.col("b").dt.day()).abs()).to_series()
    next_day = same_month & (days_of_month == 1).fill_null(value=False).to_numpy()
    decade = one_slip | (next_day & (edits(years["a"], years["b"], 1) <= 1))
    close = swapped | (one_slip & near) | (apart <= _DAYS)
    return np.where(close, CLOSE, np.where(decade, PARTLY, CONFLICT)).astype(np.uint8)


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
    crossed = crossed[_same_initial(data, low[crossed], high[crossed])]
    one, other = low[crossed], high[crossed]
    surname, given = data.text("surname", one).fill_null(""), data.words("given", one).fill_null("")
    there, here = data.words("given", other).fill_null(""), data.text("surname", other).fill_null("")
    one_way, other_way = likeness(surname, there), likeness(given, here)
    near = np.flatnonzero(np.maximum(one_way, other_way) >= _SURE)
    crossed, places = crossed[near], pl.Series(near)
    # BIANCHI PINA, GIUSEPPINA BIANCHI: a short form in the other order.
    like_surname = names.given_names(surname.gather(places), there.gather(places)) != CONFLICT
    like_given = names.given_names(given.gather(places), here.gather(places)) != CONFLICT
    fits = ((one_way[near] >= _SWAPPED) | like_surname) & ((other_way[near] >= _SWAPPED) | like_given)
    levels[crossed[fits], 0] = CLOSE
    levels[crossed[fits], 1] = CLOSE


def _forgive_parting(data: Encoded, levels: Levels, low: Rows, high: Rows) -> None:
    """A name of three words may be parted in two ways: with something else in common it is the same name."""
    conflict = np.flatnonzero((levels[:, 0] == CONFLICT) | (levels[:, 1] == CONFLICT))
    one, other = low[conflict], high[conflict]
    shared = np.zeros(len(conflict), dtype=np.bool_)
    for field in ("birth", "email", "street", "cf", "piva"):
        shared |= _equal(data, field, one, other) == SAME
    whole = (data.codes["full"][one] >= 0) & (data.codes["full"][other] >= 0)
    asked = np.flatnonzero(shared & whole)
    blanks = [
        data.text("words", rows[asked]).str.count_matches(" ", literal=True).fill_null(0).to_numpy()
        for rows in (one, other)
    ]
    asked = asked[np.maximum(*blanks) >= 2]
    if len(asked) == 0:
        return
    met = conflict[asked[_judge_once(data, "words", one[asked], other[asked], names.persons)]]
    levels[met, 0] = np.where(levels[met, 0] == CONFLICT, CLOSE, levels[met, 0])
    levels[met, 1] = PARTLY


def _same_initial(data: Encoded, low: Rows, high: Rows) -> npt.NDArray[np.bool_]:
    """Tell the pairs of which a surname begins as the other's given name: no others are each other's turned round."""
    surname, given = (data.initials(field) for field in ("surname", "given"))
    return np.asarray((surname[low] == given[high]) | (given[low] == surname[high]))


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
    near = np.flatnonzero(one_refused(data, low, high, "cf"))
    if len(near):
        one, other = typed(data, low[near], "cf"), typed(data, high[near], "cf")
        close = (
            (edits(one, other, MISTYPED) <= MISTYPED)
            & (one.str.len_bytes() >= 15).to_numpy()
            & (other.str.len_bytes() >= 15).to_numpy()
        )
        levels[near[close]] = CLOSE
    return levels


def _numbers(data: Encoded, low: Rows, high: Rows) -> Levels:
    """Two partite IVA; a partita IVA and the number that a body has for a codice fiscale may differ by law.

    Close: one of them is refused, and they are one or two characters off at most.
    """
    same = _equal(data, "piva", low, high) == SAME
    vat = _equal(data, "vat", low, high)
    levels = np.where(same | (vat == SAME), SAME, vat).astype(np.uint8)
    near = np.flatnonzero(one_refused(data, low, high, "piva"))
    levels[near[edits(typed(data, low[near], "piva"), typed(data, high[near], "piva"), MISTYPED) <= MISTYPED]] = CLOSE
    return levels


def one_refused(data: Encoded, low: Rows, high: Rows, code: str) -> Flags:
    """Tell the pairs with a code on both sides, of which one at least was refused as typed.

    Args:
        data: The encoded features.
        low: The first row of each pair.
        high: The second row of each pair.
        code: `cf` or `piva`.
    """
    refused, valid = data.codes[f"{code}_typed"] >= 0, data.codes[code] >= 0
    known = refused | valid
    return np.asarray((refused[low] | refused[high]) & known[low] & known[high])


def typed(data: Encoded, rows: Rows, code: str) -> pl.Series:
    """Return the codes of some rows, as typed where they were refused; `code` is `cf` or `piva`."""
    valid = pl.Series(data.codes[code][rows] >= 0)
    return data.text(code, rows).zip_with(valid, data.text(f"{code}_typed", rows))


def _emails(data: Encoded, low: Rows, high: Rows) -> Levels:
    """Same: a mailbox in common, whichever column holds it."""
    levels = _equal(data, "email", low, high)
    for _, same in _matches(data.mails[low], data.mails[high]):
        levels[same] = SAME
    return levels


def _matches(one: Codes, other: Codes) -> Iterator[tuple[int, Flags]]:
    """Tell for each value of the first records, by its place, which pairs have it among those of the second, too."""
    held, sought = (np.flatnonzero((codes >= 0).any(axis=0)).tolist() for codes in (one, other))
    for mine, theirs in itertools.product(held, sought):
        yield mine, (one[:, mine] == other[:, theirs]) & (one[:, mine] >= 0)


def _phones(data: Encoded, low: Rows, high: Rows) -> Levels:
    """Same: a mobile number in common; partly: only a landline."""
    a, b = data.phones[low], data.phones[high]
    any_a, any_b = (a >= 0).any(axis=1), (b >= 0).any(axis=1)
    shared_mobile = np.zeros(len(low), dtype=np.bool_)
    shared = np.zeros(len(low), dtype=np.bool_)
    for place, same in _matches(a, b):
        shared |= same
        shared_mobile |= same & data.mobile[low, place]
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
