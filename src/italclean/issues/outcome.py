"""The verdict on one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from italclean.issues.issue import STATUSES
from italclean.issues.registry import ISSUES, message

if TYPE_CHECKING:
    from italclean.errors import Language

STATUS = pl.Enum(STATUSES)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on one value, as `Cleaner.check` returns it.

    Attributes:
        input: The value as it was given, or None.
        value: The canonical text, or None.
        status: One of `STATUSES`.
        issue: A code of the issue catalogue, or None.
        detail: What the issue's message needs to be exact, such as the candidates of a repair.
        extras: The cleaner's own findings, also readable as attributes (`outcome.sesso`).
    """

    input: str | None
    value: str | None
    status: str
    issue: str | None
    detail: str | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.extras[name]
        except KeyError:
            raise AttributeError(f"this outcome has no {name!r}; its extras are {', '.join(self.extras)}") from None

    def message(self, language: Language = "it") -> str:
        """Return the issue's explanation in Italian or English; empty when there is no issue."""
        return message(self.issue, self.detail, language) if self.issue else ""

    @property
    def ok(self) -> bool:
        """True when the value may be used without a second look."""
        return self.status in ("valid", "fixed")


def messages(language: Language) -> pl.Expr:
    """Explain whole columns of findings: an expression over the columns `issue` and `detail`."""
    # Codes index the catalogue: all messages without a detail then share one buffer.
    plain = pl.Series([message(code, None, language) for code in ISSUES], dtype=pl.String)
    template = pl.Series([message(code, "{detail}", language) for code in ISSUES], dtype=pl.String)
    code = pl.col("issue").to_physical().cast(pl.UInt32)
    detailed = pl.col("detail").is_not_null()
    parts = pl.lit(template).gather(code).str.split_exact("{detail}", 1)
    return (
        pl.when(detailed)
        .then(
            pl.concat_str(
                parts.struct.field("field_0"),
                pl.col("detail"),
                parts.struct.field("field_1").fill_null(""),
            )
        )
        .otherwise(pl.lit(plain).gather(code))
    )
