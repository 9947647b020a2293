"""Long lists are worked on in pieces: how long these are changes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import italclean as ic
from italclean.customers import clusters, consents, ids, ranking
from italclean.pairs import anchor, decide
from italclean.rows import opening, packed


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    folder = tmp_path_factory.mktemp("pieces")
    command = [sys.executable, str(repository / "benchmarks" / "generate.py"), "400", "--out", str(folder)]
    subprocess.run([*command, "--seed", "313"], check=True, capture_output=True)
    return folder / "clienti.csv"


def test_pieces_of_any_length(generated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ic.run(generated)
    assert whole.golden.height < 400, "some customers have several rows"
    for module, name, length in (
        (opening, "_ROWS", 67),
        (packed, "_LONG", 3),
        (ranking, "_ROWS", 5),
        (consents, "_CUSTOMERS", 3),
        (ids, "_ROWS", 11),
        (anchor, "_ROWS", 13),
        (clusters, "_CHUNK", 101),
        (decide, "_AT_ONCE", 89),
    ):
        assert getattr(module, name) > length
        monkeypatch.setattr(module, name, length)
    pieces = ic.run(generated)
    assert pieces.cleaned.equals(whole.cleaned)
    assert pieces.golden.equals(whole.golden)
    assert pieces.crosswalk.equals(whole.crosswalk)
    assert pieces.review.equals(whole.review)
    assert pieces.issues.equals(whole.issues)
    assert pieces.rewritten.equals(whole.rewritten)
    assert pieces.deduped is not None
    assert whole.deduped is not None
    assert pieces.deduped.survivorship.equals(whole.deduped.survivorship)
