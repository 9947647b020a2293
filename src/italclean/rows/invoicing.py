"""The recipient code of electronic invoices against its row."""

from __future__ import annotations

from italclean.places.register import country_codes
from italclean.rows.step import step
from italclean.rows.worksheet import Worksheet

_CODE = "codice_destinatario"


@step(reads=["nazione", "partita_iva", "tipo"], writes=[_CODE])
def check_recipients(sheet: Worksheet) -> None:
    """Flag codes that the row cannot have."""
    if _CODE not in sheet.cells:
        return
    cells = sheet.cells[_CODE]
    kind = sheet.finding(_CODE, "genere")
    abroad = kind == "estero"
    cells.decide(abroad & (country_codes(sheet.value("nazione")) == "IT"), None, "sdi_conflict", "nazione")
    italian_number = sheet.value("partita_iva").str.contains("^[0-9]{11}$")
    cells.decide(abroad & italian_number, None, "sdi_conflict", "partita_iva")
    of_an_office = kind == "pubblica amministrazione"
    cells.decide(of_an_office & (sheet.value("tipo") == "persona"), None, "sdi_conflict", "tipo")
