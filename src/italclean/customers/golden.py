"""One golden record for each customer: every field from one record, by rule, and the strictest consent.

Fields that only make sense together (surname and given name; street, CAP, comune and provincia) come from
one record, the most trusted that has them (`ranking.py`). Contacts are placed two of each kind, notes are joined;
what a golden record does not hold is told in its survivorship.

Consents have a rule of their own (`consents.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from italclean.consent.purposes import CONSENT
from italclean.core.columns import gathered
from italclean.core.parallel import each
from italclean.customers import consents
from italclean.customers.addresses import cap_of_the_address, street_of_the_place
from italclean.customers.arrivals import Arrivals
from italclean.customers.blocks import KIND, NOTHING_AGREED, Block, blocks_of, terms_of
from italclean.customers.composed import Composed, add_up, join
from italclean.customers.contact_columns import KINDS, contact_columns, state_of
from italclean.customers.contact_orders import ContactOrders
from italclean.customers.contacts import ContactBook, place_contacts
from italclean.customers.field_orders import FieldOrder, FieldOrders
from italclean.customers.kinds import part_kinds
from italclean.customers.notes import is_free_text
from italclean.customers.ranking import Rows, rank
from italclean.customers.survivorship import Ruled, Survivorship
from italclean.fields.catalogue import PLACED, RESERVED, canonical_position, is_canonical
from italclean.terms import FieldTerms, Terms

_NOTES, _GREETING = "annotazione", "saluto"
_CAP = "cap"
_REVIEW = "review"
# A greeting fits whom it names.
_GREETED = (("cognome", "nome"), ("ragione_sociale",))


@dataclass(frozen=True, slots=True)
class Golden:
    """The golden records, and what stands behind them.

    Attributes:
        frame: One row for each cluster: `golden_id`, the canonical columns, `records`, the columns without a role.
        contacts: Every contact of every customer.
        survivorship: Where the fields of clusters of several records came from, and what was lost.
        conflicts: How many fields of customers a person must see, as was agreed: several values compete there.
    """

    frame: pl.DataFrame
    contacts: ContactBook
    survivorship: Survivorship
    conflicts: int = 0


def make_golden(
    frame: pl.DataFrame,
    labels: pl.Series,
    golden_ids: pl.Series,
    priority: Sequence[str] = (),
    unread: Mapping[str, pl.Series] | None = None,
    hints: pl.DataFrame | None = None,
    *,
    terms: Terms | None = None,
    arrivals: Arrivals | None = None,
) -> Golden:
    """Build the golden records.

    Args:
        frame: The cleaned list.
        labels: The cluster of each row.
        golden_ids: The golden id of each row.
        priority: The sources from the most to the least trusted; without it an ERP stands above a CRM,
            a CRM above a marketing platform, by their kinds.
        unread: For each consent the rows on which something stands that could not be read.
        hints: What the cleaning knows beyond the list (`Cleaned.hints`), row by row.
        terms: Who owns which field, and how conflicts are settled; None where nothing was agreed.
        arrivals: In which delivery each row came; None for all at once.
    """
    terms, arrivals = terms or Terms(), arrivals or Arrivals.at_once(frame.height)
    ranking = rank(frame, labels, priority, terms.kinds, arrivals.superseded)
    numbers, base, ranked = ranking.numbers, ranking.base, ranking.ranked
    orders = FieldOrders(ranking, frame["source"], arrivals, hints)
    if KIND in frame.columns:
        kind = Block((KIND,), (KIND,), terms_of(terms, KIND))
        frame = part_kinds(frame, _together(frame, kind, orders.of(kind, frame)), ranking)
    fields = [name for name in frame.columns if name not in RESERVED]
    ruled: dict[str, list[Ruled]] = {}
    asked = ContactOrders(orders, frame, terms)
    book = ContactBook(frame, ranking, golden_ids, unread, hints, asked)
    # The rows that contacts were taken from are known before the consents are merged.
    contacts, chosen = place_contacts(frame, book, ranking)
    reached = contact_columns(fields)
    beside = {*contacts, *reached, *map(state_of, reached)}
    fields = [name for name in fields if name not in beside]
    blocks = blocks_of(fields, terms)
    of_block = {name: (block, orders.of(block, frame)) for block in blocks for name in block.members}
    for block in blocks:
        chosen |= dict.fromkeys(block.members, _together(frame, block, of_block[block.members[0]][1]))
    if set(PLACED) <= set(fields):
        filled = cap_of_the_address(frame, chosen["comune"], of_block[_CAP][1])
        chosen[_CAP] = np.where(filled >= 0, filled, chosen[_CAP])
        ruled[_CAP] = [Ruled("same_street", np.flatnonzero(filled >= 0))]
    if _GREETING in fields:
        chosen[_GREETING] = _greeting(frame, chosen, of_block[_GREETING][1])
    merged = consents.merge_consents(frame, ranking, unread)
    strict = dict(merged.origins)
    trusted = FieldOrder(ranking, ranked)
    agreed_on = [name for name, (block, _) in of_block.items() if block.terms != NOTHING_AGREED]
    # Of a customer of one row, too, no refusal goes because its source may not write the column.
    refusals = consents.refusals_in(frame.select(agreed_on), np.arange(frame.height)) if agreed_on else {}
    for name, refused in (refusals | consents.refusals_in(frame, ranked)).items():
        # A refusal stands, whoever wrote it and whatever was agreed.
        where = trusted.first_of(frame[name].is_not_null()) if name in agreed_on else chosen[name]
        there = ranking.first_of(refused)
        strict[name] = np.where(there >= 0, there, where)
    chosen |= strict
    ruled |= {name: [Ruled("strictest")] for name in strict}
    chosen = {name: where for name, where in chosen.items() if name in fields or name in contacts}
    ids = golden_ids[pl.Series(base)].rename("golden_id")
    ready = merged.columns
    columns = each(lambda name: ready[name] if name in ready else gathered(frame[name], chosen[name]), fields)
    taken = dict(zip(fields, columns, strict=True))
    ordered = {name: order for name, (block, order) in of_block.items() if name not in strict}
    for name, order in ordered.items():
        whole = _composed(frame, name, of_block[name][0].terms, order, arrivals)
        if whole is not None:
            taken[name], chosen[name], ruled[name] = whole.values, whole.chosen, list(whole.ruled)
    to_review = _to_review(fields, terms, of_block)
    reviewed = {name: ordered.get(name, trusted).disputed(frame[name]) for name in to_review}
    reviewed |= {KINDS[kind]: book.disputed(kind) for kind in asked.reviewed if KINDS[kind] in contacts}
    for name, customers in reviewed.items():
        ruled.setdefault(name, []).append(Ruled(_REVIEW, customers))
    records = pl.Series("records", ranking.records.astype(np.uint32))
    golden = pl.DataFrame([ids, *contacts.values(), *taken.values(), records])
    canonical = sorted((name for name in (*contacts, *fields) if not _has_no_role(name)), key=canonical_position)
    others = [name for name in (*contacts, *fields) if _has_no_role(name)]
    golden = consents.tell_golden_reach(golden, frame, ranked, numbers, hints)
    golden = golden.select("golden_id", *canonical, "records", *others)
    by_terms = {name: ordered[name] for name in agreed_on if name in ordered}
    told = Survivorship(frame, golden, ranking, chosen, ruled, book, by_terms, asked)
    return Golden(golden, book, told, sum(map(len, reviewed.values())))


def _has_no_role(name: str) -> bool:
    return not is_canonical(name)


def _composed(
    frame: pl.DataFrame, name: str, terms: FieldTerms, order: FieldOrder, arrivals: Arrivals
) -> Composed | None:
    """What several records give of a field together; None where one gives it."""
    if terms.rule == "sum":
        return add_up(frame[name], frame.select("source", "source_id"), order, arrivals, terms.sources)
    if terms.rule == "join":
        return join(frame[name], order, arrivals.superseded, "join")
    if terms.rule not in (None, "strictest"):
        return None
    of_notes = name == _NOTES or (_has_no_role(name) and is_free_text(name, frame[name]))
    return join(frame[name], order, arrivals.superseded, "joined") if of_notes else None


def _to_review(fields: Sequence[str], terms: Terms, of_block: Mapping[str, tuple[Block, FieldOrder]]) -> list[str]:
    """Name the fields of which a person must see what competes: blocks, and consents, whose strictest stands anyway."""
    agreed = {name: of_block[name][0].terms if name in of_block else terms_of(terms, name) for name in fields}
    return [
        name for name, its in agreed.items() if its.rule == _REVIEW and (name in of_block or name.startswith(CONSENT))
    ]


def _together(frame: pl.DataFrame, block: Block, order: FieldOrder) -> Rows:
    """For each customer the record that gives fields that travel together: the first with their lead, else with any."""
    where, any_of = (
        order.first_of(frame.select(pl.any_horizontal(pl.col(name).is_not_null() for name in names)).to_series())
        for names in (block.leads, block.members)
    )
    # Of a customer who is known by the given name alone that is kept.
    found = np.where(where >= 0, where, any_of)
    return street_of_the_place(frame, block.members, found, order)


def _greeting(frame: pl.DataFrame, chosen: Mapping[str, Rows], order: FieldOrder) -> Rows:
    """Take the greeting from a record that bears the chosen name: a wife filed under her husband's has another."""
    fits = np.zeros(frame.height, dtype=np.bool_)
    ranked, numbers = order.ranked, order.ranking.numbers
    for names in _GREETED:
        named = np.ones(len(ranked), dtype=np.bool_)
        present = [name for name in names if name in chosen]
        for name in present:
            theirs = frame[name][pl.Series(ranked)]
            ours = gathered(frame[name], chosen[name][numbers[ranked]])
            named &= theirs.eq_missing(ours).to_numpy()
            if name == present[0]:
                named &= theirs.is_not_null().to_numpy()
        if present:
            fits[ranked[named]] = True
    return order.first_of(frame[_GREETING].is_not_null() & pl.Series(fits))
