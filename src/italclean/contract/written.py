"""A new file beside those of people: written whole or not at all, and in nobody's place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from italclean.databases.address import refuse_as_path
from italclean.errors import ContractExists, InputInTheWay, OutputNotWritable


def write_new(path: Path, text: str, *, force: bool, inputs: Iterable[str] = ()) -> None:
    """Write a text to a file.

    Args:
        path: The file.
        text: What is to stand in it.
        force: Whether one that is there may be replaced.
        inputs: What was read, which is replaced in no case.

    Raises:
        ContractExists: There is such a file, and `force` is not given.
        InputInTheWay: It is one of the inputs.
        OutputNotWritable: It cannot be written.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_new(Path(folder, "a.toml"), "x = 1", force=False)
        ...     write_new(Path(folder, "a.toml"), "x = 2", force=True)
        ...     Path(folder, "a.toml").read_text()
        'x = 2'
    """
    refuse_as_path(path)
    try:
        for one in inputs:
            if path.exists() and Path(one).exists() and path.samefile(one):
                raise InputInTheWay(input=one, path=path)
        if path.exists() and not (force and path.is_file()):
            raise ContractExists(path=path)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            os.close(handle)
            Path(name).write_text(text, encoding="utf-8", newline="\n")
            # As a file that is made by hand: what mkstemp makes is its owner's alone.
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
            if force:
                Path(name).replace(path)
            else:
                # What somebody else put there meanwhile stays.
                _link(Path(name), path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputNotWritable(path=path, reason=error.strerror or type(error).__name__) from None


def _link(made: Path, path: Path) -> None:
    try:
        os.link(made, path)
    except FileExistsError:
        raise ContractExists(path=path) from None
    except OSError:  # no links on this disk
        made.replace(path)
