"""What is said of columns: the role that each has, and why."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # A reason that was written out when the plan was made.
    "plan.as_told": ("{why}", "{why}"),
    # Why a column has a role
    "plan.by_user": ("indicato dall'utente", "given by the user"),
    "plan.by_header": ("l'intestazione «{name}»", "the header “{name}”"),
    "plan.by_header_recognised": (
        "l'intestazione «{name}» (valori riconosciuti: {share:.0%})",
        "the header “{name}” (values recognised: {share:.0%})",
    ),
    "plan.by_both": (
        "l'intestazione «{name}», e il contenuto: {share:.0%} dei valori è «{role}»",
        "the header “{name}”, and the content: {share:.0%} of the values are “{role}”",
    ),
    "plan.by_content": (
        "il contenuto: {share:.0%} dei valori è «{role}»",
        "the content: {share:.0%} of the values are “{role}”",
    ),
    "plan.by_content_evident": (
        "il contenuto: {share:.0%} dei valori è «{role}» ({evidence})",
        "the content: {share:.0%} of the values are “{role}” ({evidence})",
    ),
    "plan.house_number": (
        "l'intestazione «{name}» dopo «{before}», e il contenuto",
        "the header “{name}” behind “{before}”, and the content",
    ),
    "plan.joined": ("{why}: si unisce a «{lead}»", "{why}: joined to “{lead}”"),
    "plan.content_wins": (
        "l'intestazione «{name}» non corrisponde al contenuto, che è «{other}» ({other_share:.0%})",
        "the header “{name}” does not fit the content, which is “{other}” ({other_share:.0%})",
    ),
    "plan.content_wins_recognised": (
        "l'intestazione «{name}» non corrisponde al contenuto ({share:.0%}), che è «{other}» ({other_share:.0%})",
        "the header “{name}” does not fit the content ({share:.0%}), which is “{other}” ({other_share:.0%})",
    ),
    # What the values of a role show
    "plan.evidence_email": ("hanno @ e un dominio", "they have an @ and a domain"),
    "plan.evidence_codice_fiscale": (
        "16 caratteri con la lettera di controllo giusta",
        "16 characters with the right check letter",
    ),
    "plan.evidence_partita_iva": (
        "11 cifre con la cifra di controllo giusta",
        "11 digits with the right check digit",
    ),
    "plan.evidence_provincia": ("sigle di province", "letters of provinces"),
    "plan.evidence_cap": ("CAP che esistono", "postcodes that exist"),
    "plan.evidence_cellulare": ("prefissi e lunghezza dei cellulari", "prefixes and length of mobile numbers"),
    "plan.evidence_telefono": ("prefissi e lunghezza dei telefoni", "prefixes and length of telephone numbers"),
    "plan.evidence_comune": ("nomi di comuni", "names of comuni"),
    "plan.evidence_nominativo": ("nomi di battesimo e ragioni sociali", "given names and names of firms"),
    "plan.evidence_nome": ("nomi di battesimo", "given names"),
    "plan.evidence_cognome": ("cognomi", "surnames"),
    # Why a column has no role
    "plan.no_role": (
        "né l'intestazione né il contenuto dicono un ruolo",
        "neither header nor content tell a role",
    ),
    "plan.others": ("l'intestazione «{name}» dice che è di altri", "the header “{name}” says that it is others'"),
    "plan.something_else": ("l'intestazione «{name}» dice altro", "the header “{name}” says something else"),
    "plan.content_is": ("il contenuto sono {kind}", "the content is {kind}"),
    "plan.header_but_content": (
        "l'intestazione «{name}», ma il contenuto sono {kind}",
        "the header “{name}”, but the content is {kind}",
    ),
    "plan.no_value_fits": (
        "l'intestazione «{name}», ma nessun valore è «{role}»",
        "the header “{name}”, but no value is “{role}”",
    ),
    "plan.codes_repeat": (
        "l'intestazione «{name}», ma i codici si ripetono: non indicano la riga",
        "the header “{name}”, but the codes repeat: they do not name the row",
    ),
    "plan.sources_named": (
        "l'intestazione «{name}»: le sorgenti hanno già un nome (per dividerle: "
        '[[--map COLONNA=source|mapping={{"COLONNA": "source"}}]])',
        "the header “{name}”: the sources have their names (to split them: "
        '[[--map COLUMN=source|mapping={{"COLUMN": "source"}}]])',
    ),
    "plan.role_taken": (
        "l'intestazione «{name}» direbbe «{role}», ma ha questo ruolo «{winner}»",
        "the header “{name}” would say “{role}”, but “{winner}” has that role",
    ),
    # Kinds of values that are no role's
    "plan.kind_flag": ("sì e no", "yes and no"),
    "plan.kind_url": ("indirizzi web", "web addresses"),
    "plan.kind_coordinate": ("coordinate", "coordinates"),
    "plan.kind_date": ("date", "dates"),
    "plan.kind_hours": ("orari", "hours"),
    "plan.kind_amount": ("importi o misure", "amounts or measures"),
    "plan.kind_number": ("numeri", "numbers"),
    # What a column that nobody uses looks like
    "plan.looks_like_telefono": ("sembrano telefoni", "looks like telephones"),
    "plan.looks_like_email": ("sembrano e-mail", "looks like e-mails"),
    "plan.looks_like_date": ("sembrano date", "looks like dates"),
    "plan.looks_like_consenso": ("sembrano consensi", "looks like consents"),
    "plan.option": (
        "[[--map {pair}|mapping={{{column!r}: {role!r}}}]]",
        "[[--map {pair}|mapping={{{column!r}: {role!r}}}]]",
    ),
    # Notices
    "plan.unusable": (
        "Della sorgente {source} non riconosco nessuna colonna ({columns}): le sue righe restano come sono. Di' tu che "
        'cosa contengono: [[--map COLONNA=RUOLO|mapping={{"COLONNA": "RUOLO"}}]].',
        "No column of the source {source} is recognised ({columns}): its rows stay as they are. Say what they hold: "
        '[[--map COLUMN=ROLE|mapping={{"COLUMN": "ROLE"}}]].',
    ),
    "plan.user_said": (
        "«{winner}» ha il ruolo {role} per tua indicazione: «{name}», che lo avrebbe avuto, resta com'è.",
        "“{winner}” has the role {role} as you said: “{name}”, which would have had it, stays as it is.",
    ),
    "plan.user_said_join": (
        "«{winner}» ha il ruolo {role} per tua indicazione: «{name}», che lo avrebbe avuto, resta com'è. Per unirle: "
        '[[--map "{first}={role}" --map "{second}={role}"|mapping={{"{first}": "{role}", "{second}": "{role}"}}]]',
        "“{winner}” has the role {role} as you said: “{name}”, which would have had it, stays as it is. To join them: "
        '[[--map "{first}={role}" --map "{second}={role}"|mapping={{"{first}": "{role}", "{second}": "{role}"}}]]',
    ),
    "plan.consent_unused": (
        "«{name}» ({source}) sembra un consenso e resta com'è, senza ruolo: nei record uniti vale il rifiuto. Per "
        'usarlo: [[--map «{name}»={family}|mapping={{"{name}": "{family}"}}]].',
        "“{name}” ({source}) looks like a consent and is passed on as it is, without a role: in merged records the "
        'refusal stands. To use it: [[--map “{name}”={family}|mapping={{"{name}": "{family}"}}]].',
    ),
    "plan.refusals_unread": (
        "L'intestazione «{name}» ({source}) dice di no, ma è letta come {role}: i suoi rifiuti non valgono. Per farli "
        'valere: [[--map «{name}»=opposizione|mapping={{"{name}": "opposizione"}}]].',
        "The header “{name}” ({source}) says no, but is read as {role}: its refusals do not count. To make them count: "
        '[[--map “{name}”=opposizione|mapping={{"{name}": "opposizione"}}]].',
    ),
    "plan.read_as_refusal": (
        "L'intestazione «{name}» ({source}) dice di no: letta come {opposed}, non come {role}.",
        "The header “{name}” ({source}) says no: read as {opposed}, not as {role}.",
    ),
    # Held against a contract
    "plan.refusals_absent": (
        "Sono consensi o rifiuti: senza, un cliente che ha detto no sembrerebbe non averlo detto.",
        "They are consents or refusals: without them a customer who said no would seem not to have said it.",
    ),
    "plan.customers_absent": (
        "Senza non resta niente da cui riconoscere un cliente.",
        "Without them nothing is left by which a customer is known.",
    ),
    "plan.source_not_agreed": (
        "La sorgente «{source}» non è nel contratto (che conosce: {names}): si legge senza. Se è una di quelle, scrivi "
        "[[NOME=FILE|{{nome: file}}]].",
        "The source “{source}” is not in the contract (which knows: {names}): it is read without it. If it is one of "
        "these, write [[NAME=FILE|{{name: file}}]].",
    ),
    "plan.no_source_agreed": (
        "nessuna è una sorgente del contratto (che conosce: {names}); scrivi [[NOME=FILE|{{nome: file}}]]",
        "none is a source of the contract (which knows: {names}); write [[NAME=FILE|{{name: file}}]]",
    ),
    "plan.source_absent": (
        "Sorgenti del contratto che non ci sono questa volta: {names}.",
        "Sources of the contract that are not there this time: {names}.",
    ),
    "plan.column_renamed": (
        "{source}: la colonna «{name}» del contratto si chiama ora «{found}».",
        "{source}: the column “{name}” of the contract is now called “{found}”.",
    ),
    "plan.column_absent": (
        "{source}: colonne del contratto che mancano: {names}.",
        "{source}: columns of the contract that are missing: {names}.",
    ),
    "plan.column_new": (
        "{source}: colonne che il contratto non conosce: {names}. Il loro ruolo è quello che si trova.",
        "{source}: columns that the contract does not know: {names}. Their role is what is found.",
    ),
}
