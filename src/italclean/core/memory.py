"""Memory that is free, given back to the system."""

from __future__ import annotations

import contextlib
import ctypes
import sys


def give_back() -> None:
    """Give back what NumPy has freed: the C library keeps arrays of up to 32 MB for the next ones.

    Of a million rows that is half a gigabyte when the pairs are done with and the golden records begin. It takes some
    milliseconds; where the C library knows no such call, nothing happens.

    Examples:
        >>> give_back()
    """
    if not sys.platform.startswith("linux"):
        return
    # musl has no such call.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
