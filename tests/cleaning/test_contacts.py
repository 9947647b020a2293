"""Contacts in the wrong column."""

from __future__ import annotations

from tests.cleaning.rows import issue_of, one


def test_a_pec_moves_to_its_column() -> None:
    row = {"Nominativo": "ROSSI MARIO", "Email": "mario@pec.it"}
    assert (one(row)["pec"], one(row)["email"]) == ("mario@pec.it", None)
    assert issue_of(row, "email") == ("moved", "fixed")


def test_a_pec_beside_another_stays_and_is_flagged() -> None:
    row = {"Nominativo": "ROSSI MARIO", "Email": "mario@pec.it", "PEC": "rossi@pec.it"}
    assert (one(row)["pec"], one(row)["email"]) == ("rossi@pec.it", "mario@pec.it")
    assert issue_of(row, "email") == ("email_is_pec", "suspect")
