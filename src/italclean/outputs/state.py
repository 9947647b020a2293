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
from italclean.outputs.folder import MASTER, MODEL, ROWS
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
