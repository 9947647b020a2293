"""What the README says is read: every example of it is typed, on a file of its kind."""

from __future__ import annotations

import shlex
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from italclean.cli.app import main
from italclean.readers import archives
from italclean.readers.sources import READERS

LIST = pl.DataFrame({"Codice": ["1", "2"], "Cognome": ["Rossi", "Verdi"], "Nome": ["Mario", "Ida"]})


def workbook(path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the workbook of this example")
    pytest.importorskip("fastexcel", reason="the extra excel is not installed")
    book = openpyxl.Workbook()
    book.active.title = "Foglio1"
    for row in (LIST.columns, *LIST.rows()):
        book.active.append(row)
    book.save(path)


def dbf(path: Path) -> None:
    widths = (10, 30, 16)
    fields = b"".join(
        name.encode().ljust(11, b"\0") + b"C" + bytes(4) + bytes([width]) + bytes(15)
        for name, width in zip(LIST.columns, widths, strict=True)
    )
    head = bytes([3, 126, 11, 30]) + struct.pack("<IHH", LIST.height, 33 + len(fields), 1 + sum(widths)) + bytes(20)
    path.write_bytes(head + fields + b"\r" + b"".join(b" " + fixed(row) for row in LIST.rows()))


def fixed(row: tuple[str, ...]) -> bytes:
    return b"".join(cell.ljust(width).encode() for cell, width in zip(row, (10, 30, 16), strict=True))


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as whole:
        whole.writestr("elenco.csv", LIST.write_csv())


WRITERS: dict[str, Callable[[Path], object]] = {
    "clienti.xlsx": workbook,
    "clienti.parquet": LIST.write_parquet,
    "clienti.dbf": dbf,
    "clienti.txt": lambda path: path.write_bytes(b"\n".join(map(fixed, (tuple(LIST.columns), *LIST.rows())))),
    "clienti.jsonl": LIST.write_ndjson,
    "clienti.csv": LIST.write_csv,
    "clienti.zip": archive,
}


@pytest.mark.parametrize("example", [*(reader.example for reader in READERS), archives.EXAMPLE])
def test_the_example_of_each_reader_runs(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    typed = shlex.split(example, comments=False)
    name = typed[0].partition("#")[0]
    WRITERS[name](tmp_path / name)
    for command in (["plan", *typed], ["run", *typed, "--out", "pulito", "--quiet"]):
        with pytest.raises(SystemExit) as ended:
            main(command)
        assert ended.value.code == 0
    cleaned = pl.read_csv(tmp_path / "pulito" / "cleaned.csv", infer_schema=False)
    assert cleaned["cognome"].to_list() == ["Rossi", "Verdi"]
