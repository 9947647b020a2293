"""What a column's values say: the role that they show by themselves, or the other kind of thing that they are.

A role by content needs what the other kinds of values lack. Digits alone are no telephone: coordinates, prices, opening
hours, dates and codes have them, too. So a value counts for a role only where it is written as that role's values are,
and its cleaner finds nothing to mend in it but its form.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.columns import is_true
from italclean.core.reference import table
from italclean.fields.catalogue import FIELDS, PHONES
from italclean.fields.field import Field
from italclean.fields.sample import ENOUGH, Sample, share_of
from italclean.messages.text import Text, said
from italclean.names.given import are_given_names
from italclean.places.register import country_codes
from italclean.registry import CLEANERS
from italclean.streets.table import form_key, forms_of_types

CONVINCING = 0.8

_SURE, _CLEAR = 400, 0.5
"""So many values tell that a column is what its header says, where more than this share of them can be read."""
_STREETS = ["via", "viale", "vicolo", "vico", "piazza", "piazzale", "piazzetta", "corso", "largo", "strada", "calle"]
_BARE = 0.75
"""How far bare digits must go from convincing to certain."""
# Roles whose values are recognised without a header, in the order in which they are tried.
_BY_CONTENT = ("email", "codice_fiscale", "partita_iva", "provincia", "cap", "cellulare", "telefono", "comune")
# Those that show themselves beyond doubt, by an @ or a check letter: no header can speak against them.
_UNMISTAKABLE = ("email", "codice_fiscale")

_FIGURE = r"(?:0|[1-9][0-9]{0,2}(?:[.' ][0-9]{3})+|[1-9][0-9]{0,6})"
_HOUR = r"(?:[01]?[0-9]|2[0-4])(?:[:.][0-5][0-9])?"
_DATE = (
    r"^(?:[0-3]?[0-9][/. -][01]?[0-9][/. -](?:(?:19|20)[0-9]{2}|[0-9]{2})|(?:19|20)[0-9]{2}[/. -][01]?[0-9][/. -]"
    r"[0-3]?[0-9]|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2})(?:[T ,].*)?$"
)
_ID = r"^[A-Za-z]{0,4}[_-]?[0-9]+$|^\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f-]+"
_COORDINATE = r"[-+]?(?:0|[1-9][0-9]?|1[0-7][0-9])[.,][0-9]{4,}\s*°?\s*[NSEWO]?"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of values that is no role's, though they may look like one's."""

    name: str
    pattern: str

    @property
    def said(self) -> Text:
        """What the values are, in words."""
        return said(f"plan.kind_{self.name}")


KINDS = (
    Kind(
        "flag",
        r"(?i)^(?:s[iì]?|si'|no?|y(?:es)?|t(?:rue)?|f(?:alse)?|v(?:ero)?|falso|[01]|x|ok|ko|on|off|"
        r"(?:non )?(?:acconsento|attivo|iscritto|subscribed)|unsubscribed)$",
    ),
    Kind(
        "url",
        r"(?i)^(?:https?:|ftp:|www\.)|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}[0-9]?(?:/\S*)?$",
    ),
    Kind("coordinate", rf"^{_COORDINATE}(?:\s*[,; ]\s*{_COORDINATE})?$"),
    Kind("date", _DATE),
    Kind(
        "hours",
        rf"(?i)^{_HOUR}\s*(?:[-–/]|alle|a)\s*{_HOUR}(?:$|[\s;,/e])|^[0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9])?$|"
        r"^(?:lun|mar|mer|gio|ven|sab|dom|mon|tue|wed|thu|fri|sat|sun)[a-zì]*\.?(?:[ ,:;/–-]|$).*[0-9]",
    ),
    Kind(
        "amount",
        rf"(?i)^(?:[€$£]|eur[o]?)\s*[-+]?{_FIGURE}(?:[.,][0-9]+)?$|^[-+]?{_FIGURE}(?:[.,][0-9]{{1,3}})?\s*"
        rf"(?:[€$£%]|eur[o]?|kg|mq|m2|km|pz|gg|h)\.?$|^[-+]?{_FIGURE}[.,][0-9]{{1,3}}$",
    ),
)
"""Kinds that are no roles, the most telling first."""

# How the values of a role are written where nothing else says what they are.
_WRITTEN = {
    "email": r"^[^\s@:/]+@[^\s@/]+\.[^\s@/]{2,}",
    "codice_fiscale": r"(?i)^(?:[a-z0-9][ .-]?){11,16}$",
    "partita_iva": r"(?i)^(?:p\.? ?iva:? ?)?(?:it)?[ .-]?(?:[0-9] ?){8,11}$",
    "provincia": r"^\W*[A-Za-z]{2}\W*$",
    "cap": r"^[0-9]{5}(?:\.0)?$",
    "comune": r"^\p{L}[\p{L}' ./()-]+$",
    "telefono": (
        r"(?i)^(?:(?:tel|telefono|cell?|cellulare|mob|mobile|fisso|casa|uff|ufficio|ab|fax|t|c|m)\b[.:]?\s*)?"
        r"(?:\(?(?:\+|00)\s?[1-9](?:[\s().\-–/]*[0-9]){6,13}|\(?0[1-9](?:[\s().\-–/]*[0-9]){4,9}"
        r"|3[0-9](?:[\s.\-–/]*[0-9]){7,8}(?:\.0)?|39\s?(?:3[0-9](?:[\s.\-–/]*[0-9]){7,8}|0[1-9][0-9]{4,9})"
        r"|8[09][0-9](?:[\s.\-–/]*[0-9]){6})(?:[^0-9]|$)"
    ),
}
_EVIDENT = frozenset(
    {
        *("email", "codice_fiscale", "partita_iva", "provincia", "cap", "cellulare", "telefono", "comune"),
        *("nominativo", "nome", "cognome"),
    }
)
"""Roles of which it can be said what their values show."""


def recognised(role: Field, sample: Sample) -> float:
    """Return how many values the role's cleaner can read, from 0 to 1; of a long column some tell."""
    if len(sample.cells):
        # The cleaning will ask of all cells of a short column, odd ones, too: they are asked at once.
        return _share_read(role, pl.concat([sample.values, sample.cells]), len(sample.values))
    some = sample.values.gather_every(max(len(sample.values) // _SURE, 1))
    share = _share_read(role, some, len(some))
    return (
        share
        if share > _CLEAR or len(some) == len(sample.values)
        else _share_read(role, sample.values, len(sample.values))
    )


def _share_read(role: Field, values: pl.Series, counted: int) -> float:
    """Ask a role's cleaner of values, and return how many of the first ones it can read."""
    found = role.cleaner.series(values, **role.options).head(counted).struct.unnest()
    good = found["status"].is_in(["valid", "fixed"])
    if role.name == "cellulare":
        good &= found["genere"] == "mobile"
    if role.name in ("cap", "partita_iva", "codice_fiscale"):
        good |= found["issue"].is_in(
            ["cap_generic", "pi_office", "cf_place_ceased", "cf_place_unknown", "cf_check_letter"]
        )
    return share_of(good)


def kind_of(sample: Sample, least: int = ENOUGH) -> Kind | None:
    """Return the kind of values that are no role's, or None.

    Args:
        sample: The values.
        least: How many different ones there must be; yes and no are two.
    """
    values = sample.values.to_frame("value")
    if values.is_empty():
        return None
    fits = values.select(pl.col("value").str.contains(kind.pattern).sum().alias(kind.name) for kind in KINDS)
    for kind in KINDS:
        flag = kind.name == "flag"
        if flag and not answers(sample):
            continue
        needed, enough = (1.0, 1) if flag else (CONVINCING, least)
        if len(values) >= enough and int(fits[kind.name][0]) / len(values) >= needed:
            return kind
    return None


def role_by_content(
    sample: Sample, *, weak: bool = True, asked: Container[str] = _BY_CONTENT
) -> tuple[str | None, float]:
    """Return the role that the values show by themselves, and how many of them do.

    Args:
        sample: The values.
        weak: Whether roles count that other things may look like: not where the header names another thing.
        asked: The roles that matter to who asks: of names, nobody needs to know that none is a comune.
    """
    if not sample.speaks:
        return None, 0.0
    for role in _BY_CONTENT if weak else _UNMISTAKABLE:
        if role not in asked:
            continue
        share = evidence(role, sample)
        if share >= CONVINCING:
            return role, share
    return None, 0.0


def evidence(role: str, sample: Sample, least: float = CONVINCING) -> float:
    """Return how many values are written as the role's are and need no mending, from 0 to 1.

    Args:
        role: A role that can be told by content.
        sample: The values.
        least: The share below which 0 will do.
    """
    written = sample.values.str.contains(_WRITTEN["telefono" if role in PHONES else role])
    if share_of(written) < least:
        return 0.0
    if role in (*PHONES, "cap") and sample.rising:
        return 0.0
    if role == "provincia" and share_of(country_codes(sample.values).is_not_null()) > CONVINCING:
        # IT, FR, CH, AT: of two letters alone, those of countries are as many.
        return 0.0
    known = FIELDS[role]
    found = known.cleaner.series(sample.values, **known.options).struct.unnest()
    plain = found["issue"].is_null() | is_true(found["issue"] == "format")
    good = found["status"].is_in(["valid", "fixed"]) & plain
    if role in ("cap", "partita_iva", "codice_fiscale"):
        good |= found["issue"].is_in(["cap_generic", "pi_zeros", "pi_office", "cf_place_ceased", "cf_place_unknown"])
        good |= found["issue"].is_in(["cf_check_letter"])
    if role in PHONES:
        # Of two numbers in one cell, too, the first shows what they are.
        good |= found["altri"].is_not_null() & found["value"].is_not_null()
        good &= ~_is_another_kind(sample.values)
        if not _dialled(sample.values) and share_of(written & good) < least + (1 - least) * _BARE:
            # Codes of ten digits that begin with 3 are mobile numbers four times of five.
            return 0.0
    if role == "cellulare":
        good &= is_true(found["genere"] == "mobile")
    if role == "partita_iva" and share_of(sample.values.str.contains(r"^\D*(?:[0-9] ?){11}$")) < 0.5:
        return 0.0
    if role == "codice_fiscale" and share_of(sample.values.str.len_chars() >= 16) < 0.2:
        return 0.0
    return share_of(written & good)


def _dialled(values: pl.Series) -> bool:
    """Tell whether numbers are written as people write telephone numbers, and not as bare digits of one kind."""
    apart = share_of(values.str.contains(r"[0-9][ /.)–-]+[0-9]{2,}[^0-9]*[0-9]|^[^0-9]*\+|^[A-Za-z(]"))
    landlines, mobiles = (share_of(values.str.contains(pattern)) for pattern in ("^0[1-9]", "^3[0-9]{8,9}(?:\\.0)?$"))
    return apart >= 0.2 or min(landlines, mobiles) >= 0.05


def _is_another_kind(values: pl.Series) -> pl.Series:
    others = [kind.pattern for kind in KINDS if kind.name in ("coordinate", "date", "hours", "amount")]
    return (
        values.to_frame("value")
        .select(pl.any_horizontal(pl.col("value").str.contains(pattern) for pattern in others))
        .to_series()
    )


def answers(sample: Sample) -> bool:
    """Tell whether some value is a word for yes or no: 0, 1 and x may be anything."""
    return bool(sample.values.str.contains(r"(?i)^(?:s[iì]?|si'|no?|y(?:es)?|true|false|vero|falso)$").any())


def fits(role: str, sample: Sample) -> bool:
    """Tell whether some values can be the role's, where a header alone is not enough: `Title` of a CRM is a job.

    Args:
        role: A role.
        sample: The values; a column without different ones fits everything.
    """
    if len(sample.values) < 2:
        return True
    if role == "tipo":
        return recognised(FIELDS[role], sample) > 0
    if role == "titolo":
        return share_of(_keys(sample.values).is_in(_titles().implode())) >= 0.3
    return True


def says_why(role: str, share: float) -> Text:
    """Return in words what the values of a role show."""
    if role not in _EVIDENT:
        return said("plan.by_content", share=share, role=role)
    return said("plan.by_content_evident", share=share, role=role, evidence=said(f"plan.evidence_{role}"))


def are_whole_names(sample: Sample) -> float:
    """Return how many values are the name of a person or a firm, from 0 to 1."""
    values = sample.values
    if share_of(values.str.contains(r"[0-9@]|://|\.(?:it|com)\b")) > 0.3 or are_addresses(sample) > 0.3:
        return 0.0
    words = text.words(pl.col("value"))
    spoken = values.to_frame("value").with_row_index("at").with_columns(word=words.str.split(" "))
    parted = spoken.filter(pl.col("word").list.len().is_between(2, 6)).explode("word")
    given = parted.select("at", given=are_given_names(parted["word"], least=20))
    persons = given.group_by("at").agg(pl.col("given").any())
    person = is_true(spoken.join(persons, on="at", how="left", maintain_order="left")["given"])
    firm = CLEANERS["azienda"].series(values).struct.field("forma_giuridica").is_not_null()
    return share_of(person | firm)


def are_given(sample: Sample) -> float:
    """Return how many values are given names, from 0 to 1."""
    return share_of(are_given_names(sample.values, least=20))


def are_surnames(sample: Sample) -> float:
    """Return how many values are surnames, from 0 to 1."""
    return share_of(_keys(sample.values).is_in(_surnames().implode()))


def are_addresses(sample: Sample) -> float:
    """Return how many values begin as streets do, from 0 to 1."""
    first = sample.values.to_frame("value").select(form_key(pl.col("value").str.extract(r"^([^\s\d,]+)"))).to_series()
    return share_of(first.is_in(forms_of_types()["key"].implode()))


def are_streets(sample: Sample) -> float:
    """Return how many values begin a street of their own, from 0 to 1: `Loc. Pino` and `Scala B` go on with one."""
    first = sample.values.to_frame("value").select(form_key(pl.col("value").str.extract(r"^([^\s\d,]+)"))).to_series()
    streets = forms_of_types().filter(pl.col("written").str.to_lowercase().is_in(_STREETS))
    return share_of(first.is_in(streets["key"].implode()))


def are_house_numbers(sample: Sample) -> bool:
    """Tell a column of house numbers: `12`, `12/A`, `snc`."""
    return (
        share_of(sample.values.str.contains(r"(?i)^(?:[0-9]{1,4}(?:\s?[/ -]?\s?[a-z0-9]{1,4})?|s\.?n\.?c?\.?)$"))
        >= CONVINCING
    )


def are_street_types(sample: Sample) -> bool:
    """Tell a column of street types alone: `VIA`, `PIAZZA`."""
    keys = sample.values.to_frame("value").select(form_key(pl.col("value"))).to_series()
    return share_of(keys.is_in(forms_of_types()["key"].implode())) >= CONVINCING


def choose(roles: tuple[str, ...], sample: Sample) -> tuple[str | None, float]:
    """Return which of some roles the values are most likely of, and how many are; None where they are of none.

    Args:
        roles: The roles that the header may mean; the first wins where several are as likely.
        sample: The values.
    """
    if not len(sample.values):
        return None, 0.0
    shares = {role: _likeness(role, sample) for role in roles}
    best = max(shares, key=lambda role: shares[role])
    return (best, shares[best]) if shares[best] >= 0.5 else (None, 0.0)


def _likeness(role: str, sample: Sample) -> float:
    if role in ("nominativo", "ragione_sociale"):
        return are_whole_names(sample)
    if role == "indirizzo":
        return are_addresses(sample)
    if role == "nazione":
        return share_of(country_codes(sample.values).is_not_null())
    if role == "regione":
        return share_of(_keys(sample.values).is_in(_regions().implode()))
    if role == "id":
        return share_of(sample.values.str.contains(_ID))
    if role in ("email", *PHONES):
        return evidence(role, sample, 0.5)
    return recognised(FIELDS[role], sample)


def _keys(values: pl.Series) -> pl.Series:
    return values.to_frame("value").select(text.key(pl.col("value"))).to_series()


@cache
def _titles() -> pl.Series:
    titles = table("titoli").filter(~pl.col("categoria").is_in(["company_marker", "status", "contact", "collective"]))
    return pl.concat([_keys(titles["forma"].drop_nulls()), _keys(titles["canonica"].drop_nulls())]).unique()


@cache
def _surnames() -> pl.Series:
    return _keys(table("cognomi").to_series(0).drop_nulls()).unique()


@cache
def _regions() -> pl.Series:
    return _keys(table("province")["regione"].drop_nulls().unique())
