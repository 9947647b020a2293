"""Columns that a contract wants of another type than text in a database: their cells as every database reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from italclean.customers.amounts import read_amounts, write_amounts
from italclean.errors import DatabaseNotWritable
from italclean.messages.text import said
from italclean.result import Result

TABLES = ("cleaned", "golden")
"""The tables whose columns have types: the others tell of cells as they came."""

_YES, _NO = ("si", "sì", "s", "yes", "y", "true", "vero", "1"), ("no", "n", "false", "falso", "0")


def typed_tables(result: Result, types: Mapping[str, str], place: str) -> dict[str, pl.DataFrame]:
    """Return the tables of a result with the cells of typed columns as every database reads them.

    Args:
        result: The result.
        types: What columns are of, one of `terms.TYPES`, where it is not text.
        place: The database, for a message.

    Raises:
        DatabaseNotWritable: A cell does not fit the type of its column; nothing was written.
    """
    if not types:
        return {}
    tables = {"cleaned": result.cleaned} | ({} if result.deduped is None else {"golden": result.golden})
    return {name: _typed(name, frame, types, place) for name, frame in tables.items()}


def _typed(table: str, frame: pl.DataFrame, types: Mapping[str, str], place: str) -> pl.DataFrame:
    columns = []
    for name, kind in types.items():
        if name not in frame.columns or kind == "text":
            continue
        cells = frame[name].cast(pl.String)
        source = frame["source"] if "source" in frame.columns else pl.Series([table]).new_from_index(0, frame.height)
        written = _WRITTEN[kind](cells, source)
        unfit = cells.is_not_null() & (cells.str.strip_chars() != "") & written.is_null()
        if unfit.any():
            told = {"count": int(unfit.sum()), "column": name, "table": table, "kind": kind}
            raise DatabaseNotWritable(path=place, reason=said("database.unfit", example=cells.filter(unfit)[0], **told))
        columns.append(written.alias(name))
    return frame.with_columns(columns)


def _date(cells: pl.Series, _: pl.Series) -> pl.Series:
    return cells.str.strptime(pl.Date, "%Y-%m-%d", strict=False).dt.to_string("%Y-%m-%d")


def _integer(cells: pl.Series, source: pl.Series) -> pl.Series:
    # 00184 is no number: as one it would be 184.
    amounts = read_amounts(cells, source)
    whole = pl.when((amounts["fraction"] == 0) & ~cells.str.contains("^[-+]?0[0-9]")).then(amounts["whole"])
    return pl.select(whole.cast(pl.String)).to_series()


def _numeric(cells: pl.Series, source: pl.Series) -> pl.Series:
    amounts = read_amounts(cells, source)
    return write_amounts(amounts["whole"], amounts["fraction"])


def _boolean(cells: pl.Series, _: pl.Series) -> pl.Series:
    said_ = cells.str.strip_chars().str.to_lowercase()
    yes, no = said_.is_in(_YES), said_.is_in(_NO)
    return pl.select(pl.when(yes).then(pl.lit("1")).when(no).then(pl.lit("0"))).to_series()


_WRITTEN: dict[str, Callable[[pl.Series, pl.Series], pl.Series]] = {
    "date": _date,
    "integer": _integer,
    "numeric": _numeric,
    "boolean": _boolean,
}
