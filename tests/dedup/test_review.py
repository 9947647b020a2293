"""The pairs that a person decides, out and back in."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.errors import BadDecisions
from tests.dedup.test_promises import ROSSI, ROSSI_ELSEWHERE

FRAME = pl.DataFrame(
    [
        {"Cod": "1", "Cognome": "Rossi", "Nome": "Mario", "Codice Fiscale": ROSSI, "Email": None},
        {"Cod": "2", "Cognome": "Rossi", "Nome": "Mario", "Codice Fiscale": ROSSI_ELSEWHERE, "Email": None},
        {"Cod": "3", "Cognome": "Verdi", "Nome": "Ida", "Codice Fiscale": None, "Email": "ida@x.it"},
        {"Cod": "4", "Cognome": "Verdi", "Nome": "Ida", "Codice Fiscale": None, "Email": "ida@x.it"},
        {"Cod": "5", "Cognome": "Neri", "Nome": "Ugo", "Codice Fiscale": None, "Email": None},
    ]
)


def decisions(path: Path, *taken: tuple[int, int, str], delimiter: str = ",") -> Path:
    lines = ["source_a,row_a,source_b,row_b,decision", *(f"frame,{a},frame,{b},{word}" for a, b, word in taken)]
    path.write_text("\n".join(lines).replace(",", delimiter), encoding="utf-8")
    return path


def groups(result: ic.Result) -> set[frozenset[int]]:
    grouped = result.crosswalk.group_by("golden_id").agg("row")
    return {frozenset(rows) for rows in grouped["row"].to_list()}


def test_without_decisions() -> None:
    result = ic.run(FRAME)
    assert groups(result) == {frozenset({1}), frozenset({2}), frozenset({3, 4}), frozenset({5})}
    assert result.review.select("row_a", "row_b").rows() == [(1, 2)]
    assert result.review["decision"].null_count() == result.review.height


@pytest.mark.parametrize("word", ["same", "SAME", " stesso ", "sì", "si"])
def test_same_joins_even_two_codes(tmp_path: Path, word: str) -> None:
    result = ic.run(FRAME, decisions=decisions(tmp_path / "d.csv", (1, 2, word)))
    assert frozenset({1, 2}) in groups(result)
    assert result.review.is_empty()


@pytest.mark.parametrize("word", ["different", "diverso", "No"])
def test_different_parts_what_would_merge(tmp_path: Path, word: str) -> None:
    result = ic.run(FRAME, decisions=decisions(tmp_path / "d.csv", (3, 4, word), (1, 2, word), delimiter=";"))
    assert groups(result) == {frozenset({number}) for number in range(1, 6)}
    assert result.review.is_empty()


def test_same_joins_what_nothing_else_would(tmp_path: Path) -> None:
    result = ic.run(FRAME, decisions=decisions(tmp_path / "d.csv", (5, 3, "same")))
    assert frozenset({3, 4, 5}) in groups(result)


def test_different_holds_through_a_third_record(tmp_path: Path) -> None:
    frame = pl.concat([FRAME, FRAME[2:3].with_columns(Cod=pl.lit("6"))])
    result = ic.run(frame, decisions=decisions(tmp_path / "d.csv", (3, 4, "different")))
    found = dict(result.crosswalk.select("row", "golden_id").iter_rows())
    assert found[3] != found[4]


def test_decisions_that_contradict_each_other_are_asked_again(tmp_path: Path) -> None:
    taken = decisions(tmp_path / "d.csv", (3, 4, "same"), (4, 5, "same"), (3, 5, "different"))
    result = ic.run(FRAME, decisions=taken)
    assert result.deduped is not None
    assert result.deduped.figures["decisions_refused"] == 1
    refused = result.review.filter(pl.col("reason").str.contains("contraddice"))
    assert refused.select("row_a", "row_b").rows() in ([(3, 4)], [(4, 5)])
    assert any("contraddicono" in notice.italian for notice in result.notices)


def test_the_written_review_comes_back_filled(tmp_path: Path) -> None:
    first = ic.run(FRAME)
    first.write(tmp_path / "out")
    filled = pl.read_csv(tmp_path / "out" / "review.csv", infer_schema=False).with_columns(decision=pl.lit("same"))
    for name, options in (("plain.csv", {}), ("excel.csv", {"separator": ";", "include_bom": True})):
        filled.write_csv(tmp_path / name, **options)
        assert ic.run(FRAME, decisions=tmp_path / name).golden.height == 3


def test_an_untouched_review_changes_nothing(tmp_path: Path) -> None:
    ic.run(FRAME).write(tmp_path / "out")
    assert groups(ic.run(FRAME, decisions=tmp_path / "out" / "review.csv")) == groups(ic.run(FRAME))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a,b\n1,2\n",
        "source_a,row_a,source_b,row_b,decision\nframe,1,frame,99,same\n",
        "source_a,row_a,source_b,row_b,decision\nframe,1,frame,2,forse\n",
        "source_a,row_a,source_b,row_b,decision\nframe,1,frame,2,same\nframe,2,frame,1,different\n",
        "source_a,row_a,source_b,row_b,decision\nframe,1,frame,1,same\n",
        "source_a,row_a,source_b,row_b,decision\naltro,1,frame,2,same\n",
        "\x00\x01\x02",
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text(content, encoding="utf-8")
    if "frame,1,frame,1" in content:
        # A row decided against itself says nothing.
        assert ic.run(FRAME, decisions=path).golden.height == 4
        return
    with pytest.raises(BadDecisions) as raised:
        ic.run(FRAME, decisions=path)
    assert str(path) in raised.value.text("it")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadDecisions):
        ic.run(FRAME, decisions=tmp_path / "manca.csv")
