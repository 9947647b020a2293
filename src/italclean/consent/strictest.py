"""The one rule by which statements of consent are weighed.

    >>> import polars as pl
    >>> said = [
    ...     ("Anna", "a@x.it", "no", "2020-01-01"),
    ...     ("Anna", "a@x.it", "si", "2022-01-01"),
    ...     ("Ugo", "u@x.it", "no", "2020-01-01"),
    ...     ("Ugo", "ugo@y.it", "si", "2022-01-01"),
    ... ]
    >>> statements = pl.DataFrame(said, schema=["group", "address", "said", "when"], orient="row").with_row_index("at")
    >>> strictest(statements).select("group", "said", "when").rows()
    [('Anna', 'si', '2022-01-01'), ('Ugo', 'no', '2020-01-01')]

Source: GDPR art. 5(2), 7(1), 7(3) and 21: who cannot prove a consent has none, and a refusal or withdrawal
stands until a later consent.
"""

from __future__ import annotations

from datetime import date

import polars as pl

UNREAD = "?"
"""What stands for a consent that could not be read: like a refusal it lets no yes stand, unless a later one."""

_GRAVITY = {"revocato": 3, "no": 2, UNREAD: 1, "si": 0}


def strictest(statements: pl.DataFrame) -> pl.DataFrame:
    """Weigh the statements of one purpose, those of each group together.

    - A refusal stands unless a yes with a later date was given with the same address, or without any; one given
      without an address is undone by any later, dated yes.
    - What could not be read lets no yes stand either, and is no answer itself; it never hides a refusal.
    - An undated refusal stands for good, and an undated yes undoes nothing. A date in the future is no date.
    - Nothing said is never a yes.

    Args:
        statements: The columns `group` (what is weighed together: a row, a customer), `address` (of whom it was
            said, or null for the person), `said` (`si`, `no`, `revocato`, `?`), `when` (ISO 8601 or null) and `at`
            (any integer that names the statement's place). One statement of several addresses stands once for each.

    Returns:
        For each group, in the order of appearance: `group`; `said`, the answer, null where what could not be read
        stands; `when`, its date: that of the last yes or of the last refusal, null where one of the refusals has
        none; `at`, the place of the statement that decided, `at_when` that of the date.
    """
    today = date.today().isoformat()
    told = statements.filter(pl.col("said").is_not_null()).with_columns(
        when=pl.when(pl.col("when") <= today).then("when"),
        refused=pl.col("said") != "si",
        gravity=pl.col("said").replace_strict(_GRAVITY, default=0, return_dtype=pl.Int8),
    )
    yes = told.filter(~pl.col("refused") & pl.col("when").is_not_null())
    refusals = told.filter("refused")
    if refusals.height:
        by_address = (
            yes.filter(pl.col("address").is_not_null()).group_by("group", "address").agg(here=pl.col("when").max())
        )
        by_group = yes.group_by("group").agg(
            anywhere=pl.col("when").max(), without=pl.col("when").filter(pl.col("address").is_null()).max()
        )
        weighed = refusals.join(by_address, on=["group", "address"], how="left").join(by_group, on="group", how="left")
        undone = (
            pl.when(pl.col("address").is_null()).then("anywhere").otherwise(pl.max_horizontal("here", "without"))
            > pl.col("when")
        ).fill_null(value=False)
        standing = weighed.filter(~undone).select("group", stands=pl.lit(value=True)).unique()
        told = told.join(standing, on="group", how="left", maintain_order="left")
        told = told.with_columns(pl.col("stands").fill_null(value=False))
    else:
        told = told.with_columns(stands=pl.lit(value=False))
    # Where a refusal stands all of them are weighed, else the consents; the order of the rows breaks ties alone.
    weighed = told.filter(pl.col("stands") == pl.col("refused"))
    decided = (
        weighed.sort("gravity", "when", descending=[True, True], nulls_last=[False, True], maintain_order=True)
        .group_by("group", maintain_order=True)
        .agg(
            pl.col("said").first(),
            pl.col("at").first(),
            last=pl.col("when").max(),
            at_when=pl.col("at").sort_by("when", descending=True, nulls_last=True, maintain_order=True).first(),
            undated=(pl.col("refused") & pl.col("when").is_null()).any(),
        )
        .select(
            "group",
            said=pl.when(pl.col("said") != UNREAD).then("said"),
            when=pl.when(~pl.col("undated")).then("last"),
            at="at",
            at_when=pl.when(~pl.col("undated") & pl.col("last").is_not_null()).then("at_when"),
        )
    )
    order = statements.select("group").unique(maintain_order=True)
    return order.join(decided, on="group", how="inner", maintain_order="left")
