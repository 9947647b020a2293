"""The deduplication from cleaned rows to golden records; owns the order of the steps and no algorithm."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.memory import give_back
from italclean.core.parallel import each
from italclean.customers import golden
from italclean.customers.arrivals import Arrivals
from italclean.customers.clusters import clusters, compared, pair_key, parts_of
from italclean.customers.consents import without_anonymous_yes
from italclean.customers.crosswalk import make_crosswalk
from italclean.customers.deduped import Deduped, Reasons
from italclean.customers.ids import golden_ids
from italclean.customers.known import Known
from italclean.customers.overlap import count_links, count_sources
from italclean.customers.questions import questions
from italclean.errors import Language
from italclean.pairs import blocking, contact_only, decide, review, rules, score
from italclean.pairs.compare import FIELDS
from italclean.pairs.encode import Encoded, Keys, Rows, encode
from italclean.pairs.expected import expect
from italclean.pairs.explain import Explainer
from italclean.pairs.features import make_features
from italclean.pairs.labels import of_one_code
from italclean.pairs.levels import Levels
from italclean.pairs.mail_years import birth_years, years_in_mailboxes
from italclean.pairs.model import Model
from italclean.pairs.odds import DEFAULT, Odds, Thresholds
from italclean.pairs.one_record import are_one_record
from italclean.pairs.patterns import rare_mailboxes
from italclean.pairs.reasons import number_of, number_reasons, tell_reasons
from italclean.rows.hints import UNREAD
from italclean.terms import Terms

_HARDEST = 6
Progress = Callable[[str, int, int], None]
Pairs = tuple[Rows, Rows]
Flags = npt.NDArray[np.bool_]


def dedupe_frame(
    frame: pl.DataFrame,
    hints: pl.DataFrame | None = None,
    *,
    decisions: pl.DataFrame | None = None,
    priority: Sequence[str] = (),
    unique: Sequence[str] = (),
    thresholds: Thresholds = DEFAULT,
    terms: Terms | None = None,
    arrivals: Arrivals | None = None,
    known: Known | None = None,
    language: Language = "it",
    progress: Progress | None = None,
) -> Deduped:
    """Deduplicate a cleaned list.

    Args:
        frame: `source`, `row`, `source_id` and canonical columns.
        hints: `Cleaned.hints`, row by row.
        decisions: What a person decided: `low`, `high` (rows of the frame), `same`.
        priority: The sources from the most to the least trusted.
        unique: The sources of which no two rows are one customer.
        thresholds: From which probability on a pair is merged, or shown to a person.
        terms: Who owns which field, and how conflicts are settled; None where nothing was agreed.
        arrivals: In which delivery each row came; None for what is known of it, else all at once.
        known: What an earlier run knows of the rows; None where all are new.
        language: The language of the reasons.
        progress: Called with what is being done, how many steps are done and how many there are.
    """

    def step(name: str, done: int) -> None:
        if progress:
            progress(name, done, 5)

    step("features", 0)
    data = encode(make_features(frame, hints))
    content = data.content()
    identifying = _identifying(data) & ~_never_identical(frame["source"], decisions, unique)
    if known is not None:
        known = (known if decisions is None else known.parted(decisions)).recognise(content, identifying)
        content = known.marked(content)
    order = _canonical_order(content, frame)
    leader, distinct = _collapse(content[order], identifying[order])
    first = order[distinct]
    position = _positions(order, leader, distinct)
    data = data.take(first)
    records = None if known is None else known.take(first)
    step("blocking", 1)
    proposed = blocking.candidates(data)
    give_back()
    alone = [numbers[first] for name in unique for numbers in _numbered(frame, name, known)]
    proposed = _not_excluded(proposed, alone)
    again = (np.empty(0, np.int64),) * 2 if known is None else _records_of(known.versions(frame), position)
    proposed = proposed.joined(*again)
    step("compare", 2)
    scorer, proposed, levels = _fitted(data, proposed, records, step)
    low, high = proposed.low, proposed.high
    odds = _weighed(scorer, data, levels, low, high)
    verdicts = decide.decide(data, levels, low, high, odds, thresholds)
    del odds
    one_record = np.isin(pair_key(low, high), pair_key(*again)) & are_one_record(levels)
    decide.take_for_one_record(verdicts, np.flatnonzero(one_record))
    give_back()
    step("cluster", 4)
    must, never = _decided(decisions, position)
    settled = np.isin(pair_key(low, high), np.concatenate([pair_key(*must), pair_key(*never)]))
    label, torn = clusters(data, (low, high), verdicts, settled, must, never, alone, records)
    decide.leave_between_two(verdicts, torn)
    held, (label, attached) = label, contact_only.attach(data, levels, (low, high), label, np.concatenate(never), alone)
    if records is not None:
        label, attached = records.not_joined(held, label, attached)
    decide.attach(verdicts, contact_only.joining(levels, label, low, high, attached))
    reasons = number_reasons(levels, verdicts)
    times = np.bincount(position, minlength=len(distinct))
    expected = expect(
        verdicts,
        label,
        (low, high),
        times,
        (of_one_code(levels), proposed.by_likeness),
        scorer.learned.kinds,
        thresholds,
    )
    del data, levels
    labels = pl.Series("cluster", label[position])
    ids = golden_ids(frame, labels, priority, known, terms.kinds if terms else None)
    crosswalk = make_crosswalk(frame, ids, labels, (position, label), low, high, verdicts, reasons)
    alone_with_contact = np.isin(position, attached)
    if known is not None:
        crosswalk = known.remember(crosswalk)
        alone_with_contact |= known.attached
    refused = label[must[0]] != label[must[1]]
    asked = questions(verdicts, (low, high), label, times, settled)
    pairs = pl.concat(
        [
            _open(first, low[asked], high[asked], verdicts.probability[asked], reasons.gather(pl.Series(asked))),
            _refused_pairs(first, must[0][refused], must[1][refused]),
        ]
    )
    merged = (verdicts.verdict == rules.MERGE) & (label[low] == label[high])
    links = np.concatenate([low[merged], must[0][~refused]]), np.concatenate([high[merged], must[1][~refused]])
    left_open = low[torn], high[torn]
    explainer = Explainer(frame, hints, scorer, position, label, links, left_open, attached, thresholds, language)
    hardest = _hardest(low, high, verdicts, merged, label)
    explained = explainer.explain_places(first[low[hardest]].tolist(), first[high[hardest]].tolist())
    compared, joined = len(low), int((verdicts.verdict == rules.MERGE).sum())
    # The golden records are the largest table: what they do not need goes first.
    del low, high, verdicts, reasons, merged
    give_back()
    hinted = () if hints is None else hints.get_columns()
    unread = {values.name.removeprefix(UNREAD): values for values in hinted if values.name.startswith(UNREAD)}
    stated = without_anonymous_yes(frame, labels, alone_with_contact)
    if arrivals is None and known is not None:
        arrivals = Arrivals(known.load, known.superseded(frame, labels))
    merged_list = golden.make_golden(stated, labels, ids, priority, unread, hints, terms=terms, arrivals=arrivals)
    golden_frame = merged_list.frame
    step("", 5)
    figures = {
        "pairs_compared": compared,
        "pairs_merged": joined,
        "pairs_to_review": len(pairs),
        "identical_rows_collapsed": int(len(order) - len(distinct)),
        "customers": golden_frame.height,
        "merged_customers": int((golden_frame["records"] > 1).sum()),
        "largest_customer": int(golden_frame["records"].max() or 0),  # type: ignore[arg-type]
        "contacts": merged_list.contacts.counts(),
        "conflicts": merged_list.conflicts,
        "decisions": 0,
        "decisions_applied": 0,
        "decisions_unplaced": 0,
        "decisions_changed": 0,
        "decisions_refused": int(refused.sum()),
        "expected": expected.as_dict(),
        "models": {fitted.kind: _weights(fitted) for fitted in scorer.models},
    }
    review_table = review.make_review(frame, pairs)
    return Deduped(
        golden_frame,
        crosswalk.with_columns(tell_reasons(crosswalk["reason"], language)),
        review_table.with_columns(tell_reasons(review_table["reason"], language)),
        Reasons(crosswalk["reason"], review_table["reason"]),
        count_sources(crosswalk),
        count_links(crosswalk),
        proposed.passes,
        tuple(explained),
        figures,
        merged_list.contacts,
        merged_list.survivorship,
        explainer,
        expected,
        alone_with_contact,
    )


def _canonical_order(content: Keys, frame: pl.DataFrame) -> Rows:
    """An order of the rows that depends on what they hold, not on where they stood or what their file is called."""
    # What sources are called only parts records that are alike in all else.
    called, ids = (frame[name].hash(seed=3).to_numpy() for name in ("source", "source_id"))
    return np.lexsort((called, ids, content)).astype(np.int64)


def _identifying(data: Encoded) -> npt.NDArray[np.bool_]:
    """Which records say of whom they are: by a name and one thing more that few share."""
    known = [data.codes[name] >= 0 for name in ("cf", "piva", "birth", "email")]
    return np.asarray(np.any(known, axis=0) & (data.codes["words"] >= 0))


def _never_identical(source: pl.Series, decisions: pl.DataFrame | None, unique: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which rows a person has said to differ from some other, or have no double: they are not taken for identical."""
    apart = source.is_in(list(unique)).to_numpy().copy()
    if decisions is not None:
        parted = decisions.filter(~pl.col("same"))
        apart[parted["low"].to_numpy()] = True
        apart[parted["high"].to_numpy()] = True
    return apart


def _numbered(frame: pl.DataFrame, name: str, known: Known | None) -> Sequence[Rows]:
    """Give each row of a source its own number, the rows of others -1."""
    ours = (frame["source"] == name).to_numpy()
    if known is None:
        return [np.where(ours, np.arange(frame.height), -1)]
    return known.numbered(frame, ours)


def _records_of(pairs: Pairs, position: Rows) -> Pairs:
    """The pairs of records of some pairs of rows, the lower one first."""
    one, other = position[pairs[0]], position[pairs[1]]
    apart = one != other
    return np.minimum(one, other)[apart], np.maximum(one, other)[apart]


def _fitted(
    data: Encoded, proposed: blocking.Candidates, records: Known | None, step: Callable[[str, int], None]
) -> tuple[score.Scorer, blocking.Candidates, Levels]:
    """Compare the pairs, and learn from them what likeness is worth; what is known of it is not learned again.

    Pairs of which all is known are not weighed again: they serve to learn from, or are not compared at all.
    """
    fixed = records is not None and records.scorer is not None
    if records is not None and fixed:
        proposed = proposed.where(records.are_open(proposed.low, proposed.high))
    levels = np.concatenate([np.empty((0, len(FIELDS)), np.uint8), *compared(data, proposed.low, proposed.high)])
    step("model", 3)
    if records is not None and records.scorer is not None:
        return records.scorer(data), proposed, levels
    scorer = score.fit(data, levels, proposed.low, proposed.high, proposed.by_likeness)
    if records is not None:
        kept = records.are_open(proposed.low, proposed.high)
        proposed, levels = proposed.where(kept), levels[kept]
    return scorer, proposed, levels


def _not_excluded(pairs: blocking.Candidates, alone: Sequence[Rows]) -> blocking.Candidates:
    """Leave out the pairs within a source that is free of duplicates."""
    for numbers in alone:
        pairs = pairs.where((numbers[pairs.low] < 0) | (numbers[pairs.high] < 0))
    return pairs


def _collapse(content: Keys, identifying: npt.NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """Records identical in every field, one of which identifies a customer, are one from the start.

    Args:
        content: What the records hold, in the canonical order: equal ones stand together.
        identifying: Which records may be another's double.

    Returns:
        For each record the first one identical to it, and the records that are the first of their kind.
    """
    places = np.arange(len(content))
    begins = np.flatnonzero(np.concatenate([[True], content[1:] != content[:-1]]))[: len(content)]
    if len(begins) == 0:
        return places, places
    first = np.minimum.reduceat(np.where(identifying, places, len(places)), begins)
    leader = np.where(identifying, np.repeat(first, np.diff(np.append(begins, len(places)))), places)
    return leader, np.flatnonzero(leader == places)


def _weighed(scorer: score.Scorer, data: Encoded, levels: Levels, low: Rows, high: Rows) -> Odds:
    mailboxes = rare_mailboxes(data, scorer.learned.common)
    years = years_in_mailboxes(data), birth_years(data)

    def weigh(part: slice) -> Odds:
        return scorer.weigh(data, levels[part], low[part], high[part], mailboxes, years).odds

    weighed = list(each(weigh, parts_of(low) or [slice(0, 0)]))
    return Odds(*(np.concatenate([getattr(part, name) for part in weighed]) for name in Odds.__slots__))


def _positions(order: Rows, leader: Rows, distinct: Rows) -> Rows:
    """For each row of the frame, its place among the distinct records."""
    place = np.empty(len(order), dtype=np.int64)
    slot = np.full(len(order), -1, dtype=np.int64)
    slot[distinct] = np.arange(len(distinct))
    place[order] = slot[leader]
    return place


def _decided(decisions: pl.DataFrame | None, position: Rows) -> tuple[Pairs, Pairs]:
    """The distinct records that a person said to be one customer, and those said to be two."""
    nothing = np.empty(0, dtype=np.int64)
    if decisions is None or decisions.is_empty():
        return (nothing, nothing), (nothing, nothing)
    low, high = position[decisions["low"].to_numpy()], position[decisions["high"].to_numpy()]
    same = decisions["same"].to_numpy() & (low != high)
    different = ~decisions["same"].to_numpy() & (low != high)
    return (low[same], high[same]), (low[different], high[different])


def _refused_pairs(rows: Rows, low: Rows, high: Rows) -> pl.DataFrame:
    """The pairs of which a person said `same` where codes or other decisions say the contrary: asked once more."""
    reason = pl.Series([number_of("decision_refused")], dtype=pl.Int32).new_from_index(0, len(low))
    return _open(rows, low, high, np.full(len(low), 0.5), reason)


def _open(rows: Rows, low: Rows, high: Rows, probability: npt.NDArray[np.float64], reasons: pl.Series) -> pl.DataFrame:
    one, other = rows[low], rows[high]
    return pl.DataFrame(
        {
            "low": np.minimum(one, other),
            "high": np.maximum(one, other),
            "probability": np.round(probability, 4),
            "reason": reasons,
        }
    )


def _hardest(low: Rows, high: Rows, verdicts: decide.Verdicts, merged: npt.NDArray[np.bool_], label: Rows) -> Rows:
    """The merges by likeness that were the least sure, one of a customer."""
    scored = np.flatnonzero(merged & verdicts.by_likeness)
    scored = scored[np.lexsort((high[scored], low[scored], verdicts.probability[scored]))]
    _, first = np.unique(label[low[scored]], return_index=True)
    return scored[np.sort(first)[:_HARDEST]]


def _weights(fitted: Model) -> dict[str, object]:
    names = ("same", "close", "partly", "conflict")
    return {
        "prior": round(fitted.prior, 2),
        "weights": {
            field: {name: round(float(fitted.weights[place, level]), 2) for level, name in enumerate(names, start=1)}
            for place, field in enumerate(FIELDS)
        },
    }
