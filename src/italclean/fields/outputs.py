"""The name of each column of the output: its role, numbered where it repeats; its own name where it has none.

The columns of one address bear one number: `shipping_city` is `comune_2` beside a `billing_city`, wherever they stand,
and also where there is no CAP of the other address to be `cap`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from italclean.core.copies import numbered
from italclean.fields.catalogue import ADDRESS, RESERVED, is_canonical
from italclean.fields.column import UNTOUCHED, Column
from italclean.fields.headers import Header


def name_outputs(decided: Sequence[Column], headers: Mapping[str, Header]) -> list[Column]:
    """Give every column of a source its output.

    Args:
        decided: The columns in their order. Where `joins` is set it is the name of the column that each is joined to.
        headers: What their headers say.
    """
    outputs: dict[str, str] = {}
    used: set[str] = set()
    roles = {column.name: column.role for column in decided if column.role not in UNTOUCHED and not column.joins}
    seats = _seats(roles, headers)
    # The first of a role takes its name, or its address's number; what repeats comes behind them all.
    for name in sorted(roles, key=lambda name: (seats.get(name, 0), headers[name].late)):
        role, number = str(roles[name]), seats.get(name, 0) + 1
        output = numbered(role, number)
        if output not in used:
            used.add(output)
            outputs[name] = output
    for name in sorted(roles, key=lambda name: (seats.get(name, 0), headers[name].late)):
        role, number = str(roles[name]), 2
        while name not in outputs:
            output, number = numbered(role, number), number + 1
            if output not in used:
                used.add(output)
                outputs[name] = output
    named = []
    for number, column in enumerate(decided, start=1):
        if column.name in outputs:
            named.append(replace(column, output=outputs[column.name]))
            continue
        joined = outputs[column.joins] if column.joins else None
        output = _added(joined, used) if joined else _own_name(column, number, used)
        used.add(output)
        named.append(replace(column, output=output, joins=joined))
    return named


def _added(joined: str, used: set[str]) -> str:
    """Name what is joined to a column: `indirizzo+2`, which no file has."""
    return next(name for number in range(2, 1 << 20) if (name := f"{joined}+{number}") not in used)


def _own_name(column: Column, number: int, used: set[str]) -> str:
    # A nameless column is called what the reader of files calls it.
    output = column.name if column.name.strip() else f"colonna_{number}"
    # Another source may fill `telefono_2`, or the cleaning. What begins like a consent is one, whatever stands
    # behind it: consenso_fiera_orig.
    if is_canonical(f"{output}_orig"):
        output = f"orig_{output}"
    while output in RESERVED or output in used or is_canonical(output):
        output += "_orig"
    return output


def _seats(roles: Mapping[str, str | None], headers: Mapping[str, Header]) -> dict[str, int]:
    """Which address each column of one is of: 0 is the first."""
    groups: dict[str, list[str]] = {}
    for name, role in roles.items():
        if role in ADDRESS:
            groups.setdefault(_group(headers[name]), []).append(name)
    late = {group for group, names in groups.items() if any(_is_late(headers[name]) for name in names)}
    seats: dict[str, int] = {}
    first: set[str | None] = set()
    count = 0
    for group in sorted(groups, key=lambda group: (group in late, group != "")):
        names = groups[group]
        held = {roles[name] for name in names}
        # Indirizzo residenza, CAP, Comune: one address, of which one column says so.
        together = count > 0 and group not in late and not held & first
        seat = 0 if together else count
        count = count if together else count + 1
        if seat == 0:
            first |= held
        seats.update(dict.fromkeys(names, seat))
    return seats


def _group(header: Header) -> str:
    return f"{header.group} {header.number}" if header.number > 1 else header.group


def _is_late(header: Header) -> bool:
    return header.late or header.number > 1
