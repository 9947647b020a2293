"""In which delivery each row of a list came, and which rows a later delivery brought again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When the rows of a list came.

    Attributes:
        load: For each row the number of the delivery in which it came, 0 for the first.
        superseded: For each row whether a later delivery brought the same record of the same source again: it is the
            older version, which fills gaps and wins over nothing newer.

    Raises:
        ValueError: The two are not of one length.

    Examples:
        >>> Arrivals(np.array([0, 0, 1]), np.array([True, False, False])).superseded.tolist()
        [True, False, False]
        >>> Arrivals.at_once(2).load.tolist()
        [0, 0]
    """

    load: npt.NDArray[np.int64]
    superseded: npt.NDArray[np.bool_]

    def __post_init__(self) -> None:
        if len(self.load) != len(self.superseded):
            raise ValueError(f"{len(self.load)} loads, but {len(self.superseded)} rows")

    @classmethod
    def at_once(cls, rows: int) -> Arrivals:
        """Return those of a list that came as one.

        Args:
            rows: How many rows it has.
        """
        return cls(np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.bool_))
