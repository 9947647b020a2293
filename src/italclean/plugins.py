"""Cleaners and fields from outside: registered by a call, or found in what is installed beside italclean."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from italclean.core.cleaner import Cleaner
from italclean.errors import BadOption
from italclean.fields.catalogue import field_of, forget_field, register_field
from italclean.fields.field import Field
from italclean.messages.text import said
from italclean.registry import forget_cleaner, register_cleaner

GROUP = "italclean.cleaners"
"""The group of entry points in which a package names its cleaners and fields."""


def register(*things: Cleaner | Field) -> None:
    """Add cleaners and fields from outside; what is there already may be added again.

    A cleaner is then asked by `check`, listed by `cleaners` and a method of the namespace `ital`. A field is a role
    that a column can be given, by its headers or by `mapping`, and a canonical column behind the others; its cleaner
    comes with it.

    Args:
        *things: The cleaners and fields.

    Raises:
        BadOption: The name of one is taken or cannot be used, or it is neither a cleaner nor a field.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> @ic.cleaner()
        ... def matricola(values):
        ...     return values.to_frame("value").with_columns(issue=None, detail=None)
        >>> ic.register(ic.Field("matricola", matricola, headers=("MATR", "Matricola dipendente")))
        >>> ic.clean(pl.DataFrame({"MATR": ["a 17 "], "CAP": ["20121"]})).cleaned["matricola"].to_list()
        ['a 17']
        >>> ic.unregister("matricola")
    """
    for thing in things:
        if isinstance(thing, Field):
            register_cleaner(thing.cleaner)
            register_field(thing)
        elif isinstance(thing, Cleaner):
            register_cleaner(thing)
        else:
            raise BadOption(
                value=type(thing).__name__,
                option="register",
                reason=said("error.neither_cleaner_nor_field"),
            )


def unregister(name: str) -> None:
    """Take back a cleaner or a field from outside, and with a field its cleaner.

    Args:
        name: Its name. Where nothing from outside is called so, nothing is done.

    Examples:
        >>> import italclean as ic
        >>> ic.unregister("codice_fiscale")
        >>> "codice_fiscale" in ic.CLEANERS
        True
    """
    field = field_of(name)
    if field is not None and forget_field(name):
        name = field.cleaner.name
    forget_cleaner(name)


def load_plugins() -> None:
    """Register what installed packages name in the group `italclean.cleaners`.

    Each entry is a cleaner, a field, or several of them. One that cannot be loaded is told in a warning, and left out:
    a list can be cleaned without it.
    """
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        _load(entry)


def _load(entry: EntryPoint) -> None:
    try:
        found = entry.load()
        things: Iterable[Cleaner | Field] = found if isinstance(found, tuple | list) else (found,)
        register(*things)
    except Exception as error:  # noqa: BLE001 - whatever somebody else's module raises
        said = f"{type(error).__name__}: {error}".rstrip(": ")
        warnings.warn(f"the italclean plug-in {entry.name!r} ({entry.value}) is left out: {said}", stacklevel=2)
