"""The year of birth in an address speaks for one customer, as much as the list itself says."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest

import italclean as ic
from italclean.pairs.encode import Encoded, encode
from italclean.pairs.features import make_features
from italclean.pairs.mail_years import are_of_one_year, birth_years, bits_of_agreement, years_in_mailboxes
from tests.pairs.lists import Row


def encoded(rows: list[Row]) -> Encoded:
    return encode(make_features(pl.DataFrame(rows, infer_schema_length=None)))


@pytest.mark.parametrize(
    ("address", "year"),
    [
        ("mario.rossi85@libero.it", 85),
        ("mario.rossi1985@libero.it", 85),
        ("mario_2003@libero.it", 3),
        ("mrossi07@libero.it", 7),
        # No year: other numbers, none, or one that is the provider's.
        ("mario.rossi5@libero.it", -1),
        ("mario.rossi385@libero.it", -1),
        ("mario85rossi@libero.it", -1),
        ("mario.rossi@tin85.it", -1),
        ("85@libero.it", -1),
    ],
)
def test_years(address: str, year: int) -> None:
    assert years_in_mailboxes(encoded([{"email": address}])).ravel().tolist() == [year]


def people(count: int, share: float, seed: int = 1) -> list[Row]:
    """People with a birth date and an address, of whom a share has the year in it and the others any number."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        year = chance.randint(40, 99)
        written = year if chance.random() < share else chance.randint(0, 99)
        born = f"19{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        found.append({"nome": f"n{number}", "data_nascita": born, "email": f"cliente.n{number}x{written:02}@posta.it"})
    return found


def test_it_says_as_much_as_the_list_has_of_it() -> None:
    bits = [bits_of_agreement(encoded(people(2_000, share))) for share in (0.0, 0.2, 0.5, 1.0)]
    assert bits[0] == pytest.approx(0, abs=0.8)
    assert bits == sorted(bits)
    # Of sixty years each is one in sixty by chance.
    assert bits[-1] == pytest.approx(np.log2(60), abs=0.3)


def test_a_short_list_says_nothing() -> None:
    assert bits_of_agreement(encoded(people(40, 1.0))) == 0


def test_only_a_record_without_a_birth_date_is_asked() -> None:
    rows: list[Row] = [
        {"data_nascita": "1985-03-02", "email": "rossi85@x.it"},
        {"email": "m.rossi85@y.it"},
        {"email": "m.rossi58@y.it"},
        {"data_nascita": "1985-07-09", "email": "r@z.it"},
    ]
    data = encoded(rows)
    low, high = np.triu_indices(4, 1)
    found = are_of_one_year(years_in_mailboxes(data), birth_years(data), low, high)
    assert [(a, b) for a, b, met in zip(low.tolist(), high.tolist(), found.tolist(), strict=True) if met] == [
        (0, 1),
        (1, 3),
    ]


@pytest.mark.parametrize(("phone", "counts"), [("", True), ("+393331234567", True), ("+393399876543", False)])
def test_a_namesake_with_another_telephone_gains_nothing_by_the_year(phone: str, counts: bool) -> None:
    named = {"tipo": "persona", "cognome": "Bevilacqua", "nome": "Ubaldo", "comune": "Bologna"}
    rows = [
        {**named, "data_nascita": "1985-03-02", "cellulare": "+393331234567"},
        {**named, "email": "u.bevilacqua85@libero.it", "cellulare": phone or None},
    ]
    others = [{**row, "tipo": "persona", "cognome": f"Rossi{place}"} for place, row in enumerate(people(300, 0.8))]
    why = ic.dedupe(pl.DataFrame([*rows, *others], infer_schema_length=None)).explain(1, 2)
    assert (why.year > 0) == counts
    assert why.bits == pytest.approx(
        why.prior + why.fields["bits"].sum() + why.home + why.year + why.learned + why.caution
    )
    assert ("anno di nascita" in str(why)) == counts
