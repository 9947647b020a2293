"""The command line: `run`, `clean`, `plan`, `check`, `cleaners`, `demo`."""

from __future__ import annotations

import io
import json
import locale
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from italclean.cli.faults import EXIT_CODE, tell_fault
from italclean.cli.terminal import STREAMS, hold_streams, is_terminal, put, say, valid_json
from italclean.errors import ItalcleanError, Language
from italclean.messages.text import Text, argument, said, speak_flags
from italclean.version import __version__

if TYPE_CHECKING:
    from italclean.core.cleaner import Cleaner
    from italclean.deliverability import Dns
    from italclean.output import Folder
    from italclean.result import Result
    from italclean.settings import Periods


class Lang(StrEnum):
    """The languages of messages."""

    it = "it"
    en = "en"


_CHECKED_AT_ONCE = 1 << 17

app = typer.Typer(
    name="italclean",
    help="Clean and deduplicate Italian customer lists before they are imported into an ERP, a CRM or a mailing list.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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


Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="One or more files; NAME=PATH names the source, - is standard input."),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="The folder for the results.")]
Mapping = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=ROLE", help="The role of a column (repeatable); the role - means none."),
]
Encoding = Annotated[str | None, typer.Option(help="The encoding of the files; detected when not given.")]
Delimiter = Annotated[
    str | None, typer.Option(help="The delimiter of the files; found when not given. \\t is the tab.")
]
SkipRows = Annotated[
    int | None,
    typer.Option(
        "--skip-rows", metavar="LINES", min=0, help="How many lines stand above the header; found when not given."
    ),
]
LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="The language of messages and report; by default that of the system.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress bars, no messages but errors.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the files of an earlier run.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")]
Decisions = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="A review.csv filled with same or different, or a decisions.csv (repeatable)."),
]
Priority = Annotated[
    str | None,
    typer.Option(
        metavar="SOURCE,SOURCE...", help="The sources from the most to the least trusted, for the golden records."
    ),
]
Unique = Annotated[
    str | None,
    typer.Option(metavar="SOURCE,SOURCE...", help="The sources free of duplicates: no two of their rows are merged."),
]
Dormant = Annotated[
    int,
    typer.Option(
        "--dormant-after",
        metavar="MONTHS",
        min=1,
        max=1200,
        help="Months without an order before a customer is dormant.",
    ),
]
Retention = Annotated[
    int,
    typer.Option(
        "--retention", metavar="MONTHS", min=0, max=1200, help="Months of silence before a row is flagged; 0: never."
    ),
]
Today = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="The day to count from, as 2026-12-31; by default today.")
]
UseDns = Annotated[
    bool,
    typer.Option("--dns", help="Ask the DNS whether the e-mail domains take mail (uses the network)."),
]
DnsResolver = Annotated[
    str | None,
    typer.Option(
        "--dns-resolver", metavar="ADDRESS", help="The resolver, as 9.9.9.9 or 127.0.0.1:5353; or the system's."
    ),
]
DnsTimeout = Annotated[
    float, typer.Option("--dns-timeout", metavar="SECONDS", min=0.05, help="How long to wait for one answer.")
]
DnsRetries = Annotated[
    int,
    typer.Option("--dns-retries", metavar="ROUNDS", min=0, help="How often to ask again where nothing was answered."),
]
DnsConcurrency = Annotated[
    int,
    typer.Option("--dns-concurrency", metavar="DOMAINS", min=1, max=900, help="How many domains at a time."),
]
DnsCache = Annotated[
    Path | None,
    typer.Option("--dns-cache", metavar="FILE", help="Where to keep the answers; by default in DIR."),
]
DnsMaxAge = Annotated[
    float, typer.Option("--dns-max-age", metavar="DAYS", min=0, help="For how many days a kept answer counts.")
]
Debug = Annotated[
    bool, typer.Option("--debug", help="Where italclean itself fails, write a file of where it did (no data in it).")
]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="NAME=MAX",
        help="Exit with 1 when a figure is over its maximum, a count or a share: rejected=1%, invalid=500, review=0.",
    ),
]


@app.command()
def run(
    files: Files,
    out: Out = None,
    mapping: Mapping = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    skip_rows: SkipRows = None,
    lang: LangOption = None,
    as_json: Json = False,
    quiet: Quiet = False,
    force: Force = False,
    dry_run: DryRun = False,
    decisions: Decisions = None,
    priority: Priority = None,
    unique: Unique = None,
    dormant_after: Dormant = 24,
    retention: Retention = 120,
    today: Today = None,
    use_dns: UseDns = False,
    dns_resolver: DnsResolver = None,
    dns_timeout: DnsTimeout = 3.0,
    dns_retries: DnsRetries = 1,
    dns_concurrency: DnsConcurrency = 200,
    dns_cache: DnsCache = None,
    dns_max_age: DnsMaxAge = 30.0,
    fail_on: FailOn = None,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Read, plan, clean, deduplicate, build golden records, report."""
    from italclean import pipeline

    language = _language(lang)
    gates = _gates(fail_on)
    periods = _periods(dormant_after, retention, today)
    cache = dns_cache or _default_cache(None if dry_run else out)
    dns = _dns(use_dns, dns_resolver, dns_timeout, dns_retries, dns_concurrency, cache, dns_max_age)
    with _held(out, force, dry_run, files, decisions) as folder:
        with _progress(quiet, language) as progress:
            result = pipeline.run(
                files,
                mapping=_mapping(mapping),
                encoding=encoding,
                delimiter=_delimiter(delimiter),
                skip_rows=skip_rows,
                decisions=[*_kept(out), *(decisions or ())],
                priority=_names(priority),
                unique=_names(unique),
                periods=periods,
                dns=dns,
                language=language,
                progress=progress,
            )
        _finish(result, folder, gates, as_json=as_json, quiet=quiet)


@app.command()
def clean(
    files: Files,
    out: Out = None,
    mapping: Mapping = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    skip_rows: SkipRows = None,
    lang: LangOption = None,
    as_json: Json = False,
    quiet: Quiet = False,
    force: Force = False,
    dry_run: DryRun = False,
    dormant_after: Dormant = 24,
    retention: Retention = 120,
    today: Today = None,
    use_dns: UseDns = False,
    dns_resolver: DnsResolver = None,
    dns_timeout: DnsTimeout = 3.0,
    dns_retries: DnsRetries = 1,
    dns_concurrency: DnsConcurrency = 200,
    dns_cache: DnsCache = None,
    dns_max_age: DnsMaxAge = 30.0,
    fail_on: FailOn = None,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Read, plan and clean, without looking for duplicates."""
    from italclean import pipeline

    language = _language(lang)
    gates = _gates(fail_on)
    periods = _periods(dormant_after, retention, today)
    cache = dns_cache or _default_cache(None if dry_run else out)
    dns = _dns(use_dns, dns_resolver, dns_timeout, dns_retries, dns_concurrency, cache, dns_max_age)
    with _held(out, force, dry_run, files) as folder:
        with _progress(quiet, language) as progress:
            result = pipeline.clean(
                files,
                mapping=_mapping(mapping),
                encoding=encoding,
                delimiter=_delimiter(delimiter),
                skip_rows=skip_rows,
                periods=periods,
                dns=dns,
                language=language,
                progress=progress,
            )
        _finish(result, folder, gates, as_json=as_json, quiet=quiet)


@app.command()
def demo(
    out: Out = None,
    lang: LangOption = None,
    as_json: Json = False,
    quiet: Quiet = False,
    force: Force = False,
    dry_run: DryRun = False,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Run on the sample file that ships with the package."""
    from importlib.resources import as_file

    from italclean.core.reference import folder

    with as_file(folder() / "demo" / "clienti.csv") as sample:
        run([str(sample)], out=out, lang=lang, as_json=as_json, quiet=quiet, force=force, dry_run=dry_run)


@app.command()
def plan(
    files: Files,
    mapping: Mapping = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    skip_rows: SkipRows = None,
    lang: LangOption = None,
    as_json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by `main`
) -> None:
    """Show what was detected (encoding, delimiter, roles of the columns) and why; write nothing."""
    from italclean.files.read import read
    from italclean.plan import make_plan

    language = _language(lang)
    tables = read(files, encoding=encoding, delimiter=_delimiter(delimiter), skip_rows=skip_rows)
    made = make_plan(tables, _mapping(mapping), usable=False)
    for table in tables:
        _notices(table.notices, language)
    _notices(made.notices, language)
    if as_json:
        unused = [column.as_dict() for column in made.unused]
        _print_json({"sources": [table.as_dict() for table in tables], "plan": made.as_dict(), "unused": unused})
        return
    from italclean.cli.show import print_plan

    print_plan(tables, made, language)


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
    language = _language(lang)
    given = values if values is not None else (line.rstrip("\r\n") for line in sys.stdin or ())
    # A terminal that cannot show accents still gets valid JSON.
    plain = not _writes_utf8()
    for line in _checked(chosen, given, language):
        put(json.dumps(json.loads(line)) if plain else valid_json(line))


@app.command()
def cleaners(as_json: Json = False) -> None:
    """List the registered cleaners."""
    from italclean.registry import CLEANERS

    for name, cleaner in CLEANERS.items():
        summary = (cleaner.__doc__ or "").strip().splitlines()[0]
        if as_json:
            _print_json({"name": name, "summary": summary, "extras": list(cleaner.extras)}, indent=None)
        else:
            put(f"{name:<16} {summary}")


def _checked(cleaner: Cleaner, values: Iterable[str], language: Language) -> Iterator[str]:
    """Yield the findings as lines of JSON, many values at a time and no more of them in memory."""
    import polars as pl

    from italclean.core import text
    from italclean.core.outcome import messages

    source = iter(values)
    while taken := list(map(text.encodable, islice(source, _CHECKED_AT_ONCE))):
        typed = pl.Series("input", taken, dtype=pl.String)
        found = cleaner.series(typed).struct.unnest().insert_column(0, typed)
        said = pl.when(pl.col("issue").is_null()).then(pl.lit("")).otherwise(messages(language))
        lines = found.select(
            pl.struct("input", "value", "status", "issue", said.alias("message"), *cleaner.extras).struct.json_encode()
        )
        yield from lines.to_series()


def _finish(
    result: Result,
    folder: Folder | None,
    gates: dict[str, tuple[float, bool]],
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    from italclean.output import summary_of, write_into

    language = result.language
    if not quiet:
        _notices(result.notices, language)
    if folder is not None:
        write_into(result, folder)
        if not quiet:
            _notices(map(_kept_aside, folder.kept.items()), language)
    if as_json:
        _print_json(result.summary() if folder is None else summary_of(folder))
    if not quiet:
        from italclean.cli.show import print_result

        print_result(result, folder.given if folder else None, language)
    over = _over(result, gates)
    for name, figure, most in over:
        _tell(said("cli.over_gate", name=name, figure=figure, most=most), language)
    if over:
        raise typer.Exit(1)


def _over(result: Result, gates: dict[str, tuple[float, bool]]) -> list[tuple[str, float, str]]:
    figures = result.figures()
    over = []
    for name, (most, is_share) in gates.items():
        figure = figures.get(name, 0)
        limit = most * figures["rows"] / 100 if is_share else most
        if figure > limit:
            over.append((name, figure, f"{most:g}%" if is_share else f"{most:g}"))
    return over


_GATES = ("rejected", "fixed", "suspect", "invalid", "missing", "duplicates", "review", "decisions_unplaced")


def _gates(given: list[str] | None) -> dict[str, tuple[float, bool]]:
    from italclean.errors import BadGate

    gates = {}
    for gate in given or []:
        name, sign, most = gate.partition("=")
        if not sign or name.strip() not in _GATES or not re.fullmatch(r"\s*[0-9]+(?:\.[0-9]+)?\s*%?\s*", most):
            raise BadGate(gate=gate, names=", ".join(_GATES))
        gates[name.strip()] = (float(most.strip().rstrip("% ")), "%" in most)
    return gates


def _periods(dormant_after: int, retention: int, today: str | None) -> Periods:
    from datetime import date

    from italclean.errors import BadOption
    from italclean.settings import Periods

    try:
        day = date.fromisoformat(today) if today else None
        if day is not None and day.year < 1900:
            raise ValueError
    except ValueError:
        raise BadOption(
            value=today,
            option=argument("today"),
            reason=said("error.not_a_date"),
        ) from None
    return Periods(dormant_after, retention or None, day)


def _default_cache(out: Path | None) -> Path | None:
    from italclean.output import DNS_CACHE

    return out / DNS_CACHE if out is not None else None


def _dns(
    wanted: bool,
    resolver: str | None,
    timeout: float,
    retries: int,
    concurrency: int,
    cache: Path | None,
    max_age: float,
) -> Dns | None:
    if not wanted:
        if resolver is not None:
            raise typer.BadParameter("only --dns asks a resolver: add it", param_hint="--dns-resolver")
        return None
    from italclean.deliverability import Dns

    settings = Dns(resolver, timeout, retries, concurrency, cache, max_age)
    _ = settings.address  # a wrong one is said before the work begins
    return settings


@contextmanager
def _held(
    out: Path | None, force: bool, dry_run: bool, files: list[str], decisions: list[Path] | None = None
) -> Iterator[Folder | None]:
    """Take the folder for the results before the work begins, and keep it until they are written."""
    if dry_run:
        yield None
        return
    if out is None:
        raise typer.BadParameter("give the folder for the results with --out DIR, or --dry-run", param_hint="--out")
    from italclean.output import hold

    with hold(out, force=force, inputs=files, decisions=decisions or ()) as folder:
        yield folder


def _kept_aside(names: tuple[str, str]) -> Text:
    """Say that a file of a person was kept under another name."""
    name, kept = names
    return said("cli.kept_aside", name=name, kept=kept)


def _kept(out: Path | None) -> list[Path]:
    """The files with decisions that lie in the folder for the results."""
    from italclean.output import kept_decisions

    return kept_decisions(out) if out is not None else []


def _mapping(given: list[str] | None) -> dict[str, str]:
    mapping = {}
    for pair in given or []:
        column, sign, role = pair.rpartition("=")
        if not sign:
            raise typer.BadParameter(f"{pair!r} is not COLUMN=ROLE", param_hint="--map")
        mapping[column.strip()] = role.strip()
    return mapping


def _names(given: str | None) -> list[str]:
    """The names of sources that stand in an option, parted by commas."""
    return [name.strip() for name in (given or "").split(",") if name.strip()]


def _delimiter(given: str | None) -> str | None:
    chosen = {"\\t": "\t", "tab": "\t", "TAB": "\t"}.get(given or "", given)
    if chosen is not None and (len(chosen) != 1 or not chosen.isascii() or chosen in '"\r\n'):
        raise typer.BadParameter(f"{given!r} is not one character", param_hint="--delimiter")
    return chosen


def _language(given: Lang | None) -> Language:
    if given is not None:
        return "it" if given is Lang.it else "en"
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    named = named or locale.getlocale()[0] or ""
    return "it" if named.lower().startswith("it") else "en"


def _notices(notices: Iterable[Text], language: Language) -> None:
    for notice in notices:
        _tell(notice, language)


def _tell(what: Text, language: Language) -> None:
    say(f"italclean: {what.text(language)}")


def _print_json(what: Any, indent: int | None = 1) -> None:
    put(valid_json(_json(what, indent)))


def _json(what: Any, indent: int | None = None) -> str:
    # A terminal that cannot show accents still gets valid JSON.
    return json.dumps(what, ensure_ascii=not _writes_utf8(), indent=indent, default=str)


def _writes_utf8() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"


def _progress(quiet: bool, language: Language) -> Any:
    from italclean.cli.show import progress_bars

    return progress_bars(language, enabled=not quiet and is_terminal(sys.stderr))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, and turn every error into its message and exit code.

    Args:
        arguments: The arguments; None takes those of the process, whose streams are then made safe.
    """
    if arguments is None:
        hold_streams()
        arguments = sys.argv[1:]
    STREAMS.lost = None
    language = _language_of(arguments)
    with speak_flags():
        code = _exit_code(arguments, language)
    STREAMS.finish()
    if STREAMS.lost is not None:
        _tell(said("cli.stdout_lost", reason=STREAMS.lost), language)
        # What a run is for stands in files; the other commands have nothing else to give.
        if code == 0 and not {"run", "clean", "demo"} & set(arguments[:2]):
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
    except BrokenPipeError:
        return 0
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


def _language_of(arguments: list[str]) -> Language:
    for place, word in enumerate(arguments):
        if word.startswith("--lang"):
            given = word.partition("=")[2] or (arguments[place + 1] if place + 1 < len(arguments) else "")
            if given in ("it", "en"):
                return "it" if given == "it" else "en"
    return _language(None)
