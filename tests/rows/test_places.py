"""Comune, province, CAP, region and state of one row."""

from __future__ import annotations

import polars as pl
import pytest

import italclean as ic
from italclean.core.reference import table
from tests.rows.rows import Row, cleaned, issue_of, one


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
        (("Airola", "BN", "8211"), ("Airola", "BN", "82011")),
        (("Airola", "BN", "82100"), ("Airola", "BN", "82100")),
        # Provinces that may be two, and those of the past.
        (("Reggio Emilia", "Reggio", None), ("Reggio nell'Emilia", "RE", None)),
        (("Villacidro", "SU", "09039"), ("Villacidro", "VS", "09039")),
        (("San Teodoro", "NU", None), ("San Teodoro", "OT", "07052")),
        # A name that several begin with, or that one bears and the CAP's comune begins with.
        (("Castelfranco", None, "31033"), ("Castelfranco Veneto", "TV", "31033")),
        (("Montecchio", None, "36075"), ("Montecchio Maggiore", "VI", "36075")),
        (("Provaglio", "BS", "25050"), ("Provaglio d'Iseo", "BS", "25050")),
        (("Reggio", "Reggio", "42121"), ("Reggio nell'Emilia", "RE", "42121")),
        (("Nizza", "AT", "14049"), ("Nizza Monferrato", "AT", "14049")),
        # Nothing is filled by halves.
        (("Venice", "VE", None), ("Venice", "VE", None)),
        (("Vomero", None, "80127"), ("Vomero", None, "80127")),
        (("Lodi", "MI", "20121"), ("Lodi", "MI", "20121")),
        # A digit that was lost, also in the cell of a spreadsheet, and the province that follows from what was mended.
        (("Persico Dosimo", "CR", "2603.0"), ("Persico Dosimo", "CR", "26043")),
        (("Persico Dosimo", None, "2603"), ("Persico Dosimo", "CR", "26043")),
        (("Albisola Superiore", None, "1011"), ("Albisola Superiore", "SV", "17011")),
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
        ({"Comune": "Lugano", "Prov": "EE", "CAP": "6900", "Nazione": "Svizzera"}, "cap", "place_abroad"),
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
        {"Comune": "Lugano", "Prov": "TI", "CAP": "6900", "Nazione": "Svizzera"},
    ]
    assert cleaned(rows).cleaned["provincia"].to_list() == [None, None, "TI"]
    assert cleaned(rows).cleaned["comune"].to_list() == ["Parigi", "Londra", "Lugano"]
    assert cleaned(rows).cleaned["cap"].to_list() == ["75001", "sw1a 1aa", "6900"]


def test_what_is_right_stays_as_it_is() -> None:
    comuni = table("cap").join(table("comuni"), on="istat").select(Comune="nome", Prov="sigla", CAP="cap")
    result = ic.clean(comuni)
    assert result.issues.is_empty()
    assert result.rewritten.is_empty()
    for left_out, name in (("Prov", "provincia"), ("CAP", "cap"), ("Comune", "comune")):
        found = ic.clean(comuni.with_columns(pl.lit(None, dtype=pl.String).alias(left_out))).cleaned[name]
        assert not (found != comuni[left_out]).any(), left_out


def test_a_second_pass_changes_nothing() -> None:
    rows: list[Row] = [
        {"Comune": "Monza", "Prov": "MI", "CAP": None},
        {"Comune": "Sappada", "Prov": "BL", "CAP": "32047"},
        {"Comune": "San Teodoro", "Prov": "SS", "CAP": None},
        {"Comune": "CASTRO", "Prov": None, "CAP": "73030"},
    ]
    once = cleaned(rows).cleaned.select(Comune="comune", Prov="provincia", CAP="cap")
    assert ic.clean(once).cleaned.select(Comune="comune", Prov="provincia", CAP="cap").equals(once)


def test_rows_keep_their_own_place() -> None:
    rows: list[Row] = [
        {"Comune": "Airola", "Prov": None},
        {"Comune": None, "Prov": None},
        {"Comune": "Milano", "Prov": None},
        {"Comune": "Airola", "Prov": "BN"},
    ]
    assert cleaned(rows).cleaned["provincia"].to_list() == ["BN", None, "MI", "BN"]


def test_a_comune_in_the_cell_of_the_cap() -> None:
    row: Row = {"CAP": "20121 Milano", "Comune": "", "Prov": ""}
    found = one(row)
    assert (found["cap"], found["comune"], found["provincia"]) == ("20121", "Milano", "MI")
    assert issue_of({"CAP": "20121 Milano", "Comune": "MILANO"}, "cap") == ("format", "fixed")
    assert issue_of({"CAP": "20121 piano terra", "Comune": "Milano"}, "cap") == ("cap_words", "suspect")


def test_a_place_abroad_is_not_made_italian() -> None:
    found = one({"Comune": "Milano", "Prov": "EE", "CAP": ""})
    assert (found["comune"], found["provincia"]) == ("Milano", "EE")


def test_a_comune_does_not_become_another_of_nearly_its_name() -> None:
    row: Row = {"Comune": "Lavagno", "Prov": "GE"}
    assert one(row)["comune"] == "Lavagno"
    assert issue_of(row, "comune") == ("places_conflict", "suspect")
    # With its CAP it does.
    assert one({"Comune": "Lavagno", "Prov": "GE", "CAP": "16033"})["comune"] == "Lavagna"


def test_the_frazione_of_a_comune_s_cell_goes_behind_the_street() -> None:
    found = one({"Indirizzo": "Via Roma 5", "Comune": "FRAZ LOCARA SAN BONIFACIO", "Prov": "VR"})
    assert (found["indirizzo"], found["comune"]) == ("Via Roma, Locara", "San Bonifacio")
    # A comune that only changed its name has no part of its old name.
    assert one({"Indirizzo": "Via Roma 5", "Comune": "Ionadi", "Prov": "VV"})["indirizzo"] == "Via Roma"
