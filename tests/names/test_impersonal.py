"""Names that nobody bears, and those that only look so."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.core import text
from italclean.names.impersonal import is_impersonal, is_web_address

NOBODY = [
    # Saints.
    "SAN MICHELE",
    "Santa Lucia",
    "SANT'ANNA",
    "SANTO STEFANO",
    "S. ANTONIO",
    "BORGO SAN LORENZO",
    "GS SAN GIORGIO",
    "SANTA MARIA DEI MIRACOLI",
    "MADONNA DELLE GRAZIE",
    "BEATA VERGINE MARIA",
    "PADRE PIO",
    # Places, and towns that could be people.
    "VILLA MARIA",
    "CASA MARIO",
    "TORRE ANNA",
    "BAGNI ROSA",
    "SAN GIACOMO FILIPPO",
    "MARTINA FRANCA",
    # Signs.
    "LA ROSA BLU",
    "LA ROSA BIANCA",
    "STELLA MARINA",
    "CROCE AZZURRA LUCIA",
    "IL GATTO NERO",
    "I GIRASOLI",
    "NON SOLO PANE",
    "LA BOTTEGA DI ANNA",
    "US AZZURRA",
    "A.C.S.D. AURORA",
    "TRSM MARIO",
]
PEOPLE = [
    "SAN FILIPPO MARIO",
    "MARIO SAN FILIPPO",
    "SANTA MARIA LUIGI",
    "SANT'ANGELO PAOLA",
    "DI SAN MARZANO PAOLO",
    "SANTORO ANNA",
    "SANTA ROSSI",
    "ROSSI SANTA LUCIA",
    "SANTO VERSACE",
    "SANTI ROBERTO",
    "LA ROSA MARIO",
    "LA TORRE GIOVANNI",
    "DELLA TORRE ANNA",
    "ANNA VILLA",
    "VILLA GIUSEPPE",
    "VILLA ANNA MARIA",
    "MONTI ANNA",
    "FONTANA ROSA",
    "ROSSI AZZURRA",
    "BIANCHI BIANCA",
    "NELLO BRIZZI",
    "ROSSI NELLA",
    "ALLA PUGACEVA",
    "S. ROSSI",
    "I. ROSSI",
    "MC DONALD JAMES",
    "ROSSI M. G.",
    "MADONNA GIUSEPPE",
]


def told(names: list[str]) -> dict[str, bool]:
    typed = pl.Series("typed", names)
    words = typed.to_frame().select(text.words(pl.col("typed"))).to_series()
    return dict(zip(names, is_impersonal(typed, words), strict=True))


def test_saints_places_and_signs_are_nobody() -> None:
    assert [name for name, nobody in told(NOBODY).items() if not nobody] == []


def test_people_whose_names_hold_the_same_words() -> None:
    assert [name for name, nobody in told(PEOPLE).items() if nobody] == []


def test_what_is_told_of_a_name_does_not_depend_on_the_others() -> None:
    every = told(NOBODY + PEOPLE)
    assert {name: told([name])[name] for name in every} == every
    assert is_impersonal(pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.String)).to_list() == []


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.ditta.it", True),
        ("WWW.DITTA.IT", True),
        ("https://ditta.it/chi-siamo", True),
        ("mario@libero.it", True),
        ("ditta.it", True),
        ("negozio-online.com/it", True),
        ("Mario Rossi", False),
        ("G.B. Rossi", False),
        ("S.I.T.", False),
        ("Rossi www.ditta.it", False),
    ],
)
def test_addresses_of_the_web(typed: str, address: bool) -> None:
    assert pl.select(is_web_address(pl.lit(typed))).item() == address
