"""The customer codes of an old ERP: two letters of the branch and five digits, `SM03473`."""

from __future__ import annotations

import polars as pl

import italclean as ic

CLOSED = ["GE", "TS"]


@ic.cleaner(
    extras={"filiale": pl.String},
    issues=[
        ic.Issue(
            "gestionale_format",
            "invalid",
            "Un codice del gestionale ha due lettere e cinque cifre.",
            "A code of the ERP has two letters and five digits.",
        ),
        ic.Issue(
            "gestionale_closed",
            "suspect",
            "La filiale {detail} è chiusa: il codice può essere stato riassegnato.",
            "The branch {detail} is closed: the code may have been given to another customer.",
        ),
    ],
)
def codice_gestionale(values: pl.Series) -> pl.DataFrame:
    """Check the letters and the digits, and put back the zeros that a spreadsheet took (`SM3473`).

    Args:
        values: Tidy text, none empty.
    """
    branch = pl.col("value").str.to_uppercase().str.extract(r"^([A-Z]{2})[ .-]*[0-9]{1,5}$")
    digits = pl.col("value").str.extract(r"([0-9]{1,5})$").str.zfill(5)
    closed = branch.is_in(CLOSED)
    return values.to_frame("value").select(
        value=pl.when(branch.is_not_null()).then(branch + digits),
        issue=pl.when(branch.is_null())
        .then(pl.lit("gestionale_format"))
        .when(closed)
        .then(pl.lit("gestionale_closed")),
        detail=pl.when(closed).then(branch),
        filiale=branch,
    )


FIELD = ic.Field("codice_gestionale", codice_gestionale, headers=("CODCLI AS400", "Codice gestionale"))
