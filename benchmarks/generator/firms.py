"""Companies: look-alikes, VAT groups, sister firms, shared switchboards and accountants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.codes import partite_iva
from generator.contacts import company_emails, mobiles, slug
from generator.names import draw_given, draw_surnames, mandelbrot
from generator.people import People
from generator.places import (
    Addresses,
    draw_addresses,
    draw_towns,
    gazetteer,
    nearby_towns,
)

Arr = npt.NDArray[Any]

SHARES = {
    "look_alikes": 0.05,
    "vat_groups": 0.012,
    "sister_firms": 0.04,
    "accountant_email": 0.05,
    "switchboard": 0.03,
    "shared_pec": 0.02,
    "owner_is_customer": 0.03,
}
OWN_NUMERIC_CF = 0.04
BRANCH = 0.06

# Legal forms, by index; the spellings are in dirt_names.
FORMS = ["SRL", "SPA", "SNC", "SAS", "SRLS", "COOP", "SS", "STUDIO", "NONE"]
_FORM_SHARE = [0.50, 0.07, 0.14, 0.12, 0.07, 0.04, 0.03, 0.015, 0.015]

_FANTASY = [
    "Alfa",
    "Beta",
    "Gamma",
    "Delta",
    "Omega",
    "Sigma",
    "Zeta",
    "Nova",
    "Europa",
    "Italia",
    "Adriatica",
    "Tirrena",
    "Padana",
    "Mediterranea",
    "Alpina",
    "Orione",
    "Sirio",
    "Vega",
    "Aurora",
    "Stella",
    "Fenice",
    "Aquila",
    "Leone",
    "Diamante",
    "Smeraldo",
    "Rubino",
    "Quadrifoglio",
    "Girasole",
    "Arcobaleno",
    "Orizzonte",
    "Progresso",
    "Futura",
    "Moderna",
    "Universal",
    "Global",
    "Centrale",
    "Prima",
    "Elite",
    "Master",
    "Prisma",
    "Atlas",
    "Titano",
    "Ercole",
    "Nettuno",
    "Apollo",
    "Minerva",
    "Diana",
    "Saturno",
    "Mercurio",
    "Polaris",
    "Quasar",
    "Eureka",
    "Sintesi",
    "Forma",
    "Logica",
    "Idea",
    "Punto",
    "Linea",
    "Spazio",
    "Tempo",
    "Terra",
    "Acqua",
    "Fuoco",
    "Luce",
    "Verde",
    "Azzurra",
    "Bianca",
    "Rossa",
    "Oro",
    "Argento",
    "Olimpia",
    "Partenope",
    "Vesuvio",
    "Etna",
    "Gargano",
    "Salento",
    "Brianza",
    "Garda",
    "Lario",
    "Ticino",
    "Adige",
    "Arno",
    "Tevere",
    "Maremma",
    "Murgia",
    "Sila",
]
_HEADS = [
    "Euro",
    "Ital",
    "Tecno",
    "Inter",
    "Eco",
    "Bio",
    "Gen",
    "Lombard",
    "Ven",
    "Tosc",
    "Sicil",
    "Nord",
    "Sud",
    "Cent",
    "Multi",
    "Mega",
    "Pro",
    "Omni",
    "Uni",
    "Agri",
    "Edil",
    "Auto",
    "Mec",
    "Termo",
    "Elettro",
    "Idro",
    "Info",
    "Medi",
    "Metal",
    "Plast",
    "Cart",
    "Tess",
    "Arred",
    "Immo",
    "Fin",
    "Serv",
    "Log",
    "Trans",
]
_TAILS = [
    "tec",
    "plast",
    "mec",
    "gest",
    "service",
    "casa",
    "color",
    "gas",
    "sped",
    "trans",
    "ferro",
    "legno",
    "marmi",
    "pack",
    "print",
    "soft",
    "net",
    "lab",
    "farma",
    "food",
    "frutta",
    "carni",
    "pan",
    "vini",
    "fer",
    "car",
    "moto",
    "market",
    "shop",
    "edil",
    "impianti",
    "system",
    "group",
    "form",
    "data",
    "point",
    "line",
    "cart",
]
_SECTORS = """Servizi|Costruzioni|Immobiliare|Impianti|Trasporti|Logistica|Alimentari|Arredamenti|Informatica
Consulting|Service|Group|Italia|Distribuzione|Commerciale|Industria|Meccanica|Costruzioni Meccaniche|Edilizia
Costruzioni Generali|Autotrasporti|Spedizioni|Tessile|Confezioni|Calzature|Legnami|Serramenti|Infissi|Vernici
Elettronica|Telecomunicazioni|Energia|Ambiente|Ecologia|Pulizie|Vigilanza|Viaggi|Turismo|Ristorazione|Catering
Alberghi|Farmaceutici|Medicale|Sanità|Formazione|Editoria|Grafica|Pubblicità|Eventi|Consulenze|Finanziaria
Assicurazioni|Engineering|Progetti|Automazione|Carpenteria|Officine Meccaniche|Fonderie|Stampi|Materie Plastiche
Carta e Imballaggi|Agricola|Vini|Oleificio|Caseificio|Salumificio|Molini|Ortofrutta|Prodotti Ittici|Mangimi
Forniture Industriali|Attrezzature|Ricambi|Gomme|Noleggi|Ascensori|Climatizzazione|Termoidraulica|Materiali Edili
Antincendio|Sicurezza|Qualità e Ambiente|Arti Grafiche|Autofficina|Carrozzeria|Concessionaria|Carburanti"""
SECTORS = [s for line in _SECTORS.splitlines() for s in line.split("|")]


@dataclass
class Firms:
    """Columns over companies."""

    core: Arr
    form: Arr
    partners: Arr
    piva: Arr
    cf: Arr
    seat: Addresses
    seat_other: Addresses
    branch: Arr
    mobile: Arr
    mobile_other: Arr
    email: Arr
    email_other: Arr


def _fantasy(rng: np.random.Generator, n: int, surname: Arr) -> Arr:
    """Invented words, some built on a surname (``Rossitec``), and common ones (``Alfa``)."""
    heads, tails = np.array(_HEADS, dtype=object), np.array(_TAILS, dtype=object)
    made = heads[rng.integers(0, len(heads), n)] + tails[rng.integers(0, len(tails), n)]
    words = np.array(_FANTASY, dtype=object)[rng.choice(len(_FANTASY), n, p=mandelbrot(len(_FANTASY), 10.0))]
    stem = np.array(
        [slug(s)[: int(k)].title() for s, k in zip(surname, rng.integers(3, 6, n), strict=True)], dtype=object
    )
    own = stem + tails[rng.integers(0, len(tails), n)]
    r = rng.random(n)
    return np.where(r < 0.30, made, np.where(r < 0.72, own, words))


def _acronyms(rng: np.random.Generator, n: int) -> Arr:
    alphabet = np.array(list("ABCDEFGILMNOPRSTVZ"), dtype=object)
    size = np.where(rng.random(n) < 0.75, 3, 4)
    drawn = alphabet[rng.integers(0, len(alphabet), (n, 4))]
    dots = np.where(rng.random(n) < 0.5, ".", "")
    return np.array(
        ["".join(c + d for c in row[:k]) for row, k, d in zip(drawn, size, dots, strict=True)], dtype=object
    )


def _cores(rng: np.random.Generator, town: Arr) -> tuple[Arr, Arr]:
    """Company names without legal form, and whether ``& C.`` belongs to them."""
    g = gazetteer()
    n = len(town)
    sector = np.array(SECTORS, dtype=object)[rng.choice(len(SECTORS), n, p=mandelbrot(len(SECTORS), 12.0))]
    surname = draw_surnames(rng, g.province_no[town])
    surname2 = draw_surnames(rng, g.province_no[town])
    given = draw_given(rng, np.zeros(n, dtype=bool))
    word, short, city = _fantasy(rng, n, surname2), _acronyms(rng, n), g.name[town]
    how, second = rng.random(n), rng.random(n)
    kinds = [
        (0.14, lambda i: f"{word[i]} {sector[i]}"),
        (0.09, lambda i: f"{word[i]}"),
        (0.16, lambda i: f"{surname[i]} {sector[i]}"),
        (0.08, lambda i: f"{sector[i]} {surname[i]}"),
        (0.08, lambda i: f"Fratelli {surname[i]}"),
        (0.14, lambda i: f"{surname[i]} {given[i]}"),
        (0.05, lambda i: f"{given[i]} {surname[i]} {sector[i]}"),
        (0.04, lambda i: f"{surname[i]} e {surname2[i]}"),
        (0.05, lambda i: f"{short[i]} {sector[i]}"),
        (0.03, lambda i: f"{short[i]}"),
        (0.03, lambda i: f"{sector[i]} {city[i]}"),
        (0.03, lambda i: f"Studio {surname[i]}" if second[i] < 0.6 else f"Studio {surname[i]} {surname2[i]}"),
        (0.02, lambda i: f"Associazione {('Culturale ', 'Sportiva ', '')[i % 3]}{word[i]} {city[i]}"),
        (0.02, lambda i: f"Cooperativa Sociale {word[i]} {sector[i]}"),
        (0.02, lambda i: f"Condominio {surname[i]} {city[i]}"),
        (0.02, lambda i: f"{word[i]} {str(short[i]).replace('.', '')} {sector[i]}"),
    ]
    edges = np.cumsum([k[0] for k in kinds])
    which = np.minimum(np.searchsorted(edges, how * edges[-1]), len(kinds) - 1)
    core = np.array([kinds[k][1](i) for i, k in enumerate(which.tolist())], dtype=object)
    return core, which


def build_firms(rng: np.random.Generator, n: int, people: People) -> tuple[Firms, dict[str, int]]:
    """Draw ``n`` companies, then make some of them resemble each other."""
    g = gazetteer()
    seat = draw_addresses(rng, draw_towns(rng, n))
    core, which = _cores(rng, seat.town)
    form = rng.choice(len(FORMS), n, p=np.array(_FORM_SHARE))
    named = np.isin(which, [5]) & np.isin(form, [0, 1, 4, 6])
    form[named] = np.where(rng.random(int(named.sum())) < 0.8, rng.integers(2, 4, int(named.sum())), 0)
    form[np.isin(which, [12, 14])] = 8
    form[which == 13] = 5
    form[which == 11] = np.where(rng.random(int((which == 11).sum())) < 0.5, 7, 0)
    partners = np.isin(form, [2, 3]) & (rng.random(n) < 0.75)
    piva = partite_iva(rng, g.province_no[seat.town])
    own = rng.random(n) < OWN_NUMERIC_CF
    own |= np.isin(which, [12, 14])
    other = partite_iva(rng, g.province_no[draw_towns(rng, n)])
    cf = np.where(own, other, piva)
    mobile, email = mobiles(rng, n), company_emails(rng, core)
    order, at = rng.permutation(n), 0
    counts = {"own_numeric_cf": int(own.sum())}

    def group(name: str, width: int) -> list[Arr]:
        nonlocal at
        size = round(SHARES[name] * n) // width * width
        members = list(order[at : at + size].reshape(-1, width).T)
        at += size
        counts[name] = size
        return members

    a, b = group("look_alikes", 2)
    core[b] = core[a]
    form[b] = np.where(rng.random(len(b)) < 0.7, form[a], form[b])
    for member in (members := group("vat_groups", 3)):
        piva[member] = piva[members[0]]
        cf[member] = other[member]
        near = member[rng.random(len(member)) < 0.5]
        seat.put(near, seat.take(members[0][np.isin(member, near)]))
    head = np.array([str(c).split()[0] for c in core[members[0]]], dtype=object)
    sector = np.array(SECTORS, dtype=object)
    for member in members[1:]:
        core[member] = head + " " + sector[rng.integers(0, len(SECTORS), len(member))]
        form[member] = rng.integers(0, 2, len(member))
        partners[member] = False
    a, b = group("sister_firms", 2)
    core[b] = (
        np.array([str(c).split()[0] for c in core[a]], dtype=object)
        + " "
        + sector[rng.integers(0, len(SECTORS), len(b))]
    )
    form[b], partners[b] = 0, False
    seat.put(b, seat.take(a))
    email[b] = np.where(rng.random(len(b)) < 0.3, email[a], email[b])
    for name in ("accountant_email", "shared_pec"):
        members = group(name, 4 if name == "accountant_email" else 2)
        if name == "accountant_email":
            chief = draw_surnames(rng, g.province_no[seat.town[members[0]]])
            email[members[0]] = np.array(
                [f"{('info', 'contabilita', 'clienti')[i % 3]}@studio{slug(s)}.it" for i, s in enumerate(chief)],
                dtype=object,
            )
        for member in members[1:]:
            email[member] = email[members[0]]
            if name == "accountant_email":
                near = nearby_towns(rng, seat.town[members[0]], 0.8)
                seat.put(member, draw_addresses(rng, near))
    members = group("switchboard", 4)
    for member in members[1:]:
        seat.put(member, seat.take(members[0]))
    (firm,) = group("owner_is_customer", 1)
    owner = rng.choice(len(people.cf), len(firm), replace=False)
    mobile[firm] = people.mobile[owner]
    email[firm] = np.where(rng.random(len(firm)) < 0.5, people.email[owner], email[firm])
    core[firm] = people.surname[owner] + np.where(
        rng.random(len(firm)) < 0.5, " " + people.given[owner], " " + sector[rng.integers(0, 30, len(firm))]
    )
    at_home = rng.random(len(firm)) < 0.5
    seat.put(firm[at_home], people.home.take(owner[at_home]))
    branch = rng.random(n) < BRANCH
    counts["branches"] = int(branch.sum())
    town = np.where(branch, draw_towns(rng, n), nearby_towns(rng, seat.town, 0.75))
    firms = Firms(
        core,
        form,
        partners,
        piva,
        cf,
        seat,
        draw_addresses(rng, town),
        branch,
        mobile,
        mobiles(rng, n),
        email,
        company_emails(rng, core),
    )
    return firms, counts
