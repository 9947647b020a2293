"""Which column plays which role, and why.

The header is asked first, the content second. Where the content of a telling role (a codice fiscale, an
e-mail …) contradicts the header, the content wins; where the header says nothing, a column is given a
role only if nearly all of its values speak for it, and in a way in which those of no other kind do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from italclean.cleaners.data import Order, day_order
from italclean.cleaners.persona import name_order
from italclean.consent import headers as consents
from italclean.errors import NoUsableColumn, UnknownColumn, UnknownRole
from italclean.fields import detect as content
from italclean.fields.agreed import Agreed, hold_against
from italclean.fields.catalogue import FIELDS, NAMES, canonical, field_of
from italclean.fields.choice import Beside, choose_role, is_any_name, is_weak
from italclean.fields.column import UNTOUCHED, Column
from italclean.fields.headers import Header, known_headers, read_header
from italclean.fields.joins import find_joins
from italclean.fields.outputs import name_outputs
from italclean.fields.sample import Sample, take_sample
from italclean.fields.unused import Unused, find_unused
from italclean.messages.text import Spoken, Text, said
from italclean.readers.sources import stem_of
from italclean.readers.table import Table

__all__ = ["UNTOUCHED", "Column", "Plan", "Unused", "make_plan"]

_COUNTS = {"N", "NR", "NO", "NUM", "NUMERO", "NUMBER"}


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """What is known about the sources before a cell is cleaned.

    Attributes:
        columns: What was decided on every column of every source.
        notices: What a user should know about it.
        unused: The columns without a role that look like telephones, dates, e-mails or consents.
    """

    columns: tuple[Column, ...]
    notices: tuple[Text, ...] = ()
    unused: tuple[Unused, ...] = ()

    def __repr__(self) -> str:
        roles = [f"{column.name}={column.role}" for column in self.columns if column.role]
        return f"<Plan: {len(self.columns)} columns: {', '.join(roles)}>"

    def of(self, source: str) -> tuple[Column, ...]:
        """Return the columns of one source, in their order."""
        return tuple(column for column in self.columns if column.source == source)

    def passed_on(self) -> list[str]:
        """Return the output columns that hold their input as it came, of all sources, in order of appearance."""
        return list(dict.fromkeys(column.output for column in self.columns if column.role in UNTOUCHED))

    @classmethod
    def from_dict(cls, told: Sequence[Mapping[str, Any]]) -> Plan:
        """Make a plan of what `as_dict` returned, without its notices.

        Args:
            told: The plain data.
        """
        return cls(
            tuple(
                Column(
                    known["source"],
                    known["column"],
                    known["role"],
                    known["output"],
                    said("plan.as_told", why=Spoken(known["perche"], known["why"])),
                    known["options"],
                    known["joins"],
                )
                for known in told
            )
        )

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the plan as plain data, as `run.json` holds it."""
        return [
            {
                "source": column.source,
                "column": column.name,
                "role": column.role,
                "output": column.output,
                "joins": column.joins,
                "why": column.why.english,
                "perche": column.why.italian,
                "options": dict(column.options),
            }
            for column in self.columns
        ]


def make_plan(
    tables: Sequence[Table],
    mapping: Mapping[str, str] | None = None,
    *,
    usable: bool = True,
    agreed: Agreed | None = None,
) -> Plan:
    """Decide on the role of every column.

    Args:
        tables: The sources as read.
        mapping: Roles that the user gave, by column name; the role `-` means none.
        usable: Whether the sources are to be cleaned, so that they need a column that can be; to look at them, any role
            will do, an id's, too.
        agreed: The roles that a contract gives the columns of each source, `-` for none and `auto` for what is found;
            what the user gave wins.

    Raises:
        ContractUnmet: A column is missing that a source cannot do without by its contract.
        UnknownRole: The mapping names a role that does not exist.
        UnknownColumn: The mapping names a column that no source has.
        NoUsableColumn: No column of any source could be given a role.
    """
    wanted = dict(mapping or {})
    known = {name for source in tables for name in source.frame.columns}
    for name, role in wanted.items():
        if role != "-" and field_of(role) is None:
            families = ("consenso_…", "data_consenso_…", "opposizione_…", "data_revoca_…")
            raise UnknownRole(role=role, roles=", ".join((*FIELDS, *families, "-")))
        if name not in known:
            raise UnknownColumn(column=name, columns=", ".join(sorted(known)))
    held = hold_against(tables, agreed or {})
    columns: list[Column] = []
    notices = list(held.notices)
    unused: list[Unused] = []
    unusable: list[Table] = []
    for source in tables:
        told = {**held.wanted.get(source.name, {}), **wanted}
        decided = _Decision(source, told, splits=len(tables) == 1 and not _is_named(source))
        columns.extend(decided.columns)
        notices.extend(decided.notices)
        unused.extend(decided.unused())
        if all(column.role in (None, "id", "source") for column in decided.columns):
            unusable.append(source)
    if len(unusable) == len(tables) and (usable or all(column.role is None for column in columns)):
        names = [name for source in unusable for name in source.frame.columns]
        path = ", ".join(source.path or source.name for source in unusable)
        raise NoUsableColumn(path=path, columns=", ".join(names[:12]), first=names[0] if names else "")
    return Plan(tuple(columns), (*notices, *map(_unusable, unusable)), tuple(unused))


def _is_named(source: Table) -> bool:
    """Tell whether the user named a source, and did not leave it to the file's name."""
    if source.path is None:
        return source.name != "frame"
    return source.name not in ("stdin", stem_of(source.path))


def _unusable(source: Table) -> Text:
    columns = ", ".join(source.frame.columns[:12])
    return said("plan.unusable", source=source.name, columns=columns)


class _Decision:
    """The columns of one source, decided on one after the other."""

    def __init__(self, source: Table, wanted: Mapping[str, str], *, splits: bool) -> None:
        self._source = source
        self._wanted = {name: role for name, role in wanted.items() if name in source.frame.columns}
        self._names = source.frame.columns
        self._headers = {name: read_header(name) for name in self._names}
        self._samples: dict[str, Sample] = {name: take_sample(source.frame[name]) for name in self._names}
        self._roles: dict[str, str | None] = {}
        self._why: dict[str, Text] = {}
        self._joins: dict[str, str] = {}
        self.notices: list[Text] = []
        for name, role in self._wanted.items():
            self._settle(name, None if role == "-" else role, said("plan.by_user"))
        self._ask_headers(splits=splits)
        self._find_house_numbers()
        self._one_of_each()
        self._ask_contents()
        self.columns = name_outputs([self._column(name) for name in self._names], self._headers)

    def unused(self) -> list[Unused]:
        """Return the columns without a role that look as if they had one."""
        refused = [name for name, role in self._wanted.items() if role == "-"]
        return find_unused(self.columns, self._headers, self._samples, refused)

    def _settle(self, name: str, role: str | None, why: Text) -> None:
        self._roles[name], self._why[name] = role, why

    def _ask_headers(self, *, splits: bool) -> None:
        own = _is_own_output(self._names)
        others = [header for name, header in self._headers.items() if name not in self._wanted]
        named = {header.default for header in others if header.default} | set(filter(None, self._roles.values()))
        given = any(header.default == "nome" and not is_any_name(header) for header in others)
        beside = Beside(named, given, splits)
        for name, header in self._headers.items():
            if name in self._roles:
                continue
            if own and (role := _own_role(name)):
                self._settle(name, role, said("plan.by_header", name=name))
                continue
            if (told := _of_consents(name, header, self._samples[name])) is not None:
                header = replace(header, roles=(told,), default=told)  # noqa: PLW2901
            chosen = choose_role(name, header, self._samples[name], beside) if header.roles else None
            if chosen is not None:
                self._settle(name, *chosen)
        for name, header in self._headers.items():
            # Name 2 is what Name is.
            sister = next((one for one in self._names if header.number > 1 and self._is_first(one, header)), None)
            if sister in self._roles and {self._roles[sister], self._roles.get(name)} <= set(NAMES):
                self._roles[name] = self._roles[name] if name in self._wanted else self._roles[sister]

    def _is_first(self, name: str, header: Header) -> bool:
        return self._headers[name].base == header.base and self._headers[name].number == 1

    def _find_house_numbers(self) -> None:
        """Read `Nr` behind an address as the house number: by itself it may count anything."""
        for before, name in zip(self._names, self._names[1:], strict=False):
            if self._roles.get(before) != "indirizzo" or "civico" in self._roles.values() or name in self._wanted:
                continue
            if self._headers[name].words in _COUNTS and content.are_house_numbers(self._samples[name]):
                self._settle(name, "civico", said("plan.house_number", name=name, before=before))

    def _one_of_each(self) -> None:
        """Leave one column of each role of which a list has one; what goes on in a second column is joined to it."""
        if not _is_own_output(self._names):
            self._joins = find_joins(self._source.frame, self._roles, self._headers, self._samples, set(self._wanted))
        for name, lead in self._joins.items():
            self._why[name] = said("plan.joined", why=self._why[name], lead=lead)
        for role in (name for name, field in FIELDS.items() if not field.many):
            bearers = [name for name in self._names if self._roles.get(name) == role and name not in self._joins]
            bearers.sort(key=self._weight)
            for name in bearers[1:]:
                if name not in self._wanted:
                    self._lose(name, role, bearers[0])

    def _weight(self, name: str) -> tuple[bool, bool, bool, int]:
        header = self._headers[name]
        return name not in self._wanted, is_weak(header), header.late, header.number

    def _lose(self, name: str, role: str, winner: str) -> None:
        self._settle(name, None, said("plan.role_taken", name=name, role=role, winner=winner))
        if winner in self._wanted:
            first, second = sorted((winner, name), key=self._names.index)
            told = {"winner": winner, "role": role, "name": name}
            self.notices.append(
                said("plan.user_said_join", **told, first=first, second=second)
                if role in NAMES
                else said("plan.user_said", **told)
            )

    def _ask_contents(self) -> None:
        taken = {role for role in self._roles.values() if role}
        silent = [name for name in self._names if name not in self._roles]
        for name in silent:
            header, sample = self._headers[name], self._samples[name]
            role, share = (None, 0.0)
            if not header.other_party:
                role, share = content.role_by_content(sample, weak=not header.other_thing)
            if role and (role not in taken or role in ("email", "telefono", "cellulare")):
                self._settle(name, role, content.says_why(role, share))
                taken.add(role)
            else:
                self._settle(name, None, _no_role(name, header, sample))
        if not taken & set(NAMES):
            self._find_names(silent)

    def _find_names(self, silent: Sequence[str]) -> None:
        """With no column of names by header, find those whose values are names."""
        asked = {
            name: self._samples[name]
            for name in silent
            if self._roles[name] is None
            and self._samples[name].speaks
            and not self._headers[name].other_thing
            and not self._headers[name].other_party
            and content.kind_of(self._samples[name]) is None
        }
        whole = {name: content.are_whole_names(sample) for name, sample in asked.items()}
        best = max(whole, key=lambda name: whole[name], default=None)
        if best is not None and whole[best] >= 0.5:
            self._settle(best, "nominativo", content.says_why("nominativo", whole[best]))
            return
        given = {name: content.are_given(sample) for name, sample in asked.items()}
        first = max(given, key=lambda name: given[name], default=None)
        if first is None or given[first] < content.CONVINCING:
            return
        surnames = {name: content.are_surnames(sample) for name, sample in asked.items() if name != first}
        last = max(surnames, key=lambda name: surnames[name], default=None)
        if last is not None and surnames[last] >= 0.3:
            self._settle(first, "nome", content.says_why("nome", given[first]))
            self._settle(last, "cognome", content.says_why("cognome", surnames[last]))

    def _column(self, name: str) -> Column:
        role, sample = self._roles[name], self._samples[name]
        before = self._names[: self._names.index(name)]
        if role in ("id", "source") and role in [self._roles[other] for other in before]:
            # One column names the rows; a second one is kept as it is.
            role = None
        column = Column(self._source.name, name, role, name, self._why[name], {}, self._joins.get(name))
        column, notice = _told_of_consents(column, sample, wanted=name in self._wanted)
        self.notices.extend([notice] if notice else [])
        return _with_options(column, sample)


def _no_role(name: str, header: Header, sample: Sample) -> Text:
    """Say why a column has no role."""
    kind = content.kind_of(sample)
    if header.other_party:
        return said("plan.others", name=name)
    if kind is not None:
        return said("plan.content_is", kind=kind.said)
    if header.other_thing:
        return said("plan.something_else", name=name)
    return said("plan.no_role")


def _is_own_output(names: Sequence[str]) -> bool:
    """Tell a file that an earlier run wrote."""
    return "golden_id" in names or {"source", "row", "source_id"} <= set(names)


def _own_role(name: str) -> str | None:
    """The role of a column of an earlier run: its own name, and its number."""
    if name == "source_id":
        return "id"
    if (numbered := consents.numbered_role(name)) is not None:
        return numbered
    base = name.rstrip("0123456789").removesuffix("_") if name[-1:].isdigit() else name
    if base in canonical() or (base.startswith(("consenso_", "data_consenso_")) and field_of(base)):
        return base
    return _state_by_header(name)


def _of_consents(name: str, header: Header, sample: Sample) -> str | None:
    """The role of a header about consents, which may name a channel: `Email opt-out` is no address."""
    values = sample.values
    if header.words in known_headers():
        # What a mailing platform calls a state is a subscription.
        if header.default in ("stato", "email_stato") and consents.tells_subscriptions(values):
            return "consenso_marketing" if header.default == "stato" else "consenso_email"
        return consents.numbered_role(name, values)
    return (
        consents.numbered_role(name, values) or consents.role_of_header(name, values) or _state_by_header(header.words)
    )


def _state_by_header(words: str) -> str | None:
    """The state of a further address, as an earlier run has written it: `email_2_stato`."""
    name = words.replace(" ", "_").lower()
    return name if name.startswith("email_") and name.endswith("_stato") and field_of(name) else None


def _told_of_consents(column: Column, sample: Sample, *, wanted: bool) -> tuple[Column, Text | None]:
    """Tell of a consent that is passed on as it is, and read one mapped by the user as its header says.

    A yes below OPT OUT is a refusal, whatever role it was given.
    """
    name, role = column.name, column.role
    if role is None and consents.looks_like_consent(name, sample.values):
        family = "opposizione_…" if consents.looks_like_no(name) else "consenso_…"
        return column, said("plan.consent_unused", name=name, source=column.source, family=family)
    if wanted and role is not None and not _is_of_consents(role) and consents.says_no(name):
        return column, said("plan.refusals_unread", name=name, source=column.source, role=role)
    if wanted and role is not None and role.startswith("consenso_") and consents.says_no(name):
        purpose = role.removeprefix("consenso_")
        opposed = "opposizione" if purpose == "marketing" else f"opposizione_{purpose}"
        told = said("plan.read_as_refusal", name=name, source=column.source, opposed=opposed, role=role)
        return replace(column, role=opposed), told
    return column, None


def _is_of_consents(role: str) -> bool:
    known = field_of(role)
    return known is not None and known.group == "consenso"


def _with_options(column: Column, sample: Sample) -> Column:
    """Add what the column as a whole says: the order of names, of day and month."""
    role = field_of(column.role) if column.role else None
    if role is None:
        return column
    if role.cleaner.name == "data":
        order: Order | None = day_order(sample.values)
        return replace(column, options={"order": order}) if order in ("mdy", "mixed") else column
    if role.cleaner.name == "consenso":
        dates = sample.values.str.extract(r"\b([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4})\b").drop_nulls()
        dated = day_order(dates)
        return replace(column, options={"order": dated}) if dated in ("mdy", "mixed") else column
    if role.cleaner.name == "nominativo" and len(sample.values):
        leaning = round(name_order(sample.values), 1)
        return replace(column, options={"leaning": leaning}) if leaning else column
    return column
