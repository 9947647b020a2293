"""What notes say of contacting a customer: `NON CHIAMARE`, `deceduto`, `ditta cessata`, `no mail`.

>>> import polars as pl
>>> said = ["CHIUSO, NON CHIAMARE", "deceduta nel 2019", "non chiamare prima delle 9", "cliente dal 1998", None]
>>> [Mark(bits).name for bits in read_notes(pl.Series(said))]
['CEASED|NO_CALL', 'DECEASED', 'READ', None, None]
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
_GLANCE = [
    "deced", "defunt", "decess", "deceas", "mort", "eredi", "†", "cessat", "chius", "fallit", "fallim", "liquidaz",
    "non ", "no ", "not ", "no-", "senza", "stop", "opt", "unsub", "disiscr", "cancell", "revoc", "oppos", "oppon",
    "rpo", "robinson", "blacklist", "black list", "diffid", "rifiut", "nessun", "mai ", "closed",
]  # fmt: skip

_ABOUT = r"(?:CONTATT\w*|DISTURB\w*|CERCA\w*|IMPORTUN\w*|SOLLECIT\w*)"
_CALLING = r"(?:CHIAM\w*|TELEFON\w*|RICHIAM\w*)"
_WRITING = r"(?:E ?MAIL|MAIL|POSTA ELETTRONICA|NEWSLETTER|DEM|SPAM)"
_MAILING = r"(?:POSTA|CATALOGH?[IO]|CARTACE[OI]|LETTER[AE]|VOLANTIN[IO]|DEPLIANT|BROCHURE)"
_SENDING = r"(?:INVIA\w*|MANDA\w*|SPEDI\w*|SCRIVE\w*|RECAPITA\w*)"
_WISHING = r"(?:VUOLE|VOLER|DESIDERA|GRADISCE|INTENDE|ACCETTA|ACCONSENTE|AUTORIZZA|CONSENTE)"
_AT_TIMES = (
    r"(?:PRIMA|DOPO|DURANTE|DALLE|TRA|FRA|ENTRO|OLTRE|FINO|FINCHE|QUANDO|SE|NEL|NEI|NELLE|IN ORARI\w*|D[IA] (?:MATTIN\w*|"
    r"SERA|POMERIGGIO|NOTTE|LUNEDI|MARTEDI|MERCOLEDI|GIOVEDI|VENERDI|SABATO|DOMENICA)|(?:AL|LA|IL|ALLA|A) "
    r"(?:MATTIN\w*|SERA|POMERIGGIO|NOTTE|PRANZO|LUNEDI|MARTEDI|MERCOLEDI|GIOVEDI|VENERDI|SABATO|DOMENICA|FINE|INIZIO))"
)
_KIN = (
    r"(?:MARITO|MOGLIE|PADRE|MADRE|FIGLI[OA]|FRATELLO|SORELLA|NONN[OA]|SUOCER[OA]|SOCI[OA]|TITOLARE|CONIUGE|GENITORE|"
    r"CUGIN[OA]|ZI[OA])"
)
_PLACE = (
    r"(?:SEDE|FILIALE|UTENZA|LINEA|CASELLA|MAIL|EMAIL|FORNITURA|CONTRATTO|ABBONAMENTO|COLLABORAZIONE|NEGOZIO|RAPPORTO)"
)

_PATTERNS: tuple[tuple[Mark, str], ...] = (
    (
        Mark.DECEASED,
        r"\bDECE(?:DUT[OA]|SSO|ASED|D)\b|\bDEFUNT[OA]\b|\b(?:E|SIG|SIGNORA?|CLIENTE) MORT[OA]\b|^MORT[OA]$",
    ),
    (Mark.READ, rf"\b{_KIN} (?:E )?(?:DECEDUT[OA]|DEFUNT[OA]|MORT[OA])\b|\bEREDI\b|\b(?:FALLIMENTO|LIQUIDAZIONE)\b"),
    (Mark.CEASED, r"\bCESSAT[OAIE]\b|\bCHIUS[OA]\b|\bFALLIT[OA]\b|\bCLOSED\b"),
    (
        Mark.READ,
        rf"\b{_PLACE} (?:E )?(?:STAT[OA] )?(?:CESSAT|CHIUS)[OA]\b|\b(?:CESSAT|CHIUS)[OA] (?:IL|LA|LO) {_PLACE}\b",
    ),
    (
        Mark.NO_CONTACT,
        rf"\bNON (?:LO |LA |LI |PIU |VA |SI |DEVE ESSERE )?{_ABOUT}|\bNON {_WISHING} (?:PIU )?(?:ESSERE|RICEVERE|NULLA|NIENTE|"
        rf"PUBBLICITA|COMUNICAZIONI|MARKETING|PROMO\w*|OFFERTE)|\bNON {_SENDING} (?:PIU )?(?:NULLA|NIENTE|PUBBLICITA|"
        r"COMUNICAZIONI|MARKETING|PROMO\w*|OFFERTE|MATERIALE)|\bNO (?:MARKETING|MKT|PUBBLICITA|PROMO\w*|CONTATT[OI]|"
        r"COMUNICAZIONI|CONSENSO)\b|\bDO ?NOT (?:CONTACT|DISTURB)|\bNON (?:ISCRITT[OA]|SUBSCRIBED)\b|"
        r"\b(?:UNSUBSCRIBED?|OPT ?OUT|OPTED OUT|DISISCRITT[OA]|BLACK ?LIST\w*)\b|\bREVOCAT[OA] (?:IL )?(?:CONSENSO|"
        r"PRIVACY)|\bCONSENSO (?:NEGATO|REVOCATO|RIFIUTATO)|\bREVOCA (?:DEL )?CONSENSO|\bSI (?:E )?OPP(?:ONE|OST[OA])\b|^OPPOSIZIONE$|\bOPPOSIZIONE A?L? ?(?:MARKETING|TRATTAMENTO|CONTATT[OI]|"
        r"PUBBLICITA|PRIVACY)\b|"
        r"\bDIFFIDA\b|\bRIFIUTA (?:IL )?(?:CONSENSO|MARKETING|PUBBLICITA|CONTATT[OI])|\bCANCELLA\w* (?:DALLA|DALLE|DA) "
        r"(?:MAILING|LIST\w*|NEWSLETTER)",
    ),
    (
        Mark.NO_CALL,
        rf"\bNON (?:LO |LA |PIU |VA |VUOLE (?:CHE SI )?)?{_CALLING}|\bNO (?:TELEFON\w*|CHIAMAT\w*|TEL|CALL|SMS|WHATSAPP)\b|"
        r"\bDO ?NOT (?:CALL|PHONE|TEXT)\b|\bRPO\b|\bROBINSON\b|\bREGISTRO (?:PUBBLICO )?(?:DELLE )?OPPOSIZIONI\b|"
        r"\bSTOP (?:TELEFON\w*|CHIAMAT\w*|SMS)",
    ),
    (
        Mark.NO_EMAIL,
        rf"\bNO {_WRITING}\b|\bNON (?:PIU )?{_SENDING} (?:PIU )?(?:LE |LA |DELLE )?{_WRITING}\b|\bNON {_WISHING} "
        rf"(?:PIU )?(?:RICEVERE )?(?:LE |LA |DELLE )?{_WRITING}\b|\bDO ?NOT E ?MAIL\b|\bSTOP {_WRITING}\b|"
        rf"\bNON SCRIVERE\b",
    ),
    (
        Mark.NO_POST,
        rf"\bNO {_MAILING}\b|\bNON (?:PIU )?{_SENDING} (?:PIU )?(?:I |IL |LA |LE )?{_MAILING}\b|\bDO ?NOT (?:MAIL|POST)\b|"
        rf"\bSTOP {_MAILING}\b",
    ),
)
# What a note says of one channel, or of some hours, is not said in general: such words are taken out first.
_BY_PHONE = rf"\bNON (?:LO |LA )?(?:{_ABOUT}) (?:TELEFONICAMENTE|(?:PER|VIA|AL|TRAMITE) (?:TELEFONO|CELLULARE|CELL|TEL|SMS|WHATSAPP))\b"
_BY_EMAIL = rf"\bNON (?:LO |LA )?(?:{_ABOUT}) (?:PER|VIA|TRAMITE) {_WRITING}\b"
_BY_POST = rf"\bNON (?:LO |LA )?(?:{_ABOUT}) (?:PER|VIA|TRAMITE) {_MAILING}\b"
_CALL_HOURS = rf"\bNON (?:LO |LA )?{_CALLING} {_AT_TIMES}\b"
_HOURS = rf"\bNON (?:LO |LA )?(?:{_ABOUT}|{_SENDING}) (?:E ?MAIL )?{_AT_TIMES}\b"
# Nor is a day of rest (CHIUSO IL LUNEDI), or the town of Chiusa.
_DENIED = (
    r"\b(?:NON (?:E |RISULTA |ANCORA )?(?:DECEDUT|DEFUNT|CESSAT|CHIUS|FALLIT)[OA]|NESSUN\w? OPPOSIZIONE|CHIUSA (?:DI|DEL|SAN|"
    r"SCLAFANI|PESIO)|CHIUS[OA] (?:(?:IL|LA|AL|DI|NEL|NEI|PER|DURANTE|A|TUTTI I|OGNI) )?(?:LUNEDI|MARTEDI|MERCOLEDI|GIOVEDI|VENERDI|"
    r"SABATO|DOMENICA|FERIE|FESTIVI|PRANZO|POMERIGGIO|MATTIN\w*|SERA|AGOSTO|INVERNO|ESTATE))\b"
)
# In a name a closed door may be a surname (LA CHIUSA), and heirs a firm.
_NAMED = (Mark.DECEASED, Mark.NO_CONTACT, Mark.NO_CALL, Mark.NO_EMAIL, Mark.NO_POST)
_CEASED_NAME = r"\bCESSAT[OA]\b"


def read_notes(values: pl.Series, *, names: bool = False) -> pl.Series:
    """Return the `Mark`s of each note, as one number; 0 where it says nothing of contacting anybody.

    Args:
        values: Text.
        names: Whether these are names, beside which a note may stand (`ROSSI MARIO - DECEDUTO`).
    """
    nothing = pl.Series(values.name, [0], dtype=pl.UInt16).new_from_index(0, len(values))
    glanced = values.to_frame("note").select(
        pl.col("note").str.contains_any(_GLANCE, ascii_case_insensitive=True).fill_null(value=False)
    )
    places = glanced.to_series().arg_true()
    if places.is_empty():
        return nothing
    asked = values.gather(places).rename("note").to_frame()
    distinct = asked.unique(maintain_order=True)
    words = text.words(pl.col("note").str.replace_all("†", " DECEDUTO "))
    read = distinct.with_columns(marks=_of_name(words) if names else _of_note(words))
    found = asked.join(read, on="note", how="left", maintain_order="left")["marks"]
    return nothing.scatter(places, found)


def _of_name(words: pl.Expr) -> pl.Expr:
    bits = _bit(words, Mark.CEASED, _CEASED_NAME)
    for mark, pattern in _PATTERNS:
        if mark in _NAMED:
            bits = bits | _bit(words, mark, pattern)
    return bits


def _of_note(words: pl.Expr) -> pl.Expr:
    bits = pl.lit(0, dtype=pl.UInt16)
    rest = words.str.replace_all(_DENIED, " ")
    for mark, pattern in (
        (Mark.NO_CALL, _BY_PHONE),
        (Mark.NO_EMAIL, _BY_EMAIL),
        (Mark.NO_POST, _BY_POST),
        (Mark.READ_CALL, _CALL_HOURS),
        (Mark.READ, _HOURS),
        *((mark, pattern) for mark, pattern in _PATTERNS if mark == Mark.READ),
    ):
        bits = bits | _bit(rest, mark, pattern)
        rest = rest.str.replace_all(pattern, " ")
    for mark, pattern in _PATTERNS:
        if mark != Mark.READ:
            bits = bits | _bit(rest, mark, pattern)
    return bits


def _bit(words: pl.Expr, mark: Mark, pattern: str) -> pl.Expr:
    holds = words.str.contains(pattern)
    return pl.when(holds).then(pl.lit(int(mark), dtype=pl.UInt16)).otherwise(pl.lit(0, dtype=pl.UInt16))


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
