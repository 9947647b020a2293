"""What two records have in common besides codes and dates, as one number for each pair: the pattern.

Patterns are few where pairs are many: what is learned is learned from them, counted, and told of them.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.pairs.compare import FIELDS
from italclean.pairs.encode import Codes, Encoded, Rows
from italclean.pairs.levels import CLOSE, CONFLICT, MISSING, PARTLY, SAME, Levels

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Patterns = npt.NDArray[np.int64]

_OTHER_NUMBER, _ONE_CAP, _NO_STREET = 5, 6, 7
"""Further levels of the place: one street and two numbers, one CAP and two streets, a comune without a street."""

_STEPS = 4
"""Into how many steps a bit of likeness is parted: finer ones only make more patterns."""
_LEAST, _MOST = -160, 240
_SIZES = (5, 5, 5, 5, 5, 8, 2, _MOST - _LEAST + 1)
_NAMES = 3
"""How many parts of a pattern tell of names: they come first."""

_SHORTEST, _RARE = 5, 8
"""How long the part of an address before the @ is, and in how many records it stands, to say whose it is."""


def common_mailboxes(data: Encoded) -> pl.Series:
    """Return the parts of e-mail addresses before the @ that say nothing of whose they are: short ones, or frequent.

    `mario.rossi` may be anybody's of that name; `lellapesca71` who moved from one provider to another.
    """
    held = data.mails[data.mails >= 0]
    records = np.bincount(held, minlength=len(data.values["email"]))
    parts = pl.DataFrame({"part": _before_at(data.values["email"]), "records": records})
    common = (pl.col("records").sum() > _RARE) | (pl.col("part").str.len_bytes().first() < _SHORTEST)
    return parts.group_by("part").agg(common=common).filter("common")["part"].sort()


def rare_mailboxes(data: Encoded, common: pl.Series) -> Codes:
    """Number the part before the @ of each record's mailboxes, -1 where it is common or there is none.

    Args:
        data: The encoded features.
        common: `common_mailboxes`, of the whole list.
    """
    parts = _before_at(data.values["email"])
    distinct = parts.unique().sort()
    number = distinct.search_sorted(parts).to_numpy().astype(np.int32)
    number[parts.is_in(common.implode()).to_numpy()] = -1
    return np.where(data.mails >= 0, number[np.maximum(data.mails, 0)], np.int32(-1))


def patterns_of(data: Encoded, levels: Levels, low: Rows, high: Rows, likeness: Floats, mailboxes: Codes) -> Patterns:
    """Return the pattern of each pair.

    Args:
        data: The encoded features.
        levels: The pairs' levels.
        low: The first row of each pair.
        high: The second row of each pair.
        likeness: What the model says of each pair without codes and dates, in bits.
        mailboxes: `rare_mailboxes`.
    """
    at = {name: levels[:, place].astype(np.int64) for place, name in enumerate(FIELDS)}
    email = at["email"]
    email[_one_mailbox_elsewhere(mailboxes, low, high, email == CONFLICT)] = CLOSE
    woman = data.codes["woman"]
    women = ((woman[low] >= 0) & (woman[high] >= 0)).astype(np.int64)
    steps = np.clip(np.rint(likeness * _STEPS), _LEAST, _MOST).astype(np.int64) - _LEAST
    place = _place(data, low, high, at["luogo"])
    name = at["ragione_sociale"]
    found = np.zeros(len(low), dtype=np.int64)
    for size, part in zip(
        _SIZES, (at["cognome"], at["nome"], name, email, at["telefono"], place, women, steps), strict=True
    ):
        found = found * size + part
    return found


def likeness_of(patterns: Patterns) -> Floats:
    """Return what the model says of patterns, in bits, as far as they know."""
    return (patterns % _SIZES[-1] + _LEAST) / _STEPS


def names_of(patterns: Patterns) -> Patterns:
    """Return the part of patterns that tells how the names agree."""
    return patterns // math.prod(_SIZES[_NAMES:])


def rows_of(patterns: Patterns) -> Floats:
    """Lay out patterns for a regression: one column for each level, and for each two of contacts and place."""
    left = patterns
    parts: list[npt.NDArray[np.int64]] = []
    for size in reversed(_SIZES):
        parts.append(left % size)
        left = left // size
    steps, women, place, phone, email, name, given, surname = parts
    columns = [np.ones(len(patterns)), (steps + _LEAST) / _STEPS / 10, women]
    columns += [surname == level for level in (MISSING, CLOSE, PARTLY, CONFLICT)]
    columns += [given == level for level in (MISSING, CLOSE, PARTLY)]
    columns += [name == level for level in (CLOSE, PARTLY, CONFLICT)]
    columns += [email == level for level in (SAME, CLOSE, CONFLICT)]
    columns += [phone == level for level in (SAME, PARTLY, CONFLICT)]
    columns += [place == level for level in (SAME, CLOSE, PARTLY, CONFLICT, _OTHER_NUMBER, _ONE_CAP, _NO_STREET)]
    mails = [email == level for level in (SAME, CLOSE, CONFLICT)]
    phones = [phone == level for level in (SAME, PARTLY, CONFLICT)]
    places = [place == SAME, (place == CLOSE) | (place == _OTHER_NUMBER), place == CONFLICT]
    for one, other in ((mails, phones), (mails, places), (phones, places)):
        columns += [here & there for here, there in itertools.product(one, other)]
    return np.stack(columns, axis=1).astype(np.float64)


def _place(data: Encoded, low: Rows, high: Rows, level: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The level of the place, with what else two addresses of one comune or CAP have in common."""
    partly = level == PARTLY
    street, cap = ((data.codes[name][low], data.codes[name][high]) for name in ("street", "cap"))
    two_streets = (street[0] >= 0) & (street[1] >= 0)
    found = np.where(partly & ~two_streets, _NO_STREET, level)
    found = np.where(partly & two_streets & (cap[0] == cap[1]) & (cap[0] >= 0), _ONE_CAP, found)
    return np.where(partly & two_streets & (street[0] == street[1]), _OTHER_NUMBER, found)


def _one_mailbox_elsewhere(mailboxes: Codes, low: Rows, high: Rows, asked: Flags) -> Flags:
    """Tell, of pairs whose e-mails differ, those with one rare part before the @: `lellapesca71@` of two providers."""
    found = np.zeros(len(low), dtype=np.bool_)
    where = np.flatnonzero(asked)
    for mine, yours in itertools.product(range(mailboxes.shape[1]), repeat=2):
        one, other = mailboxes[low[where], mine], mailboxes[high[where], yours]
        found[where] |= (one == other) & (one >= 0)
    return found


def _before_at(addresses: pl.Series) -> pl.Series:
    return addresses.str.split_exact("@", 1).struct.field("field_0").fill_null("")
