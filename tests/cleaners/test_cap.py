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
