"""What is exported: the customers of a result, of a folder that a run left, or of its golden table alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from italclean.errors import BadOption
from italclean.master.reading import read_customers
from italclean.messages.text import said
from italclean.readers.plain import read_plain
from italclean.readers.sources import bytes_of
from italclean.result import Result
from italclean.terms import Terms

Given = Result | pl.DataFrame | str | Path
"""What can be exported."""


@dataclass(frozen=True, slots=True)
class Customers:
    """The customers that are exported.

    Attributes:
        golden: One row for each, all text.
        terms: What was agreed on fields, as far as it is known.
        folder: The folder that they lie in, or None.
        file: The file that they were read from, or None.
    """

    golden: pl.DataFrame
    terms: Terms = field(default_factory=Terms)
    folder: Path | None = None
    file: Path | None = None


def customers_of(given: Given) -> Customers:
    """Read what is exported.

    Args:
        given: A result, the folder that `run` or `add` wrote, a golden.csv or golden.parquet, or a frame like it.

    Raises:
        BadOption: It has no column `golden_id`, or one id stands on several rows.
        FileMissing: There is no such file.
        MasterUnreadable: The folder is not as a run left it.

    Examples:
        >>> customers_of(pl.DataFrame({"golden_id": ["erp.1"], "records": [2]})).golden.rows()
        [('erp.1', '2')]
    """
    found = _read(given)
    golden = found.golden
    if "golden_id" not in golden.columns or golden["golden_id"].null_count():
        raise BadOption(value=_shown(given), option="export", reason=said("export.no_golden_id"))
    twice = golden.height - golden["golden_id"].n_unique()
    if twice:
        raise BadOption(value=_shown(given), option="export", reason=said("export.ids_twice", count=twice))
    text = golden.select(pl.all().cast(pl.String)).with_columns(pl.when(pl.all() != "").then(pl.all()))
    return Customers(text, found.terms, found.folder, found.file)


def _read(given: Given) -> Customers:
    if isinstance(given, Result):
        terms = given.options.get("terms")
        return Customers(given.golden, Terms.from_dict(terms or {}))
    if isinstance(given, pl.DataFrame):
        return Customers(given)
    path = Path(given)
    if path.is_dir():
        golden, settings = read_customers(path)
        return Customers(golden, settings.terms, folder=path)
    return Customers(read_plain(bytes_of(str(path)), str(path)), file=path)


def _shown(given: Given) -> str:
    return repr(given) if isinstance(given, Result) else "frame" if isinstance(given, pl.DataFrame) else str(given)
