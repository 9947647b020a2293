"""A small golden list with every trap, and lists made of nothing but traps."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import strategies as st

SI = {"contattabile_email": "si", "contattabile_email_motivo": "consenso_marketing", "consenso_marketing": "si"}
NO = {"contattabile_email": "no", "contattabile_email_motivo": "rifiuto_marketing", "consenso_marketing": "no"}
OPEN = {"contattabile_email": "da_verificare", "contattabile_email_motivo": "consenso_mancante"}
DEAD = {"contattabile_email": "no", "contattabile_email_motivo": "email_chiusa"}
ROMA = {"indirizzo": "Via Roma", "civico": "1", "cap": "20121", "comune": "Milano", "provincia": "MI"}

ROWS: list[dict[str, Any]] = [
    # A firm with all that an invoice needs; `=1+1` is a name that an import file keeps as it is.
    {"golden_id": "erp.1", "tipo": "azienda", "ragione_sociale": "Alfa S.r.l.", "forma_giuridica": "S.r.l.",
     "partita_iva": "00743110157", "codice_fiscale": "00743110157", **ROMA,
     "email": "info@alfa.it", "pec": "alfa@pec.it",
     "telefono": "+39021234567", "iban": "IT60X0542811101000000123456", "records": "3",
     "contattabile_telefono": "si", "contattabile_posta": "si", "data_consenso": "2024-05-01", **SI},
    # Its employee, who writes by the firm's mailbox.
    {"golden_id": "crm.A7", "tipo": "persona", "titolo": "Dott.ssa", "cognome": "D'Angelo", "nome": "Niccolò",
     "azienda_di_appartenenza": "ALFA SRL", "sesso": "F", "data_nascita": "1985-12-10",
     "email": "Info@alfa.it", "records": "1", "cellulare": "+393331234567", "saluto": "Gentile Dott.ssa D'Angelo",
     **OPEN},
    # A trader is no private person.
    {"golden_id": "erp.3", "tipo": "persona", "cognome": "Rossi", "nome": "Mario", "partita_iva": "IT07643520567",
     "codice_fiscale": "RSSMRA85T10A562S", **ROMA, "comune": "San Giuliano Terme", "cap": "56017", "provincia": "PI",
     "email": "mario@rossi.it", "titolo": "Geom.", "contattabile_telefono": "no", **SI},
    # A family of one mailbox: one says no, so that nobody may be written to.
    {"golden_id": "erp.4", "tipo": "persona", "cognome": "Bianchi", "nome": "Ada", "email": "casa@bianchi.it",
     "records": "2", **ROMA, **SI},
    {"golden_id": "erp.5", "tipo": "persona", "cognome": "Bianchi", "nome": "Ugo", "email": "casa@bianchi.it",
     "records": "1", **NO},
    # Too long for Business Central, and for most others not.
    {"golden_id": "erp.6", "tipo": "persona", "cognome": "Verdi", "nome": "Ida", **ROMA, "provincia": "PE",
     "comune": "San Valentino in Abruzzo Citeriore", "cap": "65020", "email": "ida@verdi.it", **OPEN},
    {"golden_id": "erp.7", "tipo": "azienda",
     "ragione_sociale": "Consorzio " + "Produttori Riuniti " * 5 + "Soc. coop.",
     **ROMA, "cap": "00184", "email": "consorzio@riuniti.it", **DEAD},
    # Ids of which two would be one in capitals, and one that is too long for a code of twenty.
    {"golden_id": "crm.0015Gv7aB", "tipo": "persona", "cognome": "Neri", "nome": "Leo", "email": "leo@neri.it", **NO},
    {"golden_id": "crm.0015Gv7Ab", "tipo": "persona", "cognome": "Neri", "nome": "Lea", "email": "lea@neri.it", **OPEN},
    {"golden_id": "gestionale.000000000012345", "tipo": "azienda", "ragione_sociale": "Beta S.p.A.", **ROMA},
    # Abroad; a curly apostrophe and a letter that no e-invoice takes.
    {"golden_id": "erp.8", "tipo": "azienda", "ragione_sociale": "L’Étoile Ščavnica", "indirizzo": "Rue de l'Œuvre",
     "civico": "5", "comune": "Paris", "cap": "75001", "provincia": "EE", "nazione": "Francia",
     "partita_iva": "FR40303265045"},
    # No name at all, no mailbox that is one, a day that is none, a telephone with words.
    {"golden_id": "erp.9", "email": "mail@dominio.it", **OPEN},
    {"golden_id": "erp.10", "tipo": "persona", "cognome": "Gialli", "nome": "Eva", "email": "eva@gialli", **SI},
    {"golden_id": "erp.11", "tipo": "persona", "cognome": "Blu", "nome": "Teo", "data_nascita": "1985-02-30"},
    {"golden_id": "erp.12", "tipo": "persona", "cognome": "=1+1", "nome": "Ugo\nNino", "telefono": "chiedere a Ida"},
    {"golden_id": "erp.13", "tipo": "persona", "nome": "Solo", "email": "sólo@nome.it", **SI},
    # A firm of which there are two of a name is nobody's for certain.
    {"golden_id": "erp.14", "tipo": "azienda", "ragione_sociale": "Bar Sport", **ROMA},
    {"golden_id": "erp.15", "tipo": "azienda", "ragione_sociale": "Bar Sport", **ROMA, "comune": "Roma"},
    {"golden_id": "erp.16", "tipo": "persona", "cognome": "Viola", "nome": "Gil",
     "azienda_di_appartenenza": "Bar Sport"},
    {"golden_id": "erp.17", "tipo": "azienda", "ragione_sociale": "Comune di Trezzo", **ROMA},
]  # fmt: skip


def traps() -> pl.DataFrame:
    """Return the list: one row for each customer, all text."""
    return pl.from_dicts(ROWS, infer_schema_length=None).with_columns(pl.all().cast(pl.String))


def _some(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *values])


_LONG = st.sampled_from([10, 29, 30, 31, 40, 41, 60, 61, 81, 101, 161, 256, 300]).map(lambda size: "x" * size)
_ODD = st.sampled_from(["Rossi", "D'Angelo", "L’Étoile", "Ščavnica", '"Alfa"; Beta', "=1+1", "a\r\nb", "日本"])
_TEXT = st.one_of(st.none(), _LONG, _ODD, st.text(max_size=12))
_STATE = _some("si", "no", "da_verificare", "")
_CUSTOMER = st.fixed_dictionaries(
    {
        "tipo": _some("persona", "azienda"),
        "titolo": _some("Sig.", "Dott.ssa", "Ing."),
        "cognome": _TEXT,
        "nome": _TEXT,
        "ragione_sociale": _TEXT,
        "forma_giuridica": _some("S.r.l."),
        "azienda_di_appartenenza": _some("Rossi", "Alfa"),
        "codice_fiscale": _some("RSSMRA85T10A562S", "00743110157", "ABC", "rssmra85t10a562s"),
        "partita_iva": _some("00743110157", "IT00743110157", "FR40303265045"),
        "sesso": _some("M", "F", "?"),
        "data_nascita": _some("1985-12-10", "1985-02-30", "circa 1950"),
        "indirizzo": _TEXT,
        "civico": _some("1", "12/A bis interno 5"),
        "cap": _some("20121", "00184", "CAP"),
        "comune": _some("Milano", "San Valentino in Abruzzo Citeriore", "x" * 85),
        "provincia": _some("MI", "EE", "XX"),
        "nazione": _some("Francia", "Atlantide"),
        "email": _some("a@b.it", "A@b.it", "c@d.it", "è@è.it", "niente", "a b@c.it", "x" * 90 + "@b.it"),
        "email_2": _some("e@f.it"),
        "pec": _some("a@pec.it", "niente"),
        "telefono": _some("+39021234567", "chiedere a Ida", "1" * 60),
        "cellulare": _some("+393331234567", "n.d."),
        "fax": _some("+39021234568"),
        "codice_destinatario": _some("ABCDEF1", "ABC", "UFABCD"),
        "iban": _some("IT60X0542811101000000123456", "X" * 60),
        "saluto": _TEXT,
        "consenso_marketing": _some("si", "no"),
        "data_consenso": _some("2024-05-01"),
        "fonte_consenso": _TEXT,
        "contattabile_email": _STATE,
        "contattabile_email_motivo": _some("consenso_marketing", "rifiuto_marketing", "email_chiusa"),
        "contattabile_telefono": _STATE,
        "contattabile_posta": _STATE,
        "records": _some("1", "2", "x"),
    }
)
_ID = st.one_of(
    st.from_regex(r"[a-z]{1,4}\.[A-Za-z0-9_~-]{1,6}", fullmatch=True),
    st.from_regex(r"[a-zA-Z]{1,12}\.[A-Za-z0-9_.~-]{1,40}", fullmatch=True),
)


@st.composite
def customers(draw: st.DrawFn) -> pl.DataFrame:
    """Draw a golden list of any customers."""
    ids = draw(st.lists(_ID, min_size=1, max_size=12, unique=True))
    rows = draw(st.lists(_CUSTOMER, min_size=len(ids), max_size=len(ids)))
    schema = {"golden_id": pl.String, **dict.fromkeys(rows[0], pl.String)}
    return pl.DataFrame([{"golden_id": name, **row} for name, row in zip(ids, rows, strict=True)], schema=schema)
