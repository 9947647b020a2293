"""A run over its own output changes nothing."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.core.reference import folder

LIST = pl.DataFrame(
    {
        "Codice": ["001", "2", "3", "4", "5"],
        "Cliente": ["ROSSI MARIO", "Sig. Mario Rossi", "Alfa s.r.l.", "bianchi anna", "Verdi Luca"],
        "CF": ["rssmra85t10a562s", "RSSMRA85T10A562S", None, None, None],
        "Indirizzo": ["via roma, 1", "V. Roma 1", "P.zza Dante 5/b", "corso Po 3", None],
        "CAP": ["184", "00184", "10121", None, "20100"],
        "Città": ["roma", "ROMA", "torino", "Torino (TO)", "milano"],
        "Email": ["m@rossi.it", None, "INFO@ALFA.IT", "anna@bianchi.it", "x@"],
        "Telefono": ["06 1234567", None, "011/5551234", "333 1234567", "+39 02 1234567"],
        "Note": ["=1+1", "'=2", "-", None, "chiamare; dopo\nle 5"],
    }
)
IDENTITY = {"source", "row", "source_id", "golden_id", "records"}


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, separator=";" if b";" in path.read_bytes()[:40] else ",")


@pytest.mark.parametrize("demo", [False, True])
def test_cells_stay_as_they_are(tmp_path: Path, demo: bool) -> None:
    ic.run(folder() / "demo" / "clienti.csv" if demo else LIST).write(tmp_path / "uno")
    for which in ("cleaned", "golden"):
        path = tmp_path / "uno" / f"{which}.csv"
        before = read(path)
        ic.clean(str(path)).write(tmp_path / which)
        after = read(tmp_path / which / "cleaned.csv")
        same = [name for name in before.columns if name not in IDENTITY]
        assert len(same) > 10
        for name in same:
            assert after[name].to_list() == before[name].to_list(), (which, name)
