"""Names typed short, word by word."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.core import text
from italclean.core.reference import table
from italclean.places.short import short_for

COMUNI = table("comuni").select(text.words(pl.col("nome").str.replace_all("'", " "))).to_series().unique().sort()


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Barcellona P.G.", ["BARCELLONA POZZO DI GOTTO"]),
        ("CASALE M.TO", ["CASALE MONFERRATO"]),
        ("Casale Monf.to", ["CASALE MONFERRATO"]),
        ("CINISELLO BALS.", ["CINISELLO BALSAMO"]),
        ("CERNUSCO S/N", ["CERNUSCO SUL NAVIGLIO"]),
        ("S. GIOVANNI V.NO", ["SAN GIOVANNI VALDARNO"]),
        ("P.TO S.GIORGIO", ["PORTO SAN GIORGIO"]),
        ("PADERNO D.", ["PADERNO DUGNANO"]),
        # Nothing whole, nothing short, another ending.
        ("S.G.V.", []),
        ("CASALE MONFERRATO", []),
        ("CASALE M.TI", []),
    ],
)
def test_comuni(typed: str, known: list[str]) -> None:
    assert short_for(pl.Series([typed]), COMUNI)["known"].to_list() == known


@given(st.sampled_from(COMUNI.to_list()), st.integers(1, 4))
def test_initials_behind_a_whole_word_find_the_name(name: str, length: int) -> None:
    first, *others = name.split(" ")
    if len(first) < 4 or not others:
        return
    typed = " ".join([first, *(f"{word[:length]}." for word in others)])
    assert name in short_for(pl.Series([typed]), COMUNI)["known"].to_list()
