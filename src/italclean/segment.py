"""The segments of a contract: tables of field, operator and value. They are data, and nothing in them is evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

AUTOMATIC, PERSONAL = ACTIONS = ("automatic", "personal")
"""What is done with a segment: it is written to by a platform, or by a person."""

TEXT, NUMBER, DAY, MONTHS, TRUTH, NOTHING = KINDS = ("text", "number", "day", "months", "truth", "nothing")
"""As what a condition reads the cells of its field; `months` are days, too, told from the day of the run."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.

    Attributes:
        field: A column of the golden table.
        operator: How it compares; `contract.segments.OPERATORS` has them all.
        kind: As what the cells are read, one of `KINDS`.
        values: What they are compared with: texts, plain numbers (`1250.5`), days in ISO 8601, `true` or `false`.
    """

    field: str
    operator: str
    kind: str = NOTHING
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: the customers of whom all conditions of `every` hold, and at least one of `some` where there are any.

    Attributes:
        name: Its name.
        every: The conditions that all hold.
        some: Those of which one is enough.
        action: What is done with it, one of `ACTIONS`.
    """

    name: str
    every: tuple[Condition, ...] = ()
    some: tuple[Condition, ...] = ()
    action: str = AUTOMATIC


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of a list, in their order: a customer is in the first that takes it.

    Attributes:
        listed: The segments.
        manager: The column that names the account manager, for the tasks; None where nobody is named.
        context: The columns of which the line of context of a task is made.

    Examples:
        >>> vip = Segment("vip", (Condition("Fatturato", "at-least", NUMBER, ("10000",)),), action=PERSONAL)
        >>> Segments.from_dict(Segments((vip,), "Agente").as_dict()).listed[0].action
        'personal'
    """

    listed: tuple[Segment, ...] = ()
    manager: str | None = None
    context: tuple[str, ...] = ("data_ultimo_ordine",)

    def __bool__(self) -> bool:
        return bool(self.listed)

    def as_dict(self) -> dict[str, Any]:
        """Return them as plain data."""
        return {
            "listed": [_plain(segment) for segment in self.listed],
            "manager": self.manager,
            "context": list(self.context),
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Segments:
        """Make segments of what `as_dict` returned.

        Args:
            told: The plain data.
        """
        listed = tuple(
            Segment(one["name"], _conditions(one["every"]), _conditions(one["some"]), one["action"])
            for one in told.get("listed", ())
        )
        return cls(listed, told.get("manager"), tuple(told.get("context", ())))


def _plain(segment: Segment) -> dict[str, Any]:
    told = asdict(segment)
    for name in ("every", "some"):
        told[name] = [{**one, "values": list(one["values"])} for one in told[name]]
    return told


def _conditions(told: Any) -> tuple[Condition, ...]:
    return tuple(Condition(one["field"], one["operator"], one["kind"], tuple(one["values"])) for one in told)
