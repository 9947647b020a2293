"""Generate a large dirty Italian customer list with known truth."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from generator.build import build, write


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, help="rows to write")
    parser.add_argument("--out", type=Path, required=True, help="directory for clienti.csv and truth.csv")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same files (default 1)")
    parser.add_argument("--encoding", choices=["utf-8", "cp1252"], default="utf-8")
    parser.add_argument("--summary", action="store_true", help="print the counts of the hard cases as JSON")
    args = parser.parse_args()
    start = time.perf_counter()
    table, truth, summary = build(args.rows, args.seed)
    write(table, truth, args.out, args.encoding)
    print(f"{len(table)} rows, {truth['entity'].n_unique()} entities, {time.perf_counter() - start:.1f} s")
    if args.summary:
        print(json.dumps(summary, indent=2))


if __name__ == "__main__":
    main()
