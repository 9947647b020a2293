"""From pairs to customers, so that no contradiction ends up in one cluster, not even through a third record.

Connected components first; only components that hold a contradiction, or may hang by a thread, are built
again edge by edge, the strongest first, refusing every edge that would bring two contradicting records
together, or two groups of which all but one pair or two have nothing in common.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from italclean.pairs.blocking import all_pairs
from italclean.pairs.torn import torn_edges

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LARGEST_CHECKED = 60
"""The most records of a component of which all pairs are looked at."""

WEAK = 6.63
"""An edge under this weight in bits (odds of 99 to 1) may be the thread that two groups hang by."""

_GROUP = 3
_DENSE, _BRIDGED = 0.5, 0.25


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


def pairs_within(label: Rows) -> tuple[Rows, Rows]:
    """Return all pairs of nodes of one component, for components of 3 to `LARGEST_CHECKED` nodes."""
    order = np.argsort(label, kind="stable")
    sizes = np.bincount(label)
    sizes = sizes[sizes > 0]
    size = np.repeat(sizes, sizes)
    chosen = (size >= _GROUP) & (size <= LARGEST_CHECKED)
    one, other = all_pairs(order[chosen], sizes[(sizes >= _GROUP) & (sizes <= LARGEST_CHECKED)])
    return np.minimum(one, other), np.maximum(one, other)


def cluster(
    count: int,
    low: Rows,
    high: Rows,
    weight: Floats,
    enemies_low: Rows,
    enemies_high: Rows,
    identities: Sequence[Rows],
    own: Sequence[Rows] = (),
) -> tuple[Rows, Flags]:
    """Join records along edges without ever joining two that exclude each other.

    Two groups of three records or more, in each of which at least half of the pairs are edges, are joined only by
    an edge of `WEAK` or more, or where a quarter of the pairs between them are edges. A record that fits two of
    different numbers of their own joins neither, unless one fits it clearly better.

    Args:
        count: How many records there are.
        low: One end of each edge.
        high: The other end.
        weight: How sure each edge is, in bits.
        enemies_low: One of two records that must not meet.
        enemies_high: The other.
        identities: Numbers of the records, -1 where a record has none; two records of different numbers never
            meet. One array for each kind of number: the valid codici fiscali, the rows of a source without
            duplicates.
        own: Those of the numbers that surely are the records' own, likewise.

    Returns:
        For each record the lowest record of its cluster, and for each edge whether it was left out because its record
        fits another customer about as well.
    """
    torn = np.zeros(len(low), dtype=np.bool_)
    label = components(count, low, high)
    contested = np.unique(
        np.concatenate(
            [
                label[enemies_low[label[enemies_low] == label[enemies_high]]],
                *(_of_several(label, identity) for identity in identities),
                _perhaps_bridged(label, low, weight),
            ]
        )
    )
    if len(contested) == 0:
        return label, torn
    is_contested = np.zeros(count, dtype=np.bool_)
    is_contested[contested] = True
    inside = np.flatnonzero(is_contested[label[low]])
    hostile = (label[enemies_low] == label[enemies_high]) & is_contested[label[enemies_low]]
    enemies = enemies_low[hostile], enemies_high[hostile]
    torn[inside] = torn_edges((low[inside], high[inside], weight[inside]), own)
    inside = inside[~torn[inside]]
    groups = _Groups(
        np.flatnonzero(is_contested[label]), (low[inside], high[inside], weight[inside]), enemies, identities
    )
    for one, other in groups.edges:
        groups.join(one, other)
    for members in groups.members.values():
        label[members] = min(members)
    return label, torn


def _of_several(label: Rows, identity: Rows) -> Rows:
    """The components that hold two identities."""
    known = identity >= 0
    lowest = np.full(len(label), np.iinfo(np.int64).max)
    highest = np.full(len(label), -1)
    np.minimum.at(lowest, label[known], identity[known])
    np.maximum.at(highest, label[known], identity[known])
    return np.flatnonzero((highest >= 0) & (lowest != highest))


def _perhaps_bridged(label: Rows, low: Rows, weight: Floats) -> Rows:
    """The components with a weak edge and so many pairs without any that a bridge may be among them."""
    sizes = np.bincount(label, minlength=len(label))
    edges = np.bincount(label[low], minlength=len(label))
    weak = np.bincount(label[low[weight < WEAK]], minlength=len(label))
    without = sizes * (sizes - 1) // 2 - edges
    least = (1 - _BRIDGED) * _GROUP * _GROUP
    return np.flatnonzero((sizes >= 2 * _GROUP) & (sizes <= LARGEST_CHECKED) & (weak > 0) & (without > least))


class _Groups:
    """Groups of records that grow edge by edge and refuse contradictions and threads; few records come here."""

    def __init__(
        self, nodes: Rows, edges: tuple[Rows, Rows, Floats], enemies: tuple[Rows, Rows], identities: Sequence[Rows]
    ) -> None:
        low, high, weight = edges
        self.edges = [(int(low[place]), int(high[place])) for place in np.lexsort((high, low, -weight))]
        """The edges, the strongest first."""
        self.members = {node: [node] for node in nodes.tolist()}
        """The records of each group, by the record that stands for it."""
        self._parent = {node: node for node in self.members}
        self._numbers = [{node: {int(identity[node])} - {-1} for node in self.members} for identity in identities]
        self._near: dict[int, dict[int, float]] = {node: {} for node in self.members}
        for one, other, sure in zip(low.tolist(), high.tolist(), weight.tolist(), strict=True):
            self._near[one][other] = self._near[other][one] = max(sure, self._near[one].get(other, sure))
        self._enemies: dict[int, set[int]] = {}
        for one, other in zip(enemies[0].tolist(), enemies[1].tolist(), strict=True):
            self._enemies.setdefault(one, set()).add(other)
            self._enemies.setdefault(other, set()).add(one)

    def join(self, one: int, other: int) -> None:
        """Join the groups of two records, unless something speaks against it."""
        one, other = self._root(one), self._root(other)
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        if one == other or self._contradict(one, other) or self._hang_by_a_thread(one, other):
            return
        self._parent[other] = one
        self.members[one].extend(self.members.pop(other))
        for number in self._numbers:
            number[one] |= number.pop(other)

    def _root(self, node: int) -> int:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def _contradict(self, one: int, other: int) -> bool:
        if any(len(number[one] | number[other]) > 1 for number in self._numbers):
            return True
        return any(self._root(enemy) == one for node in self.members[other] for enemy in self._enemies.get(node, ()))

    def _hang_by_a_thread(self, one: int, other: int) -> bool:
        many, few = len(self.members[one]), len(self.members[other])
        if few < _GROUP or few + many > LARGEST_CHECKED:
            return False
        between = self._edges_between(one, other)
        thin = max(between) < WEAK and len(between) < _BRIDGED * few * many
        return thin and self._is_dense(one) and self._is_dense(other)

    def _is_dense(self, group: int) -> bool:
        size = len(self.members[group])
        return len(self._edges_between(group, group)) >= _DENSE * size * (size - 1)

    def _edges_between(self, one: int, other: int) -> list[float]:
        """The weights of the edges from a group to another, or within one, there each edge twice."""
        return [
            sure for node in self.members[other] for near, sure in self._near[node].items() if self._root(near) == one
        ]
