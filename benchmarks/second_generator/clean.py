"""What a row would say if nobody made mistakes: capitals with accents, one text a part."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from second_generator.codes import codici_fiscali
from second_generator.directory import landlines, mobiles
from second_generator.meetings import CRM, ERP, NEWSLETTER, SHOP, Rows
from second_generator.people import People
from second_generator.places import Addresses, street_names
from second_generator.shows import GIVEN_ONLY, HUSBANDS, NO_NAME, Population, Shown
from second_generator.tables import Ints, Names, Towns


class Texts:
    """The long lists of words, made once, to gather from by number."""

    def __init__(
        self, rng: np.random.Generator, world: Population, addresses: Addresses, towns: Towns, names: Names
    ) -> None:
        people = world.people
        self.world, self.addresses, self.towns, self.names = world, addresses, towns, names
        surname = [" ".join(names.accents.get(w, w) for w in s.split()) for s in names.surname]
        self.surname = pl.Series([names.accents.get(s, t) for s, t in zip(names.surname, surname, strict=True)])
        self.given = pl.Series([names.accents.get(g, g) for g in names.given])
        self.street = pl.Series(street_names())
        self.town = pl.Series(towns.name).str.to_uppercase()
        self.sigla = pl.Series(towns.sigla)
        self.caps = pl.Series(towns.caps)
        self.firm_names = pl.Series(world.firms.names[0] + world.firms.names[1])
        self.firm_forms = pl.Series(world.firms.forms[0] + world.firms.forms[1])
        self.firm_cf, self.firm_piva = pl.Series(world.firms.cf), pl.Series(world.firms.piva)
        self.trade_sign, self.trade_piva = pl.Series(world.traders.sign), pl.Series(world.traders.piva)
        self.cf = pl.Series(self._codes(rng, people))

    def _codes(self, rng: np.random.Generator, people: People) -> list[str]:
        given = pl.Series(self.names.given).gather(people.given)
        middle = pl.Series([*self.names.given, ""]).gather(
            np.where(people.middle < 0, len(self.names.given), people.middle)
        )
        place = pl.Series([*self.towns.belfiore, *self.names.state_codes[::-1]]).gather(
            np.where(
                people.place >= 0, people.place, len(self.towns.belfiore) + len(self.names.state_codes) + people.place
            )
        )
        return codici_fiscali(
            pl.Series(self.names.surname).gather(people.surname).to_list(),
            (given + " " + middle).to_list(),
            people.born.astype("datetime64[D]"),
            people.female,
            place.to_list(),
            rng.random(len(people)) < 0.0006,
        )


def _blank(words: pl.Series, numbers: Ints) -> pl.Series:
    """The words by number, empty where the number is -1."""
    got = words.gather(np.maximum(numbers, 0)).cast(pl.String)
    return pl.select(pl.when(pl.Series(numbers >= 0)).then(got).otherwise(pl.lit(""))).to_series()


def _who(rng: np.random.Generator, texts: Texts, rows: Rows, shown: Shown) -> dict[str, pl.Series]:
    """Surname, given name and firm name."""
    people, firms, names = texts.world.people, texts.world.firms, texts.names
    n, person = len(rows), rows.entity < len(people)
    p = np.where(person, rows.entity, 0)
    f = np.where(person, 0, rows.entity - len(people))
    frame = pl.DataFrame(
        {
            "surname": texts.surname.gather(people.surname[p]),
            "husband": _blank(texts.surname, people.filed_as[p]),
            "given": texts.given.gather(people.given[p]),
            "middle": _blank(texts.given, people.middle[p]),
            "sign": _blank(texts.trade_sign, texts.world.traders.of[p]),
            "firm": texts.firm_names.gather(f + len(firms) * shown.version),
            "form": texts.firm_forms.gather(f + len(firms) * shown.version),
            "name": shown.name,
            "person": person,
            "business": shown.business & person,
            "turn": rng.random(n),
            "other": rng.random(n),
            "widow": people.died[np.maximum(people.spouse[p], 0)] < rows.told,
            "source": rows.source,
        }
    )
    shorts = {i: s[0] for i, s in names.short.items()}
    nick = pl.Series([shorts.get(i, "") for i in range(len(names.given))]).gather(people.given[p])
    filed = (
        pl.when(pl.col("turn") < 0.5)
        .then("husband")
        .when(pl.col("turn") < 0.72)
        .then(pl.col("husband") + " " + pl.col("surname"))
        .when("widow")
        .then(pl.col("surname") + " VED. " + pl.col("husband"))
        .when(pl.col("turn") < 0.88)
        .then(pl.col("surname") + " IN " + pl.col("husband"))
        .otherwise(pl.col("surname") + " " + pl.col("husband"))
    )
    casual = pl.col("source").is_in([CRM, SHOP, NEWSLETTER])
    surname = pl.when(pl.col("name") == HUSBANDS).then(filed).otherwise("surname")
    full = (pl.col("given") + " " + pl.col("middle")).str.strip_chars()
    given = (
        pl.when(casual & (pl.col("other") < 0.05) & (pl.lit(nick) != ""))
        .then(pl.lit(nick))
        .when(pl.col("other") < pl.when(pl.col("source") == ERP).then(0.85).otherwise(0.5))
        .then(full)
        .otherwise("given")
    )
    nobody = (pl.col("name") == NO_NAME) | ~pl.col("person")
    out = frame.select(
        surname=pl.when(nobody | (pl.col("name") == GIVEN_ONLY)).then(pl.lit("")).otherwise(surname),
        given=pl.when(nobody).then(pl.lit("")).otherwise(given),
        firm=pl.when(pl.col("business"))
        .then("sign")
        .when(pl.col("person") | (pl.col("name") == NO_NAME))
        .then(pl.lit(""))
        .otherwise("firm"),
        form=pl.when(pl.col("person")).then(pl.lit("")).otherwise("form"),
    )
    return {c: out[c] for c in out.columns}


def _where(rng: np.random.Generator, texts: Texts, shown: Shown) -> dict[str, pl.Series]:
    """Street, number, CAP, town and province."""
    book, n = texts.addresses, len(shown.address)
    at = np.maximum(shown.address, 0)
    there = pl.Series(shown.address >= 0)
    town = book.town[at]
    marks = pl.Series(["", "/A", "/B", "/C", " BIS", ""]).gather(book.mark[at])
    slash = pl.Series(["/", "", " ", "-"]).gather(rng.choice(4, n, p=[0.5, 0.3, 0.1, 0.1]))
    number = pl.Series(book.number[at]).cast(pl.String)
    comma = pl.Series([", ", " ", ",", " N. "]).gather(rng.choice(4, n, p=[0.42, 0.45, 0.06, 0.07]))
    none = pl.Series(["SNC", "S.N.", ""]).gather(rng.integers(0, 3, n))
    frame = pl.DataFrame(
        {
            "there": there,
            "street": texts.street.gather(book.street[at]),
            "number": number,
            "none": none,
            "comma": comma,
            "mark": pl.select(
                pl.when(pl.Series(marks.str.starts_with("/"))).then(slash + marks.str.strip_chars("/")).otherwise(marks)
            ).to_series(),
            "nothing": book.mark[at] == 5,
            "cap": texts.caps.gather(town),
            "zone": book.cap[at],
            "town": texts.town.gather(town),
            "sigla": texts.sigla.gather(town),
        }
    )
    last = pl.when("nothing").then("none").otherwise(pl.col("number") + pl.col("mark"))
    out = frame.select(
        street=(pl.col("street") + pl.col("comma") + last).str.strip_chars(" ,"),
        cap=pl.col("cap").list.get(pl.col("zone")),
        town="town",
        sigla="sigla",
    ).select(pl.when(there).then(pl.all()).otherwise(pl.lit("")).name.keep())
    return {c: out[c] for c in out.columns}


def clean(rng: np.random.Generator, texts: Texts, rows: Rows, shown: Shown, *, codes: bool) -> dict[str, pl.Series]:
    """All the parts of some rows."""
    world, n = texts.world, len(rows)
    people = world.people
    person = rows.entity < len(people)
    p, f = np.where(person, rows.entity, -1), np.where(person, -1, rows.entity - len(people))
    parts = _who(rng, texts, rows, shown) | _where(rng, texts, shown)
    empty = pl.Series([""] * n)
    born = pl.Series(people.born[np.maximum(p, 0)].astype("datetime64[D]"))
    state = pl.Series([*texts.towns.name, *texts.names.states[::-1]]).str.to_uppercase()
    place = people.place[np.maximum(p, 0)]
    place = np.where(place >= 0, place, len(texts.towns.name) + len(texts.names.states) + place)
    by_line: npt.NDArray[np.int64] = texts.addresses.town[np.maximum(shown.line, 0)]
    prefix = pl.Series(texts.towns.prefix).gather(by_line)
    parts |= {
        "split": prefix.str.len_chars().cast(pl.Int64),
        "born": _only(born.dt.strftime("%d/%m/%Y"), shown.birth & codes),
        "place": _only(state.gather(place), shown.birth & codes),
        "line": pl.Series(landlines(shown.line, prefix.to_list())),
        "mobile": pl.Series(mobiles(shown.mobile)),
        "mail": _blank(world.mails.text, shown.mail),
        "pec": _blank(world.mails.certified, np.where(shown.certified, f, -1)),
    }
    if not codes:
        return parts | {"cf": empty, "piva": empty}
    own = np.where(shown.code_of < len(people), shown.code_of, -1)
    firm = np.where((shown.code_of >= len(people)), shown.code_of - len(people), -1)
    cf = _blank(texts.cf, own) + _blank(texts.firm_cf, firm)
    trade = np.where(person & shown.piva, world.traders.of[np.maximum(p, 0)], -1)
    piva = _blank(texts.firm_piva, np.where(shown.piva, f, -1)) + _blank(texts.trade_piva, trade)
    return parts | {"cf": cf, "piva": piva}


def _only(words: pl.Series, where: npt.NDArray[np.bool_]) -> pl.Series:
    """The words where the mask is true, else empty."""
    return pl.select(pl.when(pl.Series(where)).then(words).otherwise(pl.lit(""))).to_series()
