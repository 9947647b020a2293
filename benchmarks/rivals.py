"""Deduplicate one generated list with italclean and with Splink, side by side.

    pip install -e '.[bench]'
    python benchmarks/rivals.py 100000 1000000 --work out/bench [--seed N] [--write-docs]

Splink gets what italclean cleaned (`cleaned.csv`), set up by its own guide: a comparison for every column, term
frequencies for names, blocking rules on every key, parameters estimated in several sessions. Its time is that of its
deduplication alone, from the table in memory to the clusters at one threshold; the threshold is the best of a scale,
found with the truth in hand. italclean's is that of the whole command, from the file to all outputs.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from measure import measure
from page import machine, write_figures
from score import Score, score

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)
_TIMED_AT = 0.95


def main() -> None:
    """Run both and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--work", type=Path, default=Path("out/bench"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--write-docs", action="store_true")
    parser.add_argument("--splink", type=Path, help=argparse.SUPPRESS)  # the part that runs in a process of its own
    given = parser.parse_args()
    if given.splink is not None:
        print(json.dumps(_splink(given.splink)))
        return
    lines = [
        "| rows | tool | precision | recall | F1 | seconds | peak MB |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for rows in given.rows:
        ours = measure(rows, given.work, given.seed)
        lines.append(_line(rows, "italclean, file to all outputs", ours.score, ours.seconds, ours.peak_mb))
        folder = given.work / f"{rows}-{given.seed}"
        command = [sys.executable, __file__, str(rows), "--splink", str(folder)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
        theirs: dict[str, Any] = json.loads(told)
        lines.append(
            _line(
                rows,
                f"Splink {theirs['version']}, dedup alone, at {theirs['threshold']:g}",
                Score(**theirs["score"]),
                theirs["seconds"],
                theirs["peak_mb"],
            )
        )
        lines.append(f"| | ratio of the times: {ours.seconds / theirs['seconds']:.2f} | | | | | |")
    print("\n".join(lines))
    if given.write_docs:
        write_figures("RIVALS", "\n".join([*lines, "", f"Taken on {machine()}, seed {given.seed}."]))


def _line(rows: int, tool: str, score: Score, seconds: float, peak: float) -> str:
    return (
        f"| {rows:,} | {tool} | {score.precision:.4f} | {score.recall:.4f} | {score.f1:.4f} | "
        f"{seconds:.1f} | {peak:,.0f} |"
    )


def _splink(folder: Path) -> dict[str, Any]:
    """Deduplicate what italclean cleaned with Splink, and score it at every threshold."""
    import logging

    import polars as pl
    import splink
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    columns = ["cognome", "nome", "ragione_sociale", "codice_fiscale", "partita_iva", "data_nascita", "indirizzo"]
    columns += ["civico", "cap", "comune", "email", "telefono", "cellulare"]
    cleaned = pl.read_csv(
        folder / "out" / "cleaned.csv", separator=";", infer_schema=False, columns=["row", *columns]
    ).with_columns(row=pl.col("row").cast(pl.Int64))
    truth = pl.read_csv(folder / "truth.csv", infer_schema=False).with_columns(pl.col("row").cast(pl.Int64))
    begun = time.perf_counter()
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
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    best: tuple[float, float, Score] | None = None
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold)
        labels = pl.DataFrame(clusters.as_duckdbpyrelation().pl()).select("row", golden_id="cluster_id")
        scored = score(labels, truth)
        if best is None or scored.f1 > best[0]:
            best = (scored.f1, threshold, scored)
    assert best is not None
    return {
        "version": splink.__version__,
        "seconds": seconds,
        "peak_mb": peak,
        "threshold": best[1],
        "score": {name: getattr(best[2], name) for name in best[2].__dataclass_fields__},
    }


if __name__ == "__main__":
    main()
