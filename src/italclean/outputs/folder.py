"""The folder of the results, held for one run: what may be replaced in it, and what a person left there.

Only what italclean wrote earlier is replaced: `run.json` lists the files of its run with their size, time and hash.
Decisions are not lost: those in `review.csv`, `review.xlsx` and `decisions.csv` are taken over before.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from italclean.customers.decisions import has_decisions, notes_beside
from italclean.databases.address import refuse_as_path
from italclean.errors import InputInTheWay, ItalcleanError, OutputExists, OutputForeign, OutputNotWritable
from italclean.messages.text import Text, said
from italclean.outputs import switch
from italclean.outputs.lock import LOCK, locked
from italclean.review.page import REVIEW_PAGE

RUN, DECISIONS = "run.json", "decisions.csv"
MASTER, MODEL, ROWS = STATE = ("master.json", "model.json", "master.parquet")
"""What a folder keeps of its list so that rows can be added to it."""
FORGOTTEN = "forgotten.csv"
"""The fingerprints of forgotten persons: it stays as long as the folder does, or they would come back."""
REVIEWS = ("review.csv", "review.xlsx", "review_earlier.csv")
"""What a person fills: a run writes one of the first two, and takes over all; the third holds what was not answered."""
WORKBOOKS = ("review.xlsx", "golden.xlsx")
"""Files that a person may have made of ours, in a spreadsheet: what is not ours is kept aside when a new one comes."""
_EITHER = ("golden", "cleaned", "crosswalk", "issues", "survivorship", "contatti", "rewritten")
FILES = (
    *(f"{name}{suffix}" for name in _EITHER for suffix in (".csv", ".parquet")),
    "rejected.csv",
    "retention.csv",
    "changes.csv",
    "restore.csv",
    "suppressed.csv",
    FORGOTTEN,
    "review.csv",
    "review_earlier.csv",
    "report.html",
    REVIEW_PAGE,
    *STATE,
    RUN,
)
"""Every file that a run may write and another replaces, also where that one writes none, but for `WORKBOOKS`;
`decisions.csv` stays."""

DNS_CACHE = "dns-cache.sqlite"
"""The answers of the DNS, kept in the folder as they come; alone there, they are those of an interrupted run."""

_CHUNK = 1 << 20
_OWNER = 0o600


def kept_decisions(folder: Path) -> list[Path]:
    """Return the files of a folder that may hold decisions of a person, the later ones last.

    Args:
        folder: The folder of an earlier run.
    """
    return [path for name in (DECISIONS, *REVIEWS) if (path := folder / name).is_file() and has_decisions(path)]


@dataclass(slots=True)
class Folder:
    """A folder that is held.

    Attributes:
        given: The folder as the user calls it.
        path: The folder, wherever the current one is.
        force: Whether the files of an earlier run may be replaced.
        seen: The files with decisions as they were when the folder was taken.
        kept: Files of a person and the names under which they are kept, when new ones came.
        told: What a user should know of the writing.
    """

    given: Path
    path: Path
    force: bool
    seen: Mapping[str, tuple[int, int] | None] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)

    def decisions(self) -> list[Path]:
        """Return the files with decisions that are there."""
        return kept_decisions(self.path)

    def touched(self, name: str) -> bool:
        """Return whether a file with decisions was changed since the folder was taken.

        Args:
            name: Its name.
        """
        return name in self.seen and self.seen[name] != switch.state(self.path / name)

    def check(self, inputs: Iterable[str | Path], decisions: Iterable[str | Path] = ()) -> None:
        """Make sure that nothing is replaced that is not ours.

        Args:
            inputs: The files that are read; `-` is standard input.
            decisions: The files of decisions that are read.

        Raises:
            OutputExists: The folder holds something, and it was not said that this may be replaced.
            InputInTheWay: An input is one of the files that would be replaced.
            OutputForeign: A file in the way is somebody's own, or was changed by somebody.
        """
        there = {entry.name for entry in os.scandir(self.path) if not _is_passing(entry.name)}
        keep_inputs(self.path, inputs, (*FILES, *WORKBOOKS, DECISIONS, DNS_CACHE))
        # Decisions of the folder itself are taken over before anything is replaced.
        keep_inputs(
            self.path, decisions, tuple(name for name in (*FILES, *WORKBOOKS, DNS_CACHE) if name not in REVIEWS)
        )
        if there and not self.force:
            raise OutputExists(path=self.given)
        ours = written_files(self.path)
        # A review of ours that cannot be read any longer may hold decisions.
        guarded = [*FILES, *(name for name in WORKBOOKS if name in REVIEWS and name in ours)]
        foreign = [name for name in guarded if name in there and not _is_replaceable(self.path, name, ours)]
        if DECISIONS in there and not has_decisions(self.path / DECISIONS):
            foreign.append(DECISIONS)
        if foreign:
            raise OutputForeign(path=self.given, names=", ".join(foreign))

    def steps(self, new: Iterable[str]) -> list[switch.Step]:
        """Return what happens to each file when new ones come.

        Args:
            new: The names of the new files.
        """
        ours = written_files(self.path)
        coming = set(new)
        taken = {entry.name for entry in os.scandir(self.path)}
        steps = []
        for name in (*FILES, *WORKBOOKS, DECISIONS):
            path = self.path / name
            if name not in coming and (name not in taken or name == DECISIONS):
                continue
            aside = None
            if name in WORKBOOKS and name not in coming and not _is_read(path, name, ours):
                continue
            if name in taken and _is_kept(path, name, ours):
                aside = switch.free_name(name, taken)
                taken.add(aside)
                self.kept[name] = aside
            steps.append(switch.Step(name, name in coming, switch.state(path), aside))
        # What says which files are ours goes in last: until then the old one says so.
        return sorted(steps, key=lambda step: step.name == RUN)


def _is_kept(path: Path, name: str, ours: Mapping[str, Any]) -> bool:
    """Whether a file with decisions is kept under another name: somebody's own, or one with notes of theirs."""
    if name == "golden.xlsx":
        return name not in ours or not is_unchanged(path, ours[name])
    if name in REVIEWS:
        return name not in ours or (not is_unchanged(path, ours[name]) and notes_beside(path))
    # A link would be replaced by a file, and what it leads to be kept up to date no more.
    return name == DECISIONS and (name not in ours or path.is_symlink())


def _is_read(path: Path, name: str, ours: Mapping[str, Any]) -> bool:
    """Whether a workbook was ours, or its decisions were taken over, so that the next run must not find it again."""
    if name in REVIEWS:
        return name in ours or has_decisions(path)
    return name in ours and is_unchanged(path, ours[name])


@contextlib.contextmanager
def hold(
    path: Path, *, force: bool, inputs: Iterable[str | Path] = (), decisions: Iterable[str | Path] = ()
) -> Iterator[Folder]:
    """Take a folder for one run, before hours of work.

    It is made if it is not there, and taken away again if nothing was written to it. What a killed run left in it is
    brought to its end or taken away.

    Args:
        path: The folder.
        force: Whether the files of an earlier run may be replaced.
        inputs: The files that are read; `-` is standard input.
        decisions: The files of decisions that are read.

    Raises:
        OutputExists: The folder holds something, and `force` is not given.
        OutputNotWritable: The folder, or the one that it would be made in, cannot be written.
        OutputBusy: Another run is writing to it.
        OutputForeign: A file in the way is somebody's own, or was changed by somebody.
        InputInTheWay: An input is one of the files that would be replaced.
        BadAddress: It is the address of a database.
    """
    refuse_as_path(path)
    if path.exists() and not path.is_dir():
        raise OutputNotWritable(path=path, reason=said("error.not_a_folder"))
    # The current folder may be changed, or be called otherwise, while we work.
    folder = path.absolute()
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        with as_ours(path):
            folder.mkdir(parents=True, exist_ok=True)
            lock = contextlib.ExitStack()
            lock.enter_context(locked(folder))
        with lock:
            with as_ours(path):
                switch.recover(folder)
                held = Folder(
                    path, folder, force, {name: switch.state(folder / name) for name in (DECISIONS, *REVIEWS)}
                )
                held.check(inputs, decisions)
            yield held
    finally:
        with contextlib.suppress(OSError):
            for one in made:
                one.rmdir()


def finish_writing(folder: Path) -> None:
    """Bring to its end what a killed run had begun to put in its place, so that a folder is whole when it is read.

    Args:
        folder: The folder.

    Raises:
        OutputBusy: A run is writing to it just now.
        OutputNotWritable: The folder cannot be written.
    """
    if switch.is_broken_off(folder):
        with as_ours(folder), locked(folder):
            switch.recover(folder)


@contextlib.contextmanager
def as_ours(path: Path) -> Iterator[None]:
    """Turn an error of the system into one that says where nothing can be written.

    Args:
        path: The folder as the user calls it.
    """
    try:
        yield
    except ItalcleanError:
        raise
    except OSError as error:
        raise OutputNotWritable(path=path, reason=error.strerror or str(error)) from None


def _is_passing(name: str) -> bool:
    """Whether a name is of something that lies there only while we work, or that goes on from run to run."""
    return name == LOCK or switch.is_scratch(name) or name.startswith(DNS_CACHE)


def keep_inputs(folder: Path, inputs: Iterable[str | Path], names: Iterable[str]) -> None:
    """Refuse an input that is one of our files: by what it is on the disk, however it is spelt or linked.

    Args:
        folder: Where the files go.
        inputs: What is read.
        names: The files that would be replaced.

    Raises:
        InputInTheWay: One of them is read.
    """
    there = {}
    for name in names:
        with contextlib.suppress(OSError):
            there[name] = (folder / name).stat()
    for given in inputs:
        for found in _stats(given):
            for name, known in there.items():
                if os.path.samestat(found, known):
                    raise InputInTheWay(input=given, path=folder / name)


def _stats(given: str | Path) -> Iterator[os.stat_result]:
    """What an input is on the disk; `NAME=PATH` and `PATH#SHEET` may be either."""
    text = str(given)
    named = text.partition("=")[2]
    for path in (text, named, text.partition("#")[0], named.partition("#")[0]):
        # A name with a NUL in it is no file.
        # A standard input that is closed is None.
        with contextlib.suppress(OSError, ValueError, AttributeError):
            if path == "-":
                yield os.fstat(sys.stdin.fileno())
            elif path:
                yield Path(path).stat()


def written_files(folder: Path) -> dict[str, Any]:
    """Return what the `run.json` of a folder says of the files of its run; nothing where it is not as we wrote it.

    Args:
        folder: The folder.
    """
    try:
        known = json.loads((folder / RUN).read_text(encoding="utf-8"))
        files = known.pop("files")
        seal = files[RUN]["sha256"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return files if isinstance(files, dict) and seal == sealed(known) else {}


def seal_of(folder: Path) -> str | None:
    """Return what the results in a folder are known by, None where there are none as we wrote them.

    Args:
        folder: The folder.
    """
    known = written_files(folder)
    return str(known[RUN]["sha256"]) if known else None


def sealed(summary: Mapping[str, Any]) -> str:
    """Return the hash by which a `run.json` says that it was not changed: that of all but its list of files.

    Args:
        summary: What it holds.
    """
    plain = json.dumps(summary, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def described(path: Path) -> dict[str, Any]:
    """Return what `run.json` says of a file, by which it is known again.

    Args:
        path: The file.
    """
    found = path.stat()
    return {"bytes": found.st_size, "changed": found.st_mtime_ns, "sha256": _hash(path)}


def is_unchanged(path: Path, known: Mapping[str, Any]) -> bool:
    """Return whether a file is as it was written.

    Args:
        path: The file.
        known: What `described` said of it.
    """
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode) or found.st_size != known.get("bytes"):
        return False
    # A folder that was copied has other times.
    return found.st_mtime_ns == known.get("changed") or _hash(path) == known.get("sha256")


def _is_replaceable(folder: Path, name: str, ours: Mapping[str, Any]) -> bool:
    path = folder / name
    try:
        if name in REVIEWS:
            # It is made to be filled; what is filled is taken over first.
            return path.is_file() and not path.is_symlink() and has_decisions(path)
        if name == RUN:
            return name in ours and stat.S_ISREG(path.lstat().st_mode)
        return name in ours and is_unchanged(path, ours[name])
    except (OSError, TypeError, AttributeError):
        return False


def _hash(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            whole.update(chunk)
    return whole.hexdigest()


def mode_of(sources: Iterable[str | None], folder: Path) -> int:
    """Return the widest rights that the results may have: those of every input, of the owner alone without files.

    Args:
        sources: The path of each input; None is a frame, `-` standard input.
        folder: Where the results go: its files belong to a group of its own.
    """
    mode = 0o666
    for path in sources:
        if path is None or path == "-":
            return _OWNER
        try:
            found = Path(path).stat()
        except (OSError, ValueError):
            return _OWNER
        rights = found.st_mode
        if hasattr(os, "getegid") and found.st_gid != _group(folder):
            # Others than those of the input's group would read as the group: they may where everybody may.
            rights &= ~0o060 | ((rights & 0o006) << 3)
        mode &= rights
    return mode | _OWNER


def _group(folder: Path) -> int:
    found = folder.stat()
    return found.st_gid if found.st_mode & stat.S_ISGID else os.getegid()
