"""Comuni in their official spelling."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest

from italclean import comune
from italclean.core.reference import table

COMUNI = table("comuni")


def without_accents(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.upper()) if not unicodedata.combining(sign))


def with_apostrophes(name: str) -> str:
    upper = name.upper()
    return "".join(without_accents(sign) + ("'" if without_accents(sign) != sign else "") for sign in upper)


@pytest.mark.parametrize(
    "spell",
    [str, str.upper, str.lower, without_accents, with_apostrophes, lambda name: f" {name}  "],
    ids=["official", "upper", "lower", "bare", "apostrophes", "blanks"],
)
def test_every_official_name_is_found(spell: object) -> None:
    assert callable(spell)
    found = comune.series(pl.Series([spell(name) for name in COMUNI["nome"]])).struct.unnest()
    # Paterno and Paternò, in capitals without accents, are one spelling of two comuni: left as typed then.
    namesakes = {spell(name): set() for name in COMUNI["nome"]}
    for name in COMUNI["nome"]:
        namesakes[spell(name)].add(name)
    wrong = [
        (name, value)
        for name, value in zip(COMUNI["nome"], found["value"], strict=True)
        if value != name and len(namesakes[spell(name)]) == 1
    ]
    assert wrong == []
    clear = pl.Series([len(namesakes[spell(name)]) == 1 for name in COMUNI["nome"]])
    assert found["status"].filter(clear).is_in(["valid", "fixed"]).all()
    single = COMUNI.select(pl.len().over("nome") == 1).to_series() & clear
    told = found.filter(single & found["belfiore"].is_not_null())
    assert told.height > 7_700
    assert (COMUNI.filter(single & found["belfiore"].is_not_null())["belfiore"] == told["belfiore"]).all()


def test_the_sigla_beside_tells_namesakes_apart() -> None:
    typed = [f"{name.upper()} ({sigla})" for name, sigla in COMUNI.select("nome", "sigla").iter_rows()]
    found = comune.series(pl.Series(typed)).struct.unnest()
    assert found["value"].to_list() == COMUNI["nome"].to_list()
    clear = COMUNI.select(pl.len().over("nome", "sigla") == 1).to_series()
    assert found.filter(clear)["belfiore"].to_list() == COMUNI.filter(clear)["belfiore"].to_list()


def test_namesakes_without_a_sigla_stay_open() -> None:
    twice = COMUNI.filter(pl.len().over("nome") > 1)
    assert twice.height >= 10
    found = comune.series(twice["nome"]).struct.unnest()
    assert found["value"].to_list() == twice["nome"].to_list()
    assert found["belfiore"].null_count() == twice.height


def test_names_in_the_other_language() -> None:
    rows = COMUNI.filter(pl.col("nome_altra_lingua").is_not_null())
    assert rows.height > 100
    both = [f"{one}/{other}" for one, other in rows.select("nome", "nome_altra_lingua").iter_rows()]
    assert comune.series(pl.Series(both)).struct.field("value").to_list() == rows["nome"].to_list()


@pytest.mark.parametrize(
    ("typed", "value", "status"),
    [
        ("FORLI'", "Forlì", "fixed"),
        ("reggio nell'emilia (RE)", "Reggio nell'Emilia", "fixed"),
        ("L`AQUILA", "L'Aquila", "fixed"),
        ("LAquila", "L'Aquila", "fixed"),
        ("Milano MI", "Milano", "fixed"),
        ("Parigi", "Parigi", "suspect"),
        ("Paperopoli", "Paperopoli", "suspect"),
        ("-", None, "missing"),
        ("BOZEN", "Bolzano", "fixed"),
        ("CittÃ  di Castello", "Città di Castello", "fixed"),
    ],
)
def test_typed(typed: str, value: str | None, status: str) -> None:
    outcome = comune.check(typed)
    assert (outcome.value, outcome.status) == (value, status)


def test_places_of_the_south_tyrol_keep_their_italian_name() -> None:
    # name_facts.md 12: double forms are one place.
    assert comune.check("Merano/Meran").value == "Merano"
    assert comune.check("MERAN").sigla == "BZ"
