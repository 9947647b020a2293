"""What parts of a contract share that other commands read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from italclean.contract import shape
from italclean.contract.fault import Faults
from italclean.contract.lines import Path
from italclean.contract.shape import fits, known_keys
from italclean.messages.text import said


def row_of(
    given: Any, kinds: Mapping[str, str], path: Path, faults: Faults, wanted: Collection[str] | None = None
) -> dict[str, Any] | None:
    """Read one table of a list; None where something that it needs is missing.

    Args:
        given: What stands in the list.
        kinds: The kind of each key.
        path: Its path.
        faults: What is wrong is added to it.
        wanted: The keys that it needs; None for all.
    """
    if not fits(given, shape.TABLE, path, faults):
        return None
    read = known_keys(given, kinds, path, faults)
    needed = kinds if wanted is None else wanted
    for key in needed:
        if key not in given:
            faults.add((*path, key), said("contract.missing"))
    return read if all(key in read for key in needed) else None
