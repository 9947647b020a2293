"""What a removal of persons from a master does not reach, and whom it may have left in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from italclean.customers.decision_files import SIDES, table_of
from italclean.master.naming import sources_of
from italclean.master.reading import Master
from italclean.messages.text import Text, said
from italclean.outputs.folder import MASTER, REVIEWS


def unreached(master: Master, out: Path | None = None) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """Tell what may still hold persons who are removed: inputs, other folders of the same sources, and all the rest.

    Args:
        master: The list.
        out: Where it is written without them; None for where it lies.

    Returns:
        Sentences, and the paths in them.
    """
    inputs = list(dict.fromkeys(load.path for load in master.loads if load.path and load.path != "-"))
    elsewhere = out is not None and out.resolve() != master.folder.resolve()
    folders = [str(master.folder)] if elsewhere else []
    folders += [path for path in _siblings(master) if out is None or Path(path) != out.resolve()]
    told = []
    if inputs:
        told.append(said("master.left_inputs", paths=", ".join(inputs)))
    if folders:
        told.append(said("master.left_folders", paths=", ".join(folders)))
    told.append(said("master.left_elsewhere"))
    return tuple(told), (*inputs, *folders)


def _siblings(master: Master) -> list[str]:
    """Folders beside the master, or in it, that hold a list of one of its sources."""
    sources = sources_of(master)
    here = master.folder.resolve()
    found = []
    for file in sorted({*here.parent.glob(f"*/{MASTER}"), *here.glob(f"*/{MASTER}")}):
        if file.parent == here:
            continue
        try:
            loads = json.loads(file.read_text(encoding="utf-8"))["loads"]
            theirs = {load["source"] for load in loads}
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if theirs & sources:
            found.append(str(file.parent))
    return found


def open_pairs(master: Master, gone: pl.Series) -> list[str]:
    """Return the customers that a person is asked about beside those who go: they may be the same ones.

    Args:
        master: The list.
        gone: Which of its rows go.
    """
    columns = [f"{name}_{side}" for side in SIDES for name in ("source", "row")]
    files = [path for name in REVIEWS if (path := master.folder / name).is_file()]
    whole = pl.concat([pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), *_pairs_in(files, columns)])
    crosswalk = master.frame.select("source", pl.col("row").cast(pl.String)).with_columns(
        customer=master.known.was, gone=gone
    )
    pairs = whole.unique()
    for side in SIDES:
        names = [f"source_{side}", f"row_{side}"]
        told = crosswalk.rename(
            {"source": names[0], "row": names[1], "customer": f"customer_{side}", "gone": f"gone_{side}"}
        )
        pairs = pairs.join(told, on=names, how="left", maintain_order="left")
    others = [
        pairs.filter(pl.col(f"gone_{ours}") & ~pl.col(f"gone_{theirs}"))[f"customer_{theirs}"]
        for ours, theirs in (("a", "b"), ("b", "a"))
    ]
    return pl.concat(others).drop_nulls().unique().sort().to_list()


def _pairs_in(files: Iterable[Path], columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    for path in files:
        table = table_of(path)
        if set(columns) <= set(table.columns):
            yield table.select(pl.col(columns).cast(pl.String))
