"""Consent: what is unclear is never a yes."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean import consenso

YES = "s si sì SI' Sì Y yes 1 X V true VERO ok opt-in optin Iscritto acconsente accetto autorizzato prestato concesso T"
NO = "n no NO. 0 F false FALSO ko negato rifiutato contrario"
NO_PHRASES = ["non acconsente", "non accetto", "Non autorizzato", "consenso negato", "non prestato", "NON  CONCESSO"]
WITHDRAWN = [
    "R",
    "revocato",
    "Revocata",
    "opt-out",
    "OPT OUT",
    "optout",
    "disiscritto",
    "unsubscribed",
    "RPO",
    "opposizione",
    "non contattare",
]
UNSAID = ["", " ", "-", "n.d.", "NULL", "non espresso", "da chiedere", "in attesa", "non raccolto", "?", "///"]
UNCLEAR = [
    "forse",
    "non so",
    "sì/no",
    "S/N",
    "2",
    "boh",
    "sì ma solo email",
    "no grazie sì",
    "non",
    "NA",
    "MAYBE",
    "consenso",
    "01/01/2020",
]


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        *((word, "si") for word in YES.split()),
        *((word, "no") for word in NO.split()),
        *((p, "no") for p in NO_PHRASES),
        *((w, "revocato") for w in WITHDRAWN),
    ],
)
def test_vocabulary(typed: str, meaning: str) -> None:
    for spelled in (typed, typed.upper(), typed.lower(), f" {typed} ", f"({typed})"):
        assert consenso.check(spelled).value == meaning, spelled


@pytest.mark.parametrize("typed", UNSAID)
def test_unsaid_is_missing(typed: str) -> None:
    outcome = consenso.check(typed)
    assert (outcome.value, outcome.status) == (None, "missing")


@pytest.mark.parametrize("typed", UNCLEAR)
def test_unclear_is_no_consent_and_is_flagged(typed: str) -> None:
    outcome = consenso.check(typed)
    assert (outcome.value, outcome.status, outcome.issue) == (None, "suspect", "consent_unknown")


@given(st.lists(st.text(max_size=12), min_size=1, max_size=30))
def test_only_known_words_are_a_yes(values: list[str]) -> None:
    known = {word.upper() for word in YES.replace("'", "").split()} | {"SI", "OPT IN", "OPTIN"}
    more = {
        "TRUE",
        "CONSENSO PRESTATO",
        "ACCETTA",
        "ACCETTATO",
        "AUTORIZZA",
        "ACCORDATO",
        "DATO",
        "FAVOREVOLE",
        "ATTIVO",
        "SUBSCRIBED",
        "ISCRITTO",
    }
    found = consenso.series(pl.Series(values)).struct.field("value")
    for typed, value in zip(values, found, strict=True):
        letters = "".join(sign for sign in typed.upper() if sign.isalnum() or sign == " ")
        if value == "si" and letters.isascii():
            assert letters.strip() in known | more, typed
