"""Put the population, the plan and the damage together into the customer list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from generator.dirt_base import Arr, accents, change, chosen
from generator.dirt_codes import dirty_cf, dirty_piva, format_dates
from generator.dirt_contacts import consents, dirty_mail, dirty_phone, notes
from generator.dirt_names import render_firms, render_persons, render_traders
from generator.dirt_places import (
    dirty_cap,
    render_address,
    render_city,
    render_province,
)
from generator.firms import Firms, build_firms
from generator.people import People, build_people
from generator.places import Addresses, gazetteer
from generator.plan import Plan, build_plan, entity_counts

HEADER = [
    "CODCLI",
    "NOMINATIVO",
    "COD.FISC.",
    "P.IVA",
    "DT_NASC",
    "LUOGO_NASC",
    "INDIRIZZO",
    "CAP",
    "CITTA",
    "PROV",
    "TEL",
    "CELL",
    "E-MAIL",
    "CONSENSO_MKT",
    "DT_ULT_ORD",
    "NOTE",
]
BIRTH_FILLER, PHONE_IN_OTHER_COLUMN = 0.03, 0.06


def _join(people: Arr, firms: Arr) -> Arr:
    return np.concatenate([people, firms])


def _addresses(plan: Plan, people: People, firms: Firms) -> Addresses:
    """The address each row shows: first or second version."""
    parts = []
    for one, two in ((people.home, firms.seat), (people.home_other, firms.seat_other)):
        joined = Addresses(*(_join(getattr(one, f), getattr(two, f)) for f in one.__dataclass_fields__))
        parts.append(joined.take(plan.entity))
    shown, other = parts
    moved = np.flatnonzero(plan.other["address"])
    shown.put(moved, other.take(moved))
    return shown


def _version(plan: Plan, field: str, first: tuple[Arr, Arr], second: tuple[Arr, Arr]) -> Arr:
    value = np.where(plan.other[field], _join(*second)[plan.entity], _join(*first)[plan.entity])
    return np.where(plan.has[field], value, "").astype(object)


def _names(rng: np.random.Generator, plan: Plan, people: People, firms: Firms, town: Arr) -> Arr:
    out = np.empty(len(plan.entity), dtype=object)
    offset = len(people.cf)
    for kind in (0, 1, 2):
        rows = np.flatnonzero(plan.kind == kind)
        at, channel = plan.entity[rows], plan.channel[rows]
        if kind == 0:
            out[rows] = render_persons(rng, people, at, channel)
        elif kind == 2:
            out[rows] = render_traders(rng, people, at, channel)
        else:
            out[rows] = render_firms(
                rng, firms, at - offset, channel, plan.other["address"][rows], gazetteer().name[town[rows]]
            )
    return out


def _codes(rng: np.random.Generator, plan: Plan, people: People, firms: Firms) -> tuple[Arr, Arr]:
    cf = _version(plan, "cf", (people.cf, firms.cf), (people.cf_other, firms.cf))
    partner = _join(people.partner, np.full(len(firms.cf), -1))[plan.entity]
    known = cf != ""
    relative = np.flatnonzero(known & (plan.wrong_cf == 1) & (partner >= 0))
    cf[relative] = people.cf[partner[relative]]
    stranger = np.flatnonzero(known & (plan.wrong_cf == 2) & (plan.kind != 1))
    cf[stranger] = people.cf[rng.integers(0, len(people.cf), len(stranger))]
    piva = np.where(plan.has["piva"], _join(people.piva, firms.piva)[plan.entity], "").astype(object)
    dirty_cf(rng, cf)
    dirty_piva(rng, piva, plan.excel)
    return cf, piva


def _dates(rng: np.random.Generator, plan: Plan, people: People, n_firms: int) -> tuple[Arr, Arr, Arr]:
    """Birth dates, birth places and dates of the last order."""
    n = len(plan.entity)
    share = np.array([[0.72, 0.04, 0.10, 0.14], [0.35, 0.55, 0.02, 0.08], [0.60, 0.05, 0.25, 0.10]])
    style = (rng.random(n)[:, None] > share.cumsum(axis=1)[plan.channel]).sum(axis=1)
    birth = _join(people.birth, np.zeros(n_firms, dtype=np.int64))[plan.entity]
    born = format_dates(rng, birth, plan.has["birth"], style, BIRTH_FILLER)
    place = _join(people.place_name, np.full(n_firms, "", dtype=object))[plan.entity]
    place = np.where(plan.has["place"], place, "").astype(object)
    accents(rng, place)
    change(place, chosen(rng, 0.6, place != ""), str.upper)
    last = 20_300 - np.minimum(rng.exponential(500, n), 4_500).astype(np.int64)
    order = format_dates(rng, last, rng.random(n) < 0.82, np.where(style == 2, 0, style), 0.0)
    return born, place, order


def build(rows: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, Any]]:
    """The dirty list, its truth (``row``, ``entity``) and the counts of the hard cases."""
    rng = np.random.default_rng(seed)
    size = entity_counts(rows)
    persons, traders = size["person"] + size["sole_trader"], size["sole_trader"]
    # order the sole traders first; ties are drawn over all persons
    people, cases = build_people(rng, persons, traders)
    firms, firm_cases = build_firms(rng, size["company"], people)
    delicate = _join(people.delicate, np.zeros(size["company"], dtype=bool))
    plan = build_plan(rng, rows, traders, persons, persons + size["company"], delicate)
    shuffle = rng.permutation(rows)
    for field in ("entity", "kind", "channel", "wrong_cf", "excel"):
        setattr(plan, field, getattr(plan, field)[shuffle])
    for table in (plan.has, plan.other):
        for key in table:
            table[key] = table[key][shuffle]
    at = _addresses(plan, people, firms)
    here = plan.has["address"]
    columns: dict[str, Arr] = {}
    serial = np.arange(rows) * 3 + rng.integers(0, 3, rows) + 1
    columns["CODCLI"] = np.array([f"C{i:07d}" for i in serial.tolist()], dtype=object)
    columns["NOMINATIVO"] = _names(rng, plan, people, firms, at.town)
    columns["COD.FISC."], columns["P.IVA"] = _codes(rng, plan, people, firms)
    columns["DT_NASC"], columns["LUOGO_NASC"], order = _dates(rng, plan, people, len(firms.cf))
    columns["INDIRIZZO"] = np.where(here, render_address(rng, at, plan.channel), "")
    cap = np.where(here, at.cap, "").astype(object)
    dirty_cap(rng, cap)
    columns["CAP"] = cap
    # a row without street often still has its city
    city_known = here | (rng.random(rows) < 0.5)
    columns["CITTA"] = np.where(city_known, render_city(rng, at.town, plan.channel), "")
    columns["PROV"] = np.where(city_known, render_province(rng, at.town), "")
    tel = np.where(plan.has["tel"], at.landline, "").astype(object)
    cell = _version(plan, "mob", (people.mobile, firms.mobile), (people.mobile_other, firms.mobile_other))
    stray = chosen(rng, PHONE_IN_OTHER_COLUMN, (cell != "") & (tel == ""))
    tel[stray], cell[stray] = cell[stray], ""
    dirty_phone(rng, tel)
    dirty_phone(rng, cell)
    columns["TEL"], columns["CELL"] = tel, cell
    mail = _version(plan, "mail", (people.email, firms.email), (people.email_other, firms.email_other))
    dirty_mail(rng, mail)
    columns["E-MAIL"] = mail
    columns["CONSENSO_MKT"], columns["DT_ULT_ORD"], columns["NOTE"] = consents(rng, rows), order, notes(rng, rows)
    series = {name: pl.Series(name, columns[name].tolist(), dtype=pl.String) for name in HEADER}
    listing = pl.DataFrame(series).with_columns(pl.all().replace("", None))  # an empty cell is written bare
    code = np.unique(plan.entity, return_inverse=True)[1]
    label = rng.permutation(int(code.max()) + 1)[code]
    truth = pl.DataFrame({"row": np.arange(1, rows + 1), "entity": label + 1})
    summary: dict[str, Any] = {"entities": size, "persons": cases, "companies": firm_cases}
    return listing, truth, summary


def write(table: pl.DataFrame, truth: pl.DataFrame, out: Path, encoding: str) -> None:
    """Write ``clienti.csv`` and ``truth.csv``."""
    out.mkdir(parents=True, exist_ok=True)
    target = out / "clienti.csv"
    if encoding == "utf-8":
        table.write_csv(target, separator=";", quote_style="necessary", null_value="")
    else:
        text = table.write_csv(separator=";", quote_style="necessary", null_value="")
        target.write_bytes(text.encode(encoding, "replace"))
    truth.write_csv(out / "truth.csv")
