"""Comune, province, CAP, region and state of one row."""

from __future__ import annotations

import pytest

from tests.cleaning.rows import Row, cleaned, issue_of, one


@pytest.mark.parametrize(
    ("typed", "expected"),
    # (comune, province, CAP) typed and as they should be
    [
        (("Milano", "MI", "20121"), ("Milano", "MI", "20121")),
        # A homonym, by its province and by its CAP.
        (("CASTRO", "BG", None), ("Castro", "BG", "24063")),
        (("CASTRO", None, "73030"), ("Castro", "LE", "73030")),
        (("CASTRO", None, None), ("Castro", None, None)),
        # Misspelt, by its province and by its CAP.
        (("MILNO", "MI", None), ("Milano", "MI", None)),
        (("MILNO", None, "20121"), ("Milano", "MI", "20121")),
        # A name that is another comune's, in another province.
        (("Santarcangelo", "RN", None), ("Santarcangelo di Romagna", "RN", "47822")),
        # Two agree against the third.
        (("Roma", "MI", "00184"), ("Roma", "RM", "00184")),
        (("Roma", "MI", "20121"), ("Milano", "MI", "20121")),
        # Nobody decides.
        (("Roma", "MI", None), ("Roma", "MI", None)),
        # One of three is enough.
        (("Airola", None, None), ("Airola", "BN", "82011")),
        # A CAP of several comuni tells the province alone.
        ((None, None, "22010"), (None, "CO", "22010")),
        # A CAP that lost its first digit, and one that is another comune's.
        (("Airola", "BN", "2011"), ("Airola", "BN", "82011")),
        (("Airola", "BN", "82100"), ("Airola", "BN", "82100")),
        # Provinces that may be two, and those of the past.
        (("Reggio Emilia", "Reggio", None), ("Reggio nell'Emilia", "RE", None)),
        (("Villacidro", "SU", "09039"), ("Villacidro", "VS", "09039")),
        (("San Teodoro", "NU", None), ("San Teodoro", "OT", None)),
        # A ceased comune.
        (("Nicastro", "CZ", "88046"), ("Lamezia Terme", "CZ", "88046")),
    ],
)
def test_three_fields(typed: tuple[str | None, ...], expected: tuple[str | None, ...]) -> None:
    row = dict(zip(("Comune", "Prov", "CAP"), typed, strict=True))
    found = one(row)
    assert tuple(found.get(name) for name in ("comune", "provincia", "cap")) == expected


@pytest.mark.parametrize(
    ("row", "role", "issue"),
    [
        ({"Comune": "Roma", "Prov": "MI", "CAP": "00184"}, "provincia", "place_decided"),
        ({"Comune": "Airola", "Prov": None, "CAP": "82011"}, "provincia", "derived"),
        ({"Comune": "Airola", "Prov": "BN", "CAP": None}, "cap", "derived"),
        ({"Comune": "Airola", "Prov": "BN", "CAP": "82100"}, "cap", "cap_other_comune"),
        ({"Comune": "Roma", "Prov": "MI", "CAP": None}, "comune", "places_conflict"),
        ({"Comune": "Roma", "Prov": "MI", "CAP": None}, "provincia", "places_conflict"),
        ({"Comune": "Lugano", "Prov": "EE", "CAP": "6900", "Nazione": "Svizzera"}, "cap", "cap_abroad"),
        ({"Comune": "Milano", "Prov": "MI", "CAP": "20100"}, "cap", "cap_generic"),
        ({"Comune": "Milano", "Prov": "MI", "Regione": "Lazio"}, "regione", "places_conflict"),
        ({"Comune": "Milano", "Prov": "MI", "Regione": "LOMBARDIA"}, "regione", None),
        ({"Comune": "Milano", "Prov": "MI", "Regione": None}, "regione", "derived"),
    ],
)
def test_what_is_said_of_it(row: Row, role: str, issue: str | None) -> None:
    assert issue_of(row, role)[0] == issue


def test_foreign_codes_stay_as_typed() -> None:
    rows: list[Row] = [
        {"Comune": "Parigi", "CAP": "75001", "Nazione": "Francia"},
        {"Comune": "Londra", "CAP": "sw1a 1aa", "Nazione": "UK"},
        {"Comune": "Lugano", "CAP": "6900", "Nazione": "Svizzera"},
    ]
    assert cleaned(rows).cleaned["cap"].to_list() == ["75001", "sw1a 1aa", "6900"]


def test_rows_keep_their_own_place() -> None:
    rows: list[Row] = [
        {"Comune": "Airola", "Prov": None},
        {"Comune": None, "Prov": None},
        {"Comune": "Milano", "Prov": None},
        {"Comune": "Airola", "Prov": "BN"},
    ]
    assert cleaned(rows).cleaned["provincia"].to_list() == ["BN", None, "MI", "BN"]
