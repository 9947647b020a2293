"""Clustering against obvious code."""

from __future__ import annotations

import itertools
import random

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from italclean.pairs.cluster import LARGEST_CHECKED, WEAK, cluster, components, pairs_within

Edge = tuple[int, int]


def array(values: list[int]) -> npt.NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def slow_components(count: int, edges: list[Edge]) -> list[int]:
    """Label nodes by flooding from each lowest node."""
    label = [-1] * count
    for node in range(count):
        if label[node] >= 0:
            continue
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if label[here] < 0:
                label[here] = node
                waiting.extend(b if a == here else a for a, b in edges if here in (a, b))
    return label


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[Edge]]:
    count = draw(st.integers(1, 14))
    node = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(node, node), max_size=20))


@settings(max_examples=300)
@given(graphs())
def test_components_agree_with_flooding(graph: tuple[int, list[Edge]]) -> None:
    count, edges = graph
    found = components(count, array([a for a, _ in edges]), array([b for _, b in edges]))
    assert found.tolist() == slow_components(count, edges)


def test_a_long_chain_is_one_component() -> None:
    order = list(range(5000))
    random.Random(1).shuffle(order)
    found = components(5000, array(order[:-1]), array(order[1:]))
    assert set(found.tolist()) == {0}


@settings(max_examples=200)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=20))
def test_pairs_within_components(groups: list[int]) -> None:
    label = array([groups.index(group) for group in groups])
    low, high = pairs_within(label)
    expected = {
        pair
        for pair in itertools.combinations(range(len(groups)), 2)
        if groups[pair[0]] == groups[pair[1]] and groups.count(groups[pair[0]]) >= 3
    }
    found = list(zip(low.tolist(), high.tolist(), strict=True))
    assert set(found) == expected
    assert len(found) == len(expected)


def test_the_pairs_of_a_huge_component_are_not_listed() -> None:
    low, _ = pairs_within(array([0] * (LARGEST_CHECKED + 1) + [61, 61, 61]))
    assert len(low) == 3


Problem = tuple[int, list[Edge], list[float], list[Edge], list[list[int]]]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    count, edges = draw(graphs())
    if draw(st.booleans()):
        # Two groups with nearly all of their edges, and some between them.
        half = draw(st.integers(3, 5))
        within = [pair for start in (0, half) for pair in itertools.combinations(range(start, start + half), 2)]
        count, edges = max(count, 2 * half), draw(st.permutations(within))[draw(st.integers(0, 4)) :] + edges[:3]
    edges = sorted({(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]})
    weights = draw(st.lists(st.integers(-3, 2).map(lambda step: WEAK + step), min_size=len(edges), max_size=len(edges)))
    node = st.integers(0, count - 1)
    enemies = [pair for pair in draw(st.lists(st.tuples(node, node), max_size=6)) if pair[0] != pair[1]]
    identity = st.lists(st.sampled_from([-1, -1, -1, -1, -1, -1, 0, 1, 2]), min_size=count, max_size=count)
    return count, edges, weights, enemies, draw(st.lists(identity, max_size=2))


def solved(problem: Problem) -> list[int]:
    count, edges, weights, enemies, identities = problem
    return cluster(
        count,
        array([a for a, _ in edges]),
        array([b for _, b in edges]),
        np.array(weights, dtype=np.float64),
        array([a for a, _ in enemies]),
        array([b for _, b in enemies]),
        [array(identity) for identity in identities],
    )[0].tolist()


def dense(group: set[int], edges: list[Edge]) -> bool:
    """Tell whether at least half of a group's pairs are edges."""
    pairs = list(itertools.combinations(sorted(group), 2))
    return 2 * sum(pair in edges for pair in pairs) >= len(pairs)


def thread(one: set[int], other: set[int], edges: list[Edge], weights: list[float]) -> bool:
    """Tell whether two dense groups have only weak edges between them, and few."""
    between = [
        weight
        for (a, b), weight in zip(edges, weights, strict=True)
        if (a in one and b in other) or (a in other and b in one)
    ]
    few = 4 * len(between) < len(one) * len(other)
    large = len(one) >= 3 and len(other) >= 3
    return large and few and all(weight < WEAK for weight in between) and dense(one, edges) and dense(other, edges)


def slow_cluster(problem: Problem) -> list[int]:
    """The strongest edge first, joining two groups unless they contradict each other or hang by a thread."""
    count, edges, weights, enemies, identities = problem
    groups = [{node} for node in range(count)]
    for _, (a, b) in sorted(zip(weights, edges, strict=True), key=lambda item: (-item[0], item[1])):
        one = next(group for group in groups if a in group)
        other = next(group for group in groups if b in group)
        if one is other:
            continue
        several = any(len({identity[node] for node in one | other} - {-1}) > 1 for identity in identities)
        hostile = any((c in one and d in other) or (c in other and d in one) for c, d in enemies)
        if not several and not hostile and not thread(one, other, edges, weights):
            groups.remove(other)
            one |= other
    return [min(next(group for group in groups if node in group)) for node in range(count)]


@settings(max_examples=600)
@given(problems())
def test_agrees_with_obvious_code(problem: Problem) -> None:
    assert solved(problem) == slow_cluster(problem)


@settings(max_examples=300)
@given(problems(), st.randoms(use_true_random=False))
def test_no_contradiction_in_a_cluster_and_any_order_of_edges(problem: Problem, rng: random.Random) -> None:
    count, edges, weights, enemies, identities = problem
    label = solved(problem)
    for a, b in itertools.combinations(range(count), 2):
        if label[a] == label[b]:
            for identity in identities:
                assert identity[a] == -1 or identity[b] == -1 or identity[a] == identity[b]
            assert (a, b) not in enemies
            assert (b, a) not in enemies
    assert all(label[label[node]] == label[node] <= node for node in range(count))
    order = list(range(len(edges)))
    rng.shuffle(order)
    turned = [edges[place] for place in order]
    shuffled = (count, turned, [weights[place] for place in order], [(b, a) for a, b in reversed(enemies)], identities)
    assert solved(shuffled) == label


def families(weight: float, bridges: list[Edge]) -> Problem:
    """Two groups of four sure of themselves, and bridges between them."""
    within = [pair for start in (0, 4) for pair in itertools.combinations(range(start, start + 4), 2)]
    return 8, within + bridges, [WEAK + 3] * len(within) + [weight] * len(bridges), [], []


def test_a_weak_bridge_between_two_groups_is_cut() -> None:
    apart, one = [0, 0, 0, 0, 4, 4, 4, 4], [0] * 8
    assert solved(families(WEAK - 1, [(0, 4)])) == apart
    assert solved(families(WEAK - 1, [(0, 4), (1, 5), (2, 6)])) == apart
    assert solved(families(WEAK - 1, [(0, 4), (1, 5), (2, 6), (3, 7)])) == one
    assert solved(families(WEAK, [(0, 4)])) == one


def test_nothing_to_join() -> None:
    assert solved((3, [], [], [], [[-1, 0, 1]])) == [0, 1, 2]
