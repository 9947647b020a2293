"""Tables that come in pieces: small ones are put together, since each question asked of one costs as much as of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from italclean.core.remembered import SHORT


def in_lots(parts: Iterable[pl.DataFrame], least: int = SHORT) -> Iterator[pl.DataFrame]:
    """Give the rows of a table in their order, as soon as there are enough of them.

    Args:
        parts: The table, some rows at a time, all of the same columns.
        least: How many rows are worth a piece; the last one may have fewer, and be empty where there are none at all.

    Examples:
        >>> pieces = (pl.DataFrame({"row": range(rows)}) for rows in (1, 0, 2, 5, 1))
        >>> [piece.height for piece in in_lots(pieces, 3)]
        [3, 5, 1]
    """
    held: list[pl.DataFrame] = []
    for part in parts:
        held.append(part)
        if sum(piece.height for piece in held) >= least:
            yield _together(held)
            held = []
    if held:
        yield _together(held)


def _together(pieces: list[pl.DataFrame]) -> pl.DataFrame:
    filled = [piece for piece in pieces if piece.height] or pieces[:1]
    return filled[0] if len(filled) == 1 else pl.concat(filled, rechunk=True)
