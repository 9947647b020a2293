"""Columns to roles."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.errors import NoUsableColumn, UnknownColumn, UnknownRole
from italclean.files.read import read
from italclean.plan import Plan, make_plan
from italclean.roles import CANONICAL, ROLES, canonical_position, role_of

CODES = [
    "RSSMRA85T10A562S",
    "MRTMTT91D08F205J",
    "RCCMNL83S18D969H",
    "CCCFBA85D03L219P",
    "rssmra85t10a562s",
    "RSS MRA 85T10 A562S",
]
MAILS = [f"utente{number}@esempio.it" for number in range(6)]
NUMBERS = [f"333 12345{number:02}" for number in range(6)]
NAMES = ["ROSSI MARIO", "BIANCHI ANNA", "FERRARI GIUSEPPE", "COLOMBO PAOLO", "ALFA SRL", "RICCI LUCA"]


def planned(columns: dict[str, list[str | None]], mapping: dict[str, str] | None = None) -> Plan:
    return make_plan(read(pl.DataFrame(columns)), mapping)


def roles(columns: dict[str, list[str | None]], mapping: dict[str, str] | None = None) -> dict[str, str | None]:
    return {column.name: column.role for column in planned(columns, mapping).columns}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Cod.Fisc.", "codice_fiscale"),
        ("CF", "codice_fiscale"),
        ("codice fiscale", "codice_fiscale"),
        ("CODICE_FISCALE", "codice_fiscale"),
        ("P.IVA", "partita_iva"),
        ("Partita IVA", "partita_iva"),
        ("PIVA", "partita_iva"),
        ("Rag_Soc", "ragione_sociale"),
        ("Ragione Sociale", "ragione_sociale"),
        ("Cognome", "cognome"),
        ("E-Mail", "email"),
        ("email", "email"),
        ("Posta elettronica", "email"),
        ("PEC", "pec"),
        ("Tel.", "telefono"),
        ("Telefono", "telefono"),
        ("Cellulare", "cellulare"),
        ("CAP", "cap"),
        ("Città", "comune"),
        ("Comune", "comune"),
        ("Prov", "provincia"),
        ("Prov.", "provincia"),
        ("Indirizzo", "indirizzo"),
        ("Dt_Nasc", "data_nascita"),
        ("Data di nascita", "data_nascita"),
        ("Cod.Cli", "id"),
        ("Consenso Mkt", "consenso_marketing"),
        ("Consenso profilazione", "consenso_profilazione"),
        ("Sesso", "sesso"),
        ("IBAN", "iban"),
        ("Note", None),
        ("golden_id", None),
    ],
)
def test_headers(header: str, role: str | None) -> None:
    assert roles({"Nominativo": ["ROSSI MARIO"], header: ["x"]})[header] == role


def test_content_speaks_where_the_header_is_silent() -> None:
    found = roles(
        {
            "a": CODES,
            "b": MAILS,
            "c": NUMBERS,
            "d": NAMES,
            "e": ["MI", "RM", "TO", "NA", "BO", "FI"],
            "f": ["uno", "due", "tre", "xyz", "pqr", "stu"],
        }
    )
    assert found == {
        "a": "codice_fiscale",
        "b": "email",
        "c": "cellulare",
        "d": "nominativo",
        "e": "provincia",
        "f": None,
    }


def test_content_overrules_a_wrong_header() -> None:
    assert roles({"Telefono": MAILS, "Nominativo": NAMES})["Telefono"] == "email"
    found = roles({"Email": [*MAILS[:5], "rotta"], "Nominativo": NAMES})
    assert found["Email"] == "email"


def test_the_user_overrules_everything() -> None:
    found = roles({"Email": MAILS, "Nominativo": NAMES}, {"Email": "-", "Nominativo": "ragione_sociale"})
    assert found == {"Email": None, "Nominativo": "ragione_sociale"}


def test_second_columns_are_numbered_and_nothing_clashes() -> None:
    made = planned(
        {
            "Telefono": NUMBERS,
            "Tel.": NUMBERS,
            "Nominativo": NAMES,
            "row": ["1"] * 6,
            "records": ["2"] * 6,
            "golden_id": ["3"] * 6,
        }
    )
    outputs = [column.output for column in made.columns]
    assert outputs[:2] == ["telefono", "telefono_2"]
    assert len(set(outputs)) == len(outputs)
    assert not {"row", "records", "golden_id"} & set(outputs)


def test_errors() -> None:
    with pytest.raises(UnknownRole, match="bollo"):
        planned({"Nominativo": NAMES}, {"Nominativo": "bollo"})
    with pytest.raises(UnknownColumn, match="manca"):
        planned({"Nominativo": NAMES}, {"manca": "nome"})
    with pytest.raises(NoUsableColumn, match="--map"):
        planned({"a": ["x1", "x2"], "b": ["y1", "y2"]})


def test_order_of_day_and_month_of_the_column() -> None:
    made = planned(
        {
            "Nominativo": NAMES,
            "Data ultimo ordine": ["01/13/2020", "02/25/2020", "03/04/2020", "12/31/2021", "05/05/2020", "06/30/2020"],
        }
    )
    assert made.columns[1].options == {"order": "mdy"}


def test_a_name_column_with_whole_names() -> None:
    assert roles({"Nome": NAMES, "Email": MAILS})["Nome"] == "nominativo"
    assert roles({"Cognome": ["Rossi"] * 6, "Nome": ["Maria Grazia"] * 6})["Nome"] == "nome"


def test_odd_digits_do_not_stop_the_plan() -> None:
    # Full-width digits, as East Asian keyboards type them.
    assert (
        roles({"Nominativo": ["ROSSI MARIO"], "Data di nascita": ["１/２/1985"]})["Data di nascita"] == "data_nascita"
    )


def test_roles_are_the_canonical_columns() -> None:
    assert set(CANONICAL) == set(ROLES) - {"id", "source", "nominativo", "opposizione", "data_revoca"}
    assert role_of("opposizione_sms") is not None
    assert role_of("data_revoca_sms") is not None
    assert role_of("opposizione_") is None
    assert role_of("consenso_profilazione") is not None
    assert role_of("consenso_") is None
    assert role_of("bollo") is None
    assert canonical_position("telefono_2") > canonical_position("telefono")
    assert canonical_position("telefono_2") < canonical_position("cellulare")
