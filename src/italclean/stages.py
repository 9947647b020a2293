"""The stages of the main job, one after the other: read, plan, clean, deduplicate, tell."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from italclean.customers.decisions import Decisions, place
from italclean.customers.dedupe import dedupe_frame
from italclean.customers.deduped import Deduped
from italclean.customers.known import Known
from italclean.customers.loads import Load, day_of, last_numbers, loads_of
from italclean.customers.segments import in_segments
from italclean.customers.tasks import tasks_of, told_of_tasks
from italclean.errors import BadOption, Language, UnsupportedInput
from italclean.fields.plan import Plan, make_plan
from italclean.mail.dns import OUTCOMES, Checked, check_domains
from italclean.messages.text import Text, argument, said
from italclean.pairs.odds import Thresholds
from italclean.readers.apart import in_words
from italclean.readers.sources import Input, read
from italclean.readers.table import Table
from italclean.remarks import remarks
from italclean.result import Result, Stage
from italclean.rows import Cleaned, clean_batch
from italclean.rows.opening import sources_of
from italclean.settings import Settings

Progress = Callable[[str, str, int, int], None]
"""`progress(stage, what, done, steps)`; the stages are `read`, `plan`, `clean`, `dns` and `dedupe`."""

Arrange = Callable[[Sequence[Table]], tuple[Sequence[Table], Settings]]
"""What is done to tables that were read, before their columns are looked at."""


class Clock:
    """Times the stages.

    Attributes:
        stages: The stages until now.
    """

    def __init__(self) -> None:
        self.stages: list[Stage] = []
        self._since = time.perf_counter()

    def lap(self, name: str) -> None:
        """End a stage.

        Args:
            name: What it is called.
        """
        now = time.perf_counter()
        self.stages.append(Stage(name, now - self._since, _peak_mb()))
        self._since = now


@dataclass(frozen=True, slots=True)
class Sources:
    """What is told of the sources when their rows are cleaned and gone.

    Attributes:
        described: How each table was read.
        rejected: The lines that are no rows.
        notices: What is to be known of the reading.
        delimiter: The delimiter of the first file.
    """

    described: tuple[dict[str, Any], ...]
    rejected: pl.DataFrame
    notices: tuple[Text, ...]
    delimiter: str

    @classmethod
    def of(cls, tables: Sequence[Table], language: Language) -> Sources:
        """Tell of tables.

        Args:
            tables: The tables.
            language: The language of the reasons.
        """
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


def deduped_list(
    frame: pl.DataFrame,
    hints: pl.DataFrame | None,
    decisions: Decisions,
    settings: Settings,
    progress: Progress | None,
    known: Known | None = None,
) -> Deduped:
    """Deduplicate a list by what a person decided on it.

    Args:
        frame: The cleaned rows.
        hints: What the cleaning knows beyond them.
        decisions: What a person decided.
        settings: All that the run is told.
        progress: As for `run`.
        known: What an earlier run knows of the rows.
    """
    matching, staged = settings.matching, _staged(progress, "dedupe")
    _check_sources(frame, settings)
    known = None if known is None else known.with_versions(frame)
    options: dict[str, Any] = {
        "priority": matching.priority,
        "unique": matching.unique,
        "thresholds": Thresholds.given(matching.merge_from, matching.review_from),
        "terms": settings.terms,
        "known": known,
        "language": settings.language,
        "progress": staged,
    }
    if decisions.table.is_empty():
        return _segmented(dedupe_frame(frame, hints, **options), settings)
    placed = place(decisions, frame, None if known is None else known.newest(frame))
    pairs = placed.pairs if known is None else known.of_all_versions(placed.pairs, frame)
    deduped = dedupe_frame(frame, hints, decisions=pairs, **options)
    figures = {**deduped.figures, **placed.figures()}
    decided = replace(deduped, figures=figures, decisions=placed.table, notices=tuple(placed.notices()))
    return _segmented(decided, settings)


def _segmented(deduped: Deduped, settings: Settings) -> Deduped:
    """Put the customers into the segments of the contract, and list whose tasks they are."""
    segments = settings.segments
    if not segments:
        return deduped
    found = in_segments(deduped.golden, segments, settings.periods)
    tasks = tasks_of(found.golden, segments, settings.periods, settings.language)
    told = () if tasks.is_empty() else tuple(told_of_tasks(found.golden, segments))
    return replace(deduped, golden=found.golden, tasks=tasks, notices=(*deduped.notices, *found.notices, *told))


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


def _numbered_on(tables: Sequence[Table], plan: Plan, loads: Sequence[Load]) -> list[Table]:
    """Let rows go on counting behind those that came before of the same source, whichever table brought them.

    A column may say that rows of `lead` are of the source `erp`, which is a table of its own another time.
    """
    last, counted = last_numbers(loads), []
    for table in tables:
        names = {table.name, *sources_of(table, plan).unique().to_list()}
        before = max(last.get(name, 0) for name in names)
        last |= dict.fromkeys(names, before + table.frame.height)
        counted.append(replace(table, before=before))
    return counted


def _told_of_numbers(tables: Sequence[Table]) -> list[Text]:
    return [said("master.numbered_on", source=table.name, first=table.before + 1) for table in tables if table.before]


def cleaned_list(
    given: Input | None,
    settings: Settings,
    progress: Progress | None,
    clock: Clock,
    arrange: Arrange | None = None,
    loads: Sequence[Load] = (),
) -> tuple[Cleaned, Sources, Checked | None]:
    """Read a list, plan what its columns are, and clean it.

    Args:
        given: As for `run`.
        settings: All that the run is told.
        progress: As for `run`.
        clock: Times the stages.
        arrange: What is done to the tables that were read.
        loads: The deliveries before.

    Returns:
        The cleaned rows, what is told of their sources, and what the DNS said where it was asked.
    """
    if progress:
        progress("read", "", 0, 1)
    if given is None:
        raise UnsupportedInput(kind="None")
    tables: Sequence[Table] = read(given, settings.reading)
    if arrange is not None:
        tables, settings = arrange(tables)
    sources = Sources.of(tables, settings.language)
    clock.lap("read")
    if progress:
        progress("plan", "", 0, 1)
    plan = make_plan(tables, settings.mapping, agreed=settings.agreed)
    tables = _numbered_on(tables, plan, loads)
    sources = replace(sources, notices=(*_told_of_numbers(tables), *sources.notices))
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
        retention=settings.terms.retention,
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


def result_of(
    cleaned: Cleaned,
    sources: Sources,
    clock: Clock,
    settings: Settings,
    deduped: Deduped | None,
    checked: Checked | None,
) -> Result:
    """Tell what a run found.

    Args:
        cleaned: The cleaned rows.
        sources: What is told of their sources.
        clock: The time of the stages.
        settings: All that the run was told.
        deduped: The customers, where duplicates were looked for.
        checked: What the DNS said, where it was asked.
    """
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
        types=settings.terms.types,
        loads=loads_of(frame, sources.described, 0, day_of(settings.periods)),
    )
