"""The main job: read, plan, clean, deduplicate, report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from italclean.contract.contract import Contract
from italclean.contract.replay import Replay
from italclean.core.remembered import remembering
from italclean.customers.decisions import Files as DecisionFiles
from italclean.customers.decisions import read_decisions
from italclean.customers.deduped import Deduped
from italclean.errors import Language, UnsupportedInput
from italclean.readers.frames import as_text, is_frame, to_polars
from italclean.readers.sources import Input
from italclean.result import Result
from italclean.settings import Dns, Matching, Periods, Reading, Settings
from italclean.stages import Clock, Progress, cleaned_list, deduped_list, result_of

if TYPE_CHECKING:
    from italclean.master.keeping_out import KeepOut

Widths = Sequence[str | int] | str | Path


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
            given here, and is not the default, wins over it. Where it names the key of forgotten persons, they are kept
            out: their fingerprints are those of the folder that it names for the results.

    Raises:
        MasterUnreadable: The fingerprints of forgotten persons are missing or were changed.
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
    keep_out = _kept_out(replay.contract)
    found = run_with(replay.given, replay.settings, decisions=decisions, progress=progress, keep_out=keep_out)
    return replay.held(found)


def _kept_out(contract: Contract | None) -> KeepOut | None:
    """Who is kept out of a run by a contract that names a key."""
    if contract is None or contract.key is None:
        return None
    from italclean.master.keeping_out import kept_out_by

    return kept_out_by(contract.key, [contract.results], contract.fingerprints)


@remembering()
def run_with(
    given: Input | None,
    settings: Settings,
    *,
    decisions: DecisionFiles | None = None,
    progress: Progress | None = None,
    keep_out: KeepOut | None = None,
) -> Result:
    """Clean and deduplicate a customer list as `run` does, with its settings as one.

    Args:
        given: As for `run`.
        settings: All that `run` is told.
        decisions: As for `run`.
        progress: As for `run`.
        keep_out: Keeps forgotten persons out; None where nobody is.
    """
    clock = Clock()
    taken = read_decisions(() if decisions is None else decisions)  # before hours of work: a file may be wrong
    cleaned, sources, checked = cleaned_list(given, settings, progress, clock)
    if keep_out is not None:
        cleaned, sources = keep_out.sift(cleaned, sources)
    deduped = deduped_list(cleaned.frame, cleaned.hints, taken, settings, progress)
    if keep_out is not None and (known := keep_out.bars(deduped.crosswalk["golden_id"])) is not None:
        # An id that a forgotten person had in a source is somebody else's now: a golden id is given once.
        deduped = deduped_list(cleaned.frame, cleaned.hints, taken, settings, progress, known)
    clock.lap("dedupe")
    found = result_of(cleaned, sources, clock, settings, deduped, checked)
    return found if keep_out is None else keep_out.told(found)


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
    clock = Clock()
    cleaned, sources, checked = cleaned_list(given, settings, progress, clock)
    return result_of(cleaned, sources, clock, settings, None, checked)


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
        frame, hints = _identified(to_polars(cleaned)), None
    else:
        raise UnsupportedInput(kind=type(cleaned).__name__)
    settings = Settings(matching=Matching(priority, unique, merge_from, review_from), language=language)
    return deduped_list(frame, hints, read_decisions(() if decisions is None else decisions), settings, progress)


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
    return known.hstack(as_text(frame.select(text))[0]).rechunk()
