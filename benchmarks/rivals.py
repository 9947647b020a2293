"""Deduplicate one generated list with italclean, with Splink and with GoldenMatch, side by side.

    pip install -e . --group bench
    python benchmarks/rivals.py 100000 1000000 --work out/bench [--seed N] [--write-docs]

The others get what italclean cleaned (`cleaned.csv`), each in a process of its own. Their time is that of their
deduplication alone, from the table in memory to the clusters; italclean's is that of the whole command, from the file
to all outputs. Lists longer than `--goldenmatch-rows` are not given to GoldenMatch. How each is set up is told in
`rival_splink.py` and `rival_goldenmatch.py`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import rival_goldenmatch
import rival_splink
from measure import measure
from page import machine, write_figures
from rival import Rival
from score import Score

RIVALS: dict[str, Callable[[Path], Rival]] = {
    "splink": rival_splink.run,
    "goldenmatch": rival_goldenmatch.unconfigured,
    "goldenmatch-configured": rival_goldenmatch.configured,
}


def main() -> None:
    """Run all and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--work", type=Path, default=Path("out/bench"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--goldenmatch-rows", type=int, default=100_000, help="the longest list it is run on")
    parser.add_argument("--write-docs", action="store_true")
    for name in RIVALS:  # the parts that run in a process of their own
        parser.add_argument(f"--{name}", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    for name, run in RIVALS.items():
        folder = getattr(given, name.replace("-", "_"))
        if folder is not None:
            print(json.dumps(asdict(run(folder))))
            return
    lines = [
        "| rows | tool | precision | recall | F1 | seconds | peak MB |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for rows in given.rows:
        ours = measure(rows, given.work, given.seed)
        lines.append(_line(rows, Rival("italclean, file to all outputs", ours.seconds, ours.peak_mb, ours.score)))
        for name in RIVALS:
            if name.startswith("goldenmatch") and rows > given.goldenmatch_rows:
                continue
            theirs = _alone(name, rows, given.work / f"{rows}-{given.seed}")
            lines.append(_line(rows, theirs))
            lines.append(f"| | ratio of the times: {ours.seconds / theirs.seconds:.2f} | | | | | |")
    print("\n".join(lines))
    if given.write_docs:
        write_figures("RIVALS", "\n".join([*lines, "", f"Taken on {machine()}, seed {given.seed}."]))


def _alone(name: str, rows: int, folder: Path) -> Rival:
    """Run one in a process of its own: its peak memory is then its own too."""
    command = [sys.executable, __file__, str(rows), f"--{name}", str(folder)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    return Rival(**{**told, "score": Score(**told["score"])})


def _line(rows: int, taken: Rival) -> str:
    score = taken.score
    return (
        f"| {rows:,} | {taken.tool} | {score.precision:.4f} | {score.recall:.4f} | {score.f1:.4f} | "
        f"{taken.seconds:.1f} | {taken.peak_mb:,.0f} |"
    )


if __name__ == "__main__":
    main()
