"""Time `italclean run` by stage on generated lists, and score what it found.

    python benchmarks/measure.py 10000 100000 1000000 --work out/bench [--seed N] [--write-docs]

Each list is generated once and kept in the work folder. The run is the command line's own, with all its
outputs, in a process of its own; its stages and peak memory are those of its `run.json`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from page import machine, write_figures
from score import Score, score_files

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Measure:
    """One measured run: the list's size, seconds in all and by stage, peak memory in MB, and the score."""

    rows: int
    seconds: float
    stages: dict[str, float]
    peak_mb: float
    score: Score


def measure(rows: int, work: Path, seed: int) -> Measure:
    """Generate a list if it is not there, run italclean on it, score the result."""
    folder = work / f"{rows}-{seed}"
    if not (folder / "truth.csv").exists():
        command = [sys.executable, str(_HERE / "generate.py"), str(rows), "--out", str(folder), "--seed", str(seed)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    out = folder / "out"
    command = [
        sys.executable,
        "-m",
        "italclean",
        "run",
        str(folder / "clienti.csv"),
        "--out",
        str(out),
        "--force",
        "--quiet",
    ]
    begin = time.perf_counter()
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - begin
    stages = json.loads((out / "run.json").read_text(encoding="utf-8"))["stages"]
    return Measure(
        rows=rows,
        seconds=seconds,
        stages={stage["name"]: stage["seconds"] for stage in stages},
        peak_mb=max(stage["peak_mb"] or 0.0 for stage in stages),
        score=score_files(out / "crosswalk.csv", folder / "truth.csv"),
    )


def table(measures: list[Measure], seed: int) -> str:
    """Lay the measures out as a Markdown table, with the machine that they were taken on."""
    names = list(measures[0].stages)
    heads = ["rows", "precision", "recall", "F1", "over-merged", *names, "all, with writing", "peak MB"]
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---:' for _ in heads)} |"]
    for taken in measures:
        found = taken.score
        cells = [
            f"{taken.rows:,}",
            f"{found.precision:.4f}",
            f"{found.recall:.4f}",
            f"{found.f1:.4f}",
            f"{found.over_merged_clusters:,}",
            *(f"{taken.stages[name]:.1f} s" for name in names),
            f"{taken.seconds:.1f} s",
            f"{taken.peak_mb:,.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", f"Taken on {machine()}, seed {seed}."])


def main() -> None:
    """Parse the command line, measure, print, and write the docs' table when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="+", type=int)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--write-docs", action="store_true")
    given = parser.parse_args()
    figures = table([measure(rows, given.work, given.seed) for rows in given.rows], given.seed)
    print(figures)
    if given.write_docs:
        write_figures("FIGURES", figures)


if __name__ == "__main__":
    main()
