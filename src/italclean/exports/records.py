"""The records of the sources behind the customers that are exported: what each says, and what is still asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from italclean.core.columns import flags_at
from italclean.customers.decision_files import table_of
from italclean.customers.decision_words import read_words
from italclean.customers.decisions import place, read_decisions
from italclean.customers.ids import FORMER
from italclean.customers.loads import Load, load_numbers
from italclean.errors import BadOption
from italclean.exports.source import Given
from italclean.master.reading import read_changes, read_rows
from italclean.messages.text import Argument, said
from italclean.outputs import kept_decisions
from italclean.outputs.folder import REVIEWS
from italclean.result import Result

_PAIR = ("source_a", "row_a", "source_b", "row_b")
_ASKED = {"golden_id": pl.String, "asked": pl.String}
_RETIRED = {"old_id": pl.String, "golden_id": pl.String}


@dataclass(frozen=True, slots=True)
class Records:
    """The records of the sources.

    Attributes:
        rows: The cleaned rows, with `golden_id`, `@load` (the number of the delivery), `@at` (the place), and
            `@newest`: whether no later row brought the record of that id again.
        asked: For customers of whom a pair waits in review: `golden_id`, `asked` (the other side's record).
        within: The customers of two rows of which a person says that they are two, or is still asked.
        retired: The ids that customers had before: `old_id`, `golden_id`.
        changes: What became of the customers since the delivery before; None where this is the first.
    """

    rows: pl.DataFrame
    asked: pl.DataFrame
    within: pl.Series
    retired: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_RETIRED))
    changes: pl.DataFrame | None = None

    def check_sources(self, named: Iterable[str], option: Argument) -> None:
        """Refuse a source that has no record.

        Args:
            named: The names of sources.
            option: What they were given as.

        Raises:
            BadOption: There is no such source.
        """
        there = self.rows["source"].unique().sort().to_list()
        for name in named:
            if name not in there:
                raise BadOption(
                    value=name, option=option, reason=said("error.no_such_source", sources=", ".join(there[:12]))
                )


def records_of(given: Given) -> Records:
    """Read the records behind what is exported.

    Args:
        given: A result, or the folder that `run` or `add` wrote.

    Raises:
        BadOption: It is a golden table alone, which does not tell its records.
        MasterUnreadable: The folder is not as it was written.
    """
    if isinstance(given, Result) and given.deduped is not None:
        cleaned, crosswalk, loads = given.cleaned, given.crosswalk, given.loads
        earlier = given.beside.get("review_earlier")
        reviews = [given.review, *([] if earlier is None else [earlier])]
        decided = [given.decisions] if given.decisions.height else []
        changes = given.beside.get("changes")
        return _made(cleaned, crosswalk, loads, reviews, decided, changes)
    if isinstance(given, str | Path) and Path(given).is_dir():
        folder = Path(given)
        cleaned, crosswalk, loads = read_rows(folder)
        files = [path for name in REVIEWS if (path := folder / name).is_file()]
        return _made(
            cleaned, crosswalk, loads, list(map(table_of, files)), kept_decisions(folder), read_changes(folder)
        )
    shown = str(given) if isinstance(given, str | Path) else "frame"
    raise BadOption(value=shown, option="export", reason=said("export.no_records"))


def _made(
    cleaned: pl.DataFrame,
    crosswalk: pl.DataFrame,
    loads: Sequence[Load],
    reviews: Sequence[pl.DataFrame],
    decided: Sequence[Path | pl.DataFrame],
    changes: pl.DataFrame | None,
) -> Records:
    numbers = pl.Series("@load", load_numbers(cleaned, loads))
    rows = cleaned.with_columns(pl.col("row").cast(pl.UInt32), numbers).with_row_index("@at")
    rows = rows.with_columns(_newest(rows))
    asked, open_within = _asked(rows, reviews)
    within = pl.concat([open_within, _parted(rows, decided)]).unique()
    retired = pl.DataFrame(schema=_RETIRED)
    if FORMER in crosswalk.columns:
        known = crosswalk.select(old_id=pl.col(FORMER).str.split(" "), golden_id="golden_id").drop_nulls("old_id")
        retired = known.explode("old_id").unique(maintain_order=True)
        # The id of a customer that was parted, and is one again by itself, is no former one.
        retired = retired.filter(~pl.col("old_id").is_in(crosswalk["golden_id"].unique().implode()))
    return Records(rows, asked, within, retired, changes)


def _newest(rows: pl.DataFrame) -> pl.Series:
    """Tell the last row of each id of a source; a row without an id is a record of its own."""
    named = rows.filter(pl.col("source_id").is_not_null()).sort("@load", "row")
    last = named.unique(["source", "source_id"], keep="last")["@at"]
    unnamed = rows.filter(pl.col("source_id").is_null())["@at"]
    return flags_at(rows.height, pl.concat([last, unnamed]).sort()).alias("@newest")


def _asked(rows: pl.DataFrame, reviews: Sequence[pl.DataFrame]) -> tuple[pl.DataFrame, pl.Series]:
    """The pairs that nobody has answered: of two customers, told of both, and of one, which must not be merged yet."""
    tables = [table.select(pl.col(*_PAIR, "decision").cast(pl.String)) for table in reviews if table.width]
    pairs = pl.concat([pl.DataFrame(schema=dict.fromkeys((*_PAIR, "decision"), pl.String)), *tables])
    answers, _ = read_words(pairs["decision"])
    pairs = pairs.filter(answers.is_null()).unique(_PAIR, maintain_order=True)
    shown = pl.coalesce(
        pl.format("{}:{}", "source", "source_id"), pl.format("{}#{}", "source", pl.col("row").cast(pl.String))
    )
    known = rows.select("source", pl.col("row").cast(pl.String), "golden_id", shown=shown)
    for side in ("a", "b"):
        named = {name: f"{name}_{side}" for name in known.columns}
        pairs = pairs.join(
            known.rename(named), on=[f"source_{side}", f"row_{side}"], how="inner", maintain_order="left"
        )
    two = pairs.filter(pl.col("golden_id_a") != pl.col("golden_id_b"))
    sides = [
        two.select(golden_id=f"golden_id_{one}", asked=f"shown_{other}") for one, other in (("a", "b"), ("b", "a"))
    ]
    told = pl.concat([pl.DataFrame(schema=_ASKED), *sides]).unique(maintain_order=True)
    told = told.group_by("golden_id", maintain_order=True).agg(pl.col("asked").str.join(" "))
    return told, pairs.filter(pl.col("golden_id_a") == pl.col("golden_id_b"))["golden_id_a"].alias("golden_id")


def _parted(rows: pl.DataFrame, decided: Sequence[Path | pl.DataFrame]) -> pl.Series:
    """The customers of two rows of which a person says that they are two, where no adding has parted them yet."""
    none = pl.Series("golden_id", [], dtype=pl.String)
    decisions = read_decisions(list(decided))
    if decisions.table.is_empty():
        return none
    pairs = place(decisions, rows, rows["@newest"]).pairs.filter(~pl.col("same"))
    one, other = (rows["golden_id"].gather(pairs[side]) for side in ("low", "high"))
    return one.filter(one == other)
