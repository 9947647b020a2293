"""Purposes and channels of consents, and the columns that hold them.

A purpose is what stands behind `consenso_`: `marketing`, `email`, `profilazione`. One that names channels
(`email`, `email_sms`) is for marketing by these channels; `marketing` alone is for all of them.

Source: Garante, linee guida of 4 July 2013 and provvedimento of 15 May 2013: one consent to marketing may cover
several channels, and a person may object to some of them only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from italclean.core.copies import parted

GENERAL: Final = "marketing"
PRIVACY: Final = "privacy"
UNTOLD: Final = "numero"
"""The purpose of CONSENSO 1, with its number: nobody tells what it is for."""
CONSENT: Final = "consenso_"
DATE: Final = "data_consenso"
ORIGIN: Final = "fonte_consenso"
OPPOSITION: Final = "opposizione"
REVOKED: Final = "data_revoca"
REACH: Final = "contattabile_"

CHANNELS: Final = ("email", "telefono", "sms", "whatsapp", "posta", "fax")
"""The channels, as they stand in the names of purposes."""

_NAMED = {
    "mail": "email",
    "newsletter": "email",
    "dem": "email",
    "tel": "telefono",
    "telefonico": "telefono",
    "chiamate": "telefono",
    "telemarketing": "telefono",
    "cartaceo": "posta",
    "postale": "posta",
    **{name: name for name in CHANNELS},
}


def purpose_of(column: str) -> str | None:
    """Return the purpose of a column of consents; None for other columns.

    Examples:
        >>> [purpose_of(name) for name in ("consenso_marketing_2", "consenso_email", "data_consenso", "email")]
        ['marketing', 'email', None, None]
    """
    if not column.startswith(CONSENT) or len(column) == len(CONSENT):
        return None
    return parted(column)[0].removeprefix(CONSENT) or None


def purposes(columns: Iterable[str]) -> list[str]:
    """Return the purposes of which a list holds consents, in the order of the columns."""
    return list(dict.fromkeys(purpose for name in columns if (purpose := purpose_of(name))))


def columns_of(purpose: str, columns: Iterable[str]) -> list[str]:
    """Return the columns of one purpose: `consenso_marketing`, its copy `consenso_marketing_2` and so on."""
    return [name for name in columns if purpose_of(name) == purpose]


def channels_of(purpose: str) -> set[str]:
    """Return the channels that a purpose names; none for one that is for all or for something else.

    Examples:
        >>> sorted(channels_of("email_sms")), channels_of("marketing"), channels_of("fidelity")
        (['email', 'sms'], set(), set())
    """
    return {_NAMED[word] for word in purpose.split("_") if word in _NAMED}


def covers(opposed: str, purpose: str) -> bool:
    """Tell whether an opposition to one purpose is one to another, too.

    Who opposes marketing opposes every channel of it (GDPR art. 21(3): the data shall no longer be processed for
    such purposes); who opposes a channel opposes that channel alone.

    Examples:
        >>> covers("marketing", "sms"), covers("sms", "marketing"), covers("email_sms", "sms")
        (True, False, True)
        >>> covers("marketing", "privacy")
        False
    """
    if opposed == purpose:
        return True
    named = channels_of(purpose)
    if opposed == GENERAL:
        return bool(named)
    return bool(named) and named <= channels_of(opposed)


def date_column(purpose: str, columns: Sequence[str]) -> str:
    """Return the column of a purpose's date: its own, or the one that the whole list has.

    Examples:
        >>> date_column("sms", ["data_consenso", "data_consenso_sms"]), date_column("sms", ["data_consenso"])
        ('data_consenso_sms', 'data_consenso')
    """
    own = f"{DATE}_{purpose}"
    return own if purpose != GENERAL and own in columns else DATE


def opposed_purpose(role: str) -> str:
    """Return the purpose that a column of oppositions, or of dates of revocations, is about.

    Examples:
        >>> opposed_purpose("opposizione"), opposed_purpose("opposizione_sms"), opposed_purpose("data_revoca_email")
        ('marketing', 'sms', 'email')
    """
    for family in (OPPOSITION, REVOKED):
        if role.startswith(family):
            return role.removeprefix(family).removeprefix("_") or GENERAL
    return GENERAL


def is_opposition(role: str) -> bool:
    """Tell whether a role is `opposizione` or `opposizione_…`."""
    return role == OPPOSITION or role.startswith(f"{OPPOSITION}_")


def is_revocation(role: str) -> bool:
    """Tell whether a role is `data_revoca` or `data_revoca_…`."""
    return role == REVOKED or role.startswith(f"{REVOKED}_")
