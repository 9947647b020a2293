"""The command line, and the commands on lists: `run`, `clean`, `plan`, `evaluate`, `check`, `cleaners`, `demo`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from italclean.cli import audit, exports, master
from italclean.cli.contract import Asked, ContractOption, contract_app
from italclean.cli.delivery import kept
from italclean.cli.faults import EXIT_CODE, tell_fault
from italclean.cli.options import Debug, Decisions, Inputs, Job, Json, LangOption, Mapping, UseDns, mapping_of, takes
from italclean.cli.speech import language_of, language_typed, print_json, tell, tell_all, writes_utf8
from italclean.cli.terminal import STREAMS, hold_streams, put, readable, say, valid_json
from italclean.cli.work import asked_of_dns, work_on
from italclean.errors import ItalcleanError, Language
from italclean.messages.text import said, speak_flags
from italclean.settings import Dns, Matching, Periods, Reading, Settings
from italclean.version import __version__

if TYPE_CHECKING:
    from italclean.core.cleaner import Cleaner
    from italclean.outputs import Target
    from italclean.result import Result

_CHECKED_AT_ONCE = 1 << 17

app = typer.Typer(
    name="italclean",
    help="Clean and deduplicate Italian customer lists before they are imported into an ERP, a CRM or a mailing list.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(contract_app, name="contract")
for command in (master.add, master.split, master.forget, master.explain, audit.audit, exports.export):
    app.command()(command)


def _tell_version(wanted: bool) -> None:
    if wanted:
        put(f"italclean {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version and exit.")
    ] = False,
) -> None:
    """Clean and deduplicate Italian customer lists before they are imported into an ERP, a CRM or a mailing list."""


@app.command()
@takes(reading=Reading, matching=Matching, periods=Periods, dns=Dns, job=Job)
def run(
    ctx: typer.Context,
    files: Inputs = None,
    *,
    reading: Reading,
    matching: Matching,
    periods: Periods,
    dns: Dns,
    job: Job,
    mapping: Mapping = None,
    decisions: Decisions = None,
    use_dns: UseDns = False,
    contract: ContractOption = None,
) -> None:
    """Read, plan, clean, deduplicate, build golden records, report."""
    asked = Asked.of(ctx, files, contract, job)
    asks = asked_of_dns(use_dns or asked.asks_dns, dns, asked.job)
    told = Settings(reading, mapping_of(mapping), matching, periods, asks, language_of(asked.job.lang))
    _run(asked, asked.settings(told), decisions)


@app.command()
@takes(reading=Reading, periods=Periods, dns=Dns, job=Job)
def clean(
    ctx: typer.Context,
    files: Inputs = None,
    *,
    reading: Reading,
    periods: Periods,
    dns: Dns,
    job: Job,
    mapping: Mapping = None,
    use_dns: UseDns = False,
    contract: ContractOption = None,
) -> None:
    """Read, plan and clean, without looking for duplicates."""
    from italclean.cli.pipe import check
    from italclean.pipeline import clean_with

    asked = Asked.of(ctx, files, contract, job)
    check(asked.job, deduplicates=False)
    asks = asked_of_dns(use_dns or asked.asks_dns, dns, asked.job)
    told = Settings(reading, mapping_of(mapping), periods=periods, dns=asks, language=language_of(asked.job.lang))
    settings = asked.settings(told)
    work_on(
        asked.files, asked.job, lambda watch, _: clean_with(asked.given, settings, progress=watch), agreed=asked.gates
    )


@app.command()
@takes(job=Job)
def demo(*, job: Job) -> None:
    """Run on the sample file that ships with the package."""
    from importlib.resources import as_file

    from italclean.core.reference import folder

    with as_file(folder() / "demo" / "clienti.csv") as sample:
        files = [str(sample)]
        _run(Asked(files, files, job), Settings(language=language_of(job.lang)))


@app.command()
@takes(reading=Reading)
def plan(
    ctx: typer.Context,
    files: Inputs = None,
    *,
    reading: Reading,
    mapping: Mapping = None,
    contract: ContractOption = None,
    lang: LangOption = None,
    as_json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Show what was detected (encoding, delimiter, roles of the columns) and why; write nothing."""
    from italclean.fields.plan import make_plan
    from italclean.readers.sources import read

    asked = Asked.of(ctx, files, contract, Job(lang=lang))
    settings = asked.settings(Settings(reading, mapping_of(mapping), language=language_of(asked.job.lang)))
    language = settings.language
    tables = read(asked.given, settings.reading)
    made = make_plan(tables, settings.mapping, usable=False, agreed=settings.agreed)
    for table in tables:
        tell_all(table.notices, language)
    tell_all(made.notices, language)
    if as_json:
        unused = [column.as_dict() for column in made.unused]
        print_json({"sources": [table.as_dict() for table in tables], "plan": made.as_dict(), "unused": unused})
        return
    from italclean.cli.show import print_plan

    print_plan(tables, made, language)


@app.command()
def evaluate(
    crosswalk: Annotated[
        str, typer.Argument(metavar="CROSSWALK", help="A crosswalk.csv, or the folder that a run wrote.")
    ],
    truth: Annotated[
        str,
        typer.Argument(metavar="TRUTH", help="A labelled list, a labelled sample of pairs, or a filled review.csv."),
    ],
    entity: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="The column of TRUTH that says which customer a row is; found by its name."
        ),
    ] = None,
    lang: LangOption = None,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No messages but errors.")] = False,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Measure a crosswalk against what is known: precision, recall, F1, B-cubed, with 95% intervals."""
    from italclean.evaluation.evaluate import evaluate as measured

    found = measured(crosswalk, truth, entity=entity, language=language_of(lang))
    if not quiet:
        tell_all(found.notices, found.language)
    if as_json:
        print_json(found.as_dict())
        return
    from italclean.evaluation.shown import as_text, shown

    put(readable(as_text(shown(found))))


@app.command()
def check(
    cleaner: Annotated[str, typer.Argument(metavar="CLEANER", help="A cleaner; `italclean cleaners` lists them.")],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VALUE...]", help="The values; from standard input, one a line, when none is given."),
    ] = None,
    lang: LangOption = None,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Check single values: one JSON object a line."""
    from italclean.registry import cleaner_named

    chosen = cleaner_named(cleaner)
    language = language_of(lang)
    given = values if values is not None else (line.rstrip("\r\n") for line in sys.stdin or ())
    # A terminal that cannot show accents still gets valid JSON.
    plain = not writes_utf8()
    for line in _checked(chosen, given, language):
        if STREAMS.gone:
            break
        put(json.dumps(json.loads(line)) if plain else valid_json(line))


@app.command()
def cleaners(as_json: Json = False) -> None:
    """List the registered cleaners."""
    from italclean.registry import CLEANERS

    for name, cleaner in CLEANERS.items():
        summary = (cleaner.__doc__ or "").strip().splitlines()[0]
        if as_json:
            print_json({"name": name, "summary": summary, "extras": list(cleaner.extras)}, indent=None)
        else:
            put(f"{name:<16} {summary}")


def _checked(cleaner: Cleaner, values: Iterable[str], language: Language) -> Iterator[str]:
    """Yield the findings as lines of JSON, many values at a time and no more of them in memory."""
    import polars as pl

    from italclean.core import text
    from italclean.issues.outcome import messages

    source = iter(values)
    while taken := list(map(text.encodable, islice(source, _CHECKED_AT_ONCE))):
        typed = pl.Series("input", taken, dtype=pl.String)
        found = cleaner.series(typed).struct.unnest().insert_column(0, typed)
        said = pl.when(pl.col("issue").is_null()).then(pl.lit("")).otherwise(messages(language))
        lines = found.select(
            pl.struct("input", "value", "status", "issue", said.alias("message"), *cleaner.extras).struct.json_encode()
        )
        yield from lines.to_series()


def _run(asked: Asked, settings: Settings, decisions: list[Path] | None = None) -> None:
    from italclean.cli.pipe import check
    from italclean.pipeline import run_with

    check(asked.job, deduplicates=True)
    keep_out = asked.keep_out

    def work(watch: Any, target: Target | None) -> Result:
        there = [] if target is None or target.decisions.is_empty() else [target.decisions]
        given = [*kept(asked.job.out), *there, *(decisions or ())]
        return run_with(asked.given, settings, decisions=given, progress=watch, keep_out=keep_out)

    work_on(asked.files, asked.job, work, decisions, asked.gates, asked.targets)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, and turn every error into its message and exit code.

    Args:
        arguments: The arguments; None takes those of the process, whose streams are then made safe.
    """
    if arguments is None:
        hold_streams()
        arguments = sys.argv[1:]
    STREAMS.lost, STREAMS.gone = None, False
    language = language_typed(arguments)
    with speak_flags():
        code = _exit_code(arguments, language)
    STREAMS.finish()
    if STREAMS.lost is not None:
        tell(said("cli.stdout_lost", reason=STREAMS.lost), language)
        # What a run is for stands in files, unless it was to be piped; the other commands have nothing else to give.
        piped = any(argument.startswith("--stdout") for argument in arguments)
        if code == 0 and (piped or not {"run", "clean", "demo"} & set(arguments[:2])):
            code = 2
    raise SystemExit(code)


def _exit_code(arguments: list[str], language: Language) -> int:
    try:
        given = app(args=arguments, prog_name="italclean", standalone_mode=False)
    except ItalcleanError as error:
        say(f"italclean: {error.text(language)}")
        return error.exit_code
    except _WRONG_USAGE as error:
        _explain_usage(error)
        return int(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except OSError as error:
        if "--help" not in arguments:
            return _fault(error, arguments, language)
        STREAMS.lost = error.strerror
        return 0
    except BaseException as error:  # noqa: BLE001 - a panic of a compiled library is no Exception
        return _fault(error, arguments, language)
    return given if isinstance(given, int) else 0


def _fault(error: BaseException, arguments: list[str], language: Language) -> int:
    say(f"italclean: {tell_fault(error, language, debug='--debug' in arguments)}")
    return EXIT_CODE


# The base of all errors of arguments; typer has moved it from one package to another.
_WRONG_USAGE: Any = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")
_INTERRUPTED = 130


def _explain_usage(error: Any) -> None:
    """Show the usage and what is wrong with the arguments; without arguments, the help."""
    written = io.StringIO()
    error.show(file=written)
    say(written.getvalue().rstrip("\n"))
