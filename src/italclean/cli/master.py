"""The commands on a list that is kept: `add`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from italclean.cli.app import app, asked_of_dns, work_on
from italclean.cli.options import Decisions, Files, Job, Mapping, UseDns, mapping_of, takes
from italclean.settings import Dns, Reading

if TYPE_CHECKING:
    from italclean.outputs import Target
    from italclean.result import Result

MasterFolder = Annotated[
    Path, typer.Argument(metavar="MASTER", help="The folder that `run` or `add` wrote.", show_default=False)
]


@app.command()
@takes(reading=Reading, dns=Dns, job=Job)
def add(
    master: MasterFolder,
    files: Files,
    *,
    reading: Reading,
    dns: Dns,
    job: Job,
    mapping: Mapping = None,
    decisions: Decisions = None,
    refit: Annotated[bool, typer.Option(help="Learn anew what likeness is worth, of the list as it is now.")] = False,
    use_dns: UseDns = False,
) -> None:
    """Add new rows to what an earlier run left: known customers keep their ids."""
    from italclean.cli.pipe import check
    from italclean.master.adding import add_with
    from italclean.master.reading import read_master

    check(job, deduplicates=True)
    kept = read_master(master)
    told = mapping_of(mapping)
    settings = replace(
        kept.settings,
        reading=reading,
        mapping={**kept.settings.mapping, **told},
        dns=asked_of_dns(use_dns, dns, job),
        language=job.lang.value if job.lang else kept.settings.language,
    )

    def work(watch: Any, target: Target | None) -> Result:
        there = [] if target is None or target.decisions.is_empty() else [target.decisions]
        given = [*there, *(decisions or ())]
        return add_with(kept, files, settings, asked=frozenset(told), decisions=given, refit=refit, progress=watch)

    work_on(files, job, work, decisions)
