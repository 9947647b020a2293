"""Results that go to a database (`--to`): found before the work begins, written at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from italclean.cli.options import Job
from italclean.cli.speech import tell_all
from italclean.messages.text import said
from italclean.result import Result

if TYPE_CHECKING:
    from italclean.outputs import Target


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
