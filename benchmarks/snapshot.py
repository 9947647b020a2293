"""Take all outputs of a set of runs, with times, memory, versions and dates blanked, and compare two such sets.

    python benchmarks/snapshot.py take DIR [--files FOLDER] [--rows 5000]
    python benchmarks/snapshot.py compare OLD NEW

`take` runs the demo, generated lists, and every file of a folder, each as the command line does; Parquet files are kept
as text. A change of structure leaves every byte as it was: take a snapshot of the commit before it and of the commit
after it, and compare them.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

SEEDS = (7, 23)
TODAY = "2026-01-01"
# What differs from run to run, in run.json and in the report.
CHANGING = (
    (r'("(?:started|finished|version|python|polars|platform|system|sha256)": )"[^"]*"', r'\1""'),
    (r'("(?:seconds|peak_mb|changed|bytes)": )[0-9.]+', r"\g<1>0"),
    # The seconds and the memory of a stage, in the report.
    (r'(number">(?:<b>)?)[0-9]+\.[0-9]{2}((?:</b>)?</td><td class="number">(?:<b>)?)[0-9]+', r"\1\2"),
    (r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.+Z]+", "TIME"),
    (r"\b[0-9]+([.,][0-9]+)? (s|seconds|MB|GB)\b", "MEASURE"),
)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    taking = commands.add_parser("take", help="run everything, and keep what was written")
    taking.add_argument("out", type=Path)
    taking.add_argument("--files", type=Path, help="a folder of lists, each run by itself")
    taking.add_argument("--rows", type=int, default=5000, help="rows of the generated lists")
    comparing = commands.add_parser("compare", help="tell the outputs that differ")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    args = parser.parse_args()
    if args.command == "take":
        take(args.out, args.files, args.rows)
    else:
        sys.exit(compare(args.old, args.new))


def take(out: Path, files: Path | None, rows: int) -> None:
    """Run all lists, and write what came out of them, blanked, into a folder each."""
    out.mkdir(parents=True)
    keep(out / "demo", ["demo"])
    with tempfile.TemporaryDirectory() as scratch:
        for seed in SEEDS:
            made = Path(scratch) / f"{rows}-{seed}"
            generate = [sys.executable, str(Path(__file__).with_name("generate.py")), str(rows)]
            subprocess.run([*generate, "--seed", str(seed), "--out", str(made)], check=True, stdout=subprocess.DEVNULL)
            keep(out / made.name, ["run", str(made / "clienti.csv"), "--today", TODAY], scratch)
    for file in sorted(files.iterdir()) if files else ():
        keep(out / file.name, ["run", str(file), "--today", TODAY])


def keep(folder: Path, command: list[str], hidden: str = "") -> None:
    """Run a command of italclean in a fresh interpreter, and keep its outputs and what it said.

    Args:
        folder: Where to keep them.
        command: The command and its arguments.
        hidden: A path that is another one at every time.
    """
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch) / "out"
        ran = subprocess.run(
            [sys.executable, "-m", "italclean", *command, "--out", str(written)],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "160", "NO_COLOR": "1"},
        )
        folder.mkdir()
        paths = [path for path in (scratch, hidden) if path]
        said = f"exit {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
        (folder / "said.txt").write_text(blanked(said, paths), encoding="utf-8")
        for file in sorted(written.iterdir()) if written.is_dir() else ():
            kept = folder / file.name
            if file.suffix in (".json", ".html"):
                kept.write_text(blanked(file.read_text(encoding="utf-8"), paths), encoding="utf-8")
            elif file.suffix == ".parquet":
                # What stands in it counts, not how it is packed.
                pl.read_parquet(file).cast(pl.String).write_csv(kept.with_name(f"{kept.name}.csv"))
            else:
                kept.write_bytes(file.read_bytes())


def blanked(text: str, paths: list[str]) -> str:
    """Blank what differs from run to run."""
    for path in paths:
        text = text.replace(path, "")
    for pattern, blank in CHANGING:
        text = re.sub(pattern, blank, text)
    return text


def compare(old: Path, new: Path) -> int:
    """Print the outputs that differ, and return 1 where there are any."""
    names = sorted({path.relative_to(top) for top in (old, new) for path in top.rglob("*") if path.is_file()})
    differing = [name for name in names if not _same(old / name, new / name)]
    for name in differing:
        print(f"{name}: {'differs' if (old / name).is_file() and (new / name).is_file() else 'is on one side only'}")
    print(f"{len(names) - len(differing)} of {len(names)} outputs are equal")
    return int(bool(differing))


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


if __name__ == "__main__":
    main()
