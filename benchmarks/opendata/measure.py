"""What a run made of a list of known identity: figures, and kinds of faults."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

import italclean as ic
from opendata.lists import RealList
from opendata.source import plain
from score import Score, score

_FIELDS = {
    "name": ("cognome", "nome", "ragione_sociale"),
    "code": ("codice_fiscale", "partita_iva"),
    "birth": ("data_nascita",),
    "address": ("indirizzo", "civico"),
    "town": ("comune",),
    "landline": ("telefono",),
    "mobile": ("cellulare",),
    "mail": ("email", "pec"),
}
_CLOSE = 2
_LOW, _HIGH = ("low", "lower", "from", "least", "min"), ("high", "upper", "to", "most", "max")


@dataclass(frozen=True)
class Measure:
    """What a run made of one list.

    Attributes:
        family: The family of the list.
        codes: The share of rows that show a code.
        births: The share of rows that show a birth date; None where there are none.
        score: Pairwise quality over the rows of sure identity.
        two_codes: Pairs of rows in one customer that show two different whole codes: must be 0.
        wrong_pairs: Pairs of rows of two customers in one.
        review: Pairs left to a person; `review_same` of them are one customer.
        missed: Pairs of one customer's rows that are apart; `missed_asked` of them are in the review.
        doubtful: What became of the pairs of an unsure spelling and its code's owner: merged, asked, apart.
        expected: The range of wrong merges that the run itself expects, where it does.
        seconds: Wall time of the run.
        kinds: The most frequent kinds of wrong merges and of misses, each with its count and an example.
    """

    family: str
    codes: float
    births: float | None
    score: Score
    two_codes: int
    wrong_pairs: int
    review: int
    review_same: int
    missed: int
    missed_asked: int
    doubtful: dict[str, int]
    expected: tuple[float, float] | None
    seconds: float
    kinds: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def within(self) -> bool | None:
        """Whether the truth lies in the expected range; None where there is none."""
        return None if self.expected is None else self.expected[0] <= self.wrong_pairs <= self.expected[1]


def _pairs(rows: pl.DataFrame, *by: str) -> int:
    """How many pairs of rows have the same in some columns."""
    size = pl.col("len").cast(pl.Int64)
    return int(rows.group_by(by).len().select((size * (size - 1) // 2).sum()).item() or 0)


def expected_wrong(dedup: Mapping[str, Any]) -> tuple[float, float] | None:
    """Read the range of expected wrong merges from `dedup` of `run.json`, however its ends are called.

    It is looked for in `expected`, under a key that begins with `wrong`, as a list of two or as named ends.
    """
    expected = dedup.get("expected")
    if not isinstance(expected, Mapping):
        return None
    found = [(key, value) for key, value in expected.items() if str(key).startswith("wrong")]
    for _, value in found:
        if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
            return float(value[0]), float(value[1])
    named = {key: part for _, value in found if isinstance(value, Mapping) for key, part in value.items()}
    named |= {str(key).rpartition("_")[2]: value for key, value in found}
    ends = [
        next((named[end] for end in ends if isinstance(named.get(end), int | float)), None) for ends in (_LOW, _HIGH)
    ]
    return None if ends[0] is None or ends[1] is None else (float(ends[0]), float(ends[1]))


def _pairs_within(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """Return all pairs of rows that agree on a column, each once."""
    kept = rows.filter(pl.len().over(by) > 1)
    both = kept.join(kept.select(by, row_b="row"), on=by).filter(pl.col("row") < pl.col("row_b"))
    return both.select("row", "row_b")


def _cells(cleaned: pl.DataFrame) -> pl.DataFrame:
    """Return what the cleaning made of each row, a column for each of the fields that tell a customer."""
    return cleaned.select(
        pl.col("row").cast(pl.Int64),
        *(
            plain(
                pl.concat_str([pl.col(c) for c in columns if c in cleaned.columns], separator=" ", ignore_nulls=True),
                " ",
            )
            .replace("", None)
            .alias(name)
            for name, columns in _FIELDS.items()
            if any(c in cleaned.columns for c in columns)
        ),
    )


def _likeness(pairs: pl.DataFrame, name: str) -> pl.Expr:
    """Say how a field of a pair agrees: same, close, in part, some words, other, missing."""
    one, two = pl.col(name), pl.col(f"{name}_b")
    both = one.is_not_null() & two.is_not_null()
    words, others = one.str.split(" "), two.str.split(" ")
    common = words.list.set_intersection(others).list.len()
    inside = common == pl.min_horizontal(words.list.unique().list.len(), others.list.unique().list.len())
    slips = process.cpdist(
        pairs[name].fill_null("").to_list(), pairs[f"{name}_b"].fill_null("").to_list(), scorer=OSA.distance
    )
    return (
        pl.when(~both).then(pl.lit("missing"))
        .when(one == two).then(pl.lit("same"))
        .when(pl.Series(slips) <= _CLOSE).then(pl.lit("close"))
        .when(inside).then(pl.lit("in part"))
        .when((common > 0) & pl.lit(name == "name")).then(pl.lit("some words"))
        .otherwise(pl.lit("other"))
    )  # fmt: skip


def _kinds(pairs: pl.DataFrame, cells: pl.DataFrame, said: pl.DataFrame, most: int) -> list[dict[str, Any]]:
    """Count pairs by how each field agrees and what was said of them; the most frequent first, with an example each."""
    names = [name for name in _FIELDS if name in cells.columns]
    both = (
        pairs.join(cells, on="row", how="left")
        .join(cells.rename({name: f"{name}_b" for name in ["row", *names]}), on="row_b", how="left")
        .join(said, on=["row", "row_b"], how="left")
        .with_columns(pl.col("said").fill_null("apart"))
        .sort("row", "row_b")
    )
    if both.is_empty():
        return []
    signs = both.with_columns(pl.format(f"{name} {{}}", _likeness(both, name)).alias(f"sign_{name}") for name in names)
    # What a row lacks neither speaks for the pair nor against it.
    told = [pl.when(pl.col(f"sign_{name}") != f"{name} missing").then(f"sign_{name}") for name in names]
    signs = signs.with_columns(kind=pl.concat_str([*told, "said"], separator="; ", ignore_nulls=True))
    example = pl.concat_str(
        *(
            pl.concat_str([pl.col(f"{name}{side}") for name in names], separator=", ", ignore_nulls=True)
            for side in ("", "_b")
        ),
        separator="  |  ",
    )
    counted = signs.group_by("kind").agg(pairs=pl.len(), example=example.first())
    return counted.sort("pairs", "kind", descending=[True, False]).head(most).to_dicts()


def measure(made: RealList, family: str, codes: float, births: float | None, kinds: int = 0) -> Measure:
    """Run italclean on a list and hold what it found against the truth."""
    begin = time.perf_counter()
    result = ic.run(made.rows, language="en")
    seconds = time.perf_counter() - begin
    crosswalk = result.crosswalk.select(pl.col("row").cast(pl.Int64), "golden_id", "reason")
    truth = made.truth.join(crosswalk, on="row", how="left")
    sure = truth.filter("sure")
    known = truth.filter(pl.col("known") != "")
    found = score(sure.select("row", "golden_id"), sure.select("row", "entity"))
    review = result.review.select(
        row=pl.min_horizontal("row_a", "row_b").cast(pl.Int64),
        row_b=pl.max_horizontal("row_a", "row_b").cast(pl.Int64),
        said=pl.lit("asked: ") + pl.col("reason").str.split(":").list.first(),
    )
    whose = truth.select("row", "entity", "golden_id", "sure")
    asked = review.join(whose, on="row").join(whose, left_on="row_b", right_on="row", suffix="_b")
    same = (
        _pairs_within(truth, "entity").join(whose, on="row").join(whose, left_on="row_b", right_on="row", suffix="_b")
    )
    same = same.join(review, on=["row", "row_b"], how="left")
    apart = pl.col("golden_id") != pl.col("golden_id_b")
    missed = same.filter(apart & pl.col("sure") & pl.col("sure_b"))
    unsure = same.filter(pl.col("sure") != pl.col("sure_b"))
    shown = {}
    if kinds:
        merged = (
            _pairs_within(sure, "golden_id")
            .join(whose, on="row")
            .join(whose, left_on="row_b", right_on="row", suffix="_b")
        )
        wrong = merged.filter(pl.col("entity") != pl.col("entity_b")).select("row", "row_b")
        reasons = truth.select("row", said=pl.lit("merged: ") + pl.col("reason").str.split(":").list.first())
        cells = _cells(result.cleaned)
        shown = {
            "wrong merges": _kinds(wrong, cells, wrong.join(reasons, on="row"), kinds),
            "misses": _kinds(missed.select("row", "row_b"), cells, review, kinds),
        }
    return Measure(
        family=family,
        codes=codes,
        births=births,
        score=found,
        two_codes=_pairs(known, "golden_id") - _pairs(known, "golden_id", "known"),
        wrong_pairs=found.predicted_pairs - found.common_pairs,
        review=review.height,
        review_same=asked.filter(pl.col("entity") == pl.col("entity_b")).height,
        missed=missed.height,
        missed_asked=missed["said"].count(),
        doubtful={
            "merged": unsure.filter(~apart).height,
            "asked": unsure.filter(apart & pl.col("said").is_not_null()).height,
            "apart": unsure.filter(apart & pl.col("said").is_null()).height,
        },
        expected=expected_wrong(result.summary()["dedup"] or {}),
        seconds=seconds,
        kinds=shown,
    )
