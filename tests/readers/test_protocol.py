"""Readers behind one protocol: another kind of file is one more reader, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.messages.text import said
from italclean.readers import sources
from italclean.readers.base import File, Found, Reader
from italclean.settings import Reading


class Lines:
    """Lists of `name=value` lines, two in a file, as a reader from somewhere else would give them."""

    name = "lines"
    suffixes: tuple[str, ...] = (".lines",)
    holds = "lines of name=value"
    example = "clienti.lines"
    extra = ""
    several = True

    def recognises(self, data: bytes, reading: Reading) -> bool:  # noqa: ARG002
        return data.startswith(b"LINES")

    def read(self, file: File, reading: Reading) -> Iterator[Found]:  # noqa: ARG002
        text = file.take().decode()
        for part in ("A", "B"):
            rows = [line.split("=") for line in text.splitlines() if line.startswith(part)]
            frame = pl.DataFrame({"Cognome": [row[1] for row in rows], "Nome": [row[2] for row in rows]})
            yield Found(frame, {"encoding": "ascii"}, notices=(said("read.no_header"),), part=part)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> None:
    reader: Reader = Lines()
    monkeypatch.setattr(sources, "READERS", (reader, *sources.READERS))


@pytest.mark.usefixtures("lines")
def test_another_reader_works_from_the_file_to_the_report(tmp_path: Path) -> None:
    file = tmp_path / "clienti.csv"
    file.write_text("LINES\nA=Rossi=Mario\nA=Verdi=Ida\nB=Rossi=Mario\n", encoding="utf-8")
    result = ic.run(str(file), language="en")
    assert result.cleaned["source"].to_list() == ["clienti_A", "clienti_A", "clienti_B"]
    assert [source["encoding"] for source in result.sources] == ["ascii", "ascii"]
    assert result.delimiter == ","
    assert len([notice for notice in result.notices if str(file) in notice.english]) == 2
    result.write(tmp_path / "out")
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert told["sources"][0] == {
        "source": "clienti_A",
        "path": str(file),
        "encoding": "ascii",
        "delimiter": None,
        "rows": 2,
        "rejected": 0,
    }
    assert "ascii" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("lines")
def test_names_of_lists_that_meet_are_numbered(tmp_path: Path) -> None:
    file = tmp_path / "clienti.lines"
    file.write_text("LINES\nA=Rossi=Mario\nB=Verdi=Ida\n", encoding="utf-8")
    named = [table.name for table in sources.read([str(file), str(file)])]
    assert named == ["clienti_A", "clienti_B", "clienti_A_2", "clienti_B_2"]
