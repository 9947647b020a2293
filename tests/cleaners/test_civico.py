"""House numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean import civico


@pytest.mark.parametrize(
    ("typed", "value", "issue"),
    # The spellings of street_types.csv (house_number) of the research notes, and their neighbours.
    [
        ("12", "12", None),
        ("n. 12", "12", "format"),
        ("n°12", "12", "format"),
        ("nr.12", "12", "format"),
        ("num. 12", "12", "format"),
        ("civ. 12", "12", "format"),
        ("civico 12", "12", "format"),
        ("# 12", "12", "format"),
        ("012", "12", "format"),
        ("12.0", "12", "format"),
        ("12/A", "12/A", None),
        ("12A", "12/A", "format"),
        ("12 A", "12/A", "format"),
        ("12-A", "12/A", "format"),
        ("12\\A", "12/A", "format"),
        ("12a", "12/A", "format"),
        ("12 E", "12/E", "format"),
        ("12 P", "12/P", "format"),
        ("12 A-B", "12/A-B", "format"),
        ("12 bis", "12/BIS", "format"),
        ("12/bis", "12/BIS", "format"),
        ("12 TER", "12/TER", "format"),
        ("12 bis A", "12/BIS/A", "format"),
        ("12/2", "12/2", None),
        ("12/14", "12/14", None),
        ("12-14", "12-14", None),
        ("12 - 14", "12-14", "format"),
        ("12 e 14", "12-14", "format"),
        # Red numbers of Genoa, Florence and Savona are other doors.
        ("12 rosso", "12/R", "format"),
        ("12r", "12/R", "format"),
        ("12/A rosso", "12/A/R", "format"),
        ("12 nero", "12/N", "format"),
        ("12 barr.", "12 barrato", "format"),
        ("snc", "SNC", "format"),
        ("S.N.C.", "SNC", "format"),
        ("s.n.", "SNC", "format"),
        ("S/N", "SNC", "format"),
        ("n. snc", "SNC", "format"),
        ("senza numero civico", "SNC", "format"),
        ("privo di numero", "SNC", "format"),
        ("km 3,200", "km 3,200", None),
        ("KM. 3.200", "km 3.200", "format"),
        ("Km 3+200", "km 3+200", "format"),
        ("12 int. 3", "12 interno 3", "format"),
        ("12 INT3", "12 interno 3", "format"),
        ("12 sc. B int. 4/b", "12 scala B interno 4/B", "format"),
        ("12 2° piano", "12 piano 2", "format"),
        ("12 II PIANO", "12 piano II", "format"),
        ("12 P.T.", "12 piano terra", "format"),
        ("12 piano terra", "12 piano terra", None),
        ("12 ed. C lotto 7", "12 edificio C lotto 7", "format"),
        ("12 pal. 3", "12 pal. 3", None),
        ("int. 4", "interno 4", "format"),
        ("0", None, "filler"),
        ("00", None, "filler"),
        ("-", None, "filler"),
        ("bivio", "bivio", "civico_unread"),
        ("12 A 3", "12 A 3", "civico_unread"),
        ("1234567", "1234567", "civico_unread"),
        # A spreadsheet's date.
        ("12-gen", "12-gen", "civico_unread"),
        ("03/02/2024", "03/02/2024", "civico_unread"),
    ],
)
def test_typed(typed: str, value: str | None, issue: str | None) -> None:
    outcome = civico.check(typed)
    assert (outcome.value, outcome.issue) == (value, issue)
    if value is not None and issue != "civico_unread":
        assert civico.check(value).status == "valid"


def test_extras() -> None:
    assert civico.check("n. 12/A INT. 4 SC. B").extras == {"numero": "12", "interno": "interno 4 scala B"}
    assert civico.check("snc").extras == {"numero": None, "interno": None}


@given(st.integers(1, 9999), st.sampled_from("ABCDFGHLMNRZ"), st.sampled_from(["", " ", "/", "-", " / ", "."]))
def test_exponents_are_written_one_way(number: int, letter: str, sign: str) -> None:
    assert civico.check(f"{number}{sign}{letter}").value == f"{number}/{letter}"
    assert civico.check(f"{number}{sign}{letter.lower()}").value == f"{number}/{letter}"
