"""Nominativo: a person or a company in one column, told apart and read as what it is.

    >>> from italclean import nominativo
    >>> nominativo.check("ROSSI MARIO").tipo
    'persona'
    >>> nominativo.check("BAR SPORT DI ROSSI MARIO").tipo
    'azienda'

A legal form or a word that only businesses bear makes a company; two to six words with a known given name
among them make a person, unless they are a saint's, a place's or a sign's. What neither says is left open (`tipo`
empty) for the row's fiscal codes to decide.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.cleaners.azienda import azienda, has_form_or_state
from italclean.cleaners.persona import AS_TYPED, persona
from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import flags_at, rows_where
from italclean.core.reference import table
from italclean.core.remembered import is_remembered
from italclean.names.beside import lines_joined, long_apart, one_line
from italclean.names.given import is_given_name
from italclean.names.greeting import greet_company
from italclean.names.impersonal import is_web_address

_FIELDS_OF_PERSON = (
    "titolo", "cognome", "nome", "sesso", "cognome_acquisito", "diminutivo_di", "certezza", "ordine",
)  # fmt: skip
_SIGN_AND_OWNER = r"^\S+(?: \S+)* DI \S+ \S+(?: \S+)?(?: E \S+ \S+(?: \S+)?)?$"
_NUMBER_TO_CALL = r"(?:[0-9][ ./-]?){7}|@|(?i)\b(?:tel|cell?|fax)\b"
_TOGETHER = r"^(?:FAM|FAMIGLIA|SIGG|SIGNORI|EREDI|CONIUGI|SIG) "
_MOST_WORDS = 6
_CARE_OF = r"(?i)\s+(?:c/o|presso)\s.*$"
_FIELDS_OF_COMPANY = ("forma_giuridica", "stato_azienda", "titolare", "chiave", "parole")


@cleaner(
    extras={
        "tipo": pl.String,
        **{name: persona.extras[name] for name in _FIELDS_OF_PERSON},
        "ragione_sociale": pl.String,
        **{name: azienda.extras[name] for name in _FIELDS_OF_COMPANY},
        "saluto": pl.String,
        "nota": pl.String,
    },
    prepare=lambda value: text.tidy(one_line(value)),
    regular=r"^[!-~]+(?: [!-~]+)*$",
)
def nominativo(values: pl.Series, *, leaning: float = 0.0) -> pl.DataFrame:
    """Read names that may be a person's or a company's.

    The value is the name for print, as a company's when `tipo` says so, else as a person's. Extras: `tipo`
    (`persona`, `azienda`, or empty when the name alone does not tell), then the parts of the reading, or of
    both readings where the name does not tell; `saluto`, and the `nota` that stands beside the name in its cell. What
    may be a saint's, a place's or a sign's name, and names of several people, stay as they were typed.

    Args:
        values: Tidy text.
        leaning: Log-odds that the surname comes first in this file (see `persona.name_order`).
    """
    return long_apart(values, lambda names: _read(names, leaning))


def _read(values: pl.Series, leaning: float) -> pl.DataFrame:
    # Step by step: an expression that is used twice is computed twice.
    mended = lines_joined(text.mend(pl.col("typed")), " ").str.replace_all('["“”«»]', "")
    frame = values.to_frame("typed").with_row_index("at")
    frame = frame.with_columns(mended=mended.str.replace(_CARE_OF, ""), web=is_web_address(pl.col("typed")))
    frame = frame.with_columns(words=text.words(pl.col("mended")), form=has_form_or_state(pl.col("mended")))
    frame = frame.with_columns(business=pl.col("words").str.contains(_business_words()))
    frame = frame.with_columns(either=_where(frame, "business", _is_surname_and_names(pl.col("words"))))
    # NERI UGO / DI STEFANO ANNA has no owner, and heirs are no firm.
    parted = pl.col("mended").str.contains(r"(?i)(?:[/;+|,&–-]|\b(?:e|ed)\b)\s*di\s|^eredi?\s")
    frame = frame.with_columns(signed=pl.col("words").str.contains(_SIGN_AND_OWNER) & ~parted)
    homely = _where(frame, "business", _is_of_a_house(pl.col("words")))
    likely = (pl.col("business") & ~pl.col("either") & ~homely) | _where(frame, "signed", _has_owner(pl.col("words")))
    frame = frame.with_columns(company=~pl.col("web") & (pl.col("form") | likely))
    # The company's reading of what is surely a person is asked for only where a row's codes call for it.
    frame = frame.join(
        _as_person(frame.filter(~pl.col("company")), leaning), on="at", how="left", maintain_order="left"
    )
    issue = pl.col("person_issue")
    # What an & joins that are not two people is a firm: B&B DOLCI RICORDI, TESSITURA RASTELLI & TROISI.
    ampersand = pl.col("typed").str.contains("&", literal=True)
    frame = frame.with_columns(
        company=pl.col("company") | (ampersand & issue.is_in(["name_kind", "name_digits"])).fill_null(value=False),
        # ROSSI & BIANCHI is a firm as often as two people, SALUTE E LAVORO neither.
        joined=issue.eq_missing("name_several")
        & pl.col("typed").str.contains(r"(?i)&| (?:e|ed|and|und) ")
        & ~pl.col("words").str.contains(_TOGETHER),
    )
    given = _given_among(frame.filter("joined").select("at", name="words"))
    frame = frame.with_columns(nameless=pl.col("joined") & ~pl.col("at").is_in(given.implode()))
    late = frame["company"] & frame["cognome"].is_not_null()
    if late.any():
        no_person = {name: pl.when(~late).then(name) for name in (*_FIELDS_OF_PERSON, "person_note")}
        frame = frame.with_columns(**no_person)
    frame = frame.with_columns(person=_are_people(frame))
    # ALBERGO GRAZIA is a hotel or a lady: the row's codes may tell.
    doubted = (pl.col("either") & pl.col("titolo").is_null() & ~pl.col("company")).fill_null(value=False)
    doubted &= issue.is_null() | (issue == "name_order")
    frame = frame.with_columns(
        tipo=pl.when(issue.eq_missing("name_note"))
        .then(None)
        .when("company")
        .then(pl.lit("azienda"))
        .when("person")
        .then(pl.lit("persona")),
        person_issue=pl.when(doubted | pl.col("nameless")).then(pl.lit("name_kind")).otherwise(issue),
    )
    if is_remembered(values):
        # Of a short list the codes call a person a firm now and then, and one name takes as long as all of them.
        azienda.series(values)
    frame = frame.join(
        _as_company(frame.filter(pl.col("tipo").ne_missing("persona"))), on="at", how="left", maintain_order="left"
    )
    is_company = pl.col("tipo").eq_missing("azienda")
    as_typed = lines_joined(pl.col("typed"), "/")
    open_name = pl.col("tipo").is_null() & pl.col("person_issue").is_in(AS_TYPED).fill_null(value=False)
    frame = frame.with_columns(
        person_value=pl.when(open_name).then(as_typed).otherwise("person_value"),
        ragione_sociale=pl.when(open_name).then(as_typed).otherwise("ragione_sociale"),
    )
    # Signs of lodgings are nobody to write to.
    frame = frame.with_columns(firm=is_company & ~pl.col("form"))
    greeted = pl.col("company_issue").is_null() & ~_where(frame, "firm", pl.col("words").str.contains(_signs()))
    return frame.select(
        value=pl.when(is_company).then("ragione_sociale").otherwise("person_value"),
        issue=pl.when(is_company).then("company_issue").otherwise("person_issue"),
        detail=pl.when(is_company).then("company_detail").otherwise("person_detail"),
        tipo="tipo",
        **{name: name for name in _FIELDS_OF_PERSON},
        ragione_sociale="ragione_sociale",
        **{name: name for name in _FIELDS_OF_COMPANY if name != "chiave"},
        chiave=pl.when(is_company).then("chiave").otherwise(pl.coalesce("person_key", "chiave")),
        nota=pl.when(is_company).then("company_note").otherwise("person_note"),
        saluto=pl.when(is_company & greeted)
        .then(greet_company(pl.col("ragione_sociale")))
        .when(pl.col("tipo") == "persona")
        .then("saluto"),
    )


def _are_people(frame: pl.DataFrame) -> pl.Series:
    """Tell persons by their parts: a given name among two to six words, an initial, a title, or two of them."""
    issue = pl.col("person_issue")
    given = _given_among(frame.select("at", name="nome"))
    words = pl.sum_horizontal(pl.col("cognome", "nome").str.count_matches(" ", literal=True).fill_null(0)) + 2
    digits = pl.col("cognome").str.contains("[0-9]") | pl.col("nome").str.contains("[0-9]").fill_null(value=False)
    person = pl.col("at").is_in(given.implode()) & (words <= _MOST_WORDS) & ~pl.col("either") & ~digits
    person &= pl.col("cognome").is_not_null()
    # ROSSI M.: firms seldom have an initial in a name of two words.
    person |= pl.col("nome").str.contains(r"^\p{L}\.?$") & pl.col("cognome").str.contains(r"^\p{L}{3,}$")
    person &= issue.is_null() | issue.is_in(["name_order", "name_remark", "name_digits"])
    person &= ~issue.eq_missing("name_digits") | pl.col("person_note").str.contains(_NUMBER_TO_CALL)
    person |= pl.col("titolo").is_not_null() | (issue.eq_missing("name_several") & ~pl.col("nameless"))
    return frame.select((person & ~pl.col("company")).fill_null(value=False)).to_series()


def _given_among(names: pl.DataFrame) -> pl.Series:
    """Where (`at`) a given name stands among the words of a `name`."""
    words = (
        names.select("at", word=pl.col("name").str.replace_all("-", " ").str.split(" ")).explode("word").drop_nulls()
    )
    return words.filter(is_given_name(text.key(pl.col("word"))))["at"].unique()


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
        person_note="nota",
    )


def _as_company(frame: pl.DataFrame) -> pl.DataFrame:
    names = frame.select(lines_joined(pl.col("typed"), " ")).to_series()
    found = azienda.series(names).struct.unnest()
    return found.select(
        frame["at"],
        *_FIELDS_OF_COMPANY,
        ragione_sociale="value",
        company_issue=pl.col("issue").cast(pl.String).replace({"format": None}),
        company_detail="detail",
        company_note="nota",
    )


def _where(frame: pl.DataFrame, rows: str, told: pl.Expr) -> pl.Series:
    """Ask something of some rows only; of the others it does not hold."""
    some = rows_where(frame[rows])
    holds = frame[some].select(told.fill_null(value=False).alias("told"))["told"]
    return flags_at(frame.height, some.filter(holds))


def _has_owner(words: pl.Expr) -> pl.Expr:
    """Tell a sign and its owner (CALZE ROSA DI BIANCHI ANNA), unless it starts like a person's name."""
    owner = is_given_name(words.str.extract(r"(\S+)$")) | is_given_name(words.str.extract(r" DI (\S+) \S+ E "))
    return ~is_given_name(words.str.extract(r"^(\S+)")) & owner.fill_null(value=False)


def _is_surname_and_names(words: pl.Expr) -> pl.Expr:
    """Tell names of one word that is a surname as often as a business, and given names: CARTA ANTONIO."""
    first, last = words.str.extract(r"^(\S+) \S+(?: \S+)?$"), words.str.extract(r"^\S+ (?:\S+ )?(\S+)$")
    others = words.str.extract(r"^\S+ (?:\S+ )?(\S+)$"), words.str.extract(r"^(\S+) (?:\S+ )?\S+$")
    soft = _words("cognome")
    return ((first.is_in(soft) & is_given_name(others[0])) | (last.is_in(soft) & is_given_name(others[1]))).fill_null(
        value=False
    )


def _is_of_a_house(words: pl.Expr) -> pl.Expr:
    """Tell people called Casa and Della Casa, and houses that may be people: CASA MARIO."""
    first = words.str.extract(r"^(?:(?:DELLA|DALLA|LA) )?CASA (\S+)(?: \S+)?$")
    last = words.str.extract(r"^(\S+)(?: \S+)? CASA$")
    return (is_given_name(first) | is_given_name(last)).fill_null(value=False)


def _words(kind: str) -> list[str]:
    return table("parole_azienda").filter(pl.col("genere") == kind)["parola"].to_list()


@cache
def _business_words() -> str:
    """One pattern of what only the names of businesses hold: words, and places that belong to somebody."""
    words = table("parole_azienda").filter(pl.col("genere").ne_missing("luogo"))["parola"]
    places = "|".join(_words("luogo"))
    owned = "DEL|DELLA|DELLE|DEI|DEGLI|DELL[A-Z]*|PER"
    return rf"\b(?:{'|'.join(words)}|CASA|F LLI)\b|^(?:{places}) (?:{owned}) "


@cache
def _signs() -> str:
    return rf"\b(?:{'|'.join(_words('insegna'))})\b"
