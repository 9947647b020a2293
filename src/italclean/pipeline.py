"""The main job: read, plan, clean, deduplicate, report."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from italclean.cleaning import Cleaned, clean_tables
from italclean.core.notice import Notice
from italclean.dedup.engine import Deduped, dedupe_frame
from italclean.dedup.review import read_decisions
from italclean.errors import Language
from italclean.files.read import Input, Table, read
from italclean.plan import make_plan
from italclean.result import Result, Stage

Progress = Callable[[str, str, int, int], None]
"""`progress(stage, what, done, steps)`; the stages are `read`, `plan`, `clean` and `dedupe`."""


class _Clock:
    """Times the stages."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []
        self._since = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.stages.append(Stage(name, now - self._since, _peak_mb()))
        self._since = now


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
    decisions: str | Path | None = None,
    priority: Sequence[str] = (),
    language: Language = "it",
    progress: Progress | None = None,
) -> Result:
    """Clean and deduplicate a customer list.

    Args:
        given: A path, a polars DataFrame or LazyFrame, a list of them, or a mapping of source names to them.
        mapping: Roles of columns that the header and the content do not tell: `{"column": "role"}`.
        encoding: The encoding of the files, or None to detect it.
        delimiter: The delimiter of the files, or None to find it.
        decisions: A filled `review.csv` of an earlier run on the same input.
        priority: The sources from the most to the least trusted, for the golden records.
        language: The language of messages, `it` or `en`.
        progress: Called with the stage, what is being done, how many steps are done and how many there are.

    Raises:
        InputError: The input cannot be read; the message says why and what to try.
        UsageError: The mapping or the decisions cannot be used.

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
    cleaned, tables = _clean(given, mapping, encoding, delimiter, language, progress, clock)
    taken = read_decisions(decisions, cleaned.frame) if decisions else None
    deduped = dedupe_frame(
        cleaned.frame,
        cleaned.hints,
        decisions=taken,
        priority=priority,
        language=language,
        progress=_staged(progress, "dedupe"),
    )
    clock.lap("dedupe")
    return _result(cleaned, tables, clock, language, deduped)


def clean(
    given: Input,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
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
    cleaned, tables = _clean(given, mapping, encoding, delimiter, language, progress, clock)
    return _result(cleaned, tables, clock, language, None)


def dedupe(
    cleaned: Result | pl.DataFrame | pl.LazyFrame,
    *,
    decisions: str | Path | None = None,
    priority: Sequence[str] = (),
    language: Language = "it",
    progress: Progress | None = None,
) -> Deduped:
    """Deduplicate a cleaned list.

    Args:
        cleaned: What `clean` returned, or any frame with canonical columns (`cognome`, `nome`,
            `codice_fiscale` …); rows are numbered where `source` and `row` are missing.
        decisions: A filled `review.csv` of an earlier run on the same input.
        priority: The sources from the most to the least trusted.
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
        frame, hints = cleaned.cleaned, cleaned.hints
    else:
        eager = cleaned.collect() if isinstance(cleaned, pl.LazyFrame) else cleaned
        frame, hints = _identified(eager), None
    taken = read_decisions(decisions, frame) if decisions else None
    return dedupe_frame(
        frame, hints, decisions=taken, priority=priority, language=language, progress=_staged(progress, "dedupe")
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
    return frame.with_columns(*missing).select(*identity, *(pl.col(name).cast(pl.String) for name in text))


def _clean(
    given: Input,
    mapping: Mapping[str, str] | None,
    encoding: str | None,
    delimiter: str | None,
    language: Language,
    progress: Progress | None,
    clock: _Clock,
) -> tuple[Cleaned, list[Table]]:
    if progress:
        progress("read", "", 0, 1)
    tables = read(given, encoding=encoding, delimiter=delimiter)
    clock.lap("read")
    if progress:
        progress("plan", "", 0, 1)
    plan = make_plan(tables, mapping)
    clock.lap("plan")
    cleaned = clean_tables(tables, plan, language=language, progress=_staged(progress, "clean"))
    clock.lap("clean")
    return cleaned, tables


def _staged(progress: Progress | None, stage: str) -> Callable[[str, int, int], None] | None:
    return (lambda what, done, steps: progress(stage, what, done, steps)) if progress else None


def _result(
    cleaned: Cleaned, tables: Sequence[Table], clock: _Clock, language: Language, deduped: Deduped | None
) -> Result:
    frame = cleaned.frame
    if deduped is not None:
        frame = frame.insert_column(3, deduped.crosswalk["golden_id"])
    rejected = pl.concat([table.rejected.select(pl.lit(table.name).alias("source"), pl.all()) for table in tables])
    return Result(
        cleaned=frame,
        issues=cleaned.issues,
        rejected=rejected,
        plan=cleaned.plan,
        counts=cleaned.counts,
        notices=(*(notice for table in tables for notice in table.notices), *_notices(cleaned, deduped)),
        stages=tuple(clock.stages),
        sources=tuple(table.as_dict() for table in tables),
        delimiter=next((table.delimiter for table in tables if table.delimiter), ","),
        language=language,
        deduped=deduped,
        hints=cleaned.hints,
        derived=cleaned.derived,
    )


_NAMES = {"nominativo", "cognome", "nome", "ragione_sociale"}


def _notices(cleaned: Cleaned, deduped: Deduped | None) -> list[Notice]:
    """What a user should know about the run as a whole."""
    notices = []
    if not _NAMES & {column.role for column in cleaned.plan.columns}:
        notices.append(
            Notice(
                "Nessuna colonna con i nomi: senza nomi si uniscono solo le righe con lo stesso codice. "
                "Indicala con --map COLONNA=nominativo.",
                "No column of names: without names only rows with one same code are merged. "
                "Give it with --map COLUMN=nominativo.",
            )
        )
    refused = deduped.figures["decisions_refused"] if deduped is not None else 0
    if refused:
        notices.append(
            Notice(
                f"{refused} decisioni «same» non applicate: contraddicono i codici fiscali o altre decisioni.",
                f"{refused} decisions “same” were not applied: they contradict codici fiscali or other decisions.",
            )
        )
    return notices
