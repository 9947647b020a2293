"""A folder of files that are written together and known by a manifest of their own: all of them or none.

A run has `run.json`; what else writes a folder (an export, an audit) lists its files in a JSON file of its own, with
their size, time and hash. What stands there is ours as long as it is as it was written; nothing else is replaced.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from italclean.databases.address import refuse_as_path
from italclean.errors import OutputExists, OutputForeign, OutputNotWritable
from italclean.messages.text import said
from italclean.outputs import switch
from italclean.outputs.folder import as_ours, described, is_unchanged, keep_inputs
from italclean.outputs.lock import LOCK, locked

_OWNER = 0o600


@dataclass(frozen=True, slots=True)
class Parcel:
    """A folder that is held.

    Attributes:
        given: The folder as the user calls it.
        path: The folder, wherever the current one is.
        manifest: The file that lists the others.
    """

    given: Path
    path: Path
    manifest: str

    def write(self, fill: Callable[[Path], None], told: Mapping[str, Any]) -> list[Path]:
        """Write the files: all of them, or none. They are customers' data: the owner alone may read them.

        Args:
            fill: Writes the files into a folder.
            told: What the manifest says beside the list of files.

        Returns:
            The files written, the manifest last.

        Raises:
            OutputForeign: A file that would be replaced is somebody's own, or was changed by somebody.
            OutputNotWritable: The folder cannot be written; it is as it was before.
        """
        with as_ours(self.given):
            scratch = switch.make_scratch(self.path)
            try:
                new = switch.staged(scratch)
                fill(new)
                made = sorted(new.iterdir())
                for path in made:
                    _close(path)
                listed = {path.name: described(path) for path in made}
                plain = json.dumps({**told, "files": listed}, ensure_ascii=False, indent=1, default=str)
                (new / self.manifest).write_text(plain + "\n", encoding="utf-8")
                _close(new / self.manifest)
                names = [*listed, self.manifest]
                ours = self._ours()
                self._refuse_foreign(names, ours)
                switch.switch(self.path, scratch, self._steps(names, ours))
            finally:
                switch.remove(scratch)
        return [self.given / name for name in names]

    def _ours(self) -> dict[str, Any]:
        """Return the files of an earlier time, as they were written."""
        try:
            known = json.loads((self.path / self.manifest).read_text(encoding="utf-8"))["files"]
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return dict(known) if isinstance(known, dict) else {}

    def check(self, names: Iterable[str], inputs: Iterable[str | Path], *, force: bool) -> None:
        """Make sure that nothing is replaced that is not ours.

        Args:
            names: The files that may be written.
            inputs: The files that are read.
            force: Whether the files of an earlier time may be replaced.

        Raises:
            OutputExists: The folder holds something, and `force` is not given.
            OutputForeign: A file in the way is somebody's own, or was changed by somebody.
            InputInTheWay: An input is one of the files that would be replaced.
        """
        there = {entry.name for entry in os.scandir(self.path) if not _is_passing(entry.name)}
        expected = [*names, self.manifest]
        keep_inputs(self.path, inputs, expected)
        if there and not force:
            raise OutputExists(path=self.given)
        self._refuse_foreign(expected, self._ours())

    def _refuse_foreign(self, names: Iterable[str], ours: Mapping[str, Any]) -> None:
        """Refuse to replace what is not ours, or was changed since; the manifest is ours where it lists anything."""
        foreign = [
            name
            for name in {*names, *ours}
            if (path := self.path / name).exists()
            and not (name in ours and is_unchanged(path, ours[name]))
            and not (name == self.manifest and ours)
        ]
        if foreign:
            raise OutputForeign(path=self.given, names=", ".join(sorted(foreign)))

    def _steps(self, names: list[str], ours: Mapping[str, Any]) -> list[switch.Step]:
        """What happens to each file: those of an earlier time that are not made again go; the manifest goes in last."""
        gone = [name for name in ours if name not in names and (self.path / name).exists()]
        steps = [switch.Step(name, name in names, switch.state(self.path / name), None) for name in (*gone, *names)]
        return sorted(steps, key=lambda step: step.name == self.manifest)


@contextlib.contextmanager
def hold_parcel(
    path: Path, manifest: str, *, force: bool, names: Iterable[str] = (), inputs: Iterable[str | Path] = ()
) -> Iterator[Parcel]:
    """Take a folder, before long work; it is made if it is not there, and goes again if nothing was written to it.

    Args:
        path: The folder.
        manifest: The file that lists the others.
        force: Whether the files of an earlier time may be replaced; others are not, nor those that somebody changed.
        names: The files that may be written.
        inputs: The files that are read.

    Raises:
        OutputExists: The folder holds something, and `force` is not given.
        OutputForeign: A file that would be replaced is somebody's own, or was changed by somebody.
        OutputBusy: Somebody else is writing there.
        OutputNotWritable: The folder cannot be written.
        InputInTheWay: An input is one of the files that would be replaced.
        BadAddress: It is the address of a database.
    """
    refuse_as_path(path)
    if path.exists() and not path.is_dir():
        raise OutputNotWritable(path=path, reason=said("error.not_a_folder"))
    folder = path.absolute()
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        with as_ours(path):
            folder.mkdir(parents=True, exist_ok=True)
            lock = contextlib.ExitStack()
            lock.enter_context(locked(folder))
        with lock:
            parcel = Parcel(path, folder, manifest)
            with as_ours(path):
                switch.recover(folder)
                parcel.check(names, inputs, force=force)
            yield parcel
    finally:
        with contextlib.suppress(OSError):
            for one in made:
                one.rmdir()


def _is_passing(name: str) -> bool:
    return name == LOCK or switch.is_scratch(name)


def _close(path: Path) -> None:
    path.chmod(_OWNER)
    switch.flush(path)
