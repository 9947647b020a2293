"""How a customer is greeted, and when rather not by name.

A wrong name in a greeting is worse than none: what is not sure gets no greeting.
"""

from __future__ import annotations

import polars as pl


def greet_person(title: pl.Expr, given: pl.Expr, surname: pl.Expr, known: pl.Expr) -> pl.Expr:
    """Greet persons: `Gentile Dott.ssa Rossi`, `Gentile Mario Rossi`; null without a surname, or a name to go with it.

    An initial is no name to greet with, and neither is what holds anything but letters or is in no list of given
    names: it may be a note, a surname, a second person.

    Args:
        title: Titles in their canonical spelling.
        given: Given names for print.
        surname: Surnames for print.
        known: Whether all given names are in the lists.
    """
    plain = r"^\p{L}[\p{L}' .-]*$"
    named = given.str.contains(r"^\p{L}{2}") & given.str.contains(plain)
    whole = surname.str.contains(r"^(?:\p{L}+['. -]?)*\p{L}{2}") & surname.str.contains(r"^\p{L}[\p{L}' -]*$")
    return (
        pl.when(whole & title.is_not_null() & (known | given.is_null()))
        .then(pl.concat_str(pl.lit("Gentile "), title, pl.lit(" "), surname))
        .when(whole & named & known)
        .then(pl.concat_str(pl.lit("Gentile "), given, pl.lit(" "), surname))
    )


def greet_company(name: pl.Expr) -> pl.Expr:
    """Greet companies by their name: `Spett.le Alfa S.r.l.` is how letters to them begin."""
    return pl.when(name.str.contains(r"\p{L}{2}|[A-Z][0-9]")).then(pl.concat_str(pl.lit("Spett.le "), name))
