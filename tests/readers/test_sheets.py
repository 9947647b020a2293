"""Workbooks that would be read wrong, a trap a test: what a person saw is what is read."""

from __future__ import annotations

import csv
import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import italclean as ic
from italclean.core.reference import folder
from italclean.errors import EmptyInput, ExtraMissing, InputError, UnknownPart, UnreadableFile
from italclean.readers.charset import to_utf8
from italclean.readers.sheets.formats import mask_of, masked
from italclean.readers.sheets.seen import name_of
from italclean.readers.sheets.xls import Xls
from italclean.readers.sources import read
from italclean.readers.table import Table
from italclean.settings import Reading

pytest.importorskip("fastexcel", reason="the extra excel is not installed")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the workbooks of these tests")
xlsxwriter = pytest.importorskip("xlsxwriter", reason="the extra excel is not installed")

MADE = Path(__file__).parent / "workbooks"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet {NS}><numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


def hand_made(sheet: str, *, styles: str = STYLES, book: str = "", encoding: str = "utf-8") -> bytes:
    """A workbook of one sheet, written by hand."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{RELATIONS}">{book}<sheets><sheet name="Foglio1" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATIONS}/styles" '
        'Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles,
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("xl/worksheets/sheet1.xml", sheet.encode(encoding))
    return whole.getvalue()


def rows_of(*rows: str) -> str:
    return f"<worksheet {NS}><sheetData>{''.join(rows)}</sheetData></worksheet>"


def text(address: str, content: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'


HEAD = f'<row r="1">{text("A1", "Cognome")}{text("B1", "CAP")}</row>'


def tables(data: bytes, path: Path, part: str = "", **reading: Any) -> list[Table]:
    path.write_bytes(data)
    return read(f"{path}{part}", Reading(**reading))


@pytest.fixture
def one(tmp_path: Path) -> Callable[..., Table]:
    def read_one(data: bytes, **reading: Any) -> Table:
        (table,) = tables(data, tmp_path / "clienti.xlsx", **reading)
        return table

    return read_one


def by_openpyxl(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def by_xlsxwriter(fill: Callable[[Any, Any], None]) -> bytes:
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole) as book:
        fill(book, book.add_worksheet())
    return whole.getvalue()


def column(cells: Iterable[Any], number_format: str | None = None) -> bytes:
    """A column of cells of one format beside one of names."""

    def fill(sheet: Any) -> None:
        sheet.append(["Cognome", "Dato"])
        for row, cell in enumerate(cells, start=2):
            sheet.cell(row, 1, f"Rossi{row}")
            sheet.cell(row, 2, cell)
            if number_format:
                sheet.cell(row, 2).number_format = number_format

    return by_openpyxl(fill)


def said(table: Table) -> str:
    return " ".join(notice.english for notice in table.notices)


@pytest.mark.parametrize(
    ("number_format", "cell", "seen"),
    [
        ("00000", 184, "00184"),
        ("00000;-00000", 184, "00184"),
        ("[Red]00000", 184, "00184"),
        ("00000000000", 159560366, "00159560366"),
        ("000\\ 0000000", 3331234567, "333 1234567"),
        ('"+39 "0000000000', 3331234567, "+39 3331234567"),
        ("0000\\/000000", 721123456, "0721/123456"),
        ("(000)\\ 000\\-0000", 5551234567, "(555) 123-4567"),
        # A number that is no code is its number, however it is shown.
        ("0", 184, "184"),
        ("#,##0", 12345, "12345"),
        ("#,##0.00", 12345.5, "12345.5"),
        ("0%", 0.22, "0.22"),
        ('0" pz"', 12, "12"),
        ('#,##0 "€"', 12, "12"),
        ("00000", 184.5, "184.5"),
        ("00000", -184, "-184"),
        ("00000", 1234567, "1234567"),
        ("General", 184, "184"),
        # Words in place of a number: 0 that is shown as a yes is one.
        ('"no";"no";"sì"', 1, "no"),
        ('"no";"no";"sì"', 0, "sì"),
        ('"no";"no";"sì"', -2.5, "no"),
        ('"sì";"sì"', -1, "sì"),
        ('"OK"', 7, "OK"),
        ('[=1]"NO";[=2]"SI";General', 1, "NO"),
        ('[=1]"NO";[=2]"SI";General', 2, "SI"),
        ('[=1]"NO";[=2]"SI";General', 3, "3"),
        ('[Red][<18]"minore";"adulto"', 17, "minore"),
        ('[Red][<18]"minore";"adulto"', 18, "adulto"),
        # A part of which nobody sees the words, or that shows the number, too.
        ('"sì";;"no"', -1, "-1"),
        ('0;"meno "0;"zero"', -1, "-1"),
        ('0;"meno "0;"zero"', 0, "zero"),
        # Days and hours
        ("dd/mm/yyyy", dt.date(1962, 3, 4), "1962-03-04"),
        ("mmmm yyyy", dt.date(1962, 3, 1), "1962-03-01"),
        ("dd/mm/yyyy hh:mm", dt.datetime.fromisoformat("2024-05-01 10:30"), "2024-05-01 10:30:00"),
        ("hh:mm", dt.time(10, 30), "10:30:00"),
        ("dd/mm/yyyy", dt.date(1900, 1, 15), "1900-01-15"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(
    one: Callable[..., Table], number_format: str, cell: Any, seen: str
) -> None:
    assert one(column([cell], number_format)).frame["Dato"].to_list() == [seen]


@pytest.mark.parametrize(
    ("number", "zeros", "shown"), [("184", "00000", "00184"), ("0", "00000", "00000"), ("", "00", ""), ("x", "00", "x")]
)
def test_masks(number: str, zeros: str, shown: str) -> None:
    mask = mask_of(zeros)
    assert mask is not None
    assert masked(number, mask) == shown


def test_days_are_right_in_the_calendar_of_1904(one: Callable[..., Table]) -> None:
    row = f'<row r="2">{text("A2", "Rossi")}<c r="B2" s="2"><v>43951</v></c></row>'
    found = one(hand_made(rows_of(HEAD, row), book='<workbookPr date1904="1"/>'))
    assert found.frame["CAP"].to_list() == ["2024-05-01"]


def test_a_text_that_looks_like_a_moment_stays(one: Callable[..., Table]) -> None:
    assert one(column(["2024-05-01 00:00:00"])).frame["Dato"].to_list() == ["2024-05-01 00:00:00"]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("1234567890123456", "1234567890123456"),
        ("1.2345678901234E+16", "12345678901234000"),
        ("12345678901234567890", "12345678901234567890"),
        ("0.30000000000000004", "0.3"),
        ("12.949999999999999", "12.95"),
        ("0.12345678901", "0.12345678901"),
        ("123456789.1", "123456789.1"),
        ("66666666.66667", "66666666.66667"),
        ("1.5E-10", "0.00000000015"),
        ("1e5", "100000"),
        ("-45.464203512345", "-45.464203512345"),
        ("1E-07", "0.0000001"),
        ("393331234567", "393331234567"),
    ],
)
def test_long_numbers_keep_what_the_file_has(one: Callable[..., Table], written: str, seen: str) -> None:
    row = f'<row r="2">{text("A2", "Rossi")}<c r="B2"><v>{written}</v></c></row>'
    assert one(hand_made(rows_of(HEAD, row))).frame["CAP"].to_list() == [seen]


def test_long_numbers_that_lost_digits_are_told(one: Callable[..., Table]) -> None:
    row = f'<row r="2">{text("A2", "Rossi")}<c r="B2"><v>{{}}</v></c></row>'
    assert "1 numbers of more than 15 digits" in said(one(hand_made(rows_of(HEAD, row.format("1.2345678901234E+18")))))
    assert "15 digits" not in said(one(hand_made(rows_of(HEAD, row.format("393331234567")))))


def test_errors_are_cells_that_were_seen(one: Callable[..., Table]) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Cognome", "Dato"])
        for row, (formula, value) in enumerate([("=1/0", "#DIV/0!"), ("=NA()", "#N/A"), ("=1+1", 2)], start=1):
            sheet.write(row, 0, f"Rossi{row}")
            sheet.write_formula(row, 1, formula, None, value)

    table = one(by_xlsxwriter(fill))
    assert table.frame["Dato"].to_list() == [None, None, "2"]
    assert table.undone["Dato"].typed.to_list() == ["#DIV/0!", "#N/D"]


def test_truth_is_written_in_words(one: Callable[..., Table]) -> None:
    assert one(column([True, False, "x"])).frame["Dato"].to_list() == ["VERO", "FALSO", "x"]


def test_formulas_that_nobody_computed_are_told(one: Callable[..., Table]) -> None:
    table = one(column(["=1+1", "=A2", "x"]))
    assert table.frame["Dato"].to_list() == [None, None, "x"]
    assert "2 formulas without a value" in said(table)


def test_a_formula_whose_text_is_empty_has_a_value(one: Callable[..., Table]) -> None:
    row = f'<row r="2">{text("A2", "Rossi")}<c r="B2" t="str"><f>IF(1,"","")</f><v></v></c></row>'
    assert "formulas" not in said(one(hand_made(rows_of(HEAD, row))))


def test_a_list_may_begin_anywhere(one: Callable[..., Table]) -> None:
    def fill(sheet: Any) -> None:
        sheet["C4"], sheet["D4"] = "Cognome", "CAP"
        sheet["C6"], sheet["D6"] = "Rossi", 184
        sheet["D6"].number_format = "00000"

    assert one(by_openpyxl(fill)).frame.rows(named=True) == [{"Cognome": "Rossi", "CAP": "00184"}]


def test_titles_totals_and_repeated_headers_are_set_apart_by_the_numbers_of_their_rows(
    one: Callable[..., Table],
) -> None:
    def fill(sheet: Any) -> None:
        for row in (
            ["Elenco clienti"],
            [],
            ["Cognome", "Nome", "CAP"],
            ["Rossi", "Ida", "00184"],
            [],
            ["Cognome", "Nome", "CAP"],
            ["Totale Srl", "x", "20121"],
            ["-", "-", "-"],
            ["TOTALE 2"],
        ):
            sheet.append(row)

    table = one(by_openpyxl(fill))
    assert table.frame["Cognome"].to_list() == ["Rossi", "Totale Srl"]
    assert table.rejected["line"].to_list() == [1, 6, 8, 9]
    assert table.rejected["text"].to_list() == ["Elenco clienti;;", "Cognome;Nome;CAP", "-;-;-", "TOTALE 2;;"]


def test_lines_are_skipped_as_asked(one: Callable[..., Table]) -> None:
    def fill(sheet: Any) -> None:
        for row in (["a", "b"], ["c", "d"], ["Tizio", "Caio"], ["Rossi", "Ida"]):
            sheet.append(row)

    table = one(by_openpyxl(fill), skip_rows=2)
    assert table.frame.columns == ["Tizio", "Caio"]
    assert table.rejected["line"].to_list() == [1, 2]


def test_a_list_without_a_header_has_numbered_columns(one: Callable[..., Table]) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Rossi Mario", "RSSMRA85T10A562S", "m@rossi.it"])
        sheet.append(["Verdi Ida", "VRDDIA85T50A562X", "i@verdi.it"])

    assert one(by_openpyxl(fill)).frame.columns == ["colonna_1", "colonna_2", "colonna_3"]


def test_blank_lines_tabs_and_accents_of_a_cell_stay(one: Callable[..., Table]) -> None:
    cells = ["Via Roma 1\nint. 3", "a\tb", "Forlì – D’Angelo", " x ", "=1+1 non è", "a & b < c", "_x000D_", "😀"]

    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Cognome", "Dato"])
        for row, cell in enumerate(cells, start=1):
            sheet.write_string(row, 0, f"Rossi{row}")
            sheet.write_string(row, 1, cell)

    assert one(by_xlsxwriter(fill)).frame["Dato"].to_list() == cells


def test_links_rich_text_and_comments_are_their_text(one: Callable[..., Table]) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Cognome", "Email"])
        sheet.write_url(1, 1, "mailto:a@b.it", string="a@b.it")
        sheet.write_rich_string(1, 0, "Ros", book.add_format({"bold": True}), "si", " Mario")
        sheet.write_comment(1, 0, "moroso")

    assert one(by_xlsxwriter(fill)).frame.rows() == [("Rossi Mario", "a@b.it")]


def test_hidden_rows_and_columns_are_read_and_told(one: Callable[..., Table]) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Cognome", "Nome", "CAP"])
        for row in range(1, 5):
            sheet.write_row(row, 0, [f"Rossi{row}", "Ida", "00184"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("H:XFD", None, None, {"hidden": True})

    table = one(by_xlsxwriter(fill))
    assert table.frame.height == 4
    assert "1 hidden rows" in said(table)
    assert "1 hidden columns" in said(table)


def test_merged_cells_are_told(one: Callable[..., Table]) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Cognome", "Comune"])
        sheet.write_row(1, 0, ["Rossi"])
        sheet.write_row(2, 0, ["Verdi"])
        sheet.merge_range("B2:B3", "Roma")
        assert book

    table = one(by_xlsxwriter(fill))
    assert table.frame["Comune"].to_list() == ["Roma", None]
    assert "1 areas of merged cells" in said(table)


def three_sheets() -> bytes:
    book = openpyxl.Workbook()
    for name in ("Clienti", "Fornitori", "Segreto"):
        sheet = book.create_sheet(name)
        sheet.append(["Cognome", "Nome"])
        sheet.append([f"Rossi {name}", "Ida"])
    book["Segreto"].sheet_state = "hidden"
    book["Sheet"].title = "Vuoto"
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def test_each_visible_sheet_is_a_source(tmp_path: Path) -> None:
    found = tables(three_sheets(), tmp_path / "soci.xlsx")
    assert [table.name for table in found] == ["soci_Clienti", "soci_Fornitori"]
    assert {table.path for table in found} == {str(tmp_path / "soci.xlsx")}
    told = said(found[0])
    assert "Clienti, Fornitori" in told
    assert "hidden sheets, not read: Segreto" in told
    assert "without customers, not read: Vuoto" in told


@pytest.mark.parametrize("part", ["#Fornitori", "#fornitori", "#Segreto"])
def test_one_sheet_can_be_picked(tmp_path: Path, part: str) -> None:
    (table,) = tables(three_sheets(), tmp_path / "soci.xlsx", part)
    assert table.frame["Cognome"].to_list() == [f"Rossi {part[1:].title()}"]
    assert table.name == f"soci_{part[1:].title()}"


def test_a_picked_sheet_takes_the_name_that_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "soci.xlsx").write_bytes(three_sheets())
    assert [table.name for table in read(f"erp={tmp_path}/soci.xlsx#Clienti")] == ["erp"]


def test_an_unknown_sheet_is_an_error_that_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownPart, match="Vuoto, Clienti, Fornitori, Segreto"):
        tables(three_sheets(), tmp_path / "soci.xlsx", "#Clientela")


def test_a_name_with_the_sign_is_a_name(tmp_path: Path) -> None:
    (table,) = tables(b"Cognome;Nome\nRossi;Ida\n", tmp_path / "lista#1.csv")
    assert table.name == "lista#1"


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(
            rows_of(HEAD, f'<row r="2">{text("A2", "Rossi")}<c s="1" r="B2"><v>184</v></c></row>'), id="attributes"
        ),
        pytest.param(
            rows_of(
                '<row><c t="inlineStr"><is><t>Cognome</t></is></c><c t="inlineStr"><is><t>CAP</t></is></c></row>',
                '<row><c t="inlineStr"><is><t>Rossi</t></is></c><c s="1"><v>184</v></c></row>',
            ),
            id="no addresses",
        ),
        pytest.param(
            rows_of(HEAD, f'<row r="2">{text("A2", "Rossi")}<c r="B2" s="1"><v>184</v></c></row>')
            .replace("<", "<x:")
            .replace("<x:/", "</x:")
            .replace("xmlns=", "xmlns:x="),
            id="prefix",
        ),
        pytest.param(
            rows_of(HEAD, f'<row r="2">{text("A2", "Rossi")}<c r="B2" s="1" ><v>184</v></c></row>'), id="blank"
        ),
        pytest.param(
            rows_of(HEAD, f'<row spans="1:2" r="2">{text("A2", "Rossi")}<c r="B2" s="1" cm="1"><v>184</v></c></row>'),
            id="row",
        ),
        pytest.param(
            rows_of(HEAD, f"<row r='2'>{text('A2', 'Rossi')}<c r='B2' s='1'><v>184</v></c></row>"), id="apostrophes"
        ),
        pytest.param(
            rows_of(HEAD, f'\n <row r="2">\n{text("A2", "Rossi")}\n<c r="B2" s="1">\n<v>184</v>\n</c>\n</row>\n'),
            id="lines",
        ),
    ],
)
def test_xml_of_another_form_is_read_alike(one: Callable[..., Table], sheet: str) -> None:
    assert one(hand_made(sheet)).frame.rows() == [("Rossi", "00184")]


def test_a_cell_in_the_last_corner_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    corner = f'<row r="1048576">{text("XFD1048576", " ")}</row>'
    data = hand_made(rows_of(HEAD, f'<row r="2">{text("A2", "Rossi")}</row>', corner))
    assert len(data) < 5_000
    with pytest.raises(UnreadableFile, match="XFD1048576"):
        tables(data, tmp_path / "clienti.xlsx")


def test_empty_cells_with_a_format_are_no_corner(one: Callable[..., Table]) -> None:
    corner = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert one(hand_made(rows_of(HEAD, f'<row r="2">{text("A2", "Rossi")}</row>', corner))).frame.height == 1


def test_names_of_cells() -> None:
    assert [name_of(0, column) for column in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_what_libreoffice_saved_is_the_same_list_in_each_kind(kind: str) -> None:
    text_of = read(str(MADE / "clienti.csv"))[0]
    (found,) = read(str(MADE / f"clienti.{kind}"))
    assert found.name == "clienti"
    days = pl.col("Data nascita").str.to_date("%d/%m/%Y").cast(pl.String)
    truth = pl.col("Consenso marketing").replace({"TRUE": "VERO", "FALSE": "FALSO"})
    assert found.frame.rows() == text_of.frame.with_columns(days, truth).rows()
    assert found.frame.columns == text_of.frame.columns
    told = said(found)
    for part in ("Vuoto", "Nascosto", "1 hidden rows", "1 areas of merged", "1 lines above the header"):
        assert part in told


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_what_libreoffice_saved_is_cleaned_alike(kind: str) -> None:
    expected = ic.clean(str(MADE / "clienti.csv")).cleaned
    assert ic.clean(str(MADE / f"clienti.{kind}")).cleaned.equals(expected)


def test_a_dirty_list_is_cleaned_alike_as_text_and_as_a_workbook(tmp_path: Path) -> None:
    content, _ = to_utf8((folder() / "demo" / "clienti.csv").read_bytes(), None, "clienti.csv")
    rows = list(csv.reader(io.StringIO(content.decode()), delimiter=";"))
    whole = [row for row in rows if len(row) == len(rows[0])]
    assert len(whole) > 300
    with (tmp_path / "clienti.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(whole)

    def fill(_: Any, sheet: Any) -> None:
        for number, row in enumerate(whole):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell)

    (tmp_path / "clienti.xlsx").write_bytes(by_xlsxwriter(fill))
    of_text, of_sheet = (ic.clean(str(tmp_path / f"clienti.{kind}")) for kind in ("csv", "xlsx"))
    assert of_sheet.cleaned.equals(of_text.cleaned)
    assert of_sheet.issues.equals(of_text.issues)


def test_two_writers_of_python_give_the_same_cells(tmp_path: Path) -> None:
    rows = [["Rossi", 184, dt.date(1962, 3, 4), True], ["Verdi", 20121, dt.date(1999, 12, 31), False]]
    formats = [None, "00000", "dd/mm/yyyy", None]

    def by_one(sheet: Any) -> None:
        sheet.append(["Cognome", "CAP", "Nato", "Consenso"])
        for number, row in enumerate(rows, start=2):
            sheet.append(row)
            for place, code in enumerate(formats, start=1):
                if code:
                    sheet.cell(number, place).number_format = code

    def by_other(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Cognome", "CAP", "Nato", "Consenso"])
        for number, row in enumerate(rows, start=1):
            for place, (cell, code) in enumerate(zip(row, formats, strict=True)):
                style = book.add_format({"num_format": code}) if code else None
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, place, dt.datetime.combine(cell, dt.time()), style)
                else:
                    sheet.write(number, place, cell, style)

    one, other = (tables(data, tmp_path / "c.xlsx")[0].frame for data in (by_openpyxl(by_one), by_xlsxwriter(by_other)))
    assert one.equals(other)
    assert one.row(0) == ("Rossi", "00184", "1962-03-04", "VERO")


def locked_ods() -> bytes:
    """A workbook of LibreOffice as one looks that has a password: its parts are there, but for what they mean."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest><manifest:encryption-data/></manifest:manifest>")
        archive.writestr("content.xml", bytes(range(256)))
    return whole.getvalue()


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of .xlsb."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(content)
    while size >= 0x80:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + content


def wide(content: str) -> bytes:
    return struct.pack("<I", len(content)) + content.encode("utf-16-le")


def xlsb(*rows: bytes) -> bytes:
    """A workbook of records; a cell is its column, its style and its value."""
    with zipfile.ZipFile(io.BytesIO(hand_made(rows_of()))) as old:
        types, relations = old.read("[Content_Types].xml"), old.read("xl/_rels/workbook.xml.rels")
    package = old_package_relations().replace("workbook.xml", "workbook.bin")
    styles = record(278) + record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + wide("00000"))
    styles += record(616) + record(617, struct.pack("<I", 3))
    styles += b"".join(record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 164, 14)) + record(618)
    sheet = record(129) + record(148, struct.pack("<4I", 0, 9, 0, 9)) + record(145) + b"".join(rows) + record(146)
    members = {
        "[Content_Types].xml": types.replace(b"workbook.xml", b"workbook.bin"),
        "_rels/.rels": package,
        "xl/workbook.bin": record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("Foglio1"))
        + record(144)
        + record(132),
        "xl/_rels/workbook.bin.rels": relations.replace(b"sheet1.xml", b"sheet1.bin").replace(
            b"styles.xml", b"styles.bin"
        ),
        "xl/styles.bin": styles,
        "xl/worksheets/sheet1.bin": sheet + record(130),
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return whole.getvalue()


def old_package_relations() -> str:
    with zipfile.ZipFile(io.BytesIO(hand_made(rows_of()))) as old:
        return old.read("_rels/.rels").decode()


def row_of_records(row: int, *cells: bytes, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0x10 if hidden else 0, 0, 0)) + b"".join(cells)


def cell_of(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + content)


XLSB_HEAD = row_of_records(0, cell_of(6, 0, wide("Cognome")), cell_of(6, 1, wide("CAP")), cell_of(6, 2, wide("Nato")))


def test_cells_of_xlsb_are_what_was_seen(one: Callable[..., Table]) -> None:
    cells = (
        cell_of(6, 0, wide("Rossi")),
        cell_of(2, 1, struct.pack("<I", 184 << 2 | 2), 1),
        cell_of(5, 2, struct.pack("<d", 45413), 2),
        cell_of(4, 3, b"\1"),
        cell_of(3, 4, b"\x2a"),
        cell_of(5, 5, struct.pack("<d", 3.5)),
        cell_of(5, 6, struct.pack("<d", 1 / 7)),
    )
    table = one(xlsb(XLSB_HEAD, row_of_records(1, *cells, hidden=True), record(176, bytes(16))))
    assert table.frame.rows() == [("Rossi", "00184", "2024-05-01", "VERO", None, "3.5", "0.142857142857143")]
    assert table.undone["colonna_5"].typed.to_list() == ["#N/D"]
    assert "1 hidden rows" in said(table)
    assert "1 areas of merged" in said(table)


def test_a_corner_of_xlsb_is_refused(tmp_path: Path) -> None:
    rows = (
        XLSB_HEAD,
        row_of_records(1, cell_of(6, 0, wide("Rossi"))),
        row_of_records(1048575, cell_of(6, 16383, wide(" "))),
    )
    with pytest.raises(UnreadableFile, match="XFD1048576"):
        tables(xlsb(*rows), tmp_path / "clienti.xlsb")


LOCKED = MADE / "chiuso.xlsx"


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("locked", LOCKED.read_bytes, "password"),
        (
            "locked .xls",
            lambda: (MADE / "clienti.xls").read_bytes().replace(b"\xe1\0\2\0", b"\x2f\0\2\0", 1),
            "password",
        ),
        ("locked .ods", locked_ods, "password"),
        ("cut off", lambda: three_sheets()[:3000], "damaged or incomplete"),
        ("cut off .xls", lambda: (MADE / "clienti.xls").read_bytes()[:4000], "damaged or incomplete"),
        ("no sheet", lambda: hand_made("not xml at all"), "damaged or incomplete"),
        ("empty sheet", lambda: by_openpyxl(lambda _: None), "empty"),
        ("only a header", lambda: by_openpyxl(lambda sheet: sheet.append(["Cognome", "Nome"])), "only the header"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, make: Callable[[], bytes], says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        tables(make(), tmp_path / f"{name}.xlsx")
    assert raised.value.exit_code == 3


def test_only_hidden_sheets_are_told(tmp_path: Path) -> None:
    data = hand_made(rows_of(HEAD))
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'sheetId="1"', b'sheetId="1" state="hidden"'))
    with pytest.raises(EmptyInput, match="hidden"):
        tables(whole.getvalue(), tmp_path / "clienti.xlsx")


def test_a_list_on_a_hidden_sheet_alone_is_pointed_to(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.title = "Copertina"
        hidden = sheet.parent.create_sheet("Clienti")
        hidden.append(["Cognome", "CAP"])
        hidden.append(["Rossi", "00184"])
        hidden.sheet_state = "hidden"

    data = by_openpyxl(fill)
    with pytest.raises(EmptyInput, match=r"hidden ones were not read \(Clienti\)"):
        tables(data, tmp_path / "clienti.xlsx")
    (found,) = tables(data, tmp_path / "clienti.xlsx", "#Clienti")
    assert found.frame["CAP"].to_list() == ["00184"]


def test_formulas_of_xls_that_are_all_0_are_told() -> None:
    """LibreOffice writes 0 for a formula that it never computed: a column of such ones is pointed to."""
    old = Xls.__new__(Xls)
    results = [(1, 0, 0.0), (2, 0, 0.0), (1, 1, 0.0), (2, 1, 5.0), (1, 2, 7.5)]
    records = [struct.pack("<3Hd", row, column, 0, result) + bytes(8) for row, column, result in results]
    old._signs = np.frombuffer(b"".join(records), dtype=np.uint8)
    places = np.arange(len(records)) * len(records[0])
    assert old._zeros(places) == 2
    assert old._zeros(places[:0]) == 0


@pytest.mark.parametrize("content", [b"Cognome\tNome\nRossi\tIda\n", "Cognome\tNome\nRossi\tIda\n".encode("utf-16")])
def test_text_that_is_called_xls_is_read(tmp_path: Path, content: bytes) -> None:
    (table,) = tables(content, tmp_path / "clienti.xls")
    assert table.frame.rows() == [("Rossi", "Ida")]


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"<html><table><tr><td>Rossi</td></tr></table></html>", "HTML"), (b'<?xml version="1.0"?><Workbook/>', "XML")],
)
def test_markup_that_is_called_xls_is_told(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=f"{says}.*save it as .xlsx"):
        tables(content, tmp_path / "clienti.xls")


def test_a_missing_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from italclean.core import late

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(late, "library", missing)
    with pytest.raises(ExtraMissing, match=r"pip install 'italclean\[excel\]'") as raised:
        tables(three_sheets(), tmp_path / "clienti.xlsx")
    assert raised.value.exit_code == 3
