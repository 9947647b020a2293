"""A master as it lies in its folder: what a run, or an adding, left there, read back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from italclean.core import formula
from italclean.core.columns import no_text
from italclean.customers.ids import FORMER, ids_given_up
from italclean.customers.known import Known
from italclean.customers.loads import Load, load_numbers
from italclean.errors import MasterMovedOn, MasterUnreadable
from italclean.messages.text import Text, said
from italclean.outputs.folder import (
    MASTER,
    MODEL,
    ROWS,
    RUN,
    finish_writing,
    is_unchanged,
    seal_of,
    written_files,
)
from italclean.outputs.state import ATTACHED, FORMAT, PROBABILITY, REASON
from italclean.outputs.switch import is_broken_off
from italclean.pairs.encode import Encoded
from italclean.pairs.reasons import GROUNDS
from italclean.pairs.saved import from_data
from italclean.pairs.score import Scorer
from italclean.result import Parts
from italclean.settings import Matching, Periods, Settings
from italclean.terms import Agreement, Terms

_TABLES = ("cleaned", "crosswalk", "golden")
ORIGINALS = ("issues", "rewritten")
"""The tables in which stands what was typed."""
_ROWS = 1 << 18
"""How many rows of a table that is carried on are laid out at a time."""


@dataclass(frozen=True, slots=True)
class Master:
    """A list that is kept, as its folder has it.

    Attributes:
        folder: The folder.
        frame: The cleaned rows, without their customers.
        hints: What the cleaning knew beyond them, row by row.
        golden: The golden records.
        known: What is known of the rows.
        former: The ids that the customer of each row had before, a blank between two; null where it had none.
        settings: By which settings it was made.
        loads: The deliveries that it is made of.
        tables: What its tables are written as, `csv` or `parquet`.
        delimiter: The delimiter of its files.
        sources: What is told of the tables it was read from.
        seal: What its results are known by: another one stands there once somebody wrote to the folder.
    """

    folder: Path
    frame: pl.DataFrame
    hints: pl.DataFrame
    golden: pl.DataFrame
    known: Known
    former: pl.Series
    settings: Settings
    loads: tuple[Load, ...]
    tables: str
    delimiter: str
    sources: tuple[dict[str, Any], ...]
    seal: str | None = None

    @property
    def origin(self) -> tuple[Path, str | None]:
        """Where it was read, wherever the current folder is later, and what stood there."""
        return self.folder.absolute(), self.seal

    def parts(self, name: str) -> Parts | None:
        """Return a table of the folder as its parts, None where there is none.

        Args:
            name: The table.
        """
        if _found(self.folder, name) is None:
            return None
        return partial(_parts, self.folder.absolute(), name, self.delimiter)

    def whole(self, name: str) -> pl.DataFrame | None:
        """Return a short table of the folder as one, None where there is none or no line in it.

        Args:
            name: The table.
        """
        parts = self.parts(name)
        some = [] if parts is None else list(parts())
        return pl.concat(some).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)) if some else None


def read_master(folder: Path) -> Master:
    """Read a master.

    Args:
        folder: What a run or an adding wrote.

    Raises:
        MasterUnreadable: It is no such folder, files of it are missing or were changed, or another version made it.
        MasterMovedOn: Somebody wrote to it while it was read.
        OutputBusy: Somebody is writing to it.
    """
    if folder.is_dir():
        finish_writing(folder)
    seal = seal_of(folder)
    try:
        found = replace(_read(folder), seal=seal)
    except (MasterUnreadable, OSError):
        if seal_of(folder) != seal or is_broken_off(folder):
            raise MasterMovedOn(path=folder) from None
        raise
    if seal_of(folder) != seal:
        raise MasterMovedOn(path=folder)
    return found


def _read(folder: Path) -> Master:
    told = _told(folder)
    delimiter = str(told["delimiter"])
    cleaned, crosswalk, golden = (_table(folder, name, delimiter) for name in _TABLES)
    state = _parquet(folder / ROWS)
    if not (cleaned.height == crosswalk.height == state.height) or _ids(cleaned) != _ids(crosswalk):
        raise _unreadable(folder, said("master.rows_differ"))
    cleaned, crosswalk, golden = (
        table.cast({name: pl.UInt32 for name in ("row", "records") if name in table.columns})
        for table in (cleaned, crosswalk, golden)
    )
    loads = tuple(Load(**load) for load in told["loads"])
    run = json.loads((folder / RUN).read_text(encoding="utf-8"))
    former = crosswalk[FORMER] if FORMER in crosswalk.columns else no_text(crosswalk.height, FORMER)
    return Master(
        folder,
        cleaned.drop("golden_id"),
        state.drop(REASON, PROBABILITY, ATTACHED),
        golden,
        _known(crosswalk, golden, state, loads, folder),
        former,
        _settings(told["settings"]),
        loads,
        str(told["tables"]),
        delimiter,
        tuple(run["sources"]),
    )


def written_as_it_was(folder: Path, name: str) -> Path | None:
    """Return a file of a master that may not be there; None where none was written.

    Args:
        folder: The master.
        name: The file.

    Raises:
        MasterUnreadable: It was written, and is not there or was changed since.
    """
    path, known = folder / name, written_files(folder).get(name)
    if known is None and not path.exists():
        return None
    if not path.is_file():
        raise _unreadable(folder, said("master.missing", names=name))
    if known is None or not is_unchanged(path, known):
        raise _unreadable(folder, said("master.changed", names=name))
    return path


def read_customers(folder: Path) -> tuple[pl.DataFrame, Settings]:
    """Read the customers of a master alone, and by which settings it was made.

    Args:
        folder: What a run or an adding wrote.

    Raises:
        MasterUnreadable: It is no such folder, files of it are missing or were changed, or another version made it.
    """
    told = _told(folder)
    return _table(folder, "golden", str(told["delimiter"])), _settings(told["settings"])


def read_rows(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame, tuple[Load, ...]]:
    """Read the rows of a master alone, which customer each is of, and when it came.

    Args:
        folder: What a run or an adding wrote.

    Returns:
        The cleaned rows with their `golden_id`, the crosswalk, and the deliveries.

    Raises:
        MasterUnreadable: It is no such folder, files of it are missing or were changed, or another version made it.
    """
    told = _told(folder)
    cleaned, crosswalk = (_table(folder, name, str(told["delimiter"])) for name in ("cleaned", "crosswalk"))
    if cleaned.height != crosswalk.height or _ids(cleaned) != _ids(crosswalk):
        raise _unreadable(folder, said("master.rows_differ"))
    loads = tuple(Load(**load) for load in told["loads"])
    return cleaned.with_columns(pl.col("row").cast(pl.UInt32)), crosswalk, loads


def read_changes(folder: Path) -> pl.DataFrame | None:
    """Read what became of the customers of a master with its last delivery; None where that is the first.

    Args:
        folder: What a run or an adding wrote.

    Raises:
        MasterUnreadable: It was written, and is not there or was changed since.
    """
    path = written_as_it_was(folder, "changes.csv")
    if path is None:
        return None
    return formula.in_frame(read_text(path, str(_told(folder)["delimiter"])), undo=True)


def _settings(told: Mapping[str, Any]) -> Settings:
    return Settings(
        mapping=told["mapping"],
        matching=Matching(*(told[name] for name in ("priority", "unique", "merge_from", "review_from"))),
        periods=Periods(told["dormant"], told["retention"]),
        language=told["language"],
        terms=Terms.from_dict(told["terms"]),
        contract=None if told.get("contract") is None else Agreement(**told["contract"]),
    )


def _ids(table: pl.DataFrame) -> int:
    return int(table.select("source", "row", "golden_id").cast(pl.String).hash_rows(seed=5).sum() or 0)


def _known(
    crosswalk: pl.DataFrame, golden: pl.DataFrame, state: pl.DataFrame, loads: tuple[Load, ...], folder: Path
) -> Known:
    ids = golden["golden_id"]
    numbers = crosswalk.select("golden_id").join(
        ids.to_frame().with_row_index("number"), on="golden_id", how="left", maintain_order="left"
    )["number"]
    if numbers.null_count():
        raise _unreadable(folder, said("master.rows_differ"))
    before = numbers.to_numpy().astype(np.int64)
    return Known(
        before,
        np.ones(len(before), dtype=np.bool_),
        ids,
        pl.concat([ids, ids_given_up(crosswalk)]).unique(),
        load_numbers(crosswalk, loads),
        state[REASON],
        state[PROBABILITY],
        state[ATTACHED].to_numpy(),
        _scorer(folder),
    )


def _scorer(folder: Path) -> Callable[[Encoded], Scorer]:
    told = json.loads((folder / MODEL).read_text(encoding="utf-8"))
    return partial(from_data, told)


def _told(folder: Path) -> Mapping[str, Any]:
    """Read what a folder says of itself, and make sure that all is there and as it was written."""
    if not folder.is_dir():
        raise _unreadable(folder, said("master.no_folder"))
    ours = written_files(folder)
    # Without what was typed in earlier deliveries nobody could look it up any more.
    needed = [name for name in ours if name.rpartition(".")[0] in ORIGINALS]
    missing = [name for name in (RUN, MASTER, MODEL, ROWS, *needed) if not (folder / name).is_file()]
    missing += [f"{name}.csv" for name in _TABLES if _found(folder, name) is None]
    if missing:
        raise _unreadable(folder, said("master.missing", names=", ".join(missing)))
    try:
        told = json.loads((folder / MASTER).read_text(encoding="utf-8"))
        form, grounds = told["format"], told["grounds"]
    except (OSError, ValueError, KeyError, TypeError):
        raise _unreadable(folder, said("master.damaged", name=MASTER)) from None
    if form != FORMAT or grounds != list(GROUNDS)[: len(grounds)]:
        raise _unreadable(folder, said("master.other_version", version=told.get("italclean", "?")))
    read = (*(_found(folder, name) for name in _TABLES), *(folder / name for name in (MASTER, MODEL, ROWS, *needed)))
    changed = [
        path.name
        for path in read
        if path is not None and not (path.name in ours and is_unchanged(path, ours[path.name]))
    ]
    if changed:
        key = "master.originals_changed" if set(changed) <= set(needed) else "master.changed"
        raise _unreadable(folder, said(key, names=", ".join(changed)))
    return dict(told)


def _unreadable(folder: Path, reason: Text) -> MasterUnreadable:
    return MasterUnreadable(path=folder, reason=reason)


def _found(folder: Path, name: str) -> Path | None:
    """The file of a table: what the last run wrote, as CSV or as Parquet."""
    there = [path for suffix in (".parquet", ".csv") if (path := folder / f"{name}{suffix}").is_file()]
    ours = written_files(folder) if len(there) > 1 or name in ORIGINALS else {}
    return next((path for path in there if path.name in ours), None if name in ORIGINALS else next(iter(there), None))


def _table(folder: Path, name: str, delimiter: str) -> pl.DataFrame:
    path = _found(folder, name)
    assert path is not None  # what is missing was told
    return _parquet(path) if path.suffix == ".parquet" else read_text(path, delimiter)


def _parquet(path: Path) -> pl.DataFrame:
    # By the file, as its folder may have a name that is no text.
    with path.open("rb") as file:
        return pl.read_parquet(file)


def read_text(path: Path, delimiter: str) -> pl.DataFrame:
    """Read a table that was written as CSV, every cell text.

    Args:
        path: The file; its folder may have a name that is no text.
        delimiter: The delimiter.
    """
    with path.open("rb") as file:
        return pl.read_csv(file, separator=delimiter, infer_schema=False)


def _parts(folder: Path, name: str, delimiter: str) -> Iterator[pl.DataFrame]:
    """A table of an earlier delivery, without the signs that keep a spreadsheet from running its cells."""
    # It may be written as Parquet by now.
    path = _found(folder, name)
    if path is None:
        raise MasterMovedOn(path=folder)
    is_typed = path.suffix == ".parquet"
    whole = _parquet(path) if is_typed else formula.in_frame(read_text(path, delimiter), undo=True)
    yield from whole.iter_slices(_ROWS)
