"""The fields of a row held against each other."""

from __future__ import annotations

import polars as pl
import pytest

import italclean as ic
from tests.cleaners.test_codice_fiscale import sealed

Row = dict[str, str | None]


def cleaned(rows: list[Row]) -> ic.Result:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return ic.clean(
        pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String))
    )


def one(row: Row) -> Row:
    return cleaned([row]).cleaned.row(0, named=True)


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
        ({"Nominativo": "ROSSI MARIO", "P.IVA": "RSSMRA85T10A562S"}, {"codice_fiscale": "RSSMRA85T10A562S"}),
        ({"Nominativo": "ROSSI MARIO", "Email": "mario@pec.it"}, {"pec": "mario@pec.it", "email": None}),
    ],
)
def test_what_one_field_proves_of_another(row: Row, expected: Row) -> None:
    found = one(row)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        ({"Cognome": "Verdi", "Nome": "Mario", "Codice Fiscale": "RSSMRA85T10A562S"}, "cognome"),
        ({"Cognome": "Rossi", "Nome": "Anna", "Codice Fiscale": "RSSMRA85T10A562S"}, "nome"),
        (
            {
                "Cognome": "Rossi",
                "Nome": "Mario",
                "Data di nascita": "11/12/1985",
                "Codice Fiscale": "RSSMRA85T10A562S",
            },
            "data di nascita",
        ),
        ({"Cognome": "Rossi", "Nome": "Mario", "Sesso": "F", "Codice Fiscale": "RSSMRA85T10A562S"}, "sesso"),
    ],
)
def test_a_code_that_disagrees_is_a_doubt_and_stays(row: Row, doubt: str) -> None:
    result = cleaned([row])
    assert result.cleaned["codice_fiscale"].to_list() == ["RSSMRA85T10A562S"]
    issue = result.issues.filter(pl.col("role") == "codice_fiscale").row(0, named=True)
    assert (issue["issue"], issue["status"]) == ("cf_disagrees", "suspect")
    assert doubt in issue["message"].replace("_", " di ")


@pytest.mark.parametrize("name", ["MARIA GRAZIA", "Maria"])
def test_a_code_that_fits_is_no_doubt(name: str) -> None:
    # name_facts.md 6: a second given name may or may not be in the code.
    code = sealed("RSSMGR85T50A562") if name == "MARIA GRAZIA" else sealed("RSSMRA85T50A562")
    result = cleaned([{"Cognome": "Rossi", "Nome": name, "Codice Fiscale": code}])
    assert "cf_disagrees" not in result.issues["issue"].cast(pl.String).to_list()


def test_nothing_is_filled_from_a_code_that_disagrees() -> None:
    assert (
        one({"Cognome": "Verdi", "Nome": "Ida", "Codice Fiscale": "RSSMRA85T10A562S", "Sesso": None})["sesso"] is None
    )


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
