"""What is said of audits: two systems held against each other."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "audit.two_systems": (
        "servono due sistemi, qui ce ne sono {count} ({names}): per esempio erp=clienti.csv crm=contatti.csv; con un "
        "contratto bastano i nomi delle sue fonti",
        "it takes two systems, here are {count} ({names}): for example erp=clienti.csv crm=contatti.csv; with a "
        "contract the names of its sources will do",
    ),
    "audit.sample_size": ("serve un numero intero da 0 in su", "it takes a whole number from 0 on"),
    # On the terminal
    "audit.covered": (
        "{both} clienti in entrambi, {only_a} solo in {a}, {only_b} solo in {b}",
        "{both} customers in both, {only_a} only in {a}, {only_b} only in {b}",
    ),
    "audit.told": (
        "{a} e {b}: dei clienti in comune {coherent} coerenti; consensi in conflitto {consent_conflict}, rifiuti "
        "ignoti all'altro {refusal_unknown}, dati diversi {different}",
        "{a} and {b}: of the customers in both {coherent} are coherent; consents in conflict {consent_conflict}, "
        "refusals unknown to the other {refusal_unknown}, different data {different}",
    ),
    "audit.unused": (
        "colonne che sembrano utili e non sono state confrontate; se lo sono, aggiungi:\n{options}",
        "columns that look useful and were not compared; if they are, add:\n{options}",
    ),
    "audit.written": ("risultati in {out}, da aprire: {page}", "results in {out}, to open: {page}"),
    # Kinds
    "audit.refused_a_yes_b": ("{a} ha un rifiuto, {b} un consenso", "{a} has a refusal, {b} a consent"),
    "audit.refused_b_yes_a": ("{b} ha un rifiuto, {a} un consenso", "{b} has a refusal, {a} a consent"),
    "audit.refused_a_unknown_b": ("un rifiuto in {a} che {b} non conosce", "a refusal in {a} that {b} does not know"),
    "audit.refused_b_unknown_a": ("un rifiuto in {b} che {a} non conosce", "a refusal in {b} that {a} does not know"),
    "audit.different": ("diverso", "different"),
    "audit.older_a": ("più vecchio in {a}", "older in {a}"),
    "audit.older_b": ("più vecchio in {b}", "older in {b}"),
    "audit.invalid_a": ("non valido in {a}", "invalid in {a}"),
    "audit.invalid_b": ("non valido in {b}", "invalid in {b}"),
    "audit.invalid_both": ("non valido in entrambi", "invalid in both"),
    "audit.missing_a": ("manca in {a}", "missing in {a}"),
    "audit.missing_b": ("manca in {b}", "missing in {b}"),
    "audit.rewritten": ("uguale, scritto diversamente", "the same, written otherwise"),
    "audit.equal": ("uguale", "equal"),
    # The page
    "audit.title": ("{a} e {b}: dicono la stessa cosa?", "{a} and {b}: do they tell the same story?"),
    "audit.made": (
        "Confronto di due sistemi, {date}. Nulla è stato unito né cambiato.",
        "Two systems held against each other, {date}. Nothing was merged or changed.",
    ),
    "audit.lead": (
        "Su {both} clienti che entrambi conoscono, {coherent} ({share}) non hanno contraddizioni.",
        "Of {both} customers whom both know, {coherent} ({share}) have no contradiction.",
    ),
    "audit.nobody": (
        "Nessun cliente è in entrambi i sistemi. Se non può essere, guarda con «italclean plan» se i codici, i nomi e "
        "gli indirizzi e-mail sono stati riconosciuti.",
        "No customer is in both systems. If that cannot be, see with “italclean plan” whether the codes, the names and "
        "the e-mail addresses were recognised.",
    ),
    "audit.coherent_fields": (
        "Coerente: {fields}",
        "Coherent: {fields}",
    ),
    "audit.incoherent_fields": (
        "Non coerente: {fields}",
        "Not coherent: {fields}",
    ),
    "audit.field_share": ("{field} ({share})", "{field} ({share})"),
    "audit.figure_both": ("clienti in entrambi", "customers in both"),
    "audit.figure_only": ("solo in {name}", "only in {name}"),
    "audit.figure_coherent": ("senza contraddizioni", "without contradiction"),
    "audit.figure_consent_conflict": ("con consensi in conflitto", "with consents in conflict"),
    "audit.figure_different": ("con dati diversi", "with different data"),
    "audit.figure_stale": ("con dati superati", "with data out of date"),
    "audit.todo": ("Tre cose da fare", "Three things to do"),
    "audit.todo_none": (
        "Nulla di urgente: i due sistemi dicono la stessa cosa degli stessi clienti.",
        "Nothing urgent: the two systems say the same of the same customers.",
    ),
    "audit.where": ("in {place}", "in {place}"),
    "audit.do_consent_conflict": (
        "Clienti che in un sistema hanno detto no e nell'altro sì: ferma gli invii, porta il rifiuto nell'altro "
        "sistema, poi chiedi da dove viene il sì.",
        "Customers who said no in one system and yes in the other: stop writing to them, carry the refusal over, then "
        "ask where the yes comes from.",
    ),
    "audit.do_refusal_unknown": (
        "Rifiuti che l'altro sistema non conosce: portali dove manca prima della prossima campagna.",
        "Refusals that the other system does not know: carry them over before the next campaign.",
    ),
    "audit.do_code": (
        "Clienti con {field} diverso o non valido: correggilo per primo, è ciò per cui gli altri dati si ritrovano.",
        "Customers whose {field} differs or is invalid: mend it first, all else is found by it.",
    ),
    "audit.do_status": (
        "Clienti con uno stato diverso: chi compra riceve messaggi da potenziale cliente, o il contrario.",
        "Customers of a different state: who buys is written to as a prospect, or the reverse.",
    ),
    "audit.do_stale": (
        "Clienti con ultimo ordine o altri dati superati in uno dei due: aggiorna il flusso prima di usarli nei "
        "messaggi.",
        "Customers whose last order or other data are out of date in one of the two: mend the feed before messages "
        "make use of them.",
    ),
    "audit.do_field": (
        "Clienti con {field} diverso: decidete chi ne è il padrone e scrivetelo nel contratto.",
        "Customers with a different {field}: agree on who owns it, and write it into the contract.",
    ),
    "audit.do_field_owned": (
        "Clienti con {field} diverso: vale quello di {owner}, portalo nell'altro.",
        "Customers with a different {field}: that of {owner} counts, carry it over.",
    ),
    "audit.do_only": (
        "Clienti che solo {name} conosce: decidi quali vanno portati nell'altro.",
        "Customers whom only {name} knows: decide which of them belong in the other.",
    ),
    "audit.do_repeated": (
        "Clienti che in {name} stanno più volte: unisci le righe là.",
        "Customers who stand in {name} several times: merge their rows there.",
    ),
    "audit.coverage": ("Chi conosce chi", "Who knows whom"),
    "audit.coverage_intro": (
        "Un cliente è in entrambi se una riga dell'uno e una dell'altro sono la stessa persona o azienda, con le "
        "regole di run.",
        "A customer is in both if a row of each is the same person or firm, by the rules of run.",
    ),
    "audit.in_both": ("in entrambi", "in both"),
    "audit.only_in": ("solo in {name}", "only in {name}"),
    "audit.persona": ("persone", "persons"),
    "audit.azienda": ("aziende", "firms"),
    "audit.no_kind": ("non si sa", "not known"),
    "audit.customers": ("clienti", "customers"),
    "audit.kind": ("tipo", "kind"),
    "audit.rows_in": ("righe in {name}", "rows in {name}"),
    "audit.repeated_in": ("più volte in {name}", "several times in {name}"),
    "audit.consents": ("Consensi", "Consents"),
    "audit.consents_intro": (
        "Di ogni sistema vale la risposta più restrittiva delle sue righe. Un rifiuto del marketing vale per ogni "
        "canale.",
        "Of each system the strictest answer of its rows counts. A refusal of marketing is one of every channel.",
    ),
    "audit.consents_none": (
        "Nessuno dei due sistemi ha una colonna di consensi riconosciuta. Se ne hanno, indicale: "
        '[[--map COLONNA=consenso_marketing|mapping={{"COLONNA": "consenso_marketing"}}]].',
        "Neither system has a column of consents that was recognised. If they have any, name them: "
        '[[--map COLUMN=consenso_marketing|mapping={{"COLUMN": "consenso_marketing"}}]].',
    ),
    "audit.consent": ("consenso", "consent"),
    "audit.fields": ("Campo per campo", "Field by field"),
    "audit.fields_intro": (
        "Solo i campi per cui entrambi hanno una colonna, e i clienti in entrambi di cui almeno uno dice qualcosa.",
        "Only the fields for which both have a column, and the customers in both of whom at least one says something.",
    ),
    "audit.field": ("campo", "field"),
    "audit.owner": ("padrone", "owner"),
    "audit.alike": ("uguale", "equal"),
    "audit.otherwise": ("scritto diversamente", "written otherwise"),
    "audit.one_missing": ("manca in uno", "missing in one"),
    "audit.one_invalid": ("non valido in uno", "invalid in one"),
    "audit.unlike": ("diverso", "different"),
    "audit.alone": ("Solo {name} ha: {fields}.", "Only {name} has: {fields}."),
    "audit.statuses": ("Stato del cliente", "State of the customer"),
    "audit.statuses_intro": (
        "Dove lo stato non è scritto lo dice l'ultimo ordine. Le parole che non si conoscono stanno sotto «altro».",
        "Where no state is written the last order tells it. Words that are not known stand under “other”.",
    ),
    "audit.other": ("altro", "other"),
    "audit.no_state": ("nessuno", "none"),
    "audit.behind": ("Dati superati", "Out of date"),
    "audit.behind_intro": (
        "Dell'ultimo ordine è superata la data più vecchia; degli altri dati quello di chi non ne è il padrone, e "
        "senza contratto quello di chi ha l'ultimo segno di vita più vecchio.",
        "Of last orders the older date is out of date; of other data that of who does not own it, and without a "
        "contract that of the system whose last sign of life is older.",
    ),
    "audit.behind_in": ("superato in", "out of date in"),
    "audit.median_days": ("giorni di ritardo (mediana)", "days behind (median)"),
    "audit.most_days": ("giorni di ritardo (massimo)", "days behind (most)"),
    "audit.gates": ("Limiti", "Gates"),
    "audit.gate": ("limite", "gate"),
    "audit.figure": ("valore", "figure"),
    "audit.most": ("massimo", "maximum"),
    "audit.over": ("superato", "over"),
    "audit.within": ("rispettato", "within"),
    "audit.method": ("Come è stato fatto", "How it was done"),
    "audit.method_text": (
        "Le righe sono state pulite e i clienti trovati come fa run; poi ogni campo è stato confrontato sui valori "
        "puliti. Se un sistema ha più righe di un cliente, basta che una dica quanto dice l'altro. Quanto la pulizia "
        "ricava da altre celle non conta come parola del sistema. L'elenco completo è in differences, con ogni riga "
        "dei due sistemi in crosswalk.",
        "Rows were cleaned and customers found as run does; then each field was compared by its cleaned values. "
        "Where a system has several rows of a customer, one that says what the other says is enough. What the cleaning "
        "derives from other cells is no word of the system's. The whole list is in differences, with every row of both "
        "systems in crosswalk.",
    ),
    "audit.private": (
        "Questa pagina non contiene dati di clienti: solo conteggi, nomi di sistemi e di colonne.",
        "This page holds no data of customers: only counts, and names of systems and columns.",
    ),
}
