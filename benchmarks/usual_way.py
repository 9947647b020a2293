"""Do by hand what one would do without italclean, in one run beside it: what it takes, and what it finds.

    pip install -e . --group bench
    python benchmarks/usual_way.py FOLDER [--runs 3] [--json]

`FOLDER` holds `clienti.csv` and `truth.csv`, as the generators write them. The usual way is: read the list as text,
check codici fiscali and partite IVA with python-stdnum, numbers with phonenumbers, addresses with email-validator, each
over the distinct values; fold names and places with polars; then let Splink deduplicate, set up as in
`rival_splink.py`. It writes the clusters and nothing else: no repairs, no golden records, no consents, no report.
`run` writes all its files.

Three things are timed in turns, each in a process of its own: `run`, the usual way, and Splink alone on what italclean
cleaned. The medians are told, and the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import polars as pl

import rival_splink
from page import machine
from score import score

_COLUMNS = {
    "codice_fiscale": ("Codice fiscale", "Cod. Fiscale", "CF"),
    "partita_iva": ("Partita IVA", "P.IVA"),
    "email": ("Email", "E-mail"),
    "telefono": ("Telefono",),
    "cellulare": ("Cellulare",),
    "cognome": ("Cognome",),
    "nome": ("Nome",),
    "ragione_sociale": ("Denominazione", "Nominativo", "Ragione Sociale"),
    "data_nascita": ("Data di nascita", "Data Nascita"),
    "indirizzo": ("Indirizzo",),
    "cap": ("CAP",),
    "comune": ("Comune", "Città"),
}


def main() -> None:
    """Time all in turns and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=["usual", "splink"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(usual_way(given.folder) if given.only == "usual" else asdict(rival_splink.run(given.folder))))
        return
    jobs: dict[str, Callable[[], dict[str, float]]] = {
        "italclean run": lambda: _italclean(given.folder),
        "usual way": lambda: _apart(given.folder, "usual"),
        "Splink alone": lambda: _apart(given.folder, "splink"),
    }
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in jobs}
    for _ in range(given.runs):
        for name, job in jobs.items():
            taken[name].append(job())
    medians = {
        name: {key: statistics.median(run[key] for run in runs) for key in ("seconds", "cpu", "peak_mb")}
        for name, runs in taken.items()
    }
    told = {"machine": machine(), "load": os.getloadavg()[0], "medians": medians}
    if given.json:
        print(json.dumps(told, indent=2))
        return
    ours = medians["italclean run"]
    print("| | seconds | CPU seconds | peak MB | italclean against it |\n| --- | ---: | ---: | ---: | ---: |")
    for name, run in medians.items():
        times = "" if name == "italclean run" else f"{ours['seconds'] / run['seconds']:.2f} x"
        print(f"| {name} | {run['seconds']:.1f} | {run['cpu']:.1f} | {run['peak_mb']:,.0f} | {times} |")
    print(f"\nMedians of {given.runs}, on {machine()}, load {os.getloadavg()[0]:.1f}.")


def usual_way(folder: Path) -> dict[str, float]:
    """Check, fold and deduplicate a list with what is at hand."""
    begun = time.perf_counter()
    table = pl.read_csv(folder / "clienti.csv", separator=";", infer_schema=False, truncate_ragged_lines=True)
    named = {role: next((name for name in names if name in table.columns), None) for role, names in _COLUMNS.items()}
    frame = table.select(
        (pl.col(name) if name else pl.lit(None, dtype=pl.String)).alias(role) for role, name in named.items()
    )
    folded = [_folded(pl.col(name)) for name in ("cognome", "nome", "ragione_sociale", "indirizzo", "comune")]
    dates = (pl.col("data_nascita").str.to_date(form, strict=False) for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"))
    judges = {
        "codice_fiscale": _code,
        "partita_iva": _number,
        "email": _address,
        "telefono": _phone,
        "cellulare": _phone,
    }
    frame = frame.with_columns(
        *folded,
        *(_once(frame[name], judge) for name, judge in judges.items()),
        data_nascita=pl.coalesce(dates).cast(pl.String),
        civico=pl.col("indirizzo").str.extract(r"(\d+)\s*\S*$"),
        row=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
    )
    scored = rival_splink.deduplicate(frame)
    scored.write_csv(folder / "usual_way.csv")
    found = score(scored, pl.read_csv(folder / "truth.csv", infer_schema=False))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": time.perf_counter() - begun,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
        "precision": found.precision,
        "recall": found.recall,
        "f1": found.f1,
    }


def _folded(text: pl.Expr) -> pl.Expr:
    return text.str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", " ").str.strip_chars()


def _once(values: pl.Series, judge: Callable[[str], str | None]) -> pl.Series:
    """Judge each distinct value once."""
    distinct = values.drop_nulls().unique()
    judged = pl.Series([judge(value) for value in distinct], dtype=pl.String)
    return values.replace_strict(distinct, judged, default=None, return_dtype=pl.String)


def _code(value: str) -> str | None:
    from stdnum.it import codicefiscale

    return codicefiscale.compact(value) if codicefiscale.is_valid(value) else None


def _number(value: str) -> str | None:
    from stdnum.it import iva

    return iva.compact(value) if iva.is_valid(value) else None


def _address(value: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(value.strip().lower(), check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _phone(value: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(value, "IT")
    except phonenumbers.NumberParseException:
        return None
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number)
        else None
    )


def _italclean(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "italclean", "run", str(folder / "clienti.csv"), "--out", str(folder / "out")]
    return _timed([*command, "--force", "--quiet"])


def _apart(folder: Path, what: str) -> dict[str, float]:
    taken = _timed([sys.executable, __file__, str(folder), "--only", what])
    if what == "splink":
        # Its time is that of its deduplication alone, from the table in memory to the clusters.
        taken["seconds"] = taken["told_seconds"]
    return taken


def _timed(command: list[str]) -> dict[str, float]:
    """Run a process; return its seconds, its CPU seconds and its peak memory."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    told = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        raise SystemExit(f"{command[1:4]} failed")
    lines = told.strip().splitlines()
    said = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
        "told_seconds": said.get("seconds", seconds),
    }


if __name__ == "__main__":
    main()
