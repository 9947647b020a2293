"""Why two records are one customer, or may be, in a few words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.dedup.compare import FIELDS
from italclean.dedup.decide import RULES
from italclean.dedup.levels import CLOSE, PARTLY, SAME, Levels
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
    "same": ("uguale", "same"),
    "close": ("simile", "close"),
    "partly": ("in parte", "in part"),
    "conflict": ("diverso", "different"),
    "missing": ("manca", "missing"),
}


def say(word: str, language: Language) -> str:
    """Return a rule or a level in words."""
    return _SAID[word][0 if language == "it" else 1]


def make_reasons(levels: Levels, rule: npt.NDArray[np.uint8], language: Language) -> pl.Series:
    """Say for each pair which rule or which agreeing fields decided; made once for each distinct pattern."""
    radix = 5 ** np.arange(len(FIELDS), dtype=np.int64)
    codes = (levels.astype(np.int64) @ radix) * len(RULES) + rule
    distinct, places = np.unique(codes, return_inverse=True)
    texts = []
    for code in distinct.tolist():
        pattern, ruled = divmod(code, len(RULES))
        level = [(pattern // int(step)) % 5 for step in radix]
        agreeing = [
            name + {SAME: "", CLOSE: f" ({say('close', language)})", PARTLY: f" ({say('partly', language)})"}[value]
            for name, value in zip(FIELDS, level, strict=True)
            if value in (SAME, CLOSE, PARTLY)
        ]
        texts.append(
            f"{say(RULES[ruled], language)}: {', '.join(agreeing)}" if agreeing else say(RULES[ruled], language)
        )
    return pl.Series(texts, dtype=pl.String).gather(pl.Series(places)) if texts else pl.Series([], dtype=pl.String)
