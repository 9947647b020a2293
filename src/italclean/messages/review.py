"""The texts of the page on which pairs are decided."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "review.title": ("Coppie da decidere", "Pairs to decide"),
    "review.intro": (
        "Due righe alla volta: sono lo stesso cliente? Prima vengono le coppie che decidono più righe.",
        "Two rows at a time: are they one customer? The pairs that decide the most rows come first.",
    ),
    "review.private": (
        "Questa pagina contiene dati personali: va custodita come la lista. "
        "Non usa la rete e non invia nulla a nessuno.",
        "This page holds personal data: keep it as you keep the list. It uses no network and sends nothing to anybody.",
    ),
    "review.no_script": (
        "Per decidere qui serve JavaScript. Altrimenti si compila la colonna decision di {review}.",
        "To decide here, JavaScript is needed. Else fill in the column decision of {review}.",
    ),
    "review.cut": (
        "Qui stanno le prime {shown} coppie di {count}. Tutte stanno in {review}; dopo un nuovo lavoro con le "
        "decisioni prese, le successive vengono qui.",
        "Here are the first {shown} of {count} pairs. All of them are in {review}; after another run with what was "
        "decided, the next ones come here.",
    ),
    "review.kept": (
        "L'avanzamento resta in questo browser: solo i numeri delle coppie e le decisioni, nessun dato dei clienti.",
        "Progress is kept in this browser: the numbers of the pairs and the decisions alone, no data of customers.",
    ),
    "review.not_kept": (
        "Questo browser non conserva l'avanzamento: tutto funziona, ma prima di chiudere la pagina scarica le "
        "decisioni.",
        "This browser keeps no progress: everything works, but download the decisions before you close the page.",
    ),
    "review.progress": (
        "Decise {done} coppie su {count}; rimandate {later}, ancora aperte {open}.",
        "Decided {done} of {count} pairs; {later} left for later, {open} still open.",
    ),
    "review.place": ("{place} di {shown}", "{place} of {shown}"),
    "review.place_filtered": ("{place} di {shown} con questi filtri", "{place} of {shown} with these filters"),
    "review.none_found": ("Nessuna coppia con questi filtri.", "No pair with these filters."),
    "review.all_decided": (
        "Non ci sono altre coppie aperte con questi filtri.",
        "No other pair is open with these filters.",
    ),
    "review.pair": ("Coppia {number}", "Pair {number}"),
    "review.earlier": ("da una consegna precedente", "of an earlier delivery"),
    "review.why": ("Perché si chiede", "Why it is asked"),
    "review.likelihood": ("Probabilità che sia lo stesso cliente", "How probably they are one customer"),
    "review.record": ("Riga {side}", "Record {side}"),
    "review.field": ("Campo", "Field"),
    "review.row": ("{side}, riga {row}", "{side}, row {row}"),
    "review.id": ("codice {id}", "id {id}"),
    "review.nothing": ("vuoto", "empty"),
    "review.differs": ("diversi", "differ"),
    "review.alike": ("uguali", "the same"),
    "review.one_side": ("manca", "missing"),
    "review.decision": ("Decisione", "Decision"),
    "review.same": ("Stesso cliente", "Same customer"),
    "review.different": ("Clienti diversi", "Different customers"),
    "review.later": ("Più tardi", "Later"),
    "review.undo": ("Annulla l'ultima", "Undo the last"),
    "review.previous": ("Precedente", "Previous"),
    "review.next": ("Successiva", "Next"),
    "review.open": ("ancora aperta", "still open"),
    "review.is_same": ("stesso cliente", "same customer"),
    "review.is_different": ("clienti diversi", "different customers"),
    "review.is_later": ("rimandata", "left for later"),
    "review.undone": ("Coppia {number}: decisione annullata.", "Pair {number}: decision undone."),
    "review.group": (
        "Tutto il gruppo: {count} righe legate da coppie aperte",
        "The whole group: {count} rows that hang together by open pairs",
    ),
    "review.group_more": (
        "… e altre {count} righe, che stanno in cleaned.csv.",
        "… and {count} more rows, which are in cleaned.csv.",
    ),
    "review.customer": ("Cliente", "Customer"),
    "review.of_record": ("di {side}", "of {side}"),
    "review.another": ("altro {number}", "other {number}"),
    "review.filters": ("Quali coppie", "Which pairs"),
    "review.search": ("Cerca nel testo", "Search the text"),
    "review.reason": ("Motivo", "Reason"),
    "review.all_reasons": ("tutti i motivi", "all reasons"),
    "review.state": ("Stato", "State"),
    "review.all_states": ("tutte", "all"),
    "review.state_open": ("ancora aperte", "still open"),
    "review.state_decided": ("decise", "decided"),
    "review.state_later": ("rimandate", "left for later"),
    "review.keys": ("Tasti rapidi", "Keys"),
    "review.download": ("Scarica le decisioni", "Download the decisions"),
    "review.nothing_to_download": ("Ancora nessuna decisione.", "No decision yet."),
    "review.how": (
        "Per applicarle, ripeti il lavoro con [[--decisions|decisions]] e il file scaricato. Le coppie rimandate o "
        "aperte restano separate.",
        "To apply them, run again with [[--decisions|decisions]] and the downloaded file. Pairs left for later or open "
        "stay apart.",
    ),
    "review.downloaded": ("{file}: {count} decisioni scaricate.", "{file}: {count} decisions downloaded."),
    "review.clear": ("Cancella l'avanzamento", "Clear the progress"),
    "review.clear_sure": (
        "Cancellare tutte le {count} risposte date su questa pagina? Non si possono più recuperare.",
        "Clear all {count} answers given on this page? They cannot be brought back.",
    ),
    "review.cleared": ("L'avanzamento è cancellato.", "The progress is cleared."),
    # The fields beside each other
    "review.field_nominativo": ("Nome", "Name"),
    "review.field_codice_fiscale": ("Codice fiscale", "Codice fiscale"),
    "review.field_partita_iva": ("Partita IVA", "Partita IVA"),
    "review.field_data_nascita": ("Data di nascita", "Date of birth"),
    "review.field_indirizzo": ("Indirizzo", "Address"),
    "review.field_comune": ("Comune", "Comune"),
    "review.field_email": ("E-mail", "E-mail"),
    "review.field_telefono": ("Telefono", "Telephone"),
}
