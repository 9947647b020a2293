"""What a user should know of a run as a whole."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "run.xlsx_rows": (
        "{name} ha {rows} righe: niente {name}.xlsx. Un foglio di calcolo con più di {most} righe è lento da scrivere "
        "e da aprire.",
        "{name} has {rows} rows: no {name}.xlsx. A workbook of more than {most} rows is slow to write and to open.",
    ),
    "run.xlsx_cell": (
        "{name} ha celle più lunghe di {most} caratteri, che un foglio di calcolo taglierebbe: niente {name}.xlsx.",
        "{name} has cells of more than {most} characters, which a workbook would cut: no {name}.xlsx.",
    ),
    "run.formulas": (
        "{cells} celle cominciano con = + - @ o simili ({columns}). In golden.csv, cleaned.csv e crosswalk.csv restano "
        "come sono, per l'importazione: un foglio di calcolo potrebbe eseguirle come formule.",
        "{cells} cells begin with = + - @ or the like ({columns}). In golden.csv, cleaned.csv and crosswalk.csv they "
        "stay as they are, for the import: a spreadsheet could run them as formulas.",
    ),
    "run.no_names": (
        "Nessuna colonna con i nomi: senza nomi si uniscono solo le righe con lo stesso codice. Indicala con "
        '[[--map COLONNA=nominativo|mapping={{"COLONNA": "nominativo"}}]].',
        "No column of names: without names only rows with one same code are merged. Give it with "
        '[[--map COLUMN=nominativo|mapping={{"COLUMN": "nominativo"}}]].',
    ),
    "run.retention_over": (
        "Nessun segno di vita dopo il {date}: oltre il limite di conservazione.",
        "No sign of life after {date}: over the retention limit.",
    ),
    "run.retention_over_purpose": (
        "Nessun segno di vita dopo il {date}: oltre il limite di conservazione per la finalità «{purpose}».",
        "No sign of life after {date}: over the retention limit for the purpose “{purpose}”.",
    ),
    "run.unanswered": (
        "Di {count} domini il DNS non ha saputo dire nulla: i loro indirizzi restano «non verificata».",
        "The DNS could not tell about {count} domains: their addresses stay “non verificata”.",
    ),
    "run.decisions_refused": (
        "{count} decisioni «same» non applicate: contraddicono i codici fiscali o altre decisioni. Sono di nuovo in "
        "review.csv.",
        "{count} decisions “same” were not applied: they contradict codici fiscali or other decisions. They stand in "
        "review.csv again.",
    ),
    "run.conflicts": (
        "Campi di clienti con più valori in gara, che il contratto affida a una persona: {count}. Sono in "
        "survivorship.csv con la regola «review»; per ora resta il valore che c'era.",
        "Fields of customers with several values that compete, which the contract leaves to a person: {count}. They "
        "stand in survivorship.csv with the rule “review”; the value that stood stays meanwhile.",
    ),
}
