"""What a user should know about a run as a whole."""

from __future__ import annotations

import polars as pl

from italclean.core import formula
from italclean.customers.deduped import Deduped
from italclean.fields.catalogue import FIELDS, NAMES, columns_in
from italclean.mail.dns import Checked
from italclean.messages.text import Text, said
from italclean.rows import Cleaned

_SHOWN = 8
_NO_FORMULAS = ("codice_fiscale", "partita_iva", "data", "cap", "provincia", "telefono", "iban", "sesso", "tipo")
"""Cleaners whose values cannot begin with the sign of a formula, and be more than a number."""


def remarks(cleaned: Cleaned, deduped: Deduped | None, checked: Checked | None) -> list[Text]:
    """Return what a user should know.

    Args:
        cleaned: The cleaned list.
        deduped: Its customers, where they were looked for.
        checked: What the DNS said, where it was asked.
    """
    notices = list(cleaned.plan.notices)
    if not set(NAMES) & {column.role for column in cleaned.plan.columns}:
        notices.append(said("run.no_names"))
    unanswered = checked.unanswered if checked is not None else 0
    if unanswered:
        notices.append(said("run.unanswered", count=unanswered))
    notices += [*_formulas(cleaned.frame), *(deduped.notices if deduped is not None else ())]
    refused = deduped.figures["decisions_refused"] if deduped is not None else 0
    if refused:
        notices.append(said("run.decisions_refused", count=refused))
    conflicts = deduped.figures["conflicts"] if deduped is not None else 0
    if conflicts:
        notices.append(said("run.conflicts", count=conflicts))
    return notices


def _formulas(frame: pl.DataFrame) -> list[Text]:
    """Say that cells of the files for programs, which are left as they are, are formulas for a spreadsheet."""
    plain = [name for name, field in FIELDS.items() if field.cleaner.name in _NO_FORMULAS]
    found = formula.count_risky(frame.drop("source", *columns_in(frame.columns, "regione", *plain), strict=False))
    if not found:
        return []
    return [said("run.formulas", cells=sum(found.values()), columns=", ".join(list(found)[:_SHOWN]))]
