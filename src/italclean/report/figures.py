"""What the report shows, computed over whole columns; only the bounded examples leave polars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import polars as pl

from italclean.issues.issue import STATUSES
from italclean.issues.registry import ISSUES
from italclean.pairs.reasons import grounds_of

if TYPE_CHECKING:
    from italclean.result import Result

_LOOKED_AT = 60
_CANDIDATES = 40
_SMALL_CLUSTER = 4
_CROSSOVER = 10
_TELLING = (
    "ragione_sociale", "cognome", "nome", "codice_fiscale", "partita_iva", "data_nascita", "indirizzo", "cap", "comune",
    "email", "telefono", "cellulare", "consenso_marketing",
)  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Quality:
    """How a column fared.

    Attributes:
        column: The canonical column.
        cells: How many cells have which status.
        issues: The code of each issue, its status and its number of cells, the most serious and frequent first.
    """

    column: str
    cells: Mapping[str, int]
    issues: tuple[tuple[str, str, int], ...]

    @property
    def total(self) -> int:
        """How many cells there are."""
        return sum(self.cells.values())

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return self.total - self.cells.get("missing", 0)

    @property
    def usable(self) -> int:
        """How many cells may be used without a second look."""
        return self.cells.get("valid", 0) + self.cells.get("fixed", 0)


@dataclass(frozen=True, slots=True)
class Example:
    """One logged cell: what was typed, what came of it, and what the issue names."""

    original: str | None
    cleaned: str | None
    detail: str


def quality(result: Result) -> list[Quality]:
    """Return how each column fared, in the order of the columns."""
    found: dict[str, tuple[dict[str, int], list[tuple[str, str, int]]]] = {}
    for column, status, issue, cells in result.counts.cast({"status": pl.String, "issue": pl.String}).iter_rows():
        statuses, issues = found.setdefault(column, ({}, []))
        statuses[status] = statuses.get(status, 0) + cells
        if issue is not None and cells:
            issues.append((issue, status, cells))
    serious = ("invalid", "suspect", "fixed", "missing", "valid")
    return [
        Quality(
            column, statuses, tuple(sorted(issues, key=lambda entry: (serious.index(entry[1]), -entry[2], entry[0])))
        )
        for column, (statuses, issues) in found.items()
    ]


def examples(result: Result, most: int) -> dict[tuple[str, str], list[Example]]:
    """Return the first distinct examples of each column's issues, by column and issue."""
    outputs = {(column.name, column.role): column.cells for column in result.plan.columns if column.role}
    groups = result.log.first(_LOOKED_AT).select(
        pl.col("column", "role", "issue").cast(pl.String), "original", "cleaned", "detail"
    )
    found: dict[tuple[str, str], list[Example]] = {}
    for name, role, issue, original, cleaned, detail in groups.iter_rows():
        kept = found.setdefault((outputs.get((name, role), role), issue), [])
        # A detail that the message does not hold is for the cleaner alone.
        held = detail if "{detail}" in ISSUES[issue].italian else None
        example = Example(original, cleaned, held or "")
        if len(kept) < most and all((original, example.detail) != (one.original, one.detail) for one in kept):
            kept.append(example)
    return found


def derived(result: Result) -> list[tuple[str, int]]:
    """Return the canonical columns that no input column holds, and how many of their cells are filled."""
    held = {column.output for column in result.plan.columns} | {"source", "row", "source_id", "golden_id"}
    names = [name for name in result.cleaned.columns if name not in held]
    if not names:
        return []
    return list(zip(names, result.cleaned.select(pl.col(names).count()).row(0), strict=True))


def cluster_sizes(golden: pl.DataFrame) -> list[tuple[str, int]]:
    """Return how many customers stand for 1, 2, 3 … rows; the many sizes from ten on are one."""
    counts = (
        golden.select(pl.col("records").cast(pl.Int64).clip(upper_bound=_CROSSOVER).alias("size"))
        .group_by("size")
        .len()
        .sort("size")
    )
    return [(f"{size}+" if size == _CROSSOVER else str(size), customers) for size, customers in counts.iter_rows()]


def largest(golden: pl.DataFrame, most: int) -> list[Row]:
    """Return the customers made of the most rows."""
    several = golden.filter(pl.col("records") > 1)
    # The least number of rows that is shown, first: only ties are then sorted by their ids.
    least = several["records"].top_k(most).min() or 0
    shown = several.filter(pl.col("records") >= least).sort("records", "golden_id", descending=[True, False])
    return shown.head(most).to_dicts()


def merged_rows(result: Result) -> pl.DataFrame:
    """Return the crosswalk's rows whose customer has several: their place `at`, and the `rule` of their reason."""
    assert result.deduped is not None  # of a list that was cleaned there is no crosswalk
    return (
        result.crosswalk.lazy()
        .select("golden_id", "probability", "reason", rule=grounds_of(result.deduped.reasons.crosswalk))
        .with_row_index("at")
        .join(
            result.golden.lazy().filter(pl.col("records") > 1).select("golden_id", "records"),
            on="golden_id",
            maintain_order="left",
        )
        .collect()
    )


def grounds(merged: pl.DataFrame, most: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Return how many rows were merged by which rule, and by which rule and agreeing fields."""
    rules = merged.group_by("rule").len().sort("len", "rule", descending=[True, False])
    reasons = merged.group_by("reason").len().sort("len", "reason", descending=[True, False])
    return rules.rows(), reasons.head(most).rows()


def cluster_examples(result: Result, merged: pl.DataFrame, most: int) -> list[tuple[str, Row, list[Row]]]:
    """Return for each rule one small customer whose rows differ the most.

    Returns:
        What decided, the golden record and its rows, each with its own `reason`.
    """
    weakest = (
        merged.filter(pl.col("records") <= _SMALL_CLUSTER)
        .sort("probability", "at", nulls_last=True)
        .unique("golden_id", keep="first", maintain_order=True)
    )
    ruled = weakest.group_by("rule", maintain_order=True).agg(
        pl.len().alias("customers"), pl.col("golden_id").head(_CANDIDATES)
    )
    candidates = ruled.explode("golden_id")
    if candidates.is_empty():
        return []
    chosen = merged.filter(pl.col("golden_id").is_in(candidates["golden_id"].implode()))
    rows = result.cleaned[chosen["at"].to_numpy()].with_columns(chosen["reason"])
    compared = shown_fields(rows.columns)
    if not compared:
        return []
    varied = rows.group_by("golden_id").agg(
        pl.sum_horizontal(pl.col(name).drop_nulls().n_unique() > 1 for name in compared).alias("varied"),
        pl.sum_horizontal(pl.col(name).count() > 0 for name in compared).alias("held"),
    )
    best = (
        candidates.join(varied, on="golden_id")
        .sort("customers", "rule", "varied", "held", "golden_id", descending=[True, False, True, True, False])
        .unique("rule", keep="first", maintain_order=True)
        .head(most)
    )
    golden = {
        row["golden_id"]: row
        for row in result.golden.filter(pl.col("golden_id").is_in(best["golden_id"].implode())).to_dicts()
    }
    members: dict[str, list[Row]] = {}
    for row in rows.filter(pl.col("golden_id").is_in(best["golden_id"].implode())).to_dicts():
        members.setdefault(row["golden_id"], []).append(row)
    return [(rule, golden[key], members[key]) for rule, key in best.select("rule", "golden_id").iter_rows()]


def shown_fields(columns: list[str]) -> list[str]:
    """Return the fields that tell one customer from another, as far as a frame has them."""
    return [name for name in _TELLING if name in columns]


def shared(golden: pl.DataFrame, name: str) -> tuple[int, int]:
    """Return how many values of a column stand with several customers, and with how many."""
    if name not in golden.columns:
        return 0, 0
    several = (
        golden.lazy().filter(pl.col(name).is_not_null()).group_by(name).len("customers").filter(pl.col("customers") > 1)
    )
    values, customers = several.select(pl.len(), pl.col("customers").sum()).collect().row(0)
    return int(values), int(customers or 0)


def contradicting_consents(result: Result) -> int:
    """Return how many customers had rows that answered differently about one consent."""
    names = consents(result.cleaned)
    if not names:
        return 0
    several = result.golden.lazy().filter(pl.col("records") > 1).select("golden_id")
    answers = result.cleaned.lazy().select("golden_id", *names).join(several, on="golden_id", how="semi")
    differing = answers.group_by("golden_id").agg(pl.col(name).min() != pl.col(name).max() for name in names)
    return int(differing.select(pl.any_horizontal(names).sum()).collect().item() or 0)


def undated_consents(result: Result) -> int:
    """Return how many customers (or rows, after `clean`) say yes without a date to prove it."""
    frame = result.golden if result.deduped is not None else result.cleaned
    names = consents(frame)
    if not names:
        return 0
    undated = pl.col("data_consenso").is_null() if "data_consenso" in frame.columns else pl.lit(value=True)
    return int(frame.select((pl.any_horizontal(pl.col(name) == "si" for name in names) & undated).sum()).item() or 0)


def consents(frame: pl.DataFrame) -> list[str]:
    """Return the columns that hold a consent."""
    return [name for name in frame.columns if name.startswith("consenso_") and frame.schema[name] == pl.String]


def issue_cells(result: Result) -> dict[str, int]:
    """Return how many cells have which issue."""
    counts = (
        result.counts.filter(pl.col("issue").is_not_null())
        .group_by(pl.col("issue").cast(pl.String))
        .agg(pl.col("cells").sum())
    )
    return {issue: int(cells) for issue, cells in counts.iter_rows()}


def statuses(cells: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the counts of all statuses, in the order of the catalogue."""
    return [(status, cells.get(status, 0)) for status in STATUSES]


def shown_name(path: str) -> str:
    """Return what a source is called for whoever reads the report: a file without its folders, a server as it is.

    Args:
        path: The source's path, or the address of a database without user and password.

    Examples:
        >>> shown_name("vendite/clienti.csv"), shown_name("mysql://db.example.it/erp")
        ('clienti.csv', 'mysql://db.example.it/erp')
        >>> shown_name("sqlite:////archivio/erp.db?table=clienti")
        'sqlite:///erp.db?table=clienti'
    """
    scheme, sign, _ = path.partition(":///")
    if sign:
        return f"{scheme}:///{PurePath(path).name}"
    return path if "://" in path else PurePath(path).name
