"""What notes say of contacting a customer."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.consent.notes import Mark, read_notes, together

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
    for written in (note, note.upper(), f"  {note}. "):
        (found,) = read_notes(pl.Series([written]))
        assert Mark(found) == mark, written


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
