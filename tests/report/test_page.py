"""The page is well made: landmarks, policy, figures that are those of `run.json`, nothing personal where not wanted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

import polars as pl
import pytest

import italclean as ic
from italclean.report.html import POLICY, report_page
from italclean.report.opening import addressable, ballast, funnel, reached
from italclean.report.style import STYLE
from italclean.report.words import Words
from italclean.result import Result
from tests.report.test_html import OTHER_CF, ROWS, Page

LARGEST = 1_500_000
FIGURES = ("rows", "customers", "duplicates", "review", "fixed", "repaired", "suspect", "invalid")
HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="x',
    "a&b;",
    "\u202egpj.exe",
    "x\x00y",
    "{{ 7 * 7 }}",
    "</style>",
    "]]>",
)
PERSONAL = {
    "Cognome": ["Quaglianone", "Quaglianone", "Brambezzoni", "Zampirolli", "Zampirolli"],
    "Nome": ["Ermenegilda", "Ermenegilda", "Ubaldesco", "Teodolinda", "Teodolino"],
    "Cod.Fisc.": ["RSSMRA85T10A562S", "rssmra85t10a562s", OTHER_CF, "ZMPTDL", None],
    "Nato il": ["10/12/1985", "10-12-85", "01/01/1980", "31/02/1977", "05/06/1971"],
    "Indirizzo": [
        "Via Fantasticheria 77",
        "v. Fantasticheria, 77",
        "Via Inesistenza 3",
        "Via Chimera 9",
        "Via Chimera 9",
    ],
    "Comune": ["Pieve Torina", "PIEVE TORINA", "Isolaccia Vattelapesca", "Roma", "Roma"],
    "Prov": ["MC", "(MC)", "Sconosciutella", "RM", "RM"],
    "Email": ["ermenegilda@quaglianone.it", "ermenegilda@quaglianone.it", "brambe(at)zoni", "z@gmial.com", None],
    "Telefono": ["0737 512345", "0737512345", "333", "06 5551234", "06 5551234"],
    "Note": ["allergica alle noci", None, None, None, None],
}
TRACES = (
    "quaglianone", "ermenegilda", "brambezzoni", "ubaldesco", "zampirolli", "teodolind", "rssmra85", OTHER_CF.lower(),
    "zmptdl", "1985", "1977", "fantasticheria", "inesistenza", "chimera", "vattelapesca", "pieve torina",
    "sconosciutella", "brambe", "gmial", "512345", "5551234", "allergica",
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Result:
    return ic.run(pl.DataFrame(ROWS))


@pytest.mark.parametrize("language", ["it", "en"])
def test_landmarks_headings_and_policy(language: Literal["it", "en"]) -> None:
    page = Page(report_page(ic.run(pl.DataFrame(ROWS), language=language)))
    names = [name for name, _ in page.elements]
    assert all(names.count(name) == 1 for name in ("h1", "header", "main", "nav", "footer"))
    levels = [int(name[1]) for name in names if re.fullmatch(r"h[1-6]", name)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    metas = {
        attributes.get("http-equiv"): attributes["content"]
        for name, attributes in page.elements
        if name == "meta" and "content" in attributes
    }
    assert metas["Content-Security-Policy"] == POLICY
    assert "script" not in POLICY
    assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on")]
    # Each section is called by its heading.
    ids = set(page.ids)
    assert all(attributes["aria-labelledby"] in ids for name, attributes in page.elements if name == "section")


def test_the_first_screen_has_no_raw_names(found: Result) -> None:
    source = report_page(found)
    first = source[source.index("<header>") : source.index("<nav")]
    said = Page(first.replace('<main id="main">', "")).words
    assert "Tre cose da fare" in said
    assert not re.search(r"\w+_\w+|\.csv|\.json|\.parquet", said)


def test_figures_are_those_of_the_summary(found: Result, tmp_path: Path) -> None:
    found.write(tmp_path / "out")
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["figures"]
    source = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    tiles = re.findall(r'<div class="figure \w+"><b>([\d.]+)</b>', source)
    assert [int(one.replace(".", "")) for one in tiles] == [told[name] for name in FIGURES]
    steps = funnel(found, Words("it"))
    assert [step.count for step in steps[:2]] == [told["rows"], told["customers"]]
    assert ballast(found, Words("it"))[0].count == told["duplicates"]


def test_pictures_count_what_the_tables_hold() -> None:
    rows = {
        "Cliente": ["Rossi Mario", "Bianchi Anna", "Verdi Luca", "Neri Ugo"],
        "Prov": ["MI", "(mi)", "TO", "Narnia"],
        "Telefono": ["02 55501234", None, "N.D.", None],
        "Indirizzo": [None, "Via Po 3", "Via Po 4", None],
        "CAP": [None, "20100", None, None],
        "Fax": [None, None, None, "02 55501235"],
    }
    found = ic.clean(pl.DataFrame(rows))
    # By telephone, by a whole address; a street without a place is none, and a fax reaches nobody.
    assert reached(found) == 2
    assert addressable(found) is None or addressable(found) == 0
    page = Page(report_page(found)).words
    assert "3 di 4 hanno una provincia italiana" in page
    assert "Lombardia: 2" in page
    # Narnia was refused, the filler never counted.
    assert "provincia 100% → 75%" in re.sub(r"(\d),0%", r"\1%", page)
    assert "telefono 25,0% → 25,0%" in page


def test_old_dates_are_told_by_age() -> None:
    rows = {
        "Cliente": [f"Rossi {name}" for name in ("Ada", "Ugo", "Ivo", "Eva")],
        "Ultimo ordine": ["2001-05-06"] * 3 + [None],
    }
    page = Page(report_page(ic.clean(pl.DataFrame(rows)))).words
    assert "non è un difetto della lista" in page
    assert "10+ 3 75,0%" in page
    assert "senza 1 25,0%" in page


def test_hostile_cells_and_headers_are_text() -> None:
    columns = {f"Nota {place} {bad}": [bad, bad, bad] for place, bad in enumerate(HOSTILE)}
    rows = {
        "Cliente": ["Rossi <i>Mario</i>", HOSTILE[0], HOSTILE[3]],
        "Comune": list(HOSTILE[:3]),
        "Prov": list(HOSTILE[3:6]),
    }
    found = ic.run({"<b>a</b>": pl.DataFrame(rows | columns), "b": pl.DataFrame(rows)})
    # No frame of polars holds a lone surrogate, but the name of a file may.
    sources = tuple({**source, "path": "/home/\udcff\u2066<img src=x>.csv"} for source in found.sources)
    source = report_page(replace(found, sources=sources))
    page = Page(source)
    assert {name for name, _ in page.elements}.isdisjoint({"script", "img", "foreignobject"})
    assert source.count("<style>") == source.count("</style>") == 1
    assert not re.search("[\x00\u202a-\u202e\u2066-\u2069\ud800-\udfff]", source)
    assert source.encode("utf-8")
    # What looks like a template is text.
    assert "{{ 7 * 7 }}" in page.words
    assert all(not key.startswith("on") for _, attributes in page.elements for key in attributes)


@pytest.mark.parametrize("job", [ic.run, ic.clean])
def test_without_examples_nothing_personal_is_left(job: object) -> None:
    found = job({"erp": pl.DataFrame(PERSONAL), "crm": pl.DataFrame(PERSONAL)[2:]})  # type: ignore[operator]
    rejected = pl.DataFrame({"source": ["erp"], "line": [7], "reason": ["2 celle"], "text": ["Quaglianone;Zampirolli"]})
    found = replace(found, rejected=rejected)
    with_them = report_page(found).lower()
    assert sum(trace in with_them for trace in TRACES) > len(TRACES) / 2
    without = report_page(found, examples=False).lower()
    assert [trace for trace in TRACES if trace in without] == []
    assert "<td" in without
    assert "nessun esempio di dati personali" in without


def test_the_command_line_leaves_examples_out(tmp_path: Path) -> None:
    pl.DataFrame(PERSONAL).write_csv(tmp_path / "clienti.csv")
    command = [sys.executable, "-m", "italclean", "run", "clienti.csv", "--out", "out", "--no-examples", "--lang", "en"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8").lower()
    assert [trace for trace in TRACES if trace in page] == []
    assert "examples were left out (--no-examples)" in page


def test_the_page_stays_small() -> None:
    rows = pl.concat([pl.DataFrame(PERSONAL)] * 400)
    wide = rows.with_columns(
        Comune=pl.format("Comune inventato {}", pl.int_range(pl.len())),
        Cognome=pl.format("Cognome{}", pl.int_range(pl.len())),
        **{f"Telefono {place}": pl.lit("x" * 300) for place in range(40)},
    )
    assert len(report_page(ic.clean(wide)).encode()) < LARGEST / 2


def test_templates_are_read_from_a_zip_file(tmp_path: Path) -> None:
    package = Path(ic.__file__).parent
    with zipfile.ZipFile(tmp_path / "lib.zip", "w") as packed:
        for path in package.rglob("*"):
            if path.suffix in (".py", ".html", ".toml"):
                packed.write(path, Path("italclean") / path.relative_to(package))
    code = (
        "import italclean.report.templating as t; from italclean.report.words import Words;"
        "assert '.zip' in t.__file__; print(t.render('note', Words('it'), text='<'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(tmp_path / "lib.zip")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == '<p class="soft">&lt;</p>'


def brightness(shade: str) -> float:
    """The relative luminance of a colour, as WCAG 2.2 has it."""
    shade = "".join(sign * 2 for sign in shade) if len(shade) == 3 else shade
    parts = [int(shade[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "paper"])
def test_text_has_contrast_enough(scheme: int) -> None:
    blocks = re.findall(r":root\{(.*?)\}", STYLE, flags=re.DOTALL)
    assert len(blocks) == 3
    shades = dict(re.findall(r"--(\w+):#([0-9a-f]+)", blocks[scheme]))
    for ground in ("paper", "card"):
        assert all(contrast(shades[text], shades[ground]) >= 4.5 for text in ("ink", "soft", "accent"))
    assert contrast(shades["ink"], shades["mark"]) >= 4.5
    # The strongest tile of the map: the accent at its share over the paper.
    mixed = [
        round(
            0.46 * int(shades["accent"][place : place + 2], 16)
            + 0.54 * int((shades["paper"] * 2)[place : place + 2], 16)
        )
        for place in (0, 2, 4)
    ]
    assert contrast(shades["ink"], "".join(f"{part:02x}" for part in mixed)) >= 4.5
