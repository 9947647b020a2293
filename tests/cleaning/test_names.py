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
