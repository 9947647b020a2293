"""Partita IVA: Luhn's check, lost zeros, prefixes, fillers, foreign numbers."""

from __future__ import annotations

import random
from collections.abc import Callable

import polars as pl
import pytest
import stdnum.it.iva as stdnum_iva
from stdnum.eu import vat

from italclean import partita_iva
from tests.core.test_checksum import slow_luhn


def judged(numbers: list[str]) -> pl.DataFrame:
    return partita_iva.series(pl.Series(numbers)).struct.unnest()


def closed(ten: str) -> str:
    return next(ten + str(digit) for digit in range(10) if slow_luhn(ten + str(digit)))


def random_numbers(count: int) -> list[str]:
    rng = random.Random(633)
    numbers = []
    for _ in range(count):
        office = rng.choice((rng.randint(1, 100), 120, 121, 888, 999, rng.randint(0, 999)))
        ten = f"{rng.randint(1, 9_999_999):07}{office:03}"
        number = closed(ten)
        if rng.random() < 0.4:
            at = rng.randrange(11)
            number = number[:at] + rng.choice("0123456789") + number[at + 1 :]
        numbers.append(number)
    return numbers


def test_agrees_with_python_stdnum() -> None:
    numbers = [number for number in random_numbers(20_000) if len(set(number)) > 1 and not number.startswith("0000000")]
    found = judged(numbers)
    for number, value, issue in found.select(pl.Series("number", numbers), "value", "issue").iter_rows():
        # The only difference, on purpose (fiscal_facts.md 2.7): an unknown office is a doubt and not a refusal.
        assert (value == number) == slow_luhn(number), number
        assert (value is not None and issue is None) == stdnum_iva.is_valid(number), number
        assert (issue == "pi_office") == (slow_luhn(number) and not stdnum_iva.is_valid(number)), number


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
        ("123456789012", None, "pi_format"),
        # fiscal_facts.md 2.6: office 999, valid in VIES.
        ("00146089990", "00146089990", None),
        # fiscal_facts.md 3.5: fillers.
        ("00000000000", None, None),
        ("99999999999", None, "pi_filler"),
        ("11111111111", None, "pi_filler"),
        ("12345678901", None, "pi_filler"),
        ("7,4311E+08", None, "pi_scientific"),
        ("7.43E+9", None, "pi_scientific"),
        ("RSSMRA85T10A562S", None, "pi_is_cf"),
        ("rss mra 85t10 a562s", None, "pi_is_cf"),
        ("ALFA SRL", None, "pi_format"),
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
        ("ESB58378431", "ES"),
        ("IE6433435F", "IE"),
    ],
)
def test_foreign_numbers(number: str, country: str) -> None:
    for typed in (number, f"{number[:2]} {number[2:]}", number.lower()):
        outcome = partita_iva.check(typed)
        assert (outcome.value, outcome.paese) == (number, country)
        assert outcome.ok


@pytest.mark.parametrize("number", ["DE136695975", "ATU13585628", "FR61954506078", "PT501964842"])
def test_foreign_number_that_fails_its_check_is_a_doubt(number: str) -> None:
    assert not vat.is_valid(number)
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
