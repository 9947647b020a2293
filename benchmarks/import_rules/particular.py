"""What one target alone asks: rules between the fields of a row."""

from __future__ import annotations

import re

import polars as pl

from import_rules.codes import wrong_fiscal_code, wrong_vat_number
from import_rules.findings import Findings
from import_rules.reading import Sheet

_YES = ["yes", "sì", "si", "true", "1"]
_MAIL_HOSTS = (
    r"(^|\.)(gmail|hotmail|outlook|live|libero|virgilio|yahoo|alice|tiscali|tim|iol|icloud|fastwebnet|inwind|msn)\.\w+$"
)
_PEC_HOSTS = r"(^|[.-])(pec|legalmail|postacert|postecert|arubapec|pecmail)\b"


def check(sheet: Sheet, findings: Findings) -> None:
    """Hold the rows of a sheet against the rules of its own target."""
    by_target = {
        "business_central": _business_central,
        "hubspot": _hubspot,
        "mailchimp": _mailchimp,
        "brevo": _brevo,
        "odoo": _odoo,
        "fatturapa": _fatturapa,
        "generic": _generic,
    }
    if sheet.target in by_target:
        by_target[sheet.target](sheet, findings)


def _cell(sheet: Sheet, name: str) -> pl.Expr:
    """The cells of a field; empty where the sheet has no column of it."""
    header = sheet.column(name)
    return pl.lit("") if header is None else pl.col(header)


def _business_central(sheet: Sheet, findings: Findings) -> None:
    def tell(wrong: pl.Expr, name: str, rule: str, confidence: str = "high") -> None:
        header = sheet.column(name)
        if header is not None:
            findings.cells(sheet, wrong, header, rule, confidence)

    if sheet.about == "Customer Bank Account (287)":
        return
    country = _cell(sheet, "Country/Region Code").str.to_uppercase()
    home = country.is_in(["", "IT"])
    county, vat, fiscal = (_cell(sheet, name) for name in ("County", "VAT Registration No.", "Fiscal Code"))
    tell(home & (county != "") & ~county.str.contains(r"^[A-Z]{2}$"), "County", "the two letters of the province")
    tell(vat.str.contains(r"(?i)^\s*IT"), "VAT Registration No.", "no IT before the number")
    number = sheet.column("VAT Registration No.")
    if number is not None:
        wrong = wrong_vat_number(sheet.frame[number])
        plain = (vat != "") & ~vat.str.contains(r"(?i)^\s*IT")
        tell(home & plain & pl.lit(wrong), "VAT Registration No.", "eleven digits with their check digit")
    code = sheet.column("Fiscal Code")
    if code is not None:
        length = fiscal.str.len_chars()
        person = pl.lit(wrong_fiscal_code(sheet.frame[code].str.to_uppercase()))
        # A code whose second and third characters are letters is not held to the check digit of firms.
        firm = pl.lit(wrong_vat_number(sheet.frame[code])) & ~fiscal.str.contains(r"^.[A-Za-z]{2}")
        wrong = pl.when(length == 16).then(person).when(length == 11).then(firm).otherwise(pl.lit(True))
        tell((fiscal != "") & wrong, "Fiscal Code", "11 or 16 characters with their check character")
    if sheet.about == "Contact (5050)":
        person = _cell(sheet, "Type").is_in(["Person", "1"])
        for name in ("First Name", "Middle Name", "Surname"):
            tell((_cell(sheet, name) != "") & ~person, name, "only of a contact of type Person")
        tell((_cell(sheet, "Company No.") != "") & ~person, "Company No.", "only of a contact of type Person")
        return
    person = _cell(sheet, "Individual Person").str.to_lowercase().is_in(_YES)
    for name in ("First Name", "Last Name", "Date of Birth", "Place of Birth"):
        tell((_cell(sheet, name) != "") & ~person, name, "only with Individual Person")
        if name in {"First Name", "Last Name"}:
            tell(person & (_cell(sheet, name) == ""), name, "an invoice to a person has it", "medium")
    resident = _cell(sheet, "Resident").is_in(["", "Resident", "0"])
    tell((fiscal != "") & ~resident, "Fiscal Code", "only of a resident")
    tell(person & resident & (fiscal == ""), "Fiscal Code", "an invoice to a person has it", "medium")
    for name in ("PA Code", "Country/Region Code", "Address", "Post Code", "City"):
        tell(_cell(sheet, name) == "", name, "an invoice has it", "medium")
    by_code = (_cell(sheet, "PEC E-Mail Address") != "") & ~_cell(sheet, "PA Code").is_in(["", "0000000"])
    tell(by_code, "PEC E-Mail Address", "an invoice uses it with 0000000 alone", "low")
    tell(
        home & (_cell(sheet, "Post Code") != "") & ~_cell(sheet, "Post Code").str.contains(r"^\d{5}$"),
        "Post Code",
        "five digits",
        "medium",
    )
    # Both flags are of the same row: the sheet's order of columns does not matter, the number of the fields does.
    names = (_cell(sheet, "First Name") != "") | (_cell(sheet, "Last Name") != "")
    if sheet.column("Individual Person") is None:
        findings.cells(sheet, names, sheet.column("Last Name") or "Last Name", "only with Individual Person", "high")


def _hubspot(sheet: Sheet, findings: Findings) -> None:
    names = ("name", "domain") if sheet.about == "companies" else ("email", "firstname", "lastname")
    empty = pl.all_horizontal([_cell(sheet, name).str.strip_chars() == "" for name in names])
    shown = next(header for name in names if (header := sheet.column(name)))
    findings.cells(sheet, empty, shown, f"one of {', '.join(names)}", "high")
    domain = sheet.column("domain")
    if domain is not None:
        hosts = pl.col(domain).str.to_lowercase().str.contains(f"{_MAIL_HOSTS}|{_PEC_HOSTS}")
        findings.cells(sheet, hosts, domain, "a domain of mailboxes is no firm's", "medium")
        again = (pl.col(domain) != "") & ~pl.col(domain).str.to_lowercase().is_first_distinct()
        findings.cells(sheet, again, domain, "one company a domain", "high")


def _mailchimp(sheet: Sheet, findings: Findings) -> None:
    for header in sheet.headers:
        if header not in sheet.fields:
            findings.cells(sheet, pl.col(header).str.len_bytes() > 255, header, "at most 255 bytes", "high")
    address = sheet.column("ADDRESS")
    if address is not None:
        parts = pl.col(address).str.count_matches("  ")
        findings.cells(
            sheet,
            (pl.col(address) != "") & (parts < 3),
            address,
            "parts of an address stand two blanks apart",
            "medium",
        )


def _brevo(sheet: Sheet, findings: Findings) -> None:
    empty = (_cell(sheet, "email").str.strip_chars() == "") & (_cell(sheet, "SMS").str.strip_chars() == "")
    shown = sheet.column("email") or sheet.column("SMS")
    assert shown is not None
    findings.cells(sheet, empty, shown, "an e-mail address or a number", "high")


def _odoo(sheet: Sheet, findings: Findings) -> None:
    def tell(wrong: pl.Expr, name: str, rule: str, confidence: str) -> None:
        header = sheet.column(name)
        if header is not None:
            findings.cells(sheet, wrong, header, rule, confidence)

    code, pec, vat = (_cell(sheet, name) for name in ("codice_destinatario", "pec_destinatario", "vat"))
    tell((pec != "") & ~code.is_in(["", "0000000"]), "pec_destinatario", "only with 0000000", "high")
    country = _cell(sheet, "country_id")
    home = country.str.to_lowercase().is_in(["", "it", "italia", "italy", "base.it"])
    tell((vat != "") & ~vat.str.contains(r"^[A-Z]{2}"), "vat", "the country before the number", "medium")
    header = sheet.column("vat")
    if header is not None:
        wrong = pl.lit(wrong_vat_number(sheet.frame[header].str.strip_prefix("IT")))
        tell(
            (vat != "") & vat.str.starts_with("IT") & wrong,
            "vat",
            "IT and eleven digits with their check digit",
            "medium",
        )
    flag = _cell(sheet, "is_company").str.to_lowercase()
    person = flag.is_in(["false", "0", "no", "person"])
    fiscal = sheet.column("fiscalcode")
    if fiscal is not None:
        wrong = pl.lit(wrong_fiscal_code(sheet.frame[fiscal].str.to_uppercase()))
        tell(
            person & home & (pl.col(fiscal) != "") & wrong, "fiscalcode", "exactly 16, with the check character", "high"
        )
    # Records of another table are found by id only under a header that says so.
    for name in ("state_id", "country_id"):
        header = sheet.column(name)
        if header is not None and not header.endswith("id/id"):
            by_id = pl.col(header).str.contains(r"^base\.")
            findings.cells(sheet, by_id, header, f"an external id stands under {name}/id", "medium")


def _fatturapa(sheet: Sheet, findings: Findings) -> None:
    for header, one in sheet.fields.items():
        if re.search(r"PEC|Codice|Pae|CAP|Provincia|Nazione", one.name) is None:
            latin = r"[^\x20-\x7e\xa0-\xff]" if one.name not in {"Titolo", "NumeroCivico"} else r"[^\x20-\x7e]"
            kind = "Basic Latin and Latin-1" if one.name not in {"Titolo", "NumeroCivico"} else "Basic Latin"
            findings.cells(sheet, pl.col(header).str.contains(latin), header, f"only {kind}", "high")
    firm, given, family = (_cell(sheet, name) != "" for name in ("Denominazione", "Nome", "Cognome"))
    shown = sheet.column("Denominazione") or sheet.column("Cognome")
    if shown is not None:
        right = (firm & ~given & ~family) | (~firm & given & family)
        findings.cells(sheet, ~right, shown, "Denominazione, or Nome and Cognome", "high")
    for name, other in (("IdPaese", "IdCodice"), ("IdCodice", "IdPaese")):
        header = sheet.column(name)
        if header is not None:
            findings.cells(
                sheet, (_cell(sheet, name) == "") & (_cell(sheet, other) != ""), header, f"with {other}", "high"
            )
    header = sheet.column("IdCodice")
    if header is not None:
        doubled = pl.col(header).str.to_uppercase().str.starts_with("IT") & (_cell(sheet, "IdPaese") == "IT")
        findings.cells(sheet, doubled, header, "the country is not said twice", "high")


def _generic(sheet: Sheet, findings: Findings) -> None:
    from import_rules.cells import EMAIL

    for header in sheet.headers:
        cell = pl.col(header)
        if re.fullmatch(r"(email|pec)(_\d+)?", header.casefold()):
            findings.cells(sheet, (cell != "") & ~cell.str.contains(EMAIL), header, "one e-mail address", "medium")
        if re.fullmatch(r"(telefono|cellulare|fax)(_\d+)?", header.casefold()):
            findings.cells(sheet, cell.str.contains(r"\p{L}"), header, "no letters in a telephone number", "medium")
        if header.casefold().startswith("data_"):
            day = cell.str.to_date("%Y-%m-%d", strict=False).is_not_null() & cell.str.contains(r"^\d{4}-\d{2}-\d{2}$")
            findings.cells(sheet, (cell != "") & ~day, header, "YYYY-MM-DD, and a day that exists", "medium")
