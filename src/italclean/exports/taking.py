"""Which customers go to an object, and in which rows; who does not is told why."""

from __future__ import annotations

import polars as pl

from italclean.errors import Language
from italclean.exports.consent import REASON, USELESS
from italclean.exports.mailboxes import ASIDE
from italclean.exports.target import STATES, TargetObject
from italclean.fields.catalogue import columns_in
from italclean.messages.text import said


def taken_by(one: TargetObject, listed: pl.DataFrame, language: Language) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Choose the customers that go to an object, and tell of those that are set aside why.

    Args:
        one: The object.
        listed: The customers, with derived columns and consent states.
        language: The language of the messages.

    Returns:
        The customers, and what is set aside, of the columns `ASIDE`.
    """
    kinds = listed.filter(pl.col("@kind").is_in(list(one.takes)))
    lacks_column = not set(one.needs) <= set(kinds.columns)
    needed = kinds.clear() if lacks_column else kinds.drop_nulls(list(one.needs)) if one.needs else kinds
    if one.each:
        needed = _each(one.each, kinds)
    asides = []
    if one.mailbox == "row":
        # Who has no address is no matter of a platform that knows people by theirs.
        asides.append(_aside(kinds.join(needed, on="@at", how="anti"), one, "export.aside_no_email", language))
        shared = ~pl.col("@bearer")
        asides.append(_aside(needed.filter(shared), one, "export.aside_shared", language, bearer="@shared_with"))
        needed = needed.filter(~shared)
    if one.mailbox == "cell":
        shared = ~pl.col("@bearer") & pl.col("email").is_not_null()
        told = _aside(needed.filter(shared), one, "export.aside_shared", language, bearer="@shared_with", field="email")
        asides.append(told)
        # A firm has a record of its own; as a contact it is nothing but its mailbox.
        needed = needed.with_columns(email=pl.when(~shared).then("email"))
        needed = needed.filter((pl.col("@kind") != "azienda") | pl.col("email").is_not_null())
    useless = pl.col("email").is_null()
    if REASON in needed.columns:
        useless = useless | ((pl.col("@state") == "no") & pl.col(REASON).is_in(list(USELESS)).fill_null(value=False))
    if one.by_consent and one.mailbox != "row":
        unreached = pl.when(useless).then(pl.lit(STATES[-1])).otherwise("@state")
        needed = needed.with_columns(unreached.alias("@split"))
    elif one.by_consent and REASON in needed.columns:
        told = _aside(needed.filter(useless), one, "export.aside_useless", language, reason=REASON)
        asides.append(told)
        needed = needed.filter(~useless)
    if one.parent:
        needed = needed.sort(pl.col("@parent").fill_null(""), "@at", maintain_order=True)
    return needed, pl.concat([pl.DataFrame(schema=ASIDE), *asides])


def _aside(
    rows: pl.DataFrame, one: TargetObject, key: str, language: Language, *, field: str | None = None, **details: str
) -> pl.DataFrame:
    sentence = said(key, **dict.fromkeys(details, "\ue001")).text(language)
    before, _, behind = sentence.partition("\ue001")
    why = [pl.lit(before), *(pl.col(name).fill_null("–") for name in details.values()), pl.lit(behind)]
    return rows.select(
        "golden_id",
        pl.lit(one.name).alias("object"),
        pl.lit(field, dtype=pl.String).alias("field"),
        pl.col("email").alias("value"),
        pl.concat_str(why).alias("why"),
    )


def _each(field: str, kinds: pl.DataFrame) -> pl.DataFrame:
    """Give a customer a row for each value of a field: `iban`, `iban_2` …, the same one once."""
    names = columns_in(kinds.columns, field)
    if not names:
        return kinds.clear()
    rows = [kinds.with_columns(pl.col(name).alias(field)).drop_nulls(field) for name in names]
    return pl.concat(rows).unique(["@at", field], maintain_order=True).sort("@at", maintain_order=True)
