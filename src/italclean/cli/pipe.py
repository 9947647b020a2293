"""One table of a result on standard output, for the next step of a pipe."""

from __future__ import annotations

import io
from collections.abc import Iterator

import polars as pl
import typer

from italclean.cli.options import Job
from italclean.cli.terminal import STREAMS, put_bytes
from italclean.core import formula
from italclean.outputs import TABLES, Delimited, JsonLines
from italclean.outputs.base import OutputTable, TableFormat
from italclean.result import Result

_ROWS = 1 << 16
_OF_CUSTOMERS = ("golden", "crosswalk", "review")


def check(job: Job, *, deduplicates: bool) -> None:
    """Refuse options that do not go together, before the work begins.

    Args:
        job: What was asked for.
        deduplicates: Whether the command looks for duplicates.
    """
    if job.targets and not deduplicates:
        raise typer.BadParameter("only run makes customers, which are what is exported", param_hint="--for")
    if job.template is not None and not deduplicates:
        raise typer.BadParameter("only run makes customers, which are what is exported", param_hint="--template")
    if job.stdout is None:
        if job.json_lines:
            raise typer.BadParameter("say which table with --stdout TABLE", param_hint="--json-lines")
        return
    if job.as_json:
        raise typer.BadParameter("--stdout and --json both write to standard output: take one", param_hint="--json")
    if job.dry_run:
        raise typer.BadParameter("--dry-run writes nothing: take one of the two", param_hint="--stdout")
    if not deduplicates and job.stdout in _OF_CUSTOMERS:
        raise typer.BadParameter(f"only run makes {job.stdout}: clean makes cleaned and issues", param_hint="--stdout")


def write_table(result: Result, name: str, *, json_lines: bool) -> None:
    """Write a table of a result to standard output, as its file would hold it.

    Args:
        result: The result.
        name: The table.
        json_lines: Whether each record is a line of JSON; else CSV in the delimiter of the input.
    """
    table = next(table for table in TABLES if table.name == name)
    form: TableFormat = JsonLines() if json_lines else Delimited(result.delimiter)
    form.write(_pieces(table, result, opened=table.opened and form.is_text), _Pipe())  # type: ignore[arg-type]


def _pieces(table: OutputTable, result: Result, *, opened: bool) -> Iterator[pl.DataFrame]:
    """Lay the table out some rows at a time, as long as somebody reads."""
    for part in table.parts(result):
        for start in range(0, max(part.height, 1), _ROWS):
            if STREAMS.gone:
                return
            piece = part.slice(start, _ROWS)
            yield formula.in_frame(piece) if opened else piece


class _Pipe(io.RawIOBase):
    """Standard output as a file."""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        put_bytes(bytes(data))
        return len(data)
