"""Names that nobody bears: saints, places, signs of shops and lodgings, addresses of the web.

A list of customers holds `SAN MICHELE`, `LA ROSA BLU` and `VILLA ANNA` beside `SAN FILIPPO MARIO`, `LA ROSA MARIO` and
`ANNA VILLA`. A word that is a given name is no proof of a person where the words around it say otherwise. What could be
either is called impersonal: nobody is greeted by a wrong name, and the codes of the row may still tell.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.columns import flags_at, is_true, rows_where
from italclean.core.known import among
from italclean.core.reference import table
from italclean.names.given import is_given_name

# fmt: off
_WITHIN = [
    "PER", "CON", "NON", "SENZA", "NEL", "NELLE", "NEI", "NEGLI", "SUL", "SULLO", "SULLA", "SULLE",
    "SUI", "SUGLI", "IL", "GLI", "UN", "UNA", "UNO", "FOR", "OF", "THE", "AND", "CHE", "TUTTI", "OLTRE", "NOI",
    "CONTRO", "UND", "FUER", "PRO LOCO",
]
# Nella and Alla are given names as well, Fra a title and a surname.
_BETWEEN = ["ALLA", "ALLE", "AGLI", "ALL", "AI", "ALLO", "NELLO", "NELLA", "TRA", "FRA", "PRO"]
_CLUBS = [
    "US", "AC", "AS", "GS", "SS", "FC", "UC", "CS", "GSD", "USD", "ASD", "ACD", "APD", "SSD", "CSI", "CRAL", "U S",
    "A C", "P A", "G S", "S S", "A S", "F C", "C S", "A S D", "U S D", "G S D", "S S D",
]
_THINGS = ["ALBA", "CASA", "CROCE", "FATA", "GEMMA", "LUNA", "OASI", "ONDA", "PERLA", "ROSA", "ROSE", "STELLA", "VIOLA"]
_OF_THINGS = [
    "ALPINA", "AZZURRA", "BIANCA", "BIANCHE", "BLU", "D ARGENTO", "D ORO", "DEL MARE", "GIALLA", "MARINA", "NERA",
    "POLARE", "ROSSA", "VERDE",
]
# Words without a vowel that stand beside names.
_ABBREVIATED = ["MC", "DR", "DSS", "MR", "MRS", "JR", "SR", "PH", "SGR", "PRF", "MNS", "FRA", "DTT", "GG", "SSA", "MGR"]
# fmt: on
_CONSONANTS = r"\b[BCDFGHJKLMNPQRSTVWXZ]{2,}\b"
_OF_DEVOTION = (
    r"\b(?:BEAT[AO] (?:VERGINE )?\S+|SANTISSIM[AO]|MADONNA (?:DEL|DELL|DELLA|DELLE|DEGLI|DEI|DI)|SACRO CUORE|"
    r"SS [A-Z]{3})|^PADRE [A-Z]+$"
)
# Santo Versace and Santa Rossi are people: a saint is Santo Stefano, and Santa before a woman's name.
_SAINT = (
    r"^(?:(.*?) )??(?:(DI|DE|DA) )?"
    r"(SAN [A-Z]{2,}|SANT [AEIOU][A-Z]+|SANTO (?:STEFANO|SPIRITO|SEPOLCRO)|SANTA [A-Z]+[AE]|SANTISSIM[AO] [A-Z]+)"
    r"(?: (.*))?$"
)
_SAINTLY_NOUNS = ["CROCE", "CASA", "SEDE", "FAMIGLIA", "TERRA", "TRINITA", "FE", "SCALA"]
_WEB = (
    r"(?i)^(?:https?://\S+|www\.\S+|[^\s@]+@[^\s@]+\.[a-z]{2,}|"
    r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:it|com|net|org|eu|info|biz|shop|online|store)(?:/\S*)?)$"
)


def is_web_address(typed: pl.Expr) -> pl.Expr:
    """Tell what is an address of the web or of e-mail and nothing else: `www.ditta.it`."""
    return typed.str.contains(_WEB)


def is_impersonal(typed: pl.Series, words: pl.Series) -> pl.Series:
    """Tell names that no person bears, or that a place or sign bears as often as a person.

    Args:
        typed: Names without notes.
        words: Their words (`text.words`).
    """
    hinted = words.str.contains(_hint()) | words.is_in(_towns().implode())
    rows = rows_where(hinted)
    if rows.is_empty():
        return flags_at(len(typed), rows)
    few = pl.DataFrame({"typed": typed[rows], "words": words[rows]})
    # SANT'ANNA is two words here.
    parted = text.fold(text.straight(pl.col("typed"))).str.replace_all("[^A-Z0-9]+", " ").str.strip_chars(" ")
    few = few.with_columns(parted=parted)
    few = few.with_columns(saint=_are_saints(few["parted"]), place=_is_place(few["parted"]))
    impersonal = (
        pl.col("saint")
        | pl.col("place")
        | among(pl.col("words"), _towns)
        | pl.col("words").str.contains(_no_person())
        | pl.col("parted").str.contains(_OF_DEVOTION)
        | (pl.col("words").str.contains(r"^I [A-Z]+$") & ~pl.col("typed").str.contains(r"^[Ii]\."))
        | pl.col("words").str.replace_all(rf"\b(?:{'|'.join(_ABBREVIATED)})\b", "").str.contains(_CONSONANTS)
    )
    told = few.select(impersonal.fill_null(value=False)).to_series()
    return flags_at(len(typed), rows.filter(told))


@cache
def _hint() -> str:
    """One pattern of all that can make a name impersonal."""
    places = "|".join(_words_of("luogo"))
    return rf"\b(?:SAN|SANT[A-Z]*|S|PADRE|MADONNA|BEAT[AO]|SACRO|BLU|I|{places})\b|{_no_person()}|{_CONSONANTS}"


@cache
def _no_person() -> str:
    clubs, within, between = "|".join(_CLUBS), "|".join(_WITHIN), "|".join(_BETWEEN)
    things, of_things = "|".join(_THINGS), "|".join(_OF_THINGS).replace("D ", "D ?")
    return (
        rf"\b(?:{within})\b|\S (?:{between}) \S|^(?:{clubs}) [A-Z]{{2,}}|"
        rf"^(?:L[AEO] |IL )?(?:{things}) (?:{of_things})$|. BLU$|\bCROCE (?:{of_things})\b|"
        r"^(?:LA|LE|LO|LI) \S+ (?:DI|DEL|DELLA|DEI|DELLE) |\bNOSTR[AO] SIGNOR|^(?:[A-Z] ){3}|"
        r"^(?:LE|I|GLI|AI|ALLE) (?:DUE|TRE|QUATTRO|CINQUE|SETTE|MILLE) "
    )


@cache
def _words_of(kind: str) -> list[str]:
    return table("parole_azienda").filter(pl.col("genere") == kind)["parola"].to_list()


@cache
def _towns() -> pl.Series:
    """The towns of several words, as some people could be called: SAN GIACOMO FILIPPO."""
    names = table("comuni").select(words=text.words(pl.col("nome"))).to_series()
    return names.filter(names.str.contains(" ", literal=True)).unique().sort()


def _are_saints(words: pl.Series) -> pl.Series:
    """Tell the names of saints, unless given names beside them make them surnames: SAN FILIPPO MARIO."""
    parts = text.groups("words", _SAINT)
    frame = words.to_frame("words").with_columns(
        before=parts.struct.field("1"),
        particle=parts.struct.field("2"),
        saint=parts.struct.field("3"),
        after=parts.struct.field("4"),
        initial=pl.col("words").str.extract(r"^S ([A-Z]{3,}(?: [A-Z]{3,})?)$"),
    )
    name = pl.col("saint").str.extract(r" (\S+)$")
    # SANTA ROSSI is a woman, and SANTORO one word.
    holy = pl.col("saint").is_not_null() & (
        ~pl.col("saint").str.starts_with("SANTA ") | is_given_name(name) | name.is_in(_SAINTLY_NOUNS)
    )
    before, after = (_all_given(frame[side]) for side in ("before", "after"))
    listed = is_true(frame["before"].is_in(surnames().implode()))
    frame = frame.with_columns(given_before=before, given_after=after, surname_before=listed, holy=holy)
    named = (pl.col("given_after") & (pl.col("before").is_null() | pl.col("particle").is_not_null())) | (
        pl.col("given_before") & pl.col("after").is_null()
    )
    # ROSSI SANTA LUCIA: Santa is a given name, too.
    named |= pl.col("saint").str.starts_with("SANTA ") & pl.col("surname_before") & pl.col("after").is_null()
    saint = pl.col("holy") & ~named.fill_null(value=False)
    return frame.select(saint.fill_null(value=False) | _all_given(frame["initial"])).to_series()


def _is_place(words: pl.Series) -> pl.Series:
    """Tell a place or building that begins a name: VILLA ANNA, unless it is a man's or has two given names."""
    places = "|".join(_words_of("luogo"))
    parts = text.groups("words", rf"^({places}) (\S+)((?: \S+)*)$")
    frame = words.to_frame("words").select(
        place=parts.struct.field("1"), name=parts.struct.field("2"), more=parts.struct.field("3")
    )
    common = pl.col("place").is_in(["VILLA", "PALAZZO", "CASALE", "CASTELLO"])
    man = is_given_name(pl.col("name")) & ~pl.col("name").str.ends_with("A")
    person = (common & man) | (
        is_given_name(pl.col("name")) & _all_given(frame["more"].str.strip_chars(" ").replace("", None))
    )
    return frame.select((pl.col("place").is_not_null() & ~person).fill_null(value=False)).to_series()


def _all_given(names: pl.Series) -> pl.Series:
    """Tell texts of given names throughout; of no text it does not hold."""
    if names.null_count() == len(names):
        return flags_at(len(names), names.head(0))
    words = names.to_frame("name").with_row_index("at").drop_nulls()
    words = words.with_columns(word=pl.col("name").str.split(" ")).explode("word")
    known = words.with_columns(given=is_given_name(pl.col("word"))).group_by("at").agg(pl.col("given").all())
    return flags_at(len(names), known.filter("given")["at"])


@cache
def surnames() -> pl.Series:
    """Return the keys of the listed surnames."""
    return table("cognomi").select(text.key(pl.col("cognome"))).to_series().unique().sort()
