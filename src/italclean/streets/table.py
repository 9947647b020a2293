"""What `data/tipi_strada.csv` says of the words of an address: types of street, abbreviations, dates."""

from __future__ import annotations

import unicodedata
from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.reference import table

# Forms that are words or initials of their own, or stand for too much (Via P.ta Nuova is no private one).
_NO_FORMS = [
    "S", "B", "P", "A", "C", "ST", "PL", "IS", "AV", "UL", "CL", "SS", "SP", "SR", "SC", "SV", "VC", "VA", "AI",
    "VIA PTA",
]  # fmt: skip
# Via Mar. Tirreno is no marshal's.
_NO_WORDS = ["MAR", "TR"]
_NO_ADDRESS = r"(?i)^(?:vedi(?: .*)?|idem|come sopra|c\.\s?s\.|stesso(?: indirizzo)?|italia|italy)\.?$"
"""What is typed where an address should be."""
_NAMELESS = [
    "via", "viale", "vicolo", "vico", "piazza", "piazzale", "piazzetta", "corso", "largo", "strada", "traversa",
    "contrada", "località", "frazione", "salita", "calle", "borgata", "lungomare",
]  # fmt: skip
_MONTHS = "Gennaio|Febbraio|Marzo|Aprile|Maggio|Giugno|Luglio|Agosto|Settembre|Ottobre|Novembre|Dicembre"


def is_bare_type(street: pl.Expr) -> pl.Expr:
    """Tell which texts are a type that says nothing without a name (`VIA`); Castello and Parco can be names."""
    bare = forms_of_types().filter(
        pl.col("written").str.to_lowercase().is_in(_NAMELESS) | pl.col("types").is_not_null()
    )
    return form_key(street).is_in(bare["key"].implode()) | street.str.contains(_NO_ADDRESS)


def form_key(form: pl.Expr) -> pl.Expr:
    """The letters of an abbreviation, by which it is looked up."""
    return text.fold(form).str.replace_all("[^A-Z0-9 ]", "").str.strip_chars(" ")


@cache
def forms_of_types() -> pl.DataFrame:
    """The street type of each spelling, by its letters.

    The type is `written` out for print; `tipo` is the type alone (a Via Provinciale is a Via); `types` are all that an
    ambiguous form may be, which has neither; `dotted` tells forms that only their dot tells from a word.
    """
    forms = (
        table("tipi_strada")
        .filter(pl.col("genere").is_in(["dug", "road", "locality"]) & ~pl.col("forma").str.starts_with("-"))
        .with_columns(key=form_key(pl.col("forma")))
        .filter(~pl.col("key").is_in(_NO_FORMS) & ~pl.col("canonica").is_in(["via per", "strada per"]))
    )
    several = forms.group_by("key", maintain_order=True).agg(
        "canonica",
        "genere",
        others=pl.col("anche").drop_nulls().str.split("|").list.explode(),
        plain=(~pl.col("forma").str.contains(".", literal=True)).any(),
        own=pl.col("canonica").filter(pl.col("forma").str.to_lowercase() == pl.col("canonica")).first(),
    )
    meanings = pl.concat_list("canonica", pl.col("others").fill_null([])).list.unique().list.sort()
    # Which is only the end of a word.
    meanings = meanings.list.set_difference(["straße"])
    # A word in full is no abbreviation of another.
    single = (meanings.list.len() == 1) | pl.col("own").is_not_null()
    written = pl.coalesce("own", pl.col("canonica").list.first())
    # Bastioni and Scalea are words of their own, not short for Bastione and Scala.
    short = [_is_short_for(key, _letters(name)) for key, name in several.select("key", written).rows()]
    return several.with_columns(short=pl.Series(short, dtype=pl.Boolean)).select(
        "key",
        written=pl.when(single & pl.col("short")).then(_capitalised(written)),
        tipo=pl.when(single).then(_capitalised(written.str.replace("^via .*", "via"))),
        types=pl.when(~single).then(meanings.list.join(", ")),
        locality=pl.col("genere").list.first() == "locality",
        dotted=~pl.col("plain"),
    )


def _letters(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).upper() if letter.isalnum())


def _is_short_for(key: str, name: str) -> bool:
    """Tell whether the letters of a form stand in those of the name, in their order."""
    rest = iter(name)
    return all(letter in rest for letter in key.replace(" ", ""))


def _capitalised(words: pl.Expr) -> pl.Expr:
    return words.str.to_titlecase()


@cache
def short_words() -> pl.DataFrame:
    """Words of names by their abbreviations: Generale, Fratelli, Vittorio Emanuele, Provinciale."""
    rows = table("tipi_strada").filter(~pl.col("forma").str.starts_with("-"))
    names = rows.filter((pl.col("genere") == "name_abbrev") & ~pl.col("forma").str.contains(" "))
    parts = rows.select(forma=pl.col("forma").str.split(" "), canonica=_capitalised(pl.col("canonica")).str.split(" "))
    several = parts.filter(
        (pl.col("forma").list.len() > 1) & (pl.col("forma").list.len() == pl.col("canonica").list.len())
    )
    # Of the words of longer forms those that end as the word does (PROV.LE); REG. may be Regina or Regionale.
    aligned = several.explode("forma", "canonica").with_columns(key=form_key(pl.col("forma")))
    dated = aligned["canonica"].str.contains(f"^(?:{_MONTHS})$") & aligned["key"].str.contains("^[A-Z]+$")
    whole = aligned["forma"].str.contains(r"^\p{L}{2,}\.\p{L}{2,}$") | aligned["canonica"].is_in(
        ["Vittorio", "Emanuele"]
    )
    right = [_is_short_for(key, _letters(name)) for key, name in aligned.select("key", "canonica").rows()]
    aligned = aligned.filter((dated | whole) & pl.Series(right, dtype=pl.Boolean) & (pl.col("key").str.len_chars() > 1))
    # II TRAV. VIA ROMA, VIA M.TE NERO
    further = rows.filter(pl.col("canonica").is_in(["traversa", "prolungamento", "monte", "ponte"])).with_columns(
        _capitalised(pl.col("canonica"))
    )
    every = pl.concat(part.select("forma", "canonica") for part in (names, aligned, further))
    dotted = pl.col("forma").str.contains(".", literal=True)
    return (
        every.select(key=form_key(pl.col("forma")), full="canonica", dotted=dotted)
        .filter(pl.col("key").str.len_chars() > 1)
        .group_by("key", maintain_order=True)
        .agg(pl.col("full").unique(), pl.col("dotted").all())
        .with_columns(alone=pl.col("full").list.len() == 1, full=pl.col("full").list.first())
        .filter(pl.col("alone") & ~pl.col("full").str.contains("[/?']") & ~pl.col("key").is_in(_NO_WORDS))
        .drop("alone")
    )


@cache
def days() -> pl.DataFrame:
    """How the first word of a date is written: 25 Aprile is XXV Aprile, 1° Maggio is Primo Maggio.

    Returns:
        The columns `day`, `month` and `written_day`.
    """
    dates = table("tipi_strada").filter(pl.col("canonica").str.contains(rf"^\S+ (?:{_MONTHS})$"))
    dates = dates.select(forma=pl.col("forma").str.split(" "), canonica=pl.col("canonica").str.split(" "))
    return dates.select(
        day=form_key(pl.col("forma").list.first()),
        month=text.fold(pl.col("canonica").list.last()),
        written_day=pl.col("canonica").list.first(),
    ).unique(["day", "month"], maintain_order=True)
