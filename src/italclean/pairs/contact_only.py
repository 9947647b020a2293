"""Records that hold a mailbox or a mobile and hardly anything of whose it is: of the only customer that has it.

Whoever signs up for a newsletter leaves `rossi@studio.it`, and perhaps a given name. Where one customer alone has that
mailbox, and nothing contradicts, the row tells nothing that this customer does not hold already: nobody's data reach
anybody else. Where two customers have it, or another town, number or name stands beside it, the row stays apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from italclean.pairs.compare import FIELDS
from italclean.pairs.encode import Codes, Encoded, Rows
from italclean.pairs.labels import is_mixed
from italclean.pairs.levels import CLOSE, CONFLICT, MISSING, SAME, Levels

Flags = npt.NDArray[np.bool_]

_WHOSE = ("surname", "company", "cf", "cf_typed", "piva", "birth", "street", "woman")
"""What says of whom a record is, beside a given name."""

_SEVERAL = -2


def attach(
    data: Encoded, levels: Levels, pairs: tuple[Rows, Rows], label: Rows, parted: Rows, alone: Sequence[Rows]
) -> tuple[Rows, Rows]:
    """Give records of contacts alone the cluster of the only customer that has them.

    Args:
        data: The encoded features.
        levels: The levels of the candidate pairs.
        pairs: The first and the second record of each pair.
        label: The cluster of each record.
        parted: Records that a person has said to differ from some other: they stay where they are.
        alone: For each source free of duplicates, its records' numbers, -1 elsewhere.

    Returns:
        The new clusters, and the records that were attached.
    """
    anonymous = np.all([data.codes[name] < 0 for name in _WHOSE], axis=0)
    asked = anonymous & (np.bincount(label, minlength=len(label))[label] == 1)
    asked[parted] = False
    for numbers in alone:
        asked[numbers >= 0] = False
    rows = np.flatnonzero(asked)
    owner = np.full(len(label), -1, dtype=np.int64)
    torn = np.zeros(len(rows), dtype=np.bool_)
    for contacts in (data.mails, np.where(data.mobile, data.phones, np.int32(-1))):
        owner_of = _owners(contacts, label, asked)
        for held in contacts[rows].T:
            told = np.where(held >= 0, owner_of[np.maximum(held, 0)], -1)
            torn |= (told == _SEVERAL) | ((told >= 0) & (owner[rows] >= 0) & (told != owner[rows]))
            owner[rows] = np.where(told >= 0, told, owner[rows])
    owner[rows[torn]] = -1
    owner[~_vouched(data, levels, pairs, label, owner)] = -1
    found = np.flatnonzero(owner >= 0)
    label = label.copy()
    label[found] = owner[found]
    return label, found


def _share_contact(levels: Levels) -> Flags:
    """Tell the pairs with one mailbox or mobile."""
    email, phone = (levels[:, FIELDS.index(name)] for name in ("email", "telefono"))
    return np.asarray((email == SAME) | (phone == SAME))


def joining(levels: Levels, label: Rows, low: Rows, high: Rows, attached: Rows) -> Rows:
    """Return the places of the pairs by which records of contacts alone were attached to their customers.

    Args:
        levels: The pairs' levels.
        label: The cluster of each record.
        low: The first record of each pair.
        high: The second record of each pair.
        attached: The records that were attached.
    """
    is_attached = np.zeros(len(label), dtype=np.bool_)
    is_attached[attached] = True
    shared = (is_attached[low] | is_attached[high]) & _share_contact(levels)
    return np.flatnonzero(shared & (label[low] == label[high]))


def _vouched(data: Encoded, levels: Levels, pairs: tuple[Rows, Rows], label: Rows, owner: Rows) -> Flags:
    """Tell the records of which a pair with a record of their owner shares a contact, and contradicts in nothing.

    An initial vouches for nobody.
    """
    low, high = pairs
    given = levels[:, FIELDS.index("nome")]
    sound = _share_contact(levels) & ~(levels == CONFLICT).any(axis=1) & np.isin(given, (MISSING, SAME, CLOSE))
    where = np.flatnonzero(sound & ((owner[low] >= 0) | (owner[high] >= 0)))
    where = where[~is_mixed(data, low[where], high[where])]
    # A given name on one side alone was compared with nothing.
    known = data.codes["given"] >= 0
    vouched = np.zeros(len(owner), dtype=np.bool_)
    for mine, theirs in ((low[where], high[where]), (high[where], low[where])):
        of_owner = (owner[mine] >= 0) & (owner[mine] == label[theirs])
        of_owner &= ~known[mine] | (given[where] != MISSING)
        vouched[mine[of_owner]] = True
    return vouched


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
