"""`split`: a wrong merge undone; the two customers that it joined come back, and the decision lasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.customers.decision_files import read_table
from italclean.customers.decisions import Decisions, merged, place
from italclean.customers.loads import day_of
from italclean.errors import BadOption, Language
from italclean.master.naming import customer_named, listed, rows_named, rows_of_customer
from italclean.master.reading import Master, read_master
from italclean.master.rebuilding import decisions_of, rebuilt
from italclean.messages.text import argument, said
from italclean.pairs.review import make_review
from italclean.result import Result
from italclean.stages import Progress

Rows = npt.NDArray[np.int64]


def split(
    master: str | Path,
    golden_id: str,
    rows: str | Iterable[str],
    *,
    language: Language | None = None,
    progress: Progress | None = None,
) -> Result:
    """Undo a wrong merge: some rows of a customer are another customer.

    The decision is kept and holds for later deliveries, too. The part with the most trusted record keeps the id.

    Args:
        master: The folder that `run` or `add` wrote.
        golden_id: The customer, by its id or one that it had before.
        rows: The rows of the other customer, or one: `erp:17` by the source's id, `crm#4` by the number of the row.
        language: The language of messages; None for the master's.
        progress: As for `run`.

    Returns:
        The whole list as it is now. `beside["restore"]` tells for each of the two customers what its records said, and
        which ids are to be made again in the systems where they were joined.

    Raises:
        MasterUnreadable: The folder is no master, files of it are missing or were changed.
        BadOption: There is no such customer, or the rows are not some of its rows.

    Examples:
        >>> import tempfile
        >>> import polars as pl
        >>> import italclean as ic
        >>> people = {"ID": ["1", "2"], "Cliente": ["Rossi Mario"] * 2, "CF": ["RSSMRA85T10A562S"] * 2}
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = ic.run({"erp": pl.DataFrame(people)}).write(folder)
        ...     parted = ic.split(folder, "erp.1", ["erp:2"])
        >>> parted.golden["golden_id"].to_list()
        ['erp.1', 'erp.2']
    """
    kept = read_master(Path(master))
    return split_with(kept, golden_id, rows, language=language, progress=progress)


def split_with(
    master: Master,
    golden_id: str,
    rows: str | Iterable[str],
    *,
    language: Language | None = None,
    progress: Progress | None = None,
) -> Result:
    """Undo a wrong merge of a list that was read; see `split`.

    Args:
        master: The list.
        golden_id: The customer.
        rows: The rows of the other customer.
        language: The language of messages; None for the master's.
        progress: As for `run`.
    """
    settings = replace(master.settings, language=language or master.settings.language)
    customer = customer_named(master, golden_id)
    if customer is None:
        raise BadOption(value=golden_id, option=argument("golden_id"), reason=said("master.no_such_customer"))
    whole = rows_of_customer(master, customer)
    option = argument("rows")
    asked = rows_named(master, listed(rows), option)
    strange = np.setdiff1d(asked, whole)
    if len(strange):
        source, row = master.frame.select("source", "row").row(int(strange[0]))
        reason = said("master.not_of_customer", customer=customer)
        raise BadOption(value=f"{source}#{row}", option=option, reason=reason)
    # The versions of a record are one record.
    asked = _with_versions(master.frame, asked, whole)
    rest = np.setdiff1d(whole, asked)
    if not len(asked) or not len(rest):
        raise BadOption(value=golden_id, option=option, reason=said("master.nothing_to_part"))
    before = decisions_of(master, None)
    decisions = merged([before.table, _decided(master, before, asked, rest)])
    found = rebuilt(master, settings, decisions, progress=progress)
    restored = _restored(master, found, whole, day_of(settings.periods))
    told_before = master.whole("restore")
    if told_before is not None:
        # Columns came and went since.
        restored = pl.concat([told_before, restored.cast(pl.String)], how="diagonal")
    beside = {**found.beside, "restore": restored}
    parts = found.crosswalk["golden_id"][pl.Series(whole)].unique(maintain_order=True)
    told = said("master.parted", customer=customer, parts=", ".join(parts))
    return replace(found, beside=beside, notices=(*found.notices, told))


def _with_versions(frame: pl.DataFrame, asked: Rows, whole: Rows) -> Rows:
    some = frame.select("source", "source_id")[whole].with_columns(at=pl.Series(whole))
    ids = frame.select("source", "source_id")[asked].drop_nulls()
    same = some.join(ids, on=["source", "source_id"], how="semi")["at"].to_numpy()
    return np.union1d(asked, same)


def _decided(master: Master, before: Decisions, asked: Rows, rest: Rows) -> pl.DataFrame:
    """The decisions that part two groups of rows, and keep each of them together."""
    frame = master.frame
    newest = master.known.newest(frame)
    pairs = [(asked[:1], rest[:1], "different")]
    pairs += [(rows[:-1], rows[1:], "same") for rows in (asked, rest)]
    if before.table.height:
        # What was said to be one customer, and is two now, is decided anew.
        placed = place(before, frame, newest).pairs.filter("same")
        low, high = (placed[side].to_numpy() for side in ("low", "high"))
        across = (np.isin(low, asked) & np.isin(high, rest)) | (np.isin(low, rest) & np.isin(high, asked))
        pairs.append((low[across], high[across], "different"))
    one, other = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    told = pl.DataFrame(
        {
            "low": np.minimum(one, other),
            "high": np.maximum(one, other),
            "probability": np.ones(len(one)),
            "reason": pl.repeat("", len(one), eager=True),
        }
    )
    said_of = [said_ for pair in pairs for said_ in [pair[2]] * len(pair[0])]
    review = make_review(frame, told).with_columns(decision=pl.Series(said_of, dtype=pl.String))
    # Two versions of one record are no pair.
    same_record = (pl.col("id_a") == pl.col("id_b")) & (pl.col("source_a") == pl.col("source_b"))
    return read_table(review.filter(~same_record.fill_null(value=False)))


def _restored(master: Master, found: Result, whole: Rows, day: str) -> pl.DataFrame:
    """What the records of the two customers said, for the systems in which they were joined."""
    places = pl.Series(whole)
    now = found.crosswalk["golden_id"][places].alias("golden_id")
    was = master.known.was[places].alias("was")
    created = pl.when(now == was).then(pl.lit("keep")).otherwise(pl.lit("create")).alias("action")
    rows = master.frame[places].select(
        pl.lit(day).alias("date"), now, was, created, pl.lit("record").alias("what"), pl.all()
    )
    ids = now.unique(maintain_order=True)
    golden = found.golden.filter(pl.col("golden_id").is_in(ids.implode())).drop("records")
    customers = golden.select(
        pl.lit(day).alias("date"),
        pl.lit(was[0]).alias("was"),
        pl.when(pl.col("golden_id") == was[0]).then(pl.lit("keep")).otherwise(pl.lit("create")).alias("action"),
        pl.lit("customer").alias("what"),
        pl.all(),
    )
    whole_table = pl.concat([customers, rows], how="diagonal")
    head = ["date", "golden_id", "was", "action", "what", "source", "row", "source_id"]
    told = whole_table.select(*head, pl.exclude(head)).sort("golden_id", "what", maintain_order=True)
    return told.select(head[0], *(name for name in told.columns[1:] if told[name].null_count() < told.height))
