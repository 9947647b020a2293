"""Columns in which one text goes on: RAGSOC1 and RAGSOC2, address1_line1 and address1_line2."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from italclean.fields.catalogue import ADDRESS, FIELDS
from italclean.fields.detect import are_street_types, are_streets
from italclean.fields.headers import Header
from italclean.fields.sample import Sample, share_of

_MOSTLY = 0.5


def find_joins(
    frame: pl.DataFrame,
    roles: Mapping[str, str | None],
    headers: Mapping[str, Header],
    samples: Mapping[str, Sample],
    given: Collection[str],
) -> dict[str, str]:
    """Find the columns that go on where another one ends.

    Args:
        frame: The source.
        roles: The roles that were given so far, by column.
        headers: What the headers say.
        samples: The columns' values.
        given: The columns whose role the user gave.

    Returns:
        The column that each is joined to, by the name of the column that is joined.
    """
    joins: dict[str, str] = {}
    for role in (name for name, field in FIELDS.items() if field.joined):
        bearers = [name for name in frame.columns if roles.get(name) == role]
        for group in dict.fromkeys(headers[name].group for name in bearers):
            ordered = sorted(
                (name for name in bearers if headers[name].group == group), key=lambda name: headers[name].number
            )
            lead = _lead(role, ordered, headers, samples, given)
            for name in ordered:
                if name != lead and _goes_on(role, name, lead, frame, roles, headers, samples, given):
                    joins[name] = lead
    return joins


def _lead(
    role: str,
    ordered: list[str],
    headers: Mapping[str, Header],
    samples: Mapping[str, Sample],
    given: Collection[str],
) -> str:
    """The column that the others are joined to: one that the user gave, unless it goes on another one."""
    if role == "indirizzo" and are_street_types(samples[ordered[0]]):
        return ordered[0]
    first = next((name for name in ordered if name in given), ordered[0])
    same = [name for name in ordered if _are_sisters(headers[name], headers[first])]
    return same[0] if same else first


def _are_sisters(one: Header, other: Header) -> bool:
    """Tell two columns that bear one name, and numbers."""
    return one.base == other.base or (one.number > 1) != (other.number > 1)


def _goes_on(
    role: str,
    name: str,
    lead: str,
    frame: pl.DataFrame,
    roles: Mapping[str, str | None],
    headers: Mapping[str, Header],
    samples: Mapping[str, Sample],
    given: Collection[str],
) -> bool:
    header = headers[name]
    both_given = name in given and lead in given
    types = role == "indirizzo" and are_street_types(samples[lead])
    if not (both_given or header.number > headers[lead].number or types):
        return False
    if header.number > 1 and _is_anothers(role, header, roles, headers):
        return False
    if role == "indirizzo" and not types and are_streets(samples[name]) >= _MOSTLY:
        # A second address, not the second line of one.
        return False
    return not _repeats(frame, name, lead)


def _is_anothers(role: str, header: Header, roles: Mapping[str, str | None], headers: Mapping[str, Header]) -> bool:
    """Tell a second person (Cognome 2 and Nome 2), or a second address (Indirizzo 2 and CAP 2)."""
    numbered = {
        roles[name]
        for name, other in headers.items()
        if roles.get(name) and other.number == header.number and other.group == header.group
    }
    if role in ("cognome", "nome"):
        return {"cognome", "nome"} <= numbered
    return role == "indirizzo" and bool(numbered & set(ADDRESS) - {"indirizzo"})


def _repeats(frame: pl.DataFrame, name: str, lead: str) -> bool:
    """Tell a column that mostly says what the other one says."""
    both = frame.select(one=pl.col(name), other=pl.col(lead)).drop_nulls()
    return share_of(both["one"] == both["other"]) > _MOSTLY
