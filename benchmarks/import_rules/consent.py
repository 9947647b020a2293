"""Whom the target would write to or call, held against what the golden list says of them.

The flags of the targets are negative: an empty `donotbulkemail` is an *Allow*. Marketing platforms take the status for
a whole file, so that who stands in it is written to, unless the file's name or `--not-marketing` says that it holds the
others.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from import_rules.findings import ROW, Findings
from import_rules.keys import key_of
from import_rules.reading import Sheet

# Negative flags, by target: the channel of each, the object's marketing flag among them first.
_FLAGS = {
    "dynamics_sales": {
        "donotbulkemail": "email", "donotemail": "email", "msdyn_gdproptout": "email", "donotphone": "telefono",
        "donotpostalmail": "posta", "donotbulkpostalmail": "posta",
    },
    "salesforce": {"HasOptedOutOfEmail": "email", "DoNotCall": "telefono"},
    "marketo": {"unsubscribed": "email", "doNotCall": "telefono"},
    "hubspot": {},
    "mailchimp": {},
    "brevo": {},
    "business_central": {"Exclude from Segment": "email"},
}  # fmt: skip
_REFUSED = ["true", "1", "yes", "sì", "si", "do not allow"]
# A file for those who are not written to, by its name.
_SILENT = re.compile(
    r"un[-_ ]?sub|no[nt]?[-_ ]?sub|no[nt]?[-_ ]?market|no[nt]?[-_ ]?consen|opt[-_ ]?out|black|block|suppress|cleaned"
    r"|disiscr|rifiut|esclus|revoc"
)
_CHANNELS = ("email", "telefono", "posta")
_YES = "si"


def golden(path: Path) -> pl.DataFrame:
    """The golden list, every cell text, with the columns that are looked at here."""
    data = path.read_bytes()
    header = data.split(b"\n", 1)[0].decode("utf-8-sig")
    sign = max(";,\t|", key=header.count)
    return pl.read_csv(path, separator=sign, infer_schema=False).fill_null("")


def renamed(customers: pl.DataFrame, keys: Path) -> pl.DataFrame:
    """The customers by the keys that they have in the target, where these are no mailbox and one column alone."""
    told = pl.read_csv(keys, infer_schema=False).filter(~pl.col("key").str.contains(r"[@\s]"))
    other = told.unique("golden_id", keep="first", maintain_order=True).select("golden_id", other="key")
    found = customers.join(other, on="golden_id", how="left", maintain_order="left")
    return found.with_columns(golden_id=pl.coalesce("other", "golden_id")).drop("other")


def check(sheets: list[Sheet], customers: pl.DataFrame, not_marketing: set[str], findings: Findings) -> dict[str, str]:
    """Tell the rows of people whom the target may contact and the golden list not; return the status of each file."""
    status = {}
    for sheet in sheets:
        if sheet.target in {"odoo", "fatturapa"} or sheet.about in {"companies", "Customer Bank Account (287)"}:
            continue
        known = _known(sheet, customers)
        if sheet.target == "generic":
            _kept(sheet, known, findings)
            continue
        for channel in _CHANNELS:
            if f"may_{channel}" in known.columns:
                _flags(sheet, channel, known, findings)
        if "may_email" in known.columns:
            _claimed(sheet, pl.lit(known["may_email"]), findings)
        if sheet.target in {"mailchimp", "brevo", "hubspot", "marketo"}:
            silent = sheet.file in not_marketing or _SILENT.search(sheet.file.casefold()) is not None
            status[sheet.file] = "not marketing" if silent else "marketing"
            if not silent and not _refusable(sheet):
                _marketable(sheet, known, findings)
    return status


def _refusable(sheet: Sheet) -> bool:
    """Does a flag of the sheet say of each row whether it is written to? Then the flag is checked, and not the file."""
    return sheet.target == "marketo" and sheet.column("unsubscribed") is not None


def _answers(customers: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    """Whether the customers of a key may be contacted by each channel: `no` if one may not, `si` if all may.

    `mixed` where one may and of another nobody knows, as of a mailbox that two share; else `da_verificare`.
    """
    told = []
    for channel in _CHANNELS:
        column = f"contattabile_{channel}"
        if column not in customers.columns:
            continue
        cell = pl.col(column).str.to_lowercase()
        answer = (
            pl.when((cell == "no").any()).then(pl.lit("no"))
            .when((cell == _YES).all()).then(pl.lit(_YES))
            .when((cell == _YES).any()).then(pl.lit("mixed"))
            .otherwise(pl.lit("da_verificare"))
        )  # fmt: skip
        told.append(answer.alias(f"may_{channel}"))
    return customers.select(key.alias("key"), pl.col("^contattabile_(email|telefono|posta)$")).group_by("key").agg(told)


def _known(sheet: Sheet, customers: pl.DataFrame) -> pl.DataFrame:
    """For each row what its customer allows, and by what it was found: its key, its mailbox, its company or nothing."""
    by_id = _answers(customers, pl.col("golden_id").str.to_lowercase())
    mailboxes = [name for name in customers.columns if re.fullmatch(r"(email|pec)(_\d+)?", name)]
    each = [
        customers.with_columns(box=pl.col(name).str.to_lowercase()).filter(pl.col("box") != "") for name in mailboxes
    ]
    by_mail = _answers(pl.concat(each), pl.col("box")) if each else by_id.clear()
    ids = set(customers["golden_id"].str.to_lowercase())
    found = [
        (sheet.frame.select(key=pl.col(header).str.to_lowercase()), by_id, f"key {header}")
        for header in _likely(sheet, ids)
    ]
    mail = _mail_of(sheet)
    if mail is not None:  # behind the record's own key, before that of its company
        boxes = sheet.frame.select(key=pl.col(mail).str.strip_chars().str.to_lowercase())
        found.insert(int(bool(found) and found[0][2] == f"key {key_of(sheet)}"), (boxes, by_mail, "mailbox"))
    told = [name for name in by_id.columns if name.startswith("may_")]
    known = sheet.frame.select(ROW, pl.lit("").alias("by"), *[pl.lit(None, pl.String).alias(name) for name in told])
    for keys, answers, by in found:
        hits = keys.join(answers, on="key", how="left", maintain_order="left").drop("key")
        missing = known[told[0]].is_null() if told else pl.Series([False] * known.height)
        new = missing & (hits[told[0]].is_not_null() if told else missing)
        known = known.with_columns(
            *[pl.when(new).then(hits[name]).otherwise(pl.col(name)).alias(name) for name in told],
            by=pl.when(new).then(pl.lit(by)).otherwise("by"),
        )
    return known


def _likely(sheet: Sheet, ids: set[str]) -> list[str]:
    """The columns that hold golden ids: the sheet's own key first, then one that names the company."""
    own = key_of(sheet)
    known = pl.Series(list(ids), dtype=pl.String).implode()
    hits = {
        header: int(sheet.frame[header].str.to_lowercase().is_in(known).sum())
        for header in sheet.headers
        if header == own or header not in sheet.fields or sheet.fields[header].role.startswith(("golden_id", "id"))
    }
    return sorted(
        (header for header, number in hits.items() if number), key=lambda header: (header != own, -hits[header])
    )


def _mail_of(sheet: Sheet) -> str | None:
    names = ("email", "Email Address", "emailaddress1", "Email", "E-Mail")
    return next((header for name in names if (header := sheet.column(name)) is not None), None)


def _allowed(header: str) -> pl.Expr:
    """Whether the cell of a negative flag lets the customer be contacted; an empty one does."""
    return ~pl.col(header).str.strip_chars().str.to_lowercase().is_in(_REFUSED)


def _flags(sheet: Sheet, channel: str, known: pl.DataFrame, findings: Findings) -> None:
    may = pl.lit(known[f"may_{channel}"])
    doubtful = may.is_null() | may.is_in(["no", "da_verificare"])
    flags = {name: way for name, way in _FLAGS[sheet.target].items() if way == channel}
    present = [header for name in flags if (header := sheet.column(name)) is not None]
    sure = "medium" if sheet.target == "business_central" else "high"
    for header in present:
        allowed = _allowed(header)
        findings.cells(
            sheet, allowed & doubtful, header, f"who may not be reached by {channel} is refused in the flag", sure
        )
        findings.cells(
            sheet,
            allowed & (may == "mixed"),
            header,
            f"another customer of the mailbox may not be reached by {channel}",
            "medium",
        )
        findings.cells(
            sheet,
            ~allowed & (may == _YES),
            header,
            f"may be reached by {channel}, and is refused in the flag",
            "medium",
        )
    has = sheet.object is not None and any(name in sheet.object.fields for name in flags)
    # `unsubscribed` and the rest are false where the file is silent: what an object has not at all is not asked for.
    if not present and has and sheet.target not in {"business_central", "marketo"}:
        number = known.select(doubtful.sum()).item()
        if number:
            rule = f"a flag refuses {channel} for those who may not be reached: without a column it allows"
            findings.file(sheet.file, rule, "high", column=next(iter(flags)), value=f"{number} rows", about=sheet.about)


def _marketable(sheet: Sheet, known: pl.DataFrame, findings: Findings) -> None:
    """A file whose rows are all written to: every one of them says `si`."""
    header = _mail_of(sheet)
    if header is None or "may_email" not in known.columns:
        return
    may = pl.lit(known["may_email"])
    asked = pl.col(header) != ""
    status = sheet.column("hs_marketable_status")
    if status is not None:
        asked &= pl.col(status).str.to_lowercase() == "true"
    findings.cells(
        sheet, asked & may.is_null(), header, "no customer of the golden list is found by its key or mailbox", "high"
    )
    findings.cells(
        sheet,
        asked & may.is_in(["no", "da_verificare"]),
        header,
        "only who may be reached by email is marketable",
        "high",
    )
    findings.cells(
        sheet, asked & (may == "mixed"), header, "another customer of the mailbox may not be reached by email", "medium"
    )
    number = sheet.column("SMS")
    if number is not None and "may_telefono" in known.columns:
        called = pl.lit(known["may_telefono"])
        silent = (pl.col(number) != "") & (called.is_null() | called.is_in(["no", "da_verificare"]))
        findings.cells(sheet, silent, number, "a number in the file is written to, too", "medium")


def _claimed(sheet: Sheet, may: pl.Expr, findings: Findings) -> None:
    """What a file says of consent by other means than a flag or its status."""
    basis = sheet.column("hs_legal_basis")
    if basis is not None:
        given = pl.col(basis).str.contains("Freely given consent")
        findings.cells(
            sheet, given & (may.is_null() | (may != _YES)), basis, "a consent that the golden list has", "high"
        )
    # The label reads the other way round than the name: `Send` and false are one.
    sent = sheet.column("donotsendmm")
    if sent is not None:
        allowed = ~pl.col(sent).str.to_lowercase().is_in(["do not send", "true", "1"])
        rule = "who may not be reached by email is sent no material"
        findings.cells(sheet, allowed & (may.is_null() | (may != _YES)), sent, rule, "medium")


def cut(sheet: Sheet, customers: pl.DataFrame, findings: Findings) -> None:
    """Tell the cells that end where the field ends, and go on in the golden list: texts that were cut."""
    key = key_of(sheet)
    if key is None:
        return
    roles = {one.role.split("|")[0] for one in sheet.fields.values() if one.longest is not None}
    kept = {f"was_{role}": role for role in sorted(roles) if role in customers.columns and not role.endswith("id")}
    ids = customers.select(key=pl.col("golden_id").str.to_lowercase(), **kept).unique("key")
    linked = sheet.frame.select(key=pl.col(key).str.to_lowercase()).join(
        ids, on="key", how="left", maintain_order="left"
    )
    for header, one in sheet.fields.items():
        was = f"was_{one.role.split('|')[0]}"
        if was not in kept or one.longest is None:
            continue
        whole, cell = pl.lit(linked[was]), pl.col(header)
        shorter = (cell != "") & (cell.str.len_chars() < whole.str.len_chars()) & whole.str.starts_with(cell)
        full = whole.str.len_chars() > one.longest
        findings.cells(sheet, shorter & full, header, "the whole text of the golden list, not its beginning", "medium")


def found(sheets: list[Sheet], customers: pl.DataFrame) -> int:
    """How many customers of the golden list stand in some file, by their id or their mailbox."""
    seen = pl.lit(False)
    ids = set(customers["golden_id"].str.to_lowercase())
    for sheet in sheets:
        for header in _likely(sheet, ids):
            keys = sheet.frame[header].str.to_lowercase().unique().implode()
            seen = seen | pl.col("golden_id").str.to_lowercase().is_in(keys)
        mail = _mail_of(sheet)
        if mail is not None and "email" in customers.columns:
            boxes = sheet.frame.filter(pl.col(mail) != "")[mail].str.to_lowercase().unique().implode()
            seen = seen | pl.col("email").str.to_lowercase().is_in(boxes)
    return int(customers.select(seen.sum()).item())


def _kept(sheet: Sheet, known: pl.DataFrame, findings: Findings) -> None:
    """A list without a target keeps the answers as they are."""
    for channel in _CHANNELS:
        column, may = f"contattabile_{channel}", f"may_{channel}"
        if column in sheet.headers and may in known.columns:
            wrong = (pl.col(column).str.to_lowercase() == _YES) & (pl.lit(known[may]) != _YES)
            findings.cells(sheet, wrong, column, "the answer of the golden list", "high")
