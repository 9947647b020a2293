"""Cells of every kind that the tests of this folder draw rows from, by the role of their column."""

from __future__ import annotations

PLACES_AND_CODES: dict[str, list[str | None]] = {
    "comune": [
        None, "MILANO", "Negrar", "Ortonovo", "Ionadi", "Roma", "FRAZ LOCARA SAN BONIFACIO", "VAGO LAVAGNO",
        "20121 Milano (MI)", "Castro", "Reggio", "San Bonifacio (VR)", "Nicastro", "Parigi", "Chiasso (Svizzera)",
        "Bolzano/Bozen", "Mestre", "Milano Marittima (Cervia)", "Sanluri", "GOZZOLINA", "Montagna", "Calliano",
        "San Marino", "Città del Vaticano", "XXX", "Prato", "Fermo", "Genova Nervi", "livo",
    ],
    "provincia": [
        None, "MI", "Roma (IT)", "RM", "VR", "EE", "Estero", "PO", "FM", "SU", "NOME", "Torono", "Reggio", "FO",
        "Lombardia", "RSM", "Wien (AT)", "Segrate (MI)", "BZ", "VS", "GE", "20121 MI", "bg",
    ],
    "cap": [
        None, "20121", "100", "9100", "184", "00184", "20121 Milano", "37032", "MC98000", "47890", "00120", "1010",
        "20054.0", "88046", "2012", "75001", "00-950", "20100", "99999", "09025", "16167",
    ],
    "indirizzo": [
        None, "Via Roma 5 - 20121 MILANO (MI) - Italia", "Via Ragazzi del '99, 13", "VIA ALDO MORO, 11 11",
        "Via Roma 5",
        "Corso Italia 3, Negrar", "Loc. Pieve 5", "Via Po 5/3A", "Via Roma SNC int. 4", "20121 Milano (MI), Via Roma 5",
        "Km 12,500", "Via Roma 5, Italia", "c/o Bar Sport, Via Roma 5", "Casella Postale 12", "Via Roma 5, Mestre",
        "Via Verdi 3, 37032", "Via P.ta Nuova 5", "Via Milano, Roma", "Via Roma 3, Locara",
    ],
    "civico": [None, "5", "12 a", "snc", "5/3A", "n. 7", "11"],
    "nazione": [None, None, "Italia", "IT", "Svizzera", "Germania", "US", "San Marino", "VA", "CH"],
    "regione": [None, "Lombardia", "Veneto", "Lazio"],
    "partita_iva": [
        None, "00743110157", "OO743110157", "US123456789", "12-3456789", "85335772671", "IT 00743110157 / GB123456789",
        "RSSMRA85T10A562S", "CHE-116.281.710 MWST", "7,43E+08", "743110157", "DE0000000", "VA00462350018",
        "P.IVA 00743110157 - C.F. RSSMRA85T10A562S",
    ],
    "codice_fiscale": [
        None, "RSSMRA85T10A562S", "rss mra 85t10 a562s", "RSSMRA85T10A562X", "7,43E+08", "97103880585", "DE136695976",
        "RSSMRA85T10A562S / 00743110157", "00743110157",
    ],
    "codice_destinatario": [None, "KRRH6B9 / M5UXCR1", "krrh6b9", "0", "XXXXXXX"],
    "data_nascita": [None, "Gio 14/12/2017", "10/12/1985", "1/2/85", "14/12/1985;"],
    "luogo_nascita": [None, "San Giuliano Terme", "PISA", "Castro", "Negrar", "Parigi (Francia)", "A562"],
    "iban": [None, "IT60X0542811101000000123456", "CIN X ABI 5428 CAB 11101 C/C 123456"],
}  # fmt: skip

NAMES: dict[str, list[str | None]] = {
    "nominativo": [
        None, "ROSSI MARIO", "Mario Rossi", "Sig.ra Anna Bianchi", "ACME S.R.L.", "Bar di Rossi Mario",
        "VILLA ANNA", "EREDI ROSSI", "Rossi Mario / Bianchi Anna", "CAPRI 8", "Comune di Pisa", "D'Angelo Maria Luisa",
        "Rossi Mario (NO TEL)", "CARTA ANTONIO", "XXX",
    ],
    "ragione_sociale": [
        None, "ACME SRL", "Rossi Mario", "BETA S.n.c. di Verdi & C.", "Bianchi Anna", "Studio Legale Verdi", "GAMMA",
    ],
    "cognome": [None, "Rossi", "BIANCHI", "De Luca", "Rossi Mario", "Mario"],
    "nome": [None, "Mario", "ANNA", "Maria Luisa", "Rossi", "M."],
    "tipo": [None, "persona", "azienda", "F", "G"],
    "sesso": [None, "M", "F", "femmina"],
    "titolo": [None, "Dott.", "SIG.RA", "Avv"],
    "annotazione": [None, "chiamare dopo le 18", "NON CHIAMARE", "deceduto", "no mail"],
}  # fmt: skip
CONTACTS: dict[str, list[str | None]] = {
    "email": [
        None, "MARIO@ROSSI.IT", "mario@rossi.it; anna@bianchi.it", "mario@pec.it", "mario@gmial.com", "info@libero.ti",
        "mario@rossi.it 333 1234567", "nessuna", "noreply@acme.it", "x@alice.it", "acme@legalmail.it, info@acme.it",
    ],
    "pec": [None, "acme@pec.it", "mario@gmail.com", "acme@legalmail.it", "info@acme.it acme@pec.it"],
    "telefono": [
        None, "333 1234567", "02 5550767", "02 55507676 fax 02 55507677", "333 1234567 / 347 7654321", "06/1234567-8",
        "0333 1234567", "2 6701234", "00393331234567", "NO TEL", "332 123456", "mario@rossi.it", "+41 91 1234567",
    ],
    "cellulare": [None, "347 7654321", "02 1234567", "3331234567", "0333 7654321", "333 1234567 casa 02 1234567"],
    "fax": [None, "02 55507677", "tel. 02 55507676 fax 02 55507677", "333 1234567"],
}  # fmt: skip
CONSENTS: dict[str, list[str | None]] = {
    "consenso_marketing": [None, "si", "no", "SI 12/03/2021", "revocato", "boh"],
    "consenso_email": [None, "si", "no", "x"],
    "data_consenso": [None, "12/03/2021", "01/01/2024", "32/13/2020"],
    "opposizione": [None, "si", "no", "?"],
    "data_revoca": [None, "05/06/2022", "ieri"],
    "data_ultimo_ordine": [None, None, "12/03/2026", "01/01/2010", "mai"],
    "data_modifica": [None, "12/03/2012", "01/02/2026"],
    "stato": [None, "attivo", "lead", "cessato"],
}  # fmt: skip
EVERY = {**PLACES_AND_CODES, **NAMES, **CONTACTS, **CONSENTS}
# A column that looks like a consent and may be given no role: what it says counts over the whole list.
WITHOUT_ROLE: dict[str, list[str | None]] = {
    "Auguri": [None, "S", "N"],
    "Agente": [None, "NO EMAIL", "B2"],
}
