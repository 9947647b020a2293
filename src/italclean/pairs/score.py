"""The models of persons and of companies fitted to a list, and the score of each pair by its kind's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.parallel import each
from italclean.pairs import labels, model
from italclean.pairs.compare import FIELDS, compare
from italclean.pairs.encode import Codes, Encoded, Rows
from italclean.pairs.facts import forbidden
from italclean.pairs.labels import is_mixed, is_of_firm
from italclean.pairs.learned import Learned, Taught, learn, times_likelier
from italclean.pairs.levels import CONFLICT, SAME, Levels
from italclean.pairs.mail_years import are_of_one_year, birth_years, bits_of_agreement, years_in_mailboxes
from italclean.pairs.odds import Odds
from italclean.pairs.patterns import common_mailboxes, patterns_of, rare_mailboxes

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RANDOM_PAIRS, LEAST_PAIRS, PAIRS_A_RECORD = 100_000, 20_000, 50
"""How many random pairs tell how alike strangers are; fewer do for a short list, which has not that many."""

_LEAST_BITS = -60.0
_RAREST, _MOST_COMMON = 8.0, -6.0
_FIELD_OF = {
    "cognome": "surname",
    "nome": "given",
    "ragione_sociale": "company",
    "data_nascita": "birth",
    "codice_fiscale": "cf",
    "partita_iva": "piva",
    "email": "email",
}
_LEARNED_FROM = [FIELDS.index(name) for name in FIELDS if name not in ("codice_fiscale", "partita_iva", "data_nascita")]
"""The fields of which a pattern is made: the others say who is who, and are weighed by the model alone."""

_GIVEN, _EMAIL, _PHONE = (FIELDS.index(name) for name in ("nome", "email", "telefono"))
_NAMES = (("cognome", "surname"), ("nome", "given"), ("ragione_sociale", "company"))


@dataclass(frozen=True, slots=True)
class Rarity:
    """What sharing one value of a field says beyond sharing any, in bits.

    Attributes:
        values: The distinct values.
        bits: The bits of each.
        unseen: The bits of a value that stands nowhere else.
    """

    values: pl.Series
    bits: Floats
    unseen: float

    def of(self, values: pl.Series) -> Floats:
        """Return the bits of some values."""
        if values is self.values:
            return self.bits
        known = pl.DataFrame({"value": self.values, "bits": self.bits})
        found = values.to_frame("value").join(known, on="value", how="left", maintain_order="left")["bits"]
        return found.fill_null(self.unseen).to_numpy()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against pairs being one customer, in bits.

    Attributes:
        prior: What being two rows of this list says, shape (pairs,).
        fields: What each field says, shape (pairs, fields), in the order of `FIELDS`.
        home: What is taken off because a shared home was counted in several fields, shape (pairs,).
        year: What the year of birth in an address says, shape (pairs,).
        learned: What the list's own codes add, shape (pairs,).
        caution: What is taken off for how unsure that is, shape (pairs,).
        is_learned: Of which pairs anything was learned, shape (pairs,).
    """

    prior: Floats
    fields: Floats
    home: Floats
    year: Floats
    learned: Floats
    caution: Floats
    is_learned: Flags

    @property
    def likeness(self) -> Floats:
        """What the model says without codes and birth dates."""
        return np.asarray(self.prior + self.fields[:, _LEARNED_FROM].sum(axis=1) + self.home)

    @property
    def odds(self) -> Odds:
        """The log-odds that each pair is one customer."""
        model = self.prior + self.fields.sum(axis=1) + self.home + self.year
        return Odds(model, self.learned, self.caution, self.is_learned)


@dataclass(frozen=True, slots=True)
class Scorer:
    """The fitted models, how rare the names are, and what the list's own codes taught.

    Attributes:
        models: One of persons and one of companies, where the list holds any.
        rarity: The rarity of surnames, given names and company names.
        learned: What was learned from the pairs with known codes.
        year: What it says that the year in an address is the other's year of birth, in bits.
    """

    models: tuple[model.Model, ...]
    rarity: tuple[Rarity, ...]
    learned: Learned
    year: float

    def weigh(
        self,
        data: Encoded,
        levels: Levels,
        low: Rows,
        high: Rows,
        mailboxes: Codes | None = None,
        years: tuple[Codes, Codes] | None = None,
    ) -> Evidence:
        """Return what speaks for and against each pair.

        Args:
            data: The encoded features.
            levels: The pairs' levels.
            low: The first row of each pair.
            high: The second row of each pair.
            mailboxes: `patterns.rare_mailboxes`, where they are at hand.
            years: `mail_years.years_in_mailboxes` and `birth_years`, where they are at hand.
        """
        firms = is_of_firm(data, levels, low, high)
        found = self._by_model(data, levels, low, firms)
        mixed = is_mixed(data, low, high)
        if self.year:
            in_mail, of_birth = years or (years_in_mailboxes(data), birth_years(data))
            # A namesake of that age has another telephone, and another street.
            street = data.codes["street"]
            elsewhere = (street[low] >= 0) & (street[high] >= 0) & (street[low] != street[high])
            asked = ~firms & ~mixed & (levels[:, _EMAIL] != SAME) & (levels[:, _PHONE] != CONFLICT) & ~elsewhere
            found.year[asked & are_of_one_year(in_mail, of_birth, low, high)] = self.year
        for of_kind, taught in ((firms, self.learned.of("A")), (~firms, self.learned.of("P"))):
            where = np.flatnonzero(of_kind & ~mixed)
            if taught is None or not len(where):
                continue
            if mailboxes is None:
                mailboxes = rare_mailboxes(data, self.learned.common)
            patterns = patterns_of(data, levels[where], low[where], high[where], found.likeness[where], mailboxes)
            distinct, place = np.unique(patterns, return_inverse=True)
            added, caution, is_learned = taught.added(distinct)
            found.learned[where], found.caution[where] = added[place], caution[place]
            found.is_learned[where] = is_learned[place]
        return found

    def _by_model(self, data: Encoded, levels: Levels, low: Rows, firms: Flags) -> Evidence:
        rare = self._rare(data, levels, low)
        count = len(low)
        found = Evidence(
            np.full(count, _LEAST_BITS),
            np.zeros((count, len(FIELDS))),
            np.zeros(count),
            np.zeros(count),
            np.zeros(count),
            np.zeros(count),
            np.zeros(count, dtype=np.bool_),
        )
        for fitted in self.models:
            of_kind = firms == (fitted.kind == "A")
            fields, home = fitted.contributions(levels[of_kind], rare[of_kind])
            found.prior[of_kind], found.fields[of_kind], found.home[of_kind] = fitted.prior, fields, home
        return found

    def _rare(self, data: Encoded, levels: Levels, low: Rows) -> Floats:
        rare = np.zeros((len(low), len(_NAMES)))
        for place, ((name, field), rarity) in enumerate(zip(_NAMES, self.rarity, strict=True)):
            same = levels[:, FIELDS.index(name)] == SAME
            rare[same, place] = rarity.of(data.values[field])[np.maximum(data.codes[field][low[same]], 0)]
        return rare


def fit(data: Encoded, levels: Levels, low: Rows, high: Rows, by_likeness: Flags) -> Scorer:
    """Fit the models to a list.

    Args:
        data: The encoded features.
        levels: The levels of the candidate pairs.
        low: The first row of each pair.
        high: The second row of each pair.
        by_likeness: Which of them were proposed by what they have in common besides codes and birth dates.
    """
    firm = data.firms
    firms = is_of_firm(data, levels, low, high)
    cf, given = levels[:, FIELDS.index("codice_fiscale")], levels[:, FIELDS.index("nome")]
    # What the codes prove, unless the given names speak against it.
    same = (cf == SAME) & (given != CONFLICT)
    known = np.where(same, 1, np.where(cf == CONFLICT, -1, 0)).astype(np.int8)

    kinds = [kind for kind in ("P", "A") if (firms == (kind == "A")).any()]
    members = {kind: np.flatnonzero(firm == (kind == "A")) for kind in kinds}
    strangers = {kind: _strangers(data, members[kind]) for kind in kinds}
    drawn = {kind: _random_pairs(strangers[kind]) for kind in kinds}
    compared = dict(zip(kinds, _compared(data, list(drawn.values())), strict=True))

    def fitted(kind: str) -> model.Model:
        of_kind = firms == (kind == "A")
        chance = _same_by_chance(data, strangers[kind])
        sizes = len(members[kind]), len(strangers[kind])
        return model.fit(kind, levels[of_kind], known[of_kind], compared[kind], chance, *sizes)

    scorer = scorer_of(data, tuple(each(fitted, kinds)))
    return replace(scorer, learned=_learned(scorer, data, levels, low, high, by_likeness, firms))


def scorer_of(data: Encoded, models: tuple[model.Model, ...], taught: tuple[Taught, ...] = ()) -> Scorer:
    """Make a scorer of fitted models; how rare names and addresses are is counted on the list at hand.

    Args:
        data: The encoded features.
        models: The models.
        taught: What was learned from pairs with known codes.
    """
    rarity = tuple(_rarity(data, field) for _, field in _NAMES)
    return Scorer(models, rarity, Learned(taught, common_mailboxes(data)), bits_of_agreement(data))


def _random_pairs(strangers: Rows) -> tuple[Rows, Rows]:
    generator = np.random.default_rng(20)
    count = min(RANDOM_PAIRS, max(LEAST_PAIRS, PAIRS_A_RECORD * len(strangers)))
    one, other = generator.choice(strangers, count), generator.choice(strangers, count)
    apart = one != other
    return one[apart], other[apart]


def _compared(data: Encoded, drawn: Sequence[tuple[Rows, Rows]]) -> Iterator[Levels]:
    """Compare several lots of pairs: at once where they are few, each by itself where that takes memory."""
    if len(drawn) < 2 or sum(len(low) for low, _ in drawn) > LEAST_PAIRS * len(drawn):
        return each(lambda pairs: compare(data, *pairs), drawn)
    low, high = (np.concatenate(side) for side in zip(*drawn, strict=True))
    ends = np.cumsum([len(lot) for lot, _ in drawn])
    return iter(np.split(compare(data, low, high), ends[:-1]))


def _learned(
    scorer: Scorer, data: Encoded, levels: Levels, low: Rows, high: Rows, by_likeness: Flags, firms: Flags
) -> Learned:
    """Learn from the pairs whose codes or birth dates are known."""
    mixed = is_mixed(data, low, high)
    open_to_likeness = ~forbidden(levels) & ~labels.of_one_code(levels)
    common = scorer.learned.common
    mailboxes = rare_mailboxes(data, common)
    kinds = []
    for kind, of_kind in (("P", ~firms & ~mixed), ("A", firms & ~mixed)):
        told = labels.of_persons(data, levels, low, high) if kind == "P" else labels.of_firms(levels)
        # Two given names are two people whatever was learned.
        labelled = np.flatnonzero(told.known & of_kind & by_likeness & (levels[:, _GIVEN] != CONFLICT))
        unlike = times_likelier(levels, told.known & of_kind & by_likeness, open_to_likeness & of_kind & ~told.known)
        one, other = low[labelled], high[labelled]
        likeness = scorer.weigh(data, levels[labelled], one, other).likeness
        patterns = patterns_of(data, levels[labelled], one, other, likeness, mailboxes)
        kinds.append(learn(kind, patterns, told.same[labelled], unlike))
    return Learned(tuple(kinds), common)


def _strangers(data: Encoded, members: Rows) -> Rows:
    """Keep one record of those that surely are one customer: what strangers share is not learned from them.

    In a list where most rows are one customer everything would look common.
    """
    code = data.codes
    name = np.where(code["full"] >= 0, code["full"], code["company"])
    undated = np.where(code["birth"] < 0, code["email"], np.int32(-1))
    for parts in ((code["cf"],), (code["piva"],), (code["birth"], name), (undated, name)):
        known = np.flatnonzero(np.all([part[members] >= 0 for part in parts], axis=0))
        mixed = np.zeros(len(known), dtype=np.int64)
        for part in parts:
            mixed = (mixed << 32) | part[members[known]]
        _, first = np.unique(mixed, return_index=True)
        kept = np.ones(len(members), dtype=np.bool_)
        kept[known] = False
        kept[known[first]] = True
        members = members[kept]
    return members


def _same_by_chance(data: Encoded, members: Rows) -> list[tuple[float, float] | None]:
    """For each field how many pairs of records share its value, of how many; None where only random pairs tell."""
    chances: list[tuple[float, float] | None] = []
    for name in FIELDS:
        if name not in _FIELD_OF:
            chances.append(None)
            continue
        codes = data.codes[_FIELD_OF[name]][members]
        counts = np.bincount(codes[codes >= 0]).astype(np.float64)
        total = counts.sum()
        chances.append((float((counts * (counts - 1)).sum() / 2), float(total * (total - 1) / 2)))
    return chances


def _rarity(data: Encoded, field: str) -> Rarity:
    codes, values = data.codes[field], data.values[field]
    counts = np.bincount(codes[codes >= 0], minlength=len(values)).astype(np.float64)
    total = max(counts.sum(), 1.0)
    average = float((counts * counts).sum()) / (total * total) or 1.0
    share = np.maximum(counts, 1.0) / total
    bits = np.clip(np.log2(average / share), _MOST_COMMON, _RAREST)
    return Rarity(values, bits, float(np.clip(np.log2(average * total), _MOST_COMMON, _RAREST)))
