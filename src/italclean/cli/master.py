"""The commands on a list that is kept: `add`, `split`, `forget`, `explain`."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from italclean.cli.contract import ContractOption, targets_of, typed_in
from italclean.cli.options import (
    Debug,
    Decisions,
    Format,
    Job,
    Json,
    LangOption,
    Mapping,
    UseDns,
    mapping_of,
    takes,
)
from italclean.cli.speech import print_json, tell
from italclean.cli.terminal import put, readable, say
from italclean.cli.work import asked_of_dns, work_on
from italclean.errors import FileMissing
from italclean.groups import Group
from italclean.messages.text import said
from italclean.settings import Dns, Matching, Periods, Reading

if TYPE_CHECKING:
    from italclean.outputs import Target
    from italclean.result import Result

Made = TypeVar("Made", bound=Group)

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

Key = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The key of the fingerprints of forgotten persons; it lies outside the master."),
]


@takes(reading=Reading, matching=Matching, periods=Periods, dns=Dns, job=Job)
def add(
    ctx: typer.Context,
    master: MasterFolder,
    files: NewFiles = None,
    *,
    reading: Reading,
    matching: Matching,
    periods: Periods,
    dns: Dns,
    job: Job,
    mapping: Mapping = None,
    decisions: Decisions = None,
    refit: Annotated[bool, typer.Option(help="Learn anew what likeness is worth, of the list as it is now.")] = False,
    use_dns: UseDns = False,
    contract: ContractOption = None,
    key: Key = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID", help="An identifier of a forgotten person who wants back in: its rows come in (repeatable)."
        ),
    ] = None,
) -> None:
    """Add new rows to what an earlier run left: known customers keep their ids."""
    from italclean.cli.pipe import check
    from italclean.contract.contract import Contract
    from italclean.master.adding import add_with
    from italclean.master.reading import read_master

    kept = read_master(master)
    typed = typed_in(ctx)
    job = job if "format" in typed else replace(job, format=Format(kept.tables))
    check(job, deduplicates=True)
    agreed = None if contract is None else Contract.read(contract)
    key = key or (None if agreed is None else agreed.key)
    _keep_apart(key, job)
    told = mapping_of(mapping)
    settings = replace(
        kept.settings,
        reading=reading,
        mapping={**kept.settings.mapping, **told},
        matching=_typed_over(kept.settings.matching, matching, typed),
        periods=_typed_over(kept.settings.periods, periods, typed),
        dns=asked_of_dns(use_dns or (agreed is not None and agreed.asks_dns), dns, job),
        language=job.lang.value if job.lang else kept.settings.language,
    )
    settings = settings if agreed is None else agreed.settings(settings, typed)

    def work(watch: Any, target: Target | None) -> Result:
        there = [] if target is None or target.decisions.is_empty() else [target.decisions]
        given = [*there, *(decisions or ())]
        return add_with(
            kept,
            files or None,
            settings,
            asked=frozenset(told),
            decisions=given,
            refit=refit,
            key=key,
            allow=allow or (),
            progress=watch,
        )

    gates, targets = ((), ()) if agreed is None else (agreed.gates, targets_of(agreed, typed))
    work_on(files or [], job, work, decisions, gates, targets)


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


@takes(job=Job)
def forget(
    master: MasterFolder,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID...]",
            help="Whom: golden ids, erp:17, crm#4, codici fiscali, partite IVA, e-mail addresses, telephone numbers.",
        ),
    ] = None,
    *,
    job: Job,
    key: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="The key of the fingerprints, outside the master; made where there is none.",
            show_default=False,
        ),
    ],
    from_file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A file of them, one a line; - is standard input.")
    ] = None,
) -> None:
    """Remove persons from every file of a master, and keep them out of it (GDPR, art. 17)."""
    from italclean.cli.pipe import check
    from italclean.master.forgetting import forget_with
    from italclean.master.reading import read_master
    from italclean.master.seeking import sought

    whom = [*(names or ()), *_listed(from_file)]
    if not whom:
        raise typer.BadParameter("say whom, or give a list of them with --from FILE", param_hint="ID")
    kept = read_master(master)
    job = _as_it_lies(master, _in_place(master, job), kept.tables)
    check(job, deduplicates=True)
    _keep_apart(key, job)
    found = sought(kept, whom)
    language = job.lang.value if job.lang else kept.settings.language
    if found.missing and not job.quiet:
        tell(said("master.not_found", count=len(found.missing), all=len(whom)), language)
        for name in found.missing:
            say(readable(f"  {name}"))
    if not found.customers:
        if job.as_json:
            print_json({"erased": {"customers": 0, "rows": 0, "not_found": len(found.missing)}})
        elif not job.quiet:
            tell(said("master.forgotten", customers=0, rows=0, fingerprints=0), language)
        return

    def work(watch: Any, _: Target | None) -> Result:
        return forget_with(kept, found, key, out=job.out, writes=not job.dry_run, language=language, progress=watch)

    work_on([], job, work)


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


def _typed_over(kept: Made, given: Made, typed: Collection[str]) -> Made:
    """The settings of the master, but for what was typed."""
    return replace(kept, **{one.name: getattr(given, one.name) for one in fields(given) if one.name in typed})


def _in_place(master: Path, job: Job) -> Job:
    """Where nothing else is said, a master is changed where it lies."""
    return job if job.out is not None or job.dry_run else replace(job, out=master, force=True)


def _as_it_lies(master: Path, job: Job, tables: str) -> Job:
    """Where a master is changed where it lies, its tables stay what they are written as."""
    if job.out != master:
        return job
    from italclean.outputs.folder import WORKBOOKS, written_files

    rewritten = Format.csv if (master / "rewritten.csv").is_file() else job.rewritten
    ours = written_files(master)
    return replace(
        job,
        format=Format(tables),
        rewritten=rewritten,
        xlsx=job.xlsx or any(name in ours and (master / name).is_file() for name in WORKBOOKS),
    )


def _keep_apart(key: Path | None, job: Job) -> None:
    """Refuse a key in the folder for the results, too."""
    if key is not None and job.out is not None:
        from italclean.master.fingerprints import keep_outside

        keep_outside(key, job.out)


def _listed(path: Path | None) -> list[str]:
    """The names in a file, one a line."""
    if path is None:
        return []
    from italclean.master.seeking import names_in

    if str(path) == "-":
        return names_in(list(sys.stdin or ()))
    try:
        return names_in(path.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise FileMissing(path=path, reason=error) from None
