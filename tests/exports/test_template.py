"""A workbook that the system exported: its rows are filled, and every other part stays as it was."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.errors import BadTemplate, FileMissing, UnreadableFile
from italclean.exports.filling import MOST_ROWS, Filling
from italclean.exports.matching import matched
from italclean.exports.target import find_target
from italclean.exports.target_file import read_target
from italclean.exports.template import Template, letters_of, number_of, read_template
from tests.exports.lists import customers, traps
from tests.exports.workbooks import BANK, CUSTOMER, Sheet, package, parts_of

fastexcel = pytest.importorskip("fastexcel")
openpyxl = pytest.importorskip("openpyxl")
xlsxwriter = pytest.importorskip("xlsxwriter")

BANKS = Sheet("287", "287 C_C bancario cliente", BANK)


def put(folder: Path, raw: bytes, name: str = "clienti.xlsx") -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def filled(folder: Path, raw: bytes, golden: pl.DataFrame | None = None) -> ic.Export:
    golden = traps() if golden is None else golden
    return ic.export(golden, "business_central", template=put(folder, raw), language="en")


def seen(raw: bytes, sheet: int = 0, header: int = 3) -> pl.DataFrame:
    """What a reader of workbooks finds, all as text."""
    loaded = fastexcel.read_excel(raw).load_sheet(sheet, header_row=header - 1, dtypes="string")
    return pl.DataFrame(loaded)


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize("prefix", ["x:", ""])
def test_what_is_written_is_what_stands_in_the_file_without_a_template(
    tmp_path: Path, inline: bool, prefix: str
) -> None:
    plain = ic.export(traps(), "business_central", language="en")
    made = filled(tmp_path, package(Sheet(inline=inline, prefix=prefix), BANKS))
    assert list(made.files) == ["clienti.xlsx#Cliente", "clienti.xlsx#287 C_C bancario cliente"]
    assert made.figures()["files"] == 1
    raw = made.content("clienti.xlsx")
    names = [name for name, _ in CUSTOMER]
    wanted = plain.files["1_customer_18.csv"].select(names)
    got = seen(raw).rename(dict(zip(seen(raw).columns, names, strict=True)))
    assert got.equals(wanted)
    assert seen(raw, 1).rows() == plain.files["2_customer_bank_account_287.csv"].rows()
    # Text stays text, and a formula is none.
    assert "00184" in got["Post Code"].to_list()
    book = openpyxl.load_workbook(BytesIO(raw))
    sheet = book.worksheets[0]
    last = 3 + wanted.height
    assert sheet.tables["Table1"].ref == sheet.tables["Table1"].autoFilter.ref == f"A3:V{last}"
    assert {cell.data_type for row in sheet.iter_rows(min_row=4) for cell in row if cell.value is not None} == {"s"}
    assert all(cell.number_format == "@" for row in sheet.iter_rows(min_row=4) for cell in row if cell.value)
    assert set(made.keys["file"].drop_nulls()) == set(made.files)


def test_every_other_part_stays_byte_by_byte(tmp_path: Path) -> None:
    raw = package(Sheet(), BANKS, Sheet("23", "Fornitore", (("No.", "Nr."), ("Name", "Nome")), rows=[["F1", "Beta"]]))
    made = filled(tmp_path, raw)
    before, after = parts_of(raw), parts_of(made.content("clienti.xlsx"))
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    # The supplier's sheet is none of ours.
    # One account is one row, as the empty table had: its range is the same.
    assert sorted(changed) == ["xl/tables/table1.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(BytesIO(made.content("clienti.xlsx"))) as new:
        assert new.testzip() is None
        assert new.comment == old.comment
        assert [one.date_time for one in new.infolist()] == [one.date_time for one in old.infolist()]
    # Of the sheet itself all but its rows.
    sheet = before["xl/worksheets/sheet1.xml"]
    head, _, tail = sheet.partition(b"</x:sheetData>")
    now = after["xl/worksheets/sheet1.xml"]
    assert now.endswith(b"</x:sheetData>" + tail)
    assert now.startswith(head.replace(b'"A1:V3"', b'"A1:V19"'))
    # Nothing but the range of the table.
    table = before["xl/tables/table1.xml"].replace(b"A3:V4", b"A3:V19")
    assert after["xl/tables/table1.xml"] == table


def test_the_order_of_the_template_counts_and_captions_do_not(tmp_path: Path) -> None:
    turned = tuple((name, f"Campo {place}") for place, (name, _) in enumerate(reversed(CUSTOMER)))
    made = filled(tmp_path, package(Sheet(fields=turned), BANKS))
    frame = made.files["clienti.xlsx#Cliente"]
    assert frame.columns == [name for name, _ in turned]
    got = seen(made.content("clienti.xlsx"))
    assert got["Campo 0"].equals(frame["Contact Type"], check_names=False)
    # First names before Individual Person would be refused; the city behind its CAP is safe.
    told = [one.english for one in made.told]
    assert any(
        "Individual Person stands behind First Name, Last Name, Date of Birth, Place of Birth" in one for one in told
    )
    assert not any("Post Code stands behind City" in one for one in told)


@pytest.mark.parametrize("language", [0, 1])
def test_without_an_xml_map_captions_are_known_in_two_languages(tmp_path: Path, language: int) -> None:
    fields = tuple((pair[language],) * 2 for pair in CUSTOMER if pair[0] not in ("Name", "First Name"))
    made = filled(tmp_path, package(Sheet(fields=((CUSTOMER[1][0],) * 2, *fields), mapped=False, number="18")))
    assert set(made.files["clienti.xlsx#Cliente"].columns) == {name for name, _ in CUSTOMER} - {"First Name"}


def test_a_caption_that_two_fields_have_is_neither(tmp_path: Path) -> None:
    text = (
        '[target]\nname = "x"\n[[objects]]\nname = "A"\nfile = "a"\nkey = "id"\ntable = "18"\ncolumns = ['
        '{ name = "id", from = "@key" }, { name = "E-Mail", from = "email" }, { name = "E Mail", from = "pec" }]'
    )
    fields = (("id", "id"), ("email", "email"), ("x", "x"))
    path = put(tmp_path, package(Sheet(fields=fields, mapped=False)))
    made = ic.export(traps(), read_target(text.encode(), "x.toml"), template=path)
    assert made.files["clienti.xlsx#Cliente"].columns == ["id"]
    assert "Cliente: columns that stay empty: email, x" in [one.english for one in made.told]


def test_columns_that_are_lacking_or_unknown_are_told(tmp_path: Path) -> None:
    fields = (("Search Name", "Nome di ricerca"), *CUSTOMER[:2], *CUSTOMER[3:17], ("Blocked", "Bloccato"))
    made = filled(tmp_path, package(Sheet(fields=fields)))
    told = "\n".join(one.english for one in made.told)
    assert "CAUTION, Cliente: there are no columns for what an e-invoice needs" in told
    assert "PA Code (9)" in told
    assert "whose values stay behind: Contact Type (20), PEC E-Mail Address (1)" in told
    assert "columns that stay empty: Nome di ricerca, Bloccato" in told
    assert "no sheet for Customer Bank Account: 1 rows stay in a CSV file" in told
    assert all(one.english in made.readme for one in made.told)
    # What went into Name 2 is not cut: without that column the row is held.
    assert "erp.7" in made.held["golden_id"].to_list()
    # The system takes a row for one if there is a cell in the first column.
    sheet = parts_of(made.content("clienti.xlsx"))["xl/worksheets/sheet1.xml"]
    assert sheet.count(b'<x:c r="A') == sheet.count(b"<x:row ")
    assert seen(made.content("clienti.xlsx"))["Nome"].to_list() == made.files["clienti.xlsx#Cliente"]["Name"].to_list()


def test_individual_person_has_to_be_there_for_names(tmp_path: Path) -> None:
    fields = tuple(pair for pair in CUSTOMER if pair[0] != "Individual Person")
    made = filled(tmp_path, package(Sheet(fields=fields)))
    assert any("there is no Individual Person, without which" in one.english for one in made.told)


def test_a_table_that_stands_elsewhere(tmp_path: Path) -> None:
    made = filled(tmp_path, package(Sheet(row=7, begins=3)))
    raw = made.content("clienti.xlsx")
    book = openpyxl.load_workbook(BytesIO(raw))
    rows = len(made.files["clienti.xlsx#Cliente"])
    assert book.worksheets[0].tables["Table1"].ref == f"C7:X{7 + rows}"
    assert book.worksheets[0]["C8"].value == "ERP.1"


@pytest.mark.parametrize("library", ["xlsxwriter", "openpyxl"])
def test_tables_of_libraries(tmp_path: Path, library: str) -> None:
    path = tmp_path / "clienti.xlsx"
    names = ["No.", "Name", "City", "Post Code"]
    if library == "xlsxwriter":
        book = xlsxwriter.Workbook(path)
        book.add_worksheet("Customer").add_table(0, 0, 1, 3, {"columns": [{"header": name} for name in names]})
        book.close()
    else:
        book = openpyxl.Workbook()
        book.active.title = "Customer"
        book.active.append(names)
        book.active.add_table(openpyxl.worksheet.table.Table(displayName="T", ref="A1:D2"))
        book.save(path)
    made = ic.export(traps(), "business_central", template=path)
    raw = made.content("clienti.xlsx")
    assert seen(raw, header=1).equals(made.files["clienti.xlsx#Customer"])
    before, after = parts_of(path.read_bytes()), parts_of(raw)
    assert list(before) == list(after)
    assert sum(before[name] != after[name] for name in before) == 2


ODD = st.text(st.characters(codec="utf-8"), max_size=20)
MARKS = st.sampled_from(
    ["_x000D_", "_x0041_x", "_x_", "a&b<c>d\"e'", "=1+1", "@SUM(A1)", "]]>", "00184", "1e5", "TRUE"]
)


@given(st.lists(st.one_of(ODD, MARKS, st.tuples(ODD, MARKS).map("".join)), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_is_read_back(names: list[str]) -> None:
    raw = package(Sheet(fields=CUSTOMER[:2]))
    target = find_target("business_central")
    template = _read(raw)
    golden = pl.DataFrame(
        {"golden_id": [f"a.{n}" for n in range(len(names))], "ragione_sociale": names, "tipo": "azienda"}
    )
    from italclean.exports.export import make_export
    from italclean.exports.source import customers_of

    made = make_export(customers_of(golden), target, "en", Filling(template, matched(target, template)))
    book = openpyxl.load_workbook(BytesIO(made.content("clienti.xlsx")))
    rows = {row[0].value: row[1] for row in book.worksheets[0].iter_rows(min_row=4)}
    wanted = dict(made.files["clienti.xlsx#Cliente"].rows())
    assert set(rows) - {None} == set(wanted)
    for key, name in wanted.items():
        cell = rows[key]
        # openpyxl leaves the marks of Excel for characters alone.
        shown = (cell.value or "").replace("_x005F_", "_")
        assert shown == (name or "")
        assert cell.value is None or cell.data_type == "s"


def _read(raw: bytes) -> Template:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return read_template(put(Path(folder), raw))


@given(customers())
@settings(max_examples=15, deadline=None)
def test_nobody_is_lost(listed: pl.DataFrame) -> None:
    from italclean.exports.export import make_export
    from italclean.exports.source import customers_of

    target = find_target("business_central")
    template = _read(package(Sheet(), BANKS))
    made = make_export(customers_of(listed), target, "en", Filling(template, matched(target, template)))
    plain = ic.export(listed, "business_central", language="en")
    assert (
        made.figures() == {**plain.figures(), "files": made.figures()["files"]} or made.held.height >= plain.held.height
    )
    assert set(made.keys["golden_id"]) == set(listed["golden_id"])
    assert made.keys.filter(pl.col("outcome") == "import")["file"].null_count() == 0


def test_control_characters_are_held() -> None:
    golden = pl.DataFrame({"golden_id": ["a.1", "a.2"], "ragione_sociale": ["Al\x01fa", "Beta"], "tipo": "azienda"})
    from italclean.exports.export import make_export
    from italclean.exports.source import customers_of

    target = find_target("business_central")
    template = _read(package(Sheet(fields=CUSTOMER[:2])))
    made = make_export(customers_of(golden), target, "en", Filling(template, matched(target, template)))
    assert made.held["golden_id"].to_list() == ["a.1"]
    assert made.preflight.filter("held")["check"].to_list() == ["characters"]


def _bomb() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("[Content_Types].xml", "spreadsheetml.sheet")
        with whole.open("xl/workbook.xml", "w") as part:
            for _ in range(300):
                part.write(b" " * (1 << 20))
    return made.getvalue()


def _doctype() -> bytes:
    sheet = parts_of(package())["xl/worksheets/sheet1.xml"]
    bad = sheet.replace(b"<x:worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><x:worksheet')
    return package(Sheet(), **{"xl/worksheets/sheet1.xml": bad})


def _plain_sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["No.", "Name"])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


BAD: dict[str, tuple[Any, str]] = {
    "text": (lambda: b"No.;Name\r\n1;Alfa\r\n", "it is no workbook of Excel"),
    "html": (lambda: b"<html><table><tr><td>No.</td></tr></table></html>", "it is no workbook of Excel"),
    "empty": (lambda: b"", "it is no workbook of Excel"),
    "a zip of something else": (lambda: _zip("a.txt"), "it is no workbook of Excel"),
    "xls": (
        (Path(__file__).parents[1] / "readers" / "workbooks" / "clienti.xls").read_bytes,
        "it is no .xlsx file",
    ),
    "locked": (
        (Path(__file__).parents[1] / "readers" / "workbooks" / "chiuso.xlsx").read_bytes,
        "it is locked by a password",
    ),
    "cut off": (lambda: package()[:2000], "it is damaged"),
    "no table": (_plain_sheet, "no sheet holds a table with headers"),
    "another table": (
        lambda: package(Sheet("23", "Fornitore", (("Vendor", "Forn."),))),
        "no table is of those that are filled (Customer, Customer Bank Account); the sheets are: Fornitore",
    ),
    "a document type": (_doctype, "it is damaged"),
    "UTF-16": (
        lambda: package(Sheet(), **{"xl/worksheets/sheet1.xml": "<x:worksheet/>".encode("utf-16")}),
        "it is damaged",
    ),
    "no cells": (
        lambda: package(Sheet(), **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData/></worksheet>"}),
        "it is damaged",
    ),
    "a broken range": (
        lambda: package(Sheet(), **{"xl/tables/table1.xml": b"<table ref='A3'/>"}),
        "no sheet holds a table with headers",
    ),
    "rows": (
        lambda: package(Sheet(rows=[["C1", "Alfa"], ["C2", "Beta"]])),
        "below the headers (row 3) of the sheet Cliente there are 2 rows already",
    ),
    "rows below": (
        lambda: package(Sheet(below='<x:row r="90"><x:c r="A90"><x:v>1</x:v></x:c></x:row>')),
        "there are 1 rows already",
    ),
    "no key": (
        lambda: package(Sheet(fields=CUSTOMER[1:])),
        "the sheet Cliente lacks columns without which no row is taken: No.",
    ),
    "two of one": (lambda: package(Sheet(), Sheet(name="Altri")), "several sheets are Customer: Cliente, Altri"),
}


def _zip(name: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        whole.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_of_which_bytes_are_wrong_is_filled_or_refused(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    raw = bytearray(package(Sheet(), BANKS))
    for _ in range(chosen.randint(1, 6)):
        raw[chosen.randrange(len(raw))] = chosen.randrange(256)
    with contextlib.suppress(BadTemplate, UnreadableFile):
        made = filled(tmp_path, bytes(raw[: chosen.choice([len(raw), chosen.randrange(len(raw))])]))
        assert made.content("clienti.xlsx")


@pytest.mark.parametrize("name", BAD)
def test_a_workbook_that_cannot_be_filled_says_why(tmp_path: Path, name: str) -> None:
    make, why = BAD[name]
    with pytest.raises(BadTemplate) as caught:
        filled(tmp_path, make())
    assert why in caught.value.text("en"), caught.value.text("en")
    assert caught.value.text("it") != caught.value.text("en")


def test_an_empty_row_below_the_headers_is_no_row(tmp_path: Path) -> None:
    empty = '<x:row r="4"><x:c r="A4" s="1"/><x:c r="B4" t="str"><x:v></x:v></x:c></x:row>'
    made = filled(tmp_path, package(Sheet(below=empty)))
    assert seen(made.content("clienti.xlsx"))["Nr."][0] == "ERP.1"


def test_a_workbook_that_would_fill_the_memory(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        filled(tmp_path, _bomb())


def test_no_file_and_no_taker(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        ic.export(traps(), "business_central", template=tmp_path / "none.xlsx")
    with pytest.raises(BadTemplate, match="HubSpot takes no template"):
        ic.export(traps(), "hubspot", template=put(tmp_path, package()), language="en")


def test_more_rows_than_a_sheet_takes() -> None:
    template = _read(package(Sheet(fields=CUSTOMER[:1])))
    filling = Filling(template, matched(find_target("business_central"), template))
    rows = pl.DataFrame({"No.": pl.Series(["x"]).new_from_index(0, MOST_ROWS - 3)})
    assert filling.ordered("Customer", rows).height == MOST_ROWS - 3
    with pytest.raises(BadTemplate, match="1048574 rows for the sheet Cliente, which takes 1048573"):
        filling.ordered("Customer", pl.concat([rows, rows[:1]]))


def test_an_object_without_rows_leaves_its_sheet_alone(tmp_path: Path) -> None:
    raw = package(Sheet(), BANKS)
    made = filled(tmp_path, raw, traps().drop("iban"))
    assert parts_of(made.content("clienti.xlsx"))["xl/tables/table2.xml"] == parts_of(raw)["xl/tables/table2.xml"]


@given(st.integers(1, 16_384))
def test_letters_and_numbers_are_each_others(number: int) -> None:
    assert number_of(letters_of(number)) == number


def test_the_commands(tmp_path: Path) -> None:
    put(tmp_path, package(Sheet(), BANKS))
    (tmp_path / "elenco.csv").write_text(
        "Codice;Cliente;CF;Mail;IBAN;IBAN 2\n"
        "1;Rossi Mario;RSSMRA85T10A562S;mario@rossi.it;IT60X0542811101000000123456;DE89370400440532013000\n",
        encoding="utf-8",
    )

    def italclean(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "italclean", *arguments, "--lang", "en"]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    filling = ("--for", "business_central", "--template", "clienti.xlsx")
    run = italclean("run", "erp=elenco.csv", "--out", "pulito", *filling)
    assert run.returncode == 0, run.stderr
    first = tmp_path / "pulito" / "business_central" / "clienti.xlsx"
    assert seen(first.read_bytes(), 1)["IBAN"].to_list() == ["IT60X0542811101000000123456", "DE89370400440532013000"]
    told = json.loads((tmp_path / "pulito" / "run.json").read_text(encoding="utf-8"))["exports"]
    assert [(one["target"], one["figures"]["rows"]) for one in told] == [("business_central", 3)]
    assert any("Post Code stands behind City" in one["en"] for one in told[0]["told"])
    report = (tmp_path / "pulito" / "report.html").read_text(encoding="utf-8")
    assert "Dynamics 365 Business Central" in report

    again = italclean("export", "pulito", "--out", "bc", "--for", "hubspot", *filling)
    assert again.returncode == 0, again.stderr
    second = tmp_path / "bc" / "business_central" / "clienti.xlsx"
    assert parts_of(second.read_bytes()) == parts_of(first.read_bytes())
    # What was filled is no template any more, and nothing is asked of one that nobody takes.
    (tmp_path / "altro.xlsx").write_bytes(second.read_bytes())
    full = italclean("export", "pulito", "--out", "tre", "--for", "business_central", "--template", "altro.xlsx")
    assert (full.returncode, "1 rows already" in full.stderr) == (2, True), full.stderr
    assert not (tmp_path / "tre").exists()
    assert italclean("export", "pulito", "--out", "tre", "--for", "odoo", "--template", "clienti.xlsx").returncode == 2
    assert italclean("run", "erp=elenco.csv", "--out", "q", "--template", "clienti.xlsx").returncode == 2
    assert italclean("clean", "erp=elenco.csv", "--out", "q", "--template", "clienti.xlsx").returncode == 2
