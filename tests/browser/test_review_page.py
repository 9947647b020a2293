"""The page on which pairs are decided, in a real browser: by keys, with its progress, its filters and its file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import italclean as ic
from italclean.core.formula import in_frame
from italclean.customers.decisions import read_decisions
from italclean.review.page import REVIEW_PAGE
from tests.customers.test_promises import ROSSI
from tests.review.lists import (
    BREAK,
    FORMULA,
    HOSTILE,
    IMAGE,
    MAPPING,
    NAMES,
    SCRIPT,
    SOURCE,
    asked,
    chain,
    data_of,
    hostile,
    joined,
    written,
)

_CONTRAST = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue]
    .map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || !node.checkVisibility() || node.matches("script, style, option")) continue;
    const [one, other] = [light(parts(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) poor.push(`${node.tagName} ${node.className} ${ratio.toFixed(2)}: ${node.textContent}`);
  }
  return poor;
}"""

Open = Callable[..., Any]


@pytest.fixture(name="opened")
def opened_fixture(browser: Any) -> Iterator[Open]:
    """Open a page; what runs into an error, or asks for anything, fails the test."""
    contexts: list[Any] = []
    faults: list[str] = []

    def opened(path: Path, *, context: Any = None, before: str = "", **options: Any) -> Any:
        if context is None:
            context = browser.new_context(accept_downloads=True, **options)
            contexts.append(context)
        page = context.new_page()
        if before:
            page.add_init_script(before)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        page.on("request", lambda asked: None if asked.url.startswith(("file:", "blob:")) else faults.append(asked.url))
        page.goto(path.as_uri())
        assert page.locator("#page").is_visible()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a list with four pairs, three of them with hostile cells."""
    folder = tmp_path_factory.mktemp("review") / "out"
    ic.run({SOURCE: hostile()}, mapping=MAPPING, language="en").write(folder)
    return folder


@pytest.fixture(name="path")
def path_fixture(folder: Path) -> Path:
    return folder / REVIEW_PAGE


def kept(page: Any) -> dict[str, str]:
    return dict(page.evaluate("() => ({ ...localStorage })"))


def number(page: Any) -> str:
    return str(page.locator("#number").inner_text())


def downloaded(page: Any, path: Path) -> Path:
    with page.expect_download() as waiting:
        page.locator("#download").click()
    assert waiting.value.suggested_filename.startswith("decisions-")
    waiting.value.save_as(path)
    return path


def test_decided_by_keys_and_brought_back(opened: Open, path: Path, tmp_path: Path) -> None:
    page = opened(path)
    data = data_of(path.read_text(encoding="utf-8"))
    assert (number(page), page.locator("#progress").inner_text()) == (
        "Pair 1",
        "Decided 0 of 4 pairs; 0 left for later, 4 still open.",
    )
    assert page.locator("#download").is_disabled()
    page.keyboard.press("s")
    page.keyboard.press("d")
    page.keyboard.press("l")
    assert number(page) == "Pair 4"
    assert "Pair 3: left for later." in page.locator("#told").inner_text()
    assert "Decided 2 of 4" in page.locator("#told").inner_text()
    page.reload()
    assert number(page) == "Pair 4"
    assert page.locator("#progress").inner_text() == "Decided 2 of 4 pairs; 1 left for later, 1 still open."
    file = downloaded(page, tmp_path / "decisions-20260101.csv")
    assert file.read_bytes() == written(data, {1: "same", 2: "different", 3: "later"})
    table = read_decisions(file).table
    assert table["decision"].to_list() == ["same", "different"]
    again = ic.run({SOURCE: hostile()}, mapping=MAPPING, decisions=file)
    assert again.figures()["decisions_applied"] == 2
    cells = data["columns"][3:]
    ids = [[pair["cells"][cells.index(f"id_{side}")] for side in "ab"] for pair in data["pairs"]]
    assert [joined(again, *pair) for pair in ids] == [True, False, False, False]
    assert again.review.height == 2


def test_the_file_of_hostile_cells_is_safe_and_whole(opened: Open, path: Path, tmp_path: Path) -> None:
    page = opened(path)
    for key in "sdsd":
        page.keyboard.press(key)
    file = downloaded(page, tmp_path / "d.csv")
    delimiter = data_of(path.read_text(encoding="utf-8"))["delimiter"]
    raw = pl.read_csv(file, infer_schema=False, separator=delimiter)
    assert in_frame(in_frame(raw, undo=True)).equals(raw)
    table = read_decisions(file).table
    ids = {*table["id_a"].to_list(), *table["id_b"].to_list()}
    assert ids >= {SCRIPT, IMAGE, BREAK, FORMULA}
    assert set(table["source_a"].to_list()) == {SOURCE}


def test_hostile_cells_are_shown_and_do_not_run(opened: Open, path: Path) -> None:
    page = opened(path)
    seen = ""
    for _ in range(4):
        seen += page.locator("#pair").inner_text()
        assert page.locator("#page img, #page script, #page b").count() == 0
        page.keyboard.press("ArrowRight")
    assert page.evaluate("window.ran") is None
    for cell in (SCRIPT, IMAGE, FORMULA):
        assert cell in seen
    assert "\u202e" not in seen
    assert set(HOSTILE) & set(json.dumps(kept(page))) == set()


def test_what_is_kept_are_numbers_and_decisions(opened: Open, path: Path) -> None:
    page = opened(path)
    for key in "sld":
        page.keyboard.press(key)
    key = f"italclean-review-{data_of(path.read_text(encoding='utf-8'))['run']}"
    assert kept(page) == {key: '{"1":"same","2":"later","3":"different"}'}
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#clear").click()
    assert kept(page) == {}
    assert "Decided 0 of 4" in page.locator("#progress").inner_text()


def test_another_run_is_not_filled_in(opened: Open, path: Path, tmp_path: Path) -> None:
    page = opened(path)
    page.keyboard.press("s")
    ic.run({"erp": asked(*NAMES)}, language="en").write(tmp_path / "other")
    other = opened(tmp_path / "other" / REVIEW_PAGE, context=page.context)
    assert "Decided 0 of 4" in other.locator("#progress").inner_text()
    same = opened(path, context=page.context)
    assert "Decided 1 of 4" in same.locator("#progress").inner_text()
    # The tab that stayed open learns of it.
    same.keyboard.press("d")
    page.wait_for_function("document.getElementById('progress').textContent.startsWith('Decided 2')")


@pytest.mark.parametrize(
    "before",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
        "Object.defineProperty(window, 'localStorage', { value: null });",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
        "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (name, value) "
        "{ if (!name.endsWith('-try')) throw new DOMException('full'); set.call(this, name, value); };",
    ],
    ids=["refused", "absent", "full", "full later"],
)
def test_without_storage_it_works_and_says_so(opened: Open, path: Path, tmp_path: Path, before: str) -> None:
    page = opened(path, before=before)
    page.keyboard.press("s")
    assert page.locator("#not-kept").is_visible()
    assert not page.locator("#kept").is_visible()
    page.keyboard.press("u")
    page.keyboard.press("d")
    assert "Decided 1 of 4" in page.locator("#progress").inner_text()
    assert read_decisions(downloaded(page, tmp_path / "d.csv")).table["decision"].to_list() == ["different"]


@pytest.mark.parametrize("text", ["[]", "null", "{", '{"0":"same","9":"same","1":"boh","__proto__":"same","2":7}'])
def test_what_somebody_else_kept_under_its_key_is_left_alone(opened: Open, path: Path, text: str) -> None:
    key = f"italclean-review-{data_of(path.read_text(encoding='utf-8'))['run']}"
    page = opened(path, before=f"localStorage.setItem({json.dumps(key)}, {json.dumps(text)})")
    assert "Decided 0 of 4 pairs; 0 left" in page.locator("#progress").inner_text()


def test_filters_and_keys(opened: Open, path: Path) -> None:
    page = opened(path)
    names = {"Rossi": "", "Verdi": "", "Bianchi": "", "Neri": ""}
    for _ in names:
        shown = page.locator("#fields tr").first.inner_text()
        names = {name: number(page) if name in shown else seen for name, seen in names.items()}
        page.keyboard.press("ArrowRight")
    assert sorted(names.values()) == [f"Pair {place}" for place in range(1, 5)]
    # Typing into the search decides nothing.
    page.locator("#text").press_sequentially("VÈRDI mario")
    assert number(page) == names["Verdi"]
    assert page.locator("#place").inner_text() == "1 of 1 with these filters"
    assert "Decided 0" in page.locator("#progress").inner_text()
    page.locator("#text").fill(ROSSI.lower())
    assert number(page) == names["Rossi"]
    page.locator("#text").fill("nobody of this name")
    assert page.locator("#none").is_visible()
    assert not page.locator("#pair").is_visible()
    page.locator("#number").evaluate("node => node.ownerDocument.activeElement.blur()")
    for key in "sdlu":
        page.keyboard.press(key)
    assert "Decided 0" in page.locator("#progress").inner_text()
    page.locator("#text").fill("")
    page.locator("#ground").select_option(index=1)
    assert page.locator("#place").inner_text().endswith("of 4")
    page.locator("#ground").select_option(index=0)
    page.locator("#state").select_option("open")
    page.locator("h1").click()
    page.locator("#number").evaluate("node => node.ownerDocument.activeElement.blur()")
    page.keyboard.press("s")
    assert page.locator("#place").inner_text().endswith("of 3 with these filters")
    page.locator("#state").select_option("decided")
    assert page.locator("#decided").inner_text() == "same customer"
    assert page.locator("#same").get_attribute("aria-pressed") == "true"
    page.locator("#state").select_option("")
    page.locator("#keys").uncheck()
    page.keyboard.press("d")
    assert "Decided 1 of 4" in page.locator("#progress").inner_text()
    page.locator("#keys").check()
    # A key that is held, or is a command of the browser, is no answer.
    page.keyboard.down("d")
    page.keyboard.down("d")
    page.keyboard.up("d")
    page.keyboard.press("Control+l")
    assert "Decided 1 of 4 pairs; 0 left" in page.locator("#progress").inner_text()


def test_undo_takes_back_what_stood_there(opened: Open, path: Path) -> None:
    page = opened(path)
    assert page.locator("#undo").is_disabled()
    page.keyboard.press("s")
    page.keyboard.press("ArrowLeft")
    assert number(page) == "Pair 1"
    page.keyboard.press("d")
    page.keyboard.press("u")
    assert (number(page), page.locator("#decided").inner_text()) == ("Pair 1", "same customer")
    page.keyboard.press("u")
    assert page.locator("#decided").inner_text() == "still open"
    assert kept(page) == {}


def test_by_tab_and_space_alone(opened: Open, path: Path) -> None:
    page = opened(path)
    page.locator("#keys").uncheck()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id"))
        if seen[-1] == "same":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Space")
    assert "Decided 1" in page.locator("#progress").inner_text()
    assert page.evaluate("document.activeElement.id") == "same"
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select')]
            .filter((one) => one.checkVisibility() && !(one.labels?.length ? one.labels[0] : one).textContent.trim())
            .map((one) => one.id)"""
    )
    assert unnamed == []


def test_the_whole_group_stands_below(opened: Open, tmp_path: Path) -> None:
    ic.run({"erp": chain()}, language="en").write(tmp_path / "out")
    page = opened(tmp_path / "out" / REVIEW_PAGE)
    assert "4 rows" in page.locator("#group-title").inner_text()
    assert page.locator("#group-rows tr").count() == 4
    first = page.locator("#group-rows tr td:first-child").all_inner_texts()
    assert {"of A", "of B", "other 1"} == set(first)


def test_what_differs_is_marked(opened: Open, tmp_path: Path) -> None:
    ic.run({"erp": asked(*NAMES)}, language="en").write(tmp_path / "out")
    page = opened(tmp_path / "out" / REVIEW_PAGE)
    row = page.locator("#fields tr", has_text="Address")
    assert row.locator(".sign").inner_text() == "differ"
    assert page.locator("#fields tr", has_text="Name").locator("mark").count() == 0
    marks = row.locator("mark").all_inner_texts()
    assert {"Po", "Roma"} <= set(marks)
    assert "Via" not in marks


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_it_fits_and_is_readable(opened: Open, tmp_path: Path, language: str, scheme: str) -> None:
    ic.run({SOURCE: hostile()}, mapping=MAPPING, language=language).write(tmp_path / "out")  # type: ignore[arg-type]
    for width in (1280, 400):
        page = opened(tmp_path / "out" / REVIEW_PAGE, viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.keyboard.press("s")
        for _ in range(3):
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.keyboard.press("ArrowRight")
        page.locator("#download").click()
        assert page.locator("#downloaded").is_visible()
        assert page.evaluate(_CONTRAST) == []


def test_thousands_of_pairs(opened: Open, folder: Path, tmp_path: Path) -> None:
    from italclean.review.page import _page

    data = data_of((folder / REVIEW_PAGE).read_text(encoding="utf-8"))
    many = {**data, "pairs": data["pairs"] * 1250, "run": "0123456789abcdef"}
    path = tmp_path / REVIEW_PAGE
    path.write_text(_page(many, "en"), encoding="utf-8")
    page = opened(path)
    for key in "sdl" * 20:
        page.keyboard.press(key)
    assert number(page) == "Pair 61"
    assert "Decided 40 of 5,000 pairs; 20 left" in page.locator("#progress").inner_text()
    page.locator("#text").fill("verdi")
    assert page.locator("#place").inner_text().endswith("of 1,250 with these filters")
    assert page.locator("#page *").count() < 300
