"""The facts of `targets.csv`, made ready for a check: what an object's columns are called and what they hold.

`targets.csv` has a row a field: with the page it was read on, and how sure it is (`high`: the maker's own page or
source).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import polars as pl

TARGETS = {
    "business_central": "Business Central (IT)",
    "dynamics_sales": "Dynamics 365 Sales / Dataverse",
    "salesforce": "Salesforce",
    "hubspot": "HubSpot",
    "marketo": "Marketo Engage",
    "mailchimp": "Mailchimp",
    "brevo": "Brevo",
    "odoo": "Odoo",
    "generic": "",
    "fatturapa": "FatturaPA",
}


@dataclass(frozen=True)
class Field:
    """A field of an object: its names, its type, its bounds, and how sure they are."""

    name: str
    labels: tuple[str, ...] = ()
    kind: str = ""
    shortest: int = 0
    longest: int | None = None
    in_bytes: bool = False
    required: bool = False
    role: str = ""
    confidence: str = "high"


@dataclass(frozen=True)
class Object:
    """An object of a target: its fields by their API names; `telling` are those that only it has."""

    name: str
    fields: dict[str, Field]
    telling: frozenset[str] = field(default_factory=frozenset)

    def find(self, header: str) -> tuple[Field, str] | None:
        """The field that a header names, and how it does so: by `api` name, by `label`, or only in another `case`."""
        if header in self.fields:
            return self.fields[header], "api"
        names = _names(self.name, tuple(self.fields.values()))
        if header in names:
            return names[header], "label"
        lowered = {name.casefold(): one for name, one in names.items()}
        found = lowered.get(header.casefold())
        return None if found is None else (found, "case")


@cache
def _names(_object: str, fields: tuple[Field, ...]) -> dict[str, Field]:
    api = {one.name: one for one in fields}
    labels = {label: one for one in reversed(fields) for label in one.labels}
    return labels | api


# Of each object the columns without which it is not that object: some other objects have the rest as well.
_TELLING = {
    "Customer (18)": {
        "Individual Person",
        "PA Code",
        "PEC E-Mail Address",
        "Last Name",
        "Name 2",
        "Resident",
        "Contact Type",
    },
    "Contact (5050)": {"Surname", "Company No.", "Type", "E-Mail 2", "External ID", "Company Name"},
    "Customer Bank Account (287)": {"IBAN", "Customer No.", "ABI", "CAB"},
    "account": {"name", "accountnumber", "customertypecode", "websiteurl", "parentaccountid"},
    "contact": {"lastname", "firstname", "parentcustomerid", "governmentid", "birthdate"},
    "lead": {"companyname", "subject", "msdyn_gdproptout"},
    "Account": {"Name", "AccountNumber", "BillingCity", "BillingStreet"},
    "Contact": {"MailingCity", "MailingStreet", "AccountId", "Birthdate", "HomePhone"},
    "Lead": {"Company", "Street", "City", "LeadSource"},
    "contacts": {"email", "firstname", "lastname"},
    "companies": {"domain", "name"},
    "lead (person)": {"email", "firstName", "lastName", "unsubscribed"},
    "audience contact": {"Email Address"},
    "res.partner": {"name", "is_company", "id"},
    "brevo contact": {"email", "SMS"},
    "anagrafica": {"Denominazione", "Comune", "Provincia", "CodiceDestinatario"},
}

# Fields that the makers have and the table does not name: so that nobody is told that they are unknown.
_MORE = {
    "Contact (5050)": [Field("Address 2", longest=50, role="indirizzo")],
    "Contact": [
        Field("MailingStateCode", ("Mailing State/Province Code",), "picklist", role="provincia", confidence="medium"),
        Field("MailingCountryCode", ("Mailing Country Code",), "picklist", role="nazione", confidence="medium"),
    ],
    "Lead": [
        Field("StateCode", ("State/Province Code",), "picklist", role="provincia", confidence="medium"),
        Field("CountryCode", ("Country Code",), "picklist", role="nazione", confidence="medium"),
        Field("Salutation", kind="picklist", longest=40, role="titolo", confidence="medium"),
        Field("Fax", kind="phone", longest=40, role="fax", confidence="medium"),
    ],
    "res.partner": [
        Field("email", ("Email",), role="email", confidence="low"),
        Field("phone", ("Phone",), role="telefono", confidence="low"),
        Field("mobile", ("Mobile",), role="cellulare", confidence="low"),
        Field("street2", ("Street2",), role="indirizzo", confidence="low"),
        Field("title", ("Title",), confidence="low"),
        Field("ref", ("Reference",), confidence="low"),
        Field("lang", ("Language",), confidence="low"),
        Field("comment", ("Notes",), confidence="low"),
        Field("website", ("Website",), confidence="low"),
        Field("type", ("Address Type",), confidence="low"),
        Field("function", ("Job Position",), confidence="low"),
        Field("category_id", ("Tags",), confidence="low"),
    ],
}


def _length(text: str, kind: str) -> tuple[int, int | None, bool]:
    """Shortest, longest, and whether bytes are counted: `160`, `6-7`, `255 bytes`."""
    found = re.match(r"(?:(\d+)-)?(\d+)( bytes)?\b(?! MB)", text)
    if not found:
        return 0, None, False
    shortest, longest, in_bytes = found.groups()
    return int(shortest or 0), int(longest), in_bytes is not None or "bytes" in kind


def _field(row: dict[str, str]) -> Field | None:
    """A row of the table as a field; None for what is no column (`(import status)`, a setting of the job)."""
    api = re.sub(r"attributes\.", "", row["field_api_name"])
    setting = "seller side" in api or "whole import" in row["type"]
    if setting or api.startswith(("(", "fileBody", "updateExisting")):
        if api != "(zip field type)":
            return None
        api = row["label_en"]
    first, *others = api.split(" / ")
    others = [name for name in others if "<" not in name]
    if (
        "/" in first and row["target"] == "FatturaPA"
    ):  # the path in the file of the invoice; its last word is the column
        others.append(first)
        first = first.rsplit("/", 1)[1]
    named = [*others, *row["label_en"].split(" / "), re.sub(r" \(unverified\)", "", row["label_it"])]
    shortest, longest, in_bytes = _length(row["max_length"], row["type"])
    needed = re.match(r"yes|ApplicationRequired|key\b|dedup key", row["required"]) is not None
    return Field(
        name=first,
        labels=tuple(name for name in dict.fromkeys(named) if name and name != first),
        kind=row["type"].casefold(),
        shortest=shortest,
        longest=longest,
        in_bytes=in_bytes,
        required=needed and "with IdCodice" not in row["required"],
        role=row["italclean_role"],
        confidence=row["confidence"],
    )


@cache
def objects(target: str) -> tuple[Object, ...]:
    """The objects of a target by its short name; none for `generic`, whose columns are free."""
    table = pl.read_csv(Path(__file__).with_name("targets.csv"), infer_schema=False).fill_null("")
    table = table.filter(pl.col("target") == TARGETS[target])
    if target == "fatturapa":  # one file of the buyer's data, whatever block of the invoice they go to
        table = table.with_columns(object=pl.lit("anagrafica"))
    made = []
    for name in table["object"].unique(maintain_order=True):
        rows = table.filter(pl.col("object") == name).to_dicts()
        fields = [one for one in map(_field, rows) if one is not None] + _MORE.get(name, [])
        by_name: dict[str, Field] = {}
        for one in fields:
            by_name.setdefault(one.name, one)
        if target == "brevo":  # whose key is the mailbox or the number: either will do
            by_name["email"] = replace(by_name["email"], required=False, labels=("EMAIL", "Email"))
        made.append(Object(name, by_name, frozenset(_TELLING.get(f"{target} {name}", _TELLING.get(name, set())))))
    return tuple(made)
