"""The terms of a contract of data: who owns which field, who else may write it, and how conflicts are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from italclean.groups import Group, setting

KINDS = ("erp", "crm", "marketing", "other")
"""The kinds of a source, from the most to the least trusted where nothing else is said; `other` stands with a CRM."""

RULES = (
    "owner",
    "valid-then-owner",
    "most-recent",
    "most-complete",
    "strictest",
    "join",
    "sum",
    "max",
    "never-overwrite",
    "review",
)
"""How the value of a field is chosen among those of a customer's records; docs/contract.md says what each means."""


TYPES = ("text", "date", "integer", "numeric", "boolean")
"""What the columns of a table in a database may be of."""


@dataclass(frozen=True)
class FieldTerms(Group):
    """What was agreed on one field, or on the fields that travel with it.

    Attributes:
        rule: How its value is chosen, one of `RULES`; None for what golden records do by themselves.
        owner: The source that is its master.
        writers: Who may write it beside the owner, from the most to the least trusted; None for everybody. Of others
            no value is taken.
        sources: Over which sources a `sum` goes; empty for all that may write.

    Examples:
        >>> FieldTerms("owner", "crm", writers=["erp"]).may_write("marketing")
        False
    """

    rule: str | None = setting(None, "How its value is chosen.")
    owner: str | None = setting(None, "The source that is its master.")
    writers: tuple[str, ...] | None = setting(None, "Who may write it beside the owner.")
    sources: tuple[str, ...] = setting((), "Over which sources a sum goes.")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.writers is not None:
            object.__setattr__(self, "writers", self._listed("writers", self.writers))

    def may_write(self, source: str) -> bool:
        """Return whether values of a source are taken.

        Args:
            source: Its name.
        """
        return self.writers is None or source == self.owner or source in self.writers


@dataclass(frozen=True)
class Terms:
    """What was agreed between the systems that share a list.

    Attributes:
        kinds: The kind of each source, one of `KINDS`, where it is said.
        fields: What was agreed on fields, by the name of each.
        blocks: Columns that travel together beside those that always do, by the name of the first of them.
        retention: After how many months of silence a row is over its time for a purpose, where that has a clock of its
            own.
        types: What columns are of in a database, one of `TYPES`, where it is not text.

    Examples:
        >>> Terms(fields={"email": FieldTerms("owner", "crm")}).as_dict()["fields"]
        {'email': {'rule': 'owner', 'owner': 'crm', 'writers': None, 'sources': []}}
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, FieldTerms] = field(default_factory=dict)
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retention: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return them as plain data."""
        return {
            "kinds": dict(self.kinds),
            "fields": {name: told.as_dict() for name, told in self.fields.items()},
            "blocks": {name: list(members) for name, members in self.blocks.items()},
            "retention": dict(self.retention),
            "types": dict(self.types),
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Terms:
        """Make terms of what `as_dict` returned, also when there was less to agree on: nothing was, then.

        Args:
            told: The plain data.

        Examples:
            >>> Terms.from_dict({"kinds": {"erp": "erp"}}) == Terms({"erp": "erp"})
            True
        """
        return cls(
            dict(told.get("kinds", {})),
            {name: FieldTerms(**known) for name, known in told.get("fields", {}).items()},
            {name: tuple(members) for name, members in told.get("blocks", {}).items()},
            dict(told.get("retention", {})),
            dict(told.get("types", {})),
        )


@dataclass(frozen=True)
class Agreement:
    """The contract that a run goes by: which one, and what it says of columns.

    Attributes:
        name: Its name.
        version: Its version.
        sha256: The hash of its file.
        columns: The role of each column of each source that it knows; `-` for none, `auto` for what is found.

    Examples:
        >>> Agreement("clienti", "1.0.0", "", {"erp": {"Note": "-"}}).as_dict()["columns"]
        {'erp': {'Note': '-'}}
    """

    name: str
    version: str
    sha256: str
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        columns = {source: dict(roles) for source, roles in self.columns.items()}
        return {"name": self.name, "version": self.version, "sha256": self.sha256, "columns": columns}
