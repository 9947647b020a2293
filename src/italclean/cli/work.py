"""What every command that writes does: take the place, do the work, write, and say what came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from italclean.cli.delivery import deliver, held, kept_aside, target_of
from italclean.cli.options import Job
from italclean.cli.speech import language_of, print_json, progress, tell, tell_all
from italclean.contract.gates import NAMES, Gate, read_gates
from italclean.errors import Language
from italclean.messages.text import said
from italclean.settings import Dns

if TYPE_CHECKING:
    from italclean.contract.agreed_targets import AgreedTarget
    from italclean.exports.export import Export
    from italclean.outputs import Folder, Target
    from italclean.result import Result


def work_on(
    files: list[str],
    job: Job,
    work: Callable[[Any, Target | None], Result],
    decisions: list[Path] | None = None,
    agreed: Sequence[Gate] = (),
    targets: Sequence[AgreedTarget] = (),
) -> None:
    """Do the work while the folder for the results is held, write them, and say what came out.

    Args:
        files: What is read.
        job: What was typed of writing.
        work: Does it: told what to call with the progress, and the database for the results.
        decisions: The files of decisions that are read.
        agreed: The gates of a contract.
        targets: The systems of a contract, whose import files are written, too.
    """
    # Of one figure the gate that was typed counts.
    of_runs = (gate for gate in agreed if gate.name in NAMES)
    gates = {gate.name: gate for gate in (*of_runs, *read_gates(job.fail_on))}.values()
    if job.xlsx:
        from italclean.outputs.spreadsheet import ready

        ready()
    chosen = _targets(job, targets)
    filled = _filled(chosen, job)
    with held(job, files, decisions) as folder:
        target = target_of(job, files)
        with progress(language_of(job.lang), quiet=job.quiet) as watch:
            result = work(watch, target)
        exports = _exported(result, chosen, filled)
        figures = {**result.figures(), "held": sum(made.held.height for _, made in exports)}
        told = [gate.held(figures) for gate in gates]
        told += [
            {**one.held.held({"rows": made.customers, "held": made.held.height}), "name": f"held ({one.name})"}
            for one, made in exports
            if one.held is not None
        ]
        described = tuple(made.as_dict() for _, made in exports)
        _finish(replace(result, gates=tuple(told), exports=described), folder, target, job, exports)


def _targets(job: Job, agreed: Sequence[AgreedTarget]) -> list[tuple[AgreedTarget, Any]]:
    """Find the targets before hours of work, each with what was agreed on it."""
    from italclean.contract.agreed_targets import AgreedTarget

    if job.targets and job.out is None and not job.dry_run:
        raise typer.BadParameter("its files go into the folder of --out DIR: add it", param_hint="--for")
    if agreed and job.out is None and not job.dry_run:
        if not job.quiet:
            names = ", ".join(one.name for one in agreed)
            tell(said("cli.targets_unwritten", names=names), language_of(job.lang))
        agreed = ()
    if not job.targets and not agreed:
        return []
    from italclean.exports.target import find_target

    typed = [find_target(name) for name in job.targets or ()]
    return [
        *((AgreedTarget(found.name), found) for found in typed),
        *((one, find_target(one.file or one.name)) for one in agreed),
    ]


def _filled(chosen: Sequence[tuple[AgreedTarget, Any]], job: Job) -> Mapping[str, Any]:
    """Read the workbooks that are to be filled, before hours of work as well."""
    agreed = [(target, one.template) for one, target in chosen if one.template is not None]
    if job.template is None and not agreed:
        return {}
    if not chosen:
        raise typer.BadParameter("say which system's workbook it is with --for", param_hint="--template")
    from italclean.exports.filling import filling_of, fillings

    filled = {target.name: filling_of(target, template) for target, template in agreed}
    return filled | fillings([target for _, target in chosen], job.template)


def _exported(
    result: Result, chosen: Sequence[tuple[AgreedTarget, Any]], filled: Mapping[str, Any]
) -> list[tuple[AgreedTarget, Export]]:
    if not chosen:
        return []
    from italclean.exports.beside import Wanted
    from italclean.exports.export import make_export
    from italclean.exports.source import customers_of

    customers, records, made = customers_of(result), None, []
    there = set(result.cleaned["source"].unique())
    for one, target in chosen:
        # A source that is not there this month has nothing to merge.
        own = [name for name in one.sources if {name, name.partition("=")[2]} & there]
        wanted = Wanted.of(
            result,
            # The first delivery is all that there is.
            changes=one.changes and "changes" in result.beside,
            merge_plan=own if one.merge_plan else (),
            consents=one.consents,
            own=[name if name in there else name.partition("=")[2] for name in own],
            records=records,
        )
        records = wanted.records or records
        made.append((one, make_export(customers, target, result.language, filled.get(target.name), wanted)))
    return made


def _write_export(one: AgreedTarget, made: Export, folder: Folder | None, job: Job) -> None:
    """Write an export into a folder of its own beside the tables, and say what it came to."""
    if not job.quiet:
        tell_all(made.summary(), made.language)
    if folder is not None:
        made.write(folder.path / one.name, force=job.force)


def _finish(
    result: Result,
    folder: Folder | None,
    target: Target | None,
    job: Job,
    exports: Sequence[tuple[AgreedTarget, Export]],
) -> None:
    from italclean.outputs import Written, summary_of, write_into

    language = result.language
    if not job.quiet:
        tell_all(result.notices, language)
    # A database is more likely to fail than a folder that is held: it goes first.
    if target is not None:
        deliver(result, target, job, alone=folder is None)
    if folder is not None:
        write_into(result, folder, Written(job.format, job.rewritten, xlsx=job.xlsx, examples=not job.no_examples))
        if not job.quiet:
            tell_all(folder.told, language)
            tell_all(map(kept_aside, folder.kept.items()), language)
    if job.stdout is not None:
        from italclean.cli.pipe import write_table

        write_table(result, job.stdout, json_lines=job.json_lines)
        if folder is None and target is None and result.rejected.height and not job.quiet:
            tell(said("cli.rejected_unkept", count=result.rejected.height), language)
    if job.as_json:
        print_json(result.summary() if folder is None else summary_of(folder))
    if not job.quiet:
        from italclean.cli.show import print_expected, print_result

        print_result(result, folder.given if folder else None, language)
        if job.dry_run:
            print_expected(result, language)
    for one, made in exports:
        _write_export(one, made, folder, job)
    tell_over(result.gates, language)


def tell_over(gates: Sequence[Mapping[str, Any]], language: Language) -> None:
    """Tell the gates that were passed, and exit with 1 where there are any.

    Args:
        gates: What `Gate.held` gave.
        language: The language.
    """
    over = [gate for gate in gates if gate["over"]]
    for gate in over:
        tell(said("cli.over_gate", name=gate["name"], figure=gate["figure"], most=gate["most"]), language)
    if over:
        raise typer.Exit(1)


def asked_of_dns(wanted: bool, dns: Dns, job: Job) -> Dns | None:
    """Return how the DNS is asked, or None where it is not.

    Args:
        wanted: Whether it is.
        dns: What was typed of it.
        job: What was typed of writing: the answers are kept in the folder for the results.
    """
    if not wanted:
        if dns.resolver is not None:
            raise typer.BadParameter("only --dns asks a resolver: add it", param_hint="--dns-resolver")
        return None
    from italclean.outputs import DNS_CACHE

    _ = dns.address  # a wrong one is said before the work begins
    if dns.cache is None and job.out is not None and not job.dry_run:
        return replace(dns, cache=job.out / DNS_CACHE)
    return dns
