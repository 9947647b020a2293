"""New files in the place of old ones, so that a kill at any moment leaves all of one set or all of the other.

1. The new files are written into `new/` of a hidden scratch folder in the wanted one, so on its disk, and flushed.
2. A journal beside them says what is to happen. From the moment it stands there, the new set is the one that counts.
3. Each old file is moved to `old/` of the scratch folder, each new one to its place.
4. The journal is taken away, then the scratch folder.

The next start finds no journal, and takes the scratch folder away: the old set is whole, or the new one is. Or it
finds a journal, and goes on where the switch was broken off. Where a step is refused (on Windows a spreadsheet keeps
the old file to itself), everything is moved back.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PREFIX = ".italclean-run-"
_JOURNAL, _NEW, _OLD = "journal.json", "new", "old"
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]*")


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one file of the folder.

    Attributes:
        name: Its name.
        new: Whether a new file takes its place.
        was: The state of the file that stands there (`state`), or None where there is none.
        aside: The name under which the file that stands there is kept, or None where it is ours and goes.
    """

    name: str
    new: bool
    was: tuple[int, int] | None = None
    aside: str | None = None


def state(path: Path) -> tuple[int, int] | None:
    """Return by what a change of a file shows (size, time), or None where there is none.

    Args:
        path: The file.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def is_scratch(name: str) -> bool:
    """Return whether a name in a folder is that of a scratch folder.

    Args:
        name: The name.
    """
    return name.startswith(_PREFIX)


def make_scratch(folder: Path) -> Path:
    """Make a scratch folder that only the owner may look into; files go into its `new`.

    Args:
        folder: The folder that is to be written to.
    """
    scratch = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    for inner in (_NEW, _OLD):
        (scratch / inner).mkdir(mode=0o700)
    return scratch


def staged(scratch: Path) -> Path:
    """Return where in a scratch folder the new files go.

    Args:
        scratch: What `make_scratch` returned.
    """
    return scratch / _NEW


def switch(folder: Path, scratch: Path, steps: Iterable[Step]) -> None:
    """Put the staged files in their places.

    Args:
        folder: The folder.
        scratch: Its scratch folder, whose files are flushed.
        steps: What happens to each file.

    Raises:
        OSError: A step was refused; everything is as before.
    """
    planned = list(steps)
    _flush(scratch / _NEW)
    _write_journal(scratch, planned)
    try:
        _go_on(folder, scratch, planned)
    except BaseException:
        # Ctrl-C too: a second one leaves the journal, and the next start brings it to its end.
        _go_back(folder, scratch, planned)
        _forget(scratch)
        raise
    _flush(folder)
    _forget(scratch)
    remove(scratch)


def recover(folder: Path) -> bool:
    """Bring a switch that was broken off to its end, and take away what killed runs left.

    Only whoever holds the lock of the folder may do this.

    Args:
        folder: The folder.

    Returns:
        Whether a switch was brought to its end.

    Raises:
        OSError: A step was refused; the next start tries again.
    """
    finished = False
    for scratch in sorted(entry for entry in folder.iterdir() if _is_ours(entry)):
        steps = _read_journal(scratch)
        if steps is not None:
            _go_on(folder, scratch, steps)
            _flush(folder)
            _forget(scratch)
            finished = True
        remove(scratch)
    return finished


def is_broken_off(folder: Path) -> bool:
    """Return whether a switch in a folder has begun and not ended: its files are neither the old nor the new ones.

    Args:
        folder: The folder; what nobody but its owner may look into tells nothing.
    """
    with contextlib.suppress(OSError):
        return any(_is_ours(entry) and (entry / _JOURNAL).exists() for entry in folder.iterdir())
    return False


def remove(scratch: Path) -> None:
    """Take a scratch folder away, unless it holds a journal.

    Args:
        scratch: The scratch folder.
    """
    if not (scratch / _JOURNAL).exists():
        shutil.rmtree(scratch, ignore_errors=True)


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return a name for a file that is kept: `review-1.csv`.

    Args:
        name: Its name so far.
        taken: Names that are there.
    """
    stem, dot, suffix = name.rpartition(".")
    used = {one.casefold() for one in taken}
    number = 1
    while (kept := f"{stem}-{number}{dot}{suffix}").casefold() in used:
        number += 1
    return kept


def flush(path: Path) -> None:
    """Have a file written to the disk.

    Args:
        path: The file.
    """
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    except OSError as error:
        # Some network drives cannot be asked to.
        if error.errno not in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
            raise
    finally:
        os.close(file)


def _go_on(folder: Path, scratch: Path, steps: Iterable[Step]) -> None:
    """Do what is left to do: each step shows by the files whether it was done."""
    for step in steps:
        target, new, old = folder / step.name, scratch / _NEW / step.name, scratch / _OLD / step.name
        if step.new and not _there(new):
            continue
        if not _there(target):
            pass
        elif step.aside is None and state(target) == step.was:
            target.replace(old)
        elif step.new or step.aside is not None:
            # Somebody's own, or written by somebody between a kill and this start.
            kept = step.aside
            if kept is None or _there(folder / kept):
                kept = free_name(step.name, _names(folder))
            target.replace(folder / kept)
        if step.new:
            new.replace(target)


def _go_back(folder: Path, scratch: Path, steps: list[Step]) -> None:
    """Undo what was done of a switch."""
    for step in reversed(steps):
        target, new, old = folder / step.name, scratch / _NEW / step.name, scratch / _OLD / step.name
        if step.new and not _there(new):
            target.replace(new)
        if _there(old):
            old.replace(target)
        elif step.aside is not None and not _there(target) and _there(folder / step.aside):
            (folder / step.aside).replace(target)


def _names(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


def _there(path: Path) -> bool:
    return os.path.lexists(path)


def _is_ours(entry: Path) -> bool:
    """Whether an entry of a folder is a scratch folder, and not somebody's folder of a like name."""
    if not is_scratch(entry.name) or not stat.S_ISDIR(entry.lstat().st_mode):
        return False
    return {inner.name for inner in entry.iterdir()} <= {_NEW, _OLD, _JOURNAL, f"{_JOURNAL}.part"}


def _write_journal(scratch: Path, steps: Iterable[Step]) -> None:
    text = json.dumps([[step.name, step.new, step.was, step.aside] for step in steps])
    part = scratch / f"{_JOURNAL}.part"
    part.write_text(text, encoding="utf-8")
    flush(part)
    part.replace(scratch / _JOURNAL)
    _flush(scratch)


def _read_journal(scratch: Path) -> list[Step] | None:
    path = scratch / _JOURNAL
    if not path.exists():
        return None
    steps = []
    for name, new, was, aside in json.loads(path.read_text(encoding="utf-8")):
        # Whoever may write into the folder could lead us out of it by a name.
        if not all(_PLAIN.fullmatch(given) for given in (name, aside) if given is not None):
            raise OSError(f"{path}: {name!r}")
        steps.append(Step(name, new, None if was is None else (was[0], was[1]), aside))
    return steps


def _forget(scratch: Path) -> None:
    (scratch / _JOURNAL).unlink()
    _flush(scratch)


def _flush(folder: Path) -> None:
    """Have the names in a folder written to the disk; Windows does so by itself."""
    with contextlib.suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
