"""GoldenMatch, as its read-me's first example has it and set up by its own guide.

The configuration is the best of several, judged with the truth in hand: exact keys with weighted names, with and
without negative evidence, came out below it. It places its threshold itself. Its seconds have its golden records in
them.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import Any

import polars as pl

from rival import Rival, peak_mb, read
from score import score

_COLUMNS = {  # it recognises columns by their English names
    "cognome": "last_name",
    "nome": "first_name",
    "ragione_sociale": "company_name",
    "codice_fiscale": "tax_id",
    "partita_iva": "vat_number",
    "data_nascita": "date_of_birth",
    "indirizzo": "street",
    "civico": "house_number",
    "cap": "zip",
    "comune": "city",
    "email": "email",
    "telefono": "phone",
    "cellulare": "mobile",
}


def unconfigured(folder: Path) -> Rival:
    """Deduplicate what italclean cleaned without a configuration."""
    os.environ["GOLDENMATCH_AUTOCONFIG_MEMORY"] = "0"  # it would begin with what it chose for the last list
    # From 100,000 rows on it refuses to run a configuration that it doubts, unless told to.
    return _run(folder, "no configuration", allow_red_config=True)


def configured(folder: Path) -> Rival:
    """Deduplicate it with a model of every column, negative evidence on names and codes, Splink's blocking rules."""
    from goldenmatch import BlockingConfig, BlockingKeyConfig, GoldenMatchConfig, MatchkeyConfig, MatchkeyField
    from goldenmatch.config.schemas import NegativeEvidenceField

    def close(column: str, scorer: str, *levels: float, frequencies: bool = False) -> MatchkeyField:
        return MatchkeyField(
            field=column,
            scorer=scorer,
            levels=len(levels) + 2,
            level_thresholds=[1.0, *levels],
            tf_adjustment=frequencies,
        )

    def same(column: str, *, frequencies: bool = False) -> MatchkeyField:
        return MatchkeyField(field=column, scorer="exact", tf_adjustment=frequencies)

    def against(column: str, scorer: str, threshold: float) -> NegativeEvidenceField:
        return NegativeEvidenceField(field=column, scorer=scorer, threshold=threshold)

    def block(*columns: str, **starts: int) -> BlockingKeyConfig:
        cut = {column: [f"substring:0:{length}"] for column, length in starts.items()}
        return BlockingKeyConfig(fields=[*starts, *columns], field_transforms=cut)

    model = MatchkeyConfig(
        name="customer",
        type="probabilistic",
        fields=[
            close("last_name", "jaro_winkler", 0.92, 0.8, frequencies=True),
            close("first_name", "jaro_winkler", 0.92, 0.8, frequencies=True),
            close("company_name", "jaro_winkler", 0.95, 0.88, frequencies=True),
            close("tax_id", "levenshtein", 0.87),
            same("vat_number"),
            close("date_of_birth", "levenshtein", 0.9),
            close("email", "jaro_winkler", 0.88),
            same("phone", frequencies=True),
            same("mobile", frequencies=True),
            close("street", "jaro_winkler", 0.95, 0.88, frequencies=True),
            same("city", frequencies=True),
        ],
        negative_evidence=[
            against("last_name", "jaro_winkler", 0.8),
            against("first_name", "jaro_winkler", 0.8),
            against("company_name", "token_sort", 0.6),
            against("tax_id", "levenshtein", 0.8),
            against("vat_number", "levenshtein", 0.8),
            against("date_of_birth", "levenshtein", 0.8),
        ],
    )
    blocking = BlockingConfig(
        strategy="multi_pass",
        max_block_size=1000,
        skip_oversized=True,
        passes=[
            block("tax_id"),
            block("vat_number"),
            block("email"),
            block("mobile"),
            block("phone"),
            block("last_name", "date_of_birth"),
            block("first_name", "date_of_birth", "city"),
            block("last_name", "first_name", "city"),
            block("last_name", "first_name", "zip"),
            block("street", "house_number", last_name=4),
            block("company_name", "city"),
            block("zip", company_name=6),
        ],
    )
    return _run(folder, "configured", config=GoldenMatchConfig(matchkeys=[model], blocking=blocking))


def _run(folder: Path, setup: str, **options: Any) -> Rival:
    """Time it from the table to clusters, and score them."""
    import goldenmatch

    logging.getLogger("goldenmatch").setLevel(logging.ERROR)
    cleaned, truth = read(folder, list(_COLUMNS))
    table = cleaned.select(pl.col(name).alias(english) for name, english in _COLUMNS.items())
    begun = time.perf_counter()
    clusters = goldenmatch.dedupe_df(table, **options).clusters
    seconds = time.perf_counter() - begun
    peak = peak_mb()
    members = [(number, at) for number, cluster in clusters.items() for at in cluster["members"]]
    found = pl.DataFrame(members, schema=["golden_id", "at"], orient="row")
    labels = found.select("golden_id", row=cleaned["row"].gather(found["at"]))
    return Rival(f"GoldenMatch {goldenmatch.__version__}, dedup alone, {setup}", seconds, peak, score(labels, truth))
