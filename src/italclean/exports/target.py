"""A target: the objects of a system that customers go to, read from TOML and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from italclean.contract.agreed_targets import built_in_targets
from italclean.errors import BadTarget, Language
from italclean.exports.facts import Fact
from italclean.exports.merge_rules import MergeRules
from italclean.messages.text import said

KINDS = ("azienda", "persona_iva", "persona")
"""What a customer is: a firm, a person with a partita IVA, a person without."""
STATES = ("si", "da_verificare", "no", "senza_recapito")
"""What `contattabile_email` says, each of which has a file of its own where the platform wants it; the last is
for those without an address that works, which is no refusal."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an import file.

    Attributes:
        name: Its header, as the system calls the field.
        given: What it is made of: fields, derived ones (`@key`) or, with `raw`, columns without a role; the first that
            is filled counts, or all of them with `join`.
        join: What stands between several, None where the first counts.
        whole: Whether several are only joined where all are filled.
        kind: How the value is written, one of `values.WRITERS`.
        words: What true and false are called.
        form: The form of a date.
        values: What the values are called in the system.
        constant: A value for every row.
        yes: Which values of `given` are true.
        only: The kinds of customers that have it.
        overflow: The column that takes what does not fit, from the last blank on.
        custom: Whether it has to be made in the system first.
        raw: Whether `given` names columns without a role.
        fact: What is known of it.
        note: What it is for, by language.
    """

    name: str
    given: tuple[str, ...] = ()
    join: str | None = None
    kind: str = "text"
    words: tuple[str, str] = ("true", "false")
    form: str = "%Y-%m-%d"
    values: Mapping[str, str] = field(default_factory=dict)
    constant: str | None = None
    yes: tuple[str, ...] = ()
    only: tuple[str, ...] = KINDS
    overflow: str | None = None
    custom: bool = False
    whole: bool = False
    raw: bool = False
    fact: Fact = field(default_factory=Fact)
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """How files are written.

    Attributes:
        delimiter: What parts fields.
        encoding: `utf-8`, or a code page of Python's.
        bom: Whether a byte order mark stands first.
        line_end: What ends a line.
        quote: `necessary` or `always`.
        max_rows: The most records of a file; None for any number.
        max_bytes: The most bytes of a file.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    bom: bool = False
    line_end: str = "\n"
    quote: str = "necessary"
    max_rows: int | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class TargetObject:
    """An object of a system: an account, a contact, a customer.

    Attributes:
        name: What the system calls it.
        file: The beginning of its files' names; empty for a profile that is only checked.
        columns: Its columns, in the order of the file.
        takes: The kinds of customers that go there.
        key: The column by which a record is known again.
        parent: The column that holds the key of another object's record.
        parent_object: The object that it stands in.
        needs: Fields without which a customer does not go there.
        one_of: Groups of columns of which one must be filled.
        mailbox: `row` where an address has one row and the others are set aside; `cell` where the others go without
            the address; empty where addresses may repeat.
        by_consent: Whether each consent state has files of its own.
        checks_places: Whether CAP, comune and province have to agree.
        form: How its files are written.
        each: A field of whose values each makes a row (`iban`, `iban_2` …); empty for one row a customer.
        together: The columns that are the key together with `key`.
        table: By what the sheet of a template is known: the number in its C1, or its name; empty where there is none.
        before: Columns that stand before others in the system's own order, or what they hold is refused or
            overwritten.
    """

    name: str
    file: str
    columns: tuple[Column, ...]
    takes: tuple[str, ...] = KINDS
    key: str = ""
    parent: str | None = None
    parent_object: str | None = None
    needs: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    mailbox: str = ""
    by_consent: bool = False
    checks_places: bool = False
    form: Form = field(default_factory=Form)
    each: str = ""
    together: tuple[str, ...] = ()
    table: str = ""
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Target:
    """A system that customers go to.

    Attributes:
        name: Its name, that of the folder of its files.
        title: What people call it.
        facts: What the table of facts calls it; empty where it is not in it.
        objects: Its objects, in the order in which they are loaded.
        steps: What to do, in Markdown, by language.
        filled: What to do with a template that is filled, instead.
        sha256: The hash of its file.
        merge: How it merges records that it has; None where nothing is said of that.
    """

    name: str
    title: str
    facts: str
    objects: tuple[TargetObject, ...]
    steps: Mapping[Language, str]
    sha256: str = ""
    filled: Mapping[Language, str] = field(default_factory=dict)
    merge: MergeRules | None = None

    def __repr__(self) -> str:
        return f"<Target {self.name}: {', '.join(one.name for one in self.objects)}>"


def targets() -> tuple[str, ...]:
    """Return the names of the targets that are built in.

    Examples:
        >>> "hubspot" in targets()
        True
    """
    return built_in_targets()


def find_target(target: str | Path) -> Target:
    """Return a target by its name, or by its file.

    Args:
        target: The name of one that is built in (`hubspot`), or the path of a TOML file.

    Raises:
        BadTarget: There is no such target, or its file says what makes no sense.
        FileMissing: There is no such file.

    Examples:
        >>> find_target("hubspot").title
        'HubSpot'
    """
    from italclean.exports.target_file import read_target

    name = str(target)
    if name in targets():
        raw = files("italclean.exports").joinpath("targets", f"{name}.toml").read_bytes()
        return read_target(raw, f"{name}.toml")
    if not name.lower().endswith(".toml"):
        raise BadTarget(path=name, faults=said("export.no_target", names=", ".join(targets())))
    from italclean.readers.sources import bytes_of

    return read_target(bytes_of(name), name)


def every_given(thing: Target) -> set[str]:
    """Return all that the columns of a target are made of."""
    return {name for one in thing.objects for column in one.columns for name in column.given}


def plain(value: Any) -> tuple[str, ...]:
    """Return one text, or a list of them, as texts."""
    return (value,) if isinstance(value, str) else tuple(value or ())
