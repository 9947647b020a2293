"""The sex and the greeting of customers, where their names are beyond doubt."""

from __future__ import annotations

import polars as pl

from italclean.core.columns import is_true
from italclean.fields.catalogue import NAMES, PERSON
from italclean.names.given import are_given_names, sex_of_given_names
from italclean.names.greeting import greet_company, greet_person
from italclean.names.titles import read_titles
from italclean.rows.step import step
from italclean.rows.worksheet import Worksheet


@step(reads=["tipo", "saluto", *NAMES, *PERSON], writes=["sesso"])
def tell_sex(sheet: Worksheet) -> None:
    """Fill the sex that the codice fiscale left open: by the title, else by the given name."""
    person = is_true(sheet.value("tipo") == "persona") & ~_open_names(sheet)
    by_title = read_titles(sheet.value("titolo"))["sesso"]
    sheet.fill("sesso", person, by_title, "titolo")
    sheet.fill("sesso", person, sex_of_given_names(sheet.value("nome")), "nome")


@step(reads=["tipo", "sesso", *NAMES, *PERSON], writes=["saluto"])
def greet(sheet: Worksheet) -> None:
    """Add the greeting of every customer whose name is beyond doubt."""
    title = read_titles(sheet.value("titolo"))
    names = pl.DataFrame([sheet.value(name) for name in ("tipo", "nome", "cognome", "ragione_sociale", "sesso")])
    names = names.with_columns(
        title["titolo"],
        title_sex=title["sesso"],
        name_sex=sex_of_given_names(names["nome"]),
        known=is_true(are_given_names(names["nome"])),
        sure=~_open_names(sheet),
    )
    # Sig.ra Mario Rossi, or a man's name with a woman's code: one of the two is wrong.
    sexes = (("title_sex", "name_sex"), ("title_sex", "sesso"), ("name_sex", "sesso"))
    at_odds = pl.any_horizontal((pl.col(one) != pl.col(other)).fill_null(value=False) for one, other in sexes)
    greeting = (
        pl.when(~pl.col("sure") | at_odds)
        .then(None)
        .when(pl.col("tipo") == "persona")
        .then(greet_person(pl.col("titolo"), pl.col("nome"), pl.col("cognome"), pl.col("known")))
        .when(pl.col("tipo") == "azienda")
        .then(greet_company(pl.col("ragione_sociale")))
    )
    # Lazily: what several branches ask is then computed once.
    greetings = names.lazy().select(saluto=greeting).collect()["saluto"]
    sheet.fill("saluto", names["sure"], greetings, "nome")


def _open_names(sheet: Worksheet) -> pl.Series:
    """Tell the rows with a doubtful or refused cell among their names, or left without a greeting on purpose."""
    opened = pl.Series([False]).new_from_index(0, sheet.height)
    for name in NAMES:
        if name in sheet.cells:
            opened |= sheet.cells[name].verdict["status"].is_in(["suspect", "invalid"])
    if is_output(sheet):
        opened |= sheet.cells["saluto"].empty
    return opened


def is_output(sheet: Worksheet) -> bool:
    """Tell lists with kinds and greetings of their own: an earlier output, which left open what it was not sure of."""
    return {"tipo", "saluto"} <= sheet.cells.keys()
