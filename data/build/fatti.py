"""Make the tables of titles, legal forms, streets, mail and provinces from the research notes."""

import argparse
from pathlib import Path

import polars as pl
from _write import write_table

DATE = "2026-11-22"
SOURCE = "the project's research notes: public sources and common knowledge, graded by confidence"

# table: (file of the notes, columns from -> to, title, notes)
TABLES: dict[str, tuple[str, dict[str, str], str, str]] = {
    "province_alias": (
        "province_aliases.csv",
        {
            "alias": "alias",
            "sigla": "current_sigla",
            "nome": "target_name",
            "tipo": "alias_type",
            "dal": "valid_from",
            "al": "valid_to",
            "ambiguo_con": "ambiguous_with",
            "confidenza": "confidence",
        },
        "Ways to write a province or region",
        (
            "An alias may stand on several rows (SU is Sulcis Iglesiente now and was Sud Sardegna; "
            "PO is Prato and was Pola). sigla is empty where no single province of today answers: "
            "regions, abolished provinces, foreign places, fillers. Read NA as text: it is Napoli. "
            "dal and al bound the time in which it was in force: a day, or a year where only that is known."
        ),
    ),
    "titoli": (
        "titles.csv",
        {
            "forma": "form",
            "canonica": "canonical",
            "anche": "also_means",
            "categoria": "category",
            "sesso": "sex_or_type",
            "togliere": "strip_for_matching",
            "confidenza": "confidence",
        },
        "Titles, salutations and role words before or after a name",
        (
            "sesso: M, F, ? (unknown), ORG (organisation), PL (more than one person). togliere: "
            "yes, no, or move to own field."
        ),
    ),
    "forme_giuridiche": (
        "legal_forms.csv",
        {
            "forma": "spelling",
            "canonica": "canonical",
            "anche": "also_means",
            "codice": "code",
            "nome": "full_name",
            "categoria": "category",
            "tipo": "person_type",
            "confidenza": "confidence",
        },
        "Legal forms and the words that stand with a company name",
        "anche names the other meaning of an ambiguous spelling.",
    ),
    "email_domini": (
        "email_domains.csv",
        {
            "dominio": "domain",
            "stato": "status",
            "chiuso_il": "closing_date",
            "successore": "successor_domain",
            "confidenza": "confidence",
        },
        "Mail domains in use in Italy and whether they still work",
        (
            "stato: active, legacy (old, some boxes may live), discontinued. chiuso_il may hold "
            "only a year or a month. A successor never means that the same box exists there."
        ),
    ),
    "email_errori": (
        "email_typos.csv",
        {
            "dominio": "typo_domain",
            "corretto": "right_domain",
            "tipo": "kind",
            "correzione": "autofix",
            "confidenza": "confidence",
        },
        "Mistyped mail domains",
        (
            "correzione: safe (no mail domain can be meant but the right one), suggest (ask), "
            "never (a real domain of somebody). corretto with | holds several candidates."
        ),
    ),
    "pec_domini": (
        "pec_domains.csv",
        {
            "schema": "pattern",
            "confronto": "match_type",
            "categoria": "category",
            "stato": "status",
            "confidenza": "confidence",
        },
        "Domains of certified mail (PEC)",
        (
            "confronto: exact, suffix, regex, or note (an example of what is not PEC: do not "
            "match). categoria anti-pattern marks what must not be taken for PEC."
        ),
    ),
    "tipi_strada": (
        "street_types.csv",
        {
            "forma": "form",
            "canonica": "canonical",
            "anche": "also_means",
            "genere": "kind",
            "confidenza": "confidence",
        },
        "Street types and other words of an address",
        (
            "genere: dug (generic street type), road, locality, unit, house_number, name_abbrev, "
            "cap_note. A form with several meanings may stand on several rows."
        ),
    ),
}


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True, help="folder of the research notes")
    facts = parser.parse_args().facts
    for table, (name, columns, title, notes) in TABLES.items():
        frame = pl.read_csv(facts / name, infer_schema=False)
        grades = ["high", "medium", "low"]
        if "basis" in frame.columns:
            # A few rows of the notes have the grade one column to the left.
            graded = pl.when(pl.col("basis").is_in(grades)).then("basis")
            frame = frame.with_columns(confidence=pl.coalesce("confidence", graded))
        if not frame["confidence"].is_in(grades).all() or frame["confidence"].null_count():
            raise SystemExit(f"{name}: a row without confidence")
        frame = frame.select(pl.col(old).alias(new) for new, old in columns.items())
        write_table(
            table,
            frame.sort(frame.columns),
            title=title,
            source=SOURCE,
            licence="MIT",
            date=DATE,
            made_by="fatti.py",
            notes=notes,
        )


if __name__ == "__main__":
    main()
