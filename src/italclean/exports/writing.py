"""The folder of an export: all of its files or none, and nothing that a person wrote is replaced.

What is ours is known by `export.json`, which lists the files with their size, time and hash, as `run.json` does for a
run.
"""

from __future__ import annotations

from collections.abc import Iterator
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

    def fill(new: Path) -> None:
        for name, content in _contents(export):
            (new / name).write_bytes(content)

    with hold_parcel(folder, MANIFEST, force=force) as parcel:
        return parcel.write(fill, _told(export))


def _contents(export: Export) -> Iterator[tuple[str, bytes]]:
    for name in export.names():
        yield name, export.content(name)
    for name in _OPENED:
        frame: pl.DataFrame = getattr(export, name)
        yield f"{name}.csv", formula.in_frame(frame).write_csv(line_terminator="\n").encode()
    yield README, export.readme.encode()


def _told(export: Export) -> dict[str, Any]:
    return {
        "italclean": __version__,
        "target": export.target.name,
        "target_sha256": export.target.sha256,
        "figures": export.figures(),
    }
