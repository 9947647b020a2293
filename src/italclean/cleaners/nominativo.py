"""Nominativo: a person or a company in one column, told apart and read as what it is.

    >>> from italclean import nominativo
    >>> nominativo.check("ROSSI MARIO").tipo
    'persona'
    >>> nominativo.check("BAR SPORT DI ROSSI MARIO").tipo
    'azienda'

A legal form or a word that only businesses bear makes a company; two to four words with a known given name
among them make a person. What neither says is left open (`tipo` empty) for the row's fiscal codes to decide.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.cleaners.azienda import azienda, has_form_or_state
from italclean.cleaners.persona import is_given_name, persona
from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.greeting import greet_company
from italclean.core.reference import table

_FIELDS_OF_PERSON = (
    "titolo", "cognome", "nome", "sesso", "cognome_acquisito", "diminutivo_di", "certezza", "ordine",
)  # fmt: skip
# Words of businesses that are surnames, or given names, as well.
_ALSO_SURNAMES = [
    "ALBERGO", "CAFFE", "CANTINA", "CARTA", "CASA", "CASCINA", "COMUNE", "CREDITO", "FIORI", "FORNO", "FRUTTA",
    "INGROSSO", "ITALIA", "ITALIANA", "LOCANDA", "MASSERIA", "MENSA", "MODA", "MOLINO", "MONASTERO", "MULINO", "NOTAIO",
    "OREFICE", "OSPEDALE", "PASTA", "PENSIONE", "PODERE", "PROVINCIA", "REGIONE", "STAMPA", "TABACCHI", "TEATRO",
    "TENUTA", "TERRA", "VETRI", "VILLAGGIO", "VINI",
]  # fmt: skip
_SIGN_AND_OWNER = r"^\S+(?: \S+)* DI \S+ \S+$"
_FIELDS_OF_COMPANY = ("forma_giuridica", "stato_azienda", "titolare", "chiave", "parole")


@cleaner(
    extras={
        "tipo": pl.String,
        **{name: persona.extras[name] for name in _FIELDS_OF_PERSON},
        "ragione_sociale": pl.String,
        **{name: azienda.extras[name] for name in _FIELDS_OF_COMPANY},
        "saluto": pl.String,
    },
    regular=r"^[!-~]+(?: [!-~]+)*$",
)
def nominativo(values: pl.Series, *, leaning: float = 0.0) -> pl.DataFrame:
    """Read names that may be a person's or a company's.

    The value is the name for print, as a company's when `tipo` says so, else as a person's. Extras: `tipo`
    (`persona`, `azienda`, or empty when the name alone does not tell), then the parts of the reading, or of
    both readings where the name does not tell.

    Args:
        values: Tidy text.
        leaning: Log-odds that the surname comes first in this file (see `persona.name_order`).
    """
    # Step by step: an expression that is used twice is computed twice.
    frame = values.to_frame("typed").with_columns(mended=text.mend(pl.col("typed")).str.replace_all('["“”«»]', ""))
    frame = frame.with_columns(words=text.words(pl.col("mended")), form=has_form_or_state(pl.col("mended")))
    frame = frame.with_columns(business=pl.col("words").str.contains(_business_words()))
    likely = pl.col("business") & ~_where(frame, "business", _is_surname_and_names(pl.col("words")))
    frame = frame.with_columns(signed=pl.col("words").str.contains(_SIGN_AND_OWNER))
    frame = frame.with_columns(company=pl.col("form") | likely | _where(frame, "signed", _has_owner(pl.col("words"))))
    # The company's reading of what is surely a person is asked for only where a row's codes call for it.
    frame = frame.with_row_index("at")
    frame = frame.join(
        _as_person(frame.filter(~pl.col("company")), leaning), on="at", how="left", maintain_order="left"
    )
    words_of_given = frame.select("at", word=pl.col("nome").str.split(" ")).explode("word").drop_nulls()
    given = words_of_given.filter(is_given_name(text.key(pl.col("word"))))["at"].unique()
    note = pl.col("person_issue").eq_missing("name_note")
    words = pl.col("words").str.count_matches(" ", literal=True) + 1
    # ALBERGO GRAZIA is a hotel or a lady: the row's codes may tell.
    either = pl.col("words").str.contains(_business_words())
    person = (
        words.is_between(2, 6) & ~either & pl.col("at").is_in(given.implode()) & ~pl.col("typed").str.contains(r"[0-9]")
    )
    # ROSSI M.: firms seldom have an initial in a name of two words.
    person = person | pl.col("words").str.contains(r"^[A-Z]{3,} [A-Z]$|^[A-Z] [A-Z]{3,}$")
    person = person | (pl.col("titolo").is_not_null()) | pl.col("person_issue").eq_missing("name_several")
    frame = frame.with_columns(
        tipo=pl.when(note).then(None).when("company").then(pl.lit("azienda")).when(person).then(pl.lit("persona"))
    )
    frame = frame.join(
        _as_company(frame.filter(pl.col("tipo").ne_missing("persona"))), on="at", how="left", maintain_order="left"
    )
    is_company = pl.col("tipo").eq_missing("azienda")
    return frame.select(
        value=pl.when(is_company).then("ragione_sociale").otherwise("person_value"),
        issue=pl.when(is_company).then("company_issue").otherwise("person_issue"),
        detail=pl.when(is_company).then("company_detail").otherwise("person_detail"),
        **{
            name: name
            for name in ("tipo", *_FIELDS_OF_PERSON, "ragione_sociale", *_FIELDS_OF_COMPANY)
            if name != "chiave"
        },
        chiave=pl.when(is_company).then("chiave").otherwise(pl.coalesce("person_key", "chiave")),
        saluto=pl.when(is_company & pl.col("company_issue").is_null())
        .then(greet_company(pl.col("ragione_sociale")))
        .when(pl.col("tipo") == "persona")
        .then("saluto"),
    )


def _as_person(frame: pl.DataFrame, leaning: float) -> pl.DataFrame:
    found = persona.series(frame["typed"], leaning=leaning).struct.unnest()
    return found.select(
        frame["at"],
        *_FIELDS_OF_PERSON,
        "saluto",
        person_key="chiave",
        person_value="value",
        person_issue=pl.col("issue").cast(pl.String).replace({"format": None}),
        person_detail="detail",
    )


def _as_company(frame: pl.DataFrame) -> pl.DataFrame:
    found = azienda.series(frame["typed"]).struct.unnest()
    return found.select(
        frame["at"],
        *_FIELDS_OF_COMPANY,
        ragione_sociale="value",
        company_issue=pl.col("issue").cast(pl.String).replace({"format": None}),
        company_detail="detail",
    )


def _where(frame: pl.DataFrame, rows: str, told: pl.Expr) -> pl.Series:
    """Ask something of some rows only; of the others it does not hold."""
    some = frame[rows].fill_null(value=False).arg_true()
    holds = frame[some].select(told.fill_null(value=False).alias("told"))["told"]
    return text.rows(frame.height, some.filter(holds))


def _has_owner(words: pl.Expr) -> pl.Expr:
    """Tell a sign and its owner (CALZE ROSA DI BIANCHI ANNA), unless it starts like a person's name."""
    return ~is_given_name(words.str.extract(r"^(\S+)")) & is_given_name(words.str.extract(r"(\S+)$"))


def _is_surname_and_names(words: pl.Expr) -> pl.Expr:
    """Tell names of one word that is a surname as often as a business, and given names: CARTA ANTONIO."""
    first, last = words.str.extract(r"^(\S+) \S+(?: \S+)?$"), words.str.extract(r"^\S+ (?:\S+ )?(\S+)$")
    others = words.str.extract(r"^\S+ (?:\S+ )?(\S+)$"), words.str.extract(r"^(\S+) (?:\S+ )?\S+$")
    return (first.is_in(_ALSO_SURNAMES) & is_given_name(others[0])) | (
        last.is_in(_ALSO_SURNAMES) & is_given_name(others[1])
    ).fill_null(value=False)


@cache
def _business_words() -> str:
    """One pattern of the words that only businesses bear."""
    return rf"\b(?:{'|'.join(table('parole_azienda')['parola'])}|F LLI)\b"
