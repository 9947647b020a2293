"""Columns to roles."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from italclean.errors import NoUsableColumn, UnknownColumn, UnknownRole
from italclean.fields.catalogue import FIELDS, canonical, canonical_position, field_of
from italclean.fields.plan import Plan, make_plan
from italclean.messages.text import speak_flags
from italclean.readers.sources import Input, read

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
    with pytest.raises(NoUsableColumn, match="mapping="):
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
    assert set(canonical()) == set(FIELDS) - {"id", "source", "nominativo", "opposizione", "data_revoca"}
    assert field_of("opposizione_sms") is not None
    assert field_of("data_revoca_sms") is not None
    assert field_of("opposizione_") is None
    assert field_of("consenso_profilazione") is not None
    assert field_of("consenso_") is None
    assert field_of("bollo") is None
    assert canonical_position("telefono_2") > canonical_position("telefono")
    assert canonical_position("telefono_2") < canonical_position("cellulare")


FIRMS = ["ALFA SRL", "BETA SPA", "GAMMA SNC", "DELTA SAS", "EPSILON SRL", "ZETA SRL"]
ENDS = ["COSTRUZIONI", "DI ROSSI & C.", None, None, "IMPIANTI", "ITALIA"]
SIX = ["x"] * 6


def outputs(columns: dict[str, list[str | None]], mapping: dict[str, str] | None = None) -> dict[str, str]:
    return {column.name: column.cells for column in planned(columns, mapping).columns}


@pytest.mark.parametrize(
    ("columns", "mapping", "joined"),
    [
        ({"RAGSOC1": FIRMS, "RAGSOC2": ENDS}, {}, {"RAGSOC2": "RAGSOC1"}),
        ({"RAGSOC2": ENDS, "RAGSOC1": FIRMS}, {}, {"RAGSOC2": "RAGSOC1"}),
        ({"RAGSOC1": FIRMS, "RAGSOC2": ENDS}, {"RAGSOC2": "ragione_sociale"}, {"RAGSOC2": "RAGSOC1"}),
        ({"RAGSOC1": FIRMS, "RAGSOC2": ENDS}, {"RAGSOC2": "-"}, {}),
        (
            {"Denominazione": FIRMS, "X": ENDS},
            {"X": "ragione_sociale", "Denominazione": "ragione_sociale"},
            {"X": "Denominazione"},
        ),
        ({"Name": FIRMS, "Name 2": ENDS}, {}, {"Name 2": "Name"}),
        ({"Cognome": SIX, "Nome": ["Ugo"] * 6, "Nome 2": ["Maria"] * 6}, {}, {"Nome 2": "Nome"}),
        (
            {"Last Name": SIX, "First Name": ["Ugo"] * 6, "Middle Name": ["Maria"] * 6},
            {},
            {"Middle Name": "First Name"},
        ),
        # Somebody else, and what says the same twice.
        ({"Cognome": SIX, "Nome": ["Ugo"] * 6, "Cognome 2": ["Neri"] * 6, "Nome 2": ["Ada"] * 6}, {}, {}),
        ({"RAGSOC1": FIRMS, "RAGSOC2": FIRMS}, {}, {}),
        ({"Nome": FIRMS, "street": ["Via Roma 1"] * 6, "street2": ["scala B"] * 6}, {}, {"street2": "street"}),
        ({"Nome": FIRMS, "street": ["Via Roma 1"] * 6, "street2": [None] * 6}, {}, {"street2": "street"}),
        # Two addresses, and two of a role that does not go on.
        ({"Nome": FIRMS, "Indirizzo 1": ["Via Roma 1"] * 6, "Indirizzo 2": ["Corso Como 3"] * 6}, {}, {}),
        ({"Nome": FIRMS, "Indirizzo": SIX, "CAP": SIX, "Indirizzo 2": ["scala"] * 6, "CAP 2": SIX}, {}, {}),
        ({"Nome": FIRMS, "Toponimo": ["Via", "Corso"] * 3, "Indirizzo": ["Roma"] * 6}, {}, {"Indirizzo": "Toponimo"}),
        ({"Nome": FIRMS, "Telefono": NUMBERS, "Telefono 2": NUMBERS}, {}, {}),
    ],
)
def test_what_goes_on_in_a_second_column(
    columns: dict[str, list[str | None]], mapping: dict[str, str], joined: dict[str, str]
) -> None:
    made = planned(columns, mapping)
    by_output = {column.output: column.name for column in made.columns}
    assert {column.name: by_output[column.joins] for column in made.columns if column.joins} == joined
    assert len(by_output) == len(made.columns)


def test_what_the_user_says_wins_and_the_loser_is_told() -> None:
    made = planned({"Ragione sociale": FIRMS, "Insegna negozio": FIRMS}, {"Insegna negozio": "ragione_sociale"})
    assert [column.role for column in made.columns] == [None, "ragione_sociale"]
    (notice,) = made.notices
    for said in (notice.italian, notice.english):
        assert "Ragione sociale" in said
        assert 'mapping={"Ragione sociale": "ragione_sociale", "Insegna negozio": "ragione_sociale"}' in said
        with speak_flags():
            assert '--map "Ragione sociale=ragione_sociale" --map "Insegna negozio=ragione_sociale"' in notice.italian
    assert planned({"CF": CODES, "X": CODES}, {"X": "codice_fiscale"}).notices
    assert not planned({"CF": CODES, "Telefono": NUMBERS}, {"Telefono": "cellulare"}).notices


def test_a_second_column_of_which_a_list_has_one_says_why() -> None:
    made = planned({"CF": CODES, "Codice fiscale": CODES})
    assert [column.role for column in made.columns] == ["codice_fiscale", None]
    assert "CF" in made.columns[1].why.italian


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("shipping_address_1", "shipping_city", "billing_address_1", "billing_city"), (2, 2, 1, 1)),
        # Of the first address there is no CAP: that of the other one is no part of it.
        (("billing_address_1", "billing_city", "shipping_postcode"), (1, 1, 2)),
        (("shipping_address_1", "shipping_city", "shipping_postcode"), (1, 1, 1)),
        (("Indirizzo residenza", "CAP", "Comune"), (1, 1, 1)),
        (("Indirizzo", "CAP", "Indirizzo domicilio", "CAP domicilio", "Città domicilio"), (1, 1, 2, 2, 2)),
        (("address1_city", "address2_city", "address2_postalcode"), (1, 2, 2)),
        (("Via (uff.)", "CAP (uff.)", "Via (ab.)", "CAP (ab.)"), (1, 1, 2, 2)),
        (("CAP 2", "Comune 2", "CAP", "Comune"), (2, 2, 1, 1)),
        (("Comune", "Località"), (1, 2)),
    ],
)
def test_columns_of_two_addresses_do_not_mix(columns: tuple[str, ...], expected: tuple[int, ...]) -> None:
    made = planned({"Cognome": SIX, **dict.fromkeys(columns, SIX)})
    found = [(column.role or "", column.output) for column in made.columns[1:]]
    assert found == [(role, role if n == 1 else f"{role}_{n}") for (role, _), n in zip(found, expected, strict=True)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        # Name of a CRM is anybody's, beside given names a whole one; Nome beside Cognome is a given name.
        ({"Name": FIRMS}, {"Name": "nominativo"}),
        ({"Name": ["Ugo", "Ada"]}, {"Name": "nome"}),
        ({"Nome": ["Maria Grazia"] * 6, "Cognome": SIX}, {"Nome": "nome", "Cognome": "cognome"}),
        (
            {"Name": FIRMS, "First Name": SIX, "Last Name": SIX},
            {"Name": "nominativo", "First Name": "nome", "Last Name": "cognome"},
        ),
        (
            {"Cognome": SIX, "Nome": SIX, "Company": FIRMS},
            {"Cognome": "cognome", "Nome": "nome", "Company": "ragione_sociale"},
        ),
        ({"Cliente": ["101", "102"], "Nome": FIRMS[:2]}, {"Cliente": "id", "Nome": "nominativo"}),
        # A title is none that is a job, a kind none that is a class.
        ({"Title": ["Responsabile acquisti", "CEO"], "Nome": SIX[:2]}, {"Title": None, "Nome": "nome"}),
        ({"Title": ["Dott.", "Sig.ra"], "Nome": SIX[:2]}, {"Title": "titolo", "Nome": "nome"}),
        ({"Tipo cliente": ["Gold", "Silver"], "Nome": SIX[:2]}, {"Tipo cliente": None, "Nome": "nome"}),
        ({"company_type": ["company", "person"], "name": SIX[:2]}, {"company_type": "tipo", "name": "nome"}),
        # State is a province, a region, a country or a state of the customer.
        ({"State": ["MI", "RM"], "Nome": SIX[:2]}, {"State": "provincia", "Nome": "nome"}),
        ({"State": ["Italia", "Francia"], "Nome": SIX[:2]}, {"State": "nazione", "Nome": "nome"}),
        ({"Stato": ["attivo", "cessato"], "Nome": SIX[:2]}, {"Stato": "stato", "Nome": "nome"}),
        # A code that repeats names no row; nor does a number name a province.
        ({"Codice": ["A", "A", "A", "B", "C", "D", "E"], "Nome": ["x"] * 7}, {"Codice": None, "Nome": "nome"}),
        (
            {"Codice": list("ABCDEF"), "ID cliente": list("123456"), "Nome": SIX},
            {"Codice": None, "ID cliente": "id", "Nome": "nome"},
        ),
        ({"Codice provincia": ["001", "015"], "Nome": SIX[:2]}, {"Codice provincia": None, "Nome": "nome"}),
        (
            {"Via": ["Via Po"] * 3, "Nr": ["1", "2/A", "snc"], "Nome": SIX[:3]},
            {"Via": "indirizzo", "Nr": "civico", "Nome": "nome"},
        ),
        # Yes and no is no telephone.
        ({"SMS": ["sì", "no"], "Nome": SIX[:2]}, {"SMS": None, "Nome": "nome"}),
        ({"Email agente": MAILS, "Nome": SIX}, {"Email agente": None, "Nome": "nome"}),
        ({"Ordine": NUMBERS, "Nome": SIX}, {"Ordine": None, "Nome": "nome"}),
        (
            {"a": ["Rossi", "Bianchi", "Ferrari", "Colombo", "Ricci"], "b": ["Mario", "Anna", "Paolo", "Luca", "Ugo"]},
            {"a": "cognome", "b": "nome"},
        ),
    ],
)
def test_no_wrong_role(columns: dict[str, list[str | None]], expected: dict[str, str | None]) -> None:
    assert roles(columns) == expected


def test_origins_never_split_what_the_user_named(tmp_path: Path) -> None:
    frame = pl.DataFrame({"Cognome": ["Rossi", "Verdi"], "source": ["web", "fiera"], "Fonte": ["x", "y"]})
    path = tmp_path / "clienti.csv"
    frame.write_csv(path)

    def splits(given: Input) -> bool:
        return "source" in {column.role for column in make_plan(read(given)).columns}

    assert splits(frame)
    assert splits(str(path))
    assert not splits({"erp": frame})
    assert not splits([f"erp={path}"])
    assert not splits({"erp": frame, "crm": frame})
    assert not splits(frame.drop("source"))
    made = make_plan(read({"erp": frame}), {"Fonte": "source"})
    assert "source" in {column.role for column in made.columns}


def test_what_is_not_used_is_told_with_what_to_add() -> None:
    columns: dict[str, list[str | None]] = {
        "Nominativo": NAMES,
        "Ordine": NUMBERS,
        "Data iscrizione": ["01/02/2020", "3/4/2021"] * 3,
        "Auguri via SMS": ["yes", "no"] * 3,
        "WhatsApp": ["sì", "no"] * 3,
        "Email agente": MAILS,
        "Lat": [f"38.88{n}0107" for n in range(6)],
        "Prezzo": [f"{n}2.50" for n in range(6)],
        "Note": ["chiamare", "x", "y", "z", "k", "w"],
        "Unsubscribed": ["yes", "no"] * 3,
    }
    made = planned(columns)
    found = {column.column: (column.looks_like, column.role) for column in made.unused}
    unsubscribed = found.pop("Unsubscribed", None)
    assert unsubscribed in (None, ("consenso", "opposizione"))
    assert found == {
        "Ordine": ("telefono", "cellulare"),
        "Data iscrizione": ("date", "data_modifica"),
        "Auguri via SMS": ("consenso", "consenso_sms"),
        "WhatsApp": ("consenso", "consenso_sms"),
        "Email agente": ("email", "email"),
    }
    # What it says to add is taken, and then there is nothing left to say; nor is there after a no.
    added = {column.column: column.role for column in made.unused}
    assert not planned(columns, added).unused
    assert not planned(columns, dict.fromkeys(added, "-")).unused


def test_files_of_earlier_runs_keep_their_columns() -> None:
    names = ("source", "row", "source_id", "golden_id", "cognome", "indirizzo", "indirizzo_2", "email", "email_2")
    made = planned(dict.fromkeys(names, SIX))
    assert [column.output for column in made.columns if column.role not in (None, "source", "id")] == list(names[4:])
    assert [column.name for column in made.columns if column.role == "id"] == ["source_id"]


@pytest.mark.parametrize(
    "name", [*FIELDS, "consenso_fiera", "data_consenso_x", "opposizione_sms", "data_revoca_y", "telefono_7"]
)
def test_a_column_whose_role_is_taken_away_is_called_otherwise(name: str) -> None:
    made = planned({name: NAMES, "Nominativo": NAMES}, {name: "-"})
    (output,) = [column.output for column in made.columns if column.name == name]
    assert canonical_position(output)[0] >= len(FIELDS)
    assert name in output
