"""Every issue by its code: those that italclean brings, and those that cleaners from outside add."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from italclean.errors import BadOption
from italclean.issues.built_in import BUILT_IN
from italclean.issues.issue import STATUSES, Issue
from italclean.messages.text import Text, said

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


def rewriting_codes() -> list[str]:
    """Return the issues of cells that are merely rewritten in canonical form.

    Examples:
        >>> {"format", "split"} <= set(rewriting_codes()), "cf_repaired" in rewriting_codes()
        (True, False)
    """
    return [code for code, issue in ISSUES.items() if issue.rewriting]


def register_issue(issue: Issue) -> None:
    """Add an issue; one that is there already may be added again.

    Args:
        issue: The issue.

    Raises:
        BadOption: The code is another issue's, or is no word of small letters; the status is none; a text is missing;
            what is doubted or refused is called merely rewritten.

    Examples:
        >>> register_issue(Issue("card_old", "suspect", "Tessera di prima del 2010.", "A card from before 2010."))
        >>> message("card_old", None, "en")
        'A card from before 2010.'
        >>> _ = ISSUES.pop("card_old")
    """
    if ISSUES.get(issue.code, issue) != issue:
        raise _refused(issue.code, said("error.issue_taken"))
    if not re.fullmatch(r"[a-z][a-z0-9_]*", issue.code):
        raise _refused(issue.code, said("error.issue_code"))
    if issue.status not in STATUSES:
        raise _refused(issue.status, said("error.issue_status", statuses=", ".join(STATUSES)))
    if issue.rewriting and issue.status in ("suspect", "invalid"):
        raise _refused(issue.code, said("error.issue_rewriting", status=issue.status))
    if not issue.italian.strip() or not issue.english.strip():
        raise _refused(issue.code, said("error.issue_texts"))
    ISSUES[issue.code] = issue


def _refused(value: str, reason: Text) -> BadOption:
    return BadOption(value=value, option="Issue", reason=reason)


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
