"""Customers against entities: the fast count against the slow one."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.evaluation.agreement import Agreement, compare
from italclean.evaluation.evaluation import ESTIMATES
from tests.evaluation import obvious

LABELLED = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz")), min_size=1, max_size=24)


def compared(entities: obvious.Labels, customers: obvious.Labels) -> Agreement:
    return compare(pl.DataFrame({"entity": list(entities), "golden_id": list(customers)}))


@given(LABELLED)
def test_counts_are_those_of_every_pair_and_row(labels: list[tuple[str, str]]) -> None:
    entities, customers = zip(*labels, strict=True)
    found = compared(entities, customers)
    merged, true, both = obvious.pairs(entities, customers)
    assert (found.precision.part, found.precision.whole) == (both, merged)
    assert (found.recall.part, found.recall.whole) == (both, true)
    assert found.precision.value == (pytest.approx(both / merged) if merged else None)
    assert found.recall.value == (pytest.approx(both / true) if true else None)
    assert found.f1.value == (pytest.approx(2 * both / (merged + true)) if merged + true else None)
    precision, recall = obvious.bcubed(entities, customers)
    assert found.bcubed_precision.value == pytest.approx(precision)
    assert found.bcubed_recall.value == pytest.approx(recall)
    assert found.bcubed_f1.value == pytest.approx(2 * precision * recall / (precision + recall))
    kinds = {customer: {e for e, c in labels if c == customer} for customer in customers}
    parts = {entity: {c for e, c in labels if e == entity} for entity in entities}
    assert found.over_merged.part == sum(len(some) > 1 for some in kinds.values())
    assert found.split.part == sum(len(some) > 1 for some in parts.values())
    assert (found.rows, found.entities, found.customers) == (len(labels), len(parts), len(kinds))
    assert found.groups == len(obvious.groups(entities, customers))
    assert found.largest_customer == max(customers.count(customer) for customer in customers)


@given(LABELLED, st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(labels: list[tuple[str, str]], random: object) -> None:
    shuffled = labels.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    renamed = [(f"{ord('z') - ord(entity)}", f"c{customer}") for entity, customer in shuffled]
    one, other = (compared(*zip(*some, strict=True)) for some in (labels, renamed))
    assert one == other


@given(LABELLED)
def test_each_interval_holds_its_value(labels: list[tuple[str, str]]) -> None:
    found = compared(*zip(*labels, strict=True))
    for name in ESTIMATES:
        estimate = getattr(found, name)
        if estimate.value is None:
            assert (estimate.low, estimate.high) == (None, None)
        else:
            assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


def test_what_is_right_is_right_and_never_certain() -> None:
    found = compared("aabbc", "uuvvw")
    for name in ("precision", "recall", "f1", "bcubed_precision", "bcubed_recall", "bcubed_f1"):
        assert getattr(found, name).value == 1
        assert getattr(found, name).high == 1
        assert getattr(found, name).low < 0.5, "three customers prove little"
    assert (found.over_merged.part, found.split.part) == (0, 0)


def test_by_hand() -> None:
    # {1 2 3} are one entity, of which 3 went to the customer of 4.
    found = compared("aaab", "uuvv")
    assert (found.precision.part, found.precision.whole) == (1, 2)
    assert (found.recall.part, found.recall.whole) == (1, 3)
    assert found.f1.value == pytest.approx(0.4)
    assert found.bcubed_precision.value == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert found.bcubed_recall.value == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert (found.over_merged.part, found.over_merged.whole) == (1, 2)
    assert (found.split.part, found.split.whole) == (1, 2)
    assert found.groups == 1


def test_all_alone_has_no_pair_to_measure() -> None:
    found = compared("abc", "uvw")
    assert (found.precision.value, found.recall.value, found.f1.value) == (None, None, None)
    assert found.bcubed_f1.value == 1


def test_one_customer_of_all_enumerates_no_pair() -> None:
    rows = 1_000_000
    found = compare(pl.DataFrame({"entity": pl.repeat("a", rows, eager=True), "golden_id": ["u"] * rows}))
    assert found.precision.whole == rows * (rows - 1) // 2


def a_list(count: int, seed: int) -> tuple[list[str], list[str]]:
    """Entities of one to four rows; of each five one is split, one merged with the next."""
    random = np.random.default_rng(seed)
    entities: list[str] = []
    customers: list[str] = []
    for number in range(count):
        size, fate = int(random.integers(1, 5)), random.random()
        entities += [f"e{number}"] * size
        merged = [f"c{number - (fate < 0.2)}"] * size
        if fate > 0.8:
            merged[0] = f"apart{number}"
        customers += merged
    return entities, customers


def test_intervals_are_those_of_a_bootstrap_over_groups() -> None:
    entities, customers = a_list(400, 1)
    found = compared(entities, customers)
    sums = []
    for group in obvious.groups(entities, customers):
        of_group = [entities[row] for row in group], [customers[row] for row in group]
        merged, true, both = obvious.pairs(*of_group)
        precision, recall = obvious.bcubed(*of_group)
        sums.append((merged, true, both, precision * len(group), recall * len(group), len(group)))
    whole = np.array(sums, dtype=float)
    random = np.random.default_rng(2)
    drawn = whole[random.integers(0, len(whole), (4000, len(whole)))].sum(axis=1)
    merged, true, both, precise, complete, rows = drawn.T
    precise, complete = precise / rows, complete / rows
    again = {
        "precision": both / merged,
        "recall": both / true,
        "f1": 2 * both / (merged + true),
        "bcubed_precision": precise,
        "bcubed_recall": complete,
        "bcubed_f1": 2 * precise * complete / (precise + complete),
    }
    for name, values in again.items():
        estimate = getattr(found, name)
        low, high = np.quantile(values, [0.025, 0.975])
        width = high - low
        assert estimate.low == pytest.approx(low, abs=width / 6), name
        assert estimate.high == pytest.approx(high, abs=width / 6), name
