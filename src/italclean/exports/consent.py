"""Consent on its way into a target: which state a mailbox has, and whose row bears it."""

from __future__ import annotations

import polars as pl

from italclean.consent.mailboxes import mailbox
from italclean.consent.reach import NO, OPEN, TOLD_AGAIN, YES

STATE, REASON = "contattabile_email", "contattabile_email_motivo"
SHARED = "casella_condivisa"
"""The reason where not all who share a mailbox say the same."""
USELESS = TOLD_AGAIN
"""Reasons that speak of the address, not of a will: such a `no` is no refusal to be loaded as one."""


def with_states(listed: pl.DataFrame) -> pl.DataFrame:
    """Add `@state`, what holds for the mailbox of each customer, and `@bearer`, whether its row bears the mailbox.

    A mailbox that several customers share is loaded once. Whoever writes to it writes to all of them: it is a `si` only
    if it is one for each, a `no` if it is one for each, and else for a person to look at. What is unknown is no `si`.
    Its row is that of the customer of the most records; among equals the first by golden_id.

    Args:
        listed: The customers, with `email` and, where known, `contattabile_email`.

    Examples:
        >>> family = pl.DataFrame({
        ...     "golden_id": ["a.1", "a.2"], "email": ["casa@rossi.it", "Casa@rossi.it"],
        ...     "contattabile_email": ["si", "no"], "records": [1, 3],
        ... })
        >>> with_states(family).select("@state", "@bearer", "@shared_with").rows()
        [('da_verificare', False, 'a.2'), ('da_verificare', True, None)]
    """
    if "email" not in listed.columns:
        listed = listed.with_columns(email=pl.lit(None, dtype=pl.String))
    said = pl.col(STATE) if STATE in listed.columns else pl.lit(None, dtype=pl.String)
    own = pl.when(said.is_in([YES, NO])).then(said).otherwise(pl.lit(OPEN))
    records = pl.col("records").cast(pl.Int64, strict=False) if "records" in listed.columns else pl.lit(1)
    reason = pl.col(REASON) if REASON in listed.columns else pl.lit(None, dtype=pl.String)
    known = listed.select(
        "golden_id", mailbox=mailbox(pl.col("email")), own=own, records=records.fill_null(1), reason=reason
    )
    shared = (
        known.drop_nulls("mailbox")
        .sort("records", "golden_id", descending=[True, False])
        .group_by("mailbox", maintain_order=True)
        .agg(
            pl.col("golden_id").first().alias("bearer"),
            pl.col("own").n_unique().alias("kinds"),
            pl.col("own").first().alias("one"),
        )
    )
    found = known.join(shared, on="mailbox", how="left", maintain_order="left")
    is_bearer = (pl.col("bearer") == pl.col("golden_id")).fill_null(value=True)
    state = (
        pl.when(pl.col("bearer").is_null()).then("own").when(pl.col("kinds") == 1).then("one").otherwise(pl.lit(OPEN))
    )
    found = found.with_columns(state.alias("state"))
    told = pl.when(pl.col("state") == pl.col("own")).then("reason").otherwise(pl.lit(SHARED))
    return listed.with_columns(
        found.select(
            pl.col("state").alias("@state"),
            told.alias("@state_reason"),
            pl.when(pl.col("state") != YES).then(told).alias("@refusal_reason"),
            is_bearer.alias("@bearer"),
            pl.when(~is_bearer).then("bearer").alias("@shared_with"),
        )
    )
