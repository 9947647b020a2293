"""Constant tables: provinces, telephone prefixes, city sizes, street names."""

from __future__ import annotations

_PROVINCES = """AG Agrigento 0922|AL Alessandria 0131|AN Ancona 071|AO Aosta 0165|AP Ascoli Piceno 0736
AQ L'Aquila 0862|AR Arezzo 0575|AT Asti 0141|AV Avellino 0825|BA Bari 080|BG Bergamo 035|BI Biella 015
BL Belluno 0437|BN Benevento 0824|BO Bologna 051|BR Brindisi 0831|BS Brescia 030
BT Barletta-Andria-Trani 0883|BZ Bolzano 0471|CA Cagliari 070|CB Campobasso 0874|CE Caserta 0823
CH Chieti 0871|CL Caltanissetta 0934|CN Cuneo 0171|CO Como 031|CR Cremona 0372|CS Cosenza 0984
CT Catania 095|CZ Catanzaro 0961|EN Enna 0935|FC Forlì-Cesena 0543|FE Ferrara 0532|FG Foggia 0881
FI Firenze 055|FM Fermo 0734|FR Frosinone 0775|GE Genova 010|GO Gorizia 0481|GR Grosseto 0564
IM Imperia 0183|IS Isernia 0865|KR Crotone 0962|LC Lecco 0341|LE Lecce 0832|LI Livorno 0586|LO Lodi 0371
LT Latina 0773|LU Lucca 0583|MB Monza e della Brianza 039|MC Macerata 0733|ME Messina 090|MI Milano 02
MN Mantova 0376|MO Modena 059|MS Massa-Carrara 0585|MT Matera 0835|NA Napoli 081|NO Novara 0321
NU Nuoro 0784|OR Oristano 0783|PA Palermo 091|PC Piacenza 0523|PD Padova 049|PE Pescara 085
PG Perugia 075|PI Pisa 050|PN Pordenone 0434|PO Prato 0574|PR Parma 0521|PT Pistoia 0573
PU Pesaro e Urbino 0721|PV Pavia 0382|PZ Potenza 0971|RA Ravenna 0544|RC Reggio Calabria 0965
RE Reggio Emilia 0522|RG Ragusa 0932|RI Rieti 0746|RM Roma 06|RN Rimini 0541|RO Rovigo 0425
SA Salerno 089|SI Siena 0577|SO Sondrio 0342|SP La Spezia 0187|SR Siracusa 0931|SS Sassari 079
SU Sud Sardegna 0781|SV Savona 019|TA Taranto 099|TE Teramo 0861|TN Trento 0461|TO Torino 011
TP Trapani 0923|TR Terni 0744|TS Trieste 040|TV Treviso 0422|UD Udine 0432|VA Varese 0332
VB Verbano-Cusio-Ossola 0323|VC Vercelli 0161|VE Venezia 041|VI Vicenza 0444|VR Verona 045
VT Viterbo 0761|VV Vibo Valentia 0963"""

_CELLS = [cell for line in _PROVINCES.splitlines() for cell in line.split("|")]
PROVINCES: dict[str, str] = {c[:2]: c[3:].rsplit(" ", 1)[0] for c in _CELLS}
PREFIXES: dict[str, str] = {c[:2]: c.rsplit(" ", 1)[1] for c in _CELLS}

# Inhabitants in thousands, rounded.
_SIZES = """Roma 2750|Milano 1370|Napoli 910|Torino 840|Palermo 630|Genova 560|Bologna 390|Firenze 360
Bari 315|Catania 300|Verona 255|Venezia 250|Messina 217|Padova 207|Trieste 199|Parma 197|Brescia 197
Prato 196|Taranto 187|Modena 184|Reggio di Calabria 170|Reggio Nell'Emilia 171|Perugia 162|Ravenna 156
Livorno 153|Rimini 150|Cagliari 147|Foggia 145|Ferrara 130|Latina 127|Salerno 126|Giugliano in Campania 124
Monza 122|Sassari 121|Bergamo 120|Trento 118|Pescara 118|Forlì 117|Siracusa 116|Vicenza 110|Bolzano 106
Terni 106|Piacenza 103|Novara 102|Ancona 98|Andria 97|Udine 97|Arezzo 96|Cesena 96|Lecce 94|Pesaro 95
La Spezia 92|Barletta 92|Alessandria 91|Pistoia 89|Pisa 89|Lucca 89|Catanzaro 84|Treviso 84|Como 83
Guidonia Montecelio 88|Busto Arsizio 83|Brindisi 82|Fiumicino 82|Torre del Greco 80|Marsala 80|Grosseto 81
Varese 78|Sesto San Giovanni 79|Pozzuoli 76|Casoria 74|Corigliano-Rossano 74|Cinisello Balsamo 74
Asti 73|Caserta 72|Gela 71|Aprilia 74|Ragusa 73|Pavia 71|Cremona 70|Carpi 72|Quartu Sant'Elena 68
Lamezia Terme 67|Altamura 70|Imola 69|L'Aquila 69|Massa 66|Trapani 64|Viterbo 65|Cosenza 63|Potenza 64
Castellammare di Stabia 62|Afragola 61|Vittoria 63|Crotone 58|Pomezia 63|Vigevano 62|Carrara 60
Caltanissetta 58|Viareggio 60|Fano 60|Savona 58|Matera 59|Olbia 61|Benevento 56|Legnano 60|Acerra 58
Marano di Napoli 57|Agrigento 55|Faenza 58|Molfetta 57|Moncalieri 56|Cerignola 56|Foligno 55|Tivoli 55
Cuneo 55|Trani 55|Anzio 58|Avellino 52|Teramo 51|Siena 53|Montesilvano 53|Sanremo 53|Civitavecchia 52
Bisceglie 53|Modica 53|Gallarate 53|Pordenone 51|Empoli 48|Aversa 49|Lecco 47|Mantova 49|Rovigo 50
Campobasso 47|Chieti 48|Scandicci 49|Lodi 45|Rieti 45|Vercelli 45|Biella 43|Imperia 42|Macerata 41
Nuoro 34|Frosinone 44|Aosta 33|Gorizia 33|Belluno 35|Oristano 30|Sondrio 21|Verbania 30|Isernia 20
Enna 25|Vibo Valentia 31|Fermo 36|Ascoli Piceno 45|Urbino 14|Rho 50|Collegno 48|Nichelino 46|Desio 42"""
CITY_SIZES: dict[str, int] = {
    c.rsplit(" ", 1)[0]: int(c.rsplit(" ", 1)[1]) for line in _SIZES.splitlines() for c in line.split("|")
}

STREETS = """Via||Roma
Via|Giuseppe|Garibaldi
Via|Giuseppe|Mazzini
Via|Guglielmo|Marconi
Via|Dante|Alighieri
Via|Giacomo|Matteotti
Via|Camillo|Cavour
Via||XX Settembre
Via|Giuseppe|Verdi
Corso||Vittorio Emanuele
Via|Alessandro|Manzoni
Via|Antonio|Gramsci
Piazza|Giuseppe|Garibaldi
Via||IV Novembre
Via||XXV Aprile
Via||Dei Mille
Viale||Della Repubblica
Via||Della Libertà
Via|Aldo|Moro
Via|Alcide|De Gasperi
Via|Cesare|Battisti
Corso||Italia
Via||San Francesco
Via||Milano
Via||Torino
Via||Napoli
Via||Venezia
Via|Alessandro|Volta
Via|Galileo|Galilei
Via|Leonardo|Da Vinci
Via|Cristoforo|Colombo
Via|Giosuè|Carducci
Via|Giovanni|Pascoli
Via|Giacomo|Leopardi
Via|Gabriele|D'Annunzio
Via|Giacomo|Puccini
Via|Gioacchino|Rossini
Via|Vincenzo|Bellini
Via||Piave
Via||Monte Grappa
Via||Isonzo
Via||Trieste
Via||Trento
Via||Firenze
Via||Bologna
Via||Genova
Via||San Giovanni Bosco
Via||San Martino
Via||San Rocco
Via||San Giuseppe
Via||Sant'Antonio
Via||Santa Lucia
Piazza||Della Vittoria
Piazza||Duomo
Piazza||Del Popolo
Piazza||San Pietro
Via||Delle Rose
Via||Dei Pini
Via||Dei Tigli
Via||Degli Ulivi
Via||Della Stazione
Via||Dell'Industria
Via||Dell'Artigianato
Via||Del Lavoro
Via||Provinciale
Via||Nazionale
Via||Aurelia
Via||Emilia
Via||Appia
Via|Ugo|Foscolo
Via|Torquato|Tasso
Via|Ludovico|Ariosto
Via|Francesco|Petrarca
Via|Michelangelo|Buonarroti
Via|Enrico|Fermi
Via|Enrico|Mattei
Via|Luigi|Pirandello
Via|Luigi|Einaudi
Via|Palmiro|Togliatti
Via|Giovanni|Amendola
Via|Nazario|Sauro
Via|Luigi|Cadorna
Via|Armando|Diaz
Via|Francesco|Crispi
Via|Goffredo|Mameli
Via||Papa Giovanni XXIII
Viale|John|Kennedy
Via|Salvo|D'Acquisto
Via||Fratelli Cervi
Via||Fratelli Rosselli
Via||Fratelli Bandiera
Via||Risorgimento
Via||Indipendenza
Via||Unità d'Italia
Via||Primo Maggio
Via||2 Giugno
Via||Della Pace
Via||Madonna delle Grazie
Contrada||Serre
Contrada||Piano
Località||Il Poggio
Strada||Statale 16
Strada||Provinciale 12
Viale||Europa
Viale||Dei Platani
Viale||Lungomare
Corso||Umberto I
Corso||Della Libertà
Largo||Augusto
Vicolo||Stretto
Via||Castello
Via||Vecchia
Via||Fontana
Via||Monte Bianco
Via||Monte Rosa
Via||Adige
Via||Po
Via||Tevere
Via||Arno
"""
