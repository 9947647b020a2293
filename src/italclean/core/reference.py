"""The tables of `data/`, which travel inside the wheel.

A checkout keeps them at its top, beside `src`; a wheel carries them inside the package, as `tables`, since `data` is a
cleaner. Both are read through `importlib.resources`, so the package also works from a zip archive.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import polars as pl


def folder() -> Traversable:
    """Return the folder of the tables, of an installed package or of a checkout."""
    installed = files("italclean") / "tables"
    if installed.is_dir():
        return installed
    return Path(__file__).parents[3] / "data"


@cache
def table(name: str) -> pl.DataFrame:
    """Read a table of `data/` once: every column text, empty cells null.

    Args:
        name: The table's file name without its ending, such as ``"province"``.
    """
    return pl.read_csv((folder() / f"{name}.csv").read_bytes(), infer_schema=False)
