"""What was learned of a list as plain data, so that rows that come later are weighed as those before them were.

How rare names and addresses are is not kept: it is counted anew on the list as it has become.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from italclean.pairs.compare import FIELDS
from italclean.pairs.encode import Encoded
from italclean.pairs.learned import Taught
from italclean.pairs.logistic import Logistic
from italclean.pairs.model import Model
from italclean.pairs.score import Scorer, scorer_of

_ARRAYS = ("weights", "m", "u")


def as_data(scorer: Scorer) -> dict[str, Any]:
    """Return what was learned as plain data, which JSON gives back to the last digit.

    Args:
        scorer: The fitted models.
    """
    return {
        "fields": list(FIELDS),
        "models": [
            {"kind": model.kind, "prior": model.prior, **{name: getattr(model, name).tolist() for name in _ARRAYS}}
            for model in scorer.models
        ],
        "learned": [
            {
                "kind": taught.kind,
                "labels": taught.labels,
                "same": taught.same,
                "unlike": taught.unlike,
                "seen": taught.seen.tolist(),
                "regression": None
                if taught.regression is None
                else {
                    "weights": taught.regression.weights.tolist(),
                    "covariance": taught.regression.covariance.tolist(),
                },
            }
            for taught in scorer.learned.kinds
        ],
    }


def from_data(told: Mapping[str, Any], data: Encoded) -> Scorer:
    """Make a scorer of what `as_data` returned, for the list at hand.

    Args:
        told: The plain data.
        data: The encoded features of the list.

    Raises:
        KeyError: Something is missing, or other fields were compared.
    """
    if told["fields"] != list(FIELDS):
        raise KeyError("fields")
    models = tuple(
        Model(kind=known["kind"], prior=float(known["prior"]), **{name: np.asarray(known[name]) for name in _ARRAYS})
        for known in told["models"]
    )
    return scorer_of(data, models, tuple(map(_taught, told["learned"])))


def _taught(known: Mapping[str, Any]) -> Taught:
    fitted = known["regression"]
    regression = fitted and Logistic(np.asarray(fitted["weights"]), np.asarray(fitted["covariance"]))
    seen = np.asarray(known["seen"], dtype=np.int64)
    return Taught(known["kind"], known["labels"], known["same"], known["unlike"], seen, regression)
