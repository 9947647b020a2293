"""Telephone numbers, held against phonenumbers."""

from __future__ import annotations

import random

import phonenumbers
import polars as pl
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from italclean import telefono


def oracle(typed: str, region: str = "IT") -> str | None:
    """E.164 of what phonenumbers calls a valid number dialled from there."""
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None


def random_numbers(count: int) -> list[str]:
    rng = random.Random(39)
    italian = [
        "33",
        "34",
        "32",
        "36",
        "37",
        "38",
        "39",
        "35",
        "31",
        "02",
        "06",
        "011",
        "051",
        "0371",
        "0984",
        "0823",
        "800",
        "803",
        "892",
        "899",
        "199",
        "848",
        "178",
        "55",
        "1",
        "4",
        "7",
    ]
    regions = ["DE", "FR", "CH", "GB", "US", "SM", "RO", "AL", "CN", "ES", "AT", "VA", "SI", "BR", "MA"]
    kinds = [PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE]
    numbers = []
    for _ in range(count):
        if rng.random() < 0.7:
            start = rng.choice(italian)
            body = start + "".join(rng.choices("0123456789", k=rng.choice((6, 7, 8, 8, 8, 9)) + 2 - len(start)))
            typed = rng.choice(("", "", "+39", "0039", "+39 ", "0039 ")) + body
        else:
            example = phonenumbers.example_number_for_type(
                rng.choice(regions), rng.choice(kinds)
            ) or phonenumbers.example_number("DE")
            digits = list(phonenumbers.format_number(example, PhoneNumberFormat.E164))
            for _ in range(rng.randint(0, 4)):
                digits[rng.randrange(5, len(digits))] = rng.choice("0123456789")
            typed = "".join(digits)
            typed = typed if rng.random() < 0.5 else typed.replace("+", "00")
        sign = rng.choice(["", "", " ", ".", "-"])
        cut = rng.randint(5, 7)
        numbers.append(typed[:cut] + sign + typed[cut:])
    return numbers


def test_agrees_with_phonenumbers() -> None:
    numbers = random_numbers(5000)
    found = telefono.series(pl.Series(numbers)).struct.unnest()
    accepted = 0
    differences = []
    for typed, value, status, issue in zip(numbers, found["value"], found["status"], found["issue"], strict=True):
        expected = oracle(typed)
        accepted += expected is not None
        if expected is not None:
            # A number of comfort (all one digit) is the only one that the library accepts and we do not.
            if (value != expected and issue not in ("tel_filler", "tel_lines")) or (
                status not in ("valid", "fixed") and issue not in ("tel_filler", "tel_voicemail", "tel_lines")
            ):
                differences.append((typed, expected, value, issue))
        elif status in ("valid", "fixed"):
            # A bare 39 before a whole Italian number is read as the country code.
            # So is one typed twice, and the zero before a mobile is taken off.
            digits = "".join(filter(str.isdigit, typed))
            if not (digits.startswith("39") and value == f"+{digits}") and issue != "tel_mobile_zero":
                differences.append((typed, expected, value, issue))
    assert accepted > 1500
    assert differences == []


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS)[::4])
def test_foreign_numbers_keep_their_country(region: str) -> None:
    number = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE) or phonenumbers.example_number(region)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if oracle(e164) is None:
        pytest.skip("the example itself is not valid")
    spellings = (e164, e164.replace("+", "00"), phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))
    for typed in spellings:
        outcome = telefono.check(typed)
        assert (outcome.value, outcome.ok) == (e164, True), typed
        assert outcome.paese == phonenumbers.region_code_for_number(number)


@pytest.mark.parametrize(
    ("typed", "value", "kind", "issue"),
    [
        ("333 1234567", "+393331234567", "mobile", "format"),
        ("333/1234567", "+393331234567", "mobile", "format"),
        ("333.12.34.567", "+393331234567", "mobile", "format"),
        ("+39 333 1234567", "+393331234567", "mobile", "format"),
        ("0039 333 1234567", "+393331234567", "mobile", "format"),
        ("+39 0039 333 1234567", "+393331234567", "mobile", "format"),
        ("39 333 1234567", "+393331234567", "mobile", "format"),
        ("+393331234567", "+393331234567", "mobile", None),
        ("02 55507676", "+390255507676", "fisso", "format"),
        ("02/55507676", "+390255507676", "fisso", "format"),
        ("(02) 55507676", "+390255507676", "fisso", "format"),
        ("tel. 02 55507676", "+390255507676", "fisso", "format"),
        ("+39 (0)2 55507676", "+390255507676", "fisso", "format"),
        ("02 55507676 int. 12", "+390255507676", "fisso", "format"),
        ("3331234567.0", "+393331234567", "mobile", "format"),
        ("800 123456", "+39800123456", "verde", "format"),
        ("0000000000", None, None, None),
        ("1234567890", None, None, "tel_filler"),
        ("3333333333", None, None, "tel_filler"),
        ("333 1234567 / 02 55507676", "+393331234567", "mobile", "tel_several"),
        ("02 55507676 - 333 1234567", "+390255507676", "fisso", "tel_several"),
        ("333 1234567;334 7654321", "+393331234567", "mobile", "tel_several"),
        ("cell 333 1234567 casa 02 55507676", "+393331234567", "mobile", "tel_several"),
        ("333 1234567 (moglie)", "+393331234567", "mobile", None),
        ("nessuno", None, None, "filler"),
        ("non ha", None, None, "tel_filler"),
        ("NO FAX", None, None, "tel_filler"),
        ("abc", None, None, "tel_format"),
        ("255507676", None, None, "tel_zero"),
        ("12", None, None, "tel_format"),
        ("+44 20 7946 0958", "+442079460958", "fisso", "format"),
        # Mobiles were dialled with a zero until 2001.
        ("0333 1234567", "+393331234567", "mobile", "tel_mobile_zero"),
        # Country and area codes typed twice.
        ("+39 39 333 1234567", "+393331234567", "mobile", "format"),
        ("0039 0039 3331234567", "+393331234567", "mobile", "format"),
        ("02 02 55507676", "+390255507676", "fisso", "format"),
        ("333 333 1234567", "+393331234567", "mobile", "format"),
        # A digit too many is a mobile's voicemail to the library: more likely a slip.
        ("33312345678", "+3933312345678", "altro", "tel_voicemail"),
        ("3331234567 dopo le 18", "+393331234567", "mobile", "format"),
        ("Sig. Mario 333 1234567, Anna 334 7654321", "+393331234567", "mobile", "tel_several"),
        ("3331234567\n3341234567", "+393331234567", "mobile", "tel_several"),
        ("+39 333 1234567 +39 334 1234567", "+393331234567", "mobile", "tel_several"),
        ("02 - 55507676", "+390255507676", "fisso", "format"),
        ("02 55507676/68", "+390255507676", "fisso", "tel_several"),
        ("02 55507676 int 12 - 333 1234567", "+390255507676", "fisso", "tel_several"),
        ("tel/fax 02 55507676", "+390255507676", "fisso", "format"),
        ("fax 02 55507676", "+390255507676", "fisso", "tel_fax"),
        ("fax 02 55507677 tel 02 55507676", "+390255507676", "fisso", "tel_and_fax"),
        ("02 12345678 (5 linee)", "+390212345678", "fisso", "format"),
        ("0521/123456-7-8", "+390521123456", "fisso", "tel_lines"),
        ("tel1: 02 12345678", "+390212345678", "fisso", "format"),
        ("02 12345678 (fax)", "+390212345678", "fisso", "tel_fax"),
        ("0521-123456/0521-987654 fax", "+390521123456", "fisso", "tel_and_fax"),
        ("333 1234567 NON CHIAMARE", "+393331234567", "mobile", "contact_doubted"),
        ("333 1234567 (vecchio)", "+393331234567", "mobile", "contact_doubted"),
        ("333 1234567 333 1234567", "+393331234567", "mobile", "format"),
        ("02 12345678 333 1234567", "+390212345678", "fisso", "tel_several"),
        ("06/12345678 (h. 9-13)", "+390612345678", "fisso", "format"),
        ("3330000000", None, None, "tel_filler"),
        ("3,331234567E+09", "+393331234567", "mobile", "format"),
        ("3,33E+09", None, None, "tel_format"),
        ("O6 1234567", None, None, "tel_format"),
    ],
)
def test_typed(typed: str, value: str | None, kind: str | None, issue: str | None) -> None:
    outcome = telefono.check(typed)
    if issue == "tel_zero":
        # A landline without its zero is kept as it may be a number of its own, and the landline is offered.
        assert (outcome.issue, outcome.detail) == ("tel_zero", "+390255507676")
        return
    assert (outcome.value, outcome.genere) == (value, kind)
    if issue:
        assert outcome.issue == issue


def test_the_other_numbers_are_kept() -> None:
    assert telefono.check("333 1234567 / 02 55507676").altri == "+390255507676"
    assert telefono.check("333 1234567 / 334 7654321 / 02 55507676").altri == "+393347654321 +390255507676"


def test_a_fax_is_no_second_telephone() -> None:
    outcome = telefono.check("tel. 02 55507676 - cell. 333 1234567 - fax 02 55507677")
    assert (outcome.value, outcome.altri, outcome.fax) == ("+390255507676", "+393331234567", "+390255507677")


def test_numbers_of_another_country() -> None:
    assert telefono.check("030 901820", region="DE").value == "+4930901820"
    # A number with the code of its country is that country's everywhere.
    assert telefono.check("+39 02 55507676", region="DE").value == "+390255507676"


@pytest.mark.parametrize("region", ["DE", "FR", "CH", "SM", "US"])
def test_agrees_with_phonenumbers_abroad(region: str) -> None:
    rng = random.Random(7)
    numbers = ["".join(rng.choices("0123456789", k=rng.randint(6, 11))) for _ in range(300)]
    found = telefono.series(pl.Series(numbers), region=region).struct.unnest()
    for typed, value, status in zip(numbers, found["value"], found["status"], strict=True):
        expected = oracle(typed, region)
        if expected is not None:
            assert (value, status) == (expected, "fixed"), typed
        else:
            assert status not in ("valid", "fixed"), typed


# Two numbers and what stands between them; 0143 635755 and 333 9273965 as they are typed most often.
SEPARATORS = (
    " ", "  ", "-", " - ", "–", " — ", "/", " / ", "//", "|", "||", "&", " & ", "+", " + ", "·", " • ", ";", ",",
    " e ", " E ", " ed ", " o ", " oppure ", " or ", "\n", "\r\n", "\t", " cell. ", " / cell: ", " * ",
)  # fmt: skip


@pytest.mark.parametrize("sign", SEPARATORS)
@pytest.mark.parametrize("second", ["3339273965", "333 9273965", "333.92.73.965", "0143/635756", "02-55507676"])
def test_two_numbers_in_every_separator(sign: str, second: str) -> None:
    for first in ("0143 635755", "0143635755", "0143.63.57.55", "(0143) 635755"):
        outcome = telefono.check(f"{first}{sign}{second}")
        assert (outcome.value, outcome.altri, outcome.issue) == (
            "+390143635755",
            "+39" + "".join(filter(str.isdigit, second)),
            "tel_several",
        ), (first, sign, second)


@pytest.mark.parametrize(
    ("typed", "value", "others"),
    [
        ("0884-701047/706076", "+390884701047", "+390884706076"),
        ("0884 701047 - 706076", "+390884701047", "+390884706076"),
        ("0884 701047 706076", "+390884701047", "+390884706076"),
        ("0884/701047, 706076, 333 1234567", "+390884701047", "+390884706076 +393331234567"),
        ("045 8001122/33", "+390458001122", "+390458001133"),
        ("045 8001122 - 33", "+390458001122", "+390458001133"),
        ("045 8001122/1133", "+390458001122", "+390458001133"),
        ("347/1234567-8", "+393471234567", "+393471234568"),
        ("tel 045 8001122 cell 333 1234567", "+390458001122", "+393331234567"),
        ("06 5550 7676 06 5550 7677", "+390655507676", "+390655507677"),
        ("+41 91 123 45 67 / +39 333 1234567", "+41911234567", "+393331234567"),
        ("0143635755 0143635756 0143635757", "+390143635755", "+390143635756 +390143635757"),
        ("346.3522398- 349.7517463", "+393463522398", "+393497517463"),
    ],
)
def test_ends_and_further_numbers(typed: str, value: str, others: str) -> None:
    outcome = telefono.check(typed)
    assert (outcome.value, outcome.altri, outcome.issue) == (value, others, "tel_several")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0143 635 755", "+390143635755"),
        ("06-555-07676", "+390655507676"),
        ("06.55.50.76.76", "+390655507676"),
        ("346.3522398", "+393463522398"),
        ("+39 333 12 34 567", "+393331234567"),
        ("0039 055 1234567", "+390551234567"),
        ("011 5550001 int. 3", "+390115550001"),
        ("0143 – 635755", "+390143635755"),
        ("(0143) 635755", "+390143635755"),
        ("0143 / 635 755", "+390143635755"),
        ("333.1234567", "+393331234567"),
        ("06.55507676", "+390655507676"),
        ("376639529.0", "+39376639529"),
        ("3358483000.0", "+393358483000"),
        ("39.3331234567", "+393331234567"),
        ("+39.3331234567", "+393331234567"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("800-123-456", "+39800123456"),
    ],
)
def test_one_number_stays_one(typed: str, value: str) -> None:
    outcome = telefono.check(typed)
    assert (outcome.value, outcome.altri, outcome.status) == (value, None, "fixed")


@pytest.mark.parametrize(
    "typed",
    [
        "37.50040574", "38.1156987", "45,4642035", "37.50040574, 15.0873912", "37.50040574 15.0873912", "-12.345678",
        "0.7854", "12/05/1980", "06/12/1980", "1980-05-12", "1980-05-12 10:30:00", "12.05.1980", "9:00-13:00",
        "09.00-12.30 / 15.00-19.00", "lun-ven 9-13", "1.234,56", "€ 12,50", "1500,00", "12.500 €", "12.500",
        "www.rossi.it/0143635755", "https://x.it?id=3331234567", "IT60X0542811101000000123456", "RSSMRA85T10A562S",
        "O6 1234567", "45° 27' 51\"", "abc",
    ],
)  # fmt: skip
def test_what_is_no_telephone_number(typed: str) -> None:
    outcome = telefono.check(typed)
    assert (outcome.value, outcome.status, outcome.issue) == (None, "invalid", "tel_format")


@pytest.mark.parametrize(
    ("typed", "value", "note", "address"),
    [
        ("333 1234567 (moglie)", "+393331234567", "moglie", None),
        ("0143 635755 chiedere di Ugo", "+390143635755", "chiedere di Ugo", None),
        ("0143 635755 ufficio", "+390143635755", "ufficio", None),
        ("casa: 0143 635755", "+390143635755", "casa", None),
        ("Sig. Mario 333 1234567, Anna 334 7654321", "+393331234567", "Sig. Mario, Anna", None),
        ("0143 635755 info@x.it", "+390143635755", None, "info@x.it"),
        ("info@x.it - 0143 635755", "+390143635755", None, "info@x.it"),
        ("tel. 0143 635755, e-mail: info@x.it (sede)", "+390143635755", "sede", "info@x.it"),
        ("0143 635755 (9:00-12:30)", "+390143635755", "9:00-12:30", None),
        ("0143 635755 dal 12/05/2020", "+390143635755", "dal 12/05/2020", None),
        ("info@x.it", None, None, "info@x.it"),
    ],
)
def test_what_stands_beside_a_number(typed: str, value: str | None, note: str | None, address: str | None) -> None:
    outcome = telefono.check(typed)
    assert (outcome.value, outcome.nota, outcome.email) == (value, note, address)


@pytest.mark.parametrize("beside", ["[1985]", "(1985)", "{6076}", "<8>", "#3", "# 12", "[7]"])
def test_digits_in_brackets_or_behind_a_hash_are_no_end_of_a_number(beside: str) -> None:
    for number in ("02 5550767", "333 1234567", "06/55507676"):
        found = telefono.check(f"{number} {beside}")
        assert found.value == telefono.check(number).value
        assert found.extras["altri"] is None


def test_digits_beside_a_number_that_are_none_are_told() -> None:
    outcome = telefono.check("0143 635755 22")
    assert (outcome.value, outcome.issue, outcome.detail) == ("+390143635755", "tel_rest", "22")


def test_a_long_cell_is_read_in_passing() -> None:
    for typed in ("333 1234567 " * 150, "3 " * 900, "(" * 1900, "1." * 900, "a@" * 900, "3" * 100_000):
        assert telefono.check(typed).status != "valid"
