"""The page on which pairs are decided: safe whatever stands in a cell, bounded, and its decisions come back."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import stat
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import italclean as ic
from italclean.customers.decisions import read_decisions
from italclean.errors import OutputForeign
from italclean.outputs.folder import written_files
from italclean.review import groups as groups_module
from italclean.review import page as page_module
from italclean.review.page import REVIEW_PAGE, WORDS, embedded, review_page
from tests.customers.test_promises import ROSSI
from tests.review.lists import (
    BREAK,
    HOSTILE,
    MAPPING,
    NAMES,
    SOURCE,
    asked,
    chain,
    code_of,
    data_of,
    filled,
    hostile,
    joined,
)


def page_of(result: ic.Result) -> str:
    page = review_page(result)
    assert page is not None
    return page


@pytest.fixture(name="hostile_result", scope="module")
def hostile_result_fixture() -> ic.Result:
    return ic.run({SOURCE: hostile()}, mapping=MAPPING)


def test_the_policy_lets_nothing_in_but_the_page_itself(hostile_result: ic.Result) -> None:
    page = page_of(hostile_result)
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert len(policy) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policy[0].split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy[0]
    assert not set(rules) - {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    for kind, tag in (("script", r"<script>(.*?)</script>"), ("style", r"<style>(.*?)</style>")):
        found = re.findall(tag, page, re.DOTALL)
        assert len(found) == 1
        hashed = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
        assert rules[f"{kind}-src"] == f"'sha256-{hashed}'"
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert len(re.findall(r"<script\b", page)) == 2
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)[0]
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "new Function",
        "fetch(",
        "http",
    ):
        assert way not in script, way
    outside = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    assert not re.findall(r"\s(?:src|href|style|on\w+)=", outside)


def test_no_cell_breaks_out_of_the_data(hostile_result: ic.Result) -> None:
    page = page_of(hostile_result)
    block = re.findall(r'id="data">(.*?)</script>', page, re.DOTALL)[0]
    assert not set(block) & set("<>&\u2028\u2029")
    cells = {cell for pair in data_of(page)["pairs"] for cell in pair["cells"]}
    assert cells >= {SOURCE, *HOSTILE} - {BREAK}
    assert any(cell and "\u202e" in cell for cell in cells) or any(cell and "zwei" in cell for cell in cells)


@given(st.recursive(st.text() | st.none() | st.integers(), st.lists, max_leaves=8))
def test_embedded_data_is_what_it_was(data: object) -> None:
    text = embedded(data)
    assert json.loads(text) == data
    assert not set(text) & set("<>&\u2028\u2029")


def test_the_page_says_every_sentence_and_no_other() -> None:
    beside = files("italclean.review")
    script, template = ((beside / f"page.{kind}").read_text(encoding="utf-8") for kind in ("js", "html"))
    said = set(re.findall(r"\bwords\.(\w+)", script))
    said |= set(re.findall(r'data-(?:word|label)="(\w+)"', template))
    said |= {"is_same", "is_different", "is_later"}  # words[`is_${answer}`]
    assert said == {key.partition(".")[2] for key in WORDS}
    ids = re.findall(r'id="([\w-]+)"', template)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\bat\("([\w-]+)"\)', script)) <= set(ids)


@pytest.mark.parametrize(("language", "title"), [("it", "Coppie da decidere"), ("en", "Pairs to decide")])
def test_it_speaks_the_language_of_the_run(language: str, title: str) -> None:
    page = page_of(ic.run(asked(*NAMES), language=language))  # type: ignore[arg-type]
    assert f'<html lang="{language}">' in page
    assert f"<title>{title}</title>" in page
    assert data_of(page)["words"]["progress"].count("{") == 4


def test_no_pairs_no_page(tmp_path: Path) -> None:
    assert review_page(ic.run(pl.DataFrame({"Cognome": ["Rossi"], "Nome": ["Mario"]}))) is None
    assert review_page(ic.clean(asked(*NAMES))) is None
    ic.run(asked(*NAMES)).write(tmp_path)
    assert (tmp_path / REVIEW_PAGE).exists()
    ic.clean(asked(*NAMES)).write(tmp_path, force=True)
    assert not (tmp_path / REVIEW_PAGE).exists()


def test_pairs_stand_in_the_order_of_the_review(hostile_result: ic.Result) -> None:
    data = data_of(page_of(hostile_result))
    cells = data["columns"][3:]
    for name in ("source_a", "row_b", "anchor_a", "anchor_b"):
        shown = [pair["cells"][cells.index(name)] for pair in data["pairs"]]
        assert shown == hostile_result.review[name].cast(pl.String).to_list()
    assert [pair["told"][1] for pair in data["pairs"]] == hostile_result.review["reason"].to_list()
    assert data["count"] == len(data["pairs"]) == 4


def test_its_file_is_a_filled_review(hostile_result: ic.Result, tmp_path: Path) -> None:
    data = data_of(page_of(hostile_result))
    answers = {1: "same", 2: "different", 3: "later", 4: "same"}
    from_page = read_decisions(filled(data, answers, tmp_path / "decisions-20260101.csv")).table
    hostile_result.write(tmp_path / "out")
    review = pl.read_csv(tmp_path / "out" / "review.csv", infer_schema=False, separator=hostile_result.delimiter)
    words = pl.Series("decision", ["same", "different", None, "same"])
    review.with_columns(words).write_csv(tmp_path / "filled.csv")
    from_review = read_decisions(tmp_path / "filled.csv").table
    assert_frame_equal(from_page.drop("date"), from_review.drop("date"))
    assert len(from_page) == 3


def test_decisions_are_applied_wherever_the_rows_stand_now(hostile_result: ic.Result, tmp_path: Path) -> None:
    data = data_of(page_of(hostile_result))
    cells = data["columns"][3:]
    ids = [[pair["cells"][cells.index(f"id_{side}")] for side in "ab"] for pair in data["pairs"]]
    taken = filled(data, {1: "same", 2: "different", 3: "same"}, tmp_path / "d.csv")
    more = asked(("10", "11"), ("12", "13"), ("14", "15"), ("16", "17"), ("18", "19"), ("20", "21"))[8:]
    turned = pl.concat([hostile().reverse(), more])
    for frame in (hostile(), turned):
        again = ic.run({SOURCE: frame}, mapping=MAPPING, decisions=taken)
        assert again.figures()["decisions_applied"] == 3
        assert [joined(again, *pair) for pair in ids] == [True, False, True, False]
        asked_still = {frozenset(pair) for pair in again.review.select("id_a", "id_b").iter_rows()}
        assert not asked_still & {frozenset(pair) for pair in ids[:3]}
        assert frozenset(ids[3]) in asked_still


def test_decisions_of_another_list_join_nobody(tmp_path: Path) -> None:
    data = data_of(page_of(ic.run({"erp": asked(*NAMES)})))
    taken = filled(data, dict.fromkeys(range(1, 5), "same"), tmp_path / "d.csv")
    people = {"Cod": ["1", "2", "3"], "Cognome": ["Fabbri", "Fabbri", "Leone"], "Nome": ["Ida", "Ugo", "Ugo"]}
    other = ic.run({"erp": pl.DataFrame(people)}, decisions=taken)
    assert other.golden.height == 3
    assert other.figures()["decisions_applied"] == 0
    assert other.figures()["decisions_unplaced"] == 4
    assert set(other.decisions["state"]) <= {"no_row", "other_row"}
    assert sum("were not applied" in notice.english for notice in other.notices) == 2


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_of_a_list_comes_back(tmp_path: Path, delimiter: str) -> None:
    frame = asked(*NAMES).with_columns(Indirizzo=pl.lit('Via "Po"; 1, a|b'))
    frame.write_csv(tmp_path / "erp.csv", separator=delimiter, quote_style="always")
    first = ic.run(tmp_path / "erp.csv")
    data = data_of(page_of(first))
    assert data["delimiter"] == delimiter
    taken = filled(data, {1: "same", 2: "different"}, tmp_path / "d.csv")
    assert ic.run(tmp_path / "erp.csv", decisions=taken).figures()["decisions_applied"] == 2


def test_the_fingerprint_is_that_of_the_pairs() -> None:
    one, again = (data_of(page_of(ic.run({"erp": asked(*NAMES)}, language="it"))) for _ in range(2))
    english = data_of(page_of(ic.run({"erp": asked(*NAMES)}, language="en")))
    fewer = data_of(page_of(ic.run({"erp": asked(*NAMES[:3])})))
    moved = data_of(page_of(ic.run({"erp": asked(*NAMES).with_columns(Indirizzo=pl.lit("Via Dante 3"))})))
    assert one["run"] == again["run"] == english["run"]
    assert len({one["run"], fewer["run"], moved["run"]}) == 3
    assert re.fullmatch("[0-9a-f]{16}", one["run"])


def obvious_groups(result: ic.Result) -> list[set[int]]:
    """The rows that hang together by customers and open pairs, the long way."""
    customer = dict(result.crosswalk.select("row", "golden_id").iter_rows())
    found = []
    for one, other in result.review.select("row_a", "row_b").iter_rows():
        names = {customer[one], customer[other]}
        while True:
            more = {
                customer[row]
                for pair in result.review.select("row_a", "row_b").iter_rows()
                if names & {customer[end] for end in pair}
                for row in pair
            }
            if more <= names:
                break
            names |= more
        found.append({row for row, name in customer.items() if name in names})
    return found


def test_the_whole_group_is_shown() -> None:
    result = ic.run({"erp": chain()})
    data = data_of(page_of(result))
    expected = obvious_groups(result)
    assert sorted(map(len, expected)) == [2, *[4] * (len(expected) - 1)]
    assert len(expected) > 2
    customer = dict(result.crosswalk.select("row", "golden_id").iter_rows())
    cells = data["columns"][3:]
    for pair, rows in zip(data["pairs"], expected, strict=True):
        group, one, other = pair["group"]
        told = data["groups"][group]
        assert told["rows"] == len(rows)
        assert {line[2] for line in told["shown"]} == (rows if len(rows) > 2 else set())
        numbers: dict[str, set[int]] = {}
        for line in told["shown"]:
            numbers.setdefault(customer[line[2]], set()).add(line[0])
        assert all(len(numbers_) == 1 for numbers_ in numbers.values())
        for side, number in (("a", one), ("b", other)):
            row = int(pair["cells"][cells.index(f"row_{side}")])
            assert not numbers or numbers[customer[row]] == {number}


def test_a_large_group_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups_module, "MOST_ROWS", 3)
    result = ic.run({"erp": chain().with_columns(Indirizzo=pl.lit("Via " + "Lunga " * 60))})
    shown = [group for group in data_of(page_of(result))["groups"] if group["rows"] > 2]
    assert [(group["rows"], len(group["shown"])) for group in shown] == [(4, 3)]
    assert all(len(cell) <= 120 for group in shown for line in group["shown"] for cell in line if isinstance(cell, str))
    monkeypatch.setattr(groups_module, "_MOST_CHARACTERS", 200)
    assert sum(len(group["shown"]) for group in data_of(page_of(result))["groups"]) < 3


def test_its_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    result = ic.run({"erp": asked(*NAMES)})
    monkeypatch.setattr(page_module, "MOST_PAIRS", 3)
    data = data_of(page_of(result))
    assert (data["count"], len(data["pairs"])) == (4, 3)
    monkeypatch.setattr(page_module, "_MOST_BYTES", 500)
    assert len(data_of(page_of(result))["pairs"]) == 1


def test_a_page_of_this_machine_is_kept_as_the_other_files(tmp_path: Path) -> None:
    asked(*NAMES).write_csv(tmp_path / "erp.csv")
    (tmp_path / "erp.csv").chmod(0o640)
    written = ic.run(tmp_path / "erp.csv").write(tmp_path / "out")
    page = tmp_path / "out" / REVIEW_PAGE
    assert page in written
    assert (
        stat.S_IMODE(page.stat().st_mode) & 0o137 == stat.S_IMODE((page.parent / "golden.csv").stat().st_mode) & 0o137
    )
    assert not page.stat().st_mode & 0o007
    known = written_files(tmp_path / "out")[REVIEW_PAGE]
    assert known["sha256"] == hashlib.sha256(page.read_bytes()).hexdigest()
    page.write_text("mio", encoding="utf-8")
    with pytest.raises(OutputForeign):
        ic.run(tmp_path / "erp.csv").write(tmp_path / "out", force=True)


def test_an_adding_asks_about_new_pairs_first(tmp_path: Path) -> None:
    ic.run({"erp": asked(*NAMES)}).write(tmp_path)
    before = data_of((tmp_path / REVIEW_PAGE).read_text(encoding="utf-8"))
    added = ic.add(tmp_path, {"crm": asked(*NAMES, ("9", "10"))[8:]})
    added.write(tmp_path, force=True)
    data = data_of((tmp_path / REVIEW_PAGE).read_text(encoding="utf-8"))
    assert data["run"] != before["run"]
    assert len(data["pairs"]) == added.review.height + added.beside["review_earlier"].height == 5
    earlier = [pair["told"][2] == data["earlier"] for pair in data["pairs"]]
    assert earlier == [False] * added.review.height + [True] * 4
    ic.add(tmp_path, decisions=filled(data, {1: "same", 5: "different"}, tmp_path / "d.csv")).write(
        tmp_path, force=True
    )
    data = data_of((tmp_path / REVIEW_PAGE).read_text(encoding="utf-8"))
    assert len(data["pairs"]) == 3


def test_who_is_forgotten_is_gone_from_it(tmp_path: Path) -> None:
    master = tmp_path / "clienti"
    ic.run({"erp": asked(*NAMES)}).write(master)
    assert ROSSI in (master / REVIEW_PAGE).read_text(encoding="utf-8")
    ic.forget(master, [ROSSI], key=tmp_path / "key").write(master, force=True)
    page = (master / REVIEW_PAGE).read_text(encoding="utf-8")
    assert ROSSI not in page
    assert len(data_of(page)["pairs"]) == 3
    codes = [code_of(surname, "A562") for surname in ("Verdi", "Bianchi", "Neri")]
    ic.forget(master, codes, key=tmp_path / "key").write(master, force=True)
    assert not (master / REVIEW_PAGE).exists()
