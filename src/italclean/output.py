"""Results to files: all of them or none.

Everything is written into a hidden folder beside the wanted one, which takes its place at the end, so that a
full disk or an interruption leaves nothing half-written.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

import polars as pl

from italclean.core.parallel import each
from italclean.errors import OutputExists, OutputNotWritable
from italclean.report.html import report_page
from italclean.result import Result

_FILES = (
    "contatti.csv",
    "survivorship.csv",
    *(f"{name}.csv" for name in ("golden", "cleaned", "crosswalk", "issues", "review", "rejected")),
    "report.html",
    "run.json",
)
"""Every file that a run may write; with `force` those of an earlier run go, also where this one writes none."""

DNS_CACHE = "dns-cache.sqlite"
"""The answers of the DNS, kept in the folder as they come; alone there, they are those of an interrupted run."""


def check_folder(folder: Path, *, force: bool) -> None:
    """Make sure that results can be written to a folder, before hours of work.

    Raises:
        OutputExists: The folder holds something, and `force` is not given.
        OutputNotWritable: The folder, or the one that it would be made in, cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputNotWritable(path=folder, reason="è un file, non una cartella / it is a file, not a folder")
    if folder.is_dir() and any(entry.name != DNS_CACHE for entry in folder.iterdir()) and not force:
        raise OutputExists(path=folder)
    try:
        _scratch_beside(folder).rmdir()
    except OSError as error:
        raise OutputNotWritable(path=folder, reason=error.strerror or str(error)) from None


def _scratch_beside(folder: Path) -> Path:
    parent = folder.absolute().parent
    while not parent.exists():
        parent = parent.parent
    return Path(tempfile.mkdtemp(prefix=".italclean-", dir=folder if folder.is_dir() else parent))


def write_result(result: Result, folder: Path, *, force: bool) -> list[Path]:
    """Write all files of a result; see `Result.write`."""
    check_folder(folder, force=force)
    try:
        scratch = _scratch_beside(folder)
    except OSError as error:
        raise OutputNotWritable(path=folder, reason=error.strerror or str(error)) from None
    try:
        _write_all(result, scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            (folder / name).unlink(missing_ok=True)
        written = []
        for file in sorted(scratch.iterdir()):
            target = folder / file.name
            file.replace(target)
            written.append(target)
    except OSError as error:
        raise OutputNotWritable(path=folder, reason=error.strerror or str(error)) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return written


def _write_all(result: Result, folder: Path) -> None:
    tables = {"cleaned": result.cleaned}
    if result.deduped is not None:
        tables |= {
            "golden": result.golden,
            "crosswalk": result.crosswalk,
            "review": result.review,
        }
    if result.rejected.height:
        tables["rejected"] = result.rejected

    # What is laid out some rows at a time: whole it would lift the peak of memory.
    long = {"issues": result.log.parts}
    if result.deduped is not None:
        long |= {"contatti": result.deduped.book.parts, "survivorship": result.deduped.kept.parts}

    def write(name: str) -> None:
        with (folder / f"{name}.csv").open("wb") as file:
            for part in [tables[name]] if name in tables else long[name]():
                _write_csv(part, file, result.delimiter, header=file.tell() == 0)

    # The report groups whole tables: beside the others it would lift the peak of memory.
    (folder / "report.html").write_text(report_page(result), encoding="utf-8")
    for _ in each(write, (*long, *tables), most=2):
        pass
    (folder / "run.json").write_text(
        json.dumps(result.summary(), ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8"
    )


def _write_csv(table: pl.DataFrame, file: BinaryIO, delimiter: str, *, header: bool = True) -> None:
    table.write_csv(file, include_header=header, separator=delimiter, quote_style="necessary", line_terminator="\n")
