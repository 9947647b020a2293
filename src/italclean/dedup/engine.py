"""The deduplication from cleaned rows to golden records; owns the order of the steps and no algorithm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.cleaning.engine import UNREAD
from italclean.dedup import blocking, decide, explain, golden, model, review
from italclean.dedup.blocking import Pass
from italclean.dedup.cluster import cluster, components, pairs_within
from italclean.dedup.compare import FIELDS, compare
from italclean.dedup.encode import Encoded, Rows, encode
from italclean.dedup.features import make_features
from italclean.dedup.levels import SAME, Levels
from italclean.errors import Language

_RANDOM_PAIRS = 400_000
_CHUNK = 1 << 20
_LARGEST_CHECKED = 60

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Deduped:
    """A deduplicated list.

    Attributes:
        golden: One row for each customer.
        crosswalk: One row for each input row: `source`, `row`, `source_id`, `golden_id`, `probability`, `reason`.
        review: One row for each pair that a person must decide.
        origin: Where each field of a merged golden record came from.
        passes: What each blocking pass gave.
        figures: Counts and the fitted weights.
    """

    golden: pl.DataFrame
    crosswalk: pl.DataFrame
    review: pl.DataFrame
    origin: pl.DataFrame
    passes: tuple[Pass, ...]
    figures: dict[str, object]


def dedupe_frame(
    frame: pl.DataFrame,
    hints: pl.DataFrame | None = None,
    *,
    decisions: pl.DataFrame | None = None,
    priority: Sequence[str] = (),
    language: Language = "it",
    progress: Progress | None = None,
) -> Deduped:
    """Deduplicate a cleaned list.

    Args:
        frame: `source`, `row`, `source_id` and canonical columns.
        hints: `Cleaned.hints`, row by row.
        decisions: What a person decided: `low`, `high` (rows of the frame), `same`.
        priority: The sources from the most to the least trusted.
        language: The language of the reasons.
        progress: Called with what is being done, how many steps are done and how many there are.
    """

    def step(name: str, done: int) -> None:
        if progress:
            progress(name, done, 5)

    step("features", 0)
    features = make_features(frame, hints)
    order = _canonical_order(features, frame)
    features = features[order]
    leader, distinct = _collapse(features, _parted(decisions, order))
    features = features[distinct]
    data = encode(features)
    del features
    step("blocking", 1)
    low, high, passes = blocking.candidates(data)
    step("compare", 2)
    levels = np.concatenate(
        [np.empty((0, len(FIELDS)), np.uint8), *(compare(data, *part) for part in _chunks(low, high))]
    )
    step("model", 3)
    bits, models = _score(data, levels, low, high)
    verdicts = decide.decide(data, levels, low, high, bits)
    step("cluster", 4)
    position = _positions(order, leader, distinct)
    must, never = _decided(decisions, position)
    label = _cluster(data, low, high, verdicts, must, never)
    labels = pl.Series("cluster", label[position])
    golden_ids = _golden_ids(frame, labels)
    del data
    hinted = () if hints is None else hints.get_columns()
    unread = {values.name.removeprefix(UNREAD): values for values in hinted if values.name.startswith(UNREAD)}
    golden_frame, origin = golden.make_golden(frame, labels, golden_ids, priority, unread)
    reasons = explain.make_reasons(levels, verdicts.rule, language)
    crosswalk = explain.make_crosswalk(
        frame, golden_ids, labels, (position, label), low, high, verdicts, reasons, language
    )
    pairs = _review_pairs(order[distinct], low, high, verdicts, reasons, label, never)
    step("", 5)
    figures = {
        "pairs_compared": len(low),
        "pairs_merged": int((verdicts.verdict == decide.MERGE).sum()),
        "pairs_to_review": len(pairs),
        "identical_rows_collapsed": int(len(order) - len(distinct)),
        "customers": golden_frame.height,
        "merged_customers": int((golden_frame["records"] > 1).sum()),
        "largest_customer": int(golden_frame["records"].max() or 0),  # type: ignore[arg-type]
        "decisions_refused": int((label[must[0]] != label[must[1]]).sum()),
        "models": {fitted.kind: _weights(fitted) for fitted in models},
    }
    return Deduped(golden_frame, crosswalk, review.make_review(frame, pairs), origin, tuple(passes), figures)


def _canonical_order(features: pl.DataFrame, frame: pl.DataFrame) -> Rows:
    """An order of the rows that depends on what they hold, not on where they stood or what their file is called."""
    # A single file may be called as it likes.
    named = ["source", "source_id"] if frame["source"].n_unique() > 1 else ["source_id"]
    content = pl.concat([features, frame.select(named)], how="horizontal")
    hashed = content.select(pl.struct(pl.all()).hash(seed=3)).to_series().to_numpy()
    return np.argsort(hashed, kind="stable").astype(np.int64)


def _parted(decisions: pl.DataFrame | None, order: Rows) -> pl.Series:
    """Which records a person has said to differ from some other: they are not taken for identical."""
    parted = np.zeros(len(order), dtype=np.bool_)
    if decisions is not None:
        apart = decisions.filter(~pl.col("same"))
        parted[apart["low"].to_numpy()] = True
        parted[apart["high"].to_numpy()] = True
    return pl.Series(parted[order])


def _collapse(features: pl.DataFrame, parted: pl.Series) -> tuple[Rows, Rows]:
    """Records identical in every field, one of which identifies a customer, are one from the start.

    Returns:
        For each record the first one identical to it, and the records that are the first of their kind.
    """
    identifying = pl.any_horizontal(pl.col(name).is_not_null() for name in ("cf", "piva", "birth", "email")) & (
        pl.col("words").str.len_bytes() > 0
    )
    identifying &= ~pl.lit(parted)
    keyed = features.select(content=pl.struct(pl.all()).hash(seed=5), identifying=identifying).with_row_index("at")
    key = keyed.select(pl.when("identifying").then("content").otherwise(pl.col("at").cast(pl.UInt64)), pl.col("at"))
    first = key.select(pl.col("at").min().over("content"))["at"].to_numpy().astype(np.int64)
    return first, np.flatnonzero(first == np.arange(len(first)))


def _chunks(low: Rows, high: Rows) -> list[tuple[Rows, Rows]]:
    return [(low[start : start + _CHUNK], high[start : start + _CHUNK]) for start in range(0, len(low), _CHUNK)]


def _score(data: Encoded, levels: Levels, low: Rows, high: Rows) -> tuple[npt.NDArray[np.float64], list[model.Model]]:
    """Fit a model of persons and one of companies, and score every pair by its kind's."""
    bits = np.full(len(low), -60.0)
    is_company = (data.codes["company"] >= 0) & (data.codes["surname"] < 0)
    company_level = levels[:, FIELDS.index("ragione_sociale")]
    as_firms = (is_company[low] | is_company[high]) | (company_level > 0)
    rarity = _rarity(data, levels, low)
    generator = np.random.default_rng(20)
    models = []
    cf_level = levels[:, FIELDS.index("codice_fiscale")]
    given_level = levels[:, FIELDS.index("nome")]
    known = np.where(cf_level == SAME, np.where(given_level == 4, 0, 1), np.where(cf_level == 4, -1, 0)).astype(np.int8)
    for kind, members in (("P", np.flatnonzero(~is_company)), ("A", np.flatnonzero(is_company))):
        of_kind = as_firms == (kind == "A")
        if not of_kind.any():
            continue
        one, other = generator.choice(members, _RANDOM_PAIRS), generator.choice(members, _RANDOM_PAIRS)
        apart = one != other
        random_levels = compare(data, one[apart], other[apart])
        chance = _same_by_chance(data, members)
        fitted = model.fit(kind, levels[of_kind], known[of_kind], random_levels, chance, len(members))
        bits[of_kind] = fitted.score(levels[of_kind], rarity[of_kind])
        models.append(fitted)
    return bits, models


_FIELD_OF = {
    "cognome": "surname",
    "nome": "given",
    "ragione_sociale": "company",
    "data_nascita": "birth",
    "codice_fiscale": "cf",
    "partita_iva": "piva",
    "email": "email",
}


def _same_by_chance(data: Encoded, members: Rows) -> list[float]:
    chances = []
    for name in FIELDS:
        if name not in _FIELD_OF:
            chances.append(float("nan"))
            continue
        codes = data.codes[_FIELD_OF[name]][members]
        counts = np.bincount(codes[codes >= 0]).astype(np.float64)
        total = counts.sum()
        chances.append(float((counts * (counts - 1)).sum() / max(total * (total - 1), 1.0)))
    return chances


def _rarity(data: Encoded, levels: Levels, low: Rows) -> npt.NDArray[np.float64]:
    """What sharing a rare name says beyond sharing a name, in bits."""
    rarity = np.zeros((len(low), 3))
    for place, (name, field) in enumerate((("cognome", "surname"), ("nome", "given"), ("ragione_sociale", "company"))):
        codes = data.codes[field]
        present = codes[codes >= 0]
        if len(present) == 0:
            continue
        counts = np.bincount(present).astype(np.float64)
        share = counts / counts.sum()
        average = float((share * share).sum())
        same = levels[:, FIELDS.index(name)] == SAME
        own = share[np.maximum(codes[low[same]], 0)]
        rarity[same, place] = np.clip(np.log2(average / own), -6.0, 8.0)
    return rarity


def _positions(order: Rows, leader: Rows, distinct: Rows) -> Rows:
    """For each row of the frame, its place among the distinct records."""
    place = np.empty(len(order), dtype=np.int64)
    slot = np.full(len(order), -1, dtype=np.int64)
    slot[distinct] = np.arange(len(distinct))
    place[order] = slot[leader]
    return place


def _decided(decisions: pl.DataFrame | None, position: Rows) -> tuple[tuple[Rows, Rows], tuple[Rows, Rows]]:
    nothing = np.empty(0, dtype=np.int64)
    if decisions is None or decisions.is_empty():
        return (nothing, nothing), (nothing, nothing)
    low, high = position[decisions["low"].to_numpy()], position[decisions["high"].to_numpy()]
    same = decisions["same"].to_numpy() & (low != high)
    different = ~decisions["same"].to_numpy() & (low != high)
    return (low[same], high[same]), (low[different], high[different])


def _cluster(
    data: Encoded,
    low: Rows,
    high: Rows,
    verdicts: decide.Verdicts,
    must: tuple[Rows, Rows],
    never: tuple[Rows, Rows],
) -> Rows:
    count = len(data.codes["cf"])
    merged = verdicts.verdict == decide.MERGE
    identity = data.codes["cf"].astype(np.int64)
    if len(must[0]):
        # A person who says "same" of two codes makes them one identity.
        known = (identity[must[0]] >= 0) & (identity[must[1]] >= 0)
        same = components(int(identity.max()) + 1, identity[must[0]][known], identity[must[1]][known])
        identity = np.where(identity >= 0, same[np.maximum(identity, 0)], -1)
    edges_low = np.concatenate([low[merged], must[0]])
    edges_high = np.concatenate([high[merged], must[1]])
    # A record that bears somebody else's code joins last: it must not keep the others from their own.
    strange = data.codes["others_code"] >= 0
    trust = (verdicts.rule[merged] > 0) - 1.0 * (strange[low[merged]] | strange[high[merged]])
    weight = np.concatenate([verdicts.probability[merged] + trust, np.full(len(must[0]), 9.0)])
    within_low, within_high = pairs_within(components(count, edges_low, edges_high), _LARGEST_CHECKED)
    enemies = [(low[verdicts.forbidden], high[verdicts.forbidden])]
    for one, other in _chunks(within_low, within_high):
        hostile = decide.forbidden(compare(data, one, other))
        enemies.append((one[hostile], other[hostile]))
    enemies_low = np.concatenate([one for one, _ in enemies])
    enemies_high = np.concatenate([other for _, other in enemies])
    # What a rule or a person joined outright is no contradiction; what a person parted is one.
    overruled = np.isin(_pair_key(enemies_low, enemies_high), _pair_key(edges_low, edges_high))
    enemies_low = np.concatenate([enemies_low[~overruled], never[0]])
    enemies_high = np.concatenate([enemies_high[~overruled], never[1]])
    parted = np.isin(_pair_key(edges_low, edges_high), _pair_key(*never))
    edges_low, edges_high, weight = edges_low[~parted], edges_high[~parted], weight[~parted]
    return cluster(count, edges_low, edges_high, weight, enemies_low, enemies_high, identity)


def _pair_key(low: Rows, high: Rows) -> Rows:
    return (np.minimum(low, high) << 32) | np.maximum(low, high)


def _golden_ids(frame: pl.DataFrame, labels: pl.Series) -> pl.Series:
    """Ids made from the first record of each cluster by source and id, so that they come again with it."""
    named = frame.select(
        "source",
        "source_id",
        "row",
        identity=pl.concat_str(
            pl.col("source"), pl.coalesce("source_id", pl.col("row").cast(pl.String)), separator=":"
        ),
    ).with_columns(cluster=labels)
    first = named.sort("source", "source_id", "row", nulls_last=True).unique(
        "cluster", keep="first", maintain_order=True
    )
    first = first.with_columns(golden_id="identity")
    # Ids come twice in old lists, and one may look like another's numbered copy: the row tells them apart.
    while first["golden_id"].n_unique() < first.height:
        again = pl.col("golden_id").is_first_distinct().not_()
        numbered = pl.concat_str("golden_id", pl.lit("#"), pl.col("row").cast(pl.String))
        first = first.with_columns(golden_id=pl.when(again).then(numbered).otherwise("golden_id"))
    return labels.to_frame().join(
        first.select("cluster", "golden_id"), on="cluster", how="left", maintain_order="left"
    )["golden_id"]


def _review_pairs(
    rows: Rows,
    low: Rows,
    high: Rows,
    verdicts: decide.Verdicts,
    reasons: pl.Series,
    label: Rows,
    never: tuple[Rows, Rows],
) -> pl.DataFrame:
    """The pairs left open: doubtful ones, and merges that a contradiction elsewhere in the chain undid."""
    apart = label[low] != label[high]
    asked = (verdicts.verdict != decide.APART) & apart
    if len(never[0]):
        asked &= ~np.isin(_pair_key(low, high), _pair_key(*never))
    chosen = np.flatnonzero(asked)
    one, other = rows[low[chosen]], rows[high[chosen]]
    return pl.DataFrame(
        {
            "low": np.minimum(one, other),
            "high": np.maximum(one, other),
            "probability": np.round(verdicts.probability[chosen], 4),
            "reason": reasons.gather(pl.Series(chosen)),
        }
    )


def _weights(fitted: model.Model) -> dict[str, object]:
    names = ("same", "close", "partly", "conflict")
    return {
        "prior": round(fitted.prior, 2),
        "weights": {
            field: {name: round(float(fitted.weights[place, level]), 2) for level, name in enumerate(names, start=1)}
            for place, field in enumerate(FIELDS)
        },
    }
