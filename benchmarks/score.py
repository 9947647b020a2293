"""Pairwise quality of a crosswalk (``row,golden_id``) against the truth (``row,entity``)."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl


@dataclass(frozen=True)
class Score:
    """Pair counts come from group sizes; no pair is enumerated."""

    rows: int
    entities: int
    clusters: int
    true_pairs: int
    predicted_pairs: int
    common_pairs: int
    precision: float
    recall: float
    f1: float
    over_merged_clusters: int
    under_merged_entities: int
    largest_cluster: int


def count_pairs(frame: pl.DataFrame, by: list[str]) -> int:
    """Pairs of rows that agree on the columns ``by``."""
    size = pl.col("len").cast(pl.Int64)
    return int(frame.group_by(by).len().select((size * (size - 1) // 2).sum()).item() or 0)


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
    both = left.join(right, on="row", how="left").with_columns(pl.coalesce("golden_id", alone))
    true_pairs, predicted = count_pairs(both, ["entity"]), count_pairs(both, ["golden_id"])
    common = count_pairs(both, ["entity", "golden_id"])
    precision = common / predicted if predicted else 1.0
    recall = common / true_pairs if true_pairs else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    clusters = both.group_by("golden_id").agg(pl.len(), pl.col("entity").n_unique().alias("kinds"))
    entities = both.group_by("entity").agg(pl.col("golden_id").n_unique().alias("parts"))
    return Score(
        rows=len(both),
        entities=len(entities),
        clusters=len(clusters),
        true_pairs=true_pairs,
        predicted_pairs=predicted,
        common_pairs=common,
        precision=precision,
        recall=recall,
        f1=f1,
        over_merged_clusters=clusters.filter(pl.col("kinds") > 1).height,
        under_merged_entities=entities.filter(pl.col("parts") > 1).height,
        largest_cluster=int(clusters.select(pl.col("len").max()).item() or 0),
    )


def _delimiter(path: Path) -> str:
    """Outputs have the delimiter of the input: the header tells which."""
    with Path(path).open(encoding="utf-8") as file:
        header = file.readline()
    return max(",;\t|", key=header.count)


def score_files(crosswalk: Path, truth: Path) -> Score:
    """Compare two csv files."""
    read = [pl.read_csv(path, infer_schema=False, separator=_delimiter(path)) for path in (crosswalk, truth)]
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
