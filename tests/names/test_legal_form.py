"""Legal forms within names: what is one, and what only looks like one."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.core import text
from italclean.names import legal_form

SPELLINGS = [
    ("SRL", "S.r.l."),
    ("SOCCOOPARL", "Soc. coop. a r.l."),
    ("SOCIETACOOPERATIVASOCIALE", "Soc. coop. sociale"),
    ("SOCCONSARL", "S.c. a r.l."),
    ("SOCIETAPERAZIONI", "S.p.A."),
    ("ASSNESPORTIVADIL", "A.S.D."),
]
MARKED = [
    # Forms of several words, wherever they stand.
    ("ALFA S R L", ["S R L"]),
    ("ALFA S. R. L.", ["S. R. L."]),
    ("ALFA S . R . L .", ["S . R . L ."]),
    ("Alfa Società per azioni", ["Società per azioni"]),
    ("ALFA SOCIETA' A RESPONSABILITA' LIMITATA", ["SOCIETA' A RESPONSABILITA' LIMITATA"]),
    ("COOPERATIVA SOCIALE ALFA A R.L.", ["COOPERATIVA SOCIALE", "A R.L."]),
    ("ALFA SOC. COOP. A R.L. BETA S. P. A.", ["SOC. COOP. A R.L.", "S. P. A."]),
    # The SOCIETA belongs to the second form.
    ("ALFA COOP SOC COOP", ["COOP", "SOC COOP"]),
    # The letters of acronyms are none.
    ("B.R.S.A. BETA", []),
    ("SP.A.R.", []),
    ("AN.LA. GAMMA", []),
    ("S. ANNA", []),
]
HOLDS = [
    ("ALFA SRL", True),
    ("ALFA s.n.c. di Rossi", True),
    ("ALFA SOC.COOP.", True),
    ("ALFA S.S.", True),
    ("ALFA SPAZIO", False),
    ("Q.R.A.S. BETA", False),
    ("S.S. ALFA BETA", False),
]


@pytest.mark.parametrize(("letters", "canonical"), SPELLINGS)
def test_letters_spell_a_form(letters: str, canonical: str) -> None:
    assert legal_form.forms().filter(pl.col("letters") == letters)["canonica"].to_list() == [canonical]


@pytest.mark.parametrize("word", ["CURIA", "DIOCESI", "STUDIO", "PROLOCO"])
def test_words_of_names_are_no_forms(word: str) -> None:
    assert word not in legal_form.forms()["letters"]


@pytest.mark.parametrize(("typed", "found"), MARKED)
def test_mark_takes_the_forms_in_their_order(typed: str, found: list[str]) -> None:
    marked, spelled = legal_form.mark(pl.Series([typed]))
    several = [" ".join(form.split()) for form in spelled.drop_nulls()]
    assert several == found
    assert marked[0].count(legal_form.MARK) == len(found)


@pytest.mark.parametrize(("typed", "holds"), HOLDS)
def test_contains_form(typed: str, holds: bool) -> None:
    assert pl.select(legal_form.contains_form(pl.lit(typed))).item() is holds


def test_every_form_printed_is_read_as_itself() -> None:
    printed = legal_form.forms()["printed"].unique()
    letters = printed.to_frame("form").select(text.fold(pl.col("form")).str.replace_all("[^A-Z]", "")).to_series()
    again = dict(legal_form.forms().select("letters", "printed").iter_rows())
    # S.r.l. unipersonale and its like are printed from several parts.
    assert {form for form, key in zip(printed, letters, strict=True) if again.get(key, form) != form} == set()
