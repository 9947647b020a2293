"""What goes wrong with a database, without what a driver may tell of passwords."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from italclean.databases.address import Address
from italclean.databases.base import Standing
from italclean.errors import DatabaseBusy, DatabaseForeign, DatabaseNotWritable, DatabaseUnreadable, ItalcleanError
from italclean.messages.text import said

Purpose = Literal["read", "write"]


def failed(address: Address, purpose: Purpose, told: str, kind: str) -> ItalcleanError:
    """Return the error for what a driver says.

    Args:
        address: The database.
        purpose: Whether it was to be read or written.
        told: What the driver says; it is left out where it holds the password.
        kind: The name of the driver's error, which is told then.
    """
    reason = address.scrubbed(told) or said("database.unsaid", kind=kind)
    if purpose == "read":
        return DatabaseUnreadable(path=address.place, reason=reason)
    return DatabaseNotWritable(path=address.place, reason=reason)


def busy(address: Address) -> DatabaseBusy:
    """Return the error for another run that writes to the same place."""
    return DatabaseBusy(path=shown_target(address))


def miscounted(address: Address, table: str) -> DatabaseNotWritable:
    """Return the error for a table that does not hold what was written to it."""
    return DatabaseNotWritable(path=shown_target(address), reason=said("database.miscounted", table=table))


def refuse_foreign(address: Address, standing: Mapping[str, Standing]) -> None:
    """Make sure that no table is replaced that is not ours.

    Args:
        address: The database.
        standing: The tables in the way.

    Raises:
        DatabaseForeign: A table was made by somebody else, or was given other columns.
    """
    foreign = sorted(name for name, table in standing.items() if not table.is_ours)
    if foreign:
        raise DatabaseForeign(path=shown_target(address), names=", ".join(foreign))


def shown_target(address: Address) -> str:
    """Return where results go, as it is shown: the database and its schema."""
    return f"{address.place}?schema={address.schema}" if address.schema else address.place
