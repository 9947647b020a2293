r"""Ids of customers that stay the same when the same records come again, and that other systems take as a key.

An id is `source.id` of the customer's most trusted record that has an id. Dataverse cannot look up a key with one of
`/ < > * % & : \ ? +` (learn.microsoft.com, "Use alternate keys"), and others part keys at blanks or commas: what is no
ASCII letter or digit and none of `_ - .` is written as `~` and two hexadecimal digits a byte.

A record without an id is known by what it says: `source.~` and fourteen letters, a hash of 64 bits. It is never that of
a code alone, of which all could be tried, and still it is personal data under another name (GDPR, art. 4, no. 5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from italclean.core.columns import rows_where
from italclean.core.stable_hash import as_letters, hashed
from italclean.customers.known import Known
from italclean.customers.source_kinds import source_rank
from italclean.fields.catalogue import CODES, IDENTITY, SHOWN_NAME

FORMER = "former_ids"
"""The column of the crosswalk that tells which ids the customer of a row had before, a blank between two."""

_ODD = re.compile(rb"[^A-Za-z0-9_.-]")
_ROWS = 1 << 16
"""How many rows are looked at at a time."""


def golden_ids(
    frame: pl.DataFrame,
    labels: pl.Series,
    priority: Sequence[str] = (),
    known: Known | None = None,
    kinds: Mapping[str, str] | None = None,
) -> pl.Series:
    """Name each customer after its most trusted record that has an id, else after what its records say.

    A record without an id is known wherever it stands in the file when it comes again: by its codice fiscale or
    partita IVA and its name, or by all that it says. A customer that has an id keeps it, of two that are one now the
    more trusted one's stays, and of one that was parted the part with its most trusted record keeps it. No id is given
    twice.

    Args:
        frame: The cleaned list: `source`, `source_id`, `row` and canonical columns.
        labels: The cluster of each row.
        priority: The sources from the most to the least trusted, as for the golden records.
        known: What an earlier run knows of the rows.
        kinds: The kinds of sources that were said.

    Returns:
        The golden id of each row.
    """
    rank = source_rank(frame["source"], priority, kinds)
    named = frame.select("source", "source_id", "row", unnamed=pl.col("source_id").is_null(), rank=rank).with_columns(
        cluster=labels
    )
    named = named.with_row_index("at")
    order = ("unnamed", "rank", "source", "source_id", "known", "row")
    kept = _kept(named, order[:4], known)
    # Nothing is asked of those that have an id: of a list that is kept they are nearly all.
    named = named.join(kept, on="cluster", how="anti", maintain_order="left")
    # The first record of a customer is one with an id, if there is any.
    places = named.filter(pl.col("unnamed").all().over("cluster"))["at"]
    known_by = pl.DataFrame({"at": places, "known": _fingerprints(frame, places)})
    first = (
        named.join(known_by, on="at", how="left", maintain_order="left")
        .sort(order)
        .unique("cluster", keep="first", maintain_order=True)
    )
    # The first full stop of an id ends its source.
    sources = _plain(first["source"]).str.replace_all(".", "~2e", literal=True)
    parts = pl.DataFrame({"source": sources, "id": _plain(first["source_id"]), "known": first["known"]})
    told = parts.select(pl.concat_str("source", pl.coalesce("id", "known"), separator=".")).to_series()
    first = _told_apart(first.with_columns(golden_id=told), frame, known)
    given = pl.concat([kept, first.select("cluster", "golden_id")])
    return labels.to_frame().join(given, on="cluster", how="left", maintain_order="left")["golden_id"]


def ids_given_up(crosswalk: pl.DataFrame) -> pl.Series:
    """Return the ids that customers had before, each once.

    Args:
        crosswalk: With or without the column `former_ids`.

    Examples:
        >>> ids_given_up(pl.DataFrame({"former_ids": ["erp.3 crm.9", None, "erp.3"]})).to_list()
        ['crm.9', 'erp.3']
    """
    if FORMER not in crosswalk.columns:
        return pl.Series("golden_id", [], dtype=pl.String)
    told = crosswalk[FORMER].drop_nulls().unique()
    return told.str.split(" ").explode().drop_nulls().unique().sort().alias("golden_id")


def ids_before(former: pl.Series, known: Known, ids: pl.Series) -> pl.Series:
    """Tell for each row which ids its customer had before.

    Args:
        former: What was known of that, row by row.
        known: What an earlier run knows of the rows.
        ids: The golden id of each row today.
    """
    rows = pl.DataFrame({"former": former, "was": known.was, "is": ids})
    moved = pl.when(pl.col("was") != pl.col("is")).then("was")
    told = pl.concat_str("former", moved, separator=" ", ignore_nulls=True)
    return rows.select(pl.when(told.str.len_bytes() > 0).then(told).alias(FORMER)).to_series()


def _kept(named: pl.DataFrame, order: Sequence[str], known: Known | None) -> pl.DataFrame:
    """The customers that have an id: each id goes where its most trusted record went, each customer has one."""
    if known is None:
        return pl.DataFrame(schema={"cluster": named.schema["cluster"], "golden_id": pl.String})
    held = named.with_columns(number=pl.Series(known.before), load=pl.Series(known.load)).filter(pl.col("number") >= 0)
    pairs = held.select("cluster", "number").unique()
    # Nearly all are the customers that they were.
    alone = pl.all_horizontal(pl.len().over(name) == 1 for name in pairs.columns)
    moved = held.join(pairs.filter(~alone).select("number").unique(), on="number", how="semi", maintain_order="left")
    # The number of a delivery, and the row in it, say which record was there first.
    moved = moved.sort(*order, "load", "row").unique("number", keep="first", maintain_order=True)
    moved = moved.unique("cluster", keep="first", maintain_order=True).select(pairs.columns)
    whole = pl.concat([pairs.filter(alone), moved])
    return whole.select("cluster", golden_id=known.ids[whole["number"]])


def _told_apart(first: pl.DataFrame, frame: pl.DataFrame, known: Known | None) -> pl.DataFrame:
    """Tell customers apart that would share an id: ids come twice in old lists, and are given anew.

    Each of them gets the hash of what its record says, so that none takes another's id when that one goes. Records that
    say the same are numbered as they stand.
    """
    shared = first["golden_id"].is_duplicated() | _given(first["golden_id"], known)
    again = rows_where(shared & first["source_id"].is_not_null())
    if len(again):
        told = first["golden_id"][again] + _fingerprints(frame, first["at"][again])
        first = first.with_columns(golden_id=first["golden_id"].scatter(again, told))
    # Of those that say the same the first has no number; a number that was given away is left out.
    asked = first.select(
        base="golden_id", nth=pl.int_range(1, pl.len() + 1).over("golden_id"), of=pl.len().over("golden_id")
    ).with_row_index("at")
    literal = first["golden_id"].filter(first["golden_id"].str.contains(r"-[0-9]+$")).unique()
    told_apart = first["golden_id"]
    while asked.height:
        number = pl.when(pl.col("nth") > 1).then(pl.format("-{}", "nth")).otherwise(pl.lit(""))
        asked = asked.with_columns(id=pl.concat_str("base", number))
        told_apart = told_apart.scatter(asked["at"], asked["id"])
        in_the_way = (asked["nth"] > 1) & asked["id"].is_in(literal.implode())
        asked = asked.filter(in_the_way | _given(asked["id"], known)).with_columns(nth=pl.col("nth") + pl.col("of"))
    return first.with_columns(golden_id=told_apart)


def _given(ids: pl.Series, known: Known | None) -> pl.Series:
    """Tell the ids that were given away."""
    return pl.Series([False]).new_from_index(0, len(ids)) if known is None else known.gave(ids)


def _plain(texts: pl.Series) -> pl.Series:
    """Write texts with ASCII letters, digits and `_ . - ~` alone; two that differ stay so."""
    odd = texts.is_not_null() & texts.str.contains(r"[^A-Za-z0-9_.-]")
    if not odd.any():
        return texts
    distinct = texts.filter(odd).unique()
    written = [_ODD.sub(lambda byte: b"~%02x" % byte[0][0], text.encode()).decode() for text in distinct]
    return texts.replace(distinct, pl.Series(written, dtype=pl.String))


def _fingerprints(frame: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """Tell some records by a hash of the code and the name of each, or of all that tells its customer."""
    codes = [name for name in CODES if name in frame.columns]
    telling = [name for name in IDENTITY if name in frame.columns and name not in CODES]
    names = [name for name in telling if name in SHOWN_NAME]
    # Rows of a list that tells nothing (consents alone) are told apart by their number.
    said = [pl.col(name).fill_null("") for name in telling] or [pl.lit("")]
    code = pl.concat_str(pl.coalesce(codes), *(pl.col(name).fill_null("") for name in names), separator="|")
    asked = pl.coalesce(*([code] if codes else ()), pl.concat_str(said, separator="|"))
    texts = [pl.Series([], dtype=pl.String)]
    for start in range(0, len(rows), _ROWS):
        part = frame.select("row", *codes, *telling)[rows.slice(start, _ROWS)]
        texts.append(part.select("row", asked.alias("said"))["said"])
    return "~" + as_letters(pl.Series(hashed(pl.concat(texts)), dtype=pl.UInt64))
