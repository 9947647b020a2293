"""Every issue by its code: those that italclean brings, and those that cleaners from outside add."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from italclean.core.catalogue import BUILT_IN
from italclean.core.issue import STATUSES, Issue
from italclean.errors import BadOption

if TYPE_CHECKING:
    from italclean.errors import Language

ISSUES: dict[str, Issue] = {entry.code: entry for entry in BUILT_IN}
"""Every issue by its code; `register_issue` adds to it."""

_dtypes: dict[tuple[str, ...], pl.Enum] = {}


def issue_dtype() -> pl.Enum:
    """Return the dtype of columns of issues: their codes, in the order in which they were registered.

    Examples:
        >>> issue_dtype().categories.head(2).to_list()
        ['blank', 'filler']
    """
    codes = tuple(ISSUES)
    if codes not in _dtypes:
        _dtypes[codes] = pl.Enum(codes)
    return _dtypes[codes]


def statuses() -> dict[str, str]:
    """Return the status of each issue, by its code."""
    return {code: issue.status for code, issue in ISSUES.items()}


def register_issue(issue: Issue) -> None:
    """Add an issue; one that is there already may be added again.

    Args:
        issue: The issue.

    Raises:
        BadOption: The code is another issue's, or is no word of small letters; the status is none; a text is missing.

    Examples:
        >>> register_issue(Issue("card_old", "suspect", "Tessera di prima del 2010.", "A card from before 2010."))
        >>> message("card_old", None, "en")
        'A card from before 2010.'
        >>> _ = ISSUES.pop("card_old")
    """
    if ISSUES.get(issue.code, issue) != issue:
        raise _refused(issue.code, "il codice è già di un'altra segnalazione", "the code is another issue's")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", issue.code):
        raise _refused(issue.code, "serve un codice di lettere minuscole, cifre e _", "use small letters, digits and _")
    if issue.status not in STATUSES:
        known = ", ".join(STATUSES)
        raise _refused(issue.status, f"gli stati sono {known}", f"the statuses are {known}")
    if not issue.italian.strip() or not issue.english.strip():
        raise _refused(issue.code, "servono i testi in italiano e in inglese", "both texts are needed")
    ISSUES[issue.code] = issue


def _refused(value: str, reason: str, reason_en: str) -> BadOption:
    return BadOption(value=value, option="Issue", reason=reason, reason_en=reason_en)


def message(code: str, detail: str | None, language: Language) -> str:
    """Return the explanation of an issue.

    Args:
        code: A code of the catalogue.
        detail: What fills the explanation's `{detail}`.
        language: ``"it"`` or ``"en"``.
    """
    issue = ISSUES[code]
    text = issue.italian if language == "it" else issue.english
    return text.replace("{detail}", detail or "")
