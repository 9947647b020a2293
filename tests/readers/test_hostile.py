"""Workbooks, tables and archives that were damaged at random: a list or a clear error, never anything else."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import polars as pl
import pytest

from italclean.errors import InputError
from italclean.readers.sources import read
from italclean.readers.table import Table

pytest.importorskip("fastexcel", reason="the extra excel is not installed")

MADE = Path(__file__).parent / "workbooks"
SHARES, FILES = 6, 360


def seeds() -> list[bytes]:
    """Whole files of each kind, from which damaged ones are made."""
    parquet = io.BytesIO()
    pl.DataFrame({"Cognome": ["Rossi", "Verdi"], "CAP": [184, 20121]}).write_parquet(parquet)
    return [
        *((MADE / name).read_bytes() for name in ("clienti.xlsx", "clienti.xls", "clienti.ods", "chiuso.xlsx")),
        parquet.getvalue(),
        b'{"Cognome":"Rossi","CAP":184}\n{"Cognome":"Verdi","note":[1]}\n',
        gzip.compress(b"Cognome;CAP\nRossi;00184\n"),
    ]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Change, take away, repeat or cut off some bytes."""
    content = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        if not content:
            break
        place, length = chance.randrange(len(content)), chance.randrange(1, 40)
        kind = chance.random()
        if kind < 0.5:
            content[place] = chance.randrange(256)
        elif kind < 0.7:
            del content[place : place + length]
        elif kind < 0.85:
            content[place:place] = content[chance.randrange(len(content)) :][:length]
        else:
            del content[place:]
    return bytes(content)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """Damage one member of a workbook, and pack it again."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w") as new:
        hit = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, damaged(content, chance) if name == hit else content)
    return whole.getvalue()


@pytest.mark.parametrize("share", range(SHARES))
def test_a_damaged_file_is_a_list_or_a_clear_error(share: int, tmp_path: Path) -> None:
    path = tmp_path / "clienti"
    whole = seeds()
    for number in range(share, FILES, SHARES):
        chance = random.Random(f"hostile-{number}")
        data = whole[number % len(whole)]
        inside = data.startswith(b"PK") and chance.random() < 0.8
        path.write_bytes(damaged_inside(data, chance) if inside else damaged(data, chance))
        found = outcome(path)
        if isinstance(found, InputError):
            assert found.text("it")
            assert str(path) in found.text("en")
        else:
            assert all(set(table.frame.dtypes) <= {pl.String} for table in found), number


def outcome(path: Path) -> list[Table] | InputError:
    try:
        return read(str(path))
    except InputError as error:
        return error
