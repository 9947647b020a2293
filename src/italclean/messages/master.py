"""What a user should know of a master: a list that is kept, to which rows are added."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "master.no_folder": (
        "non è una cartella. Indica quella che `run` o `add` ha scritto",
        "it is no folder. Give the one that `run` or `add` wrote",
    ),
    "master.missing": (
        "mancano {names}. Serve una cartella scritta per intero da `run` o `add`: rifai `run` con i file di partenza, "
        "con le decisioni di questa cartella ([[--decisions|decisions=]])",
        "{names} is missing. It takes a folder as `run` or `add` wrote it: run again on the files it was made of, with "
        "the decisions of this folder ([[--decisions|decisions=]])",
    ),
    "master.damaged": (
        "{name} è danneggiato. Rifai `run` con i file di partenza",
        "{name} is damaged. Run again on the files it was made of",
    ),
    "master.other_version": (
        "l'ha scritta un'altra versione di italclean ({version}), che la teneva in un altro modo. Rifai `run` con i "
        "file di partenza",
        "another version of italclean ({version}) wrote it, which kept it otherwise. Run again on the files it was "
        "made of",
    ),
    "master.changed": (
        "{names} è stato modificato dopo: i clienti non sono più quelli confrontati. Rimetti il file com'era, o rifai "
        "`run` con i file di partenza; le correzioni vanno nei sistemi di origine o in decisions.csv",
        "{names} was changed since: its customers are not those that were compared. Put the file back as it was, or "
        "run again on the files it was made of; corrections go into the systems it came from, or into decisions.csv",
    ),
    "master.originals_changed": (
        "{names} è stato modificato dopo, e solo lì c'è quel che era scritto nei file di partenza. Rimetti il file "
        "com'era, o rifai `run` con i file di partenza",
        "{names} was changed since, and what had been typed stands there alone. Put the file back as it was, or run "
        "again on the files it was made of",
    ),
    "master.rows_differ": (
        "cleaned, crosswalk e golden non parlano delle stesse righe",
        "cleaned, crosswalk and golden do not speak of the same rows",
    ),
    "master.numbered_on": (
        "{source}: le righe continuano la numerazione dell'anagrafica, la riga 1 del file è la {first}.",
        "{source}: its rows go on counting in the master, row 1 of the file is {first}.",
    ),
    "master.new_source": (
        "{source} è una sorgente nuova dell'anagrafica, che conosce: {known}. Se è una consegna di una di queste, "
        "indicala come tale ([[NOME=FILE|{{nome: file}}]]): così i suoi id non valgono come versioni nuove di record "
        "già noti.",
        "{source} is a new source of the master, which knows: {known}. If it is a delivery of one of these, say so "
        "([[NAME=FILE|{{name: file}}]]): as it is, its ids do not make newer versions of known records.",
    ),
    "master.not_agreed": (
        "{source} non è nel contratto dell'anagrafica: il ruolo delle sue colonne è quello che si trova.",
        "{source} is not in the contract of the master: the roles of its columns are those that are found.",
    ),
    "master.added": (
        "{rows} righe aggiunte: {new} clienti nuovi, {absorbed} righe di clienti già noti, {merged} clienti uniti ad "
        "altri, {changed} clienti con campi cambiati.",
        "{rows} rows added: {new} new customers, {absorbed} rows of known customers, {merged} customers joined to "
        "others, {changed} customers with changed fields.",
    ),
    "master.no_such_row": (
        "non c'è una riga così; scrivi FONTE:ID per l'id della fonte o FONTE#RIGA per il numero della riga "
        "(fonti: {sources})",
        "there is no such row; write SOURCE:ID for the source's id, or SOURCE#ROW for the number of the row "
        "(sources: {sources})",
    ),
    "master.no_such_customer": (
        "non c'è un cliente con questo golden_id, né c'era",
        "there is no customer of this golden_id, nor was there",
    ),
    "master.not_of_customer": ("la riga non è del cliente {customer}", "the row is not one of customer {customer}"),
    "master.nothing_to_part": (
        "servono alcune righe del cliente, non tutte e non nessuna",
        "it takes some rows of the customer, not all and not none",
    ),
    "master.one_row": (
        "è una riga sola: servono due righe o due clienti",
        "it is one row: it takes two rows or customers",
    ),
    "master.parted": (
        "{customer} è diviso in {parts}. restore.csv dice che cosa ricreare nei sistemi di destinazione.",
        "{customer} is parted into {parts}. restore.csv says what to make again in the target systems.",
    ),
    "master.several_customers": (
        "è di più clienti ({ids}): indica quale con il suo golden_id, o con FONTE:ID",
        "it is of several customers ({ids}): say which one by its golden_id, or by SOURCE:ID",
    ),
    "master.no_kind": (
        "non è un golden_id, né una riga (FONTE:ID, FONTE#RIGA), un codice fiscale, una partita IVA, un'e-mail o un "
        "numero di telefono (fonti: {sources})",
        "it is no golden_id, no row (SOURCE:ID, SOURCE#ROW), no codice fiscale, partita IVA, e-mail address or "
        "telephone number (sources: {sources})",
    ),
    "master.nobody_left": (
        "non resterebbe nessuno: elimina la cartella",
        "nobody would be left: delete the folder",
    ),
    "master.key_inside": (
        "la chiave sta nella cartella dell'anagrafica: chi ha tutte e due può provare chi è stato cancellato. Tienila "
        "altrove",
        "the key lies in the master's folder: whoever has both can try who was forgotten. Keep it elsewhere",
    ),
    "master.key_unread": ("la chiave non si può leggere: {reason}", "the key cannot be read: {reason}"),
    "master.key_unwritten": ("la chiave non si può scrivere: {reason}", "the key cannot be written: {reason}"),
    "master.key_short": (
        "non è una chiave: ha meno di {least} byte",
        "it is no key: it has fewer than {least} bytes",
    ),
    "master.key_other": (
        "è un'altra chiave: le impronte di forgotten.csv non sono sue. Indica quella usata la prima volta",
        "it is another key: the fingerprints of forgotten.csv are not its own. Give the one that was used first",
    ),
    "master.key_made": (
        "Chiave creata in {path}. Conservala finché tieni l'anagrafica, e in un altro posto: senza, le persone "
        "cancellate non si riconoscono più.",
        "A key was made in {path}. Keep it as long as the master, and elsewhere: without it forgotten persons are "
        "known no more.",
    ),
    "master.forgotten": (
        "{customers} clienti cancellati con {rows} righe; restano {fingerprints} impronte con chiave in forgotten.csv.",
        "{customers} customers forgotten with {rows} rows; {fingerprints} keyed fingerprints stay in forgotten.csv.",
    ),
    "master.not_found": (
        "{count} di {all} non trovati nell'anagrafica.",
        "{count} of {all} were not found in the master.",
    ),
    "master.lines_dropped": (
        "{lines} righe malformate tolte da rejected.csv, perché parlano di loro.",
        "{lines} malformed lines were taken out of rejected.csv, as they speak of them.",
    ),
    "master.open_pairs": (
        "La revisione chiedeva se questi clienti fossero le stesse persone: {ids}. Se lo sono, cancella anche loro.",
        "The review asked whether these customers are the same persons: {ids}. If they are, forget them, too.",
    ),
    "master.left_inputs": (
        "Non raggiunti, i file di partenza: {paths}.",
        "Not reached, the files it was made of: {paths}.",
    ),
    "master.left_folders": (
        "Non raggiunte, altre cartelle delle stesse fonti: {paths}.",
        "Not reached, other folders of the same sources: {paths}.",
    ),
    "master.left_elsewhere": (
        "Non raggiunti, se ci sono: database, esportazioni, copie di sicurezza, fogli di calcolo salvati altrove, "
        "sistemi di destinazione, note di altri clienti che ne fanno il nome.",
        "Not reached, where there are such: databases, exports, backups, spreadsheets saved elsewhere, target systems, "
        "notes of other customers that name them.",
    ),
    "master.not_cleaned": (
        "Questi file della cartella non sono di italclean, o non si possono riscrivere: guarda se parlano delle "
        "persone cancellate: {names}.",
        "These files of the folder are not italclean's, or cannot be rewritten: see whether they speak of the "
        "forgotten persons: {names}.",
    ),
    "master.suppressed": (
        "{rows} righe e {lines} righe malformate sono di persone cancellate: stanno solo in suppressed.csv.",
        "{rows} rows and {lines} malformed lines are of forgotten persons: they stand in suppressed.csv alone.",
    ),
    "master.stayed": (
        "{rows} righe hanno un recapito, un id o una nascita di una persona cancellata, ma un altro nome o un altro "
        "codice fiscale: restano.",
        "{rows} rows have a contact, an id or a birth of a forgotten person, but another name or another codice "
        "fiscale: they stay.",
    ),
    "master.lifted": (
        "{count} impronte tolte da forgotten.csv, {rows} righe riammesse.",
        "{count} fingerprints were taken out of forgotten.csv, {rows} rows come back in.",
    ),
    "master.fingerprints_stay": (
        "In questa cartella sono state cancellate delle persone: questa elaborazione non le ha tenute fuori, "
        "forgotten.csv resta. Controlla i file di partenza, e aggiungi le consegne con `add`.",
        "Persons were forgotten in this folder: this run did not keep them out, forgotten.csv stays. See to the files "
        "it was made of, and bring deliveries in with `add`.",
    ),
}
