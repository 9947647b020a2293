"""Make tld.csv: the top-level domains that exist."""

import argparse
from pathlib import Path

import polars as pl
from _write import write_table


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, required=True, help="folder of the unpacked publicsuffixlist")
    parser.add_argument("--version", required=True, help="its version")
    given = parser.parse_args()
    text = (given.package / "public_suffix_list.dat").read_text(encoding="utf-8")
    official = text.split("===BEGIN PRIVATE DOMAINS===", maxsplit=1)[0]
    rules = [line.strip() for line in official.splitlines() if line.strip() and not line.startswith("//")]
    write_table(
        "tld",
        pl.DataFrame({"tld": sorted({rule.rpartition(".")[2] for rule in rules})}),
        title="Top-level domains",
        source=f"the official part of the Public Suffix List, in publicsuffixlist {given.version} (Python package)",
        licence="MPL-2.0",
        date="2026-11-22",
        made_by="tld.py",
        notes="The names alone, in letters of their own scripts. A missing name may be newer than the table.",
    )


if __name__ == "__main__":
    main()
