"""The main job: read, plan, clean, deduplicate, report."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from italclean.contract.contract import Contract
from italclean.contract.replay import Replay
from italclean.core.remembered import remembering
from italclean.customers.decisions import Decisions, place, read_decisions
from italclean.customers.decisions import Files as DecisionFiles
from italclean.customers.dedupe import dedupe_frame
from italclean.customers.deduped import Deduped
from italclean.errors import BadOption, Language, UnsupportedInput
from italclean.fields.plan import make_plan
from italclean.mail.dns import OUTCOMES, Checked, check_domains
from italclean.messages.text import Text, argument, said
from italclean.pairs.odds import Thresholds
from italclean.readers.apart import in_words
from italclean.readers.frames import identified, is_frame, to_polars
from italclean.readers.sources import Input, read
from italclean.readers.table import Table
from italclean.remarks import remarks
from italclean.result import Result, Stage
from italclean.rows import Cleaned, clean_batch
from italclean.settings import Dns, Matching, Periods, Reading, Settings

Widths = Sequence[str | int] | str | Path
Progress = Callable[[str, str, int, int], None]
"""`progress(stage, what, done, steps)`; the stages are `read`, `plan`, `clean`, `dns` and `dedupe`."""


class _Clock:
    """Times the stages."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []
        self._since = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.stages.append(Stage(name, now - self._since, _peak_mb()))
        self._since = now


@dataclass(frozen=True, slots=True)
class _Sources:
    """What is told of the sources when their rows are cleaned and gone."""

    described: tuple[dict[str, Any], ...]
    rejected: pl.DataFrame
    notices: tuple[Text, ...]
    delimiter: str

    @classmethod
    def of(cls, tables: Sequence[Table], language: Language) -> _Sources:
        rejected = [table.rejected.select(pl.lit(table.name).alias("source"), pl.all()) for table in tables]
        return cls(
            tuple(table.as_dict() for table in tables),
            in_words(pl.concat(rejected), language),
            tuple(notice for table in tables for notice in table.notices),
            next((table.facts["delimiter"] for table in tables if "delimiter" in table.facts), ","),
        )


def _peak_mb() -> float | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)


def run(
    given: Input | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = Reading.encoding,
    delimiter: str | None = Reading.delimiter,
    skip_rows: int | None = Reading.skip_rows,
    widths: Widths = Reading.widths,
    query: str | None = Reading.query,
    query_file: Path | None = Reading.query_file,
    decisions: DecisionFiles | None = None,
    priority: Sequence[str] = Matching.priority,
    unique: Sequence[str] = Matching.unique,
    merge_from: float | None = Matching.merge_from,
    review_from: float = Matching.review_from,
    periods: Periods | None = None,
    dns: Dns | None = None,
    language: Language = Settings.language,
    progress: Progress | None = None,
    contract: Contract | str | Path | None = None,
) -> Result:
    """Clean and deduplicate a customer list.

    Args:
        given: A path, the address of a database (`postgresql://user@host/db?table=clienti`, or `env:NAME` for one in
            the environment), a polars DataFrame or LazyFrame, a list of them, or a mapping of source names to them.
        mapping: Roles of columns that the header and the content do not tell: `{"column": "role"}`.
        encoding: The encoding of the files, or None to detect it.
        delimiter: The delimiter of the files, or None to find it.
        skip_rows: How many lines stand above the header of each file, or None to find it.
        widths: The widths of the columns of files without delimiters, as `[10, 30, 16]` or a TOML file that
            describes them.
        query: What is asked of the one database among the sources, instead of a table.
        query_file: A file that holds the query.
        decisions: What a person decided: a filled `review.csv`, or the `decisions.csv` of a folder, as a file or a
            frame, or several of them, of which later ones count more. Each decision is found again by source and
            id, or by content.
        priority: The sources from the most to the least trusted, for the golden records.
        unique: The sources that are free of duplicates: no two of their rows are merged.
        merge_from: From which probability on two rows that are only alike are merged, 0.5 to 1; 1 for never. It is the
            lower bound of 95% where the list's own codes taught something, by default 0.95, and the model's
            probability elsewhere, by default 0.9.
        review_from: From which probability on two rows that are not merged are shown to a person.
        periods: After how many months a customer is dormant, and a row over its time.
        dns: How to ask the DNS whether the domains of e-mail addresses take mail; without it the network is
            not used.
        language: The language of messages, `it` or `en`.
        progress: Called with the stage, what is being done, how many steps are done and how many there are.
        contract: The contract of data to go by, or its file: without `given` the files that it names are read; what is
            given here, and is not the default, wins over it.

    Raises:
        InputError: The input cannot be read; the message says why and what to try.
        UsageError: The mapping, the decisions or an option cannot be used.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> rows = {
        ...     "Cliente": ["ROSSI MARIO", "Sig. Mario Rossi", "Bianchi Anna"],
        ...     "Cod.Fisc.": ["RSSMRA85T10A562S", "rssmra85t10a562s", None],
        ... }
        >>> result = ic.run(pl.DataFrame(rows))
        >>> result.golden.height, result.golden["records"].sum()
        (2, 3)
    """
    settings = Settings(
        Reading(encoding, delimiter, skip_rows, widths, query, query_file),
        mapping or {},
        Matching(priority, unique, merge_from, review_from),
        periods or Periods(),
        dns,
        language,
    )
    replay = Replay.of(contract, given, settings)
    return replay.held(run_with(replay.given, replay.settings, decisions=decisions, progress=progress))


@remembering()
def run_with(
    given: Input | None, settings: Settings, *, decisions: DecisionFiles | None = None, progress: Progress | None = None
) -> Result:
    """Clean and deduplicate a customer list as `run` does, with its settings as one.

    Args:
        given: As for `run`.
        settings: All that `run` is told.
        decisions: As for `run`.
        progress: As for `run`.
    """
    clock = _Clock()
    taken = read_decisions(() if decisions is None else decisions)  # before hours of work: a file may be wrong
    cleaned, sources, checked = _clean(given, settings, progress, clock)
    deduped = _deduped(cleaned.frame, cleaned.hints, taken, settings, progress)
    clock.lap("dedupe")
    return _result(cleaned, sources, clock, settings, deduped, checked)


def clean(
    given: Input | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = Reading.encoding,
    delimiter: str | None = Reading.delimiter,
    skip_rows: int | None = Reading.skip_rows,
    widths: Widths = Reading.widths,
    query: str | None = Reading.query,
    query_file: Path | None = Reading.query_file,
    periods: Periods | None = None,
    dns: Dns | None = None,
    language: Language = Settings.language,
    progress: Progress | None = None,
    contract: Contract | str | Path | None = None,
) -> Result:
    """Clean a customer list without looking for duplicates; the arguments are those of `run`.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> ic.clean(pl.DataFrame({"CF": ["rssmra85t10a562s"], "Prov": ["(MI)"]})).cleaned["provincia"].to_list()
        ['MI']
    """
    settings = Settings(
        Reading(encoding, delimiter, skip_rows, widths, query, query_file),
        mapping or {},
        periods=periods or Periods(),
        dns=dns,
        language=language,
    )
    replay = Replay.of(contract, given, settings)
    return replay.held(clean_with(replay.given, replay.settings, progress=progress))


@remembering()
def clean_with(given: Input | None, settings: Settings, *, progress: Progress | None = None) -> Result:
    """Clean a customer list as `clean` does, with its settings as one.

    Args:
        given: As for `run`.
        settings: All that `clean` is told.
        progress: As for `run`.
    """
    clock = _Clock()
    cleaned, sources, checked = _clean(given, settings, progress, clock)
    return _result(cleaned, sources, clock, settings, None, checked)


@remembering()
def dedupe(
    cleaned: Result | pl.DataFrame | pl.LazyFrame,
    *,
    decisions: DecisionFiles | None = None,
    priority: Sequence[str] = Matching.priority,
    unique: Sequence[str] = Matching.unique,
    merge_from: float | None = Matching.merge_from,
    review_from: float = Matching.review_from,
    language: Language = Settings.language,
    progress: Progress | None = None,
) -> Deduped:
    """Deduplicate a cleaned list.

    Args:
        cleaned: What `clean` returned, or any frame with canonical columns (`cognome`, `nome`,
            `codice_fiscale` …); rows are numbered where `source` and `row` are missing.
        decisions: What a person decided: a filled `review.csv`, or the `decisions.csv` of a folder, as a file or a
            frame, or several of them, of which later ones count more. Each decision is found again by source and
            id, or by content.
        priority: The sources from the most to the least trusted.
        unique: The sources that are free of duplicates.
        merge_from: From which probability on two rows that are only alike are merged.
        review_from: From which probability on two rows that are not merged are shown to a person.
        language: The language of the reasons.
        progress: As for `run`.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> people = pl.DataFrame({"cognome": ["Rossi"] * 2, "nome": ["Mario"] * 2, "email": ["m@rossi.it"] * 2})
        >>> ic.dedupe(people).golden.height
        1
    """
    if isinstance(cleaned, Result):
        # What `run` gave holds the customers that were found: they are found anew.
        frame, hints = cleaned.cleaned.drop("golden_id", strict=False), cleaned.hints
    elif is_frame(cleaned):
        frame, hints = identified(to_polars(cleaned)), None
    else:
        raise UnsupportedInput(kind=type(cleaned).__name__)
    settings = Settings(matching=Matching(priority, unique, merge_from, review_from), language=language)
    return _deduped(frame, hints, read_decisions(() if decisions is None else decisions), settings, progress)


def _deduped(
    frame: pl.DataFrame,
    hints: pl.DataFrame | None,
    decisions: Decisions,
    settings: Settings,
    progress: Progress | None,
) -> Deduped:
    """Deduplicate a list by what a person decided on it."""
    matching, staged = settings.matching, _staged(progress, "dedupe")
    _check_sources(frame, settings)
    options: dict[str, Any] = {
        "priority": matching.priority,
        "unique": matching.unique,
        "thresholds": Thresholds.given(matching.merge_from, matching.review_from),
        "language": settings.language,
        "progress": staged,
    }
    if decisions.table.is_empty():
        return dedupe_frame(frame, hints, **options)
    placed = place(decisions, frame)
    deduped = dedupe_frame(frame, hints, decisions=placed.pairs, **options)
    figures = {**deduped.figures, **placed.figures()}
    return replace(deduped, figures=figures, decisions=placed.table, notices=tuple(placed.notices()))


def _check_sources(frame: pl.DataFrame, settings: Settings) -> None:
    """Refuse settings that name a source that is not there; of a contract's not all need be there each time."""
    sources = set(frame["source"].unique())
    for option in ("priority", "unique"):
        for name in getattr(settings.matching, option):
            if name not in sources and name not in settings.agreed:
                listed = ", ".join(sorted(map(str, sources))[:12])
                raise BadOption(
                    value=name,
                    option=argument(option),
                    reason=said("error.no_such_source", sources=listed),
                )


def _clean(
    given: Input | None, settings: Settings, progress: Progress | None, clock: _Clock
) -> tuple[Cleaned, _Sources, Checked | None]:
    if progress:
        progress("read", "", 0, 1)
    if given is None:
        raise UnsupportedInput(kind="None")
    tables = read(given, settings.reading)
    sources = _Sources.of(tables, settings.language)
    clock.lap("read")
    if progress:
        progress("plan", "", 0, 1)
    plan = make_plan(tables, settings.mapping, agreed=settings.agreed)
    clock.lap("plan")
    checked: Checked | None = None

    def ask(domains: pl.Series) -> tuple[pl.DataFrame, Mapping[str, str]]:
        nonlocal checked
        watched = (lambda done, total: progress("dns", "", done, total)) if progress else None
        checked = check_domains(domains, settings.dns, progress=watched)
        return checked.outcomes, _DEAD

    cleaned = clean_batch(
        tables,
        plan,
        language=settings.language,
        progress=_staged(progress, "clean"),
        periods=settings.periods,
        check_domains=None if settings.dns is None else ask,
    )
    clock.lap("clean")
    return cleaned, sources, checked


_DEAD = {
    outcome: "email_no_domain" if outcome == "inesistente" else "email_no_mail"
    for outcome, meaning in OUTCOMES.items()
    if meaning.takes_mail is False
}


def _staged(progress: Progress | None, stage: str) -> Callable[[str, int, int], None] | None:
    return (lambda what, done, steps: progress(stage, what, done, steps)) if progress else None


def _result(
    cleaned: Cleaned,
    sources: _Sources,
    clock: _Clock,
    settings: Settings,
    deduped: Deduped | None,
    checked: Checked | None,
) -> Result:
    frame = cleaned.frame
    if deduped is not None:
        frame = frame.insert_column(3, deduped.crosswalk["golden_id"])
    return Result(
        cleaned=frame,
        log=cleaned.log,
        rejected=sources.rejected,
        plan=cleaned.plan,
        counts=cleaned.counts,
        notices=(*sources.notices, *remarks(cleaned, deduped, checked)),
        stages=tuple(clock.stages),
        sources=sources.described,
        delimiter=sources.delimiter,
        language=settings.language,
        options=settings.as_dict(),
        deduped=deduped,
        hints=cleaned.hints,
        derived=cleaned.derived,
        dns=checked.figures() if checked else None,
        overdue=cleaned.overdue,
    )
