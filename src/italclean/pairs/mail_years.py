"""The year of birth in an e-mail address, where the other record has a birth date: `mario.rossi85@`, born in 1985.

Not every number at the end of an address is a year of birth. How often it is shows in the list: in the records that
have both, an address with such a number and a birth date.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.pairs.encode import Codes, Encoded, Rows

Flags = npt.NDArray[np.bool_]

_YEAR = r"^[^@]*[^@0-9](?:19|20)?([0-9]{2})@"
_LEAST_RECORDS = 50
"""From how many records on their share tells how often the number is a year of birth."""


def years_in_mailboxes(data: Encoded) -> Codes:
    """Return the last two digits of the year in each record's mailboxes, -1 where there is none."""
    years = _numbers(data.values["email"].str.extract(_YEAR))
    return np.where(data.mails >= 0, years[np.maximum(data.mails, 0)], np.int32(-1))


def birth_years(data: Encoded) -> Codes:
    """Return the last two digits of each record's year of birth, -1 where it is not known."""
    births = data.codes["birth"]
    return np.where(births >= 0, _numbers(data.values["birth"].str.slice(2, 2))[np.maximum(births, 0)], np.int32(-1))


def bits_of_agreement(data: Encoded) -> float:
    """Measure what it says of two records that the year in an address of the one is the other's, in bits.

    Returns:
        By how much it is likelier that the year in an address is its owner's than anybody's; 0 where few records tell.
    """
    years, births = years_in_mailboxes(data)[:, 0], birth_years(data)
    both = (years >= 0) & (births >= 0)
    known = int(both.sum())
    if known < _LEAST_RECORDS:
        return 0.0
    years, births = years[both], births[both]
    by_chance = float((np.bincount(years, minlength=100) * np.bincount(births, minlength=100)).sum()) / known**2
    own = (float((years == births).sum()) + by_chance) / (known + 1)
    return max(float(np.log2(own / max(by_chance, 1 / known**2))), 0.0)


def are_of_one_year(years: Codes, births: Codes, low: Rows, high: Rows) -> Flags:
    """Tell the pairs of which one record has no birth date, and the year in its address is the other's.

    Args:
        years: `years_in_mailboxes`.
        births: `birth_years`.
        low: The first row of each pair.
        high: The second row of each pair.
    """
    found = np.zeros(len(low), dtype=np.bool_)
    for undated, dated in ((low, high), (high, low)):
        asked = np.flatnonzero((births[undated] < 0) & (births[dated] >= 0))
        found[asked] |= (years[undated[asked]] == births[dated[asked], None]).any(axis=1)
    return found


def _numbers(texts: pl.Series) -> Codes:
    return texts.cast(pl.Int32, strict=False).fill_null(-1).to_numpy()
