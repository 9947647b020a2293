"""A cell of mail addresses, parted: what is an address in it, what a telephone number, what a remark.

>>> found = parted("Ugo <ugo@rossi.it> e ada@rossi.it, tel. 0143 635755", "IT")
>>> found.addresses, found.numbers, found.note
(['ugo@rossi.it', 'ada@rossi.it'], ['0143635755'], 'Ugo')
>>> parted("info–vendite (at) ditta [dot] it", "IT").addresses
['info-vendite@ditta.it']
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from italclean.core.reference import table
from italclean.telephones import cell as telephone_cell

_LONGEST = 2000
_SIGNS = dict.fromkeys(map(ord, "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-") | dict.fromkeys(
    map(ord, "«»“”„‹›"), '"'
)
_AT = re.compile(r"\s*[(\[{<]\s*(?:at|a|@|chiocciola)\s*[)\]}>]\s*|\s+(?:at|chiocciola)\s+|_at_", re.IGNORECASE)
_DOT = re.compile(r"\s*[(\[{<]\s*(?:dot|punto|\.)\s*[)\]}>]\s*|(?<=\w)\s(?:dot|punto)\s(?=\w)", re.IGNORECASE)
# What Access and web forms hang on: x@gmail.com#mailto:x@gmail.com#, mailto:x@gmail.com?subject=
_TRAILER = re.compile(r"(@[^\s@#?]+)(?:#.*|\?(?:subject|body|cc|bcc)=.*)$", re.IGNORECASE)
_LABEL = re.compile(r"(?<![^\W_])(?:mail\s?to|(?:e[-.\s]?)?mail|posta(?:\s+elettronica)?|pec)\s*[:=]\s*", re.IGNORECASE)
_LABEL_BEFORE = re.compile(r"(?<![^\W_])(?:(?:e[-.]?)?mail|pec)\s+(?=[^\s@]+@)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s;,<>()\[\]\"/|\\:]+@[^\s;,<>()\[\]\"/|\\:]*[^\s;,<>()\[\]\"/|\\:.']")
_BLANK_AROUND = re.compile(r"\s*@\s*")
_ENDING = r"(?P<end>[a-z]{2,24})(?![\w.@+-]*@|[\w-])"
_BLANK_BEFORE_ENDING = re.compile(rf"(@[\w-]+(?:\.[\w-]+)*)(?:\s+\.\s*|\s*\.\s+){_ENDING}", re.IGNORECASE)
_COMMA_BEFORE_ENDING = re.compile(rf"(@[\w-]+(?:\.[\w-]+)*)\s?[,;:]\s?{_ENDING}", re.IGNORECASE)
_GLUED = re.compile(r"(\.(?P<end>[a-z]{2,24}))[-&+·•.=*]+(?=[^@]*@)", re.IGNORECASE)
_EDGES = " .,;:<>\"'()[]{}/\\|&+*=·•-"


@dataclass(slots=True)
class Parted:
    """What stands in a cell: its addresses, what one dials, and the rest as a note."""

    addresses: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    note: str | None = None


def parted(typed: str, region: str) -> Parted:
    """Part a cell.

    Args:
        typed: The cell, tidy.
        region: The country in which numbers without a country code are dialled.
    """
    if len(typed) > _LONGEST:
        return Parted([typed.lower()])
    cell = _mended(typed)
    if "@" not in cell:
        beside = telephone_cell.parted(cell, region, whole=True)
        return Parted([cell.lower().strip(_EDGES)], [number.dialled for number in beside.numbers], beside.note)
    places, addresses = [], []
    for token in _ADDRESS.finditer(cell):
        places.append(token.span())
        addresses += [part for part in _unglued(token[0], alone=token[0] == cell) if part]
    if not addresses:
        return Parted([cell.lower().strip(_EDGES)])
    if _may_begin_before(cell[: places[0][0]], addresses[0]):
        # mario rossi@gmail.com has two readings, so it stays as typed.
        return Parted([cell.lower().strip(_EDGES)])
    found = Parted(list(dict.fromkeys(addresses)))
    notes, at = [], 0
    for start, end in [*places, (len(cell), len(cell))]:
        piece = re.sub(r"^\W*\+\s+", "", cell[at:start]) if at else cell[at:start]
        beside = telephone_cell.parted(piece, region, whole=True)
        found.numbers += [number.dialled for number in beside.numbers]
        notes.append(beside.note)
        at = end
    found.note = ", ".join(dict.fromkeys(filter(None, notes))) or None
    return found


def _mended(typed: str) -> str:
    """Write signs and words that stand for @, dot and hyphen as these, and take labels off."""
    cell = unicodedata.normalize("NFKC", typed).translate(_SIGNS)
    cell = _DOT.sub(".", _AT.sub("@", cell))
    cell = re.sub("@+", "@", _BLANK_AROUND.sub("@", re.sub("@+", "@", cell)))
    cell = _TRAILER.sub(r"\1", cell)
    cell = _LABEL_BEFORE.sub(" ", _LABEL.sub(" ", cell)).strip()
    # villageta,it: only before what a domain ends in, so that it is no list of two.
    cell = _BLANK_BEFORE_ENDING.sub(_joined_ending, cell)
    return telephone_cell.mails_apart(_COMMA_BEFORE_ENDING.sub(_joined_ending, cell))


def _joined_ending(found: re.Match[str]) -> str:
    domain, end = found[1], found["end"].lower()
    whole = "." in domain and domain.rpartition(".")[2].lower() in _endings()
    return found[0] if whole or end not in _endings() else f"{domain}.{end}"


def _unglued(token: str, *, alone: bool) -> list[str]:
    """Cut addresses that one sign joins: a@rossi.it-b@rossi.it."""
    if token.count("@") > 1:
        token = _GLUED.sub(lambda found: f"{found[1]} " if found["end"].lower() in _endings() else found[0], token)
    # Signs are an address's own where it is all there is.
    signs = ".'" if alone and token.count("@") == 1 else ".'-·•*=&+"
    return [part.lower().strip(signs) if "@" in part else "" for part in token.split()]


def _may_begin_before(before: str, address: str) -> bool:
    """Tell one word before an address, with a blank between or a comma for a dot, that may be its first half."""
    local = address.partition("@")[0]
    word = re.fullmatch(r"([^\W_]+(?:[.'_-][^\W_]+)*)(?:\s|,)", before)
    return word is not None and re.search(r"[^\W\d_]", word[1]) is not None and not _tells(word[1], local)


def _tells(word: str, local: str) -> bool:
    return (
        local in _roles()
        or word.lower()
        in ("mail", "email", "pec", "ufficio", "casa", "lavoro", "privata", "personale", "nuova", "sede")
        or word.lower() in local
    )


@cache
def _endings() -> frozenset[str]:
    return frozenset(table("tld")["tld"])


@cache
def _roles() -> frozenset[str]:
    return frozenset(table("email_ruoli")["nome"])
