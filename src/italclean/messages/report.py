"""The texts of the report, and what it says is to be looked at first (`look.`) and done (`todo.`)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Heading
    "report.title": ("Pulizia della lista clienti", "Customer list clean-up"),
    "report.made": ("Rapporto del {date}", "Report of {date}"),
    "report.contents": ("Indice", "Contents"),
    "report.sources": ("Che cosa è entrato", "What came in"),
    "report.source": ("Fonte", "Source"),
    "report.file": ("File", "File"),
    "report.encoding": ("Codifica", "Encoding"),
    "report.delimiter": ("Separatore", "Delimiter"),
    "report.sheet": ("Foglio", "Sheet"),
    "report.rows": ("Righe", "Rows"),
    "report.rejected": ("Rifiutate", "Rejected"),
    "report.in_memory": ("tabella in memoria", "table in memory"),
    "report.stdin": ("ingresso standard", "standard input"),
    "report.tab": ("tabulazione", "tab"),
    "report.headline": (
        "{rows} righe sono diventate {customers} clienti: {duplicates} doppioni uniti ({share} delle righe).",
        "{rows} rows became {customers} customers: {duplicates} duplicates merged ({share} of the rows).",
    ),
    "report.headline_clean": (
        "{rows} righe pulite. I doppioni non sono stati cercati: lo fa il comando run.",
        "{rows} rows cleaned. Duplicates were not looked for: the command run does that.",
    ),
    "report.figure_rows": ("righe lette", "rows read"),
    "report.figure_rejected": ("righe rifiutate", "lines rejected"),
    "report.figure_customers": ("clienti", "customers"),
    "report.figure_duplicates": ("doppioni uniti", "duplicates merged"),
    "report.figure_review": ("coppie da decidere", "pairs to decide"),
    "report.figure_fixed": ("celle corrette", "cells fixed"),
    "report.figure_repaired": ("di cui riparate", "of these repaired"),
    "report.figure_suspect": ("celle dubbie", "cells in doubt"),
    "report.figure_invalid": ("celle non valide", "cells invalid"),
    # First screen
    "report.skip": ("Vai al contenuto", "Skip to the content"),
    "report.funnel": ("In breve", "In short"),
    "report.funnel_rows": ("righe nella lista", "rows in the list"),
    "report.funnel_customers": ("clienti, contati una volta sola", "customers, each counted once"),
    "report.funnel_reached": (
        "raggiungibili per e-mail, telefono o posta",
        "can be reached by e-mail, telephone or post",
    ),
    "report.funnel_addressable": ("contattabili anche per il marketing", "may be contacted for marketing, too"),
    "report.first": ("Tre cose da fare", "Three things to do"),
    "report.first_more": ("Tutto ciò che va guardato, e dove", "All that should be looked at, and where"),
    "report.ballast": ("Zavorra: righe che non vale la pena pagare", "Ballast: rows not worth paying for"),
    "report.ballast_intro": (
        "Chi fa pagare a contatto le conterebbe. Una riga può stare in più di una voce.",
        "Whoever charges by the contact would count them. A row may be in more than one line.",
    ),
    "report.ballast_none": ("Nessuna.", "None."),
    "report.ballast_duplicates": ("righe in più di clienti che ci sono già", "extra rows of customers that are there"),
    "report.ballast_rejected": (
        "righe malformate, che nessun sistema prende",
        "malformed lines, which no system takes",
    ),
    "report.ballast_unreached": (
        "senza alcun recapito: né e-mail, né telefono, né indirizzo",
        "with no way to reach them: no e-mail, no telephone, no address",
    ),
    "report.ballast_retention": (
        "righe silenziose da più di quanto si possano conservare",
        "rows silent for longer than they may be kept",
    ),
    # Pictures
    "report.numbers": ("I numeri", "The figures"),
    "report.completeness": ("Quanto sono piene le colonne, prima e dopo", "How full the columns are, before and after"),
    "report.completeness_intro": (
        "Prima conta ogni cella con qualcosa dentro, anche di sbagliato, ma non i riempitivi; dopo, quelle con un "
        "valore: le celle rifiutate sono vuote, quelle ricavate dal resto della riga piene.",
        "Before counts every cell that holds something, be it wrong, but no fillers; after, those with a value: cells "
        "refused are empty, those filled in from the rest of the row are full.",
    ),
    "report.filled_before": ("piene com'erano", "filled as they came"),
    "report.filled_after": ("piene dopo", "filled after"),
    "report.issues": ("Che cosa è stato fatto, colonna per colonna", "What was done, column by column"),
    "report.issues_intro": (
        "Riscrivere non è correggere: la cella diceva già la cosa giusta, in un'altra forma. A destra, le celle "
        "riparate, dubbie o rifiutate.",
        "Rewriting is no repair: the cell said the right thing already, in another form. On the right, the cells "
        "repaired, doubted or refused.",
    ),
    "report.looked_at": ("{count} da guardare", "{count} to look at"),
    "report.handled_rewritten": ("solo riscritte", "merely rewritten"),
    "report.handled_repaired": ("riparate", "repaired"),
    "report.handled_suspect": ("tenute, dubbie", "kept, in doubt"),
    "report.handled_invalid": ("rifiutate", "refused"),
    "report.shares": ("Stato delle celle", "The state of the cells"),
    "report.portrait": ("Chi c'è nella lista", "Who is in the list"),
    "report.portrait_intro": (
        "Contati dopo la pulizia: ogni cliente una volta, se i doppioni sono stati cercati; altrimenti ogni riga.",
        "Counted after the cleaning: every customer once if duplicates were looked for, else every row.",
    ),
    "report.ages": ("Da quanto tempo è l'ultimo ordine", "How long ago the last order was"),
    "report.ages_intro": (
        "In anni, fino a oggi. Una data vecchia non è un difetto della lista: dice solo chi è fermo da tempo.",
        "In years, up to today. An old date is no fault of the list: it only tells who has been quiet for long.",
    ),
    "report.age_future": ("futuro", "future"),
    "report.age_none": ("senza", "none"),
    "report.years_ago": ("Anni fa", "Years ago"),
    "report.times": ("Quanti", "How many"),
    "report.value": ("Valore", "Value"),
    "report.regions": ("Dove sono: le regioni", "Where they are: the regions"),
    "report.regions_intro": (
        "Ogni regione è un riquadro, più o meno al suo posto; {placed} di {whole} hanno una provincia italiana.",
        "Each region is a tile, near its place; {placed} of {whole} have an Italian province.",
    ),
    "report.region": ("Regione", "Region"),
    "report.frequent_provincia": ("Le province più frequenti", "The most frequent provinces"),
    "report.frequent_comune": ("I comuni più frequenti", "The most frequent comuni"),
    "report.frequent_forma_giuridica": ("Le forme giuridiche più frequenti", "The most frequent legal forms"),
    "report.frequent_source": ("Da quale fonte", "From which source"),
    "report.elsewhere": ("Anche altrove", "Elsewhere, too"),
    "report.probabilities": ("Quanto sono sicure le unioni", "How sure the merges are"),
    "report.probabilities_intro": (
        "In orizzontale la probabilità che due righe siano un cliente; le altezze sono in scala logaritmica. Le linee "
        "tratteggiate sono le soglie per somiglianza: una regola può decidere prima.",
        "Across, the probability that two rows are one customer; heights are on a logarithmic scale. Dashed lines are "
        "the thresholds of likeness: a rule may decide before.",
    ),
    "report.threshold_review": ("si chiede da {edge}", "asked from {edge}"),
    "report.threshold_merge": ("si unisce da {edge}", "merged from {edge}"),
    "report.without_examples": (
        "Gli esempi sono stati lasciati fuori ([[--no-examples|examples=False]]): stanno nei file accanto.",
        "Examples were left out ([[--no-examples|examples=False]]): they stand in the files beside this one.",
    ),
    "report.private_without": (
        "Questo rapporto contiene conteggi e nessun esempio di dati personali.",
        "This report holds counts and no examples of personal data.",
    ),
    # Attention
    "report.attention": ("Da guardare per primo", "What to look at first"),
    "report.attention_intro": (
        "Dal più urgente. Nulla di ciò che segue è andato perso: l'originale di ogni cella è in issues.csv, in "
        "rewritten.parquet (o rewritten.csv) o, com'era, in cleaned.csv.",
        "The most urgent first. Nothing below is lost: the original of every cell is in issues.csv, in "
        "rewritten.parquet (or rewritten.csv) or, as it was, in cleaned.csv.",
    ),
    "report.attention_none": ("Nulla da segnalare.", "Nothing to report."),
    "report.where": ("Dove: {place}", "Where: {place}"),
    # Plan
    "report.plan": ("Come sono state lette le colonne", "How the columns were read"),
    "report.column": ("Colonna", "Column"),
    "report.role": ("Ruolo", "Role"),
    "report.why": ("Perché", "Why"),
    "report.no_role": ("nessuno: passa intatta", "none: passed on untouched"),
    "report.more_columns": (
        "… e altre {count} colonne (tutte in run.json).",
        "… and {count} more columns (all of them in run.json).",
    ),
    "report.derived": (
        "Colonne nuove, ricavate dalle altre: {columns}.",
        "New columns, derived from the others: {columns}.",
    ),
    "report.derived_cells": ("{column} ({count} celle)", "{column} ({count} cells)"),
    # Quality
    "report.quality": ("Qualità, colonna per colonna", "Quality, column by column"),
    "report.valid": ("valide", "valid"),
    "report.fixed": ("corrette", "fixed"),
    "report.suspect": ("dubbie", "in doubt"),
    "report.invalid": ("non valide", "invalid"),
    "report.missing": ("mancanti", "missing"),
    "report.valid_means": ("già a posto", "fine as they were"),
    "report.fixed_means": ("riscritte o riparate senza dubbi", "rewritten or repaired without doubt"),
    "report.suspect_means": ("tenute, ma da guardare", "kept, but to be looked at"),
    "report.invalid_means": ("rifiutate: la cella resta vuota", "refused: the cell is left empty"),
    "report.missing_means": ("vuote, o un riempitivo", "empty, or a filler"),
    "report.usable": ("{share} utilizzabili tra le {filled} piene", "{share} usable of {filled} filled"),
    "report.nothing_filled": ("sempre vuota", "always empty"),
    "report.kept_where": (
        "In issues.csv sta ciò che va guardato: le celle dubbie, rifiutate o riparate. Quelle solo riscritte nella "
        "forma canonica, o vuote e ricavate dal resto della riga, stanno con l'originale in rewritten.parquet (o "
        "rewritten.csv).",
        "issues.csv holds what should be looked at: cells doubted, refused or repaired. Those merely rewritten in "
        "canonical form, or empty and filled in from the rest of the row, stand with their originals in "
        "rewritten.parquet (or rewritten.csv).",
    ),
    "report.not_in_issues": ("non in issues.csv", "not in issues.csv"),
    "report.found": ("Che cosa si è trovato", "What was found"),
    "report.cells": ("Celle", "Cells"),
    "report.examples": ("Esempi: originale → pulito", "Examples: original → cleaned"),
    "report.nothing": ("vuoto", "empty"),
    "report.nothing_found": ("Nulla da correggere.", "Nothing to fix."),
    # Duplicates
    "report.duplicates": ("Doppioni", "Duplicates"),
    "report.no_duplicates": ("Nessun doppione: ogni riga è un cliente.", "No duplicates: every row is a customer."),
    "report.expected": ("Quanto ci si può fidare", "How far this can be trusted"),
    "report.persons": ("Persone", "Persons"),
    "report.companies": ("Aziende", "Companies"),
    "report.labels_learned": (
        "{kind}: {labels} coppie con codici noti hanno insegnato quanto vale la somiglianza in questa lista.",
        "{kind}: {labels} pairs with known codes have taught what likeness is worth in this list.",
    ),
    "report.labels_few_labels": (
        "{kind}: con {labels} coppie di codici noti non si può imparare dalla lista; decidono le sole regole.",
        "{kind}: {labels} pairs with known codes are too few to learn from the list; the rules alone decide.",
    ),
    "report.labels_unlike_labels": (
        "{kind}: le {labels} coppie con codici noti non somigliano alle altre: da loro non si impara; decidono le sole "
        "regole.",
        "{kind}: the {labels} pairs with known codes are unlike the others: nothing is learned from them, the rules "
        "alone decide.",
    ),
    "report.expected_now": (
        "Unite per somiglianza {merged} coppie: fra queste ci si aspettano {wrong} unioni sbagliate, e in tutto circa "
        "{missed} doppioni rimasti divisi.",
        "{merged} pairs were merged by likeness: {wrong} wrong merges are to be expected among them, and in all about "
        "{missed} duplicates that stay apart.",
    ),
    "report.expected_caution": (
        "Sono stime, ricavate dalle coppie della lista i cui codici sono noti: chi non ha un codice non è del tutto "
        "come chi lo ha. Non sono un massimo garantito. La soglia si sceglie con [[--merge-from|merge_from]].",
        "These are estimates, from the pairs of this list whose codes are known: who has no code is not quite like "
        "who has one. They are no guaranteed maximum. [[--merge-from|merge_from]] chooses the threshold.",
    ),
    "report.merge_from": ("soglia", "threshold"),
    "report.merged_pairs": ("coppie unite", "merged pairs"),
    "report.pairs_asked": ("coppie dubbie", "doubtful pairs"),
    "report.wrong_merges": ("unioni sbagliate attese", "wrong merges expected"),
    "report.missed_pairs": ("doppioni rimasti, attesi", "missed duplicates expected"),
    "report.curve": (
        "In orizzontale la soglia, in verticale i numeri attesi, in scala logaritmica fino a {most}.",
        "Across, the threshold; upwards, what is to be expected, on a logarithmic scale up to {most}.",
    ),
    "report.sizes": ("Quante righe per cliente", "How many rows a customer has"),
    "report.size": ("righe", "rows"),
    "report.one_row": ("riga", "row"),
    "report.customers": ("Clienti", "Customers"),
    "report.customer": ("Cliente", "Customer"),
    "report.contacts": ("Recapiti conservati", "Contacts kept"),
    "report.contacts_intro": (
        "golden.csv ha per ogni cliente al più due recapiti dello stesso tipo; tutti, con la sede, la riga e il "
        "consenso, sono in contatti.csv. I valori che non sono rimasti sono in survivorship.csv.",
        "golden.csv has at most two contacts of a kind for each customer; all of them, with seat, row and consent, "
        "stand in contatti.csv. The values that did not stay are in survivorship.csv.",
    ),
    "report.kind": ("Tipo", "Kind"),
    "report.contact_lines": ("Recapiti", "Contacts"),
    "report.largest": ("I clienti con più righe", "The customers with the most rows"),
    "report.grounds": ("Su che cosa si fondano le unioni", "What the merges rest on"),
    "report.grounds_intro": (
        "Per ogni riga unita conta il legame più forte; tra i dettagli, i campi che concordano.",
        "For each merged row its strongest link counts; the details name the fields that agree.",
    ),
    "report.rule": ("Regola", "Rule"),
    "report.merged_rows": ("Righe unite", "Rows merged"),
    "report.share": ("Quota", "Share"),
    "report.most_frequent": ("Le combinazioni più frequenti", "The most frequent combinations"),
    "report.reason": ("Motivo", "Reason"),
    "report.clusters": ("Esempi di unioni", "Examples of merges"),
    "report.clusters_intro": (
        "In testa il cliente che ne risulta, sotto le righe di cui è fatto; sono segnate le celle diverse dal "
        "risultato.",
        "On top the resulting customer, below the rows that it is made of; cells that differ from the result are "
        "marked.",
    ),
    "report.result": ("Risultato", "Result"),
    "report.likelihood": ("probabilità stimata", "estimated probability"),
    "report.hardest": ("Le unioni meno sicure", "The least sure merges"),
    "report.hardest_intro": (
        "Le unioni per somiglianza più vicine al dubbio. Si parte da quanto è raro che due righe a caso siano lo "
        "stesso cliente; ogni campo sposta il peso a favore (verde) o contro (rosso). Un bit raddoppia o dimezza la "
        "probabilità a favore rispetto a quella contro.",
        "The merges by likeness that come nearest to doubt. They start from how rarely two random rows are one "
        "customer; each field moves the weight for (green) or against (red). One bit doubles or halves the odds.",
    ),
    "report.two_random_rows": ("due righe a caso", "two random rows"),
    "report.together": ("insieme", "together"),
    "report.bits": ("bit", "bits"),
    "report.verdict_merge": ("unite", "merged"),
    "report.verdict_review": ("da decidere", "to decide"),
    "report.verdict_apart": ("separate", "apart"),
    "report.through": ("unite attraverso {rows}", "joined by way of {rows}"),
    "report.joined_anyway": ("unite per decisione di una persona", "joined because a person decided so"),
    "report.meeting": ("Quanto si sovrappongono le fonti", "How the sources overlap"),
    "report.only_here": ("Solo qui", "Only here"),
    "report.within": ("Doppioni nella fonte", "Duplicates within"),
    "report.in_common": ("Clienti in comune", "Customers in common"),
    "report.two_sources": ("Fonti", "Sources"),
    # Review
    "report.review": ("Coppie da decidere", "Pairs to decide"),
    "report.review_none": ("Nessuna coppia da decidere.", "No pairs to decide."),
    "report.review_first": (
        "Le prime {shown} di {count}: prima quelle che decidono più righe.",
        "The first {shown} of {count}: those that decide the most rows first.",
    ),
    "report.review_how": (
        "Come deciderle: nel browser con review.html; oppure aprire review.csv in un foglio di calcolo con tutte le "
        "colonne come testo, scrivere «same» (o «stesso») o «different» (o «diverso») nella colonna decision, salvare "
        "come CSV e ripetere il lavoro:",
        "How to decide: in a browser with review.html; or open review.csv in a spreadsheet with every column as text, "
        "write “same” or “different” into the column decision, save as CSV and run again:",
    ),
    "report.review_how_xlsx": (
        "Come deciderle: nel browser con review.html; oppure aprire review.xlsx in un foglio di calcolo, scegliere "
        "«same» o «different» dall'elenco nella colonna decision, salvare e ripetere il lavoro:",
        "How to decide: in a browser with review.html; or open review.xlsx in a spreadsheet, choose “same” or "
        "“different” from the list in the column decision, save and run again:",
    ),
    "report.review_gain": (
        "Fra le {count} coppie ci si aspettano circa {gain} doppioni.",
        "Among the {count} pairs about {gain} duplicates are to be expected.",
    ),
    "report.review_all": ("Prima quelle che decidono più righe.", "Those that decide the most rows first."),
    "report.review_left": (
        "Le coppie lasciate vuote restano separate. La decisione di una persona vale più di ogni regola.",
        "Pairs left empty stay apart. What a person decides stands above every rule.",
    ),
    "report.pair": ("Coppia {number}", "Pair {number}"),
    "report.name": ("Nome", "Name"),
    "report.row_number": ("riga {row}", "row {row}"),
    # Rejected
    "report.exports": ("File per altri sistemi", "Files for other systems"),
    "report.export_intro": (
        "Ogni riga controllata prima: quel che il sistema rifiuterebbe è in held.csv, nella cartella del sistema, e "
        "preflight.csv dice perché.",
        "Every row checked before: what the system would refuse is in held.csv, in the folder of the system, and "
        "preflight.csv says why.",
    ),
    "report.export_system": ("Sistema", "System"),
    "report.export_files": ("File", "Files"),
    "report.export_rows": ("Righe", "Rows"),
    "report.export_held": ("Trattenute", "Held"),
    "report.export_aside": ("Messe da parte", "Set aside"),
    "report.export_warnings": ("Avvisi", "Warnings"),
    "report.export_field": ("Campo", "Field"),
    "report.export_found": ("Che cosa", "What"),
    "report.export_warned": ("Con avviso", "With a warning"),
    "report.rejected_lines": ("Righe rifiutate", "Rejected lines"),
    "report.rejected_intro": (
        "Righe malformate, lasciate fuori e conservate in rejected.csv.",
        "Malformed lines, left out and kept in rejected.csv.",
    ),
    "report.first_of": ("Le prime {shown} di {count}.", "The first {shown} of {count}."),
    "report.line": ("Riga del file", "Line of the file"),
    "report.text": ("Testo", "Text"),
    # Method
    "report.method": ("Come è stato fatto", "How it was done"),
    "report.promises": (
        "Due codici fiscali validi e diversi non finiscono mai nello stesso cliente, nemmeno attraverso una terza "
        "riga; un'e-mail, un telefono o un indirizzo in comune da soli non uniscono nessuno. Ogni unione ha un "
        "motivo scritto in crosswalk.csv, e il risultato non dipende dall'ordine delle righe.",
        "Two different valid codici fiscali never end up in one customer, not even through a third row; a shared "
        "e-mail, telephone or address alone merges nobody. Every merge has its reason in crosswalk.csv, and the "
        "result does not depend on the order of the rows.",
    ),
    "report.consent": (
        "I consensi sono uniti al più restrittivo: un rifiuto o una revoca su una riga vale per il cliente, salvo "
        "un consenso datato e successivo; l'assenza di risposta non è mai un sì.",
        "Consents are merged to the strictest: a refusal or withdrawal on one row stands for the customer, unless "
        "there is a later, dated consent; no answer is never a yes.",
    ),
    "report.offline": (
        "Tutto è avvenuto su questo computer: nessun dato ne è uscito.",
        "All was done on this computer: no data left it.",
    ),
    "report.stage": ("Fase", "Stage"),
    "report.seconds": ("Secondi", "Seconds"),
    "report.memory": ("Memoria di picco (MB)", "Peak memory (MB)"),
    "report.stage_read": ("lettura", "read"),
    "report.stage_plan": ("riconoscimento delle colonne", "recognise the columns"),
    "report.stage_clean": ("pulizia", "clean"),
    "report.stage_dedupe": ("ricerca dei doppioni", "deduplicate"),
    "report.stage_total": ("totale", "total"),
    "report.passes": ("Quali righe sono state confrontate", "Which rows were compared"),
    "report.passes_intro": (
        "{pairs} coppie confrontate. Ogni passata confronta le righe che hanno in comune una chiave.",
        "{pairs} pairs compared. Each pass compares the rows that share a key.",
    ),
    "report.key": ("Chiave", "Key"),
    "report.pairs": ("Coppie", "Pairs"),
    "report.largest_block": ("Gruppo maggiore", "Largest block"),
    "report.refined": ("Righe in gruppi suddivisi", "Rows in refined blocks"),
    "report.windowed": ("Solo con i vicini", "Only with neighbours"),
    "report.versions": ("Versioni", "Versions"),
    "report.private": (
        "Questo rapporto contiene esempi di dati personali: va custodito come la lista stessa.",
        "This report holds examples of personal data: keep it as you keep the list itself.",
    ),
    # Notebook
    "report.first_customers": ("I primi clienti", "The first customers"),
    "report.first_rows": ("Le prime righe", "The first rows"),
    # What to look at first
    "look.rejected": (
        "Righe malformate, lasciate fuori da tutto il resto: correggerle alla fonte e ripetere il lavoro.",
        "Malformed lines, left out of everything else: mend them at the source and run again.",
    ),
    "look.disagrees": (
        "Codici fiscali validi che non concordano con il nome, la data o il sesso della riga: forse il codice di "
        "un'altra persona.",
        "Valid codici fiscali that disagree with the row's name, birth date or sex: perhaps another person's code.",
    ),
    "look.shared": (
        "Valori di {column} presenti su clienti diversi ({customers} clienti): lasciati separati perché il resto "
        "non concorda.",
        "Values of {column} that stand with different customers ({customers} customers): kept apart because the "
        "rest disagrees.",
    ),
    "look.review": (
        "Coppie di righe che forse sono lo stesso cliente e che decide una persona. Per motivo: {rules}.",
        "Pairs of rows that may be one customer and that a person decides. By reason: {rules}.",
    ),
    "look.conflicts": (
        "Campi di clienti con più valori in gara, che il contratto affida a una persona; resta il valore che c'era.",
        "Fields of customers with several values that compete, which the contract leaves to a person; the value that "
        "stood stays.",
    ),
    "look.refused_codes": (
        "Codici fiscali e partite IVA rifiutati: nel risultato la cella è vuota, e senza codice non si può fatturare.",
        "Refused codici fiscali and partite IVA: the cell is empty in the result, and without a code there is no "
        "invoicing.",
    ),
    "look.refused": (
        "Altre celle rifiutate, vuote nel risultato. Per colonna: {columns}.",
        "Other refused cells, empty in the result. By column: {columns}.",
    ),
    "look.consent_unknown": (
        "Consensi che non sono né un sì né un no: non valgono come consenso.",
        "Consents that are neither a yes nor a no: they do not count as consent.",
    ),
    "look.consent_contradiction": (
        "Clienti le cui righe danno risposte diverse sul consenso: vale la più restrittiva.",
        "Customers whose rows answer differently about consent: the strictest stands.",
    ),
    "look.consent_undated": (
        "Consensi «sì» senza una data: chi non sa dimostrare un consenso non lo ha (GDPR, art. 7).",
        "Consents “yes” without a date: who cannot prove a consent has none (GDPR, art. 7).",
    ),
    "look.mail": (
        "Indirizzi e-mail da non usare così: dominio forse scritto male o servizio chiuso.",
        "E-mail addresses not to be used as they are: a domain perhaps mistyped, or a service closed.",
    ),
    "look.pec": (
        "Caselle PEC tra le e-mail: per il marketing serve un consenso proprio.",
        "PEC mailboxes among the e-mail addresses: marketing needs a consent of its own.",
    ),
    "look.names": (
        "Nomi con più persone in una cella, o di cui non è chiaro quale parte sia il cognome.",
        "Names with several people in one cell, or where it is not clear which part is the surname.",
    ),
    "look.retention": (
        "Righe senza segni di vita oltre il limite di conservazione: dire perché si tengono, o lasciarle fuori.",
        "Rows without a sign of life for longer than the retention limit: say why they are kept, or leave them out.",
    ),
    "look.large": (
        "Clienti fatti di {many} righe o più: dare un'occhiata prima dell'importazione.",
        "Customers made of {many} rows or more: have a look before the import.",
    ),
    "look.windowed": (
        "Righe in gruppi troppo grandi, confrontate solo con le più vicine per nome.",
        "Rows in blocks too large, compared only with their nearest by name.",
    ),
    # What to do, in plain words
    "todo.rejected": (
        "Correggere alla fonte le righe malformate, rimaste fuori, e ripetere il lavoro.",
        "Mend the malformed lines, which were left out, at the source, and run again.",
    ),
    "todo.disagrees": (
        "Verificare codici fiscali che non concordano con il nome o la nascita della persona.",
        "Check codici fiscali that disagree with the person's name or birth.",
    ),
    "todo.shared": (
        "Guardare gli stessi codici fiscali o partite IVA su clienti diversi: di chi sono?",
        "Look at one codice fiscale or partita IVA with several customers: whose is it?",
    ),
    "todo.review": (
        "Decidere le coppie di righe che forse sono lo stesso cliente.",
        "Decide the pairs of rows that may be one customer.",
    ),
    "todo.conflicts": (
        "Scegliere tra i valori in gara dove il contratto vuole una persona.",
        "Choose between competing values where the contract asks for a person.",
    ),
    "todo.refused_codes": (
        "Chiedere ai clienti i codici fiscali e le partite IVA sbagliati: senza non si fattura.",
        "Ask customers for codici fiscali and partite IVA that are wrong: without them there is no invoicing.",
    ),
    "todo.refused": (
        "Completare le celle rifiutate, ora vuote, dove servono.",
        "Complete the refused cells, now empty, where they are needed.",
    ),
    "todo.consent_unknown": (
        "Chiarire i consensi che non sono né un sì né un no: finché è così valgono no.",
        "Settle consents that are neither a yes nor a no: until then they count as no.",
    ),
    "todo.consent_contradiction": (
        "Sapere che qui i consensi si contraddicono: vale il più restrittivo.",
        "Know that consents contradict each other here: the strictest stands.",
    ),
    "todo.consent_undated": (
        "Cercare la data dei consensi: senza, non si possono dimostrare.",
        "Find the dates of consents: without them they cannot be proved.",
    ),
    "todo.mail": (
        "Correggere gli indirizzi e-mail che non arriverebbero.",
        "Mend the e-mail addresses that would not arrive.",
    ),
    "todo.pec": (
        "Non usare per il marketing le caselle PEC tra le e-mail.",
        "Do not use the PEC mailboxes among the e-mail addresses for marketing.",
    ),
    "todo.names": (
        "Guardare i nomi con più persone, o di cui non è chiaro il cognome.",
        "Look at names of several people, or whose surname is not clear.",
    ),
    "todo.retention": (
        "Decidere se tenere chi tace oltre il limite di conservazione.",
        "Decide whether to keep those silent beyond the retention limit.",
    ),
    "todo.large": (
        "Dare un'occhiata ai clienti fatti di molte righe.",
        "Have a look at the customers made of many rows.",
    ),
    "todo.windowed": (
        "Sapere che alcune righe sono state confrontate solo con le più vicine.",
        "Know that some rows were compared with their nearest alone.",
    ),
}
