"""How many threads the command line takes for a short list, said before polars is imported: it asks but once.

A list of some hundred rows is thousands of small questions. Handed from thread to thread, each waits longer than it
works: one thread is done sooner, and takes less of the processor. What comes out depends on no number of threads.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path

_LITTLE = 300_000
"""Bytes of all files that a command names: some 1,500 rows, or four times as many of a packed file."""
_READ_ONCE = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS")
"""Whence polars and NumPy take the number of their threads, when they are imported."""
_COMMAND = "italclean"
_WRITTEN = "--out"
"""Behind it a folder is named that may hold what an earlier run wrote, and is not read."""


def few_for_little(arguments: Sequence[str], environment: MutableMapping[str, str]) -> None:
    """Ask for one thread where all files that a command names are small; a number that somebody set stays.

    Args:
        arguments: The arguments of the command line: its files stand among them, as `clienti.csv` or `erp=clienti.csv`,
            and the folder of a list that is kept.
        environment: The variables of the process.

    Examples:
        >>> environment = {}
        >>> few_for_little(["run", "no-such-file.csv"], environment)
        >>> environment
        {}
    """
    read = [argument for before, argument in zip(("", *arguments), arguments, strict=False) if before != _WRITTEN]
    sizes = [size for argument in read if (size := _size(argument)) is not None]
    if sizes and sum(sizes) < _LITTLE and not any(name in environment for name in _READ_ONCE):
        environment.update(dict.fromkeys(_READ_ONCE, "1"))


def _size(argument: str) -> int | None:
    """The size of a file, or of the files of a folder, None where an argument is neither, or nothing is in it."""
    for name in (argument, argument.partition("=")[2]):
        try:
            path = Path(name)
            if name and path.is_dir():
                return sum(file.stat().st_size for file in path.iterdir() if file.is_file()) or None
            if name and path.is_file():
                return path.stat().st_size
        except (OSError, ValueError):
            continue
    return None


def is_command_line() -> bool:
    """Tell whether this process is italclean's command line, and not a program that imports it."""
    # While `python -m italclean` looks for its module, the process has no path to show: argv[0] is `-m`.
    if sys.argv[:1] == ["-m"]:
        return _COMMAND in sys.orig_argv
    return bool(sys.argv) and Path(sys.argv[0]).stem == _COMMAND


if is_command_line():
    few_for_little(sys.argv[1:], os.environ)
