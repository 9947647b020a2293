"""From the fields of a person to the characters of a codice fiscale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest
from codicefiscale import codicefiscale as other_library
from hypothesis import given
from hypothesis import strategies as st

from italclean import codice_fiscale
from italclean.codes.personal import MONTHS
from italclean.fiscal import compute, computed
from italclean.fiscal.encoding import first_eleven, given_name_code, surname_code
from tests.cleaners.test_codice_fiscale import sealed


def slow_three(name: str, is_given: bool) -> str:
    letters = [sign for sign in name.upper() if sign.isalpha()]
    consonants = [sign for sign in letters if sign not in "AEIOU"]
    if is_given and len(consonants) >= 4:
        consonants = [consonants[0], consonants[2], consonants[3]]
    return ("".join([*consonants, *(sign for sign in letters if sign in "AEIOU")]) + "XXX")[:3]


@given(st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12), min_size=1, max_size=20))
def test_letters_of_names(names: list[str]) -> None:
    frame = pl.DataFrame({"name": names}).select(
        cognome=surname_code(pl.col("name")), nome=given_name_code(pl.col("name"))
    )
    assert frame["cognome"].to_list() == [slow_three(name, is_given=False) for name in names]
    assert frame["nome"].to_list() == [slow_three(name, is_given=True) for name in names]


@pytest.mark.parametrize(
    ("surname", "given_name", "code"),
    [
        ("FO", "AL", "FOXLAX"),
        ("ROSSI", "GIANFRANCO", "RSSGFR"),
        ("FABBRI", "MARCO", "FBBMRC"),
        ("DELUCA", "ANNA", "DLCNNA"),
        ("AIA", "EO", "AIAEOX"),
        ("YU", "LI", "YUXLIX"),
    ],
)
def test_known_letters_of_names(surname: str, given_name: str, code: str) -> None:
    frame = pl.DataFrame({"c": [surname], "n": [given_name]})
    assert frame.select(surname_code(pl.col("c")) + given_name_code(pl.col("n"))).item() == code


@given(st.dates(dt.date(1920, 1, 1), dt.date(2026, 1, 1)), st.sampled_from("MF"))
def test_first_eleven(born: dt.date, sex: str) -> None:
    frame = pl.DataFrame({"c": ["ROSSI"], "n": ["MARIO"], "d": [born.isoformat()], "s": [sex]})
    found = frame.select(first_eleven(pl.col("c"), pl.col("n"), pl.col("d"), pl.col("s"))).item()
    day = born.day + (40 if sex == "F" else 0)
    assert found == f"RSSMRA{born.year % 100:02}{MONTHS[born.month - 1]}{day:02}"


def test_first_eleven_needs_all_parts() -> None:
    frame = pl.DataFrame(
        {"c": ["ROSSI"] * 3, "n": ["MARIO"] * 3, "d": ["1985-12-10", None, "1985-12-10"], "s": [None, "M", "X"]}
    )
    assert (
        frame.select(first_eleven(pl.col("c"), pl.col("n"), pl.col("d"), pl.col("s"))).to_series().to_list()
        == [None] * 3
    )


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (("Rossi", "Mario", "1985-12-10", "M", "San Giuliano Terme"), "RSSMRA85T10A562S"),
        (("ROSSI", "MARIO", "10/12/85", "maschio", "S.GIULIANO TERME (PI)"), "RSSMRA85T10A562S"),
        (("Rossi", "Mario", dt.date(1985, 12, 10), "M", "A562"), "RSSMRA85T10A562S"),
        # Published as examples by python-codicefiscale.
        (("Caccamo", "Fabio", "1985-04-03", "M", "Torino"), "CCCFBA85D03L219P"),
        # fiscal_facts.md 1.13: born in Fiume when it was Italian.
        (("Rossi", "Mario", "1930-01-01", "M", "Fiume"), sealed("RSSMRA30A01D620")),
        # The comune of the name that was there on the day.
        (("Rossi", "Mario", "1965-01-01", "M", "Montalcino"), sealed("RSSMRA65A01F402")),
        # What stands behind a comma is not in the code.
        (("Rossi", "Maria, Grazia", "1985-12-10", "F", "A562"), sealed("RSSMRA85T50A562")),
        (("Fo", "Al", "1980-01-01", "F", "Francia"), sealed("FOXLAX80A41Z110")),
    ],
)
def test_computed_codes(person: tuple[str, str, str, str, str], code: str) -> None:
    outcome = compute(*person)
    assert (outcome.value, outcome.status, outcome.issue) == (code, "suspect", "cf_computed")
    assert "solo l'Agenzia delle Entrate" in outcome.message("it")
    assert codice_fiscale.check(code).value == code


@pytest.mark.parametrize(
    ("person", "missing"),
    [
        (("Rossi", "Mario", None, "M", "Roma"), "data_nascita"),
        (("Rossi", None, "1985-12-10", "M", "Roma"), "nome"),
        (("-", "Mario", "1985-12-10", None, "Roma"), "cognome, sesso"),
        # Several places have the name.
        (("Rossi", "Mario", "1985-12-10", "M", "Castro"), "luogo_nascita"),
        (("Rossi", "Mario", "31/02/1985", "M", "Atlantide"), "data_nascita, luogo_nascita"),
        (("R2D2", "C3PO", "2085-01-01", "M", "Roma"), "cognome, nome, data_nascita"),
        # Founded in 2018, of two comuni.
        (("Rossi", "Mario", "1985-12-10", "M", "Corigliano-Rossano"), "luogo_nascita"),
    ],
)
def test_what_is_missing_is_named(person: tuple[str, str, str, str, str], missing: str) -> None:
    outcome = compute(*person)
    assert (outcome.value, outcome.status, outcome.detail) == (None, "missing", missing)


def test_an_empty_frame_has_no_codes() -> None:
    fields = ("cognome", "nome", "data_nascita", "sesso", "luogo_nascita")
    assert computed(pl.DataFrame(schema=dict.fromkeys(fields, pl.String))).height == 0


def test_real_codes_are_computed(real: Callable[[str], pl.DataFrame]) -> None:
    people = real("candidati_2022.parquet")
    sexes = codice_fiscale.series(people["codice_fiscale"]).struct.field("sesso")
    found = computed(people.with_columns(sexes.alias("sesso")))
    same = found["value"] == people["codice_fiscale"]
    # A few birth places are foreign cities, homonyms, or not the one of the code.
    assert same.sum() >= 0.99 * people.height


def test_agrees_with_python_codicefiscale() -> None:
    rows = [
        ("D'Angelo", "Nicolò", "1971-03-05", "M", "Roma"),
        ("De Luca", "Maria Grazia", "1999-11-30", "F", "Napoli"),
        ("Müller", "Jürgen", "1960-07-01", "M", "Bolzano"),
        ("Lo Bianco", "Io", "2001-01-01", "F", "Milano"),
    ]
    for surname, name, birth, sex, place in rows:
        theirs = other_library.encode(surname, name, sex, birth, place)
        assert compute(surname, name, birth, sex, place).value == theirs
