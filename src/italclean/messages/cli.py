"""What the command line says of itself; its help and what is wrong with its arguments are typer's, in English."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "cli.targets_unwritten": (
        "I file per {names}, che il contratto chiede, non vengono scritti: vanno nella cartella di [[--out|folder]].",
        "The files for {names}, which the contract asks for, are not written: they go into the folder of "
        "[[--out|folder]].",
    ),
    # Progress
    "cli.stage_read": ("lettura", "reading"),
    "cli.stage_plan": ("piano", "plan"),
    "cli.stage_clean": ("pulizia", "cleaning"),
    "cli.stage_dns": ("DNS", "DNS"),
    "cli.stage_dedupe": ("doppioni", "duplicates"),
    "cli.stage_audit": ("confronto", "comparison"),
    # The plan
    "cli.rows": ("{count} righe", "{count} rows"),
    "cli.fact_sheet": ("foglio {shown}", "sheet {shown}"),
    "cli.fact_encoding": ("{shown}", "{shown}"),
    "cli.fact_delimiter": ("separatore {shown}", "delimiter {shown}"),
    "cli.malformed": ("{count} righe malformate", "{count} malformed lines"),
    "cli.column": ("colonna", "column"),
    "cli.role": ("ruolo", "role"),
    "cli.why": ("perché", "why"),
    "cli.unused": (
        "Colonne non usate che sembrano utili; se lo sono, aggiungi:",
        "Columns that are not used and look useful; if they are, add:",
    ),
    # The result
    "cli.read": (
        "{rows} righe lette, {rejected} rifiutate; celle: {fixed} corrette (di cui {repaired} riparate), "
        "{suspect} dubbie, {invalid} non valide",
        "{rows} rows read, {rejected} rejected; cells: {fixed} fixed (of these {repaired} repaired), "
        "{suspect} suspect, {invalid} invalid",
    ),
    "cli.decisions": ("{count} decisioni di una persona applicate", "{count} decisions of a person applied"),
    "cli.customers": (
        "{customers} clienti, {duplicates} doppioni uniti, {review} coppie da decidere",
        "{customers} customers, {duplicates} duplicates merged, {review} pairs to decide",
    ),
    "cli.expected": (
        "Cosa darebbe ogni soglia di [[--merge-from|merge_from]] su questa lista (* quella usata), stimato dai suoi "
        "codici:",
        "What each threshold of [[--merge-from|merge_from]] would give on this list (* the one used), estimated by its "
        "codes:",
    ),
    "cli.expected_unknown": (
        "Troppo pochi codici noti per stimare cosa darebbero su questa lista altre soglie di "
        "[[--merge-from|merge_from]].",
        "Too few known codes to estimate on this list what other thresholds of [[--merge-from|merge_from]] would give.",
    ),
    "cli.review_page": ("per decidere le coppie nel browser: {page}", "to decide the pairs in a browser: {page}"),
    "cli.results": ("risultati in {out}, da aprire: {report}", "results in {out}, to open: {report}"),
    "cli.rejected_unkept": (
        "{count} righe del file non sono clienti e non stanno da nessuna parte: per averle indica anche una "
        "cartella[[ con --out|]].",
        "{count} lines of the file are no customers and are kept nowhere: to have them, give a folder, "
        "too[[, with --out|]].",
    ),
    "cli.kept_aside": (
        "{name} conteneva cose tue: è conservato come {kept}.",
        "{name} held things of yours: it is kept as {kept}.",
    ),
    "cli.over_gate": (
        "oltre il limite: {name} = {figure}, massimo {most}",
        "over the gate: {name} = {figure}, at most {most}",
    ),
    # Faults
    "cli.stdout_lost": (
        "non si può scrivere sullo standard output: {reason}",
        "cannot write to standard output: {reason}",
    ),
    "cli.fault": (
        "errore imprevisto di italclean ({what}); nessun risultato è stato scritto a metà.[[ Ripeti con --debug per un "
        "file da allegare alla segnalazione (non contiene dati).|]]",
        "unexpected fault of italclean ({what}); no result was half-written.[[ Repeat with --debug for a file to add "
        "to your report (it holds no data).|]]",
    ),
    "cli.fault_unwritten": (
        "errore imprevisto di italclean ({what})[[; il file di --debug non si può scrivere|]].",
        "unexpected fault of italclean ({what})[[; the file of --debug cannot be written|]].",
    ),
    "cli.fault_written": (
        "errore imprevisto di italclean ({what}); nessun risultato è stato scritto a metà. Dettagli in {path}",
        "unexpected fault of italclean ({what}); no result was half-written. Details in {path}",
    ),
}
