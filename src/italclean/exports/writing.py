"""The folder of an export: all of its files or none, and nothing that a person wrote is replaced.

What is ours is known by `export.json`, which lists the files with their size, time and hash, as `run.json` does for a
run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
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
    told = {
        "target": export.target.name,
        "target_sha256": export.target.sha256,
        "figures": export.figures(),
    }
    return write_files(_contents(export), told, folder, force=force)


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
    return write_files((_opened(*one) for one in tables.items()), {"figures": figures}, folder, force=force)


def write_files(
    contents: Iterable[tuple[str, bytes]], told: Mapping[str, Any], folder: Path, *, force: bool
) -> list[Path]:
    """Write files and the manifest by which they are known as ours: all of them, or none.

    Args:
        contents: The name and the bytes of each.
        told: What the manifest says of them.
        folder: Where to.
        force: As for `Export.write`.
    """
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
                    for name, content in contents:
                        _put(new / name, content)
                    listed = {path.name: described(path) for path in sorted(new.iterdir())}
                    _put(new / MANIFEST, _manifest(told, listed))
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
        yield _opened(name, getattr(export, name))
    for name, frame in export.beside.tables().items():
        yield _opened(name, frame)
    yield README, export.readme.encode()


def _opened(name: str, frame: pl.DataFrame) -> tuple[str, bytes]:
    return f"{name}.csv", formula.in_frame(frame).write_csv(line_terminator="\n").encode()


def _manifest(told: Mapping[str, Any], listed: dict[str, Any]) -> bytes:
    whole = {"italclean": __version__, **told, "files": listed}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


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
