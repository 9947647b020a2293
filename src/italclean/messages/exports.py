"""What is said of exports to target systems."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # What is wrong with the file of a target
    "export.no_target": (
        "  non è una destinazione conosciuta; le destinazioni sono: {names}. Una tua è un file .toml",
        "  it is no target that is known; the targets are: {names}. One of your own is a .toml file",
    ),
    "export.no_folder_name": (
        "è il nome di una cartella: senza barre e senza punto davanti",
        "it names a folder: without slashes, and without a full stop in front",
    ),
    "export.no_file_name": (
        "il nome di un file è fatto di lettere, cifre, - e _",
        "the name of a file is made of letters, digits, - and _",
    ),
    "export.no_at_sign": ("il nome di una colonna non comincia per @", "the name of a column does not begin with @"),
    "export.one_sign": ("serve un solo carattere", "one character is needed"),
    "export.no_encoding": (
        "non è una codifica di Python, come utf-8 o cp1252",
        "it is no encoding of Python's, such as utf-8 or cp1252",
    ),
    "export.two_words": (
        'servono due parole, per il vero e per il falso: ["Yes", "No"]',
        'two words are needed, for true and for false: ["Yes", "No"]',
    ),
    "export.of_nothing": (
        "non dice di che cosa è fatta: manca from (campi), column (colonne senza ruolo) o value",
        "it does not say what it is made of: from (fields), column (columns without a role) or value is missing",
    ),
    "export.no_pattern": ("non è un'espressione regolare", "it is no regular expression"),
    "export.parent_first": (
        "l'oggetto del padre va caricato prima; prima di questo ci sono: {names}",
        "the parent's object is loaded first; before this one there are: {names}",
    ),
    "export.not_in_order": (
        "{name} è un oggetto della destinazione e manca: quando si fonde?",
        "{name} is an object of the target and is missing: when is it merged?",
    ),
    # What cannot be exported
    "export.no_records": (
        "qui ci sono solo i clienti: servono i record di ogni sistema. Indica la cartella scritta da `run` o `add`",
        "here are the customers alone, and it takes the records of each system: give the folder that `run` or `add` "
        "wrote",
    ),
    "export.no_changes": (
        "l'elenco è alla prima consegna e non ha changes.csv: esportalo intero, senza [[--changes|changes]]",
        "the list is at its first delivery and has no changes.csv: export it whole, without [[--changes|changes]]",
    ),
    "export.no_earlier": (
        "la cartella non contiene un'esportazione: manca keys.csv",
        "the folder holds no export: keys.csv is missing",
    ),
    "export.no_merge": (
        "la destinazione non dice come si fondono i record: aggiungi [merge] al suo file TOML",
        "the target does not say how records are merged: add [merge] to its TOML file",
    ),
    "export.no_object": (
        "davanti a = va un oggetto della destinazione: {names}",
        "in front of = stands an object of the target: {names}",
    ),
    # The merge plan
    "export.left_no_id": (
        "senza id nel sistema: non si può indicare",
        "without an id in the system: it cannot be named",
    ),
    "export.left_two": (
        "lo stesso id è di due clienti: prima va chiarito di chi è",
        "two customers have this id: find out first whose it is",
    ),
    "export.left_decided": (
        "una persona ha detto che sono due clienti, o deve ancora dirlo: prima `add` con la risposta",
        "a person said that these are two customers, or is still asked: first `add` with the answer",
    ),
    "export.left_limit": (
        "il record che resta ne può assorbire solo {most}",
        "the record that stays can take no more than {most}",
    ),
    "export.step_refusals": (
        "{step}. Metti i rifiuti: {count} righe di `merge_values.csv` (why = refusal), prima di tutto il resto.",
        "{step}. Set the refusals: {count} rows of `merge_values.csv` (why = refusal), before anything else.",
    ),
    "export.step_values": (
        "{step}. Scrivi gli altri valori sul record che resta: {count} righe di `merge_values.csv`.",
        "{step}. Write the other values on the record that stays: {count} rows of `merge_values.csv`.",
    ),
    "export.step_merge": (
        "{step}. Fondi {object}: {count} righe di `merge_plan.csv`, chiamata per chiamata (`call`, fino a {most} per "
        "volta).",
        "{step}. Merge {object}: {count} rows of `merge_plan.csv`, call by call (`call`, up to {most} at a time).",
    ),
    "export.step_instead": (
        "{step}. {object}: {count} righe di `merge_plan.csv`. Il sistema non fonde: sotto è scritto che cosa fare.",
        "{step}. {object}: {count} rows of `merge_plan.csv`. The system does not merge: below is what to do instead.",
    ),
    "export.step_keys": (
        "{step}. Per ultimo, chiavi e valori che due record non possono avere insieme: {count} righe di "
        "`merge_values.csv`.",
        "{step}. At last, keys and values that no two records may share: {count} rows of `merge_values.csv`.",
    ),
    "export.told_merge": (
        "  piano di fusione: {losers} record in {winners}, {calls} chiamate, {values} valori da scrivere, {left} "
        "lasciati",
        "  merge plan: {losers} records into {winners}, {calls} calls, {values} values to set, {left} left alone",
    ),
    "export.told_retired": (
        "  {count} chiavi non sono più di nessun cliente: ritirati.csv",
        "  {count} keys are no customer's any more: ritirati.csv",
    ),
    "export.told_consents": (
        "  {count} consensi che i sistemi non conoscono ancora, {refusals} rifiuti: consensi.csv",
        "  {count} consents that systems do not know yet, {refusals} refusals: consensi.csv",
    ),
    "export.no_golden_id": (
        "l'elenco non ha la colonna golden_id: serve il golden.csv scritto da `run`, o la sua cartella",
        "the list has no column golden_id: it takes the golden.csv that `run` wrote, or its folder",
    ),
    "export.ids_twice": (
        "{count} golden_id stanno su più righe: serve una riga per cliente",
        "{count} golden_ids stand on several rows: it takes one row for each customer",
    ),
    # Why a cell will not do, and what to do about it
    "export.why_required": ("{field} è obbligatorio ed è vuoto", "{field} must be filled and is empty"),
    "export.do_required": (
        "compila il dato nel sistema di origine, o togli la riga",
        "fill it in where the row comes from, or leave the row out",
    ),
    "export.why_invoice": (
        "per la fattura elettronica mancano: {fields}",
        "missing for an e-invoice: {fields}",
    ),
    "export.do_invoice": ("compila i dati prima di fatturare", "fill them in before the first invoice"),
    "export.why_recipient": (
        "né codice destinatario né PEC: {field} è 0000000",
        "neither codice destinatario nor PEC: {field} is 0000000",
    ),
    "export.do_recipient": (
        "chiedi il codice al cliente; un ente pubblico ne ha uno suo di sei caratteri",
        "ask the customer; a public body has one of six characters of its own",
    ),
    "export.why_one_of": ("serve almeno uno tra {names}", "one of {names} must be filled"),
    "export.do_one_of": ("compila uno dei dati, o togli la riga", "fill one in, or leave the row out"),
    "export.why_too_long": (
        "{length} caratteri, ne entrano {most}",
        "{length} characters, there is room for {most}",
    ),
    "export.why_too_many_bytes": ("{length} byte, ne entrano {most}", "{length} bytes, there is room for {most}"),
    "export.do_too_long": (
        "accorcia il testo: niente viene tagliato da solo",
        "shorten the text: nothing is cut by itself",
    ),
    "export.do_shorter": ("si può scrivere «{short}»", "it can be written “{short}”"),
    "export.why_moved": (
        "{field} è più lungo di {most} caratteri: la fine è in {other}",
        "{field} is longer than {most} characters: its end stands in {other}",
    ),
    "export.do_moved": ("controlla dove si divide", "look where it parts"),
    "export.why_characters": (
        "{field} ha caratteri che il sistema non prende: {signs}",
        "{field} has characters that the system does not take: {signs}",
    ),
    "export.do_characters": ("scrivilo senza quei caratteri", "write it without those characters"),
    "export.why_pattern": ("{field} non ha la forma richiesta", "{field} does not have the form that is asked for"),
    "export.do_pattern": ("correggi il dato; la forma è {pattern}", "correct it; the form is {pattern}"),
    "export.why_picklist": (
        "il valore non è nell'elenco del sistema, e la cella resta vuota",
        "the value is not in the list of the system, and the cell stays empty",
    ),
    "export.why_not_allowed": ("il valore non è nell'elenco del sistema", "the value is not in the list of the system"),
    "export.do_picklist": (
        "aggiungi il valore nel sistema, o dagli un nome in values; l'elenco è: {names}",
        "add the value to the system, or name it in values; the list is: {names}",
    ),
    "export.why_duplicate_key": ("la chiave sta su {count} righe", "the key stands on {count} rows"),
    "export.do_duplicate_key": (
        "cambia uno degli id di origine, o uniscile: il sistema non distingue maiuscole e minuscole",
        "change one of the ids, or merge them: the system does not tell capital from small letters",
    ),
    "export.why_phone": ("non è un numero di telefono", "it is no telephone number"),
    "export.do_phone": ("scrivilo come +39 e le cifre", "write it as +39 and the digits"),
    "export.why_email": ("non è un indirizzo e-mail", "it is no mail address"),
    "export.do_email": ("correggi l'indirizzo", "correct the address"),
    "export.why_mailbox": ("a questo indirizzo non può arrivare posta", "no mail can go to this address"),
    "export.do_mailbox": ("correggi l'indirizzo", "correct the address"),
    "export.why_date": ("non è un giorno", "it is no day"),
    "export.do_date": ("scrivilo come 1985-12-31", "write it as 1985-12-31"),
    "export.why_code": ("{field} non supera il controllo del codice", "{field} does not pass the check of its code"),
    "export.do_code": ("chiedi il codice giusto al cliente", "ask the customer for the right code"),
    "export.why_parent": (
        "il record da cui dipende ({parent}) non entra nel sistema",
        "the record that it depends on ({parent}) does not go into the system",
    ),
    "export.do_parent": ("sistema prima quello", "put that one right first"),
    "export.why_places": (
        "CAP, comune e provincia non vanno insieme: il sistema può riscrivere il comune dal CAP",
        "CAP, comune and province do not go together: the system may rewrite the city from the CAP",
    ),
    "export.do_places": (
        "controlla l'indirizzo, o togli la convalida del CAP",
        "look at the address, or switch the validation of the CAP off",
    ),
    "export.why_no_firm": (
        "l'azienda indicata non si riconosce con certezza nell'elenco: nessun collegamento",
        "the firm that is named is not known for certain in the list: no link",
    ),
    "export.do_no_firm": ("collega a mano, se è nell'elenco", "link it by hand, if it is in the list"),
    # Why a row, or a cell, is set aside
    "export.aside_shared": (
        "l'indirizzo è già sulla riga di {bearer}: si carica una volta sola",
        "the address stands on the row of {bearer} already: it is loaded once",
    ),
    "export.aside_no_email": (
        "senza e-mail non entra in questo file",
        "without an e-mail it does not go into this file",
    ),
    "export.aside_useless": (
        "l'indirizzo non va usato: {reason}",
        "the address is not to be used: {reason}",
    ),
    "export.aside_kind": (
        "il sistema non prende questo tipo di cliente",
        "the system does not take this kind of customer",
    ),
    "export.aside_impossible": (
        "a questo indirizzo non può arrivare posta: la riga va senza",
        "no mail can go to this address: the row goes without it",
    ),
    # The summary
    "export.summary": (
        "{title}: {customers} clienti, {rows} righe in {files} file; trattenuti {held}, messi da parte {aside}, "
        "avvisi {warnings}",
        "{title}: {customers} customers, {rows} rows in {files} files; {held} held, {aside} set aside, "
        "{warnings} warnings",
    ),
    "export.counted": ("  {count} × {object}, {field}: {why}", "  {count} × {object}, {field}: {why}"),
    "export.written": ("file in {out}, da leggere per primo: {readme}", "files in {out}, to be read first: {readme}"),
    "export.check_required": ("obbligatorio e vuoto", "must be filled"),
    "export.check_one_of": ("manca il dato che lo farebbe conoscere", "nothing by which it is known"),
    "export.check_invoice": ("dati che mancano per la fattura elettronica", "missing for an e-invoice"),
    "export.check_recipient": ("né codice destinatario né PEC", "neither codice destinatario nor PEC"),
    "export.check_too_long": ("troppo lungo", "too long"),
    "export.check_moved": ("continua nella colonna che segue", "goes on in another column"),
    "export.check_characters": ("caratteri che il sistema non prende", "characters that the system does not take"),
    "export.check_pattern": ("non ha la forma richiesta", "not of the form that is asked for"),
    "export.check_picklist": ("fuori dall'elenco del sistema", "not in the list of the system"),
    "export.check_duplicate_key": ("chiave su più righe", "a key on several rows"),
    "export.check_phone": ("non è un numero di telefono", "no telephone number"),
    "export.check_email": ("non è un indirizzo e-mail", "no mail address"),
    "export.check_mailbox": ("indirizzo a cui non può arrivare posta", "an address to which no mail can go"),
    "export.check_date": ("non è un giorno", "no day"),
    "export.check_code": ("codice che non supera il controllo", "a code that does not pass its check"),
    "export.check_parent": ("il record da cui dipende è trattenuto", "the record that it depends on is held"),
    "export.check_places": ("CAP, comune e provincia non vanno insieme", "CAP, comune and province do not go together"),
    "export.check_no_firm": ("azienda non riconosciuta con certezza", "a firm that is not known for certain"),
    "export.told": ("  modello: {what}", "  template: {what}"),
    # LEGGIMI.md
    "export.readme_title": ("# Importare in {title}", "# Importing into {title}"),
    "export.readme_order": ("## In che ordine caricare", "## In which order to load"),
    "export.readme_file": (
        "{number}. `{file}` ({object}): {rows} righe. {hint}",
        "{number}. `{file}` ({object}): {rows} rows. {hint}",
    ),
    "export.readme_si": (
        "Si possono contattare per e-mail: il solo file per il marketing.",
        "They may be written to: the only file for marketing.",
    ),
    "export.readme_da_verificare": (
        "Nessun consenso provato: una persona decide prima di ogni invio. Mai come iscritti.",
        "No proven consent: a person decides before anything is sent. Never as subscribed.",
    ),
    "export.readme_no": (
        "Hanno rifiutato: da caricare solo come disiscritti.",
        "They refused: to be loaded as unsubscribed alone.",
    ),
    "export.readme_senza_recapito": (
        "Nessun indirizzo e-mail che funzioni: fuori dal marketing.",
        "No mail address that works: not for marketing.",
    ),
    "export.readme_key": ("Chiave: `{key}`.", "Key: `{key}`."),
    "export.readme_parent": ("Si collega con `{parent}` a {object}.", "Linked to {object} by `{parent}`."),
    "export.readme_profile": (
        "Nessun file da importare: solo il controllo delle righe.",
        "No file to import: the rows are only checked.",
    ),
    "export.readme_workbook": ("## Il modello riempito", "## The filled template"),
    "export.readme_steps": ("## Come", "## How"),
    "export.readme_custom": ("## Campi da creare prima", "## Fields to be made first"),
    "export.readme_custom_field": (
        "- {object}: `{field}`, testo{length}. {note}",
        "- {object}: `{field}`, text{length}. {note}",
    ),
    "export.readme_length": (" di {most} caratteri", " of {most} characters"),
    "export.readme_locked": ("## Campi da bloccare", "## Fields to be locked"),
    "export.readme_lock_why": (
        "Secondo il contratto questi campi hanno un padrone: negli altri sistemi vanno resi di sola lettura.",
        "By the contract these fields have an owner: in other systems they are made read-only.",
    ),
    "export.readme_lock_here": (
        "Questo sistema è {names}. Secondo il contratto questi campi li scrivono altri: qui vanno di sola lettura.",
        "This system is {names}. By the contract others write these fields: here they are made read-only.",
    ),
    "export.readme_lock": (
        "- `{column}` ({field}): lo scrive {owner}{also}",
        "- `{column}` ({field}): {owner} writes it{also}",
    ),
    "export.readme_also": (", e anche {names}", ", and {names} as well"),
    "export.readme_open": ("## Campi che si scrivono qui", "## Fields that are written here"),
    "export.readme_open_why": (
        "Il contratto fa scrivere questi campi a {names}, cioè a questo sistema: qui restano aperti, altrove si "
        "bloccano.",
        "The contract lets {names}, which is this system, write these: they stay open here, and are locked elsewhere.",
    ),
    "export.readme_merge": (
        "## Fondere i doppioni che ci sono già",
        "## Merging the duplicates that are there already",
    ),
    "export.readme_merge_why": (
        "Il sistema ha più record dello stesso cliente. `merge_plan.csv` dice quale resta (`winner_id`) e quali "
        "spariscono (`loser_id`), con gli id del sistema; `why` perché resta: `complete` più campi, `oldest` arrivato "
        "prima, `active` ultimo movimento, `id` a parità. In quest'ordine, e prima di caricare i file:",
        "The system has several records of one customer. `merge_plan.csv` says which one stays (`winner_id`) and which "
        "go (`loser_id`), by the system's own ids; `why` says why it stays: `complete` more fields, `oldest` came "
        "first, "
        "`active` moved last, `id` where all is equal. In this order, and before the files are loaded:",
    ),
    "export.readme_merge_calls": (
        "In una richiesta stanno fino a {most} chiamate.",
        "Up to {most} calls go in one request.",
    ),
    "export.readme_merge_left": (
        "{asked} righe sono di clienti su cui una persona deve ancora rispondere per un altro record (`asked`): forse "
        "ne manca uno. {left} record non vanno fusi: `merge_left.csv` dice perché.",
        "{asked} rows are of customers of whom a person is still asked about another record (`asked`): one may be "
        "missing. {left} records are not to be merged: `merge_left.csv` says why.",
    ),
    "export.readme_changes": ("## Solo ciò che è cambiato", "## Only what changed"),
    "export.readme_changes_why": (
        "I file hanno solo le righe nuove o cambiate dopo l'ultima consegna ({count} clienti): si aggiungono a "
        "quanto è "
        "già caricato, non lo sostituiscono. Una cella vuota di solito non cancella il valore che c'è.",
        "The files hold only rows that are new or changed since the last delivery ({count} customers): they come "
        "on top "
        "of what is loaded, and do not replace it. As a rule an empty cell does not erase the value that is there.",
    ),
    "export.readme_retired": (
        "`ritirati.csv`: {count} chiavi che non sono più di nessun cliente. `unire`: il record va unito a quello di "
        "`new_key`; `cancellare`: il cliente è stato dimenticato, o non è più nell'elenco, e il record va cancellato a "
        "mano.",
        "`ritirati.csv`: {count} keys that are no customer's any more. `unire`: merge the record into that of "
        "`new_key`; `cancellare`: the customer was forgotten, or is in the list no more, and the record is "
        "deleted by hand.",
    ),
    "export.readme_consents": ("## Consensi da riportare nei sistemi", "## Consents to be told to the systems"),
    "export.readme_consents_why": (
        "`consensi.csv`: {count} righe, prima i {refusals} rifiuti. Ognuna è un record di un sistema (`source`, "
        "`record_id`) che non sa ancora ciò che il cliente ha detto altrove (`said_by`). I rifiuti vanno riportati "
        "subito; `dubbio`: un altro cliente con lo stesso recapito ha rifiutato; `permesso`: un consenso dato "
        "dopo, con prova.",
        "`consensi.csv`: {count} rows, the {refusals} refusals first. Each is a record of a system (`source`, "
        "`record_id`) that does not know yet what the customer said elsewhere (`said_by`). Refusals are told at once; "
        "`dubbio`: another customer with the same address refused; `permesso`: a consent that was given later, "
        "with its proof.",
    ),
    "export.readme_looked": ("## Da vedere", "## To look at"),
    "export.readme_left": ("## Resta fuori", "## What is left behind"),
    "export.readme_left_why": (
        "Colonne dell'elenco che non sono in nessun file: {names}. Una destinazione tua può aggiungerle.",
        "Columns of the list that no file holds: {names}. A target of your own can add them.",
    ),
    "export.readme_beside": ("## Gli altri file", "## The other files"),
    "export.readme_held": (
        "- `held.csv`: {count} righe che il sistema rifiuterebbe; non sono nei file. `preflight.csv` dice perché.",
        "- `held.csv`: {count} rows that the system would refuse; they are in no file. `preflight.csv` says why.",
    ),
    "export.readme_aside": (
        "- `aside.csv`: {count} righe o indirizzi messi da parte, con il motivo.",
        "- `aside.csv`: {count} rows or addresses set aside, with the reason.",
    ),
    "export.readme_preflight": (
        "- `preflight.csv`: {count} cose da vedere, riga per riga.",
        "- `preflight.csv`: {count} things to look at, row by row.",
    ),
    "export.readme_keys": (
        "- `keys.csv`: dove è andato ogni cliente, e con quale chiave.",
        "- `keys.csv`: where each customer went, and under which key.",
    ),
}
