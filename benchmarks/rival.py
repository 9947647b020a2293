"""What every tool beside italclean is given, and what is told of its run."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from score import Score


@dataclass(frozen=True)
class Rival:
    """One run: the tool and its set-up, seconds from the table to clusters, peak memory in MB, and the score."""

    tool: str
    seconds: float
    peak_mb: float
    score: Score


def read(folder: Path, columns: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read what italclean cleaned (``row`` and the columns, all text) and the truth."""
    number = pl.col("row").cast(pl.Int64)
    cleaned = pl.read_csv(
        folder / "out" / "cleaned.csv", separator=";", infer_schema=False, columns=["row", *columns]
    ).with_columns(number)
    return cleaned, pl.read_csv(folder / "truth.csv", infer_schema=False).with_columns(number)


def peak_mb() -> float:
    """Peak memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
