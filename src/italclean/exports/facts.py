"""What is known of the fields of target systems: lengths, what must be filled, forms, and how sure that is.

All of it stands in `data/import_targets.csv`; the targets name its rows and say none of it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from italclean.core.reference import table

HIGH = "high"
"""How sure a fact must be to hold a row back; whatever is less sure only warns."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one field.

    Attributes:
        max_length: How long a value may be, in characters or, with `in_bytes`, in bytes; None where it is not known.
        in_bytes: Whether bytes are counted.
        required: `yes`, `invoice` (an e-invoice needs it), `invoice_person` (that of a person),
            `read_only`, or nothing.
        allowed: The values of its list; empty where it has none.
        pattern: The form of its values, a regular expression; empty for any.
        characters: One of `preflight.CHARACTERS`; empty for any.
        length_holds: Whether the length is sure enough to hold a row.
        required_holds: The same for what must be filled.
        check_holds: The same for list, form and characters.
        confidence: `high`, `medium` or `low`.
        labels: What people call it on the screen, in English and Italian.
        source: Where it was read.
    """

    max_length: int | None = None
    in_bytes: bool = False
    required: str = ""
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    characters: str = ""
    length_holds: bool = True
    required_holds: bool = True
    check_holds: bool = True
    confidence: str = HIGH
    labels: tuple[str, ...] = ()
    source: str = ""


def facts_of(target: str) -> Mapping[tuple[str, str], Fact]:
    """Return what is known of a system, by object and field; nothing of one that is not known.

    Args:
        target: The system, as the table calls it.

    Examples:
        >>> facts_of("business_central")["Customer (18)", "City"].max_length
        30
        >>> facts_of("my_crm")
        {}
    """
    return _all().get(target, {})


@cache
def _all() -> dict[str, dict[tuple[str, str], Fact]]:
    known: dict[str, dict[tuple[str, str], Fact]] = {}
    for row in table("import_targets").rows(named=True):
        sure = row["confidence"]
        known.setdefault(row["target"], {})[row["object"], row["field"]] = Fact(
            int(row["max_length"]) if row["max_length"] else None,
            row["unit"] == "bytes",
            row["required"] or "",
            tuple((row["allowed"] or "").split("|")) if row["allowed"] else (),
            row["pattern"] or "",
            row["characters"] or "",
            (row["length_confidence"] or sure) == HIGH,
            (row["required_confidence"] or sure) == HIGH,
            (row["check_confidence"] or sure) == HIGH,
            sure,
            _labels(row["label"], row["label_it"]),
            row["source"] or "",
        )
    return known


def _labels(*cells: str | None) -> tuple[str, ...]:
    """Part the labels of a cell; `CAP (unverified)` is one that no source tells, which does to find a column."""
    texts = (text.replace("(unverified)", "").strip() for cell in cells for text in (cell or "").split("|"))
    return tuple(dict.fromkeys(text for text in texts if text))
