"""What a customer is to the firm by the last order, and who has been silent for too long.

Source: the retention limit is that of invoices by default (c.c. art. 2220, ten years); how long a list may be kept
for another purpose is for the firm to say (GDPR art. 5(1)(e)).
"""

from __future__ import annotations

import polars as pl

from italclean.cleaners.stato import ACTIVE, DORMANT, LEAD
from italclean.core.columns import is_true, no_text
from italclean.rows.step import Fact, step
from italclean.rows.worksheet import Worksheet
from italclean.settings import Periods

_STATE, _LAST_ORDER = "stato", "data_ultimo_ordine"
_SIGNS_OF_LIFE = (_LAST_ORDER, "data_modifica", "data_consenso")


def _orders(sheet: Worksheet) -> tuple[int, int]:
    """Count the rows that never ordered, and all."""
    return (int(_never(sheet).sum()) if _LAST_ORDER in sheet.cells else 0), sheet.height


MOST_ORDERED = Fact(
    "most_ordered",
    found=_orders,
    together=lambda counts: (sum(never for never, _ in counts), sum(rows for _, rows in counts)),
    concluded=lambda counted: 2 * counted[0] <= counted[1],
)
"""Whether at most half of the list has no last order: where most rows have none, an empty cell says nothing."""


@step(writes=(_STATE, *_SIGNS_OF_LIFE), needs=[MOST_ORDERED])
def tell_activity(sheet: Worksheet) -> None:
    """Fill the state by the last order, flag one that says otherwise, and flag who has been silent for too long."""
    ordered, periods = _certain(sheet, _LAST_ORDER), sheet.periods
    if ordered is not None:
        _tell_state(sheet, ordered, periods)
    if periods.retention:
        _flag_silent(sheet, periods.before(periods.retention))


def _certain(sheet: Worksheet, name: str) -> pl.Series | None:
    """The dates of a column that are beyond doubt; None where there is no such column."""
    if name not in sheet.cells:
        return None
    cells = sheet.cells[name]
    sure = cells.verdict["status"].is_in(["valid", "fixed"])
    return cells.value.zip_with(sure, no_text(sheet.height))


def _tell_state(sheet: Worksheet, ordered: pl.Series, periods: Periods) -> None:
    since = periods.before(periods.dormant)
    told = (
        pl.DataFrame({"ordered": ordered, "never": _never(sheet)})
        .select(
            pl.when(pl.col("ordered") >= since)
            .then(pl.lit(ACTIVE))
            .when(pl.col("ordered").is_not_null())
            .then(pl.lit(DORMANT))
            .when(pl.col("never") & sheet.facts[MOST_ORDERED.name])
            .then(pl.lit(LEAD))
        )
        .to_series()
    )
    if _STATE in sheet.cells:
        cells = sheet.cells[_STATE]
        # A customer without the date of an order may have ordered before the list was kept.
        at_odds = cells.value.is_in([LEAD, ACTIVE, DORMANT]) & ordered.is_not_null() & (cells.value != told)
        cells.decide(at_odds, None, "state_conflict", ordered)
    sheet.fill(_STATE, told.is_not_null(), told, _LAST_ORDER)


def _never(sheet: Worksheet) -> pl.Series:
    """Tell the rows that never ordered; an order whose date cannot be read is an order."""
    verdict = sheet.cells[_LAST_ORDER].verdict
    return (verdict["status"] == "missing") & (verdict["issue"].cast(pl.String).fill_null("") != "data_filler")


def _flag_silent(sheet: Worksheet, limit: str) -> None:
    signs = {name: dates for name in _SIGNS_OF_LIFE if (dates := _certain(sheet, name)) is not None}
    if not signs:
        return
    last = pl.DataFrame(signs).select(pl.max_horizontal(pl.all())).to_series()
    silent = is_true(last < limit)
    for name, dates in signs.items():
        here = silent & is_true(dates == last)
        sheet.cells[name].decide(here, None, "retention_over", last)
        silent &= ~here
