"""What was found of pairs of values: each is judged once, however many pairs of records hold it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
Verdicts = npt.NDArray[Any]


class Judged:
    """The verdicts on pairs of values of one field.

    The pairs of records are compared part by part, and MARIO beside MARCO stands in every part. Threads that meet a new
    pair at once both judge it, and find the same.
    """

    def __init__(self) -> None:
        """Begin with no pair."""
        self._known: tuple[Keys, Verdicts] | None = None
        self._lock = Lock()

    def of(self, pairs: Keys, judge: Callable[[Keys], Verdicts]) -> Verdicts:
        """Return the verdict on each pair.

        Args:
            pairs: Distinct pairs as numbers, in ascending order.
            judge: Judges some of them.

        Examples:
            >>> judged = Judged()
            >>> judged.of(np.array([1, 3]), lambda pairs: pairs % 2 == 0).tolist()
            [False, False]
            >>> judged.of(np.array([2, 3]), lambda pairs: pairs % 2 == 0).tolist()
            [True, False]
        """
        known = self._known
        if known is None:
            verdicts = judge(pairs)
            self._keep(pairs, verdicts)
            return verdicts
        keys, told = known
        places = np.minimum(np.searchsorted(keys, pairs), len(keys) - 1)
        new = np.flatnonzero(keys[places] != pairs) if len(keys) else np.arange(len(pairs))
        verdicts = told[places] if len(keys) else np.empty(len(pairs), dtype=told.dtype)
        if len(new):
            verdicts[new] = judge(pairs[new])
            self._keep(pairs[new], verdicts[new])
        return verdicts

    def _keep(self, pairs: Keys, verdicts: Verdicts) -> None:
        with self._lock:
            if self._known is None:
                self._known = pairs, verdicts
                return
            keys, told = self._known
            places = np.searchsorted(keys, pairs)
            # Another thread may have kept them meanwhile.
            inside = np.minimum(places, len(keys) - 1)
            new = keys[inside] != pairs if len(keys) else np.ones(len(pairs), dtype=np.bool_)
            self._known = (
                np.insert(keys, places[new], pairs[new]),
                np.insert(told, places[new], verdicts[new]),
            )
