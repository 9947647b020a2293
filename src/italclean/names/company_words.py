"""Words in the names of firms and bodies that say of what kind or in what state they are, not which one."""

from __future__ import annotations

from functools import cache

STATE = (
    r"(?i)[\s,(\-]*\b("
    r"in liquidazione(?: coatta)?(?: amministrativa| giudiziale| volontaria)?|in liq\.?|in fallimento|fallimento|"
    r"in concordato(?: preventivo)?|in amministrazione straordinaria|"
    r"a socio unico|con socio unico|con unico socio|socio unico|unipersonale|unipers|unip"
    r")\b\.?\)?"
)
OF_PARTNERS = ["S.n.c.", "S.a.s.", "Ditta individuale", "S.s.", "Società di fatto"]
# What says of what kind a body is, not which one.
_KIND_WORDS = [
    "SOCIETA TRA PROFESSIONISTI",
    "SOCIETA BENEFIT",
    "SOCIETA SPORTIVA",
    "IMPRESA SOCIALE",
    "IMPRESA INDIVIDUALE",
    "DITTA INDIVIDUALE",
    "SOCIETA",
    "SOC",
    "DITTA",
    "SPETT LE",
    "SPETTABILE",
    "STP",
    "CAPOGRUPPO",
    "MANDATARIA",
    "MANDANTE",
    "CAPOFILA",
    "CONSORTILE",
    "COOPERATIVA",
    "COOP",
    "ONLUS",
    "GMBH",
    "LTD",
]
# The owner of one of these is most of its name: STUDIO DI BIANCHI ANNA. A public body has none.
PUBLIC = (
    r"(?i)^(?:comune|provincia|regione|citt[aà]|parrocchia|diocesi|universit[aà]|istituto|scuola|liceo|ospedale|"
    r"asl|ausl|azienda (?:usl|sanitaria|ospedaliera)|fondazione|associazione|basilica|chiesa|casa|cassa|banca|"
    r"museo|teatro|conservatorio|azienda unit[aà]|"
    r"confraternita|fraternita|avis|oratorio|sezione|centro di|accademia|nucleo|gruppo|"
    r"comitato|circolo|pro loco|unione|comunit[aà]|ordine|collegio|camera|villa|castello)\b"
)


@cache
def kind_words() -> str:
    """One pattern of the words of a kind; `E` says what `&` says."""
    return rf"^(?:IMPRESA|IMPR)\b|\b(?:{'|'.join(_KIND_WORDS)}|E|ED)\b"
