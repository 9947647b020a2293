"""The catalogue of issues: everything that italclean can say about a value or a row.

One code, one status, one explanation in Italian and English. A `{detail}` in an explanation is filled
with what the finding knows (the expected check letter, the candidates …). The page `docs/issues.md` is
generated from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from italclean.errors import Language


@dataclass(frozen=True, slots=True)
class Issue:
    """One entry of the catalogue.

    Attributes:
        code: The stable name, as it stands in `issues.csv`.
        status: The status of every outcome with this issue.
        italian: The explanation in Italian; `{detail}` is filled in.
        english: The explanation in English.
    """

    code: str
    status: str
    italian: str
    english: str


_ENTRIES = (
    # Any value
    Issue("blank", "missing", "Solo spazi.", "Only blanks."),
    Issue("filler", "missing", "Un riempitivo che non dice nulla.", "A filler that stands for nothing."),
    Issue("format", "fixed", "Riscritto nella forma canonica.", "Rewritten in canonical form."),
    Issue("derived", "fixed", "Ricavato da {detail}.", "Derived from {detail}."),
    Issue(
        "derived_century",
        "suspect",
        "Ricavato da {detail}; il secolo è presunto.",
        "Derived from {detail}; the century is presumed.",
    ),
    Issue("moved", "fixed", "Spostato nella colonna {detail}.", "Moved to the column {detail}."),
    Issue("split", "fixed", "Diviso nelle sue parti.", "Split into its parts."),
    Issue(
        "several_placed",
        "fixed",
        "Più valori nella cella: gli altri stanno in {detail}.",
        "Several values in the cell: the others are in {detail}.",
    ),
    Issue(
        "contact_replaced",
        "suspect",
        "Quello che c'era scritto non è valido; al suo posto sta un valore di {detail}.",
        "What stood here is not valid; in its place stands a value of {detail}.",
    ),
    # Codice fiscale
    Issue(
        "cf_length",
        "invalid",
        "Ha {detail} caratteri; un codice fiscale ne ha 16, o 11 cifre.",
        "Has {detail} characters; a codice fiscale has 16, or 11 digits.",
    ),
    Issue(
        "cf_scientific",
        "invalid",
        "Notazione scientifica di un foglio di calcolo: cifre perse.",
        "Scientific notation of a spreadsheet: digits are lost.",
    ),
    Issue(
        "cf_format",
        "invalid",
        "Lettere e cifre non sono al posto che hanno in un codice fiscale: posizione {detail}.",
        "Letters and digits are not where a codice fiscale has them: position {detail}.",
    ),
    Issue(
        "cf_check_letter",
        "invalid",
        "Il carattere di controllo non torna: per gli altri 15 sarebbe {detail}.",
        "The check letter does not fit: for the other 15 characters it would be {detail}.",
    ),
    Issue(
        "cf_date",
        "invalid",
        "Il giorno o il mese di nascita nel codice non esiste.",
        "The birth day or month in the code does not exist.",
    ),
    Issue(
        "cf_place",
        "invalid",
        "Il codice del luogo {detail} non è mai stato assegnato.",
        "The place code {detail} was never assigned.",
    ),
    Issue(
        "cf_place_unknown",
        "suspect",
        "Del luogo {detail} non si sa quando è stato soppresso, o se è nuovo: verificare.",
        "Nobody tells when the place {detail} was suppressed, or whether it is new: please check.",
    ),
    Issue(
        "cf_place_ceased",
        "suspect",
        "Il luogo {detail} non esisteva più alla data di nascita.",
        "The place {detail} no longer existed at the birth date.",
    ),
    Issue(
        "cf_body_check",
        "invalid",
        "Undici cifre, ma la cifra di controllo non torna.",
        "Eleven digits, but the check digit does not fit.",
    ),
    Issue(
        "cf_zeros",
        "fixed",
        "Rimessi gli zeri iniziali persi.",
        "Lost leading zeros restored.",
    ),
    Issue("cf_filler", "missing", "Un codice di comodo.", "A filler code."),
    Issue(
        "cf_several",
        "suspect",
        "Più codici nella cella; tenuto uno, gli altri: {detail}.",
        "Several codes in the cell; one is kept, the others: {detail}.",
    ),
    Issue(
        "cf_and_pi",
        "fixed",
        "Nella cella c'è anche una partita IVA: {detail}.",
        "The cell also holds a partita IVA: {detail}.",
    ),
    Issue(
        "cf_words",
        "suspect",
        "Tolte dal codice le parole: {detail}.",
        "Words taken out of the code: {detail}.",
    ),
    Issue(
        "cf_repaired",
        "fixed",
        "Corretto un errore di battitura: è l'unico codice possibile che concorda con {detail}.",
        "A typing error was mended: the only possible code that agrees with {detail}.",
    ),
    Issue(
        "cf_candidates",
        "invalid",
        "Un errore di battitura; i codici possibili: {detail}.",
        "A typing error; the possible codes: {detail}.",
    ),
    Issue(
        "cf_married_name",
        "suspect",
        "Concorda tutto tranne il cognome: forse è quello del marito, il codice porta quello da nubile.",
        "All agrees but the surname: perhaps the husband's; the code bears the maiden one.",
    ),
    Issue(
        "cf_is_piva",
        "suspect",
        "È la partita IVA: il codice fiscale di una persona ha 16 caratteri.",
        "This is the partita IVA: a person's codice fiscale has 16 characters.",
    ),
    Issue(
        "cf_of_body",
        "suspect",
        "Il codice di un ente su una persona.",
        "A body's code on a person.",
    ),
    Issue(
        "cf_of_person",
        "suspect",
        "Il codice di una persona su una società.",
        "A person's code on a company.",
    ),
    Issue(
        "cf_provisional",
        "suspect",
        "Undici cifre su una persona: un codice provvisorio, o la sua partita IVA.",
        "Eleven digits on a person: a provisional code, or its partita IVA.",
    ),
    Issue(
        "cf_computed",
        "suspect",
        "Calcolato, non assegnato: solo l'Agenzia delle Entrate assegna i codici.",
        "Computed, not assigned: only the Agenzia delle Entrate assigns codes.",
    ),
    Issue(
        "cf_not_computed",
        "missing",
        "Non si può calcolare un codice senza: {detail}.",
        "No code can be computed without: {detail}.",
    ),
    Issue(
        "cf_disagrees",
        "suspect",
        "Il codice fiscale non concorda con: {detail}.",
        "The codice fiscale disagrees with: {detail}.",
    ),
    # Partita IVA
    Issue(
        "pi_length",
        "invalid",
        "Ha {detail} cifre; una partita IVA ne ha 11.",
        "Has {detail} digits; a partita IVA has 11.",
    ),
    Issue("pi_format", "invalid", "Non ha la forma di una partita IVA.", "Not the shape of a partita IVA."),
    Issue("pi_check", "invalid", "La cifra di controllo non torna.", "The check digit does not fit."),
    Issue("pi_zeros", "fixed", "Rimessi gli zeri iniziali persi.", "Lost leading zeros restored."),
    Issue(
        "pi_office",
        "suspect",
        "Il codice ufficio {detail} non è tra quelli noti: verificare sul VIES.",
        "The office code {detail} is not a known one: check it on VIES.",
    ),
    Issue(
        "pi_filler",
        "missing",
        "Un numero di comodo, non una partita IVA.",
        "A filler number, not a partita IVA.",
    ),
    Issue(
        "pi_scientific",
        "invalid",
        "Notazione scientifica di un foglio di calcolo: cifre perse.",
        "Scientific notation of a spreadsheet: digits are lost.",
    ),
    Issue(
        "pi_is_cf",
        "invalid",
        "È un codice fiscale, non una partita IVA.",
        "This is a codice fiscale, not a partita IVA.",
    ),
    Issue(
        "pi_mended",
        "fixed",
        "Lettere al posto di cifre, come prova la cifra di controllo: {detail}.",
        "Letters in place of digits, as the check digit proves: {detail}.",
    ),
    Issue(
        "pi_mended_unsure",
        "suspect",
        "Lette cifre al posto di lettere che somigliano: {detail}.",
        "Digits read in place of letters like them: {detail}.",
    ),
    Issue("pi_serial", "invalid", "Il numero progressivo è zero.", "The serial number is zero."),
    Issue(
        "pi_several",
        "suspect",
        "Più numeri nella cella; tenuto uno, gli altri: {detail}.",
        "Several numbers in the cell; one is kept, the others: {detail}.",
    ),
    Issue(
        "pi_and_cf",
        "fixed",
        "Nella cella c'è anche un codice fiscale: {detail}.",
        "The cell also holds a codice fiscale: {detail}.",
    ),
    Issue("pi_words", "suspect", "Tolte dal numero le parole: {detail}.", "Words taken out of the number: {detail}."),
    Issue(
        "pi_shared",
        "suspect",
        "È su {detail} codici fiscali diversi: un Gruppo IVA, o il numero di un altro. Non unisce i clienti.",
        "Stands on {detail} different codici fiscali: a VAT group, or somebody else's number. Merges no customers.",
    ),
    Issue(
        "pi_country",
        "fixed",
        "Aggiunta la sigla del paese della riga: {detail}.",
        "The row's country was put in front: {detail}.",
    ),
    Issue(
        "pi_foreign_unchecked",
        "suspect",
        "Una partita IVA estera ({detail}) di cui non si conosce il controllo.",
        "A foreign VAT number ({detail}) of which no check is known.",
    ),
    Issue(
        "pi_foreign_check",
        "suspect",
        "Una partita IVA estera ({detail}) che non supera il controllo del suo paese.",
        "A foreign VAT number ({detail}) that fails its country's check.",
    ),
    # Provincia
    Issue("prov_unknown", "invalid", "Nessuna provincia si chiama così.", "No province has this name."),
    Issue(
        "prov_ambiguous",
        "suspect",
        "Può essere più di una provincia: {detail}.",
        "May be more than one province: {detail}.",
    ),
    Issue(
        "prov_former",
        "suspect",
        "Provincia o sigla di un tempo: oggi {detail}.",
        "A former province or sigla: today {detail}.",
    ),
    Issue(
        "prov_misspelt",
        "fixed",
        "Scritta male: l'unica provincia che le somiglia è {detail}.",
        "Misspelt: the only province that it is like is {detail}.",
    ),
    Issue(
        "prov_maybe",
        "suspect",
        "Forse è {detail}, scritta male: lasciata com'è.",
        "It may be {detail}, misspelt: left as it is.",
    ),
    Issue(
        "prov_comune",
        "suspect",
        "Accanto alla sigla sta il comune {detail}.",
        "The comune {detail} stands beside the sigla.",
    ),
    Issue("prov_region", "invalid", "È una regione: {detail}.", "This is a region: {detail}."),
    Issue("prov_foreign", "suspect", "Non è una provincia italiana: {detail}.", "Not an Italian province: {detail}."),
    # Comune and CAP
    Issue(
        "comune_unknown",
        "suspect",
        "Nessun comune ha o ha avuto questo nome: resta com'è.",
        "No comune has or had this name: left as it is.",
    ),
    Issue(
        "comune_maybe",
        "suspect",
        "Nessun comune si chiama così; forse {detail}?",
        "No comune is called so; perhaps {detail}?",
    ),
    Issue(
        "comune_ambiguous",
        "suspect",
        "Più comuni hanno questo nome: {detail}.",
        "More than one comune has this name: {detail}.",
    ),
    Issue(
        "comune_province",
        "suspect",
        "Nessun comune di questo nome è in quella provincia: {detail}.",
        "No comune of this name is in that province: {detail}.",
    ),
    Issue(
        "comune_former",
        "fixed",
        "{detail} è un nome del passato: oggi è questo comune, o ne fa parte.",
        "{detail} is a name of the past: today it is this comune, or a part of it.",
    ),
    Issue(
        "comune_misspelt",
        "fixed",
        "Scritto male: l'unico comune che gli somiglia è {detail}.",
        "Misspelt: the only comune that it is like is {detail}.",
    ),
    Issue(
        "comune_short",
        "fixed",
        "Abbreviato: l'unico comune che comincia così è {detail}.",
        "Cut short: the only comune that begins so is {detail}.",
    ),
    Issue(
        "comune_frazione",
        "fixed",
        "Accanto c'è il nome di una parte del comune: {detail}.",
        "Beside it is the name of a part of the comune: {detail}.",
    ),
    Issue("comune_state", "suspect", "È uno Stato: {detail}.", "This is a state: {detail}."),
    Issue("cap_zeros", "fixed", "Rimessi gli zeri iniziali persi.", "Lost leading zeros restored."),
    Issue("cap_format", "invalid", "Un CAP ha cinque cifre.", "A CAP has five digits."),
    Issue(
        "cap_foreign",
        "suspect",
        "Sembra un codice postale estero: resta com'è.",
        "Looks like a foreign postal code: left as it is.",
    ),
    Issue("cap_words", "suspect", "Accanto al CAP sta scritto: {detail}.", "Beside the CAP stands: {detail}."),
    Issue("cap_unknown", "suspect", "Nessun comune usa questo CAP.", "No comune uses this CAP."),
    Issue(
        "cap_generic",
        "suspect",
        "CAP generico di una grande città, abolito: serve quello della zona ({detail}).",
        "Generic CAP of a big city, abolished: the zone's own is needed ({detail}).",
    ),
    Issue(
        "cap_other_comune",
        "suspect",
        "Non è un CAP di questo comune; i suoi: {detail}.",
        "Not a CAP of this comune; its own: {detail}.",
    ),
    # Address
    Issue(
        "indirizzo_twice",
        "fixed",
        "Il numero civico stava scritto due volte: {detail}.",
        "The house number was typed twice: {detail}.",
    ),
    Issue(
        "indirizzo_parted",
        "fixed",
        "Separato ciò che ha una colonna propria: {detail}.",
        "What has a column of its own was set apart: {detail}.",
    ),
    Issue(
        "indirizzo_ambiguous",
        "suspect",
        "L'abbreviazione può stare per più tipi di strada ({detail}): resta com'è.",
        "The abbreviation may stand for several types of street ({detail}): left as it is.",
    ),
    Issue(
        "indirizzo_unread",
        "suspect",
        "Qui non si legge una strada: resta com'è.",
        "No street can be read here: left as it is.",
    ),
    Issue(
        "indirizzo_locality",
        "fixed",
        "Aggiunta la località scritta nella colonna del comune: {detail}.",
        "The locality typed in the comune's column was added: {detail}.",
    ),
    Issue(
        "indirizzo_conflict",
        "suspect",
        "Dice altro dalle colonne accanto ({detail}): resta com'è.",
        "Says other than the columns beside it ({detail}): left as it is.",
    ),
    Issue(
        "civico_unread",
        "suspect",
        "Non si legge come numero civico: resta com'è.",
        "Cannot be read as a house number: left as it is.",
    ),
    # The row's places
    Issue("place_abroad", "fixed", "Fuori d'Italia: com'è.", "Outside Italy: as it is."),
    Issue(
        "place_decided",
        "fixed",
        "Deciso da ciò che dice il resto della riga: {detail}.",
        "Decided by what the rest of the row says: {detail}.",
    ),
    Issue(
        "places_conflict",
        "suspect",
        "Comune, provincia e CAP della riga non concordano: {detail}.",
        "The row's comune, province and CAP do not agree: {detail}.",
    ),
    # Birth place
    Issue(
        "luogo_unknown",
        "suspect",
        "Nessun comune, nessuno Stato di oggi o di ieri ha questo nome: resta com'è.",
        "No comune and no state of today or of the past has this name: left as it is.",
    ),
    Issue(
        "luogo_ambiguous",
        "suspect",
        "Più luoghi hanno questo nome: {detail}.",
        "More than one place has this name: {detail}.",
    ),
    Issue(
        "luogo_province",
        "suspect",
        "Nessun luogo di questo nome è in quella provincia: {detail}.",
        "No place of this name is in that province: {detail}.",
    ),
    # Date
    Issue("data_format", "invalid", "Non si legge come data.", "Cannot be read as a date."),
    Issue("data_impossible", "invalid", "Questo giorno non esiste.", "This day does not exist."),
    Issue("data_filler", "missing", "Una data di comodo.", "A filler date."),
    Issue("data_future", "suspect", "Una data nel futuro.", "A date in the future."),
    Issue("data_remote", "suspect", "Una data troppo lontana nel passato.", "A date too far in the past."),
    Issue("data_century", "fixed", "Anno di due cifre: secolo {detail}.", "Two-digit year: century {detail}."),
    Issue(
        "data_order",
        "suspect",
        "La colonna mescola giorno/mese e mese/giorno: può essere anche {detail}.",
        "The column mixes day/month and month/day: it may be {detail} as well.",
    ),
    Issue("data_serial", "fixed", "Numero seriale di un foglio di calcolo.", "Serial number of a spreadsheet."),
    # E-mail
    Issue("email_syntax", "invalid", "Non è un indirizzo e-mail: {detail}", "Not an e-mail address: {detail}"),
    Issue(
        "email_no_ending",
        "invalid",
        "Al dominio manca la fine: intendeva {detail}?",
        "The domain lacks its end: did they mean {detail}?",
    ),
    Issue("email_filler", "missing", "Un indirizzo di comodo.", "A filler address."),
    Issue("email_mended", "fixed", "Tolto ciò che non è dell'indirizzo.", "Removed what is not part of the address."),
    Issue(
        "email_typo",
        "fixed",
        "Dominio scritto male, corretto in {detail}.",
        "Mistyped domain, corrected to {detail}.",
    ),
    Issue(
        "email_suspect_domain",
        "suspect",
        "Dominio forse scritto male: intendeva {detail}? Chiedere, non inviare.",
        "Perhaps a mistyped domain: did they mean {detail}? Ask, do not send.",
    ),
    Issue(
        "email_discontinued",
        "suspect",
        "Il servizio di posta di questo dominio è stato chiuso{detail}.",
        "This domain's mail service was closed{detail}.",
    ),
    Issue(
        "email_maybe_discontinued",
        "suspect",
        "Il servizio di posta di questo dominio è forse chiuso: verificare.",
        "This domain's mail service was perhaps closed: please check.",
    ),
    Issue(
        "email_disposable",
        "suspect",
        "Un indirizzo usa e getta: nessuno lo legge più.",
        "A disposable address: nobody reads it any more.",
    ),
    Issue(
        "email_tld",
        "suspect",
        "Nessun dominio finisce in .{detail}: la posta torna indietro.",
        "No domain ends in .{detail}: mail to it bounces.",
    ),
    Issue(
        "email_no_reply",
        "suspect",
        "Una casella che spedisce soltanto: nessuno legge le risposte.",
        "A mailbox that only sends: nobody reads the answers.",
    ),
    Issue(
        "email_accents",
        "suspect",
        "Lettere accentate prima della @: pochi gestori le ammettono.",
        "Accented letters before the @: few providers allow them.",
    ),
    Issue(
        "email_maybe_pec",
        "suspect",
        "Forse una PEC: per il marketing servirebbe un consenso proprio.",
        "Perhaps a PEC: marketing to it would need a consent of its own.",
    ),
    Issue(
        "email_not_pec",
        "suspect",
        "Nella colonna della PEC, ma di un gestore di posta ordinaria.",
        "In the column of the PEC, but of a provider of ordinary mail.",
    ),
    Issue(
        "email_pec_moved",
        "fixed",
        "È una PEC: spostata nella sua colonna; per il marketing serve un consenso proprio.",
        "This is a PEC: moved to its own column; marketing to it needs a consent of its own.",
    ),
    Issue(
        "email_no_domain",
        "suspect",
        "Il dominio non esiste (DNS, {detail}).",
        "The domain does not exist (DNS, {detail}).",
    ),
    Issue(
        "email_no_mail",
        "suspect",
        "Il dominio non riceve posta (DNS, {detail}).",
        "The domain takes no mail (DNS, {detail}).",
    ),
    Issue(
        "email_several",
        "suspect",
        "Più indirizzi nella cella; tenuto il primo, gli altri: {detail}.",
        "Several addresses in the cell; the first is kept, the others: {detail}.",
    ),
    Issue(
        "email_and_tel",
        "fixed",
        "Nella cella c'è anche un numero di telefono: {detail}.",
        "The cell also holds a telephone number: {detail}.",
    ),
    Issue(
        "email_is_pec",
        "suspect",
        "È una PEC: per il marketing serve un consenso proprio.",
        "This is a PEC: marketing to it needs a consent of its own.",
    ),
    # Telephone
    Issue("tel_format", "invalid", "Non è un numero di telefono.", "Not a telephone number."),
    Issue(
        "tel_unassigned",
        "suspect",
        "La numerazione italiana non prevede questo numero.",
        "The Italian numbering plan has no such number.",
    ),
    Issue("tel_filler", "missing", "Un numero di comodo.", "A filler number."),
    Issue(
        "tel_several",
        "suspect",
        "Più numeri nella cella; tenuto il primo, gli altri: {detail}.",
        "Several numbers in the cell; the first is kept, the others: {detail}.",
    ),
    Issue(
        "tel_rest",
        "suspect",
        "Accanto al numero restano cifre che non sono un numero intero: {detail}.",
        "Beside the number stand digits that are no whole number: {detail}.",
    ),
    Issue(
        "tel_zero",
        "suspect",
        "Forse un fisso senza lo zero iniziale: {detail}?",
        "Perhaps a landline without its leading zero: {detail}?",
    ),
    Issue(
        "tel_zero_restored",
        "fixed",
        "Rimesso lo zero iniziale del fisso: il prefisso è quello della provincia della riga, {detail}.",
        "The landline's leading zero was restored: the area code is that of the row's province, {detail}.",
    ),
    Issue(
        "tel_mobile_zero",
        "fixed",
        "Tolto lo zero che si componeva davanti ai cellulari fino al 2001.",
        "Removed the zero that was dialled before mobile numbers until 2001.",
    ),
    Issue(
        "tel_prefix",
        "suspect",
        "Forse manca il prefisso: {detail}?",
        "Perhaps the area code is missing: {detail}?",
    ),
    Issue(
        "tel_lines",
        "suspect",
        "Forse un centralino con più linee ({detail}), forse un numero solo.",
        "Perhaps a switchboard with several lines ({detail}), perhaps a single number.",
    ),
    Issue(
        "tel_voicemail",
        "suspect",
        "La segreteria di un cellulare, o un cellulare con una cifra di troppo.",
        "The voicemail of a mobile, or a mobile number with a digit too many.",
    ),
    Issue(
        "tel_swapped",
        "fixed",
        "Fisso e cellulare erano l'uno nella colonna dell'altro.",
        "Landline and mobile were in each other's column.",
    ),
    Issue("tel_maybe", "suspect", "Può essere anche {detail}.", "It may be {detail} as well."),
    Issue(
        "contact_doubted",
        "suspect",
        "Una nota accanto lo mette in dubbio: {detail}.",
        "A remark beside it casts doubt on it: {detail}.",
    ),
    Issue("tel_fax", "suspect", "È un numero di fax.", "This is a fax number."),
    Issue(
        "tel_and_fax",
        "fixed",
        "Nella cella c'è anche un fax: {detail}.",
        "The cell also holds a fax number: {detail}.",
    ),
    Issue(
        "tel_and_email",
        "fixed",
        "Nella cella c'è anche un indirizzo e-mail: {detail}.",
        "The cell also holds an e-mail address: {detail}.",
    ),
    Issue(
        "tel_country",
        "fixed",
        "Letto come numero del paese della riga: {detail}.",
        "Read as a number of the row's country: {detail}.",
    ),
    Issue(
        "tel_country_maybe",
        "suspect",
        "Su una riga estera, e senza prefisso del paese: può essere anche {detail}.",
        "On a foreign row, and without a country code: it may be {detail} as well.",
    ),
    # Names
    Issue("name_note", "invalid", "Una nota, non un nome: {detail}.", "A note, not a name: {detail}."),
    Issue(
        "name_order",
        "suspect",
        "Non si capisce quale sia il cognome e quale il nome.",
        "It is not clear which is the surname and which the given name.",
    ),
    Issue(
        "name_several",
        "suspect",
        "Più persone in una cella.",
        "Several people in one cell.",
    ),
    Issue("name_remark", "suspect", "Una nota dentro il nome.", "A remark within the name."),
    Issue("name_digits", "suspect", "Cifre o segni estranei in un nome.", "Digits or foreign signs in a name."),
    Issue(
        "name_kind",
        "suspect",
        "Può essere un santo, un luogo o un'insegna e non una persona: resta com'è.",
        "It may be a saint, a place or a sign and no person: left as it is.",
    ),
    Issue(
        "name_link",
        "suspect",
        "Un indirizzo web o e-mail, non un nome: resta com'è.",
        "An address of the web or of e-mail, not a name: left as it is.",
    ),
    Issue("name_long", "suspect", "Troppo lungo per un nome: resta com'è.", "Too long for a name: left as it is."),
    Issue("name_swapped", "fixed", "Cognome e nome erano scambiati.", "Surname and given name were swapped."),
    Issue(
        "company_extra",
        "fixed",
        "Tolto dal nome ciò che non ne fa parte: {detail}.",
        "Taken out of the name what is no part of it: {detail}.",
    ),
    # Bank account, recipient of invoices
    Issue(
        "iban_length",
        "invalid",
        "Ha {detail} caratteri; un IBAN italiano ne ha 27.",
        "Has {detail} characters; an Italian IBAN has 27.",
    ),
    Issue("iban_format", "invalid", "Non ha la forma di un IBAN.", "Not the shape of an IBAN."),
    Issue("iban_check", "invalid", "Le cifre di controllo non tornano.", "The check digits do not fit."),
    Issue(
        "iban_cin",
        "suspect",
        "Le cifre di controllo tornano, il CIN no.",
        "The check digits fit, the CIN does not.",
    ),
    Issue(
        "iban_country",
        "suspect",
        "Le cifre di controllo tornano, ma la forma non è quella di un paese noto ({detail}).",
        "The check digits fit, but the shape is not that of a known country ({detail}).",
    ),
    Issue(
        "iban_mended",
        "fixed",
        "Corretto ciò che si scambia (O e 0, I e 1) o aggiunto IT: tornano cifre di controllo e CIN.",
        "Look-alikes mended (O and 0, I and 1) or IT put in front: check digits and CIN fit.",
    ),
    Issue(
        "iban_zeros",
        "fixed",
        "Rimessi gli zeri iniziali del conto: tornano cifre di controllo e CIN.",
        "Leading zeros of the account restored: check digits and CIN fit.",
    ),
    Issue(
        "iban_computed",
        "fixed",
        "Calcolato dalle vecchie coordinate (CIN, ABI, CAB, conto), il cui CIN torna.",
        "Computed from the old coordinates (CIN, ABI, CAB, account), whose CIN fits.",
    ),
    Issue(
        "iban_unchecked",
        "suspect",
        "Calcolato da ABI, CAB e conto: senza CIN nulla li controlla.",
        "Computed from ABI, CAB and account: without a CIN nothing checks them.",
    ),
    Issue(
        "iban_several",
        "suspect",
        "Più IBAN nella cella; tenuto il primo, gli altri: {detail}.",
        "Several IBANs in the cell; the first is kept, the others: {detail}.",
    ),
    Issue("iban_filler", "missing", "Un IBAN di comodo.", "A filler IBAN."),
    Issue(
        "sdi_format",
        "invalid",
        "Un codice destinatario ha 7 lettere e cifre, o 6 per un ufficio pubblico.",
        "A codice destinatario has 7 letters and digits, or 6 for a public office.",
    ),
    Issue(
        "sdi_several",
        "suspect",
        "Più codici nella cella: tenuto il primo; gli altri: {detail}.",
        "Several codes in the cell: the first was kept; the others: {detail}.",
    ),
    Issue(
        "sdi_zeros",
        "fixed",
        "Rimessi gli zeri persi: sette zeri, nessun canale.",
        "Lost zeros restored: seven zeros, no channel.",
    ),
    Issue("sdi_pec", "invalid", "È un indirizzo e-mail, non un codice.", "This is an e-mail address, not a code."),
    Issue(
        "sdi_conflict",
        "suspect",
        "Non si accorda con la riga: {detail}.",
        "Does not fit the row: {detail}.",
    ),
    # State
    Issue(
        "state_unknown",
        "suspect",
        "Non si capisce se è un cliente attivo: resta com'è.",
        "Not clear whether this is an active customer: left as it is.",
    ),
    Issue(
        "state_conflict",
        "suspect",
        "Non si accorda con l'ultimo ordine, del {detail}.",
        "Does not fit the last order, of {detail}.",
    ),
    Issue(
        "retention_over",
        "suspect",
        "Nessun segno di vita dopo il {detail}: oltre il limite di conservazione.",
        "No sign of life after {detail}: over the retention limit.",
    ),
    # Consent, sex, kind
    Issue(
        "consent_unknown",
        "suspect",
        "Non è un sì né un no: non vale come consenso.",
        "Neither a yes nor a no: does not count as consent.",
    ),
    Issue(
        "consent_conflict",
        "suspect",
        "Un'altra colonna dello stesso consenso dice {detail}: vale il rifiuto.",
        "Another column of the same consent says {detail}: the refusal stands.",
    ),
    Issue(
        "consent_opposed",
        "fixed",
        "Un'opposizione: vale come revoca in {detail}.",
        "An opposition: it stands as a withdrawal in {detail}.",
    ),
    Issue(
        "consent_overruled",
        "fixed",
        "Un'opposizione superata da un consenso successivo, del {detail}.",
        "An opposition overruled by a later consent, of {detail}.",
    ),
    Issue(
        "consent_not_opposed",
        "missing",
        "Nessuna opposizione: non per questo è un consenso.",
        "No opposition: that makes no consent.",
    ),
    Issue(
        "consent_later",
        "suspect",
        "Vale il consenso successivo di un'altra colonna, del {detail}.",
        "The later consent of another column stands, of {detail}.",
    ),
    Issue(
        "consent_unclear",
        "suspect",
        "Un'altra colonna dello stesso consenso non si capisce: non vale come consenso.",
        "Another column of the same consent cannot be read: does not count as consent.",
    ),
    Issue(
        "consent_date",
        "suspect",
        "Non è la data della risposta che vale, {detail}.",
        "Not the date of the answer that stands, {detail}.",
    ),
    Issue(
        "consent_revoked",
        "fixed",
        "La data di una revoca: vale in {detail}.",
        "The date of a withdrawal: it stands in {detail}.",
    ),
    Issue("sex_unknown", "invalid", "Né M né F.", "Neither M nor F."),
    Issue("kind_unknown", "suspect", "Né persona né azienda.", "Neither person nor company."),
)

ISSUES: dict[str, Issue] = {entry.code: entry for entry in _ENTRIES}
"""Every issue by its code."""


def message(code: str, detail: str | None, language: Language) -> str:
    """Return the explanation of an issue.

    Args:
        code: A code of the catalogue.
        detail: What fills the explanation's `{detail}`.
        language: ``"it"`` or ``"en"``.
    """
    issue = ISSUES[code]
    text = issue.italian if language == "it" else issue.english
    return text.replace("{detail}", detail or "")
