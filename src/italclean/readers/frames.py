"""Typed frames to text: polars, pandas and Arrow alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from italclean.errors import UnreadableFrame
from italclean.messages.text import Text, said
from italclean.readers.known_names import plain_name


def is_frame(given: object) -> bool:
    """Tell whether something is a table of columns in memory: a polars, pandas or Arrow one.

    Examples:
        >>> is_frame(pl.DataFrame({"CF": []})), is_frame("clienti.csv")
        (True, False)
    """
    return isinstance(given, pl.DataFrame | pl.LazyFrame) or _is_pandas(given) or hasattr(given, "__arrow_c_stream__")


def _is_pandas(given: object) -> bool:
    kind = type(given)
    return kind.__module__.partition(".")[0] == "pandas" and kind.__name__ == "DataFrame"


def to_polars(given: Any) -> pl.DataFrame:
    """Take a frame of any kind as one of polars, its types as they are.

    Args:
        given: What `is_frame` accepts.

    Raises:
        UnreadableFrame: The frame's own library, or a query behind a LazyFrame, fails.
    """
    try:
        if isinstance(given, pl.DataFrame):
            return given
        if isinstance(given, pl.LazyFrame):
            return given.collect()
        if _is_pandas(given):
            return _from_pandas(given)
        return pl.DataFrame(given)
    except Exception as error:  # noqa: BLE001 - a plan of the user's fails in any way; what it says may name a cell
        raise UnreadableFrame(kind=type(error).__name__) from None


def as_text(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Text, ...]]:
    """Turn every column into text as a person would write it, and give each a name.

    Whole days are written as days, bytes as the text that they are, else in hexadecimal, lists with ` | ` between
    their entries, structs as JSON.

    Args:
        frame: A frame of any types.

    Returns:
        The same frame, every column text; and what a user should know of it.

    Examples:
        >>> from datetime import date, timedelta
        >>> typed = pl.DataFrame({"da": [date(2024, 5, 1)], "note": [["a", "b"]], "": [b"x"]})
        >>> text, notices = as_text(typed)
        >>> text.rows(), text.columns, len(notices)
        ([('2024-05-01', 'a | b', 'x')], ['da', 'note', 'colonna_3'], 1)
    """
    names = _names(frame.columns)
    text = pl.DataFrame([_column(frame.to_series(place)).alias(names[place]) for place in range(frame.width)])
    renamed = [name for name, old in zip(names, frame.columns, strict=True) if name != old]
    if not renamed:
        return text, ()
    return text, (said("read.unnamed", names=", ".join(renamed)),)


def _names(given: list[str]) -> list[str]:
    names: list[str] = []
    taken = set(given)
    for place, name in enumerate(given, start=1):
        wanted = plain_name(name) if name.strip() else f"colonna_{place}"
        chosen, copy = wanted, 2
        while chosen != name and chosen in taken:
            chosen, copy = f"{wanted}_{copy}", copy + 1
        taken.add(chosen)
        names.append(chosen)
    return names


def _column(values: pl.Series) -> pl.Series:
    kind = values.dtype
    if kind == pl.String:
        return values
    if kind == pl.Object:
        return _as_python_writes(values)
    if kind == pl.Binary:
        return _once(values, _written)
    if isinstance(kind, pl.List | pl.Array):
        return _list(values.arr.to_list() if isinstance(kind, pl.Array) else values)
    if isinstance(kind, pl.Struct):
        return pl.Series([None if value is None else _json(value) for value in values], dtype=pl.String)
    if kind.is_float():
        return _floats(values)
    if isinstance(kind, pl.Datetime):
        return _moments(values)
    if isinstance(kind, pl.Duration):
        return values.dt.to_string()
    try:
        return values.cast(pl.String)
    except pl.exceptions.PolarsError:  # an extension type
        return _as_python_writes(values)


def _floats(values: pl.Series) -> pl.Series:
    """Write a column of whole numbers as such: they became fractions where a cell is empty, so that 184.0 was 184."""
    whole = bool(values.is_finite().all() and ((values == values.floor()) & (values.abs() < _EXACT)).all())
    return (values.cast(pl.Int64) if whole else values).cast(pl.String)


_EXACT = 2.0**53


def _as_python_writes(values: pl.Series) -> pl.Series:
    return pl.Series([None if value is None else str(value) for value in values], dtype=pl.String)


def _once(values: pl.Series, write: Callable[[Any], str]) -> pl.Series:
    distinct = values.unique().drop_nulls()
    written = pl.Series([write(value) for value in distinct], dtype=pl.String)
    pairs = pl.DataFrame({"value": distinct, "written": written})
    return values.to_frame("value").join(pairs, on="value", how="left", maintain_order="left")["written"]


def _written(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return f"0x{value.hex()}"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(
        value, ensure_ascii=False, default=lambda one: _written(one) if isinstance(one, bytes) else str(one)
    )


def _list(values: pl.Series) -> pl.Series:
    entries = values.explode(empty_as_null=True) if _takes_empty() else values.explode()
    lengths = values.list.len().fill_null(1).clip(1)
    at = pl.Series("at", range(len(values)), dtype=pl.UInt32).repeat_by(lengths).explode()
    written = pl.DataFrame({"at": at, "entry": _column(entries)}).group_by("at", maintain_order=True).agg("entry")
    joined = written["entry"].list.drop_nulls().list.join(" | ")
    return joined.zip_with(values.is_not_null(), pl.Series([None], dtype=pl.String))


def _takes_empty() -> bool:
    import inspect

    return "empty_as_null" in inspect.signature(pl.Series.explode).parameters


def _moments(values: pl.Series) -> pl.Series:
    days = bool((values.dt.time().cast(pl.Int64).fill_null(0) == 0).all())
    return values.dt.strftime("%Y-%m-%d" if days else "%Y-%m-%d %H:%M:%S")


def _from_pandas(given: Any) -> pl.DataFrame:
    """Take the columns of a pandas frame one by one: pandas' own way through Arrow needs a further library."""
    columns: list[pl.Series] = []
    for place, name in enumerate(given.columns):
        values = given.iloc[:, place]
        missing = values.isna().to_numpy()
        if values.dtype.kind in "iufb" and not missing.any():
            series = pl.Series(values.to_numpy())
        elif values.dtype.kind == "f":
            # Whole numbers became fractions where a cell is empty: 184.0 was 184.
            whole = bool((values.dropna() % 1 == 0).all())
            found = values.astype(object).where(~missing, None)
            series = pl.Series([None if value is None else int(value) if whole else float(value) for value in found])
        elif values.dtype.kind == "M":
            series = pl.Series(
                [None if gone else moment.to_pydatetime() for gone, moment in zip(missing, values, strict=True)]
            )
        else:
            series = pl.Series(
                [None if gone else str(value) for gone, value in zip(missing, values, strict=True)], dtype=pl.String
            )
        columns.append(series.alias(_free(str(name), [column.name for column in columns])))
    return pl.DataFrame(columns)


def _free(name: str, taken: list[str]) -> str:
    chosen, copy = name, 2
    while chosen in taken:
        chosen, copy = f"{name}_{copy}", copy + 1
    return chosen
