"""Addresses to which no mail can go: they are in no import file."""

from __future__ import annotations

import polars as pl

from italclean.consent.mailboxes import impossible_mail
from italclean.errors import Language
from italclean.exports.target import Target, every_given
from italclean.fields.catalogue import columns_in
from italclean.messages.text import said

ASIDE = dict.fromkeys(("golden_id", "object", "field", "value", "why"), pl.String)
"""The columns of what is set aside."""


def without_impossible_mail(
    golden: pl.DataFrame, target: Target, language: Language
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take the addresses out to which no mail can go, and tell of them.

    Where people are known by their mailbox it stays: the pre-flight holds the row.

    Args:
        golden: The customers.
        target: The target.
        language: The language of the messages.

    Returns:
        The customers, and what was taken out, of the columns `ASIDE`.
    """
    given = every_given(target)
    fields = [name for name in ("email", "pec") if name in given] + ["email"] * ("@extra_email" in given)
    known_by_it = any(one.mailbox == "row" for one in target.objects)
    told = [pl.DataFrame(schema=ASIDE)]
    for name in dict.fromkeys(columns_in(golden.columns, *fields) if fields else []):
        if name == "email" and known_by_it:
            continue
        bad = pl.col(name).is_in(impossible_mail(golden[name]).implode())
        nothing = pl.lit(None, dtype=pl.String)
        why = pl.lit(said("export.aside_impossible").text(language))
        told.append(
            golden.filter(bad).select(
                "golden_id", nothing.alias("object"), pl.lit(name).alias("field"), pl.col(name).alias("value"),
                why.alias("why"),
            )
        )  # fmt: skip
        golden = golden.with_columns(pl.when(~bad).then(name).alias(name))
    return golden, pl.concat(told)
