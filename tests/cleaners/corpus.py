"""Ugly values for every cleaner, as exports of old systems hold them."""

from __future__ import annotations

ANYWHERE = [
    "", " ", "\t", "\u00a0", "\u200b", "\ufeff", "-", "--", ".", "/", "n.d.", "N.D", "nd", "NULL", "null", "None", "nan", "#N/D", "XXX", "zzz",
    "NA", "N/A", "0", "00", "000", "0000000000", "1", "?", "*", "x", "X", "à", "È", "ß", "ẞ", "ﬁ", "İ", "ı", "ſ", "ŉ", "Ⅷ", "½", "²", "١٢٣",
    "１２３４", "Ａ", "Ã²", "Ã ", "NicolÃ²", "Nicol&ograve;", "&amp;", "&", "💥", "日本", "Ω", "Ж", "e\u0301", "a\u0000b", "\x1f", '"', "'", "''",
    "`", "´", ";", ",", ":", "()", "[]", "<>", "{}", "\\", "$1", "%s", "=1+1", "+39", "@", "a@b", "1e10", "1,5E+10", "\u202e", "\ud7ff",
    "a" * 3000, "1" * 3000, " ".join("ab" for _ in range(600)), "<br>", "NON USARE", "vedi 12", "prova", "sconosciuto", "non disponibile",
]  # fmt: skip

OF = {
    "azienda": [
        "ALFA SERVIZI S.R.L. in liquidazione", "Rossi s n c di Rossi Mario & C.", "S.A.S. ALFA DI BIANCHI L. & C.", "Soc. Agr. X S.S.",
        "Coop. Soc. Ypsilon a r.l. ONLUS", "ALFA S . R . L .", "ALFA S,r.l.", "BAR SPORT DI ROSSI MARIO", "F.lli Bianchi snc", "ALFA srl srl",
        "S.R.L.", "srl", "S.p.A.", "COMUNE DI MILANO", "CONDOMINIO VIA ROMA 12", "A.S.D. Polisportiva", "ALFA SRL (in liquidazione)",
        "alfa s.r.l. unipersonale", "ALFA S.R.L. A SOCIO UNICO", "\"ALFA\" S.P.A.", "3M ITALIA SRL", "D'AMICO S.R.L.", "ALFA - S.R.L. - MILANO",
        "L'ORÉAL ITALIA S.P.A.", "GROSSE STRAßE SRL", "ﬁnanza srl", "İSTANBUL SRL", "ALFA SRL -", "alfa in fallimento", "McDonald's Italia Srl",
        "società a responsabilità limitata alfa", "ALFA S.R.L. E C.", "Impresa individuale Rossi", "& C.", "in liquidazione", "di", "di Rossi",
        "STUDIO LEGALE AVV. ROSSI", "Banca di Credito Cooperativo", "ONLUS", "NICOLO' SRL", "ALFA   BETA    SPA", "S.N.C.ALFA",
    ],
    "cap": ["184", "00184", "20100", "I-20121", "IT 20121", "20121.0", "20 121", "1234", "CH-6900", "SW1A 1AA", "99999", "123", "12", "123456",
            "20121 MI", "7012", "6900", "75001", "1010 AB", "CAP 20121", "F-75001", "100 00"],
    "codice_fiscale": [
        "RSSMRA85T10A562S", "rss mra 85t10 a562s", "RSSMRA85T10A562X", "RSSMRA85T10A56NH", "RSSMRA85T32A562S", "97103880585", "7103880585",
        "97103880585.0", "RSSMRA85T10A562", "RSSMRA85T10A562SS", "RSSMRA85T10-A562S", "ITRSSMRA85T10A562S", "XXXXXX00A00A000A", "00000000000",
        "C.F. RSSMRA85T10A562S", "RSSMRA85T1OA562S", "RSSMRA8 5T10A562S", "123", "12345678", "RSSMRA50A01D620P", "RSSMRA85T10A562S;",
    ],
    "comune": ["FORLI'", "forli", "reggio nell'emilia (RE)", "Reggio Emilia", "MILANO (MI)", "MILANO MI", "Bolzano/Bozen", "BOZEN", "S. Donà di Piave",
               "San Dona' di Piave", "CASTRO", "CASTRO (BG)", "SAMONE TO", "Roma Capitale", "Sant Angelo", "L`AQUILA", "LAquila", "Peglio PU",
               "Villa Lagarina -TN-", "Lignano S.doro", "MILANO 2", "Parigi", "Forlì (FC)", "MOSCA,RU"],
    "consenso": ["S", "s", "sì", "SI'", "Si", "N", "no", "NO.", "1", "0", "opt-out", "OPT IN", "non so", "forse", "revocato", "R", "sì/no", "true", "False",
                 "non espresso", "Sì (tel.)", "Acconsente", "non acconsente", "non  accetto", "SÃ¬", "s\u00ec", "si\u0300", "Y", "ok", "KO", "X"],
    "data": ["31/12/1985", "1.2.1985", "1-2-85", "31/02/1985", "03/25/1985", "1985-12-31", "19851231", "31121985", "31 dicembre 1985", "31-DIC-85",
             "12/31/85 10:30", "2024-02-30T10:00:00Z", "00/00/0000", "01/01/1900", "9999-12-31", "44927", "44927.5", "31/12/2099", "31/12/1850",
             "1/1/1", "32/01/2000", "29/02/2023", "29/02/2024", "lun 5 marzo 2012", "5° marzo 2012", "5 marz 2012", "1985", "12/1985", "1985-13-01",
             "15/08/24 9.30", "0000-00-00 00:00:00", "１/２/1985", "99/99/9999", "01/01/0000", "0001-01-01", "1899-12-30", "10000", "60000", "60001"],
    "email": ["Mario.Rossi@GMAIL.COM", "mailto:mario@rossi.it", "mario@@rossi.it", "mario rossi@rossi.it", "mario@rossi", "mario@rossi.it; anna@rossi.it",
              "Mario Rossi <mario@rossi.it>", "mario(at)rossi.it", "mario@gmial.com", "mario@gmail.con", "mario@pec.it", "@rossi.it", "mario@", "mario@rossi..it",
              ".mario@rossi.it", "mario.@rossi.it", "mario@rossi.it.", "mario@-rossi.it", "mario@xn--c.it", "màrio@rossi.it", "mario@forlì.it", "\"mario rossi\"@rossi.it",
              "mario@[127.0.0.1]", "mario@rossi.test", "MARIO@LEGALMAIL.IT", "mario+x@rossi.it", "o'neil@rossi.it", "e-mail: mario@rossi.it", "nessuna", "mario@rossi.it, ",
              "mario@rossi.it/anna@rossi.it", "<mario@rossi.it>", "mario,rossi@rossi.it", "mario@ros_si.it", "mailto:mailto:a@b.it", "pec:pec:a@b.it", "a@b.it mario",
              "mario@rossi.it (casa)", "'mario@rossi.it'", "mario[at]rossi.it", "mario@tin.it@rossi.it", "mario;rossi@x.it", "A@B@C"],
    "nominativo": ["ROSSI MARIO", "BAR SPORT DI ROSSI MARIO", "ALFA SRL", "Sig. Rossi", "ROSSI", "Dott.ssa D'ANGELO MARIA", "ROSSI MARIO E BIANCHI ANNA",
                   "FAM. ROSSI", "Comune di Roma", "CLIENTE VARI", "NON USARE - VEDI 12", "Mario Rossi 3", "Studio Rossi", "ROSSI M.", "De Luca Di Stefano",
                   "EREDI ROSSI", "BEAUTY SNC", "Maria Grazia", "ROSSI/BIANCHI", "Rossi Mario & C.", "ditta Rossi Mario", "Spett.le Alfa"],
    "partita_iva": ["00743110157", "743110157", "IT00743110157", "IT 743110157", "P.IVA 00743110157", "00743110157.0", "7,4311E+08", "7.43E+8", "DE136695976",
                    "RSSMRA85T10A562S", "12345678901", "00000000000", "99999999999", "1234567", "123456789012", "ATU13585627", "FR61954506077", "EL094259216",
                    "GR094259216", "CHE123456788TVA", "GB980780684", "00146089990", "IT", "pi 00743110157", "P. I. : 00743110157", "IT 0074-311.0157", "XX123"],
    "persona": ["Sig. ROSSI MARIO", "D'ANGELO NICOLO'", "DE LUCA MARIA GRAZIA", "Rossi", "rossi anna in bianchi", "ROSSI VED. BIANCHI ANNA", "BIANCHI ANNA NATA ROSSI",
                "McDonald Ronald", "MC DONALD RONALD", "O'NEIL SEAN", "Maier-Huber Hans", "DE", "D'", "DOTT.", "Sig.ra", "Dott. Ing.", "Prof.ssa Maria Rossi",
                "ROSSI M.", "M. ROSSI", "LI CAUSI", "LA ROSA ROSA", "ROSSI MARIO 2", "mario@rossi", "CLIENTE", "TEST", "ROSSI MARIO / BIANCHI ANNA", "ANDREA LUCA",
                "GENTILE GENTILE", "SIG.ROSSI", "ROSSI,MARIO", "ROSSI, MARIO", "ROSSI   MARIO", "\u00c8zio Rossi", "Nicolò", "NICOLO`", "nicolo'", "SANT' ANGELO MARIO", "l' abate anna",
                "in Rossi", "nata Rossi", "ved. Rossi", "Avv. Rossi Avv. Bianchi", "dell'Acqua", "d'Annunzio Gabriele", "van den Berg Jan", "rOSSI mARIO", "a b", "DI DI", "Rossi nata", "X Y Z"],
    "provincia": ["MI", "mi", "milano", "(MI)", "[MI]", "Milano (MI)", "prov. di Milano", "Provincia di Milano", "Città Metropolitana di Milano", "NA", "Reggio", "Reggio Emilia",
                  "FO", "PS", "Roma", "RM", "Lombardia", "EE", "Estero", "CH", "Forlì", "FORLI'-CESENA", "Massa", "MC", "XX", "Aosta", "AO", "Monza", "SU", "OT", "VS", "Bolzano/Bozen",
                  "P.A. Trento", "Cagliari (CA)", "VCO", "BT", "B.A.T.", "--", "..", "PR", "PROV", "Prov. MI", "Pr."],
    "sesso": ["M", "m", "F", "f.", "Maschio", "FEMMINA", "uomo", "Donna", "male", "Female", "0", "2", "MF", "M/F", "S"],
    "telefono": ["333 1234567", "0039 333/1234567", "+39 333.1234567", "+39-02-55507676", "02/55507676", "02 55507676 / 333 1234567", "tel. 02 55507676", "3331234567.0", "+44 20 7946 0958",
                 "0044 20 7946 0958", "3,33E+09", "0000000000", "1234567890", "800 123456", "892 424", "112", "39 333 1234567", "+39 0039 333 1234567", "(02) 55507676", "02 55507676 int. 12",
                 "333 1234567 o 02 55507676", "nessuno", "non ha", "333-123", "+1 202 555 0143", "55507676", "+393331234567;+393397654321", "cell 333 1234567 uff 02 55507676",
                 "02 555 076 76 (casa)", "fax", "+", "++39 333 1234567", "00 39 02 55507676", "0041 91 911 2211", "333 123 45 67 marito", "+39(0)2 55507676", "3333333333", "+39 3333333333"],
    "testo": ["  via  Nicol&ograve; ", "via&nbsp;Roma", "CittÃ ", "&amp;amp;", "&amp;lt;", "Ã\u0192Â²", "riga1\nriga2", "A\u00adB", "perchÃ©", "â‚¬ 12", "&&#39;", "Ã\u00a0", "&agrave;&amp;egrave;"],
    "tipo": ["P", "PF", "persona fisica", "Persona Giuridica", "azienda", "G", "ente", "altro", "privato", "B2B", "S.r.l.", "persona", "PERSONA"],
}  # fmt: skip
"""Values for one cleaner, beyond those for any."""


def corpus(cleaner: str) -> list[str]:
    """Return the ugly values of a cleaner, every one once."""
    return list(dict.fromkeys([*OF.get(cleaner, []), *ANYWHERE]))
