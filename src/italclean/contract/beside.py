"""What a contract holds for other commands: tariff and segments; of these the shape alone is checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from italclean.contract import shape
from italclean.contract.fault import Faults, shown, unknown
from italclean.contract.lines import Path
from italclean.contract.rules import no_field
from italclean.contract.shape import fits, known_keys, table_at
from italclean.messages.text import said

COUNTED = ("customers", "emails", "contactable")
"""What a tariff may count: golden records, distinct addresses, or the customers that one may write to."""

_ONE, _SEVERAL, _ORDERED, _NONE = "one", "several", "ordered", "none"
OPERATORS: Mapping[str, str] = {
    "is": _ONE,
    "is-not": _ONE,
    "contains": _ONE,
    "in": _SEVERAL,
    "not-in": _SEVERAL,
    "at-least": _ORDERED,
    "at-most": _ORDERED,
    "before": _ORDERED,
    "after": _ORDERED,
    "present": _NONE,
    "absent": _NONE,
}
"""How a condition of a segment compares, and what it compares with."""

_OF_CONDITION = {"field": shape.TEXT, "operator": shape.TEXT, "value": shape.ANY}
_OF_STEP = {"contacts_up_to": shape.WHOLE, "price": shape.NUMBER}


def read_tariff(data: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    """Read `[tariff]`: what is counted, and the price up to each number of contacts.

    Args:
        data: The contract.
        faults: What is wrong is added to it.

    Examples:
        >>> faults = Faults({})
        >>> steps = [{"contacts_up_to": 1000, "price": 45}, {"contacts_up_to": 500, "price": 90}]
        >>> _ = read_tariff({"tariff": {"counts": "emails", "steps": steps}}, faults)
        >>> [(fault.key, fault.reason.english) for fault in faults.told()]
        [('tariff.steps[1].contacts_up_to', 'each step goes further than the one before: 500 does not follow 1000')]
    """
    if "tariff" not in data:
        return {}
    given = table_at(data, ("tariff",), faults)
    sound = known_keys(given, {"counts": shape.TEXT, "steps": shape.LIST}, ("tariff",), faults)
    for key in ("counts", "steps"):
        if key not in given:
            faults.add(("tariff", key), said("contract.missing"))
    if "counts" in sound and sound["counts"] not in COUNTED:
        faults.add(("tariff", "counts"), unknown(sound["counts"], COUNTED))
    steps: list[dict[str, Any]] = []
    for place, step in enumerate(sound.get("steps", ())):
        read = _row(step, _OF_STEP, ("tariff", "steps", place), faults)
        if read is None:
            continue
        least = steps[-1]["contacts_up_to"] if steps else 0
        if read["contacts_up_to"] <= least:
            reason = said("contract.steps_fall", number=read["contacts_up_to"], before=least)
            faults.add(("tariff", "steps", place, "contacts_up_to"), reason)
        if read["price"] < 0:
            faults.add(("tariff", "steps", place, "price"), said("error.at_least", bound="0"))
        steps.append(read)
    return {"counts": sound.get("counts"), "steps": steps}


def read_segments(data: Mapping[str, Any], columns: Collection[str], faults: Faults) -> dict[str, list[dict[str, Any]]]:
    """Read `[segments]`: the conditions that make each, all of which hold.

    Args:
        data: The contract.
        columns: The columns without a role that the sources have.
        faults: What is wrong is added to it.
    """
    segments = {}
    for name, conditions in table_at(data, ("segments",), faults).items():
        path: Path = ("segments", name)
        if not fits(conditions, shape.LIST, path, faults):
            continue
        if not conditions:
            faults.add(path, said("contract.no_condition"))
        read = [_condition(one, (*path, place), columns, faults) for place, one in enumerate(conditions)]
        segments[name] = [one for one in read if one is not None]
    return segments


def _condition(given: Any, path: Path, columns: Collection[str], faults: Faults) -> dict[str, Any] | None:
    wanted = {key: kind for key, kind in _OF_CONDITION.items() if key != "value"}
    read = _row(given, _OF_CONDITION, path, faults, wanted)
    if read is None:
        return None
    strange = no_field(read["field"], columns)
    if strange is not None:
        faults.add((*path, "field"), strange)
    compares = OPERATORS.get(read["operator"])
    if compares is None:
        faults.add((*path, "operator"), unknown(read["operator"], OPERATORS))
        return None
    value = read.get("value")
    good = {
        _ONE: isinstance(value, str | bool) or _is_ordered(value),
        _ORDERED: _is_ordered(value),
        _SEVERAL: isinstance(value, list) and bool(value) and all(isinstance(one, str | int) for one in value),
        _NONE: "value" not in read,
    }[compares]
    if not good:
        faults.add(
            (*path, "value"), said(f"contract.compares_{compares}", operator=read["operator"], value=shown(value))
        )
    return {**read, "value": str(value)} if isinstance(value, date) else read


def _is_ordered(value: Any) -> bool:
    if isinstance(value, datetime):
        return False
    # With the faults of a list of nobody's own: only whether it fits is asked.
    return isinstance(value, date) or fits(value, shape.NUMBER, (), Faults({}))


def _row(
    given: Any, kinds: Mapping[str, str], path: Path, faults: Faults, wanted: Collection[str] | None = None
) -> dict[str, Any] | None:
    """Read one table of a list; None where something that it needs is missing."""
    if not fits(given, shape.TABLE, path, faults):
        return None
    read = known_keys(given, kinds, path, faults)
    needed = kinds if wanted is None else wanted
    for key in needed:
        if key not in given:
            faults.add((*path, key), said("contract.missing"))
    return read if all(key in read for key in needed) else None
