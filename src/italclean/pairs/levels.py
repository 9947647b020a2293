"""The levels on which two values of a field can stand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.uint8]

MISSING, SAME, CLOSE, PARTLY, CONFLICT = 0, 1, 2, 3, 4
"""A side is missing; the same; the same but for a slip of the pen; in part the same; different."""
