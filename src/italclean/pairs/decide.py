"""Which pairs are one customer, which a person must look at: the rules are asked in their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from italclean.core.parallel import each
from italclean.pairs import rules
from italclean.pairs.encode import Encoded, Rows
from italclean.pairs.facts import Facts
from italclean.pairs.levels import Levels
from italclean.pairs.odds import DEFAULT, Flags, Floats, Odds, Thresholds
from italclean.pairs.rules import LIKENESS, MERGE, REVIEW, RULES

_AT_ONCE = 1 << 19
"""How many pairs are decided on at a time: what is known of them takes some forty bytes each."""

_OPEN = 0.89
"""What a rule leaves to a person is at most so sure, however much the fields agree."""


_ON_THRESHOLD = [rules.place_of(declared) for declared in (rules.likeness, rules.some_likeness, rules.unlike)]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was decided on each pair.

    Attributes:
        verdict: `rules.APART`, `rules.REVIEW` or `rules.MERGE`.
        rule: The place in `rules.RULES` of what decided.
        probability: The likeness's probability, or the rule's.
        bits: The log-odds by which was decided.
        mean: The log-odds without caution.
        forbidden: Pairs that must never share a cluster.
        learned: Pairs that were decided by a likeness of which the list's own codes taught something.
        open: Pairs on which the threshold alone decides: no rule does, and they have enough in common to be merged.
    """

    verdict: npt.NDArray[np.uint8]
    rule: npt.NDArray[np.uint8]
    probability: Floats
    bits: Floats
    mean: Floats
    forbidden: Flags
    learned: Flags
    open: Flags

    @property
    def by_likeness(self) -> Flags:
        """Which pairs were decided by their likeness alone."""
        return np.array([rule.says == LIKENESS for rule in RULES])[self.rule]


def decide(
    data: Encoded, levels: Levels, low: Rows, high: Rows, odds: Odds, thresholds: Thresholds = DEFAULT
) -> Verdicts:
    """Decide on pairs of records.

    Args:
        data: The encoded features.
        levels: The pairs' levels.
        low: The first row of each pair.
        high: The second row of each pair.
        odds: The pairs' log-odds.
        thresholds: From which probability on a pair is merged, or shown to a person.
    """

    def decide_part(start: int) -> Verdicts:
        part = slice(start, start + _AT_ONCE)
        return _decide(Facts(data, levels[part], low[part], high[part], odds.part(part), thresholds))

    found = list(each(decide_part, range(0, max(len(low), 1), _AT_ONCE)))
    return Verdicts(*(np.concatenate([getattr(part, name) for part in found]) for name in Verdicts.__slots__))


def _decide(facts: Facts) -> Verdicts:
    never = facts.never | rules.noted(facts)
    decided_by = np.zeros(len(facts.low), dtype=np.uint8)
    for place, rule in enumerate(RULES):
        won = facts.open & rule.holds(facts)
        decided_by[won] = place
        facts.open &= ~won
    verdict = np.array([rule.verdict for rule in RULES], dtype=np.uint8)[decided_by]
    least = np.array([rule.least for rule in RULES])[decided_by]
    probability = np.maximum(facts.probability, least)
    by_likeness = np.array([rule.says == LIKENESS for rule in RULES])[decided_by]
    on_threshold = np.isin(decided_by, _ON_THRESHOLD) & facts.mergeable
    verdict[by_likeness & (verdict == MERGE) & (probability < facts.thresholds.merging(facts.learned))] = REVIEW
    asked = (verdict == REVIEW) & ~by_likeness
    probability[asked] = np.minimum(probability[asked], _OPEN)
    mean = facts.odds.model + facts.odds.learned
    return Verdicts(
        verdict, decided_by, probability, facts.bits, mean, never, by_likeness & facts.learned, on_threshold
    )


def leave_between_two(verdicts: Verdicts, pairs: Rows) -> None:
    """Leave to a person the pairs of a record that fits two customers who exclude each other.

    Args:
        verdicts: The verdicts, which are changed.
        pairs: The places of the pairs.
    """
    verdicts.verdict[pairs] = REVIEW
    verdicts.rule[pairs] = rules.place_of(rules.between_two)
    verdicts.learned[pairs] = False
    verdicts.probability[pairs] = np.minimum(verdicts.probability[pairs], _OPEN)


def attach(verdicts: Verdicts, pairs: Rows) -> None:
    """Say of pairs that one of their records holds contacts alone, and was attached to the only customer with them.

    Args:
        verdicts: The verdicts, which are changed.
        pairs: The places of the pairs.
    """
    _overrule(verdicts, pairs, rules.only_customer)


def take_for_one_record(verdicts: Verdicts, pairs: Rows) -> None:
    """Say of pairs that they are one record of one source, delivered twice.

    Args:
        verdicts: The verdicts, which are changed.
        pairs: The places of the pairs.
    """
    _overrule(verdicts, pairs, rules.same_record)


def _overrule(verdicts: Verdicts, pairs: Rows, rule: rules.Rule) -> None:
    verdicts.verdict[pairs] = rule.verdict
    verdicts.rule[pairs] = rules.place_of(rule)
    verdicts.learned[pairs] = verdicts.open[pairs] = False
    verdicts.probability[pairs] = np.maximum(verdicts.probability[pairs], rule.least)
