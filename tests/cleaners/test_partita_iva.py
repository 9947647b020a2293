"""Partita IVA: Luhn's check, lost zeros, prefixes, fillers, foreign numbers."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
import stdnum.it.iva as stdnum_iva
from stdnum.eu import vat

from italclean import partita_iva
from tests.codes.test_checksum import slow_luhn


def judged(numbers: list[str]) -> pl.DataFrame:
    return partita_iva.series(pl.Series(numbers)).struct.unnest()


def closed(ten: str) -> str:
    return next(ten + str(digit) for digit in range(10) if slow_luhn(ten + str(digit)))


MANY = 200_000
DOUBLED = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9])


def random_numbers(count: int) -> pl.Series:
    """Numbers of known and unknown offices, four in ten with a digit changed; made in whole columns."""
    rng = np.random.default_rng(633)
    office = np.where(rng.random(count) < 0.7, rng.integers(1, 101, count), rng.integers(0, 1000, count))
    office = np.where(rng.random(count) < 0.02, rng.choice([120, 121, 888, 999], count), office)
    ten = rng.integers(1, 10_000_000, count) * 1000 + office
    cells = np.column_stack([ten // 10**place % 10 for place in range(9, -1, -1)])
    check = (10 - (cells[:, 0::2].sum(axis=1) + DOUBLED[cells[:, 1::2]].sum(axis=1)) % 10) % 10
    cells = np.column_stack([cells, check])
    wrong = np.flatnonzero(rng.random(count) < 0.4)
    cells[wrong, rng.integers(0, 11, len(wrong))] = rng.integers(0, 10, len(wrong))
    return pl.Series(cells @ 10 ** np.arange(10, -1, -1)).cast(pl.String).str.zfill(11)


def test_agrees_with_python_stdnum() -> None:
    numbers = random_numbers(MANY)
    # Fillers and serials of zeros have tests of their own.
    numbers = numbers.filter(~numbers.str.contains(r"^(?:0{7}|1+$|2+$|3+$|4+$|5+$|6+$|7+$|8+$|9+$|12345678901)"))
    found = partita_iva.series(numbers).struct.unnest()
    found = found.with_columns(
        numbers.alias("number"), pl.Series("theirs", [stdnum_iva.is_valid(number) for number in numbers])
    )
    assert found.filter((pl.col("status") == "valid") != pl.col("theirs")).is_empty()
    refused = found.filter(pl.col("value").is_null())["number"]
    assert not any(slow_luhn(number) for number in refused.head(100_000))
    # The only difference, on purpose (fiscal_facts.md 2.7): an unknown office is a doubt and not a refusal.
    unlisted = found.filter(pl.col("issue").eq_missing("pi_office"))
    assert not unlisted["theirs"].any()
    assert all(slow_luhn(number) for number in unlisted["number"].head(100_000))


@pytest.mark.parametrize("zeros", [1, 2, 3])
def test_lost_zeros_come_back(zeros: int) -> None:
    rng = random.Random(zeros)
    for _ in range(40):
        number = closed(
            "0" * zeros
            + str(rng.randint(1, 9))
            + "".join(rng.choices("0123456789", k=6 - zeros))
            + f"{rng.randint(1, 100):03}"
        )
        for typed in (number[zeros:], f"IT{number[zeros:]}", f"{number[zeros:]}.0"):
            outcome = partita_iva.check(typed)
            assert (outcome.value, outcome.issue) == (number, "pi_zeros"), typed


@pytest.mark.parametrize(
    ("typed", "value", "issue"),
    [
        ("00743110157", "00743110157", None),
        ("IT00743110157", "00743110157", "format"),
        ("it 00743110157", "00743110157", "format"),
        ("P.IVA 00743110157", "00743110157", "format"),
        ("P.IVA: 00743110157", "00743110157", "format"),
        ("p.i. 00743110157", "00743110157", "format"),
        ("PIVA 00743110157", "00743110157", "format"),
        ("007 431 101 57", "00743110157", "format"),
        ("00743110157.0", "00743110157", "format"),
        ("00743110157,00", "00743110157", "format"),
        ("00743110158", None, "pi_check"),
        ("1234567", None, "pi_length"),
        ("123456789012", None, "pi_length"),
        ("033401230785", None, "pi_length"),
        # fiscal_facts.md 2.4: a serial of zeros was never given.
        ("00000000018", None, "pi_serial"),
        # fiscal_facts.md 2.6: office 999, valid in VIES.
        ("00146089990", "00146089990", None),
        # fiscal_facts.md 3.5: fillers.
        ("00000000000", None, None),
        ("99999999999", None, "pi_filler"),
        ("11111111111", None, "pi_filler"),
        ("12345678901", None, "pi_filler"),
        ("OO99999999999", None, "pi_filler"),
        ("EXTRA000000", None, "pi_filler"),
        ("IT00000000000", None, "filler"),
        ("7,4311E+08", None, "pi_scientific"),
        # Scientific notation that holds every digit.
        ("7.43110157E+8", "00743110157", "pi_zeros"),
        ("7,43110157E+08", "00743110157", "pi_zeros"),
        ("1.199250158E9", "01199250158", "pi_zeros"),
        ("1.2E+10", None, "pi_scientific"),
        ("7.43E+9", None, "pi_scientific"),
        ("RSSMRA85T10A562S", None, "pi_is_cf"),
        ("rss mra 85t10 a562s", None, "pi_is_cf"),
        ("ALFA SRL", None, "pi_format"),
        ("PARTITA IVA: 00743110157", "00743110157", "format"),
        ("P.IVA00743110157", "00743110157", "format"),
        ("IVA00743110157", "00743110157", "format"),
        ("C.F. 97103880585 P.IVA 00743110157", "00743110157", "pi_several"),
        ("DE136695976 RSSMRA85T10A562S", "DE136695976", "pi_and_cf"),
        ("RSSMRA85T10A562S BNCNNA90A71H501W", None, "pi_is_cf"),
        ("C.F./P.IVA 00743110157", "00743110157", "format"),
        ("P.IVA/C.F. 00743110157", "00743110157", "format"),
        ("VAT No. IT00743110157", "00743110157", "format"),
        ("00743110157/00743110157", "00743110157", "format"),
        ("00743110157 / 01199250158", "00743110157", "pi_several"),
        ("00743110157 cessata", "00743110157", "pi_words"),
        ("P.IVA 00743110157 C.F. RSSMRA85T10A562S", "00743110157", "pi_and_cf"),
        ("n.d.", None, "filler"),
        ("IT", None, "pi_format"),
    ],
)
def test_typed(typed: str, value: str | None, issue: str | None) -> None:
    outcome = partita_iva.check(typed)
    assert outcome.value == value
    if issue or value:
        assert outcome.issue == issue
    else:
        assert outcome.status == "missing"


@pytest.mark.parametrize("office", range(0, 1000, 7))
def test_unknown_office_is_a_doubt(office: int) -> None:
    outcome = partita_iva.check(closed(f"1234567{office:03}"))
    known = 1 <= office <= 100 or office in (120, 121, 888, 999)
    assert (outcome.status, outcome.ufficio) == ("valid" if known else "suspect", f"{office:03}")


@pytest.mark.parametrize(
    ("number", "country"),
    # Examples of python-stdnum.
    [
        ("DE136695976", "DE"),
        ("ATU13585627", "AT"),
        ("FR61954506077", "FR"),
        ("EL094259216", "GR"),
        ("NL004495445B01", "NL"),
        ("BE0428759497", "BE"),
        ("PT501964843", "PT"),
        ("RO18547290", "RO"),
        ("GB980780684", "GB"),
        ("CHE107787577", "CH"),
        ("CHE107787577IVA", "CH"),
        ("XI980780684", "GB"),
        ("NO995525828MVA", "NO"),
        ("SM24165", "SM"),
        ("ESB58378431", "ES"),
        ("IE6433435F", "IE"),
    ],
)
def test_foreign_numbers(number: str, country: str) -> None:
    for typed in (number, f"{number[:2]} {number[2:]}", number.lower()):
        outcome = partita_iva.check(typed)
        assert (outcome.value, outcome.paese) == (number, country)
        assert outcome.ok


def test_what_else_stands_in_the_cell() -> None:
    outcome = partita_iva.check("P.IVA 00743110157 - C.F. RSSMRA85T10A562S")
    assert (outcome.codice_fiscale, outcome.altri, outcome.detail) == ("RSSMRA85T10A562S", None, "RSSMRA85T10A562S")
    outcome = partita_iva.check("00743110157; 01199250158; 00146089990")
    assert (outcome.altri, outcome.codice_fiscale) == ("00146089990 01199250158", None)
    assert partita_iva.check("rss mra 85t10 a562s").codice_fiscale == "RSSMRA85T10A562S"


def test_a_country_without_a_known_check_is_a_doubt() -> None:
    outcome = partita_iva.check("UA1234567890")
    assert (outcome.value, outcome.issue, outcome.paese) == ("UA1234567890", "pi_foreign_unchecked", "UA")


@pytest.mark.parametrize("number", ["DE136695975", "ATU13585628", "FR61954506078", "PT501964842", "GB980780685"])
def test_foreign_number_that_fails_its_check_is_a_doubt(number: str) -> None:
    assert number.startswith("GB") or not vat.is_valid(number)
    outcome = partita_iva.check(number)
    assert (outcome.value, outcome.issue) == (number, "pi_foreign_check")


def test_real_companies(real: Callable[[str], pl.DataFrame]) -> None:
    frame = real("appalti_soggetti.parquet")
    name = next(
        column
        for column in frame.columns
        if frame.schema[column] == pl.String and frame[column].str.contains(r"^\d{11}$").mean() > 0.5
    )
    numbers = frame.filter(pl.col(name).str.contains(r"^\d{11}$"))[name]
    found = partita_iva.series(numbers).struct.unnest()
    sound = pl.Series([slow_luhn(number) for number in numbers])
    assert ((found["value"].is_not_null()) <= sound).all()
    lost = numbers.filter(sound & found["value"].is_null()).unique().to_list()
    assert all(number.startswith("0000000") or len(set(number)) == 1 for number in lost), lost


@pytest.mark.parametrize(
    ("typed", "value", "issue", "country"),
    [
        ("US123456789", "US123456789", "pi_foreign_unchecked", "US"),
        ("US 12-3456789", "US123456789", "pi_foreign_unchecked", "US"),
        ("VA00462350018", "VA00462350018", "pi_foreign_unchecked", "VA"),
        ("BR00000000000191", "BR00000000000191", "pi_foreign_unchecked", "BR"),
        ("CN913100007109328220", "CN913100007109328220", "pi_foreign_unchecked", "CN"),
        ("IN27AAPFU0939F1ZV", "IN27AAPFU0939F1ZV", "pi_foreign_unchecked", "IN"),
        ("EU372000041", "EU372000041", "pi_foreign_unchecked", "EU"),
        ("SM03473", "SM03473", None, "SM"),
        ("P.IVA DE136695976", "DE136695976", "format", "DE"),
        ("CHE-116.281.710 MWST", "CHE116281710MWST", "format", "CH"),
        # The register of firms of Torino, and fillers.
        ("TO-1234567", None, "pi_format", None),
        ("DE0000000", None, "pi_filler", None),
        ("FR99999999999", None, "pi_filler", None),
        # Letters for digits, where the check digit and the office prove it.
        ("OO743110157", "00743110157", "pi_mended", "IT"),
        ("00743110I57", "00743110157", "pi_mended", "IT"),
        ("IT0O743l10157", "00743110157", "pi_mended", "IT"),
        ("0074311O1S7", "00743110157", "pi_mended_unsure", "IT"),
        ("00743110I58", None, "pi_format", None),
    ],
)
def test_foreign_and_mistyped_numbers(typed: str, value: str | None, issue: str | None, country: str | None) -> None:
    outcome = partita_iva.check(typed)
    assert (outcome.value, outcome.issue, outcome.paese) == (value, issue, country)


@pytest.mark.parametrize(
    ("typed", "value", "others"),
    [
        ("IT 00743110157 / GB123456789", "00743110157", "GB123456789"),
        ("DE136695976 / 00743110157", "00743110157", "DE136695976"),
        ("DE136695976; FR40303265045", "DE136695976", "FR40303265045"),
        ("00743110157 - IT07643520567 - DE136695976", "00743110157", "07643520567 DE136695976"),
    ],
)
def test_no_number_of_a_cell_is_lost(typed: str, value: str, others: str) -> None:
    outcome = partita_iva.check(typed)
    assert (outcome.value, outcome.issue, outcome.altri) == (value, "pi_several", others)


def test_a_mended_number_is_one_that_the_letters_are_typed_into() -> None:
    """A slow oracle: of all ways to write digits into the letters only those that pass the check digit are mended."""
    for at in range(11):
        for letter, digit in (("O", "0"), ("I", "1"), ("l", "1"), ("S", "5"), ("B", "8"), ("Z", "2")):
            number = "00743110157"
            outcome = partita_iva.check(number[:at] + letter + number[at + 1 :])
            assert outcome.value in ((number,) if number[at] == digit else (None, outcome.value)), (at, letter)
            if outcome.value is not None and outcome.paese == "IT":
                assert partita_iva.check(outcome.value).ok
