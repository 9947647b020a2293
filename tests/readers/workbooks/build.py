"""Build the workbooks of these tests: one list, saved by LibreOffice in each of its kinds.

    python tests/readers/workbooks/build.py

It needs openpyxl, msoffcrypto-tool and LibreOffice (`soffice`); the files are small and stand beside it, so that the
tests need none of them.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tempfile
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

HERE = Path(__file__).parent
HEADER = ("Codice", "Cliente", "Partita IVA", "CAP", "Comune", "Telefono", "Data nascita", "Consenso marketing", "Note")
PEOPLE = (
    (7, "Rossi Mario", 159560366, 184, "Roma", 612345678, dt.date(1962, 3, 4), True, "bussare\npiano"),
    (12, "Alfa S.r.l.", 764840346, 20121, "Milano", 212345678, None, False, "=non una formula"),
    (13, "Forlì Nicolò", None, 47121, "Forlì", 543123456, dt.date(1971, 12, 31), True, None),
    (14, "Bianchi Anna", None, 10121, "Torino", 3331234567, dt.date(2000, 2, 29), None, "00123"),
    (15, "D'Angelo Ida", None, 1100, "Viterbo", 761123456, None, False, "prezzo; 12,5"),
)


def workbook() -> Workbook:
    """The list as a person would keep it: a title, formats, a hidden row, a second sheet, a total."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Clienti"
    sheet["A1"] = "Elenco clienti al 31/12/2025"
    sheet.merge_cells("A1:E1")
    sheet.append([])
    sheet.append(HEADER)
    for person in PEOPLE:
        sheet.append(person)
    for row in range(4, 4 + len(PEOPLE)):
        sheet.cell(row, 1).number_format = "0000"
        sheet.cell(row, 3).number_format = "00000000000"
        sheet.cell(row, 4).number_format = "00000"
        sheet.cell(row, 6).number_format = "0000000000" if row != 7 else "0"
        sheet.cell(row, 7).number_format = "dd/mm/yyyy"
        for column in (2, 5, 9):
            sheet.cell(row, column).data_type = "s"
    sheet["I5"].data_type = "s"
    sheet.row_dimensions[6].hidden = True
    sheet.append([])
    sheet["A10"] = "TOTALE 5"
    book.create_sheet("Vuoto")
    secret = book.create_sheet("Nascosto")
    secret.append(HEADER)
    secret.append(PEOPLE[0])
    secret.sheet_state = "hidden"
    return book


def main() -> None:
    """Write the files."""
    with tempfile.TemporaryDirectory() as scratch:
        original = Path(scratch) / "clienti.xlsx"
        workbook().save(original)
        for kind in ("xlsx", "ods", "xls", "csv:Text - txt - csv (StarCalc):59,34,76,1"):
            command = ["soffice", "--headless", "--convert-to", kind, "--outdir", f"{scratch}/out", str(original)]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        with original.open("rb") as plain, (HERE / "chiuso.xlsx").open("wb") as locked:
            OOXMLFile(plain).encrypt("segreta", locked)
        for made in (Path(scratch) / "out").iterdir():
            shutil.copy(made, HERE / made.name)


if __name__ == "__main__":
    main()
