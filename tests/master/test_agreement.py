"""Rows added month by month, held against one run over everything: the same customers, but for bridges."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

import italclean as ic

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SOURCES = ("erp", "crm")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """A list of another model of people, of which it is known whose each row is."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from generate_second import main
    finally:
        sys.path.remove(str(BENCHMARKS))
    folder = tmp_path_factory.mktemp("lista")
    main(["3000", "--seed", "5", "--out", str(folder)])
    rows = pl.read_csv(folder / "clienti.csv", separator=";", infer_schema=False)
    entity = pl.read_csv(folder / "truth.csv", infer_schema=False)["entity"]
    return rows.with_columns(entity.alias("vero"), origin=pl.int_range(pl.len()) % 2).sample(
        fraction=1, shuffle=True, seed=3
    )


def sources(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {name: rows.filter(pl.col("origin") == place).drop("origin", "vero") for place, name in enumerate(SOURCES)}


def pairs(labels: pl.DataFrame, *names: str) -> int:
    size = labels.group_by(names).len()["len"]
    return int((size * (size - 1) // 2).sum())


def test_adding_agrees_with_one_run_over_everything(rows: pl.DataFrame, tmp_path: Path) -> None:
    base, later = rows.slice(0, 2400), [rows.slice(2400, 300), rows.slice(2700)]
    ic.run(sources(base)).write(tmp_path)
    for delivery in later:
        ic.add(tmp_path, sources(delivery)).write(tmp_path, force=True)
    added = pl.read_csv(tmp_path / "crosswalk.csv", infer_schema=False)
    ordered = pl.concat([base, *later])
    at_once = ic.run(sources(ordered)).crosswalk.with_columns(pl.col("row").cast(pl.String))
    truth = pl.concat(
        ordered.filter(pl.col("origin") == place).select(
            source=pl.lit(name), row=(pl.int_range(pl.len()) + 1).cast(pl.String), vero="vero"
        )
        for place, name in enumerate(SOURCES)
    )
    both = (
        added.select("source", "row", one="golden_id")
        .join(at_once.select("source", "row", other="golden_id"), on=["source", "row"])
        .join(truth, on=["source", "row"])
    )
    assert both.height == rows.height
    # Whatever one run joins and adding does not, hangs together by way of two customers that were known before.
    known = both.with_columns(known=is_known(both, base))
    of_known = known.filter("known").group_by("other").agg(customers=pl.col("one").n_unique())
    apart = known.group_by("other").agg(pl.col("one").n_unique()).filter(pl.col("one") > 1)
    bridged = apart.join(of_known, on="other", how="left")
    assert bridged.height > 5
    # The rest are several rows of one mailbox and no name, which were one customer before its owner came.
    assert (bridged["customers"] >= 2).mean() >= 0.85
    # What adding alone joins is a hundredth at most: weights that were learned of a shorter list.
    common, one = pairs(both, "one", "other"), pairs(both, "one")
    assert one - common <= 0.01 * one
    found = {name: pairs(both, name, "vero") / pairs(both, name) for name in ("one", "other")}
    assert found["one"] >= found["other"] - 0.005


def is_known(both: pl.DataFrame, base: pl.DataFrame) -> pl.Series:
    """Which rows came with the first delivery."""
    first = {name: base.filter(pl.col("origin") == place).height for place, name in enumerate(SOURCES)}
    return both.select(
        pl.col("row").cast(pl.Int64) <= pl.col("source").replace_strict(first, return_dtype=pl.Int64)
    ).to_series()
