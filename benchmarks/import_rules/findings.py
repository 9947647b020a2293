"""What is found wrong: one row a cell, file or pair of rows, with how sure the fact behind it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

ROW = "__row__"  # the number of a record, from 1, below the header; files have no such column of their own

SCHEMA = {
    "file": pl.String,
    "object": pl.String,
    "row": pl.Int64,
    "field": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "confidence": pl.String,
}


@dataclass
class Findings:
    """The findings of a run, gathered column by column."""

    parts: list[pl.DataFrame] = field(default_factory=list)

    def file(
        self, file: str, rule: str, confidence: str, *, column: str = "", value: str = "", about: str = ""
    ) -> None:
        """Add one that concerns a whole file, or a whole column of it: its row is empty."""
        row = {"file": file, "object": about, "row": None, "field": column, "value": value}
        self.parts.append(pl.DataFrame([row | {"rule": rule, "confidence": confidence}], schema=SCHEMA))

    def rows(self, file: str, numbers: pl.Series, values: pl.Series, rule: str, confidence: str) -> None:
        """Add whole rows of a file, by their numbers, each with what is to be seen there."""
        told = pl.DataFrame({"row": numbers.cast(pl.Int64), "value": values})
        added = {"file": file, "object": "", "field": "", "rule": rule, "confidence": confidence}
        self.parts.append(
            told.with_columns(pl.lit(text).alias(name) for name, text in added.items()).select(list(SCHEMA))
        )

    def cells(self, sheet: Any, wrong: pl.Expr | pl.Series, column: str, rule: str, confidence: str) -> None:
        """Add the cells of a column whose row is wrong; a null is not wrong."""
        shown = pl.col(column) if column in sheet.frame.columns else pl.lit("")
        rows = sheet.frame.filter(wrong.fill_null(False)).select(
            file=pl.lit(sheet.file),
            object=pl.lit(sheet.about),
            row=pl.col(ROW).cast(pl.Int64),
            field=pl.lit(column),
            value=shown.cast(pl.String),
            rule=pl.lit(rule),
            confidence=pl.lit(confidence),
        )
        if rows.height:
            self.parts.append(rows)

    def table(self) -> pl.DataFrame:
        """All findings: file, object, row, field, value, rule, confidence."""
        return pl.concat([pl.DataFrame(schema=SCHEMA), *self.parts])

    def groups(self) -> Iterator[dict[str, Any]]:
        """One dict a file, field and rule: how many rows, and the first three of them with their values."""
        keys = ["confidence", "file", "object", "field", "rule"]
        first = pl.struct("row", "value").head(3)
        grouped = self.table().group_by(keys, maintain_order=True).agg(count=pl.len(), examples=first)
        yield from grouped.sort("confidence", "file", maintain_order=True).iter_rows(named=True)
