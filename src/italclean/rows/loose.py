"""What cells of contacts hold beyond their first value: each further number and address, and its kind."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from italclean.cleaners.email import email
from italclean.cleaners.telefono import telefono
from italclean.core.columns import is_true, no_text, rows_where
from italclean.rows.numbers import FAX
from italclean.rows.worksheet import Worksheet

RECIPIENT = "codice_destinatario"


# What else a cell holds
def loose_contacts(sheet: Worksheet, numbers: list[str], mails: list[str]) -> pl.DataFrame:
    """Every further value of a cell: `at`, `order`, `origin`, `typed`, `value`, `kind`, and what is known of it."""
    schema = {"at": pl.UInt32, "typed": pl.String, "origin": pl.String, "family": pl.String}
    parts = [pl.DataFrame(schema=schema)]
    for name, extra, family in _extras(sheet, numbers, mails):
        found = sheet.finding(name, extra)
        if extra == "altri" and name in numbers:
            # Perhaps lines of a switchboard, perhaps one number: told in the log, no number of their own.
            unsure = is_true(sheet.cells[name].verdict["issue"] == "tel_lines")
            found = found.zip_with(~unsure, no_text(sheet.height))
        at = rows_where(found.is_not_null())
        if at.len():
            part = pl.DataFrame({"at": at, "typed": found[at].str.split(" ")}).explode("typed")
            parts.append(part.select(pl.col("at").cast(pl.UInt32), "typed", origin=pl.lit(name), family=pl.lit(family)))
    every = pl.concat(parts)
    judged = pl.concat([_judged_numbers(every), _judged_mails(every)])
    loose = every.with_row_index("order").join(judged, on=["typed", "family"], how="left", maintain_order="left")
    loose = loose.with_columns(kind=pl.when(pl.col("family") == "fax").then(pl.lit("fax")).otherwise("kind"))
    return loose.filter(pl.col("typed") != "").sort("at", "order")


def _extras(sheet: Worksheet, numbers: list[str], mails: list[str]) -> Iterator[tuple[str, str, str]]:
    for name in numbers:
        is_fax = sheet.cells[name].role == FAX
        yield name, "altri", "fax" if is_fax else "number"
        yield name, "telefono", "number"
        if not is_fax:
            yield name, "fax", "fax"
        yield name, "email", "mail"
    for name in mails:
        yield name, "altri", "mail"
        yield name, "telefono", "number"
    if RECIPIENT in sheet.cells:
        yield RECIPIENT, "pec", "mail"


def _judged_numbers(every: pl.DataFrame) -> pl.DataFrame:
    asked = every.filter(pl.col("family") != "mail").select("typed", "family").unique(maintain_order=True)
    read = telefono.series(asked["typed"]).struct.unnest()
    return asked.with_columns(
        value=read["value"],
        kind=pl.select(
            pl.when(read["genere"] == "mobile").then(pl.lit("mobile")).otherwise(pl.lit("fisso"))
        ).to_series(),
        genere=read["genere"],
        pec=pl.lit(value=False),
        issue=pl.lit(None, dtype=pl.String),
    )


def _judged_mails(every: pl.DataFrame) -> pl.DataFrame:
    asked = every.filter(pl.col("family") == "mail").select("typed", "family").unique(maintain_order=True)
    read = email.series(asked["typed"]).struct.unnest()
    return asked.with_columns(
        value=read["value"],
        kind=pl.select(pl.when(read["pec"]).then(pl.lit("pec")).otherwise(pl.lit("email"))).to_series(),
        genere=read["genere"],
        pec=read["pec"],
        issue=read["issue"].cast(pl.String),
    )
