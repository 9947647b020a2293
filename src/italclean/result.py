"""What a run found."""

from __future__ import annotations

import platform
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import polars as pl

from italclean.customers.ballast import Ballast, ballast_of
from italclean.customers.deduped import Deduped
from italclean.customers.erased import Erased
from italclean.customers.loads import Load
from italclean.errors import Language
from italclean.fields.plan import Plan
from italclean.messages.text import Text, said
from italclean.pairs.explain import Explanation, RowName
from italclean.rows.log import IssueLog
from italclean.rows.worksheet import none_overdue
from italclean.tariff import Tariff
from italclean.version import __version__

Parts = Callable[[], Iterable[pl.DataFrame]]
"""Lays a table out, some rows at a time."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How long a stage took, and the peak memory of the process at its end.

    Attributes:
        name: The stage.
        seconds: Wall time.
        peak_mb: Peak resident memory of the process so far, in MB; None where the system does not tell.
    """

    name: str
    seconds: float
    peak_mb: float | None


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """What a run found; shows itself in a notebook.

    Attributes:
        cleaned: One row for each input row, in order.
        log: From which `issues` and `rewritten` are laid out.
        rejected: The malformed lines of the input: `source`, `line`, `reason` (in `language`), `text`.
        plan: What was decided on the columns, and why.
        counts: How many cells of each column have which status and issue.
        notices: What a user should know about the input.
        stages: The time and memory of each stage.
        delimiter: The delimiter for the output files, that of the first input file.
        language: The language of messages.
        deduped: The deduplication, or None after `clean`.
        derived: The canonical columns that no input column holds (the parts of a `nominativo`, what a codice
            fiscale says), and how many of their cells are filled.
        dns: How many domains were asked for and with what outcome; None where the network was not used.
        options: The settings of the run, as `run.json` holds them.
        gates: The maxima that figures were held against (`--fail-on`): `name`, `most`, `share`, `figure`, `over`.
        exports: What the files made for other systems came to: `target`, `title`, `figures`, `checks`, `told`.
        overdue: The rows that have been silent for longer than they may be kept, from which `retention` is laid out.
        loads: The deliveries that the list is made of.
        earlier: What earlier deliveries left in tables to which this one adds, by the names of the tables.
        types: What columns are of in a database, one of `terms.TYPES`, where it is not text.
        beside: Tables that only some results have, by their names: `changes`, `restore`, `suppressed`, `forgotten`,
            `review_earlier`.
        erased: Who is gone from the list, where somebody was forgotten.
        made_of: The folder of the master that it was made of, and the seal of its `run.json` when it was read.
    """

    cleaned: pl.DataFrame
    log: IssueLog = field(repr=False)
    rejected: pl.DataFrame
    plan: Plan
    counts: pl.DataFrame
    notices: tuple[Text, ...]
    stages: tuple[Stage, ...]
    sources: tuple[dict[str, Any], ...]
    delimiter: str = ","
    language: Language = "it"
    deduped: Deduped | None = None
    hints: pl.DataFrame = field(default_factory=pl.DataFrame, repr=False)
    derived: Mapping[str, int] = field(default_factory=dict)
    dns: Mapping[str, Any] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    gates: tuple[Mapping[str, Any], ...] = ()
    exports: tuple[Mapping[str, Any], ...] = ()
    overdue: pl.DataFrame = field(default_factory=none_overdue, repr=False)
    loads: tuple[Load, ...] = ()
    earlier: Mapping[str, Parts] = field(default_factory=dict, repr=False)
    types: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, pl.DataFrame] = field(default_factory=dict, repr=False)
    erased: Erased | None = field(default=None, repr=False)
    made_of: tuple[Path, str | None] | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        found = (
            "" if self.deduped is None else f", {self.golden.height} customers, {self.review.height} pairs to decide"
        )
        return f"<Result: {self.cleaned.height} rows of {len(self.sources)} sources{found}>"

    @property
    def issues(self) -> pl.DataFrame:
        """One row for each cell to look at: doubtful, refused or repaired; laid out when first asked for."""
        return self.log.issues

    @property
    def rewritten(self) -> pl.DataFrame:
        """One row for each cell that was merely rewritten, with its original; laid out when first asked for."""
        return self.log.rewritten

    @property
    def retention(self) -> pl.DataFrame:
        """One row for each input row that has been silent for longer than it may be kept.

        One that is over its time for a purpose with a clock of its own has a row for that, too, with the `purpose`.
        """
        identity = [name for name in ("source", "row", "source_id", "golden_id") if name in self.cleaned.columns]
        over = said("run.retention_over", date="{}").text(self.language)
        of_purpose = said("run.retention_over_purpose", date="{}", purpose="{}").text(self.language)
        return pl.concat(
            [self.cleaned.select(identity)[self.overdue["at"]], self.overdue.drop("at")], how="horizontal"
        ).with_columns(
            message=pl.when(pl.col("purpose").is_null())
            .then(pl.format(over, "last_sign"))
            .otherwise(pl.format(of_purpose, "last_sign", pl.col("purpose").cast(pl.String)))
        )

    @property
    def golden(self) -> pl.DataFrame:
        """One row for each customer."""
        return self._deduped.golden

    @property
    def crosswalk(self) -> pl.DataFrame:
        """One row for each input row: its customer, how sure, and why."""
        return self._deduped.crosswalk

    @property
    def review(self) -> pl.DataFrame:
        """One row for each pair that a person must decide."""
        return self._deduped.review

    @property
    def contacts(self) -> pl.DataFrame:
        """One row for each distinct contact of a customer, by seat; laid out when first asked for."""
        return self._deduped.contacts

    @property
    def survivorship(self) -> pl.DataFrame:
        """One row for each field of a customer of several rows: what won, why, what was lost."""
        return self._deduped.survivorship

    @property
    def decisions(self) -> pl.DataFrame:
        """What a person decided on pairs, and what became of each decision; empty where nothing was."""
        return self.deduped.decisions if self.deduped is not None else pl.DataFrame()

    @property
    def changes(self) -> pl.DataFrame:
        """What became of the customers since the delivery before; empty where this is the first."""
        return self.beside.get("changes", pl.DataFrame())

    @property
    def tasks(self) -> pl.DataFrame:
        """The customers of personal segments, by account manager; empty where there are none."""
        return self._deduped.tasks

    def ballast(self, tariff: Tariff | str | Path | None = None) -> Ballast:
        """Count what the list costs as it came, and after each step: without duplicates, useless addresses, sleepers.

        Args:
            tariff: What the system costs that customers go to, or its file; None for the tariff of the run, and the
                counts alone where it had none.

        Raises:
            FileMissing: There is no such file.
            BadTariff: It makes no sense.

        Examples:
            >>> import polars as pl
            >>> import italclean as ic
            >>> typed = {"Cliente": ["Rossi Mario", "Mario Rossi"], "CF": ["RSSMRA85T10A562S"] * 2}
            >>> result = ic.run(pl.DataFrame(typed))
            >>> found = result.ballast(ic.Tariff("customers", [(1, "10.50"), (100, 45)]))
            >>> [(step.name, step.contacts) for step in found.steps[:2]], found.saving_month
            ([('as_received', 2), ('merged', 1)], Decimal('34.50'))
        """
        agreed = Tariff.given(tariff)
        if agreed is None and self.options.get("tariff") is not None:
            agreed = Tariff.from_dict(self.options["tariff"])
        return ballast_of(self.cleaned, self.golden, agreed)

    def explain(self, one: RowName, other: RowName) -> Explanation:
        """Explain why two rows are one customer or not: each field, its weight, the rule.

        Args:
            one: The number of a row (the column `row`), or its source and number where there are several sources.
            other: The other row.

        Raises:
            BadOption: There is no such row, or several sources have it.

        Examples:
            >>> import polars as pl
            >>> import italclean as ic
            >>> names = {"Cliente": ["Rossi Mario", "Sig. Mario Rossi"], "CF": ["RSSMRA85T10A562S"] * 2}
            >>> why = ic.run(pl.DataFrame(names), language="en").explain(1, 2)
            >>> why.verdict, why.reason
            ('merge', 'same codice fiscale: cognome, nome, data_nascita, codice_fiscale')
        """
        return self._deduped.explain(one, other)

    @property
    def _deduped(self) -> Deduped:
        if self.deduped is None:
            raise AttributeError("this list was cleaned, not deduplicated: call italclean.dedupe() or italclean.run()")
        return self.deduped

    def figures(self) -> dict[str, float]:
        """Return the figures that a `--fail-on` gate can name, as counts."""
        statuses = dict(
            self.counts.group_by("status").agg(pl.col("cells").sum()).cast({"status": pl.String}).iter_rows()
        )
        rows = self.cleaned.height
        figures: dict[str, float] = {
            "rows": rows,
            "rejected": self.rejected.height,
            **{name: int(statuses.get(name, 0)) for name in ("fixed", "suspect", "invalid", "missing")},
            "repaired": self._repaired(),
            "retention": self.overdue["at"].n_unique(),
        }
        if self.deduped is not None:
            figures |= {
                "customers": self.golden.height,
                "duplicates": rows - self.golden.height,
                "review": self.review.height,
                **{
                    name: int(str(self.deduped.figures.get(name, 0)))
                    for name in ("conflicts", "decisions_applied", "decisions_unplaced")
                },
            }
        return figures

    def _in_segments(self) -> dict[str, Any]:
        """How many customers each segment has, in the order of the contract."""
        listed = [one["name"] for one in (self.options.get("segments") or {}).get("listed", ())]
        if self.deduped is None or not listed:
            return {}
        counted = dict(self.golden["segmento"].drop_nulls().value_counts().iter_rows())
        return {"segments": {name: int(counted.get(name, 0)) for name in listed}}

    def _repaired(self) -> int:
        """Count the cells that were fixed by more than rewriting."""
        fixed = self.counts.filter((pl.col("status") == "fixed") & ~pl.col("issue").is_in(self.log.rewriting))
        return int(fixed["cells"].sum())

    def summary(self) -> dict[str, Any]:
        """Return what `run.json` holds, as plain data."""
        counts = self.counts.cast({"status": pl.String, "issue": pl.String})
        return {
            "versions": {
                "italclean": __version__,
                "polars": version("polars"),
                "python": platform.python_version(),
            },
            "sources": list(self.sources),
            "options": dict(self.options),
            "gates": [dict(gate) for gate in self.gates],
            **({"exports": [dict(one) for one in self.exports]} if self.exports else {}),
            "notices": [{"it": notice.italian, "en": notice.english} for notice in self.notices],
            "figures": self.figures(),
            "plan": self.plan.as_dict(),
            "cells": counts.to_dicts(),
            "derived": dict(self.derived),
            "dns": self.dns,
            "dedup": None
            if self.deduped is None
            else {
                **self.deduped.figures,
                "sources": self.deduped.sources.to_dicts(),
                "links": self.deduped.links.to_dicts(),
                "passes": [
                    {name: getattr(given, name) for name in ("name", "pairs", "largest", "refined", "windowed")}
                    for given in self.deduped.passes
                ],
            },
            **({} if self.deduped is None else {"ballast": self.ballast().as_dict()}),
            **self._in_segments(),
            **({} if self.erased is None or not self.erased.customers else {"erased": self.erased.as_dict()}),
            "stages": [
                {"name": stage.name, "seconds": round(stage.seconds, 3), "peak_mb": stage.peak_mb}
                for stage in self.stages
            ],
        }

    def write(
        self,
        folder: str | Path,
        *,
        force: bool = False,
        format: Literal["csv", "parquet"] = "csv",  # noqa: A002 - as it is called on the command line
        rewritten: Literal["parquet", "csv"] = "parquet",
        xlsx: bool = False,
        examples: bool = True,
    ) -> list[Path]:
        """Write the output files: all of them, or none.

        Decisions that stand in the folder, filled into a review or kept in `decisions.csv`, are kept.

        Args:
            folder: Where to; it is made if it is not there.
            force: Whether the files of an earlier run may be replaced; others are not, nor those that somebody
                changed since.
            format: What the tables are written as; those that a person fills or works off (`review.csv`,
                `rejected.csv`, `retention.csv`, `decisions.csv`) are CSV in any case.
            rewritten: What the cells that were merely rewritten are kept as, `rewritten.parquet` or `rewritten.csv`.
            xlsx: Whether `review.xlsx` is written instead of `review.csv`, and `golden.xlsx` beside `golden.csv`: for
                people, up to 100,000 rows.
            examples: Whether `report.html` shows what stands in cells; without, it holds counts and no personal data.

        Returns:
            The files written.

        Raises:
            OutputExists: The folder holds something, and `force` is not given.
            OutputNotWritable: The folder cannot be written.
            OutputBusy: Another run is writing to the folder.
            OutputForeign: A file that would be replaced is somebody's own, or was changed by somebody.
            MasterMovedOn: The master that it was made of was written to since.
            InputInTheWay: A file that would be replaced is one that was read.
            BadDecisions: The decisions in the folder cannot be understood.
            BadOption: There is no such format.
            ExtraMissing: The library that writes workbooks is not installed.
        """
        from italclean.outputs import Written, write_result

        return write_result(
            self, Path(folder), force=force, written=Written(format, rewritten, xlsx=xlsx, examples=examples)
        )

    def write_database(self, address: str, *, force: bool = False) -> dict[str, int]:
        """Write the tables to PostgreSQL, MariaDB, MySQL or SQLite: all of them, or none.

        They are called as the files are, and every column is text. Decisions that stand there, filled into `review` or
        kept in `decisions`, are kept. The summary of `run.json` goes to the table `run`; the report goes to no
        database.

        Args:
            address: Where to: `postgresql://user@host/database?schema=pulito`, `mysql://user@host/database`,
                `sqlite:///file.db`, or `env:NAME` for an address in the environment.
            force: Whether the tables of an earlier run may be replaced; others are not.

        Returns:
            The tables written, and how many rows each has. What is to be known of it (a connection that is not
            encrypted, a password for others to see, names that had to be changed) is told as a warning.

        Raises:
            BadAddress: The address cannot be read.
            DatabaseExists: There are results already, and `force` is not given.
            DatabaseForeign: A table that would be replaced is somebody's own, or was given other columns.
            DatabaseBusy: Another run is writing there.
            DatabaseNotWritable: The database cannot be reached or written; its tables are as they were.
            InputInTheWay: A table that would be replaced is one that was read.
            ExtraMissing: The driver is not installed.

        Examples:
            >>> import tempfile
            >>> import polars as pl
            >>> import italclean as ic
            >>> result = ic.run(pl.DataFrame({"Cliente": ["Rossi Mario"], "CF": ["RSSMRA85T10A562S"]}))
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     result.write_database(f"sqlite:///{folder}/pulito.db")["golden"]
            1
        """
        from italclean.outputs import find_target, write_database

        inputs = [str(source["path"]) for source in self.sources if source["path"]]
        target = find_target(address, force=force, inputs=inputs)
        written = write_database(self, target)
        for notice in (*target.notices, *written.notices):
            warnings.warn(notice.text(self.language), stacklevel=2)
        return dict(written.rows)

    def _repr_html_(self) -> str:
        from italclean.report.notebook import notebook_view

        return notebook_view(self)
