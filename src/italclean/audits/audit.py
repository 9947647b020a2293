"""`Audit`: what two systems say of the same customers, and how it is found out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import polars as pl

from italclean.audits.cells import Cells
from italclean.audits.compare import compare
from italclean.audits.compared import STREET, fields_of, same_streets
from italclean.audits.consents import compare_consents
from italclean.audits.coverage import BOTH, ONLY_A, ONLY_B, count_covered, cover
from italclean.audits.findings import Findings, count_behind, count_fields
from italclean.audits.kinds import CONFLICTS, DIFFERENT, INVALID, MISSING, REWRITTEN, UNKNOWN
from italclean.audits.sample import sampled
from italclean.audits.sides import A, B, Sides
from italclean.audits.sources import Pair
from italclean.contract.contract import Contract
from italclean.contract.gates import Gate
from italclean.core.memory import give_back
from italclean.core.remembered import remembering
from italclean.customers.decisions import Files as DecisionFiles
from italclean.customers.decisions import read_decisions
from italclean.errors import Language
from italclean.messages.text import Text, said
from italclean.pipeline import Widths
from italclean.readers.sources import Input, Source
from italclean.result import Result
from italclean.rows.activity import STATE
from italclean.settings import Dns, Matching, Periods, Reading, Settings
from italclean.stages import Clock, Progress, cleaned_list, deduped_list, result_of

_OF_KINDS = {
    "consent_conflict": CONFLICTS,
    "refusal_unknown": UNKNOWN,
    "different": DIFFERENT,
    "one_invalid": INVALID,
    "one_missing": MISSING,
    "written_otherwise": (REWRITTEN,),
}
"""Figures that count the customers of some kinds of differences."""
SAMPLE, SEED = 100, 1
"""How many differences a sample has, and by which seed, where nothing else is said."""


@dataclass(frozen=True, slots=True, repr=False)
class Audit:
    """What two systems say of the same customers; shows itself in a notebook.

    Attributes:
        names: What the two are called.
        result: The list of both as `run` has it: cleaned rows, customers, what a merge would take.
        differences: One row for each field of a customer of which the two do not say the same, the worst first.
        coverage: One row for each customer: `where` it is (`both`, `only_a`, `only_b`), with how many rows.
        fields: For each field that both have its owner and how many customers are of each kind; those of consents, too.
        statuses: How often which state in the one meets which in the other (`stato`).
        behind: By field and system: for how many customers it is behind, and by how many days.
        alone: The fields that only one of the two has, by side.
        gates: The maxima that figures were held against (`--fail-on`).
    """

    names: tuple[str, str]
    result: Result
    differences: pl.DataFrame
    coverage: pl.DataFrame
    fields: pl.DataFrame
    statuses: pl.DataFrame
    behind: pl.DataFrame
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    gates: tuple[Mapping[str, Any], ...] = field(default=())

    def __repr__(self) -> str:
        found = self.figures()
        a, b = self.names
        return (
            f"<Audit of {a} and {b}: {found['both']} customers in both, {found['only_a']} only in {a}, "
            f"{found['only_b']} only in {b}; {found['different']} differ, {found['consent_conflict']} consents collide>"
        )

    @property
    def consents(self) -> pl.DataFrame:
        """The lines of `fields` that are of consents and of whom one may contact."""
        return self.fields.filter(pl.col("field").str.contains("^(?:consenso|contattabile)_"))

    @property
    def crosswalk(self) -> pl.DataFrame:
        """One row for each input row: its customer, how sure, and why."""
        return self.result.crosswalk

    @property
    def covered(self) -> pl.DataFrame:
        """Customers and rows by where they are and by kind (`tipo`)."""
        return count_covered(self.coverage)

    @property
    def language(self) -> Language:
        """The language of messages."""
        return self.result.language

    def only(self, side: Literal["a", "b"]) -> pl.DataFrame:
        """Return the golden records of the customers whom one system alone knows.

        Args:
            side: `a` or `b`.
        """
        where = self.coverage["where"] == (ONLY_A if side == "a" else ONLY_B)
        return self.result.golden.filter(where)

    def sample(self, n: int = SAMPLE, seed: int = SEED) -> pl.DataFrame:
        """Draw some differences to look at: of each kind and field alike, the same for one seed.

        Args:
            n: How many at most.
            seed: Another seed gives another sample.
        """
        return sampled(self.differences, n, seed)

    def figures(self) -> dict[str, float]:
        """Return the figures that a `--fail-on` gate can name, as counts: of customers, where nothing else is said."""
        rows = {name: int(self.coverage[name].sum()) for name in ("rows_a", "rows_b")}
        where = dict(self.coverage.group_by(pl.col("where").cast(pl.String)).len().iter_rows())
        several = {f"repeated_{side}": int((self.coverage[f"rows_{side}"] > 1).sum()) for side in "ab"}
        places = {name: int(where.get(name, 0)) for name in (BOTH, ONLY_A, ONLY_B)}
        told = self.differences.lazy().select("golden_id", "kind", "field", "behind")
        asked = {
            **{name: pl.col("kind").is_in(kinds) for name, kinds in _OF_KINDS.items()},
            "stale": pl.col("behind").is_not_null(),
            "status": (pl.col("field") == STATE) & pl.col("kind").is_in(DIFFERENT),
            "_incoherent": pl.col("kind").is_in([*CONFLICTS, *UNKNOWN, *DIFFERENT, *INVALID]),
        }
        counts = told.select(
            pl.col("golden_id").filter(holds).n_unique().cast(pl.Int64).alias(name) for name, holds in asked.items()
        )
        found = counts.collect().row(0, named=True)
        incoherent = found.pop("_incoherent")
        return {
            **self.result.figures(),
            **rows,
            **{f"customers_{side}": places[BOTH] + places[f"only_{side}"] for side in "ab"},
            **places,
            **several,
            "coherent": places[BOTH] - incoherent,
            **found,
        }

    def told(self) -> list[Text]:
        """Return what came out, in sentences."""
        names = {"a": self.names[0], "b": self.names[1]}
        told = [said(f"audit.{key}", **names, **self.figures()) for key in ("covered", "told")]
        unused = tuple(column.option for column in self.result.plan.unused)
        return [*told, *([said("audit.unused", options=unused)] if unused else [])]

    def summary(self) -> dict[str, Any]:
        """Return what `audit.json` holds, as plain data."""
        of_run = self.result.summary()
        kept = ("versions", "sources", "options", "notices", "plan", "stages")
        return {
            "systems": {"a": self.names[0], "b": self.names[1]},
            "figures": self.figures(),
            "gates": [dict(gate) for gate in self.gates],
            "coverage": self.covered.cast({"where": pl.String}).to_dicts(),
            "fields": self.fields.to_dicts(),
            "statuses": self.statuses.to_dicts(),
            "behind": self.behind.to_dicts(),
            "only_in": {"a": list(self.alone[0]), "b": list(self.alone[1])},
            **{name: of_run[name] for name in kept},
        }

    def write(
        self,
        folder: str | Path,
        *,
        force: bool = False,
        format: Literal["csv", "parquet"] = "csv",  # noqa: A002 - as it is called on the command line
        xlsx: bool = False,
        sample: int = SAMPLE,
        seed: int = SEED,
    ) -> list[Path]:
        """Write the files: all of them, or none.

        Args:
            folder: Where to; it is made if it is not there.
            force: Whether the files of an earlier audit may be replaced; others are not, nor those that somebody
                changed since.
            format: What the tables are written as; `sample.csv` and `rejected.csv` are CSV in any case.
            xlsx: Whether the sample is written as a workbook instead.
            sample: How many differences the sample has at most; 0 for no sample.
            seed: By which it is drawn.

        Returns:
            The files written.

        Raises:
            OutputExists: The folder holds something, and `force` is not given.
            OutputForeign: A file that would be replaced is somebody's own, or was changed by somebody.
            OutputNotWritable: The folder cannot be written.
            OutputBusy: Somebody else is writing to the folder.
            InputInTheWay: A file that would be replaced is one that was read.
            BadOption: There is no such format.
            ExtraMissing: The library that writes workbooks is not installed.
        """
        from italclean.audits.writing import Written, write_audit

        return write_audit(self, Path(folder), force=force, written=Written(format, sample, seed, xlsx=xlsx))

    def _repr_html_(self) -> str:
        from italclean.audits.page import notebook_view

        return notebook_view(self)


def audit(
    a: Input | None = None,
    b: Source | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = Reading.encoding,
    delimiter: str | None = Reading.delimiter,
    skip_rows: int | None = Reading.skip_rows,
    widths: Widths = Reading.widths,
    query: str | None = Reading.query,
    query_file: Path | None = Reading.query_file,
    decisions: DecisionFiles | None = None,
    priority: Sequence[str] = Matching.priority,
    unique: Sequence[str] = Matching.unique,
    merge_from: float | None = Matching.merge_from,
    review_from: float = Matching.review_from,
    periods: Periods | None = None,
    dns: Dns | None = None,
    language: Language = Settings.language,
    progress: Progress | None = None,
    contract: Contract | str | Path | None = None,
) -> Audit:
    """Hold two systems against each other, which stay as they are: do they say the same of the same customers?

    Rows are cleaned, and customers found, as `run` does; the arguments that are not named here are its own.

    Args:
        a: The one: a path, an address of a database, a frame; or a mapping of two names to them.
        b: The other.
        mapping: Roles of columns that the header and the content do not tell.
        encoding: The encoding of the files, or None to detect it.
        delimiter: The delimiter of the files, or None to find it.
        skip_rows: How many lines stand above the header of each file, or None to find it.
        widths: The widths of the columns of files without delimiters.
        query: What is asked of the one database among the sources, instead of a table.
        query_file: A file that holds the query.
        decisions: What a person decided on pairs, as for `run`.
        priority: The systems from the most to the least trusted.
        unique: The systems that are free of duplicates.
        merge_from: From which probability on two rows that are only alike are one customer.
        review_from: From which probability on two rows might be one customer.
        periods: After how many months a customer is dormant.
        dns: How to ask the DNS; without it the network is not used.
        language: The language of messages, `it` or `en`.
        progress: Called as that of `run`.
        contract: The contract of data to go by: owners and rules of fields, roles of columns, gates; without `a` and
            `b` its two sources are read, and each may be called by its name in it.

    Raises:
        InputError: A system cannot be read; the message says why and what to try.
        UsageError: There are not two systems, or an option cannot be used.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> erp = pl.DataFrame({"Cliente": ["Sig. Rossi Mario"], "CF": ["RSSMRA85T10A562S"], "Newsletter": ["no"]})
        >>> crm = pl.DataFrame({"Nome": ["Mario Rossi"], "Cod. Fiscale": ["RSSMRA85T10A562S"], "Newsletter": ["si"]})
        >>> found = ic.audit({"erp": erp, "crm": crm})
        >>> found.differences.select("field", "kind", "typed_a", "typed_b").rows()[0]
        ('consenso_marketing', 'refused_a_yes_b', 'no', 'si')
        >>> found.figures()["consent_conflict"]
        1
    """
    settings = Settings(
        Reading(encoding, delimiter, skip_rows, widths, query, query_file),
        mapping or {},
        Matching(priority, unique, merge_from, review_from),
        periods or Periods(),
        dns,
        language,
    )
    agreed = contract if contract is None or isinstance(contract, Contract) else Contract.read(contract)
    pair = Pair.of(a, b, agreed)
    settings = settings if agreed is None else agreed.settings(settings)
    found = audit_with(pair, settings, decisions=decisions, progress=progress)
    return found if agreed is None else with_gates(found, agreed.gates)


@remembering()
def audit_with(
    pair: Pair, settings: Settings, *, decisions: DecisionFiles | None = None, progress: Progress | None = None
) -> Audit:
    """Hold two systems against each other as `audit` does, with its settings as one.

    Args:
        pair: The two.
        settings: All that `audit` is told.
        decisions: As for `run`.
        progress: As for `run`.
    """
    clock = Clock()
    taken = read_decisions(() if decisions is None else decisions)
    cleaned, sources, checked = cleaned_list(pair.given, settings, progress, clock, pair.seen(settings))
    deduped = deduped_list(cleaned.frame, cleaned.hints, taken, settings, progress)
    clock.lap("dedupe")
    if progress:
        progress("audit", "", 0, 1)
    result = result_of(cleaned, sources, clock, settings, deduped, checked)
    give_back()
    sides = Sides.of(result, pair.names, pair.tables, pair.rows)
    found = _audited(result, sides, settings)
    clock.lap("audit")
    return replace(found, result=replace(found.result, stages=tuple(clock.stages)))


def with_gates(found: Audit, gates: Sequence[Gate]) -> Audit:
    """Hold gates against what was found.

    Args:
        found: The audit.
        gates: The gates: a share is one of the customers whom both know, of `only_a` and `repeated_a` one of those
            whom that system knows, of figures of `run` one of the rows.
    """
    figures = found.figures()
    told = [gate.held(figures, of=figures[_whole_of(gate.name)]) for gate in gates if gate.name in figures]
    return replace(found, gates=tuple(told))


def _whole_of(name: str) -> str:
    if name.startswith(("only_", "repeated_")):
        return f"customers_{name[-1]}"
    return BOTH if name in (*_OF_KINDS, "stale", "status") else "rows"


def _audited(result: Result, sides: Sides, settings: Settings) -> Audit:
    cells = Cells(result.cleaned, result.log, sides)
    findings = Findings(result, sides, settings.terms)
    fields = fields_of(result.plan, result.cleaned, sides)
    counted, owners = [], {}
    statuses = pl.DataFrame(schema={"state_a": pl.String, "state_b": pl.String, "customers": pl.Int64})
    for name, told in compare_consents(result, cells).items():
        findings.add(name, told)
        owners[name] = findings.owner([name])
        counted.append(count_fields({name: told}, owners, sides.both))
    for one in fields.compared:
        same = same_streets if one.name == STREET else None
        told = compare(cells.said(one, A), cells.said(one, B), dated=one.dated, same=same)
        findings.add(one.name, told, one)
        owners[one.name] = findings.owner(one.agreed)
        counted.append(count_fields({one.name: told}, owners, sides.both))
        if one.name == STATE:
            statuses = (
                told.group_by(state_a="value_a", state_b="value_b")
                .agg(customers=pl.len().cast(pl.Int64))
                .sort("customers", "state_a", "state_b", descending=[True, False, False])
            )
    differences = findings.differences()
    return Audit(
        sides.names,
        result,
        differences,
        cover(result, sides, differences),
        pl.concat([count_fields({}, {}, 0), *counted]),
        statuses,
        count_behind(differences),
        fields.alone,
    )
