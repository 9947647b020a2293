"""Edges of a record that fits two customers who exclude each other about equally well: to which it belongs is open.

A father and a son of one name have a codice fiscale each; a third row has the name and the landline, and no code. It
is one of the two, and a coin would say which. The odds of one against the other are the difference of the weights: a
record is torn between two where the better one is less than nine times as likely.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MARGIN = 3.17
"""By how many bits the better of two customers must be the likelier one: odds of 9 to 1, a probability of .90."""


def torn_edges(edges: tuple[Rows, Rows, Floats], identities: Sequence[Rows], margin: float = MARGIN) -> Flags:
    """Tell the edges of records without a number that fit records of two numbers.

    Args:
        edges: Both ends of each edge, and how sure it is, in bits; what a person decided is infinitely
            sure, and stands.
        identities: Numbers of the records, -1 where a record has none; records of different numbers exclude each
            other. One array for each kind of number.
        margin: By how many bits an edge must be the surer one, to stand.

    Returns:
        For each edge whether it is torn: it leads to a record of one number, and a record of another number is
        no less likely by `margin`.

    Examples:
        >>> import numpy as np
        >>> low, high, codes = np.array([0, 1]), np.array([2, 2]), np.array([7, 8, -1])
        >>> torn_edges((low, high, np.array([9.0, 8.0])), [codes]).tolist()
        [True, True]
        >>> torn_edges((low, high, np.array([19.0, 8.0])), [codes]).tolist()
        [False, True]
    """
    low, high, weight = edges
    # Each edge from both of its ends: of the record at one end, the other end is what it fits.
    ends = pl.DataFrame(
        {
            "record": np.concatenate([low, high]),
            "fits": np.concatenate([high, low]),
            "weight": np.concatenate([weight, weight]),
            "edge": np.tile(np.arange(len(low)), 2),
        }
    )
    torn = np.zeros(len(low), dtype=np.bool_)
    for identity in identities:
        torn[_between_two(ends, identity, margin)] = True
    return torn


def _between_two(ends: pl.DataFrame, identity: Rows, margin: float) -> Rows:
    open_ends = ends.with_columns(number=pl.Series(identity[ends["fits"].to_numpy()])).filter(
        pl.Series(identity[ends["record"].to_numpy()] < 0) & (pl.col("number") >= 0)
    )
    best = open_ends.group_by("record", "number").agg(pl.col("weight").max()).sort("weight", "number", descending=True)
    first = best.group_by("record", maintain_order=True).agg(
        pl.col("number").first(), best=pl.col("weight").first(), second=pl.col("weight").slice(1, 1).first()
    )
    rivals = open_ends.join(first.filter(pl.col("second").is_not_null()), on="record")
    # What speaks for another: the best of the other numbers.
    other = pl.when(pl.col("number") == pl.col("number_right")).then("second").otherwise("best")
    return rivals.filter(pl.col("weight") < other + margin)["edge"].to_numpy()
