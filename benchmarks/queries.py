"""Count the eager queries of a run by who asks them: what a short list costs, whatever its rows.

    python benchmarks/queries.py [--rows 300] [--seed 7] [--table first|other|again] [--top 40] [--depth 1]

A query over a frame (`select`, `filter`, `join` …, and most methods of a Series) costs a tenth of a millisecond before
it looks at a row. Three runs are counted in one process: the first, which builds what is built once; another list of
as many rows; and that one again, of which all values are known. The table is that of the run that `--table` names.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

import italclean as ic

PACKAGE = str(Path(ic.__file__).parent) + os.sep


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300, help="rows of the generated list")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--table", choices=["first", "other", "again"], default="other", help="whose askers are told")
    parser.add_argument("--top", type=int, default=40, help="lines of the table")
    parser.add_argument("--depth", type=int, default=1, help="how many callers of a query are told")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        first, other = (generated(Path(scratch) / str(seed), args.rows, seed) for seed in (args.seed, args.seed + 1))
        tables = {}
        for name, file in (("first", first), ("other", other), ("again", other)):
            spent = time.process_time()
            tables[name] = counted(partial(once, file, Path(scratch) / name), args.depth)
            print(f"{name:6} {tables[name].total():7,} queries, {time.process_time() - spent:5.2f} CPU s with counting")
    for who, times in tables[args.table].most_common(args.top):
        print(f"{times:7,}  {who}")


def generated(folder: Path, rows: int, seed: int) -> Path:
    """Generate a list and return its file."""
    command = [sys.executable, str(Path(__file__).with_name("generate.py")), str(rows), "--seed", str(seed)]
    subprocess.run([*command, "--out", str(folder)], check=True, stdout=subprocess.DEVNULL)
    return folder / "clienti.csv"


def once(file: Path, out: Path) -> None:
    """Run a list as the command line does."""
    ic.run(file).write(out)


def counted(work: Callable[[], object], depth: int) -> Counter[str]:
    """Count the queries of some work by those who ask them."""
    asked: Counter[str] = Counter()
    lock = threading.Lock()
    # A query over a frame goes one way or the other, as the version has it.
    ways = {name: getattr(pl.LazyFrame, name) for name in ("collect", "_collect_eager") if hasattr(pl.LazyFrame, name)}

    def counting(collect: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            with lock:
                asked[_asker(depth)] += 1
            return collect(*args, **kwargs)

        return counted

    try:
        for name, collect in ways.items():
            setattr(pl.LazyFrame, name, counting(collect))
        work()
    finally:
        for name, collect in ways.items():
            setattr(pl.LazyFrame, name, collect)
    return asked


def _asker(depth: int) -> str:
    """Name the nearest functions of italclean, the one that asked first."""
    found: list[str] = []
    frame = sys._getframe(2)  # noqa: SLF001
    while frame is not None and len(found) < depth:
        code = frame.f_code
        if code.co_filename.startswith(PACKAGE) and not code.co_name.startswith("<"):
            found.append(f"{code.co_filename.removeprefix(PACKAGE).removesuffix('.py')}.{code.co_name}")
        frame = frame.f_back  # type: ignore[assignment]
    return " < ".join(found) or "elsewhere"


if __name__ == "__main__":
    main()
