"""Why two records are one customer, or may be: as numbers while the list is worked on, in words when it is told."""

from __future__ import annotations

import numpy as np
import polars as pl

from italclean.errors import Language
from italclean.messages.text import said
from italclean.pairs.compare import FIELDS
from italclean.pairs.decide import Verdicts
from italclean.pairs.levels import CLOSE, PARTLY, SAME, Levels
from italclean.pairs.rules import RULES

GROUNDS = (
    "single",
    "identical",
    "decided",
    "decision_refused",
    "same_cf",
    "same_cf_other_name",
    "two_codes",
    "same_piva",
    "same_piva_other_name",
    "person_and_firm",
    "name_and_address_only",
    "two_birth_dates",
    "two_of_a_name",
    "between_two",
    "two_given_names",
    "score",
    "learned",
    "only_customer",
    "two_firms_of_a_name",
    "refused_code",
    "same_record",
    "excluded",
)
"""What a reason can begin with: what decided, or why nothing had to be."""

_RADIX = 5 ** np.arange(len(FIELDS), dtype=np.int64)
_PATTERNS: int = 5 ** len(FIELDS)


def say(ground: str, language: Language) -> str:
    """Return what decided in words."""
    return said(f"pair.{ground}").text(language)


def say_level(level: str, language: Language) -> str:
    """Return a level in words."""
    return said(f"level.{level}").text(language)


def number_of(ground: str) -> int:
    """Return the number of a reason that names no fields: `single`, `identical`, `decided`."""
    return int(GROUNDS.index(ground) * _PATTERNS)


def number_reasons(levels: Levels, verdicts: Verdicts) -> pl.Series:
    """Give each pair the number of its reason: what decided, and on which levels its fields are.

    Args:
        levels: The pairs' levels.
        verdicts: What was decided on them.
    """
    grounds = np.array([GROUNDS.index(declared.says) for declared in RULES], dtype=np.int64)[verdicts.rule]
    grounds[verdicts.learned] = GROUNDS.index("learned")
    numbers = grounds * _PATTERNS
    # Field by field: the product of matrices would make eight bytes of each level.
    for radix, level in zip(_RADIX, levels.T, strict=True):
        numbers += radix * level
    return pl.Series("reason", numbers.astype(np.int32))


def grounds_of(numbers: pl.Series) -> pl.Series:
    """Return what decided, by the numbers of reasons: the name of a ground."""
    return pl.Series(GROUNDS)[(numbers // _PATTERNS).cast(pl.UInt32)].rename("ground")


def tell_reasons(numbers: pl.Series, language: Language) -> pl.Series:
    """Say reasons in words: what decided, then the fields that agree; made once for each distinct number.

    Args:
        numbers: The numbers of the reasons.
        language: The language of the words.

    Examples:
        >>> import polars as pl
        >>> tell_reasons(pl.Series([number_of("single"), number_of("same_cf") + 1]), "en").to_list()
        ['single', 'same codice fiscale: cognome']
    """
    distinct = numbers.unique().sort()
    told = [_told(number // _PATTERNS, number % _PATTERNS, language) for number in distinct.to_list()]
    places = distinct.search_sorted(numbers)
    return pl.Series("reason", told, dtype=pl.String)[places]


def _told(ground: int, pattern: int, language: Language) -> str:
    level = [(pattern // int(step)) % 5 for step in _RADIX]
    nearly = {SAME: "", CLOSE: f" ({say_level('close', language)})", PARTLY: f" ({say_level('partly', language)})"}
    agreeing = [name + nearly[value] for name, value in zip(FIELDS, level, strict=True) if value in nearly]
    decided = say(GROUNDS[ground], language)
    return f"{decided}: {', '.join(agreeing)}" if agreeing else decided
