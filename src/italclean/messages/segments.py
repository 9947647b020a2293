"""What is said of segments, and of the tasks that are made of them."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "segment.unread_number": (
        "Segmento «{segment}»: {count} valori di {field} non si leggono come numeri (per esempio «{example}»): quei "
        "clienti non soddisfano la condizione.",
        "Segment “{segment}”: {count} values of {field} cannot be read as numbers (“{example}” is one): those "
        "customers do not meet the condition.",
    ),
    "segment.unread_day": (
        "Segmento «{segment}»: {count} valori di {field} non si leggono come date sicure (per esempio «{example}»): "
        "quei clienti non soddisfano la condizione.",
        "Segment “{segment}”: {count} values of {field} cannot be read as dates beyond doubt (“{example}” is one): "
        "those customers do not meet the condition.",
    ),
    "segment.unread_truth": (
        "Segmento «{segment}»: {count} valori di {field} non sono né un sì né un no (per esempio «{example}»): quei "
        "clienti non soddisfano la condizione.",
        "Segment “{segment}”: {count} values of {field} are neither a yes nor a no (“{example}” is one): those "
        "customers do not meet the condition.",
    ),
    "segment.no_column": (
        "Segmento «{segment}»: l'elenco non ha la colonna {field}, che conta come vuota.",
        "Segment “{segment}”: the list has no column {field}, which counts as empty.",
    ),
    "segment.no_manager": (
        "L'elenco non ha la colonna {field}: le attività non hanno un responsabile.",
        "The list has no column {field}: the tasks have no account manager.",
    ),
    # The line of context of a task
    "segment.last_order": ("ultimo ordine: {date}", "last order of {date}"),
    "segment.late": ("{told}, in ritardo", "{told}, late"),
    "segment.months": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "January February March April May June July August September October November December",
    ),
}
