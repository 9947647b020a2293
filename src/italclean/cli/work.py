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
from italclean.contract.gates import Gate, read_gates
from italclean.errors import Language
from italclean.messages.text import said
from italclean.settings import Dns

if TYPE_CHECKING:
    from italclean.exports.export import Export
    from italclean.outputs import Folder, Target
    from italclean.result import Result


def work_on(
    files: list[str],
    job: Job,
    work: Callable[[Any, Target | None], Result],
    decisions: list[Path] | None = None,
    agreed: Sequence[Gate] = (),
) -> None:
    """Do the work while the folder for the results is held, write them, and say what came out.

    Args:
        files: What is read.
        job: What was typed of writing.
        work: Does it: told what to call with the progress, and the database for the results.
        decisions: The files of decisions that are read.
        agreed: The gates of a contract.
    """
    # Of one figure the gate that was typed counts.
    gates = {gate.name: gate for gate in (*agreed, *read_gates(job.fail_on))}.values()
    if job.xlsx:
        from italclean.outputs.spreadsheet import ready

        ready()
    chosen = _targets(job)
    filled = _filled(chosen, job)
    with held(job, files, decisions) as folder:
        target = target_of(job, files)
        with progress(language_of(job.lang), quiet=job.quiet) as watch:
            result = work(watch, target)
        exports = [_exported(result, one, filled.get(one.name)) for one in chosen]
        figures = {**result.figures(), "held": sum(one.held.height for one in exports)}
        told = tuple(one.as_dict() for one in exports)
        gated = replace(result, gates=tuple(gate.held(figures) for gate in gates), exports=told)
        _finish(gated, folder, target, job, exports)


def _targets(job: Job) -> list[Any]:
    """Find the targets before hours of work."""
    if not job.targets:
        return []
    if job.out is None and not job.dry_run:
        raise typer.BadParameter("its files go into the folder of --out DIR: add it", param_hint="--for")
    from italclean.exports.target import find_target

    return [find_target(name) for name in job.targets]


def _filled(chosen: list[Any], job: Job) -> Mapping[str, Any]:
    """Read the workbook that is to be filled, before hours of work as well."""
    if job.template is None:
        return {}
    if not chosen:
        raise typer.BadParameter("say which system's workbook it is with --for", param_hint="--template")
    from italclean.exports.export import fillings

    return fillings(chosen, job.template)


def _exported(result: Result, target: Any, filling: Any) -> Export:
    from italclean.exports.export import make_export
    from italclean.exports.source import customers_of

    return make_export(customers_of(result), target, result.language, filling)


def _write_export(made: Export, folder: Folder | None, job: Job) -> None:
    """Write an export into a folder of its own beside the tables, and say what it came to."""
    if not job.quiet:
        tell_all(made.summary(), made.language)
    if folder is not None:
        made.write(folder.path / made.target.name, force=job.force)


def _finish(result: Result, folder: Folder | None, target: Target | None, job: Job, exports: Sequence[Export]) -> None:
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
    for made in exports:
        _write_export(made, folder, job)
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
