"""What to do first after an audit: the three gravest things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from italclean.audits.kinds import DIFFERENT, INVALID
from italclean.fields.catalogue import CODES
from italclean.report.markup import short
from italclean.report.words import Words
from italclean.rows.activity import LAST_ORDER, STATE

if TYPE_CHECKING:
    from italclean.audits.audit import Audit

_MOST = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A thing to do.

    Attributes:
        count: How many customers it is about.
        text: What to do.
        place: The file in which they are.
    """

    count: int
    text: str
    place: str


def to_do(found: Audit, words: Words) -> list[Item]:
    """Return the gravest things to do, refusals first.

    Args:
        found: The audit.
        words: The words of the page.
    """
    items = [item for item in _items(found, words) if item.count]
    return items[:_MOST]


def _items(found: Audit, words: Words) -> Iterator[Item]:
    figures = found.figures()
    yield Item(int(figures["consent_conflict"]), words("do_consent_conflict"), "differences")
    yield Item(int(figures["refusal_unknown"]), words("do_refusal_unknown"), "differences")
    rows = {row["field"]: row for row in found.fields.to_dicts()}
    codes = [(_apart(rows[name]), name) for name in CODES if name in rows]
    if codes:
        count, name = max(codes)
        yield Item(count, words("do_code", field=name), "differences")
    yield Item(int(figures["status"]), words("do_status"), "differences")
    yield Item(int(figures["stale"]), words("do_stale"), "differences")
    others = [
        (_apart(row), name)
        for name, row in rows.items()
        if name not in (*CODES, STATE, LAST_ORDER) and not name.startswith(("consenso_", "contattabile_"))
    ]
    if others:
        count, name = max(others)
        owner = rows[name]["owner"]
        key = "do_field" if owner is None else "do_field_owned"
        told = {"field": short(name, 40)} | ({} if owner is None else {"owner": short(owner, 30)})
        yield Item(count, words(key, **told), "differences")
    for key, figure, file in (("do_only", "only", "only_{}"), ("do_repeated", "repeated", "coverage")):
        counts = [(int(figures[f"{figure}_{side}"]), name, side) for side, name in zip("ab", found.names, strict=True)]
        count, name, side = max(counts, key=lambda one: one[0])
        yield Item(count, words(key, name=short(name, 30)), file.format(side))


def _apart(row: dict[str, Any]) -> int:
    return sum(row[kind] for kind in (*DIFFERENT, *INVALID))
