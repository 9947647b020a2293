"""The slow, obvious rule of consents, statement by statement, which the fast one is held against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

TODAY = date.today().isoformat()


@dataclass(frozen=True)
class Said:
    """One statement: `si`, `no`, `revocato` or `?`, its date, and the addresses that it was given with."""

    what: str
    when: str | None = None
    addresses: frozenset[str] = frozenset()


def with_proof(statement: Said) -> Said:
    """Nobody consents, or refuses, tomorrow."""
    return replace(statement, when=None) if statement.when and statement.when > TODAY else statement


def weighed(statements: Iterable[Said]) -> Said | None:
    """What all statements say together: None where nothing was said."""
    said = [with_proof(statement) for statement in statements]
    refusals = [one for one in said if one.what != "si"]
    yes = [one for one in said if one.what == "si"]

    def undone(refusal: Said) -> bool:
        def by(consent: Said, address: str | None) -> bool:
            same = address is None or not consent.addresses or address in consent.addresses
            return bool(refusal.when and consent.when and consent.when > refusal.when and same)

        addresses: list[str | None] = [*refusal.addresses] or [None]
        return all(any(by(consent, address) for consent in yes) for address in addresses)

    every = frozenset().union(*(one.addresses for one in said))
    if all(undone(refusal) for refusal in refusals):
        if not yes:
            return None
        return Said("si", max((one.when for one in yes if one.when), default=None), every)
    dates = [one.when for one in refusals]
    last = None if None in dates else max(when for when in dates if when)
    what = next((one for one in ("revocato", "no", "?") if any(refusal.what == one for refusal in refusals)), "?")
    return Said(what, last, every)
