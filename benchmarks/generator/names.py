"""Surnames, given names and nicknames with realistic, skewed frequencies."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
from faker.providers.person.it_IT import Provider

Arr = npt.NDArray[Any]

# The most frequent Italian surnames, by rank.
TOP_SURNAMES = [
    "Rossi",
    "Russo",
    "Ferrari",
    "Esposito",
    "Bianchi",
    "Romano",
    "Colombo",
    "Ricci",
    "Marino",
    "Greco",
    "Bruno",
    "Gallo",
    "Conti",
    "De_Luca",
    "Costa",
    "Giordano",
    "Mancini",
    "Rizzo",
    "Lombardi",
    "Moretti",
    "Barbieri",
    "Fontana",
    "Santoro",
    "Mariani",
    "Rinaldi",
    "Caruso",
    "Ferrara",
    "Galli",
    "Martini",
    "Leone",
    "Longo",
    "Gentile",
    "Martinelli",
    "Vitale",
    "Lombardo",
    "Serra",
    "Coppola",
    "De_Santis",
    "D'Angelo",
    "Marchetti",
    "Parisi",
    "Villa",
    "Conte",
    "Ferraro",
    "Ferri",
    "Fabbri",
    "Bianco",
    "Marini",
    "Grasso",
    "Valentini",
    "Messina",
    "Sala",
    "De_Angelis",
    "Gatti",
    "Pellegrini",
    "Palumbo",
    "Sanna",
    "Farina",
    "Rizzi",
    "Monti",
    "Cattaneo",
    "Morelli",
    "Amato",
    "Silvestri",
    "Mazza",
    "Testa",
    "Grassi",
    "Pellegrino",
    "Carbone",
    "Giuliani",
    "Benedetti",
    "Barone",
    "Rossetti",
    "Caputo",
    "Montanari",
    "Guerra",
    "Palmieri",
    "Bernardi",
    "Martino",
    "Fiore",
    "De_Rosa",
    "Ferretti",
    "Bellini",
    "Basile",
    "Riva",
    "Donati",
    "Piras",
    "Vitali",
    "Battaglia",
    "Sartori",
    "Neri",
    "Costantini",
    "Milani",
    "Pagano",
    "Ruggiero",
    "Sorrentino",
    "D'Amico",
    "Orlando",
    "Damico",
    "Negri",
    "Mantovani",
    "Valente",
    "Orlandi",
    "Pace",
    "Cocco",
    "D'Agostino",
    "Di_Stefano",
    "Della_Valle",
    "De_Simone",
    "Di_Marco",
    "Lo_Presti",
    "La_Rocca",
    "Lo_Bianco",
    "Di_Pietro",
    "De_Marco",
    "Dal_Pozzo",
    "Di_Giovanni",
    "D'Alessandro",
    "Nicolosi",
    "Scarpa",
    "Melis",
    "Cassarà",
    "Nicolò",
    "Cantù",
    "Salafia",
    "Calò",
    "Foà",
]

TOP_MALE = [
    "Giuseppe",
    "Giovanni",
    "Antonio",
    "Andrea",
    "Francesco",
    "Mario",
    "Luigi",
    "Marco",
    "Roberto",
    "Alessandro",
    "Salvatore",
    "Angelo",
    "Stefano",
    "Vincenzo",
    "Paolo",
    "Carlo",
    "Franco",
    "Domenico",
    "Matteo",
    "Luca",
    "Bruno",
    "Pietro",
    "Davide",
    "Maurizio",
    "Giorgio",
    "Nicola",
    "Michele",
    "Sergio",
    "Fabio",
    "Massimo",
    "Claudio",
    "Daniele",
    "Lorenzo",
    "Simone",
    "Raffaele",
    "Enrico",
    "Alberto",
    "Federico",
    "Gianluca",
    "Riccardo",
    "Filippo",
    "Gabriele",
    "Mauro",
    "Leonardo",
    "Gennaro",
    "Tommaso",
    "Luciano",
    "Alessio",
    "Massimiliano",
    "Renato",
    "Emanuele",
    "Cristian",
    "Valerio",
    "Gianfranco",
    "Fabrizio",
    "Giancarlo",
    "Edoardo",
    "Umberto",
    "Pasquale",
    "Carmelo",
    "Rosario",
    "Mattia",
    "Ciro",
    "Nicolò",
    "Dario",
    "Giacomo",
    "Gaetano",
    "Ivan",
    "Calogero",
    "Vito",
    "Guido",
    "Aldo",
    "Alfredo",
    "Samuele",
    "Diego",
    "Christian",
    "Walter",
    "Silvio",
    "Niccolò",
    "Enzo",
    "Rocco",
    "Cosimo",
    "Sandro",
    "Ettore",
    "Gino",
]

TOP_FEMALE = [
    "Maria",
    "Anna",
    "Giuseppina",
    "Rosa",
    "Angela",
    "Giovanna",
    "Teresa",
    "Lucia",
    "Carmela",
    "Caterina",
    "Francesca",
    "Antonietta",
    "Antonella",
    "Elena",
    "Laura",
    "Paola",
    "Giulia",
    "Sara",
    "Chiara",
    "Valentina",
    "Alessandra",
    "Silvia",
    "Simona",
    "Barbara",
    "Daniela",
    "Elisa",
    "Federica",
    "Monica",
    "Cristina",
    "Martina",
    "Stefania",
    "Roberta",
    "Patrizia",
    "Rita",
    "Carla",
    "Concetta",
    "Margherita",
    "Luisa",
    "Franca",
    "Sonia",
    "Giorgia",
    "Alessia",
    "Ilaria",
    "Claudia",
    "Serena",
    "Manuela",
    "Marta",
    "Michela",
    "Eleonora",
    "Lorenza",
    "Raffaella",
    "Vincenza",
    "Rosaria",
    "Immacolata",
    "Assunta",
    "Filomena",
    "Donatella",
    "Nadia",
    "Emanuela",
    "Loredana",
    "Gabriella",
    "Tiziana",
    "Sofia",
    "Aurora",
    "Alice",
    "Beatrice",
    "Emma",
    "Noemi",
    "Arianna",
    "Rebecca",
    "Camilla",
    "Debora",
    "Veronica",
    "Luciana",
    "Graziella",
    "Mirella",
    "Ornella",
    "Grazia",
    "Annamaria",
    "Rossella",
    "Katia",
    "Ester",
    "Agnese",
    "Adele",
]

# country code, country name, surnames, male names, female names, share
FOREIGN: list[tuple[str, str, str, str, str, float]] = [
    (
        "Z129",
        "Romania",
        "Popescu Ionescu Popa Radu Stan Dumitru Munteanu Rusu Moldovan Marin",
        "Ion Gheorghe Vasile Marian Adrian Ionut Florin Cristian",
        "Elena Mihaela Ioana Daniela Cristina Gabriela Alina Simona",
        0.28,
    ),
    (
        "Z100",
        "Albania",
        "Hoxha Shehu Prifti Gjoka Dervishi Leka Marku Kola Hysa Cela",
        "Artan Ilir Arben Dritan Altin Ardit Besnik Edmond",
        "Mirela Elira Blerta Anila Valbona Entela Klodiana Ermira",
        0.16,
    ),
    (
        "Z330",
        "Marocco",
        "El_Amrani Alaoui Bennani El_Fassi Tazi Idrissi Chafik Naciri Saidi Ouali",
        "Mohamed Ahmed Youssef Hassan Rachid Abdelkader Said Khalid",
        "Fatima Khadija Naima Samira Latifa Amina Souad Malika",
        0.15,
    ),
    (
        "Z210",
        "Cina",
        "Hu Chen Wang Zhang Li Lin Zhou Wu Zheng Ye",
        "Wei Jun Ming Hao Lei Yong Bin Tao",
        "Xiaoli Ling Yan Mei Fang Na Hui Juan",
        0.11,
    ),
    (
        "Z222",
        "India",
        "Singh Kaur Kumar Sharma Gill Sandhu Dhillon Patel",
        "Gurpreet Harjit Manjit Raj Amandeep Sukhwinder Baljit Ravi",
        "Manpreet Harpreet Rajwinder Paramjit Sunita Jaswinder Kiran Neha",
        0.08,
    ),
    (
        "Z112",
        "Germania",
        "Müller Schmidt Weber Fischer Wagner Hofer Bauer Schäfer",
        "Hans Karl Peter Stefan Andreas Thomas Jürgen Michael",
        "Petra Monika Sabine Claudia Andrea Birgit Ursula Anna",
        0.12,
    ),
    (
        "Z600",
        "Argentina",
        "Fernandez Gonzalez Rodriguez Gomez Lopez Perez Martinez Garcia",
        "Juan Carlos Jorge Luis Diego Pablo Jose Hernan",
        "Maria Silvia Carolina Laura Patricia Gabriela Lorena Ana",
        0.10,
    ),
]

NICKNAMES: dict[str, list[str]] = {
    "Giuseppe": ["Beppe", "Pino", "Peppe"],
    "Giuseppina": ["Pina", "Pinuccia"],
    "Giovanni": ["Gianni", "Nanni"],
    "Giovanna": ["Gianna", "Vanna"],
    "Antonio": ["Toni", "Tonino", "Totò"],
    "Antonietta": ["Tonia", "Etta"],
    "Francesco": ["Franco", "Checco"],
    "Francesca": ["Franca"],
    "Luigi": ["Gigi", "Gino"],
    "Luisa": ["Gina"],
    "Alessandro": ["Sandro", "Ale", "Alex"],
    "Alessandra": ["Sandra", "Ale"],
    "Salvatore": ["Totò", "Turi", "Salvo"],
    "Vincenzo": ["Enzo"],
    "Vincenza": ["Enza"],
    "Roberto": ["Roby", "Berto"],
    "Domenico": ["Mimmo"],
    "Pasquale": ["Lino"],
    "Raffaele": ["Lello"],
    "Raffaella": ["Lella"],
    "Massimiliano": ["Max", "Massimo"],
    "Massimo": ["Max"],
    "Daniele": ["Dani"],
    "Stefano": ["Ste"],
    "Federico": ["Fede"],
    "Federica": ["Fede"],
    "Nicola": ["Nico"],
    "Maria": ["Mariuccia"],
    "Margherita": ["Rita"],
    "Caterina": ["Rina", "Katia"],
    "Teresa": ["Teresina"],
    "Carmela": ["Lina"],
    "Concetta": ["Tina"],
    "Rosa": ["Rosetta"],
    "Gennaro": ["Rino"],
    "Michele": ["Michi"],
    "Valentina": ["Vale"],
    "Elisabetta": ["Betta"],
    "Eleonora": ["Nora"],
    "Gabriella": ["Lella"],
    "Emanuele": ["Manu"],
    "Emanuela": ["Manu"],
    "Gaetano": ["Tano"],
    "Calogero": ["Lillo"],
    "Filomena": ["Mena"],
    "Lorenzo": ["Renzo"],
    "Leonardo": ["Leo"],
    "Tommaso": ["Tommy", "Masino"],
    "Riccardo": ["Ricky"],
    "Matteo": ["Teo"],
    "Enrico": ["Chicco"],
    "Bartolomeo": ["Meo"],
    "Ludovico": ["Vico"],
    "Ferdinando": ["Nando"],
}

_COMMON = ["ini", "etti", "elli", "oni", "ucci", "otti", "ello", "ino", "etto", "one"]
_RARE = [
    "aro",
    "ari",
    "ato",
    "ati",
    "ese",
    "esi",
    "asso",
    "azzi",
    "uzzi",
    "uzzo",
    "occhi",
    "icchi",
    "ella",
    "ina",
    "acci",
    "uccio",
    "arella",
    "igli",
    "ieri",
    "aglia",
    "anti",
    "ardi",
    "aldi",
    "ano",
    "ani",
    "otto",
    "aci",
    "ale",
    "ali",
    "iello",
    "icella",
    "ezza",
    "iana",
    "isi",
    "à",
    "ò",
    "ì",
]
_PARTICLES = ("De ", "Di ", "D'", "Del ", "Della ", "Dal ", "Lo ", "La ", "Dalla ", "Li ")
SURNAME_POOL = 62_000


def mandelbrot(size: int, shift: float, exponent: float = 1.0) -> Arr:
    """Probabilities by rank, Zipf-Mandelbrot."""
    weights = 1.0 / (np.arange(size) + 1 + shift) ** exponent
    return weights / weights.sum()


@lru_cache(maxsize=1)
def surnames() -> Arr:
    """Surnames by rank: known ones first, derived ones in the tail."""
    rng = np.random.default_rng(1861)
    top = [s.replace("_", " ") for s in TOP_SURNAMES]
    base = [str(s) for s in Provider.last_names if len(s) > 3]
    rng.shuffle(base)
    stems = [s[:-1] if s[-1] in "aeiouàòìèù" else s for s in top + base if " " not in s and "'" not in s]
    stems = [s for s in dict.fromkeys(stems) if len(s) >= 3]
    tiers: list[list[str]] = [top, base]
    tiers.append([s + e for s in stems for e in "ioae"])
    tiers.append([s + e for s in stems if len(s) < 8 for e in _COMMON])
    tiers.append(
        [p + (s if p != "D'" or s[0] in "AEIOU" else "A" + s.lower()) for s in base if len(s) < 8 for p in _PARTICLES]
    )
    tiers.append([s + e for s in stems if len(s) < 8 for e in _RARE])
    out: dict[str, None] = {}
    for number, tier in enumerate(tiers):
        if number > 1:
            rng.shuffle(tier)
        out.update(dict.fromkeys(tier))
    return np.array(list(out)[:SURNAME_POOL], dtype=object)


@lru_cache(maxsize=2)
def given_names(sex: str) -> Arr:
    """Given names of a sex (``M`` or ``F``) by rank."""
    rng = np.random.default_rng(1946)
    listed = json.loads(files("codicefiscale").joinpath("data/names.json").read_text("utf-8"))[sex]
    faker = Provider.first_names_male if sex == "M" else Provider.first_names_female
    rest = [str(n) for n in list(dict.fromkeys([*faker, *listed])) if 3 < len(n) < 12 and " " not in n]
    rng.shuffle(rest)
    top = TOP_MALE if sex == "M" else TOP_FEMALE
    return np.array(list(dict.fromkeys(top + rest)), dtype=object)


def draw_surnames(rng: np.random.Generator, province: Arr) -> Arr:
    """One surname per person; a third come from the local favourites of the province."""
    pool = surnames()
    n = len(province)
    rank = rng.choice(len(pool), n, p=mandelbrot(len(pool), 80.0))
    local = rng.random(n) < 0.33
    start = (province.astype(np.int64) * 7919) % 9000
    near = start + rng.choice(500, n, p=mandelbrot(500, 25.0))
    out = pool[np.where(local, near, rank)]
    double = np.flatnonzero(rng.random(n) < 0.007)
    other = pool[rng.choice(len(pool), len(double), p=mandelbrot(len(pool), 80.0))]
    out[double] = out[double] + " " + other
    return out


def draw_given(rng: np.random.Generator, female: Arr) -> Arr:
    """One given name per person, by sex."""
    out = np.empty(len(female), dtype=object)
    for flag, sex in ((False, "M"), (True, "F")):
        where = np.flatnonzero(female == flag)
        pool = given_names(sex)
        out[where] = pool[rng.choice(len(pool), len(where), p=mandelbrot(len(pool), 7.0, 1.12))]
    return out
