"""The folder of an export: all of its files or none, and nothing that a person wrote is replaced.

What is ours is known by `export.json`, which lists the files with their size, time and hash, as `run.json` does for a
run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from italclean.core import formula
from italclean.exports.readme import README
from italclean.outputs.parcel import hold_parcel
from italclean.version import __version__

if TYPE_CHECKING:
    from italclean.exports.export import Export

MANIFEST = "export.json"
_OPENED = ("preflight", "held", "aside", "keys")
"""What people open: no cell in it is left that a spreadsheet would run. Import files are for programs, as they are."""


def write_export(export: Export, folder: Path, *, force: bool) -> list[Path]:
    """Write an export; see `Export.write`."""
    told = {
        "target": export.target.name,
        "target_sha256": export.target.sha256,
        "figures": export.figures(),
    }
    return _write_files(_contents(export), told, folder, force=force)


def write_tables(tables: Mapping[str, pl.DataFrame], folder: Path, *, force: bool) -> list[Path]:
    """Write tables that people open, without any import file: all of them, or none.

    Args:
        tables: The tables, by the names of their files.
        folder: Where to.
        force: As for `Export.write`.

    Raises:
        OutputExists: As for `Export.write`.
        OutputForeign: As for `Export.write`.
        OutputNotWritable: As for `Export.write`.
    """
    figures = {name: frame.height for name, frame in tables.items()}
    return _write_files((_opened(*one) for one in tables.items()), {"figures": figures}, folder, force=force)


def _write_files(
    contents: Iterable[tuple[str, bytes]], told: Mapping[str, Any], folder: Path, *, force: bool
) -> list[Path]:
    def fill(new: Path) -> None:
        for name, content in contents:
            (new / name).write_bytes(content)

    with hold_parcel(folder, MANIFEST, force=force) as parcel:
        return parcel.write(fill, {"italclean": __version__, **told})


def _contents(export: Export) -> Iterator[tuple[str, bytes]]:
    for name in export.names():
        yield name, export.content(name)
    for name in _OPENED:
        yield _opened(name, getattr(export, name))
    for name, frame in export.beside.tables().items():
        yield _opened(name, frame)
    yield README, export.readme.encode()


def _opened(name: str, frame: pl.DataFrame) -> tuple[str, bytes]:
    return f"{name}.csv", formula.in_frame(frame).write_csv(line_terminator="\n").encode()
