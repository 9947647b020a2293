"""Splink, set up by its own guide.

A comparison for every column, term frequencies for names, blocking rules on every key, parameters estimated in several
sessions. It is scored at the best threshold of a scale, found with the truth in hand.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

import polars as pl

from rival import Rival, peak_mb, read
from score import Score, score

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)
_TIMED_AT = 0.95


def deduplicate(cleaned: pl.DataFrame) -> pl.DataFrame:
    """Deduplicate a table of cleaned columns; `row` and `golden_id` come back."""
    _, _, clusters = predict(cleaned)
    return pl.DataFrame(clusters.as_duckdbpyrelation().pl()).select("row", golden_id="cluster_id")


def predict(cleaned: pl.DataFrame) -> tuple[Any, Any, Any]:
    """Fit Splink to a table, score its pairs and cluster them: the linker, the predictions, the clusters."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    database = DuckDBAPI()
    table = database.register(cleaned.to_arrow(), dataset_display_name="clienti")
    exact = cl.ExactMatch
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="row",
        comparisons=[
            cl.NameComparison("cognome"),
            cl.NameComparison("nome"),
            cl.JaroWinklerAtThresholds("ragione_sociale", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("codice_fiscale", [1, 2]),
            exact("partita_iva"),
            cl.DateOfBirthComparison("data_nascita", input_is_string=True),
            cl.EmailComparison("email"),
            exact("telefono").configure(term_frequency_adjustments=True),
            exact("cellulare").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("indirizzo", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            exact("comune").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("codice_fiscale"),
            block_on("partita_iva"),
            block_on("email"),
            block_on("cellulare"),
            block_on("telefono"),
            block_on("cognome", "data_nascita"),
            block_on("nome", "data_nascita", "comune"),
            block_on("cognome", "nome", "comune"),
            block_on("cognome", "nome", "cap"),
            block_on("substr(cognome,1,4)", "indirizzo", "civico"),
            block_on("ragione_sociale", "comune"),
            block_on("substr(ragione_sociale,1,6)", "cap"),
        ],
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(table, settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("codice_fiscale"), block_on("partita_iva"), block_on("cognome", "nome", "data_nascita")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    sessions = (["codice_fiscale"], ["email"], ["partita_iva"], ["cognome", "data_nascita"])
    for rule in (block_on(*keys) for keys in sessions):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predictions = linker.inference.predict(threshold_match_probability=0.2)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, _TIMED_AT)
    return linker, predictions, clusters


def run(folder: Path) -> Rival:
    """Deduplicate what italclean cleaned, and score it at every threshold."""
    import splink

    columns = ["cognome", "nome", "ragione_sociale", "codice_fiscale", "partita_iva", "data_nascita", "indirizzo"]
    columns += ["civico", "cap", "comune", "email", "telefono", "cellulare"]
    cleaned, truth = read(folder, columns)
    begun = time.perf_counter()
    linker, predictions, _ = predict(cleaned)
    seconds = time.perf_counter() - begun
    peak = peak_mb()
    best: tuple[float, float, Score] | None = None
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold)
        labels = pl.DataFrame(clusters.as_duckdbpyrelation().pl()).select("row", golden_id="cluster_id")
        scored = score(labels, truth)
        if best is None or scored.f1 > best[0]:
            best = (scored.f1, threshold, scored)
    assert best is not None
    return Rival(f"Splink {splink.__version__}, dedup alone, at {best[1]:g}", seconds, peak, best[2])
