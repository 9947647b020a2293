"""Measures in the slow, obvious way: every pair and every row is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

Labels = Sequence[str]


def pairs(entities: Labels, customers: Labels) -> tuple[int, int, int]:
    """Count the pairs that are merged, those that are one entity, and those that are both."""
    merged = true = both = 0
    for one, other in combinations(range(len(entities)), 2):
        is_merged, is_true = customers[one] == customers[other], entities[one] == entities[other]
        merged += is_merged
        true += is_true
        both += is_merged and is_true
    return merged, true, both


def bcubed(entities: Labels, customers: Labels) -> tuple[float, float]:
    """B-cubed precision and recall as they are defined: for each row, over the rows of its customer or entity."""
    precision = recall = 0.0
    rows = range(len(entities))
    for row in rows:
        of_customer = [other for other in rows if customers[other] == customers[row]]
        of_entity = [other for other in rows if entities[other] == entities[row]]
        precision += sum(entities[other] == entities[row] for other in of_customer) / len(of_customer)
        recall += sum(customers[other] == customers[row] for other in of_entity) / len(of_entity)
    return precision / len(entities), recall / len(entities)


def groups(entities: Labels, customers: Labels) -> list[list[int]]:
    """The rows of each group: those that hang together by entities and customers."""
    left, found = set(range(len(entities))), []
    while left:
        group, grown = {left.pop()}, True
        while grown:
            near = {
                row
                for row in left
                if any(entities[row] == entities[one] or customers[row] == customers[one] for one in group)
            }
            group |= near
            left -= near
            grown = bool(near)
        found.append(sorted(group))
    return found
