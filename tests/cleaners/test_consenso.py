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
NO_PHRASES += ["non-subscribed", "NEVER_SUBSCRIBED", "not subscribed", "non fornito", "non dato", "negata", "mai dato"]
NO_PHRASES += ["consenso non fornito", "non rilasciato", "mai prestato", "non iscritto", "non ha mai dato il consenso"]
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
    "withdrawn",
    "opted out",
    "non più",
]
UNSAID = [
    "",
    " ",
    "-",
    "n.d.",
    "NULL",
    "non espresso",
    "da chiedere",
    "in attesa",
    "non raccolto",
    "--",
    ".",
    "…",
    "///",
]
UNCLEAR = [
    "SI?",
    "X ?",
    "☐",
    "☒",
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
    "?",
    "??",
    "!",
    "=",
    "*",
    "😀",
    "да",
    "SI ✖",
]
CROSSES = ["✗", "✘", "❌", "✖", "✖\ufe0f", "✕", "×", "╳", "👎", "👎🏽", "🚫", "⛔", "✖✖"]
TICKS = ["✓", "✔", "✔\ufe0f", "☑", "✅", "👍"]


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


@pytest.mark.parametrize(("sign", "meaning"), [*((s, "no") for s in CROSSES), *((s, "si") for s in TICKS)])
def test_signs(sign: str, meaning: str) -> None:
    assert consenso.check(sign).value == meaning
    # Below a header that says no any mark is a refusal.
    assert consenso.check(sign, opposition=True).value == "revocato"


@pytest.mark.parametrize("typed", ["☒", "*", "●", "XX"])
def test_other_marks_below_a_header_that_says_no(typed: str) -> None:
    assert consenso.check(typed, opposition=True).value == "revocato"


@pytest.mark.parametrize("typed", ["☐", "?", "😀", "!", "forse", "boh", "да", "accetto", "NO ?"])
def test_what_cannot_be_read_is_never_not_opposed(typed: str) -> None:
    outcome = consenso.check(typed, opposition=True)
    assert (outcome.value, outcome.issue) == (None, "consent_unknown")


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
        "ISCRITTA",
        "GRANTED",
        "ACCONSENTO",
        "AUTORIZZO",
        "RILASCIATO",
        "CONFERITO",
        "ACCEPTED",
    }
    found = consenso.series(pl.Series(values)).struct.field("value")
    for typed, value in zip(values, found, strict=True):
        letters = "".join(sign for sign in typed.upper() if sign.isalnum() or sign == " ")
        if value == "si" and letters.isascii() and letters.strip():
            assert letters.strip() in known | more, typed


@pytest.mark.parametrize(
    ("typed", "meaning", "date", "origin"),
    [
        ("SI 12/05/2018", "si", "2018-05-12", None),
        ("Sì, il 12/05/2018 (web)", "si", "2018-05-12", "web"),
        ("consenso prestato via modulo cartaceo in data 2019-03-25", "si", "2019-03-25", "modulo cartaceo"),
        ("SI - sito web", "si", None, "sito web"),
        ("revocato il 03/04/2021", "revocato", "2021-04-03", None),
        ("NO dal 01.02.2020 10:30", "no", "2020-02-01", None),
        ("disiscritto newsletter 1/2/20", "revocato", "2020-02-01", "newsletter"),
        # A channel narrows the consent: no general yes.
        ("SI EMAIL", None, None, None),
        ("sì ma solo sms", None, None, None),
        ("12/05/2018", None, None, None),
        ("web", None, None, None),
    ],
)
def test_the_date_and_the_origin_beside_it(
    typed: str, meaning: str | None, date: str | None, origin: str | None
) -> None:
    outcome = consenso.check(typed)
    assert (outcome.value, outcome.data, outcome.fonte) == (meaning, date, origin)
