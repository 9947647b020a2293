"""One run at a time on one folder, by a lock of the operating system: it goes with its process, however that ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from italclean.errors import OutputBusy

LOCK = ".italclean.lock"

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import errno
    import fcntl

    def _take(file: int) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES):
                raise
            # Some network drives know no locks: better to work unguarded than not at all.


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder.

    Args:
        folder: The folder, which is there.

    Raises:
        OutputBusy: Another run is writing to it.
        OSError: Nothing can be written to the folder.
    """
    path = folder / LOCK
    file = _open(path, folder)
    try:
        yield
    finally:
        # Taken away while it is still held: who opened it meanwhile finds that it is the lock no more.
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(file)
        with contextlib.suppress(OSError):
            # Windows takes no open file away.
            if sys.platform == "win32":
                path.unlink()


def _open(path: Path, folder: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    while True:
        file = os.open(path, flags, 0o600)
        try:
            _take(file)
        except OSError:
            os.close(file)
            raise OutputBusy(path=folder) from None
        if _is_at(file, path):
            return file
        os.close(file)


def _is_at(file: int, path: Path) -> bool:
    """Whether an open file is still the one of that name: the run before may have taken it away in between."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False
