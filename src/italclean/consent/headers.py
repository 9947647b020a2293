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
from italclean.consent.purposes import CONSENT, DATE, GENERAL, OPPOSITION, ORIGIN, PRIVACY, REVOKED
from italclean.core import text

_CONVINCING = 0.8
# A header is asked many things, and one of a wide file among many.
_REMEMBERED = 1 << 14

# Words of a header are upper-case ASCII, one blank apart; many systems write them in one: donotbulkemail.
_CHANNEL_WORDS = {
    "email": r"E ?MAILS?|MAILS?|MAILING|DEM|POSTA ELETTRONICA",
    "telefono": r"TEL|TELEFON(?:O|ICO|ICA|ICI|ATE|ATA)|PHONES?|PHONE ?CALLS?|CALLS?|CHIAMAT[AE]|TELEMARKETING|"
    r"TELEMKTG?|VOICE",
    "sms": r"SMS|MMS|TEXTS?|TEXT MESSAGES?",
    "whatsapp": r"WHATS ?APP",
    "posta": r"POSTA|POSTAL[EI]?|POST|POSTAL ?MAILS?|CARTACE[AO]|DIRECT ?MAIL|CATALOG(?:O|HI)",
    "fax": r"FAX(?:ES)?",
}
_PURPOSE_WORDS = {
    "profilazione": r"PROFILAZIONE|PROFILAZ|PROFILING",
    "terzi": r"TERZI|TERZE PARTI|CESSIONE|PARTNERS?|THIRD PART(?:Y|IES)",
    GENERAL: (
        r"MARKETING|MKTG?|MK|NEWS ?LETTERS?|COMMERCIAL[EI]|PUBBLICIT(?:A|ARI[OAE])|PROMO(?:ZION[IE]|ZIONAL[EI])?|"
        r"OFFERTE|"
        r"COMUNICAZION[IE]|MATERIALE|CAMPAIGNS?|CAMPAGN[AE]|ADVERTISING|COMMUNICATIONS?"
    ),
    PRIVACY: r"PRIVACY|GDPR|TRATTAMENTO|DATA (?:PROCESSING|PROTECTION|PRIVACY)|DATI(?: PERSONALI)?",
}
_CONSENTING = (
    r"CONSENS[OI]|CONSENT(?:S|ED)?|CONS|OPT(?:S|ED)? ?IN|ACCEPT(?:S|ED)?|ACCETTA(?:TO|ZIONE)?|ACCONSENT[EO]|"
    r"AUTORIZZA(?:TO|ZIONE)?|SUBSCRIB(?:E|ED|ER)|SUBSCRIPTION|ISCRITT[OA]|ISCRIZIONE|ADESIONE|PERMISSION|ALLOW(?:S|"
    r"ED)?|"
    r"AGREE(?:S|D|MENT)?|RICEVE|RICEZIONE|WANTS"
)
# These alone may be a consent to anything: DATA ISCRIZIONE is when somebody became a member.
_VAGUE = (
    r"CONS|ACCEPT(?:S|ED)?|ACCETTA(?:TO|ZIONE)?|AUTORIZZA(?:TO|ZIONE)?|SUBSCRIB(?:E|ED|ER)|SUBSCRIPTION|ISCRITT[OA]|"
    r"ISCRIZIONE|"
    r"ADESIONE|PERMISSION|ALLOW(?:S|ED)?|AGREE(?:S|D|MENT)?|RICEVE|RICEZIONE|WANTS"
)
_SENT = (
    r"MARKETING|MKTG?|NEWS ?LETTERS?|E ?MAILS?|MAIL(?:S|ING)?|DEM|SMS|MMS|TEL(?:EFON\w*)?|CHIAMAT\w*|CALL|PHONE|"
    r"CONTATT[OI]|"
    r"POSTA|FAX|PUBBLICITA|PROMO\w*|CONSENSO|PROFILAZIONE|PRIVACY|WHATS ?APP|COMUNICAZIONI|CATALOG\w*|OFFERTE"
)
_OPPOSING = (
    r"(?:GDPR ?)?OPT(?:S|ED)? ?OUTS?|UN ?SUB(?:S(?:CRIB(?:E[DS]?|ER|TION))?|SCRIPTION)?|(?:BLACK|BLOCK) ?LIST(?:ED)?|"
    r"SUPPRESS(?:ED|ION)?|"
    r"DO ?N[O']?T ?(?:ALLOW ?)?(?:BULK ?)?(?:SEND ?MM|SEND|MARKET|CONTACT|DISTURB|SOLICIT|PROCESS)|"
    r"DO ?NO?T ?(?:ALLOW ?)?(?:BULK ?)?(?=(?:E ?MAIL|MAIL|PHONE|CALL|TEXT|SMS|FAX|POST))|"
    r"NON ?(?:CONTATT\w+|CHIAM\w+|TELEFON\w+|INVI\w+|MANDA\w*|SPEDI\w+|SCRIV\w+|DISTURB\w+|CONSENT\w*|CONSENS\w*|"
    r"ACCETT\w+|"
    r"AUTORIZZ\w+|VUOLE\w*|DESIDERA\w*|RICEVE\w*|CONTACTABLE)|NO ?(?=(?:"
    + _SENT
    + r")\b)|STOP ?(?=(?:"
    + _SENT
    + r")\b)|"
    r"OPPOSIZION[EI]|OPPOST[OAI]|OPPONE|DISISCR(?:ITT[OAI]|IZIONE)?|DEISCR(?:ITT[OA]|IZIONE)|REVOC(?:A|HE|AT[OA]|"
    r"AZIONE)|REVOKED?|"
    r"WITHDRAW(?:N|AL)|NEGAT[OAI]|DINIEGO|RIFIUT(?:O|A|AT[OA])|REFUS(?:ED|AL)|DENIED|DECLINED|RPO|ROBINSON|"
    r"ESCLU(?:DI|DERE|S[OA]|SIONE)(?= (?:DA |DAL |DALLE )?(?:" + _SENT + r"))|EXCLUDE(?:D)?(?: FROM)?(?: SEGMENTS?)?|"
    r"PRIVACY BLOCKED|(?:SENZA|MANCATO|NESSUN) (?=CONSENSO)|CANCELLAT[OA](?= (?:DA |DAL |DALLA )?(?:" + _SENT + r"))"
)
# These say no to something else as well: REVOCA MANDATO, NO TEL (the number of the telephone).
_DOUBTFUL = r"\bNO\b|^NEGAT[OAI]$|^RIFIUT|^EXCLUDE|^SUPPRESS|^DENIED$|^DECLINED$|^REFUS"
# Without a word of consent beside them, with yes and no below: CAMPAGNA may be one that somebody was part of.
_BARE = (
    r"\b(?:MARKETING|MKTG?|NEWS ?LETTERS?|PUBBLICITA|PROFILAZIONE|PROFILING|PRIVACY|GDPR|"
    r"COMUNICAZION[IE] (?:COMMERCIAL|PROMOZIONAL)[EI]|"
    r"TERZE PARTI|CESSIONE (?:A )?TERZI|SUBSCRIB(?:ED|ER))\b"
)
_DATING = r"DATA(?: E ORA)?|DT|DATE|DATE ?TIME|TIME ?STAMP|TIME|AT|ON|IL|DAL|SINCE|WHEN|GIORNO"
_ORIGINATING = r"FONTE|ORIGINE|SOURCE|PROVENIENZA|MODALITA|METHOD|CANALE"
_FLAGGING = r"FLAG|FLG|FL|CHECK|CHK|CB|IS|HAS|SI NO|S N|SN|Y N|STAT(?:O|US|E)|VALORE|ESITO|ABILITATO|ATTIVO"
_FILLING = (
    r"DI|DEL|DELLA|DELLE|DEI|AI?|AL|ALLA|ALLE|ALL|PER|LA|LE|LO|I|IN|OF|FROM|TO|THE|FOR|ANY|VIA|BY|E|ED|AND|O|OR|DA|"
    r"DAI|DALLE|SU|"
    r"INVIO|INVII|CLIENTE|CLIENTI|CUSTOMER|CONTACT|CONTATTO|CONTATTI|DIRETTO|DIRECT|HS|MSDYN|BUYER|SHOPPER|LIST[AE]?|"
    r"BULK|PUBBLICO|REGISTRO|LAST|"
    r"ULTIM[OA]|SEND|FINALITA|SEGMENTS?|ALLOW|LIBER[OA]|UTENTE|USER|TUTT[EIO]|MESSAGES?|MESSAGGI"
)
# What stands beside a consent and is none itself.
_BESIDE = (
    r"\b(?:IP|NOT[AE]|TESTO|VERSION[EI]?|ORA|OPERATORE|ID|LINKS?|URL|REASONS?|MOTIV[OI]|MOTIVAZIONE|CAMPAIGN TITLE|"
    r"TITLE|TOKEN|"
    r"HASH|FILE|ALLEGATO|DOCUMENTO|COUNT|NUMERO|NUM|N|MANDATO|CONFIRM IP)\b"
)
# A header that only smells of consent, which content may confirm.
_LIKELY = (
    r"\b(?:CONS|CONSENS\w*|CONSENT\w*|PRIVACY|GDPR|196|TRATTAMENTO|INFORMATIVA|LIBERATORIA|OPT|OPTIN|OPTOUT|MARKETING|"
    r"MKTG?|"
    r"PUBBLICIT\w*|PROMO\w*|NEWS ?LETTER\w*|NL|DEM|MAILING|SUBSCRI\w*|ISCRI\w*|ACCEPT\w*|ACCETT\w*|ACCONSENT\w*|"
    r"AUTORIZZ\w*|"
    r"CONTATTABIL[EI]|CONTACTABLE|MARKETABLE|CONTATTARE|PREFERENZ[AE]|PREFERENCES?|PERMISSION\w*|PERMESS\w*|"
    r"COMUNICAZION\w*|"
    r"COMMERCIAL[EI]|PROFILAZ\w*|PROFILING|TERZI|CESSIONE|OFFERTE|CATALOG\w*|AUGURI|SMS|WHATS ?APP|RICEVE|RICEZIONE|"
    r"WANTS|"
    r"FIDELITY|UNSUB\w*|REVOC\w*|OPPOS\w*|RIFIUT\w*|NEGAT\w*|BLACK ?LIST\w*|BLOCK ?LIST\w*|BLOCKED|SUPPRESS\w*|"
    r"EXCLUDE\w*|ESCLU\w*|"
    r"DISISCR\w*|MATERIALS?|CONTACT|CHIAMARE|TELEFONARE|DNC|DNM)\b"
)
_STATE = r"(?i)^(?:non-?|un)?subscribed$|^(?:dis)?iscritt[oa]$|^opt(?:ed)?[ _-]?(?:in|out)$|^unsub"


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
        if read.leftover or (re.search(_DOUBTFUL, words) and not _confirmed(sample, opposition=True)):
            return None
        return OPPOSITION if read.purpose == GENERAL else f"{OPPOSITION}_{read.purpose}"
    if read.leftover:
        # CONSENSO FIDELITY is a purpose of its own; what is left of ACCETTA COOKIE is none that is known.
        named = read.leftover.replace(" ", "_").lower()
        return f"{CONSENT}{named}" if re.search(r"\bCONSEN[ST]", words) and not read.named and len(named) > 1 else None
    if read.sure or (re.search(_BARE, words) and _confirmed(sample, opposition=False)):
        return CONSENT + read.purpose
    return None


def numbered_role(name: str) -> str | None:
    """Return the role of one of several numbered consents whose purposes nobody tells (`Privacy 1`, `Consenso_3`).

    Each is a purpose of its own: the second one may be marketing, or the cession to third parties.

    Examples:
        >>> [numbered_role(name) for name in ("Privacy 1", "FLAG_PRIVACY_2", "Consenso marketing 2", "Privacy")]
        ['consenso_privacy1', 'consenso_privacy2', None, None]
    """
    found = re.fullmatch(r"(?:FLAG |FLG |CONSENSO |CONS )?(?:PRIVACY|GDPR) ?([0-9])", header_words(name))
    return f"{CONSENT}{PRIVACY}{found.group(1)}" if found else None


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
    if re.search(_BESIDE, words):
        return False
    read = _Read(words)
    # FLAG SMS and EMAIL SI/NO name a channel and nothing else.
    channel = read.named and not read.leftover and not read.dated
    return bool(re.search(_LIKELY, words)) or _read(words) is not None or channel


def looks_like_no(name: str) -> bool:
    """Tell whether a header that only looks like a consent would say no."""
    read = _read(header_words(name))
    return (read is not None and read.opposing) or bool(re.search(r"\b(?:DNC|DNM|BLOCKED)\b", header_words(name)))


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
    known = sample.str.contains(_STATE)
    beside = sample.str.to_lowercase().is_in(["cleaned", "pending", "transactional", "archived", "bounced"])
    return bool(known.any()) and int((known | beside).sum()) >= _CONVINCING * len(sample)


def reads_as_consent(sample: pl.Series, *, opposition: bool = False) -> bool:
    """Tell whether nearly all of a column's values can be read as consents, or as oppositions."""
    found = consenso.series(sample, opposition=opposition).struct.unnest()
    good = found["value"].is_not_null() | found["issue"].cast(pl.String).is_in(["consent_not_opposed", "filler"])
    good &= ~(sample.str.contains(r"^\s*[0-9]+\s*$") & ~sample.str.contains(r"^\s*[01](?:[.,]0+)?\s*$")).fill_null(
        value=False
    )
    return bool(len(sample)) and int(good.sum()) >= _CONVINCING * len(sample)


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
        rest = f" {words} "
        self.opposing = bool(re.search(rf"\b(?:{_OPPOSING})", rest))
        postal = bool(re.search(r"\bDO ?NO?T ?ALLOW ?(?:BULK ?)?MAILS?\b|POSTAL ?MAIL|DIRECT ?MAIL", words))
        unclear = bool(re.search(r"\bDO ?NO?T ?(?:BULK ?)?MAIL\b", words))
        of_rpo = bool(re.search(r"\bRPO\b|\bREGISTRO (?:PUBBLICO )?(?:DELLE )?OPPOSIZIONI\b|\bROBINSON\b", words))
        by_call = bool(re.search(r"\bNON ?(?:CHIAM|TELEFON)\w*", words))
        rest = re.sub(rf"\b(?:{_OPPOSING})", " ", rest) if self.opposing else rest
        rest = re.sub(r"\bREGISTRO PUBBLICO\b", " ", rest)
        consenting = _taken(rest, _CONSENTING)
        vague = consenting is not None and _taken(rest, _VAGUE) is not None and not re.search(r"\bCONSEN|\bOPT", rest)
        rest = consenting if consenting is not None else rest
        # DATA PROCESSING is no date.
        privacy = _taken(rest, _PURPOSE_WORDS[PRIVACY])
        rest = privacy if privacy is not None else rest
        channels = []
        for channel in ("sms", "whatsapp", "posta", "telefono", "fax", "email"):
            pattern = _CHANNEL_WORDS[channel]
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
            taken = _taken(rest, _PURPOSE_WORDS[purpose])
            if taken is not None:
                purposes.append(purpose)
                rest = taken
        dated = _taken(rest, _DATING)
        self.dated = dated is not None
        rest = dated if dated is not None else rest
        originating = _taken(rest, _ORIGINATING)
        self.originating = originating is not None
        rest = originating if originating is not None else rest
        flagging = _taken(rest, _FLAGGING)
        rest = flagging if flagging is not None else rest
        filling = _taken(rest, _FILLING)
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


def _taken(words: str, pattern: str) -> str | None:
    """Take words of a kind out of a header; None where there are none."""
    rest, count = re.subn(rf"(?<![A-Z0-9])(?:{pattern})(?![A-Z0-9])", " ", words)
    return re.sub(" +", " ", rest) if count else None


@lru_cache(maxsize=_REMEMBERED)
def _read(words: str) -> _Read | None:
    """Read the words of a header; None where they are of something else."""
    if re.search(_BESIDE, words):
        return None
    read = _Read(words)
    told = read.opposing or read.sure or re.search(_BARE, words) or re.search(rf"\b(?:{_CONSENTING})\b", words)
    return read if told else None
