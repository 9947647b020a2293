"""Common Italian words, those first that are near the name of a province."""

from __future__ import annotations

_WORDS = """
nome vari varie lucia bar nuovo fermi enea pesa posa visa lisa pista pizza spia mi ti ci ni ancora antenna prezzo grezzo
bella bidella chiesti chiedi foglia loggia poggia sfoggia forgia roggia latino latini latine lattina patina fatina
mattina latrina materia materna matura milano milani moderna morena savoia savana rimani crimini cimini termo trama
torno tornio tornino tonino tortino treno trenta tronto tento trenino barese verna verona vernice bellina caserma
casetta cassetta catena cotone protone cremosa ferrari ferrata ferrara imperi imperio impervia imperiale messia
pescare pescata pescaia pistola piscina potenze potenzia perugina vicenda licenza vincenza vicenza triste trapano
anellino giacenza lacerata macerati tristano alessandra alessandrina parma palma parla carta sarta resta rete riti
rieti pieni terni termi eterni tirane trave udire unire asta asti este basti cuore cuneo cunei como comodo cosa lodo
lodi lodare lucca lucia luce lecca lecco lecito massa massi cassa mensa monza manza monta nuora nuoro muoro padrone
pavia pavone ragione ravanello rosa rima rimini sera sale salerno siena sirena scena sonde sondaggio teramo tremo
trani tranne trieste aosta aorta posta costa biella lista ente enna senna penna fermo ferro forma frase foglio genio
genere grosso griglia isola isernia lettera livore livore macerie mare mantra modo moda napoletano nero oro orlo pane
pera perla pesca pizzo ponte porto prato grato preda prete rata regno reggio riga rovina rovigo sabato sacco sasso
savio sole sorella strada tavola terra testa torre tre tutto udine uva valle vario vela verde via vino vita zero zona
ufficio cliente fornitore privato azienda ditta societa note telefono cellulare indirizzo citta provincia regione
stato nazione data codice fattura contatto da verificare non disponibile nessuno altro altri varese venere viterbo
vittoria errore valore riferimento nullo vuoto test prova esempio segreteria amministrazione magazzino vendite
"""
COMMON_WORDS = _WORDS.upper().split()
