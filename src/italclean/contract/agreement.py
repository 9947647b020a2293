"""What was agreed on sources, fields and blocks: read from a contract, its meaning checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from italclean.contract import shape
from italclean.contract.fault import Faults, unknown
from italclean.contract.rules import DEFAULT, OWNED, block_of, is_of_consents, no_field, no_rule
from italclean.contract.shape import fits, known_keys, table_at
from italclean.databases.address import is_address, parse
from italclean.errors import ItalcleanError
from italclean.fields.agreed import AUTO, NONE
from italclean.fields.catalogue import CONTACTS, FIELDS, field_of
from italclean.messages.text import said
from italclean.terms import KINDS, FieldTerms


@dataclass(frozen=True, slots=True)
class AgreedSource:
    """What was agreed on one source.

    Attributes:
        kind: One of `terms.KINDS`, or None where it is not said.
        priority: Its place among the sources, 1 for the most trusted; None where it is not said.
        unique: Whether it is free of duplicates.
        file: The file or the address that it is read from, as the contract says it.
        columns: The role of each column; `-` for none, `auto` for what is found at each run.
    """

    kind: str | None = None
    priority: int | None = None
    unique: bool = False
    file: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


def read_sources(data: Mapping[str, Any], faults: Faults) -> dict[str, AgreedSource]:
    """Read `[sources]`.

    Args:
        data: The contract.
        faults: What is wrong is added to it.
    """
    sources: dict[str, AgreedSource] = {}
    places: dict[int, str] = {}
    given = table_at(data, ("sources",), faults)
    for name in given:
        path = ("sources", name)
        if not name.strip() or "\0" in name:
            faults.add(path, said("contract.no_source_name"))
        sound = known_keys(table_at(given, path, faults), shape.OF_SOURCE, path, faults)
        if "kind" in sound and sound["kind"] not in KINDS:
            faults.add((*path, "kind"), unknown(sound["kind"], KINDS))
        priority = sound.get("priority")
        if priority is not None and priority < 1:
            faults.add((*path, "priority"), said("error.at_least", bound="1"))
        elif priority in places:
            faults.add((*path, "priority"), said("contract.same_priority", source=places[priority], number=priority))
        elif priority is not None:
            places[priority] = name
        if "file" in sound:
            _check_file(sound["file"], (*path, "file"), faults)
        columns = _read_columns(sound.get("columns", {}), (*path, "columns"), faults)
        sources[name] = AgreedSource(
            sound.get("kind"), priority, sound.get("unique", False), sound.get("file"), columns
        )
    return sources


def _check_file(file: str, path: tuple[str, ...], faults: Faults) -> None:
    """Refuse an address that cannot be read, or that tells a password to all who read the contract."""
    if not is_address(file) or file.startswith("env:"):
        return
    try:
        if parse(file).is_typed:
            faults.add(path, said("contract.password"))
    except ItalcleanError as error:
        faults.add(path, error.sentence())


def _read_columns(given: Mapping[str, Any], path: tuple[str, ...], faults: Faults) -> dict[str, str]:
    columns: dict[str, str] = {}
    for column, role in given.items():
        if not fits(role, shape.TEXT, (*path, column), faults):
            continue
        if role not in (NONE, AUTO) and field_of(role) is None:
            families = [name for name, one in FIELDS.items() if one.family or name.startswith("consenso_")]
            faults.add((*path, column), unknown(role, [*FIELDS, *(f"{name}_…" for name in families), NONE, AUTO]))
            continue
        columns[column] = role
    return columns


def read_blocks(data: Mapping[str, Any], columns: Collection[str], faults: Faults) -> dict[str, tuple[str, ...]]:
    """Read `[blocks]`: what travels together beside what always does.

    Args:
        data: The contract.
        columns: The columns without a role that the sources have.
        faults: What is wrong is added to it.

    Returns:
        Those that add something, by the name of the first field of each.
    """
    blocks: dict[str, tuple[str, ...]] = {}
    for name, members in table_at(data, ("blocks",), faults).items():
        path = ("blocks", name)
        if not fits(members, shape.TEXTS, path, faults):
            continue
        if len(members) < 2:
            faults.add(path, said("contract.block_of_one"))
            continue
        strange = [(place, reason) for place, one in enumerate(members) if (reason := no_field(one, columns))]
        for place, reason in strange:
            faults.add((*path, place), reason)
        if strange:
            continue
        consents = [one for one in members if is_of_consents(one)]
        contacts = [one for one in members if one in CONTACTS]
        if consents or contacts:
            # A consent goes with its address by itself: to say so is right, and anything else would undo it.
            if not consents or len(contacts) != 1 or len(consents) + 1 != len(members):
                faults.add(path, said("contract.consent_in_block", name=(consents or contacts)[0]))
            continue
        others = {block for one in members if len(block := block_of(one, blocks)) > 1}
        if len(others) > 1:
            told = " | ".join(", ".join(block) for block in sorted(others))
            faults.add(path, said("contract.in_other_blocks", blocks=told))
        elif not any(set(members) <= set(block) for block in others):
            # What travels with the comune travels with the whole address. Of two blocks one lead would hide the other.
            lead = next((one for one in members if one not in blocks), members[0])
            blocks[lead] = (lead, *(one for one in members if one != lead))
    return blocks


def read_fields(
    data: Mapping[str, Any],
    sources: Collection[str],
    columns: Collection[str],
    blocks: Mapping[str, tuple[str, ...]],
    faults: Faults,
) -> dict[str, FieldTerms]:
    """Read `[fields]`: who owns each field, who else may write it, and how conflicts are settled.

    Args:
        data: The contract.
        sources: The names of the sources.
        columns: The columns without a role that they have.
        blocks: What travels together, as `read_blocks` returned it.
        faults: What is wrong is added to it.
    """
    terms: dict[str, FieldTerms] = {}
    given = table_at(data, ("fields",), faults)
    for name in given:
        path = ("fields", name)
        strange = no_field(name, columns)
        if strange is not None:
            faults.add(path, strange)
        sound = known_keys(table_at(given, path, faults), shape.OF_FIELD, path, faults)
        _check_named(sound, sources, path, faults)
        rule = sound.get("rule", DEFAULT)
        refused = None if strange is not None or "rule" not in sound else no_rule(rule, name)
        if refused is not None:
            faults.add((*path, "rule"), refused)
        _check_fit(rule, sound, path, faults)
        terms[name] = FieldTerms(
            None if rule == DEFAULT else rule,
            sound.get("owner"),
            tuple(sound["writers"]) if "writers" in sound else None,
            tuple(sound.get("sources", ())),
        )
    _check_blocks(terms, blocks, faults)
    return terms


def _check_named(sound: Mapping[str, Any], sources: Collection[str], path: tuple[str, ...], faults: Faults) -> None:
    if "owner" in sound and sound["owner"] not in sources:
        faults.add((*path, "owner"), said("contract.no_source", told=unknown(sound["owner"], sources)))
    for key in ("writers", "sources"):
        for place, one in enumerate(sound.get(key, ())):
            if one not in sources:
                faults.add((*path, key, place), said("contract.no_source", told=unknown(one, sources)))


def _check_fit(rule: str, sound: Mapping[str, Any], path: tuple[str, ...], faults: Faults) -> None:
    """Hold what is said of one field together: who owns it, who writes it, what is added up."""
    owner, writers, summed = sound.get("owner"), sound.get("writers"), sound.get("sources")
    if rule in OWNED and owner is None:
        faults.add((*path, "owner"), said("contract.owner_missing", rule=rule))
    if rule == "sum" and not summed:
        faults.add((*path, "sources"), said("contract.sum_of_nothing"))
    if rule != "sum" and "sources" in sound:
        faults.add((*path, "sources"), said("contract.only_sum"))
    if writers is not None and owner is None:
        faults.add((*path, "owner"), said("contract.owner_of_writers"))
    if rule == "sum" and writers is not None:
        for place, one in enumerate(summed or ()):
            if one != owner and one not in writers:
                faults.add((*path, "sources", place), said("contract.sum_of_no_writer", source=one))


def _check_blocks(terms: Mapping[str, FieldTerms], blocks: Mapping[str, tuple[str, ...]], faults: Faults) -> None:
    """Refuse two answers for what travels together."""
    first: dict[tuple[str, ...], str] = {}
    for name, said_of in terms.items():
        block = block_of(name, blocks)
        lead = first.setdefault(block, name)
        if said_of == terms[lead]:
            continue
        key = next(key for key in shape.OF_FIELD if getattr(said_of, key) != getattr(terms[lead], key))
        reason = said("contract.block_differs", name=name, other=lead, block=", ".join(block))
        faults.add(("fields", name, key), reason)
