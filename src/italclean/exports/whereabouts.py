"""Where each customer went, what was found on the way, and what is left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from italclean.core.copies import parted
from italclean.errors import Language
from italclean.exports.readme import behind
from italclean.exports.target import Column, TargetObject
from italclean.fields.catalogue import RESERVED
from italclean.messages.text import Text, said

KEYS = dict.fromkeys(("golden_id", "object", "key", "outcome", "file"), pl.String)
"""The columns that tell where each customer went."""


def counted(found: pl.DataFrame) -> list[Text]:
    """Count what was found by object, column and check, the most frequent first.

    Args:
        found: The pre-flight.
    """
    counts = found.group_by("object", "field", "check", maintain_order=True).len()
    return [
        said("export.counted", count=count, object=name, field=column, why=said(f"export.check_{check}"))
        for name, column, check, count in counts.sort("len", descending=True, maintain_order=True).rows()
    ]


def left_behind(golden: pl.DataFrame, columns: Mapping[str, Sequence[Column]]) -> list[str]:
    """Return the columns of the list that hold something and are in no file.

    Args:
        golden: The list.
        columns: The columns of each object that are written.
    """
    used = {field for written_ in columns.values() for column in written_ for field in behind(column)}
    return [
        name
        for name in golden.columns
        if name not in RESERVED
        and name not in used
        and not (parted(name)[1] > 1 and parted(name)[0] in used)
        and golden[name].null_count() < golden.height
    ]


def keys(rows: pl.DataFrame, one: TargetObject | None, outcome: str, file: str | None) -> pl.DataFrame:
    """Tell where rows went.

    Args:
        rows: The rows.
        one: The object, None for none.
        outcome: `import`, `held` or `aside`.
        file: The file that they are in, or None.
    """
    names = [] if one is None else [name for name in (one.key, *one.together) if name in rows.columns]
    key = pl.concat_str(names, separator=" ") if names else pl.lit(None, dtype=pl.String)
    return rows.select(
        pl.col("@id" if "@id" in rows.columns else "golden_id").alias("golden_id"),
        pl.lit(None if one is None else one.name, dtype=pl.String).alias("object"),
        key.alias("key"),
        pl.lit(outcome).alias("outcome"),
        pl.lit(file, dtype=pl.String).alias("file"),
    )


def nowhere_of(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Tell of customers whom no object takes.

    Args:
        rows: The customers.
        language: The language of the messages.
    """
    nothing = pl.lit(None, dtype=pl.String)
    why = pl.lit(said("export.aside_kind").text(language))
    return rows.select(
        "golden_id", nothing.alias("object"), nothing.alias("field"), nothing.alias("value"), why.alias("why")
    )
