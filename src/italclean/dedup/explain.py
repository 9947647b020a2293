"""Why two records are one customer, in words; and for every row where it went and why."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.dedup.compare import FIELDS
from italclean.dedup.decide import MERGE, RULES, Verdicts
from italclean.dedup.encode import Rows
from italclean.dedup.levels import CLOSE, PARTLY, SAME, Levels
from italclean.errors import Language

_SAID = {
    "single": ("unico", "single"),
    "identical": ("righe identiche", "identical rows"),
    "decided": ("deciso da una persona", "decided by a person"),
    "same_cf": ("stesso codice fiscale", "same codice fiscale"),
    "same_cf_other_name": ("stesso codice fiscale, nomi diversi", "same codice fiscale, other names"),
    "two_codes": ("due codici fiscali, forse una persona", "two codici fiscali, perhaps one person"),
    "same_piva": ("stessa partita IVA", "same partita IVA"),
    "same_piva_other_name": ("stessa partita IVA, nomi diversi", "same partita IVA, other names"),
    "person_and_firm": ("persona e sua impresa", "person and own firm"),
    "name_and_address_only": ("solo nome e indirizzo (padre e figlio?)", "name and address only (father and son?)"),
    "score": ("somiglianza", "likeness"),
    "close": ("simile", "close"),
    "partly": ("in parte", "in part"),
}


def _say(word: str, language: Language) -> str:
    return _SAID[word][0 if language == "it" else 1]


def make_reasons(levels: Levels, rule: npt.NDArray[np.uint8], language: Language) -> pl.Series:
    """Say for each pair which rule or which agreeing fields decided; made once for each distinct pattern."""
    radix = 5 ** np.arange(len(FIELDS), dtype=np.int64)
    codes = (levels.astype(np.int64) @ radix) * len(RULES) + rule
    distinct, places = np.unique(codes, return_inverse=True)
    texts = []
    for code in distinct.tolist():
        pattern, ruled = divmod(code, len(RULES))
        level = [(pattern // int(step)) % 5 for step in radix]
        agreeing = [
            name + {SAME: "", CLOSE: f" ({_say('close', language)})", PARTLY: f" ({_say('partly', language)})"}[value]
            for name, value in zip(FIELDS, level, strict=True)
            if value in (SAME, CLOSE, PARTLY)
        ]
        texts.append(
            f"{_say(RULES[ruled], language)}: {', '.join(agreeing)}" if agreeing else _say(RULES[ruled], language)
        )
    return pl.Series(texts, dtype=pl.String).gather(pl.Series(places)) if texts else pl.Series([], dtype=pl.String)


def make_crosswalk(
    frame: pl.DataFrame,
    golden_ids: pl.Series,
    labels: pl.Series,
    places: tuple[Rows, Rows],
    low: Rows,
    high: Rows,
    verdicts: Verdicts,
    reasons: pl.Series,
    language: Language,
) -> pl.DataFrame:
    """Name for each row its customer, and the strongest link that put it there.

    `places` holds for each row its distinct record, and for each distinct record its cluster.
    """
    record, label = places
    linked = np.flatnonzero((verdicts.verdict == MERGE) & (label[low] == label[high]))
    best = (
        pl.DataFrame(
            {
                "record": np.concatenate([low[linked], high[linked]]),
                "probability": np.concatenate([verdicts.probability[linked]] * 2),
                "pair": np.concatenate([linked, linked]),
            }
        )
        .sort("record", "probability", "pair", descending=[False, True, False])
        .unique("record", keep="first", maintain_order=True)
    )
    best = best.with_columns(reason=reasons.gather(best["pair"]))
    twins = np.bincount(record)[record]
    return (
        frame.select("source", "row", "source_id")
        .with_columns(golden_id=golden_ids, cluster=labels, record=pl.Series(record), twins=pl.Series(twins))
        .with_columns(size=pl.len().over("cluster"))
        .join(best.select("record", "probability", "reason"), on="record", how="left", maintain_order="left")
        .select(
            "source",
            "row",
            "source_id",
            "golden_id",
            pl.when((pl.col("size") == 1) | (pl.col("twins") > 1))
            .then(1.0)
            .otherwise(pl.col("probability"))
            .fill_null(1.0)
            .round(4)
            .alias("probability"),
            pl.when(pl.col("size") == 1)
            .then(pl.lit(_say("single", language)))
            .when(pl.col("reason").is_not_null())
            .then("reason")
            .when(pl.col("twins") > 1)
            .then(pl.lit(_say("identical", language)))
            .otherwise(pl.lit(_say("decided", language)))
            .alias("reason"),
        )
    )
