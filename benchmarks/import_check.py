"""Read files made for a target system back as that system would, and say what it would refuse or get wrong.

    python benchmarks/import_check.py TARGET FOLDER [--golden golden.csv] [--findings all.csv]
        [--keys keys.csv] [--not-marketing FILE]... [--leave-out FILE]...

TARGET is business_central, dynamics_sales, salesforce, hubspot, marketo, mailchimp, brevo, odoo, generic or fatturapa.
Nothing is shared with the library that may have made the files: what a target takes stands in
`import_rules/targets.csv`, from the makers' own pages, each fact with how sure it is. Which file holds which object is
told by its headers; the files of a folder are read in the order of their names, which is that of the import.

Checked are the file (encoding, delimiter, quotes, lines, size, rows), its columns, every cell (filled, length, type,
values), keys (filled, once in the object, of allowed signs), the companies of contacts (there, and before), and with
``--golden`` that nobody is contacted by the target whom `contattabile_…` does not name `si`. A marketing platform takes
the status for a whole file: a file is marketing unless its name (`unsubscribed`, `optout` …) or ``--not-marketing``
says no.

An exporter that knows a customer by another key than its golden id (an id of small and capital letters is no key of
Salesforce) says which in a table of `golden_id` and `key`, named with ``--keys``.

Prints a JSON line for each kind of finding, with its first rows, then the summary. Rows are numbered from 1 below the
header. Ends with 1 if a fact that is sure (`high`) is broken; `medium` and `low` warn. `fatturapa` only reports: an
invoice is made elsewhere. Where the folder is empty, the golden list is held against the schema of the invoice instead.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from import_rules import cells, consent, keys, particular
from import_rules.facts import TARGETS, objects
from import_rules.findings import ROW, Findings
from import_rules.reading import Sheet, read


def check(
    target: str,
    folder: Path,
    golden: Path | None = None,
    not_marketing: Sequence[str] = (),
    left_out: Sequence[str] = (),
    other_keys: Path | None = None,
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The findings (file, object, row, field, value, rule, confidence) and the summary of a folder."""
    findings = Findings()
    customers = None if golden is None else consent.golden(golden)
    if customers is not None and other_keys is not None:
        customers = consent.renamed(customers, other_keys)
    if target == "fatturapa" and customers is not None and not any(folder.glob("*")):
        sheets, others = [_invoiced(customers)], []
    else:
        sheets, others = read(target, folder, findings, left_out)
    for sheet in sheets:
        cells.check(sheet, findings)
        particular.check(sheet, findings)
    keys.check(sheets, findings)
    status = {}
    if customers is not None:
        status = consent.check(sheets, customers, set(not_marketing), findings)
        for sheet in sheets:
            consent.cut(sheet, customers, findings)
    table = findings.table()
    counts = dict(sorted(table["confidence"].value_counts().iter_rows()))
    summary = {
        "target": target,
        "files": [{"file": s.file, "object": s.about, "rows": s.frame.height, "key": keys.key_of(s)} for s in sheets],
        "not_read": others,
        "status": status,
        "customers": None if customers is None else customers.height,
        "customers_in_files": None if customers is None else consent.found(sheets, customers),
        "findings": {level: counts.get(level, 0) for level in ("high", "medium", "low")},
        "ok": target == "fatturapa" or not counts.get("high"),
    }
    return table, summary


def _invoiced(customers: pl.DataFrame) -> Sheet:
    """The golden list with the columns that an invoice makes of it, by the roles of the facts."""
    (one,) = objects("fatturapa")
    made = {field.name: pl.col(role) for field in one.fields.values() if (role := field.role) in customers.columns}
    empty = [pl.lit("").alias(role) for role in ("nazione", "provincia") if role not in customers.columns]
    customers = customers.with_columns(empty)
    nation = pl.col("nazione").str.to_uppercase()
    country = pl.when(nation.is_in(["", "ITALIA", "ITALY"])).then(pl.lit("IT")).otherwise(nation)
    made["Nazione"] = country
    if "partita_iva" in customers.columns:
        made["IdPaese"] = pl.when(pl.col("partita_iva") == "").then(pl.lit("")).otherwise(country)
    code = pl.col("codice_destinatario") if "codice_destinatario" in customers.columns else pl.lit("")
    made["CodiceDestinatario"] = pl.when(code == "").then(pl.lit("0000000")).otherwise(code)
    frame = customers.select(**made).with_columns(pl.int_range(1, pl.len() + 1).alias(ROW))
    fields = {name: one.fields[name] for name in made}
    return Sheet("golden", 0, "fatturapa", one, frame, fields, dict.fromkeys(made, "api"))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=list(TARGETS))
    parser.add_argument("folder", type=Path, help="the files, as they would be imported")
    parser.add_argument("--golden", type=Path, help="golden.csv, for whom one may contact")
    parser.add_argument("--keys", type=Path, help="a CSV of golden_id and key: by which key each customer is known")
    parser.add_argument(
        "--not-marketing", action="append", default=[], metavar="FILE", help="a file of those who get no marketing"
    )
    parser.add_argument("--leave-out", action="append", default=[], metavar="FILE", help="a file that is not imported")
    parser.add_argument("--findings", type=Path, help="where to write every finding, as CSV")
    args = parser.parse_args()
    if not args.folder.is_dir():
        parser.error(f"no folder: {args.folder}")
    table, summary = check(args.target, args.folder, args.golden, args.not_marketing, args.leave_out, args.keys)
    for group in Findings([table]).groups():
        print(json.dumps(group, ensure_ascii=False))
    print(json.dumps(summary, ensure_ascii=False))
    if args.findings:
        table.write_csv(args.findings)
    sys.exit(0 if summary["ok"] else 1)


if __name__ == "__main__":
    main()
