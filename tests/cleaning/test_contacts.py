"""Contacts in the wrong column, and read by what their row proves."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.core.reference import table
from tests.cleaning.rows import Row, cleaned, issue_of, one

NAMED: Row = {"Nominativo": "ROSSI MARIO"}


def test_a_pec_moves_to_its_column() -> None:
    row = NAMED | {"Email": "mario@pec.it"}
    assert (one(row)["pec"], one(row)["email"]) == ("mario@pec.it", None)
    assert issue_of(row, "email") == ("email_pec_moved", "fixed")


def test_a_pec_beside_another_stays_and_is_flagged() -> None:
    row = NAMED | {"Email": "mario@pec.it", "PEC": "rossi@pec.it"}
    assert (one(row)["pec"], one(row)["email"]) == ("rossi@pec.it", "mario@pec.it")
    assert issue_of(row, "email") == ("email_is_pec", "suspect")
    assert one(row)["email_stato"] == "pec"


@pytest.mark.parametrize(
    ("typed", "email", "second", "pec", "issue"),
    [
        ("a@rossi.it; b@rossi.it", "a@rossi.it", "b@rossi.it", None, "several_placed"),
        ("a@rossi.it; a@pec.it", "a@rossi.it", None, "a@pec.it", "several_placed"),
        ("a@pec.it; a@rossi.it", "a@rossi.it", None, "a@pec.it", "split"),
        # A second address that is not sound stays in the log.
        ("a@rossi.it; b@rossi", "a@rossi.it", None, None, "email_several"),
        ("a@rossi.it; b@rossi.it; c@rossi.it", "a@rossi.it", "b@rossi.it", None, "several_placed"),
    ],
)
def test_two_addresses_in_a_cell(typed: str, email: str, second: str | None, pec: str | None, issue: str) -> None:
    row = NAMED | {"Email": typed}
    found = one(row)
    assert (found["email"], found.get("email_2"), found.get("pec")) == (email, second, pec)
    assert issue_of(row, "email")[0] == issue


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("mario@rossi.it", "utilizzabile"),
        ("mario@alice.it", "storica"),
        ("mario@gmail.it", "sospesa"),
        ("mario@rossi.con", "sospesa"),
        ("mario@mailinator.com", "usa e getta"),
        ("mario@infinito.it", None),
        ("mario", None),
    ],
)
def test_what_an_address_is_good_for(typed: str, state: str | None) -> None:
    if typed == "mario@infinito.it":
        closed = table("email_domini").filter((pl.col("stato") == "discontinued") & (pl.col("confidenza") == "high"))
        typed, state = f"mario@{closed['dominio'][0]}", "chiusa"
    assert one(NAMED | {"Email": typed}).get("email_stato") == state


PHONES = ("telefono", "telefono_2", "cellulare", "fax")


@pytest.mark.parametrize(
    ("telefono", "cellulare", "placed"),
    [
        # Each in the other's column.
        ("333 1234567", "02 55507676", ("+390255507676", None, "+393331234567", None)),
        ("333 1234567", "", (None, None, "+393331234567", None)),
        ("", "02 55507676", ("+390255507676", None, None, None)),
        # Two mobiles, two landlines: nothing to move.
        ("333 1234567", "334 1234567", ("+393331234567", None, "+393341234567", None)),
        ("02 55507676", "02 55507677", ("+390255507676", None, "+390255507677", None)),
        # Two in a cell.
        ("333 1234567 / 02 55507676", "", ("+390255507676", None, "+393331234567", None)),
        ("02 55507676 / 333 1234567", "", ("+390255507676", None, "+393331234567", None)),
        ("02 55507676 / 02 55507677", "", ("+390255507676", "+390255507677", None, None)),
        ("02 55507676 / 333 1234567", "334 1234567", ("+390255507676", "+393331234567", "+393341234567", None)),
        # Faxes.
        ("tel 02 55507676 fax 02 55507677", "", ("+390255507676", None, None, "+390255507677")),
        ("fax 02 55507676", "", (None, None, None, "+390255507676")),
    ],
)
def test_numbers_go_to_the_column_of_their_kind(telefono: str, cellulare: str, placed: tuple[str | None, ...]) -> None:
    found = one(NAMED | {"Telefono": telefono, "Cellulare": cellulare})
    assert tuple(found.get(name) for name in PHONES) == placed


def test_a_mobile_stays_in_the_only_column() -> None:
    assert one(NAMED | {"Telefono": "333 1234567"})["telefono"] == "+393331234567"


@pytest.mark.parametrize(
    ("typed", "province", "value", "issue"),
    [
        ("255507676", "MI", "+390255507676", "tel_zero_restored"),
        ("11 5550767", "TO", "+390115550767", "tel_zero_restored"),
        # Not the code of that province.
        ("255507676", "NA", "+39255507676", "tel_zero"),
        # 02 6701234, or 26701234 without its 02.
        ("26701234", "MI", "+3926701234", "tel_prefix"),
        # A mobile of nine digits, or a landline of Varese without its zero.
        ("332123456", "VA", "+39332123456", "tel_zero"),
        # Only the local part, as it was dialled within the district until 1998.
        ("5550767", "TO", "+395550767", "tel_prefix"),
    ],
)
def test_area_codes_are_restored_where_the_province_proves_them(
    typed: str, province: str, value: str, issue: str
) -> None:
    row = NAMED | {"Telefono": typed, "Provincia": province}
    assert one(row)["telefono"] == value
    assert issue_of(row, "telefono")[0] == issue


@pytest.mark.parametrize(
    ("typed", "state", "value", "issue"),
    [
        ("0171 1234567", "Germania", "+491711234567", "tel_country_maybe"),
        ("06 12 34 56 78", "FRANCIA", "+33612345678", "tel_country_maybe"),
        ("079 123 45 67", "CH", "+41791234567", "tel_country_maybe"),
        ("7911 123456", "Regno Unito", "+447911123456", "tel_country"),
        ("333 1234567", "Germania", "+393331234567", "tel_country_maybe"),
        ("+39 02 55507676", "Germania", "+390255507676", "format"),
        ("02 55507676", "Italia", "+390255507676", "format"),
        ("02 55507676", "", "+390255507676", "format"),
    ],
)
def test_numbers_of_foreign_rows(typed: str, state: str, value: str, issue: str) -> None:
    row = NAMED | {"Telefono": typed, "Nazione": state}
    assert one(row)["telefono"] == value
    assert issue_of(row, "telefono")[0] == issue


def test_every_cell_can_be_found_again() -> None:
    rows = [
        NAMED | {"Telefono": "02 55507676 / 333 1234567 / 02 55507677", "Email": "a@rossi.it b@rossi.it c@rossi.it"},
        NAMED | {"Telefono": "fax 02 55507676", "Email": "a@pec.it"},
    ]
    log = cleaned(rows).issues
    for at, row in enumerate(rows, start=1):
        for column in ("Telefono", "Email"):
            assert log.filter((pl.col("row") == at) & (pl.col("column") == column))["original"].to_list() == [
                row[column]
            ]


def test_a_mobile_dialled_with_a_zero_stays_with_the_mobiles() -> None:
    row = NAMED | {"Telefono": "", "Cellulare": "0346 1234567"}
    assert (one(row)["cellulare"], one(row)["telefono"]) == ("+3903461234567", None)
    assert issue_of(row, "cellulare")[0] == "tel_maybe"


def test_ordinary_mail_among_the_pec() -> None:
    assert issue_of(NAMED | {"PEC": "mario@gmail.com"}, "pec")[0] == "email_not_pec"
    found = one(NAMED | {"PEC": "mario@rossi.it; rossi@pec.it"})
    assert (found["pec"], found["email"]) == ("rossi@pec.it", "mario@rossi.it")


def test_a_number_that_stands_in_its_column_already_is_not_repeated() -> None:
    found = one(NAMED | {"Telefono": "0815512345/3331234567", "Cellulare": "3331234567"})
    assert (found["telefono"], found["cellulare"], found.get("telefono_2")) == ("+390815512345", "+393331234567", None)
