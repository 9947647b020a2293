"""What two systems say of one field, customer by customer.

Where a system has several rows of a customer, the two agree as soon as one value of any of its rows is one of the
other's; else the values of the most trusted rows stand against each other. Of the day of the last order the latest
counts.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from italclean.audits.cells import first_of
from italclean.audits.kinds import EQUAL, KIND, REWRITTEN
from italclean.core.columns import flags_at, rows_where

FOUND = {
    "n": pl.UInt32, "kind": KIND,
    "at_a": pl.UInt32, "value_a": pl.String, "typed_a": pl.String,
    "at_b": pl.UInt32, "value_b": pl.String, "typed_b": pl.String,
}  # fmt: skip
"""What is found of a field: a customer, the kind, and for each side the row, its value and what was typed."""


Same = Callable[[pl.DataFrame], pl.Series]
"""Tells of pairs (`value_a`, `value_b`) that stand against each other which are the same all the same."""


def compare(a: pl.DataFrame, b: pl.DataFrame, *, dated: bool = False, same: Same | None = None) -> pl.DataFrame:
    """Hold what one system says against what the other says.

    Args:
        a: What the one says, as `Cells.said` has it.
        b: What the other says.
        dated: Whether the values are days, of which the later one is right.
        same: What else makes two values the same, asked of those alone that stand against each other.

    Returns:
        The columns of `FOUND`, a row for each customer of whom either says anything.

    Examples:
        >>> columns = {"n": pl.UInt32, "place": pl.UInt32, "at": pl.UInt32}
        >>> columns |= dict.fromkeys(("key", "value", "typed"), pl.String)
        >>> a = pl.DataFrame([(0, 0, 0, "+39333", "+39333", "333"), (1, 1, 1, "x", "x", "x")], columns, orient="row")
        >>> b = pl.DataFrame([(0, 2, 2, "+39333", "+39333", "+39333")], columns, orient="row")
        >>> compare(a, b).select("n", "kind").rows()
        [(0, 'rewritten'), (1, 'missing_b')]
    """
    if dated:
        a, b = (_latest(said) for said in (a, b))
    met = _met(a, b)
    one, other = (first_of(said) for said in (a, b))
    if met.height:
        one, other = (said.join(met, on="n", how="anti") for said in (one, other))
    left = _sided(one, "a").join(_sided(other, "b"), on="n", how="full", coalesce=True)
    apart = left.with_columns(kind=_kind(dated=dated).cast(KIND))
    whole = pl.concat([found.select(*FOUND).cast(FOUND) for found in (met, apart)])  # type: ignore[arg-type]
    return whole if same is None else _alike(whole, same)


def _alike(found: pl.DataFrame, same: Same) -> pl.DataFrame:
    """Call rewritten what differs in its words alone."""
    places = rows_where(found["kind"] == "different")
    if places.is_empty():
        return found
    alike = places.filter(same(found.select("value_a", "value_b")[places]))
    kind = pl.when(flags_at(found.height, alike)).then(pl.lit(REWRITTEN, dtype=KIND)).otherwise("kind")
    return found.with_columns(kind=kind)


def _met(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """The customers of whom both say the same, by the rows that show it best: those where it is written alike.

    What was refused in both is the same where the same was typed.
    """
    told = [said.with_columns(same=pl.coalesce("key", pl.lit("\0") + pl.col("typed"))) for said in (a, b)]
    known = _sided(told[0], "a").join(_sided(told[1], "b"), left_on=["n", "same_a"], right_on=["n", "same_b"])
    alike = pl.col("typed_a") == pl.col("typed_b")
    return (
        known.with_columns(unlike=~alike)
        # The same pair is shown whichever system is named first.
        .sort("unlike", pl.min_horizontal("place_a", "place_b"), pl.max_horizontal("place_a", "place_b"))
        .unique("n", keep="first", maintain_order=True)
        .with_columns(kind=pl.when("unlike").then(pl.lit(REWRITTEN)).otherwise(pl.lit(EQUAL)).cast(KIND))
    )


def _sided(said: pl.DataFrame, side: str) -> pl.DataFrame:
    return said.select("n", pl.exclude("n").name.suffix(f"_{side}"))


def _kind(*, dated: bool) -> pl.Expr:
    """What it is that two say who do not say the same."""
    no_a, no_b = (pl.col(f"typed_{side}").is_null() for side in "ab")
    bad_a, bad_b = (pl.col(f"key_{side}").is_null() for side in "ab")
    older = pl.col("key_a") < pl.col("key_b")
    apart = pl.when(older).then(pl.lit("older_a")).otherwise(pl.lit("older_b")) if dated else pl.lit("different")
    return (
        # What is no value is none to be carried over to where nothing stands.
        pl.when(bad_a & ~no_a & bad_b & ~no_b)
        .then(pl.lit("invalid_both"))
        .when(bad_a & ~no_a)
        .then(pl.lit("invalid_a"))
        .when(bad_b & ~no_b)
        .then(pl.lit("invalid_b"))
        .when(no_b)
        .then(pl.lit("missing_b"))
        .when(no_a)
        .then(pl.lit("missing_a"))
        .otherwise(apart)
    )


def _latest(said: pl.DataFrame) -> pl.DataFrame:
    """What a system knows of a day: the latest of its rows."""
    return said.sort("key", "typed", "place", descending=[True, False, False], nulls_last=True).unique(
        "n", keep="first", maintain_order=True
    )
