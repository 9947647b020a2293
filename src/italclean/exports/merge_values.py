"""What is set on records before they are merged, and after: refusals first, then what the golden record knows."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from italclean.consent.reach import NO, REASON, TOLD_AGAIN, YES
from italclean.exports.columns import columns_for
from italclean.exports.consent import STATE, with_states
from italclean.exports.customers import with_derived
from italclean.exports.records import Records
from italclean.exports.target import Column, Target, TargetObject
from italclean.exports.values import written

VALUES = ("step", "object", "record_id", "golden_id", "column", "old", "new", "why")
OPT_OUT = "opt-out"
"""The column of a refusal where the system has none for it, and takes a list of those who refused."""
_CONSENTS = ("refusal", "permission")
_SCHEMA = {"step": pl.Int64, **dict.fromkeys(VALUES[1:], pl.String)}


def values_to_set(
    chosen: pl.DataFrame, golden: pl.DataFrame, target: Target, records: Records, held: pl.DataFrame
) -> pl.DataFrame:
    """Tell what an import file would write on the records that stay, where they have another value or none.

    Args:
        chosen: The records of each group, `place` 0 first; `object`, `golden_id`, `source_id`, `winner_id`.
        golden: The customers.
        target: The system.
        records: The records of all sources.
        held: `object` and `golden_id` of the rows that the system would refuse: of these only refusals are set.

    Returns:
        The columns of `VALUES`, in the order of the steps.
    """
    rules = target.merge
    assert rules is not None  # who plans has looked
    whole = with_states(with_derived(golden, target))
    # A mailbox that several share stands on the record of one of them alone.
    sent = pl.when(pl.col("@bearer")).then("email")
    parts = [pl.DataFrame(schema=_SCHEMA)]
    last = 3 + len(rules.order)
    own = _own_words(records.rows.join(chosen.select("@at"), on="@at", how="semi"), target)
    for one in target.objects:
        group = chosen.filter(pl.col("object") == one.name)
        if group.is_empty():
            continue
        now = whole.with_columns(sent.alias("email")) if one.mailbox else whole
        columns = [column for column in columns_for(one, now) if column.name != one.parent]
        touched = group if rules.refusals == "all" else group.filter(pl.col("place") == 0)
        refused = held.filter(pl.col("object") == one.name)["golden_id"]
        winners = group.filter((pl.col("place") == 0) & ~pl.col("golden_id").is_in(refused.implode()))
        for column in columns:
            is_key = "@key" in column.given
            if is_key and not column.custom:
                continue  # by it the system names its own records, as it has them
            of_consent = column.kind in _CONSENTS
            some = touched if of_consent else winners
            told = _compared(column, some, now, own, is_key=is_key)
            step = 1 if of_consent else last if is_key or column.name in rules.unique else 2
            why = "refusal" if of_consent else "key" if is_key else "value"
            parts.append(
                told.select(
                    pl.lit(step, pl.Int64).alias("step"), pl.lit(one.name).alias("object"), "record_id", "golden_id",
                    pl.lit(column.name).alias("column"), "old", "new", pl.lit(why).alias("why"),
                )
            )  # fmt: skip
        if one.by_consent and not any(column.kind == "refusal" for column in columns):
            parts.append(_opted_out(one, group, whole))
    return pl.concat(parts).sort("step", maintain_order=True)


def _own_words(rows: pl.DataFrame, target: Target) -> pl.DataFrame:
    """The records as an import file would write them, and nothing of a consent that a record does not say itself.

    What is unknown is written as a refusal. Here it is what the system has there, and nobody knows that: were it told
    as a refusal already, the golden record's would not be set.
    """
    names = [name for name in rows.columns if name.startswith("contattabile_") and not name.endswith(REASON)]
    useless = {
        name: pl.col(f"{name}{REASON}").is_in(list(TOLD_AGAIN)).fill_null(value=False)
        if f"{name}{REASON}" in rows.columns
        else pl.lit(value=False)
        for name in names
    }
    plain = rows.with_columns(
        pl.when(pl.col(name).is_in([YES, NO]) & ~useless[name]).then(name).alias(name) for name in names
    )
    state = pl.col(STATE) if STATE in plain.columns else pl.lit(None, pl.String)
    reason = pl.col(f"{STATE}{REASON}") if f"{STATE}{REASON}" in plain.columns else pl.lit(None, pl.String)
    text = plain.with_columns(pl.exclude("@at", "@load", "@newest").cast(pl.String))
    return with_derived(text, target).with_columns(
        state.alias("@state"), reason.alias("@state_reason"),
        pl.when(state != YES).then(reason).alias("@refusal_reason"),
    )  # fmt: skip


def _compared(
    column: Column, some: pl.DataFrame, golden: pl.DataFrame, own: pl.DataFrame, *, is_key: bool
) -> pl.DataFrame:
    new = golden.select("golden_id", written(column, golden.columns).alias("new"))
    old = _known(column, own).join(some.select("@at"), on="@at", how="semi")
    told = some.select("@at", pl.col("source_id").alias("record_id"), "golden_id")
    told = told.join(new, on="golden_id", how="left", maintain_order="left")
    told = told.join(old, on="@at", how="left", maintain_order="left")
    if is_key:
        told = told.with_columns(old=pl.lit(None, pl.String))
    return told.filter(pl.col("new").is_not_null() & pl.col("new").ne_missing(pl.col("old")))


def _known(column: Column, own: pl.DataFrame) -> pl.DataFrame:
    made = written(column, own.columns)
    if column.kind in _CONSENTS:
        given: Sequence[str] = [name for name in column.given if name in own.columns]
        says = pl.any_horizontal(pl.col(name).is_not_null() for name in given) if given else pl.lit(value=False)
        made = pl.when(says).then(made)
    return own.select("@at", made.alias("old"))


def _opted_out(one: TargetObject, group: pl.DataFrame, golden: pl.DataFrame) -> pl.DataFrame:
    """The mailboxes to be opted out, of every record of a customer who refuses: also of one that goes."""
    if STATE not in golden.columns or "email" not in group.columns:
        return pl.DataFrame(schema=_SCHEMA)
    # The customer's own word: what holds for a mailbox that others share is more cautious, and no refusal to load.
    refusing = golden.filter(pl.col(STATE) == NO)
    if f"{STATE}{REASON}" in golden.columns:
        refusing = refusing.filter(~pl.col(f"{STATE}{REASON}").is_in(list(TOLD_AGAIN)).fill_null(value=False))
    theirs = group.join(refusing.select("golden_id"), on="golden_id", how="semi").filter(pl.col("email").is_not_null())
    return theirs.select(
        pl.lit(1, pl.Int64).alias("step"), pl.lit(one.name).alias("object"), pl.col("source_id").alias("record_id"),
        "golden_id", pl.lit(OPT_OUT).alias("column"), pl.lit(None, pl.String).alias("old"),
        pl.col("email").alias("new"), pl.lit("refusal").alias("why"),
    )  # fmt: skip
