"""The one rule against the obvious one, in every order."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from italclean.consent import strictest
from tests.consent.obvious import Said, weighed

SCHEMA = {"group": pl.Int64, "address": pl.String, "said": pl.String, "when": pl.String, "at": pl.Int64}


def fast(groups: list[list[Said]]) -> dict[int, tuple[str | None, str | None]]:
    rows = [
        (number, address, one.what, one.when, at)
        for number, statements in enumerate(groups)
        for at, one in enumerate(statements)
        for address in (sorted(one.addresses) or [None])
    ]
    found = strictest(pl.DataFrame(rows, schema=SCHEMA, orient="row"))
    return {group: (said, when) for group, said, when in found.select("group", "said", "when").iter_rows()}


def slow(statements: list[Said]) -> tuple[str | None, str | None] | None:
    found = weighed(statements)
    return None if found is None else (None if found.what == "?" else found.what, found.when)


A, B, BOTH = frozenset({"a@x.it"}), frozenset({"b@x.it"}), frozenset({"a@x.it", "b@x.it"})
STATEMENT = st.builds(
    Said,
    st.sampled_from(["si", "si", "no", "revocato", "?"]),
    st.sampled_from([None, "2018-01-01", "2020-01-01", "2022-05-05", "2999-01-01"]),
    st.sampled_from([frozenset(), A, B, BOTH]),
)


@settings(max_examples=200)
@given(st.lists(st.lists(STATEMENT, min_size=1, max_size=4), min_size=1, max_size=8))
def test_the_rule_is_the_obvious_one(groups: list[list[Said]]) -> None:
    found = fast(groups)
    for number, statements in enumerate(groups):
        assert found.get(number) == slow(statements), statements


@given(st.lists(STATEMENT, min_size=2, max_size=4))
def test_no_order_changes_the_answer(statements: list[Said]) -> None:
    answers = fast([list(order) for order in itertools.permutations(statements)])
    assert len(set(answers.values())) <= 1


@given(st.lists(STATEMENT, min_size=1, max_size=4), st.sampled_from(["no", "revocato", "?"]), st.sampled_from([A, B]))
def test_an_undated_refusal_more_never_leaves_a_yes(statements: list[Said], what: str, where: frozenset[str]) -> None:
    (answer,) = fast([[*statements, Said(what, None, where)]]).values()
    assert answer[0] != "si"


@pytest.mark.parametrize(
    ("statements", "answer"),
    [
        ([Said("si"), Said("si"), Said("no")], ("no", None)),
        ([Said("si", "2021-01-01"), Said("no", "2020-01-01")], ("si", "2021-01-01")),
        ([Said("si", "2020-01-01"), Said("no", "2020-01-01")], ("no", "2020-01-01")),
        ([Said("si", "2999-01-01"), Said("no", "2020-01-01")], ("no", "2020-01-01")),
        # A later yes of another mailbox undoes nothing; one of the same, or of none, does.
        ([Said("no", "2020-01-01", A), Said("si", "2022-01-01", B)], ("no", "2020-01-01")),
        ([Said("no", "2020-01-01", A), Said("si", "2022-01-01", A)], ("si", "2022-01-01")),
        ([Said("no", "2020-01-01", A), Said("si", "2022-01-01")], ("si", "2022-01-01")),
        ([Said("no", "2020-01-01"), Said("si", "2022-01-01", B)], ("si", "2022-01-01")),
        ([Said("no", "2020-01-01", BOTH), Said("si", "2022-01-01", B)], ("no", "2020-01-01")),
        # The date beside a refusal is that of the last one, and none where one has none.
        ([Said("no", "2021-01-01"), Said("revocato", "2020-01-01")], ("revocato", "2021-01-01")),
        ([Said("no"), Said("revocato", "2020-01-01")], ("revocato", None)),
        # What could not be read lets no yes stand, and hides no refusal.
        ([Said("si"), Said("?")], (None, None)),
        ([Said("no"), Said("?")], ("no", None)),
        ([Said("si", "2022-01-01"), Said("?", "2020-01-01")], ("si", "2022-01-01")),
    ],
)
def test_examples(statements: list[Said], answer: tuple[str | None, str | None]) -> None:
    for order in itertools.permutations(statements):
        assert fast([list(order)]) == {0: answer}


def test_nothing_said_is_no_answer() -> None:
    assert strictest(pl.DataFrame(schema=SCHEMA)).is_empty()
    nothing = pl.DataFrame([(1, None, None, "2020-01-01", 0)], schema=SCHEMA, orient="row")
    assert strictest(nothing).is_empty()
