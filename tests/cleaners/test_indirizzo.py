"""Address lines."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import polars as pl
import pytest

from italclean import indirizzo
from italclean.core.reference import table

PARTS = (
    "via", "civico", "interno", "presso", "frazione", "casella_postale", "cap", "comune", "provincia", "resto",
)  # fmt: skip


def _cases() -> list[dict[str, str]]:
    """Lines as old systems export them, parted by hand by somebody who did not know the code.

    Their spellings follow `street_types.csv` of the research notes and ANNCSU's model of an address.
    """
    with (Path(__file__).parent / "indirizzi.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = _cases()
FOUND = indirizzo.series(pl.Series([case["typed"] for case in CASES])).struct.unnest().to_dicts()


@pytest.mark.parametrize(("case", "found"), list(zip(CASES, FOUND, strict=True)), ids=[case["typed"] for case in CASES])
def test_parts(case: dict[str, str], found: dict[str, str | None]) -> None:
    assert {name: found[name] or "" for name in PARTS} == {name: case[name] for name in PARTS}
    if case["kind"] == "filler":
        assert found["status"] == "missing"
    elif case["kind"] == "unread":
        assert found["issue"] == "indirizzo_unread"
        assert found["value"] == case["typed"]
    else:
        assert found["value"]


def test_every_form_is_read_as_one_of_its_types() -> None:
    forms = table("tipi_strada").filter(pl.col("genere").is_in(["dug", "road", "locality"]))
    forms = forms.filter(~pl.col("forma").str.starts_with("-"))
    meant = forms.group_by("forma").agg(types=pl.concat_str("canonica", pl.col("anche").fill_null(""), separator="|"))
    lines = meant.select(pl.col("forma") + " DEI TIGLI 5")["forma"]
    found = indirizzo.series(lines).struct.unnest().with_columns(meant["types"].list.join("|").str.to_lowercase())
    # A type is written out as one that its form means, or left as typed: never as another.
    read = found.filter(pl.col("tipo").is_not_null())
    assert read.height > 200
    wrong = read.filter(~pl.col("types").str.split("|").list.contains(pl.col("tipo").str.to_lowercase()))
    # Via Provinciale is a Via.
    begins = pl.col("types").str.starts_with(pl.col("tipo").str.to_lowercase() + " ")
    assert wrong.filter(~begins & (pl.col("types") != "via traversa|")).is_empty()


@pytest.mark.parametrize(
    ("typed", "issue", "detail"),
    [
        ("P.TA NUOVA 5", "indirizzo_ambiguous", "passeggiata, piazzetta, porta"),
        ("C.LE DEL SOLE", "indirizzo_ambiguous", "calle, casale, cortile"),
        ("VIA ROMA 12", "indirizzo_parted", "civico"),
        ("VIA ROMA 12 INT. 3 - 20121 MILANO (MI)", "indirizzo_parted", "civico, interno, cap, comune, provincia"),
        ("VIA ROMA", "format", None),
        ("Via Roma", None, None),
        ("Via 12", "indirizzo_unread", None),
        ("20121", "indirizzo_unread", None),
        ("LOC. PIANELLO 3 - VIA ROMA 12", "indirizzo_unread", None),
        ("VIA", "filler", None),
    ],
)
def test_issue(typed: str, issue: str | None, detail: str | None) -> None:
    outcome = indirizzo.check(typed)
    assert (outcome.issue, outcome.detail) == (issue, detail)


@pytest.mark.parametrize(
    "spellings",
    [
        ["Via Giuseppe Garibaldi", "VIA G. GARIBALDI", "V. GARIBALDI", "VIA GARIBALDI G.", "V.GARIBALDI", "Garibaldi"],
        ["VIA XX SETTEMBRE", "Via 20 Settembre", "VIA VENTI SETTEMBRE", "via xx sett."],
        ["PIAZZA 1° MAGGIO", "P.ZZA PRIMO MAGGIO", "Piazza I Maggio"],
        ["VIA S. ROCCO", "Via San Rocco", "VIA SAN ROCCO", "V.S.ROCCO"],
        ["VIA D'ANNUNZIO", "Via Gabriele d'Annunzio", "VIA G. D' ANNUNZIO"],
        ["CORSO VITTORIO EMANUELE II", "C.SO V.E. II", "C.so Vitt. Em. II"],
        ["VIA DELLA LIBERTA'", "Via della Libertà", "VIA DELLA LIBERTA"],
        ["VIA GEN. CANTORE", "Via Generale Cantore", "VIA CANTORE"],
    ],
)
def test_spellings_share_their_key(spellings: list[str]) -> None:
    keys = {indirizzo.check(spelling).extras["chiave"] for spelling in spellings}
    assert len(keys) == 1
    assert None not in keys


def test_other_streets_have_other_keys() -> None:
    streets = [
        "Via Roma", "Via Romagna", "Via San Giuseppe", "Via Giuseppe", "Viale Regina Elena", "Viale Regina Margherita",
        "Via Monte Rosa", "Via Monte Bianco", "Via Umberto I", "Via IV Novembre", "Via XX Settembre",
        "Corso Vittorio Emanuele II", "Corso Vittorio Emanuele III", "Via Santa Lucia", "Strada Statale 16",
        "Strada Statale 106",
    ]  # fmt: skip
    keys = indirizzo.series(pl.Series(streets)).struct.field("chiave")
    assert keys.n_unique() == len(streets)


def test_nothing_is_lost_and_clean_values_stay() -> None:
    lines = pl.DataFrame(
        product(
            ["VIA ", "V.LE ", "P.ZZA ", "C.so ", "Largo ", "STR.", ""],
            ["ROMA", "DEI MILLE", "G. VERDI", "S. ROCCO", "25 APRILE", "DELL'INDUSTRIA", "d'annunzio"],
            [" ", ", ", " N. "],
            ["12", "2999"],
            ["", "A", " bis", "/B"],
            ["", " INT. 4", " SC B", ", PIANO 2"],
            ["", " - 20121 MILANO (MI)", ", 00184 Roma", " FRAZ. PIANO", " c/o Bar Sport", " (TO)"],
        ),
        schema=["type", "name", "sign", "number", "exponent", "unit", "tail"],
        orient="row",
    )
    found = indirizzo.series(lines.select(pl.concat_str(pl.all()))["type"]).struct.unnest()
    exponent = pl.col("exponent").str.strip_chars(" /").str.to_uppercase()
    civico = pl.when(exponent == "").then("number").otherwise(pl.concat_str("number", pl.lit("/"), exponent))
    assert found["civico"].equals(lines.select(civico).to_series().rename("civico"))
    assert found["interno"].is_null().equals((lines["unit"] == "").rename("interno"))
    kept = found.select(
        pl.concat_str(pl.exclude("status", "issue"), separator=" ", ignore_nulls=True).str.to_lowercase()
    )
    words = lines.select(pl.col("tail").str.to_lowercase().str.extract_all("[a-z0-9]{2,}"))
    both = pl.concat([kept, words], how="horizontal").explode("tail").drop_nulls("tail")
    assert both.select(pl.col("value").str.contains(pl.col("tail"), literal=True).all()).item()
    clean = found["value"].unique()
    again = indirizzo.series(clean).struct.unnest()
    assert again["value"].equals(clean)
    assert again["civico"].null_count() == len(again)


@pytest.mark.parametrize(
    ("typed", "value", "number"),
    [
        ("Via Ragazzi del '99", "Via Ragazzi del '99", None),
        ("Via Ragazzi del '99, 13", "Via Ragazzi del '99", "13"),
        ("VIA RAGAZZI DEL ’99 N. 13", "Via Ragazzi del '99", "13"),
        ("Via Ragazzi del 99, 13", "Via Ragazzi del 99", "13"),
        ("Piazza Caduti del '44", "Piazza Caduti del '44", None),
        ("Via Bersaglieri del '15", "Via Bersaglieri del '15", None),
        ("Via degli Alpini del '15-'18, 3", "Via degli Alpini del '15-'18", "3"),
        ("Via dei Moti del 1821, 4", "Via dei Moti del 1821", "4"),
        ("Piazza 1' Maggio 5", "Piazza Primo Maggio", "5"),
        ("Via Po 5/3A", "Via Po", "5/3A"),
        ("Via Po 5/3/A", "Via Po", "5/3/A"),
        ("Via 8 Marzo 5/2B", "Via 8 Marzo", "5/2B"),
    ],
)
def test_years_and_exponents(typed: str, value: str, number: str | None) -> None:
    outcome = indirizzo.check(typed)
    assert (outcome.value, outcome.civico) == (value, number)
    assert indirizzo.check(value).value == value


@pytest.mark.parametrize("typed", ["VIA ALDO MORO, 11 11", "Via Aldo Moro 11, 11", "VIA ALDO MORO, n. 11 n. 11"])
def test_a_number_that_is_typed_twice(typed: str) -> None:
    outcome = indirizzo.check(typed)
    assert (outcome.value, outcome.civico, outcome.issue, outcome.detail) == (
        "Via Aldo Moro", "11", "indirizzo_twice", "11",
    )  # fmt: skip


def test_two_numbers_are_not_one() -> None:
    assert indirizzo.check("VIA ALDO MORO 11 13").issue == "indirizzo_unread"


@pytest.mark.parametrize("street", ["Via Roma 5", "Via Roma, 5", "VIA ROMA N. 5"])
@pytest.mark.parametrize("place", [" - 20121 MILANO (MI)", ", 20121 Milano MI", " 20121 Milano", ", Milano (MI)", ""])
@pytest.mark.parametrize("country", [" - Italia", ", Italia", ", ITALY", " (Italia)", ", IT"])
def test_the_country_at_the_end(street: str, place: str, country: str) -> None:
    outcome = indirizzo.check(street + place + country)
    assert (outcome.value, outcome.civico, outcome.nazione) == ("Via Roma", "5", "Italia")
    assert outcome.comune == ("Milano" if place else None)
    assert outcome.cap == ("20121" if "20121" in place else None)


@pytest.mark.parametrize("street", ["Corso Italia", "Piazza Italia", "Via Italia Libera", "Viale Unità d'Italia"])
def test_italy_in_the_name_of_a_street(street: str) -> None:
    for typed, number in ((street, None), (f"{street} 5", "5"), (f"{street}, 5 - 20121 Milano", "5")):
        outcome = indirizzo.check(typed)
        assert (outcome.value, outcome.civico, outcome.nazione) == (street, number, None)


def test_a_country_alone_is_no_address() -> None:
    assert indirizzo.check("Italia").status == "missing"
