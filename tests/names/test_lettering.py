"""Capitals and accents for print."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.names.lettering import print_name, restore_accents


@pytest.mark.parametrize(
    ("typed", "printed"),
    # name_facts.md 1, 2 and 4: particles with a capital, accents at the end of known words, mixed case as typed.
    [
        ("D'ANGELO", "D'Angelo"),
        ("NICOLO'", "Nicolò"),
        ("mcdonald", "McDonald"),
        ("McDonald", "McDonald"),
        ("d'Annunzio", "d'Annunzio"),
        ("MAIER-HUBER", "Maier-Huber"),
        ("DELL'ACQUA", "Dell'Acqua"),
        ("O'NEIL", "O'Neil"),
        ("JOSE'", "José"),
        ("ROSSI", "Rossi"),
        ("SANT'", "Sant'"),
        ("D'", "D'"),
        ("ÀGNES", "Àgnes"),
        ("NICOLÒ", "Nicolò"),
        ("CANTU'", "Cantù"),
    ],
)
def test_print_name(typed: str, printed: str) -> None:
    assert print_name(pl.Series([typed])).to_list() == [printed]


@pytest.mark.parametrize("typed", ["MARIO", "LUCA", "SARA", "D'", "SANT'", "DELL'", "ANGELO"])
def test_words_without_an_accent_stay(typed: str) -> None:
    assert restore_accents(pl.Series([typed])).to_list() == [typed]


def test_no_words() -> None:
    assert print_name(pl.Series([], dtype=pl.String)).to_list() == []
