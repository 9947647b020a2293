"""Lists of two sources whose customers one of them has several times, and a master of them in two deliveries."""

from __future__ import annotations

from pathlib import Path
from random import Random
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


def delivery(chance: Random, most: int) -> pl.DataFrame:
    """Return rows of few names, mailboxes and firms, so that all of them meet."""
    rows = []
    for number in chance.sample(range(12), chance.randint(1, most)):
        name = chance.choice(["Rossi Mario", "Bianchi Anna", "Verdi Ida", "Alfa S.r.l.", "Bar Sport", "Rossi M."])
        firm = name in ("Alfa S.r.l.", "Bar Sport")
        code = {"Rossi Mario": ROSSI, "Bianchi Anna": BIANCHI}.get(name)
        rows.append(
            {
                "Codice": str(number),
                "Cliente": name,
                "CF": code if chance.random() < 0.7 else None,
                "P.IVA": chance.choice([None, "00743110157"]) if firm else None,
                "Azienda": None if firm else chance.choice([None, "Alfa S.r.l.", "Bar Sport"]),
                "Email": chance.choice([None, "casa@x.it", "m@rossi.it", "info@alfa.it"]),
                "Telefono": chance.choice([None, "333 1234567", "02 55507676"]),
                "Comune": chance.choice([None, "Milano", "San Valentino in Abruzzo Citeriore"]),
                "Newsletter": chance.choice([None, "si", "no"]),
            }
        )
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
