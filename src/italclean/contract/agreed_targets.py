"""The systems that a list goes to, by a contract: each run writes the import files of each, with a gate of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from italclean.contract import shape
from italclean.contract.fault import Faults, shown, unknown
from italclean.contract.gates import Gate, read_gates
from italclean.contract.shape import fits, known_keys, table_at
from italclean.databases.address import is_address
from italclean.errors import BadGate
from italclean.messages.text import said

_NAMES = "names"
_OF_TARGET = {
    "file": shape.TEXT, "template": shape.TEXT, "held": shape.ANY, "sources": shape.TEXTS,
    "merge_plan": shape.TRUTH, "changes": shape.TRUTH, "consents": shape.TRUTH,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgreedTarget:
    """A system that the list goes to.

    Attributes:
        name: Its name, that of the folder of its files: a built-in target's where there is no file.
        file: The TOML file of a target of one's own, as the contract says it.
        template: The workbook that is filled instead of files, likewise.
        held: The gate on the rows that the system would refuse.
        sources: The sources that are the system itself; `Contact=crm_contacts` where all records are of one object.
        merge_plan: Whether the merging of records that it has twice is planned.
        changes: Whether later deliveries bring it only what changed.
        consents: Whether it is told what each source does not know yet of consents.
    """

    name: str
    file: str | None = None
    held: Gate | None = None
    sources: tuple[str, ...] = ()
    merge_plan: bool = False
    changes: bool = False
    consents: bool = False
    template: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "name": self.name,
            "file": self.file,
            "template": self.template,
            "held": None if self.held is None else self.held.shown,
            "sources": list(self.sources),
            "merge_plan": self.merge_plan,
            "changes": self.changes,
            "consents": self.consents,
        }


def built_in_targets() -> tuple[str, ...]:
    """Return the names of the targets that are built in.

    Examples:
        >>> "hubspot" in built_in_targets()
        True
    """
    there = files("italclean").joinpath("exports", "targets")
    return tuple(sorted(one.name.removesuffix(".toml") for one in there.iterdir() if one.name.endswith(".toml")))


def read_targets(data: Mapping[str, Any], sources: Collection[str], faults: Faults) -> tuple[AgreedTarget, ...]:
    """Read `[targets]`: the systems that the list goes to, by name, or each with a table of its own.

    Args:
        data: The contract.
        sources: The names of the sources.
        faults: What is wrong is added to it.

    Examples:
        >>> faults = Faults({})
        >>> told = {"targets": {"names": ["hubspt"], "salesforce": {"held": "0.5%", "sources": ["crm"]}}}
        >>> [one.name for one in read_targets(told, ["crm"], faults)]
        ['salesforce']
        >>> [fault.sentence().english.strip() for fault in faults.told()]
        ['targets.names[0]: “hubspt” is not known here. Did you mean “hubspot”?']
    """
    given = table_at(data, ("targets",), faults)
    built_in = built_in_targets()
    found: dict[str, AgreedTarget] = {}
    names = given.get(_NAMES, [])
    if fits(names, shape.TEXTS, ("targets", _NAMES), faults):
        for place, name in enumerate(names):
            if name in built_in:
                found[name] = AgreedTarget(name)
            elif name not in given or name == _NAMES:
                faults.add(("targets", _NAMES, place), unknown(name, built_in))
    for name in given:
        if name != _NAMES:
            made = _target(name, given, built_in, sources, faults)
            if made is not None:
                found[name] = made
    return tuple(found.values())


def _target(
    name: str, given: Mapping[str, Any], built_in: Collection[str], sources: Collection[str], faults: Faults
) -> AgreedTarget | None:
    path = ("targets", name)
    if not isinstance(given[name], dict) and name not in built_in:
        # A key that nobody knows is told as one: `nams = ["hubspot"]`.
        faults.add(path, unknown(name, [_NAMES, *built_in]))
        return None
    sound = known_keys(table_at(given, path, faults), _OF_TARGET, path, faults)
    if "file" in sound:
        if "/" in name or "\\" in name or name.startswith("."):
            faults.add(path, said("contract.no_target_name"))
        if is_address(sound["file"]) or not sound["file"].lower().endswith(".toml"):
            faults.add((*path, "file"), said("contract.no_target_file"))
    elif name not in built_in:
        faults.add(path, unknown(name, built_in))
    own = sound.get("sources", [])
    for place, one in enumerate(own):
        if one not in sources and one.partition("=")[2] not in sources:
            faults.add((*path, "sources", place), said("contract.no_source", told=unknown(one, sources)))
    if sound.get("merge_plan") and not own:
        faults.add((*path, "sources"), said("contract.merge_of_nothing"))
    return AgreedTarget(
        name,
        sound.get("file"),
        _gate(sound["held"], (*path, "held"), faults) if "held" in sound else None,
        tuple(own),
        sound.get("merge_plan", False),
        sound.get("changes", False),
        sound.get("consents", False),
        sound.get("template"),
    )


def _gate(most: Any, path: tuple[str, ...], faults: Faults) -> Gate | None:
    if not isinstance(most, str) and not fits(most, shape.NUMBER, path, faults):
        return None
    try:
        return read_gates([f"held={most}"])[0]
    except BadGate:
        faults.add(path, said("contract.no_gate", most=shown(most)))
        return None
