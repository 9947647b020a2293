"""Persons of a master as somebody asks for them: ids, rows, codes, mailboxes, telephone numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from italclean.customers.identifiers import identifiers, known_as
from italclean.errors import BadOption
from italclean.master.naming import customer_named, rows_named, sources_of
from italclean.master.reading import Master
from italclean.messages.text import argument, said

_SHOWN = 8
"""How many customers are named of which it is not clear who is meant."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found of persons to forget.

    Attributes:
        customers: Their golden ids.
        missing: What was asked for and found nobody.
        known: What every row of the list is known by (`identifiers`).
    """

    customers: tuple[str, ...]
    missing: tuple[str, ...]
    known: pl.DataFrame


def sought(master: Master, names: Iterable[str]) -> Sought:
    """Find persons by what they are known by.

    Args:
        master: The list.
        names: As for `forget`.

    Raises:
        BadOption: A name is of several customers, or of no kind that is known.
    """
    typed = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    known = identifiers(master.frame, master.hints)
    read = known_as(typed).rename({"at": "name"})
    was = master.known.was
    met = known.join(read, on=["kind", "value"], how="inner")
    met = met.with_columns(customer=was.gather(met["at"])).select("name", "customer").unique().sort("name", "customer")
    by_contact = dict(met.group_by("name").agg("customer").iter_rows())
    readable = set(read["name"].to_list())
    found: list[str] = []
    missing: list[str] = []
    for place, name in enumerate(typed):
        customers = _named(master, name) or by_contact.get(place, [])
        if len(customers) > 1:
            told = ", ".join(customers[:_SHOWN]) + (" …" if len(customers) > _SHOWN else "")
            raise BadOption(value=name, option="ID", reason=said("master.several_customers", ids=told))
        if customers:
            found += customers
        elif place in readable or _is_name(master, name):
            missing.append(name)
        else:
            sources = ", ".join(sorted(sources_of(master)))
            raise BadOption(value=name, option="ID", reason=said("master.no_kind", sources=sources))
    return Sought(tuple(dict.fromkeys(found)), tuple(missing), known)


def _named(master: Master, name: str) -> list[str]:
    """The customers that a name of a customer or of a row tells."""
    customer = customer_named(master, name)
    if customer is not None:
        return [customer]
    try:
        rows = rows_named(master, [name], argument("names"))
    except BadOption:
        return []
    return master.known.was[pl.Series(rows)].unique().sort().to_list()


def _is_name(master: Master, name: str) -> bool:
    """Whether a name is written as one of a row or a customer."""
    return any(name.startswith(source) and name[len(source) :][:1] in (":", "#", ".") for source in sources_of(master))


def names_in(lines: Sequence[str]) -> list[str]:
    """Return what stands in lines of a file, one a line.

    Args:
        lines: The lines; blanks around and empty ones tell nothing.
    """
    return [name for line in lines if (name := line.strip())]
