"""A labelled list: for each row, which customer it is in truth."""

from __future__ import annotations

import polars as pl

from italclean.errors import BadTruth, Language, UnknownColumn
from italclean.evaluation.agreement import compare
from italclean.evaluation.evaluation import ESTIMATES, Evaluation
from italclean.evaluation.keys import ENTITIES, Columns, Finder, columns_of
from italclean.evaluation.tables import filled, first_of, listed
from italclean.messages.text import Text, said


def entity_column(truth: pl.DataFrame, columns: Columns, given: str | None, path: str) -> str:
    """Find the column that says which customer a row is.

    Args:
        truth: The truth.
        columns: Where it says which row is meant.
        given: What the user says, or None.
        path: What it is called in messages.

    Raises:
        UnknownColumn: The column that the user names is not there.
        BadTruth: No column can be taken for it.
    """
    if given is not None:
        if given not in truth.columns:
            raise UnknownColumn(column=given, columns=listed(truth.columns))
        return given
    rest = [name for name in truth.columns if name not in (columns.source, columns.row, columns.id)]
    found = first_of(ENTITIES, rest) or (rest[0] if len(rest) == 1 else None)
    if found is None:
        raise BadTruth(path=path, reason=said("evaluate.no_entity", columns=listed(truth.columns)))
    return found


def evaluate_rows(
    crosswalk: pl.DataFrame, finder: Finder, truth: pl.DataFrame, path: str, entity: str | None, language: Language
) -> Evaluation:
    """Hold a crosswalk against a labelled list.

    Args:
        crosswalk: The crosswalk.
        finder: Finds its rows.
        truth: The labelled list.
        path: What it is called in messages.
        entity: The column that says which customer a row is, or None to find it.
        language: The language of messages.

    Raises:
        BadTruth: The truth cannot be used.
        UnknownColumn: The column that the user names is not there.
    """
    columns = columns_of([name for name in truth.columns if name != entity])
    column = entity_column(truth, columns, entity, path)
    places = finder.find(truth, columns, path)
    lines = truth.select(filled(column).alias("entity")).with_columns(at=places.at)
    labelled = lines.filter(pl.col("entity").is_not_null() & pl.col("at").is_not_null())
    if labelled.is_empty():
        raise BadTruth(path=path, reason=said("evaluate.no_label", column=column))
    rows = labelled.unique("at", keep="first", maintain_order=True)
    contrary = labelled.unique()["at"].is_duplicated()
    if contrary.any():
        number = int(labelled.unique().filter(contrary)["at"].min()) + 1  # type: ignore[arg-type]
        raise BadTruth(path=path, reason=said("evaluate.two_entities", line=number))
    golden = crosswalk.select(filled("golden_id"))["golden_id"]
    both = rows.with_columns(golden_id=golden.gather(rows["at"]))
    without = int(both["golden_id"].is_null().sum())
    both = both.drop_nulls("golden_id")
    if both.is_empty():
        raise BadTruth(path=path, reason=said("evaluate.nothing_labelled"))
    found = compare(both)
    outside = _pairs_outside(golden, both) if crosswalk.height > found.rows else 0
    counts = {
        "rows": found.rows,
        "entities": found.entities,
        "customers": found.customers,
        "groups": found.groups,
        "largest_customer": found.largest_customer,
        "truth_unknown": int(places.at.is_null().sum()),
        "truth_unlabelled": int((lines["entity"].is_null() & lines["at"].is_not_null()).sum()),
        "truth_repeated": labelled.height - rows.height,
        "crosswalk_unjudged": crosswalk.height - found.rows,
        "pairs_outside": outside,
    }
    return Evaluation(
        "rows",
        **{name: getattr(found, name) for name in ESTIMATES},
        counts=counts,
        by=places.by,
        column=column,
        notices=(*places.notices, *_notices(counts, crosswalk.height, without)),
        language=language,
    )


def _pairs_outside(golden: pl.Series, both: pl.DataFrame) -> int:
    """How many pairs were merged of which the truth has one row and not the other."""
    whole = golden.drop_nulls().value_counts(name="all")
    sizes = both.group_by("golden_id").len("here").join(whole, on="golden_id", how="left")
    here, all_rows = pl.col("here").cast(pl.Int64), pl.col("all").cast(pl.Int64)
    return int(sizes.select((here * (all_rows - here)).sum()).item() or 0)


def _notices(counts: dict[str, int], height: int, without: int) -> list[Text]:
    told = [
        said(f"evaluate.{name}", count=counts[name])
        for name in ("truth_unknown", "truth_unlabelled", "truth_repeated")
        if counts[name]
    ]
    if without:
        told.append(said("evaluate.without_golden_id", count=without))
    if counts["crosswalk_unjudged"]:
        told.append(said("evaluate.sample_of_rows", count=counts["rows"], of=height))
    if counts["pairs_outside"]:
        told.append(said("evaluate.pairs_outside", count=counts["pairs_outside"]))
    return told
