"""Golden records: every field from one record by rule, consent to the strictest."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.customers.golden import make_golden

Row = dict[str, str | None]


def golden(rows: list[Row], priority: tuple[str, ...] = ()) -> tuple[Row, pl.DataFrame]:
    names = list(dict.fromkeys(name for row in rows for name in row if name != "source"))
    frame = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String)
    )
    identity = pl.DataFrame(
        {
            "source": [row.get("source") or "erp" for row in rows],
            "row": pl.Series(range(1, len(rows) + 1), dtype=pl.UInt32),
            "source_id": [str(n) for n in range(len(rows))],
        }
    )
    labels = pl.Series("cluster", [0] * len(rows))
    made = make_golden(
        pl.concat([identity, frame], how="horizontal"), labels, pl.Series("golden_id", ["g"] * len(rows)), priority
    )
    assert made.frame.height == 1
    return made.frame.row(0, named=True), made.survivorship.frame


@pytest.mark.parametrize(
    ("consents", "expected", "date"),
    # fiscal_facts.md 6.2 and 6.3; a consent is (value, date).
    [
        ([("si", None), ("si", None)], "si", None),
        ([("si", None), (None, None)], "si", None),
        ([(None, None), (None, None)], None, None),
        ([("si", None), ("no", None)], "no", None),
        ([("si", "2020-01-01"), ("no", None)], "no", None),
        ([("si", None), ("no", "2020-01-01")], "no", "2020-01-01"),
        ([("si", "2019-01-01"), ("no", "2020-01-01")], "no", "2020-01-01"),
        ([("si", "2021-01-01"), ("no", "2020-01-01")], "si", "2021-01-01"),
        ([("si", "2020-01-01"), ("no", "2020-01-01")], "no", "2020-01-01"),
        ([("si", "2021-01-01"), ("revocato", "2020-01-01")], "si", "2021-01-01"),
        ([("si", "2019-01-01"), ("revocato", "2020-01-01")], "revocato", "2020-01-01"),
        # The date beside a refusal is that of the last one.
        ([("no", "2021-01-01"), ("revocato", "2020-01-01")], "revocato", "2021-01-01"),
        ([("no", None), ("revocato", None), ("si", "2024-01-01")], "revocato", None),
        ([("si", "2024-01-01"), ("no", "2020-01-01"), ("no", None)], "no", None),
        ([("si", "2021-01-01"), ("no", "2020-01-01"), ("no", "2022-01-01")], "no", "2022-01-01"),
        ([("si", "2023-01-01"), ("si", None), ("no", "2022-01-01")], "si", "2023-01-01"),
        ([("no", None), (None, "2024-01-01")], "no", None),
        ([("si", "2018-01-01"), ("si", "2020-01-01")], "si", "2020-01-01"),
    ],
)
def test_consent_is_merged_to_the_strictest(
    consents: list[tuple[str | None, str | None]], expected: str | None, date: str | None
) -> None:
    for order in itertools.permutations(consents):
        found, _ = golden([{"consenso_marketing": value, "data_consenso": when} for value, when in order])
        assert found["consenso_marketing"] == expected
        if expected not in ("no", "revocato") or all(value != expected or when == date for value, when in consents):
            assert found["data_consenso"] == date


def test_consent_of_the_most_trusted_source_does_not_beat_a_refusal() -> None:
    found, origin = golden(
        [{"source": "erp", "consenso_marketing": "si"}, {"source": "newsletter", "consenso_marketing": "no"}],
        ("erp", "newsletter"),
    )
    assert found["consenso_marketing"] == "no"
    assert origin.filter(pl.col("field") == "consenso_marketing")["source"].to_list() == ["newsletter"]


def test_every_consent_is_merged_apart() -> None:
    found, _ = golden(
        [
            {"consenso_marketing": "si", "consenso_profilazione": "no"},
            {"consenso_marketing": "si", "consenso_profilazione": "si"},
        ]
    )
    assert (found["consenso_marketing"], found["consenso_profilazione"]) == ("si", "no")


def test_the_date_belongs_to_the_consent_that_stands() -> None:
    found, _ = golden(
        [
            {"consenso_marketing": "no", "data_consenso": None},
            {"consenso_marketing": "si", "data_consenso": "2024-01-01"},
        ]
    )
    assert (found["consenso_marketing"], found["data_consenso"]) == ("no", None)


@pytest.mark.parametrize(
    ("rows", "priority", "field", "expected"),
    [
        # Fiscally validated before the source's priority, the priority before recency, recency before completeness.
        (
            [
                {"source": "erp", "nome": "A", "email": "x"},
                {"source": "crm", "nome": "B", "codice_fiscale": "RSSMRA85T10A562S", "email": "y"},
            ],
            (),
            "email",
            "y",
        ),
        ([{"source": "crm", "email": "x"}, {"source": "erp", "email": "y"}], (), "email", "y"),
        ([{"source": "crm", "email": "x"}, {"source": "erp", "email": "y"}], ("crm", "erp"), "email", "x"),
        ([{"source": "newsletter", "email": "x"}, {"source": "crm", "email": "y"}], (), "email", "y"),
        (
            [{"email": "x", "data_modifica": "2020-01-01"}, {"email": "y", "data_modifica": "2024-01-01"}],
            (),
            "email",
            "y",
        ),
        (
            [{"email": "x", "data_ultimo_ordine": "2024-05-01"}, {"email": "y", "data_modifica": "2024-01-01"}],
            (),
            "email",
            "x",
        ),
        (
            [
                {"source": "erp", "email": "x", "data_modifica": "2020-01-01"},
                {"source": "crm", "email": "y", "data_modifica": "2024-01-01"},
            ],
            (),
            "email",
            "x",
        ),
        ([{"email": "x"}, {"email": "y", "telefono": "1", "cap": "2"}], (), "email", "y"),
        ([{"email": None, "codice_fiscale": "RSSMRA85T10A562S"}, {"email": "y"}], (), "email", "y"),
    ],
)
def test_survivorship(rows: list[Row], priority: tuple[str, ...], field: str, expected: str) -> None:
    for order in itertools.permutations(rows):
        assert golden(list(order), priority)[0][field] == expected


def test_fields_that_belong_together_come_from_one_record() -> None:
    rows: list[Row] = [
        {
            "source": "erp",
            "cognome": "Rossi",
            "nome": "Mario",
            "indirizzo": "Via Verdi 7",
            "cap": None,
            "comune": "Milano",
        },
        {
            "source": "crm",
            "cognome": "Rossi",
            "nome": "Mario Luigi",
            "indirizzo": "Via Po 3",
            "cap": "00184",
            "comune": "Roma",
        },
    ]
    found, origin = golden(rows)
    assert (found["cognome"], found["nome"]) == ("Rossi", "Mario")
    assert (found["indirizzo"], found["cap"], found["comune"]) == ("Via Verdi 7", None, "Milano")
    assert origin.filter(pl.col("field") == "comune")["source"].to_list() == ["erp"]


def test_every_value_of_a_golden_record_stands_in_one_of_its_records() -> None:
    rows: list[Row] = [
        {
            "source": source,
            "cognome": f"c{n}",
            "nome": f"n{n}",
            "email": None if n % 2 else f"e{n}",
            "telefono": f"t{n}" if n % 3 else None,
            "comune": f"m{n}",
            "nota": f"x{n}",
        }
        for n, source in enumerate(["erp", "crm", "web", "newsletter", "crm"])
    ]
    found, origin = golden(rows)
    for field in ("cognome", "nome", "email", "telefono", "comune", "nota"):
        assert found[field] in [row[field] for row in rows]
    assert found["records"] == 5
    assert origin["golden_id"].unique().to_list() == ["g"]


def test_an_address_without_its_cap_takes_it_from_the_same_street() -> None:
    street: Row = {"indirizzo": "Via G. Verdi", "civico": "20", "comune": "Torino"}
    rows: list[Row] = [
        # The most trusted record lacks the CAP; another address of the customer has another.
        {**street, "codice_fiscale": "RSSMRA85T10A562S", "cap": None},
        {"indirizzo": "Via Po", "civico": "1", "comune": "Torino", "cap": "10123"},
        {**street, "cap": "10121"},
    ]
    merged, origin = golden(rows)
    assert (merged["indirizzo"], merged["cap"]) == ("Via G. Verdi", "10121")
    assert origin.filter(pl.col("field") == "cap")["row"].to_list() == [3]
    merged, origin = golden(rows[:2])
    assert (merged["indirizzo"], merged["cap"]) == ("Via G. Verdi", None)


_STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from(["si", "no", "revocato", None]),
        st.sampled_from([None, "2018-01-01", "2020-01-01", "2022-05-05", "2999-01-01"]),
    ),
    min_size=2,
    max_size=4,
)


def strictest(statements: list[tuple[str | None, str | None]]) -> str | None:
    """The obvious rule (fiscal_facts.md 6.2), statement by statement; nobody consents in the future."""
    said = [(value, when if when and when < "2900" else None) for value, when in statements if value]
    refusals = [(value, when) for value, when in said if value != "si"]
    yes = [when for value, when in said if value == "si"]
    if not refusals:
        return "si" if yes else None
    last = max((when or "9999" for _, when in refusals), default="")
    if any(when and when > last for when in yes):
        return "si"
    return "revocato" if any(value == "revocato" for value, _ in refusals) else "no"


@settings(max_examples=30)
@given(_STATEMENTS)
def test_no_order_of_the_rows_makes_a_yes_of_a_no(statements: list[tuple[str | None, str | None]]) -> None:
    wanted = strictest(statements)
    for order in set(itertools.permutations(statements)):
        found, _ = golden([{"consenso_sms": value, "data_consenso_sms": when} for value, when in order])
        assert found["consenso_sms"] == wanted, order


def test_purposes_are_decided_by_their_own_dates() -> None:
    names = ("consenso_sms", "data_consenso_sms", "consenso_marketing", "data_consenso")
    later = ("no", "2022-01-01", "si", "2020-01-01")
    earlier = ("si", "2021-01-01", "no", "2019-01-01")
    found, _ = golden([dict(zip(names, row, strict=True)) for row in (later, earlier)])
    assert tuple(found[name] for name in names) == later


def test_what_cannot_be_read_lets_no_yes_stand() -> None:
    code = "RSSMRA85T10A562S"
    rows = {
        "Nominativo": ["ROSSI MARIO"] * 2,
        "CF": [code] * 2,
        "Consenso marketing": ["SI", "boh, vedere con Anna"],
    }
    assert ic.run(pl.DataFrame(rows)).golden["consenso_marketing"].to_list() == [None]
    rows["Consenso marketing"] = ["NO", "boh, vedere con Anna"]
    assert ic.run(pl.DataFrame(rows)).golden["consenso_marketing"].to_list() == ["no"]
