"""What kind of system a source is, and how far it is trusted for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from italclean.terms import KINDS

# What the name of a source tells of its kind; the kinds stand as they are trusted.
_NAMED = {
    "erp": ("ERP", "GESTIONALE", "CONTABILITA", "SAP"),
    "crm": ("CRM",),
    "marketing": ("MARKETING", "MAIL", "NEWSLETTER", "MAILCHIMP"),
}
_AS_A_CRM = "other"


def kind_of_source(name: str, kinds: Mapping[str, str]) -> str:
    """Return the kind of a source: as it was said, else as its name tells.

    Args:
        name: The source.
        kinds: The kinds that were said.

    Examples:
        >>> kind_of_source("Newsletter 2024", {}), kind_of_source("newsletter", {"newsletter": "erp"})
        ('marketing', 'erp')
        >>> kind_of_source("elenco", {})
        'other'
    """
    if name in kinds:
        return kinds[name]
    upper = name.upper()
    return next((kind for kind in KINDS if any(word in upper for word in _NAMED.get(kind, ()))), _AS_A_CRM)


def source_rank(source: pl.Series, priority: Sequence[str], kinds: Mapping[str, str] | None = None) -> pl.Series:
    """Number the source of each row, from 0 for the most trusted.

    Args:
        source: The source of each row.
        priority: The sources from the most to the least trusted; without it by their kinds.
        kinds: The kinds of sources that were said; those of others are told by their names.

    Examples:
        >>> source_rank(pl.Series(["newsletter", "sap", "elenco"]), ()).to_list()
        [2, 0, 1]
        >>> source_rank(pl.Series(["newsletter", "sap"]), (), {"newsletter": "erp", "sap": "marketing"}).to_list()
        [0, 2]
    """

    def rank(name: str) -> int:
        if priority:
            return priority.index(name) if name in priority else len(priority)
        kind = kind_of_source(name, kinds or {})
        return KINDS.index("crm" if kind == _AS_A_CRM else kind)

    ranks = {name: rank(name) for name in source.unique().to_list()}
    return source.replace_strict(ranks, return_dtype=pl.Int32)
