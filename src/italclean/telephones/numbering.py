"""The Italian numbering plan as phonenumbers has it: patterns by kind, and how likely digits are a whole number."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from italclean.core.late import library
from italclean.core.reference import table

ITALY = "IT"
KINDS = {
    "mobile": "mobile",
    "fisso": "fixed_line",
    "verde": "toll_free",
    "premium": "premium_rate",
    "condiviso": "shared_cost",
    "voip": "voip",
    "altro": "uan personal_number pager",
    "voicemail": "voicemail",
}
"""Our names of the kinds of Italian numbers, and the library's entries."""

GOOD = 3.0
"""Up to this cost digits are a telephone number."""
_LOCAL, _BAD, _TOO_LONG = 6.0, 12.0, 14.0
LEFT_OVER = 10.4
"""What up to four digits cost that are no number: less than a number that is none, if all others are whole."""
_SHORTEST, _LONGEST = 5, 15


@cache
def italian_patterns() -> dict[str, str]:
    """Return the library's own patterns of Italian national numbers, by our names of the kinds."""
    patterns = {}
    for kind, entries in KINDS.items():
        described = [getattr(_plan(), entry) for entry in entries.split()]
        alternatives = [entry.national_number_pattern for entry in described if entry is not None]
        # Without any, a pattern that nothing fits.
        united = "|".join(filter(None, alternatives)).replace(r"\d", "[0-9]") or "[^0-9]"
        patterns[kind] = f"^(?:{united})$"
    return patterns


@cache
def italian_lengths() -> list[int]:
    """Return how many digits Italian numbers can have."""
    described = _plan().general_desc
    return sorted({*described.possible_length, *described.possible_length_local_only})


def _plan() -> Any:
    return library("phonenumbers").PhoneMetadata.metadata_for_region(ITALY, None)


@cache
def _compiled() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(pattern) for kind, pattern in italian_patterns().items()}


@cache
def _area_codes() -> frozenset[str]:
    return frozenset(table("prefissi")["prefisso"])


def area_code(national: str) -> str | None:
    """Return the area code of a landline: the longest that is known."""
    return next((national[:length] for length in (4, 3, 2) if national[:length] in _area_codes()), None)


def national_part(dialled: str) -> str | None:
    """Take the code of Italy off, typed once or twice; null where there is another country's or none."""
    found = re.match(r"^(?:(?:\+|00)39)+(?:\+?39(?=3[0-9]{9}$|0))?([0-9]+)$", dialled)
    return found[1] if found else None


@lru_cache(maxsize=1 << 16)
def cost(dialled: str, region: str) -> float:
    """Tell how far digits are from one whole telephone number: 0 for surely one, up to `GOOD` for likely one.

    Args:
        dialled: Digits, with a plus or 00 before a country code.
        region: The country in which numbers without a country code are dialled.

    Examples:
        >>> cost("3331234567", "IT"), cost("+390143635755", "IT"), cost("01436357553339273965", "IT") > GOOD
        (0.0, 0.0, True)
    """
    national = national_part(dialled)
    if national is not None:
        return _of_italy(national)
    if len(dialled) > _LONGEST + 3:
        return _TOO_LONG
    if dialled.startswith(("+", "00")):
        return _of_library(dialled, region)
    if region != ITALY:
        return _of_library(dialled, region)
    own = _of_italy(dialled)
    if own > GOOD and dialled.startswith("39"):
        return min(own, _of_italy(dialled[2:]) + 0.5)
    return own


def _of_italy(national: str) -> float:
    length = len(national)
    kinds = _compiled()
    if national.startswith("3") and kinds["mobile"].match(national):
        return 0.0 if length == 10 else 1.5
    if national.startswith("0"):
        if kinds["fisso"].match(national):
            whole = 0.0 if length in (9, 10) else 0.8 if length in (8, 11) else 2.5
            return whole if area_code(national) else whole + 0.4
        if kinds["mobile"].match(national[1:]) and length == 11:
            return 1.0
    for kind in ("verde", "premium", "condiviso", "voip", "altro"):
        if length > _SHORTEST and kinds[kind].match(national):
            return 0.0 if kind == "verde" and length == 9 else 1.0
    if kinds["voicemail"].match(national):
        return GOOD + 0.5
    if length < _SHORTEST:
        return LEFT_OVER
    if length > _LONGEST:
        return _TOO_LONG
    return _LOCAL if length <= 8 and national[0] != "0" else _BAD


def _of_library(dialled: str, region: str) -> float:
    phonenumbers = library("phonenumbers")
    digits = len(dialled.lstrip("+"))
    if digits < _SHORTEST:
        return LEFT_OVER
    try:
        number = phonenumbers.parse(re.sub("^00", "+", dialled), region)
    except phonenumbers.NumberParseException:
        return _BAD
    if phonenumbers.is_valid_number(number):
        return 0.2
    return _LOCAL if phonenumbers.is_possible_number(number) and digits <= _LONGEST else _BAD
