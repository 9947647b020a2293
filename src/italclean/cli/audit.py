"""The command `audit`: two systems held against each other, which stay as they are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from italclean.cli.contract import Asked, ContractOption
from italclean.cli.options import Decisions, Format, Job, Lang, Mapping, UseDns, mapping_of, takes
from italclean.cli.speech import language_of, print_json, progress, tell, tell_all
from italclean.cli.work import asked_of_dns, tell_over
from italclean.contract.gates import OF_AUDITS, read_gates
from italclean.groups import Group, setting
from italclean.messages.text import said
from italclean.settings import Dns, Matching, Periods, Reading, Settings

if TYPE_CHECKING:
    from italclean.audits.audit import Audit
    from italclean.audits.writing import Written
    from italclean.outputs.parcel import Parcel

Systems = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="A B",
        help="The two systems: files or addresses of databases, as for `run`; NAME=PATH names one. With --contract the "
        "names of its sources will do, or nothing where it has two.",
        show_default=False,
    ),
]


_OF_RUN: dict[str, Any] = {
    name: field(default=declared.default, metadata=declared.metadata)
    for name, declared in Job.__dataclass_fields__.items()
}
"""The options that are as the other commands have them."""


@dataclass(frozen=True)
class AuditJob(Group):
    """What an audit is told beside the settings of the library.

    Attributes:
        out: The folder for the results.
        force: Whether the files of an earlier audit may be replaced.
        format: What the tables are written as.
        xlsx: Whether the sample is a workbook.
        sample: How many differences the sample has.
        seed: By which it is drawn.
        dry_run: Whether nothing is written.
        lang: The language of messages and page; None for the system's.
        as_json: Whether the figures are printed as JSON.
        quiet: Whether nothing but errors is said.
        fail_on: Figures and their maximum.
        debug: Whether a fault of italclean writes a file.
    """

    out: Path | None = _OF_RUN["out"]
    force: bool = setting(default=False, help="Replace the files of an earlier audit.")
    format: Format = setting(Format.csv, "What to write the tables as; sample and rejected are CSV in any case.")
    xlsx: bool = setting(default=False, help="Write sample.xlsx instead of sample.csv, both sides beside each other.")
    sample: int = setting(100, "How many differences to draw for sample.csv; 0: none.", metavar="ROWS", least=0)
    seed: int = setting(1, "Another seed draws another sample.", metavar="NUMBER")
    dry_run: bool = _OF_RUN["dry_run"]
    lang: Lang | None = _OF_RUN["lang"]
    as_json: bool = _OF_RUN["as_json"]
    quiet: bool = _OF_RUN["quiet"]
    fail_on: list[str] | None = setting(
        None,
        "Exit with 1 when a figure is over its maximum, a count or a share: consent_conflict=0, different=5%.",
        metavar="NAME=MAX",
    )
    debug: bool = _OF_RUN["debug"]


@takes(reading=Reading, matching=Matching, periods=Periods, dns=Dns, job=AuditJob)
def audit(
    ctx: typer.Context,
    systems: Systems = None,
    *,
    reading: Reading,
    matching: Matching,
    periods: Periods,
    dns: Dns,
    job: AuditJob,
    mapping: Mapping = None,
    decisions: Decisions = None,
    use_dns: UseDns = False,
    contract: ContractOption = None,
) -> None:
    """Hold two systems against each other, merging nothing: who is where, which fields and consents disagree."""
    gates = read_gates(job.fail_on, OF_AUDITS)
    if job.out is None and not job.dry_run:
        raise typer.BadParameter("give the folder for the results with --out DIR, or --dry-run", param_hint="--out")
    # Where the contract lets results go is for the customers of a run.
    asked = Asked.of(ctx, systems, contract, Job(lang=job.lang))
    from italclean.audits.audit import audit_with, with_gates
    from italclean.audits.sources import Pair
    from italclean.audits.writing import Written

    pair = Pair.of(systems or None, None, asked.contract)
    asks = asked_of_dns(use_dns or asked.asks_dns, dns, asked.job)
    told = Settings(reading, mapping_of(mapping), matching, periods, asks, language_of(asked.job.lang))
    settings = asked.settings(told)
    written = Written(job.format.value, job.sample, job.seed, xlsx=job.xlsx)
    with _held(job, [*pair.files, *(decisions or ())]) as parcel:
        with progress(settings.language, quiet=job.quiet) as watch:
            found = audit_with(pair, settings, decisions=decisions, progress=watch)
        # Of one figure the gate that was typed counts.
        held = {gate.name: gate for gate in (*asked.gates, *gates)}
        found = with_gates(found, list(held.values()))
        _finish(found, parcel, job, written)
    tell_over(found.gates, found.language)


@contextlib.contextmanager
def _held(job: AuditJob, inputs: list[str | Path]) -> Iterator[Parcel | None]:
    """Take the folder before the work begins."""
    if job.out is None or job.dry_run:
        yield None
        return
    from italclean.audits.writing import FILES, MANIFEST
    from italclean.outputs.parcel import hold_parcel

    with hold_parcel(job.out, MANIFEST, force=job.force, names=FILES, inputs=inputs) as parcel:
        yield parcel


def _finish(found: Audit, parcel: Parcel | None, job: AuditJob, written: Written) -> None:
    from italclean.audits.writing import PAGE, write_into

    language = found.language
    if not job.quiet:
        tell_all(found.result.notices, language)
    if parcel is not None:
        _, notices = write_into(found, parcel, written)
        if not job.quiet:
            tell_all(notices, language)
    if not job.quiet:
        tell_all(found.told(), language)
        if parcel is not None:
            tell(said("audit.written", out=parcel.given, page=parcel.given / PAGE), language)
    if job.as_json:
        print_json(found.summary())
