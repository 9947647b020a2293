"""Addresses to which no mail can go: they are in no import file."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.email import email
from italclean.errors import Language
from italclean.exports.target import Target, every_given
from italclean.fields.catalogue import columns_in
from italclean.messages.text import said

ASIDE = dict.fromkeys(("golden_id", "object", "field", "value", "why"), pl.String)
"""The columns of what is set aside."""
_IMPOSSIBLE = "email_tld"
"""The issue of a mailbox at a top-level domain that does not exist (`info@deltatrasporti.i`)."""


def impossible_mail(addresses: pl.Series) -> pl.Series:
    """Return the addresses to which no mail can go: no addresses at all, or of a top-level domain that does not exist.

    Args:
        addresses: The addresses.

    Examples:
        >>> impossible_mail(pl.Series(["a@b.it", "a@b.i", "niente", None, "a@gmial.com"])).sort().to_list()
        ['a@b.i', 'niente']
    """
    distinct = addresses.drop_nulls().unique()
    if distinct.is_empty():
        return distinct
    judged = email.series(distinct).struct
    bad = (judged.field("status").cast(pl.String) == "invalid") | (judged.field("issue").cast(pl.String) == _IMPOSSIBLE)
    return distinct.filter(bad.fill_null(value=False))


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
