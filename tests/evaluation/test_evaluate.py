"""Crosswalks against truths of every kind and form."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import italclean as ic
from italclean import errors

# Two sources; a and b are right, c holds two people, the fourth is spread over d and e.
CROSSWALK = pl.DataFrame(
    {
        "source": ["erp"] * 4 + ["crm"] * 4,
        "row": [1, 2, 3, 4, 1, 2, 3, 4],
        "source_id": ["0011", "0012", "0013", "0014", "A-1", "A-2", "A-3", "A-4"],
        "golden_id": ["a", "a", "b", "c", "c", "d", "e", "f"],
        "probability": [1.0] * 8,
        "reason": [""] * 8,
    }
)
ENTITIES = ["1", "1", "2", "3", "4", "5", "5", "6"]
ONE_SOURCE = CROSSWALK.filter(source="erp")


def truth(**columns: Any) -> pl.DataFrame:
    return CROSSWALK.select("source", "row", "source_id").with_columns(
        **{name: pl.Series(values) for name, values in columns.items()}
    )


def told(found: ic.Evaluation) -> set[str]:
    return {notice.key.removeprefix("evaluate.") for notice in found.notices}


def refused(crosswalk: Any, known: Any, **options: Any) -> errors.ItalcleanError:
    with pytest.raises(errors.ItalcleanError) as caught:
        ic.evaluate(crosswalk, known, **options)
    assert len(caught.value.text("it")) > 20
    return caught.value


KEYS = {
    "source and row": ["source", "row"],
    "source and id": ["source", "source_id"],
    "id alone, where none is twice": ["source_id"],
    "all of them": ["source", "row", "source_id"],
}


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
def test_rows_are_known_by_any_key(keys: list[str]) -> None:
    found = ic.evaluate(CROSSWALK, truth(entity=ENTITIES).select(*keys, "entity").reverse())
    assert (found.kind, found.counts["rows"], told(found)) == ("rows", 8, set())
    assert found.precision is not None
    assert found.recall is not None
    assert found.over_merged
    assert found.split
    assert (found.precision.part, found.precision.whole) == (1, 2)
    assert (found.recall.part, found.recall.whole) == (1, 2)
    assert (found.over_merged.part, found.split.part) == (1, 1)


@pytest.mark.parametrize("name", ["entity", "Entità", "CLIENTE VERO", "cluster-id", "golden_id", "chi è"])
def test_the_entity_is_found_by_its_name_or_as_the_only_other_column(name: str) -> None:
    found = ic.evaluate(CROSSWALK, truth(**{name: ENTITIES}))
    assert (found.column, found.counts["entities"]) == (name, 6)


@pytest.mark.parametrize("name", ["cluster_id", "true_id", "group_id", "id entità"])
def test_the_id_of_an_entity_is_no_id_of_a_row(name: str) -> None:
    found = ic.evaluate(ONE_SOURCE, pl.DataFrame({"row": [1, 2, 3, 4], name: ["1", "1", "2", "3"], "note": ["n"] * 4}))
    assert (found.by, found.column) == (("row",), name)


def test_the_entity_is_the_column_that_the_user_names() -> None:
    known = truth(entity=["x"] * 8, chi=ENTITIES, note=["n"] * 8)
    assert ic.evaluate(CROSSWALK, known, entity="chi").counts["entities"] == 6
    assert ic.evaluate(CROSSWALK, known).counts["entities"] == 1
    error = refused(CROSSWALK, known, entity="cliente")
    assert isinstance(error, errors.UnknownColumn)
    assert "chi" in str(error)
    assert "entity" in str(refused(CROSSWALK, known.drop("entity")))


def test_a_copy_of_the_crosswalk_with_a_column_more() -> None:
    found = ic.evaluate(CROSSWALK, CROSSWALK.with_columns(cliente_vero=pl.Series(ENTITIES)))
    assert (found.column, found.by) == ("cliente_vero", ("source", "row"))


@pytest.mark.parametrize(
    "cells", [["11", "12", "13", "14"], ['="0011"', '="0012"', "'0013", "0014"], [" 0011 ", "0012", "0013", "0014"]]
)
def test_ids_that_a_spreadsheet_touched(cells: list[str]) -> None:
    found = ic.evaluate(ONE_SOURCE, pl.DataFrame({"id": cells, "entity": ["1", "1", "2", "2"]}))
    assert found.counts["rows"] == 4
    assert ("without_zeros" in told(found)) == (cells[0] == "11")


def test_ids_without_zeros_are_not_guessed() -> None:
    rows = pl.DataFrame({"source_id": ["0011", "11", "007", "07", "8"], "golden_id": ["a", "b", "c", "d", "e"]})
    found = ic.evaluate(rows, pl.DataFrame({"id": ["11", "7", "8"], "entity": ["1", "2", "3"]}))
    assert (found.counts["rows"], found.counts["truth_unknown"]) == (2, 1)


def test_an_id_of_several_rows_is_told() -> None:
    rows = pl.DataFrame({"source_id": ["1", "1", "2"], "golden_id": ["a", "b", "c"]})
    found = ic.evaluate(rows, pl.DataFrame({"id": ["1", "2"], "entity": ["x", "y"]}))
    assert found.counts["rows"] == 1
    assert "id_of_several" in told(found)


def test_a_header_of_an_id_is_known_as_the_plan_knows_it() -> None:
    found = ic.evaluate(ONE_SOURCE, pl.DataFrame({"Cod. Cliente": ["0011", "0012"], "chi": ["1", "1"]}))
    assert found.by == ("id",)


def test_row_numbers_of_pandas_and_spreadsheets() -> None:
    found = ic.evaluate(ONE_SOURCE, pl.DataFrame({"row": ["1.0", "2,0", "003", "4"], "entity": ["1", "1", "2", "3"]}))
    assert found.counts["rows"] == 4


def test_a_single_source_may_be_called_otherwise() -> None:
    known = truth(entity=ENTITIES).head(4).with_columns(source=pl.lit("clienti-2025"))
    found = ic.evaluate(ONE_SOURCE, known)
    assert found.by == ("row",)
    assert "source_ignored" in told(found)


def test_several_sources_need_one_to_be_named() -> None:
    error = refused(CROSSWALK, truth(entity=ENTITIES).select("row", "entity"))
    assert isinstance(error, errors.BadTruth)
    assert "crm, erp" in str(error)
    assert "source" in str(refused(CROSSWALK, pl.DataFrame({"row_a": [1], "row_b": [2], "same": ["1"]})))


def test_rows_of_one_side_alone_are_counted_and_told() -> None:
    known = pl.DataFrame({"row": [1, 2, 3, 3, 99], "entity": ["1", "1", None, "", "7"]})
    rows = pl.DataFrame({"row": [1, 2, 3, 4, 5], "golden_id": ["a", "a", "b", "a", None]})
    found = ic.evaluate(rows, known)
    assert found.counts["rows"] == 2
    assert found.counts["truth_unknown"] == 1
    assert found.counts["truth_unlabelled"] == 2
    assert found.counts["crosswalk_unjudged"] == 3
    assert found.counts["pairs_outside"] == 2, "row 4 was merged with rows 1 and 2"
    assert told(found) == {"truth_unknown", "truth_unlabelled", "sample_of_rows", "pairs_outside"}


def test_the_same_row_twice() -> None:
    again = pl.DataFrame({"row": [1, 1, 2], "entity": ["1", "1", "2"]})
    found = ic.evaluate(ONE_SOURCE, again)
    assert (found.counts["rows"], found.counts["truth_repeated"]) == (2, 1)
    error = refused(ONE_SOURCE, again.with_columns(entity=pl.Series(["1", "2", "2"])))
    assert isinstance(error, errors.BadTruth)
    assert "two entities" in str(error)
    assert isinstance(refused(pl.concat([ONE_SOURCE, ONE_SOURCE]), again), errors.BadCrosswalk)


def test_numbers_that_belong_to_another_export_are_told() -> None:
    known = truth(entity=ENTITIES).head(4).with_columns(source_id=pl.Series(["0012", "0011", "0013", "0014"]))
    assert "other_ids" in told(ic.evaluate(ONE_SOURCE, known))
    bare = known.with_columns(source_id=pl.Series(["11", "12", "13", "14"]))
    assert "other_ids" not in told(ic.evaluate(ONE_SOURCE, bare)), "a spreadsheet took the zeros"


def test_pairs_known_by_what_the_crosswalk_lacks_are_told_with_their_columns() -> None:
    error = refused(ONE_SOURCE.drop("source_id"), pl.DataFrame({"id_a": ["1"], "id_b": ["2"], "same": ["1"]}))
    assert "id_a, id_b, same" in str(error)


def test_nothing_in_common() -> None:
    error = refused(ONE_SOURCE, pl.DataFrame({"id": ["X1"], "entity": ["1"]}))
    assert "“X1”" in str(error)
    assert "“0011”" in str(error)


UNUSABLE: dict[str, tuple[Any, Any, type[errors.ItalcleanError]]] = {
    "one column": (CROSSWALK, pl.DataFrame({"entity": ["1"]}), errors.BadTruth),
    "no entity filled": (ONE_SOURCE, pl.DataFrame({"row": [1], "entity": [None]}), errors.BadTruth),
    "no golden_id filled": (
        pl.DataFrame({"row": [1], "golden_id": [""]}),
        pl.DataFrame({"row": [1], "entity": ["1"]}),
        errors.BadTruth,
    ),
    "crosswalk without golden_id": (CROSSWALK.drop("golden_id"), CROSSWALK, errors.BadCrosswalk),
    "crosswalk without a key": (CROSSWALK.select("golden_id"), CROSSWALK, errors.BadCrosswalk),
    "no rows": (CROSSWALK, CROSSWALK.clear(), errors.EmptyInput),
    "neither path nor frame": (CROSSWALK, 7, errors.UnsupportedInput),
    "no verdict column": (ONE_SOURCE, pl.DataFrame({"row_a": [1], "row_b": [2]}), errors.BadTruth),
    "no verdict": (ONE_SOURCE, pl.DataFrame({"row_a": [1], "row_b": [2], "same": [""]}), errors.BadTruth),
    "unknown word": (ONE_SOURCE, pl.DataFrame({"row_a": [1], "row_b": [2], "same": ["boh"]}), errors.BadTruth),
    "both ways": (
        ONE_SOURCE,
        pl.DataFrame({"row_a": [1, 2], "row_b": [2, 1], "same": ["si", "no"]}),
        errors.BadTruth,
    ),
    "a row with itself alone": (
        ONE_SOURCE,
        pl.DataFrame({"row_a": [1], "row_b": [1], "same": ["si"]}),
        errors.BadTruth,
    ),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_cannot_be_used_is_refused(case: str) -> None:
    crosswalk, known, kind = UNUSABLE[case]
    assert type(refused(crosswalk, known)) is kind


def test_a_language_that_there_is_not() -> None:
    assert isinstance(refused(CROSSWALK, CROSSWALK, language="de"), errors.BadOption)


PAIR_KEYS = {
    "source and row": {"source_a": ["erp"] * 4, "row_a": [1, 1, 4, 3], "source_b": ["erp", "erp", "crm", "crm"]}
    | {"row_b": [2, 3, 1, 2]},
    "ids": {"id_a": ["11", "0011", "0014", "0013"], "id_b": ["0012", "0013", "A-1", "A-2"]},
}


@pytest.mark.parametrize("keys", PAIR_KEYS.values(), ids=PAIR_KEYS)
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("decision", ["same", "same", "different", "different"]),
        ("Esito", ["Stesso", "sì", "DIVERSO", "no"]),
        ("same", [True, True, False, False]),
        ("verdetto", [1, 1, 0, 0]),
    ],
)
def test_pairs_of_any_key_and_word(keys: dict[str, list[Any]], name: str, words: list[Any]) -> None:
    found = ic.evaluate(CROSSWALK, pl.DataFrame({**keys, name: words}))
    counts = ("right_merges", "missed_merges", "wrong_merges", "rightly_apart")
    assert [found.counts[count] for count in counts] == [1, 1, 1, 1]
    assert (found.kind, found.column) == ("pairs", name)
    assert found.precision
    assert found.recall
    assert found.f1
    assert (found.precision.value, found.recall.value, found.f1.value) == (0.5, 0.5, 0.5)
    assert found.bcubed_f1 is None
    assert "sample_of_pairs" in told(found)


def test_pairs_of_no_use_are_counted_and_told() -> None:
    pairs = [(1, 2, "si"), (2, 1, "si"), (3, 3, "no"), (1, 99, "no"), (3, 4, None), (1, 3, "no")]
    found = ic.evaluate(ONE_SOURCE, pl.DataFrame(pairs, schema=["row_a", "row_b", "esito"], orient="row"))
    assert found.counts["pairs"] == 2
    assert {name: found.counts[name] for name in found.counts if name.startswith("truth")} == {
        "truth_undecided": 1,
        "truth_unknown": 1,
        "truth_itself": 1,
        "truth_repeated": 1,
    }
    assert told(found) == {"pairs_undecided", "pairs_unknown", "pairs_itself", "pairs_repeated", "sample_of_pairs"}


def test_a_pair_of_a_row_without_a_customer_is_not_compared() -> None:
    rows = pl.DataFrame({"row": [1, 2, 3], "golden_id": ["a", "a", None]})
    found = ic.evaluate(rows, pl.DataFrame({"row_a": [1, 1], "row_b": [2, 3], "same": ["1", "1"]}))
    assert (found.counts["pairs"], found.counts["truth_unknown"]) == (1, 1)


def test_decisions_that_were_applied_prove_nothing() -> None:
    made = {"decision": ["same"], "state": ["applied"], "row_a": [1], "row_b": [2]}
    assert "applied" in told(ic.evaluate(ONE_SOURCE, pl.DataFrame(made)))
    assert "applied" not in told(ic.evaluate(ONE_SOURCE, pl.DataFrame({**made, "state": ["no_row"]})))


def a_review(*bands: tuple[str, int, int, int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A crosswalk and a review with so many pairs of a probability: said to be one, to be two, and open."""
    lines: list[tuple[int, int, str, str | None]] = []
    for probability, same, different, still in bands:
        for word in ["stesso"] * same + ["diverso"] * different + [None] * still:
            lines.append((2 * len(lines) + 1, 2 * len(lines) + 2, probability, word))
    review = pl.DataFrame(lines, schema=["row_a", "row_b", "probability", "decision"], orient="row")
    rows = range(1, 2 * len(lines) + 1)
    return pl.DataFrame({"row": rows, "golden_id": [f"c{row}" for row in rows]}), review


def test_a_review_tells_its_precision_by_band() -> None:
    crosswalk, review = a_review(("0.55", 11, 9, 10), ("0,85", 20, 20, 40), ("0.97", 60, 0, 0))
    found = ic.evaluate(crosswalk, review)
    assert found.kind == "review"
    assert (found.precision, found.recall) == (None, None)
    assert [(band.low, band.high, band.pairs, band.decided) for band in found.bands] == [
        (0.5, 0.6, 30, 20),
        (0.8, 0.9, 80, 40),
        (0.95, 1.0, 60, 60),
    ]
    assert [band.same.value for band in found.bands] == [0.55, 0.5, 1.0]
    assert [band.calibration for band in found.bands] == ["fits", "too_high", "fits"]
    assert found.pile
    assert found.pile.decided == 120
    assert found.gain
    assert found.gain.value == pytest.approx(10 * 0.55 + 40 * 0.5)
    assert 0 < (found.gain.low or 0) < found.gain.value < (found.gain.high or 0) < 50
    assert told(found) == {"review_open", "review_only"}
    assert "25" in found._repr_html_() or "26" in found._repr_html_()


def test_of_a_band_nobody_looked_at_nothing_is_known() -> None:
    crosswalk, review = a_review(("0.55", 0, 0, 10), ("0.85", 20, 20, 0))
    found = ic.evaluate(crosswalk, review)
    assert found.bands[0].same.value is None
    assert found.bands[0].calibration is None
    assert found.gain
    assert (found.gain.low, found.gain.value, found.gain.high) == (0, 5, 10)


def test_a_probability_that_a_spreadsheet_spoilt_is_told() -> None:
    crosswalk, review = a_review(("0.55", 3, 3, 1), ("8.544", 2, 0, 0), ("n.d.", 1, 0, 0))
    found = ic.evaluate(crosswalk, review)
    assert found.counts["without_probability"] == 3
    assert found.pile
    assert found.pile.decided == 9
    assert found.gain is None
    assert "no_probability" in told(found)


def test_pairs_said_to_be_two_that_are_one_customer_are_told() -> None:
    crosswalk, review = a_review(("0.85", 2, 2, 0))
    found = ic.evaluate(crosswalk.with_columns(golden_id=pl.lit("all")), review)
    assert found.counts["different_in_one_customer"] == 2
    assert found.counts["same_in_one_customer"] == 2
    assert "different_together" in told(found)


def test_a_run_its_result_and_its_folder(tmp_path: Path) -> None:
    rows = {"Cliente": ["ROSSI MARIO", "Sig. Mario Rossi", "Bianchi Anna"], "CF": ["RSSMRA85T10A562S"] * 2 + [None]}
    result = ic.run(pl.DataFrame(rows))
    result.write(tmp_path / "out")
    (tmp_path / "vero.csv").write_text("riga\tentità\n1\tR\n2\tR\n3\tB\n", encoding="utf-16")
    known = pl.DataFrame({"row": [1, 2, 3], "entity": ["R", "R", "B"]})
    found = [
        ic.evaluate(result, known),
        ic.evaluate(result.crosswalk.lazy(), known.lazy()),
        ic.evaluate(tmp_path / "out", tmp_path / "vero.csv"),
        ic.evaluate(str(tmp_path / "out" / "crosswalk.csv"), known),
    ]
    assert len({json.dumps({**one.as_dict(), "column": ""}) for one in found}) == 1
    assert found[0].precision
    assert found[0].precision.value == 1
    assert isinstance(refused(ic.clean(pl.DataFrame(rows)), known), errors.BadCrosswalk)
    assert isinstance(refused(tmp_path, known), errors.BadCrosswalk)
    assert isinstance(refused(result, tmp_path), errors.FileMissing)
    assert isinstance(refused(result, tmp_path / "nulla.csv"), errors.FileMissing)


def test_what_was_found_is_frozen_shows_itself_and_is_plain_data() -> None:
    found = ic.evaluate(CROSSWALK, truth(entity=ENTITIES), language="en")
    with pytest.raises(FrozenInstanceError):
        found.kind = "pairs"  # type: ignore[misc]
    assert repr(found) == "<Evaluation of rows: precision 0.5000, recall 0.5000, f1 0.5000>"
    assert found._repr_html_().startswith("<div>")
    assert "over-merged customers" in found._repr_html_()
    plain = json.loads(json.dumps(found.as_dict()))
    assert plain["figures"]["split"] == found.split.as_dict()  # type: ignore[union-attr]
    assert plain["interval"]["level"] == 0.95


def test_a_notebook_escapes_what_the_truth_holds() -> None:
    known = pl.DataFrame({"row": [1], "entity": ["<script>"]})
    rows = pl.DataFrame({"source": ["<b>"] * 2, "row": [1, 2], "golden_id": ["a", "b"]})
    shown = ic.evaluate(rows, known.with_columns(source=pl.lit("x")))._repr_html_()
    assert "<b></" not in shown
    assert "&lt;b&gt;" in shown
