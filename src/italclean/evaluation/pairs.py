"""A labelled sample of pairs: for each pair, whether it is one customer."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from italclean.customers.decision_words import read_words
from italclean.errors import BadTruth, Language
from italclean.evaluation.estimate import f_of_pairs, share
from italclean.evaluation.evaluation import Evaluation
from italclean.evaluation.keys import Columns, Finder, Places, columns_of
from italclean.evaluation.tables import filled, first_of, listed
from italclean.messages.text import Text, said

VERDICTS = (
    *("decision", "decisione", "same", "stesso", "stessa", "esito", "verdict", "verdetto", "giudizio"),
    *("uguale", "uguali", "match"),
)
"""Names of the column that says whether a pair is one customer, the surest first."""
_SUFFIXES = (("_a", "_b"), ("_1", "_2"), ("_l", "_r"))


def sides_of(names: list[str]) -> tuple[Columns, Columns] | None:
    """Find the columns of both sides of pairs; None where the table is none of pairs.

    Args:
        names: The columns of the table.

    Examples:
        >>> sides_of(["row_a", "row_b", "same"])[1].row
        'row_b'
        >>> sides_of(["row", "entity"]) is None
        True
    """
    for suffixes in _SUFFIXES:
        one, other = (columns_of(names, suffix) for suffix in suffixes)
        if (one.row and other.row) or (one.id and other.id):
            return one, other
    return None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Pairs with what a person said of them.

    Attributes:
        table: A line for each pair of the truth, in order: `low` and `high` (rows of the crosswalk), null where one is
            not there; `decision`; `one` (whether they are one customer in the crosswalk); `counted` (false of a
            pair that stands there again, or of a row with itself).
        by: By what the rows were found.
        column: The column of the verdicts.
        counts: How many lines are of no use, by why.
        notices: What a user should know about them.
    """

    table: pl.DataFrame
    by: tuple[str, ...]
    column: str
    counts: dict[str, int]
    notices: tuple[Text, ...]


def read_verdicts(
    crosswalk: pl.DataFrame, finder: Finder, truth: pl.DataFrame, sides: tuple[Columns, Columns], path: str
) -> Verdicts:
    """Read what a person said of pairs, and find their rows.

    Args:
        crosswalk: The crosswalk.
        finder: Finds its rows.
        truth: The pairs.
        sides: The columns of their sides.
        path: What the truth is called in messages.

    Raises:
        BadTruth: The verdicts cannot be understood, contradict each other, or there are none.
    """
    column = first_of(VERDICTS, truth.columns)
    if column is None:
        raise BadTruth(path=path, reason=said("evaluate.no_verdict", columns=listed(truth.columns)))
    decision, unknown = read_words(truth[column])
    if unknown is not None:
        raise BadTruth(path=path, reason=said("evaluate.unknown_word", typed=unknown[0], row=unknown[1], column=column))
    if decision.is_null().all():
        raise BadTruth(path=path, reason=said("evaluate.nothing_decided", column=column))
    places = _find(finder, truth, sides, path)
    golden = crosswalk.select(filled("golden_id"))["golden_id"]
    # A row of no customer is as good as not there.
    at = places.at.to_frame("at").select(pl.when(golden.gather(places.at).is_not_null()).then("at")).to_series()
    one, other = at.head(truth.height), at.tail(truth.height)
    table = pl.DataFrame({"one": one, "other": other, "decision": decision}).select(
        "decision",
        low=pl.when(pl.col("other").is_not_null()).then(pl.min_horizontal("one", "other")),
        high=pl.when(pl.col("one").is_not_null()).then(pl.max_horizontal("one", "other")),
    )
    found = pl.col("low").is_not_null() & pl.col("high").is_not_null()
    pair = pl.struct("low", "high")
    decided = table.filter(found & pl.col("decision").is_not_null())
    contrary = decided.unique().filter(pair.is_duplicated())
    if contrary.height:
        first = contrary.sort("low", "high").row(0, named=True)
        raise BadTruth(path=path, reason=said("evaluate.both_ways", one=first["low"] + 1, other=first["high"] + 1))
    # Of a pair that stands there twice the decided line counts, if there is one.
    order = table.with_row_index("line").filter(found).sort(pl.col("decision").is_null(), "line")
    again = order.filter(~pl.struct("low", "high").is_first_distinct())["line"]
    itself = table.select((pl.col("low") == pl.col("high")).fill_null(value=False)).to_series()
    repeated = pl.int_range(table.height, eager=True).is_in(again.implode()) & ~itself
    table = table.with_columns(
        one=golden.gather(table["low"]) == golden.gather(table["high"]), counted=~(itself | repeated)
    )
    counts = {
        "truth_unknown": int(table.select((~found).sum()).item()),
        "truth_itself": int(itself.sum()),
        "truth_repeated": int(repeated.sum()),
    }
    told = [
        said(f"evaluate.pairs_{name.removeprefix('truth_')}", count=count) for name, count in counts.items() if count
    ]
    return Verdicts(table, places.by, column, counts, (*places.notices, *told))


def _find(finder: Finder, truth: pl.DataFrame, sides: tuple[Columns, Columns], path: str) -> Places:
    """Find both sides at once, one below the other."""
    names = ("source", "row", "id")
    stacked = pl.concat(
        pl.DataFrame(
            {
                name: pl.Series([None], dtype=pl.String).new_from_index(0, truth.height)
                if column is None
                else truth[column]
                for name in names
                for column in (getattr(side, name),)
            }
        )
        for side in sides
    )
    return finder.find(stacked, Columns(*names), path, truth.columns)


def evaluate_pairs(verdicts: Verdicts, path: str, language: Language, *, applied: bool) -> Evaluation:
    """Hold a crosswalk against a labelled sample of pairs.

    Args:
        verdicts: What a person said of them.
        path: What the truth is called in messages.
        language: The language of messages.
        applied: Whether the pairs are decisions that a run has applied.

    Raises:
        BadTruth: No pair can be used.
    """
    used = verdicts.table.filter("counted").filter(pl.col("decision").is_not_null() & pl.col("one").is_not_null())
    if used.is_empty():
        raise BadTruth(path=path, reason=said("evaluate.no_pair_left"))
    same = pl.col("decision") == "same"
    right, wrong, missed, apart = used.select(
        (same & pl.col("one")).sum().alias("right"),
        (~same & pl.col("one")).sum().alias("wrong"),
        (same & ~pl.col("one")).sum().alias("missed"),
        (~same & ~pl.col("one")).sum().alias("apart"),
    ).row(0)
    undecided = int(verdicts.table["decision"].is_null().sum())
    counts = {
        "pairs": used.height,
        "right_merges": right,
        "wrong_merges": wrong,
        "missed_merges": missed,
        "rightly_apart": apart,
        "truth_undecided": undecided,
        **verdicts.counts,
    }
    notices = [*verdicts.notices]
    if undecided:
        notices.append(said("evaluate.pairs_undecided", count=undecided))
    if applied:
        notices.append(said("evaluate.applied"))
    notices.append(said("evaluate.sample_of_pairs"))
    return Evaluation(
        "pairs",
        precision=share(right, right + wrong),
        recall=share(right, right + missed),
        f1=f_of_pairs(right, wrong + missed),
        counts=counts,
        by=verdicts.by,
        column=verdicts.column,
        notices=tuple(notices),
        language=language,
    )
