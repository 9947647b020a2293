"""A master made anew of its rows without any new ones: when customers are parted, or a person is removed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.remembered import remembering
from italclean.customers.changes import changes
from italclean.customers.decisions import Decisions, read_decisions
from italclean.customers.decisions import Files as DecisionFiles
from italclean.customers.deduped import Deduped
from italclean.customers.ids import FORMER, ids_before
from italclean.customers.known import Known
from italclean.fields.plan import Plan
from italclean.issues.outcome import STATUS
from italclean.issues.registry import issue_dtype
from italclean.master.ageing import grown_older, over_their_time
from italclean.master.fingerprints import fingerprints_beside
from italclean.master.reading import Master
from italclean.master.unanswered import unanswered
from italclean.outputs import kept_decisions
from italclean.outputs.folder import RUN, seal_of
from italclean.result import Parts, Result
from italclean.rows.batches import Cleaned
from italclean.rows.log import IssueLog, no_unwrapped
from italclean.settings import Settings
from italclean.stages import Clock, Progress, Sources, deduped_list, result_of

CARRIED = ("issues", "rewritten", "rejected")
"""The tables to which a delivery adds its own lines."""

_UNNUMBERED = ("rejected", "restore", "suppressed")
"""Tables whose lines are of no row of the list: short, and read at once, as longer ones may take their place."""

_COUNTS: dict[str, Any] = {"column": pl.String, "status": STATUS, "issue": pl.String, "cells": pl.UInt32}


@remembering()
def rebuilt(
    master: Master,
    settings: Settings,
    decisions: Decisions,
    *,
    kept: npt.NDArray[np.bool_] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Make a master anew of its rows.

    Args:
        master: The list.
        settings: By which settings.
        decisions: What a person decided.
        kept: Which of its rows are kept; None for all.
        progress: As for `run`.
    """
    clock = Clock()
    rows = np.arange(master.frame.height) if kept is None else np.flatnonzero(kept)
    places = pl.Series(rows)
    frame, hints = grown_older(master.frame[places], master.loads, settings), master.hints[places]
    known = master.known.take(rows)
    deduped = deduped_list(frame, hints, decisions, settings, progress, known)
    clock.lap("dedupe")
    run = json.loads((master.folder / RUN).read_text(encoding="utf-8"))
    log = IssueLog.of(frame.select("source", "row", "source_id").clear(), (), settings.language, no_unwrapped())
    counts = pl.DataFrame(run["cells"], schema=_COUNTS).with_columns(pl.col("issue").cast(issue_dtype()))
    whole = Cleaned(frame, log, counts, Plan.from_dict(run["plan"]), hints, run["derived"])
    whole = replace(whole, overdue=over_their_time(frame, hints, settings))
    rejected = pl.DataFrame(schema=dict.fromkeys(("source", "line", "reason", "text"), pl.String))
    sources = Sources(master.sources, rejected, (), master.delimiter)
    found = result_of(whole, sources, clock, settings, with_former(deduped, master.former[places], known), None)
    identity = frame.select("source", "row")
    earlier = carried(master, CARRIED, None if kept is None else identity)
    return replace(
        found,
        loads=master.loads,
        earlier=earlier,
        beside=beside_of(master, deduped, known),
        made_of=master.origin,
    )


def carried(master: Master, names: Iterable[str], rows: pl.DataFrame | None = None) -> dict[str, Parts]:
    """Return tables of the folder to which others are added.

    Args:
        master: The list.
        names: The tables.
        rows: `source` and `row` of the rows that are kept; None for all.
    """
    found: dict[str, Parts] = {}
    for name in names:
        parts = master.parts(name)
        if parts is None:
            continue
        if name in _UNNUMBERED:
            found[name] = partial(list, list(parts()))
        else:
            found[name] = partial(_of_rows, parts, rows) if rows is not None else partial(_as_it_was, master, parts)
    return found


def _as_it_was(master: Master, parts: Parts) -> Iterator[pl.DataFrame]:
    """What is said of the rows of a master, also when rows were added to its folder since."""
    if seal_of(master.folder) == master.seal:
        return iter(parts())
    return _of_rows(parts, master.frame.select("source", "row"))


def _of_rows(parts: Parts, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Leave out what is said of rows that are gone; lines that were no rows have no number."""
    for part in parts():
        if "row" not in part.columns:
            yield part
            continue
        numbered = part.with_columns(pl.col("row").cast(pl.UInt32))
        left = numbered.join(rows, on=["source", "row"], how="semi", maintain_order="left")
        if left.height:
            yield left


def decisions_of(master: Master, given: DecisionFiles | None) -> Decisions:
    """Read what a person decided: in the folder of the master, then in what is given, which counts more.

    Args:
        master: The list.
        given: Further files or frames.
    """
    more = [] if given is None else [given] if isinstance(given, str | Path | pl.DataFrame) else list(given)
    return read_decisions([*kept_decisions(master.folder), *more])


def with_former(deduped: Deduped, former: pl.Series, known: Known) -> Deduped:
    """Tell in the crosswalk which ids the customers had before, where any had another.

    Args:
        deduped: The customers.
        former: What was known of that, row by row.
        known: What is known of the rows.
    """
    told = ids_before(former, known, deduped.crosswalk["golden_id"])
    if told.null_count() == len(told):
        return deduped
    return replace(deduped, crosswalk=deduped.crosswalk.with_columns(told.alias(FORMER)))


def beside_of(master: Master, deduped: Deduped, known: Known) -> dict[str, pl.DataFrame]:
    """Return what is told beside the list: what became of the customers of a master, and what is still asked of it.

    Args:
        master: The list as it was.
        deduped: The customers as they are.
        known: What was known of the rows.
    """
    new = known.load > max((load.number for load in master.loads), default=-1)
    told = changes(master.golden, deduped.golden, deduped.crosswalk, known.was, new, deduped.kept.taken_from)
    still_open = unanswered(master, deduped)
    still_asked = {"review_earlier": still_open} if still_open.height else {}
    return {"changes": told, **still_asked, **fingerprints_beside(master)}
