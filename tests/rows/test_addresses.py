"""What stands in an address and has a column of its own."""

from __future__ import annotations

import pytest

from tests.rows.rows import Row, cleaned, issue_of, one

FIELDS = ("indirizzo", "civico", "cap", "comune", "provincia")


def fields(row: Row) -> tuple[str | None, ...]:
    found = one(row)
    return tuple(found.get(name) for name in FIELDS)


def test_parts_go_to_their_empty_columns() -> None:
    row: Row = {"Indirizzo": "V.LE GARIBALDI 3/A - 20121 MILANO (MI)", "CAP": "", "Comune": "", "Prov": ""}
    assert fields(row) == ("Viale Garibaldi", "3/A", "20121", "Milano", "MI")
    assert issue_of(row, "indirizzo") == ("indirizzo_parted", "fixed")
    assert issue_of(row, "cap") == ("derived", "fixed")


def test_columns_that_the_list_lacks_are_added() -> None:
    row: Row = {"Indirizzo": "VIA ROMA 12 INT. 4, 20121 Milano"}
    assert fields(row) == ("Via Roma", "12 interno 4", "20121", "Milano", "MI")


def test_what_the_columns_say_too_is_left_out() -> None:
    row: Row = {"Indirizzo": "Via Roma 12, 20121 Milano MI", "Civico": "12", "CAP": "20121", "Comune": "MILANO"}
    assert fields(row) == ("Via Roma", "12", "20121", "Milano", "MI")


@pytest.mark.parametrize(
    "row",
    [
        {"Indirizzo": "VIA ROMA 12", "Civico": "14"},
        {"Indirizzo": "VIA ROMA 12 - 00184 ROMA", "CAP": "20121", "Comune": "Milano", "Prov": "MI"},
        {"Indirizzo": "VIA ROMA 12 (RM)", "Comune": "Milano", "Prov": "MI"},
    ],
)
def test_lines_that_say_otherwise_stay(row: Row) -> None:
    found = one(row)
    assert found["indirizzo"] == row["Indirizzo"]
    assert issue_of(row, "indirizzo") == ("indirizzo_conflict", "suspect")


def test_a_part_of_the_comune_that_bears_anothers_name_stays() -> None:
    row: Row = {"Indirizzo": "VIA ROMA 12, CASTELNUOVO", "Comune": "Milano", "Prov": "MI"}
    assert fields(row)[:2] == ("Via Roma, Castelnuovo", "12")


def test_addresses_abroad_are_left_alone() -> None:
    for row in (
        {"Indirizzo": "12 RUE DE RIVOLI", "Comune": "Parigi", "Nazione": "Francia"},
        {"Indirizzo": "10 Downing Street", "Comune": "London", "Nazione": "Regno Unito"},
    ):
        assert one(row)["indirizzo"] == row["Indirizzo"]
        assert issue_of(row, "indirizzo")[1] != "suspect"


def test_a_postal_line_in_one_cell() -> None:
    assert fields({"CAP": "", "Comune": "20121 Milano (MI)", "Prov": ""})[2:] == ("20121", "Milano", "MI")
    assert fields({"CAP": None, "Comune": "Milano", "Prov": "MI 20121"})[2:] == ("20121", "Milano", "MI")


def test_cleaning_again_changes_nothing() -> None:
    rows: list[Row] = [
        {"Indirizzo": "V.LE GARIBALDI 3/A - 20121 MILANO (MI)", "Comune": "", "CAP": ""},
        {"Indirizzo": "VIA ROMA 12, CASTELNUOVO", "Comune": "Milano"},
        {"Indirizzo": "c/o Bar Sport, p.zza dante 4 int 2", "Comune": "Torino"},
        {"Indirizzo": "LOC. PIANELLO 3", "Comune": "Airola"},
    ]
    names = ["indirizzo", "civico", "cap", "comune", "provincia"]
    first = cleaned(rows).cleaned.select(names)
    second = cleaned([dict(row) for row in first.to_dicts()]).cleaned.select(names)
    assert second.equals(first)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # Every comune has a Via Roma: the frazione stays with the street.
        (("VIA ROMA 1", "MESTRE", "VE"), ("Via Roma, Mestre", "Venezia")),
        (("VIA ROMA 1", "NICASTRO", "CZ"), ("Via Roma, Nicastro", "Lamezia Terme")),
        (("VIA ROMA 1", "GENOVA NERVI", "GE"), ("Via Roma, Nervi", "Genova")),
        (("VIA ROMA 1 FRAZ. NERVI", "GENOVA (NERVI)", "GE"), ("Via Roma, Frazione Nervi", "Genova")),
        (("VIA ROMA 1", "ABETONE", "PT"), ("Via Roma", "Abetone Cutigliano")),
    ],
)
def test_parts_of_a_comune_stay_in_the_address(typed: tuple[str, ...], expected: tuple[str, ...]) -> None:
    found = one(dict(zip(("Indirizzo", "Comune", "Prov"), typed, strict=True)))
    assert (found["indirizzo"], found["comune"]) == expected


def test_a_state_beside_the_city_is_the_rows() -> None:
    found = one(
        {"Indirizzo": "HAUPTSTR. 3", "Comune": "CHIASSO (SVIZZERA)", "Prov": "EE", "CAP": "6830", "Nazione": ""}
    )
    assert (found["comune"], found["cap"], found["nazione"]) == ("Chiasso", "6830", "Svizzera")
    assert found["indirizzo"] == "HAUPTSTR. 3"


def test_a_cap_that_is_used_no_more_is_only_doubted() -> None:
    row: Row = {"Comune": "Airola", "Prov": "BN", "CAP": "82099"}
    assert one(row)["cap"] == "82099"
    assert issue_of(row, "cap") == ("cap_other_comune", "suspect")
