"""How much longer a workbook takes to be read as a person saw it than fastexcel alone takes to read its cells.

    python benchmarks/workbooks.py [ROWS]

A workbook of 16 columns is made in a folder that goes again: codes with leading zeros, days, truth values, fractions.
"""

from __future__ import annotations

import io
import random
import resource
import sys
from datetime import date, timedelta
from itertools import pairwise

import fastexcel
import polars as pl
import xlsxwriter

import italclean as ic
from italclean.readers.base import File
from italclean.readers.sheets.workbooks import Workbooks
from italclean.settings import Reading

NAMES = (
    *("Codice", "Cognome", "Nome", "Codice fiscale", "Partita IVA", "Indirizzo", "CAP", "Comune", "Prov", "Telefono"),
    *("Email", "Data nascita", "Note", "Importo", "Consenso marketing", "Data consenso"),
)


def made(rows: int) -> bytes:
    """Make the workbook."""
    chance, whole = random.Random(1), io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Clienti")
        code = book.add_format({"num_format": "00000"})
        sheet.write_row(0, 0, NAMES)
        for row in range(1, rows + 1):
            born = date(1940, 1, 1) + timedelta(chance.randrange(25_000))
            cells = (
                *(row, f"Rossi{row % 5000}", f"Mario{row % 300}", f"RSSMRA85T{row:07d}", 10_000_000_000 + row),
                *(f"Via Roma {row}", None, "Milano", "MI", 393_330_000_000 + row, f"a{row}@b.it", born, "nota"),
                *(row / 7, row % 2 == 0, date(2020, 1, 1)),
            )
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell)
            sheet.write_number(row, 6, chance.randrange(10, 99_999), code)
    return whole.getvalue()


def main() -> None:
    """Make it, read it both ways, say what each took."""
    data = made(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    ic.clean(pl.DataFrame({"CF": ["x"]}))
    clock = [_cpu()]
    fastexcel.read_excel(data).load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars()
    clock.append(_cpu())
    (found,) = Workbooks().read(File("clienti.xlsx", data), Reading())
    clock.append(_cpu())
    alone, ours = (after - before for before, after in pairwise(clock))
    print(
        f"{found.frame.height} rows: fastexcel {alone:.2f} CPU s, italclean {ours:.2f} CPU s, {ours / alone:.2f} times"
    )


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
