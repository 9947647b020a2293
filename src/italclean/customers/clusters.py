"""From pairs to customers: edges by rules and likeness, what a person decided, and who may never share a customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from italclean.core.parallel import each
from italclean.customers.known import Known, chains
from italclean.pairs import rules
from italclean.pairs.cluster import cluster, components, pairs_within
from italclean.pairs.compare import compare
from italclean.pairs.decide import Verdicts
from italclean.pairs.encode import Encoded, Rows
from italclean.pairs.facts import forbidden
from italclean.pairs.levels import Levels

Flags = npt.NDArray[np.bool_]
Pairs = tuple[Rows, Rows]

_DECIDED, _RULED = np.inf, 1e3
"""What a person's decision, and a rule, weigh above any likeness, in bits."""

_CHUNK = 1 << 19


def pair_key(low: Rows, high: Rows) -> Rows:
    """Return one number for each pair of records, whichever stands first.

    Args:
        low: One record of each pair.
        high: The other.
    """
    return (np.minimum(low, high) << 32) | np.maximum(low, high)


def parts_of(pairs: Rows) -> list[slice]:
    """Part the pairs, so that what is needed of them in passing stays small.

    Args:
        pairs: One record of each pair.
    """
    return [slice(start, start + _CHUNK) for start in range(0, len(pairs), _CHUNK)]


def compared(data: Encoded, low: Rows, high: Rows) -> Iterator[Levels]:
    """Compare pairs part by part.

    Args:
        data: The encoded features.
        low: One record of each pair.
        high: The other.
    """
    return each(lambda part: compare(data, low[part], high[part]), parts_of(low))


def clusters(
    data: Encoded,
    pairs: Pairs,
    verdicts: Verdicts,
    settled: Flags,
    must: Pairs,
    never: Pairs,
    alone: Sequence[Rows],
    known: Known | None = None,
) -> tuple[Rows, Rows]:
    """Make customers of pairs.

    Args:
        data: The encoded features.
        pairs: The first and the second record of each pair.
        verdicts: What was decided on them.
        settled: Pairs that a person has decided on.
        must: The pairs that a person said to be one customer.
        never: Those that a person said to be two.
        alone: For each source free of duplicates, its records' numbers, -1 elsewhere.
        known: What an earlier run knows of the records.

    Returns:
        The cluster of each record, and the places of the pairs that are open because their record fits two customers.
    """
    low, high = pairs
    count = len(data.codes["cf"])
    merged = (verdicts.verdict == rules.MERGE) & ~settled
    whole = (np.empty(0, np.int64),) * 2 if known is None else chains(known.customer)
    given = _together(must, whole)
    code, born = data.codes["cf"].astype(np.int64), data.codes["born"].astype(np.int64)
    # Two codes of one name and birth may be one person's: who fits both is not torn.
    person = np.where(code < 0, -1, np.where(born >= 0, born, born.max(initial=-1) + 1 + code))
    one = components(count, *given)
    code, person, *others = (_joined(identity, one) for identity in (code, person, *alone))
    held_in: list[Rows] = []
    if known is not None:
        ruled = np.flatnonzero(merged & ~verdicts.by_likeness)
        # Likeness joins no two known customers; a rule on codes does, and a person.
        customer = components(count, *_together(chains(known.before), must, (low[ruled], high[ruled])))
        held_in = [np.where(known.before >= 0, customer, -1)]
    edges_low = np.concatenate([low[merged], given[0]])
    edges_high = np.concatenate([high[merged], given[1]])
    # A record that bears somebody else's code joins last: it must not keep the others from their own.
    strange = data.codes["others_code"] >= 0
    trust = ~verdicts.by_likeness[merged] - 1.0 * (strange[low[merged]] | strange[high[merged]])
    # Beyond a dozen digits all probabilities are one; what a rule lifts is as sure as it says.
    odds = np.clip(verdicts.probability[merged], 1e-12, 1 - 1e-12)
    sure = np.maximum(np.log2(odds / (1 - odds)), verdicts.bits[merged])
    weight = np.concatenate([sure + _RULED * trust, np.full(len(given[0]), _DECIDED)])
    hostile_low, hostile_high = _hostile(data, components(count, edges_low, edges_high), known)
    enemies_low = np.concatenate([low[verdicts.forbidden], hostile_low])
    enemies_high = np.concatenate([high[verdicts.forbidden], hostile_high])
    # What a rule or a person joined outright is no contradiction; what a person parted is one.
    overruled = np.isin(pair_key(enemies_low, enemies_high), pair_key(edges_low, edges_high))
    if known is not None:
        # Else the newer version of a record would drive another one out of their customer.
        held = (known.customer[enemies_low] >= 0) | (known.customer[enemies_high] >= 0)
        overruled |= held & (one[enemies_low] == one[enemies_high])
    enemies_low = np.concatenate([enemies_low[~overruled], never[0]])
    enemies_high = np.concatenate([enemies_high[~overruled], never[1]])
    own = [np.where(strange, -1, person), *others]
    # Two known customers whom a row is like exclude each other by no code: it goes to the one that it is most like.
    identities = [code, *others, *held_in]
    label, torn = cluster(count, edges_low, edges_high, weight, enemies_low, enemies_high, identities, own)
    places = np.flatnonzero(merged)
    return label, places[torn[: len(places)]]


def _together(*pairs: Pairs) -> Pairs:
    return np.concatenate([low for low, _ in pairs]), np.concatenate([high for _, high in pairs])


def _hostile(data: Encoded, label: Rows, known: Known | None) -> Pairs:
    """The pairs within components that contradict each other; within a known customer that was settled before."""
    if known is not None:
        # A component without an open record is as it was.
        touched = np.zeros(len(label), dtype=np.bool_)
        touched[label[~known.whole]] = True
        label = np.where(touched[label], label, np.arange(len(label)))
    low, high = pairs_within(label)
    if known is not None:
        customer = known.customer
        asked = (customer[low] != customer[high]) | (customer[low] < 0)
        low, high = low[asked], high[asked]
    hostile = np.concatenate([np.empty(0, np.bool_), *map(forbidden, compared(data, low, high))])
    return low[hostile], high[hostile]


def _joined(identity: Rows, one: Rows) -> Rows:
    """Make one identity of several whose records are said to be one customer.

    Args:
        identity: The number of each record, -1 for none.
        one: What says so: records of one number are one customer.
    """
    has_one = np.where(identity >= 0, one, -1)
    low, high = chains(has_one)
    apart = identity[low] != identity[high]
    if not apart.any():
        return identity
    same = components(int(identity.max()) + 1, identity[low][apart], identity[high][apart])
    return np.where(identity >= 0, same[np.maximum(identity, 0)], -1)
