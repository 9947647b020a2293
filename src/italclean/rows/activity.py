"""What a customer is to the firm by the last order, and who has been silent for too long.

Nothing is wrong with the date of a row that is kept for too long: it is told beside the list (`Worksheet.overdue`) and
is no issue of the cell.

Source: the retention limit is that of invoices by default (c.c. art. 2220, ten years); how long a list may be kept
for another purpose is for the firm to say (GDPR art. 5(1)(e)).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from italclean.cleaners.stato import ACTIVE, DORMANT, LEAD
from italclean.core.columns import no_text, rows_where
from italclean.rows.step import Fact, step
from italclean.rows.worksheet import Worksheet, none_overdue
from italclean.settings import Periods

STATE, LAST_ORDER = "stato", "data_ultimo_ordine"
SIGNS_OF_LIFE = (LAST_ORDER, "data_modifica", "data_consenso")


def _orders(sheet: Worksheet) -> tuple[int, int]:
    """Count the rows that never ordered, and all."""
    return (int(_never(sheet).sum()) if LAST_ORDER in sheet.cells else 0), sheet.height


MOST_ORDERED = Fact(
    "most_ordered",
    found=_orders,
    together=lambda counts: (sum(never for never, _ in counts), sum(rows for _, rows in counts)),
    concluded=lambda counted: 2 * counted[0] <= counted[1],
)
"""Whether at most half of the list has no last order: where most rows have none, an empty cell says nothing."""


@step(reads=SIGNS_OF_LIFE, writes=(STATE,), needs=[MOST_ORDERED])
def tell_activity(sheet: Worksheet) -> None:
    """Fill the state by the last order, flag one that says otherwise, and tell who has been silent for too long."""
    ordered, periods = _certain(sheet, LAST_ORDER), sheet.periods
    if ordered is not None:
        _tell_state(sheet, ordered, periods)
    sheet.overdue = _silent(sheet, limits_of(periods, sheet.retention))


def _certain(sheet: Worksheet, name: str) -> pl.Series | None:
    """The dates of a column that are beyond doubt; None where there is no such column."""
    if name not in sheet.cells:
        return None
    cells = sheet.cells[name]
    sure = cells.verdict["status"].is_in(["valid", "fixed"])
    return cells.value.zip_with(sure, no_text(sheet.height))


def _tell_state(sheet: Worksheet, ordered: pl.Series, periods: Periods) -> None:
    since = periods.before(periods.dormant)
    never = pl.when(pl.col("never") & sheet.facts[MOST_ORDERED.name]).then(pl.lit(LEAD))
    told = (
        pl.DataFrame({"ordered": ordered, "never": _never(sheet)})
        .select(pl.coalesce(state_by(pl.col("ordered"), pl.lit(since)), never))
        .to_series()
    )
    if STATE in sheet.cells:
        cells = sheet.cells[STATE]
        # A customer without the date of an order may have ordered before the list was kept.
        at_odds = cells.value.is_in([LEAD, ACTIVE, DORMANT]) & ordered.is_not_null() & (cells.value != told)
        cells.decide(at_odds, None, "state_conflict", ordered)
    sheet.fill(STATE, told.is_not_null(), told, LAST_ORDER)


def _never(sheet: Worksheet) -> pl.Series:
    """Tell the rows that never ordered; an order whose date cannot be read is an order."""
    verdict = sheet.cells[LAST_ORDER].verdict
    return (verdict["status"] == "missing") & (verdict["issue"].cast(pl.String).fill_null("") != "data_filler")


def _silent(sheet: Worksheet, limits: Mapping[str | None, str]) -> pl.DataFrame:
    """The rows whose last sign of life is of before a day; each purpose has its own, None is the general clock."""
    signs = {name: dates for name in SIGNS_OF_LIFE if (dates := _certain(sheet, name)) is not None}
    return silent(signs, {name: sheet.cells[name].names for name in signs}, limits)


def silent(
    signs: Mapping[str, pl.Series], columns: Mapping[str, pl.Series], limits: Mapping[str | None, str]
) -> pl.DataFrame:
    """Find the rows that have been silent for too long: where they stand, what is the last sign, which column says so.

    Args:
        signs: The dates of signs of life, by field, ISO 8601; null where there is none beyond doubt.
        columns: What the columns of these are called, row by row.
        limits: The day before which a row is over its time, for each purpose; that of None is the general clock.

    Returns:
        The columns of `worksheet.none_overdue`.
    """
    if not signs or not limits:
        return none_overdue()
    last = pl.DataFrame(signs).select(pl.max_horizontal(pl.all())).to_series()
    places = rows_where(last < max(limits.values()))
    if not len(places):
        return none_overdue()
    some = pl.DataFrame({"at": places, "last_sign": last[places]})
    says = [
        pl.when(pl.lit(dates[places]) == pl.col("last_sign")).then(pl.lit(columns[name][places]))
        for name, dates in signs.items()
    ]
    some = some.with_columns(column=pl.coalesce(says))
    over = [
        some.filter(pl.col("last_sign") < limit).with_columns(purpose=pl.lit(purpose, dtype=pl.Categorical()))
        for purpose, limit in limits.items()
    ]
    return pl.concat(over).sort("at", maintain_order=True)


def limits_of(periods: Periods, retention: Mapping[str, int]) -> dict[str | None, str]:
    """Return the day before which a row is over its time, for each clock that runs.

    Args:
        periods: The general clock, and the day to count from.
        retention: The months of purposes with a clock of their own.
    """
    clocks = [(None, periods.retention), *retention.items()]
    return {purpose: periods.before(months) for purpose, months in clocks if months}


def state_by(ordered: pl.Expr, since: pl.Expr) -> pl.Expr:
    """Tell what a customer is by the last order: null where there is none.

    Args:
        ordered: The day of the last order, ISO 8601.
        since: The day from which on a customer is active.
    """
    return pl.when(ordered >= since).then(pl.lit(ACTIVE)).when(ordered.is_not_null()).then(pl.lit(DORMANT))
