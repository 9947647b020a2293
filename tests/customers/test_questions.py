"""What a person is asked: once for each two customers, in an order that saves minutes."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from italclean.customers.questions import questions
from italclean.pairs.decide import Verdicts
from italclean.pairs.rules import APART, MERGE, REVIEW

RECORDS = 12

Pair = tuple[int, int, int, float]

records = st.integers(0, RECORDS - 1)
drawn_pair = st.tuples(records, records, st.sampled_from([APART, REVIEW, MERGE]), st.floats(0.5, 0.99))
pairs = st.lists(drawn_pair, max_size=40, unique_by=lambda pair: pair[:2]).map(
    lambda drawn: [pair for pair in drawn if pair[0] < pair[1]]
)


def ask(drawn: list[Pair], label: list[int], times: list[int], settled: list[bool]) -> list[int]:
    low, high, verdict, probability = (np.array([pair[part] for pair in drawn]) for part in range(4))
    nothing = np.zeros(len(drawn), dtype=np.bool_)
    bits = np.zeros(len(drawn))
    rule = nothing.astype(np.uint8)
    verdicts = Verdicts(verdict.astype(np.uint8), rule, probability.astype(float), bits, bits, *[nothing] * 3)
    both = (low.astype(np.int64), high.astype(np.int64))
    return questions(verdicts, both, np.array(label), np.array(times), np.array(settled, dtype=np.bool_)).tolist()


@given(
    pairs,
    st.lists(st.integers(0, 6), min_size=RECORDS, max_size=RECORDS),
    st.lists(st.integers(1, 5), min_size=RECORDS, max_size=RECORDS),
    st.randoms(use_true_random=False),
)
def test_each_two_customers_are_asked_about_once(
    drawn: list[Pair], label: list[int], times: list[int], rng: random.Random
) -> None:
    settled = [rng.random() < 0.2 for _ in drawn]
    asked = ask(drawn, label, times, settled)

    def customers(place: int) -> frozenset[int]:
        return frozenset((label[drawn[place][0]], label[drawn[place][1]]))

    open_ones = [
        place
        for place, pair in enumerate(drawn)
        if pair[2] != APART and len(customers(place)) == 2 and not settled[place]
    ]
    assert sorted(map(sorted, map(customers, asked))) == sorted(map(sorted, {customers(place) for place in open_ones}))
    for place in asked:
        alike = [drawn[other][3] for other in open_ones if customers(other) == customers(place)]
        assert drawn[place][3] == max(alike)
    # Customers that hang together stand together, and the group with the most rows comes first.
    groups: list[set[int]] = []
    for place in open_ones:
        touched = [group for group in groups if group & customers(place)]
        groups = [group for group in groups if group not in touched] + [set(customers(place)).union(*touched)]
    order = [next(at for at, group in enumerate(groups) if customers(place) <= group) for place in asked]
    runs = [group for at, group in enumerate(order) if at == 0 or order[at - 1] != group]
    assert len(runs) == len(set(runs))
    rows = [sum(times[record] for record in range(RECORDS) if label[record] in groups[group]) for group in runs]
    assert rows == sorted(rows, reverse=True)


def test_nothing_open_is_nothing_asked() -> None:
    assert ask([], [0] * RECORDS, [1] * RECORDS, []) == []
    assert ask([(0, 1, MERGE, 0.9)], [0] * RECORDS, [1] * RECORDS, [False]) == []
