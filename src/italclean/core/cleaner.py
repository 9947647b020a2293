"""The one shape of all cleaners.

A cleaner is a *core*: a function from a column of tidy, non-empty text to a frame of findings. The
expression, the Series and the single-value forms are all made from it here, so they cannot diverge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import numpy as np
import polars as pl

from italclean.core import text
from italclean.core.columns import rows_where
from italclean.core.empty import remembers_empty
from italclean.core.parallel import each
from italclean.core.remembered import SHORT, remembers
from italclean.issues.issue import Issue
from italclean.issues.outcome import STATUS, Outcome
from italclean.issues.registry import ISSUES, issue_dtype, register_issue, statuses

Core = Callable[..., pl.DataFrame]
"""`core(values, **options)`: `values` is text without nulls; the frame has the columns `value`, `issue`,
`detail` (all text) and the extras, in the order of `values`; extras that are all empty may be left out."""

_SLICE = 1 << 16


class Cleaner:
    """A cleaner of one kind of value.

    Args:
        core: The function that judges a column of tidy text.
        extras: The names and dtypes of what the core finds beyond the value.
        fillers: Whether words such as `n.d.` and `XXX` count as missing before the core sees them.
        scalar: Whether the core calls a Python library value by value, so that repeated values should
            reach it once, whatever the cost of finding them.
        prepare: What brings a raw value to the form the core expects; blanks at least are tidied.
        regular: A pattern of raw values that preparing would leave as they are, so that it is spared them.
        issues: The issues of its own that a cleaner from outside has.
    """

    def __init__(
        self,
        core: Core,
        *,
        extras: Mapping[str, Any],
        fillers: bool = True,
        scalar: bool = False,
        prepare: Callable[[pl.Expr], pl.Expr] = text.tidy,
        regular: str | None = None,
        issues: Sequence[Issue] = (),
    ) -> None:
        self.name = core.__name__
        self.core = remembers_empty(core)
        # What is said of a value depends on the issues that are registered, too.
        self._judged = remembers(self._judge_column)
        self.extras = dict(extras)
        self.fillers = fillers
        self.scalar = scalar
        self.prepare = prepare
        self.regular = regular
        self.issues = tuple(issues)
        for issue in self.issues:
            # Asked by itself, a cleaner needs its issues as much as when it is registered.
            register_issue(issue)
        self.__doc__ = core.__doc__

    @property
    def schema(self) -> pl.Schema:
        """The names and dtypes of what is said of a value; that of the issue knows all that are registered."""
        return pl.Schema(
            {"value": pl.String, "status": STATUS, "issue": issue_dtype(), "detail": pl.String, **self.extras}
        )

    @property
    def dtype(self) -> pl.Struct:
        """The dtype of what `clean` and `series` return."""
        return pl.Struct(self.schema)

    def __repr__(self) -> str:
        return f"<cleaner {self.name}: {', '.join(self.schema)}>"

    def clean(self, column: str | pl.Expr, **options: Any) -> pl.Expr:
        """Clean a column as an expression.

        Args:
            column: A column's name, or any expression of text.
            **options: The core's own options.

        Returns:
            An expression of structs `{value, status, issue, detail, …extras}`, named as the column.
        """
        expression = pl.col(column) if isinstance(column, str) else column
        return expression.map_batches(
            lambda values: self.series(values, **options), return_dtype=self.dtype, is_elementwise=True
        )

    def series(self, values: pl.Series, **options: Any) -> pl.Series:
        """Clean a Series at once.

        Args:
            values: The values; anything but text is cast to text first.
            **options: The core's own options.

        Returns:
            A Series of structs `{value, status, issue, detail, …extras}`, of the same name and length.
        """
        raw = values.cast(pl.String).rename("raw")
        return self._judged(raw, tuple(ISSUES), **options).rename(values.name)

    def _judge_column(self, raw: pl.Series, _issues: tuple[str, ...], **options: Any) -> pl.Series:
        """Judge a column; repeated values once, where there are many of them."""
        if len(raw) <= SHORT:
            # Each value stands there once.
            return self._judge(raw, options)
        different = int(raw.to_frame().select(pl.col("raw").approx_n_unique()).item())
        if not self.scalar and different > len(raw) // 2:
            return self._judge(raw, options)
        distinct = raw.unique(maintain_order=True).to_frame().with_row_index("place")
        places = raw.to_frame().join(distinct, on="raw", how="left", nulls_equal=True, maintain_order="left")["place"]
        return self._judge(distinct["raw"], options)[places]

    def check(self, value: str | None, **options: Any) -> Outcome:
        """Clean one value.

        Args:
            value: The text, or None.
            **options: The core's own options.
        """
        typed = None if value is None else text.encodable(value)
        row = self.series(pl.Series([typed], dtype=pl.String), **options)[0]
        return Outcome(
            input=value,
            value=row["value"],
            status=row["status"],
            issue=row["issue"],
            detail=row["detail"],
            extras={name: row[name] for name in self.extras},
        )

    def _judge(self, raw: pl.Series, options: Mapping[str, Any]) -> pl.Series:
        """Judge slice by slice: what a core needs in passing then stays small, however long the column."""
        slices = [raw.slice(start, _SLICE) for start in range(0, max(len(raw), 1), _SLICE)]
        return pl.concat(each(lambda part: self._judge_slice(part, options).to_struct("raw"), slices))

    @cached_property
    def _preparing(self) -> dict[str, pl.Expr]:
        # What a spreadsheet wrapped around the value (="00184") is no part of it.
        typed = text.undo(pl.col("raw"))
        return {"bare": text.tidy(typed), "text": self.prepare(typed)}

    def _prepared(self, raw: pl.Series) -> pl.DataFrame:
        """Add the tidy and the prepared text of each value; regular values are that already."""
        prepared = self._preparing
        if self.regular is None:
            return raw.to_frame().select("raw", **prepared)
        spared = raw.to_frame("raw").select(pl.col("raw").str.contains(self.regular) & ~text.is_idiom(pl.col("raw")))
        # Nulls have nothing to prepare, either.
        odd = rows_where(~spared.to_series())
        if odd.is_empty():
            return pl.DataFrame({"raw": raw, **dict.fromkeys(prepared, raw)})
        few = raw[odd].to_frame().select(**prepared)
        # scatter changes the Series that it is called on.
        return pl.DataFrame({"raw": raw, **{name: raw.clone().scatter(odd, few[name]) for name in prepared}})

    def _judge_slice(self, raw: pl.Series, options: Mapping[str, Any]) -> pl.DataFrame:
        """Run the core over the values that say something, and give every value its status."""
        tidy = self._prepared(raw)
        tidy = tidy.select("raw", "bare", "text", filler=_filler(words=self.fillers), empty=_EMPTY)
        speaks = ~(tidy["filler"] | tidy["empty"])
        found = self._told_where(speaks, tidy["text"], options)
        return (
            pl.concat([tidy, found], how="horizontal")
            .with_columns(issue=_issue())
            .with_columns(status=_status(tuple(ISSUES)))
            .select(
                "value",
                pl.col("status").cast(STATUS),
                pl.col("issue").cast(issue_dtype()),
                "detail",
                *(
                    (pl.col(name) if name in found.columns else pl.lit(None).alias(name)).cast(dtype)
                    for name, dtype in self.extras.items()
                ),
            )
        )

    def _told_where(self, speaks: pl.Series, values: pl.Series, options: Mapping[str, Any]) -> pl.DataFrame:
        """Run the core over the values that say something; of the others there is nothing to tell."""
        if speaks.all():
            return self.core(values, **options)
        if not speaks.any():
            # Of a short column often no more than its null is new: the core has nothing to do with it.
            told = {"value": pl.String, "issue": pl.String, "detail": pl.String, **self.extras}
            return pl.DataFrame({name: [None] for name in told}, schema=told)[np.zeros(len(values), np.uint32)]
        found = self.core(values.filter(speaks), **options)
        nothing = pl.DataFrame({name: [None] for name in found.columns}, schema=found.schema)
        places = np.where(speaks.to_numpy(), np.cumsum(speaks.to_numpy()) - 1, len(found))
        return pl.concat([found, nothing])[places.astype(np.uint32)]


_EMPTY = pl.col("text").fill_null("") == ""


@cache
def _filler(*, words: bool) -> pl.Expr:
    # Where preparing leaves nothing of what was typed, what was typed stands for nothing.
    filler = pl.col("bare").is_not_null() & _EMPTY
    # #N/D and a lone apostrophe leave nothing, either.
    filler |= text.is_idiom(pl.when(pl.col("bare").is_null()).then("raw")).fill_null(value=False)
    if words:
        filler |= text.is_filler(pl.col("bare")) | text.is_filler(pl.col("text"))
    return filler.fill_null(value=False)


@cache
def _issue() -> pl.Expr:
    silent = (
        pl.when("filler")
        .then(pl.lit("filler"))
        .when(pl.col("bare").is_null() & (pl.col("raw") != ""))
        .then(pl.lit("blank"))
    )
    changed = pl.col("value").is_not_null() & pl.col("value").ne_missing(pl.col("raw"))
    return pl.coalesce("issue", silent, pl.when(changed).then(pl.lit("format")))


@cache
def _status(_issues: tuple[str, ...]) -> pl.Expr:
    """The status that follows from the issue, of all that are registered."""
    valued = pl.when(pl.col("value").is_null()).then(pl.lit("missing")).otherwise(pl.lit("valid"))
    return pl.col("issue").replace_strict(statuses(), default=None, return_dtype=pl.String).fill_null(valued)


def cleaner(
    *,
    extras: Mapping[str, Any] | None = None,
    fillers: bool = True,
    scalar: bool = False,
    prepare: Callable[[pl.Expr], pl.Expr] = text.tidy,
    regular: str | None = None,
    issues: Sequence[Issue] = (),
) -> Callable[[Core], Cleaner]:
    """Turn a core function into the `Cleaner` of the same name; the arguments are those of `Cleaner`."""

    def decorate(core: Core) -> Cleaner:
        return Cleaner(
            core,
            extras=extras or {},
            fillers=fillers,
            scalar=scalar,
            prepare=prepare,
            regular=regular,
            issues=issues,
        )

    return decorate
