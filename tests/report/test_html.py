"""The report is one safe, bounded and self-contained page, and says what was found."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.messages.text import said
from italclean.report.html import report_page
from italclean.report.markup import short, tag, text
from italclean.report.words import Words
from italclean.result import Result

LARGEST_PAGE = 400_000
EVIL = '<script>alert("x")</script>\'"&'
VOID = {"meta", "br", "hr"}
CF, OTHER_CF = "RSSMRA85T10A562S", "BNCNNA80A41H501I"

ROWS = {
    "Codice": ["1", "2", "3", "4", "5"],
    "Cliente": ["ROSSI MARIO", "Sig. Mario Rossi", "Bianchi Anna", "Verdi Luca", "Verdi Luca"],
    "Cod.Fisc.": [CF, CF.lower(), None, "VRDLCU", None],
    "Indirizzo": ["Via Roma 1", "V. Roma, 1", "Via Po 3", "Via Milano 4", "Via Milano 4"],
    "Comune": ["Milano", "MILANO", "Torino", "Roma", "Roma"],
    "Prov": ["MI", "(MI)", "TO", "Narnia", "RM"],
    "Email": ["m@rossi.it", None, "anna@bianchi.it", None, None],
    "Consenso Mkt": ["SI", "NO", "S", "forse", None],
    "Note": ["x", None, None, None, None],
}


class Page(HTMLParser):
    """The elements of a page; fails where tags do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.said.append(data)

    @property
    def words(self) -> str:
        """The text that a reader sees."""
        return re.sub(r"\s+", " ", " ".join(self.said))

    @property
    def ids(self) -> list[str]:
        """The ids of the sections."""
        return [attributes["id"] or "" for _, attributes in self.elements if "id" in attributes]


FIRST = ["funnel", "first", "ballast"]
AFTER_CLEAN = ["attention", "sources", "quality", "portrait", "plan", "method"]


def sections(page: Page) -> list[str]:
    return [attributes["id"] or "" for name, attributes in page.elements if name == "section"]


@pytest.fixture(scope="module")
def result() -> Result:
    return ic.run(pl.DataFrame(ROWS))


@pytest.mark.parametrize("language", ["it", "en"])
def test_sections_and_language(language: str) -> None:
    page = Page(report_page(ic.run(pl.DataFrame(ROWS), language=language)))  # type: ignore[arg-type]
    assert ("html", {"lang": language}) in page.elements
    assert sections(page) == [*FIRST, *AFTER_CLEAN[:4], "duplicates", "review", *AFTER_CLEAN[4:]]
    links = [attributes["href"] for name, attributes in page.elements if name == "a"]
    assert links[0] == "#main"
    assert links[2:] == [f"#{name}" for name in sections(page)[3:]]
    assert len(page.ids) == len(set(page.ids))
    assert {(link or "").removeprefix("#") for link in links} <= set(page.ids)
    heading = "Qualità, colonna per colonna" if language == "it" else "Quality, column by column"
    assert heading in page.words
    other = "Quality, column by column" if language == "it" else "Qualità, colonna per colonna"
    assert other not in page.words


def test_says_what_was_found(result: Result) -> None:
    page = Page(report_page(result)).words
    assert "5 righe sono diventate 4 clienti: 1 doppioni uniti (20,0% delle righe)." in page
    assert "Narnia → RM (comune)" in page
    assert "stesso codice fiscale" in page
    assert "l'intestazione «Cod.Fisc.»" in page
    assert "nessuno: passa intatta" in page
    assert "Colonne nuove, ricavate dalle altre: tipo" in page


def test_attention_names_the_urgent_first(result: Result) -> None:
    words = Page(report_page(result)).words
    attention = words[words.index("Dal più urgente") : words.index("già a posto")]
    said = (
        "Codici fiscali e partite IVA rifiutati",
        "Consensi che non sono né un sì né un no",
        "risposte diverse sul consenso",
    )
    assert [attention.index(part) for part in said] == sorted(attention.index(part) for part in said)


def test_nothing_comes_from_elsewhere(result: Result) -> None:
    source = report_page(result)
    page = Page(source)
    assert not {"script", "link", "img", "iframe", "object"} & {name for name, _ in page.elements}
    assert not any("src" in attributes for _, attributes in page.elements)
    assert all((attributes.get("href") or "#").startswith("#") for _, attributes in page.elements)
    assert not re.search(r"url\(|@import|https?://", source)


def test_charts_have_text_alternatives(result: Result) -> None:
    page = Page(report_page(result))
    bars = [attributes for _, attributes in page.elements if attributes.get("class") == "bar"]
    assert bars
    assert all(attributes["role"] == "img" and attributes["aria-label"] for attributes in bars)
    # A picture says what it is first of all, and its figures stand behind it.
    at = [place for place, (name, _) in enumerate(page.elements) if name == "svg"]
    assert at
    for place in at:
        assert page.elements[place][1]["role"] == "img"
        assert page.elements[place + 1][0] == "title"
    figures = [name for name, _ in page.elements if name in ("figure", "table")]
    assert all(one == "table" for place, one in enumerate(figures) if place and figures[place - 1] == "figure")


def test_values_are_escaped() -> None:
    columns = {name.replace("Note", f"Note {EVIL}"): [*cells, EVIL, EVIL] for name, cells in ROWS.items()}
    columns["Cod.Fisc."][-2:] = [OTHER_CF, OTHER_CF]
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    found = ic.run({EVIL: frame, "b": frame}, language="en")
    rejected = pl.DataFrame({"source": [EVIL], "line": [7], "reason": [EVIL], "text": [EVIL]})
    sources = tuple(
        {**source, "path": f"/home/{EVIL}.csv", "encoding": EVIL, "delimiter": EVIL} for source in found.sources
    )
    source = report_page(
        replace(found, rejected=rejected, sources=sources, notices=(said("read.same_name", names=EVIL),))
    )
    page = Page(source)
    assert "script" not in {name for name, _ in page.elements}
    assert "<script" not in source.lower()
    assert EVIL in page.words
    known = {
        "class",
        "style",
        "role",
        "aria-label",
        "aria-hidden",
        "title",
        "scope",
        "colspan",
        "id",
        "href",
        "lang",
        "open",
        "aria-labelledby",
        "tabindex",
    }
    known |= {"charset", "name", "content", "http-equiv"}
    known |= {"viewbox", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "text-anchor", "fill-opacity"}
    assert {key for _, attributes in page.elements for key in attributes} <= known


def test_files_are_named_without_their_folders(tmp_path: Path) -> None:
    path = tmp_path / "clienti & figli.csv"
    path.write_text("Cliente;Cod.Fisc.\nRossi Mario;RSSMRA85T10A562S\nBianchi;Anna;troppo\n", encoding="utf-8")
    page = Page(report_page(ic.run(path)))
    assert "clienti & figli.csv" in page.words
    assert str(tmp_path) not in page.words
    assert "rejected_lines" in page.ids
    assert "Bianchi;Anna;troppo" in page.words
    assert "run 'clienti & figli.csv' --out DIR" not in page.words  # no pairs, no instructions


def test_pairs_to_decide_come_with_instructions(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    rows = (f"Rossi Mario;{CF};1985-12-10", f"Esposito Carla;{CF};")
    path.write_text("\n".join(("Cliente;Cod.Fisc.;Nato il", *rows)), encoding="utf-8")
    found = ic.run(path)
    assert found.review.height == 1
    words = Page(report_page(found)).words
    assert "python -m italclean run lista.csv --out DIR --decisions review.csv" in words
    assert "Esposito Carla" in words


def test_after_clean_there_are_no_duplicates_to_show() -> None:
    page = Page(report_page(ic.clean(pl.DataFrame(ROWS))))
    assert sections(page) == [*FIRST, *AFTER_CLEAN]
    assert "I doppioni non sono stati cercati" in page.words


def test_columns_without_a_value() -> None:
    rows = {"Cliente": ["Rossi Mario"], "Prov": [None], "Email": [""]}
    assert "Nessun doppione" in Page(report_page(ic.run(pl.DataFrame(rows)))).words


def test_page_is_bounded() -> None:
    wide = {
        f"Telefono {place}": ["02 1234567<" * 40, "+39 02 55501234", "333", "x" * 500, None] for place in range(120)
    }
    rows = pl.concat([pl.DataFrame(ROWS | wide)] * 40).with_columns(Codice=pl.int_range(pl.len()).cast(pl.String))
    found = ic.run(rows)
    rejected = pl.DataFrame({"source": "a", "line": range(5000), "reason": "r", "text": "t" * 900})
    assert len(report_page(replace(found, rejected=rejected)).encode()) < LARGEST_PAGE


def test_same_result_same_page(result: Result) -> None:
    assert report_page(result) == report_page(result)


def test_numbers() -> None:
    assert Words("it").number(1_234_567.5, 1) == "1.234.567,5"
    assert Words("en").number(1_234_567.5, 1) == "1,234,567.5"
    assert Words("it").share(0, 0) == "0%"
    assert Words("it").share(5, 5) == "100%"


def test_markup() -> None:
    assert tag("p", None, ["<", tag("b", 1)], class_='"') == '<p class="&quot;">&lt;<b>1</b></p>'
    assert text("a\x00b\u202ec\udcff") == "a\ufffdb\ufffdc?"
    assert short("x" * 100, 10) == "x" * 9 + "…"
