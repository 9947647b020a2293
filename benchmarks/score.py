"""Quality of a crosswalk (``row,golden_id``) against the truth (``row,entity``), as `italclean evaluate` measures it.

Unlike there, rows of the truth that the crosswalk lacks count as left alone: a list's generator knows them all.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from italclean.evaluation.agreement import compare
from italclean.readers.plain import read_plain


@dataclass(frozen=True)
class Score:
    """How far a crosswalk is the truth."""

    rows: int
    entities: int
    clusters: int
    true_pairs: int
    predicted_pairs: int
    common_pairs: int
    precision: float
    recall: float
    f1: float
    bcubed_f1: float
    over_merged_clusters: int
    under_merged_entities: int
    largest_cluster: int


def score(crosswalk: pl.DataFrame, truth: pl.DataFrame) -> Score:
    """Compare; rows missing from the crosswalk count as left alone."""
    for name, frame in (("crosswalk", crosswalk), ("truth", truth)):
        if frame["row"].n_unique() != len(frame):
            raise ValueError(f"{name}: a row number occurs twice")
    left = truth.select(pl.col("row").cast(pl.Int64), pl.col("entity").cast(pl.String))
    right = crosswalk.select(pl.col("row").cast(pl.Int64), pl.col("golden_id").cast(pl.String))
    unknown = right.join(left, on="row", how="anti")
    if len(unknown):
        raise ValueError(f"crosswalk: {len(unknown)} rows are not in the truth")
    alone = pl.concat_str(pl.lit("row "), pl.col("row").cast(pl.String))
    found = compare(left.join(right, on="row", how="left").with_columns(pl.coalesce("golden_id", alone)))
    # Where there is no pair, none is wrong.
    return Score(
        rows=found.rows,
        entities=found.entities,
        clusters=found.customers,
        true_pairs=found.recall.whole or 0,
        predicted_pairs=found.precision.whole or 0,
        common_pairs=found.precision.part or 0,
        precision=1.0 if found.precision.value is None else found.precision.value,
        recall=1.0 if found.recall.value is None else found.recall.value,
        f1=1.0 if found.f1.value is None else found.f1.value,
        bcubed_f1=1.0 if found.bcubed_f1.value is None else found.bcubed_f1.value,
        over_merged_clusters=found.over_merged.part or 0,
        under_merged_entities=found.split.part or 0,
        largest_cluster=found.largest_customer,
    )


def score_files(crosswalk: Path, truth: Path) -> Score:
    """Compare two csv files."""
    read = [read_plain(path.read_bytes(), str(path)) for path in (crosswalk, truth)]
    return score(read[0], read[1])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("crosswalk", type=Path, help="csv with columns row, golden_id")
    parser.add_argument("truth", type=Path, help="csv with columns row, entity")
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args()
    result = asdict(score_files(args.crosswalk, args.truth))
    if args.json:
        print(json.dumps(result, indent=2))
        return
    for name, value in result.items():
        print(f"{name:22} {value:.5f}" if isinstance(value, float) else f"{name:22} {value}")


if __name__ == "__main__":
    main()
