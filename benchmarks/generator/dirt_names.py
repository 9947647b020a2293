"""The name cell: persons, sole traders and companies as different offices write them."""

from __future__ import annotations

import numpy as np

from generator.dirt_base import Arr, Rng, accents, change, change_r, chosen, typo
from generator.firms import FORMS, Firms
from generator.names import NICKNAMES
from generator.people import People

PERSON = {
    "typo": 0.06,
    "nickname": 0.04,
    "initial": 0.025,
    "title": 0.05,
    "second_kept": 0.55,
    "glued": 0.18,
    "married": 0.28,
    "comma": 0.012,
    "double_blank": 0.02,
}
FIRM = {"typo": 0.05, "abbreviated": 0.30, "no_form": 0.14, "branch_label": 0.5, "no_sector": 0.03}

_SPELLINGS: dict[str, list[str]] = {
    "SRL": ["SRL"] * 7
    + ["S.R.L."] * 6
    + ["Srl"] * 4
    + ["s.r.l."] * 3
    + ["S.r.l."] * 3
    + ["Società a responsabilità limitata", "SOC. A R.L.", "S R L", "S.RL", "srl", "S.R.L"],
    "SPA": ["SPA"] * 5 + ["S.P.A."] * 5 + ["S.p.A."] * 4 + ["Spa", "Società per azioni", "S.P.A", "spa"],
    "SNC": ["SNC"] * 6 + ["S.N.C."] * 5 + ["s.n.c."] * 3 + ["Snc"] * 2 + ["Società in nome collettivo", "S.N.C"],
    "SAS": ["SAS"] * 6 + ["S.A.S."] * 5 + ["s.a.s."] * 3 + ["Sas"] * 2 + ["Società in accomandita semplice", "S.A.S"],
    "SRLS": ["SRLS"] * 5 + ["S.R.L.S."] * 4 + ["Srls"] * 3 + ["S.r.l.s.", "SRL SEMPLIFICATA", "SRL", "s.r.l.s."],
    "COOP": ["SOC. COOP."] * 4
    + ["Società Cooperativa"] * 2
    + ["SOC COOP", "S.C.", "SCRL", "Soc. Coop. a r.l.", "SCARL"],
    "SS": ["S.S."] * 3 + ["Società semplice", "SOC. SEMPLICE", "SS", "Società Agricola S.S."],
    "STUDIO": ["STP", "Studio associato", "Ass. Prof.", "Associazione professionale", ""],
    "NONE": [""],
}
_TITLES = {
    False: ["Sig.", "Sig.", "SIG.", "Sig", "Dott.", "Dr.", "Avv.", "Ing.", "Geom.", "Rag.", "Arch.", "Prof."],
    True: ["Sig.ra", "Sig.ra", "SIG.RA", "Sig.na", "Dott.ssa", "Dr.ssa", "Avv.", "Arch.", "Prof.ssa", "Gent.ma Sig.ra"],
}
_ABBREVIATIONS = {
    "Costruzioni": ["Costr."],
    "Servizi": ["Serv."],
    "Fratelli": ["F.lli", "F.LLI", "Flli", "F.lli"],
    "Immobiliare": ["Imm.", "Immob."],
    "Impianti": ["Imp."],
    "Industria": ["Ind."],
    "Commerciale": ["Comm."],
    "Officine": ["Off."],
    "Officina": ["Off."],
    "Meccanica": ["Mecc."],
    "Meccaniche": ["Mecc."],
    "Generali": ["Gen."],
    "Trasporti": ["Trasp."],
    "Autotrasporti": ["Autotrasp."],
    "Associazione": ["Ass.", "Assoc."],
    "Condominio": ["Cond."],
    "Cooperativa": ["Coop."],
    "Sociale": ["Soc."],
    "Distribuzione": ["Distr."],
    "Azienda": ["Az."],
    "Agricola": ["Agr."],
    "Forniture": ["Forn."],
    "Industriali": ["Ind.li"],
    "Informatica": ["Inf."],
    "Materiali": ["Mat."],
    "Studio": ["St."],
    "Ristorante": ["Rist."],
    "Alimentari": ["Alim."],
    "Carrozzeria": ["Carr."],
    "Assicurazioni": ["Ass.ni"],
    "Sportiva": ["Sport."],
    "Elettrici": ["Elettr."],
    "e": ["&", "E"],
}


def _abbreviate(text: str, r: float) -> str:
    words = text.split(" ")
    places = [i for i, w in enumerate(words) if w in _ABBREVIATIONS]
    if not places:
        return text
    i = places[int(r * len(places))]
    options = _ABBREVIATIONS[words[i]]
    words[i] = options[int(r * 1000) % len(options)]
    return " ".join(words)


def _case(rng: Rng, column: Arr, channel: Arr) -> None:
    r = rng.random(len(column))
    change(column, np.flatnonzero(r < np.array([0.72, 0.22, 0.45])[channel]), str.upper)
    change(column, np.flatnonzero(r > np.array([0.985, 0.88, 0.96])[channel]), str.lower)


def render_persons(rng: Rng, who: People, at: Arr, channel: Arr) -> Arr:
    """Names of the persons ``at``: order, titles, nicknames, initials, married names, typos."""
    n = len(at)
    every = np.ones(n, dtype=bool)
    surname, given, second = who.surname[at].copy(), who.given[at].copy(), who.second[at].copy()
    second[rng.random(n) > PERSON["second_kept"]] = ""
    can = np.isin(given, list(NICKNAMES))
    change_r(
        rng, given, chosen(rng, PERSON["nickname"] / 0.45, can), lambda v, r: NICKNAMES[v][int(r * len(NICKNAMES[v]))]
    )
    given = np.where(second == "", given, given + " " + second).astype(object)
    change_r(
        rng,
        given,
        chosen(rng, 0.25, second != ""),
        lambda v, r: v.replace(" ", "") if r < 0.3 else v.split(" ")[0] + " " + v.split(" ")[1][0] + ".",
    )
    spaced = np.array([" " in v or "'" in v for v in surname.tolist()])
    change_r(
        rng,
        surname,
        chosen(rng, PERSON["glued"], spaced),
        lambda v, r: (
            v.replace(" ", "").replace("'", "")
            if r < 0.7
            else v.replace("'", " ")
            if "'" in v
            else v.replace(" ", "'", 1)
            if v[:2] in ("De", "Di")
            else v.replace(" ", "")
        ),
    )
    surname_slip = rng.random(n) < 0.55
    slip = chosen(rng, PERSON["typo"], every)
    change_r(rng, surname, slip[surname_slip[slip]], typo)
    change_r(rng, given, slip[~surname_slip[slip]], typo)
    change(given, chosen(rng, PERSON["initial"], every), lambda v: v[:1] + ".")
    married = who.married[at]
    use = chosen(rng, PERSON["married"], married != "")
    how = rng.random(len(use))
    first = rng.random(n) < np.array([0.86, 0.38, 0.75])[channel]
    comma = np.where(rng.random(n) < PERSON["comma"], ", ", " ")
    out = np.where(first, surname + comma + given, given + " " + surname).astype(object)
    link = np.where(how < 0.6, " in ", np.where(how < 0.75, " ved. ", " "))
    out[use] = np.where(
        how < 0.75,
        out[use] + link + married[use],
        np.where(how < 0.9, surname[use] + " " + married[use] + " " + given[use], married[use] + " " + given[use]),
    )
    accents(rng, out)
    _case(rng, out, channel)
    half = chosen(rng, 0.04, first & (comma == " ") & (married == ""))
    out[half] = np.array(
        [s.upper() + " " + g for s, g in zip(surname[half].tolist(), given[half].tolist(), strict=True)], dtype=object
    )
    titled = chosen(rng, PERSON["title"], every)
    for flag, options in _TITLES.items():
        where = titled[who.female[at[titled]] == flag]
        pick = np.array(options, dtype=object)[rng.integers(0, len(options), len(where))]
        tail = rng.random(len(where)) < 0.15
        out[where] = np.where(tail, out[where] + " " + pick, pick + " " + out[where])
    change(out, chosen(rng, PERSON["double_blank"], every), lambda v: v.replace(" ", "  ", 1))
    change(out, chosen(rng, 0.01, every), lambda v: v + " ")
    return out


def render_traders(rng: Rng, who: People, at: Arr, channel: Arr) -> Arr:
    """Sole traders: the sign with the person (``BAR SPORT DI ROSSI MARIO``), the person, or the sign."""
    person = render_persons(rng, who, at, channel)
    sign = who.sign[at].copy()
    n = len(at)
    change_r(rng, sign, chosen(rng, 0.2, sign != ""), _abbreviate)
    change_r(rng, sign, chosen(rng, 0.04, sign != ""), typo)
    r = rng.random(n)
    plain = np.where(r < 0.45, who.surname[at] + " " + who.given[at], who.given[at] + " " + who.surname[at])
    plain = plain.astype(object)
    change_r(rng, plain, chosen(rng, 0.04, sign != ""), typo)
    joined = np.where(rng.random(n) < 0.85, sign + " di " + plain, sign + " - " + plain).astype(object)
    alone = np.where(rng.random(n) < 0.5, sign, sign + " di " + who.surname[at]).astype(object)
    for column in (joined, alone):
        accents(rng, column)
        _case(rng, column, channel)
    with_sign = np.where(r < 0.48, joined, np.where(r < 0.62, alone, person))
    out = np.where(sign == "", person, with_sign).astype(object)
    label = chosen(rng, 0.05, (sign == "") | (r >= 0.62))
    out[label] = np.where(rng.random(len(label)) < 0.5, "Ditta " + out[label], "DITTA IND. " + out[label])
    return out


def render_firms(rng: Rng, firms: Firms, at: Arr, channel: Arr, elsewhere: Arr, town_name: Arr) -> Arr:
    """Companies: legal form in any spelling or none, abbreviations, typos, branch labels."""
    n = len(at)
    every = np.ones(n, dtype=bool)
    core = firms.core[at].copy()
    change_r(rng, core, chosen(rng, FIRM["abbreviated"], every), _abbreviate)
    change_r(rng, core, chosen(rng, FIRM["typo"], every), typo)
    dotted = np.array(["." in v[:4] for v in core.tolist()])
    change(core, chosen(rng, 0.4, dotted), lambda v: v.replace(".", ""))
    long = np.array([v.count(" ") > 1 and " e " not in v for v in core.tolist()])
    change(core, chosen(rng, FIRM["no_sector"], long), lambda v: v.rsplit(" ", 1)[0])
    form = np.full(n, "", dtype=object)
    r = rng.random(n)
    for index, name in enumerate(FORMS):
        where = np.flatnonzero((firms.form[at] == index) & (r > FIRM["no_form"]))
        options = np.array(_SPELLINGS[name], dtype=object)
        form[where] = options[rng.integers(0, len(options), len(where))]
    partner = np.array(["& C.", "& C.", "& C.", "e C.", "&C.", "E C", "& C"], dtype=object)[rng.integers(0, 7, n)]
    keep = firms.partners[at] & (rng.random(n) < 0.85)
    core = np.where(keep, core + " " + partner, core).astype(object)
    core_upper = chosen(rng, 0.35, every)
    change(core, core_upper, str.upper)
    front = (rng.random(n) < 0.012) & (form != "")
    out = np.where(form == "", core, np.where(front, form + " " + core, core + " " + form)).astype(object)
    label = chosen(rng, FIRM["branch_label"], firms.branch[at] & elsewhere)
    word = np.array([" - filiale di ", " fil. ", " - sede di ", " P.V. ", " "], dtype=object)
    out[label] = out[label] + word[rng.integers(0, 5, len(label))] + town_name[label]
    accents(rng, out)
    _case(rng, out, channel)
    change(out, chosen(rng, 0.02, every), lambda v: v.replace(" ", "  ", 1))
    change(out, chosen(rng, 0.015, every), lambda v: "Spett.le " + v)
    change(out, chosen(rng, 0.012, every), lambda v: f'"{v}"' if " " not in v else v.replace(" ", ' "', 1) + '"')
    return out
