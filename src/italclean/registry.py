"""Finds the cleaners: the command line, the namespace and the docs read them here.

>>> from italclean.registry import CLEANERS
>>> CLEANERS["provincia"].check("Milano").value
'MI'
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from italclean import cleaners
from italclean.core.cleaner import Cleaner
from italclean.errors import BadOption, UnknownCleaner
from italclean.issues.registry import ISSUES, register_issue
from italclean.messages.text import said


def _discover() -> dict[str, Cleaner]:
    found = {}
    for module in iter_modules(cleaners.__path__):
        cleaner = getattr(import_module(f"{cleaners.__name__}.{module.name}"), module.name)
        found[cleaner.name] = cleaner
    return dict(sorted(found.items()))


CLEANERS: dict[str, Cleaner] = _discover()
"""Every cleaner by its name; `register_cleaner` adds to it."""

_OWN = frozenset(CLEANERS)


def cleaner_named(name: str) -> Cleaner:
    """Return the cleaner of that name.

    Raises:
        UnknownCleaner: There is none.
    """
    try:
        return CLEANERS[name]
    except KeyError:
        raise UnknownCleaner(cleaner=name, cleaners=", ".join(CLEANERS)) from None


def register_cleaner(cleaner: Cleaner) -> None:
    """Add a cleaner from outside; one that is there already may be added again.

    Args:
        cleaner: The cleaner.

    Raises:
        BadOption: Another cleaner has its name.
    """
    if CLEANERS.get(cleaner.name, cleaner) is not cleaner:
        raise BadOption(
            value=cleaner.name,
            option="cleaner",
            reason=said("error.cleaner_taken"),
        )
    for issue in cleaner.issues:
        register_issue(issue)
    CLEANERS[cleaner.name] = cleaner


def forget_cleaner(name: str) -> None:
    """Take back a cleaner from outside, and its issues; nothing is done where there is none of that name."""
    if name in CLEANERS and name not in _OWN:
        for issue in CLEANERS.pop(name).issues:
            ISSUES.pop(issue.code, None)
