"""What can be said about a value."""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("valid", "fixed", "suspect", "invalid", "missing")
"""`valid`: already canonical. `fixed`: rewritten without doubt. `suspect`: kept, but a person should look.
`invalid`: refused, there is no value. `missing`: nothing, or a filler that stands for nothing."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that can be said about a value, and what it means for it.

    Attributes:
        code: The stable name, as it stands in `issues.csv`: small letters, digits and underscores.
        status: The status of every outcome with this issue, one of `STATUSES`.
        italian: The explanation in Italian; `{detail}` is filled in.
        english: The explanation in English.
        rewriting: Whether such a cell says what was typed, in canonical form and nothing else: no letter or digit was
            mended, nothing was chosen, taken away or brought from elsewhere. It is kept in `rewritten.parquet` and not
            in `issues.csv`, which holds what a person should look at. What is doubted or refused is always looked at.

    Examples:
        >>> Issue("card_spaces", "fixed", "Tolti gli spazi.", "Blanks removed.", rewriting=True).rewriting
        True
        >>> Issue("card_mended", "fixed", "Corretta una cifra.", "A digit was mended.").rewriting
        False
    """

    code: str
    status: str
    italian: str
    english: str
    rewriting: bool = False
