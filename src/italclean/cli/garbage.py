"""When Python looks for what is no longer reached: of a run that is short, a twentieth of its time."""

from __future__ import annotations

import gc

_NEW_OBJECTS = 10_000
"""After how many new objects it looks, instead of some hundred; five times as many would leave 60 MB more of a list of
100,000 rows."""


def look_seldom() -> None:
    """Let Python look now and then; what was imported stays anyhow."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def look_no_more() -> None:
    """Leave what is still there to the end of the process."""
    gc.freeze()
