"""The recipient code of electronic invoices against its row."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.email import email
from italclean.cleaning.worksheet import Worksheet
from italclean.core import text
from italclean.core.luoghi import country_codes

_CODE, _PEC = "codice_destinatario", "pec"


def check_recipients(sheet: Worksheet) -> None:
    """Move a PEC typed in the code's place, and flag codes that the row cannot have."""
    if _CODE not in sheet.cells:
        return
    cells = sheet.cells[_CODE]
    typed = sheet.finding(_CODE, "pec")
    if typed.null_count() < sheet.height:
        read = email.series(typed).struct.unnest()
        for column, kind in ((_PEC, read["pec"]), ("email", ~read["pec"])):
            address = pl.select(pl.when(kind).then(read["value"])).to_series()
            free = address.is_not_null() & (sheet.value(column).is_null() | (sheet.value(column) == address))
            sheet.fill(column, free, address, _CODE)
            cells.decide(free & cells.empty, text.nothing(sheet.height), "moved", "fixed", column)
    kind = sheet.finding(_CODE, "genere")
    abroad = kind == "estero"
    cells.decide(abroad & (country_codes(sheet.value("nazione")) == "IT"), None, "sdi_conflict", "suspect", "nazione")
    italian_number = sheet.value("partita_iva").str.contains("^[0-9]{11}$")
    cells.decide(abroad & italian_number, None, "sdi_conflict", "suspect", "partita_iva")
    of_an_office = kind == "pubblica amministrazione"
    cells.decide(of_an_office & (sheet.value("tipo") == "persona"), None, "sdi_conflict", "suspect", "tipo")
