"""What a user may set, each default said once: the command line, the arguments and the docs are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl


@dataclass(frozen=True, slots=True)
class Periods:
    """After how long a customer is silent.

    Attributes:
        dormant: Months without an order after which a customer is dormant.
        retention: Months without any sign of life after which a row is flagged; None for never.
        today: The day from which months are counted; None for the day of the run.
    """

    dormant: int = 24
    retention: int | None = 120
    today: date | None = None

    def before(self, months: int) -> str:
        """The day so many months ago, ISO 8601."""
        today = self.today or date.today()
        if today.year * 12 + today.month - months <= 12:
            return str(date.min)
        day = pl.Series([today]).dt.offset_by(f"-{months}mo")
        return str(day[0])
