"""Records that fit two customers about equally well, against obvious code."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.pairs.torn import torn_edges

Edge = tuple[int, int, float]


def slow_torn(edges: list[Edge], identity: list[int], margin: float) -> list[bool]:
    """Ask of each end of each edge whether the record without a number has another edge that is nearly as sure."""
    torn = []
    for a, b, weight in edges:
        verdict = False
        for record, fits in ((a, b), (b, a)):
            if identity[record] >= 0 or identity[fits] < 0:
                continue
            for c, d, rival in edges:
                other = d if c == record else c if d == record else None
                if other is None or identity[other] < 0 or identity[other] == identity[fits]:
                    continue
                verdict |= weight < rival + margin
        torn.append(verdict)
    return torn


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Edge], list[int]]:
    count = draw(st.integers(2, 8))
    pairs = draw(st.lists(st.sampled_from(list(itertools.combinations(range(count), 2))), unique=True, max_size=14))
    weights = draw(st.lists(st.integers(0, 8), min_size=len(pairs), max_size=len(pairs)))
    identity = draw(st.lists(st.sampled_from([-1, -1, 0, 1, 2]), min_size=count, max_size=count))
    return [(a, b, float(weight)) for (a, b), weight in zip(pairs, weights, strict=True)], identity


@settings(max_examples=300)
@given(problems())
def test_agrees_with_obvious_code(problem: tuple[list[Edge], list[int]]) -> None:
    edges, identity = problem
    low, high = (np.array([edge[end] for edge in edges], dtype=np.int64) for end in (0, 1))
    weight = np.array([edge[2] for edge in edges], dtype=np.float64)
    found = torn_edges((low, high, weight), [np.array(identity, dtype=np.int64)], margin=3.0)
    assert found.tolist() == slow_torn(edges, identity, 3.0)


FAMILY = {"Cognome": "Rossi", "Nome": "Mario", "Indirizzo": "Via Roma 1", "Comune": "Bologna", "Tel": "051234567"}
FATHER = {**FAMILY, "CF": "RSSMRA50A01A944C"}
SON = {**FAMILY, "CF": "RSSMRA80A01A944I"}


def customers(rows: list[dict[str, str]]) -> tuple[list[set[int]], ic.Result]:
    others = [
        {"Cognome": name, "Nome": "Anna", "Indirizzo": f"Via Po {place}", "Comune": "Roma", "Tel": f"06{place}123456"}
        for place, name in enumerate(("Bianchi", "Neri", "Verdi", "Gallo", "Costa"), start=2)
    ]
    found = ic.run(pl.from_dicts([*rows, *others], infer_schema_length=None))
    grouped = found.crosswalk.group_by("golden_id").agg("row")["row"].to_list()
    return [set(group) for group in grouped], found


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_father_son_and_a_row_without_code(order: tuple[int, ...]) -> None:
    rows = [FATHER, SON, {**FAMILY, "Email": "mario.rossi@tin.it"}]
    found, result = customers([rows[place] for place in order])
    assert all(len(group) == 1 for group in found)
    without = order.index(2) + 1
    asked = [row for row in result.review.select("row_a", "row_b").rows() if without in row]
    assert len(asked) == 2


def test_one_of_two_that_fits_better() -> None:
    mail = {"Email": "mario.rossi@tin.it", "Cell": "3331234567"}
    found, _ = customers([{**FATHER, **mail}, SON, {**FAMILY, **mail}])
    assert {1, 3} in found


@pytest.mark.parametrize("as_frame", [True, False])
def test_a_person_decides(tmp_path: Path, *, as_frame: bool) -> None:
    path = tmp_path / "d.csv"
    path.write_text("source_a,id_a,source_b,id_b,decision\nframe,a,frame,c,same\n", encoding="utf-8")
    decided = pl.read_csv(path) if as_frame else path
    rows = [{"Codice cliente": "a", **FATHER}, {"Codice cliente": "b", **SON}, {"Codice cliente": "c", **FAMILY}]
    found = ic.run(pl.from_dicts(rows, infer_schema_length=None), decisions=decided)
    grouped = found.crosswalk.group_by("golden_id").agg("row")["row"].to_list()
    assert {1, 3} in [set(group) for group in grouped]


@pytest.mark.parametrize("third", [FAMILY, {**FAMILY, "Email": "mario.rossi@tin.it"}])
def test_what_is_explained_of_an_open_pair_is_what_the_run_left_open(third: dict[str, str]) -> None:
    found = ic.run(pl.from_dicts([FATHER, SON, third], infer_schema_length=None))
    assert found.review.height
    left_open = 0
    for pair in found.review.to_dicts():
        for one, other in ((pair["row_a"], pair["row_b"]), (pair["row_b"], pair["row_a"])):
            why = found.explain(one, other)
            assert (why.verdict, why.reason, why.probability) == ("review", pair["reason"], pair["probability"])
            left_open += why.rule_name == "between_two"
    assert left_open


def test_the_review_of_a_result_can_be_filled_and_given_back() -> None:
    rows = pl.from_dicts([FATHER, SON, {**FAMILY, "Email": "mario.rossi@tin.it"}], infer_schema_length=None)
    review = ic.run(rows).review
    filled = review.with_columns(decision=pl.when(pl.col("row_a") == 1).then(pl.lit("same")).otherwise(None))
    grouped = ic.run(rows, decisions=filled).crosswalk.group_by("golden_id").agg("row")["row"].to_list()
    assert {1, 3} in [set(group) for group in grouped]


def decided(pairs: list[tuple[str, str]]) -> ic.Result:
    rows = [{"Codice cliente": name, **row} for name, row in zip("abc", (FATHER, SON, FAMILY), strict=True)]
    sides = [{"source_a": "frame", "id_a": one, "source_b": "frame", "id_b": other} for one, other in pairs]
    said = pl.from_dicts(sides).with_columns(decision=pl.lit("same"))
    return ic.run(pl.from_dicts(rows, infer_schema_length=None), decisions=said)


def test_of_two_decisions_that_contradict_each_other_one_stands() -> None:
    found = decided([("a", "c"), ("b", "c")])
    assert found.golden.height == 2
    assert found.deduped is not None
    assert found.deduped.figures["decisions_refused"] == 1


def test_who_fits_two_that_a_person_joined_is_not_torn() -> None:
    assert decided([("a", "b")]).golden.height == 1


def test_a_frame_of_another_library_holds_decisions() -> None:
    pandas = pytest.importorskip("pandas")
    said = pandas.DataFrame(
        {"source_a": ["frame"], "id_a": ["a"], "source_b": ["frame"], "id_b": ["c"], "decision": ["same"]}
    )
    rows = [{"Codice cliente": name, **row} for name, row in zip("abc", (FATHER, SON, FAMILY), strict=True)]
    assert ic.run(pl.from_dicts(rows, infer_schema_length=None), decisions=said).golden.height == 2


def test_a_frame_that_holds_no_decisions_is_told() -> None:
    with pytest.raises(ic.ItalcleanError, match="missing columns"):
        ic.run(pl.DataFrame({"Cognome": ["Rossi"]}), decisions=pl.DataFrame({"x": [1]}))
