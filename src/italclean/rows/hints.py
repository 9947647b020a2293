"""What the deduplication may use of a cleaning beyond the frame, row by row."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from italclean.consent.purposes import CONSENT
from italclean.core import text
from italclean.core.columns import is_true, no_text, rows_where
from italclean.fields.catalogue import SHOWN_NAME, WHOLE_NAMES
from italclean.rows import reach
from italclean.rows.worksheet import Worksheet

UNREAD = "unread_"
"""What the hints call a consent that could not be read: on a duplicate it lets no yes stand."""
MARKS = "consent_marks"
"""The hint of what is noted of each row about contacting it (`consent.notes.Mark`)."""
DOUBTED = "doubted_"
"""What the hints call the addresses and numbers of a column that a cleaner doubts."""
SUSPECT = "suspect_"
"""What the hints call the doubtful cells of a column, a flag for each row."""

_ADDRESS = "indirizzo"


def hints_of(sheet: Worksheet) -> pl.DataFrame:
    """Return refused codes as typed, the further numbers and addresses of a cell, and what is in doubt.

    What no row has is left out, but for the codes.
    """
    faxes = [*_further(sheet, "fax"), *_further(sheet, "telefono", "cellulare", extra="fax")]
    refused = _refused(sheet, r"^(?:IT)?([0-9]{10,12})$", "partita_iva", "codice_fiscale")
    further = {
        "other_phones": _joined(_further(sheet, "telefono", "cellulare")),
        "other_faxes": _joined(faxes),
        "other_emails": _joined(_further(sheet, "email", "pec")),
        "company_words": _company_words(sheet),
        "street_key": _street_key(sheet),
        "piva_typed": None if refused.null_count() == sheet.height else refused,
    }
    return pl.DataFrame(
        {
            "cf_typed": _refused(sheet, r"^([A-Z0-9]{15,17})$", "codice_fiscale"),
            **{name: found for name, found in further.items() if found is not None},
            **({} if sheet.marks is None else {MARKS: sheet.marks}),
            **{f"{DOUBTED}{name}": values for name, values in reach.doubted_contacts(sheet).items()},
            **{f"{UNREAD}{CONSENT}{purpose}": rows for purpose, rows in sheet.unread.items()},
            **_suspect(sheet),
        }
    )


def _suspect(sheet: Worksheet) -> dict[str, pl.Series]:
    """Tell the doubtful cells of each column of the cleaned list that has any.

    A whole name is parted into several columns: whoever doubts it doubts all of these.
    """
    found: dict[str, pl.Series] = {}
    for name, cells in sheet.cells.items():
        several = cells.verdict["issue"].cast(pl.String).is_in(list(reach.SOUND))
        doubtful = (cells.verdict["status"] == "suspect") & ~is_true(several)
        if not doubtful.any():
            continue
        columns = [cells.output or name]
        if cells.output is None and cells.role in WHOLE_NAMES:
            columns = list(SHOWN_NAME)
        for column in columns:
            known = found.get(SUSPECT + column)
            found[SUSPECT + column] = doubtful if known is None else known | doubtful
    return found


def _refused(sheet: Worksheet, shape: str, *names: str) -> pl.Series:
    """The first refused code of some columns that has a shape, as typed but for its signs; fillers are no codes."""
    found = no_text(sheet.height)
    for name in names:
        if name not in sheet.cells:
            continue
        cells = sheet.cells[name]
        rows = rows_where(cells.value.is_null() & cells.raw.is_not_null() & found.is_null())
        typed = cells.raw[rows].str.to_uppercase().str.replace_all("[^A-Z0-9]", "").str.extract(shape)
        filler = pl.col("typed").pipe(text.is_filler_number)
        found = found.scatter(rows, typed.alias("typed").to_frame().select(pl.when(~filler).then("typed")).to_series())
    return found


def _company_words(sheet: Worksheet) -> pl.Series | None:
    """The words of firms' names, where the name in the frame is the one that was read; None where there are none."""
    read = [name for name in WHOLE_NAMES if name in sheet.cells]
    if len(read) != 1:
        return None
    words = sheet.finding(read[0], "parole").rename("company_words")
    return pl.select(pl.when(sheet.finding(read[0], "is_company")).then(words).alias("company_words")).to_series()


def _street_key(sheet: Worksheet) -> pl.Series | None:
    """The keys of streets, where the address in the frame is the street alone, as it was read."""
    if _ADDRESS not in sheet.cells:
        return None
    street = sheet.value(_ADDRESS) == sheet.finding(_ADDRESS, "via")
    key = sheet.finding(_ADDRESS, "chiave").rename("street_key")
    return pl.select(pl.when(street).then(key).alias("street_key")).to_series()


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
