"""Records that hold a mailbox or a mobile and nothing of whose it is: they belong to the only customer that has it.

Whoever signs up for a newsletter leaves `rossi@studio.it` and no name. Where one customer alone has that mailbox the
row tells nothing that this customer does not hold already: nobody's data reach anybody else. Where two customers have
it the row stays apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from italclean.pairs.encode import Codes, Encoded, Rows

Flags = npt.NDArray[np.bool_]

_WHOSE = ("surname", "given", "company", "cf", "cf_typed", "piva", "birth", "street")
"""What says of whom a record is."""

_SEVERAL = -2


def attach(data: Encoded, label: Rows, parted: Rows, alone: Sequence[Rows]) -> tuple[Rows, Rows]:
    """Give records of contacts alone the cluster of the only customer that has them.

    Args:
        data: The encoded features.
        label: The cluster of each record.
        parted: Records that a person has said to differ from some other: they stay where they are.
        alone: For each source free of duplicates, its records' numbers, -1 elsewhere.

    Returns:
        The new clusters, and the records that were attached.
    """
    anonymous = np.all([data.codes[name] < 0 for name in _WHOSE], axis=0)
    single = np.bincount(label, minlength=len(label))[label] == 1
    asked = anonymous & single
    asked[parted] = False
    for numbers in alone:
        asked[numbers >= 0] = False
    if not asked.any():
        return label, np.empty(0, dtype=np.int64)
    mobiles = np.where(data.mobile, data.phones, np.int32(-1))
    owners = [_owners(contacts, label, asked) for contacts in (data.mails, mobiles)]
    owner = np.full(len(label), -1, dtype=np.int64)
    rows = np.flatnonzero(asked)
    torn = np.zeros(len(rows), dtype=np.bool_)
    for contacts, owner_of in zip((data.mails, mobiles), owners, strict=True):
        for held in contacts[rows].T:
            told = np.where(held >= 0, owner_of[np.maximum(held, 0)], -1)
            torn |= (told == _SEVERAL) | ((told >= 0) & (owner[rows] >= 0) & (told != owner[rows]))
            owner[rows] = np.where(told >= 0, told, owner[rows])
    found = rows[(owner[rows] >= 0) & ~torn]
    label = label.copy()
    label[found] = owner[found]
    return label, found


def _owners(contacts: Codes, label: Rows, asked: Flags) -> Rows:
    """Which cluster alone has each contact: -1 for none, `_SEVERAL` for more than one.

    Of a contact that stands on such records alone, the first of them is taken for its owner.
    """
    row, place = np.nonzero(contacts >= 0)
    contact, cluster, named = contacts[row, place].astype(np.int64), label[row], ~asked[row]
    owner = np.full(int(contacts.max(initial=0)) + 1, -1, dtype=np.int64)
    # From the last to the first: the first one stays.
    owner[contact[~named][::-1]] = cluster[~named][::-1]
    held = np.unique(np.stack([contact[named], cluster[named]], axis=1), axis=0)
    owner[held[:, 0]] = held[:, 1]
    owner[np.bincount(held[:, 0], minlength=len(owner)) > 1] = _SEVERAL
    return owner
