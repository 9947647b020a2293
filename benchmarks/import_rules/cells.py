"""What every target asks of a cell: a known column, a filled one, its length, its type, its values."""

from __future__ import annotations

import polars as pl

from import_rules.facts import Field, objects
from import_rules.findings import Findings
from import_rules.reading import Sheet, custom

EMAIL = r"^[^\s@,;<>()\[\]\\\"]+@([^\s@,;<>()\[\]\\\".-][^\s@,;<>()\[\]\\\".]*\.)+[^\s@,;<>()\[\]\\\".\d-]{2,}$"

_SIGLA = (r"[A-Z]{2}", "two capitals", "medium")

# Values of a field, by target and API name: a pattern, what it says, and how sure that is.
_VALUES: dict[str, dict[str, tuple[str, str, str]]] = {
    "business_central": {
        "Contact Type": (r"Company|Person|[01]", "Company or Person", "high"),
        "Type": (r"Company|Person|[01]", "Company or Person", "high"),
        "Resident": (r"Resident|Non-Resident|[01]", "Resident or Non-Resident, in the session's language", "medium"),
        "Blocked": (r"Ship|Invoice|All| |[0-3]", "blank, Ship, Invoice or All", "high"),
        "PA Code": (r"[A-Z0-9]{6,7}", "six or seven capitals and digits, as the invoice has it", "high"),
        "ABI": (r"[0-9]{5}", "five digits", "high"),
        "CAB": (r"[0-9]{5}", "five digits", "high"),
    },
    "dynamics_sales": {
        "gendercode": (r"1|2|Male|Female", "1 Male, 2 Female; others make new options", "medium"),
        "preferredcontactmethodcode": (r"[1-5]|Any|Email|Phone|Fax|Mail", "1 Any to 5 Mail", "high"),
        "customertypecode": (r"[1-9]|1[0-2]|[A-Z][a-z]+", "1 to 12 or its label", "high"),
        "leadqualitycode": (r"[1-3]|Hot|Warm|Cold", "1 Hot, 2 Warm, 3 Cold", "high"),
        "statecode": (r"[01]|Active|Inactive", "0 Active, 1 Inactive", "high"),
    },
    "salesforce": {
        "Salutation": (r"Mr\.|Ms\.|Mrs\.|Dr\.|Prof\.", "one of the five of a new org; others must be added", "medium"),
        "BillingStateCode": _SIGLA,
        "BillingCountryCode": _SIGLA,
        "MailingStateCode": _SIGLA,
        "MailingCountryCode": _SIGLA,
        "StateCode": _SIGLA,
        "CountryCode": _SIGLA,
    },
    "hubspot": {
        "hs_object_id": (r"[0-9]+", "a number", "high"),
        "lifecyclestage": (
            r"subscriber|lead|marketingqualifiedlead|salesqualifiedlead|opportunity|customer|evangelist|other",
            "an internal name of a stage", "medium",
        ),
        "hs_legal_basis": (
            r"((Legitimate interest [–-] (prospect/lead|existing customer)|Performance of a contract"
            r"|Freely given consent from contact|Not applicable)(; ?|$))+",
            "one of the five bases, parted by ;", "medium",
        ),
        "domain": (r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", "a valid domain", "high"),
    },
    "mailchimp": {"Zip Code": (r"[0-9]{5}", "five digits", "medium")},
    "odoo": {
        "is_company": (r"(?i)true|false|0|1|company|person", "True or False, company or person", "medium"),
        "codice_destinatario": (r"[A-Z0-9]{7}", "exactly seven", "high"),
        "l10n_it_codice_fiscale": (r".{11,16}", "11 to 16 characters", "high"),
        "l10n_it_pa_index": (r".{6,7}", "six or seven characters", "high"),
        "ipa_code": (r".{6}", "exactly six", "high"),
    },
    "fatturapa": {
        "CodiceDestinatario": (r"[A-Z0-9]{6,7}", "[A-Z0-9]{6,7}", "high"),
        "IdPaese": (r"[A-Z]{2}", "two capitals", "high"),
        "CodiceFiscale": (r"[A-Z0-9]{11,16}", "[A-Z0-9]{11,16}", "high"),
        "CAP": (r"[0-9]{5}", "five digits", "high"),
        "Provincia": (r"[A-Z]{2}", "two capitals", "high"),
        "Nazione": (r"[A-Z]{2}", "two capitals", "high"),
        "Titolo": (r".{2,10}", "2 to 10 characters", "high"),
    },
}  # fmt: skip

_BOOLEANS = {
    "business_central": (r"(?i)yes|no|s[iì]|true|false|0|1", "Yes or No of the session's language, true or false"),
    "dynamics_sales": (
        r"(?i)do not allow|allow|true|false|yes|no|0|1|send|do not send",
        "a label of the two, true or false",
    ),
    "salesforce": (r"(?i)true|false", "true or false"),
    "marketo": (r"(?i)true|false", "true or false"),
    "odoo": (r"(?i)true|false|0|1|yes|no", "True or False"),
    "hubspot": (r"(?i)true|false", "true or false"),
}
_READ_ONLY = {"fullname", "merged", "masterid", "MasterRecordId", "hs_email_optout", "hs_marketable_status"}


def check(sheet: Sheet, findings: Findings) -> None:
    """Hold every column of a sheet against the facts of its field."""
    _headers(sheet, findings)
    for header, one in sheet.fields.items():
        cell = pl.col(header)
        filled = cell != ""
        if one.required:
            findings.cells(sheet, cell.str.strip_chars() == "", header, "required", one.confidence)
        if one.longest is not None:
            size = cell.str.len_bytes() if one.in_bytes else cell.str.len_chars()
            unit = "bytes" if one.in_bytes else "characters"
            findings.cells(sheet, size > one.longest, header, f"at most {one.longest} {unit}", one.confidence)
        _values(sheet, header, one, findings)
        if one.kind in {"date", "date only"}:
            _dates(sheet, header, one, findings)
        if _holds(one, "email", "pec"):
            _mailboxes(sheet, header, one, findings)
        if _holds(one, "telefono", "cellulare", "fax") or one.kind.startswith("phone"):
            _phones(sheet, header, one, findings)
        if one.name == "BIRTHDAY":
            day = (cell + "/2000").str.to_date("%m/%d/%Y", strict=False)
            shaped = cell.str.contains(r"^\d{2}/\d{2}$") & day.is_not_null()
            findings.cells(sheet, filled & ~shaped, header, "month/day, MM/DD", one.confidence)
    for one in sheet.object.fields.values() if sheet.object else ():
        if one.required and sheet.column(one.name) is None and not _by_another(sheet, one):
            findings.file(sheet.file, "a required column", one.confidence, column=one.name, about=sheet.about)


def _by_another(sheet: Sheet, one: Field) -> bool:
    """May the record be found by something else? Marketo updates by its own id, without a mailbox."""
    return sheet.target == "marketo" and one.name == "email" and sheet.column("id") is not None


def _holds(one: Field, *roles: str) -> bool:
    return bool(set(one.role.split("|")) & set(roles)) and not one.kind.startswith("boolean")


def _headers(sheet: Sheet, findings: Findings) -> None:
    """Columns that the object does not know, that stand twice, or that are named as the target does not read them."""

    def tell(header: str, rule: str, confidence: str) -> None:
        findings.file(sheet.file, rule, confidence, column=header, about=sheet.about)

    named: dict[str, str] = {}
    for header in sheet.headers:
        if header.strip() == "" or "\x00" in header:
            tell(header.split("\x00")[0], "every column has a name of its own", "high")
            continue
        if sheet.object is None:
            continue
        if header not in sheet.fields:
            tell(header, *_unknown(sheet, header))
            continue
        one = sheet.fields[header]
        if one.name in named:
            tell(header, f"the field stands in {named[one.name]!r} already", "high")
        named[one.name] = header
        if one.name in _READ_ONLY:
            tell(header, "the target writes this field itself", "medium")
        spelt = _spelt(sheet, header, one)
        if spelt is not None:
            tell(header, *spelt)
    forms = {sheet.forms[header] for header in sheet.fields}
    if sheet.target == "marketo" and {"api", "label"} <= forms:
        labels = [header for header in sheet.fields if sheet.forms[header] == "label"]
        tell(labels[0], "the bulk import knows the names of the REST API alone", "high")


def _spelt(sheet: Sheet, header: str, one: Field) -> tuple[str, str] | None:
    """What is said of a known column that is not named as the target finds it by itself."""
    form = sheet.forms[header]
    if form == "case" and sheet.target in {"marketo", "salesforce"}:
        return f"the header is written as the target does: {one.name}", "high"
    if form == "label" and sheet.target == "salesforce":
        return f"the Bulk API knows the name {one.name} alone", "medium"
    if form == "api" and sheet.target == "dynamics_sales" and one.labels:
        return f"the wizard finds {one.labels[0]!r} by itself, and this name not", "medium"
    if sheet.target == "brevo" and one.name != "email" and header != header.upper():
        return "attributes are named in capitals", "high"
    return None


def _unknown(sheet: Sheet, header: str) -> tuple[str, str]:
    """What is said of a column that the object does not have."""
    assert sheet.object is not None
    others = [other.name for other in objects(sheet.target) if other is not sheet.object and other.find(header)]
    strict = sheet.target in {"business_central", "salesforce", "fatturapa", "brevo", "mailchimp"}
    if custom(sheet.target, header):
        return "a custom column: it must be made in the target first", "low"
    if others and sheet.target != "hubspot":
        return f"a column of {others[0]}, not of {sheet.object.name}", "high"
    if sheet.target == "mailchimp":
        return "a merge field: it must be made in the audience first", "low"
    if strict:
        return f"{sheet.object.name} has no such column", "high"
    return f"the facts know no such column of {sheet.object.name}: a custom one must be made first", "medium"


def _values(sheet: Sheet, header: str, one: Field, findings: Findings) -> None:
    cell = pl.col(header)
    known = _VALUES.get(sheet.target, {}).get(one.name)
    if known is not None:
        pattern, rule, confidence = known
        findings.cells(sheet, (cell != "") & ~cell.str.contains(f"^(?:{pattern})$"), header, rule, confidence)
    boolean = _BOOLEANS.get(sheet.target)
    if boolean is not None and one.kind.startswith("boolean") and one.name != "is_company":
        wrong = (cell != "") & ~cell.str.contains(f"^(?:{boolean[0]})$")
        findings.cells(sheet, wrong, header, boolean[1], one.confidence)
    if one.kind in {"integer", "number"}:
        findings.cells(sheet, (cell != "") & ~cell.str.contains(r"^-?\d+$"), header, "a whole number", one.confidence)


def _dates(sheet: Sheet, header: str, one: Field, findings: Findings) -> None:
    cell = pl.col(header)
    iso = cell.str.contains(r"^\d{4}-\d{2}-\d{2}$") & cell.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    rule, right, confidence = "YYYY-MM-DD, and a day that exists", iso, one.confidence
    if sheet.target == "marketo" and sheet.forms[header] == "label":  # the list import of the user interface
        parted = cell.str.contains(r"^\d{1,2}/\d{1,2}/\d{2}$")
        rule, right = "M/D/YY, month first", parted & cell.str.to_date("%m/%d/%y", strict=False).is_not_null()
    elif sheet.target == "business_central":
        rule, right = "YYYY-MM-DD or the number of a day", iso | cell.str.contains(r"^\d{1,5}(\.0+)?$")
    elif sheet.target == "dynamics_sales":
        confidence = "medium"
    findings.cells(sheet, (cell != "") & ~right, header, rule, confidence)


def _mailboxes(sheet: Sheet, header: str, one: Field, findings: Findings) -> None:
    cell = pl.col(header)
    filled = cell != ""
    pec = _holds(one, "pec") and not _holds(one, "email")
    # Without a check of the maker's own a broken address is taken, and fails with the first mail.
    confidence = one.confidence if not pec or sheet.target == "fatturapa" else "medium"
    if sheet.target == "business_central" and not pec:
        each = (
            sheet.frame[header].str.split(";").list.eval(pl.element().str.strip_chars().str.contains(EMAIL)).list.all()
        )
        findings.cells(sheet, filled & each.not_(), header, "e-mail addresses, parted by ;", confidence)
    else:
        findings.cells(sheet, filled & ~cell.str.contains(EMAIL), header, "one e-mail address", confidence)
    local = cell.str.split("@").list.first()
    if sheet.target in {"mailchimp", "marketo"}:
        sure = "high" if sheet.target == "mailchimp" else "medium"
        findings.cells(sheet, filled & local.str.contains(r"[^\x00-\x7f]"), header, "only ASCII before the @", sure)


def _phones(sheet: Sheet, header: str, one: Field, findings: Findings) -> None:
    cell = pl.col(header)
    filled = cell != ""
    letters = cell.str.contains(r"\p{L}")
    if sheet.target == "business_central":
        fax = _holds(one, "fax")
        findings.cells(sheet, letters, header, "no letters in a telephone number", "medium" if fax else one.confidence)
        return
    findings.cells(sheet, letters, header, "no letters in a telephone number", "medium")
    if sheet.target == "brevo":
        coded = cell.str.contains(r"^(\+|00)[1-9]\d{6,14}$|^[1-9]\d{9,14}$")
        findings.cells(sheet, filled & ~letters & ~coded, header, "a number with its country code", one.confidence)
    elif sheet.target == "hubspot":
        findings.cells(sheet, filled & ~letters & ~cell.str.contains(r"^\+[1-9]\d{6,14}"), header, "E.164", "low")
    elif sheet.target != "fatturapa":
        shaped = cell.str.contains(r"^[\d +.\-/()]{5,25}$")
        findings.cells(sheet, filled & ~letters & ~shaped, header, "a telephone number", "medium")
