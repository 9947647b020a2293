"""The keys of streets: the deduplication takes them from the cleaning, and would read the same of the cleaned lines."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.cleaners.indirizzo import indirizzo
from italclean.pairs.features import make_features

# As files of the field have them: abbreviations of types, roads known by a number, types without a name, boxes.
STREETS = [
    "VIA ROMA", "V. PROVINCIALE", "VIA PROVINCIALE", "PROV.LE", "Via Prov.le", "S.S. 16", "SS 16 ADRIATICA", "SP 12",
    "Strada Statale Adriatica", "P.ZZA G. GARIBALDI", "C.so Vitt. Emanuele II", "LOC. CA' BIANCA", "VIA 4 NOVEMBRE",
    "VIA IV NOVEMBRE", "VIA XX SETTEMBRE", "VIA TRAVERSA", "V TRAVERSA", "VIA NAZIONALE", "c/o ROSSI",
    "CASELLA POSTALE", "VIA S. ANNA", "Calle de l'Ogio", "RUE DE LA PAIX", "ZONA IND.LE", "FRAZ. S. LUCIA",
    "VIA", "X", "n.d.",
]  # fmt: skip
NUMBERS = ["", " 12", ", 12/A", " N° 3", " n.3 int. 4", " snc", " 12 00184 ROMA", " N° N° 7"]
BEHIND = ["", ", Frazione Sant'Anna", " - c/o Bianchi", ", CASELLA POSTALE 3", " scala B"]

lines = st.tuples(st.sampled_from(STREETS), st.sampled_from(NUMBERS), st.sampled_from(BEHIND)).map("".join)


@given(st.lists(lines, min_size=1, max_size=30), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_key_from_the_cleaning_is_that_of_the_cleaned_line(addresses: list[str], with_town: bool) -> None:
    town = ["Roma", None] * len(addresses)
    rows = {"Cliente": ["Rossi Mario"] * len(addresses), "Indirizzo": addresses}
    if with_town:
        rows["Citta"] = town[: len(addresses)]
    cleaned = ic.clean(pl.DataFrame(rows), mapping={"Indirizzo": "indirizzo"})
    known = make_features(cleaned.cleaned, cleaned.hints)
    read = make_features(cleaned.cleaned, cleaned.hints.drop("street_key", strict=False))
    assert known.select("street", "number").rows() == read.select("street", "number").rows()


@given(st.lists(lines, min_size=1, max_size=30))
@settings(max_examples=20, deadline=None)
def test_a_key_is_that_of_the_street_as_it_is_written_now(addresses: list[str]) -> None:
    once = indirizzo.series(pl.Series(addresses)).struct.unnest()
    once = once.filter(pl.col("value") == pl.col("via"))
    again = indirizzo.series(once["value"]).struct.unnest()
    assert again["chiave"].to_list() == once["chiave"].to_list()
