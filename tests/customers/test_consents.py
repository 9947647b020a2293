"""Consents of merged records: never looser than what any row, address or column says."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.fiscal import computed
from tests.consent.obvious import Said, weighed
from tests.rows.test_consents import COLUMNS, statements

Row = dict[str, str | None]
CODE = "RSSMRA85T10A562S"
NAMED: Row = {"Nominativo": "ROSSI MARIO", "CF": CODE}


def frame(rows: list[Row]) -> pl.DataFrame:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String)
    )


def merged(*rows: Row) -> Row:
    found = ic.run(frame([NAMED | row for row in rows])).golden
    assert found.height == 1
    return found.row(0, named=True)


def answers(*rows: Row) -> list[Row]:
    return [merged(*order) for order in (rows, rows[::-1])]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # A column of the change of the row is no date of the consent.
        (
            [
                {"Accepts Email Marketing": "no", "Data modifica": "2024-01-01"},
                {"Accepts Email Marketing": "yes", "Data modifica": "2025-01-01"},
            ],
            {"consenso_email": "no"},
        ),
        # The columns of one purpose, on several rows.
        (
            [{"Consenso marketing": "si", "Newsletter": "si"}, {"Consenso marketing": "si", "Newsletter": "no"}],
            {"consenso_marketing": "no", "consenso_marketing_2": "no"},
        ),
        ([{"Consenso marketing": "", "Newsletter": "no"}, {"Consenso marketing": "si"}], {"consenso_marketing": "no"}),
        ([{"Consenso marketing": "si"}, {"Opt-out": "1"}], {"consenso_marketing": "revocato"}),
        ([{"Consenso marketing": "si", "Opt-out": "0"}, {"Opt-out": ""}], {"consenso_marketing": "si"}),
        ([{"Consenso marketing": "si 1/1/2023"}, {"Data revoca": "01/06/2022"}], {"consenso_marketing": "si"}),
        ([{"Consenso marketing": "si 1/1/2022"}, {"Data revoca": "01/06/2022"}], {"consenso_marketing": "revocato"}),
        # A refusal given with one mailbox is not undone by a yes given with another.
        (
            [
                {"Email": "a@alfa.it", "Consenso email": "no 1/1/2020"},
                {"Email": "b@alfa.it", "Consenso email": "si 1/1/2022"},
            ],
            {"consenso_email": "no", "contattabile_email": "no"},
        ),
        (
            [
                {"Email": "a@alfa.it", "Consenso email": "no 1/1/2020"},
                {"Email": "A@ALFA.IT", "Consenso email": "si 1/1/2022"},
            ],
            {"consenso_email": "si", "contattabile_email": "si"},
        ),
        (
            [
                {"Email": "a@alfa.it", "Consenso email": "no 1/1/2020"},
                {"Email": "b@alfa.it", "Consenso email": "si 1/1/2022"},
                {"Email": "a@alfa.it", "Consenso email": "si 1/1/2021"},
            ],
            {"consenso_email": "si"},
        ),
        (
            [
                {"Cellulare": "333 1234567", "Consenso sms": "no 1/1/2020"},
                {"Cellulare": "347 7654321", "Consenso sms": "si 1/1/2022"},
            ],
            {"consenso_sms": "no", "contattabile_telefono": "no"},
        ),
        # A number that changed says nothing of a newsletter.
        (
            [
                {"Email": "a@alfa.it", "Cellulare": "333 1234567", "Newsletter": "no 1/1/2020"},
                {"Email": "a@alfa.it", "Cellulare": "347 7654321", "Newsletter": "si 1/1/2022"},
            ],
            {"consenso_marketing": "si", "contattabile_email": "si", "contattabile_telefono": "da_verificare"},
        ),
        # What is noted of one row is noted of the customer.
        (
            [{"Email": "a@alfa.it", "Consenso email": "si"}, {"Note": "DECEDUTO"}],
            {"consenso_email": "si", "contattabile_email": "no", "contattabile_email_motivo": "deceduto"},
        ),
        (
            [{"Email": "a@alfa.it", "Consenso email": "si"}, {"Note": "no mail"}],
            {"contattabile_email_motivo": "nota_non_scrivere"},
        ),
        # A yes of another mailbox is no proof for this one, though no refusal.
        (
            [{"Email": "a@alfa.it", "Data modifica": "2025-01-01"}, {"Telefono": "0612345678", "Consenso email": "si"}],
            {"consenso_email": "si", "contattabile_email": "si"},
        ),
        ([{"Consenso marketing": "si"}, {"Consenso marketing": "non so"}], {"consenso_marketing": None}),
        (
            [{"Email": "a@alfa.it", "Consenso email": "si"}, {"Email": "a@alfa.it", "Consenso email": "non so"}],
            {"contattabile_email": "da_verificare", "contattabile_email_motivo": "consenso_illeggibile"},
        ),
    ],
)
def test_merged_rows(rows: list[Row], said: Row) -> None:
    for found in answers(*rows):
        assert {name: found[name] for name in said} == said


def test_each_purpose_keeps_its_own_date() -> None:
    rows: list[Row] = [
        {"Consenso marketing": "si", "Consenso sms": "no", "Data consenso": "2024-01-01"},
        {"Consenso marketing": "no", "Consenso sms": "si", "Data consenso": "2020-01-01"},
    ]
    for found in answers(*rows):
        assert (found["consenso_marketing"], found["data_consenso"]) == ("si", "2024-01-01")
        assert (found["consenso_sms"], found["data_consenso_sms"]) == ("no", "2024-01-01")


def test_the_refusal_stands_in_a_column_without_a_role() -> None:
    rows: list[Row] = [{"Auguri": "S", "Data modifica": "2025-01-01"}, {"Auguri": "N", "Data modifica": "2020-01-01"}]
    for order in itertools.permutations(rows):
        assert merged(*order)["Auguri"] == "N"
    # A column of something else goes by its usual rule.
    other: list[Row] = [{"Zona": "S", "Data modifica": "2025-01-01"}, {"Zona": "N", "Data modifica": "2020-01-01"}]
    assert merged(*other)["Zona"] == "S"


def test_sources_that_name_their_consents_differently() -> None:
    for names in itertools.permutations(("erp", "crm", "web")):
        tables = {
            "erp": frame([NAMED | {"Consenso marketing": "si", "Data consenso": "01/01/2020"}]),
            "crm": frame([NAMED | {"HasOptedOutOfEmail": "true", "Email": "a@alfa.it"}]),
            "web": frame([NAMED | {"Newsletter": "si", "Disiscritto il": "01/06/2022"}]),
        }
        (found,) = ic.run({name: tables[name] for name in names}).golden.iter_rows(named=True)
        assert (found["consenso_marketing"], found["consenso_email"]) == ("revocato", "revocato")
        assert found["data_consenso"] == "2022-06-01"
        assert found["contattabile_email"] == "no"


def test_the_evidence_of_a_refusal_is_named() -> None:
    found = ic.run(frame([NAMED | {"Consenso marketing": "si"}, NAMED | {"Opt-out": "X"}]))
    assert found.deduped is not None
    origin = found.deduped.survivorship.filter(pl.col("field") == "consenso_marketing")
    assert origin["row"].to_list() == [2]


SURNAMES = ["Rossi", "Bianchi", "Ferrari", "Colombo", "Ricci", "Marino", "Greco", "Bruno"]
PEOPLE = pl.DataFrame(
    {
        "cognome": SURNAMES,
        "nome": ["Mario"] * len(SURNAMES),
        "data_nascita": [f"19{50 + 5 * place}-01-1{place}" for place in range(len(SURNAMES))],
        "sesso": ["M"] * len(SURNAMES),
        "luogo_nascita": ["Roma"] * len(SURNAMES),
    }
)
MAILBOXES = ["", "a{}@alfa.it", "b{}@alfa.it"]
ROW = st.fixed_dictionaries(
    {name: st.sampled_from(cells) for name, cells in COLUMNS.items()} | {"Email": st.sampled_from(MAILBOXES)}
)


@settings(max_examples=8)
@given(
    st.lists(st.lists(ROW, min_size=1, max_size=3), min_size=1, max_size=len(SURNAMES)),
    st.randoms(use_true_random=False),
)
def test_customers_against_the_obvious_rule(customers: list[list[Row]], chance: object) -> None:
    """Rows, columns, dates and sources in every order."""
    codes = computed(PEOPLE)["value"].to_list()
    typed = [
        (number, {"Cognome": SURNAMES[number], "Nome": "Mario", "CF": codes[number]} | row)
        for number, rows in enumerate(customers)
        for row in rows
    ]
    chance.shuffle(typed)  # type: ignore[attr-defined]
    names = list(typed[0][1])
    chance.shuffle(names)  # type: ignore[attr-defined]
    rows = [
        {name: (row[name] or "").format(number) if name == "Email" else row[name] for name in names}
        for number, row in typed
    ]
    half = len(rows) // 2
    given = {"erp": frame(rows[:half]), "crm": frame(rows[half:])} if half else {"erp": frame(rows)}
    golden = {row["codice_fiscale"]: row for row in ic.run(given).golden.iter_rows(named=True)}
    for number, of_customer in enumerate(customers):
        found = golden[codes[number]]
        every = [
            (statements(row, frozenset({row["Email"].format(number)} if row["Email"] else set())))
            for row in of_customer
        ]
        answered = [answer for one in every if (answer := weighed(one)) is not None]
        wanted = weighed(answered)
        expected = None if wanted is None or wanted.what == "?" else wanted.what
        assert found.get("consenso_marketing") == expected, of_customer
        # All statements laid side by side never say no where the golden record says yes.
        flat = weighed(one for statements_of in every for one in statements_of)
        if flat is None or flat.what != "si":
            assert found.get("consenso_marketing") != "si"
            assert found.get("contattabile_email") != "si"


def test_what_comes_back_says_the_same() -> None:
    rows = [
        {"Email": "a@alfa.it", "Consenso email": "si", "Note": "NON CHIAMARE", "Cellulare": "333 1234567"},
        {"Email": "b@alfa.it", "Consenso email": "non so", "Newsletter": "si", "Cellulare": "333 1234567"},
    ]
    once = ic.run(frame([NAMED | row for row in rows])).golden
    again = ic.run(once.drop("golden_id", "records", "Note")).golden
    names = [name for name in once.columns if name.startswith(("consenso_", "contattabile_"))]
    assert again.select(names).equals(once.select(names))
    assert once["contattabile_telefono_motivo"].to_list() == ["nota_non_chiamare"]


def test_a_list_of_nothing_but_consents() -> None:
    found = ic.run(
        pl.DataFrame({"Email": ["", ""], "Opt-out": ["1", "0"], "Consenso": ["", "si"]}), mapping={"Email": "-"}
    )
    assert found.golden["consenso_marketing"].to_list() == ["revocato", "si"]


def test_the_rule_needs_no_cleaning() -> None:
    rows = {
        "cognome": ["Rossi"] * 2,
        "nome": ["Mario"] * 2,
        "codice_fiscale": [CODE] * 2,
        "email": ["a@x.it", "b@x.it"],
        "consenso_marketing": ["no", "si"],
        "data_consenso": ["2020-01-01", "2022-01-01"],
    }
    assert ic.dedupe(pl.DataFrame(rows)).golden["consenso_marketing"].to_list() == ["no"]
    assert Said("no").when is None


@pytest.mark.parametrize(
    ("role", "contact", "header", "said", "means"),
    [
        ("Email", "m.rossi@libero.it", "Opt-out", "si", "email"),
        ("Email", "m.rossi@libero.it", "Consenso email", "no", "email"),
        ("Telefono", "3331234567", "Non telefonare", "X", "telefono"),
    ],
)
@pytest.mark.parametrize("together", [False, True])
def test_a_list_of_those_who_refused_without_names(
    role: str, contact: str, header: str, said: str, means: str, together: bool
) -> None:
    customers = pl.DataFrame({"Cognome": ["Rossi", "Verdi"], "Nome": ["Mario", "Ada"], role: [contact, None]})
    customers = customers.with_columns(pl.Series("Consenso marketing", ["si", "si"]))
    refused = pl.DataFrame({role: [contact], header: [said]})
    given = pl.concat([customers, refused], how="diagonal") if together else {"crm": customers, "unsub": refused}
    golden = ic.run(given).golden
    reached = golden.filter(pl.col("cognome") == "Rossi")[f"contattabile_{means}"].to_list()
    assert reached
    assert "si" not in reached
