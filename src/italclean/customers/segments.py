"""Which segment each customer is in: conditions of a contract held against the columns of the golden table.

A customer is in the first segment that takes it, in the order of the contract. A cell that cannot be read as what a
condition compares meets no condition, and is told: `vedi scheda` is no turnover below a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from italclean.cleaners.consenso import consenso
from italclean.cleaners.data import data, day_order
from italclean.core.columns import is_true, no_text
from italclean.customers.amounts import read_amounts
from italclean.messages.text import Text, said
from italclean.segment import DAY, MONTHS, NUMBER, PERSONAL, TEXT, TRUTH, Condition, Segment, Segments
from italclean.settings import Periods

SEGMENT, ACTION = "segmento", "azione"
"""The columns of the golden table."""
AUTOMATICALLY, PERSONALLY = "automatica", "personale"
"""What stands in the column `azione`."""

_RECORDS = "records"
_UNIT = 10**9
_SHOWN = 40
_SURE = ("valid", "fixed")


@dataclass(frozen=True, slots=True)
class Segmented:
    """Customers in segments.

    Attributes:
        golden: The golden table with the columns `segmento` and `azione`.
        notices: What a user should know of cells that could not be read.
    """

    golden: pl.DataFrame
    notices: tuple[Text, ...]


@dataclass(slots=True)
class _Cells:
    """The cells of a column, read as what conditions compare, each way once.

    Attributes:
        typed: The cells as they stand; null where nothing does.
        read: The cells as numbers, days or truths: `value`, for numbers `whole` and `fraction`.
    """

    typed: pl.Series
    read: dict[str, pl.DataFrame] = field(default_factory=dict)

    def of(self, kind: str) -> pl.DataFrame:
        kind = DAY if kind == MONTHS else kind
        if kind not in self.read:
            self.read[kind] = _READ[kind](self.typed)
        return self.read[kind]

    def unread(self, kind: str) -> pl.Series:
        """The cells that hold something which cannot be read."""
        return self.typed.filter(self.typed.is_not_null() & self.of(kind).to_series(0).is_null())


def in_segments(golden: pl.DataFrame, segments: Segments, periods: Periods) -> Segmented:
    """Put customers into segments.

    Args:
        golden: The golden table.
        segments: The segments, in their order.
        periods: The day from which months are counted.

    Examples:
        >>> many = Condition("Fatturato", "at-least", NUMBER, ("10000",))
        >>> vip = Segment("vip", (many,), action=PERSONAL)
        >>> typed = pl.DataFrame({"golden_id": ["a", "b", "c"], "Fatturato": ["12.000,50", "90", "vedi scheda"]})
        >>> found = in_segments(typed, Segments((vip,)), Periods())
        >>> found.golden["segmento"].to_list(), found.notices[0].english[:50]
        (['vip', None, None], 'Segment “vip”: 1 values of Fatturato cannot be rea')
    """
    columns: dict[str, _Cells] = {}
    notices: list[Text] = []
    placed = np.full(golden.height, -1, dtype=np.int64)
    for number, segment in enumerate(segments.listed):
        notices += _told(segment, golden, columns)
        taken = _takes(segment, golden, columns, periods).to_numpy()
        placed[(placed < 0) & taken] = number
    names = dict(enumerate(segment.name for segment in segments.listed))
    actions = {
        number: PERSONALLY if segment.action == PERSONAL else AUTOMATICALLY
        for number, segment in enumerate(segments.listed)
    }
    where = pl.Series(placed)
    told = [
        where.replace_strict(named, default=None, return_dtype=pl.String).alias(column)
        for column, named in ((SEGMENT, names), (ACTION, actions))
    ]
    bare = golden.drop(SEGMENT, ACTION, strict=False)
    at = bare.columns.index(_RECORDS) + 1 if _RECORDS in bare.columns else bare.width
    whole = [*bare.get_columns()[:at], *told, *bare.get_columns()[at:]]
    return Segmented(pl.DataFrame(whole), tuple(notices))


def _cells(name: str, golden: pl.DataFrame, columns: dict[str, _Cells]) -> _Cells:
    if name not in columns:
        typed = golden[name].cast(pl.String) if name in golden.columns else no_text(golden.height, name)
        filled = pl.when(typed.str.strip_chars() != "").then(typed)
        columns[name] = _Cells(pl.select(filled.alias(name)).to_series() if len(typed) else typed)
    return columns[name]


def _told(segment: Segment, golden: pl.DataFrame, columns: dict[str, _Cells]) -> Iterator[Text]:
    """Tell of the cells that the conditions of a segment cannot read, and of columns that are not there."""
    asked = dict.fromkeys(
        (one.field, DAY if one.kind == MONTHS else one.kind) for one in (*segment.every, *segment.some)
    )
    for name in dict.fromkeys(name for name, _ in asked):
        if name not in golden.columns:
            yield said("segment.no_column", segment=segment.name, field=name)
    for name, kind in asked:
        if kind not in _READ:
            continue
        unread = _cells(name, golden, columns).unread(kind)
        if len(unread):
            example = " ".join(str(unread[0]).split())[:_SHOWN]
            told = {"segment": segment.name, "count": len(unread), "field": name, "example": example}
            yield said(f"segment.unread_{kind}", **told)


def _takes(segment: Segment, golden: pl.DataFrame, columns: dict[str, _Cells], periods: Periods) -> pl.Series:
    every = [_meets(one, _cells(one.field, golden, columns), periods) for one in segment.every]
    some = [_meets(one, _cells(one.field, golden, columns), periods) for one in segment.some]
    nobody = pl.Series([False]).new_from_index(0, golden.height)
    # A segment of no condition is nobody's.
    taken = ~nobody if every or some else nobody
    for one in every:
        taken = taken & one
    any_of = nobody
    for one in some:
        any_of = any_of | one
    return taken & any_of if some else taken


def _meets(condition: Condition, cells: _Cells, periods: Periods) -> pl.Series:
    """Tell the customers who meet a condition: no unread cell does; an empty one `absent`, `is-not`, `not-in`."""
    operator, typed = condition.operator, cells.typed
    if operator == "present":
        return typed.is_not_null()
    if operator == "absent":
        return typed.is_null()
    if operator in ("is-not", "not-in"):
        same = _same(condition, cells)
        read = typed.is_null() | (typed.is_not_null() if condition.kind == TEXT else _readable(condition, cells))
        return ~same & read
    if operator in ("is", "in"):
        return _same(condition, cells)
    if operator == "contains":
        part = condition.values[0].strip().lower()
        return is_true(typed.str.to_lowercase().str.contains(part, literal=True))
    if condition.kind == NUMBER:
        return _ordered_numbers(operator, condition.values[0], cells.of(NUMBER))
    day = periods.before(int(condition.values[0])) if condition.kind == MONTHS else condition.values[0]
    return is_true(_DAYS[operator](cells.of(DAY)["value"], day))


def _readable(condition: Condition, cells: _Cells) -> pl.Series:
    return cells.of(condition.kind).to_series(0).is_not_null()


def _same(condition: Condition, cells: _Cells) -> pl.Series:
    if condition.kind == TEXT:
        wanted = [value.strip().lower() for value in condition.values]
        return is_true(cells.typed.str.strip_chars().str.to_lowercase().is_in(wanted))
    read = cells.of(condition.kind)
    if condition.kind == NUMBER:
        found = pl.Series([False]).new_from_index(0, len(read))
        for value in condition.values:
            whole, fraction = _parts(value)
            found = found | is_true((read["whole"] == whole) & (read["fraction"] == fraction))
        return found
    return is_true(read["value"].is_in(list(condition.values)))


def _ordered_numbers(operator: str, value: str, read: pl.DataFrame) -> pl.Series:
    whole, fraction = _parts(value)
    ours, rest = read["whole"], read["fraction"]
    if operator == "at-least":
        return is_true((ours > whole) | ((ours == whole) & (rest >= fraction)))
    return is_true((ours < whole) | ((ours == whole) & (rest <= fraction)))


def _parts(value: str) -> tuple[int, int]:
    """A plain number as amounts are read: what stands before the decimals, and billionths, both with the sign."""
    sign = -1 if value.startswith("-") else 1
    whole, _, decimals = value.lstrip("-").partition(".")
    return sign * int(whole), sign * int(decimals.ljust(9, "0") or 0)


def _numbers(typed: pl.Series) -> pl.DataFrame:
    # In the golden table rows of all sources stand below each other: they show together how amounts are written.
    return read_amounts(typed, pl.Series(["golden"]).new_from_index(0, len(typed)))


def _dates(typed: pl.Series) -> pl.DataFrame:
    order = day_order(typed)
    read = data.series(typed, **({} if order is None else {"order": order})).struct.unnest()
    sure = read["status"].cast(pl.String).is_in(list(_SURE))
    return read.select(pl.when(sure).then("value").alias("value"))


def _truths(typed: pl.Series) -> pl.DataFrame:
    read = consenso.series(typed).struct.field("value")
    return pl.DataFrame(
        {"value": read.replace_strict(_TRUTHS, default=None, return_dtype=pl.String)}
    )  # fmt: skip


_TRUTHS = {"si": "true", "no": "false", "revocato": "false"}
_READ: Mapping[str, Callable[[pl.Series], pl.DataFrame]] = {NUMBER: _numbers, DAY: _dates, TRUTH: _truths}
_DAYS: Mapping[str, Callable[[pl.Series, str], Any]] = {
    "at-least": lambda days, day: days >= day,
    "at-most": lambda days, day: days <= day,
    "before": lambda days, day: days < day,
    "after": lambda days, day: days > day,
    "older-than": lambda days, day: days < day,
    "within": lambda days, day: days >= day,
}
