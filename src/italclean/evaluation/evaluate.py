"""`evaluate`: a crosswalk held against a labelled list, a labelled sample of pairs, or a filled review."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from italclean.errors import BadOption, Language
from italclean.evaluation.evaluation import Evaluation
from italclean.evaluation.keys import Finder
from italclean.evaluation.pairs import evaluate_pairs, read_verdicts, sides_of
from italclean.evaluation.review import evaluate_review, probability_column
from italclean.evaluation.rows import evaluate_rows
from italclean.evaluation.tables import crosswalk_of, first_of, truth_of
from italclean.messages.text import argument, said
from italclean.result import Result


def evaluate(
    crosswalk: str | Path | pl.DataFrame | pl.LazyFrame | Result,
    truth: str | Path | pl.DataFrame | pl.LazyFrame,
    *,
    entity: str | None = None,
    language: Language = "it",
) -> Evaluation:
    """Measure how good a deduplication is, with 95% intervals.

    What the truth is shows in its columns: a row key and an entity (a labelled list), two row keys and a verdict (a
    labelled sample of pairs), or a `review.csv` with its `decision` filled.

    Args:
        crosswalk: What was found: a `crosswalk.csv`, the folder of a run, a frame with a row key and `golden_id`, or
            the `Result` of a run.
        truth: What a person knows: a file or a frame. Rows are known by `row` or by an id, with `source` where
            there are several.
        entity: The column of a labelled list that says which customer a row is, or None to find it.
        language: The language of messages, `it` or `en`.

    Returns:
        The figures, and what they say. What the truth says nothing of is None.

    Raises:
        InputError: A file cannot be read; the message says why and what to try.
        UsageError: The crosswalk or the truth cannot be used.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> crosswalk = pl.DataFrame({"row": [1, 2, 3, 4], "golden_id": ["a", "a", "b", "b"]})
        >>> truth = pl.DataFrame({"row": [1, 2, 3, 4], "entity": ["Rossi", "Rossi", "Bianchi", "Neri"]})
        >>> found = ic.evaluate(crosswalk, truth)
        >>> found.precision.value, found.recall.value, found.over_merged.part
        (0.5, 1.0, 1)
        >>> pairs = pl.DataFrame({"row_a": [1, 3], "row_b": [2, 4], "esito": ["stesso", "diverso"]})
        >>> ic.evaluate(crosswalk, pairs).counts["wrong_merges"]
        1
    """
    if language not in ("it", "en"):
        raise BadOption(value=language, option=argument("language"), reason=said("error.language"))
    found, called = crosswalk_of(crosswalk)
    table, path = truth_of(truth)
    finder = Finder(found, called)
    sides = sides_of(table.columns) if entity is None else None
    if sides is None:
        return evaluate_rows(found, finder, table, path, entity, language)
    verdicts = read_verdicts(found, finder, table, sides, path)
    probability = probability_column(table.columns)
    if probability is not None:
        return evaluate_review(verdicts, table, probability, language)
    state = first_of(("state",), table.columns)
    applied = state is not None and bool((table[state] == "applied").any())
    return evaluate_pairs(verdicts, path, language, applied=applied)
