"""Whose name it is, and which part is the surname."""

from __future__ import annotations

import polars as pl
import pytest

import italclean as ic
from tests.cleaners.test_codice_fiscale import sealed
from tests.cleaning.rows import Row, cleaned, one


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"Nominativo": "ROSSI MARIO", "Codice Fiscale": "RSSMRA85T10A562S"},
            {"cognome": "Rossi", "nome": "Mario", "tipo": "persona", "sesso": "M", "data_nascita": "1985-12-10"},
        ),
        # The code tells which of two words is the surname.
        (
            {"Nominativo": "ANDREA LUCA", "Codice Fiscale": sealed("LCUNDR80A01F205")},
            {"cognome": "Luca", "nome": "Andrea"},
        ),
        (
            {"Cognome": "Mario", "Nome": "Rossi", "Codice Fiscale": "RSSMRA85T10A562S"},
            {"cognome": "Rossi", "nome": "Mario"},
        ),
        (
            {"Nominativo": "ALFA SRL", "P.IVA": "00743110157"},
            {"ragione_sociale": "Alfa S.r.l.", "tipo": "azienda", "forma_giuridica": "S.r.l."},
        ),
        (
            {"Ragione Sociale": "ROSSI MARIO", "Codice Fiscale": "RSSMRA85T10A562S"},
            {"cognome": "Rossi", "nome": "Mario", "tipo": "persona"},
        ),
        ({"Nominativo": "QWERTY", "P.IVA": "00743110157"}, {"ragione_sociale": "Qwerty", "tipo": "azienda"}),
        # The whole name for the surname and again for the given names would give these letters.
        (
            {"Nominativo": "CIPOLLA CARLO", "Codice Fiscale": sealed("CPLCLL75B13D205")},
            {"cognome": "Cipolla", "nome": "Carlo"},
        ),
        # A mistyped code is mended first, then tells the order.
        (
            {"Nominativo": "ANDREA LUCA", "Codice Fiscale": sealed("LCUNDR80A01F205").replace("80A01", "8OA01")},
            {"cognome": "Luca", "nome": "Andrea"},
        ),
    ],
)
def test_what_one_field_proves_of_another(row: Row, expected: Row) -> None:
    found = one(row)
    assert {name: found.get(name) for name in expected} == expected


def test_values_of_every_row_stay_in_their_row() -> None:
    rows = [
        {"Nominativo": name, "Codice Fiscale": code}
        for name, code in (
            ("ROSSI MARIO", "RSSMRA85T10A562S"),
            ("ALFA SRL", None),
            (None, None),
            ("BIANCHI ANNA", None),
        )
    ]
    found = cleaned(rows).cleaned
    assert found["cognome"].to_list() == ["Rossi", None, None, "Bianchi"]
    assert found["ragione_sociale"].to_list() == [None, "Alfa S.r.l.", None, None]
    assert found["data_nascita"].to_list() == ["1985-12-10", None, None, None]


def test_issue_log_speaks_the_asked_language() -> None:
    frame = pl.DataFrame({"Cognome": ["Rossi"], "Codice Fiscale": ["RSSMRA85T10A562X"]})
    assert "sarebbe S" in ic.clean(frame, language="it").issues["message"][0]
    assert "would be S" in ic.clean(frame, language="en").issues["message"][0]


@pytest.mark.parametrize(
    ("row", "greeting"),
    [
        ({"Nominativo": "Dott.ssa ROSSI MARIA"}, "Gentile Dott.ssa Rossi"),
        ({"Nominativo": "ROSSI MARIO"}, "Gentile Mario Rossi"),
        ({"Nominativo": "ALFA SRL"}, "Spett.le Alfa S.r.l."),
        ({"Titolo": "SIG.RA", "Cognome": "ROSSI", "Nome": "MARIA"}, "Gentile Sig.ra Rossi"),
        # What is in doubt is not greeted by name.
        ({"Nominativo": "FAM. ROSSI"}, None),
        ({"Nominativo": "PROVA"}, None),
        ({"Nominativo": "ROSSI M."}, None),
        ({"Nominativo": "ROSSI MARIO E BIANCHI ANNA"}, None),
        ({"Nominativo": "Sig.ra ROSSI MARIO"}, None),
        ({"Nominativo": "CARTA ANTONIO"}, None),
        ({"Nominativo": "ROSSI"}, None),
        ({"Nominativo": "Rossi3 Mario"}, None),
        # Words that are no names: notes, suffixes, a second person.
        ({"Nominativo": "**BLOCCATO** SANTORO PAOLO"}, None),
        ({"Nominativo": "FERRARI GIOVANNI JR"}, None),
        ({"Nominativo": "ROSSI MARIO ROSSI LUCIA"}, None),
        ({"Nominativo": "ROSSI MARIO E FIGLI"}, None),
        ({"Nominativo": "SIG. E SIG.RA ESPOSITO"}, None),
        ({"Nominativo": "VED. FONTANA ADELE"}, None),
        ({"Nominativo": "F.TO ROSSI MARIO"}, None),
        ({"Nominativo": "ROSSI MARIO", "Sesso": "F"}, None),
    ],
)
def test_greeting(row: Row, greeting: str | None) -> None:
    assert one(row).get("saluto") == greeting


def test_sex_by_code_title_and_name_in_that_order() -> None:
    assert one({"Nominativo": "ROSSI ANDREA", "Codice Fiscale": sealed("RSSNDR80A41F205")})["sesso"] == "F"
    assert one({"Nominativo": "Sig.ra ROSSI ANDREA"})["sesso"] == "F"
    assert one({"Nominativo": "ROSSI ANDREA"})["sesso"] == "M"
    assert one({"Cognome": "Rossi", "Nome": "Maria", "Sesso": "M"})["sesso"] == "M"
    assert one({"Nominativo": "ALFA SRL"}).get("sesso") is None


def test_a_surname_that_is_a_business_too() -> None:
    code = sealed("CRTNTN80A01F205")
    found = one({"Nominativo": "CARTA ANTONIO", "Codice Fiscale": code})
    assert (found["tipo"], found["cognome"], found["nome"]) == ("persona", "Carta", "Antonio")
    assert one({"Nominativo": "BAR MARIO", "P.IVA": "00743110157"})["tipo"] == "azienda"


def test_the_code_parts_the_words_in_any_way() -> None:
    for typed in ("MARIA GRAZIA FABIANO", "FABIANO MARIA GRAZIA"):
        found = one({"Nominativo": typed, "Codice Fiscale": sealed("FBNMGR80A41F205")})
        assert (found["cognome"], found["nome"]) == ("Fabiano", "Maria Grazia")
        assert found["saluto"] == "Gentile Maria Grazia Fabiano"
