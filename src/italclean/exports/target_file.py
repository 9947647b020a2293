"""The file of a target: which keys there are, and what is wrong with what stands in them, all told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from italclean.contract import shape
from italclean.contract.document import read_document
from italclean.contract.fault import Fault, Faults, shown, unknown
from italclean.contract.shape import fits, known_keys, table_at
from italclean.core.copies import parted
from italclean.errors import BadTarget, Language
from italclean.exports.facts import HIGH, Fact, facts_of
from italclean.exports.merge_rules import read_merge
from italclean.exports.target import KINDS, Column, Form, Target, TargetObject, plain
from italclean.exports.values import DERIVED, WRITERS
from italclean.fields.catalogue import RESERVED, field_of
from italclean.messages.text import said

_TEXTS = ("from", "column", "only", "yes", "allowed", "takes", "needs", "together")
_OF_TARGET = {"name": shape.TEXT, "title": shape.TEXT, "facts": shape.TEXT}
_OF_FILE = {
    "delimiter": shape.ANY, "encoding": shape.TEXT, "bom": shape.TRUTH, "line_end": shape.ANY, "quote": shape.TEXT,
    "max_rows": shape.WHOLE, "max_bytes": shape.WHOLE,
}  # fmt: skip
_OF_OBJECT = {
    "name": shape.TEXT, "file": shape.TEXT, "facts": shape.TEXT, "takes": shape.ANY, "key": shape.TEXT,
    "parent": shape.TEXT, "parent_object": shape.TEXT, "needs": shape.ANY, "one_of": shape.ANY, "mailbox": shape.TEXT,
    "by_consent": shape.TRUTH, "checks_places": shape.TRUTH, "columns": shape.LIST, "form": shape.TABLE,
    "table": shape.TEXT, "before": shape.TABLE, "each": shape.TEXT, "together": shape.ANY,
}  # fmt: skip
_OF_COLUMN = {
    "name": shape.TEXT, "from": shape.ANY, "column": shape.ANY, "join": shape.ANY, "whole": shape.TRUTH,
    "kind": shape.TEXT,
    "words": shape.TEXTS,
    "form": shape.TEXT, "values": shape.TABLE, "value": shape.ANY, "yes": shape.ANY,
    "only": shape.ANY, "overflow": shape.TEXT, "custom": shape.TRUTH, "fact": shape.TEXT, "of": shape.TEXT,
    "max_length": shape.WHOLE, "bytes": shape.TRUTH, "required": shape.TRUTH, "allowed": shape.ANY,
    "pattern": shape.TEXT, "characters": shape.TEXT, "confidence": shape.TEXT, "note": shape.TABLE,
}  # fmt: skip
SAID_BY_FACTS = ("max_length", "bytes", "required", "allowed", "pattern", "characters", "confidence")
"""What a column of a known system takes from the table of facts."""
_TABLES = ("target", "file", "objects", "steps", "filled", "merge")
_SURE = (HIGH, "medium", "low")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
"""What a file may be called on every system."""
CHARACTERS = ("no_letters", "ascii", "ascii_local", "basic_latin", "latin1")


def read_target(raw: bytes, path: str) -> Target:
    """Read the file of a target.

    Args:
        raw: Its bytes.
        path: Its name, for messages.

    Raises:
        BadTarget: It is no TOML, or what it says makes no sense: all that is wrong is told at once, each with its line.
    """
    found = read_document(raw)
    if isinstance(found, Fault):
        raise BadTarget(path=path, faults=(found.sentence(),))
    faults = Faults(found.lines)
    data = found.data
    for name in data:
        if name not in _TABLES:
            faults.add((name,), unknown(name, _TABLES))
    head = known_keys(table_at(data, ("target",), faults), _OF_TARGET, ("target",), faults)
    name = head.get("name", Path(path).stem)
    if Path(name).name != name or name.startswith("."):
        faults.add(("target", "name"), said("export.no_folder_name"))
    base = _form(table_at(data, ("file",), faults), Form(), ("file",), faults)
    steps, filled = _told(data, "steps", faults), _told(data, "filled", faults)
    objects = [
        made
        for place, one in enumerate(_listed(data, "objects", faults))
        if (made := _object(one, place, base, head.get("facts", ""), faults)) is not None
    ]
    if not objects:
        faults.add(("objects",), said("contract.missing"))
    _check_links(objects, faults)
    merge = read_merge(data, {one.name: [column.name for column in one.columns] for one in objects}, faults)
    if faults:
        raise BadTarget(path=path, faults=tuple(fault.sentence() for fault in faults.told()))
    return Target(
        name,
        head.get("title", name),
        head.get("facts", ""),
        tuple(objects),
        steps,
        found.sha256,
        filled or steps,
        merge,
    )


def _told(data: Mapping[str, Any], name: str, faults: Faults) -> dict[Language, str]:
    given = table_at(data, (name,), faults)
    known_keys(given, {"it": shape.TEXT, "en": shape.TEXT}, (name,), faults)
    return {"it": str(given.get("it", "")), "en": str(given.get("en", ""))} if given else {}


def _listed(data: Mapping[str, Any], name: str, faults: Faults) -> list[Any]:
    given = data.get(name, [])
    return given if fits(given, shape.LIST, (name,), faults) else []


def _form(given: Mapping[str, Any], base: Form, path: tuple[Any, ...], faults: Faults) -> Form:
    sound = known_keys(given, _OF_FILE, path, faults)
    for key, one_of in (("quote", ("necessary", "always")), ("line_end", ("\n", "\r\n"))):
        if key in sound and sound[key] not in one_of:
            faults.add((*path, key), unknown(shown(sound.pop(key)), list(map(repr, one_of))))
    if "delimiter" in sound and not (isinstance(sound["delimiter"], str) and len(sound["delimiter"].encode()) == 1):
        faults.add((*path, "delimiter"), said("export.one_sign"))
        sound.pop("delimiter")
    if "encoding" in sound:
        try:
            "à".encode(sound["encoding"])
        except (LookupError, UnicodeError):
            faults.add((*path, "encoding"), said("export.no_encoding"))
    for key in ("max_rows", "max_bytes"):
        if key in sound and sound[key] < 1:
            faults.add((*path, key), said("error.at_least", bound="1"))
            sound.pop(key)
    return replace(base, **sound)


def _object(given: Any, place: int, base: Form, facts: str, faults: Faults) -> TargetObject | None:
    path = ("objects", place)
    if not fits(given, shape.TABLE, path, faults):
        return None
    sound = _with_texts(known_keys(given, _OF_OBJECT, path, faults), path, faults)
    if "name" not in sound:
        faults.add((*path, "name"), said("contract.missing"))
        return None
    _among(sound, "takes", KINDS, path, faults)
    if "file" in sound and not _NAME.fullmatch(sound["file"]):
        faults.add((*path, "file"), said("export.no_file_name"))
    if sound.get("mailbox", "") not in ("", "row", "cell"):
        faults.add((*path, "mailbox"), unknown(sound["mailbox"], ("row", "cell")))
    for needed in sound.get("needs", ()):
        _check_field(needed, (*path, "needs"), faults)
    if "each" in sound:
        _check_field(sound["each"], (*path, "each"), faults)
    columns = [
        made
        for number, one in enumerate(sound.get("columns", []))
        if (made := _column(one, (*path, "columns", number), sound.get("facts", ""), facts, faults)) is not None
    ]
    names = [column.name for column in columns]
    for name in sorted({name for name in names if names.count(name) > 1 and "*" not in name}):
        faults.add((*path, "columns"), said("contract.named_twice", name=name))
    if not columns:
        faults.add((*path, "columns"), said("contract.missing"))
    key = sound.get("key", "")
    groups = _groups(sound.get("one_of", []), (*path, "one_of"), faults)
    mentioned = [
        key,
        sound.get("parent"),
        *sound.get("together", ()),
        *(name for group in groups for name in group),
        *(column.overflow for column in columns),
    ]
    for name in mentioned:
        if name and name not in names:
            faults.add(path, unknown(name, names))
    return TargetObject(
        sound["name"],
        sound.get("file", ""),
        tuple(columns),
        sound.get("takes", KINDS),
        key,
        sound.get("parent"),
        sound.get("parent_object"),
        sound.get("needs", ()),
        groups,
        sound.get("mailbox", ""),
        sound.get("by_consent", False),
        sound.get("checks_places", False),
        _form(sound.get("form", {}), base, (*path, "form"), faults),
        sound.get("each", ""),
        sound.get("together", ()),
        sound.get("table", ""),
        _before(sound.get("before", {}), names, (*path, "before"), faults),
    )


def _before(
    given: Mapping[str, Any], names: list[str], path: tuple[Any, ...], faults: Faults
) -> dict[str, tuple[str, ...]]:
    """Take which columns stand before which others."""
    told = {
        name: plain(behind)
        for name, behind in given.items()
        if isinstance(behind, str) or fits(behind, shape.TEXTS, (*path, name), faults)
    }
    for name, behind in told.items():
        for one in (name, *behind):
            if one not in names:
                faults.add((*path, name), unknown(one, names))
    return told


def _groups(given: Any, path: tuple[Any, ...], faults: Faults) -> tuple[tuple[str, ...], ...]:
    """Take one group of columns, or several."""
    if not isinstance(given, list):
        fits(given, shape.TEXTS, path, faults)
        return ()
    several = given if any(isinstance(one, list) for one in given) else [given] if given else []
    return tuple(tuple(one) for one in several if fits(one, shape.TEXTS, path, faults))


def _column(given: Any, path: tuple[Any, ...], of: str, facts: str, faults: Faults) -> Column | None:
    if not fits(given, shape.TABLE, path, faults):
        return None
    sound = _with_texts(known_keys(given, _OF_COLUMN, path, faults), path, faults)
    if "name" not in sound:
        faults.add((*path, "name"), said("contract.missing"))
        return None
    if sound["name"].startswith("@"):
        faults.add((*path, "name"), said("export.no_at_sign"))
    _among(sound, "only", KINDS, path, faults)
    for key, known in (("kind", WRITERS), ("characters", CHARACTERS), ("confidence", _SURE)):
        if key in sound and sound[key] not in known:
            faults.add((*path, key), unknown(sound[key], list(known)))
    if "words" in sound and len(sound["words"]) != 2:
        faults.add((*path, "words"), said("export.two_words"))
    for name in sound.get("from", ()):
        _check_field(name, (*path, "from"), faults)
    if "from" not in sound and "column" not in sound and "value" not in sound:
        faults.add(path, said("export.of_nothing"))
    if "pattern" in sound and not _is_pattern(sound["pattern"]):
        faults.add((*path, "pattern"), said("export.no_pattern"))
    for name, text in sound.get("values", {}).items():
        fits(text, shape.TEXT, (*path, "values", name), faults)
    return Column(
        sound["name"],
        sound.get("from", sound.get("column", ())),
        sound.get("join"),
        sound.get("kind", "text"),
        _two(sound.get("words", ("true", "false"))),
        sound.get("form", "%Y-%m-%d"),
        dict(sound.get("values", {})),
        None if "value" not in sound else str(sound["value"]),
        sound.get("yes", ()),
        sound.get("only", KINDS),
        sound.get("overflow"),
        sound.get("custom", False),
        sound.get("whole", False),
        "column" in sound,
        _fact(sound, of, facts),
        dict(sound.get("note", {})),
    )


def _two(words: Any) -> tuple[str, str]:
    return (words[0], words[1]) if len(words) == 2 else ("", "")


def _fact(sound: Mapping[str, Any], of: str, facts: str) -> Fact:
    """What is known of a column: by the table, over which the file says what is otherwise in one's own system."""
    known = facts_of(facts).get((sound.get("of", of), sound.get("fact", sound["name"])), Fact())
    told: dict[str, Any] = {}
    if "max_length" in sound:
        told |= {"max_length": sound["max_length"], "in_bytes": sound.get("bytes", False)}
    if "required" in sound:
        told["required"] = "yes" if sound["required"] else ""
    told |= {key: sound[key] for key in ("allowed", "pattern", "characters") if key in sound}
    if "confidence" in sound:
        holds = sound["confidence"] == HIGH
        told |= {"confidence": sound["confidence"]}
        told |= dict.fromkeys(("length_holds", "required_holds", "check_holds"), holds)
    return replace(known, **told)


def _with_texts(sound: dict[str, Any], path: tuple[Any, ...], faults: Faults) -> dict[str, Any]:
    """Take one text for a list of it."""
    for key in _TEXTS:
        if key in sound:
            if isinstance(sound[key], str) or fits(sound[key], shape.TEXTS, (*path, key), faults):
                sound[key] = plain(sound[key])
            else:
                sound.pop(key)
    return sound


def _among(sound: dict[str, Any], key: str, known: tuple[str, ...], path: tuple[Any, ...], faults: Faults) -> None:
    for name in sound.get(key, ()):
        if name not in known:
            faults.add((*path, key), unknown(name, known))


def _check_field(name: str, path: tuple[Any, ...], faults: Faults) -> None:
    base = parted(name)[0]
    if name.endswith("*") or name in DERIVED or base in RESERVED or field_of(base) or field_of(name):
        return
    from italclean.fields.catalogue import canonical

    faults.add(path, unknown(name, [*DERIVED, *canonical()]))


def _is_pattern(pattern: str) -> bool:
    try:
        pl.Series(["a"]).str.contains(pattern)
    except pl.exceptions.PolarsError:
        return False
    return True


def _check_links(objects: list[TargetObject], faults: Faults) -> None:
    """Make sure that a parent is loaded before its children."""
    for place, one in enumerate(objects):
        earlier = [other.name for other in objects[:place]]
        if one.parent_object is not None and one.parent_object not in earlier:
            faults.add(
                ("objects", place, "parent_object"), said("export.parent_first", names=", ".join(earlier) or "-")
            )
