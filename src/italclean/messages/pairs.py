"""Why two records are one customer, or may be, and what an explanation says."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "pair.single": ("unico", "single"),
    "pair.identical": ("righe identiche", "identical rows"),
    "pair.decided": ("deciso da una persona", "decided by a person"),
    "pair.decision_refused": ("deciso «same», ma altro lo contraddice", "decided “same”, but something contradicts it"),
    "pair.same_cf": ("stesso codice fiscale", "same codice fiscale"),
    "pair.same_cf_other_name": ("stesso codice fiscale, nomi diversi", "same codice fiscale, other names"),
    "pair.two_codes": ("due codici fiscali, forse una persona", "two codici fiscali, perhaps one person"),
    "pair.same_piva": ("stessa partita IVA", "same partita IVA"),
    "pair.same_piva_other_name": ("stessa partita IVA, nomi diversi", "same partita IVA, other names"),
    "pair.person_and_firm": ("persona e sua impresa", "person and own firm"),
    "pair.name_and_address_only": (
        "solo nome e indirizzo (padre e figlio?)",
        "name and address only (father and son?)",
    ),
    "pair.two_birth_dates": (
        "due date di nascita per un nome e un recapito",
        "two birth dates of one name and contact",
    ),
    "pair.two_of_a_name": ("un nome, e note che dicono due persone", "one name, and notes that tell two people"),
    "pair.between_two": ("di uno di due clienti, non si sa quale", "of one of two customers, which is open"),
    "pair.two_given_names": ("due nomi quasi uguali (gemelli?)", "two given names nearly the same (twins?)"),
    "pair.two_firms_of_a_name": ("una ditta, o due (sorella, filiale?)", "one firm, or two (sister, branch?)"),
    "pair.refused_code": ("due codici, uno dei quali non valido", "two codes, one of them not valid"),
    "pair.score": ("somiglianza", "likeness"),
    "pair.learned": ("somiglianza, secondo i codici della lista", "likeness, by the list's own codes"),
    "pair.same_record": (
        "stesso codice della stessa fonte, arrivato di nuovo",
        "same id of the same source, delivered again",
    ),
    "pair.excluded": (
        "codici, nomi o date di nascita si escludono, qualunque cosa sia uguale",
        "codes, given names or birth dates exclude each other, whatever is the same",
    ),
    "pair.only_customer": ("solo un recapito, di un solo cliente", "a contact alone, of one customer alone"),
    # The levels of a field
    "level.same": ("uguale", "same"),
    "level.close": ("simile", "close"),
    "level.partly": ("in parte", "in part"),
    "level.conflict": ("diverso", "different"),
    "level.missing": ("manca", "missing"),
    # The sheet of weights
    "explain.random": ("due righe a caso", "two random rows"),
    "explain.home": ("casa in comune", "shared home"),
    "explain.year": ("anno di nascita nell'e-mail", "year of birth in the e-mail"),
    "explain.learned": ("dai codici della lista", "by the list's own codes"),
    "explain.caution": ("prudenza", "caution"),
    "explain.bits": ("bit", "bits"),
    "explain.one_customer": ("Nell'elenco sono un cliente solo.", "In the list they are one customer."),
    "explain.one_through": (
        "Nell'elenco sono un cliente solo, per mezzo di altre righe: {rows}.",
        "In the list they are one customer, by way of other rows: {rows}.",
    ),
    "explain.one_otherwise": (
        "Nell'elenco sono un cliente solo, ma non per questo confronto: lo ha deciso una persona, o una consegna "
        "precedente. La colonna reason di crosswalk e decisions.csv dicono che cosa.",
        "In the list they are one customer, but not by this comparison: a person decided it, or an earlier delivery. "
        "The column reason of the crosswalk and decisions.csv tell which.",
    ),
    "explain.two_customers": ("Nell'elenco sono due clienti.", "In the list they are two customers."),
    "explain.two_otherwise": (
        "Nell'elenco sono due clienti, nonostante questo confronto: lo ha deciso una persona, o lo esclude un'altra "
        "riga di uno dei due.",
        "In the list they are two customers, in spite of this comparison: a person decided it, or another row of one "
        "of them rules it out.",
    ),
    "explain.not_a_row": (
        "serve il numero di una riga, o (sorgente, numero)",
        "give the number of a row, or (source, number)",
    ),
    "explain.no_row": ("non c'è questa riga", "no such row"),
    "explain.several": (
        "più sorgenti hanno questa riga: dalla come (sorgente, riga)",
        "several sources have this row: give it as (source, row)",
    ),
}
