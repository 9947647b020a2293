"""What is said of tariffs, and of what a list costs."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # What is wrong with a tariff
    "ballast.no_tier": (
        "serve almeno uno scaglione: steps = [{{contacts_up_to = 1000, price = 45}}]",
        "at least one step is needed: steps = [{{contacts_up_to = 1000, price = 45}}]",
    ),
    "ballast.no_number": (
        "serve un numero intero di contatti, al più {most}",
        "a whole number of contacts is needed, at most {most}",
    ),
    "ballast.no_price": (
        'un prezzo va da 0 a 999999999 con al più 4 decimali: 89.9, o "89,90" fra virgolette',
        'a price goes from 0 to 999999999 with at most 4 decimals: 89.9, or "89.90" between quotes',
    ),
    "ballast.price_falls": (
        "più contatti non costano meno: {price} è sotto {before}, il prezzo dello scaglione prima",
        "more contacts cost no less: {price} is below {before}, the price of the step before",
    ),
    "ballast.too_long": ("serve un testo breve, di al più {most} lettere", "a short text is needed, of at most {most}"),
    # What is counted
    "ballast.of_customers": ("ogni scheda", "every record"),
    "ballast.of_rows": ("ogni scheda", "every record"),
    "ballast.of_emails": (
        "ogni casella e-mail, anche di chi ha rifiutato",
        "every mailbox, also of those who refused",
    ),
    "ballast.of_contactable": (
        "ogni casella e-mail di chi non ha rifiutato",
        "every mailbox of those who did not refuse",
    ),
    # The steps
    "ballast.as_received": ("com'è arrivata", "as it came"),
    "ballast.merged": ("senza doppioni", "without duplicates"),
    "ballast.reachable": ("senza recapiti inutili", "without useless addresses"),
    "ballast.allowed": ("senza chi ha rifiutato", "without those who refused"),
    "ballast.awake": ("senza dormienti", "without sleepers"),
    # The sentences
    "ballast.head": (
        "Tariffa {name}: un contatto è {what}.",
        "Tariff {name}: a contact is {what}.",
    ),
    "ballast.step": (
        "  {step}: {contacts} contatti, fino a {up_to}: {month} al mese, {year} all'anno",
        "  {step}: {contacts} contacts, up to {up_to}: {month} a month, {year} a year",
    ),
    "ballast.step_beyond": (
        "  {step}: {contacts} contatti, oltre l'ultimo scaglione ({last}): il prezzo non è nella tariffa",
        "  {step}: {contacts} contacts, beyond the last step ({last}): the tariff has no price",
    ),
    "ballast.saved": (
        "  risparmio: {month} al mese, {year} all'anno",
        "  saving: {month} a month, {year} a year",
    ),
    "ballast.nothing_saved": (
        "  risparmio: nessuno, lo scaglione resta lo stesso",
        "  saving: none, the step stays the same",
    ),
    "ballast.same_price": (
        "  risparmio: nessuno, lo scaglione più basso costa lo stesso",
        "  saving: none, the lower step costs the same",
    ),
    "ballast.saving_unknown": (
        "  risparmio: non si può dire, oltre l'ultimo scaglione la tariffa non ha prezzi",
        "  saving: it cannot be told, beyond the last step the tariff has no prices",
    ),
    "ballast.to_lower": (
        "  per lo scaglione più basso (fino a {lower}): {count} contatti in meno",
        "  to the next lower step (up to {lower}): {count} contacts fewer",
    ),
}
