"""What errors say: a sentence for each class (`error.<class>`), and the reasons that fill them."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "error.ItalcleanError": ("{reason}", "{reason}"),
    "error.UsageError": ("{reason}", "{reason}"),
    "error.UnknownRole": (
        "«{role}» non è un ruolo. I ruoli sono: {roles}.",
        "“{role}” is not a role. The roles are: {roles}.",
    ),
    "error.UnknownColumn": (
        "La colonna «{column}» non c'è. Le colonne lette sono: {columns}.",
        "There is no column “{column}”. The columns read are: {columns}.",
    ),
    "error.UnknownCleaner": (
        "«{cleaner}» non è un cleaner. Prova uno di questi: {cleaners}.",
        "“{cleaner}” is not a cleaner. Try one of these: {cleaners}.",
    ),
    "error.BadDecisions": (
        "Il file delle decisioni {path} non si può usare: {reason}. Parti dal review.csv scritto da `run`.",
        "The decisions file {path} cannot be used: {reason}. Start from the review.csv written by `run`.",
    ),
    "error.BadCrosswalk": (
        "Il crosswalk {path} non si può usare: {reason}.",
        "The crosswalk {path} cannot be used: {reason}.",
    ),
    "error.BadTruth": (
        "La verità {path} non si può usare: {reason}.",
        "The truth {path} cannot be used: {reason}.",
    ),
    "error.BadContract": (
        "Il contratto {path} non si può usare:\n{faults}",
        "The contract {path} cannot be used:\n{faults}",
    ),
    "error.BadTariff": (
        "La tariffa {path} non si può usare:\n{faults}",
        "The tariff {path} cannot be used:\n{faults}",
    ),
    "error.BadTarget": (
        "La destinazione {path} non si può usare:\n{faults}",
        "The target {path} cannot be used:\n{faults}",
    ),
    "error.BadTemplate": (
        "Il modello {path} non si può riempire: {reason}.",
        "The template {path} cannot be filled: {reason}.",
    ),
    "error.ContractExists": (
        "Il contratto {path} c'è già, e qualcuno può averci scritto. Scegli un altro nome o aggiungi "
        "[[--force|force=True]] per sostituirlo.",
        "The contract {path} is there already, and somebody may have written in it. Choose another name, or add "
        "[[--force|force=True]] to replace it.",
    ),
    "error.ContractUnmet": (
        "Nella sorgente «{source}» mancano colonne del contratto: {columns}. {reason} Le colonne lette sono: {found}. "
        "Correggi il file, oppure cambia nel contratto la tabella sources.{source}.columns.",
        "The source “{source}” lacks columns of the contract: {columns}. {reason} The columns read are: {found}. "
        "Mend the file, or change the table sources.{source}.columns of the contract.",
    ),
    "error.BadGate": (
        "Il limite «{gate}» non si capisce. Scrivi NOME=MASSIMO, per esempio rejected=1% ; nomi: {names}.",
        "The gate “{gate}” cannot be understood. Write NAME=MAX, for example rejected=1% ; names: {names}.",
    ),
    "error.BadOption": (
        "«{value}» non va bene per {option}: {reason}.",
        "“{value}” will not do for {option}: {reason}.",
    ),
    "error.BadResolver": (
        "«{resolver}» non è l'indirizzo di un resolver. Scrivi un indirizzo IP, per esempio 9.9.9.9 o 127.0.0.1:5353.",
        "“{resolver}” is not the address of a resolver. Write an IP address, for example 9.9.9.9 or 127.0.0.1:5353.",
    ),
    "error.CacheUnusable": (
        "La cache del DNS {path} non si può usare: {reason}. Cancellala, o indicane un'altra con "
        "[[--dns-cache|Dns(cache=…)]].",
        "The DNS cache {path} cannot be used: {reason}. Delete it, or name another with [[--dns-cache|Dns(cache=…)]].",
    ),
    "error.UnsupportedInput": (
        "Non so leggere questo: {kind}. Serve un percorso, un frame (polars, pandas, Arrow), una loro lista non vuota "
        "o un dizionario {{nome: sorgente}}.",
        "Cannot read this: {kind}. Give a path, a frame (polars, pandas, Arrow), a list of them that is not empty, or "
        "a mapping {{name: source}}.",
    ),
    "error.OutputExists": (
        "La cartella {path} contiene già dei file. Scegline un'altra o aggiungi [[--force|force=True]] per "
        "sovrascriverli.",
        "The folder {path} already holds files. Choose another one, or add [[--force|force=True]] to overwrite them.",
    ),
    "error.OutputNotWritable": (
        "Non posso scrivere in {path}: {reason}. Scegli un'altra cartella[[ con --out|]].",
        "Cannot write to {path}: {reason}. Choose another folder[[ with --out|]].",
    ),
    "error.OutputBusy": (
        "Un altro italclean sta lavorando nella cartella {path}. Aspetta che finisca o scegli un'altra cartella.",
        "Another italclean is at work in the folder {path}. Wait for its end, or choose another folder.",
    ),
    "error.OutputForeign": (
        "Nella cartella {path} non sovrascrivo {names}: non è di un lavoro precedente di italclean, o è stato "
        "modificato dopo. Spostalo o cambiagli nome, oppure scegli un'altra cartella[[ con --out|]].",
        "In the folder {path} {names} will not be overwritten: not written by an earlier run of italclean, or changed "
        "since. Move or rename it, or choose another folder[[ with --out|]].",
    ),
    "error.MasterMovedOn": (
        "L'anagrafica in {path} è cambiata da quando è stata letta: un altro lavoro vi ha scritto, e quel che ha "
        "aggiunto andrebbe perso. Non ho scritto nulla: ripeti da capo.",
        "The master in {path} has changed since it was read: something else wrote to it, and what it added would be "
        "lost. Nothing was written: do it again.",
    ),
    "error.InputInTheWay": (
        "{input} è anche il file {path} che andrebbe sovrascritto. Scegli un'altra cartella[[ con --out|]].",
        "{input} is also the file {path}, which would be overwritten. Choose another folder[[ with --out|]].",
    ),
    "error.DatabaseExists": (
        "{path} contiene già dei risultati. Scegli un altro schema o un altro database, o aggiungi "
        "[[--force|force=True]] per sostituirli.",
        "{path} already holds results. Choose another schema or database, or add [[--force|force=True]] to replace "
        "them.",
    ),
    "error.DatabaseNotWritable": (
        "Non posso scrivere in {path}: {reason}. Le tabelle di prima sono rimaste com'erano.",
        "Cannot write to {path}: {reason}. The tables are as they were before.",
    ),
    "error.DatabaseBusy": (
        "Un altro lavoro sta scrivendo in {path}. Aspetta che finisca o scegli un altro schema o database.",
        "Another program is writing to {path}. Wait for its end, or choose another schema or database.",
    ),
    "error.DatabaseForeign": (
        "In {path} non sostituisco {names}: non è una tabella scritta da italclean, o le sue colonne sono state "
        "cambiate. Spostala o cambiale nome, oppure scegli un altro schema o database.",
        "In {path} {names} will not be replaced: not a table that italclean made, or its columns were changed. Move or "
        "rename it, or choose another schema or database.",
    ),
    "error.BadAddress": (
        "L'indirizzo del database ({address}…) non si capisce: {reason}. Scrivilo così: "
        "postgresql://utente@host/database?table=schema.tabella",
        "The address of the database ({address}…) cannot be understood: {reason}. Write it like this: "
        "postgresql://user@host/database?table=schema.table",
    ),
    "error.InputError": ("{reason}", "{reason}"),
    "error.KeyNeeded": (
        "Da {path} sono state cancellate delle persone: senza la chiave delle loro impronte tornerebbero con la "
        "prossima consegna. Indica con [[--key|key=]] il file usato con `forget`.",
        "Persons were forgotten in {path}: without the key of their fingerprints they would come back with the next "
        "delivery. Give the file that `forget` was given with [[--key|key=]].",
    ),
    "error.FileMissing": (
        "Non riesco a leggere {path}: {reason}. Controlla il percorso e i permessi.",
        "Cannot read {path}: {reason}. Check the path and the permissions.",
    ),
    "error.EmptyInput": (
        "{path} non contiene righe di dati ({reason}). Riesporta l'elenco dal gestionale.",
        "{path} holds no data rows ({reason}). Export the list again.",
    ),
    "error.UnreadableFrame": (
        "Il frame non si può leggere: la sua libreria dà un errore {kind}. Prova a raccoglierlo (collect) da solo.",
        "The frame cannot be read: its library fails with {kind}. Try to collect it on its own.",
    ),
    "error.BinaryInput": (
        "{path} non è un elenco che so leggere: sembra {kind}. {hint}",
        "{path} is no list that can be read: it looks like {kind}. {hint}",
    ),
    "error.MasterUnreadable": (
        "{path} non si può usare come anagrafica di partenza: {reason}.",
        "{path} cannot be used as a master: {reason}.",
    ),
    "error.UnreadableFile": (
        "{path} non si può leggere: {reason}. {hint}",
        "{path} cannot be read: {reason}. {hint}",
    ),
    "error.UnknownPart": (
        "{path} non contiene «{part}». Ci sono: {names}.",
        "{path} does not hold “{part}”. There are: {names}.",
    ),
    "error.NoParts": (
        "{path} contiene un solo elenco: togli «#{part}».",
        "{path} holds one list alone: leave out “#{part}”.",
    ),
    "error.UnreadableMember": (
        "{said} Gli altri file dell'archivio si leggono uno alla volta, per esempio {other}.",
        "{said} The other files of the archive can be read one at a time, such as {other}.",
    ),
    "error.ExtraMissing": (
        "Manca la libreria {library}: pip install 'italclean[{extra}]'",
        "The library {library} is missing: pip install 'italclean[{extra}]'",
    ),
    "error.BadEncoding": (
        "{path} non si può leggere come {encoding}: {reason}. Togli [[--encoding|encoding]], o prova utf-8, cp1252, "
        "cp850, mac_roman, utf-16.",
        "{path} cannot be read as {encoding}: {reason}. Leave [[--encoding|encoding]] out, or try utf-8, cp1252, "
        "cp850, mac_roman, utf-16.",
    ),
    "error.BadDelimiter": (
        "{path} con il separatore {delimiter}: {reason}. {hint}",
        "{path} with the delimiter {delimiter}: {reason}. {hint}",
    ),
    "error.UnknownDatabase": (
        "Non leggo da solo un database «{scheme}»: si leggono postgresql, mysql, mariadb e sqlite. Per SQL Server, "
        "Oracle e gli altri leggi la tabella con il loro driver e passa il frame a italclean.run: la ricetta è in "
        "docs/databases.md.",
        "A database of “{scheme}” is not read here; postgresql, mysql, mariadb and sqlite are. For SQL Server, Oracle "
        "and others read the table with their driver and hand the frame to italclean.run: the recipe is in "
        "docs/databases.md.",
    ),
    "error.DatabaseUnreadable": (
        "Non riesco a leggere {path}: {reason}. Controlla server, database, utente e password (nell'ambiente: "
        "PGPASSWORD, MYSQL_PWD o ?password_env=NOME).",
        "Cannot read {path}: {reason}. Check the server, the database, the user and the password (in the environment: "
        "PGPASSWORD, MYSQL_PWD or ?password_env=NAME).",
    ),
    "error.TableMissing": (
        "{path}: {reason}. Indica la tabella con ?table=NOME; ci sono: {tables}.",
        "{path}: {reason}. Name the table with ?table=NAME; there are: {tables}.",
    ),
    "error.NoUsableColumn": (
        "In {path} non riconosco nessuna colonna ({columns}). Dimmi tu che cosa contengono: "
        '[[--map COLONNA=RUOLO, per esempio --map "{first}=nominativo"|mapping={{"{first}": "nominativo"}}]].',
        "No column of {path} is recognised ({columns}). Say what they hold: "
        '[[--map COLUMN=ROLE, for example --map "{first}=nominativo"|mapping={{"{first}": "nominativo"}}]].',
    ),
    "error.ResolverSilent": (
        "Il resolver DNS {resolver} non risponde (domini chiesti: {domains}). Controlla la rete, indicane un altro con "
        "[[--dns-resolver|Dns(resolver=…)]], o togli [[--dns|dns]].",
        "The DNS resolver {resolver} does not answer (domains asked for: {domains}). Check the network, name another "
        "with [[--dns-resolver|Dns(resolver=…)]], or leave out [[--dns|dns]].",
    ),
    # Reasons
    "error.resolver_of_the_system": ("del sistema", "of the system"),
    "error.not_a_folder": ("è un file, non una cartella", "it is a file, not a folder"),
    "error.not_a_date": ("serve una data come 2026-12-31", "write a date as 2026-12-31"),
    "error.review_above_merge": (
        "chi è proposto alla revisione non può dover essere più simile di chi è unito: [[--merge-from|merge_from]] è "
        "{merge_from}; indica una probabilità non superiore",
        "a pair for review need not be more alike than one that is merged: [[--merge-from|merge_from]] is "
        "{merge_from}; give a probability that is not above it",
    ),
    "error.no_such_source": ("le sorgenti sono {sources}", "the sources are {sources}"),
    "error.not_a_number": ("serve un numero", "give a number"),
    "error.at_least": ("serve almeno {bound}", "give at least {bound}"),
    "error.at_most": ("serve al più {bound}", "give at most {bound}"),
    "error.not_a_list": (
        "serve una lista: {name}=[{value!r}]",
        "a list is needed: {name}=[{value!r}]",
    ),
    "error.not_a_mapping": (
        'serve un dizionario: mapping={{"COLONNA": "ruolo"}}',
        'a mapping is needed: mapping={{"COLUMN": "role"}}',
    ),
    "error.language": ("le lingue sono it e en", "the languages are it and en"),
    "error.not_one_sign": (
        "serve un solo carattere, che non sia le virgolette né la fine riga",
        "one character is needed, neither the quote nor the end of a line",
    ),
    "error.widths": (
        "servono le larghezze delle colonne (10,30,16) o un file TOML con una tabella column per colonna, name e width",
        "the widths of the columns are needed (10,30,16), or a TOML file with a table column for each, name and width",
    ),
    "error.widths_column": (
        "nella colonna {place} manca il nome (name), o width o start non è un numero da 1 in su",
        "column {place} lacks its name, or width or start is no number from 1 on",
    ),
    "error.widths_overlap": (
        "le colonne «{left}» e «{right}» si sovrappongono al carattere {place}: correggi start o width",
        "the columns “{left}” and “{right}” overlap at character {place}: mend start or width",
    ),
    "error.widths_missing": ("questo file TOML non c'è", "there is no such TOML file"),
    "error.widths_unreadable": ("questo file TOML non si può leggere", "this TOML file cannot be read"),
    "error.widths_encoding": (
        "il file TOML non è in UTF-8: salvalo così",
        "the TOML file is not UTF-8: save it as that",
    ),
    "error.widths_line": (
        "la riga {line} del file TOML non si capisce",
        "line {line} of the TOML file cannot be understood",
    ),
    "error.widths_end": (
        "il file TOML finisce prima del dovuto: manca qualcosa nell'ultima riga",
        "the TOML file ends too early: something is missing in its last line",
    ),
    "error.cleaner_taken": ("un altro cleaner ha questo nome", "another cleaner has this name"),
    "error.neither_cleaner_nor_field": ("serve un Cleaner o un Field", "give a Cleaner or a Field"),
    "error.field_name": (
        "serve un nome nuovo di lettere minuscole, cifre e _",
        "a new name of small letters, digits and _ is needed",
    ),
    "error.field_from_outside": (
        "un campo di fuori non può avere group né input_only",
        "a field from outside can have neither group nor input_only",
    ),
    "error.issue_taken": ("il codice è già di un'altra segnalazione", "the code is another issue's"),
    "error.issue_code": ("serve un codice di lettere minuscole, cifre e _", "use small letters, digits and _"),
    "error.issue_status": ("gli stati sono {statuses}", "the statuses are {statuses}"),
    "error.one_of": ("si può scegliere tra {names}", "choose one of {names}"),
    "error.issue_rewriting": (
        "ciò che è {status} va guardato, non è una semplice riscrittura",
        "what is {status} is to be looked at, and is no mere rewriting",
    ),
    "error.issue_texts": ("servono i testi in italiano e in inglese", "both texts are needed"),
}
