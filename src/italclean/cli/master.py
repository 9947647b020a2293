"""The commands on a list that is kept: `add`, `split`, `explain`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from italclean.cli.app import app, asked_of_dns, work_on
from italclean.cli.options import Debug, Decisions, Job, Json, LangOption, Mapping, UseDns, mapping_of, takes
from italclean.cli.speech import print_json
from italclean.cli.terminal import put, readable
from italclean.settings import Dns, Reading

if TYPE_CHECKING:
    from italclean.outputs import Target
    from italclean.result import Result

MasterFolder = Annotated[
    Path, typer.Argument(metavar="MASTER", help="The folder that `run` or `add` wrote.", show_default=False)
]
NewFiles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NEW...]",
        help="Files or addresses of databases with new rows, as for `run`; without any, decisions are applied.",
        show_default=False,
    ),
]


@app.command()
@takes(reading=Reading, dns=Dns, job=Job)
def add(
    master: MasterFolder,
    files: NewFiles = None,
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
        return add_with(
            kept, files or None, settings, asked=frozenset(told), decisions=given, refit=refit, progress=watch
        )

    work_on(files or [], job, work, decisions)


@app.command()
@takes(job=Job)
def split(
    master: MasterFolder,
    golden_id: Annotated[str, typer.Argument(metavar="GOLDEN_ID", help="The customer that was joined wrongly.")],
    *,
    job: Job,
    rows: Annotated[
        str,
        typer.Option(
            metavar="ROW,ROW...", help="The rows that are another customer: erp:17 by the id, crm#4 by the row."
        ),
    ],
) -> None:
    """Undo a wrong merge: some rows of a customer become another one, and stay so."""
    from italclean.cli.pipe import check
    from italclean.master.parting import split_with
    from italclean.master.reading import read_master

    job = _in_place(master, job)
    check(job, deduplicates=True)
    kept = read_master(master)
    named = [name.strip() for name in rows.split(",") if name.strip()]
    language = job.lang.value if job.lang else kept.settings.language

    def work(watch: Any, _: Target | None) -> Result:
        return split_with(kept, golden_id, named, language=language, progress=watch)

    work_on([], job, work)


@app.command()
def explain(
    master: MasterFolder,
    one: Annotated[
        str, typer.Argument(metavar="A", help="A row (erp:17 by its id, crm#4 by its number), or a golden id.")
    ],
    other: Annotated[str, typer.Argument(metavar="B", help="Another row or golden id.")],
    lang: LangOption = None,
    as_json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Say why two rows of a master, or two customers, are one or not."""
    from italclean.master.explaining import explain_with
    from italclean.master.reading import read_master

    kept = read_master(master)
    why = explain_with(kept, one, other, language=lang.value if lang else kept.settings.language)
    if as_json:
        print_json(why.as_dict())
        return
    put(readable(str(why)))


def _in_place(master: Path, job: Job) -> Job:
    """Where nothing else is said, a master is changed where it lies."""
    return job if job.out is not None or job.dry_run else replace(job, out=master, force=True)
