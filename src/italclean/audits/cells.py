"""What each system says of a field: the values of its rows, each with what was typed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from italclean.audits.compared import Compared, same_words
from italclean.audits.sides import Sides
from italclean.core.columns import no_text, once
from italclean.customers.amounts import read_amounts, write_amounts
from italclean.rows.log import IssueLog

SAID = ("n", "place", "at", "key", "value", "typed")


class Cells:
    """The cells of both systems.

    Attributes:
        frame: The cleaned list.
        sides: The two systems.
    """

    def __init__(self, frame: pl.DataFrame, log: IssueLog, sides: Sides) -> None:
        """Keep what is needed to tell what a system says.

        Args:
            frame: The cleaned list.
            log: What was typed.
            sides: The two systems.
        """
        self.frame, self.sides = frame, sides
        self._log = log
        self._asked: dict[str, pl.DataFrame | None] = {}

    def said(self, field: Compared, side: int) -> pl.DataFrame:
        """Return what a system says of a field, for the customers whom the other knows, too.

        Args:
            field: The field.
            side: The system.

        Returns:
            One row for each value of a row: `n`, `place`, `at` as in `Sides.whose`, `key` (what is compared), `value`
            and `typed`. What was refused has neither key nor value.
        """
        whose = self.sides.whose(side)
        rows = whose["at"]
        elsewhere = self._elsewhere(field, side, rows)
        parts = []
        for value, column in field.values[side]:
            values = self.frame.select(value.alias("value")).to_series()[rows]
            own = None if column is None else self.typed(column)
            typed, refused = elsewhere, pl.Series([False]).new_from_index(0, len(rows))
            if own is not None:
                here = own["typed"][rows]
                typed = here if elsewhere is None else pl.select(pl.coalesce(here, elsewhere)).to_series()
                refused = own["refused"][rows] & here.is_not_null()
            elif field.free:
                typed = values
            told = whose.with_columns(
                value=values, typed=no_text(len(rows)) if typed is None else typed.cast(pl.String), refused=refused
            )
            told = told.filter(pl.col("typed").is_not_null() & (pl.col("value").is_not_null() | pl.col("refused")))
            parts.append(told.with_columns(key=self._key(field, told["value"], side)).select(SAID))
        return pl.concat(parts)

    def typed(self, name: str) -> pl.DataFrame | None:
        """Return what stands in a column of the whole list, as `IssueLog.said` has it; None where there is none.

        Args:
            name: The column, or the role of one whose values went to others.
        """
        if name not in self._asked:
            if len(self._asked) > _KEPT:
                self._asked.pop(next(iter(self._asked)))
            self._asked[name] = self._log.said(name)
        return self._asked[name]

    def _elsewhere(self, field: Compared, side: int, rows: pl.Series) -> pl.Series | None:
        """What was typed in the cells of the row that a value may come from."""
        found = [said["typed"][rows] for name in field.typed[side] if (said := self.typed(name)) is not None]
        if not found:
            return None
        cells = pl.DataFrame([values.rename(str(place)) for place, values in enumerate(found)])
        # A name stands in all of its cells, a number that was moved in one of them.
        whole = pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).replace("", None)
        made_of_several = all(column is None for _, column in field.values[side])
        return cells.select(typed=whole if made_of_several else pl.coalesce(pl.all())).to_series()

    def _key(self, field: Compared, values: pl.Series, side: int) -> pl.Series:
        if not field.as_text:
            return values
        words = _once(values, any_order=field.any_order)
        if not field.free:
            return words
        amounts = read_amounts(values, pl.Series([self.sides.names[side]]).new_from_index(0, len(values)))
        written = write_amounts(amounts["whole"], amounts["fraction"])
        # A text of signs alone has no words, and is still something.
        return pl.select(pl.coalesce(written, words, values)).to_series()


_KEPT = 8
"""So many columns are kept as they were typed: the parts of a name, or of a group of telephones."""


def _once(values: pl.Series, *, any_order: bool) -> pl.Series:
    return pl.select(
        pl.coalesce(once(values, lambda value: same_words(value, any_order=any_order)), values)
    ).to_series()


def first_of(said: pl.DataFrame, by: Sequence[str] = ("place",)) -> pl.DataFrame:
    """Return for each customer what stands first: a value before what was refused, the most trusted row before others.

    Args:
        said: What `Cells.said` returned.
        by: What it is ordered by.
    """
    return said.sort(pl.col("key").is_null(), *by, maintain_order=True).unique("n", keep="first", maintain_order=True)
