"""A cleaning of its own output changes no place, address or code."""

from __future__ import annotations

import random

import polars as pl
import pytest

import italclean as ic

CELLS: dict[str, list[str | None]] = {
    "comune": [
        None, "MILANO", "Negrar", "Ortonovo", "Ionadi", "Roma", "FRAZ LOCARA SAN BONIFACIO", "VAGO LAVAGNO",
        "20121 Milano (MI)", "Castro", "Reggio", "San Bonifacio (VR)", "Nicastro", "Parigi", "Chiasso (Svizzera)",
        "Bolzano/Bozen", "Mestre", "Milano Marittima (Cervia)", "Sanluri", "GOZZOLINA", "Montagna", "Calliano",
        "San Marino", "Città del Vaticano", "XXX", "Prato", "Fermo", "Genova Nervi", "livo",
    ],
    "provincia": [
        None, "MI", "Roma (IT)", "RM", "VR", "EE", "Estero", "PO", "FM", "SU", "NOME", "Torono", "Reggio", "FO",
        "Lombardia", "RSM", "Wien (AT)", "Segrate (MI)", "BZ", "VS", "GE", "20121 MI", "bg",
    ],
    "cap": [
        None, "20121", "100", "9100", "184", "00184", "20121 Milano", "37032", "MC98000", "47890", "00120", "1010",
        "20054.0", "88046", "2012", "75001", "00-950", "20100", "99999", "09025", "16167",
    ],
    "indirizzo": [
        None, "Via Roma 5 - 20121 MILANO (MI) - Italia", "Via Ragazzi del '99, 13", "VIA ALDO MORO, 11 11",
        "Via Roma 5",
        "Corso Italia 3, Negrar", "Loc. Pieve 5", "Via Po 5/3A", "Via Roma SNC int. 4", "20121 Milano (MI), Via Roma 5",
        "Km 12,500", "Via Roma 5, Italia", "c/o Bar Sport, Via Roma 5", "Casella Postale 12", "Via Roma 5, Mestre",
        "Via Verdi 3, 37032", "Via P.ta Nuova 5", "Via Milano, Roma", "Via Roma 3, Locara",
    ],
    "civico": [None, "5", "12 a", "snc", "5/3A", "n. 7", "11"],
    "nazione": [None, None, "Italia", "IT", "Svizzera", "Germania", "US", "San Marino", "VA", "CH"],
    "regione": [None, "Lombardia", "Veneto", "Lazio"],
    "partita_iva": [
        None, "00743110157", "OO743110157", "US123456789", "12-3456789", "85335772671", "IT 00743110157 / GB123456789",
        "RSSMRA85T10A562S", "CHE-116.281.710 MWST", "7,43E+08", "743110157", "DE0000000", "VA00462350018",
        "P.IVA 00743110157 - C.F. RSSMRA85T10A562S",
    ],
    "codice_fiscale": [
        None, "RSSMRA85T10A562S", "rss mra 85t10 a562s", "RSSMRA85T10A562X", "7,43E+08", "97103880585", "DE136695976",
        "RSSMRA85T10A562S / 00743110157", "00743110157",
    ],
    "codice_destinatario": [None, "KRRH6B9 / M5UXCR1", "krrh6b9", "0", "XXXXXXX"],
    "data_nascita": [None, "Gio 14/12/2017", "10/12/1985", "1/2/85", "14/12/1985;"],
    "luogo_nascita": [None, "San Giuliano Terme", "PISA", "Castro", "Negrar", "Parigi (Francia)", "A562"],
    "iban": [None, "IT60X0542811101000000123456", "CIN X ABI 5428 CAB 11101 C/C 123456"],
}  # fmt: skip
OWN = ["source", "row", "source_id"]


@pytest.mark.parametrize("seed", range(8))
def test_the_second_cleaning_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    names = [name for name in CELLS if chance.random() < 0.7] or ["comune"]
    rows = pl.DataFrame(
        {name: [chance.choice(CELLS[name]) for _ in range(400)] for name in names},
        schema=dict.fromkeys(names, pl.String),
    ).with_columns(nominativo=pl.lit("Rossi Mario"))
    once = ic.clean(rows).cleaned.drop(OWN)
    again = ic.clean(once).cleaned.drop(OWN)
    assert again.columns == once.columns
    for name in once.columns:
        changed = once[name].ne_missing(again[name])
        told = rows.filter(changed).with_columns(
            once[name].filter(changed).alias("once"), again[name].filter(changed).alias("again")
        )
        assert told.to_dicts() == [], name
