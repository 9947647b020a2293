"""Contacts in the wrong column, and read by what their row proves."""

from __future__ import annotations

import polars as pl
import pytest

import italclean as ic
from italclean.core.reference import table
from tests.logged import logged
from tests.rows.rows import Row, cleaned, issue_of, one

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
    log = logged(cleaned(rows))
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


EMAILS = ("email", "email_stato", "email_2", "email_2_stato", "email_3", "email_3_stato", "pec")


@pytest.mark.parametrize(
    ("row", "placed"),
    [
        (
            {"Email": "a@rossi.it; b@gmail.it"},
            ("a@rossi.it", "utilizzabile", "b@gmail.it", "sospesa", None, None, None),
        ),
        (
            {"Email": "a@rossi.it", "Email 2": "b@alice.it"},
            ("a@rossi.it", "utilizzabile", "b@alice.it", "storica", None, None, None),
        ),
        # From the column of the telephones, from that of the recipient codes.
        ({"Telefono": "02 55507676 a@rossi.con"}, ("a@rossi.con", "sospesa", None, None, None, None, None)),
        (
            {"Email": "a@rossi.it", "Telefono": "b@mailinator.com"},
            ("a@rossi.it", "utilizzabile", "b@mailinator.com", "usa e getta", None, None, None),
        ),
        ({"Codice destinatario": "a@rossi.it"}, ("a@rossi.it", "utilizzabile", None, None, None, None, None)),
        ({"Codice destinatario": "a@pec.it"}, (None, None, None, None, None, None, "a@pec.it")),
        (
            {"Email": "a@rossi.it b@rossi.it a@pec.it", "PEC": "c@pec.it"},
            ("a@rossi.it", "utilizzabile", "b@rossi.it", "utilizzabile", "a@pec.it", "pec", "c@pec.it"),
        ),
        # A certified address among the second ones goes to the PEC as well.
        (
            {"Email": "a@rossi.it", "Email 2": "a@pec.it"},
            ("a@rossi.it", "utilizzabile", None, None, None, None, "a@pec.it"),
        ),
    ],
)
def test_every_address_has_its_state(row: Row, placed: tuple[str | None, ...]) -> None:
    found = one(NAMED | row)
    assert tuple(found.get(name) for name in EMAILS) == placed


def test_states_stand_behind_their_addresses_and_a_second_run_keeps_them() -> None:
    result = cleaned(
        [NAMED | {"Email": "a@rossi.it; b@gmail.it; c@rossi.it"}, NAMED | {"Email": "a@rossi.it (vecchia)"}]
    )
    columns = [name for name in result.cleaned.columns if name.startswith("email")]
    assert columns == ["email", "email_stato", "email_2", "email_2_stato", "email_3", "email_3_stato"]
    again = ic.clean(result.cleaned).cleaned
    assert again.select(columns).equals(result.cleaned.select(columns))
    assert again["email_stato"].to_list() == ["utilizzabile", "sospesa"]


@pytest.mark.parametrize(
    ("row", "placed", "fax", "note"),
    [
        ({"Telefono": "0143 635755 · 3339273965"}, ("+390143635755", None, "+393339273965"), None, None),
        ({"Cellulare": "333 1234567 / 334 1234567"}, ("+393341234567", None, "+393331234567"), None, None),
        (
            {"Telefono": "0143 635755; 0143 635756; 0143 635757"},
            ("+390143635755", "+390143635756", None),
            None,
            None,
        ),
        # A refused number makes room, at once and not in the second run.
        ({"Telefono": "333 1234567", "Cellulare": "abc"}, (None, None, "+393331234567"), None, None),
        ({"Telefono": "37.50040574", "Cellulare": "02 55507676"}, ("+390255507676", None, None), None, None),
        # A doubt goes along.
        (
            {"Telefono": "333 1234567 NON CHIAMARE", "Cellulare": ""},
            (None, None, "+393331234567"),
            None,
            "NON CHIAMARE",
        ),
        # Copies are treated as the first.
        (
            {"Telefono": "02 55507676", "Telefono 2": "333 1234567 (moglie)", "Cellulare": ""},
            ("+390255507676", None, "+393331234567"),
            None,
            "moglie",
        ),
        ({"Fax": "02 55507676 / 02 55507677"}, (None, None, None), "+390255507676", None),
        ({"Fax": "tel 02 55507676 fax 02 55507677"}, ("+390255507676", None, None), "+390255507677", None),
        ({"Email": "tel. 333 1234567", "Telefono": ""}, (None, None, "+393331234567"), None, None),
    ],
)
def test_every_number_has_its_place(
    row: Row, placed: tuple[str | None, ...], fax: str | None, note: str | None
) -> None:
    found = one(NAMED | row)
    assert tuple(found.get(name) for name in ("telefono", "telefono_2", "cellulare")) == placed
    assert (found.get("fax"), found.get("annotazione")) == (fax, note)


def test_what_replaces_a_refused_value_is_told() -> None:
    row = NAMED | {"Telefono": "333 1234567", "Cellulare": "abc"}
    assert issue_of(row, "cellulare") == ("contact_replaced", "suspect")
    assert issue_of(row, "telefono") == ("moved", "fixed")
    doubted = NAMED | {"Telefono": "333 1234567 NON CHIAMARE", "Cellulare": ""}
    assert issue_of(doubted, "cellulare") == ("contact_doubted", "suspect")


def test_numbers_of_a_foreign_row_are_read_there_all() -> None:
    found = one(NAMED | {"Telefono": "030 901820 / 030 901821", "Nazione": "Germania"})
    assert (found["telefono"], found["telefono_2"]) == ("+4930901820", "+4930901821")
