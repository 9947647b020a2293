"""A customer merged of a person's and of a firm's rows bears one name, and the other is kept beside it."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.customers.golden import make_golden

NAMES = ("titolo", "nome", "cognome", "ragione_sociale", "forma_giuridica")
FIRM, PERSON = {"ragione_sociale": "Carrozzeria Rossi"}, {"nome": "Mario", "cognome": "Rossi", "titolo": "Sig."}


def golden(rows: list[dict[str, str | None]], labels: list[int]) -> pl.DataFrame:
    schema = dict.fromkeys((name for row in rows for name in row), pl.String)
    frame = pl.DataFrame(rows, schema=schema).with_columns(
        source=pl.lit("crm"), row=pl.int_range(1, len(rows) + 1, dtype=pl.UInt32)
    )
    series = pl.Series(labels, dtype=pl.UInt32)
    return make_golden(frame, series, series.cast(pl.String)).frame


def test_a_firm_keeps_its_contact_and_a_person_its_firm() -> None:
    firm = {"tipo": "azienda", "partita_iva": "00743110157", **FIRM}
    person = {"tipo": "persona", **PERSON}
    (merged,) = golden([firm, person], [1, 1]).to_dicts()
    assert (merged["ragione_sociale"], merged["referente"]) == ("Carrozzeria Rossi", "Sig. Mario Rossi")
    assert merged["cognome"] is merged["nome"] is merged["titolo"] is None
    (merged,) = golden(
        [firm | {"partita_iva": None}, person | {"codice_fiscale": "RSSMRA85T10A562S"}], [1, 1]
    ).to_dicts()
    assert (merged["cognome"], merged["azienda_di_appartenenza"]) == ("Rossi", "Carrozzeria Rossi")
    assert merged["ragione_sociale"] is None


def test_a_contact_that_stands_there_is_kept() -> None:
    firm = {"tipo": "azienda", "partita_iva": "00743110157", "referente": "Anna Verdi", **FIRM}
    (merged,) = golden([firm, {"tipo": "persona", **PERSON}], [1, 1]).to_dicts()
    assert merged["referente"] == "Anna Verdi"


def test_what_lost_is_told() -> None:
    listed = pl.DataFrame(
        {
            "Nominativo": ["Carrozzeria Rossi srl", "Rossi Mario", "Bianchi Anna"],
            "P.IVA": ["00743110157", "00743110157", None],
            "Email": ["info@rossi.it", "info@rossi.it", "a@b.it"],
        }
    )
    result = ic.run(listed)
    held = " ".join(
        str(value) for table in (result.golden, result.survivorship) for row in table.rows() for value in row
    )
    assert [name for name in ("Carrozzeria Rossi", "Mario", "Rossi") if name not in held] == []


value = st.sampled_from([None, "Rossi", "Anna", "Beta", "S.r.l."])
row = st.fixed_dictionaries(
    {"tipo": st.sampled_from([None, "persona", "azienda"])},
    optional=dict.fromkeys((*NAMES, "referente", "azienda_di_appartenenza"), value),
)


@given(st.lists(row, min_size=1, max_size=6), st.data())
def test_no_name_of_the_other_kind_and_none_lost(rows: list[dict[str, str | None]], data: st.DataObject) -> None:
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows)))
    frame = golden(rows, labels)
    for customer in frame.filter(pl.col("records") > 1).to_dicts():
        others = {"persona": NAMES[3:], "azienda": NAMES[:3]}.get(customer["tipo"] or "", ())
        # A person's own form of business stays: Ditta individuale.
        own = {row.get("forma_giuridica") for row in rows if row["tipo"] == "persona"} - {None}
        kept = {name for name in others if customer.get(name)}
        assert kept <= ({"forma_giuridica"} if customer.get("forma_giuridica") in own else set()), customer
    alone = frame.filter(pl.col("records") == 1).to_dicts()
    typed = dict(zip(labels, rows, strict=True))
    for customer in alone:
        for name, text in typed[int(customer["golden_id"])].items():
            assert customer[name] == text


@pytest.mark.parametrize("name", NAMES)
def test_one_name_column_is_enough(name: str) -> None:
    kinds = ["persona", "azienda"]
    for first, second in (kinds, kinds[::-1]):
        frame = golden([{"tipo": first, name: "Rossi"}, {"tipo": second, name: "Rossi"}], [1, 1])
        assert frame.height == 1
