"""What the report and a dry run say of the thresholds of merging, where the list's own codes tell, and where not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

import pytest

import italclean as ic
from italclean.report.html import report_page
from tests.pairs.test_learned import town


@cache
def result(language: Literal["it", "en"], coded: float) -> ic.Result:
    return ic.run(town(1, coded=coded).drop("who"), language=language)


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_report_draws_what_each_threshold_would_give(language: Literal["it", "en"]) -> None:
    found = result(language, 0.7)
    assert found.deduped is not None
    expected = found.deduped.expected
    (drawn,) = [one for one in re.findall(r"<svg.*?</svg>", report_page(found), flags=re.DOTALL) if "<polyline" in one]
    picture = ET.fromstring(drawn)
    _, _, width, height = map(float, picture.attrib["viewBox"].split())
    labels = [text.text for text in picture.iter("text")]
    assert labels == [f"{choice.merge_from:g}" for choice in expected.choices]
    for line in picture.iter("polyline"):
        points = [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
        assert len(points) == len(labels)
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points)
    page = report_page(found)
    assert f"{expected.chosen.wrong_from}–{expected.chosen.wrong_to}" in page


@pytest.mark.parametrize("language", ["it", "en"])
def test_without_codes_the_report_says_that_it_cannot_tell(language: Literal["it", "en"]) -> None:
    page = report_page(result(language, 0.0))
    assert "<polyline" not in page
    assert {"it": "decidono le sole regole", "en": "the rules alone decide"}[language] in page


def dry_run(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "italclean", "run", str(path), "--dry-run", "--lang", "en", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True)


def test_a_dry_run_prints_the_thresholds_and_nothing_of_them_where_asked_to_be_quiet(tmp_path: Path) -> None:
    learned, bare = tmp_path / "clienti.csv", tmp_path / "senza.csv"
    town(1).drop("who").write_csv(learned)
    town(1, coded=0.0).drop("who").write_csv(bare)
    told = dry_run(learned, "--json", "--merge-from", "0.9")
    rows = [line.split() for line in told.stderr.splitlines() if re.match(r"\s*(0\.\d+|1)\*?\s", line)]
    expected = json.loads(told.stdout)["dedup"]["expected"]
    assert [float(row[0].strip("*")) for row in rows] == [choice["merge_from"] for choice in expected["choices"]]
    assert [row[0] for row in rows if "*" in row[0]] == ["0.9*"]
    assert expected["merge_from"] == 0.9
    assert "Too few known codes" in dry_run(bare).stderr
    assert dry_run(learned, "--quiet").stderr == ""
