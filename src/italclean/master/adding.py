"""`add`: new rows into a list that is kept; known customers keep their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from italclean.core.columns import no_text
from italclean.core.remembered import remembering
from italclean.customers.decisions import Files as DecisionFiles
from italclean.customers.loads import day_of, loads_of, names_within
from italclean.errors import Language
from italclean.fields.catalogue import canonical_position, is_canonical
from italclean.master.ageing import grown_older, over_their_time
from italclean.master.fingerprints import forgotten_of
from italclean.master.naming import listed, sources_of
from italclean.master.reading import Master, read_master
from italclean.master.rebuilding import CARRIED, beside_of, carried, decisions_of, rebuilt, with_former
from italclean.master.suppressing import keep_out, lifted
from italclean.messages.text import Text, said
from italclean.pipeline import Widths
from italclean.readers.sources import Input
from italclean.readers.table import Table
from italclean.result import Result
from italclean.rows.batches import hints_together
from italclean.settings import Dns, Periods, Reading, Settings
from italclean.stages import Clock, Progress, cleaned_list, deduped_list, result_of
from italclean.tariff import Tariff

_IDENTITY = ("source", "row", "source_id")


def add(
    master: str | Path,
    new: Input | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = Reading.encoding,
    delimiter: str | None = Reading.delimiter,
    skip_rows: int | None = Reading.skip_rows,
    widths: Widths = Reading.widths,
    query: str | None = Reading.query,
    query_file: Path | None = Reading.query_file,
    decisions: DecisionFiles | None = None,
    refit: bool = False,
    key: str | Path | None = None,
    allow: str | Iterable[str] = (),
    periods: Periods | None = None,
    dns: Dns | None = None,
    language: Language | None = None,
    progress: Progress | None = None,
    tariff: Tariff | str | Path | None = None,
) -> Result:
    """Add rows to a list that is kept: known customers keep their ids.

    A new row is absorbed by the customer that it is, or opens one. Two known customers become one if a rule on codes
    says so, or a person; what is only alike is asked about. A row that comes again under the id that it has in its
    source is the newer version of that record. All else is as the run that made the master had it.

    Args:
        master: The folder that `run` or `add` wrote.
        new: The new rows, as `run` takes a list. A source that is called as one of the master goes on with it. Without
            any, what a person decided is applied.
        mapping: Roles of columns, beside those of the master.
        encoding: As for `run`.
        delimiter: As for `run`.
        skip_rows: As for `run`.
        widths: As for `run`.
        query: As for `run`.
        query_file: As for `run`.
        decisions: What a person decided, beside what stands in the master's folder.
        refit: Whether what likeness is worth is learned anew, of the list as it is now.
        key: The file of the key of the master's fingerprints; needed where somebody was forgotten, and kept out by it.
        allow: Identifiers of forgotten persons who want back in, as `forget` takes them: a row of theirs that bears one
            comes in, and what it shares with them is forgotten no longer.
        periods: After how many months a customer is dormant, and a row over its time; None for those of the master.
        dns: As for `run`.
        language: The language of messages; None for the master's.
        progress: As for `run`.
        tariff: As for `run`; None for that of the master.

    Returns:
        The whole list as it is now; `changes` tells what became of the customers, `review` holds new pairs alone.

    Raises:
        MasterUnreadable: The folder is no master, files of it are missing or were changed.
        InputError: The new rows cannot be read.
        UsageError: The mapping, the decisions, the key or an option cannot be used.

    Examples:
        >>> import tempfile
        >>> import polars as pl
        >>> import italclean as ic
        >>> first = pl.DataFrame({"Cliente": ["ROSSI MARIO"], "CF": ["RSSMRA85T10A562S"]})
        >>> later = pl.DataFrame({"Cliente": ["Mario Rossi", "Bianchi Anna"], "CF": ["RSSMRA85T10A562S", None]})
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = ic.run({"erp": first}).write(folder)
        ...     now = ic.add(folder, {"crm": later})
        >>> now.golden.height, now.changes["change"].to_list()
        (2, ['new', 'absorbed'])
    """
    kept = read_master(Path(master))
    settings = replace(
        kept.settings,
        reading=Reading(encoding, delimiter, skip_rows, widths, query, query_file),
        mapping={**kept.settings.mapping, **(mapping or {})},
        periods=periods or kept.settings.periods,
        dns=dns,
        language=language or kept.settings.language,
        tariff=Tariff.given(tariff) or kept.settings.tariff,
    )
    given = frozenset(mapping or ())
    return add_with(
        kept,
        new,
        settings,
        asked=given,
        decisions=decisions,
        refit=refit,
        key=key,
        allow=listed(allow),
        progress=progress,
    )


@remembering()
def add_with(
    master: Master,
    new: Input | None,
    settings: Settings,
    *,
    asked: frozenset[str] = frozenset(),
    decisions: DecisionFiles | None = None,
    refit: bool = False,
    key: str | Path | None = None,
    allow: Iterable[str] = (),
    progress: Progress | None = None,
) -> Result:
    """Add rows to a list that is kept as `add` does, with its settings as one.

    Args:
        master: The list.
        new: As for `add`.
        settings: All that the adding is told.
        asked: The columns whose roles were told for this delivery: each must be there.
        decisions: As for `add`.
        refit: As for `add`.
        key: As for `add`.
        allow: As for `add`.
        progress: As for `run`.
    """
    taken = decisions_of(master, decisions)
    forgotten = forgotten_of(master, key) if new is not None or allow else None
    if new is None:
        return lifted(forgotten, allow, rebuilt(master, settings, taken, progress=progress))
    clock = Clock()

    def arranged(tables: Sequence[Table]) -> tuple[Sequence[Table], Settings]:
        there = {name for table in tables for name in table.frame.columns}
        mapping = {name: role for name, role in settings.mapping.items() if name in there or name in asked}
        # A delivery of a source that the contract of the master does not know is read without it.
        agreed = settings.contract if any(table.name in settings.agreed for table in tables) else None
        called = [replace(table, within=names_within(table.name, master.loads)) for table in tables]
        return called, replace(settings, mapping=mapping, contract=agreed)

    cleaned, sources, checked = cleaned_list(new, settings, progress, clock, arranged, master.loads)
    arrived_as = cleaned.frame["source"].unique(maintain_order=True).to_list()
    cleaned, sources, kept_out = keep_out(forgotten, allow, cleaned, sources)
    frame = _joined([grown_older(master.frame, master.loads, settings), cleaned.frame])
    hints = hints_together([master.hints, cleaned.hints])
    known = master.known.and_new(cleaned.frame.height)
    known = replace(known, barred=forgotten.bars) if forgotten is not None else known
    known = replace(known, scorer=None) if refit else known
    deduped = deduped_list(frame, hints, taken, settings, progress, known)
    clock.lap("dedupe")
    older = over_their_time(master.frame, master.hints, settings)
    overdue = pl.concat([older, cleaned.overdue.with_columns(pl.col("at") + master.frame.height)])
    whole = replace(cleaned, frame=frame, hints=hints, overdue=overdue)
    former = pl.concat([master.former, no_text(cleaned.frame.height)])
    found = result_of(whole, sources, clock, settings, with_former(deduped, former, known), checked)
    day = day_of(settings.periods)
    arrived = loads_of(cleaned.frame, sources.described, int(known.load.max(initial=0)), day)
    beside = beside_of(master, deduped, known)
    return replace(
        found,
        sources=(*master.sources, *found.sources),
        delimiter=master.delimiter,
        loads=(*master.loads, *arrived),
        earlier=carried(master, CARRIED),
        beside={**beside, **kept_out.tables},
        notices=(
            *_strangers(master, arrived_as, settings),
            *kept_out.notices,
            *found.notices,
            _told(cleaned.frame.height, beside["changes"]),
        ),
        erased=kept_out.erased(frame, hints),
        made_of=master.origin,
    )


def _strangers(master: Master, sources: Sequence[str], settings: Settings) -> Iterator[Text]:
    """Name the sources that neither the master nor its contract has: a delivery whose name was forgotten is one."""
    known = sources_of(master) | set(settings.agreed)
    for source in sources:
        if source not in known:
            yield said("master.new_source", source=source, known=", ".join(sorted(known)))
            if settings.agreed:
                yield said("master.not_agreed", source=source)


def _told(rows: int, changes: pl.DataFrame) -> Text:
    """Say what became of the customers."""
    counts = dict(changes["change"].value_counts().iter_rows())
    fields = changes.filter(pl.col("field").is_not_null())["golden_id"].n_unique()
    kinds = {name: int(counts.get(name, 0)) for name in ("new", "absorbed", "merged")}
    return said("master.added", rows=rows, changed=fields, **kinds)


def _joined(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put rows below each other, whatever columns each list has, in the order of the columns of a cleaned list."""
    whole = pl.concat(frames, how="diagonal")
    rest = [name for name in whole.columns if name not in _IDENTITY]
    canonical = sorted((name for name in rest if is_canonical(name)), key=canonical_position)
    return whole.select(*_IDENTITY, *canonical, *(name for name in rest if not is_canonical(name))).rechunk()
