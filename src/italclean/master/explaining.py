"""`explain`: why two rows, or two customers, of a master are one or not."""

from __future__ import annotations

from itertools import islice, product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from italclean.errors import BadOption, Language
from italclean.master.naming import customer_named, rows_named, rows_of_customer
from italclean.master.reading import Master, read_master
from italclean.messages.text import argument, said
from italclean.pairs.cluster import pairs_within
from italclean.pairs.compare import compare
from italclean.pairs.decide import decide
from italclean.pairs.encode import Encoded, encode
from italclean.pairs.explain import VERDICTS, Explainer, Explanation
from italclean.pairs.features import make_features
from italclean.pairs.odds import Thresholds
from italclean.pairs.rules import MERGE
from italclean.pairs.score import Scorer

Rows = npt.NDArray[np.int64]

_MOST_PAIRS = 400
"""How many pairs of rows of two customers are looked at."""


def explain(master: str | Path, one: str, other: str, *, language: Language | None = None) -> Explanation:
    """Explain why two rows of a master are one customer or not.

    Args:
        master: The folder that `run` or `add` wrote.
        one: A row, as `erp:17` (the source's id) or `crm#4` (the number of the row), or a golden id.
        other: Another. Of two customers the two rows are explained that speak most for their being one.
        language: The language of the words; None for the master's.

    Raises:
        MasterUnreadable: The folder is no master, files of it are missing or were changed.
        BadOption: There is no such row or customer.

    Examples:
        >>> import tempfile
        >>> import polars as pl
        >>> import italclean as ic
        >>> people = {"ID": ["1", "2"], "Cliente": ["Rossi Mario"] * 2, "CF": ["RSSMRA85T10A562S"] * 2}
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = ic.run({"erp": pl.DataFrame(people)}).write(folder)
        ...     why = ic.explain(folder, "erp:1", "erp:2", language="en")
        >>> why.verdict, why.same_customer
        ('merge', True)
    """
    return explain_with(read_master(Path(master)), one, other, language=language)


def explain_with(master: Master, one: str, other: str, *, language: Language | None = None) -> Explanation:
    """Explain why two rows of a list that was read are one customer or not; see `explain`.

    Args:
        master: The list.
        one: A row or a customer.
        other: Another.
        language: The language of the words; None for the master's.
    """
    ours, theirs = (_rows_of(master, name) for name in (one, other))
    pairs = [(a, b) for a, b in islice(product(ours.tolist(), theirs.tolist()), _MOST_PAIRS) if a != b]
    if not pairs:
        raise BadOption(value=other, option=argument("other"), reason=said("master.one_row"))
    explainer = _explainer(master, ours, language or master.settings.language)
    found = explainer.explain_places([a for a, _ in pairs], [b for _, b in pairs])
    return max(found, key=lambda why: (VERDICTS.index(why.verdict), why.probability, why.bits))


def _rows_of(master: Master, name: str) -> Rows:
    customer = customer_named(master, name)
    if customer is not None:
        return rows_of_customer(master, customer)
    return rows_named(master, [name], argument("other"))


def _explainer(master: Master, rows: Rows, language: Language) -> Explainer:
    data = encode(make_features(master.frame, master.hints))
    make = master.known.scorer
    assert make is not None  # a master that was read has one
    scorer, matching = make(data), master.settings.matching
    thresholds = Thresholds.given(matching.merge_from, matching.review_from)
    label = master.known.before
    nothing = np.empty(0, dtype=np.int64)
    return Explainer(
        master.frame,
        master.hints,
        scorer,
        np.arange(len(label)),
        label,
        _links(data, scorer, np.flatnonzero(np.isin(label, label[rows])), label, thresholds),
        (nothing, nothing),
        np.flatnonzero(master.known.attached),
        thresholds,
        language,
    )


def _links(data: Encoded, scorer: Scorer, rows: Rows, label: Rows, thresholds: Thresholds) -> tuple[Rows, Rows]:
    """The pairs of rows within customers that are one by themselves."""
    low, high = pairs_within(np.where(np.isin(np.arange(len(label)), rows), label, len(label) + np.arange(len(label))))
    levels = compare(data, low, high)
    merged = decide(data, levels, low, high, scorer.weigh(data, levels, low, high).odds, thresholds).verdict == MERGE
    return low[merged], high[merged]
