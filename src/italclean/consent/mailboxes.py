"""Mailboxes: how a platform knows one again, and to which no mail can go."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.email import email

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


def goes_nowhere(addresses: pl.Series) -> pl.Series:
    """Tell the addresses whose domain takes no mail for sure: a list has some hundred domains, and a million addresses.

    Args:
        addresses: The addresses.

    Examples:
        >>> goes_nowhere(pl.Series(["a@b.it", "a@b.i", "niente", None])).to_list()
        [False, True, True, False]
    """
    domains = addresses.str.extract("@([^@]+)$", 1).str.to_lowercase()
    distinct = domains.drop_nulls().unique().to_frame("domain").with_columns(asked=pl.lit("info@") + pl.col("domain"))
    bad = distinct.filter(pl.col("asked").is_in(impossible_mail(distinct["asked"]).implode()))["domain"]
    return addresses.is_not_null() & (domains.is_null() | domains.is_in(bad.implode()).fill_null(value=False))


def mailbox(address: pl.Expr) -> pl.Expr:
    """Return the mailbox of an address as platforms know it: `M.Rossi@Libero.it` is `m.rossi@libero.it`.

    Args:
        address: The address.
    """
    return address.str.strip_chars().str.to_lowercase()
