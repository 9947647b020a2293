"""Make the table of the fields of target systems from the research notes.

What the notes say in words (`6-7`, `255 bytes`, `yes (ApplicationRequired, doc not re-read)`) is parted into what a
check can hold a value against and how sure that is; the words stand beside it.
"""

import argparse
import re
from pathlib import Path

import polars as pl
from _write import write_table

TARGETS = {
    "Business Central (IT)": "business_central",
    "Dynamics 365 Sales / Dataverse": "dynamics_sales",
    "Salesforce": "salesforce",
    "HubSpot": "hubspot",
    "Marketo Engage": "marketo",
    "Odoo": "odoo",
    "FatturaPA": "fatturapa",
    "Mailchimp": "mailchimp",
    "Brevo": "brevo",
    "ActiveCampaign": "activecampaign",
    "Zoho CRM": "zoho",
}
# How the notes begin that say of a field when it must be filled.
REQUIRED = {
    "yes": ("yes", "key", "ApplicationRequired", "dedup key", "probably required"),
    # The record is taken without it, but no e-invoice can be made for it.
    "invoice_person": ("FatturaPA: yes if Individual Person", "person and e-invoicing"),
    "invoice": ("for FatturaPA", "FatturaPA: yes", "if e-invoicing", "IT and e-invoicing", "e-invoicing and not PA"),
    "read_only": ("read only",),
}
_UNREAD = r"not re-read|not re-verified|not verified"
_CODE = "^(?:[A-Z0-9]{11}|[A-Z0-9]{16})$"
_ALLOW = {"allowed": "Do Not Allow|Allow"}
# (target, the end of the field's name): what a check can ask of a value, and how sure the notes are of that alone.
CHECKS: dict[tuple[str, str], dict[str, str]] = {
    ("business_central", "Phone No."): {"characters": "no_letters"},
    ("business_central", "Mobile Phone No."): {"characters": "no_letters"},
    ("business_central", "Fiscal Code"): {"pattern": _CODE},
    ("business_central", "County"): {"pattern": "^[A-Z]{2}$", "check_confidence": "medium"},
    # By caption, which is that of the session's language, or by number.
    ("business_central", "Contact Type"): {"allowed": "Company|Person|0|1"},
    ("business_central", "Resident"): {"allowed": "Resident|Non-Resident|0|1"},
    **{
        ("dynamics_sales", f"donot{what}"): _ALLOW
        for what in ("bulkemail", "email", "phone", "postalmail", "bulkpostalmail", "fax")
    },
    ("dynamics_sales", "gendercode"): {"allowed": "Male|Female"},
    ("salesforce", "Salutation"): {"allowed": "Mr.|Ms.|Mrs.|Dr.|Prof.", "check_confidence": "medium"},
    ("salesforce", "BillingCountryCode"): {"pattern": "^[A-Z]{2}$"},
    ("salesforce", "BillingStateCode"): {"pattern": "^[A-Z]{2}$"},
    ("marketo", "email"): {"characters": "ascii", "check_confidence": "medium"},
    ("mailchimp", "Email Address"): {"characters": "ascii_local"},
    ("mailchimp", "BIRTHDAY"): {"pattern": "^[0-9]{2}/[0-9]{2}$"},
    ("odoo", "l10n_it_codice_fiscale"): {"pattern": "^.{11,16}$"},
    ("odoo", "l10n_it_pa_index"): {"pattern": "^.{6,7}$"},
    ("fatturapa", "CodiceDestinatario"): {"pattern": "^[A-Z0-9]{6,7}$"},
    ("fatturapa", "IdPaese"): {"pattern": "^[A-Z]{2}$"},
    ("fatturapa", "CodiceFiscale"): {"pattern": "^[A-Z0-9]{11,16}$"},
    ("fatturapa", "CAP"): {"pattern": "^[0-9]{5}$"},
    ("fatturapa", "Provincia"): {"pattern": "^[A-Z]{2}$"},
    ("fatturapa", "Nazione"): {"pattern": "^[A-Z]{2}$"},
    ("fatturapa", "Titolo"): {"pattern": "^.{2,10}$", "characters": "basic_latin"},
    ("fatturapa", "NumeroCivico"): {"characters": "basic_latin"},
    **{
        ("fatturapa", name): {"characters": "latin1"}
        for name in ("Denominazione", "Nome", "Cognome", "Indirizzo", "Comune")
    },
}
# What Business Central calls its fields in Italian, by which a column of a template is known that has no XML map. The
# translations are in no source that could be read: each is marked so.
CAPTIONS = {
    "No.": "Nr.", "Name": "Nome", "Name 2": "Nome 2", "Address": "Indirizzo", "City": "Città",
    "Country/Region Code": "Cod. paese|Codice paese/area geografica", "Phone No.": "Nr. telefono",
    "Mobile Phone No.": "Nr. cellulare|Nr. telefono cellulare", "Fax No.": "Nr. fax|Fax",
    "E-Mail": "Indirizzo e-mail|E-mail", "Fiscal Code": "Codice fiscale|Cod. fiscale",
    "Individual Person": "Persona fisica", "Last Name": "Cognome", "Date of Birth": "Data di nascita",
    "Place of Birth": "Luogo di nascita", "PA Code": "Codice PA", "Contact Type": "Tipo contatto",
    "PEC E-Mail Address": "Indirizzo e-mail PEC|Indirizzo PEC", "Customer No.": "Nr. cliente", "Code": "Codice",
}  # fmt: skip
CAPTIONED = ("Customer (18)", "Customer Bank Account (287)")
NOTES = (
    "One row a field of a system, or a rule for its files ((file) …). max_length in characters, in bytes where unit "
    "says so; required: yes, invoice (an e-invoice needs it), invoice_person (that of a person), read_only. allowed: "
    "values parted by |. pattern: a regular expression; characters: no_letters, ascii, ascii_local (before the @), "
    "basic_latin, latin1. says and needed: the notes in words. confidence: high (read in the maker's own source or "
    "documentation), medium (one good other source, or seen in part), low; length_confidence, required_confidence and "
    "check_confidence where that one thing is less sure. Nothing was tried on a live system. activecampaign and zoho "
    "have no export yet."
)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True, help="folder of the research notes")
    notes = pl.read_csv(parser.parse_args().facts / "import_targets.csv", infer_schema=False)
    rows = [parted(row) for row in notes.rows(named=True)]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    unused = set(CHECKS) - {(row["target"], row["field"].rpartition("/")[2]) for row in rows}
    if unused:
        raise SystemExit(f"checks of no field: {sorted(unused)}")
    write_table(
        "import_targets",
        frame,
        title="Fields of the systems that customer lists are imported into",
        source="the project's research notes: the makers' sources and documentation, each named in the column source",
        licence="MIT",
        date="2026-11-30",
        made_by="import_targets.py",
        notes=NOTES,
    )


def parted(row: dict[str, str | None]) -> dict[str, str | None]:
    """Part the words of a row of the notes."""
    length, needed, sure = row["max_length"] or "", row["required"] or "", str(row["confidence"])
    target = TARGETS[str(row["target"])]
    size = re.fullmatch(r"(?:([0-9]+)-)?([0-9]+)(?: (bytes)| for single.*)?", length)
    required = next((kind for kind, starts in REQUIRED.items() if needed.startswith(starts)), None)
    check = CHECKS.get((target, str(row["field_api_name"]).rpartition("/")[2]), {})
    return {
        "target": target,
        "object": row["object"],
        "field": row["field_api_name"],
        "label": row["label_en"],
        "label_it": _caption(row),
        "type": row["type"],
        "max_length": size[2] if size else None,
        "unit": size[3] if size else None,
        "required": required,
        "allowed": check.get("allowed"),
        "pattern": check.get("pattern"),
        "characters": check.get("characters"),
        "confidence": sure,
        "length_confidence": "low" if re.search(_UNREAD, length) else None,
        "required_confidence": {"probably": "low"}.get(
            next((start for start in ("probably",) if needed.startswith(start)), "")
        ),
        "check_confidence": check.get("check_confidence"),
        "roles": row["italclean_role"],
        "limit": None if size else length or None,
        "needed": needed or None,
        "says": row["allowed_or_format"],
        "source": row["source"],
    }


def _caption(row: dict[str, str | None]) -> str | None:
    known = CAPTIONS.get(row["field_api_name"] or "") if row["object"] in CAPTIONED else None
    return "|".join(f"{one} (unverified)" for one in known.split("|")) if known else row["label_it"]


if __name__ == "__main__":
    main()
