"""Fiscal codes and the other fields of their row."""

from __future__ import annotations

import polars as pl
import pytest

from tests.cleaners.test_codice_fiscale import sealed
from tests.rows.rows import Row, cleaned, issue_of, one

MARIO = "RSSMRA85T10A562S"
ANNA = sealed("RSSNNA80A41F205")
ALFA, BETA = "00743110157", "01199250158"


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
    row: Row = {"Cognome": "Verdi", "Nome": "Ida", "Codice Fiscale": "RSSMRA85T10A562S", "Sesso": None, "Nato il": None}
    found = one(row)
    # The code is a man's born in 1985; the name tells the sex.
    assert (found["sesso"], found["data_nascita"]) == ("F", None)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # A codice fiscale among the partite IVA.
        ({"Codice Fiscale": None, "P.IVA": MARIO}, {"codice_fiscale": MARIO, "partita_iva": None}),
        ({"P.IVA": f"{ALFA} - C.F. {MARIO}"}, {"codice_fiscale": MARIO, "partita_iva": ALFA}),
        # Each in the other's column, proven by its own check character.
        ({"Codice Fiscale": ALFA, "P.IVA": MARIO}, {"codice_fiscale": MARIO, "partita_iva": ALFA}),
        # Both in one cell.
        ({"Codice Fiscale": f"{MARIO} / {ALFA}", "P.IVA": None}, {"codice_fiscale": MARIO, "partita_iva": ALFA}),
        ({"Codice Fiscale": f"{MARIO} / {ALFA}"}, {"codice_fiscale": MARIO, "partita_iva": ALFA}),
        # By the names of the two.
        (
            {"Codice Fiscale": f"P.IVA {ALFA} - C.F. 97103880585", "P.IVA": None},
            {"codice_fiscale": "97103880585", "partita_iva": ALFA},
        ),
        # Which of two unnamed numbers is which nobody tells.
        ({"Codice Fiscale": f"{ALFA} {BETA}", "P.IVA": None}, {"codice_fiscale": ALFA, "partita_iva": None}),
        # A foreign number among the codici fiscali.
        ({"Codice Fiscale": "DE136695976", "P.IVA": None}, {"codice_fiscale": None, "partita_iva": "DE136695976"}),
        # What the other column holds already stays.
        ({"Codice Fiscale": ANNA, "P.IVA": MARIO}, {"codice_fiscale": ANNA, "partita_iva": None}),
        ({"Codice Fiscale": f"{MARIO} / {ALFA}", "P.IVA": BETA}, {"codice_fiscale": MARIO, "partita_iva": BETA}),
        # fiscal_facts.md 2.3: a body's pair, a sole trader's pair: neither is made from the other.
        ({"Codice Fiscale": "80003150424", "P.IVA": ALFA}, {"codice_fiscale": "80003150424", "partita_iva": ALFA}),
        ({"Codice Fiscale": MARIO, "P.IVA": ALFA}, {"codice_fiscale": MARIO, "partita_iva": ALFA}),
        ({"Codice Fiscale": ALFA, "P.IVA": None}, {"codice_fiscale": ALFA, "partita_iva": None}),
    ],
)
def test_codes_in_the_wrong_column(row: Row, expected: Row) -> None:
    found = one({"Nominativo": "X", **row})
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("number", "country", "value", "issue"),
    [
        ("136695976", "Germania", "DE136695976", "pi_country"),
        ("136 695 976", "DE", "DE136695976", "pi_country"),
        ("U13585627", "Austria", "ATU13585627", "pi_country"),
        ("136695975", "Germania", "136695975", "pi_foreign_check"),
        ("136695976", "Italia", None, "pi_length"),
        ("136695976", None, None, "pi_length"),
        ("ALFA", "Germania", None, "pi_format"),
        (ALFA, "Germania", ALFA, None),
    ],
)
def test_numbers_of_the_row_s_country(number: str, country: str | None, value: str | None, issue: str | None) -> None:
    row = {"Ragione Sociale": "Mueller GmbH", "P.IVA": number, "Nazione": country}
    assert one(row)["partita_iva"] == value
    assert issue_of(row, "partita_iva")[0] == issue


def test_a_mistyped_code_is_mended_where_the_row_proves_it() -> None:
    row: Row = {"Cognome": "Rossi", "Nome": "Mario", "Codice Fiscale": "RSSMRA85T1OA562S", "Data di nascita": None}
    assert one(row)["codice_fiscale"] == MARIO
    assert one(row)["data_nascita"] == "1985-12-10"
    assert issue_of(row, "codice_fiscale") == ("cf_repaired", "fixed")
    swapped = {**row, "Cognome": "Mario", "Nome": "Rossi"}
    assert (one(swapped)["codice_fiscale"], one(swapped)["cognome"]) == (MARIO, "Rossi")
    alone: Row = {"Codice Fiscale": "RSSMRA85T1OA562S"}
    assert one(alone)["codice_fiscale"] is None
    assert issue_of(alone, "codice_fiscale") == ("cf_candidates", "invalid")


def test_candidates_stand_in_the_message() -> None:
    row: Row = {"Cognome": "Rossi", "Nome": "Mario", "Codice Fiscale": "RSSMRA85T10A562X"}
    found = cleaned([row]).issues.filter(pl.col("role") == "codice_fiscale")
    assert found["cleaned"].to_list() == [None]
    assert MARIO in found["message"][0]


@pytest.mark.parametrize(
    ("row", "issue"),
    [
        # name_facts.md 7: a woman's code bears her maiden surname.
        ({"Cognome": "Bianchi", "Nome": "Anna", "Data di nascita": "01/01/1980"}, "cf_married_name"),
        ({"Cognome": "Bianchi", "Nome": "Anna", "Data di nascita": "02/01/1980"}, "cf_disagrees"),
        ({"Cognome": "Rossi in Bianchi", "Nome": "Anna"}, None),
        ({"Cognome": "Rossi", "Nome": "Anna", "Luogo di nascita": "Roma"}, "cf_disagrees"),
        ({"Cognome": "Rossi", "Nome": "Anna", "Luogo di nascita": "MILANO (MI)"}, None),
    ],
)
def test_women_and_places(row: Row, issue: str | None) -> None:
    assert issue_of({**row, "Codice Fiscale": ANNA}, "codice_fiscale")[0] == issue


@pytest.mark.parametrize(
    ("code", "number", "issue"),
    [
        # fiscal_facts.md 1.16 and 3.5.
        ("01199250158", None, "cf_provisional"),
        ("80003150424", None, "cf_of_body"),
        (ALFA, ALFA, "cf_is_piva"),
        (MARIO, ALFA, None),
    ],
)
def test_eleven_digits_on_a_person(code: str, number: str | None, issue: str | None) -> None:
    row: Row = {"Tipo": "persona", "Cognome": "Rossi", "Nome": "Mario", "Codice Fiscale": code, "P.IVA": number}
    assert issue_of(row, "codice_fiscale")[0] == issue
    assert one(row)["codice_fiscale"] == code


def test_of_two_codes_in_a_cell_the_one_that_fits_is_taken() -> None:
    row: Row = {"Cognome": "Rossi", "Nome": "Anna", "Codice Fiscale": f"{MARIO} / {ANNA}"}
    found = one(row)
    assert (found["codice_fiscale"], found["sesso"], found["data_nascita"]) == (ANNA, "F", "1980-01-01")
    assert issue_of(row, "codice_fiscale") == ("cf_several", "suspect")
    assert one({**row, "Nome": "Mario"})["codice_fiscale"] == MARIO
    assert one({**row, "Cognome": "Verdi", "Nome": "Ida"})["codice_fiscale"] == MARIO


@pytest.mark.parametrize(
    ("row", "issue"),
    [
        ({"Ragione Sociale": "Alfa S.r.l.", "Codice Fiscale": MARIO, "P.IVA": ALFA}, "cf_of_person"),
        ({"Ragione Sociale": "Bar Sport di Rossi Mario", "Codice Fiscale": MARIO, "P.IVA": ALFA}, None),
        ({"Cognome": "Rossi", "Nome": None, "Codice Fiscale": f"{MARIO} (padre)"}, "cf_words"),
    ],
)
def test_nothing_is_filled_from_a_code_that_may_be_another_s(row: Row, issue: str | None) -> None:
    found = one(row)
    assert found["codice_fiscale"] == MARIO
    assert [found.get(name) for name in ("sesso", "data_nascita", "luogo_nascita")] == [None] * 3
    assert issue_of(row, "codice_fiscale")[0] == issue


def test_empty_fields_are_filled_and_marked() -> None:
    row: Row = {"Codice Fiscale": MARIO, "Data di nascita": None, "Sesso": "", "Luogo di nascita": "n.d."}
    found = one(row)
    assert (found["data_nascita"], found["sesso"], found["luogo_nascita"]) == ("1985-12-10", "M", "San Giuliano Terme")
    for role in ("data_nascita", "sesso", "luogo_nascita"):
        assert issue_of(row, role) == ("derived", "fixed")


@pytest.mark.parametrize(
    ("fifteen", "birth", "issue"),
    [
        ("RSSMRA05T10A562", "2005-12-10", "derived_century"),
        ("RSSMRA85T10A562", "1985-12-10", "derived"),
        ("RSSMRA24A01A562", None, None),
    ],
)
def test_a_presumed_century_is_a_doubt(fifteen: str, birth: str | None, issue: str | None) -> None:
    row: Row = {"Codice Fiscale": sealed(fifteen), "Data di nascita": None}
    assert one(row)["data_nascita"] == birth
    assert issue_of(row, "data_nascita")[0] == issue


def test_the_code_tells_which_of_two_places_it_is() -> None:
    row: Row = {"Codice Fiscale": sealed("RSSMRA85T10M261"), "Luogo di nascita": "CASTRO"}
    assert one(row)["luogo_nascita"] == "Castro (LE)"
    assert issue_of(row, "luogo_nascita") == ("replaced", "fixed")


def test_a_number_on_several_codes_is_reported() -> None:
    # fiscal_facts.md 2.10: the members of a VAT group share its number.
    rows: list[Row] = [
        {"Ragione Sociale": "Alfa SpA", "Codice Fiscale": ALFA, "P.IVA": "00146089990"},
        {"Ragione Sociale": "Beta SpA", "Codice Fiscale": BETA, "P.IVA": "00146089990"},
        {"Ragione Sociale": "Beta SpA", "Codice Fiscale": BETA, "P.IVA": BETA},
        {"Ragione Sociale": "Rossi Mario", "Codice Fiscale": MARIO, "P.IVA": ALFA},
        {"Ragione Sociale": "Rossi Mario", "Codice Fiscale": ALFA, "P.IVA": ALFA},
    ]
    result = cleaned(rows)
    found = result.issues.filter(pl.col("issue") == "pi_shared")
    assert found["row"].to_list() == [1, 2]
    assert result.cleaned["partita_iva"].to_list() == [row["P.IVA"] for row in rows]


def test_no_code_moves_to_another_row() -> None:
    rows: list[Row] = [
        {"Nominativo": "ROSSI MARIO", "Codice Fiscale": "RSSMRA85T1OA562S", "P.IVA": None},
        {"Nominativo": "BIANCHI ANNA", "Codice Fiscale": None, "P.IVA": None},
        {"Nominativo": "ROSSI ANNA", "Codice Fiscale": None, "P.IVA": ANNA},
        {"Nominativo": "ALFA SRL", "Codice Fiscale": "DE136695976", "P.IVA": None},
        {"Nominativo": "BETA SRL", "Codice Fiscale": BETA, "P.IVA": BETA},
    ]
    found = cleaned(rows).cleaned
    assert found["codice_fiscale"].to_list() == [MARIO, None, ANNA, None, BETA]
    assert found["partita_iva"].to_list() == [None, None, None, "DE136695976", BETA]


def test_columns_that_the_input_lacks_are_counted() -> None:
    result = cleaned([{"Codice Fiscale": MARIO}, {"Codice Fiscale": None}])
    assert result.derived == {"data_nascita": 1, "sesso": 1, "luogo_nascita": 1}
    assert result.summary()["derived"] == result.derived


def test_the_log_can_be_joined_to_the_list() -> None:
    result = cleaned([{"Codice Fiscale": "rssmra85t10a562s"}])
    joined = result.rewritten.join(result.cleaned, on=["source", "row"], how="left")
    assert joined["codice_fiscale"].to_list() == [MARIO]


def test_foreign_numbers_of_a_country_without_a_known_check() -> None:
    row: Row = {"Ragione sociale": "Acme Inc", "Partita IVA": "12-3456789", "Nazione": "Stati Uniti"}
    assert one(row)["partita_iva"] == "US123456789"
    assert issue_of(row, "partita_iva") == ("pi_foreign_unchecked", "suspect")
