"""The whole log of a result: what a person should look at, and what was merely rewritten."""

from __future__ import annotations

import polars as pl

import italclean as ic
from italclean.issues.outcome import STATUS
from italclean.issues.registry import statuses


def logged(result: ic.Result) -> pl.DataFrame:
    """Put the two parts of a log together; of a cell that was rewritten the status follows from the issue."""
    status = pl.col("issue").cast(pl.String).replace_strict(statuses(), default="valid", return_dtype=pl.String)
    rewritten = result.rewritten.with_columns(status=status.fill_null("valid").cast(STATUS))
    return pl.concat([result.issues, rewritten], how="diagonal")
