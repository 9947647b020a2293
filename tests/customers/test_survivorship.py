"""Nothing is lost in a merge: each value of each row is in the golden record, among the contacts or told as lost."""

from __future__ import annotations

import pathlib
import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.customers.contact_columns import contact_columns
from italclean.customers.golden import Golden, make_golden
from italclean.customers.survivorship import RULES, parse_lost

Row = dict[str, str | None]

VALUES = {
    "tipo": ["persona", "azienda"],
    "cognome": ["Rossi", "Bianchi"],
    "nome": ["Mario", "M.", "Mario Ugo"],
    "titolo": ["Dott.", "Ing."],
    "ragione_sociale": ["Alfa", "Alfa & C."],
    "forma_giuridica": ["S.r.l.", "S.p.A."],
    "saluto": ["Gentile Mario Rossi", "Gentile Dott. Rossi"],
    "codice_fiscale": ["RSSMRA85T10A562S"],
    "indirizzo": ["Via Po", "Via G. Verdi"],
    "civico": ["1", "20"],
    "cap": ["10121", "10123"],
    "comune": ["Torino", "Moncalieri"],
    "email": ["a@x.it", "b@x.it", "c@x.it", "d@x.it"],
    "email_stato": ["utilizzabile", "sospesa"],
    "email_2": ["a@x.it", "e@x.it"],
    "pec": ["a@pec.it", "b@pec.it"],
    "telefono": ["+390116543210", "+390115550001", "+393331234567", "+41911234567"],
    "telefono_2": ["+390116543210", "+390115550002"],
    "telefono_3": ["+390115550003"],
    "cellulare": ["+393331234567", "+393339999999", "+390116543210", "+41911234567"],
    "fax": ["+390116543210", "+390115550004"],
    "consenso_marketing": ["si", "no", "revocato"],
    "data_consenso": ["2020-01-01", "2022-01-01"],
    "data_modifica": ["2019-05-05", "2024-01-01"],
    "annotazione": ["EREDI", "deceduto | EREDI"],
    "Note": ["CHIUSO, NON CHIAMARE", "vedi [1] | a\\b, row 2", "cliente storico, paga bene"],
    "Agente": ["Neri | Gialli", "Verdi [zona 2]", "x, y row 3", "back\\slash"],
    "Listino": ["A", "B", "=1+1"],
}
SOURCES = ["erp", "crm", "odd [x], row 1 | \\"]


@st.composite
def lists(draw: st.DrawFn) -> tuple[pl.DataFrame, list[int]]:
    """Cleaned rows of some columns, and the customer of each."""
    names = draw(st.lists(st.sampled_from(list(VALUES)), min_size=2, unique=True))
    count = draw(st.integers(2, 7))
    cells = [[draw(st.sampled_from([None, *VALUES[name]])) for _ in range(count)] for name in names]
    sources = [draw(st.sampled_from(SOURCES)) for _ in range(count)]
    frame = pl.DataFrame(
        [
            pl.Series("source", sources, dtype=pl.String),
            pl.Series("row", [sources[:at].count(source) + 1 for at, source in enumerate(sources)], dtype=pl.UInt32),
            pl.Series("source_id", [str(at) for at in range(count)]),
            *(pl.Series(name, values, dtype=pl.String) for name, values in zip(names, cells, strict=True)),
        ]
    )
    return frame, [draw(st.integers(0, 2)) for _ in range(count)]


def golden(frame: pl.DataFrame, customers: list[int], hints: pl.DataFrame | None = None) -> Golden:
    labels = pl.Series("cluster", customers, dtype=pl.Int64)
    return make_golden(frame, labels, pl.Series("golden_id", [f"g{one}" for one in customers]), hints=hints)


BESIDE = {
    **dict.fromkeys(("cognome", "nome", "titolo"), "referente"),
    "ragione_sociale": "azienda_di_appartenenza",
}


@settings(max_examples=40, deadline=None)
@given(lists())
def test_each_value_of_each_row_is_kept_or_told(drawn: tuple[pl.DataFrame, list[int]]) -> None:
    frame, customers = drawn
    made = golden(frame, customers)
    merged = {row["golden_id"]: row for row in made.frame.to_dicts()}
    contacts = set(made.contacts.frame.select("golden_id", "value").iter_rows())
    lost: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for line in made.survivorship.frame.to_dicts():
        lost[line["golden_id"], line["field"]] = [
            (value, source, number) for value, rows in parse_lost(line["lost"]) for source, number in rows
        ]
    reached = contact_columns(frame.columns)
    for row, customer in zip(frame.to_dicts(), customers, strict=True):
        name = f"g{customer}"
        for field, value in row.items():
            if value is None or field in ("source", "row", "source_id"):
                continue
            kept = merged[name].get(field)
            if field == "forma_giuridica" and merged[name].get("tipo") == "persona":
                # It is a part of the firm's name that went beside the person's.
                continue
            if field in reached:
                assert (name, value) in contacts
            elif customers.count(customer) == 1 or kept == value:
                # A customer of one row is that row.
                assert kept == value
            elif field in ("Note", "annotazione") and kept and (name, field) in lost and not lost[name, field]:
                assert {part.strip() for part in value.split(" | ")} <= set(kept.split(" | "))
            elif kept is None and (beside := BESIDE.get(field)) and merged[name].get(beside):
                # The name of the other kind is the firm's contact, or the person's firm.
                told = [merged[name][beside], *(whole for whole, *_ in lost.get((name, beside), []))]
                assert any(value in whole for whole in told)
            else:
                assert (value, row["source"], row["row"]) in lost[name, field]


@settings(max_examples=15, deadline=None)
@given(lists(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_plays_no_part(drawn: tuple[pl.DataFrame, list[int]], chance: random.Random) -> None:
    frame, customers = drawn
    order = list(range(len(customers)))
    chance.shuffle(order)
    one = golden(frame, customers)
    other = golden(frame[order], [customers[at] for at in order])
    for of in (lambda made: made.frame, lambda made: made.contacts.frame, lambda made: made.survivorship.frame):
        assert sorted(map(repr, of(one).to_dicts())) == sorted(map(repr, of(other).to_dicts()))


def told(rows: list[Row], field: str, priority: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """Value, row, rule and losses of a field of one customer."""
    names = list(dict.fromkeys(name for row in rows for name in row if name != "source"))
    frame = pl.DataFrame(
        [
            pl.Series("source", [row.get("source") or "erp" for row in rows], dtype=pl.String),
            pl.Series("row", range(1, len(rows) + 1), dtype=pl.UInt32),
            pl.Series("source_id", [None] * len(rows), dtype=pl.String),
            *(pl.Series(name, [row.get(name) for row in rows], dtype=pl.String) for name in names),
        ]
    )
    ids = pl.Series("golden_id", ["g"] * len(rows))
    made = make_golden(frame, pl.Series("cluster", [0] * len(rows)), ids, priority)
    lines = made.survivorship.frame.filter(pl.col("field") == field).select("value", "row", "rule", "lost").rows()
    assert len(lines) == 1
    return tuple(lines[0])


CODE = "RSSMRA85T10A562S"


@pytest.mark.parametrize(
    ("rows", "field", "expected"),
    [
        ([{"iban": "a"}, {"iban": None}], "iban", ("a", 1, "only_value", None)),
        ([{"iban": "a"}, {"iban": "a"}], "iban", ("a", 1, "only_value", None)),
        (
            [{"iban": "a"}, {"iban": "b", "codice_fiscale": CODE}, {"iban": "a"}],
            "iban",
            ("b", 2, "fiscally_validated", "a [erp row 1, erp row 3]"),
        ),
        (
            [{"iban": "a", "source": "crm"}, {"iban": "b", "source": "sap"}],
            "iban",
            ("b", 2, "source_priority", "a [crm row 1]"),
        ),
        (
            [{"iban": "a", "data_modifica": "2020-01-01"}, {"iban": "b", "data_modifica": "2024-01-01"}],
            "iban",
            ("b", 2, "most_recent", "a [erp row 1]"),
        ),
        (
            [{"iban": "a"}, {"iban": "b", "data_modifica": "2024-01-01"}],
            "iban",
            ("b", 2, "most_recent", "a [erp row 1]"),
        ),
        ([{"iban": "a"}, {"iban": "b", "sesso": "M"}], "iban", ("b", 2, "most_complete", "a [erp row 1]")),
        # What travels together comes from one record, a better one that lacks its lead notwithstanding.
        (
            [{"cognome": None, "nome": "Ugo", "codice_fiscale": CODE}, {"cognome": "Rossi", "nome": "Mario"}],
            "nome",
            ("Mario", 2, "same_record", "Ugo [erp row 1]"),
        ),
        # The address of the branch that the golden record does not have.
        (
            [
                {"indirizzo": "Via Po", "civico": "1", "cap": None, "comune": "Torino", "codice_fiscale": CODE},
                {"indirizzo": "Via Verdi", "civico": "2", "cap": "10121", "comune": "Torino"},
            ],
            "cap",
            (None, 1, "fiscally_validated", "10121 [erp row 2]"),
        ),
        (
            [
                {"indirizzo": "Via Po", "cap": None, "comune": "Torino", "codice_fiscale": CODE},
                {"indirizzo": "Via Po", "cap": "10121", "comune": "Torino"},
            ],
            "cap",
            ("10121", 2, "same_street", None),
        ),
        (
            [{"consenso_marketing": "si", "codice_fiscale": CODE}, {"consenso_marketing": "no"}],
            "consenso_marketing",
            ("no", 2, "strictest", "si [erp row 1]"),
        ),
        (
            [{"Note": "chiuso, non chiamare"}, {"Note": "cliente storico", "codice_fiscale": CODE}],
            "Note",
            ("cliente storico | chiuso, non chiamare", 2, "joined", None),
        ),
        (
            [{"Agente": "Neri"}, {"Agente": "Verdi", "iban": "x"}],
            "Agente",
            ("Verdi", 2, "most_complete", "Neri [erp row 1]"),
        ),
        # A contact is lost to golden only where two better ones have its places.
        (
            [
                {"email": "a@x.it", "data_modifica": "2021-01-01"},
                {"email": "b@x.it", "data_modifica": "2022-01-01"},
                {"email": "c@x.it", "data_modifica": "2023-01-01"},
            ],
            "email_2",
            ("b@x.it", 2, "most_recent", "a@x.it [erp row 1]"),
        ),
        ([{"email": "a@x.it", "email_2": "b@x.it"}, {}], "email", ("a@x.it", 1, "first_in_row", None)),
        ([{"email": "a@x.it", "email_2": "b@x.it"}, {}], "email_2", ("b@x.it", 1, "only_value", None)),
        # The state of a mailbox is that of the mailbox.
        (
            [
                {"email": "a@x.it", "email_stato": "chiusa", "codice_fiscale": CODE},
                {"email": "b@x.it", "email_stato": "sospesa"},
            ],
            "email_2_stato",
            ("sospesa", 2, "only_value", None),
        ),
    ],
)
def test_what_won_by_which_rule_and_what_was_lost(rows: list[Row], field: str, expected: tuple[Any, ...]) -> None:
    assert told(rows, field) == expected


def test_rows_alike_in_everything_are_told_apart_by_their_content() -> None:
    one, other = {"iban": "a"}, {"iban": "b"}
    value, _, rule, lost = told([one, other], "iban")
    assert rule == "content"
    assert told([other, one], "iban")[0] == value
    assert parse_lost(lost)[0][0] != value


def test_every_rule_is_explained() -> None:
    page = (pathlib.Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
    assert [rule for rule in RULES if f"`{rule}`" not in page] == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(min_size=1), st.text(min_size=1)), min_size=2, max_size=4, unique_by=lambda pair: pair[1]
    )
)
def test_what_was_lost_can_be_read_back(pairs: list[tuple[str, str]]) -> None:
    rows: list[Row] = [{"source": source, "iban": value} for source, value in pairs]
    value, row, _, lost = told(rows, "iban")
    expected = {(text, source, at) for at, (source, text) in enumerate(pairs, start=1) if text != value}
    found = [(text, source, number) for text, its in parse_lost(lost) for source, number in its]
    assert set(found) == expected
    assert len(found) == len(expected)
    assert pairs[row - 1][1] == value


def test_survivorship_of_a_run() -> None:
    rows = {
        "Nominativo": ["ROSSI MARIO", "Rossi Mario"],
        "CF": [CODE] * 2,
        "Telefono": ["011 6543210", "011 5550001"],
        "Agente": ["Neri", "Verdi"],
    }
    result = ic.run(pl.DataFrame(rows))
    lines = {line["field"]: line for line in result.survivorship.to_dicts()}
    filled = {name for name in result.golden.columns if result.golden[name].null_count() == 0}
    # What is told anew of the golden record comes from no row.
    told = {name for name in filled if name.startswith("contattabile_")}
    assert set(lines) == filled - told - {"golden_id", "records"}
    assert {lines["telefono"]["value"], lines["telefono_2"]["value"]} == {"+390116543210", "+390115550001"}
    assert {lines["Agente"]["value"], parse_lost(lines["Agente"]["lost"])[0][0]} == {"Neri", "Verdi"}
    assert lines["cognome"]["rule"] == "only_value"
