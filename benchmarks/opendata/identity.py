"""Who is who in the open data: each family's spellings with their identity.

A family is a frame with one row for each real spelling:

- `entity`: a number for each customer;
- `sure`: whether the spelling is surely of that customer (only the sure ones are scored);
- `cognome`, `nome`, or `ragione_sociale` where a name stands in one piece;
- `code`: the customer's fiscal code, the same on all its spellings;
- `born`, `birth_place`: as known, else null and empty;
- `town`: the number of its town in the gazetteer; `town_typed`: the town as somebody typed it, else empty;
- `area`: customers of one area are taken into a list together;
- `door`: customers of one number live behind one door, else null.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from generator.codes import codici_fiscali
from generator.places import draw_towns, gazetteer, nearby_towns
from opendata.agree import agreeing, with_rarest, words_of
from opendata.source import Arr, birth_codes, read, town_numbers, towns_of_province

COLUMNS = tuple(
    "entity sure cognome nome ragione_sociale code born birth_place town town_typed area door".split()  # noqa: SIM905
)
LIVES_WHERE_BORN = 0.75
KNOWN_NAME = 3
NAME_SLIPS = 2
MEET_IN_TOWN, MEET_AT_HOME = 0.75, 0.5


def _laid_out(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a family all its columns, and entities numbers from 0 in the order of their first line."""
    missing = {
        "sure": pl.lit(True),
        "cognome": pl.lit(""),
        "nome": pl.lit(""),
        "ragione_sociale": pl.lit(""),
        "born": pl.lit(None, dtype=pl.Date),
        "birth_place": pl.lit(""),
        "town_typed": pl.lit(""),
        "area": pl.col("entity").rank("dense").cast(pl.Int64),
        "door": pl.lit(None, dtype=pl.Int64),
    }
    full = frame.with_columns(value.alias(name) for name, value in missing.items() if name not in frame.columns)
    dense = pl.col("entity").rank("dense").cast(pl.Int64) - 1
    return full.sort("line").with_columns(dense).select(COLUMNS)


def candidati(folder: Path, rng: np.random.Generator) -> pl.DataFrame:
    """People with real codici fiscali; who stands several times has several spellings.

    Two codes of one name and birth date may be one person with two codes: such rows are left out. Where they live is
    not known: mostly where they were born, as far as that is read.
    """
    rows = read(folder, "candidati_2022").with_columns(
        born=pl.col("data_nascita").str.to_date("%d/%m/%Y", strict=False), code=pl.col("codice_fiscale")
    )
    doubtful = pl.col("code").n_unique().over("cognome", "nome", "born") > 1
    rows = rows.filter(~doubtful & (pl.col("code").str.len_chars() == 16) & pl.col("born").is_not_null())
    people = rows.group_by("code", maintain_order=True).agg(pl.col("luogo_nascita").first())
    birth = town_numbers(people["luogo_nascita"])
    there = (birth >= 0) & (rng.random(len(birth)) < LIVES_WHERE_BORN)
    town = np.where(there, nearby_towns(rng, np.maximum(birth, 0)), draw_towns(rng, len(birth)))
    rows = rows.join(people.select("code", town=pl.Series(town)), on="code", maintain_order="left")
    return _laid_out(rows.with_columns(entity="code", birth_place="luogo_nascita"))


def _one_person_mistyped(people: pl.DataFrame) -> pl.DataFrame:
    """Pair the rows of one birth date and one comune or birth place whose names differ by a slip or a further name.

    A slip makes a name that nobody else bears (FREANCESCO); two names that others bear, too, are twins (LUCA, NICOLA).
    """
    people = people.with_columns(
        whole=pl.concat_str("cognome", pl.lit(" "), "nome"),
        known_surname=pl.len().over("cognome") >= KNOWN_NAME,
        known_given=pl.len().over("nome") >= KNOWN_NAME,
    )
    kept = people.select("line", "nascita", "comune", "luogo", "cognome", "nome", "whole", "^known_.*$")
    both = pl.concat(
        kept.join(kept, on=["nascita", place], suffix="_b")
        .filter((pl.col("line") < pl.col("line_b")) & (pl.col(place) != ""))
        .select("line", "line_b", "^(cognome|nome|whole|known_.*)(_b)?$")
        for place in ("comune", "luogo")
    ).unique(["line", "line_b"], maintain_order=True)
    slips = pl.Series(process.cpdist(both["whole"].to_list(), both["whole_b"].to_list(), scorer=OSA.distance))
    names, others = pl.col("nome").str.split(" "), pl.col("nome_b").str.split(" ")
    fewer = pl.min_horizontal(names.list.len(), others.list.len())
    further = (pl.col("cognome") == pl.col("cognome_b")) & (names.list.set_intersection(others).list.len() == fewer)
    known = [
        (pl.col(name) == pl.col(f"{name}_b")) | ~(pl.col(f"known_{of}") & pl.col(f"known_{of}_b"))
        for name, of in (("cognome", "surname"), ("nome", "given"))
    ]
    return both.filter(further | ((slips <= NAME_SLIPS) & known[0] & known[1]))


def amministratori(folder: Path, rng: np.random.Generator) -> pl.DataFrame:
    """People in office: surname, given name and birth date are one person, wherever the birth place differs.

    The file names nearly everybody once: 43 of 53,634 rows repeat a name and a birth date. Of the 2,000 people who
    share their whole name with somebody, none is to be expected by chance to share the birth date, too; half of the 43
    differ in the birth place alone (the hospital's comune, and home), so the place is no part of the identity. A
    few rows more are one person whose name was mistyped. People of one name and one comune whose birth dates are one
    character apart may be one or two: they are left out. The codes are computed, from the first row's place.

    Whole provinces are taken, and people of one name in a province are brought together: three groups of four live in
    one comune, of the men half of these behind one door, as father and son do (women of one name do not). They are
    real people, so how many there are, and how old, is not made up; that they live together is.
    """
    return _brought_together(_officials(folder), rng, "area")


def omonimi(folder: Path, rng: np.random.Generator) -> pl.DataFrame:
    """The people in office again, but namesakes of all Italy are brought together as those of a province are there.

    One person in thirty has a namesake, so this is the hard list: a large firm's, or one of a region of few surnames.
    """
    return _brought_together(_officials(folder), rng, None)


def _officials(folder: Path) -> pl.DataFrame:
    """Read the people in office, each row with its person, code, town and province."""
    rows = read(folder, "amministratori_2025").with_columns(
        born=pl.col("nascita").str.to_date("%d/%m/%Y", strict=False), entity=pl.col("line").first().over("k")
    )
    rows = rows.filter(pl.col("born").is_not_null() & pl.col("sesso").is_in(["M", "F"]))
    named = rows.select("line", "cognome", "nome", "comune", "nascita")
    near = named.join(named, on=["cognome", "nome", "comune"], suffix="_b").filter(
        pl.col("nascita") != pl.col("nascita_b")
    )
    slips = pl.Series(process.cpdist(near["nascita"].to_list(), near["nascita_b"].to_list(), scorer=OSA.distance))
    rows = rows.filter(~pl.col("line").is_in(near.filter(slips <= 1)["line"].implode()))
    same = _one_person_mistyped(rows).select("line_b", first="line")
    first = rows.select(first="line", entity_of_first="entity")
    same = same.join(first, on="first").group_by("line_b").agg(pl.col("entity_of_first").min())
    rows = rows.join(same, left_on="line", right_on="line_b", how="left", maintain_order="left")
    rows = rows.with_columns(entity=pl.min_horizontal("entity", "entity_of_first"))
    town = town_numbers(rows["comune"], rows["sigla"].alias("sigla"))
    rows = rows.with_columns(town=pl.Series(town), place=birth_codes(rows["luogo"]))
    rows = rows.filter(pl.col("town").first().over("entity") >= 0)
    one = rows.group_by("entity", maintain_order=True).agg(
        pl.col("cognome", "nome", "sesso", "born").first(), place=pl.col("place").filter(pl.col("place") != "").first()
    )
    placed = one.filter(pl.col("place").is_not_null())
    codes = codici_fiscali(
        placed["cognome"].to_numpy(),
        placed["nome"].to_numpy(),
        (placed["sesso"] == "F").to_numpy(),
        placed["born"].to_physical().to_numpy().astype(np.int64),
        placed["place"].to_numpy(),
    )
    coded = placed.select("entity", code=pl.Series(codes.tolist(), dtype=pl.String))
    rows = rows.join(coded, on="entity", how="left", maintain_order="left").with_columns(pl.col("code").fill_null(""))
    rows = rows.with_columns(pl.col("town").first().over("entity"), birth_place="luogo")
    return rows.with_columns(area=pl.Series(gazetteer().province_no[rows["town"].to_numpy()]))


def _brought_together(rows: pl.DataFrame, rng: np.random.Generator, within: str | None) -> pl.DataFrame:
    """Let people of one surname and first given name live in one comune, some men behind one door.

    Args:
        rows: The rows of the people.
        rng: Draws which groups meet.
        within: The column that they must have in common besides, if any.
    """
    first = pl.struct(*([within] if within else []), "cognome", pl.col("nome").str.split(" ").list.first())
    rows = rows.with_columns(group=first.rank("dense").cast(pl.Int64), order=pl.Series(rng.random(rows.height)))
    groups = rows.group_by("group", maintain_order=True).agg(
        people=pl.col("entity").n_unique(),
        men=(pl.col("sesso") == "M").all(),
        there=pl.col("town").sort_by("order").first(),
        their_area=pl.col("area").sort_by("order").first(),
    )
    drawn = pl.Series(rng.random(groups.height))
    meeting = groups.with_columns(drawn=drawn).filter((pl.col("people") > 1) & (pl.col("drawn") < MEET_IN_TOWN))
    rows = rows.join(meeting.drop("people"), on="group", how="left", maintain_order="left")
    rows = rows.with_columns(
        town=pl.coalesce("there", "town"),
        area=pl.coalesce("their_area", "area"),
        door=pl.when(pl.col("men") & (pl.col("drawn") < MEET_IN_TOWN * MEET_AT_HOME)).then("group"),
    )
    return _laid_out(rows)


def _passes(code: pl.Series) -> pl.Series:
    """Tell which codes of 11 digits have a right check digit; those of 16 characters need only their shape."""
    digits = code.str.contains(r"^\d{11}$") & (code != "00000000000")
    shown = np.array(code.filter(digits).to_list(), dtype="S11").view(np.uint8).reshape(-1, 11).astype(np.int64) - 48
    doubled = shown[:, 1::2] * 2
    total = shown[:, 0::2].sum(axis=1) + np.where(doubled > 9, doubled - 9, doubled).sum(axis=1)
    right = np.zeros(len(code), dtype=bool)
    right[digits.to_numpy()] = total % 10 == 0
    return pl.Series(right) | code.str.contains(r"^[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$")


def _seats(code: pl.Series, rng: np.random.Generator) -> Arr:
    """Draw a town for each code: in the province that gave out the partita IVA (its digits 8 to 10), else anywhere."""
    office = code.str.extract(r"^\d{7}(\d{3})\d$").cast(pl.Int64).fill_null(0).to_numpy()
    town = draw_towns(rng, len(code))
    for number, towns in towns_of_province(office).items():
        here = np.flatnonzero(office == number)
        if len(towns):
            town[here] = towns[(rng.random(len(here)) ** 3 * len(towns)).astype(np.int64)]
    return town


def _of_one_firm(sure: pl.DataFrame, borne: pl.DataFrame) -> pl.Series:
    """Return the codes that may be a second code of a firm whose name stands under another, too."""
    named = (
        sure.filter(pl.col("joined").str.len_chars() >= 3)
        .select("code", "joined", "words")
        .unique(["code", "joined"], keep="first", maintain_order=True)
    )
    both = named.join(named.select("joined", other="code", words_b="words"), on="joined")
    both = with_rarest(both.filter(pl.col("code") != pl.col("other")).sort("code", "other"), borne)
    slips = pl.Series(process.cpdist(both["code"].to_list(), both["other"].to_list(), scorer=OSA.distance))
    kinds = pl.col("code").str.len_chars() != pl.col("other").str.len_chars()
    return both.filter((slips <= NAME_SLIPS) | kinds | (pl.col("rarest") <= 2))["code"].unique()


def appalti(folder: Path, rng: np.random.Generator) -> pl.DataFrame:
    """Bidders: the names really typed for each fiscal code.

    The most frequent name of a code stands for its owner; the names that agree with it by the strict test of `agree`
    are sure, all others not: they stay in the list with that code and are counted apart. Codes that do not pass are
    left out, and all those of one name that may be one firm's: a slip apart, a sole trader's codice fiscale and partita
    IVA, or of a name that nobody else bears.
    """
    rows = read(folder, "appalti_soggetti").with_columns(
        code="codice_fiscale", name=pl.col("ragione_sociale").str.strip_chars()
    )
    # Some names hold the code itself (… P.IVA 01234567890), which could not be hidden.
    rows = rows.filter(
        _passes(rows["code"]) & ~pl.col("name").str.to_uppercase().str.contains(pl.col("code"), literal=True)
    )
    rows = rows.hstack(words_of(rows["name"]))
    borne = rows.explode("words").group_by(word="words").agg(codes=pl.col("code").n_unique()).drop_nulls()
    owner = rows.sort("occorrenze", "line", descending=[True, False]).unique("code", keep="first", maintain_order=True)
    owner = owner.filter(pl.col("joined").str.len_chars() >= 3)
    heads = owner.select("code", joined_b="joined", words_b="words")
    pairs = rows.join(heads, on="code", maintain_order="left")
    pairs = pairs.with_columns(sure=agreeing(with_rarest(pairs, borne)))
    pairs = pairs.filter(~pl.col("code").is_in(_of_one_firm(pairs.filter("sure"), borne).implode()))
    towns = owner.select("code", town=pl.Series(_seats(owner["code"], rng)))
    laid = pairs.join(towns, on="code", maintain_order="left").with_columns(entity="code", ragione_sociale="name")
    return _laid_out(laid)


def cinque_per_mille(folder: Path, rng: np.random.Generator) -> pl.DataFrame:
    """Associations, cooperatives, parishes, comuni: one name, one code each; the comune also as it was typed.

    Bodies of one name in one comune are left out: their two codes may be one body's.
    """
    del rng
    rows = read(folder, "cinque_per_mille_2022").with_columns(code="codice_fiscale")
    rows = rows.filter(pl.len().over("denominazione", "comune") == 1)
    rows = rows.with_columns(town=pl.Series(town_numbers(rows["comune"], rows["provincia"].alias("sigla"))))
    rows = rows.filter(pl.col("town") >= 0)
    return _laid_out(
        rows.with_columns(entity="code", ragione_sociale="denominazione", town_typed="comune_originale", area="town")
    )
