"""The files of a result: what stands in them, and who may read them."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from italclean.core import formula
from italclean.core.lots import in_lots
from italclean.core.parallel import each
from italclean.core.text import encodable
from italclean.customers.decisions import merged, read_decisions
from italclean.customers.deduped import Deduped
from italclean.errors import BadOption
from italclean.messages.text import argument, said
from italclean.outputs import switch
from italclean.outputs.base import OutputTable, TableFormat
from italclean.outputs.columnar import Parquet
from italclean.outputs.delimited import Delimited
from italclean.outputs.erasing import erase_beside, not_ours
from italclean.outputs.folder import (
    DNS_CACHE,
    FORGOTTEN,
    RUN,
    Folder,
    as_ours,
    described,
    hold,
    mode_of,
    sealed,
)
from italclean.outputs.spreadsheet import Spreadsheet, ready, why_not
from italclean.outputs.state import check_unmoved, write_state
from italclean.pairs.review import KEY_FIELDS as REVIEW_FIELDS
from italclean.report.html import report_page
from italclean.result import Result
from italclean.review.page import REVIEW_PAGE, review_page

OF_TABLES = ("csv", "parquet")
"""What tables that no person fills may be written as."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the tables of a result are written as.

    Attributes:
        tables: The format of the tables that no person fills, one of `OF_TABLES`.
        rewritten: That of the cells that were merely rewritten: the longest table, and the one that nobody reads from
            end to end.
        xlsx: Whether the tables of `SPREADSHEETS` are written as workbooks.
        examples: Whether the report shows what stands in cells; without, it holds counts and no personal data.

    Raises:
        BadOption: There is no such format.
        ExtraMissing: The library that writes workbooks is not installed.
    """

    tables: str = "csv"
    rewritten: str = "parquet"
    xlsx: bool = False
    examples: bool = True

    def __post_init__(self) -> None:
        for option, value in (("format", self.tables), ("rewritten", self.rewritten)):
            if value not in OF_TABLES:
                reason = said("error.one_of", names=", ".join(OF_TABLES))
                raise BadOption(value=value, option=argument(option), reason=reason)
        if self.xlsx:
            ready()

    def of(self, table: OutputTable) -> str:
        """Return the format of a table."""
        if table is REWRITTEN:
            return self.rewritten
        return "csv" if table.by_hand else self.tables


_AS_USUAL = Written()


def _of_customers(parts: Callable[[Deduped], Iterable[pl.DataFrame]]) -> Callable[[Result], Iterable[pl.DataFrame]]:
    """A table that only a list has whose duplicates were looked for."""
    return lambda result: () if result.deduped is None else parts(result.deduped)


def _after(name: str, parts: Callable[[Result], Iterable[pl.DataFrame]]) -> Callable[[Result], Iterable[pl.DataFrame]]:
    """A table to which each delivery adds: what earlier ones left stands first."""

    def laid_out(result: Result) -> Iterator[pl.DataFrame]:
        earlier = result.earlier.get(name)
        if earlier is None:
            yield from parts(result)
            return
        ours, theirs = iter(parts(result)), iter(earlier())
        new, old = next(ours, None), next(theirs, None)
        if new is None or old is None:
            yield from chain([part for part in (old, new) if part is not None], theirs, ours)
            return
        types = {name: _common(old.schema.get(name), dtype) for name, dtype in new.schema.items()}
        for part in chain([old], theirs, [new], ours):
            yield part.cast({name: types[name] for name in part.columns}).select(list(types))

    return laid_out


def _common(old: pl.DataType | None, new: pl.DataType) -> pl.DataType:
    """The type of a column to which a delivery adds: another one may have known other issues, or was read as text."""
    return pl.String() if isinstance(new, pl.Enum | pl.Categorical) and old != new else new


def _beside(name: str) -> Callable[[Result], Iterable[pl.DataFrame]]:
    """A table that only some results have."""
    return _after(name, lambda result: [result.beside[name]] if name in result.beside else ())


def _ballast(result: Result) -> Iterator[pl.DataFrame]:
    """What the list costs, where a tariff tells it."""
    if result.deduped is not None and result.options.get("tariff") is not None:
        yield result.ballast().frame


REWRITTEN = OutputTable("rewritten", _after("rewritten", lambda result: result.log.rewritten_parts()), opened=True)
"""The longest table, and the one that nobody reads from end to end: it has a format of its own."""

TABLES = (
    # The long ones first, which are laid out as they are written: whole they would lift the peak of memory.
    REWRITTEN,
    OutputTable("issues", _after("issues", lambda result: result.log.issue_parts()), opened=True),
    OutputTable("contatti", _of_customers(lambda deduped: deduped.book.parts()), opened=True),
    OutputTable("survivorship", _of_customers(lambda deduped: deduped.kept.parts()), opened=True),
    OutputTable("cleaned", lambda result: [result.cleaned]),
    OutputTable("golden", _of_customers(lambda deduped: [deduped.golden])),
    OutputTable("crosswalk", _of_customers(lambda deduped: [deduped.crosswalk])),
    OutputTable("review", _of_customers(lambda deduped: [deduped.review]), opened=True, by_hand=True),
    OutputTable(
        "rejected",
        _after("rejected", lambda result: [result.rejected] if result.rejected.height else ()),
        opened=True,
        by_hand=True,
    ),
    OutputTable(
        "retention", lambda result: [result.retention] if result.overdue.height else (), opened=True, by_hand=True
    ),
    OutputTable(
        "attivita",
        _of_customers(lambda deduped: [deduped.tasks] if deduped.tasks.height else ()),
        opened=True,
        by_hand=True,
    ),
    OutputTable("ballast", _ballast, opened=True, by_hand=True),
    *(
        OutputTable(name, _beside(name), opened=True, by_hand=True)
        for name in ("changes", "restore", "suppressed", "forgotten", "review_earlier")
    ),
)
"""The tables that a result is written as; `decisions` stands beside them, which the folder may hold already."""


SPREADSHEETS = {
    "review": Spreadsheet(
        {"decision": ("same", "different")}, [(f"{field}_a", f"{field}_b") for field in REVIEW_FIELDS]
    ),
    "golden": Spreadsheet(),
}
"""The tables that people work on, which may be workbooks: the review instead of CSV, the customers beside theirs."""


def write_result(result: Result, folder: Path, *, force: bool, written: Written = _AS_USUAL) -> list[Path]:
    """Write all files of a result; see `Result.write`."""
    inputs = [source["path"] for source in result.sources if source["path"] not in (None, "-")]
    with hold(folder, force=force, inputs=inputs) as held:
        return write_into(result, held, written)


def write_into(result: Result, folder: Folder, written: Written = _AS_USUAL) -> list[Path]:
    """Write all files of a result into a folder that is held.

    Args:
        result: The result.
        folder: What `hold` gave.
        written: What the tables are written as.

    Returns:
        The files written, `decisions.csv` among them where there are decisions.

    Raises:
        OutputNotWritable: The folder cannot be written; it is as it was before.
        MasterMovedOn: The master that the result was made of was written to since.
    """
    with as_ours(folder.given):
        check_unmoved(result)
        decisions = _decisions(result, folder)
        if result.erased is not None and result.erased.customers:
            folder.told.extend(not_ours(folder.path))
        scratch = switch.make_scratch(folder.path)
        try:
            new = switch.staged(scratch)
            mode = mode_of((source["path"] for source in result.sources), folder.path)
            _write_all(result, decisions, new, mode, folder, written)
            names = sorted(path.name for path in new.iterdir())
            # It names mail domains of customers, and stays from run to run.
            _narrow(folder.path / DNS_CACHE, mode)
            switch.switch(folder.path, scratch, folder.steps(names))
            if result.erased is not None:
                folder.told.extend(erase_beside(folder.path, result.erased, names))
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
    whole = merged([*before, *taken, *after]).table
    return whole if result.erased is None else result.erased.without(whole)


def _write_all(
    result: Result, decisions: pl.DataFrame, folder: Path, mode: int, held: Folder, written: Written
) -> None:
    kept = OutputTable("decisions", lambda _: [decisions] if decisions.height else (), opened=True, by_hand=True)
    formats: dict[str, TableFormat] = {"csv": Delimited(result.delimiter), "parquet": Parquet()}
    files: dict[str, Any] = {}

    def finish(path: Path) -> None:
        _narrow(path, mode)
        switch.flush(path)
        files[path.name] = described(path)

    def write(table: OutputTable) -> None:
        parts = iter(table.parts(result))
        first = next(parts, None)
        if first is None:
            return
        if written.xlsx and table.name in SPREADSHEETS:
            # Such a table comes in one piece.
            refused = why_not(first, table.name)
            if refused is None:
                put(table, SPREADSHEETS[table.name], [first])
            else:
                held.told.append(refused)
            if refused is None and table.by_hand:
                return
        put(table, formats[written.of(table)], chain([first], parts))

    def put(table: OutputTable, form: TableFormat, whole: Iterable[pl.DataFrame]) -> None:
        whole = in_lots(whole)
        if table.opened and form.is_text:
            whole = map(formula.in_frame, whole)
        path = folder / f"{table.name}{form.suffix}"
        with path.open("wb") as file:
            form.write(whole, file)
        finish(path)

    # The report groups whole tables: beside the others it would lift the peak of memory.
    review = _review_called(result, xlsx=written.xlsx)
    for name, page in _pages(result, review, examples=written.examples):
        (folder / name).write_text(page, encoding="utf-8", newline="\n")
        finish(folder / name)
    for _ in each(write, (*TABLES, kept), most=2):
        pass
    state = [] if result.deduped is None else write_state(result, result.deduped, written.tables, folder)
    for path in (*state, *_fingerprints_kept(held, folder)):
        finish(path)
    _write_summary(result, held, files, folder / RUN)
    _narrow(folder / RUN, mode)
    switch.flush(folder / RUN)


def _pages(result: Result, review: str, *, examples: bool) -> Iterator[tuple[str, str]]:
    """Lay out the pages for a browser, one after the other."""
    yield "report.html", report_page(result, review, examples=examples)
    deciding = review_page(result, review)
    if deciding is not None:
        yield REVIEW_PAGE, deciding


def _fingerprints_kept(held: Folder, folder: Path) -> Iterator[Path]:
    """Keep fingerprints of which a run knows nothing: without them nobody could be kept out ever again."""
    before, after = held.path / FORGOTTEN, folder / FORGOTTEN
    if before.is_file() and not after.exists():
        shutil.copyfile(before, after)
        held.told.append(said("master.fingerprints_stay"))
        yield after


def _review_called(result: Result, *, xlsx: bool) -> str:
    """Return what the file of pairs to decide will be called."""
    is_workbook = xlsx and result.deduped is not None and why_not(result.review, "review") is None
    return f"review{Spreadsheet.suffix if is_workbook else Delimited.suffix}"


def _write_summary(result: Result, held: Folder, files: dict[str, Any], path: Path) -> None:
    """Write `run.json` with the list of the files, by which the next run knows them as ours."""
    told = {**result.summary(), "folder": encodable(str(held.given))}
    told["notices"] += [{"it": notice.italian, "en": notice.english} for notice in held.told]
    summary = json.loads(json.dumps(told, ensure_ascii=False, default=str))
    listed = {name: files[name] for name in sorted(files)} | {RUN: {"sha256": sealed(summary)}}
    text = json.dumps({**summary, "files": listed}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
