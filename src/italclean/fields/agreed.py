"""A source held against the columns of a contract: what is missing, what is new, what is called otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from italclean.consent.headers import looks_like_no, role_of_header
from italclean.errors import BadOption, ContractUnmet
from italclean.fields.catalogue import CODES, NAMES, field_of
from italclean.fields.headers import read_header
from italclean.messages.text import Text, argument, said
from italclean.readers.table import Table

NONE, AUTO = "-", "auto"
"""What stands for no role, and for a role that is found at each run."""

_TOLD = 12

Agreed = Mapping[str, Mapping[str, str]]
"""The role of each column of each source."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a contract says of the columns that are there.

    Attributes:
        wanted: The roles of columns, by source.
        notices: What a user should know about the difference.
    """

    wanted: Agreed
    notices: tuple[Text, ...]


def hold_against(tables: Sequence[Table], agreed: Agreed) -> Held:
    """Hold sources against a contract.

    A column that is missing is told, and the run goes on; but where refusals would be missing with it, or all by which
    customers are known, the list is none that was agreed on.

    Args:
        tables: The sources as read.
        agreed: The roles that were agreed on, by source and column; empty where there is no contract.

    Raises:
        ContractUnmet: A column is missing that a source cannot do without.
        BadOption: None of the sources is one of the contract's.
    """
    names = [table.name for table in tables]
    if agreed and not set(names) & set(agreed):
        reason = said("plan.no_source_agreed", names=", ".join(agreed))
        raise BadOption(value=", ".join(names), option=argument("contract"), reason=reason)
    wanted: dict[str, Mapping[str, str]] = {}
    notices: list[Text] = []
    for table in tables if agreed else ():
        if table.name not in agreed:
            notices.append(said("plan.source_not_agreed", source=table.name, names=", ".join(agreed)))
            continue
        if agreed[table.name]:
            roles, told = _held(table, agreed[table.name])
            wanted[table.name] = roles
            notices.extend(told)
    absent = [name for name in agreed if name not in names]
    if absent:
        notices.append(said("plan.source_absent", names=", ".join(absent)))
    return Held(wanted, tuple(notices))


def _held(table: Table, agreed: Mapping[str, str]) -> tuple[dict[str, str], list[Text]]:
    there = table.frame.columns
    notices: list[Text] = []
    roles = {name: role for name, role in agreed.items() if name in there}
    new = [name for name in there if name not in agreed]
    missing = [name for name in agreed if name not in there]
    for name in list(missing):
        # `COD. FISC.` is `Cod.Fisc.`, if nothing else is.
        words = read_header(name).words
        same = [one for one in new if read_header(one).words == words]
        if words and len(same) == 1 and [read_header(one).words for one in missing].count(words) == 1:
            roles[same[0]] = agreed[name]
            new.remove(same[0])
            missing.remove(name)
            notices.append(said("plan.column_renamed", source=table.name, name=name, found=same[0]))
    _check_essential(table, agreed, roles, missing)
    if missing:
        notices.append(said("plan.column_absent", source=table.name, names=_listed(missing)))
    if new:
        notices.append(said("plan.column_new", source=table.name, names=_listed(new)))
    return {name: role for name, role in roles.items() if role != AUTO}, notices


def _check_essential(table: Table, agreed: Mapping[str, str], roles: Mapping[str, str], missing: Sequence[str]) -> None:
    consents = [name for name in missing if _holds_refusals(name, agreed[name])]
    telling = [name for name in missing if agreed[name] in (*CODES, *NAMES)]
    left = {*CODES, *NAMES, AUTO} & set(roles.values())
    for names, key in ((consents, "plan.refusals_absent"), ((), "") if left else (telling, "plan.customers_absent")):
        if names:
            raise ContractUnmet(
                source=table.name, columns=_listed(names), reason=said(key), found=_listed(table.frame.columns)
            )


def _holds_refusals(name: str, role: str) -> bool:
    """Tell a column of consents; one without a role whose header says no holds refusals that stand all the same."""
    if role in (NONE, AUTO):
        return looks_like_no(name) or (role == AUTO and role_of_header(name) is not None)
    field = field_of(role)
    return field is not None and field.group == "consenso"


def _listed(names: Sequence[str]) -> str:
    more = f" … ({len(names)})" if len(names) > _TOLD else ""
    return ", ".join(names[:_TOLD]) + more
