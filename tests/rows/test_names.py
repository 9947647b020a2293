"""Whose name it is, and which part is the surname."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from tests.cleaners.test_codice_fiscale import sealed
from tests.rows.rows import Row, cleaned, one


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"Nominativo": "ROSSI MARIO", "Codice Fiscale": "RSSMRA85T10A562S"},
            {"cognome": "Rossi", "nome": "Mario", "tipo": "persona", "sesso": "M", "data_nascita": "1985-12-10"},
        ),
        # The code tells which of two words is the surname.
        (
            {"Nominativo": "ANDREA LUCA", "Codice Fiscale": sealed("LCUNDR80A01F205")},
            {"cognome": "Luca", "nome": "Andrea"},
        ),
        (
            {"Cognome": "Mario", "Nome": "Rossi", "Codice Fiscale": "RSSMRA85T10A562S"},
            {"cognome": "Rossi", "nome": "Mario"},
        ),
        (
            {"Nominativo": "ALFA SRL", "P.IVA": "00743110157"},
            {"ragione_sociale": "Alfa S.r.l.", "tipo": "azienda", "forma_giuridica": "S.r.l."},
        ),
        (
            {"Ragione Sociale": "ROSSI MARIO", "Codice Fiscale": "RSSMRA85T10A562S"},
            {"cognome": "Rossi", "nome": "Mario", "tipo": "persona"},
        ),
        ({"Nominativo": "QWERTY", "P.IVA": "00743110157"}, {"ragione_sociale": "Qwerty", "tipo": "azienda"}),
        # The whole name for the surname and again for the given names would give these letters.
        (
            {"Nominativo": "CIPOLLA CARLO", "Codice Fiscale": sealed("CPLCLL75B13D205")},
            {"cognome": "Cipolla", "nome": "Carlo"},
        ),
        # A mistyped code is mended first, then tells the order.
        (
            {"Nominativo": "ANDREA LUCA", "Codice Fiscale": sealed("LCUNDR80A01F205").replace("80A01", "8OA01")},
            {"cognome": "Luca", "nome": "Andrea"},
        ),
    ],
)
def test_what_one_field_proves_of_another(row: Row, expected: Row) -> None:
    found = one(row)
    assert {name: found.get(name) for name in expected} == expected


def test_values_of_every_row_stay_in_their_row() -> None:
    rows = [
        {"Nominativo": name, "Codice Fiscale": code}
        for name, code in (
            ("ROSSI MARIO", "RSSMRA85T10A562S"),
            ("ALFA SRL", None),
            (None, None),
            ("BIANCHI ANNA", None),
        )
    ]
    found = cleaned(rows).cleaned
    assert found["cognome"].to_list() == ["Rossi", None, None, "Bianchi"]
    assert found["ragione_sociale"].to_list() == [None, "Alfa S.r.l.", None, None]
    assert found["data_nascita"].to_list() == ["1985-12-10", None, None, None]


def test_issue_log_speaks_the_asked_language() -> None:
    frame = pl.DataFrame({"Cognome": ["Rossi"], "Codice Fiscale": ["RSSMRA85T10A562X"]})
    assert "sarebbe S" in ic.clean(frame, language="it").issues["message"][0]
    assert "would be S" in ic.clean(frame, language="en").issues["message"][0]


@pytest.mark.parametrize(
    ("row", "greeting"),
    [
        ({"Nominativo": "Dott.ssa ROSSI MARIA"}, "Gentile Dott.ssa Rossi"),
        ({"Nominativo": "ROSSI MARIO"}, "Gentile Mario Rossi"),
        ({"Nominativo": "ALFA SRL"}, "Spett.le Alfa S.r.l."),
        ({"Titolo": "SIG.RA", "Cognome": "ROSSI", "Nome": "MARIA"}, "Gentile Sig.ra Rossi"),
        # What is in doubt is not greeted by name.
        ({"Nominativo": "FAM. ROSSI"}, None),
        ({"Nominativo": "PROVA"}, None),
        ({"Nominativo": "ROSSI M."}, None),
        ({"Nominativo": "ROSSI MARIO E BIANCHI ANNA"}, None),
        ({"Nominativo": "Sig.ra ROSSI MARIO"}, None),
        ({"Nominativo": "CARTA ANTONIO"}, None),
        ({"Nominativo": "ROSSI"}, None),
        ({"Nominativo": "Rossi3 Mario"}, None),
        # Words that are no names: notes, suffixes, a second person.
        ({"Nominativo": "**BLOCCATO** SANTORO PAOLO"}, None),
        ({"Nominativo": "FERRARI GIOVANNI JR"}, None),
        ({"Nominativo": "ROSSI MARIO ROSSI LUCIA"}, None),
        ({"Nominativo": "ROSSI MARIO E FIGLI"}, None),
        ({"Nominativo": "SIG. E SIG.RA ESPOSITO"}, None),
        ({"Nominativo": "VED. FONTANA ADELE"}, None),
        ({"Nominativo": "F.TO ROSSI MARIO"}, None),
        ({"Nominativo": "ROSSI MARIO", "Sesso": "F"}, None),
    ],
)
def test_greeting(row: Row, greeting: str | None) -> None:
    assert one(row).get("saluto") == greeting


def test_sex_by_code_title_and_name_in_that_order() -> None:
    assert one({"Nominativo": "ROSSI ANDREA", "Codice Fiscale": sealed("RSSNDR80A41F205")})["sesso"] == "F"
    assert one({"Nominativo": "Sig.ra ROSSI ANDREA"})["sesso"] == "F"
    assert one({"Nominativo": "ROSSI ANDREA"})["sesso"] == "M"
    assert one({"Cognome": "Rossi", "Nome": "Maria", "Sesso": "M"})["sesso"] == "M"
    assert one({"Nominativo": "ALFA SRL"}).get("sesso") is None


def test_a_surname_that_is_a_business_too() -> None:
    code = sealed("CRTNTN80A01F205")
    found = one({"Nominativo": "CARTA ANTONIO", "Codice Fiscale": code})
    assert (found["tipo"], found["cognome"], found["nome"]) == ("persona", "Carta", "Antonio")
    assert one({"Nominativo": "BAR MARIO", "P.IVA": "00743110157"})["tipo"] == "azienda"


def test_the_code_parts_the_words_in_any_way() -> None:
    for typed in ("MARIA GRAZIA FABIANO", "FABIANO MARIA GRAZIA"):
        found = one({"Nominativo": typed, "Codice Fiscale": sealed("FBNMGR80A41F205")})
        assert (found["cognome"], found["nome"]) == ("Fabiano", "Maria Grazia")
        assert found["saluto"] == "Gentile Maria Grazia Fabiano"


CONTACTS = [
    # A person beside a firm, as a CRM has them.
    (
        {"Nome": "MARIO", "Cognome": "ROSSI", "Azienda": "ALFA SRL"},
        {
            "tipo": "persona",
            "nome": "Mario",
            "ragione_sociale": None,
            "azienda_di_appartenenza": "Alfa S.r.l.",
            "saluto": "Gentile Mario Rossi",
            "sesso": "M",
        },
    ),
    (
        {"Nominativo": "ROSSI MARIO", "Azienda": "ALFA SRL"},
        {"tipo": "persona", "cognome": "Rossi", "ragione_sociale": None, "azienda_di_appartenenza": "Alfa S.r.l."},
    ),
    ({"Nome": "MARIO", "Cognome": "ROSSI", "Azienda": None}, {"tipo": "persona", "saluto": "Gentile Mario Rossi"}),
    (
        {"Nome": "MARIO", "Cognome": "ROSSI", "Azienda": "ALFA SRL", "Tipo": "persona"},
        {"tipo": "persona", "cognome": "Rossi", "azienda_di_appartenenza": "Alfa S.r.l."},
    ),
    # The same name in both columns is one person, another one is not lost.
    (
        {"Nome": "MARIO", "Cognome": "ROSSI", "Azienda": "Sig. Rossi Mario"},
        {"tipo": "persona", "cognome": "Rossi", "azienda_di_appartenenza": None},
    ),
    (
        {"Nome": "MARIO", "Cognome": "ROSSI", "Azienda": "BIANCHI ANNA"},
        {"tipo": "persona", "cognome": "Rossi", "azienda_di_appartenenza": "BIANCHI ANNA"},
    ),
    # A firm with its number, and the person to ask for.
    (
        {"Ragione Sociale": "ALFA SRL", "Cognome": "ROSSI", "Nome": "MARIO", "Titolo": "DOTT.", "P.IVA": "00743110157"},
        {
            "tipo": "azienda",
            "ragione_sociale": "Alfa S.r.l.",
            "referente": "Dott. Mario Rossi",
            "cognome": None,
            "nome": None,
            "titolo": None,
            "saluto": "Spett.le Alfa S.r.l.",
        },
    ),
    (
        {"Nominativo": "ROSSI MARIO", "Azienda": "ALFA SRL", "P.IVA": "00743110157"},
        {"tipo": "azienda", "ragione_sociale": "Alfa S.r.l.", "referente": "Mario Rossi", "cognome": None},
    ),
    (
        {"Nome": "MARIO", "Cognome": "ROSSI", "Azienda": "ALFA SRL", "Tipo": "azienda"},
        {"tipo": "azienda", "referente": "Mario Rossi", "cognome": None, "ragione_sociale": "Alfa S.r.l."},
    ),
    ({"Cognome": "ROSSI", "Nome": None, "Azienda": "ALFA SRL"}, {"tipo": "azienda", "referente": "Rossi"}),
    # Two firms in two columns.
    (
        {"Nominativo": "ALFA SRL", "Azienda": "BETA SRL"},
        {"tipo": "azienda", "ragione_sociale": "Alfa S.r.l.", "annotazione": "Beta S.r.l."},
    ),
    # What may be nobody's name is a sign's, until the row says more.
    ({"Nominativo": "SAN MICHELE"}, {"tipo": None, "cognome": None, "ragione_sociale": "SAN MICHELE", "saluto": None}),
    ({"Nominativo": "CAPRI 8"}, {"tipo": None, "cognome": None, "ragione_sociale": "CAPRI 8", "saluto": None}),
    (
        {"Nominativo": "SAN MICHELE", "P.IVA": "00743110157"},
        {"tipo": "azienda", "ragione_sociale": "San Michele", "cognome": None},
    ),
    (
        {"Nominativo": "VILLA ANNA", "Codice Fiscale": sealed("VLLNNA80A41F205")},
        {"tipo": "persona", "cognome": "Villa", "nome": "Anna", "saluto": "Gentile Anna Villa"},
    ),
    # Notes have a column.
    (
        {"Nominativo": "ROSSI MARIO - EREDI"},
        {"cognome": "Rossi", "nome": "Mario", "annotazione": "EREDI", "saluto": None},
    ),
    ({"Nominativo": "ROSSI MARIO 2"}, {"cognome": "Rossi", "nome": "Mario", "annotazione": "2", "saluto": None}),
    ({"Nominativo": "ROSSI ANNA IN BIANCHI"}, {"cognome": "Rossi", "nome": "Anna", "annotazione": "in Bianchi"}),
    ({"Cognome": "ROSSI (DECEDUTO)", "Nome": "MARIO"}, {"cognome": "Rossi", "annotazione": "DECEDUTO", "saluto": None}),
    ({"Nominativo": "ALFA SRL - VIA ROMA 3"}, {"ragione_sociale": "Alfa S.r.l.", "annotazione": "VIA ROMA 3"}),
]


@pytest.mark.parametrize(
    ("row", "expected"), CONTACTS, ids=[" ".join(filter(None, row.values())) for row, _ in CONTACTS]
)
def test_persons_and_firms_of_one_row(row: Row, expected: Row) -> None:
    found = one(row)
    assert {name: found.get(name) for name in expected} == expected


_TYPED = [
    "ROSSI MARIO", "Sig.ra Bianchi Anna", "SAN MICHELE", "VILLA ANNA", "ALFA SRL", "B&B ROSSI", "ROSSI", "CAPRI 8",
    "ROSSI MARIO - EREDI", "NERI UGO, GALLI ADA", "ROSSI & BIANCHI", "www.ditta.it", "ROSSI ANNA IN BIANCHI",
    "ANDREA LUCA", "FAM. ROSSI", "ALFA SRL - VIA ROMA 3", "ROSSI MARIO 2", "BAR SPORT DI ROSSI UGO",
    "MARIO E ANNA", None,
]  # fmt: skip
_NUMBERS = [None, "00743110157"]
_CODES = [None, "RSSMRA85T10A562S"]


@settings(max_examples=10)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "Nominativo": st.sampled_from(_TYPED),
                "Azienda": st.sampled_from(_TYPED),
                "P.IVA": st.sampled_from(_NUMBERS),
                "Codice Fiscale": st.sampled_from(_CODES),
            }
        ),
        min_size=3,
        max_size=6,
    ),
    st.sampled_from([("Nominativo",), ("Azienda",), ("Nominativo", "Azienda")]),
)
def test_no_row_is_both_and_an_output_stays_as_it_is(rows: list[Row], columns: tuple[str, ...]) -> None:
    chosen = [
        {name: value for name, value in row.items() if name in (*columns, "P.IVA", "Codice Fiscale")} for row in rows
    ]
    found = cleaned(chosen).cleaned
    empty = pl.lit(None, dtype=pl.String)
    names = [pl.col(name) if name in found.columns else empty.alias(name) for name in ("tipo", "cognome", "nome")]
    firm = pl.col("ragione_sociale") if "ragione_sociale" in found.columns else empty.alias("ragione_sociale")
    told = found.select(*names, firm)
    assert told.filter((pl.col("tipo") == "persona") & pl.col("ragione_sociale").is_not_null()).is_empty()
    assert told.filter(
        (pl.col("tipo") == "azienda") & (pl.col("cognome").is_not_null() | pl.col("nome").is_not_null())
    ).is_empty()
    own = found.drop("source", "row", "source_id")
    again = ic.clean(own).cleaned.drop("source", "row", "source_id")
    kept = [name for name in own.columns if name in again.columns]
    assert again.select(kept).equals(own.select(kept))
