"""`[types]`: what columns are of in a database, where it is not text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from italclean.contract.fault import Faults, unknown
from italclean.contract.shape import TEXT, fits, table_at
from italclean.fields.catalogue import canonical, field_of, is_canonical
from italclean.messages.text import said
from italclean.terms import TYPES

_BY_CLEANER = {"data": "date", "consenso": "boolean"}
"""What canonical columns may be of beside text, by their cleaner: a CAP as a number would lose its zero."""

_COUNTED = "records"


def read_types(data: Mapping[str, Any], free: Collection[str], faults: Faults) -> dict[str, str]:
    """Read the types of columns.

    Args:
        data: The contract.
        free: The columns without a role.
        faults: What is wrong is added to it.
    """
    types: dict[str, str] = {}
    for name, kind in table_at(data, ("types",), faults).items():
        path = ("types", name)
        known = name == _COUNTED or is_canonical(name)
        if not known and name not in free:
            faults.add(path, unknown(name, [*canonical(), *sorted(free)]))
        elif fits(kind, TEXT, path, faults):
            if kind not in TYPES:
                faults.add(path, unknown(kind, TYPES))
            elif known and kind not in (allowed := _allowed(name)):
                faults.add(path, said("contract.other_type", name=name, types=", ".join(allowed)))
            else:
                types[name] = kind
    return types


def _allowed(name: str) -> tuple[str, ...]:
    """What a canonical column may be of."""
    if name == _COUNTED:
        return "text", "integer"
    field = field_of(name)
    further = None if field is None else _BY_CLEANER.get(field.cleaner.name)
    return ("text",) if further is None else ("text", further)
