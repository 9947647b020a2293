"""Codici fiscali held against the fields of their rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.fiscal import agreement, computed, repair
from italclean.fiscal.agreement import PARTS
from tests.cleaners.test_codice_fiscale import omocodes, sealed

ANNA = sealed("RSSNNA80A41F205")  # Rossi Anna, Milano, 1 January 1980
MARIO = "RSSMRA85T10A562S"


def held(code: str, **fields: str | None) -> dict[str, bool | None]:
    frame = pl.DataFrame({"codice_fiscale": [code], **{name: [value] for name, value in fields.items()}})
    return agreement(frame.cast(pl.String)).row(0, named=True)


@pytest.mark.parametrize(
    ("code", "surname", "agrees"),
    [
        (ANNA, "Rossi", True),
        (ANNA, "ROSSI", True),
        (ANNA, "Verdi", False),
        (ANNA, None, None),
        (ANNA, "", None),
        # name_facts.md 7: the husband's surname before, behind, or marked.
        (ANNA, "Rossi Bianchi", True),
        (ANNA, "Bianchi Rossi", True),
        (ANNA, "ROSSI IN BIANCHI", True),
        (ANNA, "BIANCHI NATA ROSSI", True),
        (ANNA, "ROSSI VED. BIANCHI", True),
        (ANNA, "Rossi-Bianchi", True),
        (ANNA, "Bianchi", False),
        # name_facts.md 3: particles and apostrophes in any form.
        (sealed("DNGNNA80A41F205"), "D'Angelo", True),
        (sealed("DNGNNA80A41F205"), "D ANGELO", True),
        (sealed("DNGNNA80A41F205"), "Dangelo", True),
        (sealed("DLCNNA80A41F205"), "De Luca", True),
        (sealed("DLCNNA80A41F205"), "DELUCA", True),
        # A particle alone proves nothing.
        (sealed("DEXNNA80A41F205"), "De Luca", False),
        # name_facts.md 12: umlauts.
        (sealed("MLLNNA80A41F205"), "Müller", True),
        (sealed("MLLNNA80A41F205"), "Mueller", True),
        (sealed("FOXNNA80A41F205"), "Fò", True),
        (sealed("NTUNNA80A41F205"), "Nutì", True),
    ],
)
def test_surnames(code: str, surname: str | None, agrees: bool | None) -> None:
    assert held(code, cognome=surname)["cognome"] is agrees


@pytest.mark.parametrize(
    ("code", "name", "agrees"),
    [
        (MARIO, "Mario", True),
        (MARIO, "Marco", False),
        (MARIO, "Anna", False),
        # name_facts.md 6: of several given names all, or only the first, are in the code.
        (sealed("RSSMGR85T50A562"), "Maria Grazia", True),
        (sealed("RSSMRA85T50A562"), "Maria Grazia", True),
        (sealed("RSSGRZ85T50A562"), "Maria Grazia", True),
        (sealed("RSSMGR85T50A562"), "MARIAGRAZIA", True),
        (sealed("RSSGLC85T10A562"), "Gian Luca", True),
        (sealed("RSSGPP85T10A562"), "Giuseppe Maria", True),
        (MARIO, "Mario Luigi", True),
        # name_facts.md 10: short forms.
        (sealed("RSSGPP85T10A562"), "Pino", True),
        (sealed("RSSVCN85T10A562"), "Enzo", True),
        (sealed("RSSNTN85T10A562"), "Enzo", False),
        # Cut off by a narrow column.
        (sealed("RSSLSN85T10A562"), "Aless", True),
        (sealed("RSSGPP85T10A562"), "GIUS", True),
        (sealed("RSSGNN85T10A562"), "GIUS", False),
        # An initial may be right, or is surely wrong.
        (sealed("RSSGPP85T10A562"), "G.", None),
        (sealed("RSSGPP85T10A562"), "M.", False),
        (sealed("RSSNDR85T10A562"), "A.", None),
        # name_facts.md 13: nobody's given name.
        (sealed("RSSXXX85T10A562"), None, None),
    ],
)
def test_given_names(code: str, name: str | None, agrees: bool | None) -> None:
    assert held(code, nome=name)["nome"] is agrees


def test_a_second_name_that_nobody_typed() -> None:
    # name_facts.md 6: Maria beside the code of Maria Grazia, when all else agrees.
    code = sealed("RSSMGR85T50A562")
    row = {"cognome": "Rossi", "nome": "Maria", "data_nascita": "1985-12-10"}
    assert held(code, **row)["nome"] is None
    assert held(code, **{**row, "data_nascita": "1985-12-11"})["nome"] is False
    assert held(code, **{**row, "cognome": "Verdi"})["nome"] is False
    # No second name leads from Anna to MGR.
    assert held(code, **{**row, "nome": "Luca"})["nome"] is False


@pytest.mark.parametrize(
    ("birth", "agrees"),
    [
        ("1985-12-10", True),
        ("1885-12-10", True),
        ("1985-10-12", False),
        ("1986-12-10", False),
        ("1985-12-50", False),
        (None, None),
    ],
)
def test_birth_dates(birth: str | None, agrees: bool | None) -> None:
    assert held(MARIO, data_nascita=birth)["data_nascita"] is agrees
    for code in omocodes(MARIO[:15])[::25]:
        assert held(code, data_nascita=birth)["data_nascita"] is agrees


@pytest.mark.parametrize(("sex", "agrees"), [("M", True), ("F", False), (None, None), ("X", None)])
def test_sexes(sex: str | None, agrees: bool | None) -> None:
    assert held(MARIO, sesso=sex)["sesso"] is agrees


@pytest.mark.parametrize(
    ("place_code", "year", "place", "agrees"),
    [
        ("A562", "85", "San Giuliano Terme", True),
        ("A562", "85", "S. GIULIANO TERME (PI)", True),
        ("A562", "85", "Pisa", False),
        ("A562", "85", None, None),
        # fiscal_facts.md 1.11: the comune as it was at birth; today it is part of another.
        ("F888", "60", "Nicastro", True),
        ("F888", "60", "Lamezia Terme", True),
        # fiscal_facts.md 1.15: states that were one.
        ("Z149", "80", "Jugoslavia", True),
        ("Z118", "80", "Croazia", True),
        ("Z118", "80", "Francia", False),
        # Sisters: two states of one territory, two comuni of one heir.
        ("Z149", "95", "Serbia", None),
        ("H579", "65", "Corigliano Calabro", False),
        # Ceded in 1947, and Croatian today.
        ("D620", "35", "Rijeka", None),
        # A city abroad.
        ("Z110", "80", "Parigi", True),
        ("Z110", "80", "Parigi (Francia)", True),
        ("Z112", "80", "Parigi", False),
        # A homonym: any of them.
        ("C337", "80", "Castro", True),
        ("M261", "80", "CASTRO", True),
        ("M261", "80", "Castro (BG)", False),
        # A slip of the finger away from the code's own place; nothing known otherwise.
        ("E791", "80", "MADDALLONI", True),
        ("E791", "80", "Atlantide", None),
    ],
)
def test_birth_places(place_code: str, year: str, place: str | None, agrees: bool | None) -> None:
    code = sealed(f"RSSMRA{year}T10{place_code}")
    assert held(code, luogo_nascita=place, data_nascita=f"19{year}-12-10")["luogo_nascita"] is agrees


def test_a_comune_founded_after_the_birth_is_no_contradiction() -> None:
    # Lamezia Terme was founded in 1968; before, there were Nicastro, Sambiase and Sant'Eufemia Lamezia.
    code = sealed("RSSMRA50T10C352")  # Catanzaro
    assert held(code, luogo_nascita="Lamezia Terme", data_nascita="1950-12-10")["luogo_nascita"] is None
    assert held(code, luogo_nascita="Lamezia Terme", data_nascita="1990-12-10")["luogo_nascita"] is False


def test_columns_of_other_types_are_read_as_text() -> None:
    people = pl.DataFrame({"codice_fiscale": [MARIO], "cognome": [None], "data_nascita": [date(1985, 12, 10)]})
    assert agreement(people)["data_nascita"].to_list() == [True]
    assert repair(people)["value"].to_list() == [None]


def test_what_is_no_personal_code_agrees_with_nothing() -> None:
    people = pl.DataFrame({"codice_fiscale": [None, "", "00743110157", "RSSMRA85T10", MARIO], "nome": ["Mario"] * 5})
    assert agreement(people)["nome"].to_list() == [None] * 4 + [True]
    assert agreement(people.clear()).columns == list(PARTS)
    assert agreement(people.clear()).height == 0


NAMES = st.sampled_from(
    ["Rossi", "De Luca", "D'Angelo", "Fo", "Maria", "Anna Maria", "Io", "Gianfranco", "Ùrsula", "X"]
)


@given(
    st.lists(
        st.tuples(
            NAMES,
            NAMES,
            st.dates(date(1930, 1, 1), date(2020, 1, 1)),
            st.sampled_from("MF"),
            st.sampled_from(["Roma", "Milano", "Francia", "Fiume Veneto"]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_a_computed_code_agrees_with_what_it_was_computed_from(people: list[tuple[object, ...]]) -> None:
    fields = ("cognome", "nome", "data_nascita", "sesso", "luogo_nascita")
    frame = pl.DataFrame(people, schema=fields, orient="row").with_columns(pl.col("data_nascita").cast(pl.String))
    found = frame.with_columns(codice_fiscale=computed(frame)["value"]).drop_nulls("codice_fiscale")
    assert agreement(found).select(pl.all_horizontal(pl.all().fill_null(value=False)).all()).item() is not False


def test_real_codes_agree_with_their_people(real: Callable[[str], pl.DataFrame]) -> None:
    people = real("candidati_2022.parquet").with_columns(pl.col("data_nascita").str.to_date("%d/%m/%Y").cast(pl.String))
    found = agreement(people)
    for part in ("cognome", "nome", "data_nascita"):
        assert found[part].mean() == 1.0, part
    assert found.select(pl.all_horizontal("cognome", "nome", "data_nascita", "luogo_nascita"))["cognome"].sum() >= (
        0.995 * people.height
    )
