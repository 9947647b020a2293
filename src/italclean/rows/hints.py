"""What the deduplication may use of a cleaning beyond the frame, row by row."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from italclean.consent.purposes import CONSENT
from italclean.core.columns import no_text
from italclean.fields.catalogue import WHOLE_NAMES
from italclean.rows import reach
from italclean.rows.worksheet import Worksheet

UNREAD = "unread_"
"""What the hints call a consent that could not be read: on a duplicate it lets no yes stand."""
MARKS = "consent_marks"
"""The hint of what is noted of each row about contacting it (`consent.notes.Mark`)."""
DOUBTED = "doubted_"
"""What the hints call the addresses and numbers of a column that a cleaner doubts."""


def hints_of(sheet: Worksheet) -> pl.DataFrame:
    """Return refused 16-character codes as typed, the further numbers and addresses of a cell, and what is in doubt.

    What no row has is left out, but for the codes.
    """
    typed = no_text(sheet.height, "cf_typed")
    if "codice_fiscale" in sheet.cells:
        cells = sheet.cells["codice_fiscale"]
        typed = pl.DataFrame({"raw": cells.raw, "value": cells.value}).select(
            cf_typed=pl.when(pl.col("value").is_null()).then(
                pl.col("raw").str.to_uppercase().str.replace_all("[^A-Z0-9]", "").str.extract(r"^([A-Z0-9]{15,17})$")
            )
        )["cf_typed"]
    faxes = [*_further(sheet, "fax"), *_further(sheet, "telefono", "cellulare", extra="fax")]
    further = {
        "other_phones": _joined(_further(sheet, "telefono", "cellulare")),
        "other_faxes": _joined(faxes),
        "other_emails": _joined(_further(sheet, "email", "pec")),
        "company_words": _company_words(sheet),
    }
    return pl.DataFrame(
        {
            "cf_typed": typed,
            **{name: found for name, found in further.items() if found is not None},
            **({} if sheet.marks is None else {MARKS: sheet.marks}),
            **{f"{DOUBTED}{name}": values for name, values in reach.doubted_contacts(sheet).items()},
            **{f"{UNREAD}{CONSENT}{purpose}": rows for purpose, rows in sheet.unread.items()},
        }
    )


def _company_words(sheet: Worksheet) -> pl.Series | None:
    """The words of firms' names, where the name in the frame is the one that was read; None where there are none."""
    read = [name for name in WHOLE_NAMES if name in sheet.cells]
    if len(read) != 1:
        return None
    words = sheet.finding(read[0], "parole").rename("company_words")
    return pl.select(pl.when(sheet.finding(read[0], "is_company")).then(words).alias("company_words")).to_series()


def _further(sheet: Worksheet, *roles: str, extra: str = "altri") -> list[pl.Series]:
    """What the cleaners of some roles found beyond the values of their cells, role by role."""
    cells = [(name, cells.role) for name, cells in sheet.cells.items()]
    return [sheet.finding(name, extra) for role in roles for name, its in cells if its == role]


def _joined(found: Sequence[pl.Series]) -> pl.Series | None:
    """One text for each row, null where nothing was found."""
    some = [values.rename(str(place)) for place, values in enumerate(found) if values.null_count() < len(values)]
    if not some:
        return None
    joined = pl.DataFrame(some).select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).alias("joined"))
    return joined["joined"].set(joined["joined"] == "", None)
