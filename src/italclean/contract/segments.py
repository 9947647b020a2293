"""The tables `[segments]` and `[tasks]` of a contract: who is in which segment, and whose task a customer is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from italclean.contract import shape
from italclean.contract.beside import row_of
from italclean.contract.fault import Faults, shown, unknown
from italclean.contract.lines import Path
from italclean.contract.rules import no_field
from italclean.contract.shape import fits, known_keys, table_at
from italclean.core.copies import parted
from italclean.fields.catalogue import canonical, field_of
from italclean.messages.text import Text, said
from italclean.segment import (
    ACTIONS,
    AUTOMATIC,
    DAY,
    MONTHS,
    NOTHING,
    NUMBER,
    TEXT,
    TRUTH,
    Condition,
    Segment,
    Segments,
)

_ONE, _SEVERAL, _ORDERED, _DAY, _LETTERS, _MONTHS, _NONE = (
    "one", "several", "ordered", "day", "letters", "months", "none",
)  # fmt: skip
OPERATORS: Mapping[str, str] = {
    "is": _ONE,
    "is-not": _ONE,
    "contains": _LETTERS,
    "in": _SEVERAL,
    "not-in": _SEVERAL,
    "at-least": _ORDERED,
    "at-most": _ORDERED,
    "before": _DAY,
    "after": _DAY,
    "older-than": _MONTHS,
    "within": _MONTHS,
    "present": _NONE,
    "absent": _NONE,
}
"""How a condition compares, and what it compares with."""

_OF_CONDITION = {"field": shape.TEXT, "operator": shape.TEXT, "value": shape.ANY}
_OF_SEGMENT = {"all": shape.LIST, "any": shape.LIST, "action": shape.TEXT}
_OF_TASKS = {"manager": shape.TEXT, "context": shape.TEXTS}
_RECORDS = "records"
_MOST_MONTHS = 1200
# Amounts are read with nine decimals and twelve digits before them (`customers/amounts.py`).
_MOST, _DECIMALS = 10**12, 9


def read_segments(data: Mapping[str, Any], columns: Collection[str], faults: Faults) -> Segments:
    """Read `[segments]` and `[tasks]`.

    A segment is a list of conditions that all hold, `[[segments.NAME]]`, or a table `[segments.NAME]` with the lists
    `all` and `any` and an `action`.

    Args:
        data: The contract.
        columns: The columns without a role that the sources have.
        faults: What is wrong is added to it.

    Examples:
        >>> faults = Faults({})
        >>> vip = {"all": [{"field": "stato", "operator": "is", "value": "lead"}], "action": "personnal"}
        >>> _ = read_segments({"segments": {"vip": vip}}, (), faults)
        >>> [(fault.key, fault.reason.english) for fault in faults.told()]
        [('segments.vip.action', '“personnal” is not known here. Did you mean “personal”?')]
    """
    listed = []
    for name, given in table_at(data, ("segments",), faults).items():
        path: Path = ("segments", name)
        if fits(name, shape.TEXT, path, faults):
            listed.append(_segment(name, given, path, columns, faults))
    tasks = known_keys(table_at(data, ("tasks",), faults), _OF_TASKS, ("tasks",), faults)
    for key in ("manager", "context"):
        named = tasks.get(key, [])
        for place, column in enumerate([named] if isinstance(named, str) else named):
            strange = no_column(column, columns)
            if strange is not None:
                faults.add(("tasks", key) if key == "manager" else ("tasks", key, place), strange)
    context = tuple(tasks.get("context", Segments().context))
    return Segments(tuple(listed), tasks.get("manager"), context)


def _segment(name: str, given: Any, path: Path, columns: Collection[str], faults: Faults) -> Segment:
    if isinstance(given, list):
        return Segment(name, _conditions(given, path, columns, faults))
    if not fits(given, shape.TABLE, path, faults):
        return Segment(name)
    read = known_keys(given, _OF_SEGMENT, path, faults)
    every, some = (
        _conditions(read[key], (*path, key), columns, faults) if key in read else () for key in ("all", "any")
    )
    if not {"all", "any"} & set(given):
        faults.add(path, said("contract.no_condition"))
    action = read.get("action", AUTOMATIC)
    if action not in ACTIONS:
        faults.add((*path, "action"), unknown(action, ACTIONS))
    return Segment(name, every, some, action)


def _conditions(given: Any, path: Path, columns: Collection[str], faults: Faults) -> tuple[Condition, ...]:
    if not given:
        faults.add(path, said("contract.no_condition"))
    read = [_condition(one, (*path, place), columns, faults) for place, one in enumerate(given)]
    return tuple(one for one in read if one is not None)


def _condition(given: Any, path: Path, columns: Collection[str], faults: Faults) -> Condition | None:
    wanted = [key for key in _OF_CONDITION if key != "value"]
    read = row_of(given, _OF_CONDITION, path, faults, wanted)
    if read is None:
        return None
    strange = no_column(read["field"], columns)
    if strange is not None:
        faults.add((*path, "field"), strange)
    compares = OPERATORS.get(read["operator"])
    if compares is None:
        faults.add((*path, "operator"), unknown(read["operator"], OPERATORS))
        return None
    value = read.get("value")
    found = _values(compares, value, "value" in read)
    if found is None:
        reason = said(f"contract.compares_{compares}", operator=read["operator"], value=shown(value))
        faults.add((*path, "value"), reason)
        return None
    kind, values = found
    return Condition(read["field"], read["operator"], kind, values)


def no_column(name: str, columns: Collection[str]) -> Text | None:
    """Say why a name is none of a column that the golden table can have; None where it is one.

    Args:
        name: The name.
        columns: The columns without a role that the sources have.

    Examples:
        >>> [no_column(name, ["Fatturato"]) for name in ("Fatturato", "email_2", "email_stato", "records")]
        [None, None, None, None]
        >>> no_column("nominativo", []).english
        '“nominativo” does not reach the customers as it is: say what holds for ragione_sociale, cognome, nome'
    """
    if name == _RECORDS:
        return None
    known = field_of(name)
    first, number = parted(name)
    further = field_of(first) if number > 1 else None
    if known is None:
        return None if further is not None and further.many else no_field(name, columns)
    if known.input_only or name in ("id", "source"):
        # A refusal has its place in the consent that it refuses.
        return no_field(name, columns) or unknown(name, canonical())
    return None


def _values(compares: str, value: Any, there: bool) -> tuple[str, tuple[str, ...]] | None:
    """Return as what the cells are read, and what they are compared with; None where the value does not fit."""
    if compares == _NONE:
        return None if there else (NOTHING, ())
    if compares == _SEVERAL:
        if not isinstance(value, list) or not value:
            return None
        read = [_single(one) for one in value]
        kinds = {one[0] for one in read if one is not None}
        if None in read or len(kinds) != 1 or not kinds <= {TEXT, NUMBER, DAY}:
            return None
        return kinds.pop(), tuple(one[1] for one in read if one is not None)
    if compares == _MONTHS:
        is_whole = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_MONTHS
        return (MONTHS, (str(value),)) if is_whole else None
    single = _single(value)
    allowed = {_ONE: {TEXT, NUMBER, DAY, TRUTH}, _ORDERED: {NUMBER, DAY}, _DAY: {DAY}, _LETTERS: {TEXT}}[compares]
    return None if single is None or single[0] not in allowed else (single[0], (single[1],))


def _single(value: Any) -> tuple[str, str] | None:
    if isinstance(value, bool):
        return TRUTH, str(value).lower()
    if isinstance(value, str):
        return (TEXT, value) if value.strip() and "\0" not in value else None
    if isinstance(value, date) and not isinstance(value, datetime):
        return DAY, value.isoformat()
    if isinstance(value, int | float):
        return _number(value)
    return None


def _number(value: float) -> tuple[str, str] | None:
    # As it was typed: repr of 0.1 is 0.1.
    number = Decimal(repr(value))
    if not number.is_finite() or abs(number) >= _MOST:
        return None
    plain = format(number, "f")
    return None if len(plain.partition(".")[2]) > _DECIMALS else (NUMBER, plain)
