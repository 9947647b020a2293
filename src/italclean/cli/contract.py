"""The commands on a contract of data, and what a contract tells the other commands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from italclean.cli.options import Debug, Files, Force, Format, Job, Json, Lang, LangOption, Mapping, mapping_of, takes
from italclean.cli.speech import language_of, print_json, tell
from italclean.cli.terminal import put, readable
from italclean.messages.text import said
from italclean.settings import Reading, Settings

if TYPE_CHECKING:
    from italclean.contract.agreed_targets import AgreedTarget
    from italclean.contract.contract import Contract
    from italclean.contract.gates import Gate
    from italclean.master.keeping_out import KeepOut

contract_app = typer.Typer(
    help="Write, check and export the contract of data: who owns which field, and how conflicts are settled.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ContractOption = Annotated[
    Path | None,
    typer.Option(
        "--contract", metavar="FILE", help="The contract of data (TOML) to go by; what is typed beside it wins."
    ),
]
ContractFile = Annotated[Path, typer.Argument(metavar="FILE", help="The contract, a TOML file.")]
_PLACES = ("out", "to", "stdout")


@dataclass(frozen=True)
class Asked:
    """What a command was asked for, on the command line and by a contract.

    Attributes:
        given: What is read: the files that were typed, else those of the contract.
        files: Where that lies.
        job: What is written, and how.
        contract: The contract, or None.
        typed: The names of the options that were typed.
    """

    given: Any
    files: list[str]
    job: Job
    contract: Contract | None = None
    typed: Collection[str] = ()

    @classmethod
    def of(cls, context: typer.Context, files: list[str] | None, path: Path | None, job: Job | None = None) -> Asked:
        """Find what was asked for.

        Args:
            context: What knows which options were typed.
            files: The files that were typed.
            path: The contract.
            job: What was typed of writing.

        Raises:
            ItalcleanError: The contract cannot be used.
        """
        job = job or Job()
        if path is None:
            if not files:
                raise typer.BadParameter("give the files, or --contract", ctx=context, param_hint="FILE...")
            return cls(files, files, job)
        from italclean.contract.contract import Contract

        contract = Contract.read(path)
        typed = typed_in(context)
        given = contract.inputs(files)
        read = list(map(str, given.values())) if isinstance(given, dict) else list(files or ())
        return cls(given, read, _with_outputs(job, contract, typed), contract, typed)

    @property
    def asks_dns(self) -> bool:
        """Whether the contract asks the DNS."""
        return self.contract is not None and self.contract.asks_dns

    def settings(self, told: Settings) -> Settings:
        """Return the settings by the contract, of which what was typed wins.

        Args:
            told: What was typed.
        """
        return told if self.contract is None else self.contract.settings(told, self.typed)

    @property
    def targets(self) -> tuple[AgreedTarget, ...]:
        """The systems of the contract whose import files are written; who types systems means no others."""
        return () if self.contract is None else targets_of(self.contract, self.typed)

    @property
    def keep_out(self) -> KeepOut | None:
        """Who is kept out, where the contract names the key of forgotten persons."""
        if self.contract is None or self.contract.key is None:
            return None
        from italclean.master.keeping_out import kept_out_by

        return kept_out_by(self.contract.key, [self.job.out], self.contract.fingerprints)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The gates of the contract."""
        return () if self.contract is None else self.contract.gates


def targets_of(contract: Contract, typed: Collection[str]) -> tuple[AgreedTarget, ...]:
    """Return the systems of a contract whose import files are written, their files told from its folder.

    Args:
        contract: The contract.
        typed: The names of the options that were typed: who types systems means no others.
    """
    if "targets" in typed:
        return ()

    def placed(path: str | None) -> Any:
        return None if path is None else contract.placed(path)

    return tuple(replace(one, file=placed(one.file), template=placed(one.template)) for one in contract.targets)


def typed_in(context: typer.Context) -> set[str]:
    """Return the names of the options that were typed.

    Args:
        context: What knows them.
    """
    sources = {name: context.get_parameter_source(name) for name in context.params}
    # By its name: typer has moved the type from one package to another.
    return {name for name, source in sources.items() if source and source.name in ("COMMANDLINE", "ENVIRONMENT")}


def _with_outputs(job: Job, contract: Contract, typed: Collection[str]) -> Job:
    """Take where the results go, and as what, from the contract, where it was not typed."""
    # Who types one place means no other.
    left_out = {*typed, *(_PLACES if set(_PLACES) & set(typed) else ())}
    told: dict[str, Any] = {name: value for name, value in contract.outputs.items() if name not in left_out}
    told |= {name: Format(told[name]) for name in ("format", "rewritten") if name in told}
    told |= {"out": Path(contract.placed(told["out"]))} if "out" in told else {}
    if contract.language is not None and "lang" not in typed:
        told["lang"] = Lang(contract.language)
    return replace(job, **told)


@contract_app.command()
@takes(reading=Reading)
def init(
    files: Files,
    *,
    reading: Reading,
    mapping: Mapping = None,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The contract to write.")] = Path("contratto.toml"),
    force: Force = False,
    lang: LangOption = None,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Write a contract from what is found in the files, ready to argue about: owners, rules, why each field matters."""
    from italclean.contract.draft import Draft, offered
    from italclean.contract.written import write_new
    from italclean.fields.plan import make_plan

    language = language_of(lang)
    roles = mapping_of(mapping)
    lists = offered(files, reading)
    plan = make_plan([one.table for one in lists], roles)
    draft = Draft(lists, plan, out.stem, out.absolute().parent, language, reading, roles)
    write_new(out, draft.text(), force=force, inputs=[one.file for one in lists if one.file])
    tell(said("contract.drafted", path=out), language)


@contract_app.command()
def check(
    file: ContractFile,
    *,
    lang: LangOption = None,
    as_json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Check a contract: its form by line and column, its meaning by key and line, all that is wrong at once."""
    from italclean.contract.contract import Contract, examine

    found = examine(file)
    if as_json:
        sound = isinstance(found, Contract)
        faults = [] if isinstance(found, Contract) else [fault.as_dict() for fault in found]
        print_json({"file": str(file), "sound": sound, "faults": faults})
        if faults:
            raise typer.Exit(2)
        return
    contract = Contract.read(file)
    _check_targets(contract)
    told = {"name": contract.name, "version": contract.version, "sources": len(contract.sources)}
    line = said("contract.sound", path=file, fields=len(contract.terms.fields), **told)
    put(readable(line.text(language_of(lang))))


def _check_targets(contract: Contract) -> None:
    """Read the files of targets, and the workbooks, that a contract names: they are as wrong as itself if they are."""
    from italclean.exports.filling import filling_of
    from italclean.exports.target import find_target

    for one in targets_of(contract, ()):
        found = find_target(one.file or one.name)
        if one.template is not None:
            filling_of(found, one.template)


@contract_app.command()
def export(
    file: ContractFile,
    *,
    odcs: Annotated[
        bool, typer.Option("--odcs", help="As the Open Data Contract Standard 3.1.0 has it, in YAML.")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The file; without it standard output.")] = None,
    force: Force = False,
    lang: LangOption = None,  # noqa: ARG001 - read by `main`
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Write a contract in the form of a standard."""
    from italclean.contract.contract import Contract
    from italclean.contract.odcs import as_odcs, as_yaml
    from italclean.contract.written import write_new

    if not odcs:
        raise typer.BadParameter("say in which form: --odcs", param_hint="--odcs")
    written = as_yaml(as_odcs(Contract.read(file)))
    if out is None:
        put(written.rstrip("\n"))
    else:
        write_new(out, written, force=force, inputs=[str(file)])
