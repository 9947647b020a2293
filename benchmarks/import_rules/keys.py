"""Keys and links: by which column a record is found again, and whether its company is there before it."""

from __future__ import annotations

import re

import polars as pl

from import_rules.findings import ROW, Findings
from import_rules.reading import Sheet

# The fields of a target that can be a key, the best first, and whether capitals tell two keys apart.
_KEYS = {
    "Customer (18)": ["No."],
    "Contact (5050)": ["No."],
    "account": ["accountnumber"],
    "contact": ["externaluseridentifier", "employeeid"],
    "lead": [],
    "Account": [],
    "Contact": [],
    "Lead": [],
    "contacts": ["hs_object_id", "email"],
    "companies": ["hs_object_id", "domain"],
    "lead (person)": ["id", "email"],
    "audience contact": ["Email Address"],
    "brevo contact": ["email"],
    "res.partner": ["id"],
    "anagrafica": [],
}
_OWN_KEY = re.compile(
    r"golden|external_?id|ext_?id|chiave|(italclean|customer)_?(id|key)|(^|_)key(__c)?$|(^|_)id__c$", re.IGNORECASE
)
_FORBIDDEN = r"[/<>*%&:\\?+]"  # in the alternate keys of Dataverse
_PARENT = re.compile(r"compan|aziend|account|associa|ragione|parent|ditta", re.IGNORECASE)

# The company of a contact: object of the contact, its column, object of the company, the columns that name it.
_LINKS = {
    "Contact (5050)": ("Company No.", "Contact (5050)", ["No."]),
    "Customer Bank Account (287)": ("Customer No.", "Customer (18)", ["No."]),
    "contact": ("parentcustomerid", "account", ["accountnumber", "name"]),
    "lead": ("customerid", "account", ["accountnumber", "name"]),
    "res.partner": ("parent_id/id", "res.partner", ["id"]),
}
_MAILBOXES = {"hubspot": "email", "marketo": "email", "mailchimp": "Email Address", "brevo": "email"}


def key_of(sheet: Sheet) -> str | None:
    """The column by which a record of the sheet is found again: one made for it, or the target's own."""
    if sheet.object is None:
        return next((header for header in sheet.headers if header.casefold() == "golden_id"), None)
    for header in sheet.headers:
        firms = _PARENT.search(header) and sheet.about.casefold() in {"contact", "contacts", "lead"}
        if "." not in header and _OWN_KEY.search(header) and not firms:
            return header
    named = f"{sheet.target} {sheet.object.name}"
    columns = [sheet.column(name) for name in _KEYS.get(named, _KEYS.get(sheet.object.name, []))]
    present = [header for header in columns if header is not None]
    return next((header for header in present if (sheet.frame[header] != "").any()), next(iter(present), None))


def check(sheets: list[Sheet], findings: Findings) -> None:
    """Every key filled, of allowed characters and once in all files of its object; every company there, and earlier."""
    for about in dict.fromkeys(sheet.about for sheet in sheets):
        same = [sheet for sheet in sheets if sheet.about == about]
        _keys(same, findings)
        _mailboxes(same, findings)
    _links(sheets, findings)


def _folded(sheet: Sheet, header: str) -> pl.Expr:
    """A key as the target compares it: without regard to capitals, and without blanks around it."""
    cell = pl.col(header).str.strip_chars()
    # External ids of Odoo and of a generic list are told apart by their capitals, too.
    return cell if sheet.target in {"odoo", "generic"} else cell.str.to_lowercase()


def _keys(sheets: list[Sheet], findings: Findings) -> None:
    keyed = []
    for sheet in sheets:
        key = key_of(sheet)
        if key is None:
            if sheet.target not in {"fatturapa", "marketo", "mailchimp", "brevo"}:
                findings.file(sheet.file, "a column by which the record is found again", "medium", about=sheet.about)
            continue
        cell = pl.col(key)
        field = sheet.fields.get(key)
        if field is None or not field.required:  # else it is told as a required field
            other = sheet.column("SMS") if sheet.target == "brevo" else None
            empty = cell.str.strip_chars() == ""
            spared = pl.col(other) == "" if other else pl.lit(True)
            if (
                sheet.target == "hubspot" and field is not None
            ):  # people without a mailbox are taken, and never found again
                findings.cells(sheet, empty, key, "the key is filled", "medium")
            else:
                findings.cells(sheet, empty & spared, key, "the key is filled", "high")
        findings.cells(sheet, cell != cell.str.strip_chars(), key, "no blanks around a key", "high")
        if sheet.target == "dynamics_sales":
            findings.cells(sheet, cell.str.contains(_FORBIDDEN), key, r"no / < > * % & : \ ? + in a key", "high")
            findings.cells(sheet, cell.str.len_bytes() > 900, key, "at most 900 bytes in a key", "high")
        if sheet.target == "odoo":
            findings.cells(
                sheet, ~cell.str.contains(r"^[^\s.]+(\.[^\s.]+)?$") & (cell != ""), key, "module.name, no blanks", "low"
            )
        keyed.append((sheet, key))
    # The accounts of one customer at several banks are many rows: the two columns are the key together.
    if sheets[0].about == "Customer Bank Account (287)":
        for sheet in sheets:
            pair = [name for name in ("Customer No.", "Code") if name in sheet.headers]
            if len(pair) == 2:
                findings.cells(sheet, pl.struct(pair).is_duplicated(), "Code", "one row a customer and code", "high")
        return
    _unique(keyed, "the key stands once in the object", findings)


def _unique(columns: list[tuple[Sheet, str]], rule: str, findings: Findings) -> None:
    """Tell the second and later rows of a value, over all the files of an object."""
    if not columns:
        return
    turns = [
        sheet.frame.select(_folded(sheet, header).alias("key"), turn=pl.lit(sheet.order), row=pl.col(ROW))
        for sheet, header in columns
    ]
    every = pl.concat(turns).filter(pl.col("key") != "")
    again = every.filter(~pl.col("key").is_first_distinct())
    for sheet, header in columns:
        rows = again.filter(pl.col("turn") == sheet.order)["row"].implode()
        findings.cells(sheet, pl.col(ROW).is_in(rows), header, rule, "high")


def _mailboxes(sheets: list[Sheet], findings: Findings) -> None:
    """Where the mailbox is the person, a family that shares one is one row."""
    name = _MAILBOXES.get(sheets[0].target)
    if name is None or sheets[0].about == "companies":
        return
    columns = [(sheet, header) for sheet in sheets if (header := sheet.column(name)) and header != key_of(sheet)]
    _unique(columns, "one row a mailbox", findings)


def _links(sheets: list[Sheet], findings: Findings) -> None:
    for sheet in sheets:
        for header, companies, names in _parents(sheet, sheets):
            _link(sheet, header, companies, names, findings)


def _parents(sheet: Sheet, sheets: list[Sheet]) -> list[tuple[str, list[Sheet], list[str]]]:
    """The columns of a sheet that name a company, with the sheets of companies and the columns that may be meant."""
    if sheet.object is None:
        return []
    if sheet.target == "salesforce" and sheet.about == "Contact":
        accounts = [other for other in sheets if other.about == "Account"]
        found = [header for header in sheet.headers if header.startswith("Account.")]
        return [(header, accounts, [header.split(".", 1)[1]]) for header in found]
    if sheet.target == "hubspot" and sheet.about == "contacts":
        companies = [other for other in sheets if other.about == "companies"]
        shared = [h for h in sheet.headers if h not in sheet.fields and h != key_of(sheet) and _PARENT.search(h)]
        return [(h, companies, [h]) for h in shared if any(h in other.headers for other in companies)]
    if sheet.about not in _LINKS:
        return []
    name, about, names = _LINKS[sheet.about]
    parents = [other for other in sheets if other.about == about]
    header = sheet.column(name)
    found = [] if header is None else [header]
    if sheet.target == "dynamics_sales":
        found += [h for h in sheet.headers if h.startswith("parentcustomerid_account")]
    return [(header, parents, names) for header in found]


def _link(sheet: Sheet, header: str, companies: list[Sheet], names: list[str], findings: Findings) -> None:
    """Every company that a row names exists, once, and in a file or row that comes before."""
    known = []
    for other in companies:
        columns = {
            column for name in names if (column := other.column(name) or (name if name in other.headers else None))
        }
        if (key := key_of(other)) is not None and sheet.target in {"dynamics_sales", "business_central"}:
            columns.add(key)
        for column in sorted(columns):
            named = _folded(other, column).alias("key")
            kind = other.column("Type") if other.about == "Contact (5050)" else None
            firms = other.frame if kind is None else other.frame.filter(pl.col(kind).is_in(["Company", "0"]))
            known.append(firms.select(named, turn=pl.lit(other.order), at=pl.col(ROW), by=pl.lit(column)))
    if not known:
        findings.file(
            sheet.file, "a file of the companies that its rows belong to", "high", column=header, about=sheet.about
        )
        return
    every = pl.concat(known).filter(pl.col("key") != "").unique(["key", "turn", "at"])
    first = every.sort("turn", "at").unique("key", keep="first", maintain_order=True)
    many = every.group_by("key").len().filter(pl.col("len") > 1)["key"].implode()
    value = _folded(sheet, header)
    if header.endswith("@odata.bind"):
        value = value.str.extract(r"\((?:.*=)?'?([^')]*)'?\)")
    rows = sheet.frame.select(ROW, key=value).join(first, on="key", how="left")
    bad = {
        "the company is among the companies": pl.col("turn").is_null(),
        "the company comes before its contacts": (pl.col("turn") > sheet.order)
        | ((pl.col("turn") == sheet.order) & (pl.col("at") >= pl.col(ROW))),
        "the company is named so that it is one": pl.col("key").is_in(many),
    }
    for rule, wrong in bad.items():
        numbers = rows.filter((pl.col("key") != "") & wrong)[ROW].implode()
        findings.cells(sheet, pl.col(ROW).is_in(numbers), header, rule, "high")
    if sheet.target == "salesforce":
        value = pl.col(header)
        parted = (value != "") & (value != value.shift(1)) & ~value.is_first_distinct()
        findings.cells(sheet, parted, header, "the contacts of an account stand together", "medium")
