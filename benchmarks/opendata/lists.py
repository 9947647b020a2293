"""Customer lists from families of real spellings: which rows stand in them, and what each row shows.

A customer stands in one row or several; every real spelling of it is a row, further rows repeat one. Contacts are the
customer's first or, with fixed shares, its second; some are not filled. Of the codes and the birth dates only a share
is shown. Who hides a code once hides it more often again: half of the draw is the customer's, half the row's. A
spelling that is not surely its customer's has a town but no contact: one made up for it would decide the matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from generator.dirt_base import change, change_r, chosen, typo
from generator.dirt_codes import format_dates
from generator.dirt_contacts import dirty_mail, dirty_phone
from generator.dirt_places import dirty_cap, render_address, render_city, render_province
from generator.places import Addresses
from opendata.contacts import draw_contacts
from opendata.names import as_typed, write_bodies, write_people
from opendata.source import Arr

MOST_SPELLINGS = 6
ROWS_OF_ONE = (0.52, 0.27, 0.13, 0.08)  # customers with one, two, three, four rows
SECOND = {"address": 0.12, "mobile": 0.10, "mail": 0.12}
SHOWN = {"address": 0.85, "town": 0.92, "landline": 0.35, "mobile": 0.60, "mail": 0.60, "birth_place": 0.70}
CODE = {"typo": 0.02, "lower": 0.05, "blanks": 0.03, "zeros": 0.05}


@dataclass(frozen=True)
class RealList:
    """A list and its truth.

    Attributes:
        rows: The list, every cell text.
        truth: For each row its `row` (from 1), its `entity`, whether that is `sure`, the customer's `code`, and the
            same code as `known` where the row shows it whole; else empty.
    """

    rows: pl.DataFrame
    truth: pl.DataFrame


def choose(rng: np.random.Generator, family: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Take customers until there are about `rows` rows, whole areas at a time: neighbours stay together.

    Returns:
        One row for each row of the list, in its order.
    """
    spellings = family.filter(pl.int_range(pl.len()).shuffle(seed=1).over("entity") < MOST_SPELLINGS)
    sizes = spellings.group_by("entity", maintain_order=True).agg(pl.len(), group=pl.col("area").first())
    drawn = 1 + (rng.random(sizes.height)[:, None] > np.cumsum(ROWS_OF_ONE)[:-1]).sum(axis=1)
    sizes = sizes.with_columns(wanted=pl.max_horizontal("len", pl.Series(drawn, dtype=pl.UInt32)))
    order = pl.DataFrame({"group": sizes["group"].unique().sort()})
    order = order.with_columns(place=pl.Series(rng.permutation(order.height)))
    sizes = sizes.join(order, on="group", maintain_order="left").sort("place", maintain_order=True)
    taken = sizes.filter(pl.col("wanted").cum_sum() <= rows)
    numbered = spellings.with_columns(number=pl.int_range(pl.len()).over("entity"))
    wanted = taken.select("entity", "len", number=pl.int_ranges(pl.lit(0), pl.col("wanted").cast(pl.Int64))).explode(
        "number"
    )
    wanted = wanted.with_columns(number=pl.col("number") % pl.col("len"))
    found = wanted.select("entity", "number").join(numbered, on=["entity", "number"], how="left", maintain_order="left")
    return found[rng.permutation(found.height)]


def _versions(rng: np.random.Generator, who: Arr, kind: str, both: tuple[Arr, Arr]) -> Arr:
    """Return the customer's first contact or, now and then, the second; empty where a row shows none."""
    second = rng.random(len(who)) < SECOND[kind]
    shown = rng.random(len(who)) < SHOWN[kind]
    return np.where(shown, np.where(second, both[1][who], both[0][who]), "").astype(object)


def _addresses(rng: np.random.Generator, who: Arr, homes: tuple[Addresses, Addresses]) -> Addresses:
    shown = homes[0].take(who)
    moved = np.flatnonzero(rng.random(len(who)) < SECOND["address"])
    shown.put(moved, homes[1].take(who[moved]))
    return shown


def shown_share(rng: np.random.Generator, who: Arr, share: float) -> Arr:
    """Tell which rows show a value: exactly a share of them, half by the customer's own habit."""
    score = rng.random(int(who.max(initial=0)) + 1)[who] + rng.random(len(who))
    shown = np.zeros(len(who), dtype=bool)
    shown[np.argsort(score, kind="stable")[: round(share * len(who))]] = True
    return shown


def _codes(rng: np.random.Generator, code: Arr, shown: Arr) -> tuple[Arr, Arr]:
    """Return the codes as they stand in the list, and those of them that stand there whole."""
    written = np.where(shown, code, "").astype(object)
    filled = written != ""
    slips = chosen(rng, CODE["typo"], filled)
    change_r(rng, written, slips, typo)
    known = np.where(filled, code, "").astype(object)
    known[slips] = ""
    change(written, chosen(rng, CODE["lower"], filled), str.lower)
    change(written, chosen(rng, CODE["blanks"], filled), lambda text: f"{text[:6]} {text[6:]} ")
    change(written, chosen(rng, CODE["zeros"], filled), lambda text: text.lstrip("0"))
    return written, known


def _names(rng: np.random.Generator, name: str, chosen_rows: pl.DataFrame, town: Arr) -> dict[str, Arr]:
    cognome, nome = (chosen_rows[column].to_numpy() for column in ("cognome", "nome"))
    if (cognome != "").all():
        return write_people(rng, cognome, nome, one_cell=name != "candidati")
    typed = chosen_rows["ragione_sociale"].to_numpy()
    return as_typed(rng, typed) if name == "appalti" else write_bodies(rng, typed, town)


def _code_columns(name: str, written: Arr) -> dict[str, Arr]:
    """Bidders have partite IVA, all others codici fiscali alone."""
    if name != "appalti":
        return {"COD.FISC.": written}
    person = np.array([any(sign.isalpha() for sign in code) for code in written.tolist()], dtype=bool)
    return {"COD.FISC.": np.where(person, written, ""), "P.IVA": np.where(person, "", written)}


def make_list(name: str, family: pl.DataFrame, rows: int, seed: int, codes: float, births: float) -> RealList:
    """Make a list of about `rows` rows.

    The same customers, rows, contacts and slips come with every share of codes and births: only what is hidden differs.

    Args:
        name: The family's name.
        family: Its spellings.
        rows: The most rows.
        seed: One seed, one list.
        codes: The share of rows that show their code.
        births: The share of rows that show their birth date; families of bodies have none.
    """
    rng = np.random.default_rng([seed, *name.encode()])
    hiding = np.random.default_rng([seed, 1, *name.encode()])
    row = choose(rng, family, rows)
    count = row.height
    entity, first, who = np.unique(row["entity"].to_numpy(), return_index=True, return_inverse=True)
    contacts = draw_contacts(rng, row[first])
    at = _addresses(rng, who, contacts.homes)
    channel = rng.integers(0, 3, len(entity))[who]
    sure = row["sure"].to_numpy()
    here, in_town = sure & (rng.random(count) < SHOWN["address"]), rng.random(count) < SHOWN["town"]
    town_typed = row["town_typed"].to_numpy()
    columns = {"CODCLI": np.array([f"C{number:06}" for number in range(1, count + 1)], dtype=object)}
    columns |= _names(rng, name, row, town_typed)
    written, known = _codes(hiding, row["code"].to_numpy(), shown_share(hiding, who, codes))
    columns |= _code_columns(name, written)
    if row["born"].null_count() < count:
        days = row["born"].to_physical().to_numpy().astype(np.int64)
        born = shown_share(hiding, who, births)
        columns["DT_NASC"] = format_dates(hiding, days, born, np.zeros(count, dtype=np.int64), 0.0)
        place = rng.random(count) < SHOWN["birth_place"]
        columns["LUOGO_NASC"] = np.where(place & (births > 0), row["birth_place"].to_numpy(), "")
    cap = np.where(here, at.cap, "").astype(object)
    dirty_cap(rng, cap)
    city = render_city(rng, at.town, channel)
    own = (town_typed != "") & (at.town == row["town"].to_numpy()) & (rng.random(count) < 0.5)
    city = np.where(own, town_typed, city)
    columns["INDIRIZZO"] = np.where(here, render_address(rng, at, channel), "")
    columns |= {"CAP": cap, "CITTA": np.where(in_town, city, "")}
    columns["PROV"] = np.where(in_town, render_province(rng, at.town), "")
    landline = np.where(sure & (rng.random(count) < SHOWN["landline"]), at.landline, "").astype(object)
    mobile, mail = (
        _versions(rng, who, kind, both) for kind, both in (("mobile", contacts.mobiles), ("mail", contacts.mails))
    )
    mobile[~sure] = mail[~sure] = ""
    for column in (landline, mobile):
        dirty_phone(rng, column)
    dirty_mail(rng, mail)
    columns |= {"TEL": landline, "CELL": mobile, "E-MAIL": mail}
    text = {title: pl.Series(title, values.tolist(), dtype=pl.String) for title, values in columns.items()}
    truth = row.select(
        row=pl.int_range(1, pl.len() + 1),
        entity="entity",
        sure="sure",
        code="code",
        known=pl.Series(known.tolist(), dtype=pl.String),
    )
    return RealList(pl.DataFrame(text).with_columns(pl.all().replace("", None)), truth)
