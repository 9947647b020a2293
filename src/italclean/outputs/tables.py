"""The files of a result: what stands in them, and who may read them."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from italclean.core import formula
from italclean.core.parallel import each
from italclean.core.text import encodable
from italclean.customers.decisions import merged, read_decisions
from italclean.outputs import switch
from italclean.outputs.folder import (
    DNS_CACHE,
    RUN,
    Folder,
    as_ours,
    described,
    hold,
    mode_of,
    sealed,
)
from italclean.report.html import report_page
from italclean.result import Result

OPENED = frozenset(("issues", "rewritten", "review", "rejected", "survivorship", "contatti", "decisions"))
"""What people open in a spreadsheet: no cell is left there that it would run. The rest is for programs, as it is."""


def write_result(result: Result, folder: Path, *, force: bool) -> list[Path]:
    """Write all files of a result; see `Result.write`."""
    inputs = [source["path"] for source in result.sources if source["path"] not in (None, "-")]
    with hold(folder, force=force, inputs=inputs) as held:
        return write_into(result, held)


def write_into(result: Result, folder: Folder) -> list[Path]:
    """Write all files of a result into a folder that is held.

    Args:
        result: The result.
        folder: What `hold` gave.

    Returns:
        The files written, `decisions.csv` among them where there are decisions.

    Raises:
        OutputNotWritable: The folder cannot be written; it is as it was before.
    """
    with as_ours(folder.given):
        decisions = _decisions(result, folder)
        scratch = switch.make_scratch(folder.path)
        try:
            new = switch.staged(scratch)
            mode = mode_of((source["path"] for source in result.sources), folder.path)
            _write_all(result, decisions, new, mode, folder.given)
            names = sorted(path.name for path in new.iterdir())
            # It names mail domains of customers, and stays from run to run.
            _narrow(folder.path / DNS_CACHE, mode)
            switch.switch(folder.path, scratch, folder.steps(names))
        finally:
            switch.remove(scratch)
    return [folder.given / name for name in names]


def summary_of(folder: Folder) -> Any:
    """Return what the `run.json` of a folder says.

    Args:
        folder: A folder that was written to.
    """
    return json.loads((folder.path / RUN).read_text(encoding="utf-8"))


def _narrow(path: Path, mode: int) -> None:
    """Take rights to a file away; those that the user's mask took away stay away."""
    # Some disks (vfat) know no rights, and some files are not there.
    with contextlib.suppress(OSError):
        path.chmod(path.stat().st_mode & mode)


def _decisions(result: Result, folder: Folder) -> pl.DataFrame:
    """All decisions: those of the folder, then those of the run, then what was filled in while it ran."""
    before: list[pl.DataFrame] = []
    after: list[pl.DataFrame] = []
    for path in folder.decisions():
        (after if folder.touched(path.name) else before).append(read_decisions(path).table)
    taken = [result.decisions] if result.decisions.width else []
    return merged([*before, *taken, *after]).table


def _write_all(result: Result, decisions: pl.DataFrame, folder: Path, mode: int, given: Path) -> None:
    tables = {"cleaned": result.cleaned}
    if result.deduped is not None:
        tables |= {
            "golden": result.golden,
            "crosswalk": result.crosswalk,
            "review": result.review,
        }
    if result.rejected.height:
        tables["rejected"] = result.rejected
    if decisions.height:
        tables["decisions"] = decisions
    # What is laid out some rows at a time: whole it would lift the peak of memory.
    long = {"issues": result.log.parts}
    if result.deduped is not None:
        long |= {"contatti": result.deduped.book.parts, "survivorship": result.deduped.kept.parts}
    files: dict[str, Any] = {}

    def finish(path: Path) -> None:
        _narrow(path, mode)
        switch.flush(path)
        files[path.name] = described(path)

    def write(name: str) -> None:
        path = folder / f"{name}.csv"
        with path.open("wb") as file:
            for part in [tables[name]] if name in tables else long[name]():
                shown = formula.in_frame(part) if name in OPENED else part
                _write_csv(shown, file, result.delimiter, header=file.tell() == 0)
        finish(path)

    # The report groups whole tables: beside the others it would lift the peak of memory.
    report = folder / "report.html"
    report.write_text(report_page(result), encoding="utf-8")
    finish(report)
    for _ in each(write, (*long, *tables), most=2):
        pass
    _write_summary(result, given, files, folder / RUN)
    _narrow(folder / RUN, mode)
    switch.flush(folder / RUN)


def _write_summary(result: Result, given: Path, files: dict[str, Any], path: Path) -> None:
    """Write `run.json` with the list of the files, by which the next run knows them as ours."""
    told = {**result.summary(), "folder": encodable(str(given))}
    summary = json.loads(json.dumps(told, ensure_ascii=False, default=str))
    listed = {name: files[name] for name in sorted(files)} | {RUN: {"sha256": sealed(summary)}}
    text = json.dumps({**summary, "files": listed}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _write_csv(table: pl.DataFrame, file: BinaryIO, delimiter: str, *, header: bool = True) -> None:
    table.write_csv(file, include_header=header, separator=delimiter, quote_style="necessary", line_terminator="\n")
