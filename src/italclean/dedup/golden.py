"""One golden record for each customer: every field from one record, by rule, and the strictest consent.

Fields that only make sense together (surname and given name; street, CAP, comune and provincia) come from
one record. The record is chosen by: a validated codice fiscale or partita IVA, the source's priority, the
most recent change or order, the fullest record, and at last the content, so that the order of the rows
plays no part.

Consents have a rule of their own (`dedup/consents.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.parallel import each
from italclean.dedup import consents
from italclean.roles import canonical_position

_TOGETHER = (
    ("tipo", ("tipo",)),
    ("cognome", ("cognome", "nome", "titolo")),
    ("ragione_sociale", ("ragione_sociale", "forma_giuridica")),
    ("email", ("email", "email_stato")),
    ("comune", ("indirizzo", "civico", "cap", "comune", "provincia", "regione", "nazione")),
)
_IDENTITY = ("source", "row", "source_id")

Rows = npt.NDArray[np.int64]
_LATEST = ("data_ultimo_ordine", "data_modifica")
_KIND_PRIORITY = (
    ("ERP", "GESTIONALE", "CONTABILITA", "SAP"),
    ("CRM",),
    ("MARKETING", "MAIL", "NEWSLETTER", "MAILCHIMP"),
)


def make_golden(
    frame: pl.DataFrame,
    labels: pl.Series,
    golden_ids: pl.Series,
    priority: Sequence[str] = (),
    unread: Mapping[str, pl.Series] | None = None,
    hints: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Build the golden records.

    Args:
        frame: The cleaned list.
        labels: The cluster of each row.
        golden_ids: The golden id of each row.
        priority: The sources from the most to the least trusted; without it an ERP stands above a CRM,
            a CRM above a marketing platform, by their names.
        unread: For each consent the rows on which something stands that could not be read.
        hints: What the cleaning knows beyond the list (`Cleaned.hints`), row by row.

    Returns:
        The golden records, one row for each cluster: `golden_id`, the canonical columns, `records`, the
        columns without a role; and for the clusters of several records where each field came from:
        `golden_id`, `field`, `source`, `row`.
    """
    first = (
        labels.to_frame("cluster")
        .with_row_index("at")
        .group_by("cluster", maintain_order=True)
        .agg(pl.col("at").first(), records=pl.len())
    )
    numbers = (
        labels.to_frame("cluster")
        .join(first.select("cluster").with_row_index("number"), on="cluster", how="left", maintain_order="left")[
            "number"
        ]
        .to_numpy()
        .astype(np.int64)
    )
    base = first["at"].to_numpy().astype(np.int64)
    several = np.flatnonzero((first["records"] > 1).to_numpy()[numbers])
    ranked = _ranked(frame, several, numbers, priority)
    fields = [name for name in frame.columns if name not in _IDENTITY]
    chosen: dict[str, Rows] = {}
    origins = []
    for lead, members in _groups(fields):
        where = _first_of(
            ranked, numbers, frame.select(pl.any_horizontal(_leads(lead, members, frame))).to_series(), base
        )
        chosen |= dict.fromkeys(members, where)
        origins.append((lead, where))
    if {"cap", "comune", "indirizzo"} <= set(fields):
        filled = _cap_of_the_address(frame, chosen["comune"], ranked, numbers)
        chosen["cap"] = np.where(filled >= 0, filled, chosen["cap"])
        origins.append(("cap", filled))
    merged_consents = consents.merge_consents(frame, ranked, numbers, base, unread)
    origins += merged_consents.origins
    for name, refused in consents.refusals_in(frame, ranked).items():
        there = _first_of(ranked, numbers, refused, base)
        chosen[name] = np.where(there >= 0, there, chosen[name])
    ids = golden_ids.gather(pl.Series(base)).rename("golden_id")
    ready = merged_consents.columns
    taken = each(lambda name: ready[name] if name in ready else _gather(frame[name], chosen[name]), fields)
    golden = pl.DataFrame([ids, *taken, first["records"].rename("records")])
    canonical = sorted(
        (name for name in fields if canonical_position(name)[0] < canonical_position("~")[0]), key=canonical_position
    )
    others = [name for name in fields if name not in canonical]
    merged = np.flatnonzero((first["records"] > 1).to_numpy())
    origin = pl.concat(each(lambda field: _origin(frame, ids, *field, merged), origins))
    golden = consents.tell_golden_reach(golden, frame, ranked, numbers, hints)
    return golden.select("golden_id", *canonical, "records", *others), origin


def _leads(lead: str, members: Sequence[str], frame: pl.DataFrame) -> list[pl.Expr]:
    """Which columns must be filled in a record that gives a group: the lead; for an address any part will do."""
    wanted = members if lead == "comune" else [lead]
    return [pl.col(name).is_not_null() for name in wanted if name in frame.columns]


def _gather(values: pl.Series, where: Rows) -> pl.Series:
    """Take values by row; -1 gives null."""
    places = pl.Series(where)
    return values.gather(pl.select(pl.when(places >= 0).then(places)).to_series())


def _ranked(frame: pl.DataFrame, several: Rows, numbers: Rows, priority: Sequence[str]) -> Rows:
    """Order the rows of clusters of several records, the most trusted of each cluster first."""
    columns = frame.columns
    latest = [pl.col(name) for name in _LATEST if name in columns]
    trusted = [pl.col(name).is_not_null() for name in ("codice_fiscale", "partita_iva") if name in columns]
    # A file that is only called otherwise gives the same customers.
    content = [name for name in columns if name not in ("row", "source", "golden_id")]
    part = frame[several]
    keys = part.select(
        pl.Series("cluster", numbers[several]),
        pl.Series("at", several),
        trusted=pl.any_horizontal(trusted) if trusted else pl.lit(value=False),
        source_rank=_source_rank(part["source"], priority),
        latest=pl.max_horizontal(latest) if latest else pl.lit(None, dtype=pl.String),
        fullness=pl.sum_horizontal(pl.col(name).is_not_null() for name in content),
        tie=pl.struct(content).hash(seed=11),
        row="row",
    )
    order = keys.sort(
        "cluster",
        "trusted",
        "source_rank",
        "latest",
        "fullness",
        "tie",
        "row",
        descending=[False, True, False, True, True, False, False],
        nulls_last=True,
    )
    return order["at"].to_numpy()


def _source_rank(source: pl.Series, priority: Sequence[str]) -> pl.Series:
    def rank(name: str) -> int:
        if priority:
            return priority.index(name) if name in priority else len(priority)
        upper = name.upper()
        for place, words in enumerate(_KIND_PRIORITY):
            if any(word in upper for word in words):
                return place
        return 1

    names = source.unique().to_list()
    ranks: Mapping[str, int] = {name: rank(name) for name in names}
    return source.replace_strict(ranks, return_dtype=pl.Int32)


def _first_of(ranked: Rows, numbers: Rows, present: pl.Series, base: Rows) -> Rows:
    """For each cluster its first ranked row where something is present; a cluster of one gives its only row."""
    where = base.copy()
    where[numbers[ranked]] = -1
    fits = ranked[present.to_numpy()[ranked]][::-1]
    where[numbers[fits]] = fits
    return where


def _cap_of_the_address(frame: pl.DataFrame, chosen: Rows, ranked: Rows, numbers: Rows) -> Rows:
    """Where a chosen address lacks its CAP: the first ranked record of the customer that has it for the same street.

    The row for each golden record, -1 where there is none or nothing is missing.
    """
    address = ["comune", "indirizzo"]
    filled = np.full(len(chosen), -1, dtype=np.int64)
    asked = np.unique(numbers[ranked])
    asked = asked[chosen[asked] >= 0]
    asked = asked[frame["cap"].gather(pl.Series(chosen[asked])).is_null().to_numpy()]
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


def _origin(frame: pl.DataFrame, ids: pl.Series, name: str, where: Rows, merged: Rows) -> pl.DataFrame:
    """Where the golden records of several took a field from."""
    filled = merged[where[merged] >= 0]
    rows = pl.Series(where[filled])
    return pl.DataFrame(
        {
            "golden_id": ids.gather(pl.Series(filled)),
            "source": frame["source"].gather(rows),
            "row": frame["row"].gather(rows),
        }
    ).select(
        "golden_id", pl.lit(name, dtype=pl.Categorical()).alias("field"), pl.col("source").cast(pl.Categorical()), "row"
    )
