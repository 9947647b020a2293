"""Lists of two sources whose customers one of them has several times, and a master of them in two deliveries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

import italclean as ic

ROSSI, BIANCHI, VERDI, NERI = "RSSMRA85T10A562S", "BNCNNA80A41F205U", "VRDDIA60A41L219W", "NREGNN70A01H501W"
CRM = {
    "Codice": ["003A", "003B", "003C", "001X", "001Y", "003D", "00QL", None],
    "Cliente": [
        "Rossi Mario", "ROSSI MARIO", "Rossi Mario", "Alfa S.r.l.", "ALFA SRL", "Bianchi Anna", "Bianchi Anna",
        "Bianchi Anna",
    ],
    "CF": [ROSSI, ROSSI, ROSSI, None, None, BIANCHI, BIANCHI, BIANCHI],
    "P.IVA": [None, None, None, "00743110157", "00743110157", None, None, None],
    "Email": ["mario@rossi.it", None, "mario@rossi.it", "info@alfa.it", None, "anna@bianchi.it", None, None],
    "Telefono": [None, "333 1234567", None, None, "02 55507676", None, None, None],
    "Newsletter": ["si", None, None, None, None, "si", None, None],
}  # fmt: skip
MARKETING = {
    "Email": ["mario@rossi.it", "anna@bianchi.it"],
    "CF": [ROSSI, BIANCHI],
    "Nome": ["Mario", "Anna"],
    "Cognome": ["Rossi", "Bianchi"],
    "Newsletter": ["no", "si"],
    "Data consenso": ["2025-01-01", "2025-01-01"],
}


def frames() -> dict[str, pl.DataFrame]:
    """Return the lists of both sources."""
    return {"crm": pl.DataFrame(CRM), "marketing": pl.DataFrame(MARKETING)}


def result(**options: Any) -> ic.Result:
    """Return a run over both."""
    return ic.run(frames(), **options)


def write_master(folder: Path) -> Path:
    """Write a master of both."""
    result().write(folder)
    return folder
