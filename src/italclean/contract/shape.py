"""The shape of a contract: which tables and keys there are, and what kind of value each takes.

What a run may be told is not said here once more: keys, kinds and bounds of `[reading]`, `[thresholds]`, `[periods]`
and `[dns]` are those of the settings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path as FilePath
from typing import Any, get_type_hints

from italclean.contract.fault import Faults, shown, unknown
from italclean.contract.lines import Path
from italclean.errors import BadOption, UsageError
from italclean.groups import Group
from italclean.messages.text import said
from italclean.settings import Dns, Matching, Periods, Reading

_LARGEST = 1 << 53

Kinds = Mapping[str, str]
"""The kind of value of each key of a table."""

TEXT, WHOLE, NUMBER, TRUTH, DAY, TEXTS, TABLE, LIST, ANY = (
    "text",
    "whole",
    "number",
    "truth",
    "day",
    "texts",
    "table",
    "list",
    "any",
)


def _kinds_of(group: type[Group], names: Sequence[str] = ()) -> dict[str, str]:
    """The kind of each setting of a group, by its type."""
    by_type: dict[Any, str] = {str: TEXT, FilePath: TEXT, int: WHOLE, float: NUMBER, bool: TRUTH, date: DAY}
    kinds: dict[str, str] = {}
    for declared in fields(group):
        if names and declared.name not in names:
            continue
        hint = get_type_hints(group)[declared.name]
        parts = [part for part in getattr(hint, "__args__", (hint,)) if part is not type(None)]
        kinds[declared.name] = by_type[parts[0]] if len(parts) == 1 else ANY
    return kinds


@dataclass(frozen=True, slots=True)
class Told:
    """A table of a contract that says settings.

    Attributes:
        group: The group of settings.
        names: The setting that each key says.
        kinds: The kind of each key's value.
    """

    group: type[Group]
    names: Mapping[str, str]
    kinds: Kinds


def _told(group: type[Group], *names: str, **other: str) -> Told:
    kinds = _kinds_of(group, names)
    keys = {other.get(name, name): name for name in kinds}
    return Told(group, keys, {key: kinds[name] for key, name in keys.items()})


SETTINGS: Mapping[str, Told] = {
    "reading": _told(Reading),
    "thresholds": _told(Matching, "merge_from", "review_from"),
    "periods": _told(Periods, "dormant", "today", dormant="dormant_after"),
    "dns": _told(Dns),
}
"""The tables that say settings, by their name."""

ASKED = "ask"
"""The key of `[dns]` that says whether the DNS is asked."""

OF_CONTRACT: Kinds = {"name": TEXT, "version": TEXT, "language": TEXT}
OF_SOURCE: Kinds = {"kind": TEXT, "priority": WHOLE, "unique": TRUTH, "file": TEXT, "columns": TABLE}
OF_FIELD: Kinds = {"owner": TEXT, "writers": TEXTS, "rule": TEXT, "sources": TEXTS}
OF_OUTPUTS: Kinds = {"out": TEXT, "to": TEXT, "format": TEXT, "rewritten": TEXT, "xlsx": TRUTH}
OF_PRIVACY: Kinds = {"key_file": TEXT, "forgotten_in": TEXT}
TABLES = (
    "contract", "sources", "fields", "blocks", *SETTINGS, "retention", "types", "gates", "privacy", "outputs", "tariff",
    "segments", "targets",
)  # fmt: skip
"""The tables of a contract."""


def table_at(data: Mapping[str, Any], path: Path, faults: Faults) -> Mapping[str, Any]:
    """Return a table, an empty one where there is none, or something else.

    Args:
        data: What it stands in.
        path: Its path, of which the last part is its name there.
        faults: What is wrong is added to it.
    """
    value = data.get(str(path[-1]), {})
    if isinstance(value, dict):
        return value
    faults.add(path, said("contract.not_table", value=shown(value)))
    return {}


def known_keys(table: Mapping[str, Any], kinds: Kinds, path: Path, faults: Faults) -> dict[str, Any]:
    """Return the keys of a table whose values are of their kind, and tell the others.

    Args:
        table: The table.
        kinds: The kind of each key.
        path: The path of the table.
        faults: What is wrong is added to it.
    """
    sound: dict[str, Any] = {}
    for key, value in table.items():
        if key not in kinds:
            faults.add((*path, key), unknown(key, kinds))
        elif fits(value, kinds[key], (*path, key), faults):
            sound[key] = value
    return sound


def fits(value: Any, kind: str, path: Path, faults: Faults) -> bool:
    """Tell whether a value is of a kind; say it where it is not.

    Args:
        value: The value.
        kind: The kind.
        path: The path of its key.
        faults: What is wrong is added to it.
    """
    if kind == ANY:
        return True
    if kind == TEXTS:
        if not isinstance(value, list):
            faults.add(path, said("contract.not_texts", value=shown(value)))
            return False
        good = [fits(one, TEXT, (*path, place), faults) for place, one in enumerate(value)]
        twice = {one for one in value if isinstance(one, str) and value.count(one) > 1}
        for one in sorted(twice):
            faults.add(path, said("contract.named_twice", name=shown(one)))
        return all(good) and not twice
    if kind == TEXT and isinstance(value, str) and value.strip() and "\0" not in value:
        return True
    if kind == WHOLE and _is_whole(value):
        return True
    if kind == NUMBER and (_is_whole(value) or (isinstance(value, float) and math.isfinite(value))):
        return True
    if kind == TRUTH and isinstance(value, bool):
        return True
    if kind == DAY and isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
        return True
    if (kind == TABLE and isinstance(value, dict)) or (kind == LIST and isinstance(value, list)):
        return True
    faults.add(path, said(f"contract.not_{kind}", value=shown(value)))
    return False


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST


def said_settings(name: str, given: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    """Return the settings that a table says, each in its bounds, by the names that they have in their group.

    Args:
        name: The table's name, one of `SETTINGS`.
        given: What stands in it.
        faults: What is wrong is added to it.

    Examples:
        >>> faults = Faults({})
        >>> [said_settings("periods", {"dormant_after": months}, faults) for months in (36, 0)]
        [{'dormant': 36}, {}]
        >>> [fault.key for fault in faults.told()]
        ['periods.dormant_after']
    """
    told = SETTINGS[name]
    sound = {}
    for key, value in known_keys(given, told.kinds, (name,), faults).items():
        setting = told.names[key]
        if _is_taken(told.group, {setting: value}, (name, key), faults):
            sound[setting] = value
    if len(sound) > 1 and not _is_taken(told.group, sound, (name,), faults, told.names):
        return {}
    return sound


def _is_taken(
    group: type[Group], given: dict[str, Any], path: Path, faults: Faults, names: Mapping[str, str] | None = None
) -> bool:
    """Tell whether a group can be made of some settings."""
    widths = given.get("widths")
    if widths is not None and not (
        isinstance(widths, str) or (isinstance(widths, list) and all(map(_is_whole, widths)))
    ):
        faults.add(path, said("contract.not_widths", value=shown(widths)))
        return False
    try:
        made = group(**given)
        if isinstance(made, Dns):
            _ = made.address
    except BadOption as error:
        fault = getattr(error.details["option"], "name", "")
        key = next((key for key, setting in (names or {}).items() if setting == fault), None)
        faults.add(path if key is None else (*path, key), error.details["reason"])
        return False
    except UsageError as error:
        faults.add(path, error.sentence())
        return False
    return True
