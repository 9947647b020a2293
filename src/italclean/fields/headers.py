"""What a header says: the role that it names, which of several columns of that role, and of which address.

A header is read as words (`Cod.Fisc.`, `CODICE_FISCALE` and `CodiceFiscale` are one) and looked up as it is, without
its brackets, and without what stands around what it names: numbers (`Telefono 2`) and known words (`billing_city`,
`Default Address Zip`, `Telefono ufficio`). The longest known part counts, and only if all around it is known, too:
`Data contratto cliente` names no customer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from italclean.core import text
from italclean.core.reference import table
from italclean.fields.catalogue import ADDRESS, CONTACTS, SHOWN_NAME, headers_from_outside

_LONGEST = 200
_MOST_WORDS = 12

_CONTACT = frozenset({*ADDRESS, *CONTACTS, "iban"})
_BESIDE_BARE = frozenset({"ADDRESS", "BILL", "BILLING", "DEFAULT", "FATTURAZIONE"})
# A second part of what another column begins.
_FURTHER = re.compile(r"SEGU|EXTRA|AGGIUNTIV|COMPLEMENT|^MIDDLE|^SECOND|^ALTRI NOMI|^ADDITIONAL| TWO$|RIGA")
# Numbers that count no columns of one kind: MERGE2 of Mailchimp is the surname, STCD2 of SAP the partita IVA.
_NO_COUNT = ("MERGE", "STCD", "ORT")
# What systems put before the names of fields of one's own, or of one country.
_PREFIX = re.compile(r"^(?:l10n_it_|new_|cr[0-9a-f]{3,5}_|msdyn_|hs_|x_studio_|x_)(?=[a-z])", re.IGNORECASE)
_SUFFIX = re.compile(r"__c$", re.IGNORECASE)
_CAMEL = re.compile(
    r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")

Outside = tuple[tuple[str, str], ...]
"""The headers of fields from outside, each with its field's name."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says.

    Attributes:
        words: The header as words.
        roles: The roles that it may name, among which the content chooses; empty where it names none.
        default: The role where the content does not choose, or None.
        number: Which of several it is: 2 of `Telefono 2`, `RAGSOC2`, `address1_line2`.
        group: The address that it is of (`spedizione` of `shipping_city`), or empty.
        late: Whether that address comes after the others.
        other_thing: Whether a word says that the column holds what has no role: `Foto`, `Prezzo`.
        other_party: Whether a word says that it is somebody else's: `Agente`, `Banca`.
    """

    words: str
    roles: tuple[str, ...] = ()
    default: str | None = None
    number: int = 1
    group: str = ""
    late: bool = False
    other_thing: bool = False
    other_party: bool = False

    @property
    def base(self) -> str:
        """The words without the numbers at the end: those of `RAGSOC1` and `RAGSOC2` are the same."""
        return self.words.rstrip("0123456789 ")


def read_header(name: str) -> Header:
    """Read a header.

    Args:
        name: The header as it is in the file.

    Examples:
        >>> read_header("CodiceFiscale").default, read_header("Default Address Zip").default
        ('codice_fiscale', 'cap')
        >>> read_header("shipping_city").group, read_header("address1_line2").number
        ('spedizione', 2)
        >>> read_header("Prezzo (€)").other_thing
        True
    """
    return _read(name, headers_from_outside())


@lru_cache(maxsize=4096)
def _read(name: str, outside: Outside) -> Header:
    spellings = _spellings(name[:_LONGEST])
    said = {word for spelling in spellings for word in spelling.split(" ")}
    thing = any("altro" in _around().get(word, {}) for word in said)
    party = any("terzi" in _around().get(word, {}) for word in said)
    for spelling in spellings:
        for found in _readings(spelling, spellings[0], outside):
            return Header(*found, other_thing=thing, other_party=party)
    return Header(spellings[0], other_thing=thing, other_party=party)


def _spellings(name: str) -> list[str]:
    """The header as words: whole, and without what systems and people add to names."""
    mended = pl.select(text.straight(text.mend(text.tidy(pl.lit(name, dtype=pl.String))))).item() or ""
    plain = _SUFFIX.sub("", _PREFIX.sub("", mended))
    forms = [mended, plain, _BRACKETS.sub(" ", plain)]
    if " " not in plain.strip() and "/" in plain:
        # A path of FatturaPA, or of a related record: CessionarioCommittente/Sede/CAP
        forms.append(plain.rpartition("/")[2])
    apart = pl.Series([_CAMEL.sub(" ", form) for form in forms])
    return list(dict.fromkeys(apart.to_frame("name").select(text.words(pl.col("name"))).to_series().to_list()))


def _readings(
    spelling: str, whole: str, outside: Outside
) -> Iterator[tuple[str, tuple[str, ...], str | None, int, str, bool]]:
    """What the longest known part of the words names, if all around it is known."""
    words = spelling.split(" ")
    if len(words) > _MOST_WORDS:
        return
    address = ""
    if len(words) > 2 and words[0] == "ADDRESS" and words[1].isdigit() and not words[2].isdigit():
        # Dynamics: address1_city, address2_line1
        address, words = words[1], [words[0], *words[2:]]
    for length in range(len(words), 0, -1):
        # The last of several: Default Address Company names the firm.
        for start in range(len(words) - length, -1, -1):
            core, around = words[start : start + length], words[:start] + words[start + length :]
            roles, default = _named(core, outside)
            if not roles or not _may_stand_around(around, core, default or roles[0]):
                continue
            telling = words if roles[0] in ADDRESS else around
            seat = next((seat for word in telling if (seat := _around().get(word, {}).get("recapito", ""))), "")
            group, _, late = (seat or _billing(around)).partition(" ")
            second = address not in ("", "0", "1")
            yield (
                whole,
                roles,
                default,
                _number(words, core),
                address if second else group,
                second or bool(late),
            )


def _billing(around: list[str]) -> str:
    return next((group for word in around if (group := _around().get(word, {}).get("ogni", ""))), "")


def _named(core: list[str], outside: Outside) -> tuple[tuple[str, ...], str | None]:
    """The roles that some words name together, and the one where the content does not choose."""
    spelled, together = " ".join(core), "".join(core)
    known, compact = _headers(outside)
    default = known.get(spelled) or compact.get(together)
    # Who installs a cleaner for the codes of an ERP means its headers, whatever else they may name.
    if default and default in dict(outside).values():
        return (default,), default
    several = _ambiguous().get(spelled) or _ambiguous().get(together)
    return several or ((default,) if default else ()), default


def _may_stand_around(around: list[str], core: list[str], role: str) -> bool:
    named = [word for word in around if not word.isdigit()]
    if "solo" in _around().get(" ".join(core), {}):
        # It names the customer by itself, and something else beside another word: CLIENTE DI RIFERIMENTO
        return all(word in _BESIDE_BARE for word in named)
    for word in named:
        uses = _around().get(word, {})
        # Of a name only the addressee of a delivery is another one: shipping_last_name
        if "ogni" in uses or (role in _CONTACT and "recapito" in uses):
            continue
        if role in SHOWN_NAME and uses.get("recapito") == "spedizione 2":
            continue
        return False
    return True


def _number(words: list[str], core: list[str]) -> int:
    if core[0].startswith(_NO_COUNT):
        return 1
    counted = [int(word) for word in words if word.isdigit() and len(word) < 3]
    further = 2 if _FURTHER.search(" ".join(core)) else 1
    return max(counted[-1] if counted else 1, further)


def known_headers() -> dict[str, str]:
    """Return the role of each known header, by its words."""
    return _headers(headers_from_outside())[0]


@cache
def _headers(outside: Outside) -> tuple[dict[str, str], dict[str, str]]:
    """The roles by the header's words, and by its letters and digits: `CODICEFISCALE` is one word or two."""
    typed = pl.DataFrame(outside, schema=["words", "role"], orient="row")
    theirs = dict(typed.with_columns(text.words(pl.col("words"))).iter_rows())
    known = dict(table("intestazioni").select("intestazione", "ruolo").iter_rows()) | theirs
    compact: dict[str, str] = {}
    for words, role in (*theirs.items(), *known.items()):
        compact.setdefault(words.replace(" ", ""), role)
    return known, compact


@cache
def _ambiguous() -> dict[str, tuple[str, ...]]:
    found = {words: tuple(roles.split(" ")) for words, roles in table("intestazioni_ambigue").iter_rows()}
    return {words.replace(" ", ""): roles for words, roles in found.items()} | found


@cache
def _around() -> dict[str, dict[str, str]]:
    """The words that stand around what a header names: their uses, and the address that they mean."""
    uses: dict[str, dict[str, str]] = {}
    for word, use, group in table("parole_intestazioni").iter_rows():
        uses.setdefault(word, {})[use] = group or ""
    return uses
