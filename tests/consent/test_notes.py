"""What notes say of contacting a customer."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.consent.note_patterns import Mark
from italclean.consent.notes import read_addresses, read_contacts, read_notes, together

NOTES = {
    Mark.DECEASED: "deceduto|È DECEDUTA nel 2019|sig.ra deceduta il 3/4/2020|† 2019|defunto|Deceduto?|cliente morto",
    Mark.CEASED: "ditta cessata|CESSATO|cessata attività|cessata il 31/12/2020|attività chiusa|CHIUSO|fallita",
    Mark.NO_CONTACT: "non contattare|NON CONTATTARE PIÙ|da non contattare|non vuole essere contattato|NO MARKETING|"
    "No pubblicità|"
    "Non vuole ricevere pubblicità|NON INVIARE NULLA|unsubscribed|opt-out|ha revocato il consenso|si è opposto|"
    "do not contact|"
    "chiede di non essere contattato|ha chiesto la cancellazione|cancellato dalla newsletter|Non disturbare|blacklist",
    Mark.NO_CALL: "NON CHIAMARE|non chiamare mai|NON TELEFONARE|no sms|non contattare telefonicamente|RPO|"
    "iscritto RPO|do not call|"
    "non gradisce telefonate|vietato chiamare|mai chiamare|non vuole chiamate|rifiuta chiamate|DNC",
    Mark.NO_EMAIL: "no mail|non inviare newsletter|non contattare via mail|non mandare email|stop mail|non scrivere",
    Mark.NO_POST: "no posta|non inviare cataloghi|NO CATALOGO",
    Mark.READ: "marito deceduto|non contattare prima delle 18|utenza cessata|in liquidazione|EREDI|non interessato|"
    "negozio chiuso",
    Mark.READ_CALL: "non chiamare il sabato|NON CHIAMARE DOPO LE 20|non chiamare al mattino",
    Mark.CEASED | Mark.NO_CALL: "CHIUSO, NON CHIAMARE",
    Mark(0): "CHIUSO IL LUNEDÌ|chiuso per ferie|non risponde|non paga|cliente dal 1998|non è deceduto|non cessata|"
    "Chiusa di Pesio|"
    "Impresa funebre|Non ha la mail|nessuna opposizione|chiamare solo al mattino|opposizione al decreto ingiuntivo|"
    "trasferito|"
    "Via dei Morti|ottimo cliente|notificato|Corpo Forestale",
}


@pytest.mark.parametrize(("note", "mark"), [(note, mark) for mark, notes in NOTES.items() for note in notes.split("|")])
def test_notes(note: str, mark: Mark) -> None:
    written = [note, note.upper(), f"  {note}. "]
    for typed, found in zip(written, read_notes(pl.Series(written)), strict=True):
        assert Mark(found) == mark, typed


# What is refused in more words, or restricted, or tells of a death: none of them leaves a yes to all means.
REFUSING = {
    Mark.NO_CONTACT: "consenso negato|nega consenso|privacy revocata|niente marketing|niente pubblicità|"
    "togliere dalla mailing list|tolta dagli indirizzi|rimuovere dalle liste|rimuovere dall'indirizzario|"
    "cancellata su richiesta|escludere da invii|escludere dagli invii|GDPR: opposizione|opposizione GDPR|"
    "richiesta oblio|diritto all'oblio|ha chiesto di non ricevere più nulla|nn contattare|noncontattare|"
    "evitare contatti|Lista Robinson|consenso: NO|no consensi|mai più contattare|non mandare più niente",
    Mark.NO_EMAIL: "niente email|basta mail|RIFIUTA NEWSLETTER|non scrivergli più|no newsletters|non vuole più mail",
    Mark.NO_CALL: "non tel.|evitare telefonate|basta telefonate|niente sms|nn chiamare",
    Mark.NO_POST: "niente posta|rifiuta cataloghi|non spedire",
    Mark.READ: "senza consenso|manca consenso privacy|non ha firmato privacy|NO PRIVACY|privacy non firmata|"
    "reclamo al Garante|togliere dall'elenco|contattare solo il figlio|deceduta la madre|il padre è deceduto|"
    "è mancata la moglie|in concordato|FALLIMENTO ALFA|IN LIQUIDAZIONE|è mancato il sig. Rossi",
    Mark.READ_CALL | Mark.READ_POST: "OK SOLO EMAIL|contattare solo via mail|email only|"
    "preferisce essere contattato solo per email",
    Mark.READ_CALL | Mark.READ_EMAIL: "solo posta|OK SOLO PER POSTA",
    Mark.READ_EMAIL | Mark.READ_POST: "solo whatsapp|contattare solo per telefono",
    Mark.READ_CALL: "chiamare solo la moglie|evitare telefonate dopo le 20",
    Mark.DECEASED: "dec.|DEC. 12/01/2020|dec. nel 2019|è mancato|è mancata nel 2019|è mancato il 12/03/2020|"
    "è mancato/a|è mancata a marzo 2020|venuto a mancare|cliente mancato nel 2020|RIP|R.I.P.|non più in vita|"
    "buonanima|MORTO/A|de cuius|(+)|(+2019)|† 12/3/2019|+ 12/05/2019|sig. Rossi + 12/05/2019",
}
ORDINARY = (
    "chiamare dopo le 5|senza consegna il lunedì|paga a 30 gg|in vita dal 1990|dec. 2019 ordine|è mancata la consegna|"
    "è mancato il pagamento di marzo|basta chiamare il magazzino|ordine cancellato su richiesta|"
    "fatture solo via email|natura morta in salotto|binario morto|rip. caldaia 2019|consegna solo al mattino|"
    "paga solo contanti|nuovo indirizzo|prezzo +10%|Tel. +39 333 1234567|ordine 12/05/2019 + 14/05/2019|"
    "privacy firmata il 25/05/2018|consenso privacy ok|garanzia scaduta|niente sconto|togliere IVA|"
    "escluso trasporto|solo ritiro in sede|manca saldo|manca il CAP|sconto revocato|nega di aver ricevuto la merce|"
    "rifiuta la merce danneggiata|in lista d'attesa|NN 12|vuole solo prodotti biologici|assegno respinto|"
    "abbonamento disdetto|tel. non attivo il sabato|mandare solo fatture|prezzo concordato il 3/4|manca firma sul DDT"
)


@pytest.mark.parametrize(
    ("note", "mark"), [(note, mark) for mark, notes in REFUSING.items() for note in notes.split("|")]
)
def test_refusals_and_deaths_in_more_words(note: str, mark: Mark) -> None:
    written = [note, note.upper(), f"  {note} "]
    for typed, found in zip(written, read_notes(pl.Series(written)), strict=True):
        assert mark in Mark(found), typed


@pytest.mark.parametrize("note", ORDINARY.split("|"))
def test_ordinary_notes(note: str) -> None:
    assert read_notes(pl.Series([note, note.upper()])).to_list() == [0, 0]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        *((f"ROSSI MARIO {death}", Mark.DECEASED) for death in ("(+)", "(+2019)", "† 2019", "+ 12/05/2019", "dec.")),
        *((f"ROSSI MARIO {death}", Mark.DECEASED) for death in ("DEC. 12/01/2020", "RIP", "R.I.P.")),
        *((f"ROSSI MARIO {death}", Mark.DECEASED) for death in ("- è mancato", "BUONANIMA", "non più in vita")),
        *((f"{heirs} PIETRO", Mark.READ) for heirs in ("EREDI GALLI", "EREDI DI GALLI", "Eredi di Galli")),
        *((f"ALFA SRL {state}", Mark.READ) for state in ("FALLITA", "IN LIQUIDAZIONE", "in concordato", "IN LIQ.")),
        ("FALLIMENTO ALFA SRL", Mark.READ),
        ("ROSSI MARIO MORTO", Mark.READ),
        ("ROSSI MARIO (morto)", Mark.DECEASED | Mark.READ),
        ("ROSSI MARIO (NO PRIVACY)", Mark.READ),
        ("ROSSI MARIO - niente email", Mark.NO_EMAIL),
        *((name, Mark(0)) for name in ("ROBINSON MARIO", "Eredi Bianchi S.r.l.", "Oblio Caffè", "DEC MARIA")),
        *((name, Mark(0)) for name in ("Basta Anna", "Solo Mario", "Morti Anna", "Morto Luca", "C+ Srl (TO)")),
        *((name, Mark(0)) for name in ("Ripa Mario", "Rossi Mario (Chiusa)", "Bar Solo Posta", "La Vita Anna")),
    ],
)
def test_what_names_say(name: str, mark: Mark) -> None:
    assert Mark(read_notes(pl.Series([name]), names=True)[0]) == mark


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        *((f"Via Po 5{note}", Mark.NO_POST) for note in (" - NO POSTA", " (non spedire)", "/A NON SPEDIRE")),
        *((f"{note} Via Po 5", Mark.NO_POST) for note in ("NON SPEDIRE", "NO POSTA")),
        *((f"Via Po 5{note}", Mark.NO_CONTACT) for note in (" no pubblicità", ", no pubblicità", " - non contattare")),
        *((f"Via Po 5{note}", Mark.DECEASED) for note in (" (deceduto)", ", RIP", " - deceduta", " †")),
        *((f"Via Po {note}", Mark.READ_POST) for note in ("5 - SCONOSCIUTO ALL'INDIRIZZO", "snc TRASFERITO")),
        *((f"Via Po 5{note}", Mark.READ_POST) for note in (" - respinta al mittente", " (irreperibile)")),
        *((note, Mark.READ_POST) for note in ("SCONOSCIUTO ALL'INDIRIZZO", "TRASFERITO", "TRASFERITO - Via Po 5")),
        *((f"Via {street}", Mark(0)) for street in ("dei Morti 5", "Rip 3", "Ripamonti 5", "Roma 1, Chiusa", "Stop 3")),
        *((f"Via {street}", Mark(0)) for street in ("Acqua Morta", "dell'Oblio 3", "del Trasferito 3", "Cessati 4")),
        *((f"Via {street}", Mark(0)) for street in ("Robinson, 5", "Milite Ignoto 3", "Po 5 scala B", "Po 5 (Chiusa)")),
        *((place, Mark(0)) for place in ("Loc. Morta 3", "Vicolo Chiuso 3", "V.le Morto 3", "Salita Morta 4")),
    ],
)
def test_beside_an_address(address: str, mark: Mark) -> None:
    assert Mark(read_addresses(pl.Series([address]))[0]) == mark


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        *((f"u@libero.it {note}", Mark.READ_EMAIL) for note in ("revocato", "stop", "bounced", "torna indietro")),
        *((f"090 771132 {note}", Mark.READ_EMAIL) for note in ("disdetto", "utenza cessata", "numero inesistente")),
        ("u@libero.it (no mail)", Mark.NO_EMAIL),
        *((cell, Mark(0)) for cell in ("stop@libero.it", "no.mail@x.it", "u@libero.it ufficio", "090 771132 casa")),
    ],
)
def test_beside_a_number_or_mailbox(cell: str, mark: Mark) -> None:
    assert Mark(read_contacts(pl.Series([cell]), Mark.READ_EMAIL)[0]) == mark


def test_beside_a_name() -> None:
    names = [
        "ROSSI MARIO - DECEDUTO",
        "LA CHIUSA ANNA",
        "EREDI BIANCHI S.r.l.",
        "ALFA SRL (CESSATA)",
        "NON CHIAMARE ROSSI",
    ]
    assert [Mark(bits) for bits in read_notes(pl.Series(names), names=True)] == [
        Mark.DECEASED,
        Mark(0),
        Mark(0),
        Mark.CEASED,
        Mark.NO_CALL,
    ]


def test_empty_cells_and_no_cells() -> None:
    assert read_notes(pl.Series([None, "", " "], dtype=pl.String)).to_list() == [0, 0, 0]
    assert read_notes(pl.Series([], dtype=pl.String)).to_list() == []
    assert together([], 2).to_list() == [0, 0]
