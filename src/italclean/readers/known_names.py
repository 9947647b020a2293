"""Which cells are names of columns: what tells a header from a line of data.

>>> are_known(["Cod.Fisc.", "E-mail", "Rossi", "Telefono 2"])
[True, True, False, True]
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.reference import table


@cache
def _names() -> frozenset[str]:
    return frozenset(table("intestazioni")["intestazione"])


def are_known(cells: Sequence[str]) -> list[bool]:
    """Tell which cells are known names of columns."""
    typed = pl.Series("cell", list(cells), dtype=pl.String).to_frame()
    words = typed.select(text.words(text.tidy(pl.col("cell"))).fill_null("")).to_series()
    return [
        bool(name)
        and (name in _names() or name.rstrip("0123456789 ") in _names() or name.startswith(("CONSENSO ", "DATA ")))
        for name in words
    ]


def plain_name(name: str) -> str:
    """Put into brackets a name that stands for columns in general, as the whole table's `*` and patterns do.

    Examples:
        >>> plain_name("*"), plain_name("^C.*$"), plain_name("Note *")
        ('(*)', '(^C.*$)', 'Note *')
    """
    return f"({name})" if name == "*" or (name.startswith("^") and name.endswith("$")) else name
