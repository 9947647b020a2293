"""The fields of a row, as the tests of this folder type them."""

from __future__ import annotations

from functools import cache

import polars as pl

import italclean as ic
from tests.logged import logged

Row = dict[str, str | None]


def cleaned(rows: list[Row]) -> ic.Result:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return ic.clean(
        pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String))
    )


@cache
def _of_one(cells: tuple[tuple[str, str | None], ...]) -> ic.Result:
    return cleaned([dict(cells)])


def one(row: Row) -> Row:
    return _of_one(tuple(row.items())).cleaned.row(0, named=True)


def issue_of(row: Row, role: str) -> tuple[str | None, str | None]:
    """The issue and status that the log gives a role's cell; none where it is not in the log."""
    found = logged(_of_one(tuple(row.items()))).filter(pl.col("role") == role)
    return (found["issue"][0], found["status"][0]) if found.height else (None, None)
