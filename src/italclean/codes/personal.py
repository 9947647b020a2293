"""The 16 characters of a personal codice fiscale, and what they say, by table look-ups over bytes.

Source: DM 23 December 1976 (n. 13813), art. 2-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.codes.checksum import Bytes, Flags, check_letters
from italclean.places.register import places

MONTHS = "ABCDEHLMPRST"
"""The letters of the months, January to December."""

OMOCODIA = "LMNPQRSTUV"
"""The letters that replace the digits 0-9 when two people would share a code."""

OMOCODIA_POSITIONS = (6, 7, 9, 10, 12, 13, 14)
"""Where a digit may be replaced, counted from 0."""

MONTH_POSITION = 8
"""Where the letter of the month stands, counted from 0."""

GROUPS = (
    r"[A-Z]{3}", r"[A-Z]{3}", r"[0-9LMNPQRSTUV]{2}", r"[ABCDEHLMPRST]", r"[0-9LMNPQRSTUV]{2}",
    r"[A-Z][0-9LMNPQRSTUV]{3}", r"[A-Z]",
)  # fmt: skip
"""The parts of a personal code, as regular expressions."""

SHAPE = "".join(GROUPS)
"""A personal code, as a regular expression."""

_LAST_DAY = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_FOREVER = 9999_12_31
_ROOM_FOR_NEW = 60

_DIGIT = np.full(256, 255, dtype=np.uint8)
for _digit in range(10):
    _DIGIT[ord("0") + _digit] = _digit
    _DIGIT[ord(OMOCODIA[_digit])] = _digit
_MONTH = np.full(256, 255, dtype=np.uint8)
for _month, _letter in enumerate(MONTHS):
    _MONTH[ord(_letter)] = _month

ALLOWED = np.zeros((16, 256), dtype=np.bool_)
"""Which characters (ASCII) each of the 16 positions may hold."""
for _position in range(16):
    _letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if _position != MONTH_POSITION else MONTHS
    _signs = f"0123456789{OMOCODIA}" if _position in OMOCODIA_POSITIONS else _letters
    ALLOWED[_position, [ord(sign) for sign in _signs]] = True

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class CodeParts:
    """What personal codes of the right shape say, row by row.

    Attributes:
        plain: The codes with omocodia undone and the check letter of that, shape (rows, 16).
        expected: The check letter that fits the code as typed.
        year: The two digits of the year.
        month: The month, from 1.
        day: The day of the month.
        woman: Whether the day says woman.
        real_date: Whether such a day exists.
        place: The place code as a number, letter times 1000 and digits.
        fits_1900: Whether a birth in the 1900s is past and within the life of the place.
        fits_2000: The same for the 2000s.
    """

    plain: Bytes
    expected: Bytes
    year: Numbers
    month: Numbers
    day: Numbers
    woman: Flags
    real_date: Flags
    place: Numbers
    fits_1900: Flags
    fits_2000: Flags


def read_code(cells: Bytes) -> CodeParts:
    """Read personal codes of the right shape.

    Args:
        cells: Codes, shape (rows, 16).
    """
    plain = cells.copy()
    for position in OMOCODIA_POSITIONS:
        plain[:, position] = _DIGIT[cells[:, position]] + ord("0")
    plain[:, 15] = check_letters(plain[:, :15])
    year, day = _number(plain, 6, 2), _number(plain, 9, 2)
    month = _MONTH[cells[:, 8]].astype(np.int32)
    woman = day > 40
    day = np.where(woman, day - 40, day)
    # Of the years ending in 00 only 2000 is a leap year.
    leap_day = (month == 1) & (day == 29)
    real_date = (day >= 1) & (day <= _LAST_DAY[month]) & (~leap_day | (year % 4 == 0))
    place = (cells[:, 11].astype(np.int32) - ord("A")) * 1000 + _number(plain, 12, 3)
    known = register()
    last_day = np.minimum(known.ended[known.row[place]], _as_number(date.today()))
    in_year = (month + 1) * 100 + day
    born_1900, born_2000 = (1900 + year) * 10000 + in_year, (2000 + year) * 10000 + in_year
    return CodeParts(
        plain=plain,
        expected=check_letters(cells[:, :15]),
        year=year,
        month=month + 1,
        day=day,
        woman=woman,
        real_date=real_date,
        place=place,
        # A code lives on in those born before its place ceased, and may be used for births before it was
        # assigned (a comune refounded later); only a birth after its very last day contradicts it.
        fits_1900=(born_1900 <= last_day) & ~((year == 0) & leap_day),
        fits_2000=born_2000 <= last_day,
    )


def _number(cells: Bytes, position: int, digits: int) -> Numbers:
    value = np.zeros(len(cells), dtype=np.int32)
    for place in range(position, position + digits):
        value = value * 10 + (cells[:, place] - ord("0"))
    return value


def _as_number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


@dataclass(frozen=True, slots=True)
class Register:
    """The places as arrays, by the number of their code; row 0 stands for a code that is not there."""

    frame: pl.DataFrame
    row: npt.NDArray[np.int32]
    ended: Numbers
    undated: Flags
    never: Flags


@cache
def register() -> Register:
    """Return the register of places by the number of their code."""
    unknown = pl.DataFrame({"codice": [None]}, schema={"codice": pl.String})
    frame = pl.concat([unknown, places()], how="diagonal")
    letter = pl.col("codice").str.slice(0, 1).replace_strict({chr(65 + n): n for n in range(26)}, return_dtype=pl.Int32)
    numbers = frame.select(letter * 1000 + pl.col("codice").str.slice(1).cast(pl.Int32)).to_series()[1:].to_numpy()
    row = np.zeros(26_000, dtype=np.int32)
    row[numbers] = np.arange(1, frame.height)
    ended = frame.select(pl.col("ended").dt.strftime("%Y%m%d").cast(pl.Int32).fill_null(_FOREVER)).to_series()
    never = row == 0
    # New comuni take the next numbers in M; those of the years after our table are no error.
    newest = int(numbers[numbers < 13_000].max())
    never[newest + 1 : newest + 1 + _ROOM_FOR_NEW] = False
    return Register(frame, row, ended.to_numpy(), frame["undated"].fill_null(value=False).to_numpy(), never)
