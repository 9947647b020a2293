"""The folder of an audit: tables for people, the page, and `audit.json` with all figures and the list of files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from italclean.audits.page import audit_page
from italclean.audits.sample import side_by_side
from italclean.core import formula
from italclean.core.lots import in_lots
from italclean.errors import BadOption
from italclean.messages.text import Text, argument, said
from italclean.outputs.base import TableFormat
from italclean.outputs.columnar import Parquet
from italclean.outputs.delimited import Delimited
from italclean.outputs.parcel import Parcel, hold_parcel
from italclean.outputs.spreadsheet import Spreadsheet, ready, why_not
from italclean.outputs.tables import OF_TABLES

if TYPE_CHECKING:
    from italclean.audits.audit import Audit

MANIFEST, PAGE = "audit.json", "audit.html"
_TABLES = ("differences", "coverage", "only_a", "only_b", "crosswalk")
_BY_HAND = ("sample", "rejected")
FILES = (
    *(f"{name}{suffix}" for name in _TABLES for suffix in (".csv", ".parquet")),
    *(f"{name}.csv" for name in _BY_HAND),
    "sample.xlsx",
    PAGE,
)
"""Every file that an audit may write, beside `audit.json`."""
_COMPARED = [(f"{name}_a", f"{name}_b") for name in ("typed", "value")]


@dataclass(frozen=True, slots=True)
class Written:
    """What an audit is written as.

    Attributes:
        tables: The format of the tables that no person fills.
        sample: How many differences the sample has at most.
        seed: By which it is drawn.
        xlsx: Whether the sample is a workbook.

    Raises:
        BadOption: There is no such format, or no sample of that size.
        ExtraMissing: The library that writes workbooks is not installed.
    """

    tables: str
    sample: int
    seed: int
    xlsx: bool = False

    def __post_init__(self) -> None:
        if self.tables not in OF_TABLES:
            reason = said("error.one_of", names=", ".join(OF_TABLES))
            raise BadOption(value=self.tables, option=argument("format"), reason=reason)
        if isinstance(self.sample, bool) or not isinstance(self.sample, int) or self.sample < 0:
            raise BadOption(value=self.sample, option=argument("sample"), reason=said("audit.sample_size"))
        if self.xlsx:
            ready()


def write_audit(found: Audit, folder: Path, *, force: bool, written: Written) -> list[Path]:
    """Write an audit; see `Audit.write`."""
    inputs = [source["path"] for source in found.result.sources if source["path"] not in (None, "-")]
    with hold_parcel(folder, MANIFEST, force=force, names=FILES, inputs=inputs) as parcel:
        return write_into(found, parcel, written)[0]


def write_into(found: Audit, parcel: Parcel, written: Written) -> tuple[list[Path], list[Text]]:
    """Write an audit into a folder that is held.

    Args:
        found: The audit.
        parcel: What `hold_parcel` gave.
        written: What it is written as.

    Returns:
        The files written, and what is to be known of the writing.

    Raises:
        OutputForeign: A file that would be replaced is somebody's own, or was changed by somebody.
        OutputNotWritable: The folder cannot be written.
    """
    told: list[Text] = []

    def fill(folder: Path) -> None:
        forms: dict[str, TableFormat] = {"csv": Delimited(found.result.delimiter), "parquet": Parquet()}
        for name, table in _tables(found, written):
            form = forms["csv" if name in _BY_HAND else written.tables]
            if name == "sample" and written.xlsx:
                refused = why_not(table, name)
                form = forms["csv"] if refused else Spreadsheet(compared=_COMPARED)
                told.extend([refused] if refused else [])
            _put(table, form, folder / f"{name}{form.suffix}")
        (folder / PAGE).write_text(audit_page(found), encoding="utf-8")

    paths = parcel.write(fill, found.summary())
    return paths, told


def _tables(found: Audit, written: Written) -> Iterator[tuple[str, pl.DataFrame]]:
    yield "differences", found.differences
    yield "coverage", found.coverage
    yield "only_a", found.only("a")
    yield "only_b", found.only("b")
    yield "crosswalk", found.crosswalk
    if written.sample:
        yield "sample", side_by_side(found.sample(written.sample, written.seed))
    if found.result.rejected.height:
        yield "rejected", found.result.rejected


def _put(table: pl.DataFrame, form: TableFormat, path: Path) -> None:
    parts = in_lots([table])
    with path.open("wb") as file:
        form.write(map(_harmless, parts) if form.is_text else parts, file)


def _harmless(part: pl.DataFrame) -> pl.DataFrame:
    """Leave no cell that a spreadsheet would run: people open these files. Names of columns are cells, too."""
    return formula.in_frame(part.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)))
