"""Which pairs of a list are known to be one customer or two: its own codes say so, and its birth dates.

A valid codice fiscale on both sides is a label for nothing. What two such records have in common besides tells what
the same is worth between records without a code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from italclean.pairs.compare import FIELDS
from italclean.pairs.encode import Encoded, Rows
from italclean.pairs.levels import CONFLICT, MISSING, SAME, Levels

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the codes say of some pairs.

    Attributes:
        known: Which pairs are known.
        same: Which of them are one customer.
    """

    known: Flags
    same: Flags


def is_of_firm(data: Encoded, levels: Levels, low: Rows, high: Rows) -> Flags:
    """Tell the pairs that are compared as firms."""
    firm = data.firms
    return np.asarray(firm[low] | firm[high] | (levels[:, FIELDS.index("ragione_sociale")] != MISSING))


def is_mixed(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs of a person and a firm."""
    kind = data.codes["kind"]
    return np.asarray((kind[low] != kind[high]) & (kind[low] >= 0) & (kind[high] >= 0))


def of_one_code(levels: Levels) -> Flags:
    """Tell the pairs with one codice fiscale or one partita IVA."""
    code, number = (levels[:, FIELDS.index(name)] for name in ("codice_fiscale", "partita_iva"))
    return np.asarray((code == SAME) | (number == SAME))


def of_persons(data: Encoded, levels: Levels, low: Rows, high: Rows) -> Labels:
    """Label pairs of persons: by two codes that bear their records' names, or by two birth dates and no two codes.

    Of pairs that have a name or a contact in common, and one birth date, 997 of 1,000 are one person. Dates that nearly
    agree, and codes that may be one person's, are no labels.
    """
    code, birth = (levels[:, FIELDS.index(name)] for name in ("codice_fiscale", "data_nascita"))
    own = (data.codes["cf"] >= 0) & (data.codes["others_code"] < 0)
    coded = own[low] & own[high] & np.isin(code, (SAME, CONFLICT))
    uncoded = (data.codes["cf"][low] < 0) | (data.codes["cf"][high] < 0)
    dated = uncoded & np.isin(birth, (SAME, CONFLICT))
    return Labels(coded | dated, np.where(coded, code == SAME, birth == SAME))


def of_firms(levels: Levels) -> Labels:
    """Label pairs of firms: by two partite IVA."""
    number = levels[:, FIELDS.index("partita_iva")]
    return Labels(np.isin(number, (SAME, CONFLICT)), number == SAME)
