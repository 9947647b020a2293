"""Lists of unusual shape: short, long, without duplicates, with nothing else; sane answers from bounded work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import italclean as ic
from italclean.customers.deduped import Deduped

MOST_PAIRS_A_ROW = 60
SURNAMES = (
    "Rossi",
    "Bianchi",
    "Ferrari",
    "Esposito",
    "Romano",
    "Colombo",
    "Ricci",
    "Marino",
    "Greco",
    "Bruno",
    "Gallo",
)
GIVEN = ("Mario", "Anna", "Luca", "Sara", "Paolo", "Elena", "Marco", "Giulia", "Dario", "Chiara", "Fabio", "Irene")


def people(count: int, seed: int, **columns: str) -> pl.DataFrame:
    """Make different people: names come again, birth dates and contacts do not."""
    draw = np.random.default_rng(seed)
    days = draw.choice(25_000, count, replace=count > 25_000)
    return pl.DataFrame(
        {
            "source_id": [f"{number:06}" for number in range(count)],
            "cognome": draw.choice(SURNAMES, count),
            "nome": draw.choice(GIVEN, count),
            "data_nascita": (np.datetime64("1935-01-01") + days).astype(str),
            "email": [f"cliente{number}@prova{number % 97}.it" for number in draw.permutation(count)],
            "comune": draw.choice(["Milano", "Roma", "Torino", "Bari"], count),
        }
    ).with_columns(tipo=pl.lit("persona"), **{name: pl.lit(value) for name, value in columns.items()})


def check_bounds(found: Deduped, rows: int) -> None:
    compared = found.figures["pairs_compared"]
    assert isinstance(compared, int)
    assert compared <= MOST_PAIRS_A_ROW * rows
    assert found.crosswalk.height == rows
    assert found.golden["records"].sum() == rows


@pytest.mark.parametrize("rows", [300, 3_000, 30_000])
def test_lists_of_all_sizes(rows: int, tmp_path: Path, repository: Path) -> None:
    command = [sys.executable, str(repository / "benchmarks" / "generate.py"), str(rows), "--out", str(tmp_path)]
    subprocess.run([*command, "--seed", "311"], check=True, capture_output=True)
    result = ic.run(str(tmp_path / "clienti.csv"))
    assert result.deduped is not None
    check_bounds(result.deduped, rows)
    truth = pl.read_csv(tmp_path / "truth.csv").select("entity")
    both = result.crosswalk.select("golden_id").hstack(truth)

    def pairs(*keys: str) -> int:
        size = pl.len().cast(pl.Int64)
        return int(both.group_by(keys).agg(pairs=size * (size - 1) // 2)["pairs"].sum())

    together = pairs("golden_id", "entity")
    assert together / pairs("golden_id") >= 0.98
    # Of the smallest list a man's one row with a name and a landline alone, left to a person, is two per cent.
    assert together / pairs("entity") >= 0.93


@pytest.mark.parametrize("rows", [300, 30_000])
def test_a_list_without_duplicates_stays_as_it_is(rows: int) -> None:
    found = ic.dedupe(people(rows, seed=rows).unique(["cognome", "nome", "data_nascita"]))
    assert found.golden["records"].max() == 1
    assert found.review.height <= found.golden.height // 100


@pytest.mark.parametrize("rows", [300, 20_000])
def test_every_row_is_the_same_customer(rows: int) -> None:
    one = {"cognome": "Rossi", "nome": "Mario", "codice_fiscale": "RSSMRA85T10A562S", "email": "mario@rossi.it"}
    frame = people(rows, seed=5, **one, data_nascita="1985-12-10", comune="Milano")
    # Some rows lack what others have: they are not identical.
    draw = np.random.default_rng(8)
    for name in ("codice_fiscale", "email", "data_nascita", "comune"):
        kept = pl.Series(draw.random(rows) < 0.8)
        frame = frame.with_columns(pl.when(kept).then(name).alias(name))
    found = ic.dedupe(frame)
    check_bounds(found, rows)
    without = frame.select(pl.all_horizontal(pl.col("codice_fiscale", "email", "data_nascita").is_null()).sum()).item()
    assert found.golden["records"].max() >= rows - without
    assert found.golden.height <= 1 + without


def test_one_e_mail_on_fifty_thousand_rows() -> None:
    frame = people(50_000, seed=9, email="info@commercialista.it")
    found = ic.dedupe(frame.drop("data_nascita"))
    check_bounds(found, 50_000)
    # Eleven surnames, twelve given names: with nothing but a shared address for mail, nobody knows who is who.
    assert found.golden.height <= 50_000
    dated = ic.dedupe(frame)
    check_bounds(dated, 50_000)
    # Birth dates a month apart may be one mistyped, and here are many by chance: a few may meet.
    different = frame.select("cognome", "nome", "data_nascita").n_unique()
    assert dated.golden.height >= 0.99 * different


def test_one_surname() -> None:
    frame = people(20_000, seed=10, cognome="Rossi")
    found = ic.dedupe(frame)
    check_bounds(found, 20_000)
    assert found.golden.height == 20_000


def test_one_name_and_nothing_else() -> None:
    frame = people(5_000, seed=11, cognome="Rossi", nome="Mario").select("source_id", "tipo", "cognome", "nome")
    found = ic.dedupe(frame)
    check_bounds(found, 5_000)
    assert found.golden.height == 5_000


def test_nothing_but_names_and_e_mails() -> None:
    frame = people(2_000, seed=12).select("source_id", "tipo", "cognome", "nome", "email")
    again = frame.head(300).with_columns(pl.col("source_id") + "b", pl.col("nome").str.slice(0, 1) + ".")
    found = ic.dedupe(pl.concat([frame, again]))
    check_bounds(found, 2_300)
    assert found.golden.height == 2_000
