"""A filled review: what a person found of the pairs that a run had asked about, by their probability."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import polars as pl

from italclean.errors import Language
from italclean.evaluation.estimate import Estimate, expected, share
from italclean.evaluation.evaluation import Band, Evaluation
from italclean.evaluation.pairs import Verdicts
from italclean.evaluation.tables import filled, first_of
from italclean.messages.text import said

_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def probability_column(names: list[str]) -> str | None:
    """Find the column of the probabilities, which only a review has.

    Args:
        names: The columns of a table of pairs.
    """
    return first_of(("probability", "probabilita"), names)


def evaluate_review(verdicts: Verdicts, truth: pl.DataFrame, probability: str, language: Language) -> Evaluation:
    """Say what a filled review tells: how many of its pairs were one customer, and whether its probabilities are true.

    Args:
        verdicts: What a person said of the pairs.
        truth: The review.
        probability: Its column of probabilities.
        language: The language of messages.
    """
    # A spreadsheet writes 0,85.
    number = filled(probability).str.replace(",", ".").cast(pl.Float64, strict=False)
    lines = verdicts.table.with_columns(truth.select(probability=number)).filter("counted")
    lines = lines.with_columns(
        probability=pl.when(pl.col("probability").is_between(0, 1)).then("probability"),
        same=pl.col("decision") == "same",
    )
    lost = int(lines["probability"].is_null().sum())
    bands = tuple(_bands(lines))
    pile = _band(lines, 0.0, 1.0)
    counts = {
        "pairs": pile.pairs,
        "decided": pile.decided,
        "same": int(lines["same"].sum() or 0),
        "different": int((~lines["same"]).sum() or 0),
        "open": pile.pairs - pile.decided,
        "same_in_one_customer": _together(lines, same=True),
        "different_in_one_customer": _together(lines, same=False),
        "without_probability": lost,
        **verdicts.counts,
    }
    notices = [*verdicts.notices]
    if lost:
        notices.append(said("evaluate.no_probability", count=lost))
    if counts["open"]:
        notices.append(said("evaluate.review_open", count=counts["open"], of=pile.pairs))
    if counts["different_in_one_customer"]:
        notices.append(said("evaluate.different_together", count=counts["different_in_one_customer"]))
    notices.append(said("evaluate.review_only"))
    return Evaluation(
        "review",
        pile=pile,
        bands=bands,
        gain=_gain(bands, pile, lost),
        counts=counts,
        by=verdicts.by,
        column=verdicts.column,
        notices=tuple(notices),
        language=language,
    )


def _together(lines: pl.DataFrame, *, same: bool) -> int:
    """How many pairs that a person said to be one customer, or two, are one customer in the crosswalk."""
    return lines.filter(pl.col("one") & (pl.col("same") == same)).height


def _bands(lines: pl.DataFrame) -> Iterator[Band]:
    for low, high in pairwise(_EDGES):
        last = high == _EDGES[-1]
        some = lines.filter(pl.col("probability").is_between(low, high, closed="both" if last else "left"))
        if some.height:
            yield _band(some, low, high)


def _band(lines: pl.DataFrame, low: float, high: float) -> Band:
    decided = lines.filter(pl.col("same").is_not_null())
    mean = decided.sort("probability")["probability"].mean()
    probability = round(float(mean), 6) if isinstance(mean, float) else None
    return Band(low, high, lines.height, decided.height, probability, share(int(decided["same"].sum()), decided.height))


def _gain(bands: tuple[Band, ...], pile: Band, lost: int) -> Estimate | None:
    """How many of the open pairs are one customer, if those of each band are as those decided.

    Of a band in which nothing was decided nothing is known but the share of the whole pile, which may be any other one
    there: its interval is everything.
    """
    still = [(band.pairs - band.decided, band) for band in bands if band.pairs > band.decided]
    if lost or not still:
        return None
    anything = Estimate(pile.same.value, 0.0, 1.0)
    return expected([(count, band.same if band.decided else anything) for count, band in still])
