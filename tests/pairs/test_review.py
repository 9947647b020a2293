"""The pairs that a person decides, as they are laid out."""

from __future__ import annotations

import italclean as ic
from italclean.pairs.review import COLUMNS
from tests.customers.test_decisions import FRAME


def test_pairs_show_both_sides_and_what_they_are_known_by() -> None:
    review = ic.run(FRAME).review
    assert review.columns == list(COLUMNS)
    assert review.select("row_a", "row_b").rows() == [(1, 2)]
    assert review["decision"].null_count() == review.height
    assert review["anchor_a"][0] != review["anchor_b"][0]


def test_nothing_to_decide_is_a_table_without_rows() -> None:
    review = ic.run(FRAME.tail(1)).review
    assert (review.height, review.columns) == (0, list(COLUMNS))
