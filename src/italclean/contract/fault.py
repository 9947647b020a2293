"""What is wrong with a contract: the key, the line, and what to try."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from italclean.contract.lines import Path
from italclean.messages.text import Text, said

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST = 60
_CLOSE = 0.6


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        key: The path of the key (`fields.email.owner`); empty for what is wrong with the file as a whole.
        line: Its line, from 1; None where it has none, as a key that is missing.
        column: The column of a fault of syntax.
        reason: What is wrong, and what to try.
    """

    key: str
    line: int | None
    column: int | None
    reason: Text

    def sentence(self) -> Text:
        """Return it as a sentence."""
        where = [said("contract.line", line=self.line)] if self.line is not None else []
        where += [said("contract.column", column=self.column)] if self.column is not None else []
        if not where:
            return said("contract.of_key", key=self.key or "-", reason=self.reason)
        told = said("contract.at", line=where[0], column=where[1]) if len(where) > 1 else where[0]
        if self.key:
            return said("contract.of_line_and_key", line=told, key=self.key, reason=self.reason)
        return said("contract.of_line", line=told, reason=self.reason)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        told = {"it": self.reason.italian, "en": self.reason.english}
        return {"key": self.key or None, "line": self.line, "column": self.column, **told}


class Faults:
    """What was found to be wrong with a file, so that all is told at once.

    Args:
        lines: The line of each key.

    Examples:
        >>> faults = Faults({("fields", "email"): 7})
        >>> faults.add(("fields", "email", "owner"), said("contract.missing"))
        >>> [(fault.key, fault.line) for fault in faults.told()]
        [('fields.email.owner', 7)]
    """

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines
        self._found: dict[tuple[Path, Text], Fault] = {}

    def add(self, path: Path, reason: Text) -> None:
        """Add a fault; one that was told before is told once.

        Args:
            path: The path of the key; where the key itself is nowhere, the line is that of the table that lacks it.
            reason: What is wrong with it.
        """
        line = next((self._lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in self._lines), None)
        self._found.setdefault((path, reason), Fault(written(path), line, None, reason))

    def __bool__(self) -> bool:
        return bool(self._found)

    def told(self) -> tuple[Fault, ...]:
        """Return them in the order of the lines."""
        return tuple(sorted(self._found.values(), key=lambda fault: (fault.line or 0, fault.key)))


def written(path: Path) -> str:
    """Write a path as TOML does.

    Examples:
        >>> written(("segments", "attivi", 0, "field")), written(("fields", "Note 2"))
        ('segments.attivi[0].field', 'fields."Note 2"')
    """
    parts = ""
    for name in path:
        if isinstance(name, int):
            parts += f"[{name}]"
        else:
            parts += ("." if parts else "") + (name if _BARE.fullmatch(name) else f'"{shown(name)}"')
    return parts


def shown(value: Any) -> str:
    r"""Return a value as a message shows it: one line, and not all of what is long.

    Examples:
        >>> shown("a\nb"), shown(True), shown([1, "x"])
        ('a b', 'true', "[1, 'x']")
    """
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join(str(value).split()) if not isinstance(value, int) or abs(value) < 1 << 64 else "…"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def unknown(name: str, known: Iterable[str]) -> Text:
    """Say that a name is none of those that are known, with the nearest of them, or all where none is near.

    Args:
        name: The name.
        known: Those that there are.

    Examples:
        >>> unknown("emial", ["email", "pec"]).english
        '“emial” is not known here. Did you mean “email”?'
    """
    from difflib import get_close_matches

    names = list(known)
    folded = {one.casefold(): one for one in reversed(names)}
    # Quadratic in the length: nobody mistypes a name by a hundred letters.
    near = get_close_matches(name.casefold(), list(folded), n=1, cutoff=_CLOSE) if len(name) <= _LONGEST else []
    if near:
        return said("contract.unknown_near", name=shown(name), near=folded[near[0]])
    if not names:
        return said("contract.unknown", name=shown(name))
    return said("contract.unknown_among", name=shown(name), names=", ".join(names[:24]))
