"""Parquet, and what is told of files that are no lists."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from italclean.errors import BinaryInput, InputError
from italclean.readers.sources import read


def test_parquet_is_text_as_a_person_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "clienti.parquet"
    frame = pl.DataFrame({"Cognome": ["Rossi"], "Nato": [date(1962, 3, 4)], "CAP": [184.0], "Note": [["a", "b"]]})
    frame.write_parquet(path)
    (table,) = read(str(path))
    assert table.frame.rows() == [("Rossi", "1962-03-04", "184", "a | b")]


def test_rows_of_nothing_in_parquet_are_set_apart(tmp_path: Path) -> None:
    path = tmp_path / "clienti.parquet"
    pl.DataFrame({"Cognome": ["Rossi", None, "", "Verdi"], "CAP": [184, None, None, None]}).write_parquet(path)
    (table,) = read(str(path))
    assert table.frame.rows() == [("Rossi", "184"), ("Verdi", None)]
    assert table.rejected["line"].to_list() == [2, 3]


def test_a_frame_in_memory_keeps_every_row() -> None:
    (table,) = read(pl.DataFrame({"Cognome": ["Rossi", None, "Verdi"]}))
    assert table.frame.height == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PAR1xxxx", "damaged or incomplete"),
        (b"PAREx" * 20, "password"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n<html>", "archived web page"),
        (b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?x\r\n y\r\nMIME-Version: 1.0\r\n\r\n", "archived web page"),
        (b"\0\1\0\0Standard Jet DB\0", "mdb-export"),
        (b"\0\1\0\0Standard ACE DB\0", "mdb-export"),
        (b"%PDF-1.4\n", "copy the table"),
    ],
)
def test_what_cannot_be_read_says_what_to_try(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "clienti.csv").write_bytes(content)
    with pytest.raises(InputError, match=says) as raised:
        read(str(tmp_path / "clienti.csv"))
    assert raised.value.exit_code == 3


def test_a_document_of_word_is_no_workbook(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "lettera.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(BinaryInput, match="office program"):
        read(str(path))


@pytest.mark.parametrize("kind", ["parquet", "jsonl", "gz", "csv"])
def test_standard_input_takes_every_form(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    import gzip

    frame = pl.DataFrame({"Cognome": ["Rossi"], "CAP": ["00184"]})
    written = io.BytesIO()
    if kind == "parquet":
        frame.write_parquet(written)
    elif kind == "jsonl":
        frame.write_ndjson(written)
    else:
        frame.write_csv(written)
    content = gzip.compress(written.getvalue()) if kind == "gz" else written.getvalue()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    (table,) = read("-")
    assert (table.name, table.frame.rows()) == ("stdin", [("Rossi", "00184")])
