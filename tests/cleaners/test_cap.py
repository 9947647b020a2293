"""Postal codes."""

from __future__ import annotations

import polars as pl
import pytest

from italclean import cap
from italclean.core.reference import table

CAPS = table("cap")["cap"].unique().sort()


def test_every_cap_is_valid_and_lost_zeros_come_back() -> None:
    found = cap.series(CAPS).struct.unnest()
    assert found["status"].unique().to_list() == ["valid"]
    assert found["value"].to_list() == CAPS.to_list()
    lost = CAPS.filter(CAPS.str.contains("^0{1,2}[1-9]"))
    short = lost.str.strip_chars_start("0")
    # name_facts.md: 4-digit CAPs take a zero, those of Rome two.
    again = cap.series(short).struct.unnest()
    assert again["value"].to_list() == lost.to_list()
    assert again["issue"].unique().to_list() == ["cap_zeros"]


@pytest.mark.parametrize(
    ("typed", "value", "issue"),
    [
        ("184", "00184", "cap_zeros"),
        ("7012", "07012", None),
        ("20121", "20121", None),
        ("20121.0", "20121", "format"),
        ("I-20121", "20121", "format"),
        ("IT 20121", "20121", "format"),
        ("CAP 20121", "20121", "format"),
        ("20 121", "20121", "format"),
        ("20100", "20100", "cap_generic"),
        ("00100", "00100", "cap_generic"),
        ("80100", "80100", "cap_generic"),
        ("99999", "99999", "cap_unknown"),
        ("CH-6900", "CH-6900", "cap_foreign"),
        ("SW1A 1AA", "SW1A 1AA", "cap_foreign"),
        ("1010 AB", "1010 AB", "cap_foreign"),
        ("9", None, "cap_format"),
        ("abc", None, "cap_format"),
        ("100", "00100", "cap_generic"),
        ("9100", "09100", "cap_generic"),
        ("6100", "06100", "cap_generic"),
        ("47890", "47890", None),
        ("47899", "47899", None),
        ("SM-47890", "47890", "format"),
        ("00120", "00120", None),
        ("V-00120", "00120", "format"),
        ("20121.", "20121", "format"),
        ("(20121)", "20121", "format"),
        ("20054.0", "20054", "format"),
        ("20121 Milano", "20121", "cap_words"),
        ("75001 Paris", "75001 PARIS", "cap_unknown"),
        ("Milano", None, "cap_format"),
        ("00000", None, "filler"),
        ("-", None, "filler"),
        ("2012I", None, "cap_format"),
    ],
)
def test_typed(typed: str, value: str | None, issue: str | None) -> None:
    outcome = cap.check(typed)
    assert outcome.value == value
    if issue:
        assert outcome.issue == issue


def test_sardinia_has_its_caps() -> None:
    # A known trap of public lists: the 377 comuni of Sardinia without a CAP.
    sardinia = table("comuni").filter(pl.col("regione") == "Sardegna")
    assert sardinia.height == 377
    assert sardinia.join(table("cap"), on="istat").select("istat").n_unique() == 377


@pytest.mark.parametrize(
    "typed",
    [
        "MC98000", "MC-98000", "FR75001", "F-75001", "D-80331", "L-1234", "LV-1010", "AD500", "SE-111 22", "110 00",
        "00-950", "1000-001", "01001-000", "90210-1234", "123-4567", "H91 E2K3", "D04X285", "SW1A 1AA", "GIR 0AA",
        "GB-SW1A 1AA", "V6B 1A1", "M5V3L9", "1234 AB", "C1425CLA", "KY1-1002", "00-001 WARSZAWA",
    ],
)  # fmt: skip
def test_foreign_codes_are_kept(typed: str) -> None:
    outcome = cap.check(typed)
    assert (outcome.value, outcome.issue) == (typed, "cap_foreign")


@pytest.mark.parametrize("typed", ["Milano", "via Roma 5", "2012I", "Z", "347 1234567", "info@rossi.it", "12/05/2020"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert cap.check(typed).value is None
