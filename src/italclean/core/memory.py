"""Memory that is free, given back to the system."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Give back what NumPy has freed: the C library keeps arrays of up to 32 MB for the next ones.

    Of a million rows that is half a gigabyte when the pairs are done with and the golden records begin. It takes some
    milliseconds; where the C library knows no such call, nothing happens.

    Examples:
        >>> give_back()
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # musl has none
        return None
