"""One golden record for each customer: every field from one record, by rule, and the strictest consent.

Fields that only make sense together (surname and given name; street, CAP, comune and provincia) come from
one record. The record is chosen by: a validated codice fiscale or partita IVA, the source's priority, the
most recent change or order, the fullest record, and at last the content, so that the order of the rows
plays no part.

Source of the consent rule: GDPR art. 5(2), 7(1), 7(3) and 21: who cannot prove a consent has none, and a
refusal or withdrawal stands until a later consent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from italclean.roles import canonical_position

_TOGETHER = (
    ("tipo", ("tipo",)),
    ("cognome", ("cognome", "nome", "titolo")),
    ("ragione_sociale", ("ragione_sociale", "forma_giuridica")),
    ("comune", ("indirizzo", "civico", "cap", "comune", "provincia", "regione", "nazione")),
)
_IDENTITY = ("source", "row", "source_id")
_CONSENT_DATE = "data_consenso"
_LATEST = ("data_ultimo_ordine", "data_modifica")
_KIND_PRIORITY = (("ERP", "GESTIONALE", "CONTABILITA", "SAP"), ("CRM",), ("MARKETING", "MAIL", "NEWSLETTER", "MAILCHIMP"))


def make_golden(
    frame: pl.DataFrame, labels: pl.Series, golden_ids: pl.Series, priority: Sequence[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Build the golden records.

    Args:
        frame: The cleaned list.
        labels: The cluster of each row.
        golden_ids: The golden id of each row.
        priority: The sources from the most to the least trusted; without it an ERP stands above a CRM,
            a CRM above a marketing platform, by their names.

    Returns:
        The golden records, one row for each cluster: `golden_id`, the canonical columns, `records`, the
        columns without a role; and for the clusters of several records where each field came from:
        `golden_id`, `field`, `source`, `row`.
    """
    sizes = labels.to_frame("cluster").select(records=pl.len().over("cluster")).to_series()
    ranked = _ranked(frame.with_columns(cluster=labels, golden_id=golden_ids, records=sizes), priority)
    singles = ranked.filter(pl.col("records") == 1)
    several = ranked.filter(pl.col("records") > 1)
    fields = [name for name in frame.columns if name not in _IDENTITY]
    merged, origin = _merge(several, fields)
    golden = pl.concat([singles.select("golden_id", *fields, "records"), merged.select("golden_id", *fields, "records")])
    canonical = sorted((name for name in fields if canonical_position(name)[0] < canonical_position("~")[0]), key=canonical_position)
    others = [name for name in fields if name not in canonical]
    return golden.select("golden_id", *canonical, "records", *others).sort("golden_id"), origin


def _ranked(frame: pl.DataFrame, priority: Sequence[str]) -> pl.DataFrame:
    """Order the rows of each cluster, the most trusted first."""
    columns = frame.columns

    def present(*names: str) -> pl.Expr:
        found = [pl.col(name).is_not_null() for name in names if name in columns]
        return pl.any_horizontal(found) if found else pl.lit(value=False)

    latest = [pl.col(name) for name in _LATEST if name in columns]
    content = [name for name in columns if name not in ("cluster", "golden_id", "records", "row")]
    return frame.with_columns(
        trusted=present("codice_fiscale", "partita_iva"),
        source_rank=_source_rank(frame["source"], priority),
        latest=pl.max_horizontal(latest) if latest else pl.lit(None, dtype=pl.String),
        fullness=pl.sum_horizontal(pl.col(name).is_not_null() for name in content),
        tie=pl.struct(content).hash(seed=11),
    ).sort(
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


def _merge(several: pl.DataFrame, fields: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    groups = _groups(fields)
    merged = several.select("cluster", "golden_id", "records").unique("cluster", keep="first", maintain_order=True)
    origins = []
    for lead, members in groups:
        present = pl.any_horizontal(pl.col(name).is_not_null() for name in members)
        chosen = several.filter(pl.col(lead).is_not_null() if lead in several.columns else present)
        if lead == "comune":
            chosen = several.filter(present)
        chosen = chosen.unique("cluster", keep="first", maintain_order=True)
        merged = merged.join(chosen.select("cluster", *members), on="cluster", how="left", maintain_order="left")
        origins.append(chosen.select("golden_id", pl.lit(lead).alias("field"), "source", "row"))
    consents = [name for name in fields if name.startswith("consenso_")]
    for name in consents:
        strictest = _strictest(several, name)
        merged = merged.join(strictest.drop("golden_id", "source", "row"), on="cluster", how="left", maintain_order="left")
        origins.append(strictest.select("golden_id", pl.lit(name).alias("field"), "source", "row"))
    if _CONSENT_DATE in fields:
        dated = [f"{name}:date" for name in consents]
        date = pl.coalesce(dated) if dated else pl.lit(None, dtype=pl.String)
        merged = merged.with_columns(date.alias(_CONSENT_DATE)).drop(dated)
    origin = pl.concat(origins).sort("golden_id", "field") if origins else pl.DataFrame()
    return merged, origin


def _groups(fields: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The fields that travel together, then every other field alone; consent is merged by its own rule."""
    taken: set[str] = {name for name in fields if name.startswith("consenso_")} | {_CONSENT_DATE}
    groups = []
    for lead, members in _TOGETHER:
        present = [name for name in members if name in fields]
        if present:
            groups.append((lead if lead in fields else present[0], present))
            taken.update(present)
    groups.extend((name, [name]) for name in fields if name not in taken)
    return groups


def _strictest(several: pl.DataFrame, name: str) -> pl.DataFrame:
    """A refusal or withdrawal wins over every consent that is not dated and later."""
    dated = pl.col(_CONSENT_DATE) if _CONSENT_DATE in several.columns else pl.lit(None, dtype=pl.String)
    stated = several.filter(pl.col(name).is_not_null()).with_columns(
        refusal=pl.col(name).is_in(["no", "revocato"]), when=dated
    )
    last_refusal = stated.filter("refusal").group_by("cluster").agg(
        refused=pl.len(), undated=pl.col("when").is_null().any(), last=pl.col("when").max()
    )
    judged = stated.join(last_refusal, on="cluster", how="left", maintain_order="left")
    later_yes = ~pl.col("refusal") & pl.col("when").is_not_null() & ~pl.col("undated") & (pl.col("when") > pl.col("last"))
    standing = pl.when(pl.col("refused").is_null()).then(1).when(later_yes).then(3).when("refusal").then(2).otherwise(0)
    # A withdrawal says more than a refusal; among equals the latest is the evidence.
    return (
        judged.with_columns(standing=standing, withdrawn=pl.col(name) == "revocato")
        .sort("cluster", "standing", "withdrawn", "when", descending=[False, True, True, True], nulls_last=True, maintain_order=True)
        .unique("cluster", keep="first", maintain_order=True)
        .select("cluster", "golden_id", name, pl.col("when").alias(f"{name}:date"), "source", "row")
    )
