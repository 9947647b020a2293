"""The columns of a list that hold contacts: of which kind, which of several, and what its row says of using it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from italclean.consent.purposes import CONSENT, GENERAL, channels_of, columns_of
from italclean.consent.reach import of_person
from italclean.core.columns import is_true
from italclean.core.copies import numbered, parted
from italclean.fields.catalogue import CONTACTS, columns_in

CERTIFIED = "pec"
KINDS = CONTACTS
"""The kinds of contacts, in the order of the book."""
MOST = 2
"""How many of each kind a golden record has at most: `email` and `email_2`."""
EMAIL, _PEC, PHONE, _MOBILE, _FAX = range(len(KINDS))
SAID = ("si", "?", "no", "revocato")
"""What a row can say, the gravest last; `?` stands for what could not be read, which lets no yes stand."""


def state_of(name: str) -> str:
    """Name the column that says what an address is good for: `email_stato` stands beside `email`.

    Examples:
        >>> state_of("email"), state_of("email_2")
        ('email_stato', 'email_2_stato')
    """
    return f"{name}_stato"


def contact_columns(names: Sequence[str]) -> list[str]:
    """Pick the columns of contacts, the first one of each kind first.

    Examples:
        >>> contact_columns(["nome", "telefono_3", "email_stato", "telefono", "email_2", "faxes"])
        ['email_2', 'telefono', 'telefono_3']
    """
    return columns_in(names, *KINDS)


def kind_of(column: str) -> str:
    """Return the kind of a column: the field that it is one of."""
    return parted(column)[0]


def number_of(column: str) -> int:
    """Tell that `telefono_2` is the second of its kind."""
    return parted(column)[1]


def slot(kind: str, place: int) -> str:
    """Name a golden record's column of a kind, the first being 0."""
    return numbered(kind, place + 1)


def own_consents(frame: pl.DataFrame, kind: str, unread: Mapping[str, pl.Series]) -> pl.Series:
    """Say what each row itself says of being contacted in one way: that way's consent, else that to marketing.

    Args:
        frame: The cleaned list.
        kind: The kind of contact.
        unread: For each consent the rows on which something stands that could not be read.

    Returns:
        `si`, `no`, `revocato`, `?` for what could not be read, or null. Consent to marketing is none to a PEC.

    Source: Garante, provv. 52 of 1 February 2018: no marketing to a PEC without a consent of its own.
    """
    said = of_person(frame, kind)
    if kind == CERTIFIED:
        said = said.set(is_true(said == "si"), None)
        own = columns_of(CERTIFIED, frame.columns)
        said = frame.select(pl.coalesce(*own, said).alias(kind)).to_series() if own else said
    ways = {kind, "telefono"} if kind == "cellulare" else {kind}
    for name, rows in unread.items():
        purpose = name.removeprefix(CONSENT)
        if purpose == GENERAL or ways & channels_of(purpose):
            open_ = rows.fill_null(value=False) & (said.is_null() | (said == "si"))
            said = said.set(open_.fill_null(value=False), "?")
    return said
