r"""Number formats of a spreadsheet: which of them show more than the number, as `00000` shows the CAP 00184.

>>> mask_of("00000"), mask_of("#,##0.00"), mask_of("dd/mm/yyyy")
(Mask(slots='00000', literals=('', '', '', '', '', '')), None, None)
>>> masked("184", mask_of("00000")), masked("3331234567", mask_of(r"000\ 0000000"))
('00184', '333 1234567')
>>> is_of_dates("dd/mm/yyyy"), is_of_dates("[h]:mm"), is_of_dates('0 "gg"'), is_of_dates("#,##0 [$€-410]")
(True, True, False, False)
"""

from __future__ import annotations

import re
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


@cache
def mask_of(code: str) -> Mask | None:
    r"""Return what a format adds to a whole number, or None where it shows the number itself or something else.

    Args:
        code: The format's code, as `00000` or `000\\-000000`.
    """
    section = _first_section(code)
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


def _first_section(code: str) -> str:
    """The part of a format that is for positive numbers."""
    end = 0
    for found in _TOKEN.finditer(code):
        if found[3] == ";":
            break
        end = found.end()
    return code[:end]


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


def is_built_in_date(number: int) -> bool:
    """Tell whether a format that has a number but no code shows a day or a time.

    Args:
        number: Its number.
    """
    return number in _BUILT_IN_DATES
