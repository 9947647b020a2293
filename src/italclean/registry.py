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
from italclean.errors import UnknownCleaner


def _discover() -> dict[str, Cleaner]:
    found = {}
    for module in iter_modules(cleaners.__path__):
        cleaner = getattr(import_module(f"{cleaners.__name__}.{module.name}"), module.name)
        found[cleaner.name] = cleaner
    return dict(sorted(found.items()))


CLEANERS: dict[str, Cleaner] = _discover()
"""Every cleaner by its name."""


def cleaner_named(name: str) -> Cleaner:
    """Return the cleaner of that name.

    Raises:
        UnknownCleaner: There is none.
    """
    try:
        return CLEANERS[name]
    except KeyError:
        raise UnknownCleaner(cleaner=name, cleaners=", ".join(CLEANERS)) from None
