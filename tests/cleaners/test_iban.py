"""IBANs, held against python-stdnum and a slow mod 97."""

from __future__ import annotations

import random

import polars as pl
import pytest
from stdnum import iban as library
from stdnum.exceptions import ValidationError

from italclean import iban

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# DM 23 December 1976, the values of odd positions.
_LETTERS = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
ODD = dict(zip(CHARACTERS, (*_LETTERS[:10], *_LETTERS), strict=True))


def cin(coordinates: str) -> str:
    even = {character: at if at < 10 else at - 10 for at, character in enumerate(CHARACTERS)}
    total = sum((ODD if at % 2 == 0 else even)[character] for at, character in enumerate(coordinates))
    return chr(ord("A") + total % 26)


def whole(bban: str, country: str = "IT") -> str:
    number = int("".join(str(CHARACTERS.index(character)) for character in f"{bban}{country}00"))
    return f"{country}{98 - number % 97:02}{bban}"


def made(rng: random.Random) -> str:
    coordinates = "".join(rng.choices("0123456789", k=10)) + "".join(
        rng.choices("0123456789" if rng.random() < 0.8 else CHARACTERS, k=12)
    )
    return whole(cin(coordinates) + coordinates, rng.choice(("IT", "IT", "SM")))


def test_sound_ibans_are_valid_and_slips_are_not() -> None:
    rng = random.Random(60)
    sound = [made(rng) for _ in range(500)]
    found = iban.series(pl.Series(sound)).struct.unnest()
    assert found["value"].to_list() == sound
    assert set(found["status"]) == {"valid"}
    slips = []
    for number in sound:
        at = rng.randrange(4, 27)
        other = rng.choice([character for character in "0123456789" if character != number[at]])
        slips.append(number[:at] + other + number[at + 1 :])
    judged = iban.series(pl.Series(slips)).struct.unnest()
    assert not judged["status"].is_in(["valid", "fixed"]).any()
    assert not any(library.is_valid(slip) for slip in slips if slip[4].isalpha())


@pytest.mark.parametrize(
    "number",
    [
        "BE68539007547034",
        "DE89370400440532013000",
        "FR1420041010050500013M02606",
        "GB82WEST12345698765432",
        "CH9300762011623852957",
        "VA59001123000012345678",
        "SM86U0322509800000000270100",
        "MT84MALT011000012345MTLCAST001S",
    ],
)
def test_ibans_of_other_countries(number: str) -> None:
    outcome = iban.check(f"{number[:4]} {number[4:8].lower()} {number[8:]}")
    assert (outcome.value, outcome.paese) == (number, number[:2])
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert iban.check(wrong).status == "invalid"


def test_agrees_with_python_stdnum_but_for_the_cin() -> None:
    rng = random.Random(3)
    for _ in range(200):
        typed = "IT" + "".join(rng.choices(CHARACTERS, k=25))
        try:
            accepted = library.validate(typed)
        except ValidationError:
            accepted = None
        outcome = iban.check(typed)
        assert outcome.value == accepted or outcome.issue == "iban_cin"


@pytest.mark.parametrize(
    ("typed", "value", "issue"),
    [
        ("IT60 X054 2811 1010 0000 0123 456", "IT60X0542811101000000123456", "format"),
        ("IBAN: it60x0542811101000000123456", "IT60X0542811101000000123456", "format"),
        # fiscal_facts.md 4.3: right remainder, wrong CIN.
        ("IT65A0542811101000000123456", "IT65A0542811101000000123456", "iban_cin"),
        ("IT6OX0542811101000000123456", "IT60X0542811101000000123456", "iban_mended"),
        ("IT60XO5428111O1000000123456", "IT60X0542811101000000123456", "iban_mended"),
        ("60X0542811101000000123456", "IT60X0542811101000000123456", "iban_mended"),
        ("IT60X0542811101123456", "IT60X0542811101000000123456", "iban_zeros"),
        ("X 05428 11101 000000123456", "IT60X0542811101000000123456", "iban_computed"),
        ("ABI 05428 - CAB 11101 - C/C 000000123456 - CIN X", "IT60X0542811101000000123456", "iban_computed"),
        ("CIN X ABI 5428 CAB 11101 c/c n. 123456", "IT60X0542811101000000123456", "iban_computed"),
        ("ABI 05428 CAB 11101 conto 123456", "IT60X0542811101000000123456", "iban_unchecked"),
        ("05428 11101 000000123456", "IT60X0542811101000000123456", "iban_unchecked"),
        # The old coordinates with a CIN that does not fit prove nothing.
        ("A0542811101000000123456", None, "iban_format"),
        ("IT61X0542811101000000123456", None, "iban_check"),
        ("IT60X05428111010000001234567", None, "iban_length"),
        ("IT60X0542811101000000123456 / DE89370400440532013000", "IT60X0542811101000000123456", "format"),
        (
            "IT60X0542811101000000123456 / SM86U0322509800000000270100",
            "IT60X0542811101000000123456",
            "iban_several",
        ),
        ("bonifico", None, "iban_format"),
        ("IT60X0542811101000000123456 INTESA", "IT60X0542811101000000123456", "format"),
        ("BIC: UNCRITMM IBAN: IT60X0542811101000000123456", "IT60X0542811101000000123456", "format"),
        ("a.b.i. 05428 c.a.b. 11101 c/c n. 123456 cin X", "IT60X0542811101000000123456", "iban_computed"),
        ("CIN G ABI 06225 CAB 12345 C/C 07400123456E", "IT02G062251234507400123456E", "iban_computed"),
        ("IT00000000000000000000000", None, "iban_filler"),
        ("n.d.", None, "filler"),
    ],
)
def test_typed(typed: str, value: str | None, issue: str) -> None:
    outcome = iban.check(typed)
    assert (outcome.value, outcome.issue) == (value, issue)


def test_parts() -> None:
    outcome = iban.check("IT60X0542811101000000123456")
    assert (outcome.paese, outcome.cin, outcome.abi, outcome.cab, outcome.conto) == (
        "IT", "X", "05428", "11101", "000000123456",
    )  # fmt: skip


def test_the_other_ibans_of_a_cell_are_told() -> None:
    assert iban.check("IT60X0542811101000000123456 SM86U0322509800000000270100").detail == "SM86U0322509800000000270100"
