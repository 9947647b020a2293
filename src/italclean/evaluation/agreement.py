"""Two groupings of the same rows: the customers that were made, and those that there are.

Everything follows from how many rows each customer, each entity and each meeting of the two has: a pair is never
looked at. Customers and entities that share a row are one *group*; groups have nothing to do with each other, so that
the intervals are made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import numpy as np
import polars as pl

from italclean.evaluation.estimate import DIGITS, Estimate, Floats, interval, of_groups
from italclean.pairs.cluster import components


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the customers are the entities.

    Attributes:
        rows: How many rows were measured.
        entities: How many customers there are in truth.
        customers: How many were made.
        groups: How many groups of customers and entities share no row with any other.
        largest_customer: The rows of the largest customer.
        precision: Of the pairs of rows that were merged, the share that is one entity.
        recall: Of the pairs of rows that are one entity, the share that was merged.
        f1: The harmonic mean of the two.
        bcubed_precision: For a row, how much of its customer is its entity, on average.
        bcubed_recall: For a row, how much of its entity is in its customer, on average.
        bcubed_f1: The harmonic mean of the two.
        over_merged: The customers that hold several entities.
        split: The entities that are spread over several customers.
    """

    rows: int
    entities: int
    customers: int
    groups: int
    largest_customer: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    bcubed_precision: Estimate
    bcubed_recall: Estimate
    bcubed_f1: Estimate
    over_merged: Estimate
    split: Estimate


def compare(labelled: pl.DataFrame) -> Agreement:
    """Compare the customers of rows with their entities.

    Args:
        labelled: A line for each row: `golden_id` and `entity`, both known.

    Examples:
        >>> rows = pl.DataFrame({"golden_id": ["a", "a", "b", "c"], "entity": ["1", "1", "1", "2"]})
        >>> found = compare(rows)
        >>> found.precision.value, found.recall.part, found.recall.whole
        (1.0, 1, 3)
        >>> found.split.part, found.over_merged.part
        (1, 0)
    """
    cells = (
        labelled.group_by("entity", "golden_id")
        .len("both")
        .with_columns(
            pl.col("both").cast(pl.Int64),
            entity=pl.col("entity").rank("dense").cast(pl.Int64) - 1,
            customer=pl.col("golden_id").rank("dense").cast(pl.Int64) - 1,
        )
        # Sums of fractions then do not depend on the order of the rows.
        .sort("entity", "customer")
    )
    entity, customer, both = (cells[name].to_numpy() for name in ("entity", "customer", "both"))
    # Floating-point numbers, as `bincount` weighs with them: exact up to 2^53, which no square of a customer reaches.
    of_entity, of_customer = (
        np.bincount(entity, both).astype(np.float64),
        np.bincount(customer, both).astype(np.float64),
    )
    entities, customers = len(of_entity), len(of_customer)
    label = components(entities + customers, entity, customer + entities)
    _, group = np.unique(label, return_inverse=True)
    groups = int(group.max()) + 1 if len(group) else 0
    at_entity, at_customer, at_cell = group[:entities], group[entities:], group[entity]

    def summed(where: np.ndarray[tuple[int], np.dtype[np.int64]], what: Floats) -> Floats:
        return np.bincount(where, what, groups).astype(np.float64)

    rows: Floats = summed(at_entity, of_entity)
    common = summed(at_cell, _pairs(both.astype(np.float64)))
    true, merged = summed(at_entity, _pairs(of_entity)), summed(at_customer, _pairs(of_customer))
    precise = summed(at_cell, both * both / of_customer[customer])
    found = summed(at_cell, both * both / of_entity[entity])
    kinds, parts = np.bincount(customer, minlength=customers), np.bincount(entity, minlength=entities)
    f1 = of_groups(2 * common, true + merged, counts=False)
    return Agreement(
        rows=labelled.height,
        entities=entities,
        customers=customers,
        groups=groups,
        largest_customer=int(of_customer.max()) if customers else 0,
        precision=of_groups(common, merged),
        recall=of_groups(common, true),
        f1=f1,
        bcubed_precision=of_groups(precise, rows, counts=False),
        bcubed_recall=of_groups(found, rows, counts=False),
        bcubed_f1=_bcubed_f1(precise, found, rows),
        over_merged=of_groups(
            summed(at_customer, (kinds > 1).astype(np.float64)), summed(at_customer, np.ones(customers))
        ),
        split=of_groups(summed(at_entity, (parts > 1).astype(np.float64)), summed(at_entity, np.ones(entities))),
    )


def _pairs(sizes: Floats) -> Floats:
    return sizes * (sizes - 1) / 2


def _bcubed_f1(precise: Floats, found: Floats, rows: Floats) -> Estimate:
    """The harmonic mean of two means, whose errors go together: each group moves both."""
    total = float(rows.sum())
    if not total:
        return Estimate(None)
    precision, recall = fsum(precise) / total, fsum(found) / total
    value = 2 * precision * recall / (precision + recall)
    by_precision = 2 * recall**2 / (precision + recall) ** 2 * (precise - precision * rows)
    by_recall = 2 * precision**2 / (precision + recall) ** 2 * (found - recall * rows)
    low, high = interval(value, (by_precision + by_recall) / total)
    return Estimate(round(value, DIGITS), low, high)
