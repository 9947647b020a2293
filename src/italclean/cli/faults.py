"""Faults of ours: one line, and on request a file of where it happened, without a word of anybody's data."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

from italclean.messages.text import said
from italclean.version import __version__

if TYPE_CHECKING:
    from italclean.errors import Language

EXIT_CODE = 4
_PACKAGES = ("polars", "numpy", "rapidfuzz", "phonenumbers", "typer")


def tell_fault(error: BaseException, language: Language, *, debug: bool) -> str:
    """Say in one line that something of ours went wrong, where, and what to do.

    Args:
        error: What was raised; its text is not used, which may name a cell.
        language: The language of the line.
        debug: Whether to write the traceback to a file of the user's alone.
    """
    what = f"{type(error).__name__}, {_place(error)}"
    if not debug:
        return said("cli.fault", what=what).text(language)
    path = _write(error)
    if path is None:
        return said("cli.fault_unwritten", what=what).text(language)
    return said("cli.fault_written", what=what, path=path).text(language)


def _place(error: BaseException) -> str:
    frames = extract_tb(error.__traceback__)
    if not frames:
        return "?"
    ours = [frame for frame in frames if _short(frame.filename).startswith("italclean/")]
    last = (ours or frames)[-1]
    return f"{_short(last.filename)}:{last.lineno}"


def _short(filename: str) -> str:
    """The path of a module from its package on."""
    parts = Path(filename).parts
    for root in ("site-packages", "src"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    for place, part in enumerate(parts):
        if part.endswith(".whl"):
            return "/".join(parts[place + 1 :])
    return parts[-1] if parts else "?"


def report(error: BaseException) -> str:
    """Tell the types and frames of an error and of those behind it; no texts, no values, no lines of code."""
    lines = [
        f"{datetime.now().astimezone().isoformat(timespec='seconds')}",
        f"python {platform.python_version()} {sys.platform} {platform.machine()}",
        f"italclean {__version__} " + " ".join(f"{name} {_version(name)}" for name in _PACKAGES),
    ]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines += ["", f"{type(current).__module__}.{type(current).__qualname__}"]
        lines += [
            f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def _write(error: BaseException) -> Path | None:
    for folder in (Path.cwd, lambda: Path(tempfile.gettempdir())):
        try:
            descriptor, name = tempfile.mkstemp(prefix="italclean-debug-", suffix=".txt", dir=folder())
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(report(error))
        except OSError:
            continue
        return Path(name)
    return None
