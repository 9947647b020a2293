"""From pairs to customers, so that no contradiction ends up in one cluster, not even through a third record.

Connected components first; only components that hold a contradiction are built again edge by edge, the
strongest first, refusing every edge that would bring two contradicting records together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from italclean.dedup.blocking import all_pairs

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def components(count: int, low: Rows, high: Rows) -> Rows:
    """Label the connected components of a graph by their lowest node.

    Args:
        count: How many nodes there are.
        low: One end of each edge.
        high: The other end.
    """
    label = np.arange(count, dtype=np.int64)
    while True:
        a, b = label[low], label[high]
        smaller = np.minimum(a, b)
        changed = a != b
        if not changed.any():
            return label
        np.minimum.at(label, a[changed], smaller[changed])
        np.minimum.at(label, b[changed], smaller[changed])
        while True:
            shorter = label[label]
            if np.array_equal(shorter, label):
                break
            label = shorter


def pairs_within(label: Rows, largest: int) -> tuple[Rows, Rows]:
    """Return all pairs of nodes of one component, for components of 3 to `largest` nodes."""
    order = np.argsort(label, kind="stable")
    sizes = np.unique(label, return_counts=True)[1]
    size = np.repeat(sizes, sizes)
    chosen = (size >= 3) & (size <= largest)
    one, other = all_pairs(order[chosen], sizes[(sizes >= 3) & (sizes <= largest)])
    return np.minimum(one, other), np.maximum(one, other)


def cluster(
    count: int,
    low: Rows,
    high: Rows,
    weight: Floats,
    enemies_low: Rows,
    enemies_high: Rows,
    identity: Rows,
) -> Rows:
    """Join records along edges without ever joining two that exclude each other.

    Args:
        count: How many records there are.
        low: One end of each edge.
        high: The other end.
        weight: How sure each edge is.
        enemies_low: One of two records that must not meet.
        enemies_high: The other.
        identity: The number of each record's valid codice fiscale, -1 where it has none; two numbers
            never meet.

    Returns:
        For each record the lowest record of its cluster.
    """
    label = components(count, low, high)
    contested = _contested(label, enemies_low, enemies_high, identity)
    if len(contested) == 0:
        return label
    is_contested = np.zeros(count, dtype=np.bool_)
    is_contested[contested] = True
    inside = is_contested[label[low]]
    rebuilt = _greedy(
        np.flatnonzero(is_contested[label]),
        (low[inside], high[inside], weight[inside]),
        _pairs_inside(label, is_contested, enemies_low, enemies_high),
        identity,
    )
    members = np.fromiter(rebuilt.keys(), dtype=np.int64, count=len(rebuilt))
    label[members] = np.fromiter(rebuilt.values(), dtype=np.int64, count=len(rebuilt))
    return label


def _contested(label: Rows, enemies_low: Rows, enemies_high: Rows, identity: Rows) -> Rows:
    """The components that hold enemies, or two identities."""
    met = label[enemies_low] == label[enemies_high]
    known = identity >= 0
    lowest = np.full(len(label), np.iinfo(np.int64).max)
    highest = np.full(len(label), -1)
    np.minimum.at(lowest, label[known], identity[known])
    np.maximum.at(highest, label[known], identity[known])
    several = np.flatnonzero((highest >= 0) & (lowest != highest))
    return np.unique(np.concatenate([label[enemies_low[met]], several]))


def _pairs_inside(label: Rows, is_contested: npt.NDArray[np.bool_], low: Rows, high: Rows) -> list[tuple[int, int]]:
    inside = (label[low] == label[high]) & is_contested[label[low]]
    return list(zip(low[inside].tolist(), high[inside].tolist(), strict=True))


def _greedy(
    nodes: Rows, edges: tuple[Rows, Rows, Floats], enemies: list[tuple[int, int]], identity: Rows
) -> dict[int, int]:
    """Kruskal's algorithm that refuses contradictions; few records come here, so one by one."""
    parent = {node: node for node in nodes.tolist()}
    members = {node: [node] for node in parent}
    hostile: dict[int, set[int]] = {}
    for one, other in enemies:
        hostile.setdefault(one, set()).add(other)
        hostile.setdefault(other, set()).add(one)
    code = {node: {int(identity[node])} - {-1} for node in parent}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    low, high, weight = edges
    for place in np.lexsort((high, low, -weight)).tolist():
        one, other = root(int(low[place])), root(int(high[place]))
        if one == other:
            continue
        if len(members[one]) < len(members[other]):
            one, other = other, one
        if len(code[one] | code[other]) > 1:
            continue
        if any(root(enemy) == one for node in members[other] for enemy in hostile.get(node, ())):
            continue
        parent[other] = one
        members[one].extend(members.pop(other))
        code[one] |= code.pop(other)
    return {node: min(members[root(node)]) for node in parent}
