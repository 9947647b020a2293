"""The folder of an export: all of its files or none, and nothing that a person wrote is replaced.

What is ours is known by `export.json`, which lists the files with their size, time and hash, as `run.json` does for a
run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from italclean.core import formula
from italclean.errors import OutputExists, OutputForeign, OutputNotWritable
from italclean.exports.readme import README
from italclean.messages.text import said
from italclean.outputs import switch
from italclean.outputs.folder import as_ours, described, is_unchanged
from italclean.outputs.lock import LOCK, locked
from italclean.version import __version__

if TYPE_CHECKING:
    from italclean.exports.export import Export

MANIFEST = "export.json"
_OPENED = ("preflight", "held", "aside", "keys")
"""What people open: no cell in it is left that a spreadsheet would run. Import files are for programs, as they are."""
_OWNER = 0o600


def write_export(export: Export, folder: Path, *, force: bool) -> list[Path]:
    """Write an export; see `Export.write`."""
    if folder.exists() and not folder.is_dir():
        raise OutputNotWritable(path=folder, reason=said("error.not_a_folder"))
    with as_ours(folder):
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with locked(folder):
                switch.recover(folder)
                ours = _ours(folder, force=force)
                scratch = switch.make_scratch(folder)
                try:
                    new = switch.staged(scratch)
                    for name, content in _contents(export):
                        _put(new / name, content)
                    listed = {path.name: described(path) for path in sorted(new.iterdir())}
                    _put(new / MANIFEST, _manifest(export, listed))
                    names = [*listed, MANIFEST]
                    _refuse_foreign(folder, names, ours)
                    switch.switch(folder, scratch, _steps(folder, names, ours))
                finally:
                    switch.remove(scratch)
        except BaseException:
            if made and not any(folder.iterdir()):
                folder.rmdir()
            raise
    return [folder / name for name in names]


def _contents(export: Export) -> Iterator[tuple[str, bytes]]:
    for name in export.names():
        yield name, export.content(name)
    for name in _OPENED:
        frame: pl.DataFrame = getattr(export, name)
        yield f"{name}.csv", formula.in_frame(frame).write_csv(line_terminator="\n").encode()
    yield README, export.readme.encode()


def _manifest(export: Export, listed: dict[str, Any]) -> bytes:
    told = {
        "italclean": __version__,
        "target": export.target.name,
        "target_sha256": export.target.sha256,
        "figures": export.figures(),
        "files": listed,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    # It is customers' data: of the owner alone, whoever may read the folder.
    path.chmod(_OWNER)
    switch.flush(path)


def _ours(folder: Path, *, force: bool) -> dict[str, Any]:
    """Return the files of an earlier export, as they were written."""
    there = {entry.name for entry in os.scandir(folder) if entry.name != LOCK and not switch.is_scratch(entry.name)}
    if there and not force:
        raise OutputExists(path=folder)
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return dict(known) if isinstance(known, dict) else {}


def _refuse_foreign(folder: Path, names: list[str], ours: dict[str, Any]) -> None:
    """Refuse to replace what is not ours, or was changed since; the manifest is ours where it lists anything."""
    foreign = [
        name
        for name in {*names, *ours}
        if (path := folder / name).exists()
        and not (name in ours and is_unchanged(path, ours[name]))
        and not (name == MANIFEST and ours)
    ]
    if foreign:
        raise OutputForeign(path=folder, names=", ".join(sorted(foreign)))


def _steps(folder: Path, names: list[str], ours: dict[str, Any]) -> list[switch.Step]:
    """What happens to each file: those of an earlier export that this one has not go; the manifest goes in last."""
    gone = [name for name in ours if name not in names and (folder / name).exists()]
    steps = [switch.Step(name, name in names, switch.state(folder / name), None) for name in (*gone, *names)]
    return sorted(steps, key=lambda step: step.name == MANIFEST)
