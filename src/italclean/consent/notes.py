"""What notes say of contacting a customer: `NON CHIAMARE`, `deceduto`, `ditta cessata`, `no mail`.

>>> import polars as pl
>>> said = ["CHIUSO, NON CHIAMARE", "deceduta nel 2019", "non chiamare prima delle 9", "cliente dal 1998", None]
>>> [Mark(bits).name for bits in read_notes(pl.Series(said))]
['CEASED|NO_CALL', 'DECEASED', 'READ_CALL', None, None]
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag

import polars as pl

from italclean.core import text


class Mark(IntFlag):
    """What is noted of a customer; several may hold."""

    DECEASED = 1
    CEASED = 2
    NO_CONTACT = 4
    NO_CALL = 8
    NO_EMAIL = 16
    NO_POST = 32
    READ = 64
    """Something that a person must read: a restriction (`non chiamare prima delle 9`), a relative who died."""
    EMAIL_ONLY = 128
    """The general yes was given to a newsletter alone."""
    MAYBE_REFUSED = 256
    """A column that looks like a consent, and has no role, says no."""
    READ_CALL = 512
    """A restriction of calls that a person must read."""


# Most cells have none of these and are spared the patterns.
_GLANCE = (
    r"(?i)(?:\b|_)(?:no|non|not|mai|rpo|dnc|stop|opt|senza|mort[oa])(?:\b|_)|optout|deced|defunt|decess|deceas|eredi|†|"
    r"cessat|chius|fallit|fallim|liquidaz|unsub|disiscr|cancell|revoc|oppos|oppon|robinson|black ?list|diffid|rifiut|"
    r"nessun|closed|vieta|evitare"
)


def _any(*words: str) -> str:
    return f"(?:{'|'.join(words)})"


_ABOUT = r"(?:CONTATT\w*|DISTURB\w*|CERCA\w*|IMPORTUN\w*|SOLLECIT\w*)"
_CALLING = r"(?:CHIAM\w*|TELEFON\w*|RICHIAM\w*)"
_SENDING = r"(?:INVIA\w*|MANDA\w*|SPEDI\w*|SCRIVE\w*|RECAPITA\w*)"
_WRITING = r"(?:E ?MAIL|MAIL|POSTA ELETTRONICA|NEWSLETTER|DEM|SPAM)"
_MAILING = r"(?:POSTA|CATALOGH?[IO]|CARTACE[OI]|LETTER[AE]|VOLANTIN[IO]|DEPLIANT|BROCHURE)"
_ADVERTISING = r"(?:NULLA|NIENTE|PUBBLICITA|COMUNICAZIONI|MARKETING|MKT|PROMO\w*|OFFERTE|MATERIALE)"
_WISHING = r"(?:VUOLE|VOLER|DESIDERA|GRADISCE|INTENDE|ACCETTA|ACCONSENTE|AUTORIZZA|CONSENTE)"
_WHOM = r"(?:LO |LA |LI |SI |PIU |VA |DEVE |ESSERE )*"
_WHAT = r"(?:IL |LO |LA |I |LE |DELLE |PIU |RICEVERE )*"
_DAY = (
    r"(?:MATTIN\w*|PRANZO|POMERIGGIO|SERA|NOTTE|LUNEDI|MARTEDI|MERCOLEDI|GIOVEDI|VENERDI|SABATO|DOMENICA|FERIE|FESTIVI|"
    r"AGOSTO|INVERNO|ESTATE|FINE|INIZIO)"
)
_AT_TIMES = _any(
    r"PRIMA|DOPO|DURANTE|DALLE|TRA|FRA|ENTRO|OLTRE|FINO|FINCHE|QUANDO|SE|NEL|NEI|NELLE|IN ORARI\w*",
    rf"(?:D[IA]|AL|LA|IL|ALLA|A) {_DAY}",
)
_KIN = (
    r"(?:MARITO|MOGLIE|PADRE|MADRE|FIGLI[OA]|FRATELLO|SORELLA|NONN[OA]|SUOCER[OA]|SOCI[OA]|TITOLARE|CONIUGE|GENITORE|"
    r"CUGIN[OA]|ZI[OA])"
)
_PART = (
    r"(?:SEDE|FILIALE|UTENZA|LINEA|CASELLA|MAIL|EMAIL|FORNITURA|CONTRATTO|ABBONAMENTO|COLLABORAZIONE|NEGOZIO|RAPPORTO)"
)

# What is denied (NON CESSATA), a day of rest (CHIUSO IL LUNEDI) or the town of Chiusa says nothing.
_DENIED = _any(
    r"\bNON (?:E |RISULTA |ANCORA )?(?:DECEDUT|DEFUNT|CESSAT|CHIUS|FALLIT)[OA]\b",
    r"\bNESSUN\w? OPPOSIZIONE\b",
    r"\bCHIUSA (?:DI|DEL|SAN|SCLAFANI|PESIO)\b",
    rf"\bCHIUS[OA] (?:(?:IL|LA|AL|DI|NEL|NEI|PER|DURANTE|A|TUTTI I|OGNI) )?{_DAY}\b",
)
# A note on one channel, on some hours, on a relative or a branch is not one on all: it is read, and taken out, first.
_NARROW: tuple[tuple[Mark, str], ...] = (
    (
        Mark.NO_CALL,
        rf"\bNON {_WHOM}{_ABOUT} (?:TELEFONICAMENTE|(?:PER|VIA|AL|TRAMITE) "
        r"(?:TELEFONO|CELLULARE|CELL|TEL|SMS|WHATSAPP))\b",
    ),
    (Mark.NO_EMAIL, rf"\bNON {_WHOM}{_ABOUT} (?:PER|VIA|TRAMITE) {_WRITING}\b"),
    (Mark.NO_POST, rf"\bNON {_WHOM}{_ABOUT} (?:PER|VIA|TRAMITE) {_MAILING}\b"),
    (Mark.READ_CALL, rf"\bNON {_WHOM}{_CALLING} {_AT_TIMES}\b"),
    (Mark.READ, rf"\bNON {_WHOM}(?:{_ABOUT}|{_SENDING}) (?:E ?MAIL )?{_AT_TIMES}\b"),
    (Mark.READ, rf"\b{_KIN} (?:E )?(?:DECEDUT[OA]|DEFUNT[OA]|MORT[OA])\b"),
    (
        Mark.READ,
        rf"\b{_PART} (?:E )?(?:STAT[OA] )?(?:CESSAT|CHIUS)[OA]\b|\b(?:CESSAT|CHIUS)[OA] (?:IL |LA |LO )?{_PART}\b",
    ),
    (Mark.READ, r"\bEREDI\b|\b(?:FALLIMENTO|LIQUIDAZIONE)\b|\bNON (?:PIU )?INTERESSAT[OAI]\b|^CANCELLARE$"),
)
_BROAD: tuple[tuple[Mark, str], ...] = (
    (
        Mark.DECEASED,
        r"\bDECE(?:DUT[OA]|SSO|ASED|D)\b|\bDEFUNT[OA]\b|\b(?:E|SIG|SIGNORA?|CLIENTE) MORT[OA]\b|^MORT[OA]$",
    ),
    (Mark.CEASED, r"\bCESSAT[OAIE]\b|\bCHIUS[OA]\b|\bFALLIT[OA]\b|\bCLOSED\b"),
    (
        Mark.NO_CONTACT,
        _any(
            rf"\bNON {_WHOM}{_ABOUT}",
            rf"\bNON {_WISHING} {_WHAT}(?:ESSERE\b|{_ADVERTISING}\b)",
            rf"\bNON {_SENDING} {_WHAT}{_ADVERTISING}\b",
            rf"\b(?:NO|STOP) (?:{_ADVERTISING}|CONTATT[OI]|CONSENSO)\b",
            r"\bDO ?NOT (?:CONTACT|DISTURB)|\bNON (?:ISCRITT[OA]|SUBSCRIBED)\b",
            r"\b(?:UNSUBSCRIBED?|OPT ?OUT|OPTED OUT|DISISCRITT[OA]|BLACK ?LIST\w*)\b",
            r"\bREVOCAT[OA] (?:IL )?(?:CONSENSO|PRIVACY)|\bREVOCA (?:DEL )?CONSENSO",
            r"\bCONSENSO (?:NEGATO|REVOCATO|RIFIUTATO)|\bRIFIUTA (?:IL )?(?:CONSENSO|MARKETING|PUBBLICITA|CONTATT[OI])",
            r"\bSI (?:E )?OPP(?:ONE|OST[OA])\b|^OPPOSIZIONE$",
            r"\bOPPOSIZIONE (?:AL? )?(?:MARKETING|TRATTAMENTO|CONTATT[OI]|PUBBLICITA|PRIVACY)|\bDIFFIDA\b",
            r"\b(?:CANCELLA\w*|CANCELLAZIONE) (?:DALLA|DALLE|DA) (?:MAILING|LIST\w*|NEWSLETTER)",
            r"\b(?:CHIESTO|CHIEDE|RICHIESTA)(?: DI)? (?:LA )?CANCELLAZIONE\b",
            rf"\b(?:VIETATO|MAI|EVITARE DI) {_ABOUT}",
        ),
    ),
    (
        Mark.NO_CALL,
        _any(
            rf"\bNON {_WHOM}{_CALLING}",
            rf"\bNON {_WISHING} {_WHAT}{_CALLING}",
            rf"\b(?:VIETATO|MAI|EVITARE DI|RIFIUTA) {_WHAT}{_CALLING}",
            r"\b(?:NO|STOP) (?:TELEFON\w*|CHIAMAT\w*|TEL|CALL|SMS|WHATSAPP)\b",
            r"\bDO ?NOT (?:CALL|PHONE|TEXT)\b|\bDNC\b|\bRPO\b|\bROBINSON\b",
            r"\bREGISTRO (?:PUBBLICO )?(?:DELLE )?OPPOSIZIONI\b",
        ),
    ),
    (
        Mark.NO_EMAIL,
        _any(
            rf"\b(?:NO|STOP) {_WRITING}\b",
            rf"\bNON (?:PIU )?{_SENDING} {_WHAT}{_WRITING}\b",
            rf"\bNON {_WISHING} {_WHAT}{_WRITING}\b",
            r"\bDO ?NOT E ?MAIL\b|\bNON SCRIVERE\b",
        ),
    ),
    (
        Mark.NO_POST,
        _any(
            rf"\b(?:NO|STOP) {_MAILING}\b",
            rf"\bNON (?:PIU )?{_SENDING} {_WHAT}{_MAILING}\b",
            r"\bDO ?NOT (?:MAIL|POST)\b",
        ),
    ),
)
# In a name a closed door may be a surname (LA CHIUSA), and heirs a firm.
_CEASED_NAME = r"\bCESSAT[OA]\b"


def read_notes(values: pl.Series, *, names: bool = False) -> pl.Series:
    """Return the `Mark`s of each note, as one number; 0 where it says nothing of contacting anybody.

    Args:
        values: Text.
        names: Whether these are names, beside which a note may stand (`ROSSI MARIO - DECEDUTO`).
    """
    nothing = pl.Series(values.name, [0], dtype=pl.UInt16).new_from_index(0, len(values))
    glanced = values.to_frame("note").select(pl.col("note").str.contains(_GLANCE).fill_null(value=False))
    places = glanced.to_series().arg_true()
    if places.is_empty():
        return nothing
    asked = values.gather(places).rename("note").to_frame()
    distinct = asked.unique(maintain_order=True)
    words = distinct.select(text.words(pl.col("note").str.replace_all("†", " DECEDUTO "))).to_series()
    read = distinct.with_columns(marks=_of_name(words) if names else _of_note(words))
    found = asked.join(read, on="note", how="left", maintain_order="left")["marks"]
    return nothing.scatter(places, found)


def _of_name(words: pl.Series) -> pl.Series:
    asked = [(Mark.CEASED, _CEASED_NAME), *((mark, pattern) for mark, pattern in _BROAD if mark != Mark.CEASED)]
    return together((_bit(words, mark, pattern) for mark, pattern in asked), len(words))


def _of_note(words: pl.Series) -> pl.Series:
    bits = []
    rest = words.str.replace_all(_DENIED, " ")
    for mark, pattern in _NARROW:
        bits.append(_bit(rest, mark, pattern))
        if bits[-1].max():
            rest = rest.str.replace_all(pattern, " ")
    bits += [_bit(rest, mark, pattern) for mark, pattern in _BROAD]
    return together(bits, len(words))


def _bit(words: pl.Series, mark: Mark, pattern: str) -> pl.Series:
    return words.str.contains(pattern).fill_null(value=False).cast(pl.UInt16) * int(mark)


def together(notes: Iterable[pl.Series], height: int) -> pl.Series:
    """Return what several notes of each row say together.

    Args:
        notes: The marks of each column of notes.
        height: How many rows there are.
    """
    marks = pl.Series("marks", [0], dtype=pl.UInt16).new_from_index(0, height)
    for read in notes:
        marks = marks | read
    return marks.rename("marks")
