"""The list of differences: each with both sides, the owner, and what a merge by the contract would take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from italclean.audits.compared import NAME, STREET, Compared
from italclean.audits.kinds import DIFFERENT, KIND, KINDS, LISTED, REWRITTEN
from italclean.audits.sides import A, B, Sides
from italclean.core.columns import no_text
from italclean.customers.blocks import terms_of
from italclean.fields.catalogue import ACTIVITY, SHOWN_NAME
from italclean.result import Result
from italclean.terms import Terms

COLUMNS = (
    "golden_id", "name", "kind", "field", "owner", "source_a", "row_a", "id_a", "value_a", "typed_a",
    "source_b", "row_b", "id_b", "value_b", "typed_b", "behind", "days", "proposed", "rule",
)  # fmt: skip
"""The columns of the list of differences."""
_FOUND = COLUMNS[:-1]
_NAMES = pl.Categorical()
"""Of columns that hold few different texts, again and again."""


class Findings:
    """Puts together what was found of each field."""

    def __init__(self, result: Result, sides: Sides, terms: Terms) -> None:
        """Keep what is needed to tell of a finding.

        Args:
            result: The cleaned list and its customers.
            sides: The two systems.
            terms: Who owns which field.
        """
        self._result, self._sides, self._terms = result, sides, terms
        self._names = shown_names(result.golden)
        self._lived = [self._last_sign(side) for side in (A, B)]
        self._firsts = [self._first_rows(side) for side in (A, B)]
        self._parts: list[pl.DataFrame] = []
        self._taken: dict[str, tuple[str, ...]] = {}

    def owner(self, names: Sequence[str]) -> str | None:
        """Return the owner of a field by the contract.

        Args:
            names: What the field may be called in it.
        """
        return terms_of(self._terms, *names).owner

    def add(self, name: str, found: pl.DataFrame, field: Compared | None = None) -> None:
        """Add what was found of a field.

        Args:
            name: The field.
            found: What `compare` returned.
            field: The field, where it is none of consents.
        """
        agreed = (name,) if field is None else field.agreed
        self._taken[name] = agreed
        listed = found.filter(pl.col("kind").is_in(LISTED))
        if listed.is_empty():
            return
        owner = self.owner(agreed)
        places = listed["n"]
        told = listed.with_columns(
            pl.Series("golden_id", self._result.golden["golden_id"][places]),
            pl.Series("name", self._names[places]),
            pl.lit(name, dtype=_NAMES).alias("field"),
            pl.lit(owner, dtype=_NAMES).alias("owner"),
            *self._rows(listed, A),
            *self._rows(listed, B),
            self._proposed(agreed, name).gather(places).alias("proposed"),
        )
        behind, days = self._behind(listed, field, owner)
        self._parts.append(told.with_columns(behind=behind.cast(_NAMES), days=days).select("n", *_FOUND))

    def differences(self) -> pl.DataFrame:
        """Return the list, the worst first: by kind, then by field as the catalogue has them, then by customer."""
        if not self._parts:
            return _nothing()
        whole = pl.concat(self._parts)
        self._parts.clear()
        fields = {name: place for place, name in enumerate(self._taken)}
        whole = whole.with_columns(at=pl.col("field").cast(pl.String).replace_strict(fields, return_dtype=pl.UInt32))
        whole = whole.sort("kind", "at", pl.col("days").fill_null(0), "n", descending=[False, False, True, False])
        return self._with_rules(whole.drop("at", "n"))

    def _rows(self, listed: pl.DataFrame, side: int) -> list[pl.Series]:
        """Name the row that it is about; where nothing is said, the customer's most trusted one, to be filled in."""
        frame, called = self._result.cleaned, "ab"[side]
        at = pl.select(pl.coalesce(listed[f"at_{called}"].cast(pl.UInt32), self._firsts[side][listed["n"]])).to_series()
        return [
            frame["source"][at].cast(_NAMES).alias(f"source_{called}"),
            *(frame[name][at].alias(f"{short}_{called}") for name, short in (("row", "row"), ("source_id", "id"))),
        ]

    def _first_rows(self, side: int) -> pl.Series:
        """The most trusted row that a system has of each customer."""
        whose = self._sides.whose(side).sort("place", descending=True)
        first = np.zeros(self._sides.customers, dtype=np.uint32)
        # Of several the last one written stays: the most trusted.
        first[whose["n"].to_numpy()] = whose["at"].to_numpy()
        return pl.Series(first)

    def _proposed(self, agreed: Sequence[str], name: str) -> pl.Series:
        golden = self._result.golden
        here = [one for one in agreed if one in golden.columns]
        if not here:
            return no_text(golden.height)
        if name == NAME:
            return self._names
        whole = pl.concat_str(here, separator=" ", ignore_nulls=True).replace("", None)
        chosen = whole if name == STREET else pl.coalesce(pl.col(one).cast(pl.String) for one in here)
        return golden.select(chosen.alias("proposed")).to_series()

    def _behind(self, listed: pl.DataFrame, field: Compared | None, owner: str | None) -> tuple[pl.Series, pl.Series]:
        """Tell which system is behind, and by how many days: by the days themselves, or by who owns the field."""
        none = pl.Series([None], dtype=pl.Int64).new_from_index(0, listed.height)
        if field is None or not (field.dated or field.free):
            return no_text(listed.height), none
        a, b = (pl.lit(name) for name in self._sides.names)
        if field.dated:
            days = [pl.col(f"value_{side}").str.to_date("%Y-%m-%d", strict=False) for side in "ab"]
            known = listed.with_columns(day_a=days[0], day_b=days[1])
        else:
            places = listed["n"]
            known = listed.with_columns(day_a=self._lived[A][places], day_b=self._lived[B][places])
        gap = (pl.col("day_a") - pl.col("day_b")).dt.total_days()
        older = pl.when(gap < 0).then(a).when(gap > 0).then(b)
        of = [owner in tables for tables in self._sides.tables]
        whose = b if of[A] else a if of[B] else older
        behind = pl.when(pl.col("kind").is_in(DIFFERENT)).then(older if field.dated else whose)
        told = known.with_columns(behind=behind).select(
            "behind", days=pl.when(pl.col("behind") == older).then(gap.abs())
        )
        return told["behind"], told["days"]

    def _last_sign(self, side: int) -> pl.Series:
        """The last sign of life that a system knows of each customer."""
        frame = self._result.cleaned
        columns = [name for name in ACTIVITY if name in frame.columns]
        count = self._sides.customers
        if not columns:
            return pl.Series([None], dtype=pl.Date).new_from_index(0, count)
        whose = self._sides.whose(side)
        day = pl.max_horizontal(columns).str.to_date("%Y-%m-%d", strict=False)
        last = whose.with_columns(day=frame.select(day.alias("day")).to_series()[whose["at"]])
        by = last.group_by("n").agg(pl.col("day").max())
        every = pl.DataFrame({"n": pl.Series(np.arange(count, dtype=np.uint32))})
        return every.join(by, on="n", how="left", maintain_order="left")["day"]

    def _with_rules(self, whole: pl.DataFrame) -> pl.DataFrame:
        """Say by which rule a merge took its value, where the two say different things."""
        assert self._result.deduped is not None
        wanted: dict[str, str] = {}
        for name, agreed in self._taken.items():
            for one in agreed:
                wanted.setdefault(one, name)
        asked = whole.filter(pl.col("kind") != REWRITTEN).select("golden_id", "field")
        found = []
        for part in self._result.deduped.kept.parts():
            if part.is_empty():
                continue
            name = str(part["field"][0])
            if name in wanted:
                told = part.filter(pl.col("value").is_not_null()).select(
                    "golden_id", field=pl.lit(wanted[name], dtype=_NAMES), rule=pl.col("rule").cast(_NAMES)
                )
                found.append(told.join(asked, on=["golden_id", "field"], how="semi"))
        if not found:
            return whole.with_columns(rule=pl.lit(None, dtype=_NAMES))
        # Of a name or a street the part on which the rows do not agree says why.
        ordered = pl.concat(found).sort(pl.col("rule") == "only_value", maintain_order=True)
        rules = ordered.unique(["golden_id", "field"], keep="first", maintain_order=True)
        joined = whole.join(rules, on=["golden_id", "field"], how="left", maintain_order="left")
        return joined.with_columns(rule=pl.when(pl.col("kind") != REWRITTEN).then("rule"))


def shown_names(golden: pl.DataFrame) -> pl.Series:
    """Return what each customer is called, the firm's name first.

    Args:
        golden: The golden records.
    """
    firm, *person = SHOWN_NAME
    parts = [pl.col(name) for name in person if name in golden.columns]
    whole = [pl.concat_str(parts, separator=" ", ignore_nulls=True).replace("", None)] if parts else []
    told = [*([pl.col(firm)] if firm in golden.columns else []), *whole]
    return golden.select(pl.coalesce(told).alias("name")).to_series() if told else no_text(golden.height, "name")


def count_fields(found: Mapping[str, pl.DataFrame], owners: Mapping[str, str | None], both: int) -> pl.DataFrame:
    """Count what was found of each field.

    Args:
        found: What was found, by field.
        owners: The owner of each.
        both: How many customers both systems know.

    Returns:
        `field`, `owner`, `customers` of whom both or one says anything, then a column for each of `KINDS`.
    """
    rows = []
    for name, frame in found.items():
        kinds = dict(frame.group_by(pl.col("kind").cast(pl.String)).len().iter_rows())
        counts = {kind: int(kinds.get(kind, 0)) for kind in KINDS[:-1]}
        said = sum(counts.values())
        rows.append({"field": name, "owner": owners.get(name), "customers": said, **counts, KINDS[-1]: both - said})
    schema = {"field": pl.String, "owner": pl.String, "customers": pl.Int64, **dict.fromkeys(KINDS, pl.Int64)}
    return pl.DataFrame(rows, schema=schema)


def count_behind(differences: pl.DataFrame) -> pl.DataFrame:
    """Count by field and system who is behind, and by how many days.

    Args:
        differences: The list of differences.

    Returns:
        `field`, `behind`, `customers`, `median_days`, `most_days`.
    """
    return (
        differences.filter(pl.col("behind").is_not_null())
        .group_by("field", "behind")
        .agg(customers=pl.len().cast(pl.Int64), median_days=pl.col("days").median(), most_days=pl.col("days").max())
        .cast({"field": pl.String, "behind": pl.String})
        .sort("customers", "field", "behind", descending=[True, False, False])
    )


def _nothing() -> pl.DataFrame:
    text: Iterable[str] = COLUMNS
    schema: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(text, pl.String)
    names = dict.fromkeys(("field", "owner", "source_a", "source_b", "behind", "rule"), _NAMES)
    numbers = {"row_a": pl.UInt32, "row_b": pl.UInt32, "days": pl.Int64}
    return pl.DataFrame(schema={**schema, **names, **numbers, "kind": KIND})
