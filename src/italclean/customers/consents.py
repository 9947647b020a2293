"""The consents of merged records: the strictest answer of all rows, the date that bears it, and whom one may contact.

What the rows of a customer say of one purpose is weighed by `consent.strictest`, each statement with the addresses of
its row: a refusal given with one mailbox is not undone by a yes given with another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.cleaners.consenso import consenso
from italclean.consent import headers, of_contact, strictest
from italclean.consent.notes import read_notes, together
from italclean.consent.purposes import (
    CONSENT,
    DATE,
    ORIGIN,
    REACH,
    channels_of,
    columns_of,
    date_column,
    purposes,
)
from italclean.consent.reach import (
    MEANS,
    NO,
    OPEN,
    REASON,
    REFUSED_BY_OTHERS,
    YES,
    Known,
    of_person,
    tell_reach,
)
from italclean.consent.strictest import UNREAD
from italclean.core.columns import gathered, is_true, no_text
from italclean.core.copies import is_of
from italclean.customers.ranking import Ranking, Rows
from italclean.fields.catalogue import RESERVED, is_canonical, without_role
from italclean.rows.hints import DOUBTED, MARKS
from italclean.rows.hints import UNREAD as HINTED

_CUSTOMERS = 1 << 15
"""How many customers are told of at a time."""
_GIVEN = {"group": pl.Int64, "address": pl.String, "said": pl.String}


@dataclass(frozen=True, slots=True)
class Merged:
    """The consents of the golden records.

    Attributes:
        columns: The columns of consents, their dates and their origin, a value for each golden record.
        origins: For each purpose the row that decided; -1 where there is none.
    """

    columns: dict[str, pl.Series]
    origins: list[tuple[str, Rows]]


def is_merged_here(column: str) -> bool:
    """Tell whether a column is of consents, their evidence or whom one may contact."""
    return column.startswith((CONSENT, DATE, REACH)) or column == ORIGIN


def without_anonymous_yes(frame: pl.DataFrame, labels: pl.Series, anonymous: npt.NDArray[np.bool_]) -> pl.DataFrame:
    """Leave out what rows of a contact alone agree to, where the customer's own rows refuse it.

    Somebody of the family signs up with its mailbox: nobody knows that it was he who had refused.

    Args:
        frame: The cleaned list.
        labels: The cluster of each row.
        anonymous: The rows that hold contacts alone.
    """
    if not anonymous.any():
        return frame
    nameless = pl.Series(anonymous)
    mended = []
    for name in (name for name in frame.columns if name.startswith(CONSENT)):
        refusing = labels.filter(frame[name].is_in(["no", "revocato"]) & ~nameless).unique()
        overruling = nameless & (frame[name] == "si") & labels.is_in(refusing.implode())
        if overruling.any():
            mended.append(
                pl.select(pl.when(~overruling.fill_null(value=False)).then(frame[name]).alias(name)).to_series()
            )
    return frame.with_columns(mended) if mended else frame


def merge_consents(frame: pl.DataFrame, ranking: Ranking, unread: Mapping[str, pl.Series] | None = None) -> Merged:
    """Merge the consents of every customer to the strictest.

    Args:
        frame: The cleaned list.
        ranking: The rows of each customer.
        unread: For each column of consents the rows on which something stands that could not be read.
    """
    ranked, numbers, base = ranking.ranked, ranking.numbers, ranking.base
    names = [name for name in frame.columns if name.startswith((CONSENT, DATE)) or name == ORIGIN]
    columns = {name: frame[name][pl.Series(base)] for name in frame.columns if is_merged_here(name)}
    origins: list[tuple[str, Rows]] = []
    if not len(ranked):
        return Merged(columns, [(f"{CONSENT}{purpose}", base) for purpose in purposes(names)])
    several = pl.Series(np.unique(numbers[ranked]))
    nothing = no_text(len(several))
    columns |= {name: columns[name].scatter(several, nothing) for name in names}
    origin = base.copy()
    origin[several.to_numpy()] = -1
    dated: set[str] = set()
    for purpose in purposes(names):
        lead = f"{CONSENT}{purpose}"
        held = columns_of(purpose, names)
        if lead not in held:
            lead = held[0]
        date = date_column(purpose, names)
        statements = _statements(frame, ranked, numbers, purpose, date, (unread or {}).get(lead))
        answer = strictest(statements)
        at = answer["group"]
        for name in held:
            columns[name] = columns[name].scatter(at, answer["said"])
        # A date that purposes share is that of the first of them.
        if date in names and date not in dated:
            dated.add(date)
            columns[date] = columns[date].scatter(at, answer["when"])
        where = base.copy()
        where[several.to_numpy()] = -1
        where[at.to_numpy()] = answer["at"].to_numpy()
        origins.append((f"{CONSENT}{purpose}", where))
        origin = np.where(origin >= 0, origin, where)
    for name in names:
        if not name.startswith(CONSENT) and name not in dated:
            taken = origin if name == ORIGIN else ranking.first_of(frame[name].is_not_null())
            columns[name] = gathered(frame[name], taken)
    return Merged(columns, origins)


def _statements(
    frame: pl.DataFrame, ranked: Rows, numbers: Rows, purpose: str, date: str, unread: pl.Series | None
) -> pl.DataFrame:
    """What the rows of customers of several records say of a purpose, once for each of their addresses."""
    rows = pl.Series(ranked)
    part = frame.select(
        *columns_of(purpose, frame.columns), *([date] if date in frame.columns else []), *_addresses(frame, purpose)
    )[rows]
    part = part.with_columns(
        group=pl.Series(numbers[ranked]),
        at=rows,
        unread=pl.lit(value=False) if unread is None else unread.gather(rows).fill_null(value=False),
        when=pl.col(date) if date in part.columns else pl.lit(None, dtype=pl.String),
    )
    addresses = _addresses(frame, purpose)
    identity = ["group", "at", "when"]
    told = [
        part.select(*identity, pl.col(name).alias("said"), *addresses) for name in columns_of(purpose, frame.columns)
    ]
    told.append(part.filter("unread").select(*identity, pl.lit(UNREAD).alias("said"), *addresses))
    said = pl.concat(told).filter(pl.col("said").is_not_null())
    alone = pl.all_horizontal(pl.col(name).is_null() for name in addresses) if addresses else pl.lit(value=True)
    columns = ["group", "address", "said", "when", "at"]
    spread = [said.filter(alone).select(*identity, "said", address=pl.lit(None, dtype=pl.String)).select(columns)]
    spread += [
        said.filter(pl.col(name).is_not_null()).select(*identity, "said", address=pl.col(name)).select(columns)
        for name in addresses
    ]
    place = pl.DataFrame({"at": rows}).with_row_index("rank")
    # In the order of trust, so that ties are broken by it.
    return pl.concat(spread).join(place, on="at", how="left").sort("rank", maintain_order=True).drop("rank")


def _addresses(frame: pl.DataFrame, purpose: str) -> list[str]:
    """The columns of the addresses with which a consent of a purpose is given: mailboxes, or numbers for calls."""
    channels = channels_of(purpose)
    if channels and channels <= {"telefono", "sms", "whatsapp"}:
        kinds: tuple[str, ...] = ("telefono", "cellulare")
    elif channels == {"fax"}:
        kinds = ("fax",)
    elif channels == {"posta"}:
        return []
    else:
        kinds = ("email",)
    return [name for name in frame.columns if is_of(name, *kinds)]


def refusals_in(frame: pl.DataFrame, ranked: Rows) -> dict[str, pl.Series]:
    """Find the refusals in columns that look like consents and have no role: there, too, the refusal stands in a merge.

    Args:
        frame: The cleaned list.
        ranked: The rows of customers of several records.

    Returns:
        For each such column which rows refuse.
    """
    found = {}
    for name in frame.columns:
        if name in RESERVED or frame.schema[name] != pl.String or is_canonical(name):
            continue
        if not headers.smells_of_consent(name):
            continue
        distinct = frame[name].gather(pl.Series(ranked)).drop_nulls().unique()
        opposition = headers.looks_like_no(name)
        if not headers.looks_like_consent(name, distinct):
            continue
        refused = _refusing(distinct, opposition=opposition)
        found[name] = frame[name].is_in(refused.implode()).fill_null(value=False)
    return found


def _refusing(values: pl.Series, *, opposition: bool) -> pl.Series:
    answers = consenso.series(values, opposition=opposition).struct.field("value")
    return values.filter(answers.is_in(["no", "revocato"]).fill_null(value=False))


def tell_golden_reach(
    golden: pl.DataFrame, frame: pl.DataFrame, ranked: Rows, numbers: Rows, hints: pl.DataFrame | None
) -> pl.DataFrame:
    """Say of each golden record whether it may be contacted.

    A record of one row keeps what was said of the row. What is noted of any of its rows is noted of a customer, and a
    yes that was given with another address than the record's is none for it.

    Args:
        golden: The golden records.
        frame: The cleaned list.
        ranked: The rows of customers of several records.
        numbers: The customer of each row.
        hints: What the cleaning knows beyond the list, row by row.
    """
    known = [name for name in golden.columns if name.startswith(REACH)]
    if not known or not len(ranked):
        return _refused_by_others(golden)
    doubted = [] if hints is None else [hints[name].drop_nulls() for name in hints.columns if name.startswith(DOUBTED)]
    doubtful = pl.concat(doubted).unique() if doubted else None
    customers = numbers[ranked]
    begins = np.flatnonzero(np.diff(customers, prepend=-1))
    told: list[pl.DataFrame] = []
    # Whole rows are read, so of some customers at a time.
    for start in range(0, len(begins), _CUSTOMERS):
        some = begins[start : start + _CUSTOMERS]
        end = begins[start + _CUSTOMERS] if start + _CUSTOMERS < len(begins) else len(ranked)
        groups = np.repeat(np.arange(len(some)), np.diff(some, append=end))
        part = golden[pl.Series(customers[some])]
        told.append(_reach_of(part, frame, ranked[some[0] : end], groups, hints, doubtful))
    reach = pl.concat(told)
    where = pl.Series(customers[begins])
    golden = golden.with_columns(golden[name].scatter(where, reach[name]) for name in known if name in reach.columns)
    return _refused_by_others(golden)


def _reach_of(
    part: pl.DataFrame,
    frame: pl.DataFrame,
    ranked: Rows,
    groups: Rows,
    hints: pl.DataFrame | None,
    doubtful: pl.Series | None,
) -> pl.DataFrame:
    """Say of some golden records whether they may be contacted: `ranked` are their rows, `groups` whose each is."""
    rows = frame[pl.Series(ranked)]
    marks = np.zeros(part.height, dtype=np.uint16)
    np.bitwise_or.at(marks, groups, _marks(frame, rows, ranked, hints).to_numpy())
    known = Known(
        marks=pl.Series(marks),
        unread=_unread(rows, ranked, groups, part.height, hints, part),
        doubtful=doubtful,
        unproven=_unproven(part, rows, groups),
    )
    return pl.DataFrame(tell_reach(part, known))


def _refused_by_others(golden: pl.DataFrame) -> pl.DataFrame:
    """Leave a yes open where another customer refuses with the same mailbox or number.

    A list of those who unsubscribed has mailboxes and no names: whose they are nobody has said, and whoever writes
    there writes to one who refused.
    """
    for means in MEANS:
        name = REACH + means.name
        contacts = [column for column in golden.columns if is_of(column, *means.contacts)]
        if means.name == "posta" or name not in golden.columns or not contacts:
            continue
        why = pl.col(name + REASON)
        refused = golden.filter((pl.col(name) == NO) & (why.str.starts_with("rifiuto_") | (why == means.noted)))
        addresses = pl.concat([refused[column].rename("address") for column in contacts]).drop_nulls().unique()
        shared = pl.any_horizontal(pl.col(column).is_in(addresses.implode()) for column in contacts)
        theirs = (pl.col(name) == YES) & shared.fill_null(value=False)
        golden = golden.with_columns(
            pl.when(theirs).then(pl.lit(OPEN)).otherwise(name).alias(name),
            pl.when(theirs).then(pl.lit(REFUSED_BY_OTHERS)).otherwise(why).alias(name + REASON),
        )
    return golden


def _marks(frame: pl.DataFrame, rows: pl.DataFrame, ranked: Rows, hints: pl.DataFrame | None) -> pl.Series:
    if hints is not None and MARKS in hints.columns:
        return hints[MARKS][pl.Series(ranked)]
    notes = [*without_role(frame.columns), *(name for name in ("annotazione",) if name in frame.columns)]
    return together((read_notes(rows[name]) for name in notes if rows.schema[name] == pl.String), rows.height)


def _unread(
    rows: pl.DataFrame,
    ranked: Rows,
    groups: Rows,
    count: int,
    hints: pl.DataFrame | None,
    part: pl.DataFrame,
) -> dict[str, pl.Series]:
    """Where nothing stands in a golden record because something could not be read."""
    found = {}
    for purpose in purposes(rows.columns):
        name = f"{HINTED}{CONSENT}{purpose}"
        if hints is None or name not in hints.columns:
            continue
        here = np.zeros(count, dtype=np.bool_)
        here[groups[hints[name].fill_null(value=False).to_numpy()[ranked]]] = True
        found[purpose] = pl.Series(here) & part[columns_of(purpose, part.columns)[0]].is_null()
    return found


def _unproven(part: pl.DataFrame, rows: pl.DataFrame, groups: Rows) -> dict[str, pl.Series]:
    """Where no row that has one of a record's addresses, or that has none, consented."""
    found = {}
    for means in MEANS:
        columns = [name for name in part.columns if is_of(name, *means.contacts)]
        if means.name == "posta" or not columns:
            continue
        held = pl.concat(
            part.select(group=pl.int_range(pl.len(), dtype=pl.Int64), address=pl.col(name)) for name in columns
        ).drop_nulls()
        # The golden records may have more columns of contacts than the rows, or fewer.
        own = [name for name in rows.columns if is_of(name, *means.contacts)]
        given = [pl.DataFrame({"group": groups, "address": rows[name], "said": of_contact(rows, name)}) for name in own]
        yes = pl.concat(given).filter(pl.col("said") == "si") if given else pl.DataFrame(schema=_GIVEN)
        proven = yes.join(held, on=["group", "address"], how="semi")["group"].unique()
        # A yes on a row without any address of the kind is the person's.
        without = pl.Series([True]).new_from_index(0, rows.height)
        for name in own:
            without &= rows[name].is_null()
        person = of_person(rows, columns[0]) == "si"
        proven = pl.concat([proven, pl.Series(groups).filter(without & is_true(person))])
        every = pl.int_range(part.height, dtype=pl.Int64, eager=True)
        found[means.name] = ~every.is_in(proven.implode())
    return found
