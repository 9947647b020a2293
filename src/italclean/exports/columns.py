"""Which columns a file of an object has: families spread out, fields of one's own only where they hold anything."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from italclean.exports.target import Column, TargetObject


def columns_for(one: TargetObject, taken: pl.DataFrame) -> list[Column]:
    """Return the columns of a file: families by the columns of the list, custom fields only where they hold anything.

    Args:
        one: The object.
        taken: The customers that go there.
    """
    columns: list[Column] = []
    for column in one.columns:
        family = next((name[:-1] for name in column.given if name.endswith("*")), None)
        if family is None:
            there = [column]
        else:
            members = [name for name in taken.columns if name.startswith(family)]
            there = [replace(column, name=column.name.replace("*", name), given=(name,)) for name in members]
        for own in there:
            is_empty = own.custom and own.name not in (one.key, one.parent) and not _holds(own, taken)
            if not is_empty and own.name not in {known.name for known in columns}:
                columns.append(own)
    return columns


def _holds(column: Column, taken: pl.DataFrame) -> bool:
    if column.constant is not None or column.kind in ("flag", "refusal", "permission"):
        return True
    return any(taken[name].null_count() < taken.height for name in column.given if name in taken.columns)
