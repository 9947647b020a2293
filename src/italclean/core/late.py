"""Libraries that are imported when a value first needs them, by whichever thread that is."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType

from italclean.errors import ExtraMissing


@cache
def library(name: str) -> ModuleType:
    """Import a whole library.

    A thread that asks for a *submodule* while another one still imports the package may be handed it before the
    package has done its part: `phonenumbers.phonemetadata` knew no region yet, so that Italy had no numbering plan.
    The import of the package itself waits until it is done.

    Args:
        name: The name of the package, without a dot.

    Examples:
        >>> library("phonenumbers").PhoneMetadata.metadata_for_region("IT").country_code
        39
    """
    assert "." not in name, "name the package: a submodule may be there before it"
    return import_module(name)


def of_extra(name: str, extra: str) -> ModuleType:
    """Import a library that comes with an extra of the package.

    Args:
        name: The name of the library, without a dot.
        extra: The extra that brings it.

    Raises:
        ExtraMissing: It is not installed; the message says how to install it.

    Examples:
        >>> of_extra("no_such_library", "excel")
        Traceback (most recent call last):
        ...
        italclean.errors.ExtraMissing: The library no_such_library is missing: pip install 'italclean[excel]'
    """
    try:
        return library(name)
    except ImportError:
        raise ExtraMissing(library=name, extra=extra) from None
