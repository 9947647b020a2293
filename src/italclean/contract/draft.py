"""A contract to argue about, written from what is found in the files: columns, owners, rules, and why each matters."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from italclean.contract.rules import DEFAULT, block_of, is_of_consents
from italclean.contract.toml import comment, entry, header
from italclean.core.copies import parted
from italclean.customers.source_kinds import kind_of_source
from italclean.databases.address import is_address
from italclean.errors import Language
from italclean.fields.agreed import AUTO, NONE
from italclean.fields.catalogue import (
    ACTIVITY,
    ADDRESS,
    CODES,
    FIRM,
    MAILS,
    PERSON,
    PHONES,
    SHOWN_NAME,
    WHOLE_NAMES,
    canonical_position,
    columns_in,
    field_of,
    is_canonical,
)
from italclean.fields.plan import Plan, make_plan
from italclean.groups import Group
from italclean.messages.text import said
from italclean.readers.sources import read
from italclean.readers.table import Table
from italclean.settings import Matching, Periods, Reading
from italclean.terms import KINDS

_BIRTH = ("data_nascita", "luogo_nascita")
_INVOICING = ("codice_destinatario", "iban")
_NOTES = "annotazione"
_LEADS = ("cognome", FIRM[0], ADDRESS[0])
"""By which of its fields a block is called."""
_NAMED = (*PERSON, *FIRM)
_MASTERS: Mapping[str, tuple[str, ...]] = {
    "mail": ("crm", "marketing", "other", "erp"),
    "phones": ("crm", "erp", "other", "marketing"),
    "consents": ("marketing", "crm", "other", "erp"),
}
"""The kinds of systems that usually know best, where that is not the ERP."""

_GATES = {"rejected": "1%", "invalid": "2%"}
_CLOCK = 24


@dataclass(frozen=True, slots=True)
class Offered:
    """A list that a contract is written for.

    Attributes:
        table: The list as read.
        file: Where a run finds it, as it was typed; None for what is found nowhere again, as standard input.
    """

    table: Table
    file: str | None


def offered(files: Sequence[str], reading: Reading) -> list[Offered]:
    """Read the files that a contract is written for.

    Args:
        files: The files, as a run is given them.
        reading: How they are read.

    Raises:
        InputError: One cannot be read.
    """
    lists: list[Offered] = []
    for given in files:
        tables = read([given], reading)
        for table in tables:
            names = {one.table.name for one in lists}
            number = next(number for number in range(1, len(names) + 2) if _numbered(table.name, number) not in names)
            named = replace(table, name=_numbered(table.name, number))
            lists.append(Offered(named, _where(given, table, several=len(tables) > 1)))
    return lists


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}_{number}"


def _where(given: str, table: Table, *, several: bool) -> str | None:
    """Where one list of a file is; a member of an archive has no name that is known here."""
    name, sign, rest = given.partition("=")
    whole = rest if sign and (is_address(rest) or table.path != given) and name == table.name else given
    if is_address(whole):
        # What is shown of an address has no password, and no user: who has one says it in the environment.
        return whole if whole.startswith("env:") else table.path
    if table.path in (None, "-"):
        return None
    if not several:
        part = whole[len(str(table.path)) :] if whole.startswith(str(table.path)) else ""
        return f"{table.path}{part}"
    return f"{table.path}#{table.facts['sheet']}" if "sheet" in table.facts else None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a contract is written from.

    Attributes:
        lists: The lists.
        plan: What was found in them.
        name: The contract's name.
        folder: Where it is to lie.
        language: The language of its comments.
        reading: How the lists were read.
        mapping: The roles that the user gave.
    """

    lists: Sequence[Offered]
    plan: Plan
    name: str
    folder: Path
    language: Language
    reading: Reading
    mapping: Mapping[str, str]

    def text(self) -> str:
        """Write the contract."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield from self._said("draft_head")
        yield from ["", header("contract"), entry("name", self.name)]
        yield from self._said("draft_version")
        yield from [entry("version", "1.0.0"), entry("language", self.language)]
        columns = self._columns()
        for one in self.lists:
            yield from self._source(one, columns[one.table.name])
        yield ""
        yield from self._said("draft_fields")
        for name, sources in self._found().items():
            yield from self._field(name, sources)
        yield from self._rest()

    def _said(self, key: str, **details: Any) -> Iterator[str]:
        yield from comment(said(f"contract.{key}", **details).text(self.language))

    def _source(self, one: Offered, columns: Mapping[str, str]) -> Iterator[str]:
        name = one.table.name
        yield from ["", header("sources", name)]
        yield from self._said("draft_source")
        yield entry("kind", kind_of_source(name, {}))
        yield from self._said("draft_priority")
        yield f"# priority = {self._rank(name)}"
        yield from self._said("draft_unique")
        yield entry("unique", value=False)
        if one.file is None:
            yield from self._said("draft_no_file")
        else:
            yield from self._said("draft_file")
            yield entry("file", self._placed(one.file))
        yield from ["", header("sources", name, "columns")]
        yield from self._said("draft_columns")
        yield from (entry(column, role) for column, role in columns.items())

    def _rank(self, name: str) -> int:
        """The place of a source by the kinds, as golden records have it: each has a number of its own."""
        names = [one.table.name for one in self.lists]
        return sorted(names, key=lambda one: KINDS.index(kind_of_source(one, {}))).index(name) + 1

    def _placed(self, file: str) -> str:
        if is_address(file):
            return file
        try:
            return Path(os.path.relpath(file, self.folder)).as_posix()
        except ValueError:  # another drive of Windows
            return str(Path(file).absolute())

    def _columns(self) -> dict[str, dict[str, str]]:
        """The role of each column, such that they give the plan that was found.

        What is found of a column may hang on that nobody gave it a role, as where a text goes on in a second column:
        such a column is found at each run.
        """
        roles = {
            one.table.name: {column.name: column.role or NONE for column in self.plan.of(one.table.name)}
            for one in self.lists
        }
        tables = [one.table for one in self.lists]
        while True:
            made = make_plan(tables, agreed=roles, usable=False)
            unlike = [
                (found.source, found.name)
                for found, again in zip(self.plan.columns, made.columns, strict=True)
                if (found.role, found.output, found.joins, found.options)
                != (again.role, again.output, again.joins, again.options)
            ]
            if not unlike:
                return roles
            open_ = [(source, name) for source, name in unlike if roles[source][name] != AUTO]
            # Where nothing that is said of them is at fault, all else is said of their source.
            for source, name in open_ or [(one, name) for one, _ in unlike for name in roles[one]]:
                roles[source][name] = self.mapping.get(name, AUTO)
            if not open_:
                return roles

    def _found(self) -> dict[str, list[str]]:
        """The fields of the customers in the order of the outputs, and the sources that have each."""
        found: dict[str, list[str]] = {}
        for column in self.plan.columns:
            for name in _fields_of(column.role, column.output):
                sources = found.setdefault(name, [])
                if column.source not in sources:
                    sources.append(column.source)
        return {name: found[name] for name in sorted(found, key=canonical_position)}

    def _field(self, name: str, sources: Sequence[str]) -> Iterator[str]:
        there = [one for one in block_of(name, {}) if one in self._found()]
        there.sort(key=lambda one: one not in _LEADS)
        if there and there[0] != name:
            # What travels together is said once.
            return
        why = _why(name)
        yield from ["", header("fields", name)]
        yield from self._said(f"why_{why}")
        if len(there) > 1:
            yield from self._said("draft_together", names=", ".join(there[1:]))
        masters = _MASTERS.get(why, KINDS)
        of_block = [source for one in there for source in self._found()[one]] or sources
        yield entry("owner", min(of_block, key=lambda source: masters.index(kind_of_source(source, {}))))
        yield entry("rule", "strictest" if is_of_consents(name) else DEFAULT)

    def _rest(self) -> Iterator[str]:
        given = {
            one.name: getattr(self.reading, one.name)
            for one in fields(Reading)
            if getattr(self.reading, one.name) != one.default
        }
        if given:
            yield from ["", header("reading")]
            yield from (entry(name, self._setting(name, value)) for name, value in given.items())
        yield from ["", header("thresholds")]
        yield from self._said("draft_thresholds")
        yield "# merge_from = 0.95"
        yield entry("review_from", _default(Matching, "review_from"))
        yield from ["", header("periods")]
        yield from self._said("draft_periods")
        yield entry("dormant_after", _default(Periods, "dormant"))
        yield from ["", header("retention")]
        yield from self._said("draft_retention")
        yield from [entry("default", _default(Periods, "retention")), f"# marketing = {_CLOCK}"]
        yield from ["", header("gates")]
        yield from self._said("draft_gates")
        yield from (f"# {entry(name, most)}" for name, most in _GATES.items())
        yield from ["", header("privacy")]
        yield from self._said("draft_privacy")
        yield from ['# key_file = "../italclean.key"', ""]
        yield from self._said("draft_beside")
        yield from [
            "# [types]",
            '# data_ultimo_ordine = "date"',
            "# [tariff]",
            '# counts = "contactable"',
            "# steps = [{contacts_up_to = 10000, price = 90}, {contacts_up_to = 25000, price = 180}]",
            "# [[segments.attivi]]",
            '# field = "data_ultimo_ordine"',
            '# operator = "after"',
            "# value = 2025-01-01",
            "# [targets]",
            '# names = ["hubspot"]',
        ]

    def _setting(self, name: str, value: Any) -> Any:
        if name == "query_file":
            return self._placed(str(value))
        if name == "widths":
            listed = list(value)
            return self._placed(str(listed[0])) if len(listed) == 1 and not listed[0].isdigit() else ",".join(listed)
        return value


def _fields_of(role: str | None, output: str) -> tuple[str, ...]:
    """The fields of a customer that a column fills."""
    if role in ("id", "source"):
        return ()
    if role is None:
        return (output,)
    if role in WHOLE_NAMES:
        # A person in a column of firms is parted all the same.
        return SHOWN_NAME
    field = field_of(role)
    assert field is not None
    if field.input_only:
        # A refusal has one place, the consent that it refuses.
        family = next((one for one in ("opposizione", "data_revoca") if role.startswith(one)), role)
        return (f"consenso_{role.removeprefix(family).removeprefix('_') or 'marketing'}",)
    return () if role.endswith("_stato") else (parted(role)[0],)


def _why(name: str) -> str:
    """Which words say why a field matters."""
    for key, known in (
        ("codes", CODES),
        ("names", _NAMED),
        ("address", ADDRESS),
        ("mail", MAILS),
        ("phones", PHONES),
        ("birth", _BIRTH),
        ("invoicing", _INVOICING),
        ("activity", ACTIVITY),
        ("notes", (_NOTES,)),
    ):
        if columns_in([name], *known):
            return key
    if is_of_consents(name):
        return "consents"
    return "other" if is_canonical(name) else "free"


def _default(group: type[Group], name: str) -> Any:
    return next(one.default for one in fields(group) if one.name == name)
