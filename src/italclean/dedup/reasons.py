"""Why two records are one customer, or may be: as numbers while the list is worked on, in words when it is told."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.dedup.compare import FIELDS
from italclean.dedup.levels import CLOSE, PARTLY, SAME, Levels
from italclean.dedup.rules import RULES
from italclean.errors import Language

_SAID = {
    "single": ("unico", "single"),
    "identical": ("righe identiche", "identical rows"),
    "decided": ("deciso da una persona", "decided by a person"),
    "decision_refused": ("deciso «same», ma altro lo contraddice", "decided “same”, but something contradicts it"),
    "same_cf": ("stesso codice fiscale", "same codice fiscale"),
    "same_cf_other_name": ("stesso codice fiscale, nomi diversi", "same codice fiscale, other names"),
    "two_codes": ("due codici fiscali, forse una persona", "two codici fiscali, perhaps one person"),
    "same_piva": ("stessa partita IVA", "same partita IVA"),
    "same_piva_other_name": ("stessa partita IVA, nomi diversi", "same partita IVA, other names"),
    "person_and_firm": ("persona e sua impresa", "person and own firm"),
    "name_and_address_only": ("solo nome e indirizzo (padre e figlio?)", "name and address only (father and son?)"),
    "two_birth_dates": ("due date di nascita per un nome e un recapito", "two birth dates of one name and contact"),
    "two_of_a_name": ("un nome, e note che dicono due persone", "one name, and notes that tell two people"),
    "between_two": ("di uno di due clienti, non si sa quale", "of one of two customers, which is open"),
    "two_given_names": ("due nomi quasi uguali (gemelli?)", "two given names nearly the same (twins?)"),
    "score": ("somiglianza", "likeness"),
}
_LEVELS = {
    "same": ("uguale", "same"),
    "close": ("simile", "close"),
    "partly": ("in parte", "in part"),
    "conflict": ("diverso", "different"),
    "missing": ("manca", "missing"),
}
_GROUNDS = tuple(_SAID)
_RADIX = 5 ** np.arange(len(FIELDS), dtype=np.int64)
_PATTERNS: int = 5 ** len(FIELDS)


def say(word: str, language: Language) -> str:
    """Return a ground or a level in words."""
    return (_SAID | _LEVELS)[word][0 if language == "it" else 1]


def number_of(ground: str) -> int:
    """Return the number of a reason that names no fields: `single`, `identical`, `decided`."""
    return int(_GROUNDS.index(ground) * _PATTERNS)


def number_reasons(levels: Levels, rule: npt.NDArray[np.uint8]) -> pl.Series:
    """Give each pair the number of its reason: what decided, and on which levels its fields are.

    Args:
        levels: The pairs' levels.
        rule: The place in `RULES` of what decided.
    """
    grounds = np.array([_GROUNDS.index(declared.says) for declared in RULES], dtype=np.int64)
    return pl.Series("reason", (grounds[rule] * _PATTERNS + levels.astype(np.int64) @ _RADIX).astype(np.int32))


def grounds_of(numbers: pl.Series) -> pl.Series:
    """Return what decided, by the numbers of reasons: the name of a ground."""
    return pl.Series(_GROUNDS).gather((numbers // _PATTERNS).cast(pl.UInt32)).rename("ground")


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
    return pl.Series("reason", told, dtype=pl.String).gather(places)


def _told(ground: int, pattern: int, language: Language) -> str:
    level = [(pattern // int(step)) % 5 for step in _RADIX]
    nearly = {SAME: "", CLOSE: f" ({say('close', language)})", PARTLY: f" ({say('partly', language)})"}
    agreeing = [name + nearly[value] for name, value in zip(FIELDS, level, strict=True) if value in nearly]
    said = say(_GROUNDS[ground], language)
    return f"{said}: {', '.join(agreeing)}" if agreeing else said
