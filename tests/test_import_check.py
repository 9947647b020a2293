"""The check of import files: good files of every target pass, and each cell that the target would refuse is found."""

import json
import shutil
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from stdnum.it import iva

FILES = dict[str, list[dict[str, str]]]

_VAT = "00743110157"  # of no customer: its check digit is right


def rows_of(path: Path) -> list[dict[str, str]]:
    """A file of the good ones, every cell text."""
    separator = ";" if path.parent.name == "brevo" else ","
    return pl.read_csv(path, infer_schema=False, separator=separator).fill_null("").to_dicts()


# Small files as the targets take them, made by hand: `import_files/TARGET/FILE`.
GOOD: dict[str, FILES] = {
    folder.name: {path.name: rows_of(path) for path in sorted(folder.iterdir())}
    for folder in sorted(Path(__file__).with_name("import_files").iterdir())
}

# target, file, row, column, the cell as it must not be, words of the rule, how sure.
BAD = [
    ("business_central", "1_customers.csv", 1, "No.", "", "required", "high"),
    ("business_central", "1_customers.csv", 2, "No.", "c1", "once in the object", "high"),
    ("business_central", "1_customers.csv", 1, "No.", "X" * 21, "at most 20", "high"),
    ("business_central", "1_customers.csv", 1, "Name", " ", "required", "high"),
    ("business_central", "1_customers.csv", 1, "City", "San Valentino in Abruzzo Citeriore", "at most 30", "high"),
    ("business_central", "1_customers.csv", 1, "County", "Milano", "two letters", "high"),
    ("business_central", "1_customers.csv", 1, "County", "mi", "two letters", "high"),
    ("business_central", "1_customers.csv", 1, "Phone No.", "02123 int. 4", "no letters", "high"),
    ("business_central", "1_customers.csv", 1, "E-Mail", "a@b.it; chiuso", "e-mail", "high"),
    ("business_central", "1_customers.csv", 2, "VAT Registration No.", f"IT{_VAT}", "no IT", "high"),
    ("business_central", "1_customers.csv", 2, "VAT Registration No.", "00743110158", "check digit", "high"),
    ("business_central", "1_customers.csv", 1, "Fiscal Code", "RSSMRA85T10A562T", "check character", "high"),
    ("business_central", "1_customers.csv", 1, "Fiscal Code", "RSSMRA85T10A56", "check character", "high"),
    ("business_central", "1_customers.csv", 2, "Fiscal Code", "00743110158", "check character", "high"),
    ("business_central", "1_customers.csv", 2, "Individual Person", "persona", "Yes or No", "high"),
    ("business_central", "1_customers.csv", 2, "Last Name", "Po", "only with Individual Person", "high"),
    ("business_central", "1_customers.csv", 2, "Date of Birth", "1985-12-10", "only with Individual Person", "high"),
    ("business_central", "1_customers.csv", 1, "Date of Birth", "10/12/1985", "YYYY-MM-DD", "high"),
    ("business_central", "1_customers.csv", 1, "Date of Birth", "1985-02-30", "YYYY-MM-DD", "high"),
    ("business_central", "1_customers.csv", 1, "Last Name", "", "an invoice", "medium"),
    ("business_central", "1_customers.csv", 1, "PA Code", "ABC", "six or seven", "high"),
    ("business_central", "2_contacts.csv", 2, "Company No.", "C9", "among the companies", "high"),
    ("business_central", "2_contacts.csv", 2, "Company No.", "P1", "among the companies", "high"),
    ("business_central", "2_contacts.csv", 1, "Surname", "Po", "type Person", "high"),
    ("business_central", "2_contacts.csv", 1, "Type", "azienda", "Company or Person", "high"),
    ("business_central", "3_banks.csv", 2, "Code", "1", "one row a customer and code", "high"),
    ("business_central", "3_banks.csv", 1, "ABI", "0542", "five digits", "high"),
    ("business_central", "3_banks.csv", 1, "Customer No.", "C7", "among the companies", "high"),
    ("dynamics_sales", "1_accounts.csv", 1, "Account Name", "A" * 161, "at most 160", "medium"),
    ("dynamics_sales", "1_accounts.csv", 1, "Account Number", "erp:1", "in a key", "high"),
    ("dynamics_sales", "1_accounts.csv", 1, "Account Number", "+39333", "in a key", "high"),
    (
        "dynamics_sales",
        "1_accounts.csv",
        1,
        "Account Number",
        "",
        "key is filled",
        "high",
    ),
    ("dynamics_sales", "1_accounts.csv", 1, "Email", "info@alfa", "one e-mail", "high"),
    ("dynamics_sales", "1_accounts.csv", 1, "Do not allow Bulk Emails", "consente", "a label", "high"),
    ("dynamics_sales", "2_contacts.csv", 1, "Last Name", "", "required", "high"),
    ("dynamics_sales", "2_contacts.csv", 1, "First Name", "N" * 51, "at most 50", "high"),
    ("dynamics_sales", "2_contacts.csv", 1, "Company Name", "erp.9", "among the companies", "high"),
    ("dynamics_sales", "2_contacts.csv", 1, "Birthday", "10/12/1985", "YYYY-MM-DD", "medium"),
    ("dynamics_sales", "2_contacts.csv", 1, "Gender", "F", "1 Male", "medium"),
    ("salesforce", "1_Account.csv", 1, "Name", "", "required", "high"),
    ("salesforce", "1_Account.csv", 1, "BillingCity", "x" * 41, "at most 40", "high"),
    ("salesforce", "1_Account.csv", 1, "BillingStateCode", "Torino", "two capitals", "medium"),
    ("salesforce", "1_Account.csv", 1, "Golden_Id__c", "", "key is filled", "high"),
    ("salesforce", "2_Contact.csv", 1, "Birthdate", "1985-12-10T00:00", "YYYY-MM-DD", "high"),
    ("salesforce", "2_Contact.csv", 1, "HasOptedOutOfEmail", "si", "true or false", "medium"),
    ("salesforce", "2_Contact.csv", 1, "Account.Golden_Id__c", "erp.7", "among the companies", "high"),
    ("salesforce", "2_Contact.csv", 1, "Salutation", "Dott.ssa", "must be added", "medium"),
    ("salesforce", "2_Contact.csv", 1, "Email", "a@b.it; c@d.it", "one e-mail", "medium"),
    ("hubspot", "1_companies.csv", 1, "domain", "www alfa", "a valid domain", "high"),
    ("hubspot", "1_companies.csv", 1, "domain", "gmail.com", "no firm's", "medium"),
    ("hubspot", "1_companies.csv", 1, "domain", "legalmail.it", "no firm's", "medium"),
    ("hubspot", "2_contacts.csv", 1, "email", "m@alfa", "one e-mail", "high"),
    ("hubspot", "2_contacts.csv", 1, "lifecyclestage", "cliente", "internal name", "medium"),
    ("hubspot", "2_contacts.csv", 1, "hs_legal_basis", "consenso", "five bases", "medium"),
    ("hubspot", "2_contacts.csv", 1, "company_key", "erp.7", "among the companies", "high"),
    ("hubspot", "2_contacts.csv", 1, "golden_id", "", "key is filled", "high"),
    ("marketo", "leads.csv", 1, "email", "", "required", "high"),
    ("marketo", "leads.csv", 1, "email", "nicolò@alfa.it", "only ASCII", "medium"),
    ("marketo", "leads.csv", 1, "dateOfBirth", "12/10/85", "YYYY-MM-DD", "high"),
    ("marketo", "leads.csv", 1, "unsubscribed", "si", "true or false", "high"),
    ("marketo", "leads.csv", 1, "firstName", "N" * 256, "at most 255", "high"),
    ("marketo", "leads.csv", 1, "externalCompanyId", "N" * 101, "at most 100", "high"),
    ("mailchimp", "subscribed.csv", 1, "Email Address", "nicolò@alfa.it", "only ASCII", "high"),
    ("mailchimp", "subscribed.csv", 1, "Email Address", "", "required", "high"),
    ("mailchimp", "subscribed.csv", 1, "First Name", "ò" * 128, "at most 255 bytes", "high"),
    ("mailchimp", "subscribed.csv", 1, "GOLDEN_ID", "ò" * 128, "at most 255 bytes", "high"),
    ("mailchimp", "subscribed.csv", 1, "Birthday", "30/12", "MM/DD", "medium"),
    ("mailchimp", "subscribed.csv", 1, "Address", "Via Roma 1, Milano", "two blanks", "medium"),
    ("brevo", "contacts.csv", 1, "SMS", "3331234", "country code", "medium"),
    ("brevo", "contacts.csv", 2, "SMS", "", "an e-mail address or a number", "high"),
    ("brevo", "contacts.csv", 2, "EMAIL", "M@alfa.it", "once in the object", "high"),
    ("odoo", "partners.csv", 2, "id", "italclean.c1", "once in the object", "high"),
    ("odoo", "partners.csv", 1, "id", "", "key is filled", "high"),
    ("odoo", "partners.csv", 2, "parent_id/id", "italclean.c9", "among the companies", "high"),
    ("odoo", "partners.csv", 1, "parent_id/id", "italclean.c2", "before its contacts", "high"),
    ("odoo", "partners.csv", 1, "codice_destinatario", "ABC123", "exactly seven", "high"),
    ("odoo", "partners.csv", 1, "codice_destinatario", "ABC1234", "only with 0000000", "high"),
    ("odoo", "partners.csv", 2, "fiscalcode", _VAT, "exactly 16", "high"),
    ("odoo", "partners.csv", 1, "vat", "IT00743110158", "check digit", "medium"),
    ("generic", "golden.csv", 2, "golden_id", "erp.1", "once in the object", "high"),
    ("generic", "golden.csv", 1, "golden_id", "", "key is filled", "high"),
    ("generic", "golden.csv", 1, "email", "chiusa", "one e-mail", "medium"),
    ("generic", "golden.csv", 1, "data_nascita", "10/12/1985", "YYYY-MM-DD", "medium"),
    ("fatturapa", "anagrafiche.csv", 1, "Denominazione", "L’Alfa S.r.l.", "Latin-1", "high"),
    ("fatturapa", "anagrafiche.csv", 1, "Denominazione", "Kovač S.r.l.", "Latin-1", "high"),
    ("fatturapa", "anagrafiche.csv", 1, "Denominazione", "A" * 81, "at most 80", "high"),
    ("fatturapa", "anagrafiche.csv", 1, "Cognome", "Rossi", "or Nome and Cognome", "high"),
    ("fatturapa", "anagrafiche.csv", 1, "CAP", "1234A", "five digits", "high"),
    ("fatturapa", "anagrafiche.csv", 1, "Provincia", "To", "two capitals", "high"),
    ("fatturapa", "anagrafiche.csv", 1, "CodiceFiscale", "rssmra85t10a562s", "11,16", "high"),
    ("fatturapa", "anagrafiche.csv", 1, "IdCodice", f"IT{_VAT}", "twice", "high"),
    ("fatturapa", "anagrafiche.csv", 1, "Indirizzo", "", "required", "high"),
]

# id, mailboxes, and whether it may be contacted by mail, telephone and post.
GOLDEN = """\
golden_id;email;email_2;contattabile_email;contattabile_telefono;contattabile_posta
erp.1;info@alfa.it;;no;si;si
erp.2;m@alfa.it;m.rossi@alfa.it;si;si;si
erp.3;x@alfa.it;;da_verificare;no;no
erp.4;casa@alfa.it;;si;si;si
erp.5;casa@alfa.it;;da_verificare;si;si
"""


@pytest.fixture(scope="module")
def check(repository: Path) -> Any:
    """The command's function."""
    sys.path.insert(0, str(repository / "benchmarks"))
    try:
        from import_check import check as function
    finally:
        sys.path.pop(0)
    return function


@pytest.fixture(scope="module")
def of_good_files(check: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What is said of the good files of a target, none of it sure."""

    @cache
    def findings(target: str) -> pl.DataFrame:
        table, _ = check(target, write(tmp_path_factory.mktemp(target) / "good", GOOD[target], target))
        return table

    return findings


def write(folder: Path, files: FILES, target: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        pl.DataFrame(rows).write_csv(
            folder / name, separator=";" if target == "brevo" else ",", include_bom=target == "dynamics_sales"
        )
    return folder


def changed(files: FILES, file: str, row: int, column: str, value: str) -> FILES:
    return {
        name: [cells | {column: value} if (name, at) == (file, row) else cells for at, cells in enumerate(rows, 1)]
        for name, rows in files.items()
    }


@pytest.mark.parametrize("target", GOOD)
def test_good_files_pass(check: Any, tmp_path: Path, target: str) -> None:
    table, summary = check(target, write(tmp_path / "good", GOOD[target], target))
    assert table.filter(pl.col("confidence") == "high").rows() == []
    assert summary["ok"]
    assert [one["file"] for one in summary["files"]] == list(GOOD[target])
    assert len({one["object"] for one in summary["files"]}) == len(GOOD[target])


@pytest.mark.parametrize(("target", "file", "row", "column", "value", "words", "sure"), BAD)
def test_each_bad_cell_is_found(
    check: Any,
    of_good_files: Any,
    tmp_path: Path,
    target: str,
    file: str,
    row: int,
    column: str,
    value: str,
    words: str,
    sure: str,
) -> None:
    table, summary = check(target, write(tmp_path / "bad", changed(GOOD[target], file, row, column, value), target))
    found = table.join(of_good_files(target), on=table.columns, how="anti", nulls_equal=True).filter(
        pl.col("rule").str.contains(words), pl.col("file") == file, pl.col("confidence") == sure
    )
    shown = {"PECDestinatario", "Denominazione", "EMAIL", "pec_destinatario", column}
    assert found.filter(pl.col("row").is_null() | (pl.col("row") == row), pl.col("field").is_in(shown)).height, table
    assert summary["ok"] == (sure != "high" or target == "fatturapa")


FORMS = [
    ("salesforce", b"Golden_Id__c,Name,BillingCity\n1,Forl\xec,x\n", "UTF-8"),
    ("salesforce", b"Golden_Id__c,Name,BillingCity\r\n1,Alfa,x\n", "LF or CRLF"),
    ("salesforce", b"Golden_Id__c,Name,BillingCity\n1,Alfa\n2,Beta,y\n", "as many cells"),
    ("salesforce", b"Golden_Id__c,Name,BillingCity\n1,Alfa,x,y\n", "as many cells"),
    ("salesforce", b'Golden_Id__c,Name,BillingCity\n1,"Alfa,x\n', "not closed"),
    ("salesforce", b'Golden_Id__c,Name,BillingCity\n1,Alfa "A" srl,x\n', "not quoted"),
    ("salesforce", b"Golden_Id__c,Name,BillingCity,Provincia\n1,Alfa,x,TO\n", "no such column"),
    ("salesforce", b"Golden_Id__c,Name,BillingCity,LastName\n1,Alfa,x,y\n", "a column of"),
    ("salesforce", b"Golden_Id__c,Name,BillingCity,Name\n1,Alfa,x,y\n", "a name of its own"),
    ("salesforce", b"Golden_Id__c,name,BillingCity\n1,Alfa,x\n", "as the target does"),
    ("salesforce", b"Golden_Id__c,BillingCity,BillingStreet\n1,Torino,x\n", "required column"),
    ("salesforce", b"a,b\n1,2\n", "no file"),
    ("marketo", b"email,firstname,lastName\na@b.it,A,B\n", "as the target does"),
    ("marketo", b"email,First Name,lastName\na@b.it,A,B\n", "REST API"),
    ("marketo", b"email,firstName,lastName\na@b.it,A,B\nA@b.it,C,D\n", "once in the object"),
    ("hubspot", b"email,firstname,golden_id\na@b.it,A,1\na@B.it,B,2\n", "one row a mailbox"),
    ("hubspot", b"email,firstname,lastname,golden_id\n,,,1\n", "one of email"),
    ("brevo", b"EMAIL,FIRSTNAME,LASTNAME\na@b.it,A,B\n", "parted by"),
    ("brevo", b"EMAIL;FIRSTNAME;Citta\na@b.it;A;B\n", "no such column"),
    ("brevo", b"EMAIL;First name;LASTNAME\na@b.it;A;B\n", "in capitals"),
    ("dynamics_sales", b"Last Name,First Name,Birthday,Company Name\nRossi,A,,erp.1\n", "a file of the companies"),
    ("business_central", b"No.,Name,Last Name\n1,Po,Po\n", "only with Individual Person"),
]


@pytest.mark.parametrize(("target", "text", "words"), FORMS)
def test_a_file_that_the_target_reads_otherwise_is_found(
    check: Any, tmp_path: Path, target: str, text: bytes, words: str
) -> None:
    (tmp_path / "file.csv").write_bytes(text)
    table, summary = check(target, tmp_path)
    assert table.filter(pl.col("rule").str.contains(words), pl.col("confidence") == "high").height, table.rows()
    assert not summary["ok"]


def test_a_cell_of_several_lines_is_one_cell(check: Any, tmp_path: Path) -> None:
    text = b'Golden_Id__c,Name,BillingStreet,BillingCity\r\n1,"Alfa ""A"", srl","Via Po 1\nScala B",x\r\n2,Beta,,y\r\n'
    (tmp_path / "Account.csv").write_bytes(text)
    table, summary = check("salesforce", tmp_path)
    assert table.filter(pl.col("confidence") == "high").rows() == []
    assert summary["files"] == [{"file": "Account.csv", "object": "Account", "rows": 2, "key": "Golden_Id__c"}]


def test_rows_keep_their_number_where_others_are_broken(check: Any, tmp_path: Path) -> None:
    (tmp_path / "Account.csv").write_bytes(b"Golden_Id__c,Name,BillingCity\n1,Alfa,x\n2,Beta\n\n4,,y\n")
    table, _ = check("salesforce", tmp_path)
    assert table.filter(pl.col("rule") == "required")["row"].to_list() == [4]
    short = table.filter(pl.col("rule").str.contains("as many"))
    assert short.select("row", "value").rows() == [(2, "2 cells, 3 in the header")]


def test_a_key_stands_once_in_all_files_of_an_object(check: Any, tmp_path: Path) -> None:
    for name in ("1_Account.csv", "2_Account.csv"):
        (tmp_path / name).write_text("Golden_Id__c,Name,BillingCity\nerp.1,Alfa,x\n")
    table, _ = check("salesforce", tmp_path)
    found = table.filter(pl.col("rule").str.contains("once"))
    assert found.select("file", "row", "value").rows() == [("2_Account.csv", 1, "erp.1")]


def test_the_companies_come_in_an_earlier_file(check: Any, tmp_path: Path) -> None:
    files = GOOD["salesforce"]
    write(
        tmp_path / "x", {"9_Account.csv": files["1_Account.csv"], "2_Contact.csv": files["2_Contact.csv"]}, "salesforce"
    )
    table, _ = check("salesforce", tmp_path / "x")
    assert table.filter(pl.col("confidence") == "high")["rule"].to_list() == ["the company comes before its contacts"]


def test_reports_beside_the_files_are_no_imports(check: Any, tmp_path: Path) -> None:
    write(tmp_path / "x", GOOD["hubspot"], "hubspot")
    (tmp_path / "x" / "esclusi.csv").write_text("golden_id,email,motivo,campo,valore\nerp.1,a,b,c,d\n")
    (tmp_path / "x" / "leggimi.md").write_text("# x\n")
    _, summary = check("hubspot", tmp_path / "x")
    assert summary["not_read"] == ["esclusi.csv", "leggimi.md"]
    _, summary = check("hubspot", tmp_path / "x", left_out=["2_contacts.csv"])
    assert [one["file"] for one in summary["files"]] == ["1_companies.csv"]
    write(tmp_path / "y", GOOD["generic"], "generic")
    (tmp_path / "y" / "esclusi.csv").write_text("golden_id,email,motivo\nerp.1,a,b\nerp.1,c,d\n")
    _, summary = check("generic", tmp_path / "y")
    assert summary["not_read"] == ["esclusi.csv"]


def test_a_workbook_of_a_package_has_its_headers_in_the_third_row(check: Any, tmp_path: Path) -> None:
    import xlsxwriter

    rows = GOOD["business_central"]["1_customers.csv"]
    with xlsxwriter.Workbook(str(tmp_path / "pacchetto.xlsx")) as book:
        page = book.add_worksheet("Customer")
        page.write_row(0, 0, ["PACKAGE", "", "18"])
        for at, cells in enumerate([list(rows[0]), *[list(row.values()) for row in rows]]):
            for column, cell in enumerate(cells):
                page.write_string(2 + at, column, cell)
        page.write_datetime(
            3, list(rows[0]).index("Date of Birth"), date(1985, 12, 10), book.add_format({"num_format": 14})
        )
    table, summary = check("business_central", tmp_path)
    assert table.filter(pl.col("confidence") == "high").rows() == []
    assert table["rule"].str.contains("not exported by the package").any()
    assert summary["files"][0]["rows"] == 2


CONSENTS = [
    # erp.1 refuses, erp.3 is unknown: neither may be allowed. An empty cell and no column at all are both *Allow*.
    ("dynamics_sales", "1_accounts.csv", "Do not allow Bulk Emails", "Allow", "by email is refused"),
    ("dynamics_sales", "1_accounts.csv", "Do not allow Bulk Emails", "", "by email is refused"),
    ("dynamics_sales", "1_accounts.csv", "Account Number", "erp.3", "by posta is refused"),
    ("dynamics_sales", "2_contacts.csv", "External User Identifier", "erp.3", "by email is refused"),
    ("dynamics_sales", "2_contacts.csv", "External User Identifier", "erp.3", "by telefono is refused"),
    ("salesforce", "2_Contact.csv", "Golden_Id__c", "erp.3", "by telefono is refused"),
    ("hubspot", "2_contacts.csv", "golden_id", "erp.3", "is marketable"),
    ("marketo", "leads.csv", "email", "x@alfa.it", "by telefono is refused"),
    ("mailchimp", "subscribed.csv", "GOLDEN_ID", "erp.1", "is marketable"),
    ("mailchimp", "subscribed.csv", "GOLDEN_ID", "erp.3", "is marketable"),
    ("brevo", "contacts.csv", "EMAIL", "info@alfa.it", "is marketable"),
    ("brevo", "contacts.csv", "EMAIL", "chi@alfa.it", "is found by its key"),
    ("generic", "golden.csv", "golden_id", "erp.3", "the answer of the golden list"),
]


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("golden") / "golden.csv"
    path.write_text(GOLDEN)
    return path


@pytest.mark.parametrize(("target", "file", "column", "value", "words"), CONSENTS)
def test_nobody_is_contacted_who_may_not_be(
    check: Any, golden: Path, tmp_path: Path, target: str, file: str, column: str, value: str, words: str
) -> None:
    files = changed(GOOD[target], file, 1, column, value)
    table, summary = check(target, write(tmp_path / "bad", files, target), golden)
    found = table.filter(pl.col("rule").str.contains(words), pl.col("confidence") == "high", pl.col("file") == file)
    assert found["row"].to_list() == [1], table.rows()
    assert not summary["ok"]


@pytest.mark.parametrize("target", [target for target in GOOD if target not in {"generic", "business_central"}])
def test_files_that_say_what_the_golden_list_says_pass(check: Any, golden: Path, tmp_path: Path, target: str) -> None:
    table, _ = check(target, write(tmp_path / "good", GOOD[target], target), golden)
    assert table.filter(pl.col("confidence") == "high").rows() == []


def test_a_flag_that_the_file_does_not_have_allows(check: Any, golden: Path, tmp_path: Path) -> None:
    rows = [{"Golden_Id__c": "erp.3", "LastName": "Po", "MailingCity": "Torino", "Email": "x@alfa.it"}]
    table, _ = check("salesforce", write(tmp_path / "x", {"Contact.csv": rows}, "salesforce"), golden)
    found = table.filter(pl.col("rule").str.contains("without a column it allows"))
    assert found["field"].to_list() == ["HasOptedOutOfEmail", "DoNotCall"]


@pytest.mark.parametrize(("own", "rows"), [("erp.1", []), ("erp.3", [1])])
def test_a_customer_is_known_by_another_key(
    check: Any, golden: Path, tmp_path: Path, own: str, rows: list[int]
) -> None:
    files = changed(
        changed(GOOD["salesforce"], "2_Contact.csv", 1, "Golden_Id__c", "~abc"), "2_Contact.csv", 1, "Email", ""
    )
    folder = write(tmp_path / "x", files, "salesforce")
    keys = tmp_path / "keys.csv"
    keys.write_text(f"golden_id,object,key\n{own},Lead,x@alfa.it\n{own},Contact,~abc\n")
    # erp.1 may be called, erp.3 may not.
    table, _ = check("salesforce", folder, golden, other_keys=keys)
    refused = table.filter(pl.col("rule").str.contains("by telefono is refused"), pl.col("confidence") == "high")
    assert refused["row"].to_list() == rows


def test_a_shared_mailbox_with_one_yes_is_a_warning(check: Any, golden: Path, tmp_path: Path) -> None:
    rows = [{"EMAIL": "casa@alfa.it", "FIRSTNAME": "Ada", "LASTNAME": "Po"}]
    table, summary = check("brevo", write(tmp_path / "x", {"a.csv": rows}, "brevo"), golden)
    assert table["rule"].str.contains("another customer of the mailbox").any()
    assert summary["ok"]


@pytest.mark.parametrize(("name", "declared"), [("unsubscribed.csv", []), ("altri.csv", ["altri.csv"])])
def test_a_file_of_those_who_are_not_written_to(
    check: Any, golden: Path, tmp_path: Path, name: str, declared: list[str]
) -> None:
    folder = write(tmp_path / "x", {name: [{"Email Address": "info@alfa.it", "First Name": "Ada"}]}, "mailchimp")
    table, summary = check("mailchimp", folder, golden, declared)
    assert table.filter(pl.col("confidence") == "high").rows() == []
    assert summary["status"] == {name: "not marketing"}


def test_the_golden_list_is_held_against_the_invoice_where_there_is_no_file(check: Any, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    header = "golden_id;cognome;nome;ragione_sociale;indirizzo;civico;cap;comune;provincia;nazione;partita_iva"
    (tmp_path / "golden.csv").write_text(f"{header}\nerp.1;;;L’Alfa S.r.l.;Via Po;1;1000;Ljubljana;;Slovenia;\n")
    table, summary = check("fatturapa", empty, tmp_path / "golden.csv")
    assert {"only Basic Latin and Latin-1", "five digits", "two capitals"} <= set(table["rule"])
    assert summary["ok"]


def test_a_consent_is_not_claimed_that_nobody_gave(check: Any, golden: Path, tmp_path: Path) -> None:
    row = {"email": "x@alfa.it", "firstname": "Ada", "hs_legal_basis": "Freely given consent from contact"}
    folder = write(tmp_path / "x", {"optout.csv": [row | {"golden_id": "erp.3"}]}, "hubspot")
    table, _ = check("hubspot", folder, golden)
    assert table.filter(pl.col("confidence") == "high")["field"].to_list() == ["hs_legal_basis"]


def test_a_text_that_was_cut_to_the_field_is_found(check: Any, tmp_path: Path) -> None:
    name = "Consorzio " * 20
    (tmp_path / "golden.csv").write_text(f"golden_id;ragione_sociale\nerp.1;{name}\nerp.2;{'B' * 101}\n")
    rows = [
        {"No.": "ERP.1", "Name": name[:100].strip(), "PA Code": ""},
        {"No.": "ERP.2", "Name": "Beta", "PA Code": ""},
    ]
    folder = write(tmp_path / "x", {"customers.csv": rows}, "business_central")
    table, summary = check("business_central", folder, tmp_path / "golden.csv")
    assert table.filter(pl.col("rule").str.contains("whole text")).select("row", "field").rows() == [(1, "Name")]
    assert (summary["customers"], summary["customers_in_files"]) == (2, 2)


def test_a_number_is_a_contact_too(check: Any, golden: Path, tmp_path: Path) -> None:
    rows = [{"EMAIL": "x@alfa.it", "FIRSTNAME": "Ada", "SMS": "+393331234567"}]
    table, _ = check("brevo", write(tmp_path / "x", {"a.csv": rows}, "brevo"), golden)
    assert set(table.filter(pl.col("rule").str.contains("written to|marketable"))["field"]) == {"EMAIL", "SMS"}


@pytest.fixture(scope="module")
def lists(repository: Path) -> Any:
    sys.path.insert(0, str(repository / "benchmarks"))
    try:
        import import_lists
    finally:
        sys.path.pop(0)
    return import_lists


def test_planted_rows_are_of_one_trap_each_and_their_codes_are_right(lists: Any) -> None:
    rows = lists.planted(6, 1)
    names = rows["CODCLI"].str.replace(r"-\d+$", "")
    assert dict(names.value_counts().iter_rows()) == dict.fromkeys(lists.TRAPS, 6)
    assert all(iva.is_valid(number) for number in rows["P.IVA"].drop_nulls().to_list() if number)
    assert rows.filter(pl.col("CELL") != "")["CELL"].is_unique().all()
    assert rows.equals(lists.planted(6, 1))


def test_the_customers_of_the_traps_are_counted_as_they_stand_in_the_golden_list(lists: Any) -> None:
    names = ["cognome", "nome", "indirizzo", "ragione_sociale", "comune", "cap", "email", "partita_iva", "referente"]
    blank = dict.fromkeys([*names, "contattabile_email"], "")
    golden = [
        blank
        | {"golden_id": "x.comune-lungo-0", "comune": "San Valentino in Abruzzo Citeriore", "contattabile_email": "si"},
        blank | {"golden_id": "x.comune-lungo-1", "comune": "Scafa", "contattabile_email": "si"},
        blank | {"golden_id": "x.famiglia-0", "email": "a@b.it", "contattabile_email": "si"},
        blank | {"golden_id": "x.famiglia-1", "email": "a@b.it", "contattabile_email": "si"},
        blank | {"golden_id": "x.rifiuto-0", "contattabile_email": "no"},
        blank | {"golden_id": "x.C0001", "comune": "San Valentino in Abruzzo Citeriore"},
    ]
    told = lists.counted(pl.DataFrame(golden), 2)
    assert told["traps"]["comune-lungo"] == {"rows": 2, "golden": 2, "left": 1, "unfit_for": ["business_central"]}
    assert told["unfit"]["business_central"] == 1
    assert told["unfit"]["mailchimp"] == 1
    assert told["not_marketable"] == 1


def test_the_golden_list_of_the_traps_can_be_imported_as_it_is(
    check: Any, lists: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["import_lists.py", "60", "--out", str(tmp_path), "--each", "2"])
    lists.main()
    told = json.loads((tmp_path / "planted.json").read_text())
    assert {name: trap["golden"] for name, trap in told["traps"].items()} == dict.fromkeys(lists.TRAPS, 2)
    assert told["traps"]["comune-lungo"]["left"] == told["traps"]["slavo"]["left"] == 2
    golden = tmp_path / "pulito" / "golden.csv"
    (tmp_path / "files").mkdir()
    shutil.copy(golden, tmp_path / "files")
    table, summary = check("generic", tmp_path / "files", golden)
    assert table.filter(pl.col("confidence") == "high").rows() == []
    assert summary["customers_in_files"] == summary["customers"] == told["customers"]
