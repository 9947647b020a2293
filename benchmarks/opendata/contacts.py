"""Contacts, which open data lack: made up for each customer, twice, since people move.

Streets, numbers and the ways to write them are the generator's; who shares a home or a seat follows from the real names
and towns. Nothing is taken from italclean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from generator.contacts import company_emails, mobiles, person_emails
from generator.places import Addresses, draw_addresses, nearby_towns
from opendata.source import Arr

SHARES_HOME, SHARES_SEAT, AT_ONE_DOOR = 0.60, 0.06, 3
SHARES_MAILBOX, SHARES_MOBILE = 0.20, 0.10
MOVES_IN_TOWN = 0.7


@dataclass(frozen=True)
class Contacts:
    """The contacts of each customer, in an older and a newer version."""

    homes: tuple[Addresses, Addresses]
    mobiles: tuple[Arr, Arr]
    mails: tuple[Arr, Arr]


def _hosts(rng: np.random.Generator, group: Arr, share: float) -> Arr:
    """Tell whose home each customer lives in: of some groups the first few live with the first of them."""
    frame = pl.DataFrame({"group": group, "index": np.arange(len(group))})
    within = frame.select(pl.int_range(pl.len()).over("group")).to_series().to_numpy()
    first = frame.select(pl.col("index").first().over("group")).to_series().to_numpy()
    drawn = (rng.random(len(group)) < share)[first]
    return np.where(drawn & (within < AT_ONE_DOOR), first, np.arange(len(group)))


def _doors(rng: np.random.Generator, customers: pl.DataFrame, person: Arr) -> Arr:
    """People of one surname in one town share a home now and then; bodies of one town share a seat."""
    family = customers.select(
        pl.struct("town", pl.when(pl.col("cognome") != "").then("cognome").otherwise(pl.lit("-"))).rank("dense")
    )
    group = family.to_series().to_numpy()
    if not person.all():
        # Not everybody in town sits in one house: bodies are grouped by a dozen.
        group = group * 1000 + rng.integers(0, 12, len(group))
    host = np.where(person, _hosts(rng, group, SHARES_HOME), _hosts(rng, group, SHARES_SEAT))
    # Of one name only those whom their family says so live together.
    again = customers.select(
        (pl.col("cognome") != "")
        & (pl.int_range(pl.len()).over("town", "cognome", pl.col("nome").str.split(" ").list.first()) > 0)
    )
    host = np.where(again.to_series().to_numpy(), np.arange(len(host)), host)
    behind = customers.with_row_index("first").select(pl.col("first").first().over("door"))
    return np.where(customers["door"].is_not_null(), behind.to_series().to_numpy(), host).astype(np.int64)


def draw_contacts(rng: np.random.Generator, customers: pl.DataFrame) -> Contacts:
    """Make up the contacts of each customer of a family."""
    count = customers.height
    person = (customers["cognome"] != "").to_numpy()
    host = _doors(rng, customers, person)
    town = customers["town"].to_numpy().astype(np.int64)[host]
    homes = draw_addresses(rng, town).take(host)
    others = draw_addresses(rng, nearby_towns(rng, town, MOVES_IN_TOWN))
    if person.all():
        born = customers["born"].to_physical().to_numpy().astype(np.int64)
        given, surname = (customers[name].to_numpy() for name in ("nome", "cognome"))
        mails = tuple(person_emails(rng, given, surname, born) for _ in range(2))
    else:
        mails = tuple(company_emails(rng, customers["ragione_sociale"].to_numpy()) for _ in range(2))
    numbers = mobiles(rng, count), mobiles(rng, count)
    guest = host != np.arange(count)
    for first, share in ((mails[0], SHARES_MAILBOX), (numbers[0], SHARES_MOBILE)):
        shared = guest & (rng.random(count) < share)
        first[shared] = first[host[shared]]
    return Contacts((homes, others), numbers, (mails[0], mails[1]))
