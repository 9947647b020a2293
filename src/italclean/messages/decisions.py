"""What is said of the decisions of a person: why a file of them cannot be used, and what became of them."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Why a file cannot be used
    "decisions.columns_missing": ("mancano le colonne: {columns}", "missing columns: {columns}"),
    "decisions.unknown_word": (
        "riga {row}: «{typed}» non è same né different",
        "row {row}: “{typed}” is neither same nor different",
    ),
    "decisions.both_ways": ("la stessa coppia è decisa in due modi", "the same pair is decided both ways"),
    "decisions.too_large": ("è troppo grande", "it is too large"),
    "decisions.binary": (
        "è {kind}, non un testo: salvalo come CSV e riprova",
        "it is {kind}, not text: save it as CSV and try again",
    ),
    "decisions.no_text": ("non è un testo", "it is not text"),
    "decisions.ragged": (
        "le righe non hanno i campi dell'intestazione",
        "the lines do not have the fields of the header",
    ),
    # What became of them
    "decisions.not_applied": (
        "{count} decisioni non applicate: {why}. Restano in decisions.csv (state: {state}).",
        "{count} decisions were not applied: {why}. They stay in decisions.csv (state: {state}).",
    ),
    "decisions.no_row": ("le loro righe non ci sono", "their rows are not there"),
    "decisions.several_rows": ("potrebbero valere per più righe", "they could be meant for several rows"),
    "decisions.other_row": (
        "il loro id è oggi di un altro cliente, o il codice fiscale è cambiato",
        "their id is another customer's today, or the codice fiscale has changed",
    ),
    "decisions.no_anchor": (
        "il solo numero di riga non dice di chi sono (servono gli id, o i campi di review.csv)",
        "the number of a row alone does not say whose they are (ids are needed, or the fields of review.csv)",
    ),
    "decisions.changed": (
        "{count} coppie erano già decise nell'altro modo: vale la decisione data per ultima.",
        "{count} pairs had been decided the other way: the decision given last counts.",
    ),
}
