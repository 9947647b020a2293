r"""Number formats of a spreadsheet: which of them show more than the number, as `00000` shows the CAP 00184.

>>> mask_of("00000"), mask_of("#,##0.00"), mask_of("dd/mm/yyyy")
(Mask(slots='00000', literals=('', '', '', '', '', '')), None, None)
>>> masked("184", mask_of("00000")), masked("3331234567", mask_of(r"000\ 0000000"))
('00184', '333 1234567')
>>> shown("0", mask_of('"no";"no";"sì"')), shown("1", mask_of('[=1]"SI";[=2]"NO";General'))
('sì', 'SI')
>>> is_of_dates("dd/mm/yyyy"), is_of_dates("[h]:mm"), is_of_dates('0 "gg"'), is_of_dates("#,##0 [$€-410]")
(True, True, False, False)
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The numbers of formats of dates and times that have no code in the file (ECMA-376 part 1, 18.8.30)."""
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|(.)', re.DOTALL)
_LITERALS = frozenset("0123456789 -()+./")
"""What may stand between the digits of a telephone number or a code; an amount in `0" pz"` is shown as its number."""
_PLACES = "0#?"


@dataclass(frozen=True, slots=True)
class Mask:
    """A format that shows a whole number digit by digit.

    Attributes:
        slots: A sign for each digit: `0` is shown in any case.
        literals: What stands before each digit, and behind the last one.
    """

    slots: str
    literals: tuple[str, ...]

    @property
    def zeros(self) -> int | None:
        """To how many digits it fills up with zeros, where it does nothing else."""
        return len(self.slots) if set(self.slots) == {"0"} and not any(self.literals) else None


@dataclass(frozen=True, slots=True)
class Words:
    """A format that shows words in place of some numbers: `"sì";;"no"` shows 0 as no.

    Attributes:
        sections: For each part of the format the condition under which it holds (a comparison and a number), and the
            words that it shows; None where it shows the number.
    """

    sections: tuple[tuple[tuple[str, float], str | None], ...]
    zeros: None = None

    def of(self, number: float) -> str | None:
        """Return the words that are shown for a number, None where it is shown itself.

        Args:
            number: The number.
        """
        return next((words for (sign, bound), words in self.sections if _COMPARISONS[sign](number, bound)), None)


Shown = Mask | Words


@cache
def mask_of(code: str) -> Shown | None:
    r"""Return what a format adds to a whole number, or None where it shows the number itself or something else.

    Args:
        code: The format's code, as `00000`, `000\\-000000` or `"sì";;"no"`.
    """
    return _words_of(code) or _digits_of(code)


_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_ANY = (">=", -math.inf)
_USUAL = {1: (_ANY,), 2: ((">=", 0.0), _ANY), 3: ((">", 0.0), ("<", 0.0), _ANY)}
"""What the sections of a format are for where none says so: all numbers; those below 0 apart; and 0 apart."""


def _words_of(code: str) -> Words | None:
    sections = _sections(code)[:3]
    words = [_literal(section) for section in sections]
    if not any(words):
        return None
    given = [_CONDITION.search(section) for section in sections]
    usual = _USUAL[len(sections)]
    if any(given):
        usual = (_ANY,) * len(sections)
    conditions = [(found[1], float(found[2])) if found else fits for found, fits in zip(given, usual, strict=True)]
    return Words(tuple(zip(conditions, words, strict=True)))


def _sections(code: str) -> list[str]:
    """The parts of a format, which are for numbers of different signs or conditions."""
    parts = [""]
    for found in _TOKEN.finditer(code):
        if found[3] == ";":
            parts.append("")
        else:
            parts[-1] += found[0]
    return parts


def _literal(section: str) -> str | None:
    """The words that a part of a format shows, None where it shows the number, too, or nothing."""
    words = ""
    for found in _TOKEN.finditer(section):
        quoted, escaped, plain = found.groups()
        if plain is not None and plain not in " -()+":
            return None
        words += quoted or escaped or plain or ""
    return words.strip() if any(sign.isalpha() for sign in words) else None


def _digits_of(code: str) -> Mask | None:
    section = _sections(code)[0]
    slots, literals, pending = "", [], ""
    for found in _TOKEN.finditer(section):
        quoted, escaped, plain = found.groups()
        if plain is not None and plain in _PLACES:
            slots += plain
            literals.append(pending)
            pending = ""
        elif plain is not None and plain not in " -()+":
            return None
        else:
            pending += quoted or escaped or plain or ""
    literals.append(pending)
    if "0" not in slots or not set("".join(literals)) <= _LITERALS:
        return None
    shows_more = slots.count("0") > 1 or any(literals)
    return Mask(slots, tuple(literals)) if shows_more and (len(slots) > 1 or slots == "0") else None


def shown(number: str, format_: Shown) -> str:
    """Write a number as a format shows it.

    Args:
        number: The number, as it stands in the file.
        format_: The format.
    """
    if isinstance(format_, Mask):
        return masked(number, format_)
    try:
        return format_.of(float(number)) or number
    except ValueError:
        return number


def masked(number: str, mask: Mask) -> str:
    """Write a number as a format shows it; one that is not whole, or negative, is left alone.

    Args:
        number: The number.
        mask: The format.
    """
    if not (number.isascii() and number.isdigit()):
        return number
    places = len(mask.slots)
    shown, digits = mask.literals[-1], number.lstrip("0")
    for place in range(places - 1, -1, -1):
        digit, digits = (digits[-1:], digits[:-1]) if place else (digits, "")
        if not digit and mask.slots[place] == "0":
            digit = "0"
        shown = f"{mask.literals[place]}{digit}{shown}" if digit else f"{shown}"
    return shown


@cache
def is_of_dates(code: str) -> bool:
    """Tell whether a format shows a day or a time.

    Args:
        code: The format's code.
    """
    bare = "".join(
        (found[3] or "") if not found[0].startswith("[") else (found[0] if _ELAPSED.match(found[0]) else "")
        for found in _TOKEN.finditer(code)
    )
    return bool(
        re.search(r"[dmyhsgae]", bare.replace("General", "").replace("E+", "").replace("E-", ""), re.IGNORECASE)
    )


_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def of_styles(numbers: Iterable[int], codes: Mapping[int, str]) -> tuple[dict[int, Shown], set[int]]:
    """Tell which styles of a workbook show more than a number, or words in its place, and which show days or times.

    Args:
        numbers: The number of each style's format.
        codes: The codes of the formats that have one.
    """
    shaped: dict[int, Shown] = {}
    dates: set[int] = set()
    for style, number in enumerate(numbers):
        code = codes.get(number)
        if code is not None and (format_ := mask_of(code)) is not None:
            shaped[style] = format_
        elif is_of_dates(code) if code is not None else is_built_in_date(number):
            dates.add(style)
    return shaped, dates


def is_built_in_date(number: int) -> bool:
    """Tell whether a format that has a number but no code shows a day or a time.

    Args:
        number: Its number.
    """
    return number in _BUILT_IN_DATES
