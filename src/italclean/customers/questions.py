"""What a person is asked: each open pair of customers once, one customer's together, the most rows first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from italclean.pairs import rules
from italclean.pairs.cluster import components
from italclean.pairs.decide import Verdicts
from italclean.pairs.encode import Rows


def questions(
    verdicts: Verdicts, pairs: tuple[Rows, Rows], label: Rows, times: Rows, settled: npt.NDArray[np.bool_]
) -> Rows:
    """Choose the pairs to ask about, in the order in which to ask.

    Of several open pairs of the same two customers the most probable one is asked about: its answer settles them all.

    Args:
        verdicts: What was decided on the pairs.
        pairs: The first and the second record of each pair.
        label: The cluster of each record.
        times: How many rows each record stands for.
        settled: Pairs that a person has decided on already.

    Returns:
        The places of the pairs. Customers that hang together by open pairs stand together, the group with the most
        rows first; in a group the pair that decides the most rows, then the most doubtful one.
    """
    low, high = pairs
    asked = np.flatnonzero((verdicts.verdict != rules.APART) & (label[low] != label[high]) & ~settled)
    one, other = np.minimum(label[low[asked]], label[high[asked]]), np.maximum(label[low[asked]], label[high[asked]])
    best = np.lexsort((high[asked], low[asked], -verdicts.probability[asked]))
    _, first = np.unique((one[best].astype(np.int64) << 32) | other[best], return_index=True)
    kept = best[np.sort(first)]
    asked, one, other = asked[kept], one[kept], other[kept]
    size = np.bincount(label, weights=times, minlength=int(label.max(initial=0)) + 1)
    group = components(len(size), one, other)
    customers = np.unique(np.concatenate([one, other]))
    rows_of_group = np.bincount(group[customers], weights=size[customers], minlength=len(size))
    doubt = np.abs(verdicts.probability[asked] - 0.5)
    order = (high[asked], low[asked], doubt, -(size[one] + size[other]), group[one], -rows_of_group[group[one]])
    return np.asarray(asked[np.lexsort(order)])
