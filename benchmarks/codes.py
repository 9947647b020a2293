"""Time the fiscal codes beside the libraries that know them, in one run.

    python benchmarks/codes.py [--rows 1000000] [--seed N] [--write-docs]

The people are made of the names and places of `data/`, their codes computed from them. The other libraries judge
a sample, and their time is scaled to all rows: they take a code at a time, so it is proportional.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
import stdnum.it.codicefiscale as stdnum_cf
import stdnum.it.iva as stdnum_iva
from codicefiscale import codicefiscale as other_library

import italclean as ic
from italclean.core.reference import table
from italclean.places.register import places
from page import machine, write_figures

_SAMPLE = 50_000
_SLOW_SAMPLE = 2_000
_BROKEN = 30_000
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Timing:
    """One task: how many values, our seconds, the peer's name and its seconds for as many."""

    task: str
    values: int
    seconds: float
    peer: str = ""
    peer_seconds: float | None = None


def people(rows: int, seed: int) -> pl.DataFrame:
    """Make people with a code each."""
    rng = np.random.default_rng(seed)
    given = table("nomi").with_columns(woman=pl.col("femmine").cast(pl.Int32) > pl.col("maschi").cast(pl.Int32))
    chosen = given[rng.integers(0, given.height, rows)]
    living = places().filter("living")["printed"]
    day = pl.date(1930, 1, 1).cast(pl.Int32) + pl.Series(rng.integers(0, 29_000, rows))
    frame = pl.DataFrame(
        {
            "cognome": table("cognomi")["cognome"].gather(rng.integers(0, table("cognomi").height, rows)),
            "nome": chosen["nome"],
            "sesso": chosen.select(pl.when("woman").then(pl.lit("F")).otherwise(pl.lit("M"))).to_series(),
            "luogo_nascita": living.gather(rng.integers(0, len(living), rows)),
        }
    ).with_columns(data_nascita=day.cast(pl.Date).cast(pl.String))
    return frame.with_columns(codice_fiscale=ic.fiscal.computed(frame)["value"])


def numbers(rows: int, seed: int) -> pl.Series:
    """Make partite IVA, one in ten of which passes Luhn's check."""
    drawn = np.random.default_rng(seed).integers(10**6, 10**11, rows)
    return pl.Series(drawn).cast(pl.String).str.zfill(11)


def broken(codes: pl.Series, seed: int) -> pl.Series:
    """Change one character of each code."""
    rng = random.Random(seed)
    places_of = [rng.randrange(16) for _ in codes]
    return pl.Series(
        [
            code[:at] + rng.choice([sign for sign in _SIGNS if sign != code[at]]) + code[at + 1 :]
            for code, at in zip(codes, places_of, strict=True)
        ]
    )


def seconds(task: Callable[[], object]) -> float:
    """Time a task once."""
    begin = time.perf_counter()
    task()
    return time.perf_counter() - begin


def per_code(judge: Callable[[str], object], codes: pl.Series, sample: int, rows: int) -> float:
    """Time a library that takes a code at a time, scaled from a sample."""
    values = codes.drop_nulls().head(sample).to_list()
    return seconds(lambda: [judge(value) for value in values]) * rows / len(values)


def decode(code: str) -> object:
    """Ask python-codicefiscale."""
    try:
        return other_library.decode(code)
    except ValueError:
        return None


def measure(rows: int, seed: int) -> list[Timing]:
    """Take all timings."""
    known = people(rows, seed)
    codes = known["codice_fiscale"]
    digits = numbers(rows, seed)
    mistyped = known.drop_nulls("codice_fiscale").head(_BROKEN)
    mistyped = mistyped.with_columns(broken(mistyped["codice_fiscale"], seed).alias("codice_fiscale"))
    ic.codice_fiscale.series(codes.head(10))
    ic.fiscal.agreement(known.head(10))
    four = known.drop("luogo_nascita")
    verdict = seconds(partial(ic.codice_fiscale.series, codes))
    lines = "\n".join(codes.fill_null("")).encode()
    command = [sys.executable, "-m", "italclean", "check", "codice_fiscale"]
    stdnum_seconds = per_code(stdnum_cf.is_valid, codes, _SAMPLE, rows)
    numbers_seconds = per_code(stdnum_iva.is_valid, digits, _SAMPLE, rows)
    check = partial(subprocess.run, command, input=lines, stdout=subprocess.DEVNULL, check=True)
    return [
        Timing("codice fiscale, verdict and extras", rows, verdict, "python-stdnum (verdict)", stdnum_seconds),
        Timing("the same", rows, verdict, "python-codicefiscale", per_code(decode, codes, _SLOW_SAMPLE, rows)),
        Timing("partita IVA", rows, seconds(partial(ic.partita_iva.series, digits)), "python-stdnum", numbers_seconds),
        Timing("agreement with four fields", rows, seconds(partial(ic.fiscal.agreement, four))),
        Timing("agreement with five fields", rows, seconds(partial(ic.fiscal.agreement, known))),
        Timing("repair of codes with one wrong character", _BROKEN, seconds(partial(ic.fiscal.repair, mistyped))),
        Timing("`check codice_fiscale` from standard input", rows, seconds(check)),
    ]


def as_table(timings: list[Timing]) -> str:
    """Lay the timings out as a Markdown table."""
    lines = [
        "| task | values | italclean | beside it | its time | ratio |",
        "| --- | ---: | ---: | --- | ---: | ---: |",
    ]
    for taken in timings:
        beside = "– | – | –"
        if taken.peer_seconds is not None:
            ratio = taken.peer_seconds / taken.seconds
            beside = f"{taken.peer} | {taken.peer_seconds:,.1f} s | {ratio:,.0f} ×"
        lines.append(f"| {taken.task} | {taken.values:,} | {taken.seconds:.2f} s | {beside} |")
    return "\n".join(lines)


def main() -> None:
    """Parse the command line, measure, print, and write the docs' table when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--write-docs", action="store_true")
    given = parser.parse_args()
    figures = f"{as_table(measure(given.rows, given.seed))}\n\nTaken on {machine()}, seed {given.seed}."
    print(figures)
    if given.write_docs:
        write_figures("CODES", figures)


if __name__ == "__main__":
    main()
