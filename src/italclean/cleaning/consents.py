"""What stands beside a consent in its cell: the date and the place where it was given, each to its column."""

from __future__ import annotations

from italclean.cleaning.worksheet import Worksheet

_MARKETING, _DATE, _ORIGIN = "consenso_marketing", "data_consenso", "fonte_consenso"


def hold_contradictions(sheet: Worksheet) -> None:
    """Where two columns of one purpose contradict each other on a row, the refusal stands in both."""
    for name in [name for name in sheet.cells if f"{name}_2" in sheet.cells and name.startswith("consenso_")]:
        one, other = sheet.cells[name], sheet.cells[f"{name}_2"]
        for yes, no in ((one, other), (other, one)):
            refused = (yes.value == "si") & no.value.is_in(["no", "revocato"])
            yes.decide(refused, no.value, "consent_conflict", "suspect", no.value)


def keep_evidence(sheet: Worksheet) -> None:
    """Put the date and the origin of consents into the columns of the evidence (GDPR art. 7(1)).

    The date of a purpose other than marketing goes to `data_consenso_…` of that purpose.
    """
    consents = [name for name, cells in sheet.cells.items() if cells.role.startswith("consenso_")]
    for name in consents:
        date, origin = sheet.finding(name, "data"), sheet.finding(name, "fonte")
        given = sheet.value(name).is_not_null()
        sheet.fill(_DATE if name == _MARKETING or len(consents) == 1 else f"data_{name}", given, date, name)
        sheet.fill(_ORIGIN, given, origin, name)
