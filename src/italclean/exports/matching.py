"""Which table of a workbook takes which object of a target, and which of its columns is which of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from italclean.errors import BadTemplate
from italclean.exports.preflight import Finds
from italclean.exports.target import Column, Target, TargetObject
from italclean.exports.template import Table, Template
from italclean.messages.text import Text, said

MOST_ROWS = 1_048_576
"""The rows of a sheet of Excel."""
_MOST_IN_CELL = 32_767
_NO_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
"""Characters that no XML holds (XML 1.0, 2.2)."""
_PREFIX = "Field_"
"""What Business Central puts before a field's name where it could be taken for that of the table."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A table that takes an object.

    Attributes:
        table: The table.
        letters: By the name of a column of ours, the letters of the table's, in the order of the table.
        unknown: The headers of columns that are none of ours: they stay empty.
    """

    table: Table
    letters: Mapping[str, str]
    unknown: tuple[str, ...]


def matched(target: Target, template: Template) -> dict[str, Matched]:
    """Find the table of each object.

    A table is known by the number in C1, as Business Central writes it; else by the name of its sheet, or by the
    object's key among its columns.

    Args:
        target: The target.
        template: The workbook.

    Returns:
        By the name of the object; nothing of one that no table takes.

    Raises:
        BadTemplate: No table takes any object, two take one, or a table that takes one holds rows already.
    """
    found: dict[str, Matched] = {}
    for fits in (_by_number, _by_name, _by_key):
        for one in target.objects:
            if not one.table or one.name in found:
                continue
            taken = [match.table for match in found.values()]
            fitting = [table for table in template.tables if table not in taken and fits(one, table)]
            if len(fitting) > 1:
                names = ", ".join(table.sheet for table in fitting)
                raise BadTemplate(path=template.path, reason=said("template.twice", object=one.name, names=names))
            if fitting:
                found[one.name] = _columns_of(one, fitting[0])
    if not found:
        wanted = ", ".join(one.name for one in target.objects if one.table)
        names = ", ".join(dict.fromkeys(table.sheet for table in template.tables))
        raise BadTemplate(path=template.path, reason=said("template.of_nothing", names=names, wanted=wanted))
    for match in found.values():
        table = match.table
        if [other.member for other in template.tables].count(table.member) > 1:
            raise BadTemplate(path=template.path, reason=said("template.two_tables", sheet=table.sheet))
        if table.place.filled:
            reason = said("template.rows", sheet=table.sheet, count=table.place.filled, row=table.row)
            raise BadTemplate(path=template.path, reason=reason)
    return found


def _by_number(one: TargetObject, table: Table) -> bool:
    return table.number == one.table


def _by_name(one: TargetObject, table: Table) -> bool:
    # `Customer (18)` is a sheet `Customer`, `18 Customer` or `18`.
    plain = re.sub(r"\(.*\)", "", one.name)
    return _key(table.sheet) in {_key(one.name), _key(plain), _key(one.table), _key(one.table + plain)}


def _by_key(one: TargetObject, table: Table) -> bool:
    letters = _columns_of(one, table).letters
    return one.key in letters and len(letters) > 1


def _columns_of(one: TargetObject, table: Table) -> Matched:
    by_path = {_key(column.name): column.name for column in one.columns}
    mapped = any(_key(header.path.removeprefix(_PREFIX)) in by_path for header in table.columns if header.path)
    labels: dict[str, set[str]] = {}
    for column in one.columns:
        for label in (column.name, *column.fact.labels):
            labels.setdefault(_key(label), set()).add(column.name)
    letters: dict[str, str] = {}
    unknown: list[str] = []
    for header in table.columns:
        if mapped:
            # The path names the field in every language: a caption may be that of another one.
            name = by_path.get(_key(header.path.removeprefix(_PREFIX)))
        else:
            named = labels.get(_key(header.name), set())
            # `Nome` is the caption of Name, and that of First Name.
            name = next(iter(named)) if len(named) == 1 else None
        if name is None or name in letters:
            unknown.append(header.name)
        else:
            letters[name] = header.letters
    return Matched(table, letters, tuple(unknown))


def _key(name: str) -> str:
    """A name without capitals, accents and signs: `E-Mail` and `E_Mail` are one."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def lacking(
    one: TargetObject, match: Matched, columns: Sequence[Column], written: pl.DataFrame, template: Template
) -> list[Text]:
    """Tell what a table has no column for, which of its columns stay empty, and what its order does.

    Args:
        one: The object.
        match: The table that takes it.
        columns: The columns that would be written.
        written: What would stand in them.
        template: The workbook.

    Raises:
        BadTemplate: It lacks a column without which no row is taken.
    """
    missing = [column for column in columns if column.name not in match.letters]
    needed = [column.name for column in missing if column.fact.required == "yes" or column.name == one.key]
    if needed:
        reason = said("template.needs", sheet=match.table.sheet, names=", ".join(needed))
        raise BadTemplate(path=template.path, reason=reason)
    told = []
    for key, asked in (("template.lacks_invoice", True), ("template.lacks", False)):
        lost = [column.name for column in missing if bool(column.fact.required) is asked]
        names = ", ".join(f"{name} ({count})" for name in lost if (count := written[name].count()))
        if names:
            told.append(said(key, sheet=match.table.sheet, names=names))
    if match.unknown:
        told.append(said("template.unknown", sheet=match.table.sheet, names=", ".join(match.unknown)))
    return [*_order(one, match), *told]


def _order(one: TargetObject, match: Matched) -> Iterator[Text]:
    """Tell where a field stands behind those that it clears, overwrites, or has to be filled for."""
    places = {name: place for place, name in enumerate(match.letters)}
    for first, behind in one.before.items():
        there = [name for name in behind if name in places]
        if there and first not in places:
            yield said("template.first_missing", sheet=match.table.sheet, first=first, names=", ".join(there))
        earlier = [name for name in there if first in places and places[name] < places[first]]
        if earlier:
            yield said("template.order", sheet=match.table.sheet, first=first, names=", ".join(earlier))


def impossible(finds: Finds, columns: Sequence[Column]) -> Iterator[pl.DataFrame]:
    """Hold the rows that no cell of a workbook can hold.

    Args:
        finds: What puts findings into rows.
        columns: The columns that are written.
    """
    for column in columns:
        cell = pl.col(column.name)
        control = cell.str.contains(_NO_XML).fill_null(value=False)
        if finds.rows.select(control.any()).item():
            signs = finds.told("template.control")
            yield finds.where(control, column.name, "characters", holds=True, why=signs)
        long = (cell.str.len_chars() > _MOST_IN_CELL).fill_null(value=False)
        if finds.rows.select(long.any()).item():
            why = finds.told("template.cell", most=_MOST_IN_CELL)
            yield finds.where(long, column.name, "too_long", holds=True, why=why)
