"""What is said of a contract of data: what is wrong with one, and the words of the one that `contract init` writes."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Systems that the list goes to
    "contract.no_target_name": (
        "è anche il nome della cartella dei suoi file: senza barre e senza punto davanti",
        "it is the name of the folder of its files, too: without slashes, and without a full stop in front",
    ),
    "contract.no_target_file": (
        "serve il file .toml di una destinazione tua",
        "it takes the .toml file of a target of your own",
    ),
    "contract.merge_of_nothing": (
        'il piano di fusione è dei record di una fonte: scrivi quale è questo sistema, sources = ["crm"]',
        'a merge plan is of the records of a source: say which one is this system, sources = ["crm"]',
    ),
    "contract.other_type": (
        "«{name}» può essere solo: {types}. Gli altri tipi cambierebbero i suoi valori",
        "“{name}” can only be: {types}. Other types would change its values",
    ),
    # Where a fault is
    "contract.line": ("riga {line}", "line {line}"),
    "contract.column": ("colonna {column}", "column {column}"),
    "contract.at": ("{line}, {column}", "{line}, {column}"),
    "contract.of_key": ("  {key}: {reason}", "  {key}: {reason}"),
    "contract.of_line": ("  {line}: {reason}", "  {line}: {reason}"),
    "contract.of_line_and_key": ("  {line}, {key}: {reason}", "  {line}, {key}: {reason}"),
    # Its form
    "contract.too_long": (
        "è troppo lungo per un contratto: è forse l'elenco dei clienti?",
        "it is too long for a contract: is it the list of customers?",
    ),
    "contract.not_utf8": (
        "non è testo UTF-8: salvalo come UTF-8 (nel Blocco note: Salva con nome, Codifica)",
        "it is no UTF-8 text: save it as UTF-8 (in Notepad: Save as, Encoding)",
    ),
    "contract.too_deep": ("è annidato troppo in profondità", "it is nested too deeply"),
    "contract.no_number": (
        "un numero ha troppe cifre, o una data non esiste",
        "a number has too many digits, or a day does not exist",
    ),
    "contract.twice": (
        "la stessa chiave o tabella è già stata scritta sopra: lasciane una",
        "the same key or table was written above: leave one of them",
    ),
    "contract.no_sign": (
        "una chiave senza il segno =: scrivi chiave = valore, e il testo tra virgolette",
        "a key without the sign =: write key = value, and text between quotes",
    ),
    "contract.no_value": (
        "il valore manca o non si capisce: il testo sta tra virgolette, i decimali hanno il punto, sì e no sono true e "
        "false",
        "the value is missing or cannot be understood: text stands between quotes, decimals have a point, yes and no "
        "are true and false",
    ),
    "contract.more_behind": (
        "dopo il valore c'è dell'altro: una chiave per riga, e un commento comincia con #",
        "there is more behind the value: one key a line, and a comment begins with #",
    ),
    "contract.list_open": ("un elenco non è chiuso: manca ]", "a list is not closed: ] is missing"),
    "contract.table_open": (
        "una tabella non è chiusa: manca ] oppure }}",
        "a table is not closed: ] or }} is missing",
    ),
    "contract.text_open": (
        "le virgolette non si chiudono, o una barra \\ va raddoppiata: i percorsi di Windows stanno tra virgolette "
        "semplici",
        "the quotes are not closed, or a backslash must be written twice: paths of Windows stand between single quotes",
    ),
    "contract.no_statement": (
        "qui serve chiave = valore oppure [tabella]; i nomi con spazi, punti o accenti stanno tra virgolette",
        "key = value or [table] belongs here; names with blanks, dots or accents stand between quotes",
    ),
    "contract.odd_sign": ("un segno che non può stare qui", "a sign that cannot stand here"),
    "contract.no_toml": ("non è TOML", "it is no TOML"),
    # Kinds of values
    "contract.not_table": ("qui serve una tabella, non «{value}»", "a table belongs here, not “{value}”"),
    "contract.not_texts": (
        'qui serve un elenco di testi come ["a", "b"], non «{value}»',
        'a list of texts as ["a", "b"] belongs here, not “{value}”',
    ),
    "contract.not_text": (
        "qui serve un testo tra virgolette, non «{value}»",
        "a text between quotes belongs here, not “{value}”",
    ),
    "contract.not_whole": ("qui serve un numero intero, non «{value}»", "a whole number belongs here, not “{value}”"),
    "contract.not_number": ("qui serve un numero, non «{value}»", "a number belongs here, not “{value}”"),
    "contract.not_truth": ("qui serve true o false, non «{value}»", "true or false belongs here, not “{value}”"),
    "contract.not_day": (
        "qui serve un giorno come 2026-12-31, senza virgolette, non «{value}»",
        "a day as 2026-12-31 belongs here, without quotes, not “{value}”",
    ),
    "contract.not_list": (
        "qui serve un elenco tra [ e ], non «{value}»",
        "a list between [ and ] belongs here, not “{value}”",
    ),
    "contract.not_widths": (
        'qui servono larghezze come "10,30,16" o [10, 30, 16], o il nome di un file TOML, non «{value}»',
        'widths as "10,30,16" or [10, 30, 16] belong here, or the name of a TOML file, not “{value}”',
    ),
    "contract.named_twice": ("«{name}» c'è due volte", "“{name}” stands there twice"),
    "contract.missing": ("manca", "it is missing"),
    # Names
    "contract.unknown": ("«{name}» non si conosce", "“{name}” is not known here"),
    "contract.unknown_near": (
        "«{name}» non si conosce. Forse «{near}»?",
        "“{name}” is not known here. Did you mean “{near}”?",
    ),
    "contract.unknown_among": (
        "«{name}» non si conosce. Ci sono: {names}",
        "“{name}” is not known here. There are: {names}",
    ),
    "contract.further_column": (
        "«{name}» è una seconda colonna di «{field}»: ciò che si dice di «{field}» vale anche per lei",
        "“{name}” is a further column of “{field}”: what is said of “{field}” holds for it, too",
    ),
    "contract.own_to_source": (
        "«{name}» è di ogni sorgente, e nessuna scrive quello di un'altra",
        "“{name}” is each source's own, and none writes that of another",
    ),
    "contract.goes_to": (
        "«{name}» non arriva ai clienti com'è: di' che cosa vale per {fields}",
        "“{name}” does not reach the customers as it is: say what holds for {fields}",
    ),
    # Sources
    "contract.no_source_name": ("una sorgente ha bisogno di un nome", "a source needs a name"),
    "contract.no_source": ("non è una sorgente del contratto: {told}", "it is no source of the contract: {told}"),
    "contract.same_priority": (
        "la sorgente «{source}» ha già la priorità {number}: ognuna la sua",
        "the source “{source}” has the priority {number} already: each has its own",
    ),
    "contract.password": (
        "nell'indirizzo c'è una password, che tutti leggerebbero: mettilo in una variabile d'ambiente e scrivi "
        "env:NOME",
        "the address holds a password that all would read: put it into a variable of the environment and write "
        "env:NAME",
    ),
    "contract.no_file": (
        'non dice quale file leggere per: {names}; aggiungi file = "…" alla sorgente, o indica i file',
        'it does not say which file to read for: {names}; add file = "…" to the source, or give the files',
    ),
    # Rules
    "contract.consent_rule": (
        "i consensi e i rifiuti accettano solo strictest o review: con {rule} si perderebbe un rifiuto",
        "consents and refusals take only strictest or review: with {rule} a refusal could be lost",
    ),
    "contract.only_consents": (
        "{rule} è la regola dei consensi: qui scegli fra owner, most-recent, review e le altre",
        "{rule} is the rule of consents: here choose among owner, most-recent, review and the others",
    ),
    "contract.no_amount": (
        "«{field}» non è un importo da sommare: prova owner, most-recent o review",
        "“{field}” is no amount to add up: try owner, most-recent or review",
    ),
    "contract.no_maximum": (
        "di «{field}» non ha senso il valore più grande: max va bene per gli importi e per {fields}",
        "the greatest value of “{field}” makes no sense: max is for amounts and for {fields}",
    ),
    "contract.no_join": (
        "più valori uniti non sono più un valore valido di «{field}»: join va bene per le note e il testo libero; "
        "prova "
        "owner o review",
        "values joined are no valid value of “{field}” any more: join is for notes and free text; try owner or review",
    ),
    "contract.no_join_contact": (
        "di «{field}» non si perde niente neanche senza join: i secondi recapiti hanno una loro colonna; prova owner o "
        "most-recent",
        "nothing of “{field}” is lost without join, either: second contacts have columns of their own; try owner or "
        "most-recent",
    ),
    "contract.owner_missing": (
        "la regola {rule} chiede chi è il padrone del campo: aggiungi owner",
        "the rule {rule} asks who owns the field: add owner",
    ),
    "contract.owner_of_writers": (
        "dici chi altro può scrivere, ma non chi è il padrone: aggiungi owner",
        "it is said who else may write, and not who owns the field: add owner",
    ),
    "contract.sum_of_nothing": (
        'di\' di quali sorgenti si somma: sources = ["…"]. Lo stesso importo in due sistemi non va contato due volte',
        'say of which sources: sources = ["…"]. One amount in two systems must not be counted twice',
    ),
    "contract.only_sum": ("serve solo alla regola sum", "only the rule sum needs it"),
    "contract.sum_of_no_writer": (
        "«{source}» non può scrivere il campo: non si può sommarla",
        "“{source}” may not write the field: it cannot be added up",
    ),
    # Blocks
    "contract.block_of_one": (
        "un blocco ha almeno due campi",
        "a block has at least two fields",
    ),
    "contract.consent_in_block": (
        "i recapiti hanno un ordine loro e i consensi li seguono già: in un blocco «{name}» può stare solo con il suo "
        "recapito e i suoi consensi",
        "contacts have an order of their own, and consents go with them already: in a block “{name}” can stand with "
        "its contact and consents alone",
    ),
    "contract.in_other_blocks": (
        "unisce campi che già viaggiano in blocchi diversi: {blocks}",
        "it joins fields that travel in different blocks already: {blocks}",
    ),
    "contract.block_differs": (
        "«{name}» e «{other}» viaggiano insieme ({block}): proprietario, autori e regola sono gli stessi, o basta "
        "dirli "
        "una volta",
        "“{name}” and “{other}” travel together ({block}): owner, writers and rule are the same, or are said once",
    ),
    # What other commands read
    "contract.no_gate": (
        'serve un numero, o una quota delle righe come "1%", non «{most}»',
        'a number belongs here, or a share of the rows as "1%", not “{most}”',
    ),
    "contract.steps_fall": (
        "ogni scaglione va oltre quello prima: {number} non segue {before}",
        "each step goes further than the one before: {number} does not follow {before}",
    ),
    "contract.no_condition": ("un segmento ha almeno una condizione", "a segment has at least one condition"),
    "contract.compares_one": (
        "{operator} confronta con un valore, non con «{value}»",
        "{operator} compares with one value, not with “{value}”",
    ),
    "contract.compares_several": (
        "{operator} confronta con un elenco di valori, non con «{value}»",
        "{operator} compares with a list of values, not with “{value}”",
    ),
    "contract.compares_ordered": (
        "{operator} confronta con un numero o un giorno come 2026-12-31, non con «{value}»",
        "{operator} compares with a number or a day as 2026-12-31, not with “{value}”",
    ),
    "contract.compares_none": (
        "{operator} non confronta con un valore: togli «{value}»",
        "{operator} compares with no value: leave “{value}” out",
    ),
    # The commands
    "contract.sound": (
        "{path}: il contratto «{name}» {version} va bene ({sources} sorgenti, {fields} campi).",
        "{path}: the contract “{name}” {version} is sound ({sources} sources, {fields} fields).",
    ),
    "contract.drafted": (
        "{path}: una proposta da discutere. Poi [[`italclean contract check`|Contract.read]] la controlla.",
        "{path}: a proposal to argue about. Then [[`italclean contract check`|Contract.read]] checks it.",
    ),
    # The contract that is drafted
    "contract.draft_head": (
        "Contratto dei dati: chi comanda su ogni campo, e che cosa vale quando i sistemi non sono d'accordo.\n"
        "È una proposta, fatta da ciò che c'è nei file: va discussa campo per campo da chi li scrive.\n"
        "Si controlla con `italclean contract check`, si ripete con "
        "[[`italclean run --contract`|`ic.run(contract=…)`]].",
        "The contract of data: who decides on each field, and what holds where the systems disagree.\n"
        "It is a proposal, made of what is in the files: to be argued through, field by field, by those who write "
        "them.\n"
        "`italclean contract check` checks it, [[`italclean run --contract`|`ic.run(contract=…)`]] replays it.",
    ),
    "contract.draft_version": (
        "Da cambiare a ogni accordo nuovo: sta nei risultati di ogni lavoro.",
        "To be changed with each new agreement: it stands in the results of every run.",
    ),
    "contract.draft_source": (
        "Che sistema è: erp, crm, marketing oppure other. Dove nient'altro decide, vale di più chi viene prima.",
        "Which system it is: erp, crm, marketing or other. Where nothing else decides, the earlier counts more.",
    ),
    "contract.draft_priority": (
        "1 è la più fidata; senza numeri decide il tipo del sistema.",
        "1 is the most trusted; without numbers the kind of the system decides.",
    ),
    "contract.draft_unique": (
        "true se non ha doppioni: due sue righe non vengono mai unite.",
        "true if it is free of duplicates: no two of its rows are ever merged.",
    ),
    "contract.draft_file": (
        "Letto quando non si indicano file; un percorso si intende da questa cartella.",
        "Read where no files are given; a path is told from this folder.",
    ),
    "contract.draft_no_file": (
        'file = "…"  # da completare: senza, i file si indicano ogni volta',
        'file = "…"  # to be filled in: without it the files are given each time',
    ),
    "contract.draft_columns": (
        "Il ruolo di ogni colonna; - è nessuno, auto è trovato a ogni lettura.",
        "The role of each column; - is none, auto is found at each reading.",
    ),
    "contract.draft_fields": (
        "Per ogni campo: owner è il padrone, writers chi altro può scriverlo (senza: tutti), rule che cosa vale quando "
        "i valori sono diversi. Le regole: default (prima ciò che è verificato, poi la sorgente più fidata, il record "
        "più recente, il più completo), owner, valid-then-owner, most-recent, most-complete, never-overwrite, review; "
        "join per il testo libero, sum per gli importi, max per importi e date; strictest per i consensi.",
        "For each field: owner is its master, writers who else may write it (without it: everybody), rule what holds "
        "where values differ. The rules: default (what is verified first, then the most trusted source, the latest "
        "record, the fullest), owner, valid-then-owner, most-recent, most-complete, never-overwrite, review; join for "
        "free text, sum for amounts, max for amounts and dates; strictest for consents.",
    ),
    "contract.draft_together": ("Viaggia con: {names}.", "Travels with: {names}."),
    "contract.why_codes": (
        "Identifica il cliente nelle fatture: uno sbagliato unisce due persone o ne perde una.\n"
        "In alternativa valid-then-owner: un codice senza dubbi vale più di quello del padrone; review: decide una "
        "persona.",
        "It identifies the customer on invoices: a wrong one merges two people, or loses one.\n"
        "Instead: valid-then-owner, so that a code without doubt counts more than the owner's; review, so that a "
        "person decides.",
    ),
    "contract.why_names": (
        "Come si chiama il cliente sulle fatture e nelle lettere; nome e cognome vengono sempre dallo stesso record.\n"
        "In alternativa owner, se un sistema scrive i nomi dai documenti; most-complete, se gli altri li abbreviano.",
        "What the customer is called on invoices and in letters; name and surname always come from one record.\n"
        "Instead: owner, where one system takes names from documents; most-complete, where the others shorten them.",
    ),
    "contract.why_address": (
        "Dove vanno merce e fatture: una via di un record con il CAP di un altro non è un indirizzo.\n"
        "In alternativa most-recent, se i clienti comunicano i traslochi; owner, se solo un sistema li registra.",
        "Where goods and invoices go: a street of one record with the CAP of another is no address.\n"
        "Instead: most-recent, where customers tell of a move; owner, where only one system records it.",
    ),
    "contract.why_mail": (
        "Dove il cliente legge: la prima è quella a cui si scrive, le altre restano in email_2 e in contatti.csv.\n"
        "In alternativa owner, se chi spedisce vede i rimbalzi e la tiene corretta; valid-then-owner; most-recent.",
        "Where the customer reads: the first is the one written to, the others stay in email_2 and in contatti.csv.\n"
        "Instead: owner, where who sends sees what bounces and keeps it right; valid-then-owner; most-recent.",
    ),
    "contract.why_phones": (
        "A chi si telefona per primo; gli altri numeri non si perdono (seconde colonne, contatti.csv).\n"
        "In alternativa most-recent: i numeri cambiano; owner, se un sistema li verifica.",
        "Who is called first; the other numbers are not lost (second columns, contatti.csv).\n"
        "Instead: most-recent, as numbers change; owner, where one system verifies them.",
    ),
    "contract.why_consents": (
        "Un rifiuto vale su ogni record del cliente, se un consenso successivo e datato non lo supera: è un obbligo.\n"
        "Si può solo aggiungere review, perché una persona veda i casi in cui i sistemi non sono d'accordo.",
        "A refusal on any record of the customer stands, unless a later, dated consent undoes it: a duty.\n"
        "The only other choice is review, so that a person sees where the systems disagree.",
    ),
    "contract.why_birth": (
        "Distingue gli omonimi, il padre dal figlio; deve andare d'accordo con il codice fiscale.\n"
        "In alternativa valid-then-owner, o review dove le date sono state copiate a mano.",
        "It tells namesakes apart, a father from his son; it must agree with the codice fiscale.\n"
        "Instead: valid-then-owner, or review where dates were copied by hand.",
    ),
    "contract.why_invoicing": (
        "Serve per fatturare e incassare: un valore vecchio manda la fattura o il denaro altrove.\n"
        "In alternativa owner con writers = [], così solo l'amministrazione lo cambia; never-overwrite; review.",
        "It is needed to invoice and to be paid: an old value sends the invoice or the money elsewhere.\n"
        "Instead: owner with writers = [], so that the accounts alone change it; never-overwrite; review.",
    ),
    "contract.why_activity": (
        "Dice se il cliente è vivo: da qui vengono i dormienti e i termini di conservazione.\n"
        "In alternativa max: l'ultima data di tutti i sistemi.",
        "It says whether the customer is alive: dormant customers and retention are counted from it.\n"
        "Instead: max, the last date of all systems.",
    ),
    "contract.why_notes": (
        "Ciò che una persona ha scritto: non se ne perde niente.\n"
        "In alternativa join, anche per gli altri testi liberi; owner, se le note di un sistema non riguardano gli "
        "altri.",
        "What a person wrote: nothing of it is lost.\n"
        "Instead: join, for other free texts as well; owner, where the notes of one system are no business of the "
        "others.",
    ),
    "contract.why_free": (
        "Una colonna senza ruolo: passa com'è. Del testo libero si uniscono i valori, del resto vale il record più "
        "fidato.\n"
        "In alternativa sum (sources = quali sistemi) o max se è un importo, join se è testo, owner se un sistema la "
        "governa.",
        "A column without a role: it is passed on as it is. Of free text the values are joined, else the most trusted "
        "record stands.\n"
        "Instead: sum (sources = which systems) or max if it is an amount, join if it is text, owner if a system "
        "governs it.",
    ),
    "contract.why_other": (
        "Viene dal record più fidato che lo ha.\n"
        "In alternativa owner, se un solo sistema lo sa; most-recent, se cambia nel tempo; review, se sbagliarlo "
        "costa.",
        "It comes from the most trusted record that has it.\n"
        "Instead: owner, where one system alone knows it; most-recent, where it changes in time; review, where a "
        "mistake is dear.",
    ),
    "contract.draft_thresholds": (
        "Da quale probabilità due righe solo simili si uniscono (1: mai), e da quale si chiede a una persona.",
        "From which probability two rows that are only alike are merged (1: never), and from which a person is asked.",
    ),
    "contract.draft_periods": (
        "Mesi senza ordini dopo i quali un cliente è dormiente.",
        "Months without an order after which a customer is dormant.",
    ),
    "contract.draft_retention": (
        "Mesi di silenzio dopo i quali una riga è conservata troppo a lungo: in generale (fatture: dieci anni) e per\n"
        "finalità, che ha un suo orologio. 0: mai.",
        "Months of silence after which a row is kept too long: in general (invoices: ten years), and by purpose, "
        "which\n"
        "has a clock of its own. 0: never.",
    ),
    "contract.draft_gates": (
        "Limiti: oltre, un lavoro automatico finisce con codice 1.",
        "Gates: over them an unattended run exits with 1.",
    ),
    "contract.draft_privacy": (
        "Dove sta la chiave delle impronte di chi ha chiesto la cancellazione: fuori dalla cartella dei risultati.",
        "Where the key lies of the fingerprints of those who asked to be erased: outside the folder of the results.",
    ),
    "contract.draft_beside": (
        "Che cosa costano i sistemi di arrivo, i segmenti, dove va l'elenco.",
        "What the target systems cost, the segments, where the list goes.",
    ),
}
