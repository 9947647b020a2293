"""The command `export`: import files of a target system from a list that is kept, or from its golden table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from italclean.cli.options import Debug, Json, LangOption
from italclean.cli.speech import language_of, print_json, tell, tell_all
from italclean.cli.work import tell_over
from italclean.contract.gates import read_gates
from italclean.errors import BadGate, Language
from italclean.messages.text import said

if TYPE_CHECKING:
    from italclean.exports.beside import Wanted
    from italclean.exports.source import Customers


def export(
    source: Annotated[
        str,
        typer.Argument(
            metavar="MASTER_OR_GOLDEN", help="The folder that `run` or `add` wrote, or a golden.csv or golden.parquet."
        ),
    ],
    targets: Annotated[
        list[str] | None,
        typer.Option(
            "--for", metavar="TARGET", help="The system: hubspot, salesforce, business_central … (repeatable)."
        ),
    ] = None,
    own: Annotated[
        list[Path] | None,
        typer.Option("--target", metavar="FILE", help="A target of your own, a TOML file (repeatable)."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A workbook that the system exported, to be filled: of Business Central's configuration package.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder for the files; of several targets each has a folder in it."),
    ] = None,
    changes: Annotated[
        bool,
        typer.Option(
            "--changes", help="Only what is new or changed since the last `add`; keys that are gone in ritirati.csv."
        ),
    ] = False,
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The folder of the last export: what it loaded and is no customer's any more is told."
        ),
    ] = None,
    merge_plan: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCE",
            help="The source whose records the system has already (Contact=SOURCE where all are of one object): how "
            "its duplicates are merged there, in merge_plan.csv (repeatable).",
        ),
    ] = None,
    consents: Annotated[
        bool,
        typer.Option(
            "--consents", help="What each source does not know yet of refusals and consents, in consensi.csv."
        ),
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=MAX", help="Exit with 1 when more rows are held, a count or a share: held=0."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the files of an earlier export.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, and write nothing.")] = False,
    lang: LangOption = None,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No messages but errors.")] = False,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Write files that HubSpot, Salesforce, Business Central … take at the first try, every row checked before."""
    from italclean.exports.beside import Wanted
    from italclean.exports.export import make_export
    from italclean.exports.filling import fillings
    from italclean.exports.readme import README
    from italclean.exports.source import customers_of
    from italclean.exports.target import find_target

    chosen = [find_target(one) for one in (*(targets or ()), *(own or ()))]
    alone = consents and not (changes or since or merge_plan)
    if not chosen and not alone:
        raise typer.BadParameter("say which system with --for, or give a --target FILE", param_hint="--for")
    if out is None and not dry_run:
        raise typer.BadParameter("give the folder for the files with --out DIR, or --dry-run", param_hint="--out")
    gates = read_gates(fail_on)
    for gate in gates:
        if gate.name != "held":
            raise BadGate(gate=f"{gate.name}={gate.shown}", names="held")
    language = language_of(lang)
    filled = fillings(chosen, template)
    customers = customers_of(source)
    wanted = Wanted.of(source, changes=changes, since=since, merge_plan=merge_plan or (), consents=consents)
    if not chosen:
        _consents_alone(customers, wanted, None if dry_run else out, force, language, quiet=quiet, as_json=as_json)
        return
    made = [make_export(customers, one, language, filled.get(one.name), wanted) for one in chosen]
    for one in made:
        if out is not None and not dry_run:
            folder = out if len(made) == 1 else out / one.target.name
            one.write(folder, force=force)
        if not quiet:
            tell_all(one.summary(), language)
            if out is not None and not dry_run:
                tell(said("export.written", out=folder, readme=README), language)
    if as_json:
        print_json({one.target.name: one.figures() for one in made})
    figures = {"rows": customers.golden.height, "held": sum(one.held.height for one in made)}
    tell_over([gate.held(figures) for gate in gates], language)


def _consents_alone(
    customers: Customers,
    wanted: Wanted,
    out: Path | None,
    force: bool,
    language: Language,
    *,
    quiet: bool,
    as_json: bool,
) -> None:
    """Write what each source does not know yet of consents, and no import file."""
    from italclean.exports.beside import Beside
    from italclean.exports.learned import consents_to_learn
    from italclean.exports.writing import write_tables

    assert wanted.records is not None  # it was asked for consents
    made = Beside(consents=consents_to_learn(customers.golden, wanted.records))
    if out is not None:
        write_tables(made.tables(), out, force=force)
    if not quiet:
        tell_all(made.summary(), language)
    if as_json:
        print_json(made.figures())
