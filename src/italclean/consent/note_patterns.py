"""The words of notes that say whom one may contact, and the marks that they leave."""

from __future__ import annotations

from enum import IntFlag


class Mark(IntFlag):
    """What is noted of a customer; several may hold."""

    DECEASED = 1
    CEASED = 2
    NO_CONTACT = 4
    NO_CALL = 8
    NO_EMAIL = 16
    NO_POST = 32
    READ = 64
    """Something that a person must read: a restriction (`non chiamare prima delle 9`), a relative who died."""
    EMAIL_ONLY = 128
    """The general yes was given to a newsletter alone."""
    MAYBE_REFUSED = 256
    """A column that looks like a consent, and has no role, says no."""
    READ_CALL = 512
    """A restriction of calls that a person must read."""
    READ_EMAIL = 1024
    READ_POST = 2048


# Words are ASCII: patterns of letters in every script take ten times as long to be made.
ASCII = "(?-u)"
# Most cells have none of these and are spared the patterns.
GLANCE = (
    r"(?i)(?:\b|_)(?:no|non|not|mai|rpo|dnc|stop|opt|senza|mort[oa])(?:\b|_)|optout|deced|defunt|decess|deceas|eredi|†|"
    r"cessat|chius|fallit|fallim|liquidaz|unsub|disiscr|cancell|revoc|oppos|oppon|robinson|black ?list|diffid|rifiut|"
    r"nessun|closed|vieta|evitare|"
    r"\bnn\b|\bnon(?:contatt|chiam|telef|disturb|invi|sped|scriv|mand)|\bnega|manca|privacy|niente|basta|"
    r"togli|tolt|rimuov|rimoss|esclu|elimina|gdpr|oblio|garante|\bsol[oat]|unicamente|\bonly\b|\bdec\b|"
    r"\br\.? ?i\.? ?p\b|in vita\b|buon ?anima|"
    r"cuius|✝|\+ ?(?:\)|[0-9])|concordato|\bin liq\b|sconosciut|trasferit|respint|irreperibil|inesistente|disdett|"
    r"bounce|indietro|mittente|giacenza"
)


def _any(*words: str) -> str:
    return f"(?:{'|'.join(words)})"


_ABOUT = r"(?:CONTATT\w*|DISTURB\w*|CERCA\w*|IMPORTUN\w*|SOLLECIT\w*)"
_CALLING = r"(?:CHIAM\w*|TELEFON\w*|RICHIAM\w*|TEL\b)"
_SENDING = r"(?:INVIA\w*|MANDA\w*|SPEDI\w*|SCRIVE\w*|RECAPITA\w*)"
_WRITING = r"(?:E ?MAIL|MAIL|POSTA ELETTRONICA|NEWSLETTERS?|DEM|SPAM)"
_MAILING = r"(?:POSTA|CATALOGH?[IO]|CARTACE[OI]|LETTER[AE]|VOLANTIN[IO]|DEPLIANT|BROCHURE)"
_ADVERTISING = r"(?:NULLA|NIENTE|PUBBLICITA|COMUNICAZIONI|MARKETING|MKT|PROMO\w*|OFFERTE|MATERIALE)"
_NO_MORE = r"(?:NO|STOP|NIENTE|MAI PIU|BASTA(?: CON)?)(?: A| PIU)?(?: I| LE| LA| ALTR[AEIO])?"
_ONLY = r"(?:SOLO|SOLAMENTE|SOLTANTO|ESCLUSIVAMENTE|UNICAMENTE)(?: E SOLO)?"
_BY = r"(?:PER |VIA |TRAMITE |CON |A MEZZO |ALLA |AL |LA )*"
_AGREED = r"(?:CONSENSO|PRIVACY|INFORMATIVA|LIBERATORIA|AUTORIZZAZIONE)"
_FOR_WHAT = r"(?: (?:AL?|ALLA|DEL|DELLA|PER|PRIVACY|GDPR|MARKETING|MKT|TRATTAMENTO|DATI|INVIO|EMAIL|PUBBLICITA))*"
_TAKEN_OUT = (
    r"(?:TOGLI\w*|TOLT[OAI]|RIMUOV\w*|RIMOSS[OAI]|RIMOZIONE|CANCELLA\w*|CANCELLAZIONE|ELIMINA\w*|ESCLU\w+|DEPENNA\w*) "
    r"(?:NOMINATIVO |CLIENTE |INDIRIZZO |EMAIL |MAIL )?(?:DALL[AE]|DA[IL]?|DAGLI|DALL)(?: TUTT[EI])?(?: GLI| LE| I)?"
    r"(?: [NV]OSTR[AEIO])?"
)
_ORDERED = (
    r"(?:ORDIN[EI]|CONSEGN[AE]|FATTUR[AE]|BOLL[AE]|DDT|DOCUMENTI|PREVENTIV[OI]|CONFERM[AE]|APPUNTAMENT[OI]|"
    r"ESTRATT[OI] CONTO)"
)
_WISHING = r"(?:VUOLE|VOLER|DESIDERA|GRADISCE|INTENDE|ACCETTA|ACCONSENTE|AUTORIZZA|CONSENTE)"
_WHOM = r"(?:LO |LA |LI |SI |PIU |VA |DEVE |ESSERE )*"
_WHAT = r"(?:IL |LO |LA |I |LE |DELLE |PIU |RICEVERE )*"
_DAY = (
    r"(?:MATTIN\w*|PRANZO|POMERIGGIO|SERA|NOTTE|LUNEDI|MARTEDI|MERCOLEDI|GIOVEDI|VENERDI|SABATO|DOMENICA|FERIE|FESTIVI|"
    r"AGOSTO|INVERNO|ESTATE|FINE|INIZIO)"
)
_AVOIDING = r"(?:EVITARE(?: DI)?(?: I| LE| OGNI| ALTR[EI]| ULTERIORI)*)"
# What follows a death: a date, or nothing; `è mancata la consegna` is none.
_AND_WHEN = (
    r"(?: A)?(?: (?:I[LN]|NEL|NELL|A|AD|DAL|QUEST\w+|IMPROVVISAMENTE|IERI)? ?(?:DATA |ANNO |GENNAIO |FEBBRAIO |MARZO |"
    r"APRILE |MAGGIO |GIUGNO |LUGLIO |AGOSTO |SETTEMBRE |OTTOBRE |NOVEMBRE |DICEMBRE )?[0-9]|"
    r" IMPROVVISAMENTE\b| IERI\b|$)"
)
_AT_TIMES = _any(
    r"PRIMA|DOPO|DURANTE|DALLE|TRA|FRA|ENTRO|OLTRE|FINO|FINCHE|QUANDO|SE|NEL|NEI|NELLE|IN ORARI\w*",
    rf"(?:D[IA]|AL|LA|IL|ALLA|A) {_DAY}",
)
_KIN = (
    r"(?:MARITO|MOGLIE|PADRE|MADRE|FIGLI[OA]|FRATELLO|SORELLA|NONN[OA]|SUOCER[OA]|SOCI[OA]|TITOLARE|CONIUGE|GENITORE|"
    r"CUGIN[OA]|ZI[OA]|MAMMA|PAPA|BABBO|GENITORI|COGNAT[OA]|GENERO|NUORA|COMPAGN[OA]|CONVIVENTE|NIPOTE)"
)
_PART = (
    r"(?:SEDE|FILIALE|UTENZA|LINEA|CASELLA|MAIL|EMAIL|FORNITURA|CONTRATTO|ABBONAMENTO|COLLABORAZIONE|NEGOZIO|RAPPORTO)"
)
_DEAD = r"(?:DECEDUT[OA]|DEFUNT[OA]|MORT[OA]|MANCAT[OA]|VENUT[OA] A MANCARE|SCOMPARS[OA])"
# What is denied (NON CESSATA), a day of rest (CHIUSO IL LUNEDI) or the town of Chiusa says nothing.
DENIED = _any(
    r"\bNON (?:E |RISULTA |ANCORA )?(?:DECEDUT|DEFUNT|CESSAT|CHIUS|FALLIT|MORT|MANCAT)[OA]\b",
    r"\bNESSUN\w? OPPOSIZIONE\b",
    r"\bCHIUSA (?:DI|DEL|SAN|SCLAFANI|PESIO)\b",
    rf"\bCHIUS[OA] (?:(?:IL|LA|AL|DI|NEL|NEI|PER|DURANTE|A|TUTTI I|OGNI) )?{_DAY}\b",
    # A rule for papers, or an order that was called off, is no wish of the customer's.
    rf"\b{_ORDERED} (?:\w+ ){{0,3}}?{_ONLY} {_BY}(?:{_WRITING}|{_MAILING})\b",
    rf"\b{_ONLY} {_BY}(?:{_WRITING}|{_MAILING}) (?:PER|CON) (?:GLI |LE |I )?{_ORDERED}\b",
    rf"\b{_ORDERED} (?:\w+ ){{0,2}}?(?:CANCELLAT|ANNULLAT|RIMOSS|TOLT)[OAIE]\b",
)
# A note on one channel, on some hours, on a relative or a branch is not one on all: it is read, and taken out, first.
NARROW: tuple[tuple[Mark, str], ...] = (
    (
        Mark.NO_CALL,
        rf"\bNON {_WHOM}{_ABOUT} (?:TELEFONICAMENTE|(?:PER|VIA|AL|TRAMITE) "
        r"(?:TELEFONO|CELLULARE|CELL|TEL|SMS|WHATSAPP))\b",
    ),
    (Mark.NO_EMAIL, rf"\bNON {_WHOM}{_ABOUT} (?:PER|VIA|TRAMITE) {_WRITING}\b"),
    (Mark.NO_POST, rf"\bNON {_WHOM}{_ABOUT} (?:PER|VIA|TRAMITE) {_MAILING}\b"),
    (Mark.READ_CALL, rf"\b(?:NON {_WHOM}|{_AVOIDING} ){_CALLING} {_AT_TIMES}\b"),
    (Mark.READ, rf"\b{_AVOIDING} {_ABOUT} {_AT_TIMES}\b"),
    (Mark.READ, rf"\bNON {_WHOM}(?:{_ABOUT}|{_SENDING}) (?:E ?MAIL )?{_AT_TIMES}\b"),
    (
        Mark.READ,
        rf"\b{_KIN} (?:E |RISULTA |PURTROPPO )*(?:STAT[OA] )?{_DEAD}\b|"
        rf"\b{_DEAD} (?:ANCHE )?(?:IL |LA |LO |L )?(?:SU[OA] )?{_KIN}\b|\bBUON ?ANIMA (?:\w+ )?{_KIN}\b|"
        rf"\b{_KIN} BUON ?ANIMA\b",
    ),
    (Mark.READ_CALL | Mark.READ_POST, rf"\b(?:{_ONLY} {_BY}{_WRITING}|{_WRITING} ONLY)\b"),
    (Mark.READ_CALL | Mark.READ_EMAIL, rf"\b{_ONLY} {_BY}{_MAILING}\b"),
    (
        Mark.READ_EMAIL | Mark.READ_POST,
        rf"(?:^(?:OK |SI )?|\bCONTATT\w* |\bCONTATTO |\bCONSENSO ){_ONLY} {_BY}"
        r"(?:TELEFON\w+|TEL|CELL\w*|CHIAMAT\w+|SMS|WHATSAPP)$",
    ),
    (
        Mark.READ,
        rf"\b(?:CONTATTA\w*|SCRIVERE|INVIARE|SENTIRE|PARLARE) {_ONLY} (?:A |CON |AL |ALLA |IL |LA |LO |L )*{_KIN}\b|"
        rf"\bCONTATTA\w* {_ONLY} (?:PER|SE|IN CASO)\b",
    ),
    (Mark.READ_CALL, rf"\b{_CALLING} {_ONLY} (?:A |CON |AL |ALLA |IL |LA |LO |L )*{_KIN}\b"),
    (
        Mark.READ,
        rf"\b{_PART} (?:E )?(?:STAT[OA] )?(?:CESSAT|CHIUS)[OA]\b|\b(?:CESSAT|CHIUS)[OA] (?:IL |LA |LO )?{_PART}\b",
    ),
    (
        Mark.READ,
        r"\bEREDI\b|\b(?:FALLIMENTO|LIQUIDAZIONE|IN LIQ|IN CONCORDATO|CONCORDATO PREVENTIVO)\b|"
        r"\bNON (?:PIU )?INTERESSAT[OAI]\b|^CANCELLARE$",
    ),
)
BROAD: tuple[tuple[Mark, str], ...] = (
    (
        Mark.DECEASED,
        r"\bDECE(?:DUT[OA]|SSO|ASED|D)\b|\bDEFUNT[OA]\b|\b(?:E|SIG|SIGNORA?|CLIENTE) MORT[OA]\b|^MORT[OA]$",
    ),
    (Mark.CEASED, r"\bCESSAT[OAIE]\b|\bCHIUS[OA]\b|\bFALLIT[OA]\b|\bCLOSED\b"),
    (
        Mark.NO_CONTACT,
        _any(
            rf"\bNON {_WHOM}{_ABOUT}",
            rf"\bNON {_WISHING} {_WHAT}(?:ESSERE\b|{_ADVERTISING}\b)",
            rf"\bNON {_SENDING} {_WHAT}{_ADVERTISING}\b",
            rf"\b{_NO_MORE} (?:{_ADVERTISING}|CONTATT[OI]|CONSENS[OI])\b",
            r"\bDO ?NOT (?:CONTACT|DISTURB)|\bNON (?:ISCRITT[OA]|SUBSCRIBED)\b",
            r"\b(?:UNSUBSCRIBED?|OPT ?OUT|OPTED OUT|DISISCRITT[OA]|BLACK ?LIST\w*)\b",
            rf"\b(?:REVOCAT[OA]|REVOCA|NEGA|NEGAT[OA]|NEGANO) (?:IL |LA |DEL |DELLA |L )?(?:{_AGREED}|CONTATT[OI])\b",
            rf"\b{_AGREED}{_FOR_WHAT} (?:E |STAT[OA] )*(?:NEGAT|REVOCAT|RIFIUTAT|RITIRAT)[OA]\b",
            rf"\bRIFIUT(?:A|ATO|ANO) (?:IL |LA |LE |OGNI |DI RICEVERE )*(?:{_AGREED}|MARKETING|PUBBLICITA|CONTATT[OI])",
            r"\bSI (?:E )?OPP(?:ONE|OST[OA])\b|^OPPOSIZIONE$",
            r"\bOPPOSIZIONE (?:AL? )?(?:MARKETING|TRATTAMENTO|CONTATT[OI]|PUBBLICITA|PRIVACY|GDPR)|\bDIFFIDA\b",
            rf"\b{_TAKEN_OUT} (?:MAILING|LIST[AE]\b|NEWSLETTER|INDIRIZZ\w+|INVII?O?\b|E ?MAIL|CONTATTI|PROMO\w*|"
            r"PUBBLICITA|MARKETING|COMUNICAZIONI|CAMPAGN\w+)",
            r"\b(?:CANCELLA|ELIMINA|DISATTIVA)T[OA] (?:SU|PER|DIETRO) (?:SUA |PROPRIA )?RICHIESTA\b",
            r"\b(?:GDPR|PRIVACY|DIRITTO DI) OPPOSIZIONE\b|\bLISTA ROBINSON\b",
            rf"\bNON (?:PIU )?RICEVERE {_WHAT}{_ADVERTISING}\b",
            r"\b(?:CHIESTO|CHIEDE|RICHIESTA)(?: DI)? (?:LA )?CANCELLAZIONE\b",
            rf"\b(?:VIETATO|MAI(?: PIU)?|{_AVOIDING}) {_ABOUT}",
        ),
    ),
    (
        Mark.NO_CALL,
        _any(
            rf"\bNON {_WHOM}{_CALLING}",
            rf"\bNON {_WISHING} {_WHAT}{_CALLING}",
            rf"\b(?:VIETATO|MAI(?: PIU)?|{_AVOIDING}|RIFIUTA) {_WHAT}{_CALLING}",
            rf"\bNON (?:PIU )?RICEVERE {_WHAT}(?:{_CALLING}|SMS\b|WHATSAPP\b)",
            rf"\b{_NO_MORE} (?:TELEFONAT\w+|CHIAMAT\w*|TEL|CALL|SMS|WHATSAPP)\b|\b(?:NO|STOP|NIENTE) TELEFON\w*",
            r"\bDO ?NOT (?:CALL|PHONE|TEXT)\b|\bDNC\b|\bRPO\b",
            r"\bREGISTRO (?:PUBBLICO )?(?:DELLE )?OPPOSIZIONI\b",
        ),
    ),
    (
        Mark.NO_EMAIL,
        _any(
            rf"\b{_NO_MORE} {_WRITING}\b",
            rf"\bNON (?:PIU )?{_SENDING} {_WHAT}{_WRITING}\b",
            rf"\bNON {_WISHING} {_WHAT}{_WRITING}\b",
            rf"\bNON (?:PIU )?RICEVERE {_WHAT}{_WRITING}\b|\b{_AVOIDING} {_WRITING}\b",
            rf"\bRIFIUT(?:A|ATO|ANO) (?:LA |LE |OGNI |DI RICEVERE )*{_WRITING}\b",
            r"\bDO ?NOT E ?MAIL\b|\bNON (?:PIU )?SCRIVERE\b",
        ),
    ),
    (
        Mark.NO_POST,
        _any(
            rf"\b{_NO_MORE} {_MAILING}\b",
            rf"\bNON (?:PIU )?{_SENDING} {_WHAT}{_MAILING}\b",
            rf"\bNON (?:PIU )?RICEVERE {_WHAT}{_MAILING}\b|\b{_AVOIDING} {_MAILING}\b",
            rf"\bRIFIUT(?:A|ATO|ANO) (?:LA |LE |OGNI |DI RICEVERE )*{_MAILING}\b",
            r"\bDO ?NOT (?:MAIL|POST)\b|^NON (?:PIU )?SPEDIRE(?: PIU)?$",
        ),
    ),
)
# Beside a name, these words may be a part of it (ROBINSON, OBLIO, LA BASTA).
IN_NOTES: tuple[tuple[Mark, str], ...] = (
    (Mark.DECEASED, rf"\b(?:E|ED) (?:PURTROPPO )?MANCAT[OA]{_AND_WHEN}|\bVENUT[OA] A MANCARE{_AND_WHEN}"),
    (Mark.DECEASED, rf"\bNON (?:E )?(?:PIU|E PIU) IN VITA\b|\bBUON ?ANIMA\b|^DE CUIUS$|^MORT[OA]{_AND_WHEN}"),
    (Mark.DECEASED, r"^R ?I ?P$|\bR I P\b|\bRIP$|^RIP (?:(?:IL|NEL) )?[0-9 ]+$"),
    (Mark.READ, r"\b(?:E|ED) (?:PURTROPPO )?MANCAT[OA] (?:IL |LA )?SIG\w*\b|\bVENUT[OA] A MANCARE\b|\bDE CUIUS\b"),
    (Mark.DECEASED, rf"(?:^|\b(?:SIG|SIGNORA?|CLIENTE) )MANCAT[OA]{_AND_WHEN}"),
    (Mark.NO_CONTACT, rf"OBLIO\b|\bCONSENSO{_FOR_WHAT} NO$"),
    (Mark.READ, rf"\b(?:PRIVACY|INFORMATIVA){_FOR_WHAT} NO$|\bART 21 (?:DEL )?(?:GDPR|REG)"),
    (Mark.NO_CALL, r"\bROBINSON\b"),
    (Mark.NO_EMAIL | Mark.READ_POST, r"\bNON (?:PIU )?SCRIVER(?:GLI|LE|LO|LA|CI)\b"),
    (
        Mark.READ,
        rf"\b(?:SENZA|NO|NIENTE|MANCA(?:NTE|NO)?|"
        r"NON (?:HA |E |C E )?(?:ANCORA )?(?:FIRMAT|DAT|PRESTAT|RILASCIAT|CONCESS)[OA]) "
        rf"(?:IL |LA |L |DI |I )?(?:MODULO |FIRMA |DEL |DELLA )*{_AGREED}\b",
    ),
    (
        Mark.READ,
        rf"\b{_AGREED}{_FOR_WHAT} (?:MANCA(?:NTE)?|ASSENTE|SCADUT[OA]|"
        r"NON (?:\w+ )?(?:FIRMAT|DAT|PRESTAT|RILASCIAT|CONCESS|"
        r"PERVENUT|PRESENTE)\w*)\b",
    ),
    (Mark.READ, rf"\b{_TAKEN_OUT} (?:DATABASE|DB|ARCHIVI\w*|ANAGRAFIC\w+|ELENC\w+|RUBRICA|SPEDIZIONI)\b"),
    (Mark.READ, r"\b(?:RECLAM\w+|SEGNALA\w+|RICORS\w+|DENUNCIA\w*|ESPOSTO) (?:AL |PRESSO IL )?GARANTE\b"),
)
# A plus or a cross is a death where a date, a bracket or nothing follows: (+39) is a number's.
DAY_MONTH_YEAR = r"[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{2}){1,2}"
CROSS = (
    rf"[†✝]|\(\s*\+\s*(?:(?:19|20)[0-9]{{2}}|{DAY_MONTH_YEAR})?\s*\)|"
    rf"^\s*\+\s*(?:{DAY_MONTH_YEAR}|(?:19|20)[0-9]{{2}}\s*$)|"
    rf"\p{{L}}\s+\+\s*(?:{DAY_MONTH_YEAR})\s*$"
)
# DEC. is December (dec. 2019 ordine) or the day on which a contract begins as well.
DEC = (
    rf"(?i)^\s*dec(?:ed)?\.?\s*(?:(?:il|nel|in data)\s+)?(?:{DAY_MONTH_YEAR}|[0-9]{{4}})?\s*\.?\s*$|"
    rf"\(\s*dec(?:ed)?\.?\s*(?:{DAY_MONTH_YEAR}|[0-9]{{4}})?\s*\)|\bdec\.\s*(?:il|nel|in data)\s+[0-9]|\bdec\.\s*$"
)
DEC_IN_NAME = rf"(?i)\s[-–]?\s*dec(?:ed)?\.\s*(?:(?:il|nel)\s+)?(?:{DAY_MONTH_YEAR}|[0-9]{{4}})?\s*$"
DEAD_NAME = r" (?:RIP|R I P)$|\bBUON ?ANIMA\b|\bNON (?:E )?PIU IN VITA\b|\bDE CUIUS\b|\bE MANCAT[OA]\b|\bMANCAT[OA]$"
# Of heirs, and of a firm whose affairs another sees to, a person decides; EREDI BIANCHI S.r.l. is a firm.
READ_NAME = (
    r"^(?:GLI )?EREDI\b|\bEREDI$|\bFALLIT[OA]\b|\bFALLIMENTO\b|\bIN (?:LIQ|LIQUIDAZIONE|CONCORDATO)\b|"
    r"\bCONCORDATO PREVENTIVO\b"
)
FIRM_OF_HEIRS = r"^EREDI\b.*\b(?:S ?R ?L ?S?|S ?P ?A|S ?N ?C|S ?A ?S|SOCIETA|SOC|COOP|DITTA|AZIENDA|F LLI)\b"
# What stands apart from a name or a street in its cell.
APART = r"[(\[]([^()\[\]]+)(?:[)\]]|$)|\s[-–—*]+\s*([^()\[\]–—*]+)$"
STREET = (
    r"(?:VIA|VIALE|V LE|PIAZZA|PIAZZALE|P ZZA|P ZA|CORSO|C SO|LARGO|VICOLO|STRADA|CONTRADA|C DA|LOC|LOCALITA|FRAZ\w*|"
    r"BORGO|SALITA|PIAZZETTA|CALLE|RUE)"
)
UNDELIVERED = (
    r"\b(?:SCONOSCIUT[OA]|TRASFERIT[OAI]|RESPINT[OAI]|IRREPERIBIL[EI]|INESISTENTE|COMPIUTA GIACENZA|"
    r"TORNA(?:TO|TA)? INDIETRO|"
    r"(?:RESO|TORNATA|TORNATO|RITORNO) AL MITTENTE|DISDETT[OA]|REVOCAT[OA]|DISATTIVAT[OA]|STOP|BOUNCED?|"
    r"CESSAT[OA]|"
    r"NON (?:E )?(?:PIU )?(?:VALID[OA]|ATTIV[OA]|ESISTE|FUNZIONA))\b"
)
NO_SENDING = r"\bNON (?:PIU )?(?:SPEDIRE|INVIARE|MANDARE|RECAPITARE|SCRIVERE)\b"
# In a name a closed door may be a surname (LA CHIUSA), and heirs a firm.
CEASED_NAME = r"\bCESSAT[OA]\b"
