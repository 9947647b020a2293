"""What a list calls its consents: which header says yes, which says no, which is the date of one or the other.

    >>> [role_of_header(name) for name in ("AcceptsMarketing", "HasOptedOutOfEmail", "Data revoca", "Consenso SMS")]
    ['consenso_marketing', 'opposizione_email', 'data_revoca', 'consenso_sms']

Source: field names of Salesforce, Dataverse, HubSpot, Marketo, Mailchimp, Brevo and Shopify as their vendors publish
them; usage of Italian management software.
"""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl

from italclean.cleaners.consenso import consenso
from italclean.cleaners.data import data
from italclean.consent.header_patterns import (
    BARE,
    BESIDE,
    CHANNEL_WORDS,
    CONSENTING,
    DATING,
    DOUBTFUL,
    FILLING,
    FLAGGING,
    GIVEN,
    GIVEN_OR_JOINED,
    LEAVING,
    LEFT,
    LIKELY,
    MAYBE_NO,
    NAYED,
    NEGATION,
    NUMBERED,
    OPPOSING,
    ORIGINATING,
    PURPOSE_WORDS,
    STATE,
    STOPPED,
    STOPPING,
    TAKEN_FROM,
    UNGIVEN,
    VAGUE,
    WANTING,
)
from italclean.consent.purposes import CONSENT, DATE, GENERAL, OPPOSITION, ORIGIN, PRIVACY, REVOKED, UNTOLD
from italclean.core import text

_CONVINCING, _HALF = 0.8, 0.5
# A header is asked many things, and one of a wide file among many.
_REMEMBERED = 1 << 14


@lru_cache(maxsize=_REMEMBERED)
def header_words(name: str) -> str:
    """Return the words of a header, also of one that was written in one (`HasOptedOutOfEmail`).

    Examples:
        >>> header_words("HasOptedOutOfEmail"), header_words("EMAIL_BLACKLISTED"), header_words("GDPROptOut")
        ('HAS OPTED OUT OF EMAIL', 'EMAIL BLACKLISTED', 'GDPR OPT OUT')
    """
    parted = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", name))
    return pl.select(text.words(pl.lit(parted))).item() or ""


def says_no(name: str) -> bool:
    """Tell whether a header is one of oppositions, whose yes means no.

    Examples:
        >>> [says_no(name) for name in ("donotbulkemail", "Disiscritto", "Consenso negato", "Consenso", "Note")]
        [True, True, True, False, False]
    """
    read = _read(header_words(name))
    return read is not None and read.opposing and read.leftover == ""


def role_of_header(name: str, sample: pl.Series | None = None) -> str | None:
    """Return the role of a header about consents: `consenso_…`, `opposizione…`, `data_consenso…`, `data_revoca…`.

    Args:
        name: The header.
        sample: Values of the column; without them, or where it has none, the header alone decides.

    Returns:
        None where the header is of something else, or leaves open what it is.
    """
    words = header_words(name)
    read = _read(words)
    if read is None:
        return None
    if read.dated:
        family = REVOKED if read.opposing else DATE
        sure = read.leftover == "" and (read.opposing or read.sure)
        return (family if read.purpose == GENERAL else f"{family}_{read.purpose}") if sure else None
    if read.originating:
        return ORIGIN if read.sure and not read.opposing and read.leftover == "" else None
    if read.opposing:
        if read.leftover or (re.search(DOUBTFUL, words) and not _confirmed(sample, opposition=True)):
            return None
        return OPPOSITION if read.purpose == GENERAL else f"{OPPOSITION}_{read.purpose}"
    if read.leftover:
        # CONSENSO FIDELITY is a purpose of its own; what is left of ACCETTA COOKIE is none that is known.
        named = read.leftover.replace(" ", "_").lower()
        if re.search(NEGATION, read.leftover):
            return None
        return f"{CONSENT}{named}" if re.search(r"\bCONSEN[ST]", words) and not read.named and len(named) > 1 else None
    if read.sure or (re.search(BARE, words) and _confirmed(sample, opposition=False)):
        return CONSENT + read.purpose
    return None


def numbered_role(name: str, sample: pl.Series | None = None) -> str | None:
    """Return the role of one of several numbered consents whose purposes nobody tells (`Privacy 1`, `Consenso_3`).

    Each is a purpose of its own: the second one may be marketing, or the cession to third parties.

    Args:
        name: The header.
        sample: Values of the column, which tell the consents of `Cons. 1` from consignments.

    Examples:
        >>> [numbered_role(name) for name in ("Privacy 1", "FLAG_PRIVACY_2", "Consenso marketing 2", "Privacy")]
        ['consenso_privacy1', 'consenso_privacy2', None, None]
        >>> [numbered_role(name) for name in ("Consenso 1", "Cons. 3", "Flag consenso n. 2", "Data consenso 1")]
        ['consenso_numero1', 'consenso_numero3', 'consenso_numero2', 'data_consenso_numero1']
    """
    words = header_words(name)
    found = re.fullmatch(r"(?:FLAG |FLG |CONSENSO |CONS )?(?:PRIVACY|GDPR) ?([0-9])", words)
    if found:
        return f"{CONSENT}{PRIVACY}{found.group(1)}"
    found = re.fullmatch(rf"(DATA |DT )?(?:{NUMBERED})(?:N |NR |NUM |NUMERO ?)?([1-9][0-9]?)", words)
    if not found:
        return None
    if found.group(1):
        return f"{DATE}_{UNTOLD}{found.group(2)}"
    short = re.search(r"\bCONS\b", words)
    return f"{CONSENT}{UNTOLD}{found.group(2)}" if not short or _confirmed(sample, opposition=False) else None


def looks_like_consent(name: str, sample: pl.Series) -> bool:
    """Tell whether a column looks like a consent, by header and by values.

    Args:
        name: The header.
        sample: Values of the column.

    Examples:
        >>> looks_like_consent("Auguri", pl.Series(["S", "N"])), looks_like_consent("Auguri", pl.Series(["Natale"]))
        (True, False)
    """
    return smells_of_consent(name) and _confirmed(sample, opposition=looks_like_no(name), empty=False)


@lru_cache(maxsize=_REMEMBERED)
def smells_of_consent(name: str) -> bool:
    """Tell whether a header may be one of consents, which its values must confirm."""
    words = header_words(name)
    if re.search(BESIDE, words):
        return False
    read = _Read(words)
    # FLAG SMS and EMAIL SI/NO name a channel and nothing else.
    channel = read.named and not read.leftover and not read.dated
    return bool(re.search(LIKELY, words) or re.search(MAYBE_NO, words)) or _read(words) is not None or channel


def looks_like_no(name: str) -> bool:
    """Tell whether a header that only looks like a consent would say no."""
    words = header_words(name)
    read = _read(words)
    if (read is not None and read.opposing) or re.search(MAYBE_NO, words):
        return True
    return bool(read is not None and re.search(NEGATION, _told_both(words)))


def likely_role(name: str, *, dated: bool = False) -> str | None:
    """Return the role that a column would have which only looks like one of consents.

    Args:
        name: The header.
        dated: Whether its values are dates.

    Returns:
        None where the header smells of no consent, or where the date may be of something else.

    Examples:
        >>> likely_role("Auguri via SMS"), likely_role("DNC"), likely_role("Data privacy", dated=True)
        ('consenso_sms', 'opposizione', 'data_consenso_privacy')
        >>> likely_role("Data iscrizione", dated=True), likely_role("Agente")
        (None, None)
    """
    if not smells_of_consent(name):
        return None
    read, opposing = _Read(header_words(name)), looks_like_no(name)
    if dated and (read.leftover or not (opposing or read.sure or read.named)):
        return None
    if not dated and not opposing:
        return CONSENT + read.purpose
    family = OPPOSITION if not dated else REVOKED if opposing else DATE
    return family if read.purpose == GENERAL else f"{family}_{read.purpose}"


def tells_subscriptions(sample: pl.Series) -> bool:
    """Tell whether a column of states holds subscriptions (`subscribed`, `unsubscribed`), as mailing platforms do.

    Examples:
        >>> [tells_subscriptions(pl.Series(said)) for said in (["subscribed", "unsubscribed", "cleaned"], ["attivo"])]
        [True, False]
    """
    if sample.is_empty():
        return False
    known = sample.str.contains(STATE)
    beside = sample.str.to_lowercase().is_in(["cleaned", "pending", "transactional", "archived", "bounced"])
    return bool(known.any()) and int((known | beside).sum()) >= _CONVINCING * len(sample)


def reads_as_consent(sample: pl.Series, *, opposition: bool = False) -> bool:
    """Tell whether nearly all of a column's distinct values can be read as consents, or half of them as oppositions."""
    found = consenso.series(sample, opposition=opposition).struct.unnest()
    good = found["value"].is_not_null() | found["issue"].cast(pl.String).is_in(["consent_not_opposed", "filler"])
    good &= ~(sample.str.contains(r"^\s*[0-9]+\s*$") & ~sample.str.contains(r"^\s*[01](?:[.,]0+)?\s*$")).fill_null(
        value=False
    )
    # Of distinct values: one note among yes and no is a third of them, and must not unseat a refusal.
    return bool(len(sample)) and int(good.sum()) >= (_HALF if opposition else _CONVINCING) * len(sample)


def _confirmed(sample: pl.Series | None, *, opposition: bool, empty: bool = True) -> bool:
    if sample is None or sample.is_empty():
        return empty
    if reads_as_consent(sample, opposition=opposition):
        return True
    if not opposition:
        return False
    dates = data.series(sample).struct.field("status").is_in(["valid", "fixed"])
    return int(dates.sum()) >= _CONVINCING * len(sample)


class _Read:
    """What the words of a header say."""

    __slots__ = ("dated", "leftover", "named", "opposing", "originating", "purpose", "sure")

    def __init__(self, words: str) -> None:
        # NEGATO IL CONSENSO and DISISCRITTO DAL MARKETING are no dates.
        rest = re.sub(r"\b(?:IL|DAL) (?=CONSENSO|TRATTAMENTO|MARKETING|MKT)", "", f" {_told_both(words)} ")
        refusing = _refusing(rest)
        self.opposing = bool(re.search(refusing, rest))
        postal = bool(re.search(r"\bDO ?NO?T ?ALLOW ?(?:BULK ?)?MAILS?\b|POSTAL ?MAIL|DIRECT ?MAIL", words))
        unclear = bool(re.search(r"\bDO ?NO?T ?(?:BULK ?)?MAIL\b", words))
        of_rpo = bool(re.search(r"\bRPO\b|\bREGISTRO (?:PUBBLICO )?(?:DELLE )?OPPOSIZIONI\b|\bROBINSON\b", words))
        by_call = bool(re.search(r"\b(?:NON|MAI|VIETATO|DIVIETO DI) ?(?:PIU )?(?:CHIAM|TELEFON)\w*", words))
        if self.opposing:
            rest = re.sub(r"\bART(?:ICOLO)? [0-9]+\b|\bINVALID\b", " ", re.sub(refusing, " ", rest))
        rest = re.sub(r"\bREGISTRO PUBBLICO\b", " ", rest)
        consenting = _taken(rest, CONSENTING)
        vague = consenting is not None and _taken(rest, VAGUE) is not None and not re.search(r"\bCONSEN|\bOPT", rest)
        rest = consenting if consenting is not None else rest
        # DATA PROCESSING is no date.
        privacy = _taken(rest, PURPOSE_WORDS[PRIVACY])
        rest = privacy if privacy is not None else rest
        channels = []
        for channel in ("sms", "whatsapp", "posta", "telefono", "fax", "email"):
            pattern = CHANNEL_WORDS[channel]
            taken = _taken(rest, pattern)
            if taken is not None:
                channels.append(channel)
                rest = taken
        if postal or unclear:
            channels = ["posta"] if postal else []
        if of_rpo or by_call:
            channels = [*dict.fromkeys([*channels, "telefono"])]
        purposes = []
        for purpose in ("profilazione", "terzi", GENERAL):
            taken = _taken(rest, PURPOSE_WORDS[purpose])
            if taken is not None:
                purposes.append(purpose)
                rest = taken
        dated = _taken(rest, DATING)
        self.dated = dated is not None
        rest = dated if dated is not None else rest
        originating = _taken(rest, ORIGINATING)
        self.originating = originating is not None
        rest = originating if originating is not None else rest
        flagging = _taken(rest, FLAGGING)
        rest = flagging if flagging is not None else rest
        filling = _taken(rest, FILLING)
        rest = filling if filling is not None else rest
        self.leftover = " ".join(re.sub(r"\b[0-9]+\b", " ", rest).split())
        specific = [one for one in purposes if one != GENERAL]
        if channels:
            self.purpose = "_".join(sorted(channels))
        elif specific:
            self.purpose = specific[0]
        elif privacy is not None and GENERAL not in purposes and not self.opposing:
            self.purpose = PRIVACY
        else:
            self.purpose = GENERAL
        self.named = bool(channels or purposes or privacy is not None)
        flagged = flagging is not None and bool(purposes or privacy is not None)
        # FLAG EMAIL may be whether there is one, TELEFONO CONS that of the delivery; marketing beside it tells.
        short = vague and bool(re.search(r"\bCONS\b", words)) and not words.startswith("CONS ")
        told = bool(purposes or privacy is not None or (channels and not short))
        self.sure = (consenting is not None and (not vague or told)) or flagged


def _told_both(words: str) -> str:
    """Write the two answers below a header, SI/NO, as the one word that says none of them."""
    return re.sub(r"\b(?:SI|S|YES|Y)(?: O| OR)? NO?\b", "SN", words)


def _refusing(words: str) -> str:
    """The pattern of what says no in a header: some words do beside what they refuse alone."""
    patterns = [OPPOSING]
    for pattern, beside in (
        (STOPPING, rf"\b(?:{STOPPED})\b"),
        (LEAVING, rf"\b(?:{LEFT})\b|{TAKEN_FROM}"),
        (WANTING, rf"\b(?:{GIVEN})\b"),
        (UNGIVEN, rf"\b(?:{GIVEN_OR_JOINED})\b"),
        (r"NO(?= *$)", rf"\b(?:{NAYED}) NO *$"),
    ):
        if re.search(beside, words):
            patterns.append(pattern)
    return rf"\b(?:{'|'.join(patterns)})"


def _taken(words: str, pattern: str) -> str | None:
    """Take words of a kind out of a header; None where there are none."""
    rest, count = re.subn(rf"(?<![A-Z0-9])(?:{pattern})(?![A-Z0-9])", " ", words)
    return re.sub(" +", " ", rest) if count else None


@lru_cache(maxsize=_REMEMBERED)
def _read(words: str) -> _Read | None:
    """Read the words of a header; None where they are of something else."""
    if re.search(BESIDE, words):
        return None
    read = _Read(words)
    told = read.opposing or read.sure or re.search(BARE, words) or re.search(rf"\b(?:{CONSENTING})\b", words)
    return read if told else None
