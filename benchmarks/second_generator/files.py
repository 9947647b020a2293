"""The files: one list with its truth, and the same rows as one file a source."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from second_generator.build import Made
from second_generator.meetings import SOURCES

LIST = {
    "source": "Fonte",
    "id": "Codice cliente",
    "name": "Denominazione",
    "surname": "Cognome",
    "given": "Nome",
    "born": "Data di nascita",
    "place": "Luogo di nascita",
    "cf": "Codice fiscale",
    "piva": "Partita IVA",
    "street": "Indirizzo",
    "cap": "CAP",
    "town": "Comune",
    "sigla": "Provincia",
    "line": "Telefono",
    "mobile": "Cellulare",
    "mail": "Email",
    "pec": "PEC",
    "note": "Note",
    "added": "Data inserimento",
}
"""Columns of the one list."""
HEADERS: dict[str, tuple[str, dict[str, str]]] = {
    "erp": (
        ";",
        {
            "id": "CODCLI",
            "name": "RAGSOC",
            "surname": "COGNOME",
            "given": "NOME",
            "street": "INDIRIZZO",
            "cap": "CAP",
            "town": "LOCALITA",
            "sigla": "PV",
            "cf": "CODFIS",
            "piva": "PIVA",
            "line": "TEL",
            "mobile": "CELL",
            "mail": "EMAIL",
            "pec": "PEC",
            "born": "DATANASC",
            "note": "NOTE",
        },
    ),
    "crm": (
        ",",
        {
            "name": "Nominativo",
            "line": "Telefono",
            "mobile": "Cellulare",
            "mail": "E-mail",
            "street": "Indirizzo",
            "cap": "CAP",
            "town": "Città",
            "sigla": "Provincia",
            "piva": "P.IVA",
            "cf": "Cod. fiscale",
            "born": "Nato il",
            "note": "Note",
            "added": "Data contatto",
        },
    ),
    "cards": (
        ";",
        {
            "id": "Tessera",
            "surname": "Cognome",
            "given": "Nome",
            "born": "Data di nascita",
            "place": "Luogo di nascita",
            "street": "Indirizzo",
            "cap": "CAP",
            "town": "Comune",
            "sigla": "Prov.",
            "mobile": "Cellulare",
            "line": "Telefono",
            "cf": "Codice Fiscale",
            "added": "Data rilascio",
        },
    ),
    "shop": (
        ",",
        {
            "id": "Customer ID",
            "given": "First name",
            "surname": "Last name",
            "name": "Company",
            "mail": "Email",
            "line": "Phone",
            "street": "Address",
            "cap": "Zip",
            "town": "City",
            "sigla": "State",
            "born": "Birthday",
            "added": "Created at",
        },
    ),
    "newsletter": (
        ";",
        {"mail": "email", "given": "nome", "surname": "cognome", "name": "azienda", "added": "iscritto il"},
    ),
}
CODES = ("born", "place", "cf", "piva")
STARTS = {"erp": "C{:07d}", "crm": "", "cards": "29{:09d}", "shop": "{}", "newsletter": ""}


def _with_ids(cells: pl.DataFrame) -> pl.DataFrame:
    """The number each source gives its customers."""
    turn = dict.fromkeys(SOURCES, 0)
    ids = []
    for source in cells["source"]:
        turn[source] += 1
        ids.append(STARTS[source].format(turn[source] * (1 if source == "shop" else 3)))
    return cells.with_columns(id=pl.Series(ids, dtype=pl.String))


def _write(frame: pl.DataFrame, path: Path, separator: str) -> None:
    frame.with_columns(pl.col(pl.String).replace("", None)).write_csv(path, separator=separator, line_terminator="\n")


def save(made: Made, out: Path, *, codeless: bool, sources: bool) -> None:
    """Write ``clienti.csv`` and ``truth.csv``, and with ``sources`` one file a source and ``truth_sources.csv``."""
    out.mkdir(parents=True, exist_ok=True)
    cells = _with_ids(made.cells)
    left_out = CODES if codeless else ()
    columns = {c: h for c, h in LIST.items() if c not in left_out}
    _write(cells.select(list(columns)).rename(columns), out / "clienti.csv", ";")
    entity = pl.Series("entity", made.rows.entity)
    truth = pl.DataFrame({"entity": entity}).with_row_index("row", offset=1)
    _write(truth, out / "truth.csv", ",")
    if not sources:
        return
    parts = []
    for source, (separator, headers) in HEADERS.items():
        here = cells["source"] == source
        columns = {c: h for c, h in headers.items() if c not in left_out}
        frame = cells.filter(here).select(list(columns)).rename(columns)
        if source == "shop" and "Birthday" in frame.columns:
            frame = frame.with_columns(pl.col("Birthday").str.replace(r"^(\d\d)/(\d\d)/(\d{4})$", "$3-$2-$1"))
        if source == "shop":
            frame = frame.with_columns(pl.col("Created at").str.replace(r"^(\d\d)/(\d\d)/(\d{4})$", "$3-$2-$1"))
        _write(frame, out / f"{source}.csv", separator)
        some = truth.filter(here).select("entity").with_row_index("row", offset=1)
        parts.append(some.select(pl.lit(source).alias("source"), "row", "entity"))
    _write(pl.concat(parts), out / "truth_sources.csv", ",")
