"""Recipient codes against their row."""

from __future__ import annotations

import pytest

from tests.rows.rows import Row, issue_of, one


def test_a_pec_in_the_code_s_place_moves() -> None:
    row: Row = {"Ragione sociale": "ALFA SRL", "Codice SDI": "alfa@pec.it"}
    assert (one(row)["pec"], one(row)["codice_destinatario"]) == ("alfa@pec.it", None)
    assert issue_of(row, "codice_destinatario") == ("moved", "fixed")


@pytest.mark.parametrize(
    ("row", "issue"),
    [
        ({"Ragione sociale": "ALFA SRL", "Codice SDI": "XXXXXXX", "Nazione": "Italia"}, "sdi_conflict"),
        ({"Ragione sociale": "ALFA SRL", "Codice SDI": "XXXXXXX", "Partita IVA": "00743110157"}, "sdi_conflict"),
        ({"Ragione sociale": "ALFA GMBH", "Codice SDI": "XXXXXXX", "Nazione": "Germania"}, None),
        ({"Nominativo": "ROSSI MARIO", "Codice SDI": "UFE0TV"}, "sdi_conflict"),
        ({"Ragione sociale": "COMUNE DI MILANO", "Codice SDI": "UFE0TV"}, None),
        ({"Nominativo": "ROSSI MARIO", "Codice SDI": "0000000"}, None),
        ({"Ragione sociale": "ALFA SRL", "Codice SDI": "KRRH6B9"}, None),
    ],
)
def test_codes_that_the_row_cannot_have(row: Row, issue: str | None) -> None:
    assert issue_of(row, "codice_destinatario")[0] == issue
    assert one(row)["codice_destinatario"] == row["Codice SDI"]


def test_ordinary_mail_in_the_code_s_place_is_no_pec() -> None:
    found = one({"Ragione sociale": "ALFA SRL", "Codice SDI": "alfa@gmail.com"})
    assert (found.get("pec"), found["email"]) == (None, "alfa@gmail.com")
