"""Two rows with one id in their source: one record that came twice, or an id that was given anew."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from italclean.pairs.compare import FIELDS
from italclean.pairs.facts import forbidden
from italclean.pairs.levels import CLOSE, MISSING, PARTLY, SAME, Levels

_NAMES = tuple(FIELDS.index(name) for name in ("cognome", "nome", "ragione_sociale"))
_TELLING = tuple(FIELDS.index(name) for name in ("codice_fiscale", "partita_iva", "email", "telefono"))


def are_one_record(levels: Levels) -> npt.NDArray[np.bool_]:
    """Tell the pairs of rows with one id in their source that may be one record.

    Ids are given anew, and then belong to somebody else: a name or a contact must agree, and nothing contradict.

    Args:
        levels: The pairs' levels.
    """
    names, contacts = levels[:, _NAMES], levels[:, _TELLING]
    named = np.isin(names, (SAME, CLOSE, PARTLY)).any(axis=1)
    nameless = (names == MISSING).all(axis=1)
    met = (contacts == SAME).any(axis=1)
    return np.asarray(~forbidden(levels) & (named | met | nameless))
