"""How a system merges records that it has already: how many at a time, in which order, what becomes of the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from italclean.contract import shape
from italclean.contract.fault import Faults, unknown
from italclean.contract.shape import fits, known_keys, table_at
from italclean.errors import Language
from italclean.messages.text import said

WINNERS = ("complete", "oldest", "active")
"""By what the record is chosen that stays: the most fields, the first delivery, the latest order or change."""
OF_MERGE = {
    "losers_per_call": shape.WHOLE, "calls_per_request": shape.WHOLE, "losers_per_record": shape.WHOLE,
    "winner": shape.TEXTS, "order": shape.TEXTS, "prefixes": shape.TABLE, "unique": shape.TEXTS,
    "refusals": shape.TEXT, "new_id": shape.TRUTH, "how": shape.TABLE,
}  # fmt: skip
_TOLD = {"it": shape.TEXT, "en": shape.TEXT}


@dataclass(frozen=True, slots=True)
class MergeRules:
    """What is known of the merging of a system.

    Attributes:
        losers_per_call: How many records one call, or one page, merges into another; 0 where the system merges none.
        calls_per_request: How many such calls go in one request, None where that is not known.
        losers_per_record: How many records one may take in all its life; None for any number.
        winner: By what the record is chosen that stays, one after the other, each of `WINNERS`.
        order: The objects in the order in which they are merged; empty for that of the files.
        prefixes: How the ids of an object begin, where the system tells objects apart by them.
        unique: Columns that no two records may share: they are set when the losers are gone.
        refusals: `winner`, or `all` where the system keeps the more permissive of two consents.
        new_id: Whether a merge gives the record another id.
        how: What becomes of children, what it needs, what to do instead, in Markdown by language.
    """

    losers_per_call: int = 1
    calls_per_request: int | None = None
    losers_per_record: int | None = None
    winner: tuple[str, ...] = ("complete", "oldest")
    order: tuple[str, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    unique: tuple[str, ...] = ()
    refusals: str = "winner"
    new_id: bool = False
    how: Mapping[Language, str] = field(default_factory=dict)


def read_merge(data: Mapping[str, Any], objects: Mapping[str, Collection[str]], faults: Faults) -> MergeRules | None:
    """Read `[merge]` of the file of a target.

    Args:
        data: The file.
        objects: The columns of each of its objects, by name.
        faults: What is wrong is added to it.

    Returns:
        None where it says nothing of merging.
    """
    if "merge" not in data:
        return None
    sound = known_keys(table_at(data, ("merge",), faults), OF_MERGE, ("merge",), faults)
    order = tuple(sound.get("order", objects))
    _check(sound, order, objects, faults)
    told: dict[str, Any] = {name: value for name, value in sound.items() if name != "order"}
    told |= {name: tuple(told[name]) for name in ("winner", "unique") if name in told}
    return MergeRules(order=order, **told)


def _check(
    sound: Mapping[str, Any], order: Collection[str], objects: Mapping[str, Collection[str]], faults: Faults
) -> None:
    """Hold what is said against the objects and columns that there are."""
    for key, least in (("losers_per_call", 0), ("calls_per_request", 1), ("losers_per_record", 1)):
        if key in sound and sound[key] < least:
            faults.add(("merge", key), said("error.at_least", bound=str(least)))
    for name in sound.get("winner", ()):
        if name not in WINNERS:
            faults.add(("merge", "winner"), unknown(name, WINNERS))
    if sound.get("refusals", "winner") not in ("winner", "all"):
        faults.add(("merge", "refusals"), unknown(sound["refusals"], ("winner", "all")))
    for name in objects:
        if name not in order:
            faults.add(("merge", "order"), said("export.not_in_order", name=name))
    for name, prefix in sound.get("prefixes", {}).items():
        if name not in order:
            faults.add(("merge", "prefixes", name), unknown(name, order))
        fits(prefix, shape.TEXT, ("merge", "prefixes", name), faults)
    columns = {column for names in objects.values() for column in names}
    for place, name in enumerate(sound.get("unique", ())):
        if name not in columns:
            faults.add(("merge", "unique", place), unknown(name, columns))
    known_keys(sound.get("how", {}), _TOLD, ("merge", "how"), faults)
