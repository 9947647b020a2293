"""The two sides of an evaluation as tables of text: files, the folder of a run, frames, a result."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from italclean.core import formula, text
from italclean.errors import BadCrosswalk, EmptyInput, FileMissing, UnsupportedInput
from italclean.messages.text import said
from italclean.readers.frames import as_text, is_frame, to_polars
from italclean.readers.plain import read_plain
from italclean.readers.sources import bytes_of
from italclean.result import Result

IN_MEMORY = "(DataFrame)"
_CROSSWALKS = ("crosswalk.csv", "crosswalk.parquet")


def crosswalk_of(given: Any) -> tuple[pl.DataFrame, str]:
    """Take a crosswalk as a table of text.

    Args:
        given: A file, the folder of a run, a frame, or a `Result`.

    Returns:
        The table, and what it is called in messages.

    Raises:
        InputError: It cannot be read.
        BadCrosswalk: It has no `golden_id`, or a folder no crosswalk.
        UnsupportedInput: It is none of these.
    """
    if isinstance(given, Result):
        if given.deduped is None:
            raise BadCrosswalk(path="(Result)", reason=said("evaluate.only_cleaned"))
        given = given.crosswalk
    if isinstance(given, str | Path) and str(given) != "-" and Path(given).is_dir():
        folder = Path(given)
        there = [folder / name for name in _CROSSWALKS if (folder / name).is_file()]
        if not there:
            raise BadCrosswalk(path=folder, reason=said("evaluate.no_crosswalk_there"))
        given = there[0]
    table, path = _read(given)
    plainly = table.rename(plain_names(table.columns))
    if "golden_id" not in plainly.columns:
        raise BadCrosswalk(path=path, reason=said("evaluate.no_golden_id", columns=listed(table.columns)))
    return plainly, path


def truth_of(given: Any) -> tuple[pl.DataFrame, str]:
    """Take the truth as a table of text, what spreadsheets wrap around cells undone.

    Args:
        given: A file or a frame.

    Returns:
        The table, its columns called as they are, and what it is called in messages.

    Raises:
        InputError: It cannot be read.
        UnsupportedInput: It is neither.
    """
    if isinstance(given, str | Path) and str(given) != "-" and Path(given).is_dir():
        raise FileMissing(path=given, reason=said("evaluate.is_folder"))
    table, path = _read(given)
    return formula.in_frame(table, undo=True).with_columns(text.undo(pl.all())), path


def _read(given: Any) -> tuple[pl.DataFrame, str]:
    if is_frame(given):
        table, path = as_text(to_polars(given))[0], IN_MEMORY
    elif isinstance(given, str | Path):
        path = text.encodable(str(given))
        table = read_plain(bytes_of(str(given)), path)
    else:
        raise UnsupportedInput(kind=type(given).__name__)
    if table.is_empty():
        raise EmptyInput(path=path, reason=said("read.only_header"))
    return table, path


def plain(name: str) -> str:
    """Return the name of a column as it is looked up: small letters without accents, words joined by `_`.

    Args:
        name: The name.

    Examples:
        >>> plain(" Entità "), plain("Cliente vero")
        ('entita', 'cliente_vero')
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip().lower()
    return "_".join(bare.replace("-", " ").replace("_", " ").split())


def plain_names(names: Iterable[str]) -> dict[str, str]:
    """Return how columns are to be called: plainly, but for those whose plain name another one has.

    Args:
        names: The names.
    """
    called: dict[str, str] = {}
    for name in names:
        wanted = plain(name)
        called[name] = wanted if wanted and wanted not in called.values() else name
    return called


def first_of(wanted: Iterable[str], names: Iterable[str]) -> str | None:
    """Return the first of some columns that is there, looked up by its plain name.

    Args:
        wanted: Plain names, the best first.
        names: The columns that are there.
    """
    there = {called: name for name, called in plain_names(names).items()}
    return next((there[name] for name in wanted if name in there), None)


def filled(column: str) -> pl.Expr:
    """Return the text of a column without blanks around it; null where there is none.

    Args:
        column: Its name.
    """
    bare = pl.col(column).cast(pl.String).str.strip_chars()
    return pl.when(bare.str.len_bytes() > 0).then(bare).alias(column)


def listed(names: Iterable[str]) -> str:
    """Return names for a sentence, the first twelve of them.

    Args:
        names: The names.
    """
    names = [name[:40] for name in names]
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
