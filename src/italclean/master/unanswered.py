"""The pairs of earlier deliveries that nobody has answered yet: they are kept beside the new ones."""

from __future__ import annotations

import polars as pl

from italclean.customers.decision_files import pair_keys, table_of
from italclean.customers.decision_words import read_words
from italclean.customers.deduped import Deduped
from italclean.master.reading import Master
from italclean.outputs.folder import REVIEWS
from italclean.pairs.review import COLUMNS

_SIDES = ("a", "b")


def unanswered(master: Master, deduped: Deduped) -> pl.DataFrame:
    """Return the pairs in the master's folder that are still open: no answer, two customers, both of them there.

    Args:
        master: The list as it was.
        deduped: The customers as they are.

    Returns:
        The columns of a review; empty where nothing is open.
    """
    files = [path for name in REVIEWS if (path := master.folder / name).is_file()]
    tables = [_as_review(table_of(path)) for path in files]
    pairs = pl.concat([pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String)), *tables])
    pairs = pairs.unique(["source_a", "row_a", "source_b", "row_b"], keep="first", maintain_order=True)
    answers, _ = read_words(pairs["decision"])
    pairs = pairs.filter(answers.is_null())
    customers = deduped.crosswalk.select("source", pl.col("row").cast(pl.String), "golden_id")
    for side in _SIDES:
        named = {"source": f"source_{side}", "row": f"row_{side}", "golden_id": f"golden_{side}"}
        pairs = pairs.join(
            customers.rename(named), on=[f"source_{side}", f"row_{side}"], how="left", maintain_order="left"
        )
    pairs = pairs.filter((pl.col("golden_a") != pl.col("golden_b")).fill_null(value=False)).select(COLUMNS)
    # What is asked again of the new rows, or was answered, is not asked twice.
    known = [
        pair_keys(table.cast(pl.String))
        for table in (deduped.decisions, deduped.review)
        if table.height and "anchor_a" in table.columns
    ]
    if known and pairs.height:
        pairs = pairs.filter(~pair_keys(pairs).is_in(pl.concat(known).drop_nulls().implode()).fill_null(value=False))
    return pairs.with_columns(pair_id=pl.int_range(1, pl.len() + 1).cast(pl.String), decision=pl.lit(None, pl.String))


def _as_review(table: pl.DataFrame) -> pl.DataFrame:
    """A review as a person may have left it, in the columns that it was written with."""
    texts = table.with_columns(pl.all().cast(pl.String))
    return texts.select(
        pl.col(name) if name in texts.columns else pl.lit(None, pl.String).alias(name) for name in COLUMNS
    )
