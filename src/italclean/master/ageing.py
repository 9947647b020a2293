"""What the passing of time does to the rows of a master: who was active is dormant, and some are over their time."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from italclean.core.columns import is_true, no_text
from italclean.customers.loads import Load, load_numbers
from italclean.rows.activity import LAST_ORDER, SIGNS_OF_LIFE, STATE, limits_of, silent, state_by
from italclean.rows.hints import SUSPECT
from italclean.settings import Settings


def grown_older(frame: pl.DataFrame, loads: Sequence[Load], settings: Settings) -> pl.DataFrame:
    """Tell anew what customers are by their last order, where that is what was told on the day they came.

    A state that a source knew better stays.

    Args:
        frame: The cleaned rows of a master.
        loads: The deliveries that they came in.
        settings: After how many months a customer is dormant, and the day to count from.
    """
    if not {STATE, LAST_ORDER} <= set(frame.columns):
        return frame
    periods = settings.periods
    # A master has a delivery a month, and each its day.
    days = {load.number: periods.before(periods.dormant, on=load.day) for load in loads}
    numbers = pl.Series("load", load_numbers(frame, loads))
    then = numbers.replace_strict(days, return_dtype=pl.String)
    now = pl.lit(periods.before(periods.dormant))
    asked = frame.select(STATE, LAST_ORDER).with_columns(since=then)
    was = state_by(pl.col(LAST_ORDER), pl.col("since"))
    told = asked.select(
        pl.when((pl.col(STATE) == was).fill_null(value=False))
        .then(state_by(pl.col(LAST_ORDER), now))
        .otherwise(STATE)
        .alias(STATE)
    )
    return frame.with_columns(told.to_series())


def over_their_time(frame: pl.DataFrame, hints: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Find the rows of a master that have been silent for longer than they may be kept.

    Args:
        frame: The cleaned rows.
        hints: What the cleaning knew beyond them, row by row.
        settings: The clocks, and the day to count from.

    Returns:
        The columns of `worksheet.none_overdue`; a date in doubt is no sign of life.
    """
    signs = {}
    for name in SIGNS_OF_LIFE:
        if name in frame.columns:
            doubtful = SUSPECT + name
            sure = ~is_true(hints[doubtful]) if doubtful in hints.columns else None
            dates = frame[name]
            signs[name] = dates if sure is None else dates.zip_with(sure, no_text(frame.height))
    called = {
        name: pl.Series("column", [name], dtype=pl.Categorical()).new_from_index(0, frame.height) for name in signs
    }
    return silent(signs, called, limits_of(settings.periods, settings.terms.retention))
