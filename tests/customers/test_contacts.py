"""Every distinct contact of a customer is in the book, the best two of each kind in its golden record."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.customers.contact_columns import KINDS
from italclean.customers.golden import Golden, make_golden

Row = dict[str, str | None]

LANDLINE, OTHER, THIRD = "+390116543210", "+390115550001", "+390115550002"
MOBILE, SECOND = "+393331234567", "+393339999999"
ABROAD = "+41911234567"


def merge(
    rows: list[Row], customers: list[int] | None = None, hints: dict[str, list[str | None]] | None = None
) -> Golden:
    """Merge rows, which are ranked as they stand: each says that it was changed before the one above it."""
    names = list(dict.fromkeys(name for row in rows for name in row if name != "source"))
    frame = pl.DataFrame(
        [
            pl.Series("source", [row.get("source") or "erp" for row in rows], dtype=pl.String),
            pl.Series("row", range(1, len(rows) + 1), dtype=pl.UInt32),
            pl.Series("source_id", [None] * len(rows), dtype=pl.String),
            *(pl.Series(name, [row.get(name) for row in rows], dtype=pl.String) for name in names),
            pl.Series("data_modifica", [f"2024-01-{28 - at:02}" for at in range(len(rows))]),
        ]
    )
    labels = customers or [0] * len(rows)
    known = None if hints is None else pl.DataFrame(hints, schema=dict.fromkeys(hints, pl.String))
    ids = pl.Series("golden_id", [f"g{one}" for one in labels])
    return make_golden(frame, pl.Series("cluster", labels), ids, hints=known)


def placed(made: Golden) -> Row:
    """The contacts of the first golden record."""
    row = made.frame.row(0, named=True)
    kinds = ("email", "pec", "telefono", "cellulare", "fax")
    return {name: value for name, value in row.items() if name.startswith(kinds) and value is not None}


def book(made: Golden) -> list[tuple[Any, ...]]:
    return made.contacts.frame.select("kind", "value", "row").rows()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The second mailbox of another row has a place; a third has none.
        ([{"email": "a@x.it"}, {"email": "b@x.it"}], {"email": "a@x.it", "email_2": "b@x.it"}),
        ([{"email": None}, {"email": "b@x.it"}, {"email": "b@x.it"}], {"email": "b@x.it"}),
        (
            [{"email": "a@x.it"}, {"email": "a@x.it"}, {"email": "b@x.it"}, {"email": "c@x.it"}],
            {"email": "a@x.it", "email_2": "b@x.it"},
        ),
        # The two mailboxes of the best row come before those of the others.
        (
            [{"email": "a@x.it", "email_2": "b@x.it"}, {"email": "c@x.it", "email_2": "a@x.it"}],
            {"email": "a@x.it", "email_2": "b@x.it"},
        ),
        ([{"email_2": "b@x.it", "email": None}, {"email": "b@x.it"}], {"email": "b@x.it"}),
        # A mobile is a mobile, a landline a landline, whatever their column; the one in its own column is first.
        (
            [{"telefono": MOBILE, "cellulare": SECOND}, {"telefono": LANDLINE}],
            {"telefono": LANDLINE, "cellulare": SECOND, "cellulare_2": MOBILE},
        ),
        ([{"telefono": MOBILE, "cellulare": None}, {"cellulare": MOBILE}], {"cellulare": MOBILE}),
        ([{"cellulare": LANDLINE, "telefono": None}, {"telefono": OTHER}], {"telefono": LANDLINE, "telefono_2": OTHER}),
        # In a list of one column of numbers they stay together.
        ([{"telefono": MOBILE}, {"telefono": LANDLINE}], {"telefono": MOBILE, "telefono_2": LANDLINE}),
        # Of a number from abroad nobody knows what it is: it is one, where the best row has it.
        ([{"telefono": ABROAD, "cellulare": MOBILE}, {"cellulare": ABROAD}], {"telefono": ABROAD, "cellulare": MOBILE}),
        # A fax may have the number of the telephone.
        (
            [{"telefono": LANDLINE, "fax": LANDLINE}, {"fax": OTHER}],
            {"telefono": LANDLINE, "fax": LANDLINE, "fax_2": OTHER},
        ),
        # A third column fills the free second place, in a single row, too.
        (
            [{"telefono": LANDLINE, "telefono_2": None, "telefono_3": OTHER}],
            {"telefono": LANDLINE, "telefono_2": OTHER},
        ),
        # Certified mail among the mailboxes.
        (
            [{"email": "a@pec.it", "pec": None}, {"email": "a@x.it", "pec": "b@pec.it"}],
            {"email": "a@x.it", "pec": "a@pec.it", "pec_2": "b@pec.it"},
        ),
        (
            [
                {"email": "alfa@firma.it", "email_stato": "pec", "pec": None},
                {"email": "a@x.it", "email_stato": "utilizzabile"},
            ],
            {"email": "a@x.it", "email_stato": "utilizzabile", "pec": "alfa@firma.it"},
        ),
        # What is known of an address goes where it goes.
        (
            [{"email": "a@x.it", "email_stato": "chiusa"}, {"email": "b@x.it", "email_stato": "sospesa"}],
            {"email": "a@x.it", "email_stato": "chiusa", "email_2": "b@x.it", "email_2_stato": "sospesa"},
        ),
        (
            [
                {"email": None, "email_stato": None, "email_2": "b@x.it", "email_2_stato": "sospesa"},
                {"email": "c@x.it", "email_stato": "utilizzabile", "email_2": None, "email_2_stato": None},
            ],
            {"email": "b@x.it", "email_stato": "sospesa", "email_2": "c@x.it", "email_2_stato": "utilizzabile"},
        ),
        # Where nothing is known of the second one nothing is said of it.
        (
            [{"email": None, "email_stato": None, "email_2": "b@x.it"}, {"email": "c@x.it", "email_stato": "chiusa"}],
            {"email": "b@x.it", "email_2": "c@x.it", "email_2_stato": "chiusa"},
        ),
    ],
)
def test_golden_records_have_two_of_each_kind(rows: list[Row], expected: Row) -> None:
    assert placed(merge(rows)) == expected


def test_second_columns_are_there_only_where_needed() -> None:
    made = merge([{"email": "a@x.it", "telefono": LANDLINE}, {"email": "a@x.it", "telefono": None}])
    assert made.frame.columns == ["golden_id", "email", "telefono", "data_modifica", "records"]


def test_a_customer_of_one_row_keeps_its_contacts_where_they_stand() -> None:
    row: Row = {"telefono": MOBILE, "cellulare": SECOND, "email": "a@x.it"}
    made = merge([row, {"telefono": OTHER}], [0, 1])
    assert placed(made) == row
    assert book(made)[:3] == [("email", "a@x.it", 1), ("cellulare", SECOND, 1), ("cellulare", MOBILE, 1)]


def test_the_further_values_of_cells_are_contacts_too() -> None:
    rows: list[Row] = [{"email": "a@x.it", "telefono": LANDLINE}, {"email": None, "telefono": OTHER}]
    hints = {
        "other_emails": ["b@x.it c@pec.it", "not@an address"],
        "other_phones": [f"{MOBILE} {LANDLINE}", None],
        "other_faxes": [None, THIRD],
    }
    made = merge(rows, hints=hints)
    assert book(made) == [
        ("email", "a@x.it", 1),
        ("email", "b@x.it", 1),
        ("pec", "c@pec.it", 1),
        ("telefono", LANDLINE, 1),
        ("telefono", OTHER, 2),
        ("cellulare", MOBILE, 1),
        ("fax", THIRD, 2),
    ]
    assert placed(made)["email_2"] == "b@x.it"
    # Of customers of one row, too; what golden holds of these stays as it was cleaned.
    apart = merge(rows, [0, 1], hints)
    assert sorted(book(apart)) == sorted(book(made))
    assert placed(apart) == rows[0]


def test_branches_stay_visible() -> None:
    piva = {"partita_iva": "12345678903", "email": "info@alfa.it"}
    torino: Row = {"indirizzo": "Via Po", "civico": "1", "cap": "10123", "comune": "Torino"}
    rows: list[Row] = [
        {**piva, **torino, "telefono": LANDLINE},
        {
            **piva,
            "indirizzo": "Via Verdi",
            "civico": "20",
            "cap": "20121",
            "comune": "Milano",
            "telefono": "+39021234567",
        },
        {**piva, **torino, "telefono": LANDLINE},
        # What a row without an address has is known of a seat already; its own number is of none.
        {**piva, "telefono": THIRD},
    ]
    assert merge(rows).contacts.frame.select("kind", "value", "seat", "row").rows() == [
        ("email", "info@alfa.it", "Via Po 1, 10123 Torino", 1),
        ("email", "info@alfa.it", "Via Verdi 20, 20121 Milano", 2),
        ("telefono", LANDLINE, "Via Po 1, 10123 Torino", 1),
        ("telefono", "+39021234567", "Via Verdi 20, 20121 Milano", 2),
        ("telefono", THIRD, None, 4),
    ]


@pytest.mark.parametrize(
    ("address", "seat"),
    [
        ({"indirizzo": "Via Po", "civico": None, "cap": None, "comune": "Torino"}, "Via Po, Torino"),
        ({"indirizzo": None, "civico": None, "cap": "10123", "comune": None}, "10123"),
        ({"comune": "Torino"}, "Torino"),
        ({"indirizzo": "Via Po"}, "Via Po"),
        ({"indirizzo": None, "comune": None}, None),
        ({}, None),
    ],
)
def test_a_seat_is_one_text(address: Row, seat: str | None) -> None:
    made = merge([{"email": "a@x.it", **address}, {"email": "b@x.it", **address}])
    assert made.contacts.frame["seat"].to_list() == [seat] * 2


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"email": "a@x.it", "consenso_marketing": "si"}], {"a@x.it": "si"}),
        # What is said of the channel comes first.
        ([{"email": "a@x.it", "consenso_marketing": "si", "consenso_email": "no"}], {"a@x.it": "no"}),
        ([{"telefono": OTHER, "consenso_marketing": "no", "consenso_email": "si"}], {OTHER: "no"}),
        # A consent belongs to its address: a yes given with one mailbox undoes no refusal given with another.
        (
            [{"email": "a@x.it", "consenso_marketing": "no"}, {"email": "b@x.it", "consenso_marketing": "si"}],
            {"a@x.it": "no", "b@x.it": "si"},
        ),
        # Of two rows with the same address the refusal stands, wherever it is.
        ([{"email": "a@x.it", "consenso_email": "si"}, {"email": "a@x.it", "consenso_email": "no"}], {"a@x.it": "no"}),
        (
            [
                {"email": "a@x.it", "consenso_email": "si", "comune": "Torino"},
                {"email": "a@x.it", "consenso_email": "revocato", "comune": "Milano"},
            ],
            {"a@x.it": "revocato"},
        ),
        # Consent to marketing is none to certified mail (Garante, provv. 52/2018); a refusal is one.
        ([{"pec": "a@pec.it", "consenso_marketing": "si"}], {"a@pec.it": None}),
        ([{"pec": "a@pec.it", "consenso_marketing": "no"}], {"a@pec.it": "no"}),
        ([{"pec": "a@pec.it", "consenso_pec": "si"}], {"a@pec.it": "si"}),
        ([{"email": "a@x.it", "consenso_profilazione": "si"}], {"a@x.it": None}),
    ],
)
def test_each_contact_has_its_own_consent(rows: list[Row], expected: dict[str, str | None]) -> None:
    for order in (rows, rows[::-1]):
        found = merge(order).contacts.frame.select("value", "consent").rows()
        assert dict(found) == expected


def test_what_could_not_be_read_lets_no_yes_stand_beside_a_contact() -> None:
    rows = {
        "Nominativo": ["ROSSI MARIO"] * 2,
        "CF": ["RSSMRA85T10A562S"] * 2,
        "Email": ["m@rossi.it"] * 2,
        "Consenso marketing": ["SI", "boh, vedere con Anna"],
    }
    assert ic.run(pl.DataFrame(rows)).contacts["consent"].to_list() == [None]


_CELLS = {
    "email": [None, "a@x.it", "b@x.it", "c@x.it"],
    "email_2": [None, "a@x.it", "d@x.it"],
    "pec": [None, "a@pec.it", "b@pec.it"],
    "telefono": [None, LANDLINE, OTHER, MOBILE, ABROAD],
    "telefono_2": [None, LANDLINE, THIRD],
    "telefono_3": [None, MOBILE],
    "cellulare": [None, MOBILE, SECOND, LANDLINE, ABROAD],
    "fax": [None, LANDLINE, OTHER],
    "comune": [None, "Torino", "Milano"],
}
_ROWS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in _CELLS.items()}), min_size=1, max_size=5
)


def kind_of(value: str, column: str, known: dict[str, str]) -> str:
    """The obvious rule, number by number."""
    base = column.split("_", 1)[0]
    if base in ("telefono", "cellulare"):
        told = "cellulare" if value.startswith("+393") else "telefono" if value.startswith("+390") else base
        return known.setdefault(value, told)
    return base


@settings(max_examples=25)
@given(_ROWS)
def test_the_book_and_the_places_are_those_of_the_slow_rule(rows: list[Row]) -> None:
    made = merge(rows)
    known: dict[str, str] = {}
    wanted: dict[str, list[str]] = {kind: [] for kind in KINDS}
    lines: set[tuple[str, str, str | None]] = set()
    for row in rows:
        stand = [(name, value) for name in _CELLS if name != "comune" and (value := row[name])]
        values = [(kind_of(value, name, known), name, value) for name, value in stand]
        # A number in the column of its kind comes before one in another's.
        for kind, _, value in sorted(values, key=lambda one: not one[1].startswith(one[0])):
            wanted[kind] += [value] if value not in wanted[kind] else []
            lines.add((kind, value, row["comune"]))
    seats = {(kind, value) for kind, value, seat in lines if seat}
    lines = {line for line in lines if line[2] or line[:2] not in seats}
    assert sorted(map(repr, made.contacts.frame.select("kind", "value", "seat").rows())) == sorted(map(repr, lines))
    if len(rows) > 1 or rows[0]["telefono_3"]:
        found = made.frame.row(0, named=True)
        for kind, values in wanted.items():
            assert [found.get(name) for name in (kind, f"{kind}_2") if found.get(name)] == values[:2]
    assert not [name for name in made.frame.columns if name.endswith("_3")]
    assert made.contacts.counts() == {kind: sum(line[0] == kind for line in lines) for kind in KINDS}


@pytest.mark.parametrize("size", [1, 3])
def test_parts_of_the_book_are_the_book(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    rows: list[Row] = [{"email": f"{at % 4}@x.it", "telefono": LANDLINE, "comune": "Torino"} for at in range(9)]
    customers = [0, 1, 0, 2, 2, 3, 1, 4, 0]
    hints: dict[str, list[str | None]] = {"other_phones": [MOBILE, None, SECOND, *[None] * 5, f"{THIRD} {MOBILE}"]}
    whole = merge(rows, customers, hints)
    monkeypatch.setattr("italclean.customers.contacts._ROWS", size)
    monkeypatch.setattr("italclean.customers.contacts._LINES", size)
    parted = merge(rows, customers, hints)
    assert parted.contacts.frame.equals(whole.contacts.frame)
    assert parted.frame.equals(whole.frame)


def test_lists_without_contacts_have_an_empty_book() -> None:
    made = merge([{"cognome": "Rossi"}, {"cognome": "Rossi"}])
    assert made.contacts.frame.is_empty()
    assert made.contacts.frame.columns == ["golden_id", "kind", "value", "seat", "source", "row", "consent"]


def test_the_second_columns_of_a_golden_list_are_read_as_such() -> None:
    rows = {
        "Nominativo": ["ROSSI MARIO"] * 2,
        "CF": ["RSSMRA85T10A562S"] * 2,
        "Email": ["m@rossi.it", "mario@studio-rossi.it"],
        "PEC": ["m@pec.it", "rossi@legalmail.it"],
        "Telefono": ["011 6543210", "011 5550001"],
        "Cellulare": ["333 1234567", "339 9999999"],
        "Fax": ["011 6543211", "011 5550002"],
        "Note": ["cliente storico", "chiuso, non chiamare"],
    }
    once = ic.run(pl.DataFrame(rows))
    assert {f"{kind}_2" for kind in KINDS} <= set(once.golden.columns)
    again = ic.run(once.golden.drop("golden_id", "records", "email_2_stato"))
    contacts = ["kind", "value"]
    assert again.contacts.select(contacts).rows() == once.contacts.select(contacts).rows()
    for name in (*KINDS, *(f"{kind}_2" for kind in KINDS), "Note"):
        assert again.golden[name].to_list() == once.golden[name].to_list(), name
