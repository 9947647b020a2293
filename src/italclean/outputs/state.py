"""What a folder keeps of its list besides the tables for people, so that rows can be added to it later.

`master.json` says what it is made of and by which settings, `model.json` what was learned of it, and `master.parquet`
what is known of each row of `cleaned`, in its order, beyond what stands there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from italclean.customers.deduped import Deduped
from italclean.errors import MasterMovedOn
from italclean.outputs.folder import MASTER, MODEL, ROWS, RUN, seal_of
from italclean.pairs.reasons import GROUNDS
from italclean.pairs.saved import as_data
from italclean.result import Result
from italclean.version import __version__

FORMAT = 1
"""What has another number is laid out otherwise."""

REASON, PROBABILITY, ATTACHED = "_reason", "_probability", "_attached"
"""What is kept of each row beside the hints of the cleaning."""


def write_state(result: Result, deduped: Deduped, tables: str, folder: Path) -> list[Path]:
    """Write what is kept of a list.

    Args:
        result: The result.
        deduped: Its customers.
        tables: The format of the tables.
        folder: Where to.

    Returns:
        The files written.
    """
    told: dict[str, Any] = {
        "format": FORMAT,
        "italclean": __version__,
        "ids": "source.id",
        "tables": tables,
        "delimiter": result.delimiter,
        "grounds": list(GROUNDS),
        "settings": dict(result.options),
        "loads": [load.as_dict() for load in result.loads],
    }
    master, model, rows = (folder / name for name in (MASTER, MODEL, ROWS))
    master.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    model.write_text(json.dumps(as_data(deduped.explainer.scorer)) + "\n", encoding="utf-8")
    # By the file, as its folder may have a name that is no text.
    with rows.open("wb") as file:
        state_of(result, deduped).write_parquet(file, compression_level=1)
    return [master, model, rows]


def check_unmoved(result: Result) -> None:
    """Make sure that the master that a result was made of is still as it was read.

    Two deliveries that are added at once would each be of the list without the other: who writes last would take the
    other's rows away. And what earlier deliveries left is read when it is written. The result itself may have been
    written there: once as CSV, then to a database.

    Args:
        result: The result.

    Raises:
        MasterMovedOn: It was written to since.
    """
    if result.made_of is not None:
        folder, seal = result.made_of
        if seal_of(folder) != seal and not _tells_of(folder, result):
            raise MasterMovedOn(path=folder)


def _tells_of(folder: Path, result: Result) -> bool:
    """Whether what stands in a folder is just this result: no other one took as long for each of its stages."""
    try:
        there = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    ours = json.loads(json.dumps(result.summary(), default=str))
    # What is told of the writing is told there alone.
    return all(there.get(name) == value for name, value in ours.items() if name != "notices")


def state_of(result: Result, deduped: Deduped) -> pl.DataFrame:
    """Return what is kept of each row.

    Args:
        result: The result.
        deduped: Its customers.
    """
    kept = [
        deduped.reasons.crosswalk.cast(pl.Int32).alias(REASON),
        deduped.crosswalk["probability"].alias(PROBABILITY),
        pl.Series(ATTACHED, deduped.attached, dtype=pl.Boolean),
    ]
    return pl.DataFrame([*kept, *(result.hints.get_columns() if result.hints.height else ())])
