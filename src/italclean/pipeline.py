"""The main job: read, plan, clean, deduplicate, report."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from italclean.cleaning import Cleaned, clean_batch
from italclean.core import formula
from italclean.dedup.decisions import Decisions, place, read_decisions
from italclean.dedup.decisions import Files as DecisionFiles
from italclean.dedup.engine import Deduped, dedupe_frame
from italclean.deliverability import OUTCOMES, Checked, Dns, check_domains
from italclean.errors import BadOption, Language, UnsupportedInput
from italclean.fields.catalogue import NAMES
from italclean.files.apart import in_words
from italclean.files.frames import as_text, is_frame, to_polars
from italclean.files.read import Input, Table, read
from italclean.messages.text import Text, argument, said
from italclean.plan import make_plan
from italclean.result import Result, Stage
from italclean.settings import Periods

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
            next((table.delimiter for table in tables if table.delimiter), ","),
        )


def _peak_mb() -> float | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)


def run(
    given: Input,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    skip_rows: int | None = None,
    decisions: DecisionFiles | None = None,
    priority: Sequence[str] = (),
    unique: Sequence[str] = (),
    periods: Periods | None = None,
    dns: Dns | None = None,
    language: Language = "it",
    progress: Progress | None = None,
) -> Result:
    """Clean and deduplicate a customer list.

    Args:
        given: A path, a polars DataFrame or LazyFrame, a list of them, or a mapping of source names to them.
        mapping: Roles of columns that the header and the content do not tell: `{"column": "role"}`.
        encoding: The encoding of the files, or None to detect it.
        delimiter: The delimiter of the files, or None to find it.
        skip_rows: How many lines stand above the header of each file, or None to find it.
        decisions: What a person decided: a filled `review.csv`, or the `decisions.csv` of a folder, as a file or a
            frame, or several of them, of which later ones count more. Each decision is found again by source and
            id, or by content.
        priority: The sources from the most to the least trusted, for the golden records.
        unique: The sources that are free of duplicates: no two of their rows are merged.
        periods: After how many months a customer is dormant, and a row over its time.
        dns: How to ask the DNS whether the domains of e-mail addresses take mail; without it the network is
            not used.
        language: The language of messages, `it` or `en`.
        progress: Called with the stage, what is being done, how many steps are done and how many there are.

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
    clock = _Clock()
    taken = read_decisions(() if decisions is None else decisions)  # before hours of work: a file may be wrong
    cleaned, sources, checked = _clean(
        given, mapping, encoding, delimiter, skip_rows, periods, dns, language, progress, clock
    )
    _check_sources(cleaned.frame, priority=priority, unique=unique)
    deduped = _deduped(
        cleaned.frame,
        cleaned.hints,
        taken,
        priority=priority,
        unique=unique,
        language=language,
        progress=_staged(progress, "dedupe"),
    )
    clock.lap("dedupe")
    return _result(cleaned, sources, clock, language, deduped, checked)


def clean(
    given: Input,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    skip_rows: int | None = None,
    periods: Periods | None = None,
    dns: Dns | None = None,
    language: Language = "it",
    progress: Progress | None = None,
) -> Result:
    """Clean a customer list without looking for duplicates; the arguments are those of `run`.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> ic.clean(pl.DataFrame({"CF": ["rssmra85t10a562s"], "Prov": ["(MI)"]})).cleaned["provincia"].to_list()
        ['MI']
    """
    clock = _Clock()
    cleaned, sources, checked = _clean(
        given, mapping, encoding, delimiter, skip_rows, periods, dns, language, progress, clock
    )
    return _result(cleaned, sources, clock, language, None, checked)


def dedupe(
    cleaned: Result | pl.DataFrame | pl.LazyFrame,
    *,
    decisions: DecisionFiles | None = None,
    priority: Sequence[str] = (),
    unique: Sequence[str] = (),
    language: Language = "it",
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
        frame, hints = _identified(to_polars(cleaned)), None
    else:
        raise UnsupportedInput(kind=type(cleaned).__name__)
    _check_sources(frame, priority=priority, unique=unique)
    return _deduped(
        frame,
        hints,
        read_decisions(() if decisions is None else decisions),
        priority=priority,
        unique=unique,
        language=language,
        progress=_staged(progress, "dedupe"),
    )


def _deduped(frame: pl.DataFrame, hints: pl.DataFrame | None, decisions: Decisions, **options: Any) -> Deduped:
    """Deduplicate a list by what a person decided on it."""
    if decisions.table.is_empty():
        return dedupe_frame(frame, hints, **options)
    placed = place(decisions, frame)
    deduped = dedupe_frame(frame, hints, decisions=placed.pairs, **options)
    figures = {**deduped.figures, **placed.figures()}
    return replace(deduped, figures=figures, decisions=placed.table, notices=tuple(placed.notices()))


def _check_sources(frame: pl.DataFrame, **options: Sequence[str]) -> None:
    """Refuse options that name a source that is not there."""
    sources = set(frame["source"].unique())
    for option, names in options.items():
        for name in names:
            if name not in sources:
                listed = ", ".join(sorted(map(str, sources))[:12])
                raise BadOption(
                    value=name,
                    option=argument(option),
                    reason=said("error.no_such_source", sources=listed),
                )


def _identified(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of a plain frame the identity that a cleaned list has."""
    missing: list[pl.Expr] = []
    if "source" not in frame.columns:
        missing.append(pl.lit("frame").alias("source"))
    if "row" not in frame.columns:
        missing.append(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias("row"))
    if "source_id" not in frame.columns:
        missing.append((pl.col("id") if "id" in frame.columns else pl.lit(None)).cast(pl.String).alias("source_id"))
    identity = ["source", "row", "source_id"]
    text = [name for name in frame.columns if name not in (*identity, "golden_id", "id")]
    known = frame.with_columns(*missing).select(identity)
    return known.hstack(as_text(frame.select(text))[0])


def _clean(
    given: Input,
    mapping: Mapping[str, str] | None,
    encoding: str | None,
    delimiter: str | None,
    skip_rows: int | None,
    periods: Periods | None,
    dns: Dns | None,
    language: Language,
    progress: Progress | None,
    clock: _Clock,
) -> tuple[Cleaned, _Sources, Checked | None]:
    if progress:
        progress("read", "", 0, 1)
    tables = read(given, encoding=encoding, delimiter=delimiter, skip_rows=skip_rows)
    sources = _Sources.of(tables, language)
    clock.lap("read")
    if progress:
        progress("plan", "", 0, 1)
    plan = make_plan(tables, mapping)
    clock.lap("plan")
    checked: Checked | None = None

    def ask(domains: pl.Series) -> tuple[pl.DataFrame, Mapping[str, str]]:
        nonlocal checked
        watched = (lambda done, total: progress("dns", "", done, total)) if progress else None
        checked = check_domains(domains, dns, progress=watched)
        return checked.outcomes, _DEAD

    cleaned = clean_batch(
        tables,
        plan,
        language=language,
        progress=_staged(progress, "clean"),
        periods=periods,
        check_domains=None if dns is None else ask,
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
    language: Language,
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
        notices=(*sources.notices, *_notices(cleaned, deduped, checked)),
        stages=tuple(clock.stages),
        sources=sources.described,
        delimiter=sources.delimiter,
        language=language,
        deduped=deduped,
        hints=cleaned.hints,
        derived=cleaned.derived,
        dns=checked.figures() if checked else None,
    )


_CODES = {
    *(
        "source",
        "codice_fiscale",
        "partita_iva",
        "data_nascita",
        "cap",
        "provincia",
        "regione",
        "telefono",
        "cellulare",
    ),
    *("fax", "iban", "sesso", "tipo"),
}
"""Columns in which no cell can begin with the sign of a formula, and be more than a number."""


def _formulas(frame: pl.DataFrame) -> list[Text]:
    """Say that cells of the files for programs, which are left as they are, are formulas for a spreadsheet."""
    found = formula.count_risky(frame.drop(_CODES, strict=False))
    if not found:
        return []
    cells, columns = sum(found.values()), ", ".join(list(found)[:8])
    return [said("run.formulas", cells=cells, columns=columns)]


def _notices(cleaned: Cleaned, deduped: Deduped | None, checked: Checked | None) -> list[Text]:
    """What a user should know about the run as a whole."""
    notices = list(cleaned.plan.notices)
    if not set(NAMES) & {column.role for column in cleaned.plan.columns}:
        notices.append(said("run.no_names"))
    unanswered = checked.unanswered if checked is not None else 0
    if unanswered:
        notices.append(said("run.unanswered", count=unanswered))
    notices += [*_formulas(cleaned.frame), *(deduped.notices if deduped is not None else ())]
    refused = deduped.figures["decisions_refused"] if deduped is not None else 0
    if refused:
        notices.append(said("run.decisions_refused", count=refused))
    return notices
