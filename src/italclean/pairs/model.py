"""How much each agreement and disagreement weighs: Fellegi and Sunter's model, learned from the file itself.

For each level of each field, m is its probability among records of one customer, u among records of two.
u is measured on random pairs; m is estimated by expectation-maximisation over the distinct patterns of
levels, starting from what Italian lists usually look like, with pairs of one valid codice fiscale as known
matches and pairs of two different ones as known non-matches.

Fields that only show that two records share a home (surname, address, telephone) are one group whose weight
is capped: alone they make two people at one address as likely as one person entered twice.

Source: Fellegi and Sunter, "A Theory for Record Linkage", JASA 64 (1969); Winkler, "Using the EM Algorithm
for Weight Computation in the Fellegi-Sunter Model of Record Linkage" (1988).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from italclean.pairs.compare import FIELDS
from italclean.pairs.levels import PARTLY, Levels

Floats = npt.NDArray[np.float64]

_LEVELS = 5
_ROUNDS = 12
_PRIOR_STRENGTH = 40.0

# What lists usually look like: the share of each level (same, close, partly, conflict) among true matches.
_USUAL_M = {
    "cognome": (0.88, 0.05, 0.03, 0.04),
    "nome": (0.80, 0.06, 0.12, 0.02),
    "ragione_sociale": (0.70, 0.10, 0.15, 0.05),
    "data_nascita": (0.90, 0.06, 0.01, 0.03),
    "codice_fiscale": (0.86, 0.10, 0.02, 0.02),
    "partita_iva": (0.93, 0.02, 0.02, 0.03),
    "email": (0.65, 0.01, 0.01, 0.33),
    "telefono": (0.50, 0.02, 0.20, 0.28),
    "luogo": (0.50, 0.08, 0.22, 0.20),
}

# The share of each level (same, close, partly) among strangers, for lists too short to tell.
_USUAL_U = {
    "cognome": (1e-3, 1e-3, 1e-3),
    "nome": (8e-3, 2e-3, 8e-3),
    "ragione_sociale": (1e-5, 1e-5, 1e-3),
    "data_nascita": (5e-5, 1e-3, 1e-6),
    "codice_fiscale": (1e-7, 1e-7, 1e-7),
    "partita_iva": (1e-7, 1e-7, 1e-7),
    "email": (1e-6, 1e-6, 1e-6),
    "telefono": (1e-6, 1e-6, 3e-6),
    "luogo": (1e-4, 3e-4, 2e-2),
}
_USUAL_PAIRS = 3_000.0
_MOST_MATCHES = 0.1

HOUSEHOLD = {"P": ("cognome", "luogo", "telefono_fisso"), "A": ("luogo", "telefono_fisso", "telefono", "email")}
"""The fields that show a shared home or seat, for persons and companies."""


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model of one kind of record.

    Attributes:
        kind: `P` for persons, `A` for companies.
        weights: The weight in bits of each level of each field of `FIELDS`, shape (fields, levels); 0 for missing.
        prior: The log-odds in bits that two random records are one customer.
        m: The probability of each level among matches.
        u: The probability of each level among non-matches.
    """

    kind: str
    weights: Floats
    prior: float
    m: Floats
    u: Floats

    def contributions(self, levels: Levels, rarity: Floats) -> tuple[Floats, Floats]:
        """Return what each field adds to the log-odds that a pair is one customer, in bits.

        Args:
            levels: Shape (pairs, fields).
            rarity: What the rarity of the shared names adds, in bits, shape (pairs, 3): surname, given name,
                company.

        Returns:
            The bits of each field, shape (pairs, fields); and what is taken off them because the fields that show
            a shared home weigh together at most as much as makes two people and one equally likely.
        """
        at = {name: place for place, name in enumerate(FIELDS)}
        bits = np.stack([self.weights[place][levels[:, place]] for place in range(len(FIELDS))], axis=1)
        bits[:, [at["cognome"], at["nome"], at["ragione_sociale"]]] += rarity
        grouped = HOUSEHOLD[self.kind]
        shared = np.zeros(len(levels))
        for name in ("cognome", "luogo", "telefono", "email"):
            if name in grouped:
                shared += bits[:, at[name]]
            elif name == "telefono":
                shared += np.where(levels[:, at[name]] == PARTLY, bits[:, at[name]], 0.0)
        return bits, np.minimum(shared, -self.prior) - shared

    def score(self, levels: Levels) -> Floats:
        """Return the log-odds in bits that each pair is one customer, whatever their names."""
        bits, home = self.contributions(levels, np.zeros((len(levels), 3)))
        return np.asarray(self.prior + bits.sum(axis=1) + home)


def fit(
    kind: str,
    levels: Levels,
    known: npt.NDArray[np.int8],
    random_levels: Levels,
    same_by_chance: Sequence[tuple[float, float] | None],
    records: int,
    strangers: int,
) -> Model:
    """Fit a model.

    Args:
        kind: `P` or `A`.
        levels: The levels of the candidate pairs, shape (pairs, fields).
        known: 1 for pairs known to match, -1 for pairs known not to, 0 for the others.
        random_levels: The levels of random pairs.
        same_by_chance: For each field how many pairs of records share its value, of how many; None where only the
            random pairs can tell.
        records: How many records of this kind there are.
        strangers: From how many of them, of different customers, the random pairs were taken.
    """
    usual = np.array([(0.0, *_USUAL_M[name]) for name in FIELDS])
    all_pairs = max(records * (records - 1) / 2, 1.0)
    u = _by_chance(random_levels, same_by_chance, max(strangers * (strangers - 1) / 2, 1.0))
    patterns, counts, known_of = _patterns(levels, known)
    m = usual.copy()
    share = min(max(0.2 * records / all_pairs, 1.0 / all_pairs), _MOST_MATCHES)
    for _ in range(_ROUNDS):
        model = _model(kind, m, u, share)
        odds = model.score(patterns)
        # A conflict of given names or birth dates is never a match by score alone (see `decide`).
        posterior = 1.0 / (1.0 + np.exp2(-np.clip(odds, -60, 60)))
        posterior = np.where(known_of > 0, 1.0, np.where(known_of < 0, 0.0, posterior))
        matched = posterior * counts
        for place in range(len(FIELDS)):
            seen = np.bincount(patterns[:, place], weights=matched, minlength=_LEVELS)[1:]
            smoothed = seen + _PRIOR_STRENGTH * usual[place, 1:]
            m[place, 1:] = smoothed / smoothed.sum()
        share = float(min(max(matched.sum() / all_pairs, 1.0 / all_pairs), _MOST_MATCHES))
    return _model(kind, m, u, share)


def _model(kind: str, m: Floats, u: Floats, share: float) -> Model:
    weights = np.zeros((len(FIELDS), _LEVELS))
    weights[:, 1:] = np.log2(m[:, 1:] / u[:, 1:])
    return Model(kind, weights, float(np.log2(share / (1 - share))), m, u)


def _patterns(levels: Levels, known: npt.NDArray[np.int8]) -> tuple[Levels, Floats, npt.NDArray[np.int8]]:
    """The distinct patterns of levels, how often each stands, and what is known of it."""
    radix = _LEVELS ** np.arange(len(FIELDS), dtype=np.int64)
    codes = levels.astype(np.int64) @ radix * 3 + (known.astype(np.int64) + 1)
    distinct, counts = np.unique(codes, return_counts=True)
    known_of = (distinct % 3 - 1).astype(np.int8)
    digits = (distinct // 3)[:, None] // radix[None, :] % _LEVELS
    return digits.astype(np.uint8), counts.astype(np.float64), known_of


def _by_chance(random_levels: Levels, same_by_chance: Sequence[tuple[float, float] | None], all_pairs: float) -> Floats:
    """The u of each level: measured on random pairs, equality from the frequencies of the values.

    A short list has few pairs of strangers: what lists usually look like then weighs in.
    """
    u = np.zeros((len(FIELDS), _LEVELS))
    seen_pairs = min(all_pairs, float(len(random_levels)))
    for place, name in enumerate(FIELDS):
        usual = np.array(_USUAL_U[name])
        usual = np.append(usual, 1.0 - usual.sum())
        seen = np.bincount(random_levels[:, place], minlength=_LEVELS)[1:].astype(np.float64)
        seen *= seen_pairs / max(seen.sum(), 1.0)
        shares = (seen + _USUAL_PAIRS * usual) / (seen.sum() + _USUAL_PAIRS)
        counted = same_by_chance[place]
        if counted is not None:
            same, pairs = counted
            shares[0] = (same + _USUAL_PAIRS * usual[0]) / (pairs + _USUAL_PAIRS)
        if name in ("data_nascita", "codice_fiscale", "partita_iva", "email", "telefono"):
            # A slip of the pen between two strangers' values is about as rare as equality is; near days are not so few.
            times = 90 if name == "data_nascita" else 30
            shares[1] = min(shares[1], max(times * shares[0], 1e-7))
        if name in ("telefono", "codice_fiscale"):
            shares[2] = min(shares[2], max(3 * shares[0], 1e-8))
        shares[3] = max(1.0 - shares[:3].sum(), 1e-6)
        u[place, 1:] = shares
    return u
