"""What is said of an evaluation: why it cannot be made, what it measures, how far it can be relied on."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Why the crosswalk cannot be used
    "evaluate.only_cleaned": (
        "il risultato viene da clean(), che non cerca doppioni: usa run() o dedupe()",
        "the result is one of clean(), which looks for no duplicates: use run() or dedupe()",
    ),
    "evaluate.no_crosswalk_there": (
        "nella cartella non c'è crosswalk.csv: indica la cartella scritta da `run`, o il file",
        "there is no crosswalk.csv in the folder: give the folder written by `run`, or the file",
    ),
    "evaluate.no_golden_id": (
        "manca la colonna golden_id (colonne lette: {columns}). Indica il crosswalk.csv scritto da `run`",
        "there is no column golden_id (columns read: {columns}). Give the crosswalk.csv written by `run`",
    ),
    "evaluate.no_key_in_crosswalk": (
        "nessuna colonna dice di quale riga si tratta: serve row, o source_id (colonne lette: {columns})",
        "no column says which row is meant: row or source_id is needed (columns read: {columns})",
    ),
    "evaluate.row_twice": (
        "la riga {row} c'è due volte: ogni riga deve esserci una volta sola, con la sua source se le sorgenti sono più "
        "di una",
        "the row {row} stands there twice: each row may stand there once, with its source where there are several",
    ),
    # Why the truth cannot be used
    "evaluate.is_folder": ("è una cartella: indica un file", "it is a folder: give a file"),
    "evaluate.no_key": (
        "nessuna colonna dice di quale riga si tratta. Serve row, oppure source_id (o id), come nel crosswalk; per le "
        "coppie row_a e row_b, o id_a e id_b (colonne lette: {columns})",
        "no column says which row is meant. It needs row, or source_id (or id), as the crosswalk has them; for pairs "
        "row_a and row_b, or id_a and id_b (columns read: {columns})",
    ),
    "evaluate.no_source": (
        "il crosswalk ha più sorgenti ({sources}): aggiungi una colonna source che dica di quale è ogni riga (per le "
        "coppie source_a e source_b)",
        "the crosswalk has several sources ({sources}): add a column source that says which one a row is of (for pairs "
        "source_a and source_b)",
    ),
    "evaluate.nothing_found": (
        "nessuna sua riga è nel crosswalk, cercando per {key}: qui c'è per esempio «{asked}», là «{known}». "
        "Controlla che i due file vengano dallo stesso elenco",
        "none of its rows is in the crosswalk, looked for by {key}: here stands “{asked}”, for example, there "
        "“{known}”. Check that both files come from the same list",
    ),
    "evaluate.no_entity": (
        "nessuna colonna dice quale cliente è ogni riga: chiamala entity, o indicala con "
        '[[--entity COLONNA|entity="COLONNA"]] (colonne lette: {columns})',
        "no column says which customer each row is: call it entity, or name it with "
        '[[--entity COLUMN|entity="COLUMN"]] (columns read: {columns})',
    ),
    "evaluate.no_label": (
        "nessuna riga che sia anche nel crosswalk ha qualcosa nella colonna «{column}»",
        "no row that the crosswalk has too holds anything in the column “{column}”",
    ),
    "evaluate.nothing_labelled": (
        "le righe etichettate non hanno golden_id nel crosswalk",
        "the labelled rows have no golden_id in the crosswalk",
    ),
    "evaluate.two_entities": (
        "una riga (la {line}ª del crosswalk) ha due entità diverse: lasciane una",
        "one row (line {line} of the crosswalk) has two entities: leave one of them",
    ),
    "evaluate.no_verdict": (
        "nessuna colonna dice se le coppie sono lo stesso cliente: chiamala decision, same o esito (colonne lette: "
        "{columns})",
        "no column says whether the pairs are one customer: call it decision, same or esito (columns read: {columns})",
    ),
    "evaluate.unknown_word": (
        "riga {row}: «{typed}», nella colonna «{column}», non è né same né different (vanno bene anche stesso e "
        "diverso, sì e no, 1 e 0)",
        "row {row}: “{typed}”, in the column “{column}”, is neither same nor different (stesso and diverso, yes and "
        "no, 1 and 0 will do, too)",
    ),
    "evaluate.nothing_decided": (
        "la colonna «{column}» è vuota: scrivi same o different accanto alle coppie, e riprova",
        "the column “{column}” is empty: write same or different beside the pairs, and try again",
    ),
    "evaluate.both_ways": (
        "la stessa coppia (le righe {one} e {other} del crosswalk) è detta uguale e diversa: lascia un giudizio solo",
        "the same pair (lines {one} and {other} of the crosswalk) is said to be both: leave one verdict",
    ),
    "evaluate.no_pair_left": (
        "di nessuna coppia decisa entrambe le righe sono nel crosswalk",
        "there is no decided pair of which the crosswalk has both rows",
    ),
    # How the rows were found
    "evaluate.source_ignored": (
        "La verità chiama le sorgenti in un altro modo; il crosswalk ne ha una sola ({source}), e le righe sono "
        "cercate senza.",
        "The truth calls the sources otherwise; the crosswalk has a single one ({source}), and rows are looked for "
        "without it.",
    ),
    "evaluate.without_zeros": (
        "{count} id trovati solo senza gli zeri iniziali (00123 era diventato 123).",
        "{count} ids were found only without their leading zeros (00123 had become 123).",
    ),
    "evaluate.id_of_several": (
        "{count} id sono di più righe del crosswalk: non si sa quale, e non contano. Con row si saprebbe.",
        "{count} ids are those of several rows of the crosswalk: which one is not known, and they do not count. With "
        "row it would be.",
    ),
    "evaluate.other_ids": (
        "{count} righe, trovate per numero, hanno nel crosswalk un altro id: la verità viene forse da un'altra "
        "esportazione, e i numeri di riga non sono più quelli.",
        "{count} rows, found by their number, have another id in the crosswalk: the truth may come from another "
        "export, in which rows had other numbers.",
    ),
    # What a labelled list measures
    "evaluate.truth_unknown": (
        "{count} righe della verità non sono nel crosswalk: lasciate fuori.",
        "{count} rows of the truth are not in the crosswalk: left out.",
    ),
    "evaluate.truth_unlabelled": (
        "{count} righe della verità non dicono quale cliente sono: lasciate fuori.",
        "{count} rows of the truth do not say which customer they are: left out.",
    ),
    "evaluate.truth_repeated": (
        "{count} righe della verità ci sono più di una volta, sempre con la stessa entità: contate una volta.",
        "{count} rows of the truth stand there again, with the same entity: counted once.",
    ),
    "evaluate.without_golden_id": (
        "{count} righe del crosswalk sono senza golden_id: lasciate fuori.",
        "{count} rows of the crosswalk have no golden_id: left out.",
    ),
    "evaluate.sample_of_rows": (
        "La verità copre {count} righe su {of}: contano solo le coppie tra queste. Se le righe sono estratte a "
        "caso, precisione e richiamo valgono per tutto l'elenco, mentre B-cubed e i clienti sbagliati appaiono "
        "migliori di quanto sono (di un cliente si vede solo una parte); se sono tutte le righe di alcuni clienti, "
        "il richiamo è di quei clienti e la precisione non vede le unioni con gli altri.",
        "The truth covers {count} rows of {of}: only the pairs among these count. If the rows were drawn at random, "
        "precision and recall hold for the whole list, while B-cubed and the customers at fault look better than they "
        "are (only a part of a customer is seen); if they are all rows of some customers, recall is that of these "
        "customers, and precision does not see merges with others.",
    ),
    "evaluate.pairs_outside": (
        "{count} coppie unite hanno una riga nella verità e l'altra no: non sono giudicate. Se la verità ha tutte le "
        "righe dei suoi clienti, sono tutte unioni sbagliate.",
        "{count} merged pairs have one row in the truth and the other not: they are not judged. If the truth has all "
        "rows of its customers, each of them is a wrong merge.",
    ),
    # What a sample of pairs measures
    "evaluate.pairs_unknown": (
        "{count} coppie hanno una riga che non è nel crosswalk: il loro confronto è lasciato fuori.",
        "{count} pairs have a row that is not in the crosswalk: they are not compared with it.",
    ),
    "evaluate.pairs_itself": (
        "{count} coppie sono di una riga con se stessa: lasciate fuori.",
        "{count} pairs are of a row with itself: left out.",
    ),
    "evaluate.pairs_repeated": (
        "{count} coppie ci sono più di una volta: contate una volta.",
        "{count} pairs stand there again: counted once.",
    ),
    "evaluate.pairs_undecided": (
        "{count} coppie sono senza giudizio: lasciate fuori.",
        "{count} pairs have no verdict: left out.",
    ),
    "evaluate.applied": (
        "Queste decisioni sono già state applicate da un lavoro: un crosswalk fatto con esse le rispetta, e non prova "
        "nulla.",
        "A run has applied these decisions: a crosswalk made with them keeps to them, which proves nothing.",
    ),
    "evaluate.sample_of_pairs": (
        "Le cifre sono quelle del campione. La precisione vale per l'elenco se le coppie unite sono estratte a caso "
        "tra tutte le coppie unite; il richiamo se le coppie di uno stesso cliente sono estratte a caso tra tutte "
        "quelle che ci sono, comprese quelle a cui nessuno ha pensato. B-cubed non si può dire da coppie.",
        "The figures are those of the sample. Precision holds for the list if the merged pairs were drawn at random "
        "from all merged pairs; recall if the pairs of one customer were drawn at random from all that there are, "
        "those that nobody thought of among them. B-cubed cannot be told from pairs.",
    ),
    # What a review measures
    "evaluate.no_probability": (
        "{count} coppie sono senza una probabilità tra 0 e 1: contano nel totale, in nessuna fascia.",
        "{count} pairs have no probability between 0 and 1: they count in all, and in no band.",
    ),
    "evaluate.review_open": (
        "{count} coppie su {of} sono ancora da decidere. Quelle decise parlano per le altre solo se non sono state "
        "scelte per come appaiono: review.csv comincia da quelle che decidono più righe.",
        "{count} pairs of {of} are still open. Those decided speak for the others only if they were not chosen by "
        "their looks: review.csv begins with those that decide the most rows.",
    ),
    "evaluate.different_together": (
        "{count} coppie dette diverse sono un solo cliente nel crosswalk: ripeti `run` con queste decisioni.",
        "{count} pairs said to be different are one customer in the crosswalk: repeat `run` with these decisions.",
    ),
    "evaluate.review_only": (
        "Una revisione parla solo delle coppie chieste: non dice quanti doppioni mancano altrove (richiamo), né quante "
        "unioni fatte senza chiedere sono sbagliate (precisione). Per quelle serve un elenco o un campione di coppie.",
        "A review speaks only of the pairs asked: neither how many duplicates are missed elsewhere (recall), nor how "
        "many merges made without asking are wrong (precision). These need a labelled list, or a sample of pairs.",
    ),
    # The table
    "evaluate.title_rows": (
        "{rows} righe etichettate: {entities} entità, {customers} clienti",
        "{rows} labelled rows: {entities} entities, {customers} customers",
    ),
    "evaluate.title_pairs": (
        "{pairs} coppie etichettate: {right_merges} unite a ragione, {wrong_merges} a torto, {missed_merges} non "
        "unite ma dello stesso cliente, {rightly_apart} separate a ragione",
        "{pairs} labelled pairs: {right_merges} rightly merged, {wrong_merges} wrongly, {missed_merges} apart but one "
        "customer, {rightly_apart} rightly apart",
    ),
    "evaluate.title_review": (
        "{pairs} coppie chieste, {decided} decise: {same} lo stesso cliente, {different} clienti diversi",
        "{pairs} pairs asked, {decided} decided: {same} one customer, {different} different ones",
    ),
    "evaluate.figure": ("misura", "figure"),
    "evaluate.value": ("valore", "value"),
    "evaluate.interval": ("intervallo 95%", "95% interval"),
    "evaluate.counted": ("contato", "counted"),
    "evaluate.name_precision": ("precisione", "precision"),
    "evaluate.name_recall": ("richiamo", "recall"),
    "evaluate.name_f1": ("F1", "F1"),
    "evaluate.name_bcubed_precision": ("precisione B-cubed", "B-cubed precision"),
    "evaluate.name_bcubed_recall": ("richiamo B-cubed", "B-cubed recall"),
    "evaluate.name_bcubed_f1": ("F1 B-cubed", "B-cubed F1"),
    "evaluate.name_over_merged": ("clienti di più entità", "over-merged customers"),
    "evaluate.name_split": ("entità divise", "split entities"),
    "evaluate.of_precision": ("{part} coppie giuste su {whole} unite", "{part} pairs right of {whole} merged"),
    "evaluate.of_recall": ("{part} coppie unite su {whole} vere", "{part} pairs merged of {whole} true"),
    "evaluate.of_over_merged": ("{part} clienti su {whole}", "{part} of {whole} customers"),
    "evaluate.of_split": ("{part} entità su {whole}", "{part} of {whole} entities"),
    "evaluate.probability": ("probabilità", "probability"),
    "evaluate.asked": ("chieste", "asked"),
    "evaluate.decided": ("decise", "decided"),
    "evaluate.mean": ("media", "mean"),
    "evaluate.same": ("stesso cliente", "one customer"),
    "evaluate.calibration": ("la probabilità", "the probability"),
    "evaluate.all": ("tutte", "all"),
    "evaluate.fits": ("è giusta", "fits"),
    "evaluate.too_low": ("è troppo bassa", "is too low"),
    "evaluate.too_high": ("è troppo alta", "is too high"),
    "evaluate.gain": (
        "Delle {open} coppie ancora da decidere, circa {value} (da {low} a {high}) dovrebbero essere lo stesso "
        "cliente.",
        "Of the {open} pairs still open, some {value} ({low} to {high}) can be expected to be one customer.",
    ),
    "evaluate.method_rows": (
        "Intervalli al 95%: errore standard di un rapporto sui gruppi indipendenti di clienti ed entità, nella "
        "forma di Wilson.",
        "95% intervals: standard error of a ratio over independent groups of customers and entities, in Wilson's form.",
    ),
    "evaluate.method_pairs": (
        "Intervalli al 95% di Wilson, per coppie estratte una per una.",
        "Wilson's 95% intervals, for pairs drawn one by one.",
    ),
    "evaluate.method_review": (
        "Intervalli al 95% di Wilson sulla quota di coppie dello stesso cliente; la probabilità è giusta se la "
        "media vi cade dentro.",
        "Wilson's 95% intervals of the share of pairs that are one customer; a probability fits if its mean lies "
        "within.",
    ),
}
