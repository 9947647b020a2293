"""Rows and customers of a master as people name them: `erp:17` by its id, `crm#4` by its number, or a golden id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.errors import BadOption
from italclean.master.reading import Master
from italclean.messages.text import Argument, said

Rows = npt.NDArray[np.int64]


def listed(names: str | Iterable[str]) -> list[str]:
    """Return names as a list: a single one is one name, and not its letters.

    Args:
        names: A name, or several.

    Examples:
        >>> listed("erp:17"), listed(("erp:17", "crm#4"))
        (['erp:17'], ['erp:17', 'crm#4'])
    """
    return [names] if isinstance(names, str) else list(names)


def rows_named(master: Master, names: Iterable[str], option: Argument) -> Rows:
    """Find rows by their names.

    Args:
        master: The list.
        names: `source:id`, of which there may be several, or `source#row`.
        option: The argument that they were given as.

    Returns:
        The places of the rows, each once, in order.

    Raises:
        BadOption: A name is of no row, or no name of a row.
    """
    sources = sorted(master.frame["source"].unique().to_list(), key=len, reverse=True)
    found = [_rows_of(master.frame, name, sources, option) for name in names]
    return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *found]))


def customer_named(master: Master, name: str) -> str | None:
    """Return the golden id of a customer, by it or by one that it had before; None where there is none.

    Args:
        master: The list.
        name: The id.
    """
    if name in master.golden["golden_id"]:
        return name
    held = master.former.fill_null("").str.split(" ").list.contains(name)
    now = master.known.was.filter(held).unique()
    return str(now[0]) if len(now) == 1 else None


def rows_of_customer(master: Master, golden_id: str) -> Rows:
    """Return the rows of a customer.

    Args:
        master: The list.
        golden_id: Its id.
    """
    return np.flatnonzero((master.known.was == golden_id).to_numpy())


def sources_of(master: Master) -> set[str]:
    """Return the sources of a list, also such of which no row is left.

    Args:
        master: The list.
    """
    return {*master.frame["source"].unique().to_list(), *(load.source for load in master.loads)}


def _rows_of(frame: pl.DataFrame, name: str, sources: Sequence[str], option: Argument) -> Rows:
    for source in sources:
        rest = name[len(source) :]
        if not name.startswith(source) or rest[:1] not in (":", "#"):
            continue
        ours = pl.col("source") == source
        if rest[0] == "#" and rest[1:].isdecimal():
            found = frame.select((ours & (pl.col("row") == int(rest[1:]))).arg_true())
        elif rest[0] == ":":
            found = frame.select((ours & (pl.col("source_id") == rest[1:])).fill_null(value=False).arg_true())
        else:
            continue
        if found.height:
            return found.to_series().to_numpy().astype(np.int64)
    raise BadOption(value=name, option=option, reason=said("master.no_such_row", sources=", ".join(sorted(sources))))
