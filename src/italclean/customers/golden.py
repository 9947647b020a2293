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

from italclean.core.columns import gathered
from italclean.core.parallel import each
from italclean.customers import consents
from italclean.customers.contact_columns import contact_columns, state_of
from italclean.customers.contacts import ContactBook, place_contacts
from italclean.customers.kinds import part_kinds
from italclean.customers.notes import is_free_text, join_notes
from italclean.customers.ranking import Ranking, Rows, rank
from italclean.customers.survivorship import Ruled, Survivorship
from italclean.fields.catalogue import ADDRESS, FIRM, PLACED, RESERVED, canonical_position, is_canonical

_KIND = "tipo"
_TOGETHER = (
    (_KIND, (_KIND,)),
    ("cognome", ("cognome", "nome", "titolo")),
    ("ragione_sociale", FIRM),
    ("comune", ADDRESS),
)
_NOTES, _GREETING = "annotazione", "saluto"
# A greeting fits whom it names.
_GREETED = (("cognome", "nome"), ("ragione_sociale",))


@dataclass(frozen=True, slots=True)
class Golden:
    """The golden records, and what stands behind them.

    Attributes:
        frame: One row for each cluster: `golden_id`, the canonical columns, `records`, the columns without a role.
        contacts: Every contact of every customer.
        survivorship: Where the fields of clusters of several records came from, and what was lost.
    """

    frame: pl.DataFrame
    contacts: ContactBook
    survivorship: Survivorship


def make_golden(
    frame: pl.DataFrame,
    labels: pl.Series,
    golden_ids: pl.Series,
    priority: Sequence[str] = (),
    unread: Mapping[str, pl.Series] | None = None,
    hints: pl.DataFrame | None = None,
) -> Golden:
    """Build the golden records.

    Args:
        frame: The cleaned list.
        labels: The cluster of each row.
        golden_ids: The golden id of each row.
        priority: The sources from the most to the least trusted; without it an ERP stands above a CRM,
            a CRM above a marketing platform, by their names.
        unread: For each consent the rows on which something stands that could not be read.
        hints: What the cleaning knows beyond the list (`Cleaned.hints`), row by row.
    """
    ranking = rank(frame, labels, priority)
    numbers, base, ranked = ranking.numbers, ranking.base, ranking.ranked
    if _KIND in frame.columns:
        frame = part_kinds(frame, _together(frame, _KIND, [_KIND], ranking), ranking)
    fields = [name for name in frame.columns if name not in RESERVED]
    ruled: dict[str, Ruled] = {}
    book = ContactBook(frame, ranking, golden_ids, unread, hints)
    # The rows that contacts were taken from are known before the consents are merged.
    contacts, chosen = place_contacts(frame, book, ranking)
    reached = contact_columns(fields)
    beside = {*contacts, *reached, *map(state_of, reached)}
    fields = [name for name in fields if name not in beside]
    for lead, members in _groups(fields):
        chosen |= dict.fromkeys(members, _together(frame, lead, members, ranking))
    if set(PLACED) <= set(fields):
        filled = _cap_of_the_address(frame, chosen["comune"], ranked, numbers)
        chosen["cap"] = np.where(filled >= 0, filled, chosen["cap"])
        ruled["cap"] = Ruled("same_street", np.flatnonzero(filled >= 0))
    if _GREETING in fields:
        chosen[_GREETING] = _greeting(frame, chosen, ranking)
    merged = consents.merge_consents(frame, ranking, unread)
    for name, where in merged.origins:
        chosen[name] = where
        ruled[name] = Ruled("strictest")
    for name, refused in consents.refusals_in(frame, ranked).items():
        there = ranking.first_of(refused)
        chosen[name] = np.where(there >= 0, there, chosen[name])
        ruled[name] = Ruled("strictest")
    chosen = {name: where for name, where in chosen.items() if name in fields or name in contacts}
    ids = golden_ids[pl.Series(base)].rename("golden_id")
    ready = merged.columns
    columns = each(lambda name: ready[name] if name in ready else gathered(frame[name], chosen[name]), fields)
    taken = dict(zip(fields, columns, strict=True))
    for name in fields:
        # A column that a rule has decided, as one of refusals, is none of notes.
        if name in ruled or not (name == _NOTES or (_has_no_role(name) and is_free_text(name, frame[name]))):
            continue
        notes, customers = join_notes(frame[name], chosen[name], ranking)
        taken[name] = taken[name].scatter(customers, notes)
        ruled[name] = Ruled("joined", customers)
    records = pl.Series("records", ranking.records.astype(np.uint32))
    golden = pl.DataFrame([ids, *contacts.values(), *taken.values(), records])
    canonical = sorted((name for name in (*contacts, *fields) if not _has_no_role(name)), key=canonical_position)
    others = [name for name in (*contacts, *fields) if _has_no_role(name)]
    golden = consents.tell_golden_reach(golden, frame, ranked, numbers, hints)
    golden = golden.select("golden_id", *canonical, "records", *others)
    return Golden(golden, book, Survivorship(frame, golden, ranking, chosen, ruled, book))


def _has_no_role(name: str) -> bool:
    return not is_canonical(name)


def _together(frame: pl.DataFrame, lead: str, members: Sequence[str], ranking: Ranking) -> Rows:
    """For each customer the record that gives fields that travel together: the first with their lead, else with any."""
    leads = [name for name in (PLACED if lead == "comune" else (lead,)) if name in members]
    where, any_of = (
        ranking.first_of(frame.select(pl.any_horizontal(pl.col(name).is_not_null() for name in names)).to_series())
        for names in (leads or members, members)
    )
    # Of a customer who is known by the given name alone that is kept.
    return np.where(where >= 0, where, any_of)


def _greeting(frame: pl.DataFrame, chosen: Mapping[str, Rows], ranking: Ranking) -> Rows:
    """Take the greeting from a record that bears the chosen name: a wife filed under her husband's has another."""
    fits = np.zeros(frame.height, dtype=np.bool_)
    for names in _GREETED:
        named = np.ones(len(ranking.ranked), dtype=np.bool_)
        present = [name for name in names if name in chosen]
        for name in present:
            theirs = frame[name][pl.Series(ranking.ranked)]
            ours = gathered(frame[name], chosen[name][ranking.numbers[ranking.ranked]])
            named &= theirs.eq_missing(ours).to_numpy()
            if name == present[0]:
                named &= theirs.is_not_null().to_numpy()
        if present:
            fits[ranking.ranked[named]] = True
    return ranking.first_of(frame[_GREETING].is_not_null() & pl.Series(fits))


def _cap_of_the_address(frame: pl.DataFrame, chosen: Rows, ranked: Rows, numbers: Rows) -> Rows:
    """Where a chosen address lacks its CAP: the first ranked record of the customer that has it for the same street.

    The row for each golden record, -1 where there is none or nothing is missing.
    """
    address = ["comune", "indirizzo"]
    filled = np.full(len(chosen), -1, dtype=np.int64)
    asked = np.unique(numbers[ranked])
    asked = asked[chosen[asked] >= 0]
    asked = asked[frame["cap"][pl.Series(chosen[asked])].is_null().to_numpy()]
    wanted = np.zeros(len(chosen), dtype=np.bool_)
    wanted[asked] = True
    rows = ranked[wanted[numbers[ranked]]]
    known = frame.select(*address, "cap")[rows].with_columns(cluster=pl.Series(numbers[rows]), at=pl.Series(rows))
    known = known.drop_nulls().unique(["cluster", *address], keep="first", maintain_order=True)
    typed = frame.select(address)[chosen[asked]].with_columns(cluster=pl.Series(asked))
    met = typed.join(known, on=["cluster", *address], how="inner")
    filled[met["cluster"].to_numpy()] = met["at"].to_numpy()
    return filled


def _groups(fields: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The fields that travel together, then every other field alone; consent is merged by its own rule."""
    taken = {name for name in fields if consents.is_merged_here(name)}
    groups = []
    for lead, members in _TOGETHER:
        present = [name for name in members if name in fields]
        if present:
            groups.append((lead if lead in fields else present[0], present))
            taken.update(present)
    groups.extend((name, [name]) for name in fields if name not in taken)
    return groups
