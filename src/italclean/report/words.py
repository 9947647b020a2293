"""The report's texts in Italian and English, and how each language writes numbers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from italclean.errors import Language

_WORDS: dict[str, tuple[str, str]] = {
    # Heading
    "title": ("Pulizia della lista clienti", "Customer list clean-up"),
    "made": ("Rapporto del {date}", "Report of {date}"),
    "contents": ("Indice", "Contents"),
    "sources": ("Che cosa è entrato", "What came in"),
    "source": ("Fonte", "Source"),
    "file": ("File", "File"),
    "encoding": ("Codifica", "Encoding"),
    "delimiter": ("Separatore", "Delimiter"),
    "rows": ("Righe", "Rows"),
    "rejected": ("Rifiutate", "Rejected"),
    "in_memory": ("tabella in memoria", "table in memory"),
    "stdin": ("ingresso standard", "standard input"),
    "tab": ("tabulazione", "tab"),
    "headline": (
        "{rows} righe sono diventate {customers} clienti: {duplicates} doppioni uniti ({share} delle righe).",
        "{rows} rows became {customers} customers: {duplicates} duplicates merged ({share} of the rows).",
    ),
    "headline_clean": (
        "{rows} righe pulite. I doppioni non sono stati cercati: lo fa il comando run.",
        "{rows} rows cleaned. Duplicates were not looked for: the command run does that.",
    ),
    "figure_rows": ("righe lette", "rows read"),
    "figure_rejected": ("righe rifiutate", "lines rejected"),
    "figure_customers": ("clienti", "customers"),
    "figure_duplicates": ("doppioni uniti", "duplicates merged"),
    "figure_review": ("coppie da decidere", "pairs to decide"),
    "figure_fixed": ("celle corrette", "cells fixed"),
    "figure_suspect": ("celle dubbie", "cells in doubt"),
    "figure_invalid": ("celle non valide", "cells invalid"),
    # Attention
    "attention": ("Da guardare per primo", "What to look at first"),
    "attention_intro": (
        "Dal più urgente. Nulla di ciò che segue è andato perso: l'originale di ogni cella è in issues.csv o in "
        "cleaned.csv.",
        "The most urgent first. Nothing below is lost: the original of every cell is in issues.csv or cleaned.csv.",
    ),
    "attention_none": ("Nulla da segnalare.", "Nothing to report."),
    "where": ("Dove: {place}", "Where: {place}"),
    "pair_rule": ("{rule}: {count}", "{rule}: {count}"),
    # Plan
    "plan": ("Come sono state lette le colonne", "How the columns were read"),
    "column": ("Colonna", "Column"),
    "role": ("Ruolo", "Role"),
    "why": ("Perché", "Why"),
    "no_role": ("nessuno: passa intatta", "none: passed on untouched"),
    "more_columns": (
        "… e altre {count} colonne (tutte in run.json).",
        "… and {count} more columns (all of them in run.json).",
    ),
    "derived": (
        "Colonne nuove, ricavate dalle altre: {columns}.",
        "New columns, derived from the others: {columns}.",
    ),
    "derived_cells": ("{column} ({count} celle)", "{column} ({count} cells)"),
    # Quality
    "quality": ("Qualità, colonna per colonna", "Quality, column by column"),
    "valid": ("valide", "valid"),
    "fixed": ("corrette", "fixed"),
    "suspect": ("dubbie", "in doubt"),
    "invalid": ("non valide", "invalid"),
    "missing": ("mancanti", "missing"),
    "valid_means": ("già a posto", "fine as they were"),
    "fixed_means": ("riscritte senza dubbi", "rewritten without doubt"),
    "suspect_means": ("tenute, ma da guardare", "kept, but to be looked at"),
    "invalid_means": ("rifiutate: la cella resta vuota", "refused: the cell is left empty"),
    "missing_means": ("vuote, o un riempitivo", "empty, or a filler"),
    "usable": ("{share} utilizzabili tra le {filled} piene", "{share} usable of {filled} filled"),
    "nothing_filled": ("sempre vuota", "always empty"),
    "found": ("Che cosa si è trovato", "What was found"),
    "cells": ("Celle", "Cells"),
    "examples": ("Esempi: originale → pulito", "Examples: original → cleaned"),
    "nothing": ("vuoto", "empty"),
    "nothing_found": ("Nulla da correggere.", "Nothing to fix."),
    # Duplicates
    "duplicates": ("Doppioni", "Duplicates"),
    "no_duplicates": ("Nessun doppione: ogni riga è un cliente.", "No duplicates: every row is a customer."),
    "sizes": ("Quante righe per cliente", "How many rows a customer has"),
    "size": ("righe", "rows"),
    "one_row": ("riga", "row"),
    "customers": ("Clienti", "Customers"),
    "customer": ("Cliente", "Customer"),
    "contacts": ("Recapiti conservati", "Contacts kept"),
    "contacts_intro": (
        "golden.csv ha per ogni cliente al più due recapiti dello stesso tipo; tutti, con la sede, la riga e il "
        "consenso, sono in contatti.csv. I valori che non sono rimasti sono in survivorship.csv.",
        "golden.csv has at most two contacts of a kind for each customer; all of them, with seat, row and consent, "
        "stand in contatti.csv. The values that did not stay are in survivorship.csv.",
    ),
    "kind": ("Tipo", "Kind"),
    "contact_lines": ("Recapiti", "Contacts"),
    "largest": ("I clienti con più righe", "The customers with the most rows"),
    "grounds": ("Su che cosa si fondano le unioni", "What the merges rest on"),
    "grounds_intro": (
        "Per ogni riga unita conta il legame più forte; tra i dettagli, i campi che concordano.",
        "For each merged row its strongest link counts; the details name the fields that agree.",
    ),
    "rule": ("Regola", "Rule"),
    "merged_rows": ("Righe unite", "Rows merged"),
    "share": ("Quota", "Share"),
    "most_frequent": ("Le combinazioni più frequenti", "The most frequent combinations"),
    "reason": ("Motivo", "Reason"),
    "clusters": ("Esempi di unioni", "Examples of merges"),
    "clusters_intro": (
        "In testa il cliente che ne risulta, sotto le righe di cui è fatto; sono segnate le celle diverse dal "
        "risultato.",
        "On top the resulting customer, below the rows that it is made of; cells that differ from the result are "
        "marked.",
    ),
    "result": ("Risultato", "Result"),
    "likelihood": ("probabilità stimata", "estimated probability"),
    "hardest": ("Le unioni meno sicure", "The least sure merges"),
    "hardest_intro": (
        "Le unioni per somiglianza più vicine al dubbio. Si parte da quanto è raro che due righe a caso siano lo "
        "stesso cliente; ogni campo sposta il peso a favore (verde) o contro (rosso). Un bit raddoppia o dimezza la "
        "probabilità a favore rispetto a quella contro.",
        "The merges by likeness that come nearest to doubt. They start from how rarely two random rows are one "
        "customer; each field moves the weight for (green) or against (red). One bit doubles or halves the odds.",
    ),
    "two_random_rows": ("due righe a caso", "two random rows"),
    "shared_home": ("casa in comune, contata una volta", "shared home, counted once"),
    "together": ("insieme", "together"),
    "bits": ("bit", "bits"),
    "verdict_merge": ("unite", "merged"),
    "verdict_review": ("da decidere", "to decide"),
    "verdict_apart": ("separate", "apart"),
    "through": ("unite attraverso {rows}", "joined by way of {rows}"),
    "joined_anyway": ("unite per decisione di una persona", "joined because a person decided so"),
    "meeting": ("Quanto si sovrappongono le fonti", "How the sources overlap"),
    "only_here": ("Solo qui", "Only here"),
    "within": ("Doppioni nella fonte", "Duplicates within"),
    "in_common": ("Clienti in comune", "Customers in common"),
    "two_sources": ("Fonti", "Sources"),
    # Review
    "review": ("Coppie da decidere", "Pairs to decide"),
    "review_none": ("Nessuna coppia da decidere.", "No pairs to decide."),
    "review_first": (
        "Le prime {shown} di {count}, dalle più dubbie.",
        "The first {shown} of {count}, the most doubtful first.",
    ),
    "review_how": (
        "Come deciderle: aprire review.csv in un foglio di calcolo con tutte le colonne come testo, scrivere «same»"
        " (o «stesso») o «different» (o «diverso») nella colonna decision, salvare come CSV e ripetere il lavoro:",
        "How to decide: open review.csv in a spreadsheet with every column as text, write “same” or “different” "
        "into the column decision, save as CSV and run again:",
    ),
    "review_all": ("Dalle più dubbie.", "The most doubtful first."),
    "review_left": (
        "Le coppie lasciate vuote restano separate. La decisione di una persona vale più di ogni regola.",
        "Pairs left empty stay apart. What a person decides stands above every rule.",
    ),
    "pair": ("Coppia {number}", "Pair {number}"),
    "name": ("Nome", "Name"),
    "row_number": ("riga {row}", "row {row}"),
    # Rejected
    "rejected_lines": ("Righe rifiutate", "Rejected lines"),
    "rejected_intro": (
        "Righe malformate, lasciate fuori e conservate in rejected.csv.",
        "Malformed lines, left out and kept in rejected.csv.",
    ),
    "first_of": ("Le prime {shown} di {count}.", "The first {shown} of {count}."),
    "line": ("Riga del file", "Line of the file"),
    "text": ("Testo", "Text"),
    # Method
    "method": ("Come è stato fatto", "How it was done"),
    "promises": (
        "Due codici fiscali validi e diversi non finiscono mai nello stesso cliente, nemmeno attraverso una terza "
        "riga; un'e-mail, un telefono o un indirizzo in comune da soli non uniscono nessuno. Ogni unione ha un "
        "motivo scritto in crosswalk.csv, e il risultato non dipende dall'ordine delle righe.",
        "Two different valid codici fiscali never end up in one customer, not even through a third row; a shared "
        "e-mail, telephone or address alone merges nobody. Every merge has its reason in crosswalk.csv, and the "
        "result does not depend on the order of the rows.",
    ),
    "consent": (
        "I consensi sono uniti al più restrittivo: un rifiuto o una revoca su una riga vale per il cliente, salvo "
        "un consenso datato e successivo; l'assenza di risposta non è mai un sì.",
        "Consents are merged to the strictest: a refusal or withdrawal on one row stands for the customer, unless "
        "there is a later, dated consent; no answer is never a yes.",
    ),
    "offline": (
        "Tutto è avvenuto su questo computer: nessun dato ne è uscito.",
        "All was done on this computer: no data left it.",
    ),
    "stage": ("Fase", "Stage"),
    "seconds": ("Secondi", "Seconds"),
    "memory": ("Memoria di picco (MB)", "Peak memory (MB)"),
    "stage_read": ("lettura", "read"),
    "stage_plan": ("riconoscimento delle colonne", "recognise the columns"),
    "stage_clean": ("pulizia", "clean"),
    "stage_dedupe": ("ricerca dei doppioni", "deduplicate"),
    "stage_total": ("totale", "total"),
    "passes": ("Quali righe sono state confrontate", "Which rows were compared"),
    "passes_intro": (
        "{pairs} coppie confrontate. Ogni passata confronta le righe che hanno in comune una chiave.",
        "{pairs} pairs compared. Each pass compares the rows that share a key.",
    ),
    "key": ("Chiave", "Key"),
    "pairs": ("Coppie", "Pairs"),
    "largest_block": ("Gruppo maggiore", "Largest block"),
    "refined": ("Righe in gruppi suddivisi", "Rows in refined blocks"),
    "windowed": ("Solo con i vicini", "Only with neighbours"),
    "versions": ("Versioni", "Versions"),
    "private": (
        "Questo rapporto contiene esempi di dati personali: va custodito come la lista stessa.",
        "This report holds examples of personal data: keep it as you keep the list itself.",
    ),
    # Notebook
    "first_customers": ("I primi clienti", "The first customers"),
    "first_rows": ("Le prime righe", "The first rows"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language."""

    language: Language

    def __call__(self, name: str, **values: object) -> str:
        """Return a text with its values filled in."""
        return _WORDS[name][0 if self.language == "it" else 1].format(**values)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number as the language writes it.

        Examples:
            >>> Words("it").number(1234567), Words("en").number(1234.5, 1)
            ('1.234.567', '1,234.5')
        """
        written = f"{value:,.{digits}f}"
        return written.translate(str.maketrans(",.", ".,")) if self.language == "it" else written

    def share(self, part: float, whole: float) -> str:
        """Return a part as a percentage; what is neither nothing nor all never looks so.

        Examples:
            >>> Words("it").share(1, 3), Words("en").share(1, 100_000), Words("en").share(99_999, 100_000)
            ('33,3%', '<0.1%', '>99.9%')
        """
        percent = 100 * part / whole if whole else 0.0
        if 0 < percent < 0.1:
            return f"<{self.number(0.1, 1)}%"
        if 99.9 < percent < 100:
            return f">{self.number(99.9, 1)}%"
        return f"{self.number(percent, 0 if percent in (0, 100) else 1)}%"

    def date(self, day: datetime.date) -> str:
        """Return a day as the language writes it."""
        return day.strftime("%d/%m/%Y") if self.language == "it" else day.isoformat()
