"""Where results go, the folder of `--out` and the database of `--to`: taken before the work, written at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from italclean.cli.options import Job
from italclean.cli.speech import tell_all
from italclean.messages.text import Text, said

if TYPE_CHECKING:
    from italclean.outputs import Folder, Target
    from italclean.result import Result


@contextmanager
def held(job: Job, files: list[str], decisions: list[Path] | None = None) -> Iterator[Folder | None]:
    """Take the folder for the results before the work begins, and keep it until they are written.

    Args:
        job: What was typed.
        files: What is read.
        decisions: The files of decisions that are read.

    Raises:
        ItalcleanError: The results cannot go there.
    """
    if job.dry_run or (job.out is None and (job.stdout is not None or job.to is not None)):
        yield None
        return
    if job.out is None:
        reason = (
            "give the folder for the results with --out DIR, a table for --stdout, a database for --to, or --dry-run"
        )
        raise typer.BadParameter(reason, param_hint="--out")
    from italclean.outputs import hold

    with hold(job.out, force=job.force, inputs=files, decisions=decisions or ()) as folder:
        yield folder


def kept(out: Path | None) -> list[Path]:
    """Return the files with decisions that lie in the folder for the results.

    Args:
        out: The folder, or None for none.
    """
    from italclean.outputs import kept_decisions

    return kept_decisions(out) if out is not None else []


def kept_aside(names: tuple[str, str]) -> Text:
    """Say that a file of a person was kept under another name.

    Args:
        names: Its name, and the other one.
    """
    name, aside = names
    return said("cli.kept_aside", name=name, kept=aside)


def target_of(job: Job, files: list[str]) -> Target | None:
    """Find the database for the results, or None where they go to none.

    Args:
        job: What was typed.
        files: What is read.

    Raises:
        ItalcleanError: The results cannot go there.
    """
    if job.to is None or job.dry_run:
        return None
    from italclean.outputs import find_target

    return find_target(job.to, force=job.force, inputs=files)


def deliver(result: Result, target: Target, job: Job, *, alone: bool) -> None:
    """Write the results to a database, and say so.

    Args:
        result: The results.
        target: What `target_of` found.
        job: What was typed.
        alone: Whether they go nowhere else.

    Raises:
        ItalcleanError: They cannot be written; the database is as it was.
    """
    from italclean.outputs import write_database

    written = write_database(result, target)
    if job.quiet:
        return
    tables = ", ".join(f"{name} {rows}" for name, rows in written.rows.items())
    own = [said("database.alone")] if alone else []
    done = said("database.written", database=str(target), tables=tables)
    tell_all([*target.notices, *written.notices, *own, done], result.language)
